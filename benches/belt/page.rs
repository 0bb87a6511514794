//! The page: a belt, a run at a steady pace, and what its frames cost.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use flowglass::app::belt::{Belt, BeltPainter, belt};
use flowglass::belt::BeltState;
use flowglass::editor::Part;
use flowglass::sim::{Seed, Simulation, What};
use flowglass::value_stream::{Runnable, SimTime, Sketch, StageId};
use gloo::render::{AnimationFrame, request_animation_frame};
use yew::prelude::*;

use super::streams;

/// Frames between renders of the markup.
const RENDER_EVERY: u32 = 12;
/// Frames before the measurement starts, and how many it takes.
const FRAMES_BEFORE: usize = 30;
const FRAMES: usize = 180;

/// What the address asks for.
fn asked(name: &str) -> Option<String> {
    let hash = web_sys::window()?.location().hash().ok()?;
    hash.trim_start_matches('#').split('&').find_map(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (key == name).then(|| value.to_owned())
    })
}

struct Run {
    simulation: Simulation,
    facts: Vec<flowglass::sim::Fact>,
    state: BeltState,
    delivered: u32,
    last_ms: Option<f64>,
    due: f64,
    frames: u32,
    costs: Vec<f64>,
    next: Option<AnimationFrame>,
}

fn play(run: Rc<RefCell<Run>>, painter: BeltPainter, tell: Callback<Rc<BeltState>>) {
    let again = Rc::clone(&run);
    let next = request_animation_frame(move |wall_ms| {
        frame(&mut run.borrow_mut(), wall_ms, &painter, &tell);
        play(run, painter, tell);
    });
    again.borrow_mut().next = Some(next);
}

fn frame(run: &mut Run, wall_ms: f64, painter: &BeltPainter, tell: &Callback<Rc<BeltState>>) {
    let days: f64 = asked("days").and_then(|days| days.parse().ok()).unwrap_or(0.5);
    let dots: usize = asked("dots").and_then(|dots| dots.parse().ok()).unwrap_or(0);
    let pause_after: u32 = asked("pause").and_then(|after| after.parse().ok()).unwrap_or(u32::MAX);
    let is_running = run.frames < pause_after;
    let passed = (wall_ms - run.last_ms.unwrap_or(wall_ms)).min(100.0);
    run.last_ms = Some(wall_ms);
    run.facts.clear();
    if is_running {
        run.due += passed / 1000.0 * days * 8.0 * 3_600_000.0;
        run.simulation.advance(SimTime(run.due as u64), 200_000, &mut run.facts);
    }
    run.delivered += run.facts.iter().filter(|fact| fact.what == What::Delivered).count() as u32;
    let clock = web_sys::window().and_then(|window| window.performance()).expect("a clock");
    let before = clock.now();
    painter.take(&run.facts);
    if dots > 0 {
        painter.crowd_all(dots);
    }
    run.state.fill(&run.simulation, run.delivered);
    painter.frame(wall_ms, &run.state, is_running);
    run.costs.push(clock.now() - before);
    run.frames += 1;
    if run.frames % RENDER_EVERY == 1 {
        tell.emit(Rc::new(run.state.clone()));
    }
    if run.costs.len() == FRAMES_BEFORE + FRAMES {
        let mut costs = run.costs.split_off(FRAMES_BEFORE);
        costs.sort_by(f64::total_cmp);
        let median = costs[FRAMES / 2];
        let slow = costs[FRAMES * 95 / 100];
        let said = format!("belt frame: median {median:.2} ms, 95 % {slow:.2} ms");
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            document.set_title(&said);
        }
    }
}

#[component]
fn Page() -> Html {
    let stream: Rc<Arc<Runnable>> =
        use_memo((), |()| Arc::new(streams::named(&asked("stream").unwrap_or_default())));
    let painter = use_memo((), |()| BeltPainter::new());
    let state = use_state(|| Rc::new(BeltState::default()));
    let selected = use_state(Vec::<Part>::new);
    let sketch: Rc<Arc<Sketch>> = use_memo((), |()| Arc::new((***stream).clone()));
    {
        let (stream, painter) = (Arc::clone(&stream), (*painter).clone());
        let state = state.setter();
        use_effect_with((), move |()| {
            let mut run = Run {
                simulation: Simulation::shared(stream, Seed(7)),
                facts: Vec::new(),
                state: BeltState::default(),
                delivered: 0,
                last_ms: None,
                due: 0.0,
                frames: 0,
                costs: Vec::new(),
                next: None,
            };
            // Where the run starts [days].
            let start: f64 = asked("from").and_then(|days| days.parse().ok()).unwrap_or(30.0);
            run.due = start * 8.0 * 3_600_000.0;
            run.simulation.advance(SimTime(run.due as u64), u32::MAX, &mut run.facts);
            play(Rc::new(RefCell::new(run)), painter, Callback::from(move |now| state.set(now)));
        });
    }
    let on_select = {
        let selected = selected.setter();
        use_callback((), move |(choice, _): (Part, bool), ()| selected.set(vec![choice]))
    };
    let width = use_force_update();
    {
        let painter = (*painter).clone();
        use_effect(move || painter.settle(Callback::from(move |()| width.force_update())));
    }
    let belt = belt(&Belt {
        stream: &sketch,
        painter: &painter,
        state: &state,
        bottleneck: asked("hot").and_then(|at| at.parse().ok()).map(StageId),
        selected: &selected,
        faulty: &[],
        entry: Part::Customer,
        on_select: &on_select,
    });
    html! { <main><h1>{ "Belt" }</h1><section>{ belt }</section></main> }
}

pub(crate) fn start() {
    yew::Renderer::<Page>::new().render();
}
