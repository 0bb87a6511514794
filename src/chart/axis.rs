//! Where the ticks of a time axis stand and what they say.
//!
//! A simulated run counts working time from its start; a real history shows dates. Both choose round steps, and both
//! leave the words to the caller.

use crate::value_stream::{Calendar, SimTime, TICKS_PER_HOUR, WorkTime};

use super::date::{DAY_MS, Date, month_start_ms};
use super::{nice, number};

/// What a time axis shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TimeAxis {
    /// Minutes, hours or days of working time since the start, as the calendar has them.
    Working(Calendar),
    /// Dates, in elapsed time.
    Dates(DateAxis),
}

/// An axis of dates. It brings what reckons them, so that a program without dates is one without calendars.
#[derive(Debug, Clone, Copy)]
pub struct DateAxis {
    /// What the start of time stands for [ms since 1970-01-01, in the history's own time zone].
    pub origin_ms: i64,
    /// A date on an axis of this grain; years stand beside the axis.
    name: fn(Date, Grain) -> String,
    ticks: fn(DateAxis, (SimTime, SimTime), usize) -> TimeTicks,
}

impl DateAxis {
    /// Dates from a start of time [ms since 1970-01-01] on, in these words.
    pub fn new(origin_ms: i64, name: fn(Date, Grain) -> String) -> DateAxis {
        DateAxis { origin_ms, name, ticks: date_ticks }
    }
}

impl PartialEq for DateAxis {
    /// Dates are dates, whatever they are called.
    fn eq(&self, other: &DateAxis) -> bool {
        self.origin_ms == other.origin_ms
    }
}

/// How fine the dates on an axis are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    /// An hour of a day.
    Hour,
    /// A day of a month.
    Day,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// The words on axes, which no picture makes up itself.
#[derive(Debug, Clone)]
pub struct AxisWords {
    /// The unit of counts: "items".
    pub items: String,
    /// "days".
    pub days: String,
    /// "hours".
    pub hours: String,
    /// "minutes".
    pub minutes: String,
    /// Between whole and fraction.
    pub decimal: char,
}

/// Ticks, and the unit to put at the end of the axis.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TimeTicks {
    pub(crate) ticks: Vec<(SimTime, String)>,
    pub(crate) unit: String,
}

impl TimeAxis {
    /// At most about `most` ticks of a window.
    pub(crate) fn ticks(
        self,
        (from, until): (SimTime, SimTime),
        most: usize,
        words: &AxisWords,
    ) -> TimeTicks {
        match self {
            TimeAxis::Working(calendar) => working_ticks(from, until, calendar, most, words),
            TimeAxis::Dates(dates) => (dates.ticks)(dates, (from, until), most),
        }
    }
}

fn working_ticks(
    from: SimTime,
    until: SimTime,
    calendar: Calendar,
    most: usize,
    words: &AxisWords,
) -> TimeTicks {
    let end = until.0 as f64;
    let hour = TICKS_PER_HOUR as f64;
    let day = calendar.ticks_per_day();
    // A unit is used from three of it on: "3 days", but "20 hours".
    let (unit_ticks, unit) = if end >= 3.0 * day {
        (day, &words.days)
    } else if end >= 3.0 * hour {
        (hour, &words.hours)
    } else {
        (hour / 60.0, &words.minutes)
    };
    // A thousandth of a unit is finer than anybody looks, and still tells neighbors apart in an `f64`.
    let step = nice::step(until.since(from).0 as f64 / unit_ticks, most).max(0.001);
    let first = libm::ceil(from.0 as f64 / unit_ticks / step - 1e-9) as u64;
    let last = libm::floor(end / unit_ticks / step + 1e-9) as u64;
    let tick = |index: u64| {
        let units = index as f64 * step;
        (SimTime((units * unit_ticks).round() as u64), number::tick(units, step, words.decimal))
    };
    let inside = |&(at, _): &(SimTime, String)| from <= at && at <= until;
    TimeTicks { ticks: (first..=last).map(tick).filter(inside).collect(), unit: unit.clone() }
}

/// Steps of a date axis, ascending.
#[derive(Debug, Clone, Copy)]
enum DateStep {
    Hours(i64),
    Days(i64),
    Months(i64),
}

const DATE_STEPS: [DateStep; 17] = [
    DateStep::Hours(1),
    DateStep::Hours(3),
    DateStep::Hours(6),
    DateStep::Hours(12),
    DateStep::Days(1),
    DateStep::Days(2),
    DateStep::Days(7),
    DateStep::Days(14),
    DateStep::Months(1),
    DateStep::Months(2),
    DateStep::Months(3),
    DateStep::Months(6),
    DateStep::Months(12),
    DateStep::Months(24),
    DateStep::Months(60),
    DateStep::Months(120),
    DateStep::Months(600),
];

impl DateStep {
    /// Its length, for a month the mean one [ms].
    fn length_ms(self) -> i64 {
        match self {
            DateStep::Hours(hours) => hours * DAY_MS / 24,
            DateStep::Days(days) => days * DAY_MS,
            DateStep::Months(months) => months * (DAY_MS * 146_097 / 4_800),
        }
    }

    fn grain(self) -> Grain {
        match self {
            DateStep::Hours(_) => Grain::Hour,
            DateStep::Days(_) => Grain::Day,
            DateStep::Months(months) if months < 12 => Grain::Month,
            DateStep::Months(_) => Grain::Year,
        }
    }

    /// The steps in a window [ms since 1970-01-01], both ends included.
    fn within(self, from: i64, until: i64) -> Vec<i64> {
        match self {
            DateStep::Months(months) => {
                let date = Date::of(from);
                let month = date.year * 12 + i64::from(date.month) - 1;
                let first = month - month.rem_euclid(months);
                (first..)
                    .step_by(months as usize)
                    .map(month_start_ms)
                    .skip_while(|&at| at < from)
                    .take_while(|&at| at <= until)
                    .collect()
            }
            DateStep::Hours(_) | DateStep::Days(_) => {
                let length = self.length_ms();
                // Weeks begin on Mondays; 1970-01-05 was one.
                let phase = if length % (7 * DAY_MS) == 0 { 4 * DAY_MS } else { 0 };
                let first = from + (phase - from).rem_euclid(length);
                (first..=until).step_by(length as usize).collect()
            }
        }
    }
}

fn date_ticks(
    DateAxis { origin_ms, name, .. }: DateAxis,
    (from, until): (SimTime, SimTime),
    most: usize,
) -> TimeTicks {
    // Ten thousand years are enough for any history, and keep this total.
    let moment = |at: SimTime| origin_ms.saturating_add(at.0.min(1 << 48) as i64);
    let (start, end) = (moment(from), moment(until));
    let fits = |step: &&DateStep| (end - start) / step.length_ms() <= most as i64;
    let step = DATE_STEPS.iter().find(fits).copied().unwrap_or(DateStep::Months(600));
    let mut years_named = false;
    let ticks = step
        .within(start, end)
        .into_iter()
        .map(|at| {
            let date = Date::of(at);
            // A January among months is better known by its year.
            let grain = match step.grain() {
                Grain::Month if date.month == 1 => Grain::Year,
                grain => grain,
            };
            years_named |= grain == Grain::Year;
            let since_start = WorkTime((at - origin_ms).max(0) as u64);
            (SimTime::START + since_start, name(date, grain))
        })
        .collect();
    let (first, last) = (Date::of(start).year, Date::of(end - i64::from(end > start)).year);
    let unit = match () {
        () if years_named => String::new(),
        () if first == last => first.to_string(),
        () => format!("{first}–{last}"),
    };
    TimeTicks { ticks, unit }
}

#[cfg(test)]
mod tests {
    use super::{AxisWords, Date, DateAxis, Grain, TimeAxis};
    use crate::value_stream::{Calendar, SimTime};

    fn dates(origin_ms: i64) -> TimeAxis {
        let date = |date: Date, grain: Grain| match grain {
            Grain::Hour => format!("{}h", date.hour),
            Grain::Day => format!("{}/{}", date.month, date.day),
            Grain::Month => format!("{}/{}", date.year, date.month),
            Grain::Year => date.year.to_string(),
        };
        TimeAxis::Dates(DateAxis::new(origin_ms, date))
    }

    fn words() -> AxisWords {
        AxisWords {
            items: "items".into(),
            days: "days".into(),
            hours: "hours".into(),
            minutes: "minutes".into(),
            decimal: '.',
        }
    }

    fn labels(axis: TimeAxis, from: u64, until: u64, most: usize) -> (Vec<String>, String) {
        let ticks = axis.ticks((SimTime(from), SimTime(until)), most, &words());
        (ticks.ticks.into_iter().map(|(_, label)| label).collect(), ticks.unit)
    }

    const HOUR: u64 = 3_600_000;
    const DAY: u64 = 24 * HOUR;

    #[test]
    fn a_run_is_labeled_in_the_unit_it_is_long_in() {
        let axis = TimeAxis::Working(Calendar::default());
        let shown = labels(axis, 0, 46 * 8 * HOUR, 5);
        assert_eq!(shown, (["0", "10", "20", "30", "40"].map(String::from).into(), "days".into()));
        assert_eq!(labels(axis, 0, 10 * HOUR, 5).0, ["0", "2", "4", "6", "8", "10"]);
        assert_eq!(labels(axis, 0, HOUR, 6).1, "minutes");
        assert_eq!(
            labels(axis, 368 * HOUR, 370 * HOUR, 5).0,
            ["46", "46.05", "46.1", "46.15", "46.2", "46.25"]
        );
    }

    #[test]
    fn a_history_is_labeled_at_round_dates() {
        // 2024-01-29, a Monday.
        let axis = dates(1_706_486_400_000);
        let (days, unit) = labels(axis, 0, 21 * DAY, 5);
        assert_eq!(
            (days, unit.as_str()),
            (["1/29", "2/5", "2/12", "2/19"].map(String::from).into(), "2024")
        );
        let (months, unit) = labels(axis, 0, 400 * DAY, 5);
        assert_eq!(months, ["2024/4", "2024/7", "2024/10", "2025"]);
        assert_eq!(unit, "");
        assert_eq!(labels(axis, 330 * DAY, 350 * DAY, 5).1, "2024–2025");
        let (years, unit) = labels(axis, 0, 4_000 * DAY, 12);
        assert_eq!((years.len(), years[0].as_str(), unit.as_str()), (11, "2025", ""));
    }

    #[test]
    fn ticks_stay_few_and_inside_whatever_the_window() {
        let dates = dates(-5_000_000_000_000);
        for axis in [TimeAxis::Working(Calendar::default()), dates] {
            for exponent in 0..=42 {
                for from in [0, 1 << exponent, SimTime::NEVER.0 >> 17] {
                    let window = (SimTime(from), SimTime(from + (1 << exponent)));
                    let ticks = axis.ticks(window, 6, &words()).ticks;
                    assert!(ticks.len() <= 8, "{window:?}: {ticks:?}");
                    assert!(ticks.iter().all(|&(at, _)| window.0 <= at && at <= window.1));
                }
            }
        }
    }
}
