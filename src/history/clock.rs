//! Times of day as people and tools write them: 13:57, 13:57:19.861000, 1:57 PM, with an offset or Z behind.

/// Reads a time of day [ms since midnight UTC], and whether it says how far it is from UTC.
pub(super) fn read(text: &str) -> Option<(i64, bool)> {
    let upper = text.to_ascii_uppercase();
    let (clock, offset) = split_offset(upper.trim())?;
    let (clock, half) = match (clock.strip_suffix("AM"), clock.strip_suffix("PM")) {
        (Some(clock), _) => (clock.trim(), Some(0)),
        (_, Some(clock)) => (clock.trim(), Some(12)),
        _ => (clock, None),
    };
    let mut parts = clock.split(':');
    let (hour, minute) = (parts.next()?, parts.next()?);
    let (second, fraction) = parts
        .next()
        .map_or(("0", ""), |second| second.split_once(['.', ',']).unwrap_or((second, "")));
    let hour = match (number(hour, 23)?, half) {
        (hour, None) => hour,
        (hour @ 1..=12, Some(half)) => hour % 12 + half,
        _ => return None,
    };
    let minutes = hour * 60 + number(minute, 59)? - offset.unwrap_or(0);
    let ms = (minutes * 60 + number(second, 59)?) * 1_000 + thousandths(fraction)?;
    parts.next().is_none().then_some((ms, offset.is_some()))
}

/// A number of one or two digits.
fn number(text: &str, most: i64) -> Option<i64> {
    let is_number = matches!(text.len(), 1 | 2) && is_digits(text);
    text.parse().ok().filter(|&number| is_number && number <= most)
}

/// The fraction of a second, cut to whole milliseconds.
fn thousandths(fraction: &str) -> Option<i64> {
    let digits = fraction.bytes().chain(std::iter::repeat(b'0')).take(3);
    is_digits(fraction).then(|| digits.fold(0, |ms, digit| ms * 10 + i64::from(digit - b'0')))
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A clock and its offset from UTC [min], if it has one.
fn split_offset(text: &str) -> Option<(&str, Option<i64>)> {
    for utc in ["Z", "UTC", "GMT"] {
        if let Some(clock) = text.strip_suffix(utc) {
            return Some((clock.trim(), Some(0)));
        }
    }
    let Some(at) = text.rfind(['+', '-']) else { return Some((text, None)) };
    let offset = &text[at + 1..];
    let (hours, minutes) = match offset.len() {
        1 | 2 => (offset, "0"),
        4 => offset.split_at_checked(2)?,
        _ => offset.split_once(':')?,
    };
    let minutes = number(hours, 14)? * 60 + number(minutes, 59)?;
    let signed = if text[at..].starts_with('-') { -minutes } else { minutes };
    Some((text[..at].trim(), Some(signed)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;

    #[test]
    fn an_offset_is_taken_off() {
        for (text, minutes) in [
            ("10:00Z", 600),
            ("10:00 utc", 600),
            ("10:00+01:00", 540),
            ("10:00 +0530", 270),
            ("10:00 -08", 1_080),
            ("1:00 AM +2", -60),
        ] {
            assert_eq!(read(text), Some((minutes * MINUTE, true)), "{text}");
        }
        assert_eq!(read("10:00"), Some((600 * MINUTE, false)));
    }

    #[test]
    fn noon_and_midnight_are_twelve() {
        for (text, minutes) in
            [("12:00 AM", 0), ("12:00PM", 720), ("12:59 pm", 779), ("1:00 am", 60)]
        {
            assert_eq!(read(text), Some((minutes * MINUTE, false)), "{text}");
        }
    }

    #[test]
    fn fractions_are_cut_to_milliseconds() {
        for (text, ms) in
            [("0:00:01", 1_000), ("0:00:01.5", 1_500), ("0:00:01,0019", 1_001), ("0:00:00.", 0)]
        {
            assert_eq!(read(text), Some((ms, false)), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in
            ["", "10", "10:60", "24:00", "10:00:60", "10:00:00:00", "é:00", "10:00+é", "10:00+1é3"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
