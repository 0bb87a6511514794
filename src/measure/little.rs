//! Little's law on a window, exact, beside its asymptotic form, and what lies between the two.
//!
//! Mean WIP × length is the time that items spend inside, whoever they are. Throughput × mean cycle time × length is the
//! whole time of the delivered ones. The two differ by what the window's edges cut off, and by what never gets out
//! (Little 2011; Stidham 1974).

use super::blocks::SIZE;
use super::ledger::Ledger;
use super::measures::Window;

/// The item-time of a window in parts [item-ticks].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Little {
    /// The window.
    pub window: Window,
    /// Items delivered in it.
    pub delivered: u32,
    /// Time inside the window of the items delivered in it.
    pub delivered_inside: u128,
    /// Time inside the window of the items that are unfinished at its end.
    pub unfinished_inside: u128,
    /// Time inside the window of the items that were scrapped or cancelled in it.
    pub dropped_inside: u128,
    /// Time before the window of the items delivered in it: part of their cycle times, but not of the window.
    pub before: u128,
}

impl Little {
    /// Mean WIP × length: always equal to `Measures::area`.
    pub fn area(&self) -> u128 {
        self.delivered_inside + self.unfinished_inside + self.dropped_inside
    }

    /// Throughput × mean cycle time × length: the sum of the cycle times.
    pub fn cycled(&self) -> u128 {
        self.delivered_inside + self.before
    }

    /// Item-ticks as a mean number of items in the window.
    pub fn items(&self, part: u128) -> f64 {
        part as f64 / self.window.span().0.max(1) as f64
    }
}

impl Ledger {
    /// Little's law on a window.
    pub fn little(&self, window: Window) -> Little {
        let mut little = Little {
            window,
            delivered: 0,
            delivered_inside: 0,
            unfinished_inside: 0,
            dropped_inside: 0,
            before: 0,
        };
        for range in self.item_blocks.ending_after(window.after, self.items.len()) {
            if let Some(digest) = self.digested_items(range.start / SIZE, window) {
                little.delivered += digest.delivered;
                little.delivered_inside += digest.spent - digest.dropped;
                little.dropped_inside += digest.dropped;
                continue;
            }
            for item in self.items.range(range) {
                if item.arrived > window.until {
                    return little;
                }
                let inside = u128::from(window.overlap(item.released, item.ended));
                if item.ended > window.until {
                    little.unfinished_inside += inside;
                } else if item.is_dropped() {
                    little.dropped_inside += inside;
                } else if item.ended > window.after {
                    little.delivered += 1;
                    little.delivered_inside += inside;
                    little.before += u128::from(window.after.since(item.released).0);
                }
            }
        }
        little
    }
}
