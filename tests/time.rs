//! Looking back on a run, going on from there, and leaving for another future.

#![cfg(not(target_arch = "wasm32"))]

use std::sync::Arc;

use flowglass::belt::BeltState;
use flowglass::measure::{Ledger, Window};
use flowglass::player::{KEPT_MOST, Player, Speed};
use flowglass::sim::{Fact, Seed, Simulation};
use flowglass::value_stream::{Change, Runnable, SimTime, StageId, ValueStream, Workers};

const STREAMS: [&str; 4] = [
    include_str!("../assets/streams/software-team.json"),
    include_str!("../assets/streams/kanban.json"),
    include_str!("../assets/streams/release-train.json"),
    include_str!("../assets/streams/penny-fab.json"),
];

fn stream(text: &str) -> Arc<Runnable> {
    let stream = ValueStream::from_json(text).expect("a sound file");
    Arc::new(stream.check().expect("a sound stream"))
}

fn more_people() -> Change {
    Change::Workers { stage: StageId(1), workers: Workers::Count(3) }
}

/// Plays so many frames of 50 ms, and gives what happened.
fn play(player: &mut Player, frames: u32) -> Vec<Fact> {
    player.play(true);
    (0..frames).flat_map(|_| player.frame(0.05, || false).to_vec()).collect()
}

/// Shows a moment, in as many frames as that takes when each has time for one look.
fn go(player: &mut Player, to: SimTime) {
    player.seek(to);
    for _ in 0..100_000 {
        player.frame(0.05, || true);
        if player.goal().is_none() {
            return;
        }
    }
    panic!("the moment is never reached");
}

/// A run with two changes by hand, the second between two events of one tick.
fn lived(text: &str) -> Player {
    let mut player = Player::new(stream(text), Seed(5));
    player.set_speed(Speed::at(75));
    play(&mut player, 60);
    player.amend(more_people()).expect("more people are fine");
    play(&mut player, 40);
    for _ in 0..3 {
        player.step();
    }
    player.amend(Change::WipLimit { stage: StageId(1), limit: Some(9) }).expect("so is a limit");
    play(&mut player, 60);
    player
}

/// All that has happened in a run, from its start.
fn facts_of(text: &str, run: &Simulation) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut again = Simulation::new(&stream(text), Seed(5));
    while !again.retrace(run, SimTime::NEVER, 1_000, &mut facts) {}
    facts
}

fn belt(simulation: &Simulation) -> BeltState {
    BeltState::of(simulation, 0)
}

/// Seen from any later moment, an earlier one is what it was: the belt, every measure, and the diagram.
#[test]
fn an_earlier_moment_is_shown_as_it_was() {
    for text in STREAMS {
        let mut player = lived(text);
        let latest = player.latest();
        for part in [3, 11, 7, 0, 12, 1, 2] {
            let to = SimTime(latest.0 / 13 * part);
            go(&mut player, to);
            assert!(player.is_back() && !player.is_playing());
            assert_eq!((player.now(), player.latest()), (to, latest));
            // The same moment, seen when it was the present.
            let mut then = Simulation::new(&stream(text), Seed(5));
            let mut facts = Vec::new();
            while !then.retrace(player_run(&lived(text)), to, 77, &mut facts) {}
            assert_eq!(belt(player.simulation()), belt(&then));
            let mut ledger = Ledger::new(&stream(text));
            ledger.fold(&facts);
            let window = Window::new(SimTime(to.0 / 2), to);
            assert_eq!(player.ledger().measures(window), ledger.measures(window));
            assert_eq!(player.ledger().cfd().read(to), ledger.cfd().read(to));
        }
        player.seek(latest);
        assert!(!player.is_back());
    }
}

/// A run that is at its present.
fn player_run(player: &Player) -> &Simulation {
    assert!(!player.is_back());
    player.simulation()
}

/// From an earlier moment on the same happens again, and then what would have happened anyway.
#[test]
fn playing_on_from_an_earlier_moment_is_the_same_run() {
    for text in STREAMS {
        let mut player = lived(text);
        let (latest, events) = (player.latest(), player.simulation().events());
        let mut other = lived(text);
        play(&mut other, 30);
        let whole = facts_of(text, other.simulation());
        for part in [2, 9] {
            let to = SimTime(latest.0 / 10 * part);
            go(&mut player, to);
            let seen = player.simulation().events();
            assert!(seen < events);
            let mut again = Vec::new();
            while player.is_back() {
                again.extend(player.step().to_vec());
            }
            let before = whole.iter().position(|fact| fact.at > to).expect("there is more");
            assert!(again == whole[before..before + again.len()]);
            go(&mut player, to);
            again.clear();
            while player.is_back() {
                again.extend(play(&mut player, 1));
            }
            assert_eq!(player.latest(), latest);
            again.extend(play(&mut player, 20));
            assert!(player.latest() > latest && again.len() > 100);
            assert!(again == whole[before..before + again.len()]);
            // For the next turn, the same run as before.
            player = lived(text);
        }
    }
}

/// A branch without a change is the same future; the records of a branch are those of a run that never went further.
#[test]
fn a_branch_parts_with_its_change_alone() {
    for text in STREAMS {
        let mut player = lived(text);
        let to = SimTime(player.latest().0 / 5);
        let without = lived(text);
        go(&mut player, to);
        player.branch_here();
        assert!(!player.is_back());
        assert_eq!((player.now(), player.latest()), (to, to));
        let window = Window::new(SimTime::START, to);
        assert_eq!(player.ledger().now().max(to), to);
        assert_eq!(player.ledger().measures(window), without.ledger().measures(window));
        let branch = player.branch().expect("there are two futures");
        assert_eq!((branch.at(), branch.now()), (to, without.latest()));
        assert!(player.futures().is_none());
        // What the run was changed to later is not known here; the same changes at the same time lead to the same.
        play(&mut player, 20);
        let futures = player.futures().expect("time has passed");
        let changed_before = without.simulation().amendments()[0].at > player.now();
        assert!(changed_before, "the test wants its changes later");
        assert_eq!(futures.with, futures.without);
    }
}

/// What is changed at an earlier moment does not touch what went before, and the other future stays as it went.
#[test]
fn a_change_at_an_earlier_moment_begins_another_future() {
    let mut player = lived(STREAMS[0]);
    let without = lived(STREAMS[0]);
    let to = SimTime(player.latest().0 / 4);
    go(&mut player, to);
    player.amend(Change::Workers { stage: StageId(3), workers: Workers::Count(2) }).expect("fine");
    let branch = player.branch().expect("there are two futures");
    let whole = Window::new(SimTime::START, without.latest());
    assert_eq!(branch.ledger().measures(whole), without.ledger().measures(whole));
    let mut frames = 0;
    while player.latest() < without.latest() {
        play(&mut player, 1);
        frames += 1;
        assert!(frames < 10_000);
    }
    let futures = player.futures().expect("time has passed");
    assert_eq!(futures.with.window, futures.without.window);
    // The same work is asked for, and more of it gets done.
    assert_eq!(futures.with.arrived, futures.without.arrived);
    assert!(futures.with.delivered > futures.without.delivered);
    // Both futures go on from here.
    play(&mut player, 50);
    assert!(player.latest() > without.latest());
    play(&mut player, 0);
    player.frame(0.0, || false);
    assert_eq!(player.branch().map(flowglass::player::Branch::now), Some(player.latest()));
    // And one can look back on the new one as on any other.
    let middle = SimTime(u64::midpoint(to.0, player.latest().0));
    go(&mut player, middle);
    assert_eq!(player.simulation().stage(StageId(3)).workers, Some(2));
    go(&mut player, SimTime(to.0 / 2));
    assert_eq!(player.simulation().stage(StageId(3)).workers, Some(1));
}

/// However many frames the way to another future takes, it is the same; until then nothing else happens.
#[test]
fn another_future_begins_within_many_frames() {
    for text in STREAMS {
        let (mut slow, mut fast) = (lived(text), lived(text));
        let to = SimTime(slow.latest().0 / 5 * 4);
        go(&mut slow, to);
        go(&mut fast, to);
        fast.branch_here();
        slow.begin_branch();
        slow.play(true);
        let mut frames = 0;
        while slow.goal().is_some() {
            assert_eq!((slow.now(), slow.is_back()), (to, true));
            let before = slow.parting().expect("it is on its way");
            assert!(slow.frame(0.05, || true).is_empty());
            assert!(slow.parting().is_none_or(|share| share > before));
            frames += 1;
        }
        assert!(frames > 3 || slow.latest() == to, "only {frames} frames");
        let window = Window::new(SimTime::START, to);
        assert_eq!(slow.ledger().measures(window), fast.ledger().measures(window));
        assert_eq!(belt(slow.simulation()), belt(fast.simulation()));
        assert!(!slow.is_back() && slow.branch().is_some());
        // Who goes elsewhere meanwhile begins no other future.
        let mut gone = lived(text);
        go(&mut gone, to);
        gone.begin_branch();
        go(&mut gone, SimTime(to.0 / 2));
        assert!(gone.parting().is_none() && gone.branch().is_none());
    }
}

/// The first future is there to go back to: as it went, as far as it had come, with its whole past.
#[test]
fn the_first_future_goes_on_as_if_there_had_been_no_other() {
    for text in STREAMS {
        let (mut player, mut without) = (lived(text), lived(text));
        let to = SimTime(player.latest().0 / 3);
        go(&mut player, to);
        player.amend(more_people()).expect("fine");
        play(&mut player, 15);
        go(&mut player, SimTime(to.0 / 2));
        player.return_to_branch();
        assert!(player.branch().is_none() && !player.is_back());
        assert_eq!(player.latest(), without.latest());
        let more = play(&mut player, 20);
        assert_eq!(more, play(&mut without, 20));
        let window = Window::new(SimTime::START, player.latest());
        assert_eq!(player.ledger().measures(window), without.ledger().measures(window));
        for part in [9, 2, 6] {
            let at = SimTime(player.latest().0 / 10 * part);
            go(&mut player, at);
            go(&mut without, at);
            assert_eq!(belt(player.simulation()), belt(without.simulation()));
        }
    }
}

/// A glance shows another moment and changes nothing; who plays on looks at the run again.
#[test]
fn a_glance_leaves_no_trace() {
    let mut player = lived(STREAMS[0]);
    let latest = player.latest();
    player.play(false);
    go(&mut player, SimTime(latest.0 / 2));
    for part in [9, 1, 5] {
        let at = SimTime(latest.0 / 10 * part);
        player.glance(Some(at), || false);
        let mut other = lived(STREAMS[0]);
        go(&mut other, at);
        assert_eq!(belt(player.seen()), belt(other.simulation()));
        assert_eq!(player.now(), SimTime(latest.0 / 2));
    }
    player.glance(None, || false);
    assert_eq!(player.seen().now(), player.now());
    player.glance(Some(SimTime(latest.0 / 3)), || false);
    play(&mut player, 1);
    assert_eq!(player.seen().now(), player.now());
    player.glance(Some(SimTime(latest.0 / 3)), || false);
    assert_eq!(player.seen().now(), player.now());
}

/// However long a run is, few states of it are kept, and the way to any moment is short.
#[test]
fn a_moment_of_a_long_run_is_near() {
    let mut player = Player::new(stream(STREAMS[0]), Seed(1));
    player.set_speed(Speed::at(100));
    player.seek(SimTime::START);
    while player.simulation().events() < 600_000 {
        play(&mut player, 50);
    }
    let events = player.simulation().events();
    let latest = player.latest();
    // The first look goes through all of it once at most; those after it go a short way.
    go(&mut player, SimTime(latest.0 / 10 * 9));
    for part in [1, 8, 3, 6, 2, 9] {
        let looks = std::cell::Cell::new(0_u64);
        player.seek(SimTime(latest.0 / 10 * part));
        player.frame(0.0, || {
            looks.set(looks.get() + 1);
            false
        });
        assert!(player.goal().is_none());
        let most = events / (KEPT_MOST as u64 / 4) / 1_000 + 1;
        assert!(looks.get() <= most, "{} looks of {events} events", looks.get());
    }
}
