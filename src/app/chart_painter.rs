//! What draws the cumulative flow diagram. A handle: clones draw on the same canvas.

use std::cell::RefCell;
use std::rc::Rc;

use plotters::prelude::IntoDrawingArea;
use web_sys::{Element, HtmlCanvasElement};
use yew::{Callback, NodeRef};

use super::canvas::Canvas;
use super::observed::Observed;
use crate::chart::{
    AxisWords, CfdGeometry, CfdPicture, Crosshair, FixedText, Mark, Theme, TimeAxis, draw_cfd,
};
use crate::measure::Cfd;
use crate::text::page as text;
use crate::value_stream::{Calendar, SimTime};

/// How often the style sheet is looked at [ms].
const LOOK_MS: f64 = 500.0;

/// A handle on the picture of one chart.
#[derive(Clone, Default)]
pub struct ChartPainter(Rc<RefCell<Painter>>);

#[derive(Default)]
struct Painter {
    /// The element whose size the picture takes, and the canvas, as the markup makes them.
    nodes: (NodeRef, NodeRef),
    canvas: Option<(Element, HtmlCanvasElement)>,
    observed: Option<Observed>,
    /// Size [CSS px] and device pixels per CSS pixel.
    size: (i32, i32, f64),
    is_dark: bool,
    looked_ms: f64,
    geometry: Option<CfdGeometry>,
    /// The moment being read.
    at: Option<SimTime>,
}

/// What to draw.
pub(super) struct Flow<'a> {
    pub(super) cfd: &'a Cfd,
    pub(super) bands: &'a [String],
    pub(super) trouble: Option<usize>,
    pub(super) now: SimTime,
    pub(super) window: (SimTime, SimTime),
    pub(super) axis: TimeAxis,
    pub(super) words: &'a AxisWords,
    pub(super) calendar: Calendar,
    pub(super) marks: &'a [Mark<'a>],
}

impl ChartPainter {
    /// For the markup: the element whose size the picture takes, and the canvas.
    pub(super) fn nodes(&self) -> (NodeRef, NodeRef) {
        self.0.borrow().nodes.clone()
    }

    /// Finds both after the first render, and tells when the size changes.
    pub(super) fn settle(&self, on_resize: Callback<()>) {
        if self.0.borrow().canvas.is_some() {
            return;
        }
        let (frame, canvas) = self.nodes();
        let Some((frame, canvas)) = frame.cast::<Element>().zip(canvas.cast()) else { return };
        self.0.borrow_mut().canvas = Some((frame.clone(), canvas));
        let told = self.clone();
        let observed = Observed::new(&frame, move |width, height| {
            let mut painter = told.0.borrow_mut();
            (painter.size.0, painter.size.1) = (width, height);
            on_resize.emit(());
        });
        self.0.borrow_mut().observed = observed;
    }

    /// Whether the screen or the style has changed since the last picture.
    pub(super) fn has_changed(&self, wall_ms: f64) -> bool {
        self.0.borrow_mut().look(wall_ms)
    }

    /// Reads the moment at this distance from the left [CSS px], or nothing.
    pub(super) fn hover(&self, x: Option<f64>) {
        let mut painter = self.0.borrow_mut();
        let scale = painter.size.2;
        painter.at = x.zip(painter.geometry).map(|(x, geometry)| geometry.time_at(x * scale));
    }

    /// Moves the moment being read by so many hundredths of the window.
    pub(super) fn nudge(&self, steps: i32) {
        let mut painter = self.0.borrow_mut();
        let Some(geometry) = painter.geometry else { return };
        let (from, until) = geometry.window;
        let step = until.since(from).0 / 100;
        let at = painter.at.unwrap_or(until);
        let ticks = at.0.saturating_add_signed(step as i64 * i64::from(steps));
        painter.at = Some(SimTime(ticks.clamp(from.0, until.0)));
    }

    /// The moment being read.
    pub(super) fn reads(&self) -> Option<SimTime> {
        self.0.borrow().at
    }

    /// Draws the diagram.
    pub(super) fn draw(&self, flow: &Flow<'_>) {
        self.0.borrow_mut().draw(flow);
    }
}

impl Painter {
    fn look(&mut self, wall_ms: f64) -> bool {
        if wall_ms - self.looked_ms < LOOK_MS {
            return false;
        }
        self.looked_ms = wall_ms;
        let Some(window) = web_sys::window() else { return false };
        let scale = window.device_pixel_ratio().max(1.0);
        let is_dark = self.canvas.as_ref().is_some_and(|(frame, _)| {
            let style = window.get_computed_style(frame).ok().flatten();
            let scheme = style.and_then(|style| style.get_property_value("--scheme").ok());
            scheme.is_some_and(|scheme| scheme.trim() == "dark")
        });
        let changed = scale.to_bits() != self.size.2.to_bits() || is_dark != self.is_dark;
        self.size.2 = scale;
        self.is_dark = is_dark;
        changed
    }

    fn draw(&mut self, flow: &Flow<'_>) {
        if self.size.2 < 1.0 {
            self.look(f64::INFINITY);
            self.looked_ms = 0.0;
        }
        let (width, height, scale) = self.size;
        let Some((_, canvas)) = &self.canvas else { return };
        if width < 80 || height < 80 {
            return;
        }
        let pixels = |length: i32| (f64::from(length) * scale).round() as u32;
        if (canvas.width(), canvas.height()) != (pixels(width), pixels(height)) {
            canvas.set_width(pixels(width));
            canvas.set_height(pixels(height));
        }
        let Some(backend) = Canvas::on(canvas) else { return };
        let area = FixedText::new(backend).into_drawing_area();
        let theme = if self.is_dark { Theme::dark(scale) } else { Theme::light(scale) };
        let (from, until) = flow.window;
        // One moment per CSS pixel of what is drawn so far.
        let plot = self.geometry.map_or(f64::from(width), |g| f64::from(g.plot.width()) / scale);
        let share = flow.now.since(from).0 as f64 / until.since(from).0.max(1) as f64;
        let columns = (plot * share.min(1.0)).ceil().max(1.0) as u32;
        let sample = flow.cfd.sample_window(from, flow.now.min(until), columns);
        // Past the run's end there is nothing to read.
        let reading = self.at.map(|at| flow.cfd.read(at.min(flow.now)));
        let wip = reading.as_ref().map(text::wip).unwrap_or_default();
        let to_flow = reading.as_ref().map(|reading| text::to_flow(reading, flow.calendar));
        let to_flow = to_flow.unwrap_or_default();
        let picture = CfdPicture {
            sample: &sample,
            bands: flow.bands,
            trouble: flow.trouble,
            window: flow.window,
            axis: flow.axis,
            words: flow.words,
            marks: flow.marks,
            crosshair: reading.as_ref().map(|reading| Crosshair {
                reading,
                wip: &wip,
                to_flow: &to_flow,
            }),
        };
        if let Ok(geometry) = draw_cfd(&area, &picture, &theme) {
            self.geometry = Some(geometry);
        }
    }
}
