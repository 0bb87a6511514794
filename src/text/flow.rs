//! Words about what is shown of the cumulative flow diagram.

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
    use super::left_out;

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
