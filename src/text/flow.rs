//! Words about what is shown of the cumulative flow diagram.

use super::figure;
use crate::chart::BandChoice;
use crate::forecast::{Forecast, PERIODS_LEAST, TRIALS, TooLittle};
use crate::measure::Asked;
use crate::value_stream::{Calendar, SimTime, WorkTime};

/// The name of the buttons that choose how much time is shown.
pub const ZOOM: &str = "Time shown";
/// Less time is shown.
pub const NEARER: &str = "Show less time";
/// More time is shown.
pub const FARTHER: &str = "Show more time";
/// How else that is done.
pub const NEARER_HINT: &str =
    "Show less time: also + or Ctrl and the wheel on the chart; two fingers";
/// The same.
pub const FARTHER_HINT: &str =
    "Show more time: also - or Ctrl and the wheel on the chart; two fingers";
/// All of the run is shown again: what stands on the button, and its whole name.
pub const WHOLE: (&str, &str) = ("All time", "All time in the chart");
/// Unfolds the choice of bands.
pub const BANDS: &str = "Bands";
/// What it does.
pub const BANDS_HINT: &str = "Leave bands out, or draw neighbors as one";
/// Everything is shown again.
pub const SHOW_ALL: &str = "Show all";
/// How what is shown is moved.
pub const MOVE_HINT: &str = "Move along with Shift and a drag, Shift and arrow keys, or the wheel sideways; 0 shows the whole run.";
/// How bands are chosen.
pub const CHOOSE_HINT: &str =
    "A band that is left out takes what is upstream of it along; + draws two neighbors as one.";

/// Shows what will be delivered by when.
pub const FORECAST: &str = "Forecast";
/// What it does.
pub const FORECAST_HINT: &str =
    "Show how many items will be delivered by when if all goes on as it did";
/// How sure the edges of a forecast are.
pub const SURE: [&str; 3] = ["50 %", "85 %", "95 %"];
/// A forecast begins at a moment that is not shown.
pub const NO_PRESENT: &str = "The forecast begins at the present, which is not shown.";

/// What is foretold by the end of the last whole period before a moment, how, and what that assumes.
pub fn forecast(forecast: &Forecast, until: SimTime, calendar: Calendar) -> String {
    let (periods, more) = forecast.by(until);
    let ahead = figure::spell(WorkTime(forecast.period.0 * periods), calendar);
    let [half, most, nearly] = more.map(figure::some);
    format!(
        "In the next {ahead}, at least {half} items are delivered with 50 % certainty, {most} with 85 %, {nearly} with 95 %: {} futures \
         drawn from {} past periods of {}, assuming that the future is like them.",
        figure::count(TRIALS as u64),
        forecast.periods,
        figure::spell(forecast.period, calendar),
    )
}

/// What has been asked for by a moment: "asked for 31"; none while nobody asks.
pub fn asked(asked: &Asked<'_>, at: SimTime) -> Option<String> {
    let count = figure::some(asked.by(at)? as u32);
    Some(match asked {
        Asked::Requests(_) => ["asked for ", &count].concat(),
        Asked::Beats(_) => ["due by takt ", &count].concat(),
    })
}

/// The same against what is delivered by then: "asked for 31, delivered 28".
pub fn against(all: &Asked<'_>, at: SimTime, delivered: u32) -> Option<String> {
    Some([&asked(all, at)?, ", delivered ", &figure::some(delivered)].concat())
}

/// Why nothing is foretold.
pub fn too_little(why: TooLittle) -> String {
    match why {
        TooLittle::Periods(periods) => format!(
            "Too early for a forecast: it draws from at least {PERIODS_LEAST} whole periods, and there are {periods} in what is shown, since the last change."
        ),
        TooLittle::Deliveries(periods) => {
            format!("No forecast: nothing was delivered in the {periods} periods that are shown.")
        }
    }
}

/// What is left out.
pub fn left_out(bands: &[String], first: usize) -> String {
    let Some(last) = first.checked_sub(1) else { return String::new() };
    let what = match last {
        0 => format!("{} is left out.", bands[0]),
        _ => format!("{} and all that comes before it are left out.", bands[last]),
    };
    if first < 2 {
        return what;
    }
    format!("{what} WIP and time to flow count from {} on.", bands[first])
}

/// How the bands of a table differ from the diagram's own: "Backlog is left out. Development + QA are drawn as one."
pub fn bands_as_drawn(bands: &[String], choice: &BandChoice) -> String {
    let joined = choice.drawn(bands).into_iter().filter(|(first, last)| first < last);
    let joined = joined.map(|(first, last)| bands[first..=last].join(" + ") + " are drawn as one.");
    let left_out = Some(left_out(bands, choice.first(bands))).filter(|said| !said.is_empty());
    left_out.into_iter().chain(joined).collect::<Vec<_>>().join(" ")
}

/// Joins a band to the one upstream of it: "Development and QA as one".
pub fn join(one: &str, other: &str) -> String {
    format!("{one} and {other} as one")
}

/// What leaving a band out does, or showing it again.
pub fn turn(name: &str, is_shown: bool) -> String {
    if is_shown {
        format!("Leave out {name} and what comes before it")
    } else {
        format!("Show from {name} on")
    }
}

#[cfg(test)]
mod tests {
    use super::{bands_as_drawn, forecast, left_out};
    use crate::chart::BandChoice;
    use crate::forecast::Forecast;
    use crate::value_stream::{Calendar, SimTime, WorkTime};

    #[test]
    fn a_forecast_says_how_many_by_when_and_what_it_rests_on() {
        let calendar = Calendar::default();
        let period = calendar.span(2.0);
        let more = vec![[3, 2, 1], [1_005, 4, 3], [2_000, 7, 5]];
        let made = Forecast { now: SimTime(7), delivered: 40, period, periods: 23, more };
        let said = "In the next 4 days, at least 1,005 items are delivered with 50 % certainty, 4 with 85 %, 3 with 95 %: 1,000 \
                    futures drawn from 23 past periods of 2 days, assuming that the future is like them.";
        // The third period ends later.
        let until = made.now + WorkTime(3 * period.0 - 1);
        assert_eq!(forecast(&made, until, calendar), said);
    }

    #[test]
    fn a_table_says_which_bands_it_has() {
        let bands = ["Backlog", "Design", "Development", "QA", "Done"].map(str::to_owned);
        let mut choice = BandChoice::default();
        assert_eq!(bands_as_drawn(&bands, &choice), "");
        choice.join(&bands, 3);
        assert_eq!(choice.drawn(&bands), [(0, 0), (1, 1), (2, 3), (4, 4)]);
        assert_eq!(bands_as_drawn(&bands, &choice), "Development + QA are drawn as one.");
        choice.turn(&bands, 0);
        assert_eq!(choice.drawn(&bands), [(1, 1), (2, 3), (4, 4)]);
        let said = "Backlog is left out. Development + QA are drawn as one.";
        assert_eq!(bands_as_drawn(&bands, &choice), said);
    }

    #[test]
    fn what_is_left_out_is_said_and_from_where_wip_counts() {
        let bands = ["Backlog", "Design", "Development", "QA", "Done"].map(str::to_owned);
        assert_eq!(left_out(&bands, 0), "");
        // WIP never counted what is not released.
        assert_eq!(left_out(&bands, 1), "Backlog is left out.");
        let said = "Design and all that comes before it are left out. WIP and time to flow count from Development on.";
        assert_eq!(left_out(&bands, 2), said);
    }
}
