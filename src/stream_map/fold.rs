//! Makes a map of a run: what stands where, and every number on it as words.

use super::{
    Control, Entrance, Factory, Kanban, Ladder, MapWay, Station, StreamMap, Subject, Supplier,
};
use crate::measure::{Measures, StageMeasures};
use crate::text::figure::{percent, spell};
use crate::text::{page, stream_map as text};
use crate::value_stream::{
    Entry, NoteKind, Position, Release, Sketch, SourceId, Stage, StageId, Target, WorkTime,
};

/// The latest delivered items that the ladder looks at.
const LATEST: usize = 2_000;

impl StreamMap {
    /// The map of a run as it stands.
    pub fn of(subject: &Subject<'_>) -> StreamMap {
        let sketch: &Sketch = subject.simulation.runnable();
        let stream = sketch.stream();
        let measures = subject.ledger.measures(subject.window);
        let stations = stations(subject, sketch, &measures);
        let ladder = ladder(subject, &stations);
        let when = page::moment(subject.window.until, stream.calendar);
        let supplier = |(index, source): (usize, &crate::value_stream::Source)| Supplier {
            factory: Factory {
                name: source.title().to_owned(),
                rate: text::arrivals(source.arrivals.as_ref(), source.backlog, stream.calendar),
            },
            to: sketch.feed(SourceId::at(index)).to.index(),
        };
        let customer = &stream.customer;
        let has_stock = matches!(stream.release, Release::BaseStock(_));
        let stock = measures.market.map_or(0, |market| market.shelf_now);
        StreamMap {
            title: stream.name.clone(),
            caption: text::rests_on(ladder.items, &when),
            ways: ways(sketch),
            suppliers: stream.sources.iter().enumerate().map(supplier).collect(),
            control: Control { rule: text::release(stream), kanban: kanban(sketch) },
            customer: Factory {
                name: if customer.name.is_empty() { text::CUSTOMER } else { &customer.name }
                    .to_owned(),
                rate: text::demand(customer.demand.as_ref(), stream.calendar),
            },
            shelf: has_stock.then_some(stock),
            bursts: bursts(sketch, &stations),
            notes: notes(sketch, NoteKind::Note).map(|(_, words)| words).collect(),
            calendar: stream.calendar,
            stations,
            ladder,
        }
    }

    /// Items that wait in front of stages now.
    pub fn waiting(&self) -> u32 {
        self.stations.iter().map(|station| station.waiting).sum()
    }

    /// The map in a sentence.
    pub fn sentence(&self) -> String {
        let totals = (self.ladder.lead_time(), self.ladder.process_time());
        let totals = (self.ladder.items > 0).then_some(totals);
        text::describe(self.stations.len(), self.waiting(), totals, self.calendar)
    }

    /// Everything that it says as a table: work center, what, value.
    pub fn rows(&self) -> Vec<[String; 3]> {
        let mut rows = Vec::new();
        for station in &self.stations {
            let mut row = |what: &str, value: String| {
                rows.push([station.name.clone(), what.to_owned(), value]);
            };
            row(text::WAITS_NOW, crate::text::figure::some(station.waiting));
            station.lines.iter().for_each(|(what, value)| row(what, value.clone()));
        }
        if self.ladder.items > 0 {
            let totals = [
                (text::BEFORE_RELEASE, self.ladder.before),
                (text::TOTAL_WORK, self.ladder.process_time()),
                (text::LEAD_TIME, self.ladder.lead_time()),
            ];
            let total = |(what, ticks): (&str, f64)| {
                [self.title.clone(), what.to_owned(), text::span(ticks, self.calendar)]
            };
            rows.extend(totals.map(total));
        }
        rows
    }
}

fn stations(subject: &Subject<'_>, sketch: &Sketch, measures: &Measures) -> Vec<Station> {
    let stream = sketch.stream();
    let mut taken = vec![0; usize::from(sketch.rank_count())];
    let mut stations = Vec::new();
    for (index, stage) in stream.stages.iter().enumerate() {
        let id = StageId::at(index);
        let view = subject.simulation.stage(id);
        let column = usize::from(sketch.rank(id));
        let row = taken[column];
        taken[column] += 1;
        let mut lines = plan(sketch, stage);
        lines.extend(lived(sketch, id, &measures.stages[index], view.blocked, subject));
        stations.push(Station {
            name: stage.title().to_owned(),
            people: text::people(stage),
            lines,
            column,
            row,
            waiting: view.waiting + view.outside,
            entrance: match (stage.entry, stage.wip_limit) {
                (Entry::PulledByFreeWorker, _) => Entrance::Pull,
                (Entry::WaitsInside, Some(limit)) => Entrance::Fifo(limit),
                (Entry::WaitsInside, None) => Entrance::Push,
            },
        });
    }
    stations
}

/// What its author wrote of a stage.
fn plan(sketch: &Sketch, stage: &Stage) -> Vec<(String, String)> {
    let stream = sketch.stream();
    let units = |value: f64| text::units(value, stream.calendar);
    let mut lines = vec![
        (text::PROCESS_TIME, units(stage.process_time.mean)),
        (text::VARIATION, crate::text::figure::figure(stage.process_time.cv)),
    ];
    if let Some(setup) = &stage.setup_time {
        lines.push((text::SETUP, units(setup.mean)));
    }
    let batch = stage.process_batch;
    if batch.max > 1 {
        lines.push((text::BATCH, text::batch(batch.min, batch.max)));
    }
    if stage.transfer_batch > 1 {
        lines.push((text::TRANSFER, stage.transfer_batch.to_string()));
    }
    if let Some(cadence) = stage.cadence {
        lines.push((text::CADENCE, units(cadence)));
    }
    if let Some(limit) = stage.wip_limit {
        lines.push((text::LIMIT, limit.to_string()));
    }
    if let Some(stops) = &stage.interruptions {
        let [up, down] = [stops.between.mean, stops.length.mean];
        lines.push((text::UPTIME, percent(up / (up + down))));
    }
    if let Some(defects) = stage.defects {
        lines.push((text::DEFECTS, percent(defects.share)));
    }
    if let Some(inspection) = stage.inspection {
        lines.push((text::FOUND, percent(inspection.finds)));
    }
    let mut lines: Vec<_> =
        lines.into_iter().map(|(what, value)| (what.to_owned(), value)).collect();
    for (class, time) in &stage.process_time_by_class {
        let named = stream.classes.iter().find(|named| named.id == *class);
        let name = named.map_or(class.as_str(), |named| named.title());
        lines.insert(1, (text::work_of(name), units(time.mean)));
    }
    for limit in stream.limits.iter().filter(|limit| limit.stages.contains(&stage.id)) {
        let others = limit.stages.iter().filter(|id| **id != stage.id);
        let titles = others.filter_map(|id| Some(stream.stages[stream.stage(id)?.index()].title()));
        let others: Vec<&str> = titles.collect();
        lines.push((text::LIMIT.to_owned(), text::common(limit.limit, &others)));
    }
    lines
}

/// What the run says of a stage.
fn lived(
    sketch: &Sketch,
    id: StageId,
    measures: &StageMeasures,
    blocked: u32,
    subject: &Subject<'_>,
) -> Vec<(String, String)> {
    let none = crate::text::figure::NONE;
    let span = subject.window.span().0 as f64;
    let interval = (measures.finished > 0).then(|| span / f64::from(measures.finished));
    let every = interval.map(|ticks| spell(WorkTime(ticks as u64), sketch.stream().calendar));
    let mut lines = vec![(text::INTERVAL.to_owned(), every.unwrap_or_else(|| none.to_owned()))];
    if let Some(busy) = measures.utilization {
        lines.push((text::BUSY.to_owned(), percent(busy)));
    }
    let may_wait = sketch.links_of(id).iter().any(|link| {
        let way = sketch.ways()[link.index()];
        matches!(way.to, Target::Stage(to) if !way.leaves && has_limit(sketch, to))
    });
    if may_wait {
        lines.push((text::STUCK.to_owned(), crate::text::figure::some(blocked)));
    }
    lines
}

fn has_limit(sketch: &Sketch, stage: StageId) -> bool {
    let stream = sketch.stream();
    let stage = &stream.stages[stage.index()];
    let is_grouped = stream.limits.iter().any(|limit| limit.stages.contains(&stage.id));
    stage.wip_limit.is_some() || stage.entry == Entry::PulledByFreeWorker || is_grouped
}

fn ways(sketch: &Sketch) -> Vec<MapWay> {
    let links = &sketch.stream().links;
    let way = |(index, way): (usize, &crate::value_stream::Way)| MapWay {
        from: way.from.index(),
        to: match way.to {
            Target::Stage(to) => Some(to.index()),
            Target::Customer => None,
        },
        is_back: way.backward,
        share: if sketch.links_of(way.from).len() > 1 {
            text::share(links[index].share)
        } else {
            String::new()
        },
    };
    sketch.ways().iter().enumerate().map(way).collect()
}

fn kanban(sketch: &Sketch) -> Option<Kanban> {
    let stream = sketch.stream();
    match &stream.release {
        Release::Push | Release::Takt(_) => None,
        Release::Conwip(_) | Release::BaseStock(_) => Some(Kanban::Customer),
        Release::DrumBufferRope { drum, .. } => {
            stream.stage(drum).map(|drum| Kanban::Station(drum.index()))
        }
    }
}

fn notes(sketch: &Sketch, kind: NoteKind) -> impl Iterator<Item = (Position, String)> {
    let notes = sketch.stream().notes.iter().filter(move |note| note.kind == kind);
    notes.map(|note| (note.position, note.text.clone()))
}

/// Each burst stands at the stage that it is nearest to on the belt; a stage that the layout places is at its rank.
fn bursts(sketch: &Sketch, stations: &[Station]) -> Vec<(usize, String)> {
    let stages = &sketch.stream().stages;
    let far = |at: Position, index: usize| {
        let rank = Position { x: stations[index].column as f64, y: stations[index].row as f64 };
        let place = stages[index].position.unwrap_or(rank);
        let (x, y) = (place.x - at.x, place.y - at.y);
        x * x + y * y
    };
    let nearest = |(at, words): (Position, String)| {
        let all = 0..stations.len();
        let station = all.min_by(|&one, &other| far(at, one).total_cmp(&far(at, other)))?;
        Some((station, words))
    };
    notes(sketch, NoteKind::Kaizen).filter_map(nearest).collect()
}

/// The rungs, column by column, of the latest delivered items.
fn ladder(subject: &Subject<'_>, stations: &[Station]) -> Ladder {
    let ledger = subject.ledger;
    let (rungs, items) = ledger.ladder(subject.window, LATEST);
    let count = stations.iter().map(|station| station.column + 1).max().unwrap_or(0);
    let mut columns = vec![(0.0, 0.0); count];
    for (station, rung) in stations.iter().zip(&rungs) {
        columns[station.column].0 += rung.waiting;
        columns[station.column].1 += rung.process;
    }
    let (before, within) = ledger.stays(subject.window, LATEST);
    let inside: f64 = columns.iter().map(|(waits, works)| waits + works).sum();
    // What is left over is a sum of spans that are not negative; rounding may say otherwise by a hair.
    Ladder { before, columns, between: (within - inside).max(0.0), items }
}
