//! Runs a stream to a million delivered items, makes and draws each chart many times, and shows the times.

use std::fmt::Write as _;

use flowglass::analytics::{Chart, Subject, sheet};
use flowglass::app::Canvas;
use flowglass::chart::{Cursor, FixedText, Theme, TimeAxis, draw_plot, nice_horizon};
use flowglass::measure::{Ledger, Window};
use flowglass::sim::{Seed, Simulation};
use flowglass::text;
use flowglass::value_stream::{
    Arrivals, Distribution, Link, Runnable, SimTime, Source, Stage, ValueStream, Workers,
};
use plotters::prelude::IntoDrawingArea;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// Items delivered when the charts are made.
const LENGTHS: [usize; 3] = [1_000, 100_000, 1_000_000];
/// Size of the picture [CSS px].
const SIZE: (u32, u32) = (920, 340);
/// Pictures per measurement; sheets are fewer, since they take longer.
const PICTURES: usize = 60;
const SHEETS: usize = 5;

/// Five stages with enough people for one item a day, of which one in eight goes back.
fn stream() -> Runnable {
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

fn now_ms() -> f64 {
    web_sys::window().and_then(|window| window.performance()).expect("a clock").now()
}

/// Median of so many times of something [ms].
fn median(count: usize, mut work: impl FnMut(usize)) -> f64 {
    let mut times: Vec<f64> = (0..count)
        .map(|turn| {
            let begun = now_ms();
            work(turn);
            now_ms() - begun
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[count / 2]
}

/// Measures, and puts a table into the document.
pub(crate) fn measure() {
    let document = web_sys::window().and_then(|window| window.document()).expect("a document");
    let canvas = document.create_element("canvas").expect("an element");
    let canvas: HtmlCanvasElement = canvas.dyn_into().expect("a canvas");
    let body = document.body().expect("a body");
    body.append_child(&canvas).expect("it goes in");
    canvas.set_width(SIZE.0);
    canvas.set_height(SIZE.1);
    let stream = stream();
    let calendar = stream.stream().calendar;
    let mut simulation = Simulation::new(&stream, Seed(7));
    let mut ledger = Ledger::new(&stream);
    let mut facts = Vec::new();
    let mut table = format!(
        "charts, {} x {} CSS px, medians [ms]\n\n{:>9}  {:<12} {:>9} {:>9} {:>9}\n",
        SIZE.0, SIZE.1, "delivered", "chart", "sheet", "draw", "painted"
    );
    for length in LENGTHS {
        while (ledger.cfd().crossed(ledger.cfd().lines() - 1) as usize) < length {
            facts.clear();
            let _ = simulation.advance(SimTime(u64::MAX), 1_000, &mut facts);
            ledger.fold(&facts);
        }
        let now = ledger.now();
        let subject = Subject {
            ledger: &ledger,
            stages: stream.stream().stages.iter().map(|stage| stage.title().to_owned()).collect(),
            window: Window::new(SimTime::START, now),
            shown: (SimTime::START, nice_horizon(now, calendar)),
            calendar,
            axis: TimeAxis::Working(calendar),
        };
        for chart in Chart::ALL {
            let size = (SIZE.0 as i32, SIZE.1 as i32);
            let made = sheet(&subject, chart, size, 100);
            let making = median(SHEETS, |_| {
                assert!(!sheet(&subject, chart, size, 100).sentence.is_empty());
            });
            let context = canvas.get_context("2d").ok().flatten().expect("a context");
            let context: CanvasRenderingContext2d = context.dyn_into().expect("for pictures");
            let draw = |turn: usize, paints: bool| {
                let words = text::axis::words();
                let across = now.0 as f64 * (turn % 90 + 5) as f64 / 100.0;
                let cursor = Cursor { across, up: None, words: "Item 37: 12.3 days" };
                let area =
                    FixedText::new(Canvas::on(&canvas).expect("a canvas")).into_drawing_area();
                let theme = Theme::light(1.0);
                assert!(draw_plot(&area, &made.plot, &words, Some(cursor), &theme).is_ok());
                if paints {
                    let _ = context.get_image_data(0.0, 0.0, 1.0, 1.0);
                }
            };
            let drawing = median(PICTURES, |turn| draw(turn, false));
            let painting = median(PICTURES, |turn| draw(turn, true));
            let name = format!("{chart:?}");
            let _ = writeln!(
                table,
                "{length:>9}  {name:<12} {making:>9.2} {drawing:>9.2} {painting:>9.2}"
            );
        }
    }
    body.set_text_content(Some(&table));
}
