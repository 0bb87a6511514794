//! What holds on every run of every stream, exactly.

#![cfg(not(target_arch = "wasm32"))]

use flowglass::measure::{Ledger, Money, Pressure, StageMeasures, Window};
use flowglass::sim::{Digest, Fact, ItemId, Pause, Seed, Simulation, Sink, What};
use flowglass::value_stream::{
    Arrivals, Change, Class, Costs, DefectRule, Defects, Demand, Distribution, Entry, Escapes,
    Feedback, FinishedItem, GroupLimit, Inspection, InterruptionClock, Interruptions, Link, Phase,
    Plan, PlannedChange, ProcessBatch, QueueOrder, Release, Runnable, Shape, SimTime, Source,
    Stage, StageId, Team, Unmet, ValueStream, WhenFull, WhenNoRoom, Workers,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn distribution(least: f64) -> impl Strategy<Value = Distribution> {
    let mean = (least * 100.0) as u32..400;
    (mean, 0..14_u8).prop_map(move |(mean, shape)| {
        let mean = f64::from(mean) / 100.0;
        // What has numbers of its own has them around the mean, and none below one where counts are wanted.
        let low = if least < 1.0 { 0.0 } else { 1.0 };
        let spread = mean - low;
        let own = |shape| Distribution::shaped(shape);
        match shape {
            8 => {
                let means = [mean * 0.5, mean * 3.0].into();
                return own(Shape::Mixture { weights: [4.0, 1.0].into(), means });
            }
            9 => return own(Shape::Between { low, high: mean + spread }),
            10 => return own(Shape::Triangle { low, mode: mean, high: mean + 2.0 * spread }),
            11 => {
                let values = [mean + spread, low, mean].into();
                return own(Shape::Discrete { values, weights: [2.0, 1.0, 0.0].into() });
            }
            12 => return own(Shape::Trace([low, mean + spread, mean + spread, mean].into())),
            _ => {}
        }
        let (cv, shape) = match shape {
            0 => (0.0, None),
            1 => (1.0, None),
            2 => (0.6, None),
            3 => (1.4, Some(Shape::Gamma)),
            4 => (0.5, Some(Shape::Erlang)),
            5 => (0.5, Some(Shape::Uniform)),
            6 => (0.4, Some(Shape::Triangular)),
            7 => (1.7, Some(Shape::Hyperexponential)),
            _ => (0.3, Some(Shape::LogNormal)),
        };
        Distribution { mean, cv, shape }
    })
}

#[derive(Debug, Clone)]
struct Draft {
    workers: u16,
    work: Distribution,
    limit: Option<u32>,
    holds: bool,
    pulled: bool,
    back: Option<(prop::sample::Index, u8, bool)>,
    skip: Option<(prop::sample::Index, u8, bool)>,
    rules: Vec<(u8, u8, Distribution)>,
}

fn draft() -> impl Strategy<Value = Draft> {
    (
        0..4_u16,
        distribution(0.05),
        prop::option::of(1..6_u32),
        any::<bool>(),
        any::<bool>(),
        prop::option::weighted(0.3, (any::<prop::sample::Index>(), 1..50_u8, any::<bool>())),
        prop::option::weighted(0.3, (any::<prop::sample::Index>(), 1..50_u8, any::<bool>())),
        prop::collection::vec((0..10_u8, any::<u8>(), distribution(0.05)), 0..3),
    )
        .prop_map(|(workers, work, limit, holds, pulled, back, skip, rules)| Draft {
            workers,
            work,
            limit,
            holds,
            pulled,
            back,
            skip,
            rules,
        })
}

/// Gives a stage a rule, and takes away what does not go together with it.
fn add_rule(stage: &mut Stage, kind: u8, value: u8, time: Distribution) {
    let some = u32::from(value % 4) + 1;
    match kind {
        0 => {
            stage.finished_item = FinishedItem::FreesWorker;
            stage.entry = Entry::WaitsInside;
            let wait_at_most = Some(f64::from(value % 3));
            stage.process_batch = ProcessBatch { min: some, max: some + 1, wait_at_most };
        }
        1 => stage.setup_time = Some(time),
        2 => {
            stage.finished_item = FinishedItem::FreesWorker;
            stage.transfer_batch = some + 1;
            stage.transfer_wait_at_most = Some(f64::from(value % 5));
        }
        3 => {
            stage.finished_item = FinishedItem::FreesWorker;
            stage.cadence = Some(f64::from(some) / 2.0);
        }
        4 | 5 => {
            if stage.workers == Workers::Unlimited {
                stage.workers = Workers::Count(2);
            }
            let clock =
                if kind == 4 { InterruptionClock::Working } else { InterruptionClock::Always };
            let between = Distribution::exponential(f64::from(value) / 40.0 + 0.2);
            stage.interruptions = Some(Interruptions { clock, between, length: time });
        }
        6 => {
            let orders =
                [QueueOrder::Lifo, QueueOrder::Random, QueueOrder::Shortest, QueueOrder::Oldest];
            stage.queue_order = orders[usize::from(value % 4)];
        }
        9 => {
            stage.items_per_worker = some + 1;
            stage.switching_loss = f64::from(value / 4) / 320.0;
        }
        7 => stage.defects = Some(Defects { share: f64::from(value) / 300.0, awareness: 0.9 }),
        _ => {
            let rules = [
                DefectRule::SendBack,
                DefectRule::FixHere,
                DefectRule::RedoUntilGood,
                DefectRule::Scrap,
                DefectRule::PassOn,
            ];
            let rule = rules[usize::from(value % 5)];
            stage.inspection = Some(Inspection {
                finds: f64::from(value) / 255.0,
                rule,
                factor: 0.7,
                growth: 1.5,
                stops_the_line: value.is_multiple_of(2)
                    && matches!(rule, DefectRule::SendBack | DefectRule::FixHere),
            });
        }
    }
    let batch = stage.process_batch.max > 1;
    if batch
        || stage.setup_time.is_some()
        || stage.workers == Workers::Unlimited
        || stage.finished_item == FinishedItem::HoldsWorker
    {
        stage.items_per_worker = 1;
    }
    let fixes =
        |look: &Inspection| matches!(look.rule, DefectRule::FixHere | DefectRule::RedoUntilGood);
    if batch && stage.inspection.as_ref().is_some_and(fixes) {
        stage.inspection = None;
    }
}

/// What customers and classes do beyond taking what comes.
#[derive(Debug, Clone)]
struct Manners {
    priorities: [u8; 2],
    exceeds: bool,
    preempts: bool,
    demand: Option<(Distribution, bool)>,
    feedback: Option<u8>,
    pull: Option<u8>,
    team: Option<(u16, u8)>,
    group: Option<(u32, u8)>,
    plan: Vec<(u16, u8, prop::sample::Index, u16)>,
}

fn manners() -> impl Strategy<Value = Manners> {
    (
        any::<bool>(),
        [0..3_u8, 0..3_u8],
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.4),
        prop::option::weighted(0.3, (distribution(0.3), any::<bool>())),
        prop::option::weighted(0.3, 0..60_u8),
        prop::option::weighted(0.3, 0..6_u8),
        prop::option::weighted(0.3, (1..5_u16, any::<u8>())),
        (
            prop::option::weighted(0.3, (1..12_u32, any::<u8>())),
            prop_oneof![
                3 => Just(Vec::new()),
                1 => prop::collection::vec(
                    (0..800_u16, 0..7_u8, any::<prop::sample::Index>(), any::<u16>()), 1..4),
            ],
        ),
    )
        .prop_map(
            |(
                plain,
                priorities,
                exceeds,
                preempts,
                demand,
                feedback,
                pull,
                team,
                (group, plan),
            )| {
                if plain {
                    return Manners {
                        priorities: [0, 0],
                        exceeds: false,
                        preempts: false,
                        demand: None,
                        feedback: None,
                        pull: None,
                        team: None,
                        group: None,
                        plan,
                    };
                }
                Manners { priorities, exceeds, preempts, demand, feedback, pull, team, group, plan }
            },
        )
}

fn arrivals() -> impl Strategy<Value = Arrivals> {
    prop_oneof![
        3 => distribution(0.2).prop_map(Arrivals::every),
        1 => (distribution(0.5), distribution(1.0)).prop_map(|(interval, lump)| {
            Arrivals::Every { interval, lump, first_at: Some(0.0) }
        }),
        1 => prop::collection::vec((10..400_u32, any::<bool>(), 20..900_u32), 1..4).prop_map(|phases| {
            let phase = |(place, (interval, quiet, lasts)): (usize, (u32, bool, u32))| Phase {
                mean_interval: (place == 0 || !quiet).then_some(f64::from(interval) / 100.0),
                lasts: f64::from(lasts) / 100.0,
            };
            Arrivals::Bursts(phases.into_iter().enumerate().map(phase).collect())
        }),
        1 => prop::collection::vec(0..4000_u32, 0..30).prop_map(|mut times| {
            times.sort_unstable();
            Arrivals::Schedule(times.into_iter().map(|at| f64::from(at) / 100.0).collect())
        }),
        1 => Just(Arrivals::Endless),
        1 => (1..12_u32).prop_map(Arrivals::Closed),
    ]
}

fn release() -> impl Strategy<Value = Release> {
    prop_oneof![
        2 => Just(Release::Push),
        1 => (1..10_u32).prop_map(Release::Conwip),
        1 => (10..300_u32).prop_map(|takt| Release::Takt(f64::from(takt) / 100.0)),
    ]
}

#[expect(clippy::too_many_lines, reason = "it names everything that a stream can have once")]
/// Any sound stream of one to six stages: a line with links that skip, go back, wait and leave.
fn stream() -> impl Strategy<Value = Runnable> {
    let sources = prop::collection::vec(
        (
            arrivals(),
            any::<prop::sample::Index>(),
            any::<bool>(),
            0..2_u16,
            0..8_u32,
            (0..8_u8, 0..4_u8, any::<prop::sample::Index>(), distribution(0.05)),
        ),
        1..4,
    );
    (prop::collection::vec(draft(), 1..7), sources, release(), manners()).prop_map(
        |(drafts, sources, release, manners)| {
            let count = drafts.len();
            let id = |index: usize| format!("s{index}");
            let mut stream = ValueStream {
                classes: vec![
                    Class { id: "x".into(), priority: manners.priorities[0], ..Class::default() },
                    Class {
                        id: "y".into(),
                        priority: manners.priorities[1],
                        exceeds_limits: manners.exceeds,
                        preempts: manners.preempts,
                        value: 7.0,
                        cost_of_delay: 3.0,
                        ..Class::default()
                    },
                ],
                release,
                costs: Costs { worker_hour: 60.0, item_day: f64::from(manners.priorities[0]) },
                ..ValueStream::default()
            };
            for (index, draft) in drafts.iter().enumerate() {
                stream.stages.push(Stage {
                    workers: match draft.workers {
                        0 => Workers::Unlimited,
                        count => Workers::Count(count),
                    },
                    wip_limit: draft.limit,
                    finished_item: if draft.holds {
                        FinishedItem::HoldsWorker
                    } else {
                        FinishedItem::FreesWorker
                    },
                    entry: if draft.pulled {
                        Entry::PulledByFreeWorker
                    } else {
                        Entry::WaitsInside
                    },
                    process_time_by_class: vec![("y".into(), Distribution::exponential(0.4))],
                    ..Stage::new(&id(index), draft.work.clone())
                });
                let stage = stream.stages.last_mut().expect("just added");
                for (kind, value, time) in &draft.rules {
                    add_rule(stage, *kind, *value, time.clone());
                }
                let next = if index + 1 < count { id(index + 1) } else { "customer".into() };
                let mut rest = 1.0;
                let mut link = |to: String, percent: u8, leaves: bool| {
                    let share = f64::from(percent) / 100.0;
                    rest -= share;
                    stream.links.push(Link {
                        share,
                        when_full: leaves.then_some(WhenFull::Leave),
                        ..Link::new(&id(index), &to)
                    });
                };
                if let Some((to, percent, waits)) = &draft.back {
                    link(id(to.index(index + 1)), *percent, !waits);
                }
                if let Some((to, percent, leaves)) = &draft.skip
                    && index + 2 < count
                {
                    link(id(index + 2 + to.index(count - index - 2)), *percent, *leaves);
                }
                stream.links.push(Link { share: rest, ..Link::new(&id(index), &next) });
            }
            for (number, (arrivals, to, lost, class, backlog, (extra, items, at, size))) in
                sources.into_iter().enumerate()
            {
                let to = to.index(count);
                let endless = arrivals == Arrivals::Endless;
                if endless && stream.stages[to].wip_limit.is_none() {
                    stream.stages[to].wip_limit = Some(3);
                }
                let mut source = Source::new(&format!("in{number}"), &id(to), arrivals);
                let closed = matches!(source.arrivals, Some(Arrivals::Closed(_)));
                match extra {
                    0 => source.item_size = Some(size),
                    1 if !closed && (number > 0 || manners.feedback.is_none()) => {
                        source.split_into = u32::from(items) + 2;
                    }
                    3 if !closed && !endless => source.patience = Some(size),
                    2 => source.inside = vec![(id(at.index(count)), u32::from(items) + 1)],
                    _ => {}
                }
                let class = if endless && manners.exceeds { 0 } else { class };
                source.class = ["x", "y"][usize::from(class)].into();
                source.backlog = backlog;
                if lost && !endless {
                    source.when_no_room = WhenNoRoom::Lost;
                }
                stream.sources.push(source);
            }
            if let Some((workers, which)) = manners.team {
                stream.teams.push(Team { id: "t".into(), workers });
                for (index, stage) in stream.stages.iter_mut().enumerate() {
                    if which >> (index % 8) & 1 == 1 {
                        stage.team = "t".into();
                        stage.items_per_worker = 1;
                        stage.interruptions = None;
                    }
                }
            }
            if let Some((limit, which)) = manners.group {
                let stages: Vec<String> =
                    (0..count).filter(|index| which >> (index % 8) & 1 == 1).map(id).collect();
                if !stages.is_empty() {
                    stream.limits.push(GroupLimit { stages, limit });
                }
            }
            let delay = match manners.feedback {
                Some(percent) if percent.is_multiple_of(3) => Distribution::constant(0.0),
                _ => Distribution::exponential(0.8),
            };
            if let Some((every, is_lost)) = manners.demand {
                let unmet = if is_lost { Unmet::Lost } else { Unmet::Waits };
                stream.customer.demand = Some(Demand { every, unmet });
                if let Some(stock) = manners.pull {
                    stream.release = Release::BaseStock(u32::from(stock));
                }
            } else if let Some(rope) = manners.pull {
                let drum = id(usize::from(rope) % count);
                stream.release = Release::DrumBufferRope { drum, rope: u32::from(rope) + 1 };
            }
            if let Some(percent) = manners.feedback {
                let source = "in0".to_owned();
                let share = f64::from(percent) / 100.0;
                // Both together could bring back more than is delivered.
                if percent.is_multiple_of(2) {
                    stream.customer.feedback = Some(Feedback { share, delay, source });
                } else {
                    stream.customer.escapes = Some(Escapes { delay, source });
                }
            }
            for (at, kind, which, value) in manners.plan {
                let plan = plan(&stream, kind, which, value);
                stream.changes.push(PlannedChange { at: f64::from(at) / 10.0, change: plan });
                // What would break the stream is not planned.
                if stream.clone().check().is_err() {
                    stream.changes.pop();
                }
            }
            stream.check().unwrap_or_else(|faults| panic!("{faults:?}"))
        },
    )
}

/// Some people, or unlimited ones.
fn people(value: u16) -> Workers {
    if value.is_multiple_of(7) { Workers::Unlimited } else { Workers::Count(value % 5 + 1) }
}

/// A change that can be planned.
fn plan(stream: &ValueStream, kind: u8, which: prop::sample::Index, value: u16) -> Plan {
    let stage = stream.stages[which.index(stream.stages.len())].id.clone();
    match kind {
        0 => Plan::Workers { stage, workers: people(value) },
        1 => Plan::WipLimit {
            stage,
            limit: (!value.is_multiple_of(4)).then_some(u32::from(value) % 6 + 1),
        },
        2 => {
            let mean = f64::from(value % 300) / 100.0 + 0.1;
            Plan::ProcessTime { stage, process_time: Distribution::exponential(mean) }
        }
        6 => Plan::ItemsPerWorker { stage, items: u32::from(value) % 3 + 1 },
        3 => Plan::Release(Release::Conwip(u32::from(value) % 8 + 1)),
        4 => Plan::Release(Release::DrumBufferRope { drum: stage, rope: u32::from(value) % 5 + 1 }),
        _ => Plan::Arrivals {
            source: stream.sources[0].id.clone(),
            arrivals: Arrivals::poisson(f64::from(value % 200) / 100.0 + 0.3),
        },
    }
}

/// A change that is sound for the stream.
fn change(runnable: &Runnable, kind: u8, which: prop::sample::Index, value: u16) -> Change {
    let stream = runnable.stream();
    let stage = StageId::at(which.index(stream.stages.len()));
    let endless = stream.sources.iter().any(|s| s.arrivals == Some(Arrivals::Endless));
    match kind {
        0 => Change::Workers { stage, workers: people(value) },
        1 if !endless && value.is_multiple_of(4) => Change::WipLimit { stage, limit: None },
        1 => Change::WipLimit { stage, limit: Some(u32::from(value) % 6 + 1) },
        2 => Change::ProcessTime {
            stage,
            process_time: Distribution::exponential(f64::from(value % 300) / 100.0 + 0.1),
        },
        6 => Change::ItemsPerWorker { stage, items: u32::from(value) % 3 + 1 },
        3 => Change::Release(Release::Conwip(u32::from(value) % 8 + 1)),
        4 if value.is_multiple_of(3) => Change::Release(Release::DrumBufferRope {
            drum: stream.stages[stage.index()].id.clone(),
            rope: u32::from(value) % 5 + 1,
        }),
        4 => Change::Release(Release::Takt(f64::from(value % 200) / 100.0 + 0.1)),
        _ => Change::Arrivals {
            source: flowglass::value_stream::SourceId(0),
            arrivals: Arrivals::poisson(f64::from(value % 200) / 100.0 + 0.3),
        },
    }
}

const DAY: u64 = 8 * 3_600_000;
const UNTIL: SimTime = SimTime(60 * DAY);
/// Far more events than any of these streams has: a run that needs them does not end.
const EVENTS: u32 = 400_000;

/// Moves a run on in steps of so many events until everything up to the end has happened. An event at the very last
/// tick may still be due when the clock has reached it, and a knot is news once while the rest goes on.
fn finish(simulation: &mut Simulation, budget: u32, facts: &mut impl Sink) -> Pause {
    let mut left = EVENTS;
    loop {
        let before = simulation.events();
        let pause = simulation.advance(UNTIL, budget, facts);
        left = left.saturating_sub(budget.min(EVENTS / 4));
        match pause {
            Pause::Budget if left > 0 => {}
            Pause::Gridlocked { .. }
                if simulation.events() > before || simulation.now() < UNTIL => {}
            _ => return pause,
        }
    }
}

fn facts_of(runnable: &Runnable, seed: u64) -> (Vec<Fact>, Pause) {
    let mut facts = Vec::new();
    let mut simulation = Simulation::new(runnable, Seed(seed));
    let pause = finish(&mut simulation, EVENTS, &mut facts);
    (facts, pause)
}

/// Walks the facts with nothing but counters and asserts what no run may break. Returns for each stage the time
/// its people had nothing to do, and how much of it they waited for a batch [worker-ticks].
#[expect(clippy::too_many_lines, reason = "it names every fact that changes a counter once")]
fn walk(runnable: &Runnable, facts: &[Fact], until: SimTime) -> Vec<(Option<u128>, u128)> {
    let stream = runnable.stream();
    let count = stream.stages.len();
    let (mut inside, mut people) = (vec![0_u32; count], vec![None::<u32>; count]);
    // Workers at a desk and workers who are interrupted, by stage; where each item is worked on.
    let mut desks: Vec<BTreeMap<u16, u32>> = vec![BTreeMap::new(); count];
    let mut down: Vec<BTreeSet<u16>> = vec![BTreeSet::new(); count];
    let mut worker_of: Vec<u16> = Vec::new();
    let keeps_limits = stream.classes.iter().all(|class| !class.exceeds_limits)
        && stream.sources.iter().all(|source| source.inside.is_empty())
        && stream.changes.is_empty();
    let taken = |desks: &BTreeMap<u16, u32>, down: &BTreeSet<u16>| {
        (desks.len() + down.iter().filter(|worker| !desks.contains_key(*worker)).count()) as u32
    };
    let get_up = |desks: &mut BTreeMap<u16, u32>, worker: u16| {
        if let Some(items) = desks.get_mut(&worker) {
            *items -= 1;
            if *items == 0 {
                desks.remove(&worker);
            }
        }
    };
    let mut idle = vec![(0_u128, 0_u128); count];
    let mut waiting = vec![0_u32; count];
    let is_short =
        |stage: usize, waiting: u32| (1..stream.stages[stage].process_batch.min).contains(&waiting);
    let mut idle_since = vec![SimTime::START; count];
    let mut place: Vec<Option<usize>> = Vec::new();
    let mut in_stream = 0_u32;
    // Items that have just been interrupted; and those that lie on the desk of a worker who is.
    let mut paused: Vec<(usize, u16, ItemId)> = Vec::new();
    let mut kept: BTreeSet<ItemId> = BTreeSet::new();
    let mut now = SimTime::START;
    let frees =
        |stage: StageId| stream.stages[stage.index()].finished_item == FinishedItem::FreesWorker;
    for fact in facts {
        assert!(fact.at >= now, "time runs backwards");
        now = fact.at;
        for stage in 0..count {
            let free =
                people[stage].unwrap_or(0_u32).saturating_sub(taken(&desks[stage], &down[stage]));
            let span = now.since(idle_since[stage]).0;
            let span = u128::from(free) * u128::from(span);
            idle[stage].0 += span;
            idle[stage].1 += if is_short(stage, waiting[stage]) { span } else { 0 };
            idle_since[stage] = now;
        }
        // Interrupted together with its worker, or else the worker has been taken away by another item.
        if !matches!(fact.what, What::Interrupted { .. }) {
            for (stage, worker, item) in paused.drain(..) {
                if fact.what == (What::Stopped { stage: StageId::at(stage), worker }) {
                    kept.insert(item);
                } else {
                    get_up(&mut desks[stage], worker);
                }
            }
        }
        match fact.what {
            What::Arrived { .. } => {
                assert_eq!(fact.item, ItemId(place.len() as u32), "items are numbered in order");
                place.push(None);
                worker_of.push(0);
            }
            What::Released => {
                in_stream += 1;
                if let Release::Conwip(limit) = stream.release {
                    assert!(!keeps_limits || in_stream <= limit, "more than the conwip limit");
                }
            }
            What::Entered { stage } => {
                assert_eq!(place[fact.item.index()].replace(stage.index()), None);
                inside[stage.index()] += 1;
                waiting[stage.index()] += 1;
                if let Some(limit) = stream.stages[stage.index()].wip_limit {
                    let is_kept = !keeps_limits || inside[stage.index()] <= limit;
                    assert!(is_kept, "more than the limit inside");
                }
            }
            What::Started { stage, worker } | What::Resumed { stage, worker } => {
                waiting[stage.index()] -= u32::from(matches!(fact.what, What::Started { .. }));
                // Who was stopped never got up; another worker may have taken over.
                if kept.remove(&fact.item) {
                    get_up(&mut desks[stage.index()], worker_of[fact.item.index()]);
                }
                worker_of[fact.item.index()] = worker;
                *desks[stage.index()].entry(worker).or_insert(0) += 1;
                if let Some(people) = people[stage.index()] {
                    let taken = taken(&desks[stage.index()], &down[stage.index()]);
                    assert!(taken <= people, "more desks than people");
                }
            }
            What::Interrupted { stage } => {
                paused.push((stage.index(), worker_of[fact.item.index()], fact.item));
            }
            What::Joined { stage, worker } => {
                waiting[stage.index()] -= 1;
                worker_of[fact.item.index()] = worker;
            }
            What::Stopped { stage, worker } => {
                assert!(down[stage.index()].insert(worker), "stopped twice");
            }
            What::Recovered { stage, worker } => {
                assert!(down[stage.index()].remove(&worker), "recovered twice");
            }
            What::Finished { stage } if frees(stage) => {
                get_up(&mut desks[stage.index()], worker_of[fact.item.index()]);
            }
            What::SentBack { stage, .. } | What::Scrapped { stage } => {
                assert_eq!(place[fact.item.index()].take(), Some(stage.index()));
                inside[stage.index()] -= 1;
                if !frees(stage) {
                    get_up(&mut desks[stage.index()], worker_of[fact.item.index()]);
                }
                in_stream -= u32::from(matches!(fact.what, What::Scrapped { .. }));
            }
            What::Cancelled { stage } => {
                assert_eq!(place[fact.item.index()].take(), stage.map(StageId::index));
                if let Some(stage) = stage {
                    inside[stage.index()] -= 1;
                    waiting[stage.index()] -= 1;
                    in_stream -= 1;
                }
            }
            What::Left { stage, link } => {
                assert_eq!(place[fact.item.index()].take(), Some(stage.index()));
                assert!(runnable.links_of(stage).contains(&link));
                inside[stage.index()] -= 1;
                if !frees(stage) {
                    get_up(&mut desks[stage.index()], worker_of[fact.item.index()]);
                }
            }
            What::Delivered => in_stream -= 1,
            What::Staffed { stage, workers } => people[stage.index()] = workers.map(u32::from),
            _ => {}
        }
    }
    (0..count)
        .map(|stage| {
            let people = people[stage];
            let free = people.unwrap_or(0).saturating_sub(taken(&desks[stage], &down[stage]));
            let span = u128::from(free) * u128::from(until.since(idle_since[stage]).0);
            let short = if is_short(stage, waiting[stage]) { span } else { 0 };
            let all = people.is_some().then_some(idle[stage].0 + span);
            (all, idle[stage].1 + short)
        })
        .collect()
}

/// Asserts that no more items than the rope holds are ever released and not finished at the drum.
fn assert_rope(runnable: &Runnable, facts: &[Fact]) {
    let stream = runnable.stream();
    let Release::DrumBufferRope { drum, rope } = &stream.release else { return };
    if stream.classes.iter().any(|class| class.exceeds_limits) || !stream.changes.is_empty() {
        return;
    }
    let drum = stream.stages.iter().position(|stage| stage.id == *drum).expect("checked");
    let drum = StageId(drum as u16);
    let inside: u32 =
        stream.sources.iter().flat_map(|source| &source.inside).map(|&(_, n)| n).sum();
    let mut on_rope: BTreeSet<ItemId> = BTreeSet::new();
    let mut released = 0;
    let mut facts = facts.iter().peekable();
    while let Some(fact) = facts.next() {
        match fact.what {
            What::Released => {
                released += 1;
                let starts_at = match facts.peek().map(|next| next.what) {
                    Some(What::Entered { stage }) => stage,
                    other => panic!("released, and then {other:?}"),
                };
                // What is inside at the start is released first of all. It may be more than the rope holds, and then
                // lets nothing in until it is through; behind the drum it is through.
                if released > inside {
                    on_rope.insert(fact.item);
                    assert!(on_rope.len() <= *rope as usize, "more than the rope holds");
                } else if runnable.rank(starts_at) <= runnable.rank(drum) {
                    on_rope.insert(fact.item);
                }
            }
            What::Finished { stage } if stage == drum => {
                on_rope.remove(&fact.item);
            }
            What::Delivered | What::Scrapped { .. } | What::Cancelled { .. } => {
                on_rope.remove(&fact.item);
            }
            _ => {}
        }
    }
}

/// Time of people that is not starved [worker-ticks].
fn accounted(stage: &StageMeasures) -> u128 {
    stage.working
        + stage.switching
        + stage.setup
        + stage.interrupted
        + stage.blocked
        + stage.waiting_for_batch
}

/// A stage without rules, or with pallets only: people, half days of work (none: a distribution), limit, whether finished
/// items hold their worker, whether it pulls, pallet, and links beside the one to the next stage.
#[derive(Debug, Clone)]
struct PlainDraft {
    workers: u16,
    work: (u8, Distribution),
    limit: Option<u32>,
    holds: bool,
    pulled: bool,
    pallet: Option<(u32, bool)>,
    others: Vec<(prop::sample::Index, u8, bool)>,
}

fn plain_draft() -> impl Strategy<Value = PlainDraft> {
    (
        0..4_u16,
        (0..12_u8, distribution(0.05)),
        prop::option::weighted(0.7, 1..6_u32),
        any::<bool>(),
        prop::bool::weighted(0.25),
        prop::option::weighted(0.2, (2..5_u32, any::<bool>())),
        prop_oneof![
            2 => Just(Vec::new()),
            1 => prop::collection::vec((any::<prop::sample::Index>(), 1..25_u8, any::<bool>()), 1..3),
        ],
    )
        .prop_map(|(workers, work, limit, holds, pulled, pallet, others)| PlainDraft {
            workers,
            work,
            limit,
            holds,
            pulled,
            pallet,
            others,
        })
}

/// Streams of which nearly all is plain: what a run may do in its lane. Half of them have work in half days, so that ties
/// are frequent.
fn plain_stream() -> impl Strategy<Value = Runnable> {
    let arrivals = prop_oneof![
        4 => (20..300_u32).prop_map(|mean| Arrivals::poisson(f64::from(mean) / 100.0)),
        1 => (0..4_u32, 1..4_u32).prop_map(|(interval, lump)| Arrivals::Every {
            interval: Distribution::constant(f64::from(interval.max(1)) / 2.0),
            lump: Distribution::constant(f64::from(lump)),
            first_at: (interval == 0).then_some(0.0),
        }),
        2 => self::arrivals(),
    ];
    let source = (arrivals, any::<prop::sample::Index>(), 0..6_u32);
    let sources = prop::collection::vec(source, 1..4);
    let release = prop_oneof![3 => Just(Release::Push), 1 => (1..12_u32).prop_map(Release::Conwip)];
    let drafts = prop::collection::vec(plain_draft(), 1..7);
    (drafts, sources, release, any::<bool>()).prop_map(|(drafts, sources, release, ties)| {
        let count = drafts.len();
        let id = |index: usize| format!("s{index}");
        let classes = ["x", "y"].map(|id| Class { id: id.into(), ..Class::default() }).into();
        let mut stream = ValueStream { classes, release, ..ValueStream::default() };
        for (index, draft) in drafts.iter().enumerate() {
            let work = match draft.work.0 {
                halves @ 0..=3 if ties => Distribution::constant(f64::from(halves) / 2.0),
                5..=8 => Distribution::exponential(0.5),
                _ => draft.work.1.clone(),
            };
            let (transfer_batch, pallet_waits) = draft.pallet.unwrap_or((1, false));
            let holds = draft.holds && transfer_batch == 1;
            stream.stages.push(Stage {
                workers: match draft.workers {
                    0 => Workers::Unlimited,
                    count => Workers::Count(count),
                },
                wip_limit: draft.limit.map(|limit| limit.max(transfer_batch)),
                transfer_batch,
                finished_item: if holds {
                    FinishedItem::HoldsWorker
                } else {
                    FinishedItem::FreesWorker
                },
                entry: if draft.pulled { Entry::PulledByFreeWorker } else { Entry::WaitsInside },
                process_time_by_class: vec![("y".into(), Distribution::exponential(0.4))],
                ..Stage::new(&id(index), work)
            });
            let mut rest = 1.0;
            let mut ways = BTreeMap::new();
            for (to, percent, waits) in &draft.others {
                let to = to.index(count);
                if to != index + 1 && ways.insert(to, *waits).is_none() {
                    let share = f64::from(*percent) / 100.0;
                    rest -= share;
                    let is_back = to <= index;
                    // A way back that waits is rare: it can lead to a knot, and a run that has one has no lane.
                    let leaves = if is_back { !waits || percent % 4 > 0 } else { *waits };
                    stream.links.push(Link {
                        share,
                        when_full: leaves.then_some(WhenFull::Leave),
                        ..Link::new(&id(index), &id(to))
                    });
                }
            }
            let next = if index + 1 < count { id(index + 1) } else { "customer".into() };
            let leaves = draft.pallet.is_some() && !pallet_waits && index + 1 < count;
            stream.links.push(Link {
                share: rest,
                when_full: leaves.then_some(WhenFull::Leave),
                ..Link::new(&id(index), &next)
            });
        }
        for (number, (arrivals, to, backlog)) in sources.into_iter().enumerate() {
            let to = to.index(count);
            if arrivals == Arrivals::Endless && stream.stages[to].wip_limit.is_none() {
                stream.stages[to].wip_limit = Some(4);
            }
            let mut source = Source::new(&format!("in{number}"), &id(to), arrivals);
            source.class = ["x", "y"][number % 2].into();
            source.backlog = backlog;
            stream.sources.push(source);
        }
        // With too few items around, a pallet never fills.
        if stream.clone().check().is_err() {
            stream.stages.iter_mut().for_each(|stage| stage.transfer_batch = 1);
        }
        // Work without time can go round for ever.
        if stream.clone().check().is_err() {
            let work = Distribution::exponential(0.5);
            stream.stages.iter_mut().for_each(|stage| stage.process_time = work.clone());
        }
        stream.check().unwrap_or_else(|faults| panic!("{faults:?}"))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_run_keeps_the_exact_identities(
        runnable in stream(),
        seed in any::<u64>(),
        cuts in prop::collection::vec(0..=UNTIL.0, 2..6),
    ) {
        let (facts, pause) = facts_of(&runnable, seed);
        prop_assert!(!matches!(pause, Pause::Budget), "the run does not end");
        let idle = walk(&runnable, &facts, UNTIL);
        assert_rope(&runnable, &facts);
        let mut ledger = Ledger::new(&runnable);
        ledger.fold(&facts);

        // Items in = items out + items inside.
        let whole = ledger.measures(Window::new(SimTime::START, UNTIL));
        let cfd = ledger.cfd();
        let last = cfd.lines() - 1;
        let arrived = ledger.items().filter(|item| !item.turned_away).count() as u32;
        prop_assert_eq!(cfd.count(0, UNTIL), arrived);
        prop_assert_eq!(arrived, cfd.count(last, UNTIL) + whole.wip_now + whole.backlog_now);
        let in_stages: u32 = whole.stages.iter().map(|stage| stage.wip_now).sum();
        prop_assert!(in_stages <= whole.wip_now);

        // A request is delivered with the last of its items.
        let mut requests: BTreeMap<u32, Vec<(SimTime, SimTime)>> = BTreeMap::new();
        for (number, item) in ledger.items().enumerate() {
            if let Some(request) = ledger.request_of(ItemId(number as u32)) {
                let gone = item.turned_away || item.scrapped || item.cancelled;
                let ended = if gone { SimTime::NEVER } else { item.ended };
                requests.entry(request).or_default().push((item.arrived, ended));
            }
        }
        let times: Vec<u64> = requests
            .values()
            .filter_map(|items| {
                let ended = items.iter().map(|&(_, ended)| ended).max()?;
                assert!(items.iter().all(|&(arrived, _)| arrived == items[0].0));
                (ended > SimTime::START && ended <= UNTIL).then_some(ended.since(items[0].0).0)
            })
            .collect();
        let kept = whole.request_lead_time;
        prop_assert_eq!(kept.map_or(0, |spread| spread.count as usize), times.len());
        prop_assert_eq!(kept.map(|spread| spread.most.0), times.iter().copied().max());
        prop_assert_eq!(kept.map(|spread| spread.least.0), times.iter().copied().min());

        // People: working + blocked + starved = people integrated, starved counted apart.
        for (index, (stage, idle)) in whole.stages.iter().zip(&idle).enumerate() {
            // All workers of an unlimited stage are called 0: once they are counted, names are no help here.
            let own = &runnable.stream().stages[index];
            let is_unlimited = |planned: &PlannedChange| {
                matches!(planned.change, Plan::Workers { workers: Workers::Unlimited, .. })
            };
            let changes = &runnable.stream().changes;
            if !changes.is_empty()
                && (own.workers == Workers::Unlimited || changes.iter().any(is_unlimited))
            {
                continue;
            }
            prop_assert_eq!(stage.starved.map(|starved| starved + stage.waiting_for_batch), idle.0);
            prop_assert_eq!(stage.waiting_for_batch, idle.1);
            if let (Some(staffed), Some(starved)) = (stage.staffed, stage.starved) {
                prop_assert_eq!(accounted(stage) + starved, staffed);
            }
        }

        // What is kept while folding is what a look at the whole run finds, unless that began with a change.
        let since_start = ledger.amendments().is_empty();
        for (kept, found) in
            ledger.pressure(UNTIL).into_iter().zip(&whole.stages).filter(|_| since_start)
        {
            prop_assert_eq!(kept, Pressure::from(found));
        }

        // Per item lead >= cycle >= process.
        for (number, item) in ledger.items().enumerate() {
            if item.ended != SimTime::NEVER {
                let visits = ledger.visits_of(ItemId(number as u32));
                let process: u64 = visits.map(|v| v.finished.since(v.started).0).sum();
                let cycle = item.ended.since(item.released).0;
                prop_assert!(process <= cycle);
                prop_assert!(cycle <= item.ended.since(item.arrived).0);
            }
        }

        // On any window the area between the curves is the time that items spent in the stream inside it.
        for pair in cuts.windows(2) {
            let window = Window::new(SimTime(pair[0].min(pair[1])), SimTime(pair[0].max(pair[1])));
            let measures = ledger.measures(window);
            prop_assert_eq!(measures.area, measures.time_in_stream);
            let brute: u128 = ledger.items()
                .map(|item| u128::from(window.overlap(item.released, item.ended))).sum();
            prop_assert_eq!(measures.time_in_stream, brute);
        }

        // What two windows cost and bring is what they cost and bring together.
        let middle = SimTime(cuts[0]);
        let parts = [Window::new(SimTime::START, middle), Window::new(middle, UNTIL)];
        let parts = parts.map(|window| ledger.measures(window).money.expect("it has prices"));
        let all = whole.money.expect("it has prices");
        for of in [|m: &Money| m.value, |m: &Money| m.holding, |m: &Money| m.delay] {
            let sum = of(&parts[0]) + of(&parts[1]);
            prop_assert!((sum - of(&all)).abs() <= 1e-9 * sum.max(1.0), "{} for {}", sum, of(&all));
        }

        // No line falls, and the bands stand in rank order.
        let sample = cfd.sample_window(SimTime::START, UNTIL, 97);
        for line in &sample.lines {
            prop_assert!(line.windows(2).all(|pair| pair[0] <= pair[1]));
        }
        for pair in sample.lines.windows(2) {
            prop_assert!(pair[0].iter().zip(&pair[1]).all(|(upper, lower)| upper >= lower));
        }
        for (column, &at) in sample.times.iter().enumerate() {
            let reading = cfd.read(at);
            prop_assert_eq!(reading.wip, sample.lines[1][column] - sample.lines[last][column]);
        }
    }

    #[test]
    fn slicing_a_run_does_not_change_one_bit(
        runnable in stream(),
        seed in any::<u64>(),
        slices in prop::collection::vec((0..=UNTIL.0 / 4, 0..40_u32), 0..60),
    ) {
        let (whole, _) = facts_of(&runnable, seed);
        let mut simulation = Simulation::new(&runnable, Seed(seed));
        let mut facts = Vec::new();
        let mut horizon = 0;
        for (step, budget) in slices {
            horizon = (horizon + step).min(UNTIL.0);
            simulation.advance(SimTime(horizon), budget, &mut facts);
        }
        finish(&mut simulation, EVENTS, &mut facts);
        // Too many to be printed.
        prop_assert!(whole == facts);
    }

    /// What a ledger takes while the run goes is what it makes of the list.
    #[test]
    fn a_ledger_that_listens_has_the_same_records(
        runnable in stream(),
        seed in any::<u64>(),
        budget in 1..500_u32,
    ) {
        let (facts, _) = facts_of(&runnable, seed);
        let mut folded = Ledger::new(&runnable);
        folded.fold(&facts);
        let mut listening = Ledger::new(&runnable);
        let mut simulation = Simulation::new(&runnable, Seed(seed));
        while let Pause::Budget = simulation.advance(UNTIL, budget, &mut listening) {}
        finish(&mut simulation, EVENTS, &mut listening);
        prop_assert!(folded.visits().eq(listening.visits()));
        prop_assert!(folded.items().eq(listening.items()));
        prop_assert!(folded.exits().eq(listening.exits()));
        prop_assert_eq!(folded.now(), listening.now());
        for window in [Window::new(SimTime::START, UNTIL), Window::new(SimTime(UNTIL.0 / 3), folded.now())] {
            let both = [&folded, &listening].map(|ledger| {
                let measures = ledger.measures(window);
                (format!("{measures:?}"), ledger.pressure(window.until), ledger.cfd().read(window.until))
            });
            prop_assert!(both[0] == both[1]);
        }
    }

    /// What a run does in its lane is what it does without: the same records, and the same state to go on from, wherever
    /// it goes in or out, and with changes in between.
    #[test]
    fn a_run_in_its_lane_is_the_run(
        runnable in prop_oneof![5 => plain_stream(), 1 => stream()],
        seed in any::<u64>(),
        slices in prop::collection::vec(
            (
                0..=UNTIL.0 / 8,
                0..300_u32,
                0..4_u8,
                prop::option::weighted(0.2, (0..7_u8, any::<prop::sample::Index>(), any::<u16>())),
            ),
            0..30,
        ),
    ) {
        let mut runs = [true, false].map(|has_lane| {
            (Simulation::new(&runnable, Seed(seed)), Ledger::new(&runnable), has_lane)
        });
        let mut horizon = 0;
        for (step, budget, way, edit) in slices {
            horizon = (horizon + step).min(UNTIL.0);
            let pauses = runs.each_mut().map(|(simulation, ledger, has_lane)| {
                let mut facts = Vec::new();
                let pause = if *has_lane && way > 0 {
                    simulation.advance(SimTime(horizon), budget, ledger)
                } else {
                    simulation.advance(SimTime(horizon), budget, &mut facts)
                };
                if let Some((kind, which, value)) = edit {
                    let change = change(simulation.runnable(), kind, which, value);
                    if let Ok(amendment) = simulation.runnable().amended(change) {
                        simulation.amend(amendment, &mut facts);
                    }
                }
                ledger.fold(&facts);
                (pause, simulation.events(), simulation.now())
            });
            prop_assert_eq!(&pauses[0], &pauses[1]);
        }
        let [(mut one, in_lane, _), (mut other, folded, _)] = runs;
        prop_assert!(folded.visits().eq(in_lane.visits()));
        prop_assert!(folded.items().eq(in_lane.items()));
        prop_assert!(folded.exits().eq(in_lane.exits()));
        prop_assert_eq!(folded.now(), in_lane.now());
        let window = Window::new(SimTime(UNTIL.0 / 9), folded.now());
        let both = [&folded, &in_lane].map(|ledger| {
            let measures = ledger.measures(window);
            (format!("{measures:?}"), ledger.pressure(window.until), ledger.cfd().read(window.until))
        });
        prop_assert!(both[0] == both[1]);
        let [facts, others] = [&mut one, &mut other].map(|simulation| {
            let mut facts = Vec::new();
            let _ = simulation.advance(UNTIL, 2_000, &mut facts);
            facts
        });
        prop_assert!(facts == others);
    }

    #[test]
    fn a_replay_with_the_same_amendments_is_the_same_run(
        runnable in stream(),
        seed in any::<u64>(),
        edits in prop::collection::vec(
            (0..=UNTIL.0 / 6, 1..60_u32, 0..7_u8, any::<prop::sample::Index>(), any::<u16>()), 1..6),
    ) {
        let mut simulation = Simulation::new(&runnable, Seed(seed));
        let mut facts = Vec::new();
        for (step, budget, kind, which, value) in edits {
            let horizon = SimTime(simulation.now().0 + step);
            simulation.advance(horizon, budget, &mut facts);
            let change = change(simulation.runnable(), kind, which, value);
            if let Ok(amendment) = simulation.runnable().amended(change) {
                simulation.amend(amendment, &mut facts);
            }
        }
        finish(&mut simulation, EVENTS, &mut facts);
        // A clone goes on as the original does, and a replay from the start says the same again.
        let mut replay = Simulation::new(&runnable, Seed(seed));
        let mut again = Vec::new();
        let last = simulation.amendments().last().map_or(SimTime::START, |amended| amended.at);
        let mut tries = 0;
        while !replay.retrace(&simulation, last, 50, &mut again) {
            tries += 1;
            prop_assert!(tries < 100_000, "the replay does not come to the same point");
        }
        let mut branch = replay.clone();
        let mut branched = again.clone();
        finish(&mut replay, EVENTS, &mut again);
        finish(&mut branch, 7, &mut branched);
        prop_assert!(facts == again && facts == branched);
        let mut ledger = Ledger::new(&runnable);
        ledger.fold(&facts);
        if let Some(&since) = ledger.amendments().last() {
            let measures = ledger.measures(Window::new(since, UNTIL));
            for (kept, found) in ledger.pressure(UNTIL).iter().zip(&measures.stages) {
                prop_assert_eq!(kept.queue_now, found.queue_now);
                prop_assert_eq!(kept.utilization, found.utilization);
            }
        }
        for stage in ledger.measures(Window::new(SimTime::START, UNTIL)).stages {
            if let (Some(staffed), Some(starved)) = (stage.staffed, stage.starved) {
                prop_assert_eq!(accounted(&stage) + starved, staffed);
            }
        }
    }
}

#[test]
fn one_more_seed_is_another_run() {
    let stages = vec![Stage::new("a", Distribution::exponential(1.0))];
    let stream = ValueStream {
        stages,
        links: vec![Link::new("a", "customer")],
        sources: vec![Source::new("in", "a", Arrivals::poisson(1.2))],
        ..ValueStream::default()
    };
    let runnable = stream.check().expect("a sound stream");
    let digest = |seed| {
        let mut digest = Digest::default();
        digest.fold(&facts_of(&runnable, seed).0);
        digest.value()
    };
    assert_eq!(digest(1), digest(1));
    assert_ne!(digest(1), digest(2));
}
