//! What the page does for its charts: makes them from the run or the history, draws them, opens items, saves files.

use yew::Html;
use yew::html::Scope;

use super::frame::wall_ms;
use super::gallery::Gallery;
use super::report::ReportRoom;
use super::{Page, Place, Snapshot, Wanted};
use crate::analytics::{Chart, Sheet, Spot, Subject, csv, csv_of, sheet};
use crate::app::charts::{self, ChartMsg, Charts, Kind, Life};
use crate::app::save;
use crate::app::tell::Tell;
use crate::chart::{TimeAxis, nice_horizon};
use crate::measure::{Doing, Window};
use crate::sim::ItemId;
use crate::text::{self, charts as words};
use crate::value_stream::{Calendar, SimTime, StageId};

/// Rows of single items in a data table.
const ROWS_SHOWN: usize = 100;
/// What a frame may spend on adding up [ms].
const DIGEST_MS: f64 = 3.0;

impl Page {
    /// What is charted: the run, or the history in its place.
    pub(super) fn subject(&self) -> Subject<'_> {
        if let Some(opened) = &self.history {
            let mut subject = opened.subject();
            subject.window = self.charts.window(subject.window.until).unwrap_or(subject.window);
            return subject;
        }
        let stream = self.player.simulation().runnable().stream();
        let (now, calendar) = (self.player.now(), stream.calendar);
        Subject {
            ledger: self.player.ledger(),
            stages: stream.stages.iter().map(|stage| stage.title().to_owned()).collect(),
            window: self.charts.window(now).unwrap_or(Window::new(SimTime::START, now)),
            shown: (SimTime::START, nice_horizon(self.player.latest(), calendar)),
            calendar,
            axis: TimeAxis::Working(calendar),
        }
    }

    /// The charts that the records allow.
    pub(super) fn offered(&self) -> Vec<Chart> {
        let subject = self.subject();
        Chart::ALL.into_iter().filter(|chart| chart.is_for(subject.ledger)).collect()
    }

    fn on_charts(&mut self, message: ChartMsg) {
        match message {
            ChartMsg::Choose(chart) => {
                self.charts.choose(chart);
                self.chart.turn(chart.is_some());
                self.refresh();
                if chart.is_none() {
                    self.clock.must_chart();
                }
            }
            ChartMsg::Pick => {
                let spot = self.charts.sheet().and_then(|sheet| self.chart.spot(sheet));
                if let Some(spot) = spot {
                    self.charts.pick(Some(spot.item));
                    self.remake_life();
                }
            }
            ChartMsg::Close => {
                self.charts.pick(None);
                self.remake_life();
            }
            ChartMsg::Save(kind) => self.save(kind),
            ChartMsg::Window(after, until) => self.measure_window(after, until),
            ChartMsg::Edge(is_end) => self.set_edge(is_end),
            ChartMsg::Enter => self.enter(),
            ChartMsg::Example(is_example) => {
                if let Some(mut room) = self.room.take() {
                    room.turn(self, is_example);
                    self.room = Some(room);
                }
            }
            ChartMsg::Leave(chart) => {
                let _ = gloo::utils::window().location().set_hash("");
                self.on_charts(ChartMsg::Choose(chart));
            }
        }
    }

    /// Shows in the stream's place what the address asks for.
    fn enter(&mut self) {
        self.room = match self.place {
            Place::Gallery => Some(Box::new(Gallery::new(self))),
            Place::Report => Some(Box::new(ReportRoom::new(self))),
            _ => None,
        };
    }

    /// Something else is shown: back to the diagram, since a chart may not be there for it.
    pub(super) fn leave_charts(&mut self) {
        self.charts.choose(None);
        self.chart.turn(false);
        self.charts.set_window(None);
        self.chart.hover(None, false);
    }

    /// Makes the chart anew from the records.
    pub(super) fn remake_chart(&mut self) {
        if let Some(analyst) = self.analyst {
            (analyst.remake)(self);
        }
        if self.charts.chosen().is_some() || !self.player.is_playing() {
            self.clock.must_chart();
        }
    }

    /// Lets something happen to the charts: at once, or when what makes them has been fetched.
    pub(super) fn chart_once_there(&mut self, link: &Scope<Page>, message: ChartMsg) {
        if let Some(analyst) = self.analyst {
            (analyst.react)(self, message);
            return;
        }
        Page::want(link, Wanted::Charts(message));
    }

    /// Draws the chart that is shown; false: it is the diagram.
    pub(super) fn draw_sheet(&self) -> bool {
        self.analyst.is_some_and(|analyst| (analyst.draw)(self))
    }

    /// Shows on the chart what is measured.
    pub(super) fn chart_over(&self) {
        if let Some(analyst) = self.analyst {
            (analyst.over)(self);
        }
    }

    /// What is read from the chart that is shown; none: it is the diagram.
    pub(super) fn read_sheet(&self) -> Option<String> {
        self.analyst.and_then(|analyst| (analyst.read)(self))
    }

    /// Puts the chart's sentence and its numbers in the place of the diagram's.
    pub(super) fn tell_chart(&self, snapshot: &mut Snapshot) {
        if let Some(analyst) = self.analyst {
            (analyst.tell)(&self.charts, snapshot, self.has_table);
        }
    }

    fn measure_window(&mut self, after: SimTime, until: SimTime) {
        self.charts.set_window(Some((after, until)));
        self.clock.must_tell();
        self.refresh();
    }

    /// The window begins or ends where the chart is read.
    fn set_edge(&mut self, is_end: bool) {
        let Some(at) = self.chart.reads() else { return };
        let window = self.subject().window;
        let (after, until) = if is_end { (window.after, at) } else { (at, window.until) };
        if after < until {
            self.measure_window(after, until);
        }
    }

    fn shade_rest(&self) {
        self.chart
            .shade(self.charts.window(SimTime::NEVER).map(|window| (window.after, window.until)));
    }

    fn make_sheet(&mut self) {
        if let Some(chart) = self.charts.chosen() {
            // Until then the chart stays what it was.
            if !self.digest() {
                self.clock.must_tell();
                return;
            }
            let sheet = sheet(&self.subject(), chart, self.chart.size(), ROWS_SHOWN);
            let of = self.window_words();
            self.charts.set_sheet(sheet, of);
            self.remake_life();
        }
    }

    /// What is done behind the border in each frame.
    pub(super) fn work_on(&mut self) {
        self.follow_parting();
        self.digest();
    }

    /// Adds up some of what has ended, so that what is made of it is cheap: says whether all is.
    pub(super) fn digest(&mut self) -> bool {
        let begun = wall_ms();
        self.player.digest(|| wall_ms() - begun > DIGEST_MS)
    }

    fn remake_life(&mut self) {
        let life = self.charts.picked().map(|item| {
            let subject = self.subject();
            let stage = |stage: StageId| subject.stages[stage.index()].clone();
            let parts = subject.ledger.biography(item, subject.window.until);
            let knows = subject.ledger.layout().touch_known;
            let all = parts.iter().map(|part| part.span().0).sum::<u64>().max(1) as f64;
            let shown = parts.iter().map(|part| {
                let mut says = words::doing(part, stage);
                says.push_str(": ");
                says.push_str(&text::figure::spell(part.span(), subject.calendar));
                (part.span().0 as f64 / all, style(part.doing), says)
            });
            Life {
                name: self.item_name(item),
                sentence: words::life(&parts, knows, stage, subject.calendar),
                parts: shown.collect(),
            }
        });
        self.charts.set_life(life);
    }

    fn item_name(&self, item: ItemId) -> String {
        let named = self.history.as_ref().and_then(|opened| opened.item_name(item));
        named.unwrap_or_else(|| words::item_name(item.0))
    }

    fn spot_words(&self, spot: &Spot, calendar: Calendar) -> String {
        words::spot(&self.item_name(spot.item), spot.up, spot.count, calendar)
    }

    fn calendar(&self) -> Calendar {
        match &self.history {
            Some(_) => Calendar::ELAPSED,
            None => self.player.simulation().runnable().stream().calendar,
        }
    }

    fn draw_chosen(&self) -> bool {
        let Some((chart, sheet)) = self.charts.chosen().zip(self.charts.sheet()) else {
            return self.charts.chosen().is_some();
        };
        let calendar = self.calendar();
        let axis = text::axis::words();
        let words = |spot: &Spot| self.spot_words(spot, calendar);
        self.chart.draw_sheet(sheet, chart.is_over_time(), &axis, words);
        true
    }

    fn read_chosen(&self) -> Option<String> {
        let sheet: &Sheet = self.charts.sheet()?;
        let calendar = self.calendar();
        Some(self.chart.read(sheet, |spot| self.spot_words(spot, calendar)))
    }

    fn save(&self, kind: Kind) {
        let subject = self.subject();
        let title = [self.title(), ": ", &self.charts.name()].concat();
        let seed = self.history.is_none().then_some(self.seed);
        let caption = words::caption(&self.window_words(), seed);
        let file = |ending: &str| [&save::plain(&title).replace("--", "-"), ".", ending].concat();
        let titles = (title.as_str(), caption.as_str());
        match kind {
            Kind::Svg => {
                let svg = if let Some(sheet) = self.charts.sheet() {
                    self.chart.sheet_svg(sheet, &text::axis::words(), titles)
                } else {
                    let mut svg = String::new();
                    self.with_flow(&mut |flow| svg = self.chart.flow_svg(flow, titles));
                    svg
                };
                save::text(&file("svg"), "image/svg+xml", &svg);
            }
            Kind::Png => {
                if let Some(canvas) = self.chart.canvas() {
                    save::picture(&file("png"), &canvas, titles.0, titles.1);
                }
            }
            Kind::Csv => {
                let first = [&title, ", ", &caption].concat();
                let numbers = match self.charts.chosen() {
                    Some(chart) => {
                        csv(&sheet(&subject, chart, self.chart.size(), usize::MAX), &first)
                    }
                    None => self.flow_csv(&first),
                };
                save::text(&file("csv"), "text/csv", &numbers);
            }
            Kind::Report => {
                if let Some(room) = &self.room {
                    room.save(self);
                }
            }
        }
    }

    /// The name of the stream, or of the history in its place.
    pub(super) fn title(&self) -> &str {
        let stream = &self.player.simulation().runnable().stream().name;
        self.history.as_ref().map_or(stream.as_str(), |opened| opened.source().0)
    }

    /// What is measured, in words.
    pub(super) fn window_words(&self) -> String {
        let subject = self.subject();
        match &self.history {
            Some(opened) => opened.dates(subject.window),
            None => text::measures::window(subject.window, subject.calendar),
        }
    }

    /// What the diagram says at the end of what is measured.
    pub(super) fn flow_sentence(&self) -> String {
        let subject = self.subject();
        let reading = subject.ledger.cfd().read(subject.window.until);
        let when = subject.when(reading.at);
        text::page::cfd_description(&reading, &self.band_names(), &when)
    }

    /// The numbers of the cumulative flow diagram, as it is drawn, at a hundred moments.
    fn flow_csv(&self, title: &str) -> String {
        let Some(border) = self.border else { return String::new() };
        let numbers = (border.flow_numbers)(self, 100);
        let title = match numbers.note.as_str() {
            "" => title.to_owned(),
            note => [title, ". ", note].concat(),
        };
        csv_of(&numbers.heads, &numbers.rows, &title)
    }

    fn band_names(&self) -> Vec<String> {
        match &self.history {
            Some(opened) => opened.band_names(),
            None => text::page::bands(self.player.simulation().runnable()),
        }
    }
}

/// What stands in the stream's place: made of charts, so it comes with them.
pub(in crate::app) trait Room {
    /// Its markup.
    fn view(&self, page: &Page, tell: &Tell) -> Html;
    /// A frame, so many seconds after the one before: returns whether its markup changes.
    fn frame(&mut self, page: &mut Page, passed: f64) -> bool;
    /// Draws all that there is to see, as the style has it.
    fn draw_all(&mut self, _page: &mut Page) {}
    /// Shows an example, or what is the visitor's own.
    fn turn(&mut self, _page: &Page, _is_example: bool) {}
    /// Gives it to the visitor as a file, if it can be one.
    fn save(&self, _page: &Page) {}
}

/// What makes the charts beside the diagram, for the page to call once it is there.
pub struct Analyst {
    /// Reacts to what happens to the charts.
    react: fn(&mut Page, ChartMsg),
    /// Makes the chart anew from the records.
    remake: fn(&mut Page),
    /// Draws the chart that is shown; false: it is the diagram.
    draw: fn(&Page) -> bool,
    /// Shows on it what is measured.
    over: fn(&Page),
    /// What is read from it.
    read: fn(&Page) -> Option<String>,
    /// Puts its sentence and its numbers in the place of the diagram's.
    tell: fn(&Charts, &mut Snapshot, bool),
    /// The choice between the charts of a tab.
    pub(in crate::app) views: fn(&Charts, &[Chart], &Tell) -> Html,
    /// The life of the item that was picked.
    pub(in crate::app) life: fn(&Charts, &Tell) -> Html,
}

/// What is fetched.
pub(in crate::app) static ANALYST: Analyst = Analyst {
    react: Page::on_charts,
    remake: Page::make_sheet,
    draw: Page::draw_chosen,
    over: Page::shade_rest,
    read: Page::read_chosen,
    tell: Charts::tell,
    views: charts::views,
    life: charts::life,
};

/// The name under which the style sheet has what an item did.
fn style(doing: Doing) -> &'static str {
    match doing {
        Doing::Backlog => "is-backlog",
        Doing::Waiting => "is-waiting",
        Doing::Working => "is-working",
        Doing::SettingUp => "is-setup",
        Doing::Interrupted => "is-interrupted",
        Doing::Done => "is-blocked",
        Doing::Outside => "is-outside",
    }
}
