//! Numbers for people: counts exact, what is measured with at most three significant figures, a unit, never `NaN`.

use crate::value_stream::decimal;
use crate::value_stream::{Calendar, TimeUnit, WorkTime};

/// What stands where there is no number.
pub const NONE: &str = "–";

/// A number with at most three significant figures: 0.0123, 0.82, 17.2, 1,230.
pub fn figure(value: f64) -> String {
    if !value.is_finite() {
        return NONE.to_owned();
    }
    let size = value.abs();
    if size < 1e-9 {
        return "0".to_owned();
    }
    // How many decimals leave three figures; below zero, how many figures in front of the point are rounded away.
    let decimals = 2 - libm::floor(libm::log10(size) + 1e-12) as i32;
    if decimals > 0 {
        let text = decimal::trimmed(value, decimals.min(6) as usize);
        return if text == "-0" { "0".to_owned() } else { text.replace('-', "−") };
    }
    let step = libm::pow(10.0, f64::from(-decimals));
    let whole = libm::round(size / step) * step;
    let sign = if value < 0.0 { "−" } else { "" };
    format!("{sign}{}", count(whole as u64))
}

/// A number of things, exact, with a comma between groups of three: 4,988.
pub fn count(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number of things of which there are seldom many, exact: 8, 312, 4,988.
pub fn some(number: u32) -> String {
    count(u64::from(number))
}

/// A moment [days], three figures of it and to the day: 6.25, 46.2, 3,997. What is rounded further lies elsewhere.
pub fn day(days: f64) -> String {
    let is_whole = (100.0..1e15).contains(&days);
    if is_whole { count(libm::round(days) as u64) } else { figure(days) }
}

/// The unit of such a number.
pub fn items(number: u32) -> &'static str {
    if number == 1 { "item" } else { "items" }
}

/// A share: 12 %, 1.5 %, 0 %.
pub fn percent(share: f64) -> String {
    if !share.is_finite() {
        return NONE.to_owned();
    }
    let percent = share * 100.0;
    let decimals =
        usize::from(percent.abs() < 9.95 && (percent - libm::round(percent)).abs() >= 0.05);
    (decimal::fixed(percent, decimals) + " %").replace('-', "−")
}

/// The unit of a stream's times, as it follows a number.
pub fn unit(calendar: Calendar, value: f64) -> &'static str {
    let one = (value - 1.0).abs() < 1e-9;
    match (calendar.unit, one) {
        (TimeUnit::Minute, _) => "min",
        (TimeUnit::Hour, _) => "h",
        (TimeUnit::Day, true) => "day",
        (TimeUnit::Day, false) => "days",
    }
}

/// The unit of a rate in a stream.
pub fn per_unit(calendar: Calendar) -> &'static str {
    match calendar.unit {
        TimeUnit::Minute => "/ min",
        TimeUnit::Hour => "/ h",
        TimeUnit::Day => "/ day",
    }
}

/// A mean or another computed span [ticks] in the stream's unit: `("17.2", "days")`.
pub fn ticks(ticks: f64, calendar: Calendar) -> (String, &'static str) {
    let units = ticks / calendar.ticks_per_unit();
    let text = figure(units);
    let unit = unit(calendar, if text == "1" { 1.0 } else { units });
    (text, unit)
}

/// A span in the stream's unit: `("17.2", "days")`.
pub fn span(span: WorkTime, calendar: Calendar) -> (String, &'static str) {
    ticks(span.0 as f64, calendar)
}

/// The same in one text: "17.2 days".
pub fn spell(time: WorkTime, calendar: Calendar) -> String {
    let (figure, unit) = span(time, calendar);
    format!("{figure} {unit}")
}

/// A rate [1/tick] per unit of the stream: `("0.82", "/ day")`.
pub fn rate(per_tick: f64, calendar: Calendar) -> (String, &'static str) {
    (figure(per_tick * calendar.ticks_per_unit()), per_unit(calendar))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_has_at_most_three_significant_digits() {
        for (value, text) in [
            (0.0, "0"),
            (0.012_345, "0.0123"),
            (0.82, "0.82"),
            (-0.18, "−0.18"),
            (1.0, "1"),
            (9.996, "10"),
            (17.24, "17.2"),
            (99.95, "100"),
            (999.6, "1,000"),
            (1_234.5, "1,230"),
            (1_234_567.0, "1,230,000"),
            (f64::NAN, NONE),
            (f64::INFINITY, NONE),
        ] {
            assert_eq!(figure(value), text, "{value}");
        }
    }

    #[test]
    fn counts_are_exact_where_wanted_and_shares_short() {
        assert_eq!(count(4_988), "4,988");
        assert_eq!(count(12), "12");
        assert_eq!(
            (some(4_988), some(1), items(1), items(0)),
            ("4,988".to_owned(), "1".to_owned(), "item", "items")
        );
        assert_eq!(count(1_000_000), "1,000,000");
        assert_eq!(
            [0.0, 46.24, 99.96, 3_997.4].map(day),
            ["0", "46.2", "100", "3,997"].map(str::to_owned)
        );
        assert_eq!(percent(0.1234), "12 %");
        assert_eq!(percent(0.015), "1.5 %");
        assert_eq!(percent(1.0), "100 %");
        assert_eq!(percent(0.0), "0 %");
    }

    #[test]
    fn one_day_is_singular() {
        let calendar = Calendar::default();
        assert_eq!(spell(calendar.span(1.0), calendar), "1 day");
        assert_eq!(spell(calendar.span(1.0004), calendar), "1 day");
        assert_eq!(spell(calendar.span(17.24), calendar), "17.2 days");
    }
}
