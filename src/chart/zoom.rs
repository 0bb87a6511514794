//! Which part of a run a diagram shows: all of it, or a window that stays where it was put.
//!
//! A window in which the present lies goes on with it, so that the right edge of a run that goes on stays in sight; one
//! that lies wholly in the past stays.

use crate::value_stream::{SimTime, WorkTime};

/// The shortest window [ticks]: a minute.
const LEAST: f64 = 60_000.0;
/// At least so much of a window lies before the present, so that there is something in it.
const PAST_LEAST: f64 = 0.1;

/// What is shown of a run.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Zoom(Option<Part>);

#[derive(Debug, Clone, Copy, PartialEq)]
struct Part {
    from: SimTime,
    span: WorkTime,
    /// How far the window reaches past the present, if it goes on with that.
    ahead: Option<WorkTime>,
}

/// A run to be shown: the window that is all of it, and its present.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Whole {
    /// The moments at both ends.
    pub window: (SimTime, SimTime),
    /// The present.
    pub now: SimTime,
}

impl Zoom {
    /// Whether all of a run is shown.
    pub fn is_whole(&self) -> bool {
        self.0.is_none()
    }

    /// The moments at both ends of what is shown.
    pub fn window(&self, whole: Whole) -> (SimTime, SimTime) {
        let (start, end) = whole.window;
        let Some(part) = self.0 else { return whole.window };
        let span = part.span.0.min(end.since(start).0);
        let until = part.ahead.map_or(part.from + WorkTime(span), |ahead| whole.now + ahead);
        let until = until.clamp(start + WorkTime(span), end);
        (SimTime(until.0 - span), until)
    }

    /// Shows `factor` times as much time, with a moment staying where it is.
    #[must_use]
    pub fn scaled(&self, factor: f64, about: SimTime, whole: Whole) -> Zoom {
        let (from, until) = self.window(whole);
        let before = until.since(from).0.max(1) as f64;
        let span = (before * factor).max(LEAST);
        let share = (about.0 as f64 - from.0 as f64) / before;
        Zoom::placed(about.0 as f64 - share * span, span, whole)
    }

    /// Moves what is shown by so many ticks; all of a run cannot move.
    #[must_use]
    pub fn moved(&self, ticks: f64, whole: Whole) -> Zoom {
        if self.is_whole() {
            return *self;
        }
        let (from, until) = self.window(whole);
        Zoom::placed(from.0 as f64 + ticks, until.since(from).0 as f64, whole)
    }

    /// A window of so many ticks, as near to where it is wanted as the run allows.
    fn placed(from: f64, span: f64, Whole { window: (start, end), now }: Whole) -> Zoom {
        let all = end.since(start).0 as f64;
        if span >= all {
            return Zoom(None);
        }
        let latest = (end.0 as f64 - span).min(now.0 as f64 - PAST_LEAST * span);
        let from = from.min(latest).max(start.0 as f64).round() as u64;
        let (from, span) = (SimTime(from), WorkTime(span.round() as u64));
        let until = from + span;
        Zoom(Some(Part { from, span, ahead: (until >= now).then(|| until.since(now)) }))
    }
}

#[cfg(test)]
mod tests {
    use super::{LEAST, Whole, Zoom};
    use crate::value_stream::SimTime;

    const DAY: u64 = 8 * 3_600_000;

    /// A run that has come to a day, in a picture that reaches to a later one.
    fn run(now: u64, end: u64) -> Whole {
        Whole { window: (SimTime(0), SimTime(end * DAY)), now: SimTime(now * DAY) }
    }

    fn share((from, until): (SimTime, SimTime), at: SimTime) -> f64 {
        (at.0 as f64 - from.0 as f64) / until.since(from).0 as f64
    }

    #[test]
    fn the_moment_under_the_pointer_stays_there() {
        let whole = run(180, 200);
        for at in [11, 60, 100, 149] {
            let at = SimTime(at * DAY);
            let mut zoom = Zoom::default();
            for factor in [0.7, 0.5, 0.9, 1.3, 0.2] {
                let before = share(zoom.window(whole), at);
                zoom = zoom.scaled(factor, at, whole);
                assert!((share(zoom.window(whole), at) - before).abs() < 1e-6, "{at:?}");
            }
        }
    }

    #[test]
    fn out_far_enough_is_all_of_it() {
        let whole = run(180, 200);
        let near = Zoom::default().scaled(0.1, SimTime(50 * DAY), whole);
        assert!(!near.is_whole());
        assert!(near.scaled(10.5, SimTime(50 * DAY), whole).is_whole());
        assert_eq!(Zoom::default().window(whole), whole.window);
        // In, it ends at a minute.
        let nearest = near.scaled(1e-12, SimTime(50 * DAY), whole).window(whole);
        assert_eq!(nearest.1.since(nearest.0).0, LEAST as u64);
    }

    #[test]
    fn a_window_with_the_present_goes_on_with_it_and_one_of_the_past_stays() {
        let (before, after) = (run(180, 200), run(195, 200));
        let follows = Zoom::default().scaled(0.2, before.now, before);
        let (was, is) = (follows.window(before), follows.window(after));
        assert!(
            (share(is, after.now) - share(was, before.now)).abs() < 1e-9 || is.1 == after.window.1
        );
        assert!(is.0 > was.0);
        let stays = follows.moved(-30.0 * DAY as f64, before);
        assert!(stays.window(before).1 < before.now);
        assert_eq!(stays.window(before), stays.window(after));
        // Back at the right edge it follows again.
        let again = stays.moved(1e15, before);
        let later = run(230, 300);
        assert!(again.window(before).1 >= before.now && again.window(later).1 >= later.now);
    }

    #[test]
    fn a_window_stays_in_the_run_and_is_never_without_a_past() {
        let whole = run(30, 200);
        let zoom = Zoom::default().scaled(0.1, SimTime(15 * DAY), whole);
        for ticks in [-1e15, 1e15, -1e15, 40.0 * DAY as f64] {
            let (from, until) = zoom.moved(ticks, whole).window(whole);
            assert!(from < whole.now && until <= whole.window.1);
            assert_eq!(until.since(from), zoom.window(whole).1.since(zoom.window(whole).0));
        }
        assert!(Zoom::default().moved(-5.0, whole).is_whole());
    }

    #[test]
    fn a_run_that_begins_again_is_shown_from_its_start() {
        let zoom = Zoom::default().scaled(0.1, SimTime(150 * DAY), run(180, 200));
        let anew = run(0, 10);
        assert_eq!(zoom.window(anew), anew.window);
    }
}
