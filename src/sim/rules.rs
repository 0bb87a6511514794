//! The rules of a stage beyond the simple ones, made ready for a run.

use super::Seed;
use super::draws::{Place, Purpose};
use super::fact::Sink;
use super::juggling::WHOLE;
use super::sampler::Sampler;
use super::simulation::Simulation;
use super::state::{Line, NONE, Pallet, Phase, Seat};
use crate::value_stream::{
    Inspection, InterruptionClock, QueueOrder, Release, SimTime, Stage, ValueStream,
};

/// The rules of one stage.
#[derive(Debug, Clone)]
pub(super) struct Rules {
    pub(super) order: QueueOrder,
    pub(super) order_draws: Place,
    /// Whether workers share their time, among up to so many items, and what each beyond the first costs.
    pub(super) juggles: bool,
    pub(super) items_most: u32,
    pub(super) loss: u32,
    /// Work starts with so many.
    pub(super) batch_min: u32,
    /// One worker takes up to so many.
    pub(super) batch_max: u32,
    /// The longest that the first in line waits for a batch to fill; `u64::MAX`: for ever.
    pub(super) batch_wait: u64,
    pub(super) batch_seat: u32,
    pub(super) setup: Option<Sampler>,
    pub(super) setup_draws: Place,
    pub(super) setups: u64,
    /// Finished items leave at multiples of it; 0: at once.
    pub(super) cadence: u64,
    pub(super) train: Line,
    pub(super) train_seat: u32,
    pub(super) clock: Option<Clock>,
    pub(super) people: Vec<Person>,
    /// The chance of a defect per visit, as it stands.
    pub(super) defect_share: f64,
    pub(super) awareness: f64,
    pub(super) defect_draws: Place,
    pub(super) inspection: Option<Inspection>,
    pub(super) inspection_draws: Place,
    pub(super) fix_draws: Place,
    /// Defects for which it stands still.
    pub(super) stopped: u32,
}

/// What interrupts the people of a stage.
#[derive(Debug, Clone)]
pub(super) struct Clock {
    /// Whether time passes also while nobody works.
    pub(super) always: bool,
    pub(super) between: Sampler,
    pub(super) length: Sampler,
    pub(super) draws: Place,
}

/// One worker of a stage with rules.
#[derive(Debug, Clone, Copy)]
pub(super) struct Person {
    /// The desk; `NONE`: nothing to do.
    pub(super) seat: u32,
    /// Working time until the next interruption.
    pub(super) to_interruption: u64,
    /// Draws of interruptions so far.
    pub(super) draws: u64,
    pub(super) is_down: bool,
    /// Items at the desk, since when their shares run, and among how many the facts last said; only where workers
    /// share their time.
    pub(super) items: u32,
    pub(super) since: SimTime,
    pub(super) told: u32,
}

impl Person {
    const NEW: Person = Person {
        seat: NONE,
        to_interruption: 0,
        draws: 0,
        is_down: false,
        items: 0,
        since: SimTime::START,
        told: 1,
    };
}

/// Whether a stage has any rule beyond the simple ones.
pub(super) fn is_special(stage: &Stage) -> bool {
    stage.setup_time.is_some()
        || stage.process_batch.max > 1
        || stage.transfer_batch > 1
        || stage.cadence.is_some()
        || stage.interruptions.is_some()
        || stage.defects.is_some()
        || stage.inspection.is_some()
        || stage.items_per_worker > 1
        || stage.queue_order != QueueOrder::Fifo
        || !stage.team.is_empty()
}

/// For each class its priority, whether limits do not hold for it and whether it preempts; and whether any of that
/// matters.
pub(super) fn manners(stream: &ValueStream) -> (Vec<(u8, bool, bool)>, bool) {
    let mut manners: Vec<(u8, bool, bool)> = stream
        .classes
        .iter()
        .map(|class| (class.priority, class.exceeds_limits, class.preempts))
        .collect();
    if manners.is_empty() {
        manners.push((0, false, false));
    }
    let matters = manners.iter().any(|&manner| manner != (0, false, false));
    (manners, matters)
}

/// The stage that sets the pace, and the length of the rope.
pub(super) fn drum(stream: &ValueStream) -> (u16, u32) {
    match &stream.release {
        Release::DrumBufferRope { drum, rope } => {
            let stage = stream.stages.iter().position(|stage| stage.id == *drum);
            (stage.map_or(u16::MAX, |stage| stage as u16), *rope)
        }
        _ => (u16::MAX, u32::MAX),
    }
}

/// An empty pallet for a route of a stage.
pub(super) fn pallet(stage: &Stage, index: usize, route: usize, unit: f64) -> Pallet {
    Pallet {
        line: Line::EMPTY,
        size: stage.transfer_batch,
        wait: span(stage.transfer_wait_at_most, unit),
        seat: NONE,
        route: route as u32,
        stage: index as u16,
    }
}

fn span(time: Option<f64>, unit: f64) -> u64 {
    time.map_or(u64::MAX, |time| (time * unit + 0.5) as u64)
}

impl Rules {
    pub(super) fn of(stream: &ValueStream, seed: Seed) -> Vec<Rules> {
        let unit = stream.calendar.ticks_per_unit();
        let of_stage = |stage: &Stage| {
            let place = |purpose| Place::new(seed, &stage.id, purpose);
            Rules {
                order: stage.queue_order,
                order_draws: place(Purpose::Order),
                juggles: stage.items_per_worker > 1,
                items_most: 1,
                loss: 0,
                batch_min: 1,
                batch_max: 1,
                batch_wait: u64::MAX,
                batch_seat: NONE,
                setup: None,
                setup_draws: place(Purpose::Setup),
                setups: 0,
                cadence: 0,
                train: Line::EMPTY,
                train_seat: NONE,
                clock: stage.interruptions.as_ref().map(|interruptions| Clock {
                    always: interruptions.clock == InterruptionClock::Always,
                    between: Sampler::new(&interruptions.between, unit),
                    length: Sampler::new(&interruptions.length, unit),
                    draws: place(Purpose::Interruption),
                }),
                people: Vec::new(),
                defect_share: stage.defects.map_or(0.0, |defects| defects.share),
                awareness: stage.defects.map_or(1.0, |defects| defects.awareness),
                defect_draws: place(Purpose::Defect),
                inspection: stage.inspection,
                inspection_draws: place(Purpose::Inspection),
                fix_draws: place(Purpose::Fix),
                stopped: 0,
            }
        };
        stream.stages.iter().map(of_stage).collect()
    }

    /// Copies from the stream what amendments can change.
    pub(super) fn take_parameters(&mut self, stage: &Stage, unit: f64) {
        self.items_most = stage.items_per_worker;
        self.loss = (stage.switching_loss * WHOLE as f64 + 0.5) as u32;
        self.batch_min = stage.process_batch.min;
        self.batch_max = stage.process_batch.max;
        self.batch_wait = span(stage.process_batch.wait_at_most, unit);
        self.setup = stage.setup_time.as_ref().map(|time| Sampler::new(time, unit));
        self.cadence = stage.cadence.map_or(0, |cadence| ((cadence * unit + 0.5) as u64).max(1));
    }

    /// What switching between so many items costs a worker [billionths of the time].
    pub(super) fn lost(&self, items: u32) -> u32 {
        let lost = u64::from(self.loss) * u64::from(items.saturating_sub(1));
        lost.min(WHOLE - 1) as u32
    }

    /// A worker of the stage.
    pub(super) fn person(&mut self, worker: u16) -> &mut Person {
        let worker = usize::from(worker);
        while self.people.len() <= worker {
            let number = self.people.len();
            let mut person = Person::NEW;
            if let Some(clock) = &self.clock {
                person.to_interruption = clock.next(number as u16, &mut person.draws);
            }
            self.people.push(person);
        }
        &mut self.people[worker]
    }
}

impl Clock {
    fn draw(&self, sampler: &Sampler, worker: u16, draws: &mut u64) -> u64 {
        let number = u64::from(worker) << 40 | *draws;
        // Of two draws one is for a time between.
        let before = *draws / 2;
        *draws += 1;
        sampler.ticks(self.draws.numbered(number), before)
    }

    /// Time until a worker is interrupted, at least a tick.
    pub(super) fn next(&self, worker: u16, draws: &mut u64) -> u64 {
        self.draw(&self.between, worker, draws).max(1)
    }

    /// How long the interruption lasts.
    pub(super) fn span(&self, worker: u16, draws: &mut u64) -> u64 {
        self.draw(&self.length, worker, draws)
    }
}

impl Simulation {
    /// Gives a slot to everything that waits for a time of its own.
    pub(super) fn reserve_timers(&mut self) {
        for stage in 0..self.rules.len() as u16 {
            let rules = &mut self.rules[usize::from(stage)];
            if rules.batch_max > 1 {
                rules.batch_seat = self.seats.len() as u32;
                self.seats.push(Seat::timer(Phase::Batch, stage, 0));
            }
            if rules.cadence > 0 {
                rules.train_seat = self.seats.len() as u32;
                self.seats.push(Seat::timer(Phase::Train, stage, 0));
            }
        }
        for (number, pallet) in self.pallets.iter_mut().enumerate() {
            pallet.seat = self.seats.len() as u32;
            self.seats.push(Seat::timer(Phase::Pallet, number as u16, 0));
        }
        for (number, source) in self.sources.iter_mut().enumerate() {
            if let Some(patience) = &mut source.patience {
                patience.seat = self.seats.len() as u32;
                self.seats.push(Seat::timer(Phase::Patience, number as u16, 0));
            }
        }
        if self.market.has_demand() {
            self.market.seat = self.seats.len() as u32;
            self.seats.push(Seat::timer(Phase::Demand, 0, 0));
        }
    }

    /// Starts everything that has a time of its own.
    pub(super) fn start_timers(&mut self, facts: &mut impl Sink) {
        if !self.rich {
            return;
        }
        for stage in 0..self.rules.len() as u16 {
            self.start_clocks(stage);
        }
        self.open_market(facts);
    }

    /// A seat's slot is due never.
    #[inline]
    pub(super) fn clear_seat(&mut self, seat: u32) {
        let slot = self.seat_slot(seat);
        self.agenda.clear(slot);
    }

    /// Sets a seat's slot.
    #[inline]
    pub(super) fn set_seat(&mut self, seat: u32, span: u64) {
        let slot = self.seat_slot(seat);
        self.agenda.set(slot, SimTime(self.now.0 + span));
    }
}
