//! Everything that a run can do beyond the simple rules, as a book that it is given: a program that knows its stream to
//! be simple need not carry the rest.

use super::Seed;
use super::agenda;
use super::demand::Market;
use super::fact::{Fact, Sink};
use super::lane::Access;
use super::rules::Rules;
use super::shared::Shared;
use super::simulation::Simulation;

type OfSlot<S> = fn(&mut Simulation, u32, &mut S);
type OfStage<S> = fn(&mut Simulation, u16, &mut S);

/// What happens where there are more than the simple rules, said to an `S`. Public in name only: a trait that others
/// implement has it.
#[derive(Debug)]
pub struct Rulebook<S> {
    /// Makes the rules of the stream ready.
    pub(super) prepare: fn(&mut Simulation, Seed),
    /// Copies from the stream what amendments can change of them.
    pub(super) take_parameters: fn(&mut Simulation),
    /// Gives a slot to everything that waits for a time of its own.
    pub(super) reserve_timers: fn(&mut Simulation),
    /// Starts everything that has a time of its own.
    pub(super) start_timers: fn(&mut Simulation, &mut S),
    /// What a seat waited for happens.
    pub(super) end_phase: OfSlot<S>,
    /// Workers start what waits, and room is given.
    pub(super) serve: OfStage<S>,
    /// An item waits for a worker.
    pub(super) queue_up: fn(&mut Simulation, u32, u16),
    /// An item comes into the groups of a stage, and leaves them.
    pub(super) enter_groups: fn(&mut Simulation, u16),
    pub(super) leave_groups: fn(&mut Simulation, u16),
    /// The patience of an item begins.
    pub(super) be_patient: fn(&mut Simulation, usize, u32, u64),
    /// A worker gets up.
    pub(super) let_go: fn(&mut Simulation, u16, u16, &mut S),
    /// The customer has an item.
    pub(super) receive: OfSlot<S>,
    /// An item leaves the stream.
    pub(super) forget: fn(&mut Simulation, u32),
    /// The drum has done its work on an item; the rope goes to another drum.
    pub(super) pass_drum: fn(&mut Simulation, u32),
    pub(super) tie_rope: fn(&mut Simulation),
    /// How far the work at a desk is where it is shared, and among how many.
    pub(super) shared_desk: fn(&Simulation, u32) -> Option<(f32, u16)>,
    /// What is due next has come near from the ladder.
    pub(super) look_at_near: fn(&Simulation, &S),
    /// A change that was planned is due.
    pub(super) change_as_planned: fn(&mut Simulation, &mut S),
}

/// All rules, where facts are listed.
pub(super) static ALL: Rulebook<Vec<Fact>> = Rulebook::ALL;

impl<S: Sink> Rulebook<S> {
    /// All rules.
    pub(super) const ALL: Rulebook<S> = Rulebook {
        prepare: Simulation::prepare,
        take_parameters: Simulation::take_rules,
        reserve_timers: Simulation::reserve_timers,
        start_timers: Simulation::start_timers,
        end_phase: Simulation::end_phase,
        serve: Simulation::serve_specially,
        queue_up: Simulation::queue_up,
        enter_groups: Simulation::enter_groups,
        leave_groups: Simulation::leave_groups,
        be_patient: Simulation::be_patient,
        let_go: Simulation::let_go,
        receive: Simulation::receive,
        forget: Simulation::forget,
        pass_drum: Simulation::pass_drum,
        tie_rope: Simulation::tie_rope,
        shared_desk: Simulation::shared_desk,
        look_at_near: Simulation::look_at_near,
        change_as_planned: Simulation::change_as_planned,
    };
}

/// None: for streams where nothing of all this can happen.
pub(super) static SIMPLE: Rulebook<Vec<Fact>> = Rulebook {
    prepare: |_, _| {},
    take_parameters: |_| {},
    reserve_timers: |_| {},
    start_timers: |_, _| {},
    end_phase: |_, _, _| unruly(),
    serve: |_, _, _| unruly(),
    queue_up: |_, _, _| unruly(),
    enter_groups: |_, _| unruly(),
    leave_groups: |_, _| unruly(),
    be_patient: |_, _, _, _| unruly(),
    let_go: |_, _, _, _| unruly(),
    receive: |_, _, _| unruly(),
    forget: |_, _| unruly(),
    pass_drum: |_, _| unruly(),
    tie_rope: |_| {},
    shared_desk: |_, _| None,
    look_at_near: |_, _| {},
    change_as_planned: |_, _| unruly(),
};

fn unruly() {
    unreachable!("a simple stream has no such rule");
}

impl Simulation {
    fn prepare(&mut self, seed: Seed) {
        self.agenda.rest_on(&agenda::LADDER);
        let stream = self.runnable.stream();
        self.rules = Rules::of(stream, seed);
        self.shared = Shared::of(stream);
        self.market = Market::of(&self.runnable, seed);
    }

    fn take_rules(&mut self) {
        let runnable = std::sync::Arc::clone(&self.runnable);
        let stream = runnable.stream();
        let unit = stream.calendar.ticks_per_unit();
        for (rules, stage) in self.rules.iter_mut().zip(&stream.stages) {
            rules.take_parameters(stage, unit);
        }
        self.market.take_parameters(stream);
        self.lane = Access::Unknown;
        let next = stream.next_planned().map(|place| stream.changes[place].at);
        self.planned_at = next.map_or(u64::MAX, |at| stream.calendar.span(at).0);
    }
}
