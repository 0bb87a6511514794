//! Judges what was typed into the inspector's fields, and steps it.

use crate::app::number_field::{Judge, Judged};
use crate::text::field::{WANT_NAME, number, plain, want_number, want_whole};
use crate::value_stream::{CV_MAX, LIMIT_MAX, TIME_MAX, WORKERS_MAX, Workers};

pub(super) const NAME: Judge<String> = (name, |text| name(text).map(drop));
pub(super) const PEOPLE: Judge<Workers> = (people, |text| people(text).map(drop));
pub(super) const LIMIT: Judge<Option<u32>> = (limit, |text| limit(text).map(drop));
pub(super) const CIRCULATING: Judge<u32> = (circulating, |text| circulating(text).map(drop));
pub(super) const TIME: Judge<f64> = (time, |text| time(text).map(drop));
pub(super) const VARIATION: Judge<f64> = (variation, |text| variation(text).map(drop));
pub(super) const RATE: Judge<f64> = (rate, |text| rate(text).map(drop));
pub(super) const COUNT: Judge<u32> = (circulating, |text| circulating(text).map(drop));
pub(super) const BACKLOG: Judge<u32> = (backlog, |text| backlog(text).map(drop));
pub(super) const SOME_TIME: Judge<Option<f64>> = (some_time, |text| some_time(text).map(drop));
pub(super) const SOME_MOMENT: Judge<Option<f64>> =
    (some_moment, |text| some_moment(text).map(drop));
pub(super) const LUMP: Judge<f64> = (lump, |text| lump(text).map(drop));
pub(super) const SIZE: Judge<Option<f64>> = (size, |text| size(text).map(drop));
pub(super) const SOME_PERCENT: Judge<Option<f64>> =
    (some_percent, |text| some_percent(text).map(drop));
pub(super) const SOME_RATE: Judge<Option<f64>> = (some_rate, |text| some_rate(text).map(drop));
pub(super) const FACTOR: Judge<f64> = (factor, |text| factor(text).map(drop));
pub(super) const GROWTH: Judge<f64> = (growth, |text| growth(text).map(drop));
pub(super) const SHARE: Judge<f64> = (share, |text| share(text).map(drop));
pub(super) const TEAM_PEOPLE: Judge<u32> = (team_people, |text| team_people(text).map(drop));
pub(super) const HOURS: Judge<f64> = (hours, |text| hours(text).map(drop));
pub(super) const POSITIVE: Judge<f64> = (positive, |text| positive(text).map(drop));
pub(super) const TEXT: Judge<String> = (|text| Ok(text.to_owned()), |_| Ok(()));
pub(super) const PERCENT: Judge<f64> = (percent, |text| percent(text).map(drop));

/// A name: anything but nothing.
fn name(text: &str) -> Judged<String> {
    match text.trim() {
        "" => Err(WANT_NAME.to_owned()),
        name => Ok(name.to_owned()),
    }
}

/// People: a whole number, or unlimited.
fn people(text: &str) -> Judged<Workers> {
    let word = text.trim();
    if !word.is_empty() && ("unlimited".starts_with(&word.to_ascii_lowercase()) || word == "∞") {
        return if word == "∞" || word.eq_ignore_ascii_case("unlimited") {
            Ok(Workers::Unlimited)
        } else {
            Err(want_whole(word, 1, WORKERS_MAX))
        };
    }
    whole(text, 1, WORKERS_MAX).map(|count| Workers::Count(count as u16))
}

/// A limit, or none where nothing is typed.
fn limit(text: &str) -> Judged<Option<u32>> {
    match text.trim() {
        "" | "none" | "∞" => Ok(None),
        typed => whole(typed, 1, LIMIT_MAX).map(Some),
    }
}

/// A span, or none where nothing is typed.
fn some_time(text: &str) -> Judged<Option<f64>> {
    if text.trim().is_empty() { Ok(None) } else { within(text, 1e-6, TIME_MAX).map(Some) }
}

/// A moment from the start on, or none where nothing is typed.
fn some_moment(text: &str) -> Judged<Option<f64>> {
    if text.trim().is_empty() { Ok(None) } else { time(text).map(Some) }
}

/// A mean number of items that arrive together.
fn lump(text: &str) -> Judged<f64> {
    within(text, 1.0, f64::from(LIMIT_MAX))
}

/// A factor on process times, or none where nothing is typed.
fn size(text: &str) -> Judged<Option<f64>> {
    if text.trim().is_empty() { Ok(None) } else { within(text, 0.001, 1_000.0).map(Some) }
}

/// A share in percent, or none where nothing is typed.
fn some_percent(text: &str) -> Judged<Option<f64>> {
    if text.trim().is_empty() { Ok(None) } else { percent(text).map(Some) }
}

/// A rate, or none where nothing is typed.
fn some_rate(text: &str) -> Judged<Option<f64>> {
    if text.trim().is_empty() { Ok(None) } else { rate(text).map(Some) }
}

/// A number of items that may be none.
fn backlog(text: &str) -> Judged<u32> {
    whole(text, 0, LIMIT_MAX)
}

/// A part of one.
fn share(text: &str) -> Judged<f64> {
    within(text, 0.0, 1.0)
}

/// People of a team.
fn team_people(text: &str) -> Judged<u32> {
    whole(text, 1, WORKERS_MAX)
}

/// Hours in a day.
fn hours(text: &str) -> Judged<f64> {
    within(text, 0.1, 24.0)
}

/// A span that is some.
fn positive(text: &str) -> Judged<f64> {
    within(text, 1e-6, TIME_MAX)
}

/// How many times something takes.
fn factor(text: &str) -> Judged<f64> {
    within(text, 0.0, 1_000.0)
}

/// How much more each time.
fn growth(text: &str) -> Judged<f64> {
    within(text, 1.0, 100.0)
}

/// A number of circulating items.
fn circulating(text: &str) -> Judged<u32> {
    whole(text, 1, LIMIT_MAX)
}

/// A span in the stream's unit.
fn time(text: &str) -> Judged<f64> {
    within(text, 0.0, TIME_MAX)
}

/// A coefficient of variation.
fn variation(text: &str) -> Judged<f64> {
    within(text, 0.0, CV_MAX)
}

/// A rate; what is below one in ten thousand is as good as none.
fn rate(text: &str) -> Judged<f64> {
    within(text, 0.0001, 10_000.0)
}

/// A share in percent.
fn percent(text: &str) -> Judged<f64> {
    within(text, 0.0, 100.0)
}

/// One less or one more, never below one.
pub(super) fn step_whole(text: &str, direction: i32) -> Option<String> {
    let next = number(text)? + f64::from(direction);
    (next >= 1.0).then(|| plain(next.floor()))
}

/// One percent less or more.
pub(super) fn step_whole_percent(text: &str, direction: i32) -> Option<String> {
    let next = (number(text)? + f64::from(direction)).round();
    (0.0..=100.0).contains(&next).then(|| plain(next))
}

/// A rate steps like any number, but never to none.
pub(super) fn step_rate(text: &str, direction: i32) -> Option<String> {
    step_number(text, direction).filter(|next| rate(next).is_ok())
}

/// A limit steps down to none, and up from none to the usual first try.
pub(super) fn step_limit(text: &str, direction: i32) -> Option<String> {
    match (limit(text).ok()?, direction) {
        (None, -1) => None,
        (None, _) => Some("4".to_owned()),
        (Some(1), -1) => Some(String::new()),
        (Some(limit), direction) => Some(plain(f64::from(limit) + f64::from(direction))),
    }
}

/// Steps of a tenth or so of what stands there.
pub(super) fn step_number(text: &str, direction: i32) -> Option<String> {
    let value = number(text)?;
    let step = if value < 0.95 + 0.1 * f64::from(u8::from(direction < 0)) {
        0.05
    } else if value < 10.0 {
        0.1
    } else {
        1.0
    };
    let next = (value / step + f64::from(direction)).round() * step;
    (next >= 0.0).then(|| plain(next))
}

fn whole(text: &str, least: u32, most: u32) -> Judged<u32> {
    number(text)
        .filter(|number| number.fract() == 0.0)
        .filter(|number| (f64::from(least)..=f64::from(most)).contains(number))
        .map(|number| number as u32)
        .ok_or_else(|| want_whole(text.trim(), least, most))
}

fn within(text: &str, least: f64, most: f64) -> Judged<f64> {
    number(text)
        .filter(|number| (least..=most).contains(number))
        .ok_or_else(|| want_number(text.trim(), least, most))
}
