//! Reads a stream from its file. A file with faults gets all of them at once.

mod fields;
mod plan;
mod policies;

use std::sync::Arc;

use self::fields::{Faults, Fields};
use super::fault::{Element, Fault, Problem, Wanted};
use super::json::{self, Map, Value};
use super::{
    Arrivals, Calendar, Class, Costs, Customer, Distribution, Link, Note, Phase, PlannedChange,
    Position, Release, SCHEMA_VERSION, Shape, Source, Stage, ValueStream, Workers, words,
};

/// More people than any stage has.
pub const WORKERS_MAX: u32 = 10_000;
/// More places than any limit needs.
pub const LIMIT_MAX: u32 = 1_000_000;
/// Most items among which a worker can share time.
pub const ITEMS_MAX: u32 = 10_000;
/// More stages, links, sources or classes than a stream can have.
pub(super) const ELEMENTS_MAX: usize = 10_000;
/// Longer than any time in a stream [its unit].
pub const TIME_MAX: f64 = 1e6;
/// More items than any request splits into.
pub(super) const SPLIT_MAX: u32 = 10_000;
/// Smaller than the mean size of items.
pub(super) const SIZE_LEAST: f64 = 1e-3;
/// Shorter than any phase of bursts lasts in the mean [the stream's unit].
pub(super) const PHASE_LEAST: f64 = 1e-3;
/// More than any price [the author's currency].
pub(super) const MONEY_MAX: f64 = 1e9;
/// More variation than any process has.
pub const CV_MAX: f64 = 20.0;

/// Every word for a shape.
fn shapes() -> [(&'static str, Shape); 11] {
    [
        Shape::Constant,
        Shape::Exponential,
        Shape::LogNormal,
        Shape::Gamma,
        Shape::Erlang,
        Shape::Uniform,
        Shape::Triangular,
        Shape::Geometric,
        Shape::Hyperexponential,
        Shape::Discrete { values: Arc::default(), weights: Arc::default() },
        Shape::Trace(Arc::default()),
    ]
    .map(|shape| (shape.word(), shape))
}

impl ValueStream {
    /// Reads a stream from JSON text.
    pub fn from_json(text: &str) -> Result<ValueStream, Vec<Fault>> {
        read(text, stream)
    }
}

impl PlannedChange {
    /// Reads a change from JSON text, as it stands in a stream's file.
    pub fn from_json(text: &str) -> Result<PlannedChange, Vec<Fault>> {
        read(text, plan::alone)
    }
}

fn read<T>(text: &str, of: impl FnOnce(&Value, &Faults) -> T) -> Result<T, Vec<Fault>> {
    let value = json::read(text).map_err(|error| {
        let json::NotJson { reason, line, column } = error;
        let problem = Problem::NotJson { line, column, reason: reason.to_owned() };
        vec![Fault::at(Element::Stream, "", problem)]
    })?;
    let faults = Faults::default();
    let read = of(&value, &faults);
    let faults = faults.into_inner();
    if faults.is_empty() { Ok(read) } else { Err(faults) }
}

fn stream(value: &Value, faults: &Faults) -> ValueStream {
    let Some(mut fields) = Fields::of(value, Element::Stream, "", faults) else {
        return ValueStream::default();
    };
    let version = fields.whole_or_missing("flowglass", 1, u32::MAX);
    if version.is_some_and(|version| version > SCHEMA_VERSION) {
        let found = version.map(|version| version.to_string()).unwrap_or_default();
        fields.fault("flowglass", Problem::UnknownVersion { found });
    }
    let unit = fields.choice("unit", &words::UNITS);
    let hours_per_day = fields.number("hours_per_day", 0.1, 24.0);
    let default = Calendar::default();
    let stream = ValueStream {
        name: fields.text("name"),
        about: fields.text("about"),
        citation: fields.text("citation"),
        calendar: Calendar {
            unit: unit.unwrap_or_default(),
            hours_per_day: hours_per_day.unwrap_or(default.hours_per_day),
        },
        classes: elements(&mut fields, "classes", faults, class),
        stages: elements(&mut fields, "stages", faults, stage),
        teams: elements(&mut fields, "teams", faults, policies::team),
        limits: elements(&mut fields, "limits", faults, policies::limit),
        links: elements(&mut fields, "links", faults, link),
        sources: elements(&mut fields, "sources", faults, source),
        release: fields
            .take("release")
            .map_or(Release::Push, |value| release(value, &Element::Release, "", faults)),
        customer: fields
            .take("customer")
            .map_or_else(Customer::default, |value| customer(value, faults)),
        notes: note_list(&mut fields, faults),
        costs: costs(&mut fields, faults),
        changes: elements(&mut fields, "changes", faults, plan::planned),
    };
    fields.finish();
    stream
}

fn elements<T>(
    fields: &mut Fields<'_>,
    name: &'static str,
    faults: &Faults,
    read: fn(usize, &Map<String, Value>, &Faults) -> T,
) -> Vec<T> {
    let mut elements = Vec::new();
    for (index, value) in fields.list(name, ELEMENTS_MAX).iter().enumerate() {
        match value {
            Value::Object(map) => elements.push(read(index + 1, map, faults)),
            other => {
                let found = fields::found(other);
                let wanted = Wanted::Object(vec!["…"]);
                fields.fault(&format!("{name}[{index}]"), Problem::Value { found, wanted });
            }
        }
    }
    elements
}

fn costs(fields: &mut Fields<'_>, faults: &Faults) -> Costs {
    let Some(value) = fields.take("costs") else { return Costs::default() };
    let Some(mut fields) = Fields::of(value, Element::Stream, "costs", faults) else {
        return Costs::default();
    };
    let costs = Costs {
        worker_hour: fields.number("worker_hour", 0.0, MONEY_MAX).unwrap_or(0.0),
        item_day: fields.number("item_day", 0.0, MONEY_MAX).unwrap_or(0.0),
    };
    fields.finish();
    costs
}

fn id_of(map: &Map<String, Value>, field: &str) -> String {
    map.get(field).and_then(Value::as_str).unwrap_or("?").to_owned()
}

fn class(number: usize, map: &Map<String, Value>, faults: &Faults) -> Class {
    let mut fields = Fields::new(map, Element::Class(number, id_of(map, "id")), "", faults);
    let class = Class {
        id: fields.some_text("id"),
        name: fields.text("name"),
        priority: fields.whole("priority", 0, 100).unwrap_or(0) as u8,
        exceeds_limits: fields.is("exceeds_limits"),
        preempts: fields.is("preempts"),
        value: fields.number("value", 0.0, MONEY_MAX).unwrap_or(0.0),
        cost_of_delay: fields.number("cost_of_delay", 0.0, MONEY_MAX).unwrap_or(0.0),
    };
    fields.finish();
    class
}

fn stage(number: usize, map: &Map<String, Value>, faults: &Faults) -> Stage {
    let element = Element::Stage(number, id_of(map, "id"));
    let mut fields = Fields::new(map, element.clone(), "", faults);
    let mut stage = Stage::new(&fields.some_text("id"), Distribution::constant(0.0));
    stage.name = fields.text("name");
    stage.team = fields.text("team");
    if !stage.team.is_empty() {
        stage.workers = Workers::Unlimited;
    }
    if let Some(workers) = workers(&mut fields) {
        stage.workers = workers;
    }
    match fields.take("process_time") {
        Some(value) => {
            stage.process_time = distribution(value, &element, "process_time", 0.0, faults);
        }
        None => fields.fault(
            "process_time",
            Problem::Value { found: String::new(), wanted: Wanted::Form(DISTRIBUTION) },
        ),
    }
    if let Some(value) = fields.take("process_time_by_class") {
        if let Some(map) = value.as_object() {
            for (class, value) in map.iter() {
                let place = format!("process_time_by_class.{class}");
                let time = distribution(value, &element, &place, 0.0, faults);
                stage.process_time_by_class.push((class.clone(), time));
            }
        } else {
            fields.fault(
                "process_time_by_class",
                Problem::Value { found: fields::found(value), wanted: Wanted::Form(BY_CLASS) },
            );
        }
    }
    stage.wip_limit = fields.whole("wip_limit", 1, LIMIT_MAX);
    stage.finished_item =
        fields.choice("finished_item", &words::FINISHED_ITEMS).unwrap_or_default();
    stage.entry = fields.choice("entry", &words::ENTRIES).unwrap_or_default();
    policies::read(&mut stage, &mut fields, &element, faults);
    stage.position = fields.take("position").and_then(|value| position(value, &element, faults));
    fields.finish();
    stage
}

/// So many people, if the field is there and right.
fn workers(fields: &mut Fields<'_>) -> Option<Workers> {
    match fields.take("workers")? {
        Value::String(word) if word == "unlimited" => Some(Workers::Unlimited),
        value => {
            let count = fields::whole(value, 1, WORKERS_MAX);
            if count.is_none() {
                let found = fields::found(value);
                let wanted = Wanted::WholeOr { least: 1, most: WORKERS_MAX, word: "unlimited" };
                fields.fault("workers", Problem::Value { found, wanted });
            }
            count.map(|count| Workers::Count(count as u16))
        }
    }
}

const DISTRIBUTION: &str = "{ \"mean\": number, \"cv\": number, \"shape\": word }";
const BY_CLASS: &str = "{ \"<class id>\": { \"mean\": number, \"cv\": number } }";

fn position(value: &Value, element: &Element, faults: &Faults) -> Option<Position> {
    let mut fields = Fields::of(value, element.clone(), "position", faults)?;
    let x = fields.number_or_missing("x", -1e4, 1e4);
    let y = fields.number_or_missing("y", -1e4, 1e4);
    fields.finish();
    Some(Position { x: x?, y: y? })
}

/// Words beside the belt.
fn note_list(fields: &mut Fields<'_>, faults: &Faults) -> Vec<Note> {
    let mut notes = Vec::new();
    for (place, value) in fields.list("notes", ELEMENTS_MAX).iter().enumerate() {
        let place = format!("notes[{place}]");
        let Some(mut fields) = Fields::of(value, Element::Stream, &place, faults) else { continue };
        let text = fields.text("text");
        let kind = fields.choice("kind", &words::NOTE_KINDS).unwrap_or_default();
        let at =
            fields.take("position").and_then(|value| position(value, &Element::Stream, faults));
        fields.finish();
        notes.push(Note { text, kind, position: at.unwrap_or(Position { x: 0.0, y: 0.0 }) });
    }
    notes
}

fn distribution(
    value: &Value,
    element: &Element,
    place: &str,
    least: f64,
    faults: &Faults,
) -> Distribution {
    let Some(mut fields) = Fields::of(value, element.clone(), place, faults) else {
        return Distribution::constant(1.0);
    };
    // What stands where counts start from one cannot be less; where times are wanted, some can be none at all.
    let least_value = libm::floor(least);
    let map = value.as_object();
    let has = |field: &str| map.is_some_and(|map| map.contains_key(field));
    let named = map.and_then(|map| map.get("shape")).and_then(Value::as_str).unwrap_or_default();
    let own = match named {
        "hyperexponential" if has("means") => {
            let means = fields.numbers("means", 0.0, TIME_MAX);
            Some(Shape::Mixture { weights: fields.numbers("weights", 0.0, TIME_MAX), means })
        }
        "uniform" if has("low") || has("high") => {
            let low = fields.number_or_missing("low", least_value, TIME_MAX).unwrap_or(0.0);
            let high = fields.number_or_missing("high", least_value, TIME_MAX).unwrap_or(low);
            Some(Shape::Between { low, high })
        }
        "triangular" if has("low") || has("mode") || has("high") => {
            let low = fields.number_or_missing("low", least_value, TIME_MAX).unwrap_or(0.0);
            let mode = fields.number_or_missing("mode", least_value, TIME_MAX).unwrap_or(low);
            let high = fields.number_or_missing("high", least_value, TIME_MAX).unwrap_or(mode);
            Some(Shape::Triangle { low, mode, high })
        }
        "discrete" => {
            let values = fields.numbers("values", least_value, TIME_MAX);
            Some(Shape::Discrete { values, weights: fields.numbers("weights", 0.0, TIME_MAX) })
        }
        "trace" => Some(Shape::Trace(fields.numbers("values", least_value, TIME_MAX))),
        _ => None,
    };
    if let Some(shape) = own {
        // The mean and the cv follow from the numbers.
        fields.take("shape");
        fields.finish();
        return Distribution::shaped(shape);
    }
    let mean = fields.number_or_missing("mean", least, TIME_MAX);
    let cv = fields.number("cv", 0.0, CV_MAX);
    let shape = fields.choice("shape", &shapes());
    fields.finish();
    // A shape that leaves no choice of cv need not repeat it.
    let implied = match (&shape, mean) {
        (Some(Shape::Exponential), _) => 1.0,
        (Some(Shape::Geometric), Some(mean)) => libm::sqrt((1.0 - 1.0 / mean.max(1.0)).max(0.0)),
        _ => 0.0,
    };
    Distribution { mean: mean.unwrap_or(1.0), cv: cv.unwrap_or(implied), shape }
}

fn link(number: usize, map: &Map<String, Value>, faults: &Faults) -> Link {
    let element = Element::Link(number, id_of(map, "from"), id_of(map, "to"));
    let mut fields = Fields::new(map, element, "", faults);
    let link = Link {
        from: fields.some_text("from"),
        to: fields.some_text("to"),
        share: fields.number("share", 0.0, 1.0).unwrap_or(1.0),
        when_full: fields.choice("when_full", &words::WHEN_FULL),
    };
    fields.finish();
    link
}

fn source(number: usize, map: &Map<String, Value>, faults: &Faults) -> Source {
    let element = Element::Source(number, id_of(map, "id"));
    let mut fields = Fields::new(map, element.clone(), "", faults);
    let source = Source {
        id: fields.some_text("id"),
        name: fields.text("name"),
        to: fields.some_text("to"),
        class: fields.text("class"),
        arrivals: fields
            .take("arrivals")
            .map(|value| arrivals(value, &element, "arrivals", faults)),
        backlog: fields.whole("backlog", 0, LIMIT_MAX).unwrap_or(0),
        inside: inside(&mut fields, &element, faults),
        item_size: fields
            .take("item_size")
            .map(|value| distribution(value, &element, "item_size", SIZE_LEAST, faults)),
        split_into: fields.whole("split_into", 1, SPLIT_MAX).unwrap_or(1),
        patience: fields
            .take("patience")
            .map(|value| distribution(value, &element, "patience", 0.0, faults)),
        when_no_room: fields.choice("when_no_room", &words::WHEN_NO_ROOM).unwrap_or_default(),
        position: fields.take("position").and_then(|value| position(value, &element, faults)),
    };
    fields.finish();
    source
}

/// Items that are in stages from the start.
fn inside(fields: &mut Fields<'_>, element: &Element, faults: &Faults) -> Vec<(String, u32)> {
    let mut inside = Vec::new();
    let Some(value) = fields.take("inside") else { return inside };
    let Some(map) = value.as_object() else {
        let wanted = Wanted::Form("{ \"<stage id>\": number }");
        fields.fault("inside", Problem::Value { found: fields::found(value), wanted });
        return inside;
    };
    for (stage, value) in map.iter() {
        let items = fields::whole(value, 1, LIMIT_MAX);
        if items.is_none() {
            let wanted = Wanted::Whole { least: 1, most: LIMIT_MAX };
            let problem = Problem::Value { found: fields::found(value), wanted };
            faults.push(Fault::at(element.clone(), &format!("inside.{stage}"), problem));
        }
        inside.push((stage.clone(), items.unwrap_or(1)));
    }
    inside
}

const ARRIVALS: &str = "\"endless\", { \"every\": { \"mean\": number, \"cv\": number }, \"lump\": number, \
    \"first_at\": number }, { \"bursts\": [{ \"mean_interval\": number, \"lasts\": number }, …] }, { \"at\": [number, …] } or { \"closed\": number }";

fn arrivals(value: &Value, element: &Element, place: &str, faults: &Faults) -> Arrivals {
    let nothing = Arrivals::Schedule(Vec::new());
    let wrong = || {
        let problem =
            Problem::Value { found: fields::found(value), wanted: Wanted::Form(ARRIVALS) };
        faults.push(Fault::at(element.clone(), place, problem));
        nothing.clone()
    };
    let Some(map) = value.as_object() else {
        return if value == "endless" { Arrivals::Endless } else { wrong() };
    };
    let mut fields = Fields::new(map, element.clone(), place, faults);
    let arrivals = if let Some(every) = fields.take("every") {
        let interval = distribution(every, element, &[place, ".every"].concat(), 1e-6, faults);
        let lump = match fields.take("lump") {
            None => Distribution::constant(1.0),
            Some(number @ Value::Number(_)) => {
                let count = fields::whole(number, 1, LIMIT_MAX);
                if count.is_none() {
                    let wanted = Wanted::Whole { least: 1, most: LIMIT_MAX };
                    let problem = Problem::Value { found: fields::found(number), wanted };
                    fields.fault("lump", problem);
                }
                Distribution::constant(f64::from(count.unwrap_or(1)))
            }
            Some(lump) => distribution(lump, element, &[place, ".lump"].concat(), 1.0, faults),
        };
        let first_at = fields.number("first_at", 0.0, TIME_MAX);
        Arrivals::Every { interval, lump, first_at }
    } else if map.contains_key("bursts") {
        let mut phases = Vec::new();
        for (number, value) in fields.list("bursts", ELEMENTS_MAX).iter().enumerate() {
            let place = format!("{place}.bursts[{number}]");
            if let Some(mut fields) = Fields::of(value, element.clone(), &place, faults) {
                let mean_interval = fields.number("mean_interval", 1e-6, TIME_MAX);
                let lasts = fields.number_or_missing("lasts", PHASE_LEAST, TIME_MAX);
                phases.push(Phase { mean_interval, lasts: lasts.unwrap_or(1.0) });
                fields.finish();
            }
        }
        Arrivals::Bursts(phases)
    } else if map.contains_key("at") {
        Arrivals::Schedule(fields.numbers("at", 0.0, TIME_MAX).to_vec())
    } else if map.contains_key("closed") {
        Arrivals::Closed(fields.whole_or_missing("closed", 1, LIMIT_MAX).unwrap_or(1))
    } else {
        return wrong();
    };
    fields.finish();
    arrivals
}

const RELEASE: &str = "\"push\", { \"conwip\": number }, { \"takt\": number }, { \"drum\": stage id, \"rope\": number } \
    or { \"base_stock\": number }";

fn release(value: &Value, element: &Element, place: &str, faults: &Faults) -> Release {
    if let Some(map) = value.as_object() {
        let mut fields = Fields::new(map, element.clone(), place, faults);
        let release = if map.contains_key("conwip") {
            Release::Conwip(fields.whole_or_missing("conwip", 1, LIMIT_MAX).unwrap_or(1))
        } else if map.contains_key("takt") {
            Release::Takt(fields.number_or_missing("takt", 1e-6, TIME_MAX).unwrap_or(1.0))
        } else if map.contains_key("drum") {
            Release::DrumBufferRope {
                drum: fields.some_text("drum"),
                rope: fields.whole_or_missing("rope", 1, LIMIT_MAX).unwrap_or(1),
            }
        } else if map.contains_key("base_stock") {
            Release::BaseStock(fields.whole_or_missing("base_stock", 0, LIMIT_MAX).unwrap_or(1))
        } else {
            let wanted = Wanted::Form(RELEASE);
            fields.fault("", Problem::Value { found: fields::found(value), wanted });
            return Release::Push;
        };
        fields.finish();
        return release;
    }
    if value != "push" {
        let problem = Problem::Value { found: fields::found(value), wanted: Wanted::Form(RELEASE) };
        faults.push(Fault::at(element.clone(), place, problem));
    }
    Release::Push
}

fn customer(value: &Value, faults: &Faults) -> Customer {
    let Some(mut fields) = Fields::of(value, Element::Customer, "", faults) else {
        return Customer::default();
    };
    let mut customer = policies::customer(&mut fields, faults);
    let place = fields.take("position");
    customer.position = place.and_then(|value| position(value, &Element::Customer, faults));
    fields.finish();
    customer
}
