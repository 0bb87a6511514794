//! The life of one item, without a gap: from its arrival until it left, or until now.

use super::ledger::Ledger;
use crate::sim::ItemId;
use crate::value_stream::{SimTime, StageId, WorkTime};

/// What an item did, or what was done to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// It waited for its release.
    Backlog,
    /// It waited for a worker; or it is not known what happened to it there.
    Waiting,
    /// It was worked on.
    Working,
    /// Its worker set up.
    SettingUp,
    /// Its work had begun, and nobody was at it.
    Interrupted,
    /// It was finished and could not go on: no room downstream, or its pallet was not full.
    Done,
    /// It had left one stage and waited outside the next.
    Outside,
}

/// A stretch in the life of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// Its start.
    pub from: SimTime,
    /// Its end.
    pub until: SimTime,
    /// Where; none: in the backlog.
    pub stage: Option<StageId>,
    /// Where it went next; none: out, or nowhere yet.
    pub next: Option<StageId>,
    /// What it did.
    pub doing: Doing,
}

impl Segment {
    /// Its length.
    pub fn span(&self) -> WorkTime {
        self.until.since(self.from)
    }
}

impl Ledger {
    /// The life of an item until a moment, in order: each segment begins where the one before ended, and none is empty.
    pub fn biography(&self, id: ItemId, now: SimTime) -> Vec<Segment> {
        let Some(item) = self.items.get(id.index()) else { return Vec::new() };
        let end = item.ended.min(now);
        let mut life = Vec::new();
        let mut add = |from: SimTime, until: SimTime, stage, next, doing| {
            let until = until.min(end);
            if from < until {
                life.push(Segment { from, until, stage, next, doing });
            }
        };
        let mut numbers = Vec::new();
        let mut number = item.last_visit;
        while let Some(visit) = self.visits.get(number) {
            numbers.push((number, visit));
            number = visit.previous;
        }
        numbers.reverse();
        let first = numbers.first().map_or(end, |(_, visit)| visit.entered);
        add(item.arrived, first, None, numbers.first().map(|(_, v)| v.stage), Doing::Backlog);
        for (place, (number, visit)) in numbers.iter().enumerate() {
            let stage = Some(visit.stage);
            let next = numbers.get(place + 1).map(|(_, visit)| visit);
            let next_stage = next.map(|visit| visit.stage);
            let (starts, ends) = (visit.started.min(visit.left), visit.finished.min(visit.left));
            add(visit.entered, starts, stage, next_stage, Doing::Waiting);
            let mut at = starts;
            for pause in self.incidents.pauses.iter().filter(|pause| pause.visit == *number) {
                let doing = if pause.is_setup { Doing::SettingUp } else { Doing::Interrupted };
                add(at, pause.from, stage, next_stage, Doing::Working);
                add(pause.from, pause.until, stage, next_stage, doing);
                at = pause.until;
            }
            add(at, ends, stage, next_stage, Doing::Working);
            add(ends, visit.left, stage, next_stage, Doing::Done);
            let enters = next.map_or(SimTime::NEVER, |visit| visit.entered);
            add(visit.left, enters, stage, next_stage, Doing::Outside);
        }
        life
    }
}
