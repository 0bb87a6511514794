//! What stands where inside a card. The name is on top and the counts are at the bottom, both as text; people and
//! waiting items are between.

use super::down::WIDE_CARD;
use super::{Point, Rect};

/// Under this height, a card shows less [px].
const SMALL_BELOW: f64 = 110.0;
/// From the left edge of a card to what it shows [px].
const INSET: f64 = 12.0;

/// Where a card shows its people and its waiting items.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CardPlan {
    /// How much there is room for.
    pub kind: CardKind,
    /// Rings, one for each worker, or a bar.
    pub people: Rect,
    /// Waiting and blocked items.
    pub queue: Grid,
}

/// How much a card has room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardKind {
    /// People above the queue, two lines at the foot.
    Tall,
    /// People beside the queue, one long line at the foot.
    Wide,
    /// One row of each.
    Small,
}

/// Places for small things in rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grid {
    /// The center of the first place.
    pub first: Point,
    /// Places in a row.
    pub columns: u32,
    /// Rows.
    pub rows: u32,
    /// From one place to the next [px].
    pub pitch: f64,
}

impl CardPlan {
    /// The plan of a card with this outline.
    pub fn of(card: Rect) -> CardPlan {
        let inner = card.w - 2.0 * INSET;
        let kind = if card.w >= WIDE_CARD {
            CardKind::Wide
        } else if card.h < SMALL_BELOW {
            CardKind::Small
        } else {
            CardKind::Tall
        };
        let (people, queue) = if kind == CardKind::Wide {
            let left = (inner * 0.42).floor();
            (
                Rect { x: card.x + INSET, y: card.y + 31.0, w: left, h: 26.0 },
                Rect {
                    x: card.x + INSET + left + 8.0,
                    y: card.y + 32.0,
                    w: inner - left - 8.0,
                    h: 24.0,
                },
            )
        } else if kind == CardKind::Small {
            (
                Rect { x: card.x + INSET, y: card.y + 29.0, w: inner, h: 20.0 },
                Rect { x: card.x + INSET, y: card.y + 54.0, w: inner, h: 12.0 },
            )
        } else {
            (
                Rect { x: card.x + INSET, y: card.y + 33.0, w: inner, h: 30.0 },
                Rect { x: card.x + INSET, y: card.y + 71.0, w: inner, h: 24.0 },
            )
        };
        CardPlan { kind, people, queue: Grid::in_rect(queue, 11.5) }
    }

    /// The radius of a worker's ring among so many, and from one ring to the next [px].
    pub fn ring(&self, workers: u32) -> (f64, f64) {
        let workers = f64::from(workers.max(1));
        let radius = (self.people.h / 2.0 - 2.0).min(self.people.w / workers / 2.5).min(12.5);
        let rest = (self.people.w - 2.0 * radius) / (workers - 1.0).max(1.0);
        (radius, rest.min(radius * 2.0 + 9.0))
    }
}

impl Grid {
    /// As many places as fit.
    pub fn in_rect(rect: Rect, pitch: f64) -> Grid {
        Grid {
            first: Point::new(rect.x + pitch / 2.0, rect.y + pitch / 2.0),
            columns: ((rect.w / pitch) as u32).max(1),
            rows: ((rect.h / pitch) as u32).max(1),
            pitch,
        }
    }

    /// How many places there are.
    pub fn places(&self) -> u32 {
        self.columns * self.rows
    }

    /// The center of a place, row by row.
    pub fn place(&self, index: u32) -> Point {
        let (row, column) = (index / self.columns, index % self.columns);
        Point::new(
            self.first.x + f64::from(column) * self.pitch,
            self.first.y + f64::from(row) * self.pitch,
        )
    }
}
