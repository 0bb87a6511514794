//! The inspector's fields: their names, units, hints, and what is wrong with what was typed.

use crate::value_stream::decimal;
use crate::value_stream::{Calendar, TimeUnit};

/// A field of the inspector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its label.
    pub label: &'static str,
    /// What it does, in one line.
    pub hint: &'static str,
}

/// What a work center is called.
pub const NAME: Field = Field { label: "Name", hint: "What the belt and the charts call it." };
/// How many work there.
pub const PEOPLE: Field = Field {
    label: "People",
    hint: "Each works on one item at a time. “unlimited” makes it a delay.",
};
/// The mean process time.
pub const WORK: Field =
    Field { label: "Work per item", hint: "Mean time a person spends on one item." };
/// The coefficient of variation.
pub const VARIATION: Field = Field {
    label: "Variation",
    hint: "Standard deviation / mean: 0 always the same, 0.5 usual, 1 wild.",
};
/// The limit.
pub const LIMIT: Field = Field {
    label: "WIP limit",
    hint: "Most items inside: waiting, in work and done. Empty: no limit.",
};
/// A link's share.
pub const SHARE: Field = Field {
    label: "Share",
    hint: "Part of the items that go this way; the other ways share the rest.",
};
/// A source's rate.
pub const ARRIVALS: Field = Field { label: "Arrivals", hint: "Mean number of items that arrive." };
/// A source's number of circulating items.
pub const CIRCULATING: Field =
    Field { label: "Items", hint: "So many circulate: a delivered item is at once replaced." };
/// Stream-wide limit.
pub const CONWIP: Field = Field {
    label: "Limit for the stream",
    hint: "Most items in the whole stream (conwip). Empty: no limit.",
};

/// The unit of times, in brackets behind a label.
pub fn time_unit(calendar: Calendar) -> &'static str {
    match calendar.unit {
        TimeUnit::Minute => "min",
        TimeUnit::Hour => "h",
        TimeUnit::Day => "days",
    }
}

/// The unit of arrivals.
pub fn rate_unit(calendar: Calendar) -> &'static str {
    match calendar.unit {
        TimeUnit::Minute => "per min",
        TimeUnit::Hour => "per h",
        TimeUnit::Day => "per day",
    }
}

/// Steps a field's number down.
pub fn less(label: &str) -> String {
    format!("{label}: less")
}

/// Steps a field's number up.
pub fn more(label: &str) -> String {
    format!("{label}: more")
}

/// A number was wanted.
pub fn want_number(found: &str, least: f64, most: f64) -> String {
    format!("found “{found}”, want a number from {} to {}.", plain(least), plain(most))
}

/// A whole number was wanted.
pub fn want_whole(found: &str, least: u32, most: u32) -> String {
    let most = super::figure::count(u64::from(most));
    format!("found “{found}”, want a whole number from {least} to {most}.")
}

/// A name was wanted.
pub const WANT_NAME: &str = "found nothing, want a name.";

/// A seed was wanted.
pub fn want_seed(found: &str, most: u64) -> String {
    let found = if found.is_empty() { "nothing".to_owned() } else { format!("“{found}”") };
    let most = super::figure::count(most);
    format!("found {found}, want a whole number from 0 to {most}. The run keeps the seed it has.")
}

/// What is wrong with what stands in a field: where, what was found, and what would do.
pub fn wrong(label: &str, why: &str) -> String {
    format!("{label}: {why}")
}

/// Reads a number as people type it: with a point or a comma, with spaces around it or a percent sign behind.
pub fn number(text: &str) -> Option<f64> {
    let text = text.trim().trim_end_matches('%').trim_end().replace(',', ".").replace('−', "-");
    decimal::read(&text).filter(|number| number.is_finite())
}

/// A number for a field: as short as it is exact.
pub fn plain(number: f64) -> String {
    decimal::plain((number * 1e6).round() / 1e6)
}

/// A computed number for a field: four significant figures.
pub fn short(number: f64) -> String {
    let size = libm::log10(number.abs().max(1e-9));
    let scale = libm::pow(10.0, 3.0 - libm::floor(size));
    plain((number * scale).round() / scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        assert_eq!(number(" 1,5 "), Some(1.5));
        assert_eq!(number("12 %"), Some(12.0));
        assert_eq!(number("−3"), Some(-3.0));
        for nonsense in ["", "abc", "1.2.3", "NaN", "inf", "1e9", "--1", "1,2,3"] {
            assert_eq!(number(nonsense), None, "{nonsense}");
        }
        assert_eq!(plain(0.1 + 0.2), "0.3");
        assert_eq!(plain(3.0), "3");
    }
}
