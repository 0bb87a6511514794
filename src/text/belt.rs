//! What the belt says, on its cards and to screen readers.

use super::figure;
use crate::belt::{BeltState, StageState};
use crate::value_stream::{Calendar, LinkId, Sketch, SourceId, StageId, Target};

/// The name of the belt as a whole.
pub const VALUE_STREAM: &str = "Value stream";
/// The word on the stage that holds the others back.
pub const BOTTLENECK: &str = "Bottleneck";
/// No limit.
pub const UNLIMITED: &str = "∞";

/// What flows, to two figures, since a third would never stand still: "3.2 / day"; empty for nothing.
pub fn flow(per_tick: f64, calendar: Calendar) -> String {
    if per_tick.is_nan() || per_tick <= 0.0 {
        return String::new();
    }
    let per_unit = per_tick * calendar.ticks_per_unit();
    let step = libm::pow(10.0, libm::floor(libm::log10(per_unit)) - 1.0);
    figure::figure(libm::round(per_unit / step) * step) + " " + figure::per_unit(calendar)
}

fn count(number: u32) -> String {
    figure::some(number)
}

/// "7 of 12 busy"; "7 busy" where there is no end of people.
pub fn busy(busy: u32, workers: Option<u16>) -> String {
    match workers {
        Some(workers) => count(busy) + " of " + &count(u32::from(workers)) + " busy",
        None => count(busy) + " busy",
    }
}

/// "20 % busy": how much of their time a few people work, where the work is too fast to follow.
pub fn busy_share(part: f64) -> String {
    figure::percent(part) + " busy"
}

/// A limit on several stages together: "at most 5 together".
pub fn common_limit(limit: u32) -> String {
    "at most ".to_owned() + &count(limit) + " together"
}

/// The share that goes back: "12 % go back".
pub fn goes_back(part: f64) -> String {
    figure::percent(part) + " go back"
}

/// The limit on a card and how far it is used: "3 of 4", or ∞.
pub fn limit(stage: &StageState) -> String {
    match stage.view.wip_limit {
        Some(limit) => count(stage.view.inside()) + " of " + &count(limit),
        None => UNLIMITED.to_owned(),
    }
}

/// What waits in a stage, for the foot of its card; empty for nothing.
pub fn waiting(stage: &StageState) -> String {
    if stage.view.waiting > 0 { count(stage.view.waiting) + " waiting" } else { String::new() }
}

/// What is blocked in a stage or has no room in it, for the foot of its card; empty for nothing.
pub fn stuck(stage: &StageState, outside_now: u32) -> String {
    match (stage.view.blocked, outside_now) {
        (0, 0) => String::new(),
        (blocked, 0) => count(blocked) + " blocked",
        (0, number) => outside(number),
        (blocked, number) => count(blocked) + " blocked, " + &outside(number),
    }
}

/// What has no room in a stage and waits outside: "2 outside".
pub fn outside(number: u32) -> String {
    count(number) + " outside"
}

/// A stage in a sentence: "QA, 1 of 1 people busy, 23 waiting".
pub fn stage(
    sketch: &Sketch,
    id: StageId,
    state: Option<&StageState>,
    outside: u32,
    is_bottleneck: bool,
) -> String {
    let mut said = sketch.stream().stages[id.index()].title().to_owned();
    let Some(state) = state else { return said };
    let view = &state.view;
    said += ", ";
    if let Some(workers) = view.workers {
        said += &count(view.at_work);
        said += " of ";
        said += &count(u32::from(workers));
        said += " people busy";
    } else {
        said += &count(view.in_process);
        said += " being worked on";
    }
    said += ", ";
    said += &count(view.waiting);
    said += " waiting";
    for (number, words) in [(view.blocked, " blocked"), (outside, " waiting outside for room")] {
        if number > 0 {
            said += ", ";
            said += &count(number);
            said += words;
        }
    }
    if let Some(limit) = view.wip_limit {
        said += ", limit ";
        said += &count(limit);
    }
    if is_bottleneck {
        said += ", bottleneck";
    }
    said
}

/// A link in a sentence: "QA to Development, 12 %, goes back"; with what flows on it [items/tick], if that is known.
pub fn link(sketch: &Sketch, id: LinkId, per_tick: Option<f64>) -> String {
    let way = sketch.ways()[id.index()];
    let stages = &sketch.stream().stages;
    let to = match way.to {
        Target::Stage(stage) => stages[stage.index()].title(),
        Target::Customer => customer_title(sketch),
    };
    let part = figure::percent(sketch.stream().links[id.index()].share);
    let mut said = stages[way.from.index()].title().to_owned() + " to " + to + ", " + &part;
    if way.backward {
        said += ", goes back";
    }
    let calendar = sketch.stream().calendar;
    if let Some(flow) =
        per_tick.map(|flow| self::flow(flow, calendar)).filter(|flow| !flow.is_empty())
    {
        said += ", ";
        said += &flow;
    }
    said
}

/// A source in a sentence: "Ideas, 12 in the backlog".
pub fn source(sketch: &Sketch, id: SourceId, state: &BeltState) -> String {
    let said = sketch.stream().sources[id.index()].title().to_owned();
    match state.backlogs.get(id.index()) {
        Some(Some(backlog)) => said + ", " + &count(*backlog) + " in the backlog",
        Some(None) => said + ", never runs dry",
        None => said,
    }
}

/// The backlog on a source's tag; empty when there is none.
pub fn backlog(waiting: Option<u32>) -> String {
    match waiting {
        Some(0) => String::new(),
        Some(waiting) => count(waiting) + " wait",
        None => UNLIMITED.to_owned(),
    }
}

/// The customer in a sentence: "Customer, 37 delivered".
pub fn customer(sketch: &Sketch, state: &BeltState) -> String {
    customer_title(sketch).to_owned() + ", " + &delivered(state)
}

/// "37 delivered".
pub fn delivered(state: &BeltState) -> String {
    count(state.delivered) + " delivered"
}

/// What the screen calls the customer.
pub fn customer_title(sketch: &Sketch) -> &str {
    let name = &sketch.stream().customer.name;
    if name.is_empty() { "Customer" } else { name }
}
