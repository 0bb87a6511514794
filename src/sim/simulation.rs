//! A run: set up from a checked stream, moved on by `advance`, asked between two calls.
//!
//! At each tick all causes happen first, in the order they were scheduled; then everything moves that can, most
//! downstream stage first, oldest wish first, until nothing moves. How a run is sliced into calls does not change
//! one bit of it.

use std::sync::Arc;

use super::agenda::Agenda;
use super::bursts::Bursts;
use super::demand::Market;
use super::draws::{Place, Purpose};
use super::fact::{Fact, ItemId, Sink, What};
use super::lane::Access;
use super::patience::Patience;
use super::queue::Queue;
use super::rulebook::{self, Rulebook};
use super::rules::{self, Rules};
use super::sampler::Sampler;
use super::shared::Shared;
use super::state::{
    Agitated, Condition, Item, Line, Memo, NONE, Pallet, Pattern, Route, Seat, SourceState,
    StageState, TO_CUSTOMER,
};
use super::view::{Pause, Seed};
use crate::value_stream::{
    Arrivals, Change, ClassId, Entry, FinishedItem, QueueOrder, Release, Runnable, SimTime, Source,
    SourceId, StageId, Target, WhenNoRoom, Workers,
};

/// A run of a stream: a function of the stream and the seed, and of the amendments made on the way.
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of its own")]
#[derive(Debug, Clone)]
pub struct Simulation {
    pub(super) runnable: Arc<Runnable>,
    pub(super) seed: Seed,
    pub(super) now: SimTime,
    pub(super) events: u64,
    pub(super) agenda: Agenda,
    /// Agenda slots: one per source, one for the release beat, then one per seat.
    pub(super) seats: Vec<Seat>,
    pub(super) free_seats: Vec<u32>,
    pub(super) stages: Vec<StageState>,
    pub(super) routes: Vec<Route>,
    /// Work samplers by stage and class.
    pub(super) work: Vec<Sampler>,
    pub(super) classes: usize,
    /// Starts of work so far: for each stage and class with a time of its own, and for each stage of all others.
    /// Only traces ask, and only if there are any.
    pub(super) starts: Vec<u64>,
    /// Where in `starts` each sampler of `work` counts.
    pub(super) counted_at: Vec<u32>,
    /// Whether some work time is a trace.
    pub(super) has_traces: bool,
    pub(super) sources: Vec<SourceState>,
    pub(super) feeders: Vec<u16>,
    pub(super) items: Vec<Item>,
    pub(super) free_items: Vec<u32>,
    /// Visits so far by item and stage; empty where no item can come twice.
    pub(super) visits: Vec<u16>,
    /// Whether an item can come to a stage twice.
    pub(super) loops: bool,
    /// How large each item is; empty where all are alike.
    pub(super) sizes: Vec<f64>,
    /// Whether some source has items of its own sizes.
    pub(super) sized: bool,
    /// Whether some source loses arrivals that find no room.
    pub(super) loses: bool,
    pub(super) next_id: u32,
    pub(super) askings: u64,
    /// Most items in the stream at once.
    pub(super) conwip: u32,
    /// Time between releases; 0: no takt.
    pub(super) takt: u64,
    pub(super) permits: u32,
    pub(super) in_stream: u32,
    pub(super) agitated: Agitated,
    /// Items that finished at this tick and asked for room.
    pub(super) fresh: Vec<u32>,
    /// Whether something happened at this tick after which nothing has moved yet.
    pub(super) unsettled: bool,
    pub(super) started: bool,
    pub(super) can_gridlock: bool,
    pub(super) knot: Vec<StageId>,
    pub(super) knot_is_news: bool,
    /// What happens where there are more than the simple rules.
    pub(super) rulebook: &'static Rulebook<Vec<Fact>>,
    /// Whether any stage, the release or the customer has a rule beyond the simple ones.
    pub(super) rich: bool,
    pub(super) rules: Vec<Rules>,
    /// By item; empty in a stream that is not rich.
    pub(super) memos: Vec<Memo>,
    pub(super) pallets: Vec<Pallet>,
    /// Classes, in the stream's order: priority, whether limits do not hold for them, whether they preempt.
    pub(super) manners: Vec<(u8, bool, bool)>,
    /// Words of defect marks per item; 0: nothing can go wrong.
    pub(super) words: usize,
    /// Which stages' defects are on an item, a bit each.
    pub(super) defects: Vec<u64>,
    /// Which stages stand still until a defect on an item is fixed, a bit each.
    pub(super) stops: Vec<u64>,
    /// The stage that sets the pace; `u16::MAX`: none.
    pub(super) drum: u16,
    pub(super) rope: u32,
    pub(super) on_rope: u32,
    pub(super) shared: Shared,
    pub(super) market: Market,
    pub(super) amendments: Vec<Amended>,
    /// The stream with the amendments made from outside, and with everything that was ever planned.
    pub(super) base: Arc<Runnable>,
    /// When the next planned change is due; `u64::MAX`: none is planned.
    pub(super) planned_at: u64,
    pub(super) lane: Access,
    /// How often the run has gone into its lane.
    pub(super) lane_turn: u32,
    /// Ticks for which it stays out of its lane.
    pub(super) lane_rest: u32,
}

/// An amendment that a run has had, and when: a replay makes it after the same event.
#[derive(Debug, Clone, PartialEq)]
pub struct Amended {
    /// Simulated time.
    pub at: SimTime,
    /// Events that had happened.
    pub after_events: u64,
    /// What changed.
    pub change: Change,
    /// Whether the stream had it planned: then a replay makes it by itself.
    pub is_planned: bool,
}

impl Simulation {
    /// A run at its start. Nothing has happened yet: the first `advance` also says how everything begins.
    pub fn new(runnable: &Runnable, seed: Seed) -> Simulation {
        Simulation::shared(Arc::new(runnable.clone()), seed)
    }

    /// The same, without a copy of the stream.
    pub fn shared(runnable: Arc<Runnable>, seed: Seed) -> Simulation {
        Simulation::by(runnable, seed, &rulebook::ALL)
    }

    /// A run of a stream of which the program knows that it has nothing but stages with people, process times and WIP
    /// limits, and links: it carries no other rules until a change is made.
    pub fn simple(runnable: Arc<Runnable>, seed: Seed) -> Simulation {
        Simulation::by(runnable, seed, &rulebook::SIMPLE)
    }

    /// The same stream from its start, by the same rules.
    pub fn again(&self, seed: Seed) -> Simulation {
        Simulation::by(self.base(), seed, self.rulebook)
    }

    #[expect(clippy::too_many_lines, reason = "it names every field once")]
    fn by(
        runnable: Arc<Runnable>,
        seed: Seed,
        rulebook: &'static Rulebook<Vec<Fact>>,
    ) -> Simulation {
        let stream = runnable.stream();
        let classes = stream.classes.len().max(1);
        let unit = stream.calendar.ticks_per_unit();
        let (manners, has_manners) = rules::manners(stream);
        let mut pallets = Vec::new();
        let is_grouped = |id: &String| stream.limits.iter().any(|limit| limit.stages.contains(id));
        let mut routes = Vec::new();
        let mut feeders = Vec::new();
        let mut stages = Vec::with_capacity(stream.stages.len());
        for (index, stage) in stream.stages.iter().enumerate() {
            let id = StageId::at(index);
            let routes_from = routes.len() as u32;
            for &link in runnable.links_of(id) {
                let way = runnable.ways()[link.index()];
                let to = match way.to {
                    Target::Stage(to) => to.0,
                    Target::Customer => TO_CUSTOMER,
                };
                let pallet = if stage.transfer_batch > 1 && !way.backward {
                    pallets.push(rules::pallet(stage, index, routes.len(), unit));
                    pallets.len() as u32 - 1
                } else {
                    NONE
                };
                routes.push(Route { up_to: 1.0, link: link.0, to, leaves: way.leaves, pallet });
            }
            let feeders_from = feeders.len() as u32;
            feeders.extend(
                (0..stream.sources.len() as u16)
                    .filter(|&source| runnable.feed(SourceId(source)).to == id),
            );
            stages.push(StageState {
                queue: Queue::new(has_manners || stage.queue_order != QueueOrder::Fifo),
                wishes: Queue::new(has_manners),
                workers: 0,
                busy: 0,
                down: 0,
                staffed: 0,
                inside: 0,
                finished: 0,
                outside: 0,
                limit: u32::MAX,
                holds_worker: stage.finished_item == FinishedItem::HoldsWorker,
                pulled: stage.entry == Entry::PulledByFreeWorker,
                place: 0,
                special: has_manners || rules::is_special(stage) || is_grouped(&stage.id),
                grouped: is_grouped(&stage.id),
                work_draws: Place::new(seed, &stage.id, Purpose::Process),
                route_draws: Place::new(seed, &stage.id, Purpose::Route),
                routes: (routes_from, routes.len() as u32),
                feeders: (feeders_from, feeders.len() as u32),
                busy_workers: Vec::new(),
            });
        }
        let sources = sources_of(&runnable, seed, &manners);
        let rich = stages.iter().any(|stage| stage.special)
            || stream.customer.demand.is_some()
            || stream.customer.feedback.is_some()
            || matches!(stream.release, Release::BaseStock(_));
        let words = if stream.stages.iter().any(|stage| stage.defects.is_some()) {
            stream.stages.len().div_ceil(64)
        } else {
            0
        };
        let seats: usize = stream.stages.iter().map(|stage| seats_of(stage.workers)).sum();
        let slots = sources.len() + 1 + seats;
        let downstream_first = runnable.downstream_first();
        for (place, stage) in (0..).zip(&downstream_first) {
            stages[stage.index()].place = place;
        }
        let mut simulation = Simulation {
            seed,
            now: SimTime::START,
            events: 0,
            agenda: Agenda::new(slots),
            seats: Vec::with_capacity(seats),
            free_seats: Vec::with_capacity(seats),
            stages,
            routes,
            work: Vec::new(),
            classes,
            starts: vec![0; stream.stages.len() * (classes + 1)],
            counted_at: Vec::new(),
            has_traces: false,
            feeders,
            items: Vec::new(),
            free_items: Vec::new(),
            visits: Vec::new(),
            loops: runnable.ways().iter().any(|way| way.backward) || words > 0,
            sizes: Vec::new(),
            sized: sources.iter().any(|source| source.size.is_some()),
            loses: sources.iter().any(|source| source.lost),
            next_id: 0,
            askings: 0,
            conwip: u32::MAX,
            takt: 0,
            permits: 0,
            in_stream: 0,
            agitated: Agitated::new(&downstream_first),
            fresh: Vec::new(),
            unsettled: false,
            started: false,
            can_gridlock: super::gridlock::is_possible(&runnable),
            knot: Vec::new(),
            knot_is_news: false,
            rulebook,
            rich,
            rules: Vec::new(),
            memos: Vec::new(),
            pallets,
            manners,
            words,
            defects: Vec::new(),
            stops: Vec::new(),
            drum: u16::MAX,
            rope: u32::MAX,
            on_rope: 0,
            shared: Shared::default(),
            market: Market::none(seed),
            amendments: Vec::new(),
            base: Arc::clone(&runnable),
            planned_at: u64::MAX,
            lane: Access::Unknown,
            lane_turn: 0,
            lane_rest: 0,
            sources,
            runnable,
        };
        (rulebook.prepare)(&mut simulation, seed);
        simulation.take_parameters();
        (rulebook.reserve_timers)(&mut simulation);
        simulation
    }

    /// Copies from the stream what amendments can change.
    pub(super) fn take_parameters(&mut self) {
        let runnable = Arc::clone(&self.runnable);
        let stream = runnable.stream();
        let unit = stream.calendar.ticks_per_unit();
        self.work.clear();
        self.counted_at.clear();
        for (index, (stage, state)) in stream.stages.iter().zip(&mut self.stages).enumerate() {
            state.workers = match stage.workers {
                Workers::Count(count) => u32::from(count),
                Workers::Unlimited => u32::MAX,
            }
            .min(self.shared.most_people(index));
            state.limit = stage.wip_limit.unwrap_or(u32::MAX);
            for class in 0..self.classes {
                let own = stream.classes.get(class).and_then(|class| {
                    let mut all = stage.process_time_by_class.iter();
                    all.find(|(id, _)| *id == class.id)
                });
                let time = own.map_or(&stage.process_time, |(_, time)| time);
                self.work.push(Sampler::new(time, unit));
                let counter = if own.is_some() { class } else { self.classes };
                self.counted_at.push((index * (self.classes + 1) + counter) as u32);
            }
            let mut up_to = 0.0;
            let (from, to) = state.routes;
            let routes = &mut self.routes[from as usize..to as usize];
            let links = self.runnable.links_of(StageId::at(index));
            for (route, link) in routes.iter_mut().zip(links) {
                up_to += stream.links[link.index()].share;
                route.up_to = up_to;
            }
            // What rounding left of the last share belongs to the last link that has one.
            let taken = |link: &&mut Route| stream.links[usize::from(link.link)].share > 0.0;
            if let Some(last) = routes.iter_mut().rev().find(taken) {
                last.up_to = f64::INFINITY;
            }
        }
        (self.rulebook.take_parameters)(self);
        let had_drum = self.drum;
        (self.drum, self.rope) = rules::drum(stream);
        if self.drum != had_drum {
            (self.rulebook.tie_rope)(self);
        }
        self.has_traces = self.work.iter().any(Sampler::counts);
        (self.conwip, self.takt) = match stream.release {
            Release::Conwip(limit) => (limit, 0),
            Release::Takt(takt) => (u32::MAX, stream.calendar.span(takt).0.max(1)),
            _ => (u32::MAX, 0),
        };
    }

    /// Moves the run on to the horizon, included, or by so many events, whichever comes first, and says what
    /// happened: appends it to a list of facts, or has a ledger take it at once.
    pub fn advance(&mut self, horizon: SimTime, budget: u32, facts: &mut impl Sink) -> Pause {
        let mut budget = budget;
        if !self.started {
            self.begin(facts);
        }
        loop {
            budget -= facts.run_ahead(self, horizon, budget);
            if self.agenda.is_fresh() {
                (facts.rules(self).look_at_near)(self, facts);
            }
            let next = self.agenda.next();
            if self.unsettled && next.is_none_or(|(at, _)| at > self.now) {
                self.settle(facts);
                continue;
            }
            if self.knot_is_news {
                self.knot_is_news = false;
                return Pause::Gridlocked { stages: self.knot.clone() };
            }
            // What is due at the tick of a planned change comes before it.
            let due = next.map_or(u64::MAX, |(at, _)| at.0);
            if due > self.planned_at && horizon.0 >= self.planned_at {
                (facts.rules(self).change_as_planned)(self, facts);
                continue;
            }
            let Some((at, slot)) = next else { return self.end(horizon) };
            if at > horizon {
                self.now = self.now.max(horizon);
                return Pause::Horizon;
            }
            if budget == 0 {
                return Pause::Budget;
            }
            budget -= 1;
            self.events += 1;
            self.now = at;
            let is_first = !std::mem::replace(&mut self.unsettled, true);
            self.happen(slot, is_first, facts);
        }
    }

    /// Where many are under way, who is due next lies anywhere in memory: all are looked for together, before the first one is
    /// wanted.
    #[cold]
    pub(super) fn look_at_near<S: Sink>(&self, facts: &S) {
        let first = self.seat_slot(0);
        let seat = |slot: u32| self.seats.get(slot.wrapping_sub(first) as usize);
        let items = self.agenda.near().filter_map(seat);
        let items = items.filter_map(|seat| self.items.get(seat.item as usize));
        facts.look_at(items.map(|item| ItemId(item.id)));
    }

    /// Nothing is due any more.
    fn end(&mut self, horizon: SimTime) -> Pause {
        if horizon != SimTime::NEVER {
            self.now = self.now.max(horizon);
        }
        if self.planned_at != u64::MAX {
            return Pause::Horizon;
        }
        if self.knot.is_empty() {
            self.knot = self.stuck();
        }
        if self.knot.is_empty() {
            Pause::Idle
        } else {
            Pause::Gridlocked { stages: self.knot.clone() }
        }
    }

    fn begin(&mut self, facts: &mut impl Sink) {
        self.started = true;
        self.unsettled = true;
        for stage in 0..self.stages.len() as u16 {
            self.staff(stage, true, facts);
        }
        for source in 0..self.sources.len() {
            self.fill_stages(source, facts);
            let backlog = self.runnable.stream().sources[source].backlog;
            self.arrive(source, backlog, facts);
            self.open_source(source, facts);
        }
        (facts.rules(self).start_timers)(self, facts);
        if self.takt > 0 {
            let slot = self.beat_slot();
            self.agenda.set(slot, self.now);
        }
    }

    /// Items of a source that are in stages from the start, the furthest downstream first: they are the oldest.
    fn fill_stages(&mut self, source: usize, facts: &mut impl Sink) {
        let runnable = Arc::clone(&self.runnable);
        let stream = runnable.stream();
        if stream.sources[source].inside.is_empty() {
            return;
        }
        for stage in runnable.downstream_first() {
            let id = &stream.stages[stage.index()].id;
            let here = stream.sources[source].inside.iter().filter(|(stage, _)| stage == id);
            for _ in 0..here.map(|(_, items)| items).sum::<u32>() {
                let item = self.create(source as u16);
                let class = ClassId(self.sources[source].class);
                self.say(item, What::Arrived { source: SourceId::at(source), class }, facts);
                self.let_in(item, stage.0, facts);
                if self.drum != u16::MAX && runnable.rank(stage) > runnable.rank(StageId(self.drum))
                {
                    (self.rulebook.pass_drum)(self, item);
                }
            }
        }
    }

    /// Says how many people a stage has, where that is news.
    pub(super) fn staff(&mut self, stage: u16, always: bool, facts: &mut impl Sink) {
        let is_lent = self.shared.team_of(stage).is_some();
        let state = &mut self.stages[usize::from(stage)];
        // Who is surplus finishes first, and counts until then; who is lent counts where the work is.
        let present = if is_lent {
            state.busy
        } else if state.workers == u32::MAX {
            u32::MAX
        } else {
            state.workers.max(state.busy + state.down)
        };
        if always || present != state.staffed {
            state.staffed = present;
            let workers = (present != u32::MAX).then_some(present as u16);
            let what = What::Staffed { stage: StageId(stage), workers };
            facts.take(Fact { at: self.now, item: ItemId::NONE, what });
        }
    }

    /// The agenda slot of the release beat.
    pub(super) fn beat_slot(&self) -> u32 {
        self.sources.len() as u32
    }

    /// The agenda slot of a seat.
    #[inline]
    pub(super) fn seat_slot(&self, seat: u32) -> u32 {
        self.sources.len() as u32 + 1 + seat
    }

    /// Puts a new item into the array.
    pub(super) fn create(&mut self, source: u16) -> u32 {
        let state = &mut self.sources[usize::from(source)];
        let number = state.arrived;
        let item = state.next_item(source, state.next_key(), self.next_id, self.askings);
        self.next_id += 1;
        self.askings += 1;
        let place = if let Some(place) = self.free_items.pop() {
            self.items[place as usize] = item;
            place
        } else {
            self.items.push(item);
            (self.items.len() - 1) as u32
        };
        if self.rich {
            self.remember(place);
        }
        if self.sized {
            self.measure(place, source, number);
        }
        place
    }

    /// How large a new item is.
    #[cold]
    fn measure(&mut self, item: u32, source: u16, number: u64) {
        self.sizes.resize(self.items.len(), 1.0);
        let state = &self.sources[usize::from(source)];
        let draw = state.size_draws.numbered(number);
        self.sizes[item as usize] =
            state.size.as_ref().map_or(1.0, |size| size.value(draw, number));
    }

    /// Work on an item, by its size.
    #[inline]
    pub(super) fn by_size(&self, span: u64, item: u32) -> u64 {
        if self.sized { (span as f64 * self.sizes[item as usize] + 0.5) as u64 } else { span }
    }

    /// A new item has nothing behind it.
    #[cold]
    fn remember(&mut self, item: u32) {
        if self.memos.len() < self.items.len() {
            self.memos.resize(self.items.len(), Memo::NEW);
            self.defects.resize(self.items.len() * self.words, 0);
            self.stops.resize(self.items.len() * self.words, 0);
        }
        self.memos[item as usize] = Memo::NEW;
    }

    /// Takes an item out of the array.
    pub(super) fn remove(&mut self, item: u32) {
        self.items[item as usize].condition = Condition::Gone;
        self.free_items.push(item);
        if !self.visits.is_empty() {
            let count = self.stages.len();
            let from = item as usize * count;
            if let Some(visits) = self.visits.get_mut(from..from + count) {
                visits.fill(0);
            }
        }
    }
}

fn sources_of(runnable: &Runnable, seed: Seed, manners: &[(u8, bool, bool)]) -> Vec<SourceState> {
    let stream = runnable.stream();
    let unit = stream.calendar.ticks_per_unit();
    let ready = |(index, source): (usize, &Source)| {
        let feed = runnable.feed(SourceId::at(index));
        SourceState {
            pattern: pattern(source.arrivals.as_ref(), unit),
            backlog: Line::EMPTY,
            item_draws: Place::new(seed, &source.id, Purpose::Item),
            interval_draws: Place::new(seed, &source.id, Purpose::Interval),
            lump_draws: Place::new(seed, &source.id, Purpose::Lump),
            burst_draws: Place::new(seed, &source.id, Purpose::Burst),
            size: source.item_size.as_ref().map(|size| Sampler::new(size, 1.0)),
            size_draws: Place::new(seed, &source.id, Purpose::Size),
            split: source.split_into,
            patience: source.patience.as_ref().map(|span| {
                let draws = Place::new(seed, &source.id, Purpose::Patience);
                Box::new(Patience::new(Sampler::new(span, unit), draws))
            }),
            arrived: 0,
            lumps: 0,
            bursts: 0,
            alive: 0,
            to: feed.to.0,
            class: feed.class.0,
            lost: source.when_no_room == WhenNoRoom::Lost,
            priority: manners.get(feed.class.index()).map_or(0, |manners| manners.0),
            exceeds: manners.get(feed.class.index()).is_some_and(|manners| manners.1),
        }
    };
    stream.sources.iter().enumerate().map(ready).collect()
}

/// Seats to reserve for a stage from the start.
fn seats_of(workers: Workers) -> usize {
    match workers {
        Workers::Count(count) => usize::from(count),
        Workers::Unlimited => 16,
    }
}

/// A source's arrivals, made ready.
pub(super) fn pattern(arrivals: Option<&Arrivals>, unit: f64) -> Pattern {
    match arrivals {
        None => Pattern::Never,
        Some(Arrivals::Every { interval, lump, first_at }) => Pattern::Every {
            interval: Sampler::new(interval, unit),
            lump: Sampler::new(lump, 1.0),
            first_at: first_at.map(|at| (at * unit + 0.5) as u64),
            since: 0,
        },
        Some(Arrivals::Bursts(phases)) => Pattern::Bursts(Bursts::new(phases, unit)),
        Some(Arrivals::Schedule(times)) => Pattern::Schedule {
            times: times.iter().map(|at| SimTime((at * unit + 0.5) as u64)).collect(),
            next: 0,
        },
        Some(Arrivals::Endless) => Pattern::Endless,
        Some(&Arrivals::Closed(items)) => Pattern::Closed { items },
    }
}
