//! From a draw to a time: each distribution by inversion where it can be had, so that one more unlucky draw means
//! a longer time in every stream compared.

use super::draws::Draw;
use super::quantiles::{STEPS_PER_E, exponential_quantile, normal_quantile, steps_up};
use crate::value_stream::{Distribution, Shape};

/// A distribution made ready: parameters in ticks (or in items, for lumps).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Sampler {
    Constant {
        value: f64,
    },
    Exponential {
        mean: f64,
    },
    /// Mean and standard deviation of the logarithm, in the steps of `quantiles::steps_up`.
    LogNormal {
        mu: f64,
        sigma: f64,
    },
    Gamma {
        shape: f64,
        scale: f64,
    },
    Erlang {
        phases: u32,
        mean: f64,
    },
    Uniform {
        low: f64,
        width: f64,
    },
    Triangular {
        mode: f64,
        half_width: f64,
    },
    Geometric {
        log_stay: f64,
    },
}

impl Sampler {
    /// A distribution whose unit is worth `unit` ticks.
    pub(super) fn new(distribution: &Distribution, unit: f64) -> Sampler {
        let mean = distribution.mean * unit;
        let sd = mean * distribution.cv;
        if mean <= 0.0 {
            return Sampler::Constant { value: 0.0 };
        }
        match distribution.resolved_shape() {
            Shape::Exponential => Sampler::Exponential { mean },
            Shape::LogNormal => {
                let variance = libm::log1p(distribution.cv * distribution.cv);
                Sampler::LogNormal {
                    mu: (libm::log(mean) - variance / 2.0) * STEPS_PER_E,
                    sigma: libm::sqrt(variance) * STEPS_PER_E,
                }
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
            Shape::Constant | Shape::Geometric => Sampler::Constant { value: mean },
        }
    }

    /// A span in whole ticks, rounded to the nearest.
    #[inline]
    pub(super) fn ticks(&self, draw: Draw) -> u64 {
        (self.value(draw) + 0.5) as u64
    }

    /// A count, at least one.
    #[inline]
    pub(super) fn count(&self, draw: Draw) -> u32 {
        ((self.value(draw) + 0.5) as u32).max(1)
    }

    #[inline]
    fn value(&self, draw: Draw) -> f64 {
        match *self {
            Sampler::Constant { value } => value,
            Sampler::Exponential { mean } => exponential(draw) * mean,
            Sampler::LogNormal { mu, sigma } => steps_up(mu + sigma * normal(draw)),
            Sampler::Gamma { shape, scale } => gamma(shape, draw) * scale,
            Sampler::Erlang { phases, mean } => erlang(phases, draw) * mean,
            Sampler::Uniform { low, width } => low + width * draw.uniform(),
            Sampler::Triangular { mode, half_width } => mode + half_width * triangle(draw),
            Sampler::Geometric { log_stay } => {
                libm::floor(libm::log(draw.uniform()) / log_stay) + 1.0
            }
        }
    }
}

#[inline]
fn exponential(draw: Draw) -> f64 {
    exponential_quantile(draw.uniform())
}

#[inline]
fn normal(draw: Draw) -> f64 {
    normal_quantile(draw.uniform())
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
        ];
        let n = 400_000;
        for (mean, cv, shape) in shapes {
            let sampler = Sampler::new(&Distribution { mean, cv, shape: Some(shape) }, 1.0);
            let place = Place::new(Seed(11), &format!("{shape:?}{cv}"), Purpose::Process);
            let values: Vec<f64> = (0..n).map(|i| sampler.value(place.numbered(i))).collect();
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
}
