//! What a window costs and brings, where the stream gives prices: sums of ticks and items, exact, times a price each.

use std::collections::VecDeque;

use super::incidents::DemandEvent;
use super::ledger::Ledger;
use super::measures::{Money, Window};
use crate::sim::ItemId;
use crate::value_stream::{Runnable, SimTime, TICKS_PER_HOUR};

/// The prices of a stream.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Prices {
    /// Of a person [1/tick].
    worker: f64,
    /// Of an item in the stream [1/tick].
    item: f64,
    /// Of an item of each class, delivered.
    values: Vec<f64>,
    /// Of an item of each class that is waited for [1/tick].
    delays: Vec<f64>,
}

impl Prices {
    /// The prices of a stream; none: it gives none.
    pub(super) fn of(runnable: &Runnable) -> Option<Prices> {
        let stream = runnable.stream();
        let day = stream.calendar.ticks_per_day();
        let prices = Prices {
            worker: stream.costs.worker_hour / TICKS_PER_HOUR as f64,
            item: stream.costs.item_day / day,
            values: stream.classes.iter().map(|class| class.value).collect(),
            delays: stream.classes.iter().map(|class| class.cost_of_delay / day).collect(),
        };
        let of_classes = prices.values.iter().chain(&prices.delays);
        let mut all = of_classes.copied().chain([prices.worker, prices.item]);
        all.any(|price| price > 0.0).then_some(prices)
    }
}

impl Ledger {
    /// What a window costs and brings, given the time that people are paid for, the time of items in the stream, and how
    /// many were delivered.
    pub(super) fn money(
        &self,
        window: Window,
        paid: u128,
        inside: u128,
        delivered: u32,
    ) -> Option<Money> {
        let prices = self.prices.as_ref()?;
        let (labor, holding) = (paid as f64 * prices.worker, inside as f64 * prices.item);
        let waited = self.waited_by_class(window, prices.delays.len());
        let delay = waited.iter().zip(&prices.delays).map(|(&ticks, delay)| ticks as f64 * delay);
        Some(Money {
            value: self.value(window, prices),
            labor,
            holding,
            delay: delay.sum(),
            cost_per_item: (delivered > 0).then(|| (labor + holding) / f64::from(delivered)),
        })
    }

    /// Time from arrival to the end of each class's items, within a window [item-ticks].
    fn waited_by_class(&self, window: Window, classes: usize) -> Vec<u128> {
        let mut waited = vec![0; classes];
        for range in self.item_blocks.ending_after(window.after, self.items.len()) {
            for item in self.items.range(range) {
                if let Some(waited) = waited.get_mut(item.class.index())
                    && !item.turned_away
                {
                    *waited += u128::from(window.overlap(item.arrived, item.ended));
                }
            }
        }
        waited
    }

    /// What the customer got in a window, where there is a demand: what was asked for. The shelf is emptied in the order
    /// in which it was filled; what stood there from the start is of the first class.
    fn value(&self, window: Window, prices: &Prices) -> f64 {
        let class = |item: ItemId| self.items[item.index()].class.index();
        let mut counts = vec![0_u32; prices.values.len().max(1)];
        let mut shelf: VecDeque<usize> = VecDeque::new();
        let is_inside = |at: SimTime| at > window.after && at <= window.until;
        let mut got = |class: usize, counts_now: bool| {
            if let Some(count) = counts.get_mut(class) {
                *count += u32::from(counts_now);
            }
        };
        if self.incidents.has_demand() {
            for &(at, event) in self.incidents.demands().take_while(|(at, _)| *at <= window.until) {
                match event {
                    DemandEvent::Stocked(items) => shelf.extend((0..items).map(|_| 0)),
                    DemandEvent::Shelved(item) => shelf.push_back(class(item)),
                    DemandEvent::MetLater(item) => got(class(item), is_inside(at)),
                    DemandEvent::MetAtOnce => got(shelf.pop_front().unwrap_or(0), is_inside(at)),
                    DemandEvent::Asked | DemandEvent::Lost => {}
                }
            }
        } else {
            self.delivered_within(window).for_each(|&item| got(class(item), true));
        }
        counts.iter().zip(&prices.values).map(|(&count, value)| f64::from(count) * value).sum()
    }
}
