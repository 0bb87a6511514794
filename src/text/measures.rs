//! Measures as the panel shows them: name, value, unit, spread, and what it is.

use super::figure::{self, NONE, figure, items, percent, some};
use crate::measure::{Measures, Spread, Window};
use crate::value_stream::{Calendar, Release, Runnable, SimTime, SourceId, WhenNoRoom};

/// The name of the lead time.
pub const LEAD_TIME: &str = "Lead time, 85 %";

/// The name of the flow efficiency.
pub const FLOW_EFFICIENCY: &str = "Flow efficiency";

/// One measure: its name, its value, its unit, its spread, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// The name.
    pub name: &'static str,
    /// The value.
    pub value: String,
    /// Its unit.
    pub unit: &'static str,
    /// How it spreads, or what it rests on.
    pub spread: String,
    /// One line that says what it is.
    pub definition: &'static str,
}

/// Which measures there are beside those that every stream has. They have their places from the start on, so that
/// nothing moves when the first number is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kinds {
    /// Items can go back.
    pub goes_back: bool,
    /// Items can wait for their release.
    pub backlog: bool,
    /// Items can be turned away.
    pub turned_away: bool,
}

impl Kinds {
    /// What can happen in a stream.
    pub fn of(runnable: &Runnable) -> Kinds {
        let stream = runnable.stream();
        let has_limit = |source: usize| {
            let first = runnable.feed(SourceId::at(source)).to;
            stream.stages[first.index()].wip_limit.is_some()
        };
        Kinds {
            goes_back: runnable.ways().iter().any(|way| way.backward),
            backlog: stream.release != Release::Push || (0..stream.sources.len()).any(has_limit),
            turned_away: stream
                .sources
                .iter()
                .any(|source| source.when_no_room == WhenNoRoom::Lost),
        }
    }
}

/// The measures of a window, as the panel shows them.
pub fn measures(measures: &Measures, kinds: Kinds, calendar: Calendar) -> Vec<Measure> {
    let mut shown = vec![
        throughput(measures, calendar),
        in_progress(measures),
        time(
            "Cycle time, 85 %",
            measures.cycle_time,
            calendar,
            "85 of 100 delivered items took at most this long from release to delivery. ± is the standard deviation.",
        ),
        time(
            LEAD_TIME,
            measures.lead_time,
            calendar,
            "85 of 100 delivered items took at most this long from request to delivery. ± is the standard deviation.",
        ),
    ];
    shown.push(age(measures, calendar));
    shown.push(flow_efficiency(measures.flow_efficiency));
    if kinds.goes_back {
        shown.push(goes_back(measures.moves_back));
    }
    if kinds.backlog || measures.backlog_now > 0 {
        shown.push(Measure {
            name: "Backlog",
            value: some(measures.backlog_now),
            unit: items(measures.backlog_now),
            spread: "not released yet".to_owned(),
            definition: "Items that have arrived and wait to be let into the stream.",
        });
    }
    if kinds.turned_away || measures.turned_away > 0 {
        shown.push(Measure {
            name: "Turned away",
            value: some(measures.turned_away),
            unit: items(measures.turned_away),
            spread: "found no room".to_owned(),
            definition: "Arrivals that found the stream full and did not wait.",
        });
    }
    shown
}

fn throughput(measures: &Measures, calendar: Calendar) -> Measure {
    let (value, unit) = match measures.throughput {
        Some(throughput) => figure::rate(throughput, calendar),
        None => (NONE.to_owned(), ""),
    };
    Measure {
        name: "Throughput",
        value,
        unit,
        spread: format!("{} {} delivered", some(measures.delivered), items(measures.delivered)),
        definition: "Items delivered per unit of time.",
    }
}

fn in_progress(measures: &Measures) -> Measure {
    Measure {
        name: "Work in progress",
        value: some(measures.wip_now),
        unit: items(measures.wip_now),
        spread: format!("{} items on average", figure(measures.wip)),
        definition: "Items released and not yet delivered.",
    }
}

fn time(
    name: &'static str,
    spread: Option<Spread>,
    calendar: Calendar,
    definition: &'static str,
) -> Measure {
    let Some(spread) = spread else {
        let spread = "nothing delivered yet".to_owned();
        return Measure { name, value: NONE.to_owned(), unit: "", spread, definition };
    };
    let (value, unit) = figure::span(spread.p85, calendar);
    let mean = figure::ticks(spread.mean, calendar).0;
    let (sd, sd_unit) = figure::ticks(spread.sd, calendar);
    let half = figure::spell(spread.p50, calendar);
    let spread = format!("half within {half}\nmean {mean} ± {sd} {sd_unit}");
    Measure { name, value, unit, spread, definition }
}

fn age(measures: &Measures, calendar: Calendar) -> Measure {
    let (name, definition) =
        ("Age, 85 %", "85 of 100 unfinished items were released at most this long ago.");
    let Some(age) = measures.age else {
        let spread = "nothing is unfinished".to_owned();
        return Measure { name, value: NONE.to_owned(), unit: "", spread, definition };
    };
    let (value, unit) = figure::span(age.p85, calendar);
    let spread = format!("the oldest is {}", figure::spell(age.most, calendar));
    Measure { name, value, unit, spread, definition }
}

fn flow_efficiency(efficiency: Option<f64>) -> Measure {
    Measure {
        name: FLOW_EFFICIENCY,
        value: efficiency.map_or(NONE.to_owned(), percent),
        unit: "",
        spread: efficiency.map_or("nothing delivered yet", |_| "of cycle time is work").to_owned(),
        definition: "Sum of process time / sum of cycle time, over delivered items.",
    }
}

fn goes_back(share: Option<f64>) -> Measure {
    Measure {
        name: "Goes back",
        value: share.map_or(NONE.to_owned(), percent),
        unit: "",
        spread: "of moves on all links".to_owned(),
        definition: "Share of all moves between work centers that lead upstream. What a link says is of those who leave its \
                     work center.",
    }
}

/// The window that measures cover: "Day 6 to day 46".
pub fn window(window: Window, calendar: Calendar) -> String {
    let at = |at: SimTime| figure::day(calendar.days(at.since(SimTime::START)));
    format!("Day {} to day {}", at(window.after), at(window.until))
}

/// How much the times do not know yet, and whether that flatters them.
pub fn unfinished(measures: &Measures) -> (String, bool) {
    let Some(share) = measures.unfinished else { return (String::new(), false) };
    let is_flattering = share > 0.1 && measures.delivered > 0;
    let warning = if is_flattering { ": these times do not know the slow ones yet" } else { "" };
    (format!("{} of released items are unfinished{warning}.", percent(share)), is_flattering)
}
