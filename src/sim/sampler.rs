//! From a draw to a time: each distribution by inversion where it can be had, so that one more unlucky draw means
//! a longer time in every stream compared.

use std::sync::Arc;

use super::draws::Draw;
use super::quantiles::{self, Tables, tables};
use crate::value_stream::order::{number_key, order};
use crate::value_stream::{Distribution, Shape};

/// A distribution made ready: parameters in ticks (or in items, for lumps).
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Sampler {
    Constant { value: f64 },
    Exponential { mean: f64, tables: &'static Tables },
    LogNormal { median: f64, quantile: Arc<quantiles::LogNormal> },
    Gamma { shape: f64, scale: f64 },
    Erlang { phases: u32, mean: f64 },
    Uniform { low: f64, width: f64 },
    Triangular { mode: f64, half_width: f64 },
    Geometric { log_stay: f64 },
    Triangle { low: f64, mode: f64, high: f64 },
    Mixture(Choice),
    Discrete(Choice),
    Trace(Arc<[f64]>),
}

/// Values in ascending order, each with the chance that it or a lesser one is taken.
type Choice = Arc<[(f64, f64)]>;

impl Sampler {
    /// A distribution whose unit is worth `unit` ticks.
    pub(super) fn new(distribution: &Distribution, unit: f64) -> Sampler {
        let mean = distribution.mean * unit;
        let sd = mean * distribution.cv;
        if mean <= 0.0 {
            return Sampler::Constant { value: 0.0 };
        }
        let trace = |values: &[f64]| values.iter().map(|value| value * unit).collect();
        match distribution.resolved_shape() {
            Shape::Exponential => Sampler::exponential(mean),
            Shape::LogNormal => {
                let squared = distribution.cv * distribution.cv;
                let quantile = quantiles::LogNormal::of(libm::sqrt(libm::log1p(squared)));
                Sampler::LogNormal { median: mean / libm::sqrt(1.0 + squared), quantile }
            }
            Shape::Gamma => {
                let shape = 1.0 / (distribution.cv * distribution.cv);
                Sampler::Gamma { shape, scale: mean / shape }
            }
            Shape::Erlang => {
                let phases = distribution.erlang_phases().unwrap_or(1);
                Sampler::Erlang { phases, mean: mean / f64::from(phases) }
            }
            Shape::Uniform => {
                let half = (sd * libm::sqrt(3.0)).min(mean);
                Sampler::Uniform { low: mean - half, width: 2.0 * half }
            }
            Shape::Triangular => {
                Sampler::Triangular { mode: mean, half_width: (sd * libm::sqrt(6.0)).min(mean) }
            }
            Shape::Geometric if distribution.mean > 1.0 => {
                Sampler::Geometric { log_stay: libm::log1p(-1.0 / distribution.mean) }
            }
            Shape::Hyperexponential => {
                let [(often, short), (_, long)] = distribution.balanced();
                Sampler::Mixture(Arc::new([(often, short * unit), (f64::INFINITY, long * unit)]))
            }
            Shape::Mixture { weights, means } => Sampler::Mixture(choice(&means, &weights, unit)),
            Shape::Between { low, high } => {
                Sampler::Uniform { low: low * unit, width: (high - low) * unit }
            }
            Shape::Triangle { low, mode, high } => {
                Sampler::Triangle { low: low * unit, mode: mode * unit, high: high * unit }
            }
            Shape::Discrete { values, weights } => {
                Sampler::Discrete(choice(&values, &weights, unit))
            }
            Shape::Trace(values) => Sampler::Trace(trace(&values)),
            _ => Sampler::Constant { value: mean },
        }
    }

    /// An exponential distribution of a mean in ticks.
    pub(super) fn exponential(mean: f64) -> Sampler {
        Sampler::Exponential { mean, tables: tables() }
    }

    /// Whether it asks how many have been taken before.
    pub(super) fn counts(&self) -> bool {
        matches!(self, Sampler::Trace(_))
    }

    /// A span in whole ticks, rounded to the nearest, which of two is the even one, and at most `LONGEST`. A trace takes the
    /// value after so many before.
    #[inline]
    pub(super) fn ticks(&self, draw: Draw, before: u64) -> u64 {
        whole(self.value(draw, before))
    }

    /// The same of what is no trace, for a loop that is to call nothing in the cases that come most often.
    #[expect(clippy::inline_always, reason = "part of one loop")]
    #[inline(always)]
    pub(super) fn ticks_now(&self, draw: Draw) -> u64 {
        whole(self.value_now(draw, 0))
    }

    /// A count, at least one.
    #[inline]
    pub(super) fn count(&self, draw: Draw, before: u64) -> u32 {
        ((self.value(draw, before) + 0.5) as u32).max(1)
    }

    #[inline]
    pub(super) fn value(&self, draw: Draw, before: u64) -> f64 {
        self.value_now(draw, before)
    }

    #[expect(clippy::inline_always, reason = "part of one loop")]
    #[inline(always)]
    fn value_now(&self, draw: Draw, before: u64) -> f64 {
        match *self {
            Sampler::Constant { value } => value,
            Sampler::Exponential { mean, tables } => {
                tables.exponential_quantile(draw.uniform()) * mean
            }
            Sampler::LogNormal { median, ref quantile } => {
                quantile.quantile(draw.uniform()) * median
            }
            _ => self.rarer(draw, before),
        }
    }

    /// A value of any other shape.
    #[inline(never)]
    fn rarer(&self, draw: Draw, before: u64) -> f64 {
        match *self {
            Sampler::Gamma { shape, scale } => gamma(shape, draw) * scale,
            Sampler::Erlang { phases, mean } => erlang(phases, draw) * mean,
            Sampler::Uniform { low, width } => low + width * draw.uniform(),
            Sampler::Triangular { mode, half_width } => mode + half_width * triangle(draw),
            Sampler::Geometric { log_stay } => {
                libm::floor(libm::log(draw.uniform()) / log_stay) + 1.0
            }
            Sampler::Triangle { low, mode, high } => triangular(low, mode, high, draw),
            Sampler::Mixture(ref means) => exponential(draw.another()) * chosen(means, draw),
            Sampler::Discrete(ref values) => chosen(values, draw),
            Sampler::Trace(ref values) => values[(before % values.len() as u64) as usize],
            _ => self.value(draw, before),
        }
    }
}

/// The longest span [ticks]: 142,000 years.
const LONGEST: f64 = ONES - 1.0;
/// From here to twice as much a float has whole numbers only, which stand in its fraction.
const ONES: f64 = 4_503_599_627_370_496.0;

/// A number of ticks, which is not negative, as a whole one, in fewer instructions than a conversion that asks for
/// all that can be wrong.
#[expect(clippy::inline_always, reason = "part of one loop")]
#[inline(always)]
fn whole(ticks: f64) -> u64 {
    let ticks = if ticks < LONGEST { ticks } else { LONGEST };
    (ticks + ONES).to_bits() ^ ONES.to_bits()
}

/// Some values made ready to be chosen from; without weights each is as likely as any other.
fn choice(values: &[f64], weights: &[f64], unit: f64) -> Choice {
    let weight = |place: usize| weights.get(place).copied().unwrap_or(1.0);
    let all: f64 = (0..values.len()).map(weight).sum();
    let mut up_to = 0.0;
    let mut ready: Vec<(f64, f64)> = Vec::with_capacity(values.len());
    for place in order(values.iter().map(|&value| number_key(value))) {
        if weight(place) > 0.0 {
            up_to += weight(place) / all;
            ready.push((up_to, values[place] * unit));
        }
    }
    // What rounding left belongs to the last.
    if let Some(last) = ready.last_mut() {
        last.0 = f64::INFINITY;
    }
    ready.into()
}

/// The value that a draw takes.
fn chosen(values: &[(f64, f64)], draw: Draw) -> f64 {
    let toss = draw.uniform();
    values[values.partition_point(|&(up_to, _)| up_to <= toss)].1
}

/// Any triangle, by inversion.
fn triangular(low: f64, mode: f64, high: f64, draw: Draw) -> f64 {
    let u = draw.uniform();
    let (left, width) = (mode - low, high - low);
    if u * width < left {
        low + libm::sqrt(u * width * left)
    } else {
        high - libm::sqrt((1.0 - u) * width * (high - mode))
    }
}

fn exponential(draw: Draw) -> f64 {
    tables().exponential_quantile(draw.uniform())
}

fn normal(draw: Draw) -> f64 {
    tables().normal_quantile(draw.uniform())
}

/// A sum of exponential phases.
fn erlang(phases: u32, mut draw: Draw) -> f64 {
    let mut sum = 0.0;
    for _ in 0..phases {
        sum += exponential(draw);
        draw = draw.another();
    }
    sum
}

/// The symmetric triangle on (-1, 1).
fn triangle(draw: Draw) -> f64 {
    let u = draw.uniform();
    if u < 0.5 { libm::sqrt(2.0 * u) - 1.0 } else { 1.0 - libm::sqrt(2.0 * (1.0 - u)) }
}

/// Gamma of scale 1 (Marsaglia & Tsang 2000: a transformed normal, rejected in about one case of fifty).
fn gamma(shape: f64, mut draw: Draw) -> f64 {
    // A shape below 1 borrows one and gives it back as a power of a uniform.
    let (boost, shape) = if shape < 1.0 {
        let power = libm::pow(draw.uniform(), 1.0 / shape);
        draw = draw.another();
        (power, shape + 1.0)
    } else {
        (1.0, shape)
    };
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / libm::sqrt(9.0 * d);
    loop {
        let x = normal(draw);
        let u = draw.another().uniform();
        draw = draw.another().another();
        let root = 1.0 + c * x;
        if root <= 0.0 {
            continue;
        }
        let v = root * root * root;
        if libm::log(u) < 0.5 * x * x + d - d * v + d * libm::log(v) {
            return boost * d * v;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::Seed;
    use crate::sim::draws::{Place, Purpose};

    #[test]
    fn ticks_are_rounded_to_the_nearest() {
        for ticks in [0.0, 0.49, 0.5, 0.51, 1.0, 1.5, 2.5, 1e9 + 0.5, 1e12 + 0.7, 4.5e15, LONGEST] {
            assert_eq!(whole(ticks), ticks.round_ties_even() as u64, "{ticks}");
        }
        for ticks in [LONGEST + 1.0, 1e300, f64::INFINITY] {
            assert_eq!(whole(ticks), LONGEST as u64, "{ticks}");
        }
    }

    /// Mean and cv of every shape, from 400,000 draws. The standard error of the mean is cv/√n, that of the cv is
    /// estimated from the fourth moment; 5 of either are exceeded about once in a million.
    #[test]
    fn every_shape_has_the_moments_it_was_given() {
        let shapes = [
            (3.0, 0.0, Shape::Constant),
            (3.0, 1.0, Shape::Exponential),
            (3.0, 0.5, Shape::LogNormal),
            (3.0, 1.5, Shape::LogNormal),
            (3.0, 0.7, Shape::Gamma),
            (3.0, 1.8, Shape::Gamma),
            (3.0, 0.5, Shape::Erlang),
            (3.0, 0.4, Shape::Uniform),
            (3.0, 0.3, Shape::Triangular),
            (3.0, (2.0_f64 / 3.0).sqrt(), Shape::Geometric),
            (3.0, 1.0, Shape::Hyperexponential),
            (3.0, 2.0, Shape::Hyperexponential),
        ];
        let own = [
            Shape::Mixture { weights: [3.0, 1.0].into(), means: [0.5, 4.0].into() },
            Shape::Mixture { weights: [].into(), means: [2.0, 1.0, 9.0].into() },
            Shape::Between { low: 1.0, high: 2.5 },
            Shape::Triangle { low: 1.0, mode: 2.0, high: 6.0 },
            Shape::Triangle { low: 0.0, mode: 0.0, high: 1.0 },
            Shape::Triangle { low: 2.0, mode: 5.0, high: 5.0 },
            Shape::Discrete { values: [4.0, 1.0, 0.0].into(), weights: [1.0, 6.0, 0.0].into() },
            Shape::Discrete { values: [5.0, 2.0, 3.0].into(), weights: [].into() },
            Shape::Trace([5.0, 2.0, 1.0, 2.0].into()),
        ];
        let given = shapes.map(|(mean, cv, shape)| Distribution { mean, cv, shape: Some(shape) });
        let all = given.into_iter().chain(own.into_iter().map(Distribution::shaped));
        let n = 400_000;
        for distribution in all {
            let sampler = Sampler::new(&distribution, 1.0);
            let Distribution { mean, cv, shape } = distribution;
            let place = Place::new(Seed(11), &format!("{shape:?}{cv}"), Purpose::Process);
            let values: Vec<f64> = (0..n).map(|i| sampler.value(place.numbered(i), i)).collect();
            let count = n as f64;
            let average = values.iter().sum::<f64>() / count;
            let squares = values.iter().map(|x| (x - average) * (x - average) / (mean * mean));
            let second = squares.clone().sum::<f64>() / count;
            let fourth = squares.map(|square| square * square).sum::<f64>() / count;
            assert!(values.iter().all(|&x| x >= 0.0), "{shape:?}");
            let slack = 5.0 * cv / count.sqrt() + 1e-12;
            assert!((average / mean - 1.0).abs() <= slack, "{shape:?} mean {average}");
            let slack = 5.0 * ((fourth - second * second) / count).sqrt() + 1e-9;
            assert!((second - cv * cv).abs() <= slack, "{shape:?} cv² {second}");
        }
    }

    /// By inversion a greater draw is never a shorter time; the geometric one goes the other way round.
    #[test]
    fn an_unluckier_draw_is_never_a_shorter_time() {
        let place = Place::new(Seed(5), "a", Purpose::Process);
        let mut draws: Vec<Draw> = (0..10_000).map(|number| place.numbered(number)).collect();
        draws.sort_by(|one, other| one.uniform().total_cmp(&other.uniform()));
        for shape in [
            Shape::Between { low: 1.0, high: 2.5 },
            Shape::Triangle { low: 1.0, mode: 2.0, high: 6.0 },
            Shape::Discrete {
                values: [7.0, 1.0, 3.0, 1.0].into(),
                weights: [1.0, 2.0, 3.0, 0.0].into(),
            },
        ] {
            let sampler = Sampler::new(&Distribution::shaped(shape), 1.0);
            let values: Vec<f64> = draws.iter().map(|&draw| sampler.value(draw, 0)).collect();
            assert!(values.is_sorted(), "{sampler:?}");
        }
    }

    #[test]
    fn a_trace_takes_its_values_in_order_and_begins_again() {
        let sampler =
            Sampler::new(&Distribution::shaped(Shape::Trace([5.0, 2.0, 0.0].into())), 2.0);
        let draw = Place::new(Seed(5), "a", Purpose::Process).numbered(0);
        let values: Vec<u64> = (0..7).map(|before| sampler.ticks(draw, before)).collect();
        assert_eq!(values, [10, 4, 0, 10, 4, 0, 10]);
    }
}
