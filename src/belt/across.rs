//! The belt on a wide page: columns from left to right, turning at the edge when they do not fit in one row.

use super::layers::{Part, Parts, settle};
use super::layout::{BeltLayout, Flow};
use super::route::{PAD, Spot, finish};
use super::{Point, Rect};
use crate::value_stream::Sketch;

/// A card is never narrower, and small ones are for long streams [px].
const CARD_MIN: f64 = 106.0;
const CARD_MAX: f64 = 148.0;
const SMALL_MIN: f64 = 90.0;
const CARD_HEIGHT: f64 = 136.0;
const SMALL_HEIGHT: f64 = 96.0;
/// Rows of full cards before cards become small.
const BANDS_OF_FULL_CARDS: usize = 3;
/// Between columns.
const GAP_MIN: f64 = 24.0;
const GAP_MAX: f64 = 72.0;
/// Between parts of a column.
const PART_GAP: f64 = 24.0;
/// Where the belt turns, at either edge.
const TURN: f64 = 30.0;
/// Parts in one column.
const COLUMN_MOST: usize = 8;

pub(super) const CUSTOMER: f64 = 82.0;
pub(super) const TAG_HEIGHT: f64 = 46.0;

/// How wide a source's tag is for its title and count.
pub(super) fn tag_width(title: &str) -> f64 {
    (29.0 + 8.0 * title.chars().count() as f64).clamp(68.0, 116.0)
}

/// Columns that share a row, and how wide things are there.
struct Fit {
    per_band: usize,
    card: f64,
    gap: f64,
    small: bool,
}

pub(super) fn layout(sketch: &Sketch, parts: &Parts, width: f64) -> BeltLayout {
    let columns = parts.columns(sketch, COLUMN_MOST);
    let titles = |number: usize| match parts.part(number) {
        Part::Source(source) => tag_width(sketch.stream().sources[source.index()].title()),
        Part::Stage(_) => 0.0,
        Part::Customer => CUSTOMER,
    };
    // What a column needs beside its cards; none where it has cards, which are wider than tags.
    let fixed: Vec<Option<f64>> = columns
        .iter()
        .map(|column| {
            let cards = column.iter().any(|&number| matches!(parts.part(number), Part::Stage(_)));
            (!cards).then(|| column.iter().map(|&number| titles(number)).fold(0.0, f64::max))
        })
        .collect();
    let fit = fit(&fixed, width);
    let heights: Vec<f64> = (0..parts.count())
        .map(|number| match parts.part(number) {
            Part::Source(_) => TAG_HEIGHT,
            Part::Stage(_) if fit.small => SMALL_HEIGHT,
            Part::Stage(_) => CARD_HEIGHT,
            Part::Customer => CUSTOMER,
        })
        .collect();
    let middles = middles(parts, &columns, &heights);
    let mut spots = vec![Spot::default(); parts.count()];
    for (band, columns_there) in columns.chunks(fit.per_band).enumerate() {
        let fixed = &fixed[band * fit.per_band..];
        let mut x = 0.0;
        for (column, fixed) in columns_there.iter().zip(fixed) {
            let w = fixed.unwrap_or(fit.card);
            for &number in column {
                let own = if fixed.is_none() && !matches!(parts.part(number), Part::Stage(_)) {
                    titles(number).min(w)
                } else {
                    w
                };
                // Odd rows run back from the right edge.
                let along = x + w / 2.0;
                let along = if band.is_multiple_of(2) { along } else { row(width) - along };
                let center = Point::new(along, middles[number]);
                let rect = Rect::around(center, own.round(), heights[number]);
                spots[number] =
                    Spot { rect: Rect { x: rect.x.round(), y: rect.y.round(), ..rect }, band };
            }
            x += w + fit.gap;
        }
    }
    finish(sketch, parts, spots, Flow::Across, width)
}

/// The length of a row that turns.
fn row(width: f64) -> f64 {
    width - 2.0 * (PAD + TURN)
}

/// The fewest rows in which the cards are wide enough.
fn fit(fixed: &[Option<f64>], width: f64) -> Fit {
    for bands in 1..=fixed.len() {
        let small = bands > BANDS_OF_FULL_CARDS;
        let per_band = fixed.len().div_ceil(bands);
        let row = if bands == 1 { width - 2.0 * PAD } else { row(width) };
        let card = fixed
            .chunks(per_band)
            .map(|row_fixed| {
                let others: f64 = row_fixed.iter().flatten().sum();
                let cards = row_fixed.iter().filter(|column| column.is_none()).count();
                let gaps = (row_fixed.len() - 1) as f64 * GAP_MIN;
                (row - others - gaps) / (cards.max(1) as f64)
            })
            .fold(f64::INFINITY, f64::min);
        if card < if small { SMALL_MIN } else { CARD_MIN } && per_band > 1 {
            continue;
        }
        let card = card.clamp(60.0, CARD_MAX).floor();
        let gap = fixed
            .chunks(per_band)
            .filter(|row_fixed| row_fixed.len() > 1)
            .map(|row_fixed| {
                let filled: f64 = row_fixed.iter().map(|column| column.unwrap_or(card)).sum();
                (row - filled) / (row_fixed.len() - 1) as f64
            })
            .fold(GAP_MAX, f64::min);
        return Fit { per_band, card, gap: gap.floor(), small };
    }
    Fit { per_band: 1, card: SMALL_MIN, gap: GAP_MIN, small: true }
}

/// The heights of all centers: each as near as possible to its neighbors', so that the main line is straight.
fn middles(parts: &Parts, columns: &[Vec<usize>], heights: &[f64]) -> Vec<f64> {
    let mut middle = vec![0.0; parts.count()];
    for sweep in 0..7 {
        let forward = sweep % 2 == 0;
        for index in 0..columns.len() {
            let column = &columns[if forward { index } else { columns.len() - 1 - index }];
            let wanted: Vec<f64> = column
                .iter()
                .map(|&number| {
                    // A source follows its stage, never the other way round.
                    let forward = forward && !parts.is_source(number);
                    let (mut sum, mut weight) = (0.0, 0.0);
                    for &(from, to, share) in &parts.edges {
                        let (me, other) = if forward { (to, from) } else { (from, to) };
                        if me == number && !parts.is_source(other) {
                            sum += middle[other] * (share + 0.01);
                            weight += share + 0.01;
                        }
                    }
                    if weight > 0.0 { sum / weight } else { middle[number] }
                })
                .collect();
            let weights: Vec<f64> = column
                .iter()
                .map(|&number| if parts.is_source(number) { 1e-4 } else { 1.0 })
                .collect();
            let mut before = None;
            let apart: Vec<f64> = column
                .iter()
                .map(|&number| {
                    let half = heights[number] / 2.0;
                    let apart = before.map_or(0.0, |before: f64| before + half + PART_GAP);
                    before = Some(half);
                    apart
                })
                .collect();
            for (&number, place) in column.iter().zip(settle(&wanted, &weights, &apart)) {
                middle[number] = place;
            }
        }
    }
    middle
}
