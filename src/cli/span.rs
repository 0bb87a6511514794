//! Spans of working time as people type them: 250d, 40h, 90m.

use crate::value_stream::{Calendar, TICKS_PER_HOUR, WorkTime};

/// Reads a span; an error names the option, what was found and what would do.
pub(super) fn parse(option: &str, text: &str, calendar: Calendar) -> Result<WorkTime, String> {
    let wrong = || format!("{option}: found {text}, want a number and d, h or m: 250d, 40h, 90m\n");
    let number = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let ticks = match &text[number.len()..] {
        "d" => calendar.ticks_per_day(),
        "h" => TICKS_PER_HOUR as f64,
        "m" | "min" => TICKS_PER_HOUR as f64 / 60.0,
        _ => return Err(wrong()),
    };
    let number: f64 = number.parse().map_err(|_| wrong())?;
    if !(0.0..=1e9).contains(&number) {
        return Err(wrong());
    }
    Ok(WorkTime((number * ticks + 0.5) as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_working_time() {
        let calendar = Calendar::default();
        assert_eq!(parse("--for", "2d", calendar), Ok(WorkTime(16 * TICKS_PER_HOUR)));
        assert_eq!(parse("--for", "1.5h", calendar), Ok(WorkTime(5_400_000)));
        assert_eq!(parse("--for", "90m", calendar), Ok(WorkTime(5_400_000)));
        for wrong in ["", "d", "5", "5w", "-1d", "nand", "1e99d", "5 d"] {
            assert!(parse("--for", wrong, calendar).is_err(), "{wrong}");
        }
    }
}
