//! Writes a stream to its file. What stands at its default is left out; reading gives the same stream back.

mod file;

use self::file::File;
use super::words::{self, word};
use super::{
    Arrivals, Calendar, Costs, Customer, DefectRule, Distribution, Entry, FinishedItem,
    InterruptionClock, Link, Note, NoteKind, Plan, PlannedChange, ProcessBatch, QueueOrder,
    Release, SCHEMA_VERSION, Shape, Source, Stage, Unmet, ValueStream, WhenNoRoom, Workers,
};

impl ValueStream {
    /// The stream as JSON text, indented.
    pub fn to_json(&self) -> String {
        let mut file = File::default();
        file.begin("", '{');
        file.whole("flowglass", SCHEMA_VERSION);
        file.some_text("name", &self.name);
        file.some_text("about", &self.about);
        file.some_text("citation", &self.citation);
        if self.calendar != Calendar::default() {
            file.text("unit", word(&words::UNITS, &self.calendar.unit));
            file.number("hours_per_day", self.calendar.hours_per_day);
        }
        list(&mut file, "classes", &self.classes, |file, class| {
            file.text("id", &class.id);
            file.some_text("name", &class.name);
            file.unless(class.priority == 0, "priority", u32::from(class.priority));
            file.yes("exceeds_limits", class.exceeds_limits);
            file.yes("preempts", class.preempts);
            file.some_number("value", positive(class.value));
            file.some_number("cost_of_delay", positive(class.cost_of_delay));
        });
        file.begin("stages", '[');
        for stage in &self.stages {
            write_stage(&mut file, stage);
        }
        file.end();
        list(&mut file, "teams", &self.teams, |file, team| {
            file.text("id", &team.id);
            file.whole("workers", u32::from(team.workers));
        });
        list(&mut file, "limits", &self.limits, |file, limit| {
            file.begin("stages", '[');
            for stage in &limit.stages {
                file.text("", stage);
            }
            file.end();
            file.whole("limit", limit.limit);
        });
        file.begin("links", '[');
        for link in &self.links {
            write_link(&mut file, link);
        }
        file.end();
        file.begin("sources", '[');
        for source in &self.sources {
            write_source(&mut file, source);
        }
        file.end();
        if self.release != Release::Push {
            write_release(&mut file, &self.release);
        }
        if self.customer != Customer::default() {
            write_customer(&mut file, &self.customer);
        }
        if self.costs != Costs::default() {
            file.begin("costs", '{');
            file.some_number("worker_hour", positive(self.costs.worker_hour));
            file.some_number("item_day", positive(self.costs.item_day));
            file.end();
        }
        list(&mut file, "notes", &self.notes, write_note);
        list(&mut file, "changes", &self.changes, write_planned);
        file.end();
        file.finish()
    }
}

impl PlannedChange {
    /// The change as it stands in a stream's file: JSON text, indented.
    pub fn to_json(&self) -> String {
        let mut file = File::default();
        file.begin("", '{');
        write_planned(&mut file, self);
        file.end();
        file.finish()
    }
}

/// An amount, unless it is nothing.
fn positive(amount: f64) -> Option<f64> {
    (amount.to_bits() != 0).then_some(amount)
}

/// A list of objects; an empty one is left out.
fn list<T>(file: &mut File, name: &str, elements: &[T], write: fn(&mut File, &T)) {
    if elements.is_empty() {
        return;
    }
    file.begin(name, '[');
    for element in elements {
        file.begin("", '{');
        write(file, element);
        file.end();
    }
    file.end();
}

fn write_stage(file: &mut File, stage: &Stage) {
    file.begin("", '{');
    file.text("id", &stage.id);
    file.some_text("name", &stage.name);
    file.some_text("team", &stage.team);
    match stage.workers {
        Workers::Unlimited if !stage.team.is_empty() => {}
        Workers::Count(1) if stage.team.is_empty() => {}
        workers => write_workers(file, workers),
    }
    write_distribution(file, "process_time", &stage.process_time);
    if !stage.process_time_by_class.is_empty() {
        file.begin("process_time_by_class", '{');
        for (class, time) in &stage.process_time_by_class {
            write_distribution(file, class, time);
        }
        file.end();
    }
    if let Some(limit) = stage.wip_limit {
        file.whole("wip_limit", limit);
    }
    if stage.finished_item != FinishedItem::default() {
        file.text("finished_item", word(&words::FINISHED_ITEMS, &stage.finished_item));
    }
    if stage.entry != Entry::default() {
        file.text("entry", word(&words::ENTRIES, &stage.entry));
    }
    write_policies(file, stage);
    if let Some(position) = stage.position {
        file.place(position);
    }
    file.end();
}

fn write_policies(file: &mut File, stage: &Stage) {
    if stage.queue_order != QueueOrder::default() {
        file.text("queue_order", word(&words::QUEUE_ORDERS, &stage.queue_order));
    }
    file.unless(stage.items_per_worker == 1, "items_per_worker", stage.items_per_worker);
    if stage.switching_loss != 0.0 {
        file.number("switching_loss", stage.switching_loss);
    }
    write_some(file, "setup_time", stage.setup_time.as_ref());
    if stage.process_batch != ProcessBatch::default() {
        let ProcessBatch { min, max, wait_at_most } = stage.process_batch;
        file.begin("process_batch", '{');
        file.whole("min", min);
        file.whole("max", max);
        file.some_number("wait_at_most", wait_at_most);
        file.end();
    }
    file.unless(stage.transfer_batch == 1, "transfer_batch", stage.transfer_batch);
    file.some_number("transfer_wait_at_most", stage.transfer_wait_at_most);
    file.some_number("cadence", stage.cadence);
    if let Some(interruptions) = &stage.interruptions {
        file.begin("interruptions", '{');
        if interruptions.clock != InterruptionClock::Working {
            file.text("clock", word(&words::CLOCKS, &interruptions.clock));
        }
        write_distribution(file, "between", &interruptions.between);
        write_distribution(file, "length", &interruptions.length);
        file.end();
    }
    if let Some(defects) = stage.defects {
        file.begin("defects", '{');
        file.number("share", defects.share);
        file.unless_one("awareness", defects.awareness);
        file.end();
    }
    if let Some(look) = stage.inspection {
        file.begin("inspection", '{');
        file.unless_one("finds", look.finds);
        if look.rule != DefectRule::FixHere {
            file.text("rule", word(&words::DEFECT_RULES, &look.rule));
        }
        file.unless_one("factor", look.factor);
        file.unless_one("growth", look.growth);
        file.yes("stops_the_line", look.stops_the_line);
        file.end();
    }
}

fn write_customer(file: &mut File, customer: &Customer) {
    file.begin("customer", '{');
    file.some_text("name", &customer.name);
    if let Some(demand) = &customer.demand {
        file.begin("demand", '{');
        write_distribution(file, "every", &demand.every);
        if demand.unmet != Unmet::default() {
            file.text("unmet", word(&words::UNMET, &demand.unmet));
        }
        file.end();
    }
    if let Some(feedback) = &customer.feedback {
        file.begin("feedback", '{');
        file.number("share", feedback.share);
        write_distribution(file, "delay", &feedback.delay);
        file.text("source", &feedback.source);
        file.end();
    }
    if let Some(escapes) = &customer.escapes {
        file.begin("escapes", '{');
        write_distribution(file, "delay", &escapes.delay);
        file.text("source", &escapes.source);
        file.end();
    }
    if let Some(position) = customer.position {
        file.place(position);
    }
    file.end();
}

fn write_link(file: &mut File, link: &Link) {
    file.begin("", '{');
    file.text("from", &link.from);
    file.text("to", &link.to);
    file.unless_one("share", link.share);
    if let Some(when_full) = link.when_full {
        file.text("when_full", word(&words::WHEN_FULL, &when_full));
    }
    file.end();
}

fn write_source(file: &mut File, source: &Source) {
    file.begin("", '{');
    file.text("id", &source.id);
    file.some_text("name", &source.name);
    file.text("to", &source.to);
    file.some_text("class", &source.class);
    if let Some(arrivals) = &source.arrivals {
        write_arrivals(file, arrivals);
    }
    file.unless(source.backlog == 0, "backlog", source.backlog);
    if !source.inside.is_empty() {
        file.begin("inside", '{');
        for (stage, items) in &source.inside {
            file.whole(stage, *items);
        }
        file.end();
    }
    write_some(file, "item_size", source.item_size.as_ref());
    file.unless(source.split_into == 1, "split_into", source.split_into);
    write_some(file, "patience", source.patience.as_ref());
    if source.when_no_room != WhenNoRoom::default() {
        file.text("when_no_room", word(&words::WHEN_NO_ROOM, &source.when_no_room));
    }
    if let Some(position) = source.position {
        file.place(position);
    }
    file.end();
}

fn write_arrivals(file: &mut File, arrivals: &Arrivals) {
    if *arrivals == Arrivals::Endless {
        return file.text("arrivals", "endless");
    }
    file.begin("arrivals", '{');
    match arrivals {
        Arrivals::Endless => {}
        Arrivals::Every { interval, lump, first_at } => {
            write_distribution(file, "every", interval);
            let is_fixed = lump.cv.to_bits() == 0 && lump.shape.is_none();
            if is_fixed && libm::floor(lump.mean).to_bits() == lump.mean.to_bits() {
                file.unless(lump.mean < 1.5, "lump", lump.mean as u32);
            } else {
                write_distribution(file, "lump", lump);
            }
            file.some_number("first_at", *first_at);
        }
        Arrivals::Bursts(phases) => {
            file.begin("bursts", '[');
            for phase in phases {
                file.begin("", '{');
                file.some_number("mean_interval", phase.mean_interval);
                file.number("lasts", phase.lasts);
                file.end();
            }
            file.end();
        }
        Arrivals::Schedule(times) => file.numbers("at", times),
        Arrivals::Closed(items) => file.whole("closed", *items),
    }
    file.end();
}

fn write_release(file: &mut File, release: &Release) {
    if *release == Release::Push {
        return file.text("release", "push");
    }
    file.begin("release", '{');
    match release {
        Release::Push => {}
        Release::Conwip(limit) => file.whole("conwip", *limit),
        Release::Takt(takt) => file.number("takt", *takt),
        Release::DrumBufferRope { drum, rope } => {
            file.text("drum", drum);
            file.whole("rope", *rope);
        }
        Release::BaseStock(stock) => file.whole("base_stock", *stock),
    }
    file.end();
}

fn write_workers(file: &mut File, workers: Workers) {
    match workers {
        Workers::Count(count) => file.whole("workers", u32::from(count)),
        Workers::Unlimited => file.text("workers", "unlimited"),
    }
}

fn write_planned(file: &mut File, planned: &PlannedChange) {
    file.number("at", planned.at);
    file.begin("change", '{');
    match &planned.change {
        Plan::Workers { stage, workers } => {
            file.text("stage", stage);
            write_workers(file, *workers);
        }
        Plan::WipLimit { stage, limit } => {
            file.text("stage", stage);
            match limit {
                Some(limit) => file.whole("wip_limit", *limit),
                None => file.text("wip_limit", "none"),
            }
        }
        Plan::ItemsPerWorker { stage, items } => {
            file.text("stage", stage);
            file.whole("items_per_worker", *items);
        }
        Plan::ProcessTime { stage, process_time } => {
            file.text("stage", stage);
            write_distribution(file, "process_time", process_time);
        }
        Plan::Shares(shares) => {
            file.begin("links", '[');
            for (from, to, share) in shares {
                file.begin("", '{');
                file.text("from", from);
                file.text("to", to);
                file.number("share", *share);
                file.end();
            }
            file.end();
        }
        Plan::Release(release) => write_release(file, release),
        Plan::Arrivals { source, arrivals } => {
            file.text("source", source);
            write_arrivals(file, arrivals);
        }
    }
    file.end();
}

fn write_note(file: &mut File, note: &Note) {
    file.text("text", &note.text);
    if note.kind != NoteKind::default() {
        file.text("kind", word(&words::NOTE_KINDS, &note.kind));
    }
    file.place(note.position);
}

fn write_some(file: &mut File, name: &str, distribution: Option<&Distribution>) {
    if let Some(distribution) = distribution {
        write_distribution(file, name, distribution);
    }
}

fn write_distribution(file: &mut File, name: &str, distribution: &Distribution) {
    let Distribution { mean, cv, shape } = distribution;
    file.begin(name, '{');
    let some = |file: &mut File, name: &str, numbers: &[f64]| {
        if !numbers.is_empty() {
            file.numbers(name, numbers);
        }
    };
    match shape {
        Some(Shape::Mixture { weights, means }) => {
            some(file, "means", means);
            some(file, "weights", weights);
        }
        Some(Shape::Discrete { values, weights }) => {
            some(file, "values", values);
            some(file, "weights", weights);
        }
        Some(Shape::Trace(values)) => some(file, "values", values),
        Some(Shape::Between { low, high }) => {
            file.number("low", *low);
            file.number("high", *high);
        }
        Some(Shape::Triangle { low, mode, high }) => {
            file.number("low", *low);
            file.number("mode", *mode);
            file.number("high", *high);
        }
        // A shape that implies a cv has to be told of another one, even if that is 0.
        _ => {
            file.number("mean", *mean);
            if cv.to_bits() != 0 || shape.is_some() {
                file.number("cv", *cv);
            }
        }
    }
    if let Some(shape) = shape {
        file.text("shape", shape.word());
    }
    file.end();
}
