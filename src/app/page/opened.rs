//! A real history that was opened: read once, folded once, shown in the same charts as a run.

use std::rc::Rc;

use super::snapshot::{Snapshot, Table};
use super::{Page, Refusal};
use crate::app::chart_painter::{ChartPainter, Flow};
use crate::chart::TimeAxis;
use crate::history::{History, NoteKind, ReadingOptions};
use crate::measure::{Ledger, Measures, Window};
use crate::text;
use crate::text::measures::Kinds;
use crate::value_stream::{Calendar, SimTime};

/// A history on the page.
pub(in crate::app) struct OpenHistory {
    name: String,
    /// The table as it was read, to read it another way.
    text: String,
    pub(super) history: History,
    pub(super) ledger: Ledger,
    measures: Measures,
}

impl OpenHistory {
    /// Reads a table; what is wrong is said in sentences.
    pub(super) fn read(
        name: &str,
        text: String,
        options: ReadingOptions,
    ) -> Result<OpenHistory, Vec<String>> {
        let history = History::read(&text, options)
            .map_err(|faults| faults.iter().flat_map(text::history::fault).collect::<Vec<_>>())?;
        let ledger = history.ledger();
        let measures = ledger.measures(Window::new(SimTime::START, history.now()));
        Ok(OpenHistory { name: name.to_owned(), text, history, ledger, measures })
    }

    /// Reads the same table with days or months first.
    pub(super) fn again(&self, day_first: bool) -> Result<OpenHistory, Vec<String>> {
        let options = ReadingOptions { day_first: Some(day_first), ..ReadingOptions::default() };
        OpenHistory::read(&self.name, self.text.clone(), options)
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

    /// What its diagram shows at a moment, in words.
    pub(super) fn read_at(&self, at: SimTime) -> String {
        let reading = self.ledger.cfd().read(at.min(self.history.now()));
        text::page::reading(&reading, &self.date(reading.at), Calendar::ELAPSED)
    }

    /// A moment as a date.
    pub(super) fn date(&self, at: SimTime) -> String {
        text::history::date(self.history.origin_ms() + at.0 as i64)
    }

    /// The bands of its diagram.
    pub(super) fn bands(&self) -> Vec<String> {
        let steps = self.history.steps.iter().cloned();
        std::iter::once(text::page::BACKLOG.to_owned())
            .chain(steps)
            .chain([text::page::DONE.to_owned()])
            .collect()
    }

    /// What the page says of it.
    pub(super) fn snapshot(&self, has_table: bool) -> Snapshot {
        let calendar = Calendar::ELAPSED;
        let now = self.history.now();
        let reading = self.ledger.cfd().read(now);
        let dates = text::history::dates(&self.history);
        let can_go_back = self.measures.moves_back.is_some_and(|share| share > 0.0);
        let kinds = Kinds { goes_back: can_go_back, ..Kinds::default() };
        let mut measures = text::measures::measures(&self.measures, kinds, calendar);
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
            unfinished: text::measures::unfinished(&self.measures),
            measures,
            description: text::page::cfd_description(&reading, &self.bands(), &self.date(now)),
            table: has_table.then(|| self.table()),
            ..Snapshot::default()
        }
    }

    fn table(&self) -> Table {
        let cfd = self.ledger.cfd();
        let mut heads = vec![text::page::DATE.to_owned()];
        heads.extend(self.bands());
        let sample = cfd.sample_window(SimTime::START, self.history.now(), 12);
        let rows = sample.times.iter().map(|&at| {
            let counts = cfd.read(at).bands;
            std::iter::once(self.date(at))
                .chain(counts.iter().map(|&count| text::figure::count(u64::from(count))))
                .collect()
        });
        Table { rows: rows.collect(), heads }
    }
}

impl Page {
    /// Draws an opened history's diagram.
    pub(super) fn draw_history(&self, opened: &OpenHistory) {
        self.with_history(opened, ChartPainter::draw);
    }

    /// Makes something of an opened history's diagram.
    pub(super) fn with_history<T>(
        &self,
        opened: &OpenHistory,
        show: impl FnOnce(&ChartPainter, &Flow<'_>) -> T,
    ) -> T {
        let now = opened.history.now();
        let (bands, words) = (opened.bands(), text::axis::words());
        let flow = Flow {
            cfd: opened.ledger.cfd(),
            bands: &bands,
            trouble: None,
            now,
            window: (SimTime::START, now),
            axis: TimeAxis::Dates { origin_ms: opened.history.origin_ms() },
            words: &words,
            calendar: Calendar::ELAPSED,
            marks: &[],
        };
        show(&self.chart, &flow)
    }

    /// Shows a history, or says why that cannot be done.
    pub(super) fn open_history(&mut self, name: &str, read: Result<OpenHistory, Vec<String>>) {
        match read {
            Ok(opened) => {
                self.player.play(false);
                self.refusal = None;
                self.history = Some(Rc::new(opened));
                self.leave_charts();
                self.clock.must_chart();
                self.refresh();
            }
            Err(reasons) => {
                let title = text::page::faults_title(name, reasons.len());
                self.refusal = Some(Refusal { title, reasons });
            }
        }
    }
}
