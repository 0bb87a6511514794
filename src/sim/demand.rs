//! The customer: what is asked for, what waits on the shelf, and what comes back.

use super::Seed;
use super::draws::{ItemKey, Place, Purpose};
use super::fact::{Fact, ItemId, Sink, What};
use super::moves::take_seat;
use super::sampler::Sampler;
use super::simulation::Simulation;
use super::state::{NONE, Phase, Seat};
use crate::value_stream::{CUSTOMER, Release, Runnable, Unmet, ValueStream};

/// The customer's side of a run.
#[derive(Debug, Clone)]
pub(super) struct Market {
    /// Time between requests; none: everything is wanted.
    every: Option<Sampler>,
    draws: Place,
    /// Requests so far.
    requests: u64,
    is_lost: bool,
    /// Finished items that nobody has asked for.
    shelf: u32,
    /// Requests that wait.
    owed: u32,
    /// Whether requests are what releases items.
    pub(super) is_pulling: bool,
    /// Items that requests have ordered and that are not released yet.
    pub(super) orders: u32,
    stock: u32,
    /// Its slot.
    pub(super) seat: u32,
    feedback: Option<(f64, Returns)>,
    feedback_draws: Place,
    escapes: Option<Returns>,
}

/// How something comes back.
#[derive(Debug, Clone)]
struct Returns {
    delay: Sampler,
    draws: Place,
    source: u16,
    count: u64,
}

impl Returns {
    /// Where and after how long an item comes back.
    fn next(&mut self, key: ItemKey) -> (u16, u64) {
        let span = self.delay.ticks(self.draws.draw(key, 0), self.count);
        self.count += 1;
        (self.source, span)
    }
}

impl Market {
    /// A market where everything is wanted and nothing comes back.
    pub(super) fn none(seed: Seed) -> Market {
        Market {
            every: None,
            draws: Place::new(seed, CUSTOMER, Purpose::Demand),
            requests: 0,
            is_lost: false,
            shelf: 0,
            owed: 0,
            is_pulling: false,
            orders: 0,
            stock: 0,
            seat: NONE,
            feedback: None,
            feedback_draws: Place::new(seed, CUSTOMER, Purpose::Feedback),
            escapes: None,
        }
    }

    pub(super) fn of(runnable: &Runnable, seed: Seed) -> Market {
        let stream = runnable.stream();
        let unit = stream.calendar.ticks_per_unit();
        let returns = |delay, source: &str, purpose| Returns {
            delay: Sampler::new(delay, unit),
            draws: Place::new(seed, source, purpose),
            source: stream.sources.iter().position(|one| one.id == source).unwrap_or(0) as u16,
            count: 0,
        };
        let customer = &stream.customer;
        let mut market = Market {
            feedback: customer.feedback.as_ref().map(|feedback| {
                let returns = returns(&feedback.delay, &feedback.source, Purpose::Delay);
                (feedback.share, returns)
            }),
            escapes: customer
                .escapes
                .as_ref()
                .map(|escapes| returns(&escapes.delay, &escapes.source, Purpose::Inspection)),
            ..Market::none(seed)
        };
        market.take_parameters(stream);
        market
    }

    /// Copies from the stream what amendments can change.
    pub(super) fn take_parameters(&mut self, stream: &ValueStream) {
        let unit = stream.calendar.ticks_per_unit();
        let demand = stream.customer.demand.as_ref();
        self.every = demand.map(|demand| Sampler::new(&demand.every, unit));
        self.is_lost = demand.is_some_and(|demand| demand.unmet == Unmet::Lost);
        (self.is_pulling, self.stock) = match stream.release {
            Release::BaseStock(stock) => (true, stock),
            _ => (false, 0),
        };
    }

    /// Whether everything is wanted and nothing comes back.
    pub(super) fn is_plain(&self) -> bool {
        !self.has_demand() && !self.is_pulling && self.feedback.is_none() && self.escapes.is_none()
    }

    pub(super) fn has_demand(&self) -> bool {
        self.every.is_some()
    }
}

impl Simulation {
    /// The customer's first request is awaited; stock is on the shelf.
    pub(super) fn open_market(&mut self, facts: &mut impl Sink) {
        let market = &mut self.market;
        let Some(every) = &market.every else { return };
        let span = every.ticks(market.draws.numbered(0), 0);
        if market.stock > 0 {
            market.shelf = market.stock;
            let what = What::Stocked { items: market.stock };
            facts.take(Fact { at: self.now, item: ItemId::NONE, what });
        }
        let seat = market.seat;
        self.set_seat(seat, span);
    }

    /// The customer asks for an item.
    pub(super) fn demand(&mut self, facts: &mut impl Sink) {
        let at = self.now;
        let mut say = |what| facts.take(Fact { at, item: ItemId::NONE, what });
        let market = &mut self.market;
        let seat = market.seat;
        market.requests += 1;
        say(What::Demanded);
        let is_lost = market.shelf == 0 && market.is_lost;
        if market.shelf > 0 {
            market.shelf -= 1;
            say(What::DemandMet);
        } else if is_lost {
            say(What::DemandLost);
        } else {
            market.owed += 1;
        }
        if market.is_pulling && !is_lost {
            market.orders += 1;
        }
        let span = market.every.as_ref().map(|every| {
            // Never twice at one tick for ever.
            every.ticks(market.draws.numbered(market.requests), market.requests).max(1)
        });
        if let Some(span) = span {
            self.set_seat(seat, span);
        }
        self.agitate_sources();
    }

    /// The customer receives an item.
    #[cold]
    pub(super) fn receive(&mut self, item: u32, facts: &mut impl Sink) {
        if self.market.has_demand() {
            if self.market.owed > 0 {
                self.market.owed -= 1;
                self.say(item, What::DemandMet, facts);
            } else {
                self.market.shelf += 1;
                self.say(item, What::Shelved, facts);
            }
        }
        let key = self.items[item as usize].key;
        if self.words > 0 && self.is_defective(item) {
            self.say(item, What::Escaped, facts);
            if let Some(returns) = &mut self.market.escapes {
                let (source, span) = returns.next(key);
                self.come_back(source, span);
            }
        }
        if let Some((share, returns)) = &mut self.market.feedback
            && self.market.feedback_draws.draw(key, 0).uniform() < *share
        {
            let (source, span) = returns.next(key);
            self.come_back(source, span);
        }
    }

    /// An item leaves without reaching the customer: what was ordered is still missing.
    pub(super) fn order_again(&mut self, item: u32) {
        if self.market.is_pulling && self.memos[item as usize].is_ordered {
            self.market.orders += 1;
            self.agitate_sources();
        }
    }

    /// New work arrives at a source after a time.
    fn come_back(&mut self, source: u16, span: u64) {
        let seat = Seat::timer(Phase::Return, source, 0);
        let seat = take_seat(&mut self.seats, &mut self.free_seats, seat);
        self.set_seat(seat, span);
    }
}
