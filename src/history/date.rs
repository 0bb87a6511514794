//! Moments as people and tools write them: ISO, with or without a time and an offset, and the usual national forms.

use super::clock;

/// A moment, and how exactly it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    /// Milliseconds since 1970-01-01, UTC.
    pub(super) ms: i64,
    /// Whether only the day is known: the moment is its start.
    pub(super) is_day: bool,
    /// Whether it says how far it is from UTC.
    pub(super) is_zoned: bool,
}

/// Milliseconds in a day.
pub(super) const DAY_MS: i64 = 86_400_000;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// What stands in a field of which nothing is known; tools have many words for it.
pub(super) fn is_none(text: &str) -> bool {
    const WORDS: [&str; 9] = ["", "-", "–", "null", "none", "n/a", "nan", "nat", "\\n"];
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Reads a moment. `day_first` decides what 03/04/2023 is.
pub(super) fn read(text: &str, day_first: bool) -> Option<Moment> {
    let (date, time) = halves(text.trim());
    let (year, month, day) = civil(date, day_first)?;
    let day_ms = days_from_civil(year, month, day)? * DAY_MS;
    let Some(time) = time else {
        return Some(Moment { ms: day_ms, is_day: true, is_zoned: false });
    };
    let (of_day, is_zoned) = clock::read(time)?;
    Some(Moment { ms: day_ms + of_day, is_day: false, is_zoned })
}

/// The two numbers before the year, of which either can be the day; none: a form that can be read only one way.
pub(super) fn day_and_month(text: &str) -> Option<(u32, u32)> {
    let (date, _) = halves(text.trim());
    let mut parts = date.split(['/', '-']);
    let [first, second, year] = [parts.next()?, parts.next()?, parts.next()?];
    let is_plain = first.len() <= 2 && matches!(year.len(), 2 | 4) && parts.next().is_none();
    is_plain.then_some((first.parse().ok()?, second.parse().ok()?))
}

/// The date and the time of day.
fn halves(text: &str) -> (&str, Option<&str>) {
    let digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let iso = text.find(['T', 't']).filter(|&at| at >= 8 && digit(at - 1));
    // At the last space before a colon.
    let at = iso.or_else(|| text[..text.find(':')?].rfind(' '));
    match at {
        Some(at) => (text[..at].trim().trim_end_matches(','), Some(text[at + 1..].trim())),
        None => (text, None),
    }
}

fn civil(date: &str, day_first: bool) -> Option<(i64, u32, u32)> {
    let parts: Vec<&str> =
        date.split(['-', '/', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let [a, b, c] = parts[..] else { return None };
    let number = |text: &str| -> Option<u32> {
        (text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse().ok())?
    };
    if let Some(month) = month(b) {
        return Some((year(c)?, month, number(a)?));
    }
    if let Some(month) = month(a) {
        return Some((year(c)?, month, number(b.trim_end_matches(','))?));
    }
    if a.len() == 4 {
        return Some((year(a)?, number(b)?, number(c)?));
    }
    let (first, second) = (number(a)?, number(b)?);
    // Points stand between day and month everywhere; between slashes the column decides.
    let day_is_first = date.contains('.') || day_first;
    let (day, month) = if day_is_first { (first, second) } else { (second, first) };
    Some((year(c)?, month, day))
}

fn year(text: &str) -> Option<i64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let year: i64 = text.parse().ok()?;
    match (digits, text.len()) {
        (true, 4) if (1900..2200).contains(&year) => Some(year),
        (true, 2) => Some(2000 + year),
        _ => None,
    }
}

fn month(text: &str) -> Option<u32> {
    let name = text.to_ascii_lowercase();
    let index = MONTHS.iter().position(|month| name.len() >= 3 && month.starts_with(&name))?;
    Some(index as u32 + 1)
}

/// Days since 1970-01-01 (Howard Hinnant's algorithm); none for a day that does not exist.
fn days_from_civil(year: i64, month: u32, day: u32) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if day == 0 || day > length {
        return None;
    }
    let (month, day) = (i64::from(month), i64::from(day));
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(text: &str) -> Option<i64> {
        read(text, false).map(|moment| moment.ms)
    }

    #[test]
    fn one_moment_in_many_forms() {
        // 2023-11-28 13:57:00 UTC
        let expected = Some(1_701_179_820_000);
        for text in [
            "2023-11-28 13:57:00.000000",
            "2023-11-28T13:57:00Z",
            "2023-11-28T13:57:00.000Z",
            "2023-11-28T14:57:00+01:00",
            "2023-11-28 08:57 -0500",
            "28.11.2023 13:57",
            "11/28/2023 1:57 PM",
            "28-Nov-2023 13:57",
            "28 Nov 2023 13:57:00",
            "Nov 28, 2023 13:57",
            "28/Nov/23 1:57 PM",
            "2023/11/28 13:57",
        ] {
            assert_eq!(ms(text), expected, "{text}");
        }
        assert_eq!(ms("2023-11-28 13:57:19.861000"), Some(1_701_179_839_861));
    }

    #[test]
    fn a_date_alone_is_the_start_of_its_day() {
        let day = read("2023-11-28", false).expect("a date");
        assert_eq!(day, Moment { ms: 1_701_129_600_000, is_day: true, is_zoned: false });
        for text in ["28.11.2023", "11/28/2023", "2023/11/28", "28 November 2023", "28-Nov-2023"] {
            assert_eq!(read(text, false), Some(day), "{text}");
        }
        assert_eq!(read("03/04/2023", true), read("2023-04-03", false));
        assert_eq!(read("03/04/2023", false), read("2023-03-04", false));
        assert_eq!(ms("1970-01-01"), Some(0));
        assert_eq!(ms("2024-02-29"), Some(1_709_164_800_000));
    }

    #[test]
    fn only_numbers_before_the_year_can_be_read_both_ways() {
        for text in ["03/04/2023", "3-4-23", "03/04/2023, 10:00 AM", "03/04/2023 9:00"] {
            assert_eq!(day_and_month(text), Some((3, 4)), "{text}");
        }
        for text in ["2023-03-04", "03.04.2023", "3 Apr 2023", "3-Apr-2023", "2023/03/04T10:00"] {
            assert_eq!(day_and_month(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "soon",
            "2023",
            "2023-13-01",
            "2023-02-29",
            "31.04.2023",
            "12:30",
            "2023-11-28 25:00",
            "1234567",
            "2023-11-28 13:57:xx",
            "1-2-3-4",
            "2023-11-28T",
            "28 Novel 2023",
            "2023-11-28 13:57 PM",
            "2023-11-28 0:30 AM",
            "2023-11-28 10:00 +25:00",
            "2023-11-28 10:00 +01:75",
            "ä-ö-ü",
            "99/99/9999",
        ] {
            assert_eq!(read(text, false), None, "{text}");
        }
    }
}
