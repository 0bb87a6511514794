//! One rule of a stage, the release or the customer at a time, against what a pencil says.

#![cfg(not(target_arch = "wasm32"))]

#[path = "rules/juggling.rs"]
mod juggling;
#[path = "rules/people.rs"]
mod people;
#[path = "shared/rules.rs"]
mod rules;

use flowglass::measure::{Ledger, Measures, Window};
use flowglass::sim::{Fact, Pause, Seed, Simulation, What};
use flowglass::value_stream::{Change, Release, Runnable, SimTime, StageId, ValueStream, WorkTime};
use rules::stream;

const HOUR: u64 = 3_600_000;

fn ready(stage: &str, rest: &str) -> Runnable {
    let text = stream(stage, rest);
    let read = ValueStream::from_json(&text).and_then(ValueStream::check);
    read.unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn facts(runnable: &Runnable, hours: u64) -> Vec<Fact> {
    let mut facts = Vec::new();
    Simulation::new(runnable, Seed(1)).advance(SimTime(hours * HOUR), u32::MAX, &mut facts);
    facts
}

fn measures(runnable: &Runnable, facts: &[Fact], hours: u64) -> Measures {
    let mut ledger = Ledger::new(runnable);
    ledger.fold(facts);
    ledger.measures(Window::new(SimTime::START, SimTime(hours * HOUR)))
}

/// When each item was delivered [h], in the order of delivery: (item, hour).
fn deliveries(facts: &[Fact]) -> Vec<(u32, f64)> {
    facts
        .iter()
        .filter(|fact| fact.what == What::Delivered)
        .map(|fact| (fact.item.0, fact.at.0 as f64 / HOUR as f64))
        .collect()
}

/// The faults of a stream whose first stage has these fields.
fn faults(stage: &str, rest: &str) -> Vec<String> {
    let text = stream(stage, rest);
    let checked = ValueStream::from_json(&text).and_then(ValueStream::check);
    checked.expect_err("should have faults").iter().map(ToString::to_string).collect()
}

const THREE_AT_ONCE: &str = r#""sources": [{ "id": "in", "to": "a", "backlog": 3 }]"#;

#[test]
fn a_batch_waits_until_it_is_full_and_finishes_together_after_one_setup() {
    // Items at 1, 2, 3, 4, 5 h; three together: 0.5 h setup, 2 h work.
    let stage = r#""process_time": { "mean": 2 }, "setup_time": { "mean": 0.5 },
        "process_batch": { "min": 3, "max": 3 }"#;
    let runnable = ready(
        stage,
        r#""sources": [{ "id": "in", "to": "a", "arrivals": { "at": [1, 2, 3, 4, 5] } }]"#,
    );
    let facts = facts(&runnable, 20);
    assert_eq!(deliveries(&facts), [(0, 5.5), (1, 5.5), (2, 5.5)]);
    let measures = measures(&runnable, &facts, 20);
    let stage = &measures.stages[0];
    assert_eq!((stage.working, stage.setup), (2 * u128::from(HOUR), u128::from(HOUR) / 2));
    assert_eq!(stage.queue_now, 2);
    // Starved for an hour, then two short of a batch; at work until 5.5 h, where the items of 4 and 5 h are again too few.
    assert_eq!(
        (stage.starved, stage.waiting_for_batch),
        (Some(u128::from(HOUR)), 33 * u128::from(HOUR) / 2)
    );
    // The work of each item is the batch's work, its wait is its own.
    let process = measures.process_time.expect("three");
    assert_eq!((process.least, process.most), (WorkTime(2 * HOUR), WorkTime(2 * HOUR)));
    assert_eq!(stage.wait_mean, Some(HOUR as f64));
}

#[test]
fn a_batch_starts_short_when_its_first_item_has_waited_long_enough() {
    let stage = r#""process_time": { "mean": 1 },
        "process_batch": { "min": 3, "max": 3, "wait_at_most": 4 }"#;
    let runnable =
        ready(stage, r#""sources": [{ "id": "in", "to": "a", "arrivals": { "at": [1, 2] } }]"#);
    assert_eq!(deliveries(&facts(&runnable, 20)), [(0, 6.0), (1, 6.0)]);
}

#[test]
fn a_pallet_leaves_full_or_when_its_first_item_has_waited() {
    let stage = r#""process_time": { "mean": 1 }, "transfer_batch": 2, "transfer_wait_at_most": 5"#;
    let runnable = ready(stage, THREE_AT_ONCE);
    assert_eq!(deliveries(&facts(&runnable, 20)), [(0, 2.0), (1, 2.0), (2, 8.0)]);
}

#[test]
fn a_pallet_counts_towards_the_limit_of_its_stage() {
    let stage = r#""process_time": { "mean": 1 }, "transfer_batch": 2, "wip_limit": 2"#;
    let runnable = ready(stage, r#""sources": [{ "id": "in", "to": "a", "backlog": 4 }]"#);
    let facts = facts(&runnable, 20);
    let entered = |fact: &&Fact| matches!(fact.what, What::Entered { .. });
    let hours: Vec<u64> = facts.iter().filter(entered).map(|fact| fact.at.0 / HOUR).collect();
    assert_eq!(hours, [0, 0, 2, 2]);
}

#[test]
fn a_pallet_outside_may_be_larger_than_the_limit_inside() {
    let text = |when_full: &str, extra: &str| {
        format!(
            r#"{{ "flowglass": 1, "unit": "hour",
            "stages": [
                {{ "id": "a", "process_time": {{ "mean": 1 }}, "wip_limit": 2, "transfer_batch": 3 }},
                {{ "id": "b", "process_time": {{ "mean": 1 }} }}],
            "links": [
                {{ "from": "a", "to": "b", "share": 0.5 {when_full} }},
                {{ "from": "a", "to": "a", "share": 0.5 }},
                {{ "from": "b", "to": "customer" }}],
            "sources": [{{ "id": "in", "to": "a", "backlog": 6 }}] {extra} }}"#
        )
    };
    let check = |text: &str| ValueStream::from_json(text).and_then(ValueStream::check);
    let leaves = r#", "when_full": "leave""#;
    let runnable = check(&text(leaves, "")).expect("the pallet stands outside");
    assert_eq!(deliveries(&facts(&runnable, 200)).len(), 6);
    // Inside, it could never fill; nor outside, where the whole stream holds fewer.
    let never = r#"stage 1 "a", transfer_batch: found 3, but at most 2 items can be there at once; want at most 2"#;
    for refused in [text("", ""), text(leaves, r#", "release": { "conwip": 2 }"#)] {
        let faults = check(&refused).expect_err("it could never fill");
        assert_eq!(faults.iter().map(ToString::to_string).collect::<Vec<_>>(), [never]);
    }
}

#[test]
fn a_release_train_leaves_at_multiples_of_its_cadence() {
    let stage = r#""process_time": { "mean": 2 }, "cadence": 5"#;
    let runnable = ready(stage, THREE_AT_ONCE);
    assert_eq!(deliveries(&facts(&runnable, 20)), [(0, 5.0), (1, 5.0), (2, 10.0)]);
    // An item that is done exactly when the train leaves is on it.
    let runnable = ready(r#""process_time": { "mean": 5 }, "cadence": 5"#, THREE_AT_ONCE);
    assert_eq!(deliveries(&facts(&runnable, 20)), [(0, 5.0), (1, 10.0), (2, 15.0)]);
}

#[test]
fn an_interrupted_worker_goes_on_where_the_work_stood() {
    // Interrupted after every 3 h of work for 1 h: 2 h, 1 h + 1 h off + 1 h, 2 h, 1 h off ...
    let stage = r#""process_time": { "mean": 2 }, "interruptions":
        { "clock": "working", "between": { "mean": 3 }, "length": { "mean": 1 } }"#;
    let runnable = ready(stage, THREE_AT_ONCE);
    let facts = facts(&runnable, 20);
    assert_eq!(deliveries(&facts), [(0, 2.0), (1, 5.0), (2, 7.0)]);
    let measures = measures(&runnable, &facts, 20);
    let stage = &measures.stages[0];
    assert_eq!((stage.working, stage.interrupted), (6 * u128::from(HOUR), u128::from(HOUR)));
    assert_eq!(measures.process_time.expect("three").most, WorkTime(2 * HOUR));
}

#[test]
fn a_clock_that_always_runs_interrupts_also_who_waits() {
    // Off from 3 to 4, 7 to 8, 11 to 12 h.
    let stage = r#""process_time": { "mean": 2 }, "interruptions":
        { "clock": "always", "between": { "mean": 3 }, "length": { "mean": 1 } }"#;
    let runnable =
        ready(stage, r#""sources": [{ "id": "in", "to": "a", "arrivals": { "at": [2, 7.5] } }]"#);
    let facts = facts(&runnable, 10);
    assert_eq!(deliveries(&facts), [(0, 5.0), (1, 10.0)]);
    let stage = &measures(&runnable, &facts, 10).stages[0];
    let hours = u128::from(HOUR);
    assert_eq!((stage.working, stage.interrupted), (4 * hours, 2 * hours));
    assert_eq!(stage.starved, Some(4 * hours));
}

const TWO_CLASSES: &str = r#""sources": [
    { "id": "slow", "to": "a", "class": "plain", "arrivals": { "at": [0, 0] } },
    { "id": "fast", "to": "a", "class": "urgent", "arrivals": { "at": [1] } }]"#;

#[test]
fn priority_goes_before_coming_first() {
    let classes = r#""classes": [{ "id": "plain", "priority": 1 }, { "id": "urgent" }], "#;
    let runnable = ready(r#""process_time": { "mean": 2 }"#, &(classes.to_owned() + TWO_CLASSES));
    assert_eq!(deliveries(&facts(&runnable, 20)), [(0, 2.0), (2, 4.0), (1, 6.0)]);
}

#[test]
fn a_preempted_item_resumes_at_the_head_of_its_class() {
    let classes =
        r#""classes": [{ "id": "plain", "priority": 1 }, { "id": "urgent", "preempts": true }], "#;
    let runnable = ready(r#""process_time": { "mean": 2 }"#, &(classes.to_owned() + TWO_CLASSES));
    let facts = facts(&runnable, 20);
    assert_eq!(deliveries(&facts), [(2, 3.0), (0, 4.0), (1, 6.0)]);
    let measures = measures(&runnable, &facts, 20);
    assert_eq!(measures.stages[0].working, 6 * u128::from(HOUR));
    assert_eq!(measures.process_time.expect("three").most, WorkTime(2 * HOUR));
}

#[test]
fn an_expedited_item_enters_a_full_stage() {
    let classes = r#""classes": [{ "id": "plain", "priority": 1 },
        { "id": "urgent", "exceeds_limits": true }], "#;
    let stage = r#""process_time": { "mean": 2 }, "wip_limit": 1"#;
    let runnable = ready(stage, &(classes.to_owned() + TWO_CLASSES));
    let facts = facts(&runnable, 20);
    let entered = |fact: &&Fact| matches!(fact.what, What::Entered { .. });
    let order: Vec<(u32, u64)> =
        facts.iter().filter(entered).map(|fact| (fact.item.0, fact.at.0 / HOUR)).collect();
    assert_eq!(order, [(0, 0), (2, 1), (1, 4)]);
}

#[test]
fn queues_are_served_in_their_order() {
    let arrivals =
        r#""sources": [{ "id": "in", "to": "a", "arrivals": { "at": [0, 0.1, 0.2, 0.3] } }]"#;
    let order = |rule: &str| {
        let stage =
            format!(r#""process_time": {{ "mean": 2, "cv": 0.5 }}, "queue_order": "{rule}""#);
        let facts = facts(&ready(&stage, arrivals), 60);
        deliveries(&facts).iter().map(|&(item, _)| item).collect::<Vec<_>>()
    };
    assert_eq!(order("fifo"), [0, 1, 2, 3]);
    assert_eq!(order("lifo"), [0, 3, 2, 1]);
    assert_eq!(order("oldest"), [0, 1, 2, 3]);
    let mut random = order("random");
    random.sort_unstable();
    assert_eq!(random, [0, 1, 2, 3]);
    // The same draws whatever the order: the work of each item is known from a run without a queue.
    let stage = r#""workers": "unlimited", "process_time": { "mean": 2, "cv": 0.5 }"#;
    let alone = facts(&ready(stage, arrivals), 60);
    let mut work: Vec<(u64, u32)> = alone
        .iter()
        .filter(|fact| fact.what == What::Delivered && fact.item.0 > 0)
        .map(|fact| (fact.at.0 - u64::from(fact.item.0) * HOUR / 10, fact.item.0))
        .collect();
    work.sort_unstable();
    let shortest: Vec<u32> = work.iter().map(|&(_, item)| item).collect();
    assert_eq!(order("shortest")[1..], shortest);
}

#[test]
fn the_rope_ends_at_the_drum() {
    let rest = r#""release": { "drum": "b", "rope": 2 },
        "sources": [{ "id": "in", "to": "a", "arrivals": "endless" }]"#;
    let runnable = ready(r#""process_time": { "mean": 0.5 }"#, rest);
    let facts = facts(&runnable, 40);
    let mut on_rope = 0;
    for fact in &facts {
        match fact.what {
            What::Released => on_rope += 1,
            What::Finished { stage: StageId(1) } => on_rope -= 1,
            _ => {}
        }
        assert!(on_rope <= 2);
    }
    // The drum takes an hour and never waits once the first item is there.
    let stage = &measures(&runnable, &facts, 40).stages[1];
    assert_eq!(stage.starved, Some(u128::from(HOUR) / 2));
}

#[test]
fn the_rope_is_free_when_the_drum_is_done_not_when_the_customer_has_it() {
    // The drum comes first: while the slow stage behind it piles up work, the drum never waits.
    let rest = r#""release": { "drum": "a", "rope": 1 },
        "sources": [{ "id": "in", "to": "a", "arrivals": "endless" }]"#;
    let runnable = ready(r#""process_time": { "mean": 0.5 }"#, rest);
    let stages = measures(&runnable, &facts(&runnable, 10), 10).stages;
    assert_eq!(stages[0].starved, Some(0));
    assert_eq!((stages[0].finished, stages[1].wip_now), (20, 11));
}

#[test]
fn a_running_stream_can_get_a_rope() {
    let rest =
        r#""b": {}, "sources": [{ "id": "in", "to": "a", "arrivals": { "at": [0, 0, 0, 0] } }]"#;
    let runnable = ready(r#""process_time": { "mean": 2 }, "wip_limit": 1"#, rest);
    let mut simulation = Simulation::new(&runnable, Seed(1));
    let mut facts = Vec::new();
    simulation.advance(SimTime(HOUR), u32::MAX, &mut facts);
    let release = Release::DrumBufferRope { drum: "b".into(), rope: 1 };
    let amendment = runnable.amended(Change::Release(release)).expect("sound");
    simulation.amend(amendment, &mut facts);
    simulation.advance(SimTime(20 * HOUR), u32::MAX, &mut facts);
    let released = facts.iter().filter(|fact| fact.what == What::Released);
    // The first is let in before there is a rope, and is on it; each waits for the drum to finish the one before.
    let hours: Vec<u64> = released.map(|fact| fact.at.0 / HOUR).collect();
    assert_eq!(hours, [0, 3, 6, 9]);
}

#[test]
fn a_rope_that_is_moved_to_another_drum_counts_what_is_not_behind_it() {
    // At 3.5 h item 0 is at b, item 1 at a since 2 h. At a they are before either drum; at b only before b.
    let rest = r#""b": { "process_time": { "mean": 8 } }, "sources": [{ "id": "in", "to": "a", "backlog": 4 }]"#;
    let released = |drum: &str, rope: u32| {
        let runnable = ready(r#""process_time": { "mean": 2 }, "wip_limit": 1"#, rest);
        let mut simulation = Simulation::new(&runnable, Seed(1));
        let mut facts = Vec::new();
        simulation.advance(SimTime(HOUR * 7 / 2), u32::MAX, &mut facts);
        let release = Release::DrumBufferRope { drum: drum.into(), rope };
        let amendment = runnable.amended(Change::Release(release)).expect("sound");
        simulation.amend(amendment, &mut facts);
        simulation.advance(SimTime(20 * HOUR), u32::MAX, &mut facts);
        let released = facts.iter().filter(|fact| fact.what == What::Released);
        released.map(|fact| fact.at.0 / HOUR).collect::<Vec<u64>>()
    };
    // Two on the rope until b is done with the first, at 10 h; with a as the drum only what is at a counts.
    assert_eq!(released("b", 2), [0, 2, 10, 18]);
    assert_eq!(released("a", 1), [0, 2, 4, 6]);
}

#[test]
fn what_is_scrapped_is_ordered_again() {
    // The only order is made at 5 h, and what it lets in is done an hour later, or scrapped and begun anew.
    let stage = r#""process_time": { "mean": 1 }, "defects": { "share": 0.5 }, "inspection": { "rule": "scrap" }"#;
    let rest = r#""release": { "base_stock": 0 }, "b": { "process_time": { "mean": 0 } },
        "customer": { "demand": { "every": { "shape": "trace", "values": [5, 1000] } } },
        "sources": [{ "id": "in", "to": "a", "arrivals": "endless" }]"#;
    let runnable = ready(stage, rest);
    // Half of the seeds scrap the first item, a quarter the second too: whatever the luck, one is delivered.
    let mut scrapped = 0;
    for seed in 0..32 {
        let mut facts = Vec::new();
        Simulation::new(&runnable, Seed(seed)).advance(SimTime(99 * HOUR), u32::MAX, &mut facts);
        let lost = facts.iter().filter(|fact| matches!(fact.what, What::Scrapped { .. })).count();
        let hour = 6.0 + lost as f64;
        assert_eq!(deliveries(&facts), [(lost as u32, hour)], "seed {seed}");
        scrapped += lost;
    }
    assert!(scrapped > 0);
}

#[test]
fn what_is_scrapped_for_ever_in_no_time_is_refused() {
    let stage = r#""process_time": { "mean": 0 }, "defects": { "share": 1 }, "inspection": { "rule": "scrap" }"#;
    let forever = "stage 1 \"a\", process_time: items could go round for ever in no time; want a process time above 0 \
                   on the way";
    let closed = r#""b": {}, "sources": [{ "id": "in", "to": "a", "arrivals": { "closed": 2 } }]"#;
    assert_eq!(faults(stage, closed), [forever]);
    let pulled = r#""b": {}, "release": { "base_stock": 1 }, "customer": { "demand": { "every": { "mean": 2 } } },
        "sources": [{ "id": "in", "to": "a", "arrivals": "endless" }]"#;
    assert_eq!(faults(stage, pulled), [forever]);
}

#[test]
fn the_shortest_of_a_trace_goes_first() {
    // In the order of coming they take 4, 3, 1 and 2 h; the first is at work when the others come.
    let stage = r#""process_time": { "shape": "trace", "values": [4, 3, 1, 2] }, "queue_order": "shortest""#;
    let runnable = ready(
        stage,
        r#""sources": [{ "id": "in", "to": "a", "arrivals": { "at": [0, 1, 1, 2] } }]"#,
    );
    assert_eq!(deliveries(&facts(&runnable, 20)), [(0, 4.0), (2, 5.0), (3, 7.0), (1, 10.0)]);
}

#[test]
fn what_comes_back_can_come_at_once() {
    let rest = r#""customer": { "feedback": { "share": 1, "delay": { "mean": 0 }, "source": "in" } },
        "sources": [{ "id": "in", "to": "a", "backlog": 1 }]"#;
    let runnable = ready(r#""process_time": { "mean": 1 }"#, rest);
    assert_eq!(deliveries(&facts(&runnable, 6)), [(0, 2.0), (1, 4.0), (2, 6.0)]);
    let rest =
        rest.replace("\"customer\"", "\"b\": { \"process_time\": { \"mean\": 0 } }, \"customer\"");
    let found = faults(r#""process_time": { "mean": 0 }"#, &rest);
    assert_eq!(
        found,
        [
            "stage 1 \"a\", process_time: items could go round for ever in no time; want a process time above 0 on the way"
        ]
    );
}

#[test]
fn an_expedited_item_that_is_sent_back_enters_a_full_stage() {
    // The item of class urgent comes back to a at 5 h, where another one takes the only place.
    let rest = r#""classes": [{ "id": "plain", "priority": 1 }, { "id": "urgent", "exceeds_limits": true }],
        "b": { "process_time": { "mean": 3 }, "inspection": { "rule": "send_back" } },
        "sources": [
            { "id": "fast", "to": "a", "class": "urgent", "arrivals": { "at": [0] } },
            { "id": "slow", "to": "a", "class": "plain", "arrivals": { "at": [4] } }]"#;
    let stage = format!(r#""process_time": {{ "mean": 2 }}, "wip_limit": 1, {DEFECT}"#);
    let entered = |fact: &&Fact| matches!(fact.what, What::Entered { stage: StageId(0) });
    let facts = facts(&ready(&stage, rest), 20);
    let order: Vec<(u32, u64)> =
        facts.iter().filter(entered).map(|fact| (fact.item.0, fact.at.0 / HOUR)).collect();
    assert_eq!(order, [(0, 0), (1, 4), (0, 5)]);
}

#[test]
fn demand_pulls_from_the_shelf_and_orders_what_it_takes() {
    // Requests at 2, 4, 6 h ... find two on the shelf; each orders one, which takes 3 h.
    let stage = r#""process_time": { "mean": 2 }"#;
    let rest = r#""release": { "base_stock": 2 }, "customer": { "demand": { "every": { "mean": 2 } } },
        "sources": [{ "id": "in", "to": "a", "arrivals": "endless" }]"#;
    let runnable = ready(stage, rest);
    let facts = facts(&runnable, 21);
    let measures = measures(&runnable, &facts, 21);
    let market = measures.market.expect("a demand");
    assert_eq!((market.demanded, market.met, market.met_at_once), (10, 10, 10));
    // Stock 2 until 2 h, 1 until 4 h, then 0 to 1: each item comes 3 h after its request.
    assert_eq!((market.shelf_now, market.owed_now), (1, 0));
    assert!((market.shelf - (2.0 * 2.0 + 2.0 * 1.0 + 1.0 * 8.0) / 21.0).abs() < 1e-12);
}

#[test]
fn what_nobody_asked_for_is_not_value_yet() {
    let rest = format!(
        r#""customer": {{ "demand": {{ "every": {{ "mean": 10 }}, "unmet": "lost" }} }}, {THREE_AT_ONCE}"#
    );
    let runnable = ready(r#""process_time": { "mean": 1 }"#, &rest);
    let facts = facts(&runnable, 45);
    let market = measures(&runnable, &facts, 45).market.expect("a demand");
    assert_eq!((market.demanded, market.met, market.lost, market.shelf_now), (4, 3, 1, 0));
}

#[test]
fn deliveries_can_come_back_as_new_work() {
    let rest = r#""customer": { "feedback":
        { "share": 1, "delay": { "mean": 3 }, "source": "in" } },
        "sources": [{ "id": "in", "to": "a", "backlog": 1 }]"#;
    let runnable = ready(r#""process_time": { "mean": 1 }"#, rest);
    // An hour at a, an hour at b, three hours until it comes back.
    assert_eq!(deliveries(&facts(&runnable, 14)), [(0, 2.0), (1, 7.0), (2, 12.0)]);
}

/// A stage that always makes a defect the first time, and never learns.
const DEFECT: &str = r#""defects": { "share": 1, "awareness": 0 }"#;

#[test]
fn a_defect_that_is_seen_goes_back_to_its_maker() {
    let stage = format!(r#""process_time": {{ "mean": 1 }}, {DEFECT}"#);
    let rest = format!(
        r#""b": {{ "inspection": {{ "rule": "send_back" }} }}, {}"#,
        r#""sources": [{ "id": "in", "to": "a", "backlog": 1 }]"#
    );
    let runnable = ready(&stage, &rest);
    let facts = facts(&runnable, 20);
    // a, b, and after the report nobody at a makes a defect any more: a, b again.
    assert_eq!(deliveries(&facts), [(0, 4.0)]);
    let measures = measures(&runnable, &facts, 20);
    assert_eq!((measures.stages[0].defects_made, measures.stages[1].defects_found), (1, 1));
    assert_eq!(measures.moves_back, Some(1.0 / 3.0));
    assert_eq!(measures.stages[0].first_pass_yield, Some(0.5));
    assert_eq!(measures.quality.observed_first_pass_yield, Some(0.0));
}

#[test]
fn a_repair_where_it_is_found_costs_more_the_further_it_went() {
    let stage = format!(r#""process_time": {{ "mean": 1 }}, {DEFECT}"#);
    let rest = r#""b": { "inspection": { "rule": "fix_here", "factor": 2, "growth": 3 } },
        "sources": [{ "id": "in", "to": "a", "backlog": 1 }]"#;
    // An hour at a, an hour at b, and 2 · 3 times an hour of repair.
    let runnable = ready(&stage, rest);
    assert_eq!(deliveries(&facts(&runnable, 20)), [(0, 8.0)]);
}

#[test]
fn scrap_leaves_the_stream_and_is_no_delivery() {
    let stage = r#""process_time": { "mean": 1 }, "defects": { "share": 1 }"#;
    let rest = format!(r#""b": {{ "inspection": {{ "rule": "scrap" }} }}, {THREE_AT_ONCE}"#);
    let runnable = ready(stage, &rest);
    let measures = measures(&runnable, &facts(&runnable, 20), 20);
    assert_eq!((measures.delivered, measures.quality.scrapped, measures.wip_now), (0, 3, 0));
    assert_eq!(measures.cycle_time, None);
}

#[test]
fn a_known_defect_passed_on_escapes_and_comes_back() {
    let stage = r#""process_time": { "mean": 1 }, "defects": { "share": 1 }"#;
    let rest = r#""b": { "inspection": { "rule": "pass_on" } },
        "customer": { "escapes": { "delay": { "mean": 5 }, "source": "bugs" } },
        "sources": [{ "id": "in", "to": "a", "backlog": 1 }, { "id": "bugs", "to": "b", "backlog": 0 }]"#;
    let runnable = ready(stage, rest);
    let facts = facts(&runnable, 20);
    // The bug enters at b, which makes no defects.
    assert_eq!(deliveries(&facts), [(0, 2.0), (1, 8.0)]);
    assert_eq!(measures(&runnable, &facts, 20).quality.escaped, 1);
}

#[test]
fn a_stopped_line_takes_no_new_work_until_the_defect_is_fixed() {
    let stage = format!(r#""process_time": {{ "mean": 1 }}, {DEFECT}"#);
    let rest = format!(
        r#""b": {{ "inspection": {{ "rule": "send_back", "stops_the_line": true }} }}, {THREE_AT_ONCE}"#
    );
    let runnable = ready(&stage, &rest);
    let facts = facts(&runnable, 20);
    let starts = |fact: &&Fact| matches!(fact.what, What::Started { stage: StageId(0), .. });
    let starts: Vec<(u32, u64)> =
        facts.iter().filter(starts).map(|fact| (fact.item.0, fact.at.0 / HOUR)).collect();
    // Item 0 comes back at 2 h and goes first, whoever waits; the report has taught a, so that item 1, done at the
    // same moment, has no defect.
    assert_eq!(starts, [(0, 0), (1, 1), (0, 2), (2, 3)]);
    assert_eq!(deliveries(&facts).len(), 3);
}

#[test]
fn a_team_helps_where_work_is_most_downstream() {
    // One person for both stages: each item is carried through before the next one is begun.
    let rest = format!(
        r#""teams": [{{ "id": "all", "workers": 1 }}], "b": {{ "team": "all" }}, {THREE_AT_ONCE}"#
    );
    let runnable = ready(r#""process_time": { "mean": 1 }, "team": "all""#, &rest);
    let facts = facts(&runnable, 12);
    assert_eq!(deliveries(&facts), [(0, 2.0), (1, 4.0), (2, 6.0)]);
    let measures = measures(&runnable, &facts, 12);
    assert_eq!(measures.team_utilization, [0.5]);
    // People are counted where they are.
    for stage in &measures.stages {
        assert_eq!((stage.staffed, stage.starved), (Some(3 * u128::from(HOUR)), Some(0)));
    }
}

#[test]
fn a_limit_can_span_stages() {
    let rest = r#""limits": [{ "stages": ["a", "b"], "limit": 2 }], "b": {},
        "sources": [{ "id": "in", "to": "a", "backlog": 4 }]"#;
    let runnable = ready(r#""process_time": { "mean": 0.5 }"#, rest);
    let facts = facts(&runnable, 12);
    let mut inside = 0;
    for fact in &facts {
        match fact.what {
            What::Entered { .. } => inside += 1,
            What::Left { .. } => inside -= 1,
            _ => {}
        }
        assert!(inside <= 2);
    }
    // b takes an hour each and never waits once the first item is there.
    assert_eq!(deliveries(&facts), [(0, 1.5), (1, 2.5), (2, 3.5), (3, 4.5)]);
}

#[test]
fn items_that_can_never_move_again_are_called_gridlocked() {
    // Two pallets of two want different ways, and the stage holds two.
    let stage = r#""process_time": { "mean": 1 }, "transfer_batch": 3, "wip_limit": 3"#;
    let rest = r#""split": true, "sources": [{ "id": "in", "to": "a", "backlog": 9 }]"#;
    let runnable = ready(stage, rest);
    let mut simulation = Simulation::new(&runnable, Seed(3));
    let mut facts = Vec::new();
    let pause = simulation.advance(SimTime(100 * HOUR), u32::MAX, &mut facts);
    assert_eq!(pause, Pause::Gridlocked { stages: vec![StageId(0)] });
}

#[test]
fn rules_that_contradict_each_other_are_refused_in_words() {
    let holds = r#""process_time": { "mean": 1 }, "finished_item": "holds_worker""#;
    let of_a = |rule: &str| faults(&format!("{holds}, {rule}"), THREE_AT_ONCE);
    assert_eq!(
        of_a(r#""transfer_batch": 2"#),
        [
            r#"stage 1 "a", transfer_batch: does not go together with "finished_item": "holds_worker""#
        ]
    );
    assert_eq!(of_a(r#""cadence": 2"#).len(), 1);
    let plain = r#""process_time": { "mean": 1 }"#;
    let of_a = |rule: &str| faults(&format!("{plain}, {rule}"), THREE_AT_ONCE);
    assert_eq!(
        of_a(r#""transfer_batch": 5, "wip_limit": 3"#),
        [
            r#"stage 1 "a", transfer_batch: found 5, but at most 3 items can be there at once; want at most 3"#
        ]
    );
    assert_eq!(
        of_a(r#""process_batch": { "min": 4, "max": 2 }"#),
        [r#"stage 1 "a", process_batch.min: found 4, want a whole number from 1 to 2"#]
    );
    assert_eq!(
        of_a(r#""inspection": { "rule": "redo_until_good" }, "defects": { "share": 1 }"#).len(),
        1
    );
    assert_eq!(
        of_a(r#""defects": { "part": 1 }"#),
        [
            r#"stage 1 "a", defects.share: nothing there, want a number from 0 to 1"#,
            r#"stage 1 "a", defects.part: no such field; there are share, awareness"#,
        ]
    );
    assert_eq!(
        faults(plain, &format!(r#""release": {{ "base_stock": 2 }}, {THREE_AT_ONCE}"#)),
        [
            "release, base_stock: nothing is asked for, so nothing would be released; want a customer with demand"
        ]
    );
    assert_eq!(
        faults(plain, &format!(r#""release": {{ "drum": "z", "rope": 2 }}, {THREE_AT_ONCE}"#)),
        [r#"release, drum: found "z", want one of "a", "b""#]
    );
}

#[test]
fn every_rule_is_written_as_it_was_read() {
    for (name, text) in rules::all() {
        let stream =
            ValueStream::from_json(&text).unwrap_or_else(|faults| panic!("{name}: {faults:?}"));
        let again = ValueStream::from_json(&stream.to_json());
        assert_eq!(again.as_ref(), Ok(&stream), "{name}");
        assert_ne!(stream.to_json(), ValueStream::default().to_json());
    }
}

#[test]
fn a_larger_item_takes_longer_everywhere() {
    let sources = r#""sources": [{ "id": "in", "to": "a", "backlog": 3,
        "item_size": { "shape": "trace", "values": [1, 2.5] } }]"#;
    let runnable = ready(r#""process_time": { "mean": 2 }"#, sources);
    assert_eq!(deliveries(&facts(&runnable, 20)), [(0, 2.0), (1, 7.0), (2, 9.0)]);
    // The same with the setup of a batch stage, whose setup is not the item's.
    let stage = r#""process_time": { "mean": 2 }, "setup_time": { "mean": 1 }"#;
    let runnable = ready(stage, sources);
    assert_eq!(deliveries(&facts(&runnable, 20)), [(0, 3.0), (1, 9.0), (2, 12.0)]);
}

#[test]
fn a_request_is_delivered_with_its_last_item() {
    // At 1 h and 2 h a request of three items, two people, an hour each: 2, 2, 3 | 3, 4, 4.
    let runnable = ready(
        r#""process_time": { "mean": 1 }, "workers": 2"#,
        r#""sources": [{ "id": "in", "to": "a", "split_into": 3, "arrivals": { "at": [1, 2] } }]"#,
    );
    let facts = facts(&runnable, 20);
    let at: Vec<f64> = deliveries(&facts).iter().map(|&(_, at)| at).collect();
    assert_eq!(at, [2.0, 2.0, 3.0, 3.0, 4.0, 4.0]);
    let measures = measures(&runnable, &facts, 20);
    assert_eq!(measures.arrived, 6);
    let requests = measures.request_lead_time.expect("two requests");
    assert_eq!(
        (requests.count, requests.least, requests.most),
        (2, WorkTime(2 * HOUR), WorkTime(2 * HOUR))
    );
    let mut ledger = Ledger::new(&runnable);
    ledger.fold(&facts);
    let of: Vec<Option<u32>> =
        (0..6).map(|item| ledger.request_of(flowglass::sim::ItemId(item))).collect();
    assert_eq!(of, [0, 0, 0, 1, 1, 1].map(Some));
}

#[test]
fn items_can_be_inside_from_the_start_even_above_the_limit() {
    let runnable = ready(
        r#""process_time": { "mean": 1 }, "wip_limit": 1"#,
        r#""b": {}, "sources": [{ "id": "in", "to": "a", "backlog": 1, "inside": { "a": 2, "b": 1 } }]"#,
    );
    let facts = facts(&runnable, 20);
    // The oldest is the furthest downstream; the backlog waits until `a` is below its limit.
    assert_eq!(deliveries(&facts), [(0, 1.0), (1, 2.0), (2, 3.0), (3, 4.0)]);
    let entered = |fact: &&Fact| matches!(fact.what, What::Entered { stage: StageId(0) });
    let hours: Vec<u64> = facts.iter().filter(entered).map(|fact| fact.at.0 / HOUR).collect();
    assert_eq!(hours, [0, 0, 2]);
    let measures = measures(&runnable, &facts, 20);
    assert_eq!((measures.delivered, measures.area), (4, measures.time_in_stream));
}

#[test]
fn what_contradicts_itself_at_a_source_is_refused() {
    let found = faults(
        r#""process_time": { "mean": 1 }"#,
        r#""sources": [
            { "id": "s", "to": "a", "arrivals": { "closed": 2 }, "split_into": 2, "inside": { "x": 1 },
              "item_size": { "mean": 0.0001 } }]"#,
    );
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with("source 1 \"s\", item_size.mean: found 0.0001"), "{found:#?}");
    let found = faults(
        r#""process_time": { "mean": 1 }"#,
        r#""sources": [
            { "id": "s", "to": "a", "arrivals": { "closed": 2 }, "split_into": 2, "inside": { "x": 1 } }]"#,
    );
    assert!(found.iter().any(|fault| fault.starts_with("source 1 \"s\", inside: found \"x\"")));
    assert_eq!(found.iter().filter(|fault| fault.contains("split_into")).count(), 2, "{found:#?}");
}

#[test]
fn an_item_that_has_waited_too_long_for_its_first_work_is_cancelled() {
    // Four at once, three hours each, patience 4 h: the second begins at 3 h, the others go at 4 h, one from the
    // queue and one from the backlog. What has begun stays, however long it waits at `b`.
    let runnable = ready(
        r#""process_time": { "mean": 3 }, "wip_limit": 2"#,
        r#""b": { "process_time": { "mean": 9 } },
        "sources": [{ "id": "in", "to": "a", "backlog": 4, "patience": { "mean": 4 } }]"#,
    );
    let all = facts(&runnable, 40);
    assert_eq!(deliveries(&all), [(0, 12.0), (1, 21.0)]);
    let gone: Vec<(u32, u64, What)> = all
        .iter()
        .filter(|fact| matches!(fact.what, What::Cancelled { .. }))
        .map(|fact| (fact.item.0, fact.at.0 / HOUR, fact.what))
        .collect();
    let cancelled = |stage| What::Cancelled { stage };
    assert_eq!(gone, [(2, 4, cancelled(Some(StageId(0)))), (3, 4, cancelled(None))]);
    let measures = measures(&runnable, &all, 40);
    assert_eq!((measures.cancelled, measures.delivered), (2, 2));
    assert_eq!((measures.wip_now, measures.backlog_now, measures.stages[0].queue_now), (0, 0, 0));
    assert_eq!(measures.area, measures.time_in_stream);
    // Patience ends one tick after nothing: who is free takes the item all the same.
    let runnable = ready(
        r#""process_time": { "mean": 1 }"#,
        r#""sources": [{ "id": "in", "to": "a", "backlog": 2, "patience": { "mean": 0 } }]"#,
    );
    assert_eq!(deliveries(&facts(&runnable, 20)), [(0, 1.0)]);
    let found = faults(
        r#""process_time": { "mean": 1 }"#,
        r#""sources": [{ "id": "s", "to": "a", "arrivals": { "closed": 2 }, "patience": { "mean": 1 } }]"#,
    );
    assert_eq!(found, ["source 1 \"s\", patience: does not go together with \"closed\" arrivals"]);
}

#[test]
fn a_planned_change_is_made_at_its_time_as_by_hand() {
    let changes = r#""changes": [
        { "at": 30, "change": { "release": { "conwip": 3 } } },
        { "at": 7, "change": { "stage": "a", "workers": 2 } },
        { "at": 7, "change": { "stage": "b", "process_time": { "mean": 0.3, "cv": 1 } } },
        { "at": 12.5, "change": { "stage": "a", "wip_limit": 2 } },
        { "at": 40, "change": { "source": "in", "arrivals": { "every": { "mean": 0.5, "cv": 1 } } } },
        { "at": 55, "change": { "links": [{ "from": "b", "to": "customer", "share": 1 }] } },
        { "at": 60, "change": { "stage": "a", "wip_limit": "none" } }]"#;
    let rest = r#""b": {}, "sources": [{ "id": "in", "to": "a", "arrivals": { "every": { "mean": 1.2, "cv": 1 } } }]"#;
    let stage = r#""process_time": { "mean": 1, "cv": 0.8 }"#;
    let planned = ready(stage, &[rest, changes].join(", "));
    let written = planned.stream().to_json();
    assert_eq!(ValueStream::from_json(&written).as_ref(), Ok(planned.stream()));
    let until = SimTime(100 * HOUR);
    let mut by_itself = Vec::new();
    let mut simulation = Simulation::new(&planned, Seed(3));
    simulation.advance(until, u32::MAX, &mut by_itself);
    assert!(simulation.amendments().iter().all(|amended| amended.is_planned));
    let mut by_hand = Vec::new();
    let mut simulation = Simulation::new(&ready(stage, rest), Seed(3));
    let mut plan = planned.stream().changes.clone();
    plan.sort_by(|one, other| one.at.total_cmp(&other.at));
    for change in plan {
        let at = planned.stream().calendar.span(change.at);
        simulation.advance(SimTime(at.0), u32::MAX, &mut by_hand);
        let stream = simulation.runnable().stream();
        let change = stream.resolve(&change.change).expect("ids are known");
        let amendment = simulation.runnable().amended(change).expect("sound");
        simulation.amend(amendment, &mut by_hand);
    }
    simulation.advance(until, u32::MAX, &mut by_hand);
    assert_eq!(
        by_itself.iter().filter(|fact| matches!(fact.what, What::Amended { .. })).count(),
        7
    );
    assert_eq!(by_itself, by_hand);
    // What a run from the start begins with is not what it has come to.
    let mut simulation = Simulation::new(&planned, Seed(3));
    simulation.advance(until, u32::MAX, &mut Vec::new());
    assert!(simulation.runnable().stream().changes.is_empty());
    let name = Change::Name { stage: StageId(0), name: "A".into() };
    let amendment = simulation.runnable().amended(name).expect("sound");
    simulation.amend(amendment, &mut Vec::new());
    let mut expected = planned.stream().clone();
    expected.stages[0].name = "A".into();
    assert_eq!(*simulation.base().stream(), expected);
}

#[test]
fn a_run_waits_for_what_is_planned() {
    // Nothing is due after an hour until a source opens at 5 h; before that a run to 3 h is not over.
    let rest = r#""sources": [{ "id": "in", "to": "a", "backlog": 1 }],
        "changes": [{ "at": 5, "change": { "source": "in", "arrivals": { "at": [6] } } }]"#;
    let runnable = ready(r#""process_time": { "mean": 1 }"#, rest);
    let mut simulation = Simulation::new(&runnable, Seed(1));
    let mut facts = Vec::new();
    assert_eq!(simulation.advance(SimTime(3 * HOUR), u32::MAX, &mut facts), Pause::Horizon);
    assert_eq!(simulation.advance(SimTime(9 * HOUR), u32::MAX, &mut facts), Pause::Idle);
    assert_eq!(deliveries(&facts), [(0, 1.0), (1, 7.0)]);
}

#[test]
fn what_cannot_be_planned_is_said_beforehand() {
    let rest = |changes: &str| {
        format!(
            r#""sources": [{{ "id": "in", "to": "a", "arrivals": "endless" }}], "changes": [{changes}]"#
        )
    };
    let stage = r#""process_time": { "mean": 1 }, "wip_limit": 2"#;
    let said = |changes: &str| faults(stage, &rest(changes));
    assert_eq!(
        said(r#"{ "at": -1, "change": { "stage": "x", "workers": 0 } }, { "change": {} }"#),
        [
            "change 1, at: found -1, want a number from 0 to 1000000",
            "change 1, change.workers: found 0, want a whole number from 1 to 10000, or \"unlimited\"",
            "change 2, at: nothing there, want a number from 0 to 1000000",
            "change 2, change: found {}, want { \"stage\": stage id, \"workers\": number }, \
             { \"stage\": stage id, \"wip_limit\": number }, { \"stage\": stage id, \"process_time\": { … } }, \
             { \"stage\": stage id, \"items_per_worker\": number }, { \"links\": [{ \"from\": …, \"to\": …, \"share\": number }, …] }, { \"release\": … } or \
             { \"source\": source id, \"arrivals\": … }",
        ]
    );
    assert_eq!(
        said(r#"{ "at": 2, "change": { "stage": "x", "workers": 1 } }"#),
        ["change 1, change.stage: found \"x\", want one of \"a\""]
    );
    // The limit goes first in time and leaves an endless source without any.
    assert_eq!(
        said(
            r#"{ "at": 9, "change": { "stage": "a", "workers": 3 } },
               { "at": 2, "change": { "stage": "a", "wip_limit": "none" } }"#
        ),
        [
            "change 2, change: afterwards, source 1 \"in\", arrivals: an endless source would release without end; want a \
          WIP limit at its stage, conwip or takt"
        ]
    );
}

#[test]
fn prices_are_paid_for_what_happened() {
    // One person, ten hours; items arrive at 0, 0 and 6 h and take two hours each: done at 2, 4 and 8 h.
    let rest = |demand: &str| {
        format!(
            r#""classes": [{{ "id": "x", "value": 100, "cost_of_delay": 24 }}], "costs": {{ "worker_hour": 50, "item_day": 48 }},
            "sources": [{{ "id": "in", "to": "a", "arrivals": {{ "at": [0, 0, 6] }} }}] {demand}"#
        )
    };
    let runnable = ready(r#""process_time": { "mean": 2 }"#, &rest(""));
    let written = runnable.stream().to_json();
    assert_eq!(ValueStream::from_json(&written).as_ref(), Ok(runnable.stream()));
    let near = |one: f64, other: f64| (one - other).abs() < 1e-9;
    let money = measures(&runnable, &facts(&runnable, 10), 10).money.expect("it has prices");
    // Inside for 2 + 4 + 2 hours at 2 an hour; waited for as long at 1 an hour.
    assert!(near(money.value, 300.0) && near(money.labor, 500.0) && near(money.holding, 16.0));
    assert!(near(money.delay, 8.0) && near(money.cost_per_item.expect("three"), 172.0));
    // Asked for at 5 and 10 h only: by 9 h one item is value, and the others are on the shelf.
    let demand = r#", "customer": { "demand": { "every": { "mean": 5 } } }"#;
    let runnable = ready(r#""process_time": { "mean": 2 }"#, &rest(demand));
    let measures = measures(&runnable, &facts(&runnable, 9), 9);
    assert!(near(measures.money.expect("it has prices").value, 100.0));
    assert_eq!(measures.market.expect("a demand").shelf_now, 2);
    // Without prices there is nothing to say, and what cannot be a price is refused.
    let free = ready(r#""process_time": { "mean": 2 }"#, THREE_AT_ONCE);
    assert_eq!(self::measures(&free, &facts(&free, 9), 9).money, None);
    let found = faults(
        r#""process_time": { "mean": 1 }"#,
        r#""costs": { "worker_hour": -1, "rent": 3 }, "sources": [{ "id": "in", "to": "a", "backlog": 1 }]"#,
    );
    assert_eq!(
        found,
        [
            "stream, costs.worker_hour: found -1, want a number from 0 to 1000000000",
            "stream, costs.rent: no such field; there are worker_hour, item_day",
        ]
    );
}
