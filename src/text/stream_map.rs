//! The words of the value stream map.

use super::figure::{self, figure as number, percent, unit};
use crate::value_stream::{Arrivals, Calendar, Demand, Release, Stage, ValueStream, Workers};

/// The name of the view.
pub const MAP: &str = "Map";
/// The name of the other one.
pub const BELT: &str = "Belt";
/// The choice between both.
pub const VIEWS: &str = "How the stream is drawn";
/// The map's name.
pub const TITLE: &str = "Value stream map";
/// What saves it.
pub const SAVE: [&str; 2] = ["SVG", "PNG"];
/// What that does.
pub const SAVE_HINT: &str = "Save the map as a picture";
/// Shows it as large as it is drawn, where the window has less room.
pub const FULL: &str = "Full size";
/// Prints it.
pub const PRINT: &str = "Print";
/// Before the map is there.
pub const COMING: &str = "The map is being fetched…";
/// Nothing to map.
pub const EMPTY: &str = "Nothing here yet: add a work center, and the map draws itself.";
/// What each symbol means.
pub const KEY: &str = "Triangles: items that wait now. Striped arrow: work is pushed. FIFO: pushed up to a limit. Round arrow: pulled. Ladder: high is waiting, low is work, on average per delivered item.";
/// The box that decides what is let in.
pub const CONTROL: &str = "Release";
/// The customer without a name.
pub const CUSTOMER: &str = "Customer";
/// Rows of data boxes.
pub const PROCESS_TIME: &str = "Process time";
/// Rows of data boxes.
pub const VARIATION: &str = "Variation (cv)";
/// Rows of data boxes.
pub const SETUP: &str = "Setup (C/O)";
/// Rows of data boxes.
pub const BATCH: &str = "Process batch";
/// Rows of data boxes.
pub const TRANSFER: &str = "Transfer batch";
/// Rows of data boxes.
pub const CADENCE: &str = "Leaves every";
/// Rows of data boxes.
pub const LIMIT: &str = "WIP limit";
/// Rows of data boxes.
pub const UPTIME: &str = "Uptime";
/// Rows of data boxes.
pub const DEFECTS: &str = "Defects made";
/// Rows of data boxes.
pub const FOUND: &str = "Defects found";
/// Rows of data boxes: what a value stream map calls C/T.
pub const INTERVAL: &str = "Completes every";
/// Rows of data boxes.
pub const BUSY: &str = "Busy";
/// Rows of data boxes.
pub const STUCK: &str = "Done, no room";
/// Heads of the table.
pub const HEADS: [&str; 3] = ["Work center", "What", "Value"];
/// Rows of the table.
pub const WAITS_NOW: &str = "Waiting in front";
/// Rows of the table.
pub const WAIT: &str = "Waits, mean per item";
/// Rows of the table.
pub const WORK: &str = "Work, mean per item";
/// The first rung.
pub const BEFORE_RELEASE: &str = "before release";
/// The last rung.
pub const BETWEEN: &str = "on the way";
/// Totals.
pub const LEAD_TIME: &str = "Lead time";
/// Totals.
pub const TOTAL_WORK: &str = "Process time";
/// Totals.
pub const RATIO: &str = "Work / lead time";
/// In the inventory triangle (Rother & Shook).
pub const INVENTORY: &str = "I";
/// In the lane.
pub const FIFO: &str = "FIFO";

/// A span in the stream's unit: "1.15 days".
pub fn units(value: f64, calendar: Calendar) -> String {
    number(value) + " " + unit(calendar, value)
}

/// A computed span [ticks].
pub fn span(ticks: f64, calendar: Calendar) -> String {
    units(ticks / calendar.ticks_per_unit(), calendar)
}

/// Who works at a stage: "3", "∞", or the team.
pub fn people(stage: &Stage) -> String {
    match stage.workers {
        _ if !stage.team.is_empty() => stage.team.clone(),
        Workers::Count(count) => figure::count(u64::from(count)),
        Workers::Unlimited => "∞".to_owned(),
    }
}

/// A batch: "4" or "2 to 4".
pub fn batch(min: u32, max: u32) -> String {
    if min == max { min.to_string() } else { min.to_string() + " to " + &max.to_string() }
}

/// Work of a class.
pub fn work_of(class: &str) -> String {
    "For ".to_owned() + class
}

/// The most items in a lane.
pub fn at_most(limit: u32) -> String {
    "max ".to_owned() + &figure::count(u64::from(limit))
}

/// The row of a limit on several stages.
pub fn common(limit: u32, others: &[&str]) -> String {
    figure::count(u64::from(limit)) + " with " + &others.join(", ")
}

/// The share of a way, where there are several.
pub fn share(part: f64) -> String {
    percent(part)
}

/// When work arrives: "1 item every 1.2 days".
pub fn arrivals(arrivals: Option<&Arrivals>, backlog: u32, calendar: Calendar) -> String {
    match arrivals {
        Some(Arrivals::Every { interval, lump, .. }) => {
            let items = number(lump.mean) + if lump.mean > 1.0 { " items" } else { " item" };
            items + " every " + &units(interval.mean, calendar)
        }
        Some(Arrivals::Bursts(phases)) => number(phases.len() as f64) + " phases of arrivals",
        Some(Arrivals::Schedule(times)) => figure::count(times.len() as u64) + " arrivals planned",
        Some(Arrivals::Endless) => "always one waiting".to_owned(),
        Some(Arrivals::Closed(items)) => figure::count(u64::from(*items)) + " circulate",
        None => figure::count(u64::from(backlog)) + " at the start",
    }
}

/// How work is let in, in two or three words.
pub fn release(stream: &ValueStream) -> String {
    match &stream.release {
        Release::Push => "push: on arrival".to_owned(),
        Release::Conwip(limit) => "CONWIP ".to_owned() + &figure::count(u64::from(*limit)),
        Release::Takt(takt) => "one every ".to_owned() + &units(*takt, stream.calendar),
        Release::DrumBufferRope { rope, .. } => {
            "rope of ".to_owned() + &figure::count(u64::from(*rope))
        }
        Release::BaseStock(stock) => {
            "keeps ".to_owned() + &figure::count(u64::from(*stock)) + " in stock"
        }
    }
}

/// What the customer asks for.
pub fn demand(demand: Option<&Demand>, calendar: Calendar) -> String {
    match demand {
        Some(demand) => "1 item every ".to_owned() + &units(demand.every.mean, calendar),
        None => "takes all that comes".to_owned(),
    }
}

/// What the ladder rests on: "Latest 312 delivered items, day 46.0".
pub fn rests_on(items: u32, when: &str) -> String {
    if items == 0 {
        return "Nothing delivered yet; ".to_owned() + when;
    }
    "Times: mean of the latest ".to_owned()
        + &figure::count(u64::from(items))
        + " delivered "
        + figure::items(items)
        + "; "
        + when
}

/// The map in a sentence, for who cannot see it.
pub fn describe(
    stations: usize,
    waiting: u32,
    totals: Option<(f64, f64)>,
    calendar: Calendar,
) -> String {
    let mut words = number(stations as f64) + " work centers; " + &figure::some(waiting) + " ";
    words += figure::items(waiting);
    words += " waiting.";
    if let Some((lead, work)) = totals {
        words += " Lead time ";
        words += &span(lead, calendar);
        words += ", of which ";
        words += &span(work, calendar);
        words += " are work.";
    }
    words
}
