//! A distribution drawn beside its numbers.

use yew::prelude::*;

use crate::app::markup::markup;
use crate::editor::outline;
use crate::text::field;
use crate::value_stream::{Distribution, decimal};

/// The picture's size [px].
const WIDTH: f64 = 280.0;
const HEIGHT: f64 = 40.0;

/// How likely which value is; the mean is marked.
pub(super) fn picture(distribution: &Distribution, of: &'static str, unit: &'static str) -> Html {
    let outline = outline(distribution);
    let number = |number: f64| decimal::fixed(number, 1);
    let at = |x: f64, height: f64| {
        [number(x * WIDTH), number(HEIGHT - 1.0 - height * (HEIGHT - 5.0))].join(" ")
    };
    let mut path = String::new();
    if outline.is_single {
        for &(x, height) in &outline.points {
            path += &["M", &at(x.min(0.995), 0.0), "L", &at(x.min(0.995), height)].concat();
        }
    } else {
        for (index, &(x, height)) in outline.points.iter().enumerate() {
            path.push(if index == 0 { 'M' } else { 'L' });
            path += &at(x, height);
        }
    }
    let mean = (distribution.mean / outline.reach).clamp(0.0, 1.0);
    let mark = ["M", &at(mean, 0.0), "L", &at(mean, 1.0)].concat();
    let (middle, reach) = (field::short(distribution.mean), field::short(outline.reach));
    let name = field::picture(of, &middle, &reach, unit);
    let words = field::around(&middle, &field::short(distribution.mean * distribution.cv), unit);
    markup! {
        <>
        <svg class="spread-picture" role="img" aria-label={name} viewBox="0 0 280 40" preserveAspectRatio="none">
            <path class="spread-mean" d={mark} />
            <path class={if outline.is_single { "spread-single" } else { "spread-line" }} d={path} />
        </svg>
        <p class="spread-words">{ words }</p>
        </>
    }
}
