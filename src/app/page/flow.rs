//! What the page does when somebody turns to its cumulative flow diagram: bands, time that is shown, hands. Fetched with
//! the border.

use std::rc::Rc;

use yew::Html;
use yew::html::Scope;

use super::{Msg, Page, Table};
use crate::analytics::Cell;
use crate::app::charts::ChartMsg;
use crate::app::flow_view::{self, FlowMsg, FlowView, Looking};
use crate::app::markup::markup;
use crate::app::storage;
use crate::app::tell::Tell;
use crate::chart::{BandChoice, Gesture, Touch, Whole, Zoom};
use crate::measure::Asked;
use crate::text::charts::ASKED_FOR;
use crate::text::{flow as text, page as words};
use crate::value_stream::{SimTime, decimal};

/// What a diagram shows, as numbers.
#[derive(Default)]
pub(super) struct Numbers {
    pub(super) heads: Vec<String>,
    pub(super) rows: Vec<Vec<Cell>>,
    /// How its bands differ from the diagram's own.
    pub(super) note: String,
}

impl Numbers {
    fn table(&self) -> Table {
        let shown = |row: &Vec<Cell>| row.iter().map(Cell::shown).collect();
        Table {
            heads: self.heads.clone(),
            rows: self.rows.iter().map(shown).collect(),
            note: self.note.clone(),
        }
    }
}

/// Moments in the table below the diagram.
const ROWS_SHOWN: u32 = 12;

/// A table, in the row below the diagram.
pub(super) fn numbers(table: &Table) -> Html {
    markup! {
        <div class="table" tabindex="0" role="group" aria-label={words::DATA_TABLE}>
            if !table.note.is_empty() { <p class="hint">{ table.note.clone() }</p> }
            <table>
                <thead><tr>{ for table.heads.iter().map(|head| markup! { <th scope="col">{ head.clone() }</th> }) }</tr></thead>
                <tbody>
                    { for table.rows.iter().map(|row| markup! {
                        <tr>{ for row.iter().map(|cell| markup! { <td>{ cell.clone() }</td> }) }</tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

impl Page {
    /// The diagram's numbers, where they are shown.
    pub(super) fn flow_table(&self) -> Table {
        self.flow_numbers(ROWS_SHOWN).table()
    }

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
        if self.has_table {
            self.clock.must_tell();
        }
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

    /// What the diagram shows, as numbers: the bands that are drawn at so many moments of what is measured or, where
    /// nobody has chosen that, of what is in sight.
    pub(super) fn flow_numbers(&self, moments: u32) -> Numbers {
        let mut numbers = Numbers::default();
        let (_, whole) = self.flow_whole();
        let seen = self.flow_view(|view| view.zoom.window(whole)).unwrap_or(whole.window);
        let measured = self.charts.window(whole.now).map(|window| (window.after, window.until));
        let (from, until) = measured.unwrap_or((seen.0, seen.1.min(whole.now)));
        let choice = self.flow_view(|view| view.choice.clone()).unwrap_or_default();
        self.with_flow(&mut |flow| {
            let drawn = choice.drawn(flow.bands);
            let names = choice.names(flow.bands);
            let first = if self.history.is_some() { words::DATE } else { words::DAY };
            numbers.note = text::bands_as_drawn(flow.bands, &choice);
            numbers.heads.push(first.to_owned());
            numbers.heads.extend(drawn.iter().map(|&(first, _)| names[first].clone()));
            let asks = flow.asked.map(|_| ASKED_FOR.to_owned());
            numbers.heads.extend(asks);
            let sample = flow.cfd.sample_window(from, until, moments);
            let row = |&at: &SimTime| {
                let bands = flow.cfd.read(at).bands;
                let moment = if let Some(opened) = &self.history {
                    Cell::Word(opened.moment(at))
                } else {
                    let days = flow.calendar.days(at.since(SimTime::START));
                    Cell::Moment(decimal::fixed(days, 1), decimal::trimmed(days, 4))
                };
                let mut row = vec![moment];
                let count = |&(first, last): &(usize, usize)| bands[first..=last].iter().sum();
                row.extend(drawn.iter().map(|band| Cell::Count(count(band))));
                row.extend(flow.asked.map(|asked| {
                    asked.by(at).map_or(Cell::None, |count| Cell::Count(count as u32))
                }));
                row
            };
            numbers.rows = sample.times.iter().map(row).collect();
        });
        numbers
    }

    /// Draws what is shown in the colors of paper, before anything else happens, or in those of the screen again.
    pub(super) fn draw_for(&mut self, is_paper: bool) {
        let root = gloo::utils::document_element();
        // The style sheet knows what it means.
        let _ = root.toggle_attribute_with_force("data-paper", is_paper);
        self.chart.look_again();
        if let Some(mut room) = self.room.take() {
            room.draw_all(self);
            self.room = Some(room);
        } else {
            self.draw_chart();
        }
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
