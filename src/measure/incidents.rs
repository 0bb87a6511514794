//! What happens beside the flow: pauses in the work, interruptions of people, defects, demand. Kept in the order in
//! which it happened.

use crate::sim::{ItemId, progress};
use crate::value_stream::{SimTime, StageId};

use super::line::Line;
use super::measures::{Market, Window};

/// A stretch of a visit in which nobody worked on the item although its work had begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pause {
    /// The visit, by its number.
    pub(super) visit: u32,
    /// When it began.
    pub(super) from: SimTime,
    /// When it ended; `SimTime::NEVER`: not yet.
    pub(super) until: SimTime,
    /// Whether the worker was setting up.
    pub(super) is_setup: bool,
}

/// A stretch in which a worker was interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stop {
    /// The stage.
    pub(super) stage: StageId,
    /// The worker.
    pub(super) worker: u16,
    /// When it began.
    pub(super) from: SimTime,
    /// When it ended; `SimTime::NEVER`: not yet.
    pub(super) until: SimTime,
}

/// A stretch in which a worker shared time among several items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shared {
    /// The stage.
    pub(super) stage: StageId,
    /// The worker.
    worker: u16,
    /// When it began.
    pub(super) from: SimTime,
    /// When it ended; `SimTime::NEVER`: not yet.
    pub(super) until: SimTime,
    /// How many items.
    pub(super) items: u16,
    /// What switching between them costs [billionths of the time].
    lost: u32,
}

impl Shared {
    /// How much of a window it takes, and in how much of that work was done [worker-ticks]. Windows that follow one
    /// another add up.
    pub(super) fn within(&self, window: Window) -> (u128, u128) {
        let (from, until) = (self.from.max(window.after), self.until.min(window.until));
        if from >= until {
            return (0, 0);
        }
        let done = |at: SimTime| progress(at.since(self.from).0, self.lost);
        (u128::from(until.since(from).0), u128::from(done(until) - done(from)))
    }

    /// Items beyond the first: their visits say that somebody works on them, and it is always the same one.
    pub(super) fn surplus(&self) -> u32 {
        u32::from(self.items) - 1
    }
}

/// What happened to the quality of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum QualityEvent {
    /// A stage made a defect.
    Made,
    /// A stage found a defect, its own or another's.
    Found,
    /// A stage did its work again at once.
    Redone,
}

/// What happened to demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DemandEvent {
    Asked,
    MetAtOnce,
    MetLater(ItemId),
    Lost,
    Shelved(ItemId),
    Stocked(u32),
}

#[derive(Debug, Clone, Default)]
pub(super) struct Incidents {
    pub(super) pauses: Vec<Pause>,
    open_pauses: Vec<u32>,
    pub(super) stops: Vec<Stop>,
    open_stops: Vec<u32>,
    pub(super) shared: Vec<Shared>,
    open_shared: Vec<u32>,
    pub(super) quality: Vec<(SimTime, StageId, QualityEvent)>,
    demand: Vec<(SimTime, DemandEvent)>,
    /// When something was asked for.
    requests: Line,
}

impl Incidents {
    /// Memory [bytes].
    pub(super) fn bytes(&self) -> usize {
        self.pauses.capacity() * size_of::<Pause>()
            + self.stops.capacity() * size_of::<Stop>()
            + self.shared.capacity() * size_of::<Shared>()
            + self.quality.capacity() * size_of::<(SimTime, StageId, QualityEvent)>()
            + self.demand.capacity() * size_of::<(SimTime, DemandEvent)>()
            + self.requests.bytes()
    }

    pub(super) fn pause(&mut self, visit: u32, from: SimTime, is_setup: bool) {
        self.open_pauses.push(self.pauses.len() as u32);
        self.pauses.push(Pause { visit, from, until: SimTime::NEVER, is_setup });
    }

    /// Ends the pause of a visit; says how long it was.
    pub(super) fn resume(&mut self, visit: u32, at: SimTime) -> u64 {
        let open = self.open_pauses.iter();
        let place = open.copied().position(|pause| self.pauses[pause as usize].visit == visit);
        let Some(place) = place else { return 0 };
        let pause = &mut self.pauses[self.open_pauses.swap_remove(place) as usize];
        pause.until = at;
        at.since(pause.from).0
    }

    pub(super) fn stop(&mut self, stage: StageId, worker: u16, from: SimTime) {
        self.open_stops.push(self.stops.len() as u32);
        self.stops.push(Stop { stage, worker, from, until: SimTime::NEVER });
    }

    pub(super) fn recover(&mut self, stage: StageId, worker: u16, at: SimTime) {
        let is_it = |&stop: &u32| {
            let stop = &self.stops[stop as usize];
            stop.stage == stage && stop.worker == worker
        };
        if let Some(place) = self.open_stops.iter().position(is_it) {
            let stop = self.open_stops.swap_remove(place);
            self.stops[stop as usize].until = at;
        }
    }

    /// A worker shares time among so many items from now on. Returns how many more than before.
    pub(super) fn share(
        &mut self,
        at: SimTime,
        stage: StageId,
        worker: u16,
        items: u16,
        lost: u32,
    ) -> i32 {
        let is_it = |&shared: &u32| {
            let shared = &self.shared[shared as usize];
            shared.stage == stage && shared.worker == worker
        };
        let mut before = 1;
        if let Some(place) = self.open_shared.iter().position(is_it) {
            let shared = &mut self.shared[self.open_shared.swap_remove(place) as usize];
            shared.until = at;
            before = i32::from(shared.items);
        }
        if items > 1 {
            self.open_shared.push(self.shared.len() as u32);
            let until = SimTime::NEVER;
            self.shared.push(Shared { stage, worker, from: at, until, items, lost });
        }
        i32::from(items) - before
    }

    pub(super) fn ask(&mut self, at: SimTime, event: DemandEvent) {
        if event == DemandEvent::Asked {
            self.requests.push(at);
        }
        self.demand.push((at, event));
    }

    /// The request for which `ask` came last is met from the shelf, or an older one by a delivery.
    pub(super) fn meet(&mut self, at: SimTime, item: ItemId) {
        let event =
            if item == ItemId::NONE { DemandEvent::MetAtOnce } else { DemandEvent::MetLater(item) };
        self.demand.push((at, event));
    }

    /// Requests in a window; none where nothing was ever asked for.
    pub(super) fn asked(&self, window: Window) -> Option<u32> {
        if self.demand.is_empty() {
            return None;
        }
        Some((self.requests.up_to(window.until) - self.requests.up_to(window.after)) as u32)
    }

    /// When something was asked for.
    pub(super) fn requests(&self) -> &Line {
        &self.requests
    }

    /// Whether anything is ever asked for, or in stock for it.
    pub(super) fn has_demand(&self) -> bool {
        !self.demand.is_empty()
    }

    /// What happened to demand, in order.
    pub(super) fn demands(&self) -> impl Iterator<Item = &(SimTime, DemandEvent)> {
        self.demand.iter()
    }

    /// What demand came to in a window; none where nothing was ever asked for.
    pub(super) fn market(&self, window: Window) -> Option<Market> {
        if self.demand.is_empty() {
            return None;
        }
        let mut market = Market::default();
        let (mut shelf, mut owed) = (0_u32, 0_u32);
        let (mut shelf_area, mut owed_area) = (0_u128, 0_u128);
        let mut since = SimTime::START;
        let end = [(SimTime::NEVER, DemandEvent::Stocked(0))];
        for &(at, event) in self.demand.iter().chain(&end) {
            let span = u128::from(window.overlap(since, at));
            shelf_area += span * u128::from(shelf);
            owed_area += span * u128::from(owed);
            since = at;
            if at > window.until {
                break;
            }
            let counts = u32::from(at > window.after);
            match event {
                DemandEvent::Asked => {
                    market.demanded += counts;
                    owed += 1;
                }
                DemandEvent::MetAtOnce => {
                    market.met_at_once += counts;
                    market.met += counts;
                    shelf -= 1;
                    owed -= 1;
                }
                DemandEvent::MetLater(_) => {
                    market.met += counts;
                    owed -= 1;
                }
                DemandEvent::Lost => {
                    market.lost += counts;
                    owed -= 1;
                }
                DemandEvent::Shelved(_) => shelf += 1,
                DemandEvent::Stocked(items) => shelf += items,
            }
        }
        let span = window.span().0;
        market.shelf_now = shelf;
        market.owed_now = owed;
        if span > 0 {
            market.shelf = shelf_area as f64 / span as f64;
            market.owed = owed_area as f64 / span as f64;
        }
        Some(market)
    }
}
