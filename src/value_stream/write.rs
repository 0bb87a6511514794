//! Writes a stream to its file. What stands at its default is left out; reading gives the same stream back.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{
    Arrivals, Calendar, Distribution, Entry, FinishedItem, Link, Phase, Release, SCHEMA_VERSION,
    Shape, Source, Stage, ValueStream, WhenNoRoom, Workers,
};

impl ValueStream {
    /// The stream as JSON text, indented.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(&self.to_value())
            .expect("a stream has text keys and finite numbers only");
        text.push('\n');
        text
    }

    fn to_value(&self) -> Value {
        let mut fields = Map::new();
        put(&mut fields, "flowglass", SCHEMA_VERSION);
        put_text(&mut fields, "name", &self.name);
        put_text(&mut fields, "about", &self.about);
        put_text(&mut fields, "citation", &self.citation);
        if self.calendar != Calendar::default() {
            put(&mut fields, "unit", self.calendar.unit);
            put(&mut fields, "hours_per_day", self.calendar.hours_per_day);
        }
        if !self.classes.is_empty() {
            put(&mut fields, "classes", &self.classes);
        }
        fields.insert("stages".to_owned(), self.stages.iter().map(stage).collect());
        fields.insert("links".to_owned(), self.links.iter().map(link).collect());
        fields.insert("sources".to_owned(), self.sources.iter().map(source).collect());
        match self.release {
            Release::Push => {}
            Release::Conwip(limit) => put(&mut fields, "release", json!({ "conwip": limit })),
            Release::Takt(takt) => put(&mut fields, "release", json!({ "takt": takt })),
        }
        if !self.customer.name.is_empty() {
            put(&mut fields, "customer", json!({ "name": self.customer.name }));
        }
        Value::Object(fields)
    }
}

fn put(fields: &mut Map<String, Value>, name: &str, value: impl Serialize) {
    let value = serde_json::to_value(value).expect("plain values become JSON");
    fields.insert(name.to_owned(), value);
}

fn put_text(fields: &mut Map<String, Value>, name: &str, text: &str) {
    if !text.is_empty() {
        put(fields, name, text);
    }
}

fn stage(stage: &Stage) -> Value {
    let mut fields = Map::new();
    put(&mut fields, "id", &stage.id);
    put_text(&mut fields, "name", &stage.name);
    match stage.workers {
        Workers::Count(1) => {}
        Workers::Count(count) => put(&mut fields, "workers", count),
        Workers::Unlimited => put(&mut fields, "workers", "unlimited"),
    }
    put(&mut fields, "process_time", distribution(&stage.process_time));
    if !stage.process_time_by_class.is_empty() {
        let by_class: Map<String, Value> = stage
            .process_time_by_class
            .iter()
            .map(|(class, time)| (class.clone(), distribution(time)))
            .collect();
        put(&mut fields, "process_time_by_class", by_class);
    }
    if let Some(limit) = stage.wip_limit {
        put(&mut fields, "wip_limit", limit);
    }
    if stage.finished_item != FinishedItem::default() {
        put(&mut fields, "finished_item", stage.finished_item);
    }
    if stage.entry != Entry::default() {
        put(&mut fields, "entry", stage.entry);
    }
    if let Some(position) = stage.position {
        put(&mut fields, "position", position);
    }
    Value::Object(fields)
}

fn link(link: &Link) -> Value {
    let mut fields = Map::new();
    put(&mut fields, "from", &link.from);
    put(&mut fields, "to", &link.to);
    if link.share.to_bits() != 1.0_f64.to_bits() {
        put(&mut fields, "share", link.share);
    }
    if let Some(when_full) = link.when_full {
        put(&mut fields, "when_full", when_full);
    }
    Value::Object(fields)
}

fn source(source: &Source) -> Value {
    let mut fields = Map::new();
    put(&mut fields, "id", &source.id);
    put_text(&mut fields, "name", &source.name);
    put(&mut fields, "to", &source.to);
    put_text(&mut fields, "class", &source.class);
    if let Some(pattern) = &source.arrivals {
        put(&mut fields, "arrivals", arrivals(pattern));
    }
    if source.backlog > 0 {
        put(&mut fields, "backlog", source.backlog);
    }
    if source.when_no_room != WhenNoRoom::default() {
        put(&mut fields, "when_no_room", source.when_no_room);
    }
    Value::Object(fields)
}

fn arrivals(arrivals: &Arrivals) -> Value {
    match arrivals {
        Arrivals::Every { interval, lump, first_at } => {
            let mut fields = Map::new();
            put(&mut fields, "every", distribution(interval));
            if *lump != Distribution::constant(1.0) {
                let fixed = lump.cv.to_bits() == 0 && lump.shape.is_none();
                let value = if fixed { json!(lump.mean as u32) } else { distribution(lump) };
                put(&mut fields, "lump", value);
            }
            if let Some(at) = first_at {
                put(&mut fields, "first_at", at);
            }
            Value::Object(fields)
        }
        Arrivals::Bursts(phases) => {
            let phase = |phase: &Phase| {
                let mut fields = Map::new();
                if let Some(interval) = phase.mean_interval {
                    put(&mut fields, "mean_interval", interval);
                }
                put(&mut fields, "lasts", phase.lasts);
                Value::Object(fields)
            };
            json!({ "bursts": phases.iter().map(phase).collect::<Vec<Value>>() })
        }
        Arrivals::Schedule(times) => json!({ "at": times }),
        Arrivals::Endless => json!("endless"),
        Arrivals::Closed(items) => json!({ "closed": items }),
    }
}

fn distribution(distribution: &Distribution) -> Value {
    let Distribution { mean, cv, shape } = distribution;
    let mut fields = Map::new();
    let mut list = |name: &str, numbers: &[f64]| {
        if !numbers.is_empty() {
            put(&mut fields, name, numbers);
        }
    };
    match shape {
        Some(Shape::Mixture { weights, means }) => {
            list("means", means);
            list("weights", weights);
        }
        Some(Shape::Discrete { values, weights }) => {
            list("values", values);
            list("weights", weights);
        }
        Some(Shape::Trace(values)) => list("values", values),
        Some(Shape::Between { low, high }) => {
            put(&mut fields, "low", low);
            put(&mut fields, "high", high);
        }
        Some(Shape::Triangle { low, mode, high }) => {
            put(&mut fields, "low", low);
            put(&mut fields, "mode", mode);
            put(&mut fields, "high", high);
        }
        _ => {
            put(&mut fields, "mean", mean);
            if *cv != 0.0 {
                put(&mut fields, "cv", cv);
            }
        }
    }
    if let Some(shape) = shape {
        put(&mut fields, "shape", shape.word());
    }
    Value::Object(fields)
}
