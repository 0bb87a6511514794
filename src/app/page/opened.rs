//! A real history that was opened: read once, folded once, shown in the same charts as a run.

use std::rc::Rc;

use yew::Html;
use yew::html::Scope;

use super::snapshot::Snapshot;
use super::{Page, Refusal};
use crate::analytics::Subject;
use crate::app::chart_painter::Flow;
use crate::app::history_panel::history_panel;
use crate::app::tell::Tell;
use crate::chart::{DateAxis, TimeAxis};
use crate::history::{History, NoteKind, ReadingOptions};
use crate::measure::{Ledger, Measures, Window};
use crate::sim::ItemId;
use crate::text;
use crate::text::measures::Kinds;
use crate::value_stream::{Calendar, SimTime};

/// What the page does with a history that is open. It knows no more than this of it, so that everything about
/// histories is loaded when somebody opens the first.
pub trait Opened {
    /// The name of its file, and its text.
    fn source(&self) -> (&str, &str);
    /// What stands in the belt's place.
    fn panel(&self, link: &Scope<Page>) -> Html;
    /// What the page says of it, over a window or all of it.
    fn snapshot(&self, window: Option<Window>) -> Snapshot;
    /// What its diagram shows at a moment, in words, with WIP counted from a line on.
    fn read_at(&self, at: SimTime, wip_line: usize) -> String;
    /// What its charts are made of.
    fn subject(&self) -> Subject<'_>;
    /// What it calls an item.
    fn item_name(&self, item: ItemId) -> Option<String>;
    /// A moment as a date.
    fn moment(&self, at: SimTime) -> String;
    /// The dates that a window of it covers.
    fn dates(&self, window: Window) -> String;
    /// The bands of its diagram.
    fn band_names(&self) -> Vec<String>;
    /// Makes something of its diagram.
    fn with_flow(&self, show: &mut dyn FnMut(&Flow<'_>));
}

/// A history, or what is wrong with it, in sentences.
pub(in crate::app) type Read = Result<Rc<dyn Opened>, Vec<String>>;

/// Reads a table.
pub(in crate::app) fn read(name: String, text: String, day_first: Option<bool>) -> Read {
    let options = ReadingOptions { day_first, ..ReadingOptions::default() };
    OpenHistory::read(name, text, options).map(|opened| Rc::new(opened) as Rc<dyn Opened>)
}

/// A history on the page.
pub(in crate::app) struct OpenHistory {
    name: String,
    /// The table as it was read, to read it another way.
    text: String,
    history: History,
    ledger: Ledger,
    measures: Measures,
}

impl OpenHistory {
    fn read(
        name: String,
        text: String,
        options: ReadingOptions,
    ) -> Result<OpenHistory, Vec<String>> {
        let history = History::read(&text, options)
            .map_err(|faults| faults.iter().flat_map(text::history::fault).collect::<Vec<_>>())?;
        let mut ledger = history.ledger();
        ledger.digest();
        let measures = ledger.measures(Window::new(SimTime::START, history.now()));
        Ok(OpenHistory { name, text, history, ledger, measures })
    }

    /// The name of its file.
    pub(in crate::app) fn name(&self) -> &str {
        &self.name
    }

    /// What was skipped, assumed or mended, in sentences.
    pub(in crate::app) fn notes(&self) -> Vec<String> {
        self.history.notes.iter().map(text::history::note).collect()
    }

    /// Whether its dates could be read both ways, and how they were read.
    pub(in crate::app) fn day_first(&self) -> Option<bool> {
        self.history.notes.iter().find_map(|note| match note.kind {
            NoteKind::DayOrMonthFirst { day_first } => Some(day_first),
            _ => None,
        })
    }

    /// Rows per class: its name, how many are delivered, and within which time 85 % of them.
    pub(in crate::app) fn classes(&self) -> Vec<[String; 3]> {
        if self.history.classes.len() < 2 {
            return Vec::new();
        }
        let classes = self.measures.classes.iter();
        classes
            .map(|class| {
                let time = class.cycle_time.map(|cycle| cycle.p85);
                [
                    self.history.classes[class.class.index()].clone(),
                    text::figure::count(u64::from(class.delivered)),
                    time.map_or(String::new(), |time| text::figure::spell(time, Calendar::ELAPSED)),
                ]
            })
            .collect()
    }

    /// A moment as a date.
    fn date(&self, at: SimTime) -> String {
        text::history::date(self.history.origin_ms() + at.0 as i64)
    }

    /// The bands of its diagram.
    fn bands(&self) -> Vec<String> {
        let steps = self.history.steps.iter().cloned();
        std::iter::once(text::page::BACKLOG.to_owned())
            .chain(steps)
            .chain([text::page::DONE.to_owned()])
            .collect()
    }
}

impl Opened for OpenHistory {
    fn source(&self) -> (&str, &str) {
        (&self.name, &self.text)
    }

    fn panel(&self, link: &Scope<Page>) -> Html {
        history_panel(self, &Tell::of(link))
    }

    fn snapshot(&self, window: Option<Window>) -> Snapshot {
        let calendar = Calendar::ELAPSED;
        let now = self.history.now();
        let chosen = window.map(|window| {
            self.ledger.measures(Window::new(window.after.min(now), window.until.min(now)))
        });
        let measured = chosen.as_ref().unwrap_or(&self.measures);
        let reading = self.ledger.cfd().read(now);
        let dates = self.dates(measured.window);
        let can_go_back = self.measures.moves_back.is_some_and(|share| share > 0.0);
        let kinds = Kinds { goes_back: can_go_back, ..Kinds::default() };
        let mut measures = text::measures::measures(measured, kinds, calendar);
        // A table knows one start, so that lead time would say the same again; and most know nothing of work itself.
        let has_work = self.measures.flow_efficiency.is_some();
        measures.retain(|measure| {
            measure.name != text::measures::LEAD_TIME
                && (has_work || measure.name != text::measures::FLOW_EFFICIENCY)
        });
        Snapshot {
            insight: (
                format!("{}.", text::history::summary(&self.history)),
                text::history::detail(&self.measures),
            ),
            is_calm: true,
            window: dates,
            unfinished: text::measures::unfinished(measured),
            measures,
            description: text::page::cfd_description(&reading, &self.bands(), &self.date(now)),
            ..Snapshot::default()
        }
    }

    fn read_at(&self, at: SimTime, wip_line: usize) -> String {
        let reading = self.ledger.cfd().read_from(wip_line, at.min(self.history.now()));
        text::page::reading(&reading, &self.date(reading.at), Calendar::ELAPSED)
    }

    fn subject(&self) -> Subject<'_> {
        let now = self.history.now();
        Subject {
            ledger: &self.ledger,
            stages: self.history.steps.clone(),
            window: Window::new(SimTime::START, now),
            shown: (SimTime::START, now),
            calendar: Calendar::ELAPSED,
            axis: TimeAxis::Dates(DateAxis::new(self.history.origin_ms(), text::axis::date)),
        }
    }

    fn item_name(&self, item: ItemId) -> Option<String> {
        let item = self.history.items.get(item.index())?;
        Some(if item.name.is_empty() { item.id.clone() } else { item.name.clone() })
    }

    fn moment(&self, at: SimTime) -> String {
        self.date(at)
    }

    fn dates(&self, window: Window) -> String {
        text::history::dates(&self.history, window)
    }

    fn band_names(&self) -> Vec<String> {
        self.bands()
    }

    fn with_flow(&self, show: &mut dyn FnMut(&Flow<'_>)) {
        let now = self.history.now();
        let (bands, words) = (self.bands(), text::axis::words());
        show(&Flow {
            cfd: self.ledger.cfd(),
            bands: &bands,
            trouble: None,
            now,
            window: (SimTime::START, now),
            axis: TimeAxis::Dates(DateAxis::new(self.history.origin_ms(), text::axis::date)),
            words: &words,
            calendar: Calendar::ELAPSED,
            marks: &[],
            ahead: 0,
            asked: None,
            over: None,
        });
    }
}

impl Page {
    /// Shows a history, or says why that cannot be done.
    pub(super) fn open_history(&mut self, name: &str, read: Read) {
        match read {
            Ok(opened) => {
                self.player.play(false);
                self.refusal = None;
                self.history = Some(opened);
                self.leave_charts();
                self.clock.must_chart();
                self.refresh();
            }
            Err(reasons) => self.refusal = Some(Refusal::of_file(name, reasons)),
        }
    }
}
