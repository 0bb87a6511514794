//! How long things take: a mean, how much it varies, and the shape of the variation.

use serde::Serialize;

/// A distribution of times [the stream's unit] or of counts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Distribution {
    /// The mean.
    pub mean: f64,
    /// Coefficient of variation: standard deviation / mean [1].
    #[serde(skip_serializing_if = "is_zero")]
    pub cv: f64,
    /// The shape; none chooses by `cv`: 0 constant, 1 exponential, otherwise log-normal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shape: Option<Shape>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for this signature")]
fn is_zero(cv: &f64) -> bool {
    *cv == 0.0
}

/// The shape of a distribution whose mean and cv are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
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

    /// The shape that `cv` chooses where none is given.
    #[expect(clippy::float_cmp, reason = "0 and 1 are what an author writes, exactly")]
    pub fn resolved_shape(&self) -> Shape {
        match self.shape {
            Some(shape) => shape,
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
}
