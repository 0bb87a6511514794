//! What people do who have no work at a stage where it starts in batches: they wait for a batch while something waits
//! that is not enough for one, and are starved while nothing does.
//!
//! Kept only for stages whose work starts with several items. The steps are those of the settled moments: of several
//! changes at one tick the last counts.

use super::measures::Window;
use crate::sim::What;
use crate::value_stream::SimTime;

/// The people of one stage who wait for a batch.
#[derive(Debug, Clone, Default)]
pub(super) struct FreePeople {
    /// Work starts with so many items; 0: nobody ever waits for a batch here.
    batch: u32,
    /// For each worker how many desks are at work, and whether it is stopped. Only while people are unlimited can it
    /// be several desks, all with the worker 0.
    people: Vec<(u32, bool)>,
    /// Workers who are at work or stopped.
    taken: u32,
    /// Workers here; none: unlimited.
    staffed: Option<u16>,
    /// So many wait for a batch from each moment on.
    steps: Vec<(SimTime, u32)>,
}

impl FreePeople {
    pub(super) fn of_batches(batch: u32) -> FreePeople {
        FreePeople { batch: if batch > 1 { batch } else { 0 }, ..FreePeople::default() }
    }

    /// Forgets all that happened.
    pub(super) fn clear(&mut self) {
        *self = FreePeople::of_batches(self.batch);
    }

    /// Memory [bytes].
    pub(super) fn bytes(&self) -> usize {
        self.steps.capacity() * size_of::<(SimTime, u32)>()
    }

    pub(super) fn is_watched(&self) -> bool {
        self.batch > 0
    }

    /// Something happened at the stage, where so many items wait now. `worker`: who has finished, where somebody has.
    pub(super) fn watch(&mut self, at: SimTime, what: What, waiting: u32, worker: Option<u16>) {
        match what {
            What::Started { worker, .. } => self.change(worker, |person| person.0 += 1),
            What::Stopped { worker, .. } => self.change(worker, |person| person.1 = true),
            What::Recovered { worker, .. } => self.change(worker, |person| person.1 = false),
            What::Finished { .. } => {
                if let Some(worker) = worker {
                    self.change(worker, |person| person.0 -= 1);
                }
            }
            What::Staffed { workers, .. } => self.staffed = workers,
            _ => {}
        }
        let is_short = waiting > 0 && waiting < self.batch;
        let free = self.staffed.map_or(0, u32::from).saturating_sub(self.taken);
        let now = if is_short { free } else { 0 };
        match self.steps.last_mut() {
            Some((since, people)) if *since == at => *people = now,
            Some((_, people)) if *people == now => {}
            _ => self.steps.push((at, now)),
        }
    }

    fn change(&mut self, worker: u16, change: fn(&mut (u32, bool))) {
        let worker = usize::from(worker);
        if self.people.len() <= worker {
            self.people.resize(worker + 1, (0, false));
        }
        let taken = |person: (u32, bool)| person.0.max(u32::from(person.1));
        let person = &mut self.people[worker];
        let before = taken(*person);
        change(person);
        self.taken = self.taken + taken(*person) - before;
    }

    /// Time that people waited for a batch in a window [worker-ticks].
    pub(super) fn waited(&self, window: Window) -> u128 {
        let mut sum = 0;
        self.each(|from, to, people| {
            sum += u128::from(people) * u128::from(window.overlap(from, to));
        });
        sum
    }

    /// The steps: from when until when how many wait.
    pub(super) fn each(&self, mut step: impl FnMut(SimTime, SimTime, u32)) {
        for (index, &(from, people)) in self.steps.iter().enumerate() {
            let to = self.steps.get(index + 1).map_or(SimTime::NEVER, |&(next, _)| next);
            step(from, to, people);
        }
    }
}
