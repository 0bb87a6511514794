//! The fields of a distribution beside the one of its mean: how much it varies, its shape, what that shape has in numbers
//! of its own, and all of it drawn.

use std::rc::Rc;
use std::sync::Arc;

use yew::prelude::*;

use super::{judge, picture};
use crate::app::markup::markup;
use crate::app::number_field::{Edits, choice_field, list_field, number_field, words};
use crate::editor::{Action, lists};
use crate::text::field::{self, Field, Spread};
use crate::value_stream::{Distribution, Shape};

/// What makes an action out of a distribution.
type Change = Rc<dyn Fn(Distribution) -> Action>;

/// The same distribution with another mean.
pub(super) fn with_mean(distribution: &Distribution, mean: f64) -> Distribution {
    let next = distribution.with_mean(mean);
    match next.shape {
        Some(Shape::Geometric) => Distribution { cv: geometric_cv(mean), ..next },
        _ => next,
    }
}

/// The same distribution with another variation: a shape that cannot have it gives way to the usual one.
fn with_cv(distribution: &Distribution, cv: f64) -> Distribution {
    let shape = match distribution.shape {
        Some(Shape::Gamma) if cv > 0.0 => Some(Shape::Gamma),
        Some(Shape::Uniform) if cv <= 0.577 => Some(Shape::Uniform),
        Some(Shape::Triangular) if cv <= 0.408 => Some(Shape::Triangular),
        Some(Shape::Hyperexponential) if cv >= 1.0 => Some(Shape::Hyperexponential),
        _ => None,
    };
    Distribution { mean: distribution.mean, cv, shape }
}

/// The coefficient of variation of counts with this mean and a constant chance to stop.
fn geometric_cv(mean: f64) -> f64 {
    libm::sqrt(1.0 - 1.0 / mean.max(1.0))
}

/// All fields beside the mean. The unit is that of the values.
pub(super) fn spread(
    fields: Spread,
    now: &Distribution,
    unit: &'static str,
    on: &Edits<'_>,
    change: impl Fn(Distribution) -> Action + 'static,
) -> Html {
    let change: Change = Rc::new(change);
    markup! {
        <>
            { variation(fields.variation, now, on, Rc::clone(&change)) }
            { shape(fields, now, unit, on, change) }
            { picture::picture(now, fields.of, unit) }
        </>
    }
}

/// How much it varies.
pub(super) fn variation(
    field: Field,
    now: &Distribution,
    on: &Edits<'_>,
    change: Rc<dyn Fn(Distribution) -> Action>,
) -> Html {
    let old = now.clone();
    number_field(
        field,
        "",
        field::short(now.cv),
        judge::VARIATION,
        Some(judge::step_number),
        on,
        move |cv| change(with_cv(&old, cv)),
    )
}

/// Its shape, and the numbers that this shape has of its own.
pub(super) fn shape(
    fields: Spread,
    now: &Distribution,
    unit: &'static str,
    on: &Edits<'_>,
    change: Rc<dyn Fn(Distribution) -> Action>,
) -> Html {
    let (old, choose) = (now.clone(), Rc::clone(&change));
    let chosen = place_of(now.shape.as_ref());
    let which = Field { hint: field::SHAPE_HINTS[chosen], ..fields.shape };
    markup! {
        <>
            { choice_field(which, &words(&field::SHAPES), chosen, on,
                move |place| choose(shaped(&old, place))) }
            if let Some((place, text)) = numbers(now.shape.as_ref()) {
                { {
                    let hint = field::VALUES_HINTS[place - DISCRETE];
                    list_field(Field { hint, ..fields.values }, unit, text, on, move |text| {
                        Ok(change(Distribution::shaped(read_numbers(place, text)?)))
                    })
                } }
            }
        </>
    }
}

/// The places among the words of the shapes that have numbers of their own.
const DISCRETE: usize = 10;
const TRACE: usize = 11;
const BETWEEN: usize = 12;
const TRIANGLE: usize = 13;
const MIXTURE: usize = 14;

/// Where a shape stands among the words.
fn place_of(shape: Option<&Shape>) -> usize {
    match shape {
        None => 0,
        Some(Shape::Discrete { .. }) => DISCRETE,
        Some(Shape::Trace(_)) => TRACE,
        Some(Shape::Between { .. }) => BETWEEN,
        Some(Shape::Triangle { .. }) => TRIANGLE,
        Some(Shape::Mixture { .. }) => MIXTURE,
        Some(shape) => {
            Shape::PLAIN.iter().position(|other| other == shape).map_or(0, |place| place + 1)
        }
    }
}

/// The numbers that a shape has of its own, as rows, with its place among the words.
fn numbers(shape: Option<&Shape>) -> Option<(usize, String)> {
    let text = match shape? {
        Shape::Discrete { values, weights } => lists::write_weighted(values, weights),
        Shape::Mixture { weights, means } => lists::write_weighted(means, weights),
        Shape::Trace(values) => lists::write_values(values),
        Shape::Between { low, high } => lists::write_values(&[*low, *high]),
        Shape::Triangle { low, mode, high } => lists::write_values(&[*low, *mode, *high]),
        _ => return None,
    };
    Some((place_of(shape), text))
}

fn read_numbers(place: usize, text: &str) -> Result<Shape, lists::Misread> {
    Ok(match place {
        DISCRETE => {
            let (values, weights) = lists::weighted(text)?;
            Shape::Discrete { values: values.into(), weights: weights.into() }
        }
        MIXTURE => {
            let (means, weights) = lists::weighted(text)?;
            Shape::Mixture { weights: weights.into(), means: means.into() }
        }
        BETWEEN => {
            let [low, high] = lists::ascending(text)?;
            Shape::Between { low, high }
        }
        TRIANGLE => {
            let [low, mode, high] = lists::ascending(text)?;
            Shape::Triangle { low, mode, high }
        }
        _ => Shape::Trace(lists::values(text)?.into()),
    })
}

/// The same mean in another shape, with the nearest variation that it can have.
fn shaped(now: &Distribution, place: usize) -> Distribution {
    let mean = now.mean;
    // As short as people write them.
    let part = |part: f64| libm::round(part * mean * 1e6) / 1e6;
    let values = || -> Arc<[f64]> {
        match &now.shape {
            Some(Shape::Discrete { values, .. } | Shape::Trace(values)) => values.clone(),
            _ => [0.5, 1.0, 1.5].map(part).into(),
        }
    };
    let own = match place {
        DISCRETE => Shape::Discrete { values: values(), weights: Arc::default() },
        TRACE => Shape::Trace(values()),
        BETWEEN => Shape::Between { low: part(0.5), high: part(1.5) },
        TRIANGLE => Shape::Triangle { low: part(0.5), mode: mean, high: part(1.5) },
        // Nine short ones, and a long one that takes as much time as they do together.
        MIXTURE => {
            Shape::Mixture { weights: [9.0, 1.0].into(), means: [0.5 / 0.9, 5.0].map(part).into() }
        }
        _ => {
            let Some(shape) = place.checked_sub(1).and_then(|place| Shape::PLAIN.get(place)) else {
                return Distribution { shape: None, ..now.clone() };
            };
            let cv = match shape {
                Shape::Constant => 0.0,
                Shape::Exponential => 1.0,
                Shape::LogNormal | Shape::Gamma if now.cv <= 0.0 => 0.5,
                Shape::Erlang => {
                    let phases = 1.0 / (now.cv * now.cv).max(1e-3);
                    1.0 / libm::sqrt(libm::round(phases).clamp(1.0, 1000.0))
                }
                Shape::Uniform => now.cv.clamp(0.1, 0.57),
                Shape::Triangular => now.cv.clamp(0.1, 0.4),
                Shape::Hyperexponential => now.cv.max(1.2),
                Shape::Geometric => geometric_cv(mean),
                _ => now.cv,
            };
            return Distribution { mean, cv, shape: Some(shape.clone()) };
        }
    };
    Distribution::shaped(own)
}
