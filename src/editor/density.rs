//! How likely a distribution's values are, for the picture beside its numbers.

use crate::value_stream::{Distribution, Shape};

/// Where bars of a picture stand and how high they are: a density for shapes with one, else the chance of each value.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// The greatest value shown [the distribution's unit].
    pub reach: f64,
    /// Places from 0 to 1 of the reach, and heights from 0 to 1 of the highest.
    pub points: Vec<(f64, f64)>,
    /// Whether they are single values rather than a curve.
    pub is_single: bool,
}

/// Points of a curve.
const POINTS: usize = 64;

/// The density at a value [1 / the distribution's unit]; none for shapes of single values.
///
/// Log-normal and gamma as in A. M. Law, Simulation Modeling and Analysis, 5th edition, section 6.2; the
/// hyperexponential has balanced means.
pub fn density(distribution: &Distribution, x: f64) -> Option<f64> {
    let Distribution { mean, cv, .. } = *distribution;
    if x < 0.0 {
        return Some(0.0);
    }
    let exponential = |mean: f64| libm::exp(-x / mean) / mean;
    let gamma = || {
        let shape = 1.0 / (cv * cv);
        let scale = mean / shape;
        let at = x.max(1e-9 * mean);
        libm::exp((shape - 1.0) * libm::log(at / scale) - at / scale - libm::lgamma(shape)) / scale
    };
    let between = |low: f64, high: f64| {
        if low <= x && x <= high && high > low { 1.0 / (high - low) } else { 0.0 }
    };
    let triangle = |low: f64, mode: f64, high: f64| {
        let height = 2.0 / (high - low);
        if x < low || x > high {
            0.0
        } else if x < mode {
            height * (x - low) / (mode - low)
        } else if high > mode {
            height * (high - x) / (high - mode)
        } else {
            height
        }
    };
    Some(match distribution.resolved_shape() {
        Shape::Exponential => exponential(mean),
        Shape::LogNormal => {
            let variance = libm::log1p(cv * cv);
            let at = x.max(1e-9 * mean);
            let off = libm::log(at / mean) + variance / 2.0;
            libm::exp(-off * off / (2.0 * variance))
                / (at * libm::sqrt(2.0 * std::f64::consts::PI * variance))
        }
        Shape::Gamma | Shape::Erlang => gamma(),
        Shape::Uniform => {
            let half = libm::sqrt(3.0) * cv * mean;
            between(mean - half, mean + half)
        }
        Shape::Triangular => {
            let half = libm::sqrt(6.0) * cv * mean;
            triangle(mean - half, mean, mean + half)
        }
        Shape::Between { low, high } => between(low, high),
        Shape::Triangle { low, mode, high } => triangle(low, mode, high),
        Shape::Hyperexponential => {
            distribution.balanced().iter().map(|(chance, mean)| chance * exponential(*mean)).sum()
        }
        Shape::Mixture { weights, means } => {
            let weight = |place: usize| weights.get(place).copied().unwrap_or(1.0);
            let all: f64 = (0..means.len()).map(weight).sum();
            let parts = means.iter().enumerate();
            parts.map(|(place, &mean)| weight(place) / all * exponential(mean.max(1e-9))).sum()
        }
        _ => return None,
    })
}

/// The outline of a distribution's picture.
pub fn outline(distribution: &Distribution) -> Outline {
    let Distribution { mean, cv, .. } = *distribution;
    let single = |values: Vec<(f64, f64)>| {
        let reach = values.iter().map(|(value, _)| *value).fold(mean * 2.0, f64::max).max(1e-9);
        let highest = values.iter().map(|(_, chance)| *chance).fold(1e-12, f64::max);
        let points =
            values.iter().map(|(value, chance)| (value / reach, chance / highest)).collect();
        Outline { reach, points, is_single: true }
    };
    match distribution.resolved_shape() {
        Shape::Discrete { values, weights } => {
            let weight = |place: usize| weights.get(place).copied().unwrap_or(1.0);
            return single(
                values.iter().enumerate().map(|(place, &value)| (value, weight(place))).collect(),
            );
        }
        Shape::Trace(values) => {
            return single(values.iter().take(POINTS).map(|&value| (value, 1.0)).collect());
        }
        Shape::Geometric => {
            let stop = 1.0 / mean.max(1.0);
            let mut chance = stop;
            let mut values = Vec::new();
            for count in 1..=24 {
                values.push((f64::from(count), chance));
                chance *= 1.0 - stop;
            }
            return single(values);
        }
        _ => {}
    }
    let is_fixed =
        mean <= 0.0 || density(distribution, mean).is_none_or(|density| !density.is_finite());
    if is_fixed {
        return single(vec![(mean, 1.0)]);
    }
    let reach = mean * (1.0 + (2.5 * cv).clamp(1.0, 4.0));
    let at = |point: usize| (point as f64 + 0.5) / POINTS as f64;
    let heights: Vec<f64> =
        (0..POINTS).map(|point| density(distribution, at(point) * reach).unwrap_or(0.0)).collect();
    let highest = heights.iter().copied().fold(1e-12, f64::max);
    let points =
        heights.iter().enumerate().map(|(point, height)| (at(point), height / highest)).collect();
    Outline { reach, points, is_single: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the density adds up to, and its mean: exact but for the steps of the sum.
    #[test]
    fn every_density_adds_to_one_and_has_the_mean_it_says() {
        let with = |cv: f64, shape| Distribution { mean: 2.0, cv, shape };
        for distribution in [
            with(1.0, None),
            with(0.6, None),
            with(0.5, Some(Shape::Gamma)),
            with(0.5, Some(Shape::Erlang)),
            with(0.4, Some(Shape::Uniform)),
            with(0.3, Some(Shape::Triangular)),
            with(1.7, Some(Shape::Hyperexponential)),
            Distribution::shaped(Shape::Between { low: 1.0, high: 4.0 }),
            Distribution::shaped(Shape::Triangle { low: 1.0, mode: 1.5, high: 4.0 }),
            Distribution::shaped(Shape::Mixture {
                weights: [3.0, 1.0].into(),
                means: [1.0, 5.0].into(),
            }),
        ] {
            let (mut sum, mut moment) = (0.0, 0.0);
            let step = 1e-3;
            for index in 0..200_000 {
                let x = (f64::from(index) + 0.5) * step;
                let here = density(&distribution, x).expect("a density") * step;
                sum += here;
                moment += here * x;
            }
            assert!((sum - 1.0).abs() < 2e-3, "{distribution:?}: {sum}");
            assert!((moment / distribution.mean - 1.0).abs() < 5e-3, "{distribution:?}: {moment}");
        }
    }

    #[test]
    fn an_outline_lies_in_its_picture() {
        let fixed = outline(&Distribution::constant(3.0));
        assert!(fixed.is_single && fixed.points == [(0.5, 1.0)]);
        for cv in [0.05, 0.5, 1.0, 3.0, 20.0] {
            let outline = outline(&Distribution { mean: 1.5, cv, shape: None });
            for (x, height) in outline.points {
                assert!((0.0..=1.0).contains(&x) && (0.0..=1.0).contains(&height), "{cv}");
            }
        }
    }
}
