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
    /// The last of them to be delivered.
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
    /// up to a cycle time of `top`, what takes longer in the highest.
    pub fn scatter(&self, window: Window, (columns, rows): (u32, u32), top: WorkTime) -> Vec<Dot> {
        let (columns, rows) = (columns.max(1) as usize, rows.max(1) as usize);
        let across = columns as f64 / window.span().0.max(1) as f64;
        let up = rows as f64 / top.0.max(1) as f64;
        let mut cells = vec![u32::MAX; columns * rows];
        let mut dots: Vec<Dot> = Vec::new();
        self.delivered_within(window).for_each(|&id| {
            let item = &self.items[id.index()];
            let (at, cycle_time) = (item.ended, item.ended.since(item.released));
            let column = (at.since(window.after).0 as f64 * across) as usize;
            let row = (cycle_time.0 as f64 * up) as usize;
            let cell = &mut cells[row.min(rows - 1) * columns + column.min(columns - 1)];
            if let Some(dot) = dots.get_mut(*cell as usize) {
                *dot = Dot { item: id, at, cycle_time, count: dot.count + 1 };
            } else {
                *cell = dots.len() as u32;
                dots.push(Dot { item: id, at, cycle_time, count: 1 });
            }
        });
        dots
    }

    /// How many of the items delivered in a window took how long: bar k counts cycle times from k to k + 1 widths, the
    /// upper end excluded.
    pub fn histogram(&self, window: Window, width: WorkTime) -> Vec<u32> {
        let mut bars = Vec::new();
        for (_, time) in self.cycle_times(window) {
            let bar = ((time.0 / width.0.max(1)) as usize).min(BARS_MOST - 1);
            if bars.len() <= bar {
                bars.resize(bar + 1, 0);
            }
            bars[bar] += 1;
        }
        bars
    }
}
