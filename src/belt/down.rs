//! The belt on a narrow page: rows from top to bottom.

use super::across::{CUSTOMER, TAG_HEIGHT, tag_width};
use super::layers::{Part, Parts};
use super::layout::{BeltLayout, Flow};
use super::route::{PAD, Spot, bounds, finish};
use super::{Point, Rect};
use crate::value_stream::Sketch;

/// A row of cards is at most this wide, and a card in it at least that [px].
const ROW_MAX: f64 = 340.0;
const CARD_MIN: f64 = 112.0;
/// A wide card has people and queue beside each other.
pub(super) const WIDE_CARD: f64 = 200.0;
const WIDE_HEIGHT: f64 = 86.0;
const CARD_HEIGHT: f64 = 132.0;
/// Between rows, and between parts of a row.
const ROW_GAP: f64 = 30.0;
const PART_GAP: f64 = 14.0;

pub(super) fn layout(sketch: &Sketch, parts: &Parts, width: f64) -> BeltLayout {
    let mut row = (width - 2.0 * PAD).min(ROW_MAX);
    loop {
        let belt = layout_in(sketch, parts, width, row);
        // Arcs and labels beside the cards cost the cards width.
        let excess = bounds(&belt).w - (width - 2.0 * PAD);
        if excess < 0.5 || row < CARD_MIN {
            return belt;
        }
        row -= excess.ceil();
    }
}

fn layout_in(sketch: &Sketch, parts: &Parts, width: f64, row: f64) -> BeltLayout {
    let most = (((row + PART_GAP) / (CARD_MIN + PART_GAP)) as usize).max(1);
    let mut spots = vec![Spot::default(); parts.count()];
    let mut y = 0.0;
    for column in parts.columns(sketch, most) {
        let size = |number: usize| match parts.part(number) {
            Part::Source(source) => {
                let title = sketch.stream().sources[source.index()].title();
                Some((tag_width(title) + 18.0, TAG_HEIGHT + 8.0))
            }
            Part::Stage(_) => None,
            Part::Customer => Some((CUSTOMER, CUSTOMER)),
        };
        let gaps = (column.len() - 1) as f64 * PART_GAP;
        let fixed: f64 = column.iter().filter_map(|&number| size(number)).map(|(w, _)| w).sum();
        let cards = column.iter().filter(|&&number| size(number).is_none()).count();
        let card = ((row - fixed - gaps) / cards.max(1) as f64).floor();
        let card = (card, if card < WIDE_CARD { CARD_HEIGHT } else { WIDE_HEIGHT });
        let sizes: Vec<(f64, f64)> =
            column.iter().map(|&number| size(number).unwrap_or(card)).collect();
        let height = sizes.iter().map(|size| size.1).fold(0.0, f64::max);
        let filled: f64 = sizes.iter().map(|size| size.0).sum::<f64>() + gaps;
        let mut x = (-filled / 2.0).round();
        for (&number, (w, h)) in column.iter().zip(sizes) {
            // Along the belt is right for `finish`; a tag stands at the end of its row, near its stage.
            let along =
                if parts.is_source(number) { y + height - h / 2.0 } else { y + height / 2.0 };
            let rect = Rect::around(Point::new(along, x + w / 2.0), h, w);
            spots[number] = Spot { rect, band: 0 };
            x += w + PART_GAP;
        }
        y += height + ROW_GAP;
    }
    finish(sketch, parts, spots, Flow::Down, width)
}
