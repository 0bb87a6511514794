//! Round numbers for axes.
//!
//! A running picture must not rescale with every item. Bounds are a function of the largest value alone, in steps
//! of a third or so: between two steps the picture stands still, and a run looks the same forward and backward.

use crate::value_stream::{Calendar, SimTime};

/// Bounds an axis may have, per decade.
const BOUNDS: [f64; 9] = [1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];

/// Units a run's horizon starts with.
const UNITS_MIN: f64 = 10.0;

/// The smallest of 1, 2 or 5 times a power of ten that cuts a span into at most `pieces`.
pub(crate) fn step(span: f64, pieces: usize) -> f64 {
    let least = span / pieces.max(1) as f64;
    first_at_least(&[1.0, 2.0, 5.0, 10.0], least)
}

/// The smallest bound not below a value; 1 for values that are not positive.
pub(crate) fn bound(value: f64) -> f64 {
    first_at_least(&BOUNDS, value)
}

/// Where an axis from zero should end for values up to this: the same bound for a while as they grow.
pub fn nice_bound(most: f64) -> f64 {
    bound(most)
}

/// How far the time axis of a growing run should reach: in steps, so that the picture rescales a few times a decade
/// instead of in every frame.
pub fn nice_horizon(now: SimTime, calendar: Calendar) -> SimTime {
    let units = calendar.units(now.since(SimTime::START));
    SimTime::START + calendar.span(bound(units).max(UNITS_MIN))
}

/// Bounds of a count axis [items] whose values lie in `least..=most`.
///
/// It starts at zero unless that would leave a quarter of the height to items long delivered: a window of a run is filled by
/// what happens in it.
pub(crate) fn counts(least: u32, most: u32) -> (f64, f64) {
    let (least, most) = (f64::from(least.min(most)), f64::from(most));
    if least <= most * 0.25 {
        return (0.0, bound(most).max(4.0));
    }
    let step = step((most - least).max(4.0), 5);
    let bottom = (libm::floor(least / step) - 1.0).max(0.0) * step;
    (bottom, (libm::floor(most / step) + 1.0) * step)
}

fn first_at_least(mantissas: &[f64], value: f64) -> f64 {
    if !(value > 0.0 && value.is_finite()) {
        return 1.0;
    }
    let decade = libm::pow(10.0, libm::floor(libm::log10(value)));
    let fits = |&mantissa: &f64| mantissa * decade >= value * (1.0 - 1e-9);
    let mantissa = mantissas.iter().copied().find(|mantissa| fits(mantissa));
    mantissa.unwrap_or(10.0) * decade
}

#[cfg(test)]
mod tests {
    use super::{bound, counts, nice_horizon, step};
    use crate::value_stream::{Calendar, SimTime};

    #[test]
    fn steps_are_one_two_or_five() {
        assert!((step(46.0, 5) - 10.0).abs() < 1e-9);
        assert!((step(1.0, 6) - 0.2).abs() < 1e-9);
        assert!((step(0.0, 6) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_bound_leaves_at_most_half_of_the_picture_empty() {
        for value in 1..200_000 {
            let bound = bound(f64::from(value));
            assert!(
                bound >= f64::from(value) && bound <= 2.0 * f64::from(value),
                "{value}: {bound}"
            );
        }
    }

    #[test]
    fn a_growing_run_rescales_a_few_times_a_decade() {
        let day = Calendar::default().span(1.0).0;
        let mut horizons: Vec<_> =
            (0..10_000).map(|i| nice_horizon(SimTime(i * day / 10), Calendar::default())).collect();
        assert!(horizons.is_sorted());
        horizons.dedup();
        assert_eq!(horizons.len(), 17, "two decades of eight bounds, and their end");
    }

    #[test]
    fn a_window_deep_in_a_run_shows_its_items_and_not_the_past() {
        assert_eq!(counts(0, 58), (0.0, 60.0));
        assert_eq!(counts(0, 0), (0.0, 4.0));
        let (bottom, top) = counts(9_970, 10_000);
        assert!(bottom > 9_900.0 && bottom <= 9_970.0 && top >= 10_000.0);
        // Single items are steps, early in a run as well.
        assert_eq!(counts(12, 17), (11.0, 18.0));
        assert_eq!(counts(3, 17), (0.0, 20.0));
    }
}
