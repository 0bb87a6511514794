//! Copies that share the work: what came to the original now comes to both.

use super::action::Part;
use super::links::even_out;
use super::place::below;
use super::reduce::new_id;
use crate::value_stream::{Link, Note, Position, ValueStream};

/// Copies stages and notes.
pub(super) fn duplicate(stream: &mut ValueStream, parts: &[Part]) {
    let mut copies: Vec<(String, String)> = Vec::new();
    let stages: Vec<String> = parts
        .iter()
        .filter_map(|part| match part {
            Part::Stage(id) => stream.stages.get(id.index()).map(|stage| stage.id.clone()),
            _ => None,
        })
        .collect();
    for id in stages {
        let Some(number) = stream.stage(&id).filter(|_| copies.iter().all(|(old, _)| *old != id))
        else {
            continue;
        };
        let mut copy = stream.stages[number.index()].clone();
        copy.id = new_id(stream, 'w');
        stream.stages[number.index()].title().clone_into(&mut copy.name);
        copy.position = copy.position.map(|at| below(stream, at));
        copies.push((id, copy.id.clone()));
        stream.stages.insert(number.index() + 1, copy);
    }
    let copy_of = |id: &str| copies.iter().find(|(old, _)| old == id).map(|(_, new)| new.as_str());
    let mut added = Vec::new();
    for link in &mut stream.links {
        match (copy_of(&link.from), copy_of(&link.to)) {
            (None, None) => {}
            // Within what is copied, copies are connected as the originals are.
            (Some(from), Some(to)) => {
                added.push(Link { from: from.into(), to: to.into(), ..link.clone() });
            }
            (Some(from), None) => added.push(Link { from: from.into(), ..link.clone() }),
            (None, Some(to)) => {
                link.share /= 2.0;
                added.push(Link { to: to.into(), ..link.clone() });
            }
        }
    }
    let senders: Vec<String> = added.iter().map(|link| link.from.clone()).collect();
    stream.links.extend(added);
    for sender in senders {
        even_out(stream, &sender);
    }
    for limit in &mut stream.limits {
        let new: Vec<String> =
            limit.stages.iter().filter_map(|id| copy_of(id).map(str::to_owned)).collect();
        limit.stages.extend(new);
    }
    for part in parts {
        if let Part::Note(number) = part
            && let Some(note) = stream.notes.get(usize::from(*number))
        {
            let Position { x, y } = note.position;
            let copy = Note { position: Position { x: x + 0.25, y: y + 0.25 }, ..note.clone() };
            stream.notes.push(copy);
        }
    }
}
