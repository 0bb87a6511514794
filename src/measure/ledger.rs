//! The fold of facts: one record per item, one per visit, and the cumulative flow. Facts can be dropped afterwards.

use super::blocks::Blocks;
use super::cfd::Cfd;
use super::digest::Digests;
use super::free_people::FreePeople;
use super::incidents::{DemandEvent, Incidents, QualityEvent};
use super::measures::Window;
use super::money::Prices;
use super::pile::Pile;
use super::pressure::{Pressure, Totals};
use super::requests::Requests;
use super::specials::{self, Specials};
use super::visits::Visits;
use crate::sim::{Fact, ItemId, Simulation, Sink, What};
use crate::value_stream::{
    ClassId, FinishedItem, LinkId, Runnable, SimTime, SourceId, StageId, Target, WorkTime,
};

/// What a fold must know of a stream: the order of its stages and the meaning of its links.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// Each stage's place in CFD order.
    pub ranks: Vec<u16>,
    /// Each stage: whether a finished item holds its worker until it moves.
    pub holds_worker: Vec<bool>,
    /// Each stage: the items with which work starts; 1: singly.
    pub batches: Vec<u32>,
    /// Each stage: the number of the team whose people come to help; none: people of its own.
    pub teams: Vec<Option<u16>>,
    /// Each team: its people.
    pub team_workers: Vec<u16>,
    /// Each link: where it leads, as a move between stages or out of the stream.
    pub moves: Vec<Move>,
    /// Each source: the items of a request; empty where no source splits requests.
    pub split: Vec<u32>,
    /// Whether the facts say when work starts and ends; histories of boards do not.
    pub touch_known: bool,
}

/// Where a link leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// To another stage, downstream.
    Forward,
    /// To a stage upstream, or to the same again.
    Back,
    /// To the customer.
    Out,
}

/// One item, from request to delivery. `SimTime::NEVER` stands for what has not happened.
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of its own")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemRecord {
    /// When it was asked for.
    pub arrived: SimTime,
    /// When it was let into the stream.
    pub released: SimTime,
    /// When it left the stream: the customer had it, or it was scrapped or cancelled.
    pub ended: SimTime,
    /// Elapsed time in process until now, all its visits together; below 0 while more pauses than work have ended
    /// [ticks].
    pub(super) worked: i64,
    /// Its latest visit; `u32::MAX`: none.
    pub(super) last_visit: u32,
    /// Where it came from.
    pub source: SourceId,
    /// What kind of work it is.
    pub class: ClassId,
    /// Ranks it has reached, counted from 1; 0: none.
    pub(super) furthest: u16,
    /// Whether it found no room and was lost.
    pub turned_away: bool,
    /// Whether it was thrown away.
    pub scrapped: bool,
    /// Whether any stage ever put a defect into it.
    pub was_defective: bool,
    /// Whether a defect was ever found on it.
    pub was_found_defective: bool,
    /// Whether the customer had it with a defect.
    pub escaped: bool,
    /// Whether it was cancelled before any work on it had begun.
    pub cancelled: bool,
}

impl ItemRecord {
    /// An item that has just arrived.
    #[expect(clippy::inline_always, reason = "it is to be made where it stands")]
    #[inline(always)]
    fn new(arrived: SimTime, source: SourceId, class: ClassId) -> ItemRecord {
        ItemRecord {
            arrived,
            released: SimTime::NEVER,
            ended: SimTime::NEVER,
            worked: 0,
            last_visit: u32::MAX,
            source,
            class,
            furthest: 0,
            turned_away: false,
            scrapped: false,
            was_defective: false,
            was_found_defective: false,
            escaped: false,
            cancelled: false,
        }
    }

    /// From release until it left the stream.
    #[inline]
    pub(super) fn cycle_time(&self) -> WorkTime {
        self.ended.since(self.released)
    }

    /// From arrival until it left the stream.
    #[inline]
    pub(super) fn lead_time(&self) -> WorkTime {
        self.ended.since(self.arrived)
    }

    /// Whether it left the stream otherwise than to the customer.
    #[inline]
    pub(super) fn is_dropped(&self) -> bool {
        self.scrapped || self.cancelled
    }

    /// It comes to a line of the diagram; for a loop that is to call nothing.
    #[expect(clippy::inline_always, reason = "part of one loop")]
    #[inline(always)]
    pub(super) fn put(&mut self, line: u16, at: SimTime, cfd: &mut Cfd) {
        if line == self.furthest + 1 {
            cfd.put(usize::from(line), at);
            self.furthest = line;
        } else {
            self.reach(line, at, cfd);
        }
    }

    /// It comes to a rank: the first time it crosses the lines of the diagram up to there.
    #[inline]
    fn reach(&mut self, rank: u16, at: SimTime, cfd: &mut Cfd) {
        if rank > self.furthest {
            (self.furthest..rank).for_each(|line| cfd.cross(usize::from(line) + 1, at));
            self.furthest = rank;
        }
    }
}

/// One item's stay in one stage. `SimTime::NEVER` stands for what has not happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisitRecord {
    /// When it took its place.
    pub entered: SimTime,
    /// When a worker started it.
    pub started: SimTime,
    /// When work on it was done.
    pub finished: SimTime,
    /// When it gave up its place.
    pub left: SimTime,
    /// The item.
    pub item: ItemId,
    /// Its visit before this; `u32::MAX`: none.
    pub(super) previous: u32,
    /// The stage.
    pub stage: StageId,
    /// The worker who started it.
    pub worker: u16,
    /// The link it took.
    pub link: LinkId,
    /// Whether it was worked on together with the visit that started before it: the worker's time counts once.
    pub joined: bool,
}

/// Stands in `VisitRecord::link` for an item that was sent back to the maker of its defect.
pub(super) const SENT_BACK: LinkId = LinkId(u16::MAX - 1);

/// Everything that a run or a history has come to so far.
#[derive(Debug, Clone)]
pub struct Ledger {
    pub(super) layout: Layout,
    pub(super) cfd: Cfd,
    pub(super) items: Pile<ItemRecord>,
    pub(super) item_blocks: Blocks,
    pub(super) visits: Visits,
    pub(super) visit_blocks: Blocks,
    pub(super) digests: Digests,
    /// Items that have left the stream, in the order of leaving.
    pub(super) exits: Pile<ItemId>,
    pub(super) incidents: Incidents,
    pub(super) requests: Requests,
    pub(super) turned_away: Vec<SimTime>,
    /// When items were cancelled that had never been released.
    pub(super) cancelled_outside: Vec<SimTime>,
    /// When items left the stream without being delivered.
    pub(super) dropped: Vec<SimTime>,
    /// For each stage its people from each moment on; none: unlimited.
    pub(super) staff: Vec<Vec<(SimTime, Option<u16>)>>,
    /// For each stage its people who wait for a batch.
    pub(super) free_people: Vec<FreePeople>,
    pub(super) specials: &'static Specials,
    /// None: the stream gives no prices.
    pub(super) prices: Option<Prices>,
    /// Whether anybody ever waits for a batch.
    has_batches: bool,
    /// Whether nobody does and the facts say when work starts and ends: then there is a shorter way for the facts that
    /// come most often.
    pub(super) is_plain: bool,
    amendments: Vec<SimTime>,
    pub(super) totals: Vec<Totals>,
    /// The same as they stood at the last change.
    totals_at_change: Vec<Totals>,
    now: SimTime,
}

impl Layout {
    /// The layout of a stream.
    pub fn of(runnable: &Runnable) -> Layout {
        let stages = &runnable.stream().stages;
        let moves = runnable.ways().iter().map(|way| match way.to {
            Target::Customer => Move::Out,
            Target::Stage(_) if way.backward => Move::Back,
            Target::Stage(_) => Move::Forward,
        });
        let mut split: Vec<u32> =
            runnable.stream().sources.iter().map(|source| source.split_into).collect();
        if split.iter().all(|&items| items == 1) {
            split.clear();
        }
        Layout {
            ranks: (0..stages.len()).map(|stage| runnable.rank(StageId::at(stage))).collect(),
            holds_worker: stages
                .iter()
                .map(|stage| stage.finished_item == FinishedItem::HoldsWorker)
                .collect(),
            batches: stages.iter().map(|stage| stage.process_batch.min).collect(),
            teams: stages
                .iter()
                .map(|stage| {
                    let teams = &runnable.stream().teams;
                    teams.iter().position(|team| team.id == stage.team).map(|team| team as u16)
                })
                .collect(),
            team_workers: runnable.stream().teams.iter().map(|team| team.workers).collect(),
            moves: moves.collect(),
            split,
            touch_known: true,
        }
    }

    /// The layout of a board whose columns follow one another, known only by when items entered them. Link k leads
    /// from column k to the next one, the last link out.
    pub fn columns(count: usize) -> Layout {
        let mut moves = vec![Move::Forward; count];
        if let Some(last) = moves.last_mut() {
            *last = Move::Out;
        }
        Layout {
            ranks: (0..count as u16).collect(),
            holds_worker: vec![false; count],
            batches: vec![1; count],
            teams: vec![None; count],
            team_workers: Vec::new(),
            moves,
            split: Vec::new(),
            touch_known: false,
        }
    }

    /// How many ranks there are.
    pub fn rank_count(&self) -> usize {
        self.ranks.iter().max().map_or(0, |&highest| usize::from(highest) + 1)
    }
}

impl Ledger {
    /// An empty ledger for a stream.
    pub fn new(runnable: &Runnable) -> Ledger {
        let prices = Prices::of(runnable);
        Ledger { prices, ..Ledger::with_layout(Layout::of(runnable)) }
    }

    /// An empty ledger for a run of [`Simulation::simple`](crate::sim::Simulation::simple), until `expect_all`.
    pub fn plain(runnable: &Runnable) -> Ledger {
        Ledger::with(Layout::of(runnable), &specials::PLAIN)
    }

    /// An empty ledger for facts of a known layout.
    pub fn with_layout(layout: Layout) -> Ledger {
        Ledger::with(layout, &specials::ALL)
    }

    fn with(layout: Layout, specials: &'static Specials) -> Ledger {
        Ledger {
            specials,
            cfd: Cfd::new(layout.rank_count()),
            items: Pile::default(),
            item_blocks: Blocks::default(),
            visits: Visits::default(),
            visit_blocks: Blocks::default(),
            digests: Digests::default(),
            exits: Pile::default(),
            incidents: Incidents::default(),
            requests: Requests::default(),
            prices: None,
            turned_away: Vec::new(),
            cancelled_outside: Vec::new(),
            dropped: Vec::new(),
            staff: vec![Vec::new(); layout.ranks.len()],
            free_people: layout.batches.iter().copied().map(FreePeople::of_batches).collect(),
            has_batches: layout.batches.iter().any(|&batch| batch > 1),
            is_plain: layout.touch_known && layout.batches.iter().all(|&batch| batch <= 1),
            amendments: Vec::new(),
            totals: vec![Totals::default(); layout.ranks.len()],
            totals_at_change: vec![Totals::default(); layout.ranks.len()],
            now: SimTime::START,
            layout,
        }
    }

    /// Begins again with nothing, in the memory that it has: what many replications should do.
    pub fn clear(&mut self) {
        self.cfd.clear();
        self.items.clear();
        self.item_blocks.clear();
        self.visits.clear();
        self.visit_blocks.clear();
        self.digests.clear();
        self.exits.clear();
        self.incidents = Incidents::default();
        self.requests = Requests::default();
        self.turned_away.clear();
        self.cancelled_outside.clear();
        self.dropped.clear();
        self.staff.iter_mut().for_each(Vec::clear);
        self.free_people.iter_mut().for_each(FreePeople::clear);
        self.amendments.clear();
        self.totals.fill(Totals::default());
        self.totals_at_change.fill(Totals::default());
        self.now = SimTime::START;
    }

    /// Adds facts, which must follow the ones before.
    pub fn fold(&mut self, facts: &[Fact]) {
        for &fact in facts {
            self.take(fact);
        }
    }

    /// Time goes on.
    #[inline]
    pub(super) fn come_to(&mut self, at: SimTime) {
        if at > self.now {
            if self.now == SimTime::START {
                self.begin();
            }
            self.now = at;
        }
    }

    /// What is there from the start has not come to be there.
    #[cold]
    fn begin(&mut self) {
        if self.amendments.is_empty() {
            self.totals_at_change.clone_from(&self.totals);
        }
    }

    #[inline]
    fn add(&mut self, Fact { at, item, what }: Fact) {
        match what {
            What::Arrived { source, class } => {
                self.note_arrived(at, item, source, class);
                if let Some(&split) = self.layout.split.get(source.index()) {
                    self.requests.arrive(at, source, split);
                }
            }
            What::TurnedAway => {
                self.items[item.index()].turned_away = true;
                self.item_blocks.close(item.index(), at);
                self.turned_away.push(at);
                self.cfd.undo_arrival();
            }
            What::Released => self.items[item.index()].released = at,
            What::Entered { stage } => self.note_entered(at, item, stage),
            What::Started { stage, worker } => self.note_started(at, item, stage, worker),
            What::Finished { stage } => self.note_finished(at, item, stage),
            What::Left { stage, link } => self.note_left(at, item, stage, link),
            What::Delivered => {
                self.end(at, item);
                if !self.layout.split.is_empty() {
                    self.requests.deliver(at, item);
                }
            }
            What::Staffed { stage, workers } => self.staff[stage.index()].push((at, workers)),
            What::Amended { .. } => {
                self.amendments.push(at);
                self.totals_at_change.clone_from(&self.totals);
            }
            What::Blocked { .. } | What::Unblocked { .. } => {}
            what => (self.specials.take)(self, at, item, what),
        }
    }

    /// Follows who waits for a batch.
    #[cold]
    pub(super) fn watch_people(&mut self, Fact { at, item, what }: Fact) {
        let stage = match what {
            What::Entered { stage }
            | What::Started { stage, .. }
            | What::Joined { stage, .. }
            | What::Finished { stage }
            | What::Stopped { stage, .. }
            | What::Recovered { stage, .. }
            | What::Staffed { stage, .. }
            | What::Cancelled { stage: Some(stage) } => stage.index(),
            _ => return,
        };
        if !self.free_people[stage].is_watched() {
            return;
        }
        // Of a batch the first item has the worker.
        let visit = self.items.get(item.index()).and_then(|item| self.visits.get(item.last_visit));
        let worker = visit.filter(|visit| !visit.joined).map(|visit| visit.worker);
        self.free_people[stage].watch(at, what, self.totals[stage].waiting, worker);
    }

    /// The item leaves the stream.
    fn end(&mut self, at: SimTime, item: ItemId) {
        let record = &mut self.items[item.index()];
        record.ended = at;
        let reached = usize::from(record.furthest);
        for line in reached + 1..self.cfd.lines() {
            self.cfd.cross(line, at);
        }
        self.item_blocks.close(item.index(), at);
        self.exits.push(item);
    }

    /// Facts beside the plain flow.
    pub(super) fn add_incident(&mut self, at: SimTime, item: ItemId, what: What) {
        match what {
            What::Joined { stage, worker } => {
                self.totals[stage.index()].join();
                let visit = self.items[item.index()].last_visit;
                self.visits.join(visit, at, worker);
            }
            What::SettingUp { stage } => self.pause(at, item, stage, true),
            What::Interrupted { stage } => self.pause(at, item, stage, false),
            What::SetUp { stage } | What::Resumed { stage, .. } => {
                let last = self.items[item.index()].last_visit;
                let span = self.incidents.resume(last, at);
                self.items[item.index()].worked -= span as i64;
                if !self.visits.is_joined(last) {
                    self.totals[stage.index()].resume(at);
                }
            }
            What::Juggling { stage, worker, items, lost } => {
                let more = self.incidents.share(at, stage, worker, items, lost);
                self.totals[stage.index()].share(at, more);
            }
            What::Stopped { stage, worker } => self.incidents.stop(stage, worker, at),
            What::Recovered { stage, worker } => self.incidents.recover(stage, worker, at),
            What::Redone { stage } => {
                self.incidents.quality.push((at, stage, QualityEvent::Redone));
            }
            What::DefectMade { stage } => {
                self.items[item.index()].was_defective = true;
                self.incidents.quality.push((at, stage, QualityEvent::Made));
            }
            What::DefectFound { at: finder, .. } => {
                self.items[item.index()].was_found_defective = true;
                self.incidents.quality.push((at, finder, QualityEvent::Found));
            }
            What::SentBack { .. } | What::Scrapped { .. } => {
                let last = self.items[item.index()].last_visit;
                let sent_back = matches!(what, What::SentBack { .. });
                let link = if sent_back { SENT_BACK } else { LinkId(u16::MAX) };
                self.visits.leave(last, at, link);
                self.visit_blocks.close(last as usize, at);
                if !sent_back {
                    self.items[item.index()].scrapped = true;
                    self.dropped.push(at);
                    self.end(at, item);
                }
            }
            What::Cancelled { stage } => {
                self.items[item.index()].cancelled = true;
                self.dropped.push(at);
                if let Some(stage) = stage {
                    self.totals[stage.index()].leave_untouched();
                    let last = self.items[item.index()].last_visit;
                    self.visits.leave(last, at, LinkId(u16::MAX));
                    self.visit_blocks.close(last as usize, at);
                } else {
                    self.cancelled_outside.push(at);
                }
                self.end(at, item);
            }
            What::Escaped => self.items[item.index()].escaped = true,
            What::Demanded => self.incidents.ask(at, DemandEvent::Asked),
            What::DemandMet => self.incidents.meet(at, item),
            What::DemandLost => self.incidents.ask(at, DemandEvent::Lost),
            What::Shelved => self.incidents.ask(at, DemandEvent::Shelved(item)),
            What::Stocked { items } => self.incidents.ask(at, DemandEvent::Stocked(items)),
            _ => {}
        }
    }

    fn pause(&mut self, at: SimTime, item: ItemId, stage: StageId, is_setup: bool) {
        let last = self.items[item.index()].last_visit;
        self.incidents.pause(last, at, is_setup);
        if !self.visits.is_joined(last) {
            self.totals[stage.index()].pause(at);
        }
    }

    #[inline]
    pub(super) fn note_arrived(
        &mut self,
        at: SimTime,
        item: ItemId,
        source: SourceId,
        class: ClassId,
    ) {
        debug_assert_eq!(item.index(), self.items.len(), "items are numbered in order");
        self.items.put_new(|| ItemRecord::new(at, source, class));
        self.cfd.cross(0, at);
    }

    #[inline]
    fn note_started(&mut self, at: SimTime, item: ItemId, stage: StageId, worker: u16) {
        self.totals[stage.index()].start(at);
        let visit = self.items[item.index()].last_visit;
        self.visits.start(visit, at, worker);
    }

    #[inline]
    fn note_finished(&mut self, at: SimTime, item: ItemId, stage: StageId) {
        let record = &mut self.items[item.index()];
        let (worked, joined) = self.visits.finish(record.last_visit, at);
        record.worked += worked.0 as i64;
        if joined {
            self.totals[stage.index()].finish_joined();
        } else {
            self.totals[stage.index()].finish(at);
        }
    }

    #[inline]
    fn note_left(&mut self, at: SimTime, item: ItemId, stage: StageId, link: LinkId) {
        if !self.layout.touch_known {
            self.totals[stage.index()].leave_untouched();
        }
        let visit = self.items[item.index()].last_visit;
        self.visits.leave(visit, at, link);
        self.visit_blocks.close(visit as usize, at);
    }

    #[inline]
    fn note_entered(&mut self, at: SimTime, item: ItemId, stage: StageId) {
        let number = self.visits.len();
        self.totals[stage.index()].enter();
        let rank = self.layout.ranks[stage.index()] + 1;
        let record = &mut self.items[item.index()];
        let previous = std::mem::replace(&mut record.last_visit, number as u32);
        record.reach(rank, at, &mut self.cfd);
        self.visits.enter(at, item, previous, stage);
    }

    /// `Finished`, `Left` and `Entered` in one go.
    #[inline]
    fn note_passed(
        &mut self,
        at: SimTime,
        item: ItemId,
        (stage, link, to): (StageId, LinkId, StageId),
    ) {
        let number = self.visits.len();
        let rank = self.layout.ranks[to.index()] + 1;
        let record = &mut self.items[item.index()];
        let visit = record.last_visit;
        let Some(worked) = self.visits.end(visit, at, link) else {
            self.note_finished(at, item, stage);
            self.note_left(at, item, stage, link);
            self.note_entered(at, item, to);
            return;
        };
        record.worked += i64::from(worked);
        record.last_visit = number as u32;
        record.reach(rank, at, &mut self.cfd);
        self.totals[stage.index()].finish(at);
        self.totals[to.index()].enter();
        self.visit_blocks.close(visit as usize, at);
        self.visits.enter(at, item, visit, to);
    }

    /// The cumulative flow.
    pub fn cfd(&self) -> &Cfd {
        &self.cfd
    }

    /// What the fold knows of the stream.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The time of the last fact.
    pub fn now(&self) -> SimTime {
        self.now
    }

    /// Every item that ever arrived, in order of arrival.
    pub fn items(&self) -> impl Iterator<Item = &ItemRecord> {
        self.items.iter()
    }

    /// Every visit, in order of entering.
    pub fn visits(&self) -> impl Iterator<Item = VisitRecord> {
        self.visits.range(0..self.visits.len())
    }

    /// How many visits there are.
    pub fn visit_count(&self) -> usize {
        self.visits.len()
    }

    /// The items that have left the stream, delivered, scrapped or cancelled, in the order of leaving, and when.
    pub fn exits(&self) -> impl Iterator<Item = (ItemId, SimTime)> {
        self.exits.iter().map(|&item| (item, self.items[item.index()].ended))
    }

    /// The visits of one item, latest first.
    pub fn visits_of(&self, item: ItemId) -> impl Iterator<Item = VisitRecord> {
        let mut next = self.items.get(item.index()).map_or(u32::MAX, |item| item.last_visit);
        std::iter::from_fn(move || {
            let visit = self.visits.get(next)?;
            next = visit.previous;
            Some(visit)
        })
    }

    /// The request that an item belongs to, counted from 0 in the order of arrival; none: no source splits requests.
    pub fn request_of(&self, item: ItemId) -> Option<u32> {
        self.requests.of(item)
    }

    /// How hard each stage has been pressed since the last change of the stream, or since its start, until now.
    pub fn pressure(&self, now: SimTime) -> Vec<Pressure> {
        let since = self.amendments.last().copied().unwrap_or(SimTime::START);
        let window = Window::new(since, now);
        let has_begun = self.now > SimTime::START || !self.amendments.is_empty();
        let at_change = if has_begun { &self.totals_at_change } else { &self.totals };
        let both = self.totals.iter().zip(at_change).enumerate();
        both.map(|(index, (total, before))| {
            let staffed = self.staffed(StageId::at(index), window).filter(|&staffed| staffed > 0);
            let working = total.working(now) - before.working(since);
            Pressure {
                started: total.started - before.started,
                finished: total.finished - before.finished,
                queue_at_start: before.waiting,
                queue_now: total.waiting,
                // Who comes to help is here only to work.
                utilization: staffed
                    .filter(|_| self.layout.teams[index].is_none())
                    .map(|staffed| working as f64 / staffed as f64),
            }
        })
        .collect()
    }

    /// Memory that the records take, with what is reserved for the next ones [bytes].
    pub fn bytes(&self) -> usize {
        self.cfd.bytes()
            + self.item_blocks.bytes()
            + self.visit_blocks.bytes()
            + self.digests.bytes()
            + self.items.bytes()
            + self.visits.bytes()
            + self.exits.bytes()
            + self.incidents.bytes()
            + self.requests.bytes()
            + self.free_people.iter().map(FreePeople::bytes).sum::<usize>()
            + (self.turned_away.capacity()
                + self.cancelled_outside.capacity()
                + self.dropped.capacity())
                * size_of::<SimTime>()
    }

    /// When the stream was amended.
    pub fn amendments(&self) -> &[SimTime] {
        &self.amendments
    }
}

/// Items that are looked at together.
const AT_ONCE: usize = 64;

/// A ledger can take facts as they come: a run that says them to it keeps no list of them.
impl Sink for Ledger {
    #[inline]
    fn run_ahead(&mut self, run: &mut Simulation, horizon: SimTime, budget: u32) -> u32 {
        if self.is_plain && self.layout.split.is_empty() {
            run.run_lane(horizon, budget, self)
        } else {
            0
        }
    }

    fn look_at(&self, items: impl Iterator<Item = ItemId>) {
        let mut visits = [u32::MAX; AT_ONCE];
        let mut ends = 0;
        let records = items.filter_map(|item| self.items.get(item.index()));
        for (visit, record) in visits.iter_mut().zip(records) {
            *visit = record.last_visit;
            ends ^= record.arrived.0 ^ u64::from(record.cancelled);
        }
        std::hint::black_box(ends);
        self.visits.look_at(&visits);
    }

    #[inline]
    fn take(&mut self, fact: Fact) {
        self.come_to(fact.at);
        self.add(fact);
        if self.has_batches {
            (self.specials.watch)(self, fact);
        }
    }

    #[inline]
    fn enter(&mut self, at: SimTime, item: ItemId, stage: StageId) {
        if !self.is_plain {
            return self.take(Fact { at, item, what: What::Entered { stage } });
        }
        self.come_to(at);
        self.note_entered(at, item, stage);
    }

    #[inline]
    fn start(&mut self, at: SimTime, item: ItemId, stage: StageId, worker: u16) {
        if !self.is_plain {
            return self.take(Fact { at, item, what: What::Started { stage, worker } });
        }
        self.come_to(at);
        self.note_started(at, item, stage, worker);
    }

    #[inline]
    fn finish(&mut self, at: SimTime, item: ItemId, stage: StageId) {
        if !self.is_plain {
            return self.take(Fact { at, item, what: What::Finished { stage } });
        }
        self.come_to(at);
        self.note_finished(at, item, stage);
    }

    #[inline]
    fn leave(&mut self, at: SimTime, item: ItemId, stage: StageId, link: LinkId) {
        if !self.is_plain {
            return self.take(Fact { at, item, what: What::Left { stage, link } });
        }
        self.come_to(at);
        self.note_left(at, item, stage, link);
    }

    #[inline]
    fn pass(&mut self, at: SimTime, item: ItemId, stage: StageId, link: LinkId, to: StageId) {
        if self.is_plain {
            self.come_to(at);
            self.note_passed(at, item, (stage, link, to));
        } else {
            self.finish(at, item, stage);
            self.leave(at, item, stage, link);
            self.enter(at, item, to);
        }
    }
}
