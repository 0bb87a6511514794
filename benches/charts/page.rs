//! Runs a stream to a million delivered items, makes and draws each chart many times, and shows the times.

use std::fmt::Write as _;

use flowglass::analytics::{Chart, Subject, sheet};
use flowglass::app::Canvas;
use flowglass::chart::{Cursor, FixedText, Theme, TimeAxis, draw_plot, nice_horizon};
use flowglass::measure::{Ledger, Window};
use flowglass::sim::{Seed, Simulation};
use flowglass::text;
use flowglass::value_stream::SimTime;
use plotters::prelude::IntoDrawingArea;
use wasm_bindgen::JsCast;
use web_sys::HtmlCanvasElement;

use crate::common::{now_ms, paint, run_on, stream};

/// Items delivered when the charts are made.
const LENGTHS: [usize; 3] = [1_000, 100_000, 1_000_000];
/// Size of the picture [CSS px].
const SIZE: (u32, u32) = (920, 340);
/// Pictures per measurement; sheets are fewer, since they take longer.
const PICTURES: usize = 60;
const SHEETS: usize = 5;

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
    let mut table = format!(
        "charts, {} x {} CSS px, medians [ms]\n\n{:>9}  {:<12} {:>9} {:>9} {:>9}\n",
        SIZE.0, SIZE.1, "delivered", "chart", "sheet", "draw", "painted"
    );
    for length in LENGTHS {
        run_on(&mut simulation, &mut ledger, length);
        let begun = now_ms();
        ledger.digest();
        let _ = writeln!(table, "{length:>9}  digested once in {:.1}", now_ms() - begun);
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
            let draw = |turn: usize, paints: bool| {
                let words = text::axis::words();
                let across = now.0 as f64 * (turn % 90 + 5) as f64 / 100.0;
                let cursor = Cursor { across, up: None, words: "Item 37: 12.3 days" };
                let area =
                    FixedText::new(Canvas::on(&canvas).expect("a canvas")).into_drawing_area();
                let theme = Theme::light(1.0);
                assert!(draw_plot(&area, &made.plot, &words, Some(cursor), &theme).is_ok());
                if paints {
                    paint(&canvas);
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
