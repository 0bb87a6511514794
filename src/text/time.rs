//! Words about moments of a run, and about two futures of one.

use super::figure::{self, NONE, figure, percent, some};
use crate::measure::Measures;
use crate::player::Futures;
use crate::value_stream::{Calendar, SimTime, WorkTime, decimal};

/// The slider that goes through a run.
pub const TIME: &str = "Time";
/// Keeps the run beside one that is changed.
pub const BRANCH: &str = "Branch here";
/// What that does.
pub const BRANCH_HINT: &str =
    "From this moment on, compare what you change with how it goes otherwise";
/// Lets the other future go.
pub const CLOSE: &str = "Close";
/// What that does.
pub const CLOSE_HINT: &str = "The run goes on as it is changed, and nothing is compared any more";
/// Takes up the future without the changes again.
pub const RETURN: &str = "Back to the first future";
/// What that does.
pub const RETURN_HINT: &str =
    "The run goes on as it went without the changes, and what is drawn is as it was";
/// The outline in the diagram.
pub const WITHOUT: &str = "without the change";
/// The heads of the comparison.
pub const HEADS: [&str; 4] = ["Since then", "With the change", "Without it", "Difference"];
/// How much it says.
pub const LUCK: &str = "One run each. Both get the same arrivals and the same luck in the work, so most of the difference is the \
                        change; a small one may still be luck: try other seeds. The outline in the diagram is the future without \
                        the change.";
/// What is compared while nothing has been changed or no time has passed.
pub const NOT_YET: &str = "Change something and let it run: both futures go on from here.";

/// While the way there is gone again: "Going through the first 46.0 days again: 40 %."
pub fn parting(at: SimTime, share: f64, calendar: Calendar) -> String {
    let days = decimal::fixed(calendar.days(at.since(SimTime::START)), 1);
    format!("Going through the first {days} days again: {}.", percent(share))
}

/// Where the slider stands: "Day 46.0 of 120".
pub fn time(now: SimTime, latest: SimTime, calendar: Calendar) -> String {
    let days = |at: SimTime| calendar.days(at.since(SimTime::START));
    ["Day ", &decimal::fixed(days(now), 1), " of ", &decimal::fixed(days(latest), 0)].concat()
}

/// The title of the comparison: "Two futures of day 142.0".
pub fn title(at: SimTime, calendar: Calendar) -> String {
    format!("Two futures of day {}", decimal::fixed(calendar.days(at.since(SimTime::START)), 1))
}

/// The comparison, row by row: the measure, with the change, without it, and the difference.
pub fn rows(futures: &Futures, calendar: Calendar) -> Vec<[String; 4]> {
    let Futures { with, without } = futures;
    let row = |name: &str,
               value: &dyn Fn(&Measures) -> Option<f64>,
               says: &dyn Fn(f64) -> String| {
        let (one, other) = (value(with), value(without));
        let say = |value: Option<f64>| value.map_or(NONE.to_owned(), says);
        let difference = one.zip(other).map(|(one, other)| one - other);
        let difference = difference.map_or(NONE.to_owned(), |difference| signed(difference, says));
        [name.to_owned(), say(one), say(other), difference]
    };
    let rate = |per_tick: f64| {
        let (value, unit) = figure::rate(per_tick, calendar);
        [&value, " ", unit].concat()
    };
    let items = |count: f64| figure(count);
    let spell = |ticks: f64| figure::spell(WorkTime(ticks as u64), calendar);
    let late = |measures: &Measures| measures.cycle_time.map(|cycle| cycle.p85.0 as f64);
    vec![
        row("Delivered", &|of| Some(f64::from(of.delivered)), &|count| some(count as u32)),
        row("Throughput", &|of| of.throughput, &rate),
        row("Work in progress, on average", &|of| Some(of.wip), &items),
        row("Cycle time, 85 %", &late, &spell),
        // A difference of shares is no share: 16 % and 60 % are 44 points apart.
        row("Flow efficiency", &|of| of.flow_efficiency, &percent).map(|cell| {
            if cell.starts_with(['+', '\u{2212}']) { cell.replace('%', "points") } else { cell }
        }),
    ]
}

/// A difference with its sign; "none" where the screen shows the same.
fn signed(difference: f64, says: &dyn Fn(f64) -> String) -> String {
    let size = says(difference.abs());
    if size == says(0.0) {
        "none".to_owned()
    } else {
        [if difference > 0.0 { "+" } else { "\u{2212}" }, &size].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slider_says_where_it_stands() {
        let calendar = Calendar::ELAPSED;
        let day = |days: f64| SimTime(calendar.span_of_days(days).0);
        assert_eq!(time(day(46.04), day(120.2), calendar), "Day 46.0 of 120");
    }

    #[test]
    fn a_difference_has_a_sign_and_what_nobody_sees_is_none() {
        let says = |value: f64| figure(value);
        assert_eq!(signed(0.25, &says), "+0.25");
        assert_eq!(signed(-0.25, &says), "\u{2212}0.25");
        assert_eq!(signed(0.0, &says), "none");
    }
}
