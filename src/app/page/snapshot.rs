//! The values that the markup shows: made a few times a second from the run.

use std::rc::Rc;

use super::border::FIRST_VOICE;
use super::{NOTCHES, Page};
use crate::insight::Insight;
use crate::measure::Window;
use crate::stream_map::{StreamMap, Subject};
use crate::text;
use crate::text::measures::{Kinds, Measure};
use crate::value_stream::{Calendar, Change, SimTime, StageId};

/// The last so many days are measured unless the reader wants the whole run [days].
const RECENT_DAYS: f64 = 40.0;

/// What the page says at one moment.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Snapshot {
    /// The clock.
    pub day: String,
    /// Where the slider of the time stands: its notch, and in words.
    pub time: (u32, String),
    /// What two futures come to, row by row.
    pub futures: Vec<[String; 4]>,
    /// Whether the device cannot keep up.
    pub is_behind: bool,
    /// The insight's few words and its detail.
    pub insight: (String, String),
    /// Whether that is no more than a statement.
    pub is_calm: bool,
    /// What else stands out, in the same way.
    pub more: Vec<(String, String)>,
    /// What could be tried: the button's words and the change.
    pub attempt: Option<(String, Change)>,
    /// The stage that holds the others back.
    pub trouble: Option<StageId>,
    /// The measures.
    pub measures: Vec<Measure>,
    /// The window they cover.
    pub window: String,
    /// How much they do not know yet, and whether that flatters them.
    pub unfinished: (String, bool),
    /// The chart in a sentence.
    pub description: String,
    /// The chart's numbers, while they are shown.
    pub table: Option<Table>,
}

/// A table: its heads and its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The heads.
    pub heads: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
    /// What is to be known about them.
    pub note: String,
}

impl Page {
    /// The belt's markup says what the run has come to, part by part of what is drawn.
    pub(super) fn show_values(&mut self) {
        self.belt_values = Rc::new(self.shown_state().unwrap_or_else(|| self.belt_state.clone()));
    }

    /// Makes new values for the markup.
    pub(super) fn refresh(&mut self) {
        self.show_values();
        if let Some(opened) = &self.history {
            let mut snapshot = opened.snapshot(self.charts.window(SimTime::NEVER));
            snapshot.table = self.flow_table_shown();
            self.remake_chart();
            self.tell_chart(&mut snapshot);
            self.snapshot = Rc::new(snapshot);
            return;
        }
        let voice = self.border.map_or(&FIRST_VOICE, |border| &border.voice);
        let player = &self.player;
        let stream = player.simulation().shared_runnable();
        let calendar = stream.stream().calendar;
        let days = (!self.is_whole_run).then_some(RECENT_DAYS);
        let measures = match self.charts.window(player.now()) {
            Some(window) => player.ledger().measures(window),
            None => player.measures(days),
        };
        let knot: Vec<&str> =
            player.knot().iter().map(|s| stream.stream().stages[s.index()].title()).collect();
        // A window that somebody has chosen is measured; what is said is about now.
        let now = self.charts.has_window().then(|| player.measures(days));
        let now = now.as_ref().unwrap_or(&measures);
        let findings = (voice.findings)(player, now);
        let first = findings.first().map(|finding| finding.insight);
        let is_early = matches!(first, Some(Insight::TooEarly { .. }));
        let first = first.filter(|_| !is_early);
        let mut trouble = player.knot().first().copied();
        let insight = if !knot.is_empty() {
            text::page::gridlock(&knot)
        } else if let Some(insight) = &first {
            if let Insight::HoldsBack { stage, .. } | Insight::OverCapacity { stage, .. } = *insight
            {
                trouble = Some(stage);
            }
            let sentence = (voice.words)(insight, &stream);
            (sentence.headline, sentence.detail)
        } else {
            let (headline, detail) = text::page::calm(now, calendar, is_early);
            (headline.to_owned(), detail)
        };
        let bands = text::page::bands(&stream);
        let reading = player.ledger().cfd().read(player.now());
        self.trouble = trouble;
        let mut shown = text::measures::measures(&measures, Kinds::of(&stream), calendar);
        shown.extend((voice.money)(&measures, stream.stream()));
        let mut snapshot = Snapshot {
            day: text::page::day(player.now(), calendar),
            time: self.time(calendar),
            futures: self.both_futures(),
            is_behind: player.is_behind(),
            is_calm: first.is_none() && knot.is_empty(),
            more: findings
                .iter()
                .skip(1)
                .map(|finding| {
                    let sentence = (voice.words)(&finding.insight, &stream);
                    (sentence.headline, sentence.detail)
                })
                .collect(),
            attempt: findings.first().filter(|_| knot.is_empty()).and_then(|finding| {
                let change = finding.change.clone()?;
                Some(((voice.attempt)(&change, &stream), change))
            }),
            insight,
            trouble,
            window: text::measures::window(measures.window, calendar),
            unfinished: text::measures::unfinished(&measures),
            measures: shown,
            description: text::page::cfd_description(
                &reading,
                &bands,
                &text::page::moment(reading.at, calendar),
            ),
            table: self.flow_table_shown(),
        };
        self.remake_chart();
        self.tell_chart(&mut snapshot);
        self.snapshot = Rc::new(snapshot);
    }

    /// The diagram's numbers, while they are shown.
    fn flow_table_shown(&self) -> Option<Table> {
        let border = self.border.filter(|_| self.has_table && self.charts.chosen().is_none());
        border.map(|border| (border.table)(self))
    }

    /// Where the slider of the time stands: where it was put, even while the run is still on its way there.
    fn time(&self, calendar: Calendar) -> (u32, String) {
        let latest = self.player.latest();
        let at = self.player.goal().unwrap_or(self.player.now());
        let share = at.0 as f64 / latest.0.max(1) as f64;
        let notch = if at == latest { NOTCHES } else { (share * f64::from(NOTCHES) + 0.5) as u32 };
        (notch, text::time::time(at, latest, calendar))
    }

    fn both_futures(&self) -> Vec<[String; 4]> {
        let border = self.border.filter(|_| self.player.branch().is_some());
        border.map_or(Vec::new(), |border| (border.compare)(self))
    }

    /// The value stream map of what runs, over the same window as the measures.
    pub(in crate::app) fn stream_map(&self) -> StreamMap {
        let simulation = self.player.simulation();
        let now = self.player.now();
        let back = simulation.runnable().stream().calendar.span_of_days(RECENT_DAYS);
        let after = if self.is_whole_run { 0 } else { now.0.saturating_sub(back.0) };
        let window = Window::new(SimTime(after), now);
        StreamMap::of(&Subject { simulation, ledger: self.player.ledger(), window })
    }
}
