//! Workers who share their time among several items, against a pencil, against theory, and in their changes.

use crate::{HOUR, deliveries, facts, faults, measures, ready};
use flowglass::measure::{Buckets, Ledger, Window};
use flowglass::proof::{Case, Proof, Quantity, Verdict, all};
use flowglass::sim::{Desk, Fact, Seed, Simulation, What};
use flowglass::value_stream::{
    Arrivals, Change, Distribution, Link, Shape, SimTime, Source, Stage, StageId, ValueStream,
    WorkTime, Workers,
};
use std::sync::Arc;

const A: StageId = StageId(0);

/// Two hours for each item.
fn pair(rules: &str) -> String {
    [r#""process_time": { "mean": 2 }, "items_per_worker": "#, rules].concat()
}

fn arriving(at: &str) -> String {
    format!(r#""sources": [{{ "id": "in", "to": "a", "arrivals": {{ "at": [{at}] }} }}]"#)
}

/// When each item was delivered [ticks], in the order of delivery: (item, ticks).
fn exactly(facts: &[Fact]) -> Vec<(u32, u64)> {
    let delivered = facts.iter().filter(|fact| fact.what == What::Delivered);
    delivered.map(|fact| (fact.item.0, fact.at.0)).collect()
}

/// The same, to the second: whole ticks go round the items, so that one of equals is done a tick earlier.
fn about(facts: &[Fact]) -> Vec<(u32, f64)> {
    let seconds = |hour: f64| (hour * 3600.0).round() / 3600.0;
    deliveries(facts).into_iter().map(|(item, hour)| (item, seconds(hour))).collect()
}

#[test]
fn two_items_share_a_worker_and_lose_what_switching_costs() {
    // Alone for an hour, then with four fifths of the time for both: 0 is done at 3.5 h, and 1 alone again at 4.5 h.
    let runnable = ready(&pair(r#"2, "switching_loss": 0.2"#), &arriving("0, 1"));
    let facts = facts(&runnable, 10);
    assert_eq!(exactly(&facts), [(0, HOUR * 7 / 2 - 1), (1, HOUR * 9 / 2)]);
    let measures = measures(&runnable, &facts, 10);
    let stage = &measures.stages[0];
    let hours = |tenths: u128| Some(tenths * u128::from(HOUR) / 10);
    assert_eq!((Some(stage.working), Some(stage.switching)), (hours(40), hours(5)));
    assert_eq!((stage.staffed, stage.starved), (hours(100), hours(55)));
    assert_eq!(stage.utilization, Some(0.45));
    // In process all the time that its work was under way, whoever had it: more than the effort.
    let process = measures.process_time.expect("two");
    assert_eq!((process.least, process.most), (WorkTime(HOUR * 7 / 2 - 1), WorkTime(HOUR * 7 / 2)));
}

#[test]
fn every_window_says_the_same_of_switching() {
    let runnable = ready(&pair(r#"3, "switching_loss": 0.11"#), &arriving("0, 1, 1.7, 2, 2, 9"));
    let facts = facts(&runnable, 40);
    let mut ledger = Ledger::new(&runnable);
    ledger.fold(&facts);
    let whole = Window::new(SimTime::START, SimTime(40 * HOUR));
    for pieces in [1, 7, 1000] {
        let buckets = Buckets::new(whole, WorkTime((40 * HOUR).div_ceil(pieces)));
        let states = &ledger.stage_states(buckets)[0];
        let mut sums = [0, 0];
        for (bucket, state) in states.iter().enumerate() {
            let stage = &ledger.measures(buckets.at(bucket)).stages[0];
            assert_eq!((state.working, state.switching), (stage.working, stage.switching));
            assert_eq!(state.starved(), stage.starved);
            sums = [sums[0] + state.working, sums[1] + state.switching];
        }
        let all = &ledger.measures(whole).stages[0];
        assert_eq!(sums, [all.working, all.switching]);
        // Rounding to whole ticks at each change is lost in switching, nothing else is.
        assert!(all.working >= u128::from(12 * HOUR) && all.working < u128::from(12 * HOUR) + 9);
    }
}

#[test]
fn shares_are_whole_ticks_and_the_rest_goes_to_the_oldest() {
    // Of two ticks each. The ticks go 0, 1, 2, 0; then 3 is the youngest: 1, 2, 3, 3.
    let ticks = (2.0 / HOUR as f64).to_string();
    let stage = [r#""items_per_worker": 3, "process_time": { "mean": "#, &ticks, " }"].concat();
    let runnable = ready(&stage, r#""sources": [{ "id": "in", "to": "a", "backlog": 4 }]"#);
    assert_eq!(exactly(&facts(&runnable, 1)), [(0, 4), (1, 5), (2, 6), (3, 8)]);
}

#[test]
fn whoever_has_the_fewest_items_takes_the_next_one() {
    // Three at once and two people: the third goes to the first of them, who is done with both after 4 h.
    let runnable = ready(&pair(r#"2, "workers": 2"#), &arriving("0, 0, 0, 1, 1, 1"));
    let facts = facts(&runnable, 20);
    let started = |fact: &Fact| match fact.what {
        What::Started { worker, .. } => Some((fact.item.0, worker, fact.at.0 / HOUR)),
        _ => None,
    };
    let started: Vec<(u32, u16, u64)> = facts.iter().filter_map(started).collect();
    assert_eq!(started[..4], [(0, 0, 0), (1, 1, 0), (2, 0, 0), (3, 1, 1)]);
    // Only then are both full, and the next one waits until 1 is done, at 3 h.
    assert_eq!(started[4].0, 4);
    assert_eq!(about(&facts)[0], (1, 3.0));
}

#[test]
fn an_interruption_stops_all_that_a_worker_has() {
    for (clock, working) in [("working", 4), ("always", 4)] {
        let rule = format!(
            r#"2, "interruptions": {{ "clock": "{clock}", "between": {{ "mean": 3 }}, "length": {{ "mean": 1 }} }}"#
        );
        let runnable = ready(&pair(&rule), &arriving("0, 0"));
        let facts = facts(&runnable, 6);
        assert_eq!(about(&facts), [(0, 5.0), (1, 5.0)], "{clock}");
        let measures = measures(&runnable, &facts, 6);
        let stage = &measures.stages[0];
        let hours = u128::from(HOUR);
        assert_eq!((stage.working, stage.interrupted), (working * hours, hours), "{clock}");
        assert_eq!((stage.switching, stage.starved), (0, Some(hours)), "{clock}");
        assert_eq!(measures.process_time.expect("two").most, WorkTime(4 * HOUR), "{clock}");
    }
}

#[test]
fn who_preempts_takes_the_place_of_one_item() {
    let rest = r#""classes": [{ "id": "plain", "priority": 1 }, { "id": "urgent", "preempts": true }],
        "sources": [{ "id": "slow", "to": "a", "class": "plain", "arrivals": { "at": [0, 0] } },
            { "id": "fast", "to": "a", "class": "urgent", "arrivals": { "at": [1] } }]"#;
    let facts = facts(&ready(&pair("2"), rest), 20);
    // Half an hour each, then 0 and 2 until 4 h, 2 and 1 until 5 h, and 1 alone.
    assert_eq!(about(&facts), [(0, 4.0), (2, 5.0), (1, 6.0)]);
    let stopped = |fact: &&Fact| matches!(fact.what, What::Interrupted { .. });
    let stopped: Vec<u32> = facts.iter().filter(stopped).map(|fact| fact.item.0).collect();
    assert_eq!(stopped, [1]);
}

#[test]
fn a_free_person_who_pulls_is_one_with_a_place() {
    let rest = r#""b": { "process_time": { "mean": 2 }, "items_per_worker": 2, "entry": "pulled_by_free_worker" },
        "sources": [{ "id": "in", "to": "a", "backlog": 3 }]"#;
    let facts = facts(&ready(r#""process_time": { "mean": 0.5 }"#, rest), 20);
    let entered = |fact: &&Fact| fact.what == What::Entered { stage: StageId(1) };
    let entered: Vec<u64> = facts.iter().filter(entered).map(|fact| fact.at.0).collect();
    // 0 alone from 0.5 h on, with 1 from 1 h on: done at 4 h, and only then 2 enters.
    assert_eq!(entered, [HOUR / 2, HOUR, 4 * HOUR - 1]);
}

#[test]
fn a_repair_is_one_of_the_items() {
    // A defect for sure, seen for sure, and mended in half of the time.
    let rule =
        r#"2, "defects": { "share": 1 }, "inspection": { "rule": "fix_here", "factor": 0.5 }"#;
    let facts = facts(&ready(&pair(rule), &arriving("0, 0")), 20);
    assert_eq!(about(&facts), [(0, 6.0), (1, 6.0)]);
}

#[test]
fn a_repair_that_was_preempted_is_not_inspected_again() {
    let rest = r#""classes": [{ "id": "plain", "priority": 1 }, { "id": "urgent", "preempts": true }],
        "sources": [{ "id": "slow", "to": "a", "class": "plain", "arrivals": { "at": [0] } },
            { "id": "fast", "to": "a", "class": "urgent", "arrivals": { "at": [2.5] } }]"#;
    let rule = r#""defects": { "share": 1 }, "inspection": { "rule": "fix_here", "factor": 0.5 }"#;
    for items in ["", r#""items_per_worker": 1,"#] {
        let stage = [r#""process_time": { "mean": 2 },"#, items, rule].concat();
        // Two hours of work, half of the repair, three hours of the other one, and the other half.
        assert_eq!(deliveries(&facts(&ready(&stage, rest), 40)), [(1, 5.5), (0, 6.0)]);
    }
}

/// A run of three items of two hours that is changed after so many hours.
fn changed(stage: &str, after: u64, changes: &[Change]) -> (Simulation, Vec<Fact>) {
    let rest = r#""sources": [{ "id": "in", "to": "a", "backlog": 3 }]"#;
    let mut simulation = Simulation::new(&ready(stage, rest), Seed(1));
    let mut facts = Vec::new();
    simulation.advance(SimTime(after * HOUR), u32::MAX, &mut facts);
    for change in changes {
        let amendment = simulation.runnable().amended(change.clone()).expect("sound");
        simulation.amend(amendment, &mut facts);
    }
    (simulation, facts)
}

#[test]
fn a_running_stream_can_begin_to_share_and_stop() {
    let items = |items| Change::ItemsPerWorker { stage: A, items };
    let done_after = |after: u64, stage: &str, changes: &[Change]| {
        let (mut simulation, mut facts) = changed(stage, after, changes);
        simulation.advance(SimTime(40 * HOUR), u32::MAX, &mut facts);
        about(&facts)
    };
    let done = |stage: &str, changes: &[Change]| done_after(1, stage, changes);
    let plain = r#""process_time": { "mean": 2 }"#;
    // The first has an hour left, of which a third is done per hour; then the others share what is left.
    assert_eq!(done(plain, &[items(3)]), [(0, 4.0), (1, 6.0), (2, 6.0)]);
    // The second, which has waited in the queue, has an hour left and shares it with the third.
    assert_eq!(done_after(3, plain, &[items(3)]), [(0, 2.0), (1, 5.0), (2, 6.0)]);
    // Who has three keeps them.
    assert_eq!(done(&pair("3"), &[items(1)]), [(0, 6.0), (1, 6.0), (2, 6.0)]);
    // Who has two takes no other one as long as one is left.
    assert_eq!(done(&pair("2"), &[items(1)]), [(0, 4.0), (1, 4.0), (2, 6.0)]);
    // Everybody gets a person: 5/3 of the hours left.
    let unlimited = Change::Workers { stage: A, workers: Workers::Unlimited };
    let each = 9600.0 / 3600.0;
    assert_eq!(done(&pair("3"), &[items(1), unlimited]), [(0, each), (1, each), (2, each)]);
}

#[test]
fn who_gets_a_person_of_their_own_may_sit_where_somebody_sat_before() {
    // The second is done at 2 h and leaves an empty desk behind; the first and the third share the other worker.
    let runnable = ready(&pair(r#"2, "workers": 2"#), &arriving("0, 0, 1"));
    let mut simulation = Simulation::new(&runnable, Seed(1));
    let mut facts = Vec::new();
    simulation.advance(SimTime(HOUR * 5 / 2), u32::MAX, &mut facts);
    for change in [
        Change::ItemsPerWorker { stage: A, items: 1 },
        Change::Workers { stage: A, workers: Workers::Unlimited },
    ] {
        simulation.amend(simulation.runnable().amended(change).expect("sound"), &mut facts);
    }
    assert_eq!(simulation.stage(A).at_work, 2);
    simulation.advance(SimTime(40 * HOUR), u32::MAX, &mut facts);
    // At 2.5 h three quarters of an hour of each have been done since the third came.
    assert_eq!(about(&facts), [(1, 2.0), (0, 2.75), (2, 3.75)]);
}

#[test]
fn a_desk_shows_the_item_that_will_be_done_first() {
    let (simulation, _) = changed(&pair("2"), 1, &[]);
    let desks: Vec<Desk> = simulation.desks(A).collect();
    assert_eq!(desks.len(), 1);
    let (part, items) = desks[0].shared.expect("shared");
    assert!((part - 0.25).abs() < 1e-6 && items == 2);
    let view = simulation.stage(A);
    assert_eq!((view.in_process, view.at_work, view.waiting), (2, 1, 1));
    assert_eq!(desks[0].due, SimTime(4 * HOUR - 1));
}

#[test]
fn what_cannot_be_shared_is_refused() {
    let one = r#""sources": [{ "id": "in", "to": "a", "backlog": 1 }]"#;
    let of_a = |rules: &str| faults(&pair(rules), one);
    let clash =
        |with: &str| format!(r#"stage 1 "a", items_per_worker: does not go together with {with}"#);
    for (rule, with) in [
        (r#""workers": "unlimited""#, r#""workers": "unlimited""#),
        (r#""finished_item": "holds_worker""#, r#""finished_item": "holds_worker""#),
        (r#""process_batch": { "max": 2 }"#, "process_batch"),
        (r#""setup_time": { "mean": 1 }"#, "setup_time"),
    ] {
        assert_eq!(of_a(&["2, ", rule].concat()), [clash(with)]);
    }
    let team = [r#""teams": [{ "id": "t", "workers": 2 }], "#, one].concat();
    assert_eq!(faults(&pair(r#"2, "team": "t""#), &team), [clash("team")]);
    assert_eq!(
        of_a(r#"6, "switching_loss": 0.2"#),
        [
            r#"stage 1 "a", items_per_worker: found 6, but switching between so many leaves no time to work; want at most 5"#
        ]
    );
    assert_eq!(
        of_a(r#"0, "switching_loss": 2"#),
        [
            r#"stage 1 "a", items_per_worker: found 0, want a whole number from 1 to 10000"#,
            r#"stage 1 "a", switching_loss: found 2, want a number from 0 to 1"#,
        ]
    );
    // One at a time loses nothing, whatever switching would cost.
    ready(&pair(r#"1, "switching_loss": 1, "setup_time": { "mean": 1 }"#), one);
    // What is planned is checked as well.
    let planned =
        [one, r#", "changes": [{ "at": 2, "change": { "stage": "a", "items_per_worker": 4 } }]"#]
            .concat();
    let said = faults(&pair(r#"2, "switching_loss": 0.4"#), &planned);
    assert!(
        said.len() == 1 && said[0].starts_with("change 1, change: afterwards, stage 1"),
        "{said:?}"
    );
}

/// Processor sharing: the mean time in the stream is work / (1 - utilization), whatever the work's distribution
/// (Kleinrock, Queueing Systems II, ch. 4.4), and with a loss that only slows each of k items down as if k workers
/// were slower, a birth-death process.
#[test]
fn processor_sharing_takes_the_mean_of_one_server_whatever_the_work() {
    let works = [
        Distribution::exponential(1.0),
        Distribution::constant(1.0),
        Distribution { mean: 1.0, cv: 2.0, shape: Some(Shape::Hyperexponential) },
    ];
    let base = all().swap_remove(0);
    let case = |work: Distribution, items_per_worker, switching_loss, theory| {
        let stage = Stage { items_per_worker, switching_loss, ..Stage::new("a", work) };
        let stream = ValueStream {
            calendar: base.stream.stream().calendar,
            stages: vec![stage],
            links: vec![Link::new("a", "customer")],
            sources: vec![Source::new("in", "a", Arrivals::poisson(1.0 / 0.6))],
            ..ValueStream::default()
        };
        let stream = Arc::new(stream.check().expect("sound"));
        let quantity = Quantity::CycleTime;
        Case { theory, quantity, stream, warm_up: 500.0, length: 20_000.0, ..base.clone() }
    };
    let mut cases: Vec<Case> =
        works.into_iter().map(|work| case(work, 1_000, 0.0, 1.0 / (1.0 - 0.6))).collect();
    // Up to three at a time, each switch a tenth: rates 1, 0.9, 0.8, 0.8, ….
    let rates = |place: i32| [1.0, 0.9, 0.8][(place - 1).min(2) as usize];
    let (mut weight, mut all, mut items) = (1.0, 1.0, 0.0);
    for place in 1..500 {
        weight *= 0.6 / rates(place);
        all += weight;
        items += weight * f64::from(place);
    }
    cases.push(case(Distribution::exponential(1.0), 3, 0.1, items / all / 0.6));
    let mut proof = Proof::of(cases);
    while !proof.is_done() {
        proof.advance(1_000_000);
    }
    for row in proof.rows() {
        let got = flowglass::text::proof::simulated(row);
        assert_eq!(row.verdict(), Verdict::Agrees, "{got} for {}", row.case.theory);
    }
}
