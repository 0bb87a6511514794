//! How long things take: a mean, how much it varies, and the shape of the variation.

use std::sync::Arc;

/// A distribution of times [the stream's unit] or of counts. Cheap to clone.
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution {
    /// The mean.
    pub mean: f64,
    /// Coefficient of variation: standard deviation / mean [1].
    pub cv: f64,
    /// The shape; none chooses by `cv`: 0 constant, 1 exponential, otherwise log-normal.
    pub shape: Option<Shape>,
}

/// The shape of a distribution: first those whose mean and cv are given, then those that have them from their own
/// numbers (`Distribution::shaped`).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Shape {
    /// Always the mean; cv 0.
    Constant,
    /// Memoryless; cv 1.
    Exponential,
    /// Any cv above 0; the mean and cv are those of the log-normal itself, not of its logarithm.
    LogNormal,
    /// Any cv above 0.
    Gamma,
    /// A sum of k = 1 / cv² equal exponential phases; k whole.
    Erlang,
    /// Flat between mean ± √3 · sd; cv at most 1/√3, so that nothing is negative.
    Uniform,
    /// Symmetric triangle of half-width √6 · sd; cv at most 1/√6.
    Triangular,
    /// Counts 1, 2, 3, … with a constant chance to stop; the mean decides, cv = √(1 - 1/mean).
    Geometric,
    /// One of two exponentials, each with half of the mean in it (balanced means); cv at least 1.
    Hyperexponential,
    /// One of several exponentials, by weight.
    Mixture {
        /// How often each is taken, relative to the others; none: equally often.
        weights: Arc<[f64]>,
        /// The mean of each.
        means: Arc<[f64]>,
    },
    /// Flat between two bounds.
    Between {
        /// The least.
        low: f64,
        /// The most.
        high: f64,
    },
    /// A triangle.
    Triangle {
        /// The least.
        low: f64,
        /// The most likely.
        mode: f64,
        /// The most.
        high: f64,
    },
    /// One of these values, by weight.
    Discrete {
        /// The values.
        values: Arc<[f64]>,
        /// How often each is taken, relative to the others; none: equally often.
        weights: Arc<[f64]>,
    },
    /// These values one after the other; after the last comes the first again.
    Trace(Arc<[f64]>),
}

impl Distribution {
    /// Always the same.
    pub const fn constant(mean: f64) -> Distribution {
        Distribution { mean, cv: 0.0, shape: None }
    }

    /// Exponential with this mean.
    pub const fn exponential(mean: f64) -> Distribution {
        Distribution { mean, cv: 1.0, shape: None }
    }

    /// A shape that has its mean and cv from its own numbers; of any other the mean is 1 and the cv 0.
    pub fn shaped(shape: Shape) -> Distribution {
        let (mean, cv) = shape.moments().unwrap_or((1.0, 0.0));
        Distribution { mean, cv, shape: Some(shape) }
    }

    /// The same with another mean. What a shape has in numbers of its own is scaled.
    pub fn with_mean(&self, mean: f64) -> Distribution {
        let factor = mean / self.mean;
        let scaled = |values: &Arc<[f64]>| values.iter().map(|value| value * factor).collect();
        let shape = match &self.shape {
            Some(shape) if shape.moments().is_some() && !factor.is_finite() => {
                return Distribution::constant(mean);
            }
            Some(Shape::Mixture { weights, means }) => {
                Shape::Mixture { weights: weights.clone(), means: scaled(means) }
            }
            Some(Shape::Between { low, high }) => {
                Shape::Between { low: low * factor, high: high * factor }
            }
            Some(Shape::Triangle { low, mode, high }) => {
                Shape::Triangle { low: low * factor, mode: mode * factor, high: high * factor }
            }
            Some(Shape::Discrete { values, weights }) => {
                Shape::Discrete { values: scaled(values), weights: weights.clone() }
            }
            Some(Shape::Trace(values)) => Shape::Trace(scaled(values)),
            _ => return Distribution { mean, ..self.clone() },
        };
        Distribution::shaped(shape)
    }

    /// The shape that `cv` chooses where none is given.
    #[expect(clippy::float_cmp, reason = "0 and 1 are what an author writes, exactly")]
    pub fn resolved_shape(&self) -> Shape {
        match &self.shape {
            Some(shape) => shape.clone(),
            None if self.cv == 0.0 => Shape::Constant,
            None if self.cv == 1.0 => Shape::Exponential,
            None => Shape::LogNormal,
        }
    }

    /// Phases of an Erlang distribution with this cv, if they are whole to one part in a thousand.
    pub fn erlang_phases(&self) -> Option<u32> {
        let phases = 1.0 / (self.cv * self.cv);
        let whole = libm::round(phases);
        ((1.0..=1000.0).contains(&whole) && (phases / whole - 1.0).abs() < 1e-3)
            .then_some(whole as u32)
    }

    /// The two exponentials of a hyperexponential with balanced means: chance and mean of each, the shorter first.
    pub fn balanced(&self) -> [(f64, f64); 2] {
        let square = self.cv * self.cv;
        let often = 0.5 + libm::sqrt(((square - 1.0) / (square + 1.0)).max(0.0)) / 2.0;
        [often, 1.0 - often].map(|chance| (chance, self.mean / (2.0 * chance)))
    }
}

impl Shape {
    /// Those that a mean and a cv are enough for.
    pub const PLAIN: [Shape; 9] = [
        Shape::Constant,
        Shape::Exponential,
        Shape::LogNormal,
        Shape::Gamma,
        Shape::Erlang,
        Shape::Uniform,
        Shape::Triangular,
        Shape::Hyperexponential,
        Shape::Geometric,
    ];

    /// What a file calls it.
    pub fn word(&self) -> &'static str {
        match self {
            Shape::Constant => "constant",
            Shape::Exponential => "exponential",
            Shape::LogNormal => "log_normal",
            Shape::Gamma => "gamma",
            Shape::Erlang => "erlang",
            Shape::Uniform | Shape::Between { .. } => "uniform",
            Shape::Triangular | Shape::Triangle { .. } => "triangular",
            Shape::Geometric => "geometric",
            Shape::Hyperexponential | Shape::Mixture { .. } => "hyperexponential",
            Shape::Discrete { .. } => "discrete",
            Shape::Trace(_) => "trace",
        }
    }

    /// The mean and the cv of a shape that has them from its own numbers.
    pub fn moments(&self) -> Option<(f64, f64)> {
        let (mean, variance) = match self {
            // The second moment of an exponential is twice that of a constant.
            Shape::Mixture { weights, means } => {
                let (mean, square) = averages(means, weights);
                (mean, 2.0 * square - mean * mean)
            }
            Shape::Discrete { values, weights } => {
                let (mean, square) = averages(values, weights);
                (mean, square - mean * mean)
            }
            Shape::Trace(values) => {
                let (mean, square) = averages(values, &[]);
                (mean, square - mean * mean)
            }
            Shape::Between { low, high } => {
                (f64::midpoint(*low, *high), (high - low) * (high - low) / 12.0)
            }
            Shape::Triangle { low, mode, high } => {
                let (left, right) = (mode - low, high - mode);
                ((low + mode + high) / 3.0, (left * left + left * right + right * right) / 18.0)
            }
            _ => return None,
        };
        let cv = if mean > 0.0 { libm::sqrt(variance.max(0.0)) / mean } else { 0.0 };
        Some((mean, cv))
    }
}

/// The weighted averages of some values and of their squares.
fn averages(values: &[f64], weights: &[f64]) -> (f64, f64) {
    let (mut all, mut sum, mut squares) = (0.0, 0.0, 0.0);
    for (place, value) in values.iter().enumerate() {
        let weight = weights.get(place).copied().unwrap_or(1.0);
        all += weight;
        sum += weight * value;
        squares += weight * value * value;
    }
    (sum / all, squares / all)
}
