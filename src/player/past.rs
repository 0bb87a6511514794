//! Earlier moments of a run: shown, gone through again, and left for another future.
//!
//! States of the run are kept at about even distances of events; a moment between two is reached from the one before by
//! the same facts (`Simulation::retrace`). When there are too many, or they take too much memory, every other one is
//! dropped and the distance doubles: a moment is never further away than a fiftieth of the run, or a frame's worth of
//! events, and the memory is bounded at any length. The records need nothing of this: they say at any moment what they
//! said then.

use super::branch::{Branch, Mark};
use super::{EVENTS_PER_LOOK, Player};
use crate::measure::Ledger;
use crate::sim::{Pause, Simulation};
use crate::value_stream::SimTime;

/// Most states that are kept of a run.
pub const KEPT_MOST: usize = 128;
/// Most memory that they take [bytes], but two are always kept.
const BYTES_MOST: usize = 48 << 20;
/// Events between two of them at first.
const APART_LEAST: u64 = 512;

/// Earlier moments of a run.
#[derive(Debug)]
pub(super) struct Past {
    /// States of the run, the earliest first; the first of all has not begun.
    kept: Vec<Simulation>,
    /// Events between two of them.
    apart: u64,
    /// The state that is shown; none: the run as far as it has come.
    pub(super) shown: Option<Simulation>,
    /// Another one, at which somebody only glances.
    pub(super) glanced: Option<Simulation>,
    /// The moment that it is on its way to.
    pub(super) goal: Option<SimTime>,
    /// The way to the state that is shown, gone again for another future that begins there.
    pub(super) parting: Option<Box<Parting>>,
    /// What a frame and a step do then.
    pub(super) frame: fn(&mut Player, &dyn Fn() -> bool) -> bool,
    pub(super) step: fn(&mut Player) -> bool,
}

/// A run that goes the way of another one again, with its records.
#[derive(Debug)]
pub(super) struct Parting {
    again: Simulation,
    ledger: Ledger,
}

impl Parting {
    /// Goes on towards a state, as far as there is time; says whether it is there.
    fn travel(&mut self, to: &Simulation, is_over: &dyn Fn() -> bool) -> bool {
        let mut facts = Vec::new();
        loop {
            let is_there = self.again.retrace(to, SimTime::NEVER, EVENTS_PER_LOOK, &mut facts);
            self.ledger.fold(&facts);
            facts.clear();
            if is_there || is_over() {
                return is_there;
            }
        }
    }
}

impl Past {
    fn of(player: &Player) -> Past {
        let run = &player.simulation;
        Past {
            kept: vec![Simulation::shared(player.first.clone(), run.seed())],
            apart: APART_LEAST,
            shown: None,
            glanced: None,
            goal: None,
            parting: None,
            frame: Player::frame_back,
            step: Player::step_back,
        }
    }

    /// Where among the kept states one with so many events belongs.
    fn place(&self, events: u64) -> usize {
        self.kept.partition_point(|state| state.events() <= events)
    }

    /// Keeps a state, where none is near.
    fn keep(&mut self, state: &Simulation) {
        let place = self.place(state.events());
        let before = self.kept[place - 1].events();
        let after = self.kept.get(place).map_or(u64::MAX, Simulation::events);
        if state.events() - before < self.apart || after - state.events() < self.apart {
            return;
        }
        self.kept.insert(place, state.clone());
        let bytes = |kept: &[Simulation]| kept.iter().map(Simulation::bytes).sum::<usize>();
        while self.kept.len() > 2 && (self.kept.len() > KEPT_MOST || bytes(&self.kept) > BYTES_MOST)
        {
            let mut place = 0;
            self.kept.retain(|_| {
                place += 1;
                place % 2 == 1
            });
            self.apart *= 2;
        }
    }

    /// Takes a state on to a moment of the run, as far as there is time; says whether it is there.
    fn travel(
        &mut self,
        state: &mut Simulation,
        run: &Simulation,
        to: SimTime,
        is_over: &dyn Fn() -> bool,
    ) -> bool {
        // Nothing moves before the eye while time jumps.
        let mut unseen = Vec::new();
        while !state.retrace(run, to, EVENTS_PER_LOOK, &mut unseen) {
            unseen.clear();
            self.keep(state);
            if is_over() {
                return false;
            }
        }
        true
    }

    /// Forgets what came later.
    fn forget_after(&mut self, mark: Mark) {
        self.kept.retain(|kept| mark.has(kept));
    }

    /// The latest kept state of a moment or before it.
    fn nearest(&self, at: SimTime) -> &Simulation {
        let place = self.kept.partition_point(|state| state.now() <= at);
        &self.kept[place.saturating_sub(1)]
    }
}

impl Player {
    /// Shows the run as it stood at a moment, with the next frames, and lets it stand there; at the last moment, as it
    /// stands.
    pub fn seek(&mut self, to: SimTime) {
        self.is_playing = false;
        if to >= self.latest() {
            self.come_back();
            return;
        }
        let past = self.past.take().unwrap_or_else(|| Box::new(Past::of(self)));
        let past = self.past.insert(past);
        let near = past.nearest(to);
        let is_nearer = past
            .shown
            .as_ref()
            .is_some_and(|shown| shown.now() <= to && shown.events() >= near.events());
        if !is_nearer {
            past.shown = Some(near.clone());
        }
        (past.goal, past.glanced, past.parting) = (Some(to), None, None);
    }

    /// Shows the run as it stands.
    fn come_back(&mut self) {
        if let Some(past) = &mut self.past {
            (past.shown, past.goal, past.glanced, past.parting) = (None, None, None, None);
        }
        self.head = self.simulation.now().0 as f64;
    }

    /// A frame once somebody has looked back. Says whether an earlier moment is shown.
    fn frame_back(&mut self, is_over: &dyn Fn() -> bool) -> bool {
        let Some(past) = &mut self.past else { return false };
        past.glanced = past.glanced.take().filter(|_| !self.is_playing);
        let Some(mut shown) = past.shown.take() else {
            past.keep(&self.simulation);
            self.follow(is_over);
            return false;
        };
        if let Some(goal) = past.goal {
            if past.travel(&mut shown, &self.simulation, goal, is_over) {
                past.goal = None;
                self.head = shown.now().0 as f64;
            }
            past.shown = Some(shown);
            return true;
        }
        if let Some(mut parting) = past.parting.take() {
            if parting.travel(&shown, is_over) {
                self.part(shown, parting.ledger);
            } else {
                (past.shown, past.parting) = (Some(shown), Some(parting));
            }
            return true;
        }
        let mut is_there = !self.is_playing;
        while !is_there {
            let horizon = SimTime(self.head as u64);
            let facts = &mut self.recent;
            is_there = shown.retrace(&self.simulation, horizon, EVENTS_PER_LOOK, facts);
            if !is_there && is_over() {
                self.is_behind = true;
                self.head = shown.now().0 as f64;
                break;
            }
        }
        self.show(shown);
        true
    }

    /// An event of what is shown. Says whether that is an earlier moment.
    fn step_back(&mut self) -> bool {
        let Some(past) = &mut self.past else { return false };
        let Some(mut shown) = past.shown.take() else { return false };
        (past.goal, past.parting) = (None, None);
        shown.retrace(&self.simulation, SimTime::NEVER, 1, &mut self.recent);
        self.show(shown);
        true
    }

    /// Shows a state, or the run where it has come to that.
    fn show(&mut self, shown: Simulation) {
        let is_run = shown.events() == self.simulation.events()
            && shown.now() == self.simulation.now()
            && shown.amendments().len() == self.simulation.amendments().len();
        if is_run {
            self.come_back();
        } else if let Some(past) = &mut self.past {
            past.shown = Some(shown);
        }
    }

    /// Glances at the run as it stood at a moment, or no longer, while it stands: see [`Player::seen`]. A moment that is
    /// too far from every state that is kept is not seen yet; what is gone through on the way brings the next glance
    /// nearer.
    pub fn glance(&mut self, at: Option<SimTime>, is_over: impl Fn() -> bool) {
        let at = at.filter(|&at| !self.is_playing && at < self.latest());
        let Some(at) = at else {
            if let Some(past) = &mut self.past {
                past.glanced = None;
            }
            return;
        };
        let mut past = self.past.take().unwrap_or_else(|| Box::new(Past::of(self)));
        let glanced = past.glanced.take();
        let near = past.nearest(at);
        let is_nearer =
            |glanced: &Simulation| glanced.now() <= at && glanced.events() >= near.events();
        let mut state = glanced.filter(is_nearer).unwrap_or_else(|| near.clone());
        let is_there = past.travel(&mut state, &self.simulation, at, &is_over);
        past.glanced = is_there.then_some(state);
        self.past = Some(past);
    }

    /// Begins another future at the moment that is shown: the run as it went, or goes, without what is changed from
    /// here on is kept beside it, see [`Player::branch`]. Both have the same draws.
    ///
    /// The records up to an earlier moment are made again from the start, once.
    pub fn branch_here(&mut self) {
        self.begin_branch();
        while self.goal().is_some() {
            self.frame_back(&|| false);
        }
    }

    /// The same with the next frames; until then the moment is a [goal](Player::goal).
    pub fn begin_branch(&mut self) {
        let past = self.past.take().unwrap_or_else(|| Box::new(Past::of(self)));
        let past = self.past.insert(past);
        if past.shown.is_none() {
            self.part(self.simulation.clone(), self.ledger.clone());
        } else if past.parting.is_none() {
            let again = past.kept[0].clone();
            let ledger = Ledger::new(again.runnable());
            past.parting = Some(Box::new(Parting { again, ledger }));
        }
    }

    /// The share of the way to where another future begins that has been gone again; none: no other begins.
    pub fn parting(&self) -> Option<f64> {
        let past = self.past.as_ref()?;
        let (parting, shown) = past.parting.as_ref().zip(past.shown.as_ref())?;
        Some(parting.again.events() as f64 / shown.events().max(1) as f64)
    }

    /// The run goes on from a state with its records, and without what is changed beside it.
    fn part(&mut self, state: Simulation, ledger: Ledger) {
        let mark = Mark::of(&state);
        if let Some(past) = &mut self.past {
            past.forget_after(mark);
            past.shown = None;
        }
        self.head = state.now().0 as f64;
        self.branch = Some(Box::new(Branch {
            at: state.now(),
            mark,
            simulation: std::mem::replace(&mut self.simulation, state),
            ledger: std::mem::replace(&mut self.ledger, ledger),
        }));
    }

    /// Lets the other future go.
    pub fn drop_branch(&mut self) {
        self.branch = None;
    }

    /// Takes the other future up again, as far as it has come, and lets this one go.
    pub fn return_to_branch(&mut self) {
        let Some(branch) = self.branch.take() else { return };
        if let Some(past) = &mut self.past {
            past.forget_after(branch.mark);
        }
        (self.simulation, self.ledger) = (branch.simulation, branch.ledger);
        self.recent.clear();
        self.come_back();
    }

    /// The other future comes as far as this one.
    fn follow(&mut self, is_over: &dyn Fn() -> bool) {
        let Some(branch) = &mut self.branch else { return };
        let mut facts = Vec::new();
        while branch.simulation.now() < self.simulation.now() {
            let pause =
                branch.simulation.advance(self.simulation.now(), EVENTS_PER_LOOK, &mut facts);
            branch.ledger.fold(&facts);
            facts.clear();
            if pause == Pause::Budget && is_over() {
                return;
            }
        }
    }
}
