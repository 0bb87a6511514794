//! Moments as people and tools write them: ISO, with or without a time and an offset, and the usual national forms.

/// A moment, and whether only its day is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    /// Milliseconds since 1970-01-01, UTC.
    pub(super) ms: i64,
    pub(super) is_day: bool,
}

/// Milliseconds in a day.
pub(super) const DAY_MS: i64 = 86_400_000;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads a moment. `day_first` decides what 03/04/2023 is.
pub(super) fn read(text: &str, day_first: bool) -> Option<Moment> {
    let text = text.trim();
    let at = text
        .find(['T', 't'])
        .filter(|&at| text[..at].ends_with(|c: char| c.is_ascii_digit()) && at >= 8)
        .or_else(|| time_begins(text));
    let (date, time) = match at {
        Some(at) => (&text[..at], text[at + 1..].trim()),
        None => (text, ""),
    };
    let (year, month, day) = civil(date.trim().trim_end_matches(','), day_first)?;
    let days = days_from_civil(year, month, day)?;
    let of_day = if time.is_empty() { 0 } else { time_of_day(time)? };
    Some(Moment { ms: days * DAY_MS + of_day, is_day: time.is_empty() })
}

/// Whether a date of this form can be read both ways, or only one: the two numbers before the year.
pub(super) fn ambiguous(text: &str) -> Option<(u32, u32)> {
    let date = text.trim().split(['T', ' ']).next()?;
    let separator = if date.contains('/') { '/' } else { '-' };
    let parts: Vec<&str> = date.split(separator).collect();
    let [first, second, year] = parts[..] else { return None };
    (year.len() == 4 && first.len() <= 2).then_some(())?;
    Some((first.parse().ok()?, second.parse().ok()?))
}

/// Where the time of day begins: at the last space before a part with a colon.
fn time_begins(text: &str) -> Option<usize> {
    let colon = text.find(':')?;
    text[..colon].rfind(' ')
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
    let name = text.get(..3)?.to_ascii_lowercase();
    let is_word = text.bytes().all(|byte| byte.is_ascii_alphabetic());
    let index = MONTHS.iter().position(|month| *month == name)?;
    is_word.then_some(index as u32 + 1)
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

/// Milliseconds of a time of day like 13:57, 13:57:19.861000, 1:57 PM, with an offset or Z behind.
fn time_of_day(text: &str) -> Option<i64> {
    let upper = text.to_ascii_uppercase();
    let (clock, offset) = split_offset(upper.trim())?;
    let (clock, half) = match (clock.strip_suffix("AM"), clock.strip_suffix("PM")) {
        (Some(clock), _) => (clock.trim(), Some(0)),
        (_, Some(clock)) => (clock.trim(), Some(12)),
        _ => (clock, None),
    };
    let parts: Vec<&str> = clock.split(':').collect();
    let (hour, minute, second) = match parts[..] {
        [hour, minute] => (hour, minute, "0"),
        [hour, minute, second] => (hour, minute, second),
        _ => return None,
    };
    let small = |text: &str, most: i64| -> Option<i64> {
        let fits = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = if fits { text.parse().ok()? } else { return None };
        (number <= most).then_some(number)
    };
    let mut hour = small(hour, 23)?;
    if let Some(half) = half {
        hour = hour % 12 + half;
    }
    let (whole, fraction) = second.split_once(['.', ',']).unwrap_or((second, ""));
    let is_fraction = fraction.bytes().all(|byte| byte.is_ascii_digit());
    let thousandths: i64 =
        format!("{fraction:0<3}").get(..3)?.parse().ok().filter(|_| is_fraction)?;
    let minutes = hour * 60 + small(minute, 59)? - offset;
    Some((minutes * 60 + small(whole, 59)?) * 1_000 + thousandths)
}

/// A clock and its offset from UTC [min].
fn split_offset(text: &str) -> Option<(&str, i64)> {
    if let Some(clock) = text.strip_suffix('Z').or_else(|| text.strip_suffix("UTC")) {
        return Some((clock.trim(), 0));
    }
    let Some(at) = text.rfind(['+', '-']) else { return Some((text, 0)) };
    let digits: String = text[at + 1..].chars().filter(|&c| c != ':').collect();
    let number: i64 = digits.parse().ok()?;
    let minutes = match digits.len() {
        1 | 2 => number * 60,
        4 => number / 100 * 60 + number % 100,
        _ => return None,
    };
    let sign = if text[at..].starts_with('-') { -1 } else { 1 };
    (minutes <= 14 * 60).then_some((text[..at].trim(), sign * minutes))
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
        assert_eq!((day.ms, day.is_day), (1_701_129_600_000, true));
        for text in ["28.11.2023", "11/28/2023", "2023/11/28", "28 November 2023", "28-Nov-2023"] {
            assert_eq!(read(text, false), Some(day), "{text}");
        }
        assert_eq!(read("03/04/2023", true), read("2023-04-03", false));
        assert_eq!(read("03/04/2023", false), read("2023-03-04", false));
        assert_eq!(ms("1970-01-01"), Some(0));
        assert_eq!(ms("2024-02-29"), Some(1_709_164_800_000));
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
            "ä-ö-ü",
            "99/99/9999",
        ] {
            assert!(
                matches!(read(text, false), None | Some(Moment { is_day: true, .. })),
                "{text}"
            );
            if text != "2023-11-28T" {
                assert_eq!(read(text, false), None, "{text}");
            }
        }
    }
}
