//! A run that follows the clock on the wall: play, pause, step, speed, reset, and changes while it runs.
//!
//! The player knows no clock: it is told how much time has passed, and given a way to ask how long it has been busy. A
//! run that is slower than asked for falls behind instead of holding anybody up.

mod branch;
mod past;
mod speed;

use std::sync::Arc;

use crate::insight::{self, Evidence, Finding};
use crate::measure::{Beats, Ledger, Measures, Pressure, Window};
use crate::sim::{Fact, Pause, Seed, Simulation};
use crate::value_stream::{
    Amendment, Change, Fault, Release, Runnable, SimTime, StageId, WorkTime,
};

pub use branch::{Branch, Futures};
pub use past::KEPT_MOST;
use past::Past;
pub use speed::Speed;

/// Events between two looks at the clock.
const EVENTS_PER_LOOK: u32 = 1_000;
/// Longer than this between two frames, and the page was away: there is nothing to catch up with [s].
const ABSENCE: f64 = 0.25;

/// A run with its records and its play head.
#[derive(Debug)]
pub struct Player {
    simulation: Simulation,
    ledger: Ledger,
    /// Facts since the last frame.
    recent: Vec<Fact>,
    /// Where the play head should be by now [ticks].
    head: f64,
    speed: Speed,
    is_playing: bool,
    is_behind: bool,
    /// The stream that the run began with.
    first: Arc<Runnable>,
    /// Earlier moments, once somebody has looked back.
    past: Option<Box<Past>>,
    /// The run as it went without what was changed at an earlier moment.
    branch: Option<Box<Branch>>,
}

impl Player {
    /// A run at its start, standing still.
    pub fn new(stream: Arc<Runnable>, seed: Seed) -> Player {
        let ledger = Ledger::new(&stream);
        Player::with(Simulation::shared(stream, seed), ledger)
    }

    /// The same for a run of [`Simulation::simple`], with no more than that takes.
    pub fn simple(stream: Arc<Runnable>, seed: Seed) -> Player {
        let ledger = Ledger::plain(&stream);
        Player::with(Simulation::simple(stream, seed), ledger)
    }

    fn with(simulation: Simulation, ledger: Ledger) -> Player {
        let first = simulation.shared_runnable();
        let mut player = Player {
            simulation,
            ledger,
            recent: Vec::new(),
            head: 0.0,
            speed: Speed::default(),
            is_playing: false,
            is_behind: false,
            first,
            past: None,
            branch: None,
        };
        player.advance(SimTime::START, u32::MAX);
        player
    }

    /// Moves on by the time that has passed on the wall [s], as far as `is_over` lets it: that is asked from time to
    /// time and says when the frame has no time left. Returns what happened.
    pub fn frame(&mut self, passed: f64, is_over: impl Fn() -> bool) -> &[Fact] {
        self.recent.clear();
        self.is_behind = false;
        if self.is_playing {
            let passed = if passed > ABSENCE { 0.0 } else { passed.max(0.0) };
            let calendar = self.simulation.runnable().stream().calendar;
            self.head += passed * self.speed.days_per_second() * calendar.ticks_per_day();
        }
        // What looks back is not known here, so that a page can fetch it when somebody does.
        if let Some(frame) = self.past.as_ref().map(|past| past.frame)
            && frame(self, &is_over)
        {
            return &self.recent;
        }
        if self.is_playing {
            let horizon = SimTime(self.head as u64);
            while self.advance(horizon, EVENTS_PER_LOOK) == Pause::Budget {
                if is_over() {
                    self.is_behind = true;
                    self.head = self.simulation.now().0 as f64;
                    break;
                }
            }
        }
        &self.recent
    }

    /// Moves on by one event, and stands still. Returns what happened.
    pub fn step(&mut self) -> &[Fact] {
        self.is_playing = false;
        self.recent.clear();
        let step = self.past.as_ref().map(|past| past.step);
        if !step.is_some_and(|step| step(self)) {
            self.advance(SimTime::NEVER, 1);
        }
        self.head = self.now().0 as f64;
        &self.recent
    }

    fn advance(&mut self, horizon: SimTime, budget: u32) -> Pause {
        let from = self.recent.len();
        let pause = self.simulation.advance(horizon, budget, &mut self.recent);
        self.ledger.fold(&self.recent[from..]);
        pause
    }

    /// Starts again from nothing with the stream as it has been changed.
    pub fn reset(&mut self, seed: Seed) {
        self.simulation = self.simulation.again(seed);
        self.first = self.simulation.shared_runnable();
        self.ledger.clear();
        self.recent.clear();
        self.head = 0.0;
        self.is_behind = false;
        (self.past, self.branch) = (None, None);
        self.advance(SimTime::START, u32::MAX);
    }

    /// Makes a change from now on; a change that would break the stream is refused and nothing happens.
    pub fn amend(&mut self, change: Change) -> Result<(), Vec<Fault>> {
        let amendment = self.simulation().runnable().amended(change)?;
        self.adopt(amendment);
        Ok(())
    }

    /// Makes a checked change from now on: one from `Runnable::amended` of the stream that runs.
    ///
    /// At an earlier moment it begins another future; see [`Player::branch_here`].
    pub fn adopt(&mut self, amendment: Amendment) {
        if self.is_back() {
            self.branch_here();
        }
        let mut facts = Vec::new();
        self.simulation.amend(amendment, &mut facts);
        self.ledger.expect_all();
        self.ledger.fold(&facts);
    }

    /// Makes charts of long windows cheap, until it is enough for now: see [`Ledger::digest_within`].
    pub fn digest(&mut self, is_enough: impl FnMut() -> bool) -> bool {
        self.ledger.digest_within(is_enough)
    }

    /// Lets the run follow the clock, or stand still.
    pub fn play(&mut self, is_playing: bool) {
        self.is_playing = is_playing;
    }

    /// Changes how fast it follows.
    pub fn set_speed(&mut self, speed: Speed) {
        self.speed = speed;
    }

    /// Whether it follows the clock.
    pub fn is_playing(&self) -> bool {
        self.is_playing
    }

    /// Whether the last frame could not do all that the speed asked for.
    pub fn is_behind(&self) -> bool {
        self.is_behind
    }

    /// How fast it follows.
    pub fn speed(&self) -> Speed {
        self.speed
    }

    /// The run at the moment that is shown.
    pub fn simulation(&self) -> &Simulation {
        self.past.as_ref().and_then(|past| past.shown.as_ref()).unwrap_or(&self.simulation)
    }

    /// The run at the moment that is glanced at, or else at the one that is shown.
    pub fn seen(&self) -> &Simulation {
        let glanced = self.past.as_ref().and_then(|past| past.glanced.as_ref());
        glanced.unwrap_or(self.simulation())
    }

    /// The run as far as it has come.
    pub fn run(&self) -> &Simulation {
        &self.simulation
    }

    /// Its records, up to where it has come.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The stages that block each other for good; empty if none do.
    pub fn knot(&self) -> &[StageId] {
        self.simulation().gridlock()
    }

    /// The play head: the moment that is shown.
    pub fn now(&self) -> SimTime {
        self.simulation().now()
    }

    /// How far the run has come.
    pub fn latest(&self) -> SimTime {
        self.simulation.now()
    }

    /// Whether the moment that is shown is an earlier one, or is on its way there.
    pub fn is_back(&self) -> bool {
        self.past.as_ref().is_some_and(|past| past.shown.is_some())
    }

    /// The moment that was asked for, where it is not shown yet, or another future is on its way to begin there.
    pub fn goal(&self) -> Option<SimTime> {
        let past = self.past.as_ref()?;
        past.goal.or_else(|| past.parting.as_ref().map(|_| self.now()))
    }

    /// The times in which one item is let in per takt, up to the moment that is shown.
    pub fn beats(&self) -> Vec<Beats> {
        let (run, cfd) = (self.simulation(), self.ledger.cfd());
        let mut beats: Vec<Beats> = Vec::new();
        let mut begin = |from: SimTime, release: &Release| {
            let before = beats.last_mut().filter(|before| before.until == SimTime::NEVER);
            let calendar = run.runnable().stream().calendar;
            let takt = match *release {
                Release::Takt(takt) => Some(WorkTime(calendar.span(takt).0.max(1))),
                _ => None,
            };
            if before.as_ref().map(|before| before.takt) == takt {
                return;
            }
            if let Some(before) = before {
                before.until = from;
            }
            let items = if from == SimTime::START { 0 } else { cfd.count(1, from) };
            beats.extend(takt.map(|takt| Beats { from, until: SimTime::NEVER, items, takt }));
        };
        begin(SimTime::START, &self.first.stream().release);
        for amended in run.amendments() {
            if let Change::Release(release) = &amended.change {
                begin(amended.at, release);
            }
        }
        beats
    }

    /// The run as it went without what was changed at an earlier moment.
    pub fn branch(&self) -> Option<&Branch> {
        self.branch.as_deref()
    }

    /// The measures of the last so many days, or of the whole run.
    pub fn measures(&self, days: Option<f64>) -> Measures {
        let now = self.now();
        let calendar = self.simulation.runnable().stream().calendar;
        let back = days.map_or(now.0, |days| calendar.span_of_days(days).0);
        self.ledger.measures(Window::new(SimTime(now.0.saturating_sub(back)), now))
    }

    /// Whether work piles up somewhere: what can stand out of a stream that nobody has touched. All of `findings` takes more
    /// than that.
    pub fn piling_up(&self, known: &Measures) -> Option<Finding> {
        let pressures = self.ledger.pressure(self.now());
        insight::piling_up(self.simulation().runnable(), known.wip_now, &pressures)
    }

    /// What stands out since the start or the last change, the heaviest first. What is known is not measured again.
    pub fn findings(&self, known: &Measures) -> Vec<Finding> {
        let window = judged(&self.ledger, self.now());
        let stream = self.simulation().runnable();
        if known.window == window {
            return rank(stream, &self.ledger, known);
        }
        rank(stream, &self.ledger, &self.ledger.measures(window))
    }
}

/// What stands out in a run's records since its start or its last change until a moment, the heaviest first.
pub fn findings(stream: &Runnable, ledger: &Ledger, now: SimTime) -> Vec<Finding> {
    rank(stream, ledger, &ledger.measures(judged(ledger, now)))
}

/// What is judged at a moment: the time since the start or the last change before it.
fn judged(ledger: &Ledger, now: SimTime) -> Window {
    let before = ledger.amendments().partition_point(|&at| at <= now);
    let since = before.checked_sub(1).map_or(SimTime::START, |last| ledger.amendments()[last]);
    Window::new(since, now)
}

fn rank(stream: &Runnable, ledger: &Ledger, measures: &Measures) -> Vec<Finding> {
    let Window { after, until } = measures.window;
    let cfd = ledger.cfd();
    // The records keep the pressure of now alone.
    let pressures = if until < ledger.now() {
        measures.stages.iter().map(Pressure::from).collect()
    } else {
        ledger.pressure(until)
    };
    insight::rank(
        stream,
        &Evidence {
            measures,
            pressures: &pressures,
            spent: &ledger.time_spent(measures.window),
            backlog_at_start: cfd.count(0, after) - cfd.count(1, after),
        },
    )
}
