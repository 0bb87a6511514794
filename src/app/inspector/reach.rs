//! Whether the inspector reaches all of the model: every field of every struct is changed by some control, or it is named
//! below with the reason why not.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::mem::discriminant;
use std::sync::Arc;

use yew::Callback;

use super::fields;
use crate::app::number_field::Edits;
use crate::editor::{Part, reduce};
use crate::value_stream::*;

/// What there is in the model, and what of it is different between two streams.
#[derive(Default)]
struct Seen {
    all: BTreeSet<String>,
    reached: BTreeSet<String>,
}

impl Seen {
    fn note(&mut self, path: &str, is_different: bool) {
        self.all.insert(path.to_owned());
        if is_different {
            self.reached.insert(path.to_owned());
        }
    }
}

/// A part of the model that can be compared field by field.
trait Compared {
    fn compare(&self, other: &Self, path: &str, seen: &mut Seen);
}

/// What has no fields.
macro_rules! leaves {
    ($($Type:ty),*) => { $(
        impl Compared for $Type {
            fn compare(&self, other: &Self, path: &str, seen: &mut Seen) {
                seen.note(path, self != other);
            }
        }
    )* };
}

leaves!(bool, u8, u16, u32, String, Arc<[f64]>, Workers, FinishedItem, Entry, QueueOrder);
leaves!(InterruptionClock, DefectRule, WhenFull, WhenNoRoom, Unmet, NoteKind, TimeUnit, Position);

impl Compared for f64 {
    fn compare(&self, other: &Self, path: &str, seen: &mut Seen) {
        seen.note(path, self.to_bits() != other.to_bits());
    }
}

/// Structs, with all their fields: one that is missing here does not compile.
macro_rules! structs {
    ($($Type:ident { $($field:ident),* })*) => { $(
        impl Compared for $Type {
            fn compare(&self, other: &Self, path: &str, seen: &mut Seen) {
                let $Type { $($field),* } = self;
                $( $field.compare(&other.$field, &[path, ".", stringify!($field)].concat(), seen); )*
            }
        }
    )* };
}

structs! {
    ValueStream {
        name, about, citation, calendar, classes, stages, teams, limits, links, sources, release, customer,
        notes, costs, changes
    }
    Calendar { unit, hours_per_day }
    Class { id, name, priority, exceeds_limits, preempts, value, cost_of_delay }
    Stage {
        id, name, workers, team, process_time, process_time_by_class, wip_limit, finished_item, entry, queue_order,
        items_per_worker, switching_loss, setup_time, process_batch, transfer_batch, transfer_wait_at_most, cadence,
        interruptions, defects, inspection, position
    }
    ProcessBatch { min, max, wait_at_most }
    Interruptions { clock, between, length }
    Defects { share, awareness }
    Inspection { finds, rule, factor, growth, stops_the_line }
    Team { id, workers }
    GroupLimit { stages, limit }
    Link { from, to, share, when_full }
    Source {
        id, name, to, class, arrivals, backlog, inside, item_size, split_into, patience, when_no_room, position
    }
    Phase { mean_interval, lasts }
    Customer { name, demand, feedback, escapes, position }
    Demand { every, unmet }
    Feedback { share, delay, source }
    Escapes { delay, source }
    Note { text, kind, position }
    Costs { worker_hour, item_day }
    PlannedChange { at, change }
    Distribution { mean, cv, shape }
}

impl<T: Compared> Compared for Option<T> {
    fn compare(&self, other: &Self, path: &str, seen: &mut Seen) {
        seen.note(&[path, "?"].concat(), self.is_some() != other.is_some());
        if let (Some(before), Some(after)) = (self, other) {
            before.compare(after, path, seen);
        }
    }
}

impl<T: Compared> Compared for Vec<T> {
    fn compare(&self, other: &Self, path: &str, seen: &mut Seen) {
        seen.note(&[path, "#"].concat(), self.len() != other.len());
        // Where one is missing, no two are the same one.
        if self.len() == other.len() {
            let pairs = self.iter().zip(other);
            pairs.for_each(|(before, after)| before.compare(after, &[path, "[]"].concat(), seen));
        }
    }
}

impl<A: Compared, B: Compared> Compared for (A, B) {
    fn compare(&self, other: &Self, path: &str, seen: &mut Seen) {
        self.0.compare(&other.0, &[path, ".0"].concat(), seen);
        self.1.compare(&other.1, &[path, ".1"].concat(), seen);
    }
}

impl<A: Compared, B: Compared, C: Compared> Compared for (A, B, C) {
    fn compare(&self, other: &Self, path: &str, seen: &mut Seen) {
        self.0.compare(&other.0, &[path, ".0"].concat(), seen);
        self.1.compare(&other.1, &[path, ".1"].concat(), seen);
        self.2.compare(&other.2, &[path, ".2"].concat(), seen);
    }
}

/// Enums whose variants have fields, each as a list of names with their values; a variant that is missing does not
/// compile.
macro_rules! enums {
    ($($Type:ident { $($variant:pat => $name:literal [ $($field:ident),* ]),* $(,)? })*) => { $(
        impl Compared for $Type {
            fn compare(&self, other: &Self, path: &str, seen: &mut Seen) {
                seen.note(&[path, ":"].concat(), discriminant(self) != discriminant(other));
                match self {
                    $( $variant => {
                        let before = ($($field,)*);
                        // What is of another kind has nothing else in common.
                        if let $variant = other {
                            let after = ($($field,)*);
                            before.compare_all(after, &[path, ":", $name].concat(), seen);
                        }
                    } )*
                }
            }
        }
    )* };
}

/// The fields of a variant, by their numbers.
trait CompareAll {
    fn compare_all(self, other: Self, path: &str, seen: &mut Seen);
}

macro_rules! all_of {
    ($($Name:ident $number:tt),*) => {
        impl<'a, $($Name: Compared),*> CompareAll for ($(&'a $Name,)*) {
            fn compare_all(self, other: Self, path: &str, seen: &mut Seen) {
                let _ = (other, path, &seen);
                $( self.$number.compare(other.$number, &[path, ".", stringify!($number)].concat(), seen); )*
            }
        }
    };
}

all_of!();
all_of!(A 0);
all_of!(A 0, B 1);
all_of!(A 0, B 1, C 2);

enums! {
    Arrivals {
        Arrivals::Every { interval, lump, first_at } => "every" [interval, lump, first_at],
        Arrivals::Bursts(phases) => "bursts" [phases],
        Arrivals::Schedule(times) => "schedule" [times],
        Arrivals::Endless => "endless" [],
        Arrivals::Closed(items) => "closed" [items],
    }
    Release {
        Release::Push => "push" [],
        Release::Conwip(limit) => "conwip" [limit],
        Release::Takt(takt) => "takt" [takt],
        Release::DrumBufferRope { drum, rope } => "drum" [drum, rope],
        Release::BaseStock(stock) => "base stock" [stock],
    }
    Shape {
        Shape::Constant => "constant" [],
        Shape::Exponential => "exponential" [],
        Shape::LogNormal => "log-normal" [],
        Shape::Gamma => "gamma" [],
        Shape::Erlang => "Erlang" [],
        Shape::Uniform => "uniform" [],
        Shape::Triangular => "triangular" [],
        Shape::Geometric => "geometric" [],
        Shape::Hyperexponential => "hyperexponential" [],
        Shape::Mixture { weights, means } => "mixture" [weights, means],
        Shape::Between { low, high } => "between" [low, high],
        Shape::Triangle { low, mode, high } => "triangle" [low, mode, high],
        Shape::Discrete { values, weights } => "discrete" [values, weights],
        Shape::Trace(values) => "trace" [values],
    }
    Plan {
        Plan::Workers { stage, workers } => "people" [stage, workers],
        Plan::WipLimit { stage, limit } => "limit" [stage, limit],
        Plan::ProcessTime { stage, process_time } => "work" [stage, process_time],
        Plan::ItemsPerWorker { stage, items } => "items" [stage, items],
        Plan::Shares(shares) => "shares" [shares],
        Plan::Release(release) => "release" [release],
        Plan::Arrivals { source, arrivals } => "arrivals" [source, arrivals],
    }
}

/// Distributions of every shape that has numbers of its own.
struct Shaped {
    mixture: Distribution,
    triangle: Distribution,
    between: Distribution,
    discrete: Distribution,
    trace: Distribution,
}

fn shaped() -> Shaped {
    let values: Arc<[f64]> = [1.0, 3.0].into();
    let weights: Arc<[f64]> = [2.0, 1.0].into();
    let with = Distribution::shaped;
    Shaped {
        mixture: with(Shape::Mixture { weights: weights.clone(), means: values.clone() }),
        triangle: with(Shape::Triangle { low: 1.0, mode: 1.5, high: 4.0 }),
        between: with(Shape::Between { low: 1.0, high: 4.0 }),
        discrete: with(Shape::Discrete { values: values.clone(), weights }),
        trace: with(Shape::Trace(values)),
    }
}

/// A work center with every rule.
fn rich_stage(id: &str, team: &str) -> Stage {
    let Shaped { mixture, triangle, between, discrete, trace } = shaped();
    Stage {
        process_time_by_class: vec![("bug".to_owned(), discrete), ("idea".to_owned(), trace)],
        team: team.to_owned(),
        wip_limit: Some(4),
        items_per_worker: 2,
        switching_loss: 0.1,
        setup_time: Some(triangle),
        process_batch: ProcessBatch { min: 2, max: 4, wait_at_most: Some(3.0) },
        transfer_batch: 3,
        transfer_wait_at_most: Some(2.0),
        cadence: Some(5.0),
        interruptions: Some(Interruptions {
            clock: InterruptionClock::Working,
            between: mixture,
            length: between,
        }),
        defects: Some(Defects { share: 0.1, awareness: 0.9 }),
        inspection: Some(Inspection {
            finds: 0.8,
            rule: DefectRule::FixHere,
            factor: 0.5,
            growth: 1.5,
            stops_the_line: false,
        }),
        position: Some(Position { x: 0.0, y: 0.0 }),
        ..Stage::new(id, Distribution::constant(1.0))
    }
}

/// A stream that has some of everything.
fn rich() -> ValueStream {
    let Shaped { mixture, triangle, between, discrete, trace } = shaped();
    let class = |id: &str| Class { id: id.to_owned(), value: 3.0, ..Class::default() };
    let source = |id: &str| Source {
        class: "bug".to_owned(),
        inside: vec![("dev".to_owned(), 2)],
        item_size: Some(discrete.clone()),
        patience: Some(trace.clone()),
        position: Some(Position { x: 0.0, y: 0.0 }),
        ..Source::new(
            id,
            "dev",
            Arrivals::Every {
                interval: triangle.clone(),
                lump: between.clone(),
                first_at: Some(1.0),
            },
        )
    };
    let team = |id: &str| Team { id: id.to_owned(), workers: 3 };
    let planned = |change: Plan| PlannedChange { at: 50.0, change };
    ValueStream {
        name: "Rich".to_owned(),
        about: "It has some of everything.".to_owned(),
        citation: "A log.".to_owned(),
        calendar: Calendar::default(),
        classes: vec![class("bug"), class("idea")],
        stages: vec![rich_stage("dev", ""), rich_stage("qa", "crew")],
        teams: vec![team("crew"), team("others")],
        limits: vec![GroupLimit { stages: vec!["dev".to_owned()], limit: 5 }],
        links: vec![
            Link::new("dev", "qa"),
            Link { share: 0.9, ..Link::new("qa", CUSTOMER) },
            Link { share: 0.1, when_full: Some(WhenFull::Wait), ..Link::new("qa", "dev") },
        ],
        sources: vec![source("ideas"), source("bugs")],
        release: Release::Push,
        customer: Customer {
            name: "Users".to_owned(),
            demand: Some(Demand { every: mixture, unmet: Unmet::Waits }),
            feedback: Some(Feedback {
                share: 0.2,
                delay: discrete.clone(),
                source: "ideas".to_owned(),
            }),
            escapes: Some(Escapes { delay: triangle.clone(), source: "bugs".to_owned() }),
            position: Some(Position { x: 0.0, y: 0.0 }),
        },
        notes: vec![Note {
            text: "Here".to_owned(),
            kind: NoteKind::Note,
            position: Position { x: 0.0, y: 0.0 },
        }],
        costs: Costs { worker_hour: 60.0, item_day: 2.0 },
        changes: vec![
            planned(Plan::Workers { stage: "dev".to_owned(), workers: Workers::Count(2) }),
            planned(Plan::WipLimit { stage: "dev".to_owned(), limit: Some(3) }),
            planned(Plan::ProcessTime {
                stage: "dev".to_owned(),
                process_time: Distribution::constant(2.0),
            }),
            planned(Plan::ItemsPerWorker { stage: "dev".to_owned(), items: 3 }),
            planned(Plan::Shares(vec![
                ("qa".to_owned(), CUSTOMER.to_owned(), 0.8),
                ("qa".to_owned(), "dev".to_owned(), 0.2),
            ])),
            planned(Plan::Release(Release::Conwip(5))),
            planned(Plan::Release(Release::Takt(1.5))),
            planned(Plan::Release(Release::DrumBufferRope { drum: "qa".to_owned(), rope: 4 })),
            planned(Plan::Release(Release::BaseStock(4))),
            planned(Plan::Arrivals {
                source: "ideas".to_owned(),
                arrivals: Arrivals::poisson(2.0),
            }),
        ],
    }
}

/// The rich stream with every kind of arrivals and of release.
fn streams() -> Vec<ValueStream> {
    let mut all = vec![rich()];
    let phase = Phase { mean_interval: Some(2.0), lasts: 4.0 };
    for arrivals in [
        Some(Arrivals::Bursts(vec![phase, phase])),
        Some(Arrivals::Schedule(vec![1.0, 2.0])),
        Some(Arrivals::Endless),
        Some(Arrivals::Closed(4)),
        None,
    ] {
        let mut stream = rich();
        stream.sources[0].arrivals = arrivals;
        all.push(stream);
    }
    for release in [
        Release::Conwip(4),
        Release::Takt(2.0),
        Release::DrumBufferRope { drum: "qa".to_owned(), rope: 3 },
        Release::BaseStock(2),
    ] {
        all.push(ValueStream { release, ..rich() });
    }
    all
}

/// What somebody may type, or choose by its place.
const TEXTS: &[&str] = &[
    "",
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "9",
    "10",
    "11",
    "12",
    "13",
    "14",
    "0.5",
    "7.5",
    "60",
    "unlimited",
    "Other words",
    "2 5",
    "1\n4\n9",
    "2 1\n3 4",
    "qa 7",
    "dev 2\nqa 7",
    "1 2\nnone 3",
    "0.5 2\n3 1.5",
    "bug; 3; 7; 8; expedite preempts\nidea; 1",
    "bug; 0; 3\nideas; 0; 3",
    "bug",
    CHANGES,
    "9; people; dev; 2",
    TURNED,
];

/// The planned changes in another order, and no limit.
const TURNED: &str = "60; people; qa; 5
60; limit; qa; none
60; work; qa; 3; 0.5; gamma
60; items; qa; 4
60; share; dev > qa; 1
60; release; takt; 3
60; release; conwip; 3
60; release; stock; 6
60; release; push
60; people; dev; 2";

/// Every planned change of the rich stream, and each with another value.
const CHANGES: &str = "60; people; qa; 5
60; limit; qa; 7
60; work; qa; 3; 0.5
60; items; qa; 4
60; share; dev > qa; 0.3; qa > customer; 0.7
60; release; conwip; 6
60; release; takt; 3
60; release; drum; dev; 6
60; release; stock; 7
60; arrivals; bugs; 4; 0.5; gamma";

/// The last of them as only a file can say it.
const FROM_A_FILE: [&str; 2] = [
    r#"{ "every": { "mean": 4 }, "lump": { "mean": 3, "cv": 0.5, "shape": "geometric" }, "first_at": 2 }"#,
    r#"{ "at": [61] }"#,
];

/// Every planned change, the last one with arrivals from a file.
fn from_a_file(arrivals: &str) -> String {
    let (rows, _) = CHANGES.rsplit_once('\n').expect("several rows");
    format!(
        r#"{rows}
{{ "at": 60, "change": {{ "source": "bugs", "arrivals": {arrivals} }} }}"#
    )
}

/// What no field of the inspector changes, and why not.
const ELSEWHERE: &[(&str, &[&str])] = &[
    (
        "files and random draws know it by this name, for ever",
        &[".stages[].id", ".sources[].id", ".classes[].id", ".teams[].id"],
    ),
    (
        "it is dragged, or moved with Shift and the arrow keys, and Arrange forgets it",
        &[
            ".stages[].position?",
            ".stages[].position",
            ".sources[].position?",
            ".sources[].position",
            ".customer.position?",
            ".customer.position",
            ".notes[].position",
        ],
    ),
    (
        "it is drawn, connected and deleted on the belt",
        &[
            ".stages#",
            ".links#",
            ".links[].from",
            ".links[].to",
            ".sources#",
            ".sources[].to",
            ".notes#",
            ".teams#",
        ],
    ),
    (
        "the tool makes it of what is chosen, and a button takes it away",
        &[".limits#", ".limits[].stages#", ".limits[].stages[]"],
    ),
    ("it is the class of the field", &[".stages[].process_time_by_class[].0"]),
];

#[test]
fn the_inspector_reaches_every_field_of_the_model() {
    let mut seen = Seen::default();
    let texts = TEXTS.iter().map(|text| (*text).to_owned());
    let texts: Vec<String> = texts.chain(FROM_A_FILE.map(from_a_file)).collect();
    for (number, stream) in streams().into_iter().enumerate() {
        stream.compare(&stream, "", &mut seen);
        let sketch = Sketch::of(stream.clone()).expect("no loose ends");
        let stages = (0..stream.stages.len()).map(|index| Part::Stage(StageId::at(index)));
        let links = (0..stream.links.len()).map(|index| Part::Link(LinkId::at(index)));
        let sources = (0..stream.sources.len()).map(|index| Part::Source(SourceId::at(index)));
        let parts = stages.chain(links).chain(sources).chain([Part::Customer, Part::Note(0)]);
        let chosen = parts.map(|part| vec![part]).chain([Vec::new()]);
        for selected in chosen {
            // The others differ in their first source and in their release alone.
            if number > 0 && !matches!(selected[..], [] | [Part::Source(SourceId(0))]) {
                continue;
            }
            let edits = Edits {
                drafts: &Vec::new(),
                on_draft: Callback::noop(),
                on_act: Callback::noop(),
                on_typed: Callback::noop(),
                when: "",
                flaws: Vec::new(),
                there: RefCell::default(),
            };
            let _ = fields(&sketch, &selected, &edits, None);
            let there = edits.there.take();
            let keys: BTreeSet<_> = there.iter().map(|(field, _)| field.key()).collect();
            assert_eq!(keys.len(), there.len(), "two fields of one name: {selected:?}");
            for (field, does) in there {
                assert!(!field.hint.is_empty(), "{} does not say what it does", field.label);
                for action in texts.iter().filter_map(|text| does(text)) {
                    stream.compare(&reduce(&stream, &action), "", &mut seen);
                }
            }
        }
    }
    let elsewhere: BTreeSet<String> =
        ELSEWHERE.iter().flat_map(|(_, paths)| *paths).map(|path| (*path).to_owned()).collect();
    let unreached: BTreeSet<String> = seen.all.difference(&seen.reached).cloned().collect();
    let missing: Vec<&String> = unreached.difference(&elsewhere).collect();
    assert!(missing.is_empty(), "no control reaches {missing:#?}");
    let reached: Vec<&String> = elsewhere.difference(&unreached).collect();
    assert!(reached.is_empty(), "there is no such thing, or a control for it: {reached:#?}");
}
