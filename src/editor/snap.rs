//! Lines that a dragged stage keeps to: those of the stages that stand, and a grid.

use crate::value_stream::Position;

/// What is nearer than this to a line comes to stand on it [belt units].
const NEAR: f64 = 0.07;
/// Without a line, places are multiples of this [belt units].
const GRID: f64 = 0.0625;

/// Where something comes to stand, and the lines it keeps to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Snap {
    /// The place.
    pub at: Position,
    /// The upright line through another stage's middle, by its x.
    pub upright: Option<f64>,
    /// The level line through another stage's middle, by its y.
    pub level: Option<f64>,
}

/// Where something at a place comes to stand among others.
pub fn snap(at: Position, others: &[Position]) -> Snap {
    let line = |place: f64, lines: &mut dyn Iterator<Item = f64>| {
        let mut best: Option<f64> = None;
        for line in lines {
            let is_nearer = best.is_none_or(|best| (line - place).abs() < (best - place).abs());
            if (line - place).abs() < NEAR && is_nearer {
                best = Some(line);
            }
        }
        best
    };
    let upright = line(at.x, &mut others.iter().map(|other| other.x));
    let level = line(at.y, &mut others.iter().map(|other| other.y));
    let grid = |place: f64| libm::round(place / GRID) * GRID;
    let at = Position { x: upright.unwrap_or(grid(at.x)), y: level.unwrap_or(grid(at.y)) };
    Snap { at, upright, level }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_near_a_line_stands_on_it_and_else_on_the_grid() {
        let others = [Position { x: 1.01, y: 4.0 }, Position { x: 0.9, y: -2.03 }];
        let near = snap(Position { x: 1.05, y: -2.0 }, &others);
        assert_eq!((near.upright, near.level), (Some(1.01), Some(-2.03)));
        assert_eq!(near.at, Position { x: 1.01, y: -2.03 });
        let far = snap(Position { x: 3.04, y: 0.49 }, &others);
        assert_eq!((far.upright, far.level, far.at), (None, None, Position { x: 3.0625, y: 0.5 }));
    }
}
