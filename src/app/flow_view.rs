//! The cumulative flow diagram as its reader wants it: which bands, how much of the time. Fetched with the border.

use std::cell::RefCell;

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters_backend::DrawingBackend;
use yew::Html;

use super::chart_painter::{ChartPainter, Flow, Lens, paint_flow};
use super::markup::{markup, truth};
use super::page::Msg;
use super::screen::Area;
use super::tell::Tell;
use crate::chart::{
    BandChoice, CfdDrawn, Cone, Crosshair, DemandLine, Fingers, Theme, Whole, Zoom, band_style,
    draw_cone, draw_crosshair, draw_demand, nice_horizon,
};
use crate::forecast::{self, Forecast, Memo, Past, TooLittle};
use crate::sim::Seed;
use crate::text::{flow as text, page as words};
use crate::value_stream::{SimTime, WorkTime};

/// What happens to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FlowMsg {
    /// A band is left out, or shown again.
    Turn(usize),
    /// A band and the one upstream of it become one, or two again.
    Join(usize),
    /// Everything is shown.
    All,
    /// The choice of bands unfolds or folds.
    Bands,
    /// So many times as much time is shown, about a place from the left [CSS px] or about what is read.
    Zoom(f64, Option<f64>),
    /// What is shown moves by so many pixels [CSS px].
    Move(f64),
    /// All of the time is shown.
    Whole,
    /// What will be delivered by when is shown, or no longer.
    Forecast,
}

/// How a reader wants the diagram.
#[derive(Debug, Clone, Default)]
pub(super) struct FlowView {
    /// Whose diagram it is.
    pub(super) of: String,
    pub(super) choice: BandChoice,
    pub(super) zoom: Zoom,
    /// Whether the choice of bands is unfolded.
    pub(super) has_bands: bool,
    pub(super) fingers: Fingers,
    /// Whether what will be delivered is shown, and what is drawn for it.
    pub(super) has_forecast: bool,
    pub(super) seed: u64,
    pub(super) memo: RefCell<Memo>,
}

impl FlowView {
    /// All that could be shown of a diagram: with what will be delivered, a fifth more time than there was, at least.
    pub(super) fn whole(&self, flow: &Flow<'_>) -> Whole {
        let Flow { window: (start, end), now, calendar, .. } = *flow;
        let ahead = nice_horizon(now + WorkTime(now.since(start).0 / 5), calendar);
        let end = if self.has_forecast { end.max(ahead) } else { end };
        Whole { window: (start, end), now }
    }

    /// What will be delivered until the end of what is shown, from what was since its beginning or since the last change;
    /// none where nobody wants to know or the present is not in sight.
    fn forecast(&self, flow: &Flow<'_>) -> Option<Result<Forecast, TooLittle>> {
        let (from, until) = self.zoom.window(self.whole(flow));
        let now = flow.now;
        if !self.has_forecast || until <= now {
            return None;
        }
        let changes = flow.marks.iter().map(|mark| mark.at).filter(|&at| at <= now);
        let since = changes.fold(from, SimTime::max).min(now);
        let period = forecast::period(now.since(since), flow.calendar);
        let past = Past { cfd: flow.cfd, since, now, period };
        Some(past.forecast(until, Seed(self.seed), &mut self.memo.borrow_mut()))
    }

    /// The same in words.
    fn foretold(&self, flow: &Flow<'_>) -> String {
        match self.forecast(flow) {
            Some(Ok(forecast)) => {
                let (_, until) = self.zoom.window(self.whole(flow));
                text::forecast(&forecast, until, flow.calendar)
            }
            Some(Err(why)) => text::too_little(why),
            None => text::NO_PRESENT.to_owned(),
        }
    }
}

/// What draws it that way.
#[derive(Default)]
pub(super) struct Looking(RefCell<FlowView>);

impl Lens for Looking {
    fn paint(&self, area: &Area, flow: &Flow<'_>, plot: f64, theme: &Theme) -> Option<CfdDrawn> {
        let view = self.0.borrow();
        let mut drawn = paint_view(area, flow, &view, plot, theme)?;
        let width = f64::from(drawn.geometry().plot.width()) / theme.scale;
        // The plot has made room for something, or has room again: its columns are others.
        if libm::fabs(width - plot) > 0.5 {
            drawn = paint_view(area, flow, &view, width, theme)?;
        }
        Some(drawn)
    }

    fn point(&self, area: &Area, drawn: &CfdDrawn, flow: &Flow<'_>, at: SimTime, theme: &Theme) {
        // Past the run's end there is nothing to read.
        let line = self.0.borrow().choice.wip_line(flow.bands);
        let reading = &flow.cfd.read_from(line, at.min(flow.now));
        let wip = &words::wip(reading);
        let to_flow = &words::to_flow(reading, flow.calendar);
        let asked = flow.asked.and_then(|asked| {
            let words = text::against(asked, reading.at, reading.delivered)?;
            Some((asked.by(reading.at)?, words))
        });
        let asked = asked.as_ref().map(|(count, words)| (*count, words.as_str()));
        let _ = draw_crosshair(area, drawn, &Crosshair { reading, wip, to_flow, asked }, theme);
    }

    fn view(&self) -> &RefCell<FlowView> {
        &self.0
    }
}

/// Paints the diagram as its reader wants it, for a plot of about so many pixel columns.
pub(super) fn paint_view<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    flow: &Flow<'_>,
    view: &FlowView,
    plot: f64,
    theme: &Theme,
) -> Option<CfdDrawn> {
    let choice = &view.choice;
    let window = view.zoom.window(view.whole(flow));
    let mut sample = flow.sample(window, plot);
    choice.reduce(flow.bands, &mut sample);
    let bands = &choice.names(flow.bands);
    let trouble = flow.trouble.map(|band| choice.drawn_as(flow.bands, band));
    let forecast = view.forecast(flow).and_then(Result::ok);
    let ahead = forecast.as_ref().map_or(0, Forecast::most);
    let demand = Demand::of(flow, &sample.times);
    let over = demand.as_ref().and_then(Demand::range);
    let flow = &Flow { bands, trouble, window, ahead, over, ..*flow };
    let drawn = paint_flow(area, flow, &sample, theme)?;
    for (points, label) in demand.iter().flat_map(Demand::lines) {
        let _ = draw_demand(area, &drawn, &DemandLine { points, label }, theme);
    }
    if let Some(forecast) = forecast {
        let cone = Cone { points: &forecast.points(window.1), labels: text::SURE };
        let _ = draw_cone(area, &drawn, &cone, theme);
    }
    Some(drawn)
}

/// What has been asked for, as it is drawn.
struct Demand {
    /// Stretches of time in which somebody asks, each with what had been asked for by its moments.
    stretches: Vec<Vec<(SimTime, f64)>>,
    /// What stands at the end of the last one, if that reaches the end of what is shown.
    label: String,
}

impl Demand {
    fn of(flow: &Flow<'_>, times: &[SimTime]) -> Option<Demand> {
        let asked = flow.asked?;
        let mut stretches = vec![Vec::new()];
        for &at in times {
            match (asked.by(at), stretches.last_mut()) {
                (Some(count), Some(stretch)) => stretch.push((at, count)),
                (None, Some(stretch)) if !stretch.is_empty() => stretches.push(Vec::new()),
                _ => {}
            }
        }
        stretches.retain(|stretch| !stretch.is_empty());
        let label = times.last().and_then(|&end| text::asked(asked, end)).unwrap_or_default();
        Some(Demand { stretches, label })
    }

    /// The least and the most of it [items].
    fn range(&self) -> Option<(u32, u32)> {
        let (first, last) = (self.stretches.first()?.first()?, self.stretches.last()?.last()?);
        Some((first.1 as u32, libm::ceil(last.1) as u32))
    }

    fn lines(&self) -> impl Iterator<Item = (&[(SimTime, f64)], &str)> {
        let last = self.stretches.len().saturating_sub(1);
        let label = move |place| if place == last { self.label.as_str() } else { "" };
        self.stretches.iter().enumerate().map(move |(place, line)| (line.as_slice(), label(place)))
    }
}

/// What can be done with the diagram, in the row below it.
pub(super) fn tools(painter: &ChartPainter, flow: &Flow<'_>, tell: &Tell) -> Html {
    let Some(lens) = painter.lens() else { return Html::default() };
    let view = lens.view().borrow();
    let say = |number: usize, message: fn(usize) -> FlowMsg| tell_flow(tell, number, message);
    let is_all = view.choice.is_all(flow.bands);
    let said = text::left_out(flow.bands, view.choice.first(flow.bands));
    let hint = match () {
        () if !said.is_empty() => said,
        () if view.has_bands => text::CHOOSE_HINT.to_owned(),
        () if !view.zoom.is_whole() => text::MOVE_HINT.to_owned(),
        () => String::new(),
    };
    markup! {
        <>
            <span class="choice" role="group" aria-label={text::ZOOM}>
                <button type="button" aria-label={text::FARTHER} title={text::FARTHER_HINT} disabled={view.zoom.is_whole()}
                    onclick={say(0, |_| FlowMsg::Zoom(2.0, None))}>{ "−" }</button>
                <button type="button" aria-label={text::NEARER} title={text::NEARER_HINT}
                    onclick={say(0, |_| FlowMsg::Zoom(0.5, None))}>{ "+" }</button>
                <button type="button" aria-label={text::WHOLE.1} title={text::WHOLE.1} disabled={view.zoom.is_whole()}
                    onclick={say(0, |_| FlowMsg::Whole)}>{ text::WHOLE.0 }</button>
            </span>
            <span class="choice">
                <button type="button" aria-expanded={truth(view.has_bands)} title={text::BANDS_HINT}
                    onclick={say(0, |_| FlowMsg::Bands)}>{ text::BANDS }</button>
                if !is_all {
                    <button type="button" onclick={say(0, |_| FlowMsg::All)}>{ text::SHOW_ALL }</button>
                }
            </span>
            <span class="choice">
                <button type="button" aria-pressed={truth(view.has_forecast)} title={text::FORECAST_HINT}
                    onclick={say(0, |_| FlowMsg::Forecast)}>{ text::FORECAST }</button>
            </span>
            <span class="flow-says" role="status">{ hint }</span>
            if view.has_forecast { <p class="flow-foretold" role="status">{ view.foretold(flow) }</p> }
            if view.has_bands { { bands(&view.choice, painter, flow, tell) } }
        </>
    }
}

fn tell_flow(
    tell: &Tell,
    number: usize,
    message: fn(usize) -> FlowMsg,
) -> yew::Callback<yew::MouseEvent> {
    tell.choose(number, message, Msg::Flow)
}

/// A button per band, and one between two that can be drawn as one.
fn bands(choice: &BandChoice, painter: &ChartPainter, flow: &Flow<'_>, tell: &Tell) -> Html {
    let names = flow.bands;
    let first = choice.first(names);
    let theme = painter.theme();
    let band = |(band, name): (usize, &String)| {
        let is_shown = band >= first;
        let is_fixed = is_shown && band + 2 >= names.len();
        let drawn_as = choice.drawn_as(names, band);
        let trouble = flow.trouble.map(|band| choice.drawn_as(names, band));
        let color = ["background:", &band_style(drawn_as, names.len(), trouble, &theme)].concat();
        let (turn, join) =
            (tell_flow(tell, band, FlowMsg::Turn), tell_flow(tell, band, FlowMsg::Join));
        let joins = choice.can_join(names, band).then(|| text::join(&names[band - 1], name));
        markup! {
            <>
                if let Some(joins) = joins {
                    <button type="button" class="join" aria-label={joins.clone()} title={joins}
                        aria-pressed={truth(drawn_as < band)} onclick={join}>{ "+" }</button>
                }
                <button type="button" class="band" aria-pressed={truth(is_shown)} disabled={is_fixed}
                    title={text::turn(name, is_shown)} onclick={turn}>
                    <span class="swatch" style={color} />{ name.clone() }
                </button>
            </>
        }
    };
    markup! {
        <div class="bands" role="group" aria-label={text::BANDS}>{ for names.iter().enumerate().map(band) }</div>
    }
}
