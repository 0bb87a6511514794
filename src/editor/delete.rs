//! Without some parts, and without loose ends.

use super::Diagram;
use super::action::Part;
use super::links::even_out;
use crate::value_stream::{CUSTOMER, Link, Release, StageId, ValueStream};

/// Where whoever deletes parts goes on: to the work center behind the first of them, or else before it; from a link or a
/// source to the work center at its end. None: there is no such, or they are notes.
pub fn beside(diagram: &Diagram, gone: &[Part]) -> Option<Part> {
    let is_left = |stage: &usize| !gone.contains(&Part::Stage(StageId::at(*stage)));
    let count = diagram.stages.len();
    let left = |stage: usize| {
        (stage..count).find(is_left).or_else(|| (0..stage.min(count)).rev().find(is_left))
    };
    let first = gone.iter().find_map(|part| match part {
        Part::Stage(id) => Some(id.index()),
        Part::Link(id) => Some(diagram.stage(&diagram.links.get(id.index())?.from)?.index()),
        Part::Source(id) => Some(diagram.stage(&diagram.sources.get(id.index())?.to)?.index()),
        Part::Customer | Part::Note(_) => None,
    });
    left(first?).map(|stage| Part::Stage(StageId::at(stage)))
}

/// Takes parts out of a diagram.
pub(super) fn delete(stream: &mut ValueStream, parts: &[Part]) {
    // Numbers change as lists get shorter: what is to go is named first.
    let mut stages = Vec::new();
    let mut sources = Vec::new();
    let mut links = Vec::new();
    let mut notes = vec![false; stream.notes.len()];
    for part in parts {
        match part {
            Part::Stage(id) => {
                stages.extend(stream.stages.get(id.index()).map(|stage| stage.id.clone()));
            }
            Part::Source(id) => {
                sources.extend(stream.sources.get(id.index()).map(|source| source.id.clone()));
            }
            Part::Link(id) => {
                let link = stream.links.get(id.index());
                links.extend(link.map(|link| (link.from.clone(), link.to.clone())));
            }
            Part::Note(number) => {
                if let Some(is_gone) = notes.get_mut(usize::from(*number)) {
                    *is_gone = true;
                }
            }
            Part::Customer => {}
        }
    }
    let mut is_gone = notes.into_iter();
    stream.notes.retain(|_| is_gone.next() != Some(true));
    for (from, to) in links {
        stream.links.retain(|link| !(link.from == from && link.to == to));
        even_out(stream, &from);
    }
    for source in sources {
        delete_source(stream, &source);
    }
    for stage in stages {
        delete_stage(stream, &stage);
    }
    // What was planned for something that is gone is not planned any more.
    let changes = std::mem::take(&mut stream.changes);
    stream.changes =
        changes.into_iter().filter(|planned| stream.resolve(&planned.change).is_ok()).collect();
}

fn delete_source(stream: &mut ValueStream, id: &str) {
    stream.sources.retain(|source| source.id != id);
    let customer = &mut stream.customer;
    customer.feedback = customer.feedback.take().filter(|feedback| feedback.source != id);
    customer.escapes = customer.escapes.take().filter(|escapes| escapes.source != id);
}

/// What came to a stage goes on to where the stage sent it.
fn delete_stage(stream: &mut ValueStream, id: &str) {
    let onward: Vec<Link> =
        stream.links.iter().filter(|link| link.from == id && link.to != id).cloned().collect();
    let inward: Vec<Link> =
        stream.links.iter().filter(|link| link.to == id && link.from != id).cloned().collect();
    stream.links.retain(|link| link.from != id && link.to != id);
    for link in &inward {
        let ways: Vec<&Link> = onward.iter().filter(|way| way.to != link.from).collect();
        let sum: f64 = ways.iter().map(|way| way.share).sum();
        for way in &ways {
            let part = if sum > 0.0 { way.share / sum } else { 1.0 / ways.len() as f64 };
            let share = link.share * part;
            let same = |other: &&mut Link| other.from == link.from && other.to == way.to;
            match stream.links.iter_mut().find(same) {
                Some(other) => other.share += share,
                None => stream.links.push(Link { share, ..Link::new(&link.from, &way.to) }),
            }
        }
        even_out(stream, &link.from);
    }
    stream.stages.retain(|stage| stage.id != id);
    let mut next: Option<&Link> = None;
    for way in onward.iter().filter(|way| way.to != CUSTOMER) {
        if next.is_none_or(|next| way.share > next.share) {
            next = Some(way);
        }
    }
    let next = next.map(|way| &way.to).or(stream.stages.first().map(|stage| &stage.id)).cloned();
    let mut lost = Vec::new();
    for source in &mut stream.sources {
        source.inside.retain(|(stage, _)| stage != id);
        if source.to == id {
            match &next {
                Some(next) => source.to.clone_from(next),
                None => lost.push(source.id.clone()),
            }
        }
    }
    for source in lost {
        delete_source(stream, &source);
    }
    for limit in &mut stream.limits {
        limit.stages.retain(|stage| stage != id);
    }
    stream.limits.retain(|limit| !limit.stages.is_empty());
    if matches!(&stream.release, Release::DrumBufferRope { drum, .. } if drum == id) {
        stream.release = Release::Push;
    }
}
