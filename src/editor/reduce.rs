//! The one function that changes a diagram, and how parts are found again afterwards.

use super::action::{Action, Part};
use super::{Diagram, delete, duplicate, links, stages};
use crate::value_stream::{CUSTOMER, LinkId, Position, SourceId, StageId, ValueStream};

/// No stage stands further out [belt units].
const FAR: f64 = 9e3;

/// The diagram after an action. What names nothing, or would name nothing afterwards, changes nothing.
pub fn reduce(diagram: &Diagram, action: &Action) -> Diagram {
    let mut next = diagram.clone();
    apply(&mut next, action);
    next
}

fn apply(stream: &mut ValueStream, action: &Action) {
    match action {
        Action::Add { spot, name, source } => stages::add(stream, *spot, name, source),
        Action::AddSource { to, name } => stages::add_source(stream, *to, name),
        Action::AddNote(note) => {
            let position = near(note.position);
            stream.notes.push(crate::value_stream::Note { position, ..note.clone() });
        }
        Action::Connect { from, to } => {
            links::connect(stream, *from, *to);
        }
        Action::Delete(parts) => delete::delete(stream, parts),
        Action::Duplicate(parts) => duplicate::duplicate(stream, parts),
        Action::Move(places) => {
            for &(part, position) in places {
                set_position(stream, part, near(position));
            }
        }
        Action::Arrange => super::place::forget(stream),
        Action::Stage(id, stage) => {
            if let Some(old) = stream.stages.get_mut(id.index()) {
                let id = std::mem::take(&mut old.id);
                *old = (**stage).clone();
                old.id = id;
            }
        }
        Action::Link(id, link) => {
            if let Some(old) = stream.links.get_mut(id.index()) {
                old.when_full = link.when_full;
                links::set_share(stream, *id, link.share);
            }
        }
        Action::Source(id, source) => {
            if let Some(old) = stream.sources.get_mut(id.index()) {
                let (id, to) = (old.id.clone(), old.to.clone());
                *old = (**source).clone();
                (old.id, old.to) = (id, to);
            }
        }
        Action::Note(number, note) => {
            if let Some(old) = stream.notes.get_mut(usize::from(*number)) {
                old.text.clone_from(&note.text);
                old.kind = note.kind;
            }
        }
        Action::Customer(customer) => stream.customer = (**customer).clone(),
        Action::Release(release) => stream.release = release.clone(),
        Action::Teams(teams) => {
            stream.teams.clone_from(teams);
            for stage in &mut stream.stages {
                if teams.iter().all(|team| team.id != stage.team) {
                    stages::leave_team(stage);
                }
            }
        }
        Action::Become(diagram) => stream.clone_from(diagram),
        Action::Limits(limits) => stream.limits.clone_from(limits),
        Action::Classes(classes) => {
            stream.classes.clone_from(classes);
            let is_known = |id: &String| classes.iter().any(|class| class.id == *id);
            for source in &mut stream.sources {
                if !is_known(&source.class) {
                    source.class = String::new();
                }
            }
            for stage in &mut stream.stages {
                stage.process_time_by_class.retain(|(class, _)| is_known(class));
            }
        }
        Action::About { name, about, citation } => {
            stream.name.clone_from(name);
            stream.about.clone_from(about);
            stream.citation.clone_from(citation);
        }
        Action::Costs(costs) => stream.costs = *costs,
        Action::Changes(changes) => {
            let is_known = |planned: &&crate::value_stream::PlannedChange| {
                stream.resolve(&planned.change).is_ok()
            };
            stream.changes = changes.iter().filter(is_known).cloned().collect();
        }
        Action::Calendar(calendar) => stream.calendar = *calendar,
        Action::Several(actions) => actions.iter().for_each(|action| apply(stream, action)),
    }
}

fn near(position: Position) -> Position {
    // Positions are short numbers in a file.
    let round = |place: f64| libm::round(place.clamp(-FAR, FAR) * 1e3) / 1e3;
    Position { x: round(position.x), y: round(position.y) }
}

fn set_position(stream: &mut ValueStream, part: Part, position: Position) {
    match part {
        Part::Stage(id) => {
            if let Some(stage) = stream.stages.get_mut(id.index()) {
                stage.position = Some(position);
            }
        }
        Part::Note(number) => {
            if let Some(note) = stream.notes.get_mut(usize::from(number)) {
                note.position = position;
            }
        }
        Part::Source(id) => {
            if let Some(source) = stream.sources.get_mut(id.index()) {
                source.position = Some(position);
            }
        }
        Part::Customer => stream.customer.position = Some(position),
        Part::Link(_) => {}
    }
}

/// The same part in another diagram, by its id; none: it is not there.
pub fn follow(before: &Diagram, after: &Diagram, part: Part) -> Option<Part> {
    match part {
        Part::Stage(id) => after.stage(&before.stages.get(id.index())?.id).map(Part::Stage),
        Part::Source(id) => {
            let id = &before.sources.get(id.index())?.id;
            let place = after.sources.iter().position(|source| source.id == *id);
            place.map(|place| Part::Source(SourceId::at(place)))
        }
        Part::Link(id) => {
            let link = before.links.get(id.index())?;
            let same =
                |other: &crate::value_stream::Link| other.from == link.from && other.to == link.to;
            after.links.iter().position(same).map(|place| Part::Link(LinkId::at(place)))
        }
        Part::Customer => Some(Part::Customer),
        Part::Note(number) => {
            let text = before.notes.get(usize::from(number));
            let same = after.notes.get(usize::from(number));
            (text.is_some() && same.is_some()).then_some(part)
        }
    }
}

/// What a diagram has that another had not: stages and notes, or else links, or else sources.
pub fn fresh(before: &Diagram, after: &Diagram) -> Vec<Part> {
    let stages = (0..after.stages.len()).map(|index| Part::Stage(StageId::at(index)));
    let notes = (before.notes.len()..after.notes.len()).map(|number| Part::Note(number as u16));
    let links = (0..after.links.len()).map(|index| Part::Link(LinkId::at(index)));
    let sources = (0..after.sources.len()).map(|index| Part::Source(SourceId::at(index)));
    let is_new = |part: &Part| match part {
        Part::Note(_) => true,
        part => follow(after, before, *part).is_none(),
    };
    let first: Vec<Part> = stages.chain(notes).filter(is_new).collect();
    if !first.is_empty() {
        return first;
    }
    let links: Vec<Part> = links.filter(is_new).collect();
    if links.is_empty() { sources.filter(is_new).collect() } else { links }
}

/// An id that nothing in the diagram has yet.
pub(super) fn new_id(stream: &ValueStream, letter: char) -> String {
    let mut number = stream.stages.len() + stream.sources.len();
    loop {
        number += 1;
        let id = letter.to_string() + &number.to_string();
        let is_taken = stream.stages.iter().any(|stage| stage.id == id)
            || stream.sources.iter().any(|source| source.id == id)
            || id == CUSTOMER;
        if !is_taken {
            return id;
        }
    }
}
