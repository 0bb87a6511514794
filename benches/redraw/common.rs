//! What is drawn on the pages of the drawing benchmarks, and with which clock.

use flowglass::measure::Ledger;
use flowglass::sim::Simulation;
use flowglass::value_stream::{
    Arrivals, Distribution, Link, Runnable, SimTime, Source, Stage, ValueStream, Workers,
};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// Five stages with enough people for one item a day, of which one in eight goes back.
pub(crate) fn stream() -> Runnable {
    let ids = ["Business", "Design", "Development", "QA", "Operations", "customer"];
    let stage = |id: &&str| Stage {
        workers: Workers::Count(2),
        ..Stage::new(id, Distribution { mean: 1.2, cv: 0.9, shape: None })
    };
    let mut links: Vec<Link> = ids.windows(2).map(|pair| Link::new(pair[0], pair[1])).collect();
    links[3].share = 0.875;
    links.push(Link { share: 0.125, ..Link::new("QA", "Development") });
    let stream = ValueStream {
        stages: ids[..5].iter().map(stage).collect(),
        links,
        sources: vec![Source::new("Ideas", "Business", Arrivals::poisson(1.0))],
        ..ValueStream::default()
    };
    stream.check().expect("a sound stream")
}

/// What the page's clock says [ms].
pub(crate) fn now_ms() -> f64 {
    web_sys::window().and_then(|window| window.performance()).expect("a clock").now()
}

/// Runs on until so many items are delivered.
pub(crate) fn run_on(simulation: &mut Simulation, ledger: &mut Ledger, delivered: usize) {
    let mut facts = Vec::new();
    while (ledger.cfd().crossed(ledger.cfd().lines() - 1) as usize) < delivered {
        facts.clear();
        let _ = simulation.advance(SimTime(u64::MAX), 1_000, &mut facts);
        ledger.fold(&facts);
    }
}

/// Has the browser paint what was drawn.
pub(crate) fn paint(canvas: &HtmlCanvasElement) {
    let context = canvas.get_context("2d").ok().flatten().expect("a context");
    let context: CanvasRenderingContext2d = context.dyn_into().expect("a context for pictures");
    let _ = context.get_image_data(0.0, 0.0, 1.0, 1.0);
}
