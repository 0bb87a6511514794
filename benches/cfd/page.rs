//! Runs a stream to each length, redraws its diagram many times, and shows the times.

use std::fmt::Write as _;

use flowglass::app::Canvas;
use flowglass::chart::{
    CfdPicture, Crosshair, FixedText, Theme, TimeAxis, draw_cfd, draw_crosshair, nice_horizon,
};
use flowglass::measure::{Cfd, Ledger};
use flowglass::sim::{Seed, Simulation};
use flowglass::text;
use flowglass::value_stream::{Calendar, SimTime};
use plotters::prelude::IntoDrawingArea;
use wasm_bindgen::JsCast;
use web_sys::HtmlCanvasElement;

use crate::common::{now_ms, paint, run_on, stream};

/// Items delivered when the picture is drawn.
const LENGTHS: [usize; 5] = [60, 1_000, 10_000, 100_000, 1_000_000];
/// Size of the picture [CSS px].
const SIZE: (u32, u32) = (1_200, 600);
/// Redraws before the measurement starts, and how many it takes.
const BEFORE: usize = 20;
const REDRAWS: usize = 200;
/// The page's clock tells tenths of milliseconds, so that one of its readings covers several redraws.
const AT_ONCE: usize = 5;

/// What a redraw needs that does not change between two.
struct Chart<'a> {
    canvas: &'a HtmlCanvasElement,
    cfd: &'a Cfd,
    now: SimTime,
    bands: Vec<String>,
}

impl Chart<'_> {
    /// As the page does it; its own painter also looks at the style sheet twice a second.
    fn redraw(&self, scale: f64, turn: usize) {
        let window = (SimTime::START, nice_horizon(self.now, Calendar::default()));
        let share = self.now.0 as f64 / window.1.0 as f64;
        let columns = (f64::from(SIZE.0) * share).ceil() as u32;
        let sample = self.cfd.sample_window(window.0, self.now, columns);
        let at = SimTime(self.now.0 * (turn as u64 % 90 + 5) / 100);
        let reading = self.cfd.read(at);
        let wip = text::page::wip(&reading);
        let to_flow = text::page::to_flow(&reading, Calendar::default());
        let picture = CfdPicture {
            sample: &sample,
            bands: &self.bands,
            trouble: Some(4),
            window,
            axis: TimeAxis::Working(Calendar::default()),
            words: &text::axis::words(),
            marks: &[],
            ahead: 0,
            over: None,
        };
        let backend = Canvas::on(self.canvas).expect("a canvas");
        let area = FixedText::new(backend).into_drawing_area();
        let theme = Theme::light(scale);
        let drawn = draw_cfd(&area, &picture, &theme).expect("it draws");
        let crosshair = Crosshair { reading: &reading, wip: &wip, to_flow: &to_flow };
        draw_crosshair(&area, &drawn, &crosshair, &theme).expect("it draws");
    }

    /// Median and 95th percentile of redraws [ms].
    fn measure(&self, scale: f64, paints: bool) -> (f64, f64) {
        let mut times: Vec<f64> = (0..BEFORE + REDRAWS)
            .map(|turn| {
                let begun = now_ms();
                for part in 0..AT_ONCE {
                    self.redraw(scale, turn * AT_ONCE + part);
                    if paints {
                        paint(self.canvas);
                    }
                }
                let taken = now_ms() - begun;
                // Else the browser would have a backlog of pictures to paint, and stop for it somewhere.
                paint(self.canvas);
                taken / AT_ONCE as f64
            })
            .skip(BEFORE)
            .collect();
        times.sort_by(f64::total_cmp);
        (times[REDRAWS / 2], times[REDRAWS * 95 / 100])
    }
}

/// Measures, and puts a table into the document.
pub(crate) fn measure() {
    let document = web_sys::window().and_then(|window| window.document()).expect("a document");
    let canvas = document.create_element("canvas").expect("an element");
    let canvas: HtmlCanvasElement = canvas.dyn_into().expect("a canvas");
    let body = document.body().expect("a body");
    body.append_child(&canvas).expect("it goes in");
    let stream = stream();
    let mut simulation = Simulation::new(&stream, Seed(7));
    let mut ledger = Ledger::new(&stream);
    let mut table = format!(
        "redraw of the cumulative flow diagram, {} x {} CSS px [ms]\n\n\
         {:>9}  {:>3}  {:>8} {:>8}  {:>14} {:>8}\n",
        SIZE.0, SIZE.1, "delivered", "dpr", "median", "p95", "painted median", "p95"
    );
    for length in LENGTHS {
        run_on(&mut simulation, &mut ledger, length);
        let bands = text::page::bands(&stream);
        let chart = Chart { canvas: &canvas, cfd: ledger.cfd(), now: ledger.now(), bands };
        for scale in [1.0, 2.0] {
            canvas.set_width((f64::from(SIZE.0) * scale) as u32);
            canvas.set_height((f64::from(SIZE.1) * scale) as u32);
            let (median, slow) = chart.measure(scale, false);
            let (painted, slow_painted) = chart.measure(scale, true);
            let _ = writeln!(
                table,
                "{length:>9}  {scale:>3}  {median:>8.2} {slow:>8.2}  {painted:>14.2} {slow_painted:>8.2}"
            );
        }
    }
    body.set_text_content(Some(&table));
}
