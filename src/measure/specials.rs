//! What a ledger does with facts beside the plain flow, as a table of functions: a program that knows its stream to be simple
//! need not carry them.

use super::ledger::Ledger;
use super::measures::{Market, Money, Window};
use super::window::Sums;
use crate::sim::{Fact, ItemId, What};
use crate::value_stream::SimTime;

#[derive(Debug)]
pub(super) struct Specials {
    /// Takes a fact beside the plain flow.
    pub(super) take: fn(&mut Ledger, SimTime, ItemId, What),
    /// Follows who waits for a batch.
    pub(super) watch: fn(&mut Ledger, Fact),
    /// Adds what such facts come to in a window.
    pub(super) sum: fn(&Ledger, &mut [Sums], Window),
    /// What demand came to in a window.
    pub(super) market: fn(&Ledger, Window) -> Option<Market>,
    /// What a window costs and brings, given paid time [worker-ticks], time in the stream [item-ticks] and deliveries.
    pub(super) money: fn(&Ledger, Window, u128, u128, u32) -> Option<Money>,
}

/// For any stream.
pub(super) static ALL: Specials = Specials {
    take: Ledger::add_incident,
    watch: Ledger::watch_people,
    sum: Ledger::add_incidents,
    market: |ledger, window| ledger.incidents.market(window),
    money: Ledger::money,
};

/// For streams where nothing of all this can happen.
pub(super) static PLAIN: Specials = Specials {
    take: |_, _, _, _| unreachable!("a plain flow has no such fact"),
    watch: |_, _| {},
    sum: |_, _, _| {},
    market: |_, _| None,
    money: |_, _, _, _, _| None,
};

impl Ledger {
    /// From now on anything may happen.
    pub fn expect_all(&mut self) {
        self.specials = &ALL;
    }
}
