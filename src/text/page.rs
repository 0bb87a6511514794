//! The words of the page.

use crate::insight::DELIVERED_LEAST;
use crate::measure::{CfdReading, Measures};
use crate::player::Speed;
use crate::value_stream::decimal;
use crate::value_stream::{Calendar, Runnable, SimTime, Workers};

use super::figure::{self, figure, items, some, spell};

/// What stands beside the brand's mark.
pub const BRAND: (&str, &str) = ("flow", "glass");
/// The page's tab for the running stream.
pub const STREAM: &str = "Stream";
/// The label of the list of examples.
pub const EXAMPLES: &str = "Example";
/// The entry of that list for a stream that is none of them.
pub const YOUR_OWN: &str = "Your file";
/// The entry of that list for an example that has been changed.
pub fn changed(name: &str) -> String {
    format!("{name}, changed")
}

/// Opens a file.
pub const OPEN: &str = "Open…";
/// What can be opened.
pub const OPEN_HINT: &str =
    "A stream (JSON) or an item history (CSV); you can also drop it anywhere on the page";
/// Shown while a file hangs over the page.
pub const DROP: &str = "Drop it here: a stream (JSON) or an item history (CSV)";
/// Lets the run go.
pub const PLAY: &str = "Play";
/// Lets it stand.
pub const PAUSE: &str = "Pause";
/// What the space bar does.
pub const PLAY_HINT: &str = "Space bar";
/// One event.
pub const STEP: &str = "Step";
/// What that is.
pub const STEP_HINT: &str = "One event, then stand still";
/// Starts again.
pub const RESET: &str = "Reset";
/// What that keeps.
pub const RESET_HINT: &str = "Start again from day 0, with your changes";
/// The slider.
pub const SPEED: &str = "Speed";
/// The number that decides all draws.
pub const SEED: &str = "Seed";
/// What it is.
pub const SEED_HINT: &str = "Decides all luck: the same seed gives the same run";
/// The clock's name.
pub const SIMULATED_TIME: &str = "Simulated time";
/// Said when the machine cannot keep up.
pub const BEHIND: &str = "as fast as this device can";
/// The insight's name.
pub const INSIGHT: &str = "Insight";
/// The name of the group of measures.
pub const MEASURES: &str = "Measures";
/// The name of the list of chart tabs.
pub const CHARTS: &str = "Charts";
/// The chart.
pub const CUMULATIVE_FLOW: &str = "Cumulative flow";
/// Shows a chart's numbers.
pub const DATA_TABLE: &str = "Data table";
/// Closes a message.
pub const DISMISS: &str = "Dismiss";
/// Fetches what did not come.
pub const AGAIN: &str = "Try again";
/// What is fetched when it is first needed.
pub const FETCHED: [&str; 5] =
    ["What draws", "The charts", "The proof", "The map", "What reads item histories"];
/// What a missing part does not mean.
pub const NOT_LOST: &str =
    "Is there a connection? Nothing you have made is lost, and what you did last waits for it.";
/// A part of the page, or several, did not come.
pub fn unfetched(name: &str, count: usize) -> String {
    let more = if count > 1 { " and more" } else { "" };
    name.to_owned() + more + " could not be fetched."
}
/// The inspector while nothing is chosen: it is about the stream.
pub const INSPECTOR: &str = "Whole stream";
/// Several things are chosen.
pub const INSPECTOR_SEVERAL: &str =
    "Move, duplicate or delete them together, give them a common limit, or make them a team.";
/// What to do then.
pub const INSPECTOR_EMPTY: &str = "Choose a work center, a link or a source on the belt to change it while it runs. These are of the whole stream.";
/// The band of what is delivered.
pub const DONE: &str = "Done";
/// The band of what waits for release.
pub const BACKLOG: &str = "Backlog";
/// The head of a table's column of moments.
pub const DAY: &str = "Day";
/// The same in a history.
pub const DATE: &str = "Date";
/// A file that the browser could not read as text.
pub const UNREADABLE: &str = "it cannot be read as text (UTF-8)";
/// A change that would break the stream.
pub const CHANGE_REFUSED: &str = "That change cannot be made, and nothing was changed.";
/// How a chart is read with the pointer or the keyboard.
pub const CHART_HINT: &str = "Point to read; drag, or press [ and ], to measure a window.";
/// A measure's window: the last days.
pub const RECENT: &str = "Last 40 days";
/// A measure's window: everything.
pub const WHOLE_RUN: &str = "Whole run";
/// The name of the choice between the two.
pub const WINDOW: &str = "Measured over";

/// The clock: "Day 46.0".
pub fn day(now: SimTime, calendar: Calendar) -> String {
    "Day ".to_owned() + &decimal::fixed(calendar.days(now.since(SimTime::START)), 1)
}

/// A moment in a sentence: "day 46.2".
pub fn moment(at: SimTime, calendar: Calendar) -> String {
    "day ".to_owned() + &figure::day(calendar.days(at.since(SimTime::START)))
}

/// What the speed slider stands at: "8 days per second".
pub fn speed(speed: Speed) -> String {
    let days = figure(speed.days_per_second());
    format!("{days} {} per second", if days == "1" { "day" } else { "days" })
}

/// What the insight says when nothing stands out: its few words and its detail. `is_early`: too little has been delivered
/// since the last change to judge by, however much was before.
pub fn calm(measures: &Measures, calendar: Calendar, is_early: bool) -> (&'static str, String) {
    match measures.cycle_time {
        None => ("Work has just begun to flow.", "Nothing is delivered yet.".to_owned()),
        Some(cycle) => (
            if is_early || measures.delivered < DELIVERED_LEAST {
                "Too early to say."
            } else {
                "Nothing stands out."
            },
            format!(
                "{} {} under way, and 85 % get through within {}.",
                some(measures.wip_now),
                if measures.wip_now == 1 { "item is" } else { "items are" },
                spell(cycle.p85, calendar)
            ),
        ),
    }
}

/// What the insight says of stages that block each other.
pub fn gridlock(names: &[&str]) -> (String, String) {
    (
        "Gridlock.".to_owned(),
        format!(
            "{} are full and wait for each other: none of their items can ever move again. Raise one of their \
             limits, or let rework leave.",
            names.join(", ")
        ),
    )
}

/// What the chart shows in one sentence, for those who cannot see it.
pub fn cfd_description(reading: &CfdReading, bands: &[String], when: &str) -> String {
    let busiest = (1..bands.len().saturating_sub(1)).max_by_key(|&band| reading.bands[band]);
    let most = busiest.filter(|&band| reading.bands[band] > 0).map_or(String::new(), |band| {
        format!(", most of them as far as {} ({})", bands[band], some(reading.bands[band]))
    });
    format!(
        "By {when}, {} {} done and {} in progress{most}.",
        some(reading.delivered),
        if reading.delivered == 1 { "item is" } else { "items are" },
        some(reading.wip),
    )
}

/// The vertical gap under the crosshair: "WIP 19 items".
pub fn wip(reading: &CfdReading) -> String {
    format!("WIP {} {}", some(reading.wip), items(reading.wip))
}

/// The horizontal gap: "≈ 14.6 days to flow".
pub fn to_flow(reading: &CfdReading, calendar: Calendar) -> String {
    match reading.cycle_time {
        None => "nothing delivered yet".to_owned(),
        Some(time) => format!("≈ {} to flow", spell(time, calendar)),
    }
}

/// Both in one sentence: "At day 25: WIP 18 items, ≈ 15.5 days to flow."
pub fn reading(reading: &CfdReading, when: &str, calendar: Calendar) -> String {
    format!("At {when}: {}, {}.", wip(reading), to_flow(reading, calendar))
}

/// The names of the diagram's bands: the backlog, each rank, done.
pub fn bands(runnable: &Runnable) -> Vec<String> {
    let mut bands = vec![String::new(); usize::from(runnable.rank_count())];
    for (index, stage) in runnable.stream().stages.iter().enumerate() {
        let band = &mut bands[usize::from(runnable.rank(crate::value_stream::StageId::at(index)))];
        if !band.is_empty() {
            band.push_str(" / ");
        }
        band.push_str(stage.title());
    }
    bands.insert(0, BACKLOG.to_owned());
    bands.push(DONE.to_owned());
    bands
}

/// People as the inspector's field has them.
pub fn people(workers: Workers) -> String {
    match workers {
        Workers::Count(count) => count.to_string(),
        Workers::Unlimited => "unlimited".to_owned(),
    }
}

/// Several faults in a file.
pub fn faults_title(name: &str, count: usize) -> String {
    let things = if count == 1 {
        "one thing is wrong".to_owned()
    } else {
        format!("{count} things are wrong")
    };
    format!("{name} could not be opened: {things}. What was running goes on.")
}

/// What the charts and numbers beside an empty belt are about.
pub fn stale(name: &str) -> String {
    ["Of the last stream that could run, “", name, "”, which goes on."].concat()
}
