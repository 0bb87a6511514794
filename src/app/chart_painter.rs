//! What draws the cumulative flow diagram. A handle: clones draw on the same canvas.

use std::cell::RefCell;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters_backend::DrawingBackend;
use web_sys::{Element, HtmlCanvasElement};
use yew::{Callback, NodeRef};

use super::flow_view::{FlowView, paint_view};
use super::observed::Observed;
use super::screen::{self, Area};
use crate::analytics::{Sheet, Spot, Svg, picture_svg};
use crate::chart::{
    AxisWords, CfdDrawn, CfdGeometry, CfdPicture, Cursor, Mark, PlotGeometry, Rect, Theme,
    TimeAxis, draw_cfd, draw_plot, draw_shade,
};
use crate::measure::{Asked, Cfd, CfdSample};
use crate::value_stream::{Calendar, SimTime};

/// How often the style sheet is looked at [ms].
const LOOK_MS: f64 = 500.0;

/// A handle on the picture of one chart.
#[derive(Clone, Default)]
pub(super) struct ChartPainter(Rc<RefCell<Painter>>);

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
    /// The diagram as it was drawn last, for what is drawn over it.
    drawn: Option<CfdDrawn>,
    /// Where the chart that is shown beside the diagram put its axes, and whether its axis across is time.
    plot: Option<(PlotGeometry, bool)>,
    /// The moment being read, whatever the chart.
    at: Option<SimTime>,
    /// The moment at which a hand began to drag.
    pressed: Option<SimTime>,
    /// What is pointed at in a chart beside the diagram, in units of its axes.
    place: Option<(f64, f64)>,
    /// What draws the diagram as its reader wants it, once it is there.
    lens: Option<Rc<dyn Lens>>,
}

/// Draws the diagram as its reader wants it. It is fetched with the border.
pub(super) trait Lens {
    /// Draws it for a plot of about so many pixel columns.
    fn paint(&self, area: &Area, flow: &Flow<'_>, plot: f64, theme: &Theme) -> Option<CfdDrawn>;
    /// Draws what is read at a moment.
    fn point(&self, area: &Area, drawn: &CfdDrawn, flow: &Flow<'_>, at: SimTime, theme: &Theme);
    /// How its reader wants it.
    fn view(&self) -> &RefCell<FlowView>;
}

/// What to draw.
#[derive(Clone, Copy)]
pub struct Flow<'a> {
    pub(super) cfd: &'a Cfd,
    pub(super) bands: &'a [String],
    pub(super) trouble: Option<usize>,
    pub(super) now: SimTime,
    pub(super) window: (SimTime, SimTime),
    pub(super) axis: TimeAxis,
    pub(super) words: &'a AxisWords,
    pub(super) calendar: Calendar,
    pub(super) marks: &'a [Mark<'a>],
    /// The most that will be drawn over it from the present on [items].
    pub(super) ahead: u32,
    /// What has been asked for, if anybody asks; and the least and the most of that in what is shown.
    pub(super) asked: Option<&'a Asked<'a>>,
    pub(super) over: Option<(u32, u32)>,
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

    /// From now on the diagram is drawn through this.
    pub(super) fn look_through(&self, lens: Rc<dyn Lens>) {
        self.0.borrow_mut().lens = Some(lens);
    }

    /// What it is drawn through.
    pub(super) fn lens(&self) -> Option<Rc<dyn Lens>> {
        self.0.borrow().lens.clone()
    }

    /// The next picture has the colors that the style has by then.
    pub(super) fn look_again(&self) {
        self.0.borrow_mut().look(f64::INFINITY);
        self.0.borrow_mut().looked_ms = 0.0;
    }

    /// Whether the screen or the style has changed since the last picture.
    pub(super) fn has_changed(&self, wall_ms: f64) -> bool {
        self.0.borrow_mut().look(wall_ms)
    }

    /// Reads what is at this distance from the left and from the top [CSS px], or nothing. Gives the window over which
    /// a hand has been dragged, once it lets go.
    pub(super) fn hover(
        &self,
        at: Option<(f64, f64)>,
        is_down: bool,
    ) -> Option<(SimTime, SimTime)> {
        let before = self.reads();
        self.point(at);
        let mut painter = self.0.borrow_mut();
        if is_down {
            painter.pressed = painter.pressed.or(painter.at);
            return None;
        }
        let (from, to) = painter.pressed.take().zip(painter.at.or(before))?;
        (from != to).then_some((from.min(to), from.max(to)))
    }

    fn point(&self, at: Option<(f64, f64)>) {
        let mut painter = self.0.borrow_mut();
        let scale = painter.size.2;
        let Some((x, y)) = at else {
            (painter.at, painter.place) = (None, None);
            return;
        };
        if let Some((geometry, is_over_time)) = painter.plot {
            painter.pressed = painter.pressed.filter(|_| is_over_time);
            let place = (geometry.across_at(x * scale), geometry.up_at(y * scale));
            painter.place = Some(place);
            if is_over_time {
                painter.at = Some(SimTime(place.0.max(0.0) as u64));
            }
        } else {
            painter.at = painter.geometry.map(|geometry| geometry.time_at(x * scale));
        }
    }

    /// The moment at a distance from the left [CSS px], and how many ticks a pixel is [ticks/CSS px]; none while there is no
    /// diagram.
    pub(super) fn moment_at(&self, x: f64) -> Option<(SimTime, f64)> {
        let painter = self.0.borrow();
        let geometry = painter.geometry?;
        let (from, until) = geometry.window;
        let per_px = until.since(from).0 as f64 / f64::from(geometry.plot.width().max(1));
        Some((geometry.time_at(x * painter.size.2), per_px * painter.size.2))
    }

    /// Nobody is choosing a window any more.
    pub(super) fn let_go(&self) {
        self.0.borrow_mut().pressed = None;
    }

    /// The colors.
    pub(super) fn theme(&self) -> Theme {
        self.0.borrow().theme()
    }

    /// Another chart is shown: what was pointed at stays if it is a moment.
    pub(super) fn turn(&self, is_plot: bool) {
        let mut painter = self.0.borrow_mut();
        painter.place = None;
        painter.plot = painter.plot.filter(|_| is_plot);
        if is_plot {
            let empty = PlotGeometry { plot: Rect::default(), across: (0.0, 1.0), up: (0.0, 1.0) };
            painter.plot = Some((empty, false));
        }
    }

    /// The size of the picture [CSS px].
    pub(super) fn size(&self) -> (i32, i32) {
        let painter = self.0.borrow();
        (painter.size.0, painter.size.1)
    }

    /// Moves what is read by so many hundredths of the axis, or to the item beside it.
    pub(super) fn nudge(&self, steps: i32, sheet: Option<&Sheet>) {
        let mut painter = self.0.borrow_mut();
        let Some((_, (from, until), is_over_time)) = painter.across() else { return };
        let at = match (painter.plot, painter.at) {
            (Some(_), at) => painter
                .place
                .map(|place| place.0)
                .or(at.map(|at| at.0 as f64).filter(|_| is_over_time)),
            (None, at) => at.map(|at| at.0 as f64),
        };
        let at = at.unwrap_or(if steps > 0 { from } else { until });
        let spot = sheet.and_then(|sheet| sheet.beside(at, steps > 0)).filter(|_| steps.abs() == 1);
        let (across, up) = spot.map_or_else(
            || ((at + (until - from) / 100.0 * f64::from(steps)).clamp(from, until), 0.0),
            |spot| (spot.across, spot.up),
        );
        painter.place = painter.plot.map(|_| (across, up));
        if is_over_time {
            painter.at = Some(SimTime(across.max(0.0) as u64));
        }
    }

    /// The item that is pointed at.
    pub(super) fn spot(&self, sheet: &Sheet) -> Option<Spot> {
        self.0.borrow().spot(sheet)
    }

    /// What is read from a chart, in words.
    pub(super) fn read(&self, sheet: &Sheet, spot: impl Fn(&Spot) -> String) -> String {
        let painter = self.0.borrow();
        painter.cursor(sheet, &spot).map_or(String::new(), |(_, _, words)| words)
    }

    /// Draws a chart.
    pub(super) fn draw_sheet(
        &self,
        sheet: &Sheet,
        is_over_time: bool,
        words: &AxisWords,
        spot: impl Fn(&Spot) -> String,
    ) {
        let mut painter = self.0.borrow_mut();
        let Some(area) = painter.area() else { return };
        let theme = painter.theme();
        // The first picture tells where a moment that another chart read comes to lie.
        for _ in 0..2 {
            let cursor = painter.cursor(sheet, &spot);
            let cursor = cursor.as_ref().map(|(across, up, words)| Cursor {
                across: *across,
                up: *up,
                words,
            });
            let Ok(geometry) = draw_plot(&area, &sheet.plot, words, cursor, &theme) else { return };
            let is_new = painter.plot.is_none_or(|(before, _)| before != geometry);
            painter.plot = Some((geometry, is_over_time));
            if !is_new {
                break;
            }
        }
    }

    /// A chart as an SVG file, in the light theme, without what is read from it.
    pub(super) fn sheet_svg(
        &self,
        sheet: &Sheet,
        words: &AxisWords,
        (title, caption): (&str, &str),
    ) -> String {
        picture_svg(sheet, self.file_size(), words, title, caption)
    }

    /// The diagram as an SVG file.
    pub(super) fn flow_svg(&self, flow: &Flow<'_>, (title, caption): (&str, &str)) -> String {
        let size = self.file_size();
        let view = self.lens().map(|lens| lens.view().borrow().clone()).unwrap_or_default();
        flow_svg(flow, &view, size, Svg::new(size, title, caption), &Theme::light(1.0))
    }

    fn file_size(&self) -> (u32, u32) {
        let (width, height) = self.size();
        (width.max(600) as u32, height.max(300) as u32)
    }

    /// The canvas.
    pub(super) fn canvas(&self) -> Option<HtmlCanvasElement> {
        self.0.borrow().canvas.as_ref().map(|(_, canvas)| canvas.clone())
    }

    /// The moment being read.
    pub(super) fn reads(&self) -> Option<SimTime> {
        self.0.borrow().at
    }

    /// Shades what lies outside a window, or outside what is being dragged over, where the axis across is time.
    pub(super) fn shade(&self, window: Option<(SimTime, SimTime)>) {
        let mut painter = self.0.borrow_mut();
        let dragged = painter.pressed.zip(painter.at);
        let Some((from, to)) = dragged.or(window) else { return };
        let Some((plot, ends, true)) = painter.across() else { return };
        let column = |at: SimTime| {
            let share = (at.0 as f64 - ends.0) / (ends.1 - ends.0).max(1.0);
            plot.left + (share * f64::from(plot.width())).round() as i32
        };
        let columns = (column(from), column(to));
        // The names beside the diagram tell of now, and stand partly inside its plot: all of them step back, not half of each.
        let width = (f64::from(painter.size.0) * painter.size.2) as i32;
        let plot = if painter.plot.is_none() { Rect { right: width, ..plot } } else { plot };
        if let Some(area) = painter.area() {
            let _ = draw_shade(&area, plot, columns, &painter.theme());
        }
    }

    /// Draws what is read from the diagram, over what was drawn over it.
    pub(super) fn point_out(&self, flow: &Flow<'_>) {
        let mut painter = self.0.borrow_mut();
        let area = painter.area();
        let (Some(lens), Some(drawn), Some(at), Some(area)) =
            (&painter.lens, &painter.drawn, painter.at, area)
        else {
            return;
        };
        lens.point(&area, drawn, flow, at, &painter.theme());
    }

    /// Draws something over the diagram.
    pub(super) fn over(&self, draw: impl FnOnce(&Area, &CfdGeometry, &Theme)) {
        let mut painter = self.0.borrow_mut();
        if let Some((geometry, area)) = painter.geometry.zip(painter.area()) {
            draw(&area, &geometry, &painter.theme());
        }
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
        let look = self.canvas.as_ref().and_then(|(frame, _)| screen::look(frame));
        let Some((scale, is_dark)) = look else { return false };
        let changed = scale.to_bits() != self.size.2.to_bits() || is_dark != self.is_dark;
        self.size.2 = scale;
        self.is_dark = is_dark;
        changed
    }

    /// Where the plot of what is shown lies, the ends of its axis across, and whether that is time.
    fn across(&self) -> Option<(Rect, (f64, f64), bool)> {
        let Some((geometry, is_over_time)) = self.plot else {
            let CfdGeometry { plot, window: (from, until), .. } = self.geometry?;
            return Some((plot, (from.0 as f64, until.0 as f64), true));
        };
        Some((geometry.plot, geometry.across, is_over_time))
    }

    /// The canvas, as large as it is on the screen.
    fn area(&mut self) -> Option<Area> {
        if self.size.2 < 1.0 {
            self.look(f64::INFINITY);
            self.looked_ms = 0.0;
        }
        let (width, height, scale) = self.size;
        let (_, canvas) = self.canvas.as_ref()?;
        if width < 80 || height < 80 {
            return None;
        }
        screen::area(canvas, (width, height), scale)
    }

    fn theme(&self) -> Theme {
        screen::theme((self.size.2, self.is_dark))
    }

    fn spot(&self, sheet: &Sheet) -> Option<Spot> {
        let (geometry, _) = self.plot?;
        let per_px = |ends: (f64, f64), px: i32| {
            (ends.1 - ends.0).abs().max(1e-12) * self.size.2 / f64::from(px.max(1))
        };
        let per_px = (
            per_px(geometry.across, geometry.plot.width()),
            per_px(geometry.up, geometry.plot.height()),
        );
        sheet.spot(self.place?, per_px, 24.0).copied()
    }

    /// What is read from a chart: where across, where up, and in which words.
    fn cursor(
        &self,
        sheet: &Sheet,
        words: &dyn Fn(&Spot) -> String,
    ) -> Option<(f64, Option<f64>, String)> {
        let (_, is_over_time) = self.plot?;
        if let Some(spot) = self.spot(sheet) {
            return Some((spot.across, Some(spot.up), words(&spot)));
        }
        let moment = self.at.map(|at| at.0 as f64).filter(|_| is_over_time);
        let across = moment.or(self.place.map(|place| place.0))?;
        let reading = sheet.reading(across).unwrap_or_default().to_owned();
        (is_over_time || !reading.is_empty()).then_some((across, None, reading))
    }

    fn draw(&mut self, flow: &Flow<'_>) {
        let Some(area) = self.area() else { return };
        let scale = self.size.2;
        // One moment per CSS pixel of what is drawn so far.
        let width = f64::from(self.size.0);
        let plot = self.geometry.map_or(width, |g| f64::from(g.plot.width()) / scale);
        let theme = self.theme();
        let drawn = match &self.lens {
            Some(lens) => lens.paint(&area, flow, plot, &theme),
            None => paint_flow(&area, flow, &flow.sample(flow.window, plot), &theme),
        };
        if let Some(drawn) = drawn {
            self.geometry = Some(drawn.geometry());
            self.drawn = Some(drawn);
        }
    }
}

impl Flow<'_> {
    /// The lines over a window, for a plot of about so many pixel columns.
    pub(super) fn sample(&self, (from, until): (SimTime, SimTime), plot: f64) -> CfdSample {
        let share = self.now.since(from).0 as f64 / until.since(from).0.max(1) as f64;
        let columns = (plot * share.min(1.0)).ceil().max(1.0) as u32;
        self.cfd.sample_window(from, self.now.min(until), columns)
    }
}

/// The diagram as SVG.
pub(super) fn flow_svg(
    flow: &Flow<'_>,
    view: &FlowView,
    (width, _): (u32, u32),
    svg: Svg,
    theme: &Theme,
) -> String {
    let svg = Rc::new(RefCell::new(svg));
    let _ = paint_view(&DrawingArea::from(&svg), flow, view, f64::from(width), theme);
    Svg::take(&svg)
}

/// Paints the diagram.
pub(super) fn paint_flow<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    flow: &Flow<'_>,
    sample: &CfdSample,
    theme: &Theme,
) -> Option<CfdDrawn> {
    let picture = CfdPicture {
        sample,
        bands: flow.bands,
        trouble: flow.trouble,
        window: flow.window,
        axis: flow.axis,
        words: flow.words,
        marks: flow.marks,
        ahead: flow.ahead,
        over: flow.over,
    };
    draw_cfd(area, &picture, theme).ok()
}
