//! What is wrong with a drawing, in the words of who draws it: which part it is about, and at which field it shows.
//!
//! A file's faults speak of the file's fields (`fault`); here the same faults speak of what is on the screen.

use super::editor as words;
use super::field::{self, Field, Spread};
use super::figure;
use crate::editor::{Diagram, Part};
use crate::value_stream::decimal::plain;
use crate::value_stream::{Element, Fault, LinkId, Place, Problem, SourceId, StageId};

/// One thing that is wrong with a drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// The part that it is about; none: the stream.
    pub part: Option<Part>,
    /// The field of the inspector that is about it, where there is one.
    pub field: Option<Field>,
    /// What is wrong, to stand behind a colon.
    pub why: String,
    /// What the part is called.
    title: String,
}

impl Flaw {
    /// A fault of a diagram.
    pub fn of(fault: &Fault, diagram: &Diagram) -> Flaw {
        let part = part_of(&fault.place.element);
        let title = part.map_or_else(String::new, |part| words::part(diagram, part));
        Flaw { part, field: field_of(&fault.place, diagram), why: why(fault, diagram), title }
    }

    /// All of it: "QA, Cadence: does not go together with a finished item that holds its person."
    pub fn sentence(&self) -> String {
        let label = self.field.map_or("", |field| field.label);
        let comma = if self.title.is_empty() || label.is_empty() { "" } else { ", " };
        let place = [&self.title, comma, label].concat();
        if place.is_empty() { capital(&self.why) } else { place + ": " + &self.why }
    }
}

/// How many things are to mend in a section that is folded: "1 to mend".
pub fn to_mend(count: usize) -> String {
    count.to_string() + " to mend"
}

fn part_of(element: &Element) -> Option<Part> {
    Some(match element {
        Element::Stage(number, _) => Part::Stage(StageId::at(number - 1)),
        Element::Link(number, ..) => Part::Link(LinkId::at(number - 1)),
        Element::Source(number, _) => Part::Source(SourceId::at(number - 1)),
        Element::Customer => Part::Customer,
        _ => return None,
    })
}

/// Fields of the file and of the inspector, the more special ones first.
type Table = &'static [(&'static str, Field)];

const STAGE: Table = &[
    ("name", field::NAME),
    ("workers", field::PEOPLE),
    ("wip_limit", field::LIMIT),
    ("process_time", field::WORK),
    ("queue_order", field::ORDER),
    ("entry", field::ENTRY),
    ("finished_item", field::FINISHED),
    ("items_per_worker", field::SHARED),
    ("switching_loss", field::SWITCHING),
    ("setup_time", field::SETUP),
    ("process_batch.min", field::BATCH_MIN),
    ("process_batch.wait_at_most", field::BATCH_WAIT),
    ("process_batch", field::BATCH_MAX),
    ("transfer_batch", field::TRANSFER),
    ("transfer_wait_at_most", field::TRANSFER_WAIT),
    ("cadence", field::CADENCE),
    ("interruptions.length", field::LENGTH),
    ("interruptions", field::BETWEEN),
    ("defects.awareness", field::AWARENESS),
    ("defects", field::DEFECTS),
    ("inspection.finds", field::FINDS),
    ("inspection.factor", field::FACTOR),
    ("inspection.growth", field::GROWTH),
    ("inspection.stops_the_line", field::STOPS),
    ("inspection", field::RULE),
    ("team", field::TEAM),
];
const SOURCE: Table = &[
    ("name", field::NAME),
    ("arrivals.every", field::ARRIVALS),
    ("arrivals.lump", field::LUMP),
    ("arrivals.first_at", field::FIRST_AT),
    ("arrivals.closed", field::CIRCULATING),
    ("arrivals.bursts", field::PHASES),
    ("arrivals.at", field::TIMES),
    ("arrivals", field::KIND),
    ("backlog", field::BACKLOG),
    ("inside", field::INSIDE),
    ("when_no_room", field::NO_ROOM),
    ("class", field::CLASS),
    ("split_into", field::SPLIT),
    ("patience", field::PATIENCE),
    ("item_size.mean", field::SIZE),
    ("item_size", field::SIZE_SPREAD.variation),
];
const CUSTOMER: Table = &[
    ("demand", field::DEMAND),
    ("feedback.delay", field::FEEDBACK_DELAY),
    ("feedback.source", field::FEEDBACK_SOURCE),
    ("feedback", field::FEEDBACK),
    ("escapes.source", field::ESCAPES_SOURCE),
    ("escapes", field::ESCAPES),
];
const STREAM: Table = &[
    ("hours_per_day", field::HOURS),
    ("costs.worker_hour", field::WORKER_HOUR),
    ("costs.item_day", field::ITEM_DAY),
];
const RELEASE: Table = &[
    ("conwip", field::RELEASE_LIMIT),
    ("rope", field::RELEASE_LIMIT),
    ("takt", field::TAKT),
    ("drum", field::DRUM),
    ("base_stock", field::RELEASE),
];

/// The distributions of the file, and their fields beside the mean.
const SPREADS: &[(&str, Spread)] = &[
    ("process_time", field::WORK_SPREAD),
    ("setup_time", field::SETUP_SPREAD),
    ("interruptions.between", field::BETWEEN_SPREAD),
    ("interruptions.length", field::LENGTH_SPREAD),
    ("arrivals.every", field::ARRIVAL_SPREAD),
    ("arrivals.lump", field::LUMP_SPREAD),
    ("item_size", field::SIZE_SPREAD),
    ("patience", field::PATIENCE_SPREAD),
    ("demand.every", field::DEMAND_SPREAD),
    ("feedback.delay", field::FEEDBACK_SPREAD),
    ("escapes.delay", field::ESCAPES_SPREAD),
];

/// The field that is about a number of a distribution, such as "cv" or "values[3]"; none: that of its mean.
fn of_spread(spread: &Spread, number: &str) -> Option<Field> {
    let name = number.split('[').next().unwrap_or_default();
    match name {
        "cv" => Some(spread.variation),
        "low" | "mode" | "high" | "values" | "weights" | "means" => Some(spread.values),
        _ => None,
    }
}

/// The field of a class's own work at a stage.
fn of_class(rest: &str, diagram: &Diagram) -> Option<Field> {
    let numbers = diagram.classes.iter().enumerate().filter_map(|(number, class)| {
        let rest = rest.strip_prefix(&class.id)?;
        (rest.is_empty() || rest.starts_with('.')).then_some((number, rest))
    });
    // A class's id may have points of its own.
    let numbers = numbers.min_by_key(|(_, rest)| rest.len());
    let (number, rest) = numbers?;
    let spread = field::CLASS_SPREAD.row(number);
    let mean = || Some(field::CLASS_WORK.row(number));
    of_spread(&spread, rest.trim_start_matches('.')).or_else(mean)
}

/// The field of the inspector that is about a place.
fn field_of(place: &Place, diagram: &Diagram) -> Option<Field> {
    if let Some(rest) = place.field.strip_prefix("process_time_by_class.") {
        return of_class(rest, diagram);
    }
    let spread = SPREADS.iter().find_map(|(start, spread)| {
        of_spread(spread, place.field.strip_prefix(start)?.strip_prefix('.')?)
    });
    if spread.is_some() {
        return spread;
    }
    let table = match &place.element {
        Element::Stage(..) => STAGE,
        Element::Source(..) => SOURCE,
        Element::Customer => CUSTOMER,
        Element::Stream => STREAM,
        Element::Release => RELEASE,
        Element::Class(..) => return Some(field::CLASS_TABLE),
        Element::Change(_) => return Some(field::CHANGES),
        Element::Limit(number) => return Some(field::COMMON.row(number - 1)),
        Element::Link(..) | Element::Team(..) => return None,
    };
    let is_about = |start: &str| {
        let rest = place.field.strip_prefix(start);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    table.iter().find(|(start, _)| is_about(start)).map(|(_, field)| *field)
}

/// What is wrong.
fn why(fault: &Fault, diagram: &Diagram) -> String {
    match &fault.problem {
        Problem::Empty => empty(&fault.place).to_owned(),
        Problem::SharesDoNotAddUp { sum } => {
            "its ways out add to ".to_owned() + &figure::percent(*sum) + ", want 100 %."
        }
        Problem::DeadEnd => {
            "no link leads from here to the customer. Draw one from the ring at its edge."
                .to_owned()
        }
        Problem::ImpossibleVariation { cv, wanted } => {
            ["this shape cannot vary by ", &plain(*cv), ": want ", &wanted.to_string(), "."]
                .concat()
        }
        Problem::UnknownId { id, .. } => "there is no “".to_owned() + id + "” any more.",
        Problem::EndlessWithoutLimit => {
            "one item always waits, so without a limit all of them would \
             enter at once. Give its work center a WIP limit, or choose another release."
                .to_owned()
        }
        Problem::CycleWithoutTime => {
            "items could go round for ever in no time. Some work center on \
             the way has to take some time."
                .to_owned()
        }
        Problem::Clash { with } => "does not go together with ".to_owned() + clash(with) + ".",
        Problem::NeverFills { size, most } => [
            &plain(f64::from(*size)),
            " items are never there together: at most ",
            &plain(f64::from(*most)),
            " can be.",
        ]
        .concat(),
        Problem::NoDemand => {
            "nothing is asked for, so nothing would be let in. Give the customer a demand."
                .to_owned()
        }
        Problem::Afterwards { fault } => {
            "afterwards, ".to_owned() + &Flaw::of(fault, diagram).sentence()
        }
        other => other.to_string() + ".",
    }
}

fn empty(place: &Place) -> &'static str {
    match (&place.element, place.field.as_str()) {
        (Element::Stream, "stages") => "there is no work center yet.",
        (Element::Stream, _) => "no work ever comes. Add a source.",
        (Element::Limit(_), _) => "it is about no work center any more. Remove it.",
        _ => "nothing ever comes from here. Give one of them a time between arrivals.",
    }
}

/// What does not go together with something else; the file's words become the inspector's.
fn clash(with: &'static str) -> &'static str {
    match with {
        "\"workers\": \"unlimited\"" => "unlimited people",
        "\"finished_item\": \"holds_worker\"" => "a finished item that holds its person",
        "\"entry\": \"pulled_by_free_worker\"" => "items that a free person pulls",
        "\"endless\" arrivals" => "arrivals of which one always waits",
        "\"closed\" arrivals" => "a fixed number of items that circulates",
        "\"inside\": { … }" => "items that are inside at the start",
        "process_batch" => "batches",
        "setup_time" => "a setup time",
        "team" => "a team",
        other => other,
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
