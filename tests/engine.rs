//! Runs against what theory, or a pencil, says.

#![cfg(not(target_arch = "wasm32"))]

use flowglass::measure::{Ledger, Measures, Window};
use flowglass::sim::{Fact, Pause, Seed, Simulation, What};
use flowglass::value_stream::{
    Arrivals, Distribution, Entry, FinishedItem, Link, Phase, Release, Runnable, SimTime, Source,
    Stage, StageId, TimeUnit, ValueStream, WhenFull, WhenNoRoom, WorkTime, Workers,
};

const HOUR: u64 = 3_600_000;

fn hours(hours: f64) -> SimTime {
    SimTime((hours * HOUR as f64) as u64)
}

/// A line in hours: stage ids and what differs from one person, no limit.
fn line(stages: Vec<Stage>, arrivals: Arrivals) -> ValueStream {
    let ids: Vec<String> = stages.iter().map(|stage| stage.id.clone()).collect();
    let mut links: Vec<Link> = ids.windows(2).map(|pair| Link::new(&pair[0], &pair[1])).collect();
    links.push(Link::new(ids.last().expect("a stage"), "customer"));
    let mut stream = ValueStream { stages, links, ..ValueStream::default() };
    stream.calendar.unit = TimeUnit::Hour;
    stream.sources = vec![Source::new("in", &ids[0], arrivals)];
    stream
}

fn ready(stream: ValueStream) -> Runnable {
    stream.check().expect("a sound stream")
}

fn run(runnable: &Runnable, seed: u64, until: SimTime) -> Ledger {
    let mut simulation = Simulation::new(runnable, Seed(seed));
    let mut ledger = Ledger::new(runnable);
    let mut facts = Vec::new();
    loop {
        let pause = simulation.advance(until, 10_000, &mut facts);
        ledger.fold(&facts);
        facts.clear();
        if pause != Pause::Budget {
            return ledger;
        }
    }
}

fn all_facts(runnable: &Runnable, seed: u64, until: SimTime) -> Vec<Fact> {
    let mut facts = Vec::new();
    Simulation::new(runnable, Seed(seed)).advance(until, u32::MAX, &mut facts);
    facts
}

fn deliveries(facts: &[Fact]) -> Vec<f64> {
    facts
        .iter()
        .filter(|fact| fact.what == What::Delivered)
        .map(|fact| fact.at.0 as f64 / HOUR as f64)
        .collect()
}

/// The mean over replications lies within so many of its own standard errors of what theory says.
fn assert_within(replications: &[f64], expected: f64, errors: f64) {
    let n = replications.len() as f64;
    let mean = replications.iter().sum::<f64>() / n;
    let variance = replications.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
    let error = (variance / n).sqrt();
    assert!(
        (mean - expected).abs() <= errors * error,
        "mean {mean}, expected {expected}, standard error {error}"
    );
}

fn replications(
    runnable: &Runnable,
    warm_up: f64,
    until: f64,
    measure: impl Fn(&Measures) -> f64,
) -> Vec<f64> {
    (0..20)
        .map(|seed| {
            let ledger = run(runnable, seed, hours(until));
            measure(&ledger.measures(Window::new(hours(warm_up), hours(until))))
        })
        .collect()
}

fn in_hours(ticks: f64) -> f64 {
    ticks / HOUR as f64
}

/// M/M/1 at 80 %: mean time in the system 1/(mu - lambda) = 5, utilization .8, mean number 4, queue 3.2. With 20
/// replications the mean over its standard error follows Student's t with 19 degrees of freedom, of which 5 are
/// exceeded about once in 12,000.
#[test]
fn mm1_mean_time_in_system_is_one_over_mu_minus_lambda() {
    let stage = Stage::new("a", Distribution::exponential(1.0));
    let stream = ready(line(vec![stage], Arrivals::poisson(1.25)));
    let mean = |of: fn(&Measures) -> f64| replications(&stream, 5_000.0, 55_000.0, of);
    let cycle = |m: &Measures| in_hours(m.cycle_time.expect("deliveries").mean);
    assert_within(&mean(cycle), 5.0, 5.0);
    assert_within(&mean(|m| m.stages[0].utilization.expect("people")), 0.8, 5.0);
    assert_within(&mean(|m| m.wip), 4.0, 5.0);
    assert_within(&mean(|m| m.stages[0].queue), 3.2, 5.0);
    assert_within(&mean(|m| in_hours(m.cycle_time.expect("deliveries").sd)), 5.0, 5.0);
    let p95 = |m: &Measures| in_hours(m.cycle_time.expect("deliveries").p95.0 as f64);
    assert_within(&mean(p95), 14.978_661_37, 5.0);
}

/// M/G/1 (Pollaczek-Khinchine): wait = lambda E[S²] / 2(1 - rho), log-normal with cv 1.5 at 70 %.
#[test]
fn mg1_wait_follows_pollaczek_and_khinchine() {
    let time = Distribution { mean: 1.0, cv: 1.5, shape: None };
    let stream = ready(line(vec![Stage::new("a", time)], Arrivals::poisson(1.0 / 0.7)));
    let wait = 0.7 * (1.0 + 1.5 * 1.5) / (2.0 * 0.3);
    let waits = replications(&stream, 5_000.0, 85_000.0, |m| {
        in_hours(m.stages[0].wait_mean.expect("starts"))
    });
    assert_within(&waits, wait, 5.0);
}

/// M/M/2 at 90 %: mean wait by Erlang C = 4.26316 (mean service 1).
#[test]
fn mm2_wait_follows_erlang_c() {
    let mut stage = Stage::new("a", Distribution::exponential(1.0));
    stage.workers = Workers::Count(2);
    let stream = ready(line(vec![stage], Arrivals::poisson(1.0 / 1.8)));
    let waits = replications(&stream, 5_000.0, 105_000.0, |m| {
        in_hours(m.stages[0].wait_mean.expect("starts"))
    });
    assert_within(&waits, 4.263_157_9, 5.0);
}

/// Two saturated stages with b places between them, blocking after service: throughput (b + 2)/(b + 3).
#[test]
fn two_blocking_stages_deliver_b_plus_2_over_b_plus_3() {
    for buffer in [0_u32, 2] {
        let mut first = Stage::new("a", Distribution::exponential(1.0));
        first.wip_limit = Some(1);
        first.finished_item = FinishedItem::HoldsWorker;
        let mut second = Stage::new("b", Distribution::exponential(1.0));
        second.wip_limit = Some(1 + buffer);
        let stream = ready(line(vec![first, second], Arrivals::Endless));
        let expected = f64::from(buffer + 2) / f64::from(buffer + 3);
        let throughput = |m: &Measures| m.throughput.expect("a window") * HOUR as f64;
        assert_within(&replications(&stream, 500.0, 20_500.0, throughput), expected, 5.0);
    }
}

/// M/M/1/5 at 80 %: 8.88195 % of the arrivals are lost.
#[test]
fn a_full_stage_loses_what_erlang_says() {
    let mut stage = Stage::new("a", Distribution::exponential(1.0));
    stage.wip_limit = Some(5);
    let mut stream = line(vec![stage], Arrivals::poisson(1.25));
    stream.sources[0].when_no_room = WhenNoRoom::Lost;
    let lost = |m: &Measures| f64::from(m.turned_away) / f64::from(m.turned_away + m.arrived);
    assert_within(&replications(&ready(stream), 500.0, 40_500.0, lost), 0.088_819_5, 5.0);
}

/// The practical worst case (Hopp & Spearman): N balanced exponential stations, w items: w/(w + N - 1) of capacity.
#[test]
fn a_balanced_closed_line_is_the_practical_worst_case() {
    let stages =
        ["a", "b", "c", "d"].map(|id| Stage::new(id, Distribution::exponential(2.0))).to_vec();
    let stream = ready(line(stages, Arrivals::Closed(8)));
    let throughput = |m: &Measures| m.throughput.expect("a window") * HOUR as f64;
    assert_within(&replications(&stream, 500.0, 40_500.0, throughput), 8.0 / 11.0 / 2.0, 5.0);
}

/// The penny fab (Hopp & Spearman): four stations of two hours; with w <= 4 pennies cycle time 8 and throughput
/// w/8, beyond that cycle time 2w and throughput 1/2.
#[test]
fn the_penny_fab_runs_exactly_as_in_the_book() {
    for pennies in 1..=8_u32 {
        let stages =
            ["a", "b", "c", "d"].map(|id| Stage::new(id, Distribution::constant(2.0))).to_vec();
        let stream = ready(line(stages, Arrivals::Closed(pennies)));
        let ledger = run(&stream, 1, hours(1_600.0));
        let measures = ledger.measures(Window::new(hours(800.0), hours(1_600.0)));
        let cycle = measures.cycle_time.expect("deliveries");
        let expected = (2 * u64::from(pennies)).max(8) * HOUR;
        assert_eq!((cycle.least.0, cycle.most.0), (expected, expected), "{pennies}");
        assert_eq!(measures.delivered, 800 * pennies.min(4) / 8, "{pennies}");
        assert_eq!(measures.area, measures.time_in_stream);
    }
}

/// A conwip limit on an endless backlog is the same thing as that many circulating items.
#[test]
fn conwip_is_a_closed_line() {
    let stages =
        || ["a", "b", "c"].map(|id| Stage::new(id, Distribution::exponential(1.0))).to_vec();
    let closed = ready(line(stages(), Arrivals::Closed(5)));
    let mut conwip = line(stages(), Arrivals::Endless);
    conwip.release = Release::Conwip(5);
    let until = hours(500.0);
    let delivered = |stream: &Runnable| deliveries(&all_facts(stream, 3, until));
    assert_eq!(delivered(&closed), delivered(&ready(conwip)));
}

/// Three stages of 1, 3 and 1 hours with one place each, by pencil. Blocking holds the first worker; with
/// `frees_worker` and a limit of one nothing changes; pulling is the same again with limits of one.
#[test]
fn one_place_each_moves_at_the_pace_of_the_slowest() {
    for (finished_item, entry) in [
        (FinishedItem::HoldsWorker, Entry::WaitsInside),
        (FinishedItem::FreesWorker, Entry::WaitsInside),
        (FinishedItem::FreesWorker, Entry::PulledByFreeWorker),
    ] {
        let stages = [("a", 1.0), ("b", 3.0), ("c", 1.0)].map(|(id, work)| Stage {
            wip_limit: Some(1),
            finished_item,
            entry,
            ..Stage::new(id, Distribution::constant(work))
        });
        let facts = all_facts(&ready(line(stages.to_vec(), Arrivals::Endless)), 1, hours(14.0));
        assert_eq!(deliveries(&facts), [5.0, 8.0, 11.0, 14.0]);
        let blocked: Vec<f64> = facts
            .iter()
            .filter(|fact| matches!(fact.what, What::Blocked { .. }))
            .map(|fact| in_hours(fact.at.0 as f64))
            .collect();
        assert_eq!(blocked, [2.0, 5.0, 8.0, 11.0, 14.0][..blocked.len()]);
    }
}

/// What frees a place frees its own in the same instant, all the way up.
#[test]
fn one_departure_moves_the_whole_line() {
    let works = [("a", 0.5), ("b", 0.5), ("c", 0.5), ("d", 10.0)];
    let stages = works.map(|(id, work)| Stage {
        wip_limit: Some(1),
        ..Stage::new(id, Distribution::constant(work))
    });
    let facts = all_facts(&ready(line(stages.to_vec(), Arrivals::Endless)), 1, hours(11.5));
    let at_departure: Vec<(u32, &What)> = facts
        .iter()
        .filter(|fact| fact.at == hours(11.5))
        .map(|fact| (fact.item.0, &fact.what))
        .filter(|(_, what)| matches!(what, What::Entered { .. } | What::Delivered))
        .collect();
    let entered = |stage| What::Entered { stage: StageId(stage) };
    assert_eq!(
        at_departure,
        [
            (0, &What::Delivered),
            (1, &entered(3)),
            (2, &entered(2)),
            (3, &entered(1)),
            (4, &entered(0)),
        ]
    );
}

/// A backward link leaves a full stage alone: the item waits outside and nothing jams.
#[test]
fn rework_waits_outside_and_nothing_jams() {
    let mut stream = line(
        ["a", "b"]
            .map(|id| Stage {
                wip_limit: Some(2),
                ..Stage::new(id, Distribution::exponential(1.0))
            })
            .to_vec(),
        Arrivals::Endless,
    );
    stream.links[1].share = 0.6;
    stream.links.push(Link { share: 0.4, ..Link::new("b", "a") });
    let runnable = ready(stream.clone());
    let mut facts = Vec::new();
    let pause = Simulation::new(&runnable, Seed(5)).advance(hours(5_000.0), u32::MAX, &mut facts);
    assert_eq!(pause, Pause::Horizon);
    let mut ledger = Ledger::new(&runnable);
    ledger.fold(&facts);
    let measures = ledger.measures(Window::new(SimTime::START, hours(5_000.0)));
    // 1/2 of the moves between the two stages of an item that goes round (1 - .6)/.6 = 2/3 times go back: the
    // share is (2/3) / (5/3) = .4, with a standard error of √(.4 · .6 / moves) for independent draws.
    let moves = f64::from(measures.stages[0].finished + measures.stages[1].finished) / 2.0;
    let share = measures.moves_back.expect("moves");
    let expected = 0.4 / 1.4;
    assert!(
        (share - expected).abs() < 5.0 * (expected * (1.0 - expected) / moves).sqrt(),
        "{share}"
    );

    // The same links, waiting: full stages that want into each other are a knot.
    stream.links[2].when_full = Some(WhenFull::Wait);
    let runnable = ready(stream);
    let mut simulation = Simulation::new(&runnable, Seed(5));
    let pause = simulation.advance(hours(5_000.0), u32::MAX, &mut Vec::new());
    assert_eq!(pause, Pause::Gridlocked { stages: vec![StageId(0), StageId(1)] });
    assert_eq!(simulation.gridlock(), [StageId(0), StageId(1)]);
}

/// Takt lets in one item per beat; a lump of three leaves the backlog one by one.
#[test]
fn takt_releases_one_per_beat() {
    let mut stream = line(
        vec![Stage::new("a", Distribution::constant(0.5))],
        Arrivals::Every {
            interval: Distribution::constant(100.0),
            lump: Distribution::constant(3.0),
            first_at: Some(1.5),
        },
    );
    stream.release = Release::Takt(1.0);
    let facts = all_facts(&ready(stream), 1, hours(10.0));
    assert_eq!(deliveries(&facts), [2.5, 3.5, 4.5]);
}

/// A schedule is kept to the tick, and a class has its own process time.
#[test]
fn scheduled_items_arrive_on_time_and_classes_differ() {
    let text = r#"{ "flowglass": 1, "unit": "hour", "hours_per_day": 8,
        "classes": [{ "id": "big" }, { "id": "small" }],
        "stages": [{ "id": "a", "workers": "unlimited", "process_time": { "mean": 8 },
                     "process_time_by_class": { "small": { "mean": 0.25 } } }],
        "links": [{ "from": "a", "to": "customer" }],
        "sources": [
          { "id": "b", "to": "a", "class": "big", "arrivals": { "at": [0, 1] } },
          { "id": "s", "to": "a", "class": "small", "arrivals": { "at": [0.5, 0.5, 3] } } ] }"#;
    let stream = ready(ValueStream::from_json(text).expect("a sound file"));
    let facts = all_facts(&stream, 1, hours(20.0));
    assert_eq!(deliveries(&facts), [0.75, 0.75, 3.25, 8.0, 9.0]);
    let ledger = run(&stream, 1, hours(20.0));
    let measures = ledger.measures(Window::new(SimTime::START, hours(20.0)));
    let small = &measures.classes[1];
    assert_eq!((small.delivered, small.cycle_time.expect("three").most), (3, WorkTime(HOUR / 4)));
}

/// A stage added downstream, or other work at another stage, changes nothing upstream of it: same items, same
/// draws.
#[test]
fn streams_that_share_elements_share_draws() {
    let stage = |id| Stage::new(id, Distribution { mean: 1.0, cv: 0.7, shape: None });
    let short = ready(line(vec![stage("a"), stage("b")], Arrivals::poisson(1.3)));
    let long = ready(line(vec![stage("a"), stage("b"), stage("c")], Arrivals::poisson(1.3)));
    let finished = |stream: &Runnable| -> Vec<(SimTime, u32)> {
        all_facts(stream, 9, hours(300.0))
            .iter()
            .filter(|fact| fact.what == What::Finished { stage: StageId(1) })
            .map(|fact| (fact.at, fact.item.0))
            .collect()
    };
    assert!(finished(&short).len() > 100);
    assert_eq!(finished(&short), finished(&long));
}

/// Phases that all bring the same are no phases: with the same draws the same items arrive at the same ticks.
#[test]
fn bursts_of_equal_rates_are_the_poisson_process_of_that_rate() {
    let stage = || Stage::new("a", Distribution::exponential(0.5));
    let phase = |lasts| Phase { mean_interval: Some(0.8), lasts };
    let bursts = ready(line(vec![stage()], Arrivals::Bursts(vec![phase(0.3), phase(2.0)])));
    let poisson = ready(line(vec![stage()], Arrivals::poisson(0.8)));
    let facts = all_facts(&poisson, 4, hours(1_000.0));
    assert!(facts.len() > 5_000);
    assert_eq!(all_facts(&bursts, 4, hours(1_000.0)), facts);
}

/// M/M/2 + M (Palm's Erlang A): a birth-death chain, solved state by state. 20 runs of 20,000 h; the share that is
/// cancelled and the mean wait of all must be within 4 standard errors.
#[test]
fn impatient_customers_are_lost_as_erlang_a_says() {
    let (arrival, service, patience, workers) = (1.8, 1.0, 1.5, 2);
    let mut chances = vec![1.0_f64];
    for state in 1..400_u32 {
        let served = f64::from(state.min(workers)) / service;
        let leaving = f64::from(state.saturating_sub(workers)) / patience;
        chances.push(chances[state as usize - 1] * arrival / (served + leaving));
    }
    let all: f64 = chances.iter().sum();
    let queue: f64 =
        (0..).zip(&chances).map(|(n, p)| f64::from(u32::saturating_sub(n, workers)) * p).sum();
    let (queue, lost) = (queue / all, queue / all / patience / arrival);
    let mut stage = Stage::new("a", Distribution::exponential(service));
    stage.workers = Workers::Count(workers as u16);
    let mut stream = line(vec![stage], Arrivals::poisson(1.0 / arrival));
    stream.sources[0].patience = Some(Distribution::exponential(patience));
    let runnable = ready(stream);
    let runs: Vec<(f64, f64)> = (0..20)
        .map(|seed| {
            let ledger = run(&runnable, seed, hours(20_100.0));
            let measures = ledger.measures(Window::new(hours(100.0), hours(20_100.0)));
            let share = f64::from(measures.cancelled) / f64::from(measures.arrived);
            (measures.stages[0].queue, share)
        })
        .collect();
    let within = |values: Vec<f64>, expected: f64| {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
        let error = (variance / n).sqrt();
        assert!((mean - expected).abs() < 4.0 * error, "{mean} for {expected} ± {error}");
    };
    within(runs.iter().map(|run| run.0).collect(), queue);
    within(runs.iter().map(|run| run.1).collect(), lost);
}
