//! The cycle times of delivered items, reduced to what a picture can show: a dot per cell, a count per bar. No item is
//! left out of either.

use super::ledger::Ledger;
use super::measures::Window;
use crate::sim::ItemId;
use crate::value_stream::{SimTime, WorkTime};

/// Most bars of a histogram; what is longer counts in the last.
const BARS_MOST: usize = 4096;

/// Delivered items that a picture cannot tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dot {
    /// One of the last of them to be delivered.
    pub item: ItemId,
    /// When that was.
    pub at: SimTime,
    /// How long it took from release to delivery.
    pub cycle_time: WorkTime,
    /// How many there are.
    pub count: u32,
}

impl Ledger {
    /// The items delivered in a window, a dot for each cell of a grid that has some: `columns` across the window, `rows`
    /// up to a cycle time of `top`, what takes longer in the highest. Many that are delivered within the width of a column
    /// share one.
    pub fn scatter(&self, window: Window, (columns, rows): (u32, u32), top: WorkTime) -> Vec<Dot> {
        let (columns, rows) = (columns.max(1) as usize, rows.max(1) as usize);
        let across = columns as f64 / window.span().0.max(1) as f64;
        let up = rows as f64 / top.0.max(1) as f64;
        let row_of = |time: WorkTime| ((time.0 as f64 * up) as usize).min(rows - 1);
        let item = |exit: usize| &self.items[self.exits[exit].index()];
        let along = |exit: usize| item(exit).ended.since(window.after).0 as f64 * across;
        let mut cells = vec![u32::MAX; columns * rows];
        // The exit of one of each dot's items, and how many they are.
        let mut dots: Vec<(usize, u32)> = Vec::new();
        let mut add = |column: f64, row: usize, exit: usize, more: usize| {
            let cell = &mut cells[row * columns + (column as usize).min(columns - 1)];
            if let Some(dot) = dots.get_mut(*cell as usize) {
                *dot = (exit, dot.1 + more as u32);
            } else {
                *cell = dots.len() as u32;
                dots.push((exit, more as u32));
            }
        };
        for piece in self.pieces(window) {
            let end = along(piece.end - 1);
            if end - along(piece.start) < 1.0 {
                let block = self.deliveries(piece.clone());
                block.alike(row_of, |row, alike| {
                    let slowest = usize::from(block.places[alike.end - 1]);
                    add(end, row, piece.start + slowest, alike.len());
                });
            } else {
                for exit in piece.filter(|&exit| self.is_delivered(self.exits[exit])) {
                    add(along(exit), row_of(item(exit).cycle_time()), exit, 1);
                }
            }
        }
        let dot = |(exit, count): (usize, u32)| {
            let (at, cycle_time) = (item(exit).ended, item(exit).cycle_time());
            Dot { item: self.exits[exit], at, cycle_time, count }
        };
        dots.into_iter().map(dot).collect()
    }

    /// How many of the items delivered in a window took how long: bar k counts cycle times from k to k + 1 widths, the
    /// upper end excluded.
    pub fn histogram(&self, window: Window, width: WorkTime) -> Vec<u32> {
        let mut bars = Vec::new();
        let bar_of = |time: WorkTime| ((time.0 / width.0.max(1)) as usize).min(BARS_MOST - 1);
        for piece in self.pieces(window) {
            self.deliveries(piece).alike(bar_of, |bar, alike| {
                if bars.len() <= bar {
                    bars.resize(bar + 1, 0);
                }
                bars[bar] += alike.len() as u32;
            });
        }
        bars
    }
}
