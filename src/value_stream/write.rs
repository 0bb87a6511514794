//! Writes a stream to its file. What stands at its default is left out; reading gives the same stream back.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{
    Arrivals, Calendar, Costs, Customer, Distribution, Entry, FinishedItem, Link, Phase, Plan,
    PlannedChange, ProcessBatch, QueueOrder, Release, SCHEMA_VERSION, Shape, Source, Stage,
    ValueStream, WhenNoRoom, Workers,
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
        if !self.teams.is_empty() {
            put(&mut fields, "teams", &self.teams);
        }
        if !self.limits.is_empty() {
            put(&mut fields, "limits", &self.limits);
        }
        fields.insert("links".to_owned(), self.links.iter().map(link).collect());
        fields.insert("sources".to_owned(), self.sources.iter().map(source).collect());
        if self.release != Release::Push {
            put(&mut fields, "release", release(&self.release));
        }
        let customer = customer(&self.customer);
        if !customer.is_empty() {
            put(&mut fields, "customer", customer);
        }
        if self.costs != Costs::default() {
            put(&mut fields, "costs", self.costs);
        }
        if !self.changes.is_empty() {
            let changes: Vec<Value> = self.changes.iter().map(planned).collect();
            put(&mut fields, "changes", changes);
        }
        Value::Object(fields)
    }
}

fn release(release: &Release) -> Value {
    match release {
        Release::Push => json!("push"),
        Release::DrumBufferRope { drum, rope } => json!({ "drum": drum, "rope": rope }),
        Release::BaseStock(stock) => json!({ "base_stock": stock }),
        Release::Conwip(limit) => json!({ "conwip": limit }),
        Release::Takt(takt) => json!({ "takt": takt }),
    }
}

fn planned(planned: &PlannedChange) -> Value {
    let change = match &planned.change {
        Plan::Workers { stage, workers: Workers::Count(count) } => {
            json!({ "stage": stage, "workers": count })
        }
        Plan::Workers { stage, workers: Workers::Unlimited } => {
            json!({ "stage": stage, "workers": "unlimited" })
        }
        Plan::WipLimit { stage, limit: Some(limit) } => {
            json!({ "stage": stage, "wip_limit": limit })
        }
        Plan::WipLimit { stage, limit: None } => json!({ "stage": stage, "wip_limit": "none" }),
        Plan::ProcessTime { stage, process_time } => {
            json!({ "stage": stage, "process_time": process_time })
        }
        Plan::Shares(shares) => {
            let link = |(from, to, share): &(String, String, f64)| json!({ "from": from, "to": to, "share": share });
            json!({ "links": shares.iter().map(link).collect::<Vec<Value>>() })
        }
        Plan::Release(policy) => json!({ "release": release(policy) }),
        Plan::Arrivals { source, arrivals: pattern } => {
            json!({ "source": source, "arrivals": arrivals(pattern) })
        }
    };
    json!({ "at": planned.at, "change": change })
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
    put_text(&mut fields, "team", &stage.team);
    match stage.workers {
        Workers::Unlimited if !stage.team.is_empty() => {}
        Workers::Count(1) if stage.team.is_empty() => {}
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
    put_policies(&mut fields, stage);
    if let Some(position) = stage.position {
        put(&mut fields, "position", position);
    }
    Value::Object(fields)
}

fn put_policies(fields: &mut Map<String, Value>, stage: &Stage) {
    if stage.queue_order != QueueOrder::default() {
        put(fields, "queue_order", stage.queue_order);
    }
    put_some(fields, "setup_time", stage.setup_time.as_ref());
    if stage.process_batch != ProcessBatch::default() {
        let ProcessBatch { min, max, wait_at_most } = stage.process_batch;
        let mut batch = Map::new();
        put(&mut batch, "min", min);
        put(&mut batch, "max", max);
        put_some(&mut batch, "wait_at_most", wait_at_most);
        put(fields, "process_batch", batch);
    }
    if stage.transfer_batch != 1 {
        put(fields, "transfer_batch", stage.transfer_batch);
    }
    put_some(fields, "transfer_wait_at_most", stage.transfer_wait_at_most);
    put_some(fields, "cadence", stage.cadence);
    put_some(fields, "interruptions", stage.interruptions.as_ref());
    put_some(fields, "defects", stage.defects.as_ref());
    put_some(fields, "inspection", stage.inspection.as_ref());
}

fn customer(customer: &Customer) -> Map<String, Value> {
    let mut fields = Map::new();
    put_text(&mut fields, "name", &customer.name);
    put_some(&mut fields, "demand", customer.demand.as_ref());
    put_some(&mut fields, "feedback", customer.feedback.as_ref());
    put_some(&mut fields, "escapes", customer.escapes.as_ref());
    fields
}

fn put_some(fields: &mut Map<String, Value>, name: &str, value: Option<impl Serialize>) {
    if let Some(value) = value {
        put(fields, name, value);
    }
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
    if !source.inside.is_empty() {
        let inside: Map<String, Value> =
            source.inside.iter().map(|(id, n)| (id.clone(), json!(*n))).collect();
        put(&mut fields, "inside", Value::Object(inside));
    }
    if let Some(size) = &source.item_size {
        put(&mut fields, "item_size", distribution(size));
    }
    if source.split_into != 1 {
        put(&mut fields, "split_into", source.split_into);
    }
    if let Some(patience) = &source.patience {
        put(&mut fields, "patience", distribution(patience));
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

impl Serialize for Distribution {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        distribution(self).serialize(serializer)
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
