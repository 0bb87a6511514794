//! Playing a run does not change it.

#![cfg(not(target_arch = "wasm32"))]

use std::cell::Cell;
use std::sync::Arc;

use flowglass::measure::{Asked, Ledger, Window};
use flowglass::player::{Player, Speed};
use flowglass::sim::{Seed, Simulation};
use flowglass::value_stream::{Change, Release, Runnable, SimTime, StageId, ValueStream, Workers};

fn team() -> Arc<Runnable> {
    let text = include_str!("../assets/streams/software-team.json");
    let stream = ValueStream::from_json(text).expect("a sound file");
    Arc::new(stream.check().expect("a sound stream"))
}

#[test]
fn frames_of_any_length_show_the_same_run() {
    let mut player = Player::new(team(), Seed(3));
    player.play(true);
    for frame in 0..600_u32 {
        player.frame(f64::from(frame % 7) / 100.0, || false);
    }
    let now = player.now();
    let mut facts = Vec::new();
    Simulation::new(&team(), Seed(3)).advance(now, u32::MAX, &mut facts);
    let mut ledger = Ledger::new(&team());
    ledger.fold(&facts);
    let window = Window::new(SimTime::START, now);
    assert!(facts.len() > 1_000);
    assert_eq!(player.ledger().measures(window), ledger.measures(window));
}

#[test]
fn a_frame_that_runs_out_of_time_falls_behind_and_loses_nothing() {
    let mut player = Player::new(team(), Seed(3));
    player.play(true);
    player.set_speed(Speed::at(100));
    let looks = Cell::new(0);
    player.frame(0.2, || {
        looks.set(looks.get() + 1);
        looks.get() == 1
    });
    assert!(player.is_behind());
    let reached = player.now();
    assert!(reached > SimTime::START);
    player.frame(0.0, || false);
    assert!(!player.is_behind());
    assert_eq!(player.now(), reached);
}

#[test]
fn a_page_that_was_away_does_not_catch_up() {
    let mut player = Player::new(team(), Seed(3));
    player.play(true);
    player.frame(3_600.0, || false);
    assert_eq!(player.now(), SimTime::START);
}

#[test]
fn a_step_is_one_event_and_stops() {
    let mut player = Player::new(team(), Seed(3));
    player.play(true);
    let before = player.simulation().events();
    assert!(!player.step().is_empty());
    assert_eq!(player.simulation().events(), before + 1);
    assert!(!player.is_playing());
    let now = player.now();
    assert!(player.frame(0.1, || false).is_empty());
    assert_eq!(player.now(), now);
}

#[test]
fn a_reset_keeps_what_was_changed_and_a_refused_change_changes_nothing() {
    let mut player = Player::new(team(), Seed(3));
    player.play(true);
    player.frame(0.2, || false);
    let more = Change::Workers { stage: StageId(3), workers: Workers::Count(2) };
    player.amend(more).expect("one more person is fine");
    let none = Change::WipLimit { stage: StageId(3), limit: Some(0) };
    assert!(player.amend(none).is_err());
    player.reset(Seed(3));
    assert_eq!(player.now(), SimTime::START);
    assert_eq!(player.simulation().stage(StageId(3)).workers, Some(2));
    assert_eq!(player.simulation().stage(StageId(3)).wip_limit, None);
}

/// A stage by another name is the same stage: what stands out goes on standing out.
#[test]
fn another_name_is_no_new_beginning() {
    let mut player = Player::new(team(), Seed(3));
    player.play(true);
    for _ in 0..60 {
        player.frame(0.2, || false);
    }
    let found = player.findings(&player.measures(None));
    assert!(!found.is_empty(), "something stands out");
    let stage = flowglass::value_stream::StageId(3);
    player.amend(Change::Name { stage, name: "Testers".into() }).expect("it is sound");
    assert_eq!(player.findings(&player.measures(None)), found);
}

/// Where work is plenty and the first stage has room, what is let in keeps to the line of the takt, whatever the takt is changed
/// to; where it is let in otherwise, there is no line.
#[test]
fn a_takt_lets_in_what_its_line_asks_for() {
    let text = include_str!("../assets/streams/software-team.json");
    let stream = ValueStream::from_json(text).expect("a sound file");
    let stream = ValueStream { release: Release::Takt(2.0), ..stream };
    let mut player = Player::new(Arc::new(stream.check().expect("a sound stream")), Seed(3));
    player.set_speed(Speed::at(60));
    let play = |player: &mut Player| {
        player.play(true);
        for _ in 0..60 {
            player.frame(0.2, || false);
        }
        let (asked, now) = (Asked::Beats(player.beats()), player.now());
        let released = f64::from(player.ledger().cfd().count(1, now));
        (asked.by(now), released)
    };
    for takt in [None, Some(3.0), Some(1.5)] {
        if let Some(takt) = takt {
            player.amend(Change::Release(Release::Takt(takt))).expect("another takt is fine");
        }
        let (asked, released) = play(&mut player);
        let asked = asked.expect("there is a takt");
        assert!(released > 10.0 && (asked - released).abs() < 3.0, "{asked} and {released}");
    }
    let before = player.now();
    player.amend(Change::Release(Release::Push)).expect("so is none");
    assert_eq!(play(&mut player).0, None);
    let earlier = Asked::Beats(player.beats()).by(SimTime(before.0 - 1));
    assert!(earlier.is_some_and(|asked| asked > 30.0), "{earlier:?}");
}
