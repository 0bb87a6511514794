//! The belt: where its parts stand, what moves on it, and what it says.

#![cfg(not(target_arch = "wasm32"))]

use flowglass::belt::{
    BeltLayout, BeltState, Calm, Camera, CardPlan, Flow, Motion, Point, Rect, free_place, layout,
    notes_on,
};
use flowglass::sim::{Seed, Simulation};
use flowglass::text::belt as text;
use flowglass::value_stream::{
    Arrivals, Distribution, Link, LinkId, Note, NoteKind, Position, Runnable, SimTime, Sketch,
    Source, SourceId, Stage, StageId, ValueStream,
};

const WIDTHS: [f64; 5] = [300.0, 390.0, 620.0, 940.0, 1600.0];

fn stream(stages: usize, links: &[(usize, usize, f64)], fed: &[usize]) -> Runnable {
    let id = |number: usize| {
        if number == stages { "customer".to_owned() } else { format!("stage {number}") }
    };
    let stream = ValueStream {
        stages: (0..stages)
            .map(|number| Stage::new(&id(number), Distribution::exponential(1.0)))
            .collect(),
        links: links
            .iter()
            .map(|&(from, to, share)| Link { share, ..Link::new(&id(from), &id(to)) })
            .collect(),
        sources: fed
            .iter()
            .enumerate()
            .map(|(number, &to)| {
                Source::new(&format!("source {number}"), &id(to), Arrivals::poisson(2.0))
            })
            .collect(),
        ..ValueStream::default()
    };
    stream.check().expect("a sound stream")
}

fn chain(stages: usize) -> Runnable {
    let links: Vec<_> = (0..stages).map(|number| (number, number + 1, 1.0)).collect();
    stream(stages, &links, &[0])
}

/// Five stages as on the main screen: QA sends back, and some work skips Design.
fn software_team() -> Runnable {
    let links = [
        (0, 1, 0.9),
        (0, 2, 0.1),
        (1, 2, 1.0),
        (2, 3, 1.0),
        (3, 2, 0.12),
        (3, 4, 0.88),
        (4, 5, 1.0),
    ];
    stream(5, &links, &[0, 3])
}

/// Every stage goes on to one or two later ones, some also back or to themselves.
fn tangle(stages: usize, mut seed: u64) -> Runnable {
    let mut draw = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let mut links = Vec::new();
    for from in 0..stages {
        let next = from + 1 + draw((stages - from).min(4));
        links.push((from, next, 0.5));
        match draw(4) {
            0 => links.push((from, draw(from + 1), 0.5)),
            _ if next < stages => links.push((from, stages, 0.5)),
            _ => links.last_mut().expect("one link was pushed").2 = 1.0,
        }
    }
    stream(stages, &links, &[0, stages / 2])
}

fn parts(belt: &BeltLayout) -> Vec<Rect> {
    belt.stages.iter().chain(&belt.sources).chain([&belt.customer]).copied().collect()
}

fn assert_sound(belt: &BeltLayout, what: &str) {
    let parts = parts(belt);
    for (index, part) in parts.iter().enumerate() {
        let inside = part.x >= 0.0
            && part.y >= 0.0
            && part.right() <= belt.width
            && part.bottom() <= belt.height;
        assert!(inside, "{what}: {part:?} lies outside {} x {}", belt.width, belt.height);
        assert!(part.w >= 60.0 && part.h >= 44.0, "{what}: {part:?} is too small to touch");
        for other in &parts[..index] {
            assert!(!part.touches(other, 4.0), "{what}: {part:?} touches {other:?}");
        }
    }
    for lane in belt.links.iter().chain(&belt.feeds) {
        let bounds = lane.curve.bounds();
        let inside = bounds.x >= -0.5
            && bounds.y >= -0.5
            && bounds.right() <= belt.width + 0.5
            && bounds.bottom() <= belt.height + 0.5;
        assert!(inside, "{what}: {bounds:?} lies outside {} x {}", belt.width, belt.height);
    }
}

#[test]
fn nothing_overlaps_and_everything_lies_inside() {
    for width in WIDTHS {
        for stages in (1..=12).chain([20, 37, 64, 100]) {
            assert_sound(&layout(&chain(stages), width), &format!("{stages} in a row, {width} px"));
            let tangle = tangle(stages, 7 * stages as u64);
            assert_sound(&layout(&tangle, width), &format!("{stages} tangled, {width} px"));
        }
        assert_sound(&layout(&software_team(), width), "software team");
        let fan: Vec<_> = (1..40).flat_map(|to| [(0, to, 1.0 / 39.0), (to, 40, 1.0)]).collect();
        assert_sound(&layout(&stream(40, &fan, &[0]), width), "40 beside each other");
    }
}

#[test]
fn the_same_stream_always_looks_the_same() {
    let stream = tangle(30, 3);
    assert_eq!(layout(&stream, 940.0), layout(&stream, 940.0));
    assert_eq!(layout(&stream, 390.0), layout(&stream, 390.0));
}

#[test]
fn a_line_is_straight_and_runs_to_the_customer() {
    let belt = layout(&chain(5), 940.0);
    assert_eq!(belt.flow, Flow::Across);
    let middles: Vec<_> = parts(&belt).iter().map(|part| part.center().y).collect();
    assert!(middles.iter().all(|middle| (middle - middles[0]).abs() < 1.0), "{middles:?}");
    assert!(belt.stages.windows(2).all(|pair| pair[0].right() < pair[1].x));
    assert!(belt.sources[0].right() < belt.stages[0].x);
    assert!(belt.stages[4].right() < belt.customer.x);
    let narrow = layout(&chain(5), 390.0);
    assert_eq!(narrow.flow, Flow::Down);
    assert!(narrow.stages.windows(2).all(|pair| pair[0].bottom() < pair[1].y));
}

#[test]
fn a_link_that_goes_back_keeps_clear_of_the_cards() {
    for width in [390.0, 940.0] {
        let stream = software_team();
        let belt = layout(&stream, width);
        for (index, lane) in belt.links.iter().enumerate() {
            assert_eq!(lane.backward, index == 4);
            for step in 2..63 {
                let point = lane.curve.at(f64::from(step) / 64.0);
                let dot = Rect { x: point.x, y: point.y, w: 0.0, h: 0.0 };
                assert!(
                    !parts(&belt).iter().any(|part| part.touches(&dot, -1.0)),
                    "link {index} runs over a card at {width} px"
                );
            }
        }
    }
}

#[test]
fn an_author_decides_where_stages_stand_if_they_fit() {
    let mut stream = software_team().stream().clone();
    for (index, stage) in stream.stages.iter_mut().enumerate() {
        stage.position = Some(Position { x: index as f64, y: f64::from(index % 2 == 1) * 1.5 });
    }
    let stream = stream.check().expect("a sound stream");
    let belt = layout(&stream, 1100.0);
    assert_sound(&belt, "placed");
    let [first, second, third] = [0, 1, 2].map(|index| belt.stage(StageId(index)).center());
    assert!((first.y - third.y).abs() < 1.0 && second.y > first.y + 100.0, "a zigzag");
    assert_sound(&layout(&stream, 390.0), "placed, but on a phone");
}

#[test]
fn what_the_layout_placed_keeps_apart_once_its_author_places_it() {
    for width in [700.0, 900.0, 1100.0] {
        let belt = layout(&software_team(), width);
        let mut stream = software_team().stream().clone();
        for (stage, card) in stream.stages.iter_mut().zip(&belt.stages) {
            let place = belt.position(card.center());
            assert!((belt.point(place).x - card.center().x).abs() < 1e-9);
            stage.position = Some(place);
        }
        let stream = stream.check().expect("a sound stream");
        let placed = layout(&stream, width);
        assert!(placed.is_free);
        for (index, card) in placed.stages.iter().enumerate() {
            for other in &placed.stages[..index] {
                assert!(
                    !card.touches(other, 16.0),
                    "{card:?} is too near to {other:?} at {width} px"
                );
            }
        }
        // Whatever is moved, nothing else moves against it.
        let mut moved = stream.stream().clone();
        moved.stages[4].position = Some(Position { x: 9.0, y: 3.0 });
        let after = layout(&moved.check().expect("a sound stream"), width);
        let shift = |index: usize| {
            (
                after.stages[index].x - placed.stages[index].x,
                after.stages[index].y - placed.stages[index].y,
            )
        };
        for index in 1..4 {
            let (first, other) = (shift(0), shift(index));
            assert!((first.0 - other.0).abs() < 1e-9 && (first.1 - other.1).abs() < 1e-9);
        }
    }
}

#[test]
fn a_dot_leaves_for_every_move_and_arrives() {
    let stream = chain(3);
    let belt = layout(&stream, 940.0);
    let mut simulation = Simulation::new(&stream, Seed(1));
    let mut motion = Motion::new(&stream, &belt);
    let mut facts = Vec::new();
    simulation.advance(SimTime(1 << 40), 200, &mut facts);
    let (mut moves, mut seen) = (0, 0);
    let mut now = SimTime::START;
    for fact in &facts {
        let moved =
            matches!(fact.what, flowglass::sim::What::Released | flowglass::sim::What::Left { .. });
        moves += usize::from(moved);
        let before = motion.dots();
        motion.take(&[*fact]);
        seen += motion.dots() - before;
        // A second of wall time between facts: nothing is crowded, and everything arrives.
        now = SimTime(now.0 + 1_000);
        if fact.what == flowglass::sim::What::Released {
            continue;
        }
        motion.tick(1_000.0, now, true);
        motion.tick(1_000.0, now, true);
        assert_eq!(motion.dots(), 0);
    }
    assert!(moves > 50);
    assert_eq!(seen, moves);
}

#[test]
fn a_crowd_is_thinned_but_counted() {
    let stream = chain(2);
    let belt = layout(&stream, 940.0);
    let mut simulation = Simulation::new(&stream, Seed(1));
    let mut motion = Motion::new(&stream, &belt);
    let mut facts = Vec::new();
    let mut most = 0;
    // 200 days a second: thousands of moves, and never more dots than an eye can follow.
    for frame in 1..=300_u64 {
        facts.clear();
        let now = SimTime(frame * 200 * 8 * 3_600_000 / 60);
        simulation.advance(now, u32::MAX, &mut facts);
        motion.take(&facts);
        motion.tick(1000.0 / 60.0, now, true);
        most = most.max(motion.dots());
        motion.each_dot(|_, x, y, size| {
            assert!(x >= 0.0 && f64::from(x) <= belt.width && y >= 0.0 && size <= 1.0);
        });
    }
    assert!(most < 60, "{most} dots");
    assert!(motion.crowding(0) > 2.0, "{}", motion.crowding(0));
    // One arrival in two days of eight hours.
    let per_day = motion.flow(0) * 8.0 * 3_600_000.0;
    assert!((per_day - 0.5).abs() < 0.15, "{per_day} / day");
    motion.jump();
    assert_eq!(motion.dots(), 0);
}

#[test]
fn a_pause_holds_the_dots_and_a_step_moves_them() {
    let stream = chain(2);
    let belt = layout(&stream, 940.0);
    let mut simulation = Simulation::new(&stream, Seed(1));
    let mut motion = Motion::new(&stream, &belt);
    let mut facts = Vec::new();
    simulation.advance(SimTime(1 << 40), 1, &mut facts);
    motion.take(&facts);
    motion.tick(16.0, simulation.now(), true);
    assert_eq!(motion.dots(), 1);
    for _ in 0..100 {
        motion.tick(16.0, simulation.now(), false);
    }
    assert_eq!(motion.dots(), 1, "paused");
    facts.clear();
    simulation.advance(SimTime(1 << 40), 1, &mut facts);
    motion.take(&facts);
    for _ in 0..100 {
        motion.tick(16.0, simulation.now(), false);
    }
    assert_eq!(motion.dots(), 0, "stepped");
}

#[test]
fn names_begin_with_the_element_and_say_how_it_stands() {
    let stream = software_team();
    let simulation = Simulation::new(&stream, Seed(1));
    let mut state = BeltState::of(&simulation, 37);
    let qa = StageId(3);
    state.stages[3].view.waiting = 23;
    state.stages[3].view.in_process = 1;
    state.stages[3].view.at_work = 1;
    let said = |state: &BeltState| text::stage(&stream, qa, Some(&state.stages[3]), 0, false);
    assert_eq!(said(&state), "stage 3, 1 of 1 people busy, 23 waiting");
    state.stages[3].view.wip_limit = Some(4);
    state.stages[3].view.blocked = 2;
    assert_eq!(said(&state), "stage 3, 1 of 1 people busy, 23 waiting, 2 blocked, limit 4");
    assert_eq!(text::link(&stream, LinkId(4), None), "stage 3 to stage 2, 12 %, goes back");
    assert_eq!(
        text::link(&stream, LinkId(6), Some(0.82 / 28_800_000.0)),
        "stage 4 to Customer, 100 %, 0.82 / day"
    );
    assert_eq!(text::source(&stream, SourceId(0), &state), "source 0, 0 in the backlog");
    assert_eq!(text::customer(&stream, &state), "Customer, 37 delivered");
}

#[test]
fn a_flow_keeps_two_figures_and_its_unit() {
    let stream = software_team();
    let calendar = stream.stream().calendar;
    let flows = [0.0, 0.051, 0.82, 0.999, 3.24, 12.44, 1234.0]
        .map(|per_day| text::flow(per_day / calendar.ticks_per_day(), calendar));
    assert_eq!(
        flows,
        ["", "0.051 / day", "0.82 / day", "1 / day", "3.2 / day", "12 / day", "1,200 / day"]
    );
}

#[test]
fn a_stage_too_fast_to_follow_shows_averages() {
    let stream = chain(1);
    let simulation = Simulation::new(&stream, Seed(1));
    let mut state = BeltState::of(&simulation, 0);
    let mut calm = Calm::new(&stream);
    let day_per_second = stream.stream().calendar.ticks_per_day() / 1000.0;
    // A day of work takes a second at one day per second: what is, is shown.
    for waiting in [3, 40] {
        state.stages[0].view.waiting = waiting;
        calm.tick(&state, 16.0, day_per_second, false);
        assert!(!calm.shown(0).fast);
        assert!((calm.shown(0).waiting - waiting as f32).abs() < 1e-3);
    }
    // At a hundred it takes a hundredth: a count that jumps every frame settles in the middle.
    for frame in 0..400 {
        state.stages[0].view.waiting = if frame % 2 == 0 { 10 } else { 30 };
        calm.tick(&state, 16.0, 100.0 * day_per_second, false);
    }
    assert!(calm.shown(0).fast);
    assert!((calm.shown(0).waiting - 20.0).abs() < 1.0, "{}", calm.shown(0).waiting);
    // Near the bound it keeps what it shows: at 0.4 s per item nothing changes, at 0.6 s it can be followed again.
    calm.tick(&state, 16.0, 2.5 * day_per_second, false);
    assert!(calm.shown(0).fast);
    calm.tick(&state, 16.0, day_per_second / 0.6, false);
    assert!(!calm.shown(0).fast);
}

#[test]
fn what_stands_is_counted_also_where_it_was_too_fast_to_follow() {
    let stream = chain(1);
    let simulation = Simulation::new(&stream, Seed(1));
    let mut state = BeltState::of(&simulation, 0);
    let mut calm = Calm::new(&stream);
    let day_per_second = stream.stream().calendar.ticks_per_day() / 1000.0;
    for frame in 0..400 {
        let view = &mut state.stages[0].view;
        view.waiting = if frame % 2 == 0 { 10 } else { 30 };
        // Three items are one person's batch.
        (view.in_process, view.at_work) = (3, 1);
        calm.tick(&state, 16.0, 100.0 * day_per_second, false);
    }
    let shown = calm.shown(0);
    assert!((shown.in_process - 3.0).abs() < 0.1 && (shown.busy - 1.0).abs() < 0.1, "{shown:?}");
    calm.rest(&state);
    let shown = calm.shown(0);
    assert!(shown.fast);
    assert_eq!((shown.waiting, shown.in_process, shown.blocked), (30.0, 3.0, 0.0));
}

#[test]
fn what_a_card_shows_lies_inside_it() {
    for width in WIDTHS {
        for card in layout(&software_team(), width).stages {
            let plan = CardPlan::of(card);
            let end = plan.queue.place(plan.queue.places() - 1);
            assert!(plan.queue.places() >= 5);
            assert!(end.x + 5.0 <= card.right() && end.y + 5.0 <= card.bottom() - 20.0);
            for workers in 1..=6 {
                let (radius, apart) = plan.ring(workers);
                let right = plan.people.x + 2.0 * radius + f64::from(workers - 1) * apart;
                assert!(radius >= 5.0 && right <= plan.people.right() + 0.5, "{workers} workers");
                assert!(workers == 1 || apart >= 2.0 * radius, "rings touch");
            }
        }
    }
}

/// A note's place is free: it touches no part, no other note, and no way; and all of it can be seen.
fn assert_notes_stand_free(belt: &BeltLayout, notes: &[Rect]) {
    let parts: Vec<Rect> =
        belt.stages.iter().chain(&belt.sources).chain([&belt.customer]).copied().collect();
    for (number, note) in notes.iter().enumerate() {
        let others = parts.iter().chain(&notes[..number]);
        assert!(others.clone().all(|other| !other.touches(note, 4.0)), "{note:?} among {parts:?}");
        for lane in belt.feeds.iter().chain(&belt.links) {
            let way = (0..=64).map(|step| lane.curve.at(f64::from(step) / 64.0));
            let is_crossed = |at: Point| Rect::around(at, 0.0, 0.0).touches(note, 1.0);
            assert!(!way.into_iter().any(is_crossed), "{note:?} lies on {lane:?}");
        }
        let is_inside = note.x >= 0.0 && note.y >= 0.0;
        assert!(
            is_inside && note.right() <= belt.width && note.bottom() <= belt.height,
            "{note:?}"
        );
    }
}

#[test]
fn a_new_note_finds_a_free_place_that_can_be_seen() {
    let placed = |runnable: &Runnable| {
        let mut stream = runnable.stream().clone();
        for (number, stage) in stream.stages.iter_mut().enumerate() {
            let (x, y) = ((number % 3) as f64 * 1.4, (number / 3) as f64 * 1.3);
            stage.position = Some(Position { x, y });
        }
        stream.check().expect("a sound stream")
    };
    let streams = [software_team(), chain(1), tangle(9, 3), placed(&software_team())];
    for (runnable, width) in
        streams.iter().flat_map(|runnable| WIDTHS.map(move |width| (runnable, width)))
    {
        let mut stream = runnable.stream().clone();
        for number in 0..5 {
            let sketch = Sketch::of(stream.clone()).expect("no loose ends");
            let belt = layout(&sketch, width);
            let camera = Camera::fit(&belt, width);
            let end = camera.belt(Point::new(width, Camera::height(&belt, width)));
            let corner = camera.belt(Point::new(0.0, 0.0));
            let seen = Rect { x: corner.x, y: corner.y, w: end.x - corner.x, h: end.y - corner.y };
            // In turn for a card, and for nothing.
            let near = if number % 2 == 0 { belt.stages[0].center() } else { seen.center() };
            let at = free_place(&belt, &stream.notes, seen, near);
            let (text, kind) = ("Improve this".to_owned(), NoteKind::Kaizen);
            stream.notes.push(Note { text, kind, position: belt.position(at) });
            let sketch = Sketch::of(stream.clone()).expect("no loose ends");
            let after = layout(&sketch, width);
            assert_notes_stand_free(&after, &notes_on(&after, &stream.notes));
            // Who adds a note finds the cards where they were.
            assert_eq!(after.stages, belt.stages, "{width}, note {number}");
        }
    }
}

#[test]
fn a_note_far_from_its_belt_makes_no_belt_of_the_pages_larger_than_a_little() {
    let mut stream = software_team().stream().clone();
    let without = layout(&Sketch::of(stream.clone()).expect("no loose ends"), 940.0);
    for (x, y) in [(0.0, 900.0), (900.0, 0.0), (-900.0, -900.0)] {
        let position = Position { x, y };
        stream.notes = vec![Note { text: "Far".to_owned(), kind: NoteKind::Note, position }];
        let with = layout(&Sketch::of(stream.clone()).expect("no loose ends"), 940.0);
        assert!(with.width.to_bits() == without.width.to_bits());
        assert!(with.height <= without.height + 200.0, "{}", with.height);
    }
}
