//! Measures as the panel shows them: name, value, unit, spread, and what it is.

use super::figure::{self, NONE, count, figure, percent};
use crate::measure::{Measures, Spread};
use crate::value_stream::{Calendar, SimTime};

/// The name of the lead time.
pub const LEAD_TIME: &str = "Lead time, 85 %";

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

/// The measures of a window, as the panel shows them.
pub fn measures(measures: &Measures, calendar: Calendar) -> Vec<Measure> {
    let mut shown = vec![
        throughput(measures, calendar),
        in_progress(measures),
        time(
            "Cycle time, 85 %",
            measures.cycle_time,
            calendar,
            "85 of 100 delivered items took at most this long from release to delivery.",
        ),
        time(
            LEAD_TIME,
            measures.lead_time,
            calendar,
            "85 of 100 delivered items took at most this long from request to delivery.",
        ),
    ];
    shown.extend(age(measures, calendar));
    shown.extend(measures.flow_efficiency.map(flow_efficiency));
    shown.extend(measures.moves_back.map(goes_back));
    if measures.backlog_now > 0 {
        shown.push(Measure {
            name: "Backlog",
            value: count(u64::from(measures.backlog_now)),
            unit: "items",
            spread: "asked for, not released".to_owned(),
            definition: "Items that have arrived and wait to be let into the stream.",
        });
    }
    if measures.turned_away > 0 {
        shown.push(Measure {
            name: "Turned away",
            value: count(u64::from(measures.turned_away)),
            unit: "items",
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
        spread: format!("{} delivered", count(u64::from(measures.delivered))),
        definition: "Items delivered per unit of time.",
    }
}

fn in_progress(measures: &Measures) -> Measure {
    Measure {
        name: "Work in progress",
        value: count(u64::from(measures.wip_now)),
        unit: if measures.wip_now == 1 { "item" } else { "items" },
        spread: format!("{} on average", figure(measures.wip)),
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
    let sd = figure::ticks(spread.sd, calendar).0;
    let half = figure::span(spread.p50, calendar).0;
    let spread = format!("half within {half}, mean {mean} ± {sd} sd");
    Measure { name, value, unit, spread, definition }
}

fn age(measures: &Measures, calendar: Calendar) -> Option<Measure> {
    let age = measures.age?;
    let (value, unit) = figure::span(age.p85, calendar);
    Some(Measure {
        name: "Age, 85 %",
        value,
        unit,
        spread: format!("the oldest is {}", figure::span(age.most, calendar).0),
        definition: "85 of 100 unfinished items were released at most this long ago.",
    })
}

fn flow_efficiency(efficiency: f64) -> Measure {
    Measure {
        name: "Flow efficiency",
        value: percent(efficiency),
        unit: "",
        spread: "of the cycle time is work".to_owned(),
        definition: "Sum of process time / sum of cycle time, over delivered items.",
    }
}

fn goes_back(share: f64) -> Measure {
    Measure {
        name: "Goes back",
        value: percent(share),
        unit: "",
        spread: "of moves between stages".to_owned(),
        definition: "Share of moves that lead upstream: work to be done again.",
    }
}

/// The window that measures cover: "Day 6 to day 46".
pub fn window(measures: &Measures, calendar: Calendar) -> String {
    let at = |at: SimTime| figure(calendar.days(at.since(SimTime::START)));
    format!("Day {} to day {}", at(measures.window.after), at(measures.window.until))
}

/// A warning where delivered items flatter the stream.
pub fn flattering(measures: &Measures) -> Option<String> {
    let unfinished = measures.unfinished.filter(|&share| share > 0.1 && measures.delivered > 0)?;
    Some(format!(
        "{} of all items released are unfinished: the slow ones are not among these times yet.",
        percent(unfinished)
    ))
}
