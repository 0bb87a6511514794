//! What the page does for its charts: makes them from the run or the history, draws them, opens items, saves files.

use super::Page;
use crate::analytics::{Cell, Chart, Sheet, Spot, Subject, csv, csv_of, sheet};
use crate::app::chart_painter::ChartPainter;
use crate::app::charts::{ChartMsg, Kind, Life};
use crate::app::save;
use crate::chart::{TimeAxis, nice_horizon};
use crate::measure::{Doing, Window};
use crate::sim::ItemId;
use crate::text::{self, charts as words};
use crate::value_stream::{Calendar, SimTime, StageId, decimal};

/// Rows of single items in a data table.
const ROWS_SHOWN: usize = 100;

impl Page {
    /// What is charted: the run, or the history in its place.
    fn subject(&self) -> Subject<'_> {
        if let Some(opened) = &self.history {
            let now = opened.history.now();
            return Subject {
                ledger: &opened.ledger,
                stages: opened.history.steps.clone(),
                window: Window::new(SimTime::START, now),
                shown: (SimTime::START, now),
                calendar: Calendar::ELAPSED,
                axis: TimeAxis::Dates { origin_ms: opened.history.origin_ms() },
            };
        }
        let stream = self.player.simulation().runnable().stream();
        let (now, calendar) = (self.player.now(), stream.calendar);
        Subject {
            ledger: self.player.ledger(),
            stages: stream.stages.iter().map(|stage| stage.title().to_owned()).collect(),
            window: Window::new(SimTime::START, now),
            shown: (SimTime::START, nice_horizon(now, calendar)),
            calendar,
            axis: TimeAxis::Working(calendar),
        }
    }

    /// The charts that the records allow.
    pub(super) fn offered(&self) -> Vec<Chart> {
        let subject = self.subject();
        Chart::ALL.into_iter().filter(|chart| chart.is_for(subject.ledger)).collect()
    }

    pub(super) fn on_charts(&mut self, message: ChartMsg) {
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
        }
    }

    /// Something else is shown: back to the diagram, since a chart may not be there for it.
    pub(super) fn leave_charts(&mut self) {
        self.charts.choose(None);
        self.chart.turn(false);
        self.chart.hover(None);
    }

    /// Makes the chart anew from the records.
    pub(super) fn remake_chart(&mut self) {
        if let Some(chart) = self.charts.chosen() {
            let sheet = sheet(&self.subject(), chart, self.chart.size(), ROWS_SHOWN);
            self.charts.set_sheet(Some(sheet));
            self.remake_life();
        }
        if self.charts.chosen().is_some() || !self.player.is_playing() {
            self.clock.must_chart();
        }
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
        let named = self.history.as_ref().and_then(|opened| {
            let item = opened.history.items.get(item.index())?;
            Some(if item.name.is_empty() { item.id.clone() } else { item.name.clone() })
        });
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

    /// Draws the chart that is shown; false: it is the diagram.
    pub(super) fn draw_sheet(&self) -> bool {
        let Some((chart, sheet)) = self.charts.chosen().zip(self.charts.sheet()) else {
            return self.charts.chosen().is_some();
        };
        let calendar = self.calendar();
        let axis = text::axis::words();
        let words = |spot: &Spot| self.spot_words(spot, calendar);
        self.chart.draw_sheet(sheet, chart.is_over_time(), &axis, words);
        true
    }

    /// What is read from the chart that is shown; none: it is the diagram.
    pub(super) fn read_sheet(&self) -> Option<String> {
        let sheet: &Sheet = self.charts.sheet()?;
        let calendar = self.calendar();
        Some(self.chart.read(sheet, |spot| self.spot_words(spot, calendar)))
    }

    fn save(&self, kind: Kind) {
        let subject = self.subject();
        let stream = &self.player.simulation().runnable().stream().name;
        let of = self.history.as_ref().map_or(stream.as_str(), |opened| opened.name());
        let title = [of, ": ", &self.charts.name()].concat();
        let measures = subject.ledger.measures(subject.window);
        let window = match &self.history {
            Some(opened) => text::history::dates(&opened.history),
            None => text::measures::window(&measures, subject.calendar),
        };
        let caption = words::caption(&window, self.history.is_none().then_some(self.seed));
        let plain = |letter: char| if letter.is_alphanumeric() { letter } else { '-' };
        let file = |ending: &str| {
            let name: String = title.chars().map(plain).collect();
            [&name.replace("--", "-"), ".", ending].concat()
        };
        let titles = (title.as_str(), caption.as_str());
        match kind {
            Kind::Svg => {
                let svg = match (self.charts.sheet(), &self.history) {
                    (Some(sheet), _) => self.chart.sheet_svg(sheet, &text::axis::words(), titles),
                    (None, Some(opened)) => {
                        self.with_history(opened, |chart, flow| chart.flow_svg(flow, titles))
                    }
                    (None, None) => {
                        self.with_flow(|chart: &ChartPainter, flow| chart.flow_svg(flow, titles))
                    }
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
        }
    }

    /// The numbers of the cumulative flow diagram: every band at a hundred moments.
    fn flow_csv(&self, title: &str) -> String {
        let subject = self.subject();
        let window = subject.window;
        let cfd = subject.ledger.cfd();
        let sample = cfd.sample_window(window.after, window.until, 100);
        let first = if self.history.is_some() { text::page::DATE } else { text::page::DAY };
        let mut heads = vec![first.to_owned()];
        heads.extend(self.band_names());
        let rows = sample.times.iter().map(|&at| {
            let bands = cfd.read(at).bands;
            let at = if let Some(opened) = &self.history {
                opened.date(at)
            } else {
                decimal::trimmed(subject.calendar.days(at.since(SimTime::START)), 4)
            };
            let at = Cell::Word(at);
            std::iter::once(at).chain(bands.into_iter().map(Cell::Count)).collect()
        });
        csv_of(&heads, &rows.collect::<Vec<_>>(), title)
    }

    fn band_names(&self) -> Vec<String> {
        match &self.history {
            Some(opened) => opened.bands(),
            None => text::page::bands(self.player.simulation().runnable()),
        }
    }
}

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
