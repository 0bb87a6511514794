//! What a new diagram does to a run: nothing, changes from now on, or a new start.

use super::{Action, Diagram};
use crate::value_stream::{
    Arrivals, Change, Fault, Link, LinkId, Runnable, Source, SourceId, Stage, StageId, ValueStream,
};

/// What a run has to do to follow a diagram.
#[derive(Debug)]
pub enum Effect {
    /// Nothing that a run knows of has changed.
    Nothing,
    /// These changes from now on lead to the diagram, one after the other.
    Amend(Vec<Change>),
    /// What is drawn is another stream: it starts again.
    Restart(Box<Runnable>),
    /// It cannot run as it is drawn; what ran before goes on.
    Faulty(Vec<Fault>),
}

/// What a run of one stream has to do to follow a diagram.
pub fn effect(running: &ValueStream, diagram: &Diagram) -> Effect {
    let (before, after) = (what_runs(running), what_runs(diagram));
    // What runs is sound, and so is what is the same to a run.
    if before == after {
        return Effect::Nothing;
    }
    let runnable = match diagram.clone().check() {
        Ok(runnable) => runnable,
        Err(faults) => return Effect::Faulty(faults),
    };
    let changes = changes(&before, &after);
    let mut amended = before;
    for change in &changes {
        amended.apply(change);
        // A run passes through every step between.
        if amended.clone().check().is_err() {
            return Effect::Restart(Box::new(runnable));
        }
    }
    // A change that no amendment can make is still missing.
    if amended == after { Effect::Amend(changes) } else { Effect::Restart(Box::new(runnable)) }
}

/// A stream without what its run does not know: places, notes, and what the stream is about.
fn what_runs(stream: &ValueStream) -> ValueStream {
    let mut stream = stream.clone();
    stream.notes.clear();
    stream.name.clear();
    stream.about.clear();
    stream.citation.clear();
    stream.customer.name.clear();
    stream.sources.iter_mut().for_each(|source| source.name.clear());
    super::place::forget(&mut stream);
    stream
}

/// When a source's first items come, if its author says so. No amendment can: they have come, or are on their way.
fn first_at(source: &Source) -> Option<f64> {
    match &source.arrivals {
        Some(Arrivals::Every { first_at, .. }) => *first_at,
        _ => None,
    }
}

fn changes(before: &ValueStream, after: &ValueStream) -> Vec<Change> {
    let mut changes = Vec::new();
    for (index, (old, new)) in before.stages.iter().zip(&after.stages).enumerate() {
        let stage = StageId::at(index);
        if old.id != new.id {
            break;
        }
        if old.name != new.name {
            changes.push(Change::Name { stage, name: new.name.clone() });
        }
        if old.workers != new.workers {
            changes.push(Change::Workers { stage, workers: new.workers });
        }
        if old.wip_limit != new.wip_limit {
            changes.push(Change::WipLimit { stage, limit: new.wip_limit });
        }
        if old.process_time != new.process_time {
            let process_time = new.process_time.clone();
            changes.push(Change::ProcessTime { stage, process_time });
        }
        if old.items_per_worker != new.items_per_worker {
            changes.push(Change::ItemsPerWorker { stage, items: new.items_per_worker });
        }
    }
    let ends = |stream: &ValueStream| -> Vec<(String, String)> {
        stream.links.iter().map(|link| (link.from.clone(), link.to.clone())).collect()
    };
    if ends(before) == ends(after) {
        let links = before.links.iter().zip(&after.links).enumerate();
        let shares: Vec<(LinkId, f64)> = links
            .filter(|(_, (old, new))| old.share.to_bits() != new.share.to_bits())
            .map(|(index, (_, new))| (LinkId::at(index), new.share))
            .collect();
        if !shares.is_empty() {
            changes.push(Change::Shares(shares));
        }
    }
    for (index, (old, new)) in before.sources.iter().zip(&after.sources).enumerate() {
        if let Some(arrivals) = &new.arrivals
            && old.id == new.id
            && old.arrivals != new.arrivals
            && first_at(old) == first_at(new)
        {
            let source = SourceId::at(index);
            changes.push(Change::Arrivals { source, arrivals: arrivals.clone() });
        }
    }
    if before.release != after.release {
        changes.push(Change::Release(after.release.clone()));
    }
    changes
}

/// The action on a diagram that amends its run by a change; none: the diagram has not what changes.
pub fn action_for(diagram: &Diagram, change: &Change) -> Option<Action> {
    let stage = |id: StageId, with: &dyn Fn(&mut Stage)| {
        let mut next = diagram.stages.get(id.index())?.clone();
        with(&mut next);
        Some(Action::Stage(id, Box::new(next)))
    };
    match change {
        Change::Name { stage: id, name } => stage(*id, &|stage| stage.name.clone_from(name)),
        Change::Workers { stage: id, workers } => stage(*id, &|stage| stage.workers = *workers),
        Change::WipLimit { stage: id, limit } => stage(*id, &|stage| stage.wip_limit = *limit),
        Change::ProcessTime { stage: id, process_time } => {
            stage(*id, &|stage| stage.process_time.clone_from(process_time))
        }
        Change::ItemsPerWorker { stage: id, items } => {
            stage(*id, &|stage| stage.items_per_worker = *items)
        }
        // The others of its stage share the rest.
        Change::Shares(shares) => shares.iter().find_map(|&(id, share)| {
            let link = diagram.links.get(id.index()).filter(|link| share < link.share)?;
            Some(Action::Link(id, Link { share, ..link.clone() }))
        }),
        Change::Release(release) => Some(Action::Release(release.clone())),
        Change::Arrivals { source: id, arrivals } => {
            let mut next = diagram.sources.get(id.index())?.clone();
            next.arrivals = Some(arrivals.clone());
            Some(Action::Source(*id, Box::new(next)))
        }
    }
}
