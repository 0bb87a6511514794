//! What the page does when somebody turns to its cumulative flow diagram: bands, time that is shown, hands. Fetched with
//! the border.

use std::rc::Rc;

use yew::Html;
use yew::html::Scope;

use super::{Msg, Page};
use crate::app::charts::ChartMsg;
use crate::app::flow_view::{self, FlowMsg, FlowView, Looking};
use crate::app::storage;
use crate::app::tell::Tell;
use crate::chart::{BandChoice, Gesture, Touch, Whole, Zoom};
use crate::measure::Asked;
use crate::text::{flow as text, page as words};
use crate::value_stream::SimTime;

impl Page {
    /// From now on the diagram is drawn as its reader wants it.
    pub(super) fn look_at_flow(&mut self) {
        self.chart.look_through(Rc::new(Looking::default()));
        // The row below it comes with the next markup.
        self.clock.must_tell();
    }

    /// Another stream or history has another choice of bands: the one that was made for it before.
    pub(super) fn settle_flow(&mut self) {
        let name = self.flow_name();
        // A history has no seed.
        let seed = if self.history.is_some() { 1 } else { self.seed };
        self.flow_view(|view| view.seed = seed);
        let is_new = self.flow_view(|view| view.of != name) == Some(true);
        if is_new {
            let kept = storage::bands(&name).unwrap_or_default();
            let choice = BandChoice::from_text(&kept);
            self.flow_view(|view| {
                *view = FlowView {
                    of: name,
                    choice,
                    has_bands: view.has_bands,
                    seed,
                    ..FlowView::default()
                };
            });
            self.clock.must_tell();
        }
    }

    /// What a choice of bands is kept under.
    fn flow_name(&self) -> String {
        match &self.history {
            Some(opened) => opened.source().0.to_owned(),
            None => self.drawing.diagram().name.clone(),
        }
    }

    fn flow_view<T>(&self, make: impl FnOnce(&mut FlowView) -> T) -> Option<T> {
        self.chart.lens().map(|lens| make(&mut lens.view().borrow_mut()))
    }

    /// What is drawn: its bands, and all that could be shown of it.
    fn flow_whole(&self) -> (Vec<String>, Whole) {
        let start = (SimTime::START, SimTime::START);
        let mut all = (Vec::new(), Whole { window: start, now: SimTime::START });
        self.with_flow(&mut |flow| {
            let whole = self.flow_view(|view| view.whole(flow));
            all = (flow.bands.to_vec(), whole.unwrap_or(all.1));
        });
        all
    }

    /// What has been asked for of what runs: by a customer, else by a takt; none: nobody asks.
    pub(super) fn asked(&self) -> Option<Asked<'_>> {
        self.player.ledger().requests().or_else(|| {
            let beats = self.player.beats();
            (!beats.is_empty()).then_some(Asked::Beats(beats))
        })
    }

    /// What the diagram of what runs says at a moment, in words.
    pub(super) fn read_flow(&self, at: SimTime) -> String {
        let calendar = self.player.simulation().runnable().stream().calendar;
        let cfd = self.player.ledger().cfd();
        let reading = cfd.read_from(self.wip_line(), at.min(self.player.now()));
        let when = words::moment(reading.at, calendar);
        let said = words::reading(&reading, &when, calendar);
        let asked = self.asked();
        let asked = asked.and_then(|asked| text::against(&asked, reading.at, reading.delivered));
        asked.map_or(said.clone(), |asked| [said.trim_end_matches('.'), ", ", &asked, "."].concat())
    }

    /// The line from which on WIP is counted.
    pub(super) fn wip_line(&self) -> usize {
        let (bands, _) = self.flow_whole();
        self.flow_view(|view| view.choice.wip_line(&bands)).unwrap_or(1)
    }

    /// What is done with the diagram. Says whether the markup changes: a step of a zoom changes only the picture.
    pub(super) fn turn_flow(&mut self, message: FlowMsg) -> bool {
        let (bands, whole) = self.flow_whole();
        let about = self.moment_about(message, whole);
        let per_px = self.chart.moment_at(0.0).map_or(0.0, |(_, per_px)| per_px);
        let was_whole = self.flow_view(|view| view.zoom.is_whole());
        self.flow_view(|view| match message {
            FlowMsg::Turn(band) => view.choice.turn(&bands, band),
            FlowMsg::Join(band) => view.choice.join(&bands, band),
            FlowMsg::All => view.choice = BandChoice::default(),
            FlowMsg::Bands => view.has_bands = !view.has_bands,
            FlowMsg::Zoom(factor, _) => view.zoom = view.zoom.scaled(factor, about, whole),
            FlowMsg::Move(by) => view.zoom = view.zoom.moved(-by * per_px, whole),
            FlowMsg::Whole => view.zoom = Zoom::default(),
            FlowMsg::Forecast => {
                view.has_forecast = !view.has_forecast;
                // What is to come must be in sight.
                if view.zoom.window(whole).1 <= whole.now {
                    view.zoom = Zoom::default();
                }
            }
        });
        if matches!(message, FlowMsg::Turn(_) | FlowMsg::Join(_) | FlowMsg::All) {
            let text = self.flow_view(|view| view.choice.to_text()).unwrap_or_default();
            storage::keep_bands(&self.flow_name(), &text);
        }
        self.clock.must_chart();
        !matches!(message, FlowMsg::Zoom(..) | FlowMsg::Move(_))
            || self.flow_view(|view| view.has_forecast) == Some(true)
            || was_whole != self.flow_view(|view| view.zoom.is_whole())
    }

    /// The moment that stays where it is: the one under the pointer, else the one that is read if it is in sight, else the
    /// present, else the middle.
    fn moment_about(&self, message: FlowMsg, whole: Whole) -> SimTime {
        let (from, until) = self.flow_view(|view| view.zoom.window(whole)).unwrap_or(whole.window);
        let is_seen = |at: &SimTime| (from..=until).contains(at);
        let pointed = match message {
            FlowMsg::Zoom(_, Some(x)) => self.chart.moment_at(x).map(|(at, _)| at),
            _ => self.chart.reads().filter(is_seen),
        };
        let middle = SimTime(from.0.midpoint(until.0));
        pointed.unwrap_or(Some(whole.now).filter(is_seen).unwrap_or(middle))
    }

    /// What a hand does on the chart. Says whether the markup changes.
    pub(super) fn touch_chart(&mut self, link: &Scope<Page>, touch: Touch) -> bool {
        let gesture = self.flow_view(|view| view.fingers.take(touch));
        let is_diagram = self.charts.chosen().is_none();
        match gesture.unwrap_or(Gesture::Read(touch.at)) {
            Gesture::Choose(from, to) => {
                self.chart.hover(Some(from), true);
                self.hover(link, Some(to), true)
            }
            Gesture::Read(at) | Gesture::Chosen(at) => self.hover(link, Some(at), false),
            Gesture::Move(by) if is_diagram => self.move_by(by),
            Gesture::Stretch(factor, about, by) if is_diagram => {
                self.chart.let_go();
                let was_whole = self.turn_flow(FlowMsg::Zoom(factor, Some(about)));
                self.move_by(by) || was_whole
            }
            Gesture::Move(_) | Gesture::Stretch(..) | Gesture::Nothing => {
                self.chart.let_go();
                self.clock.must_chart();
                false
            }
        }
    }

    /// A step of a movement. Says whether the markup changes.
    fn move_by(&mut self, by: f64) -> bool {
        // What is read belongs to where the hand was before.
        self.chart.let_go();
        self.chart.hover(None, false);
        self.turn_flow(FlowMsg::Move(by))
    }

    /// The chart is read at a place, or nowhere. Says whether the markup changes.
    pub(super) fn hover(
        &mut self,
        link: &Scope<Page>,
        at: Option<(f64, f64)>,
        is_down: bool,
    ) -> bool {
        let window = self.chart.hover(at, is_down);
        self.clock.must_chart();
        if let Some((after, until)) = window {
            self.chart_once_there(link, ChartMsg::Window(after, until));
        }
        let is_glance = self.glance();
        let had = at.is_none() && !std::mem::take(&mut self.reading).is_empty();
        is_glance || had || window.is_some()
    }

    /// The row below the diagram.
    pub(super) fn flow_tools(&self, link: &Scope<Page>) -> Html {
        let mut tools = Html::default();
        let tell = Tell::of(link);
        self.with_flow(&mut |flow| tools = flow_view::tools(&self.chart, flow, &tell));
        tools
    }

    /// Reacts to what is done with the diagram.
    pub(super) fn react_to_flow(&mut self, link: &Scope<Page>, message: &Msg) -> bool {
        match *message {
            Msg::Flow(message) => self.turn_flow(message),
            Msg::Touch(touch) => self.touch_chart(link, touch),
            _ => false,
        }
    }
}
