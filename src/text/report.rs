//! The words of the page that is printed.

use super::figure::figure;
use crate::value_stream::{Calendar, TimeUnit};

/// The button that makes it, and its name.
pub const REPORT: &str = "Report…";
/// Its kind, over its title.
pub const KIND: &str = "Flow report";
/// What it is for.
pub const HINT: &str = "Everything that matters on one sheet: to print, or to keep as a file";
/// Prints it.
pub const PRINT: &str = "Print";
/// Saves it.
pub const SAVE: &str = "Save as a file";
/// The way back.
pub const BACK: &str = "Back";
/// The other charts.
pub const GALLERY: &str = "All charts";
/// While its pictures are made.
pub const COMING: &str = "The pictures are being drawn…";
/// What it says at its foot.
pub const MADE_WITH: &str = "Made with Flowglass";
/// The name of its measures.
pub const MEASURES: &str = "Measures of the window";

/// The window in words.
pub fn measured(window: &str) -> String {
    ["Measured: ", window].concat()
}

/// The seed of a run.
pub fn seed(seed: u64) -> String {
    format!("Simulated with seed {seed}")
}

/// What a history is.
pub const RECORDED: &str = "Recorded items";

/// The units of times.
pub fn units(calendar: Calendar) -> String {
    if calendar == Calendar::ELAPSED {
        return "Times: elapsed, with nights and weekends".to_owned();
    }
    let unit = match calendar.unit {
        TimeUnit::Minute => "minutes",
        TimeUnit::Hour => "hours",
        TimeUnit::Day => "working days",
    };
    format!("Times: {unit}, {} hours to the day", figure(calendar.hours_per_day))
}
