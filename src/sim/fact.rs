//! What a run says: one fact for everything that happened, in order. Nothing else comes out of it.

use serde::{Deserialize, Serialize};

use super::rulebook::Rulebook;
use super::simulation::Simulation;
use crate::value_stream::{ClassId, LinkId, SimTime, SourceId, StageId};

/// A work item: its number in the order of arrival at the stream, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ItemId(pub u32);

impl ItemId {
    /// Stands in facts that concern no item.
    pub const NONE: ItemId = ItemId(u32::MAX);

    /// The position in lists of all items.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What takes the facts of a run as they come: a list, or what is made of them at once.
pub trait Sink: Sized + 'static {
    /// Takes a fact, which follows the ones before.
    fn take(&mut self, fact: Fact);

    /// Takes `Entered`.
    #[inline]
    fn enter(&mut self, at: SimTime, item: ItemId, stage: StageId) {
        self.take(Fact { at, item, what: What::Entered { stage } });
    }

    /// Takes `Started`.
    #[inline]
    fn start(&mut self, at: SimTime, item: ItemId, stage: StageId, worker: u16) {
        self.take(Fact { at, item, what: What::Started { stage, worker } });
    }

    /// Takes `Finished`.
    #[inline]
    fn finish(&mut self, at: SimTime, item: ItemId, stage: StageId) {
        self.take(Fact { at, item, what: What::Finished { stage } });
    }

    /// Takes `Left`.
    #[inline]
    fn leave(&mut self, at: SimTime, item: ItemId, stage: StageId, link: LinkId) {
        self.take(Fact { at, item, what: What::Left { stage, link } });
    }

    /// Takes `Finished`, `Left` and `Entered`, of an item that goes straight from one stage into another.
    #[inline]
    fn pass(&mut self, at: SimTime, item: ItemId, stage: StageId, link: LinkId, to: StageId) {
        self.finish(at, item, stage);
        self.leave(at, item, stage, link);
        self.enter(at, item, to);
    }

    /// Moves a run on by a shorter way, if there is one, up to the horizon or by so many events. Returns their number.
    #[doc(hidden)]
    #[inline]
    fn run_ahead(&mut self, _: &mut Simulation, _horizon: SimTime, _budget: u32) -> u32 {
        0
    }

    /// Something will happen to these items soon. Where very many are under way, what is known of them lies anywhere in memory:
    /// what is looked for together comes together.
    #[doc(hidden)]
    fn look_at(&self, items: impl Iterator<Item = ItemId>) {
        std::hint::black_box(items.fold(0, |ids, item| ids ^ item.0));
    }

    /// The rules beyond the simple ones.
    #[doc(hidden)]
    fn rules(&self, _: &Simulation) -> &'static Rulebook<Self> {
        &Rulebook::ALL
    }
}

impl Sink for Vec<Fact> {
    #[inline]
    fn take(&mut self, fact: Fact) {
        self.push(fact);
    }

    fn rules(&self, simulation: &Simulation) -> &'static Rulebook<Self> {
        simulation.rulebook
    }
}

/// One observed effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fact {
    /// When it happened.
    pub at: SimTime,
    /// To which item; `ItemId::NONE` where it concerns none.
    pub item: ItemId,
    /// What happened.
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum What {
    /// The item was asked for; lead time starts. Items are numbered in the order of these facts.
    Arrived {
        /// Where it came from.
        source: SourceId,
        /// What kind of work it is.
        class: ClassId,
    },
    /// The item found no room and its source does not wait.
    TurnedAway,
    /// The item was let into the stream; cycle time starts. Always followed by `Entered`.
    Released,
    /// The item took a place in a stage.
    Entered {
        /// The stage.
        stage: StageId,
    },
    /// A worker began (or, on a later visit, began again) to work on the item.
    Started {
        /// The stage.
        stage: StageId,
        /// The worker, from 0; always 0 where workers are unlimited.
        worker: u16,
    },
    /// Work on the item at this stage is done.
    Finished {
        /// The stage.
        stage: StageId,
    },
    /// The finished item has no room downstream and stays in its place.
    Blocked {
        /// The stage that it cannot leave.
        stage: StageId,
    },
    /// There is room now; always followed by `Left`.
    Unblocked {
        /// The stage.
        stage: StageId,
    },
    /// The item gave up its place in the stage and takes this link. Where the link's target has no room and
    /// the link says `leave`, the item is outside any stage until `Entered`.
    Left {
        /// The stage.
        stage: StageId,
        /// The link that it takes.
        link: LinkId,
    },
    /// The customer has it; lead time and cycle time end.
    Delivered,
    /// From now on the stage has this many people.
    Staffed {
        /// The stage.
        stage: StageId,
        /// How many; none means unlimited.
        workers: Option<u16>,
    },
    /// A worker took the item along with the one that `Started` last: they finish together.
    Joined {
        /// The stage.
        stage: StageId,
        /// The worker.
        worker: u16,
    },
    /// The worker sets up before working on the item; follows `Started` or `Joined`.
    SettingUp {
        /// The stage.
        stage: StageId,
    },
    /// The worker has stopped setting up: work on the item begins, or an interruption.
    SetUp {
        /// The stage.
        stage: StageId,
    },
    /// Work on the item stops: its worker was interrupted, or taken away by an item that preempts.
    Interrupted {
        /// The stage.
        stage: StageId,
    },
    /// Work on the item goes on where it stood.
    Resumed {
        /// The stage.
        stage: StageId,
        /// The worker.
        worker: u16,
    },
    /// Something interrupts this worker, at work or not. A worker who is held by a finished item then stops when
    /// it has gone.
    Stopped {
        /// The stage.
        stage: StageId,
        /// The worker.
        worker: u16,
    },
    /// The interruption is over.
    Recovered {
        /// The stage.
        stage: StageId,
        /// The worker.
        worker: u16,
    },
    /// The worker shares time among so many items from now on; 1: there is nothing to share.
    Juggling {
        /// The stage.
        stage: StageId,
        /// The worker.
        worker: u16,
        /// How many.
        items: u16,
        /// What switching between them costs [billionths of the worker's time].
        lost: u32,
    },
    /// The work on the item at this stage was not good: its worker does it again.
    Redone {
        /// The stage.
        stage: StageId,
    },
    /// The work at this stage put a defect into the item. Nobody sees it yet.
    DefectMade {
        /// The stage.
        stage: StageId,
    },
    /// A defect on the item was seen.
    DefectFound {
        /// The stage that made it.
        maker: StageId,
        /// The stage that saw it.
        at: StageId,
    },
    /// The item gave up its place in the stage and goes back to where its defect was made; like `Left`.
    SentBack {
        /// The stage that it leaves.
        stage: StageId,
        /// The stage that must do it again.
        to: StageId,
    },
    /// The item was thrown away: it leaves the stream without reaching the customer.
    Scrapped {
        /// The stage that it leaves.
        stage: StageId,
    },
    /// The customer has the item, and it has a defect; follows `Delivered`.
    Escaped,
    /// The customer asks for an item.
    Demanded,
    /// A request is met.
    DemandMet,
    /// A request is lost: nothing was on the shelf.
    DemandLost,
    /// A delivered item goes to the shelf: nobody has asked for it yet.
    Shelved,
    /// So many finished items are on the shelf from the start.
    Stocked {
        /// How many.
        items: u32,
    },
    /// Nobody waits for the item any longer: it leaves before any work on it has begun.
    Cancelled {
        /// The stage in which it waited; none: it was in the backlog and never released.
        stage: Option<StageId>,
    },
    /// The stream was amended; the number counts the run's amendments from 0.
    Amended {
        /// Which amendment.
        number: u16,
    },
}
