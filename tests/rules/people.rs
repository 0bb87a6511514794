//! Numbers of people that change while work is under way: who is there, and who is taken away.

use crate::rules::stream;
use flowglass::sim::{Desk, Fact, Seed, Simulation, What};
use flowglass::value_stream::{Change, SimTime, StageId, ValueStream, Workers};

const HOUR: u64 = 3_600_000;
const A: StageId = StageId(0);

/// A run of a stream whose first stage has these fields.
fn run(stage: &str, rest: &str) -> Simulation {
    let checked = ValueStream::from_json(&stream(stage, rest)).and_then(ValueStream::check);
    Simulation::new(&checked.unwrap_or_else(|faults| panic!("{faults:?}")), Seed(1))
}

fn until(simulation: &mut Simulation, hours: f64, facts: &mut Vec<Fact>) {
    simulation.advance(SimTime((hours * HOUR as f64) as u64), u32::MAX, facts);
}

/// So many people work at the first stage from now on.
fn staff(simulation: &mut Simulation, workers: Workers, facts: &mut Vec<Fact>) {
    let change = Change::Workers { stage: A, workers };
    let amendment = simulation.runnable().amended(change).expect("sound");
    simulation.amend(amendment, facts);
}

fn workers(simulation: &Simulation) -> Vec<u16> {
    let mut workers: Vec<u16> = simulation.desks(A).map(|Desk { worker, .. }| worker).collect();
    workers.sort_unstable();
    workers
}

#[test]
fn who_preempts_takes_one_worker_even_where_there_are_more_than_should_be() {
    let rest = r#""classes": [{ "id": "plain", "priority": 1 }, { "id": "urgent", "preempts": true }],
        "sources": [{ "id": "in", "to": "a", "class": "plain", "backlog": 3 },
            { "id": "now", "to": "a", "class": "urgent", "arrivals": { "at": [2] } }]"#;
    let mut run = run(r#""process_time": { "mean": 5 }, "workers": 3"#, rest);
    let mut facts = Vec::new();
    until(&mut run, 1.0, &mut facts);
    staff(&mut run, Workers::Count(1), &mut facts);
    until(&mut run, 3.0, &mut facts);
    let interrupted =
        facts.iter().filter(|fact| matches!(fact.what, What::Interrupted { .. })).count();
    assert_eq!(interrupted, 1);
    assert_eq!(workers(&run), [0, 1, 2]);
}

#[test]
fn people_who_were_without_number_are_told_apart_once_they_are_counted() {
    let rest =
        r#""sources": [{ "id": "in", "to": "a", "arrivals": { "at": [0, 1, 2, 2, 2, 2, 2] } }]"#;
    for rule in ["", r#", "queue_order": "lifo""#] {
        let stage = [r#""process_time": { "mean": 4 }, "workers": "unlimited""#, rule].concat();
        let mut run = run(&stage, rest);
        let mut facts = Vec::new();
        until(&mut run, 1.5, &mut facts);
        staff(&mut run, Workers::Count(3), &mut facts);
        // Who works here already are two of the three; each keeps a number of its own until done.
        until(&mut run, 3.0, &mut facts);
        assert_eq!(workers(&run), [0, 1, 2], "{rule}");
        until(&mut run, 4.5, &mut facts);
        assert_eq!(workers(&run), [0, 1, 2], "{rule}");
        until(&mut run, 5.5, &mut facts);
        assert_eq!(workers(&run), [0, 1, 2], "{rule}");
        // Fewer than there are: who is at work finishes, and has a number too.
        staff(&mut run, Workers::Unlimited, &mut facts);
        until(&mut run, 6.5, &mut facts);
        staff(&mut run, Workers::Count(1), &mut facts);
        assert_eq!(workers(&run), (0..workers(&run).len() as u16).collect::<Vec<_>>(), "{rule}");
        assert!(workers(&run).len() > 1);
    }
}

#[test]
fn who_was_without_number_can_be_preempted() {
    let rest = r#""classes": [{ "id": "plain", "priority": 1 }, { "id": "urgent", "preempts": true }],
        "sources": [{ "id": "in", "to": "a", "class": "plain", "arrivals": { "at": [0, 1] } },
            { "id": "now", "to": "a", "class": "urgent", "arrivals": { "at": [3] } }]"#;
    let mut run = run(r#""process_time": { "mean": 5 }, "workers": "unlimited""#, rest);
    let mut facts = Vec::new();
    until(&mut run, 2.0, &mut facts);
    staff(&mut run, Workers::Count(2), &mut facts);
    until(&mut run, 30.0, &mut facts);
    let delivered = facts.iter().filter(|fact| fact.what == What::Delivered);
    let order: Vec<(u32, u64)> = delivered.map(|fact| (fact.item.0, fact.at.0 / HOUR)).collect();
    // The second was begun last: it waits while the urgent one is done, from 5 h on with the first one's worker.
    assert_eq!(order, [(0, 5), (2, 8), (1, 8)]);
}
