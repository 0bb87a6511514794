//! New work centers and new sources.

use super::action::{Part, Spot};
use super::links::connect;
use super::place::{free_near, free_place, make_room};
use super::reduce::new_id;
use crate::value_stream::{
    Arrivals, CUSTOMER, Distribution, Link, LinkId, Position, Source, SourceId, Stage, StageId,
    ValueStream, Workers,
};

/// What a new work center needs per item, and how much that varies, until somebody says better.
const WORK: Distribution = Distribution { mean: 1.0, cv: 0.5, shape: None };
/// The mean time between two items of a new source [the stream's unit]: a new work center keeps up with it, just.
const INTERVAL: f64 = 1.25;

/// Adds a work center.
pub(super) fn add(stream: &mut ValueStream, spot: Spot, name: &str, source: &str) {
    let was_empty = stream.stages.is_empty();
    let id = new_id(stream, 'w');
    let mut stage = Stage::new(&id, WORK);
    name.clone_into(&mut stage.name);
    stage.position = position(stream, spot);
    let place = behind(stream, spot);
    stream.stages.insert(place, stage);
    let new = StageId::at(place);
    stream.links.push(Link::new(&id, CUSTOMER));
    let after = |stage: StageId| StageId::at(stage.index() + usize::from(stage.index() >= place));
    match spot {
        Spot::After(Part::Stage(stage)) => after_stage(stream, after(stage), &id),
        Spot::After(Part::Link(link)) => on_link(stream, link, &id),
        Spot::After(Part::Source(from)) | Spot::From(Part::Source(from), _) => {
            before_stage(stream, from, &id);
        }
        Spot::From(Part::Stage(stage), _) => {
            connect(stream, Part::Stage(after(stage)), Part::Stage(new));
        }
        Spot::Free(_) | Spot::After(_) | Spot::From(..) => {}
    }
    if was_empty && stream.sources.is_empty() {
        add_source(stream, new, source);
    }
}

/// Adds a source.
pub(super) fn add_source(stream: &mut ValueStream, to: StageId, name: &str) {
    let Some(stage) = stream.stages.get(to.index()) else { return };
    let mut source = Source::new(&new_id(stream, 's'), &stage.id, Arrivals::poisson(INTERVAL));
    name.clone_into(&mut source.name);
    stream.sources.push(source);
}

/// Where in the author's order a new stage stands: behind what it comes after, since that order decides which links go
/// back.
fn behind(stream: &ValueStream, spot: Spot) -> usize {
    let stage = match spot {
        Spot::After(Part::Link(link)) => {
            stream.links.get(link.index()).and_then(|link| stream.stage(&link.from))
        }
        Spot::After(Part::Stage(stage)) | Spot::From(Part::Stage(stage), _) => Some(stage),
        Spot::After(Part::Source(source)) => {
            let stage = stream.sources.get(source.index());
            return stage.and_then(|source| stream.stage(&source.to)).map_or(0, StageId::index);
        }
        _ => None,
    };
    stage.map_or(stream.stages.len(), |stage| (stage.index() + 1).min(stream.stages.len()))
}

/// Where a new stage is drawn, if its author places stages.
fn position(stream: &mut ValueStream, spot: Spot) -> Option<Position> {
    if let Spot::Free(Some(at)) | Spot::From(_, Some(at)) = spot {
        return Some(at);
    }
    if stream.stages.is_empty() || stream.stages.iter().any(|stage| stage.position.is_none()) {
        return None;
    }
    let at = |id: &str| stream.stage(id).and_then(|id| stream.stages[id.index()].position);
    match spot {
        Spot::After(Part::Stage(id)) | Spot::From(Part::Stage(id), _) => {
            let stage = stream.stages.get(id.index())?;
            let place = stage.position?;
            let next = Position { x: place.x + 1.0, ..place };
            make_room(stream, next);
            Some(next)
        }
        Spot::After(Part::Link(id)) => {
            let link = stream.links.get(id.index())?;
            let from = at(&link.from)?;
            let to = at(&link.to).unwrap_or(Position { x: from.x + 2.0, ..from });
            if (to.x - from.x).abs() >= 1.9 || (to.y - from.y).abs() >= 1.9 {
                let middle = |a, b| f64::midpoint(a, b);
                let middle = Position { x: middle(from.x, to.x), y: middle(from.y, to.y) };
                return Some(free_near(stream, middle));
            }
            make_room(stream, to);
            Some(to)
        }
        Spot::After(Part::Source(id)) => {
            let first = at(&stream.sources.get(id.index())?.to)?;
            make_room(stream, first);
            Some(first)
        }
        _ => Some(free_place(stream)),
    }
}

/// What went forward from a stage goes through the new one.
fn after_stage(stream: &mut ValueStream, stage: StageId, id: &str) {
    let Some(from) = stream.stages.get(stage.index()).map(|stage| stage.id.clone()) else { return };
    let backward = backward_links(stream, &from);
    let moved: Vec<usize> = (0..stream.links.len())
        .filter(|&link| stream.links[link].from == from && !backward.contains(&link))
        .collect();
    let share: f64 = moved.iter().map(|&link| stream.links[link].share).sum();
    // The new one's way to the customer makes room for what it takes over.
    if !moved.is_empty() {
        stream.links.retain(|link| !(link.from == id && link.to == CUSTOMER));
    }
    for &link in &moved {
        id.clone_into(&mut stream.links[link].from);
    }
    let share = if moved.is_empty() { 1.0 } else { share };
    stream.links.push(Link { share, ..Link::new(&from, id) });
    super::links::even_out(stream, id);
    super::links::even_out(stream, &from);
}

/// The links of a stage that go back, by number.
fn backward_links(stream: &ValueStream, from: &str) -> Vec<usize> {
    let Some(sketch) = crate::value_stream::Sketch::of(stream.clone()) else { return Vec::new() };
    let ways = sketch.ways().iter().enumerate();
    let own = ways.filter(|(_, way)| way.backward && stream.stages[way.from.index()].id == from);
    own.map(|(index, _)| index).collect()
}

/// The new one stands in the middle of a link.
fn on_link(stream: &mut ValueStream, link: LinkId, id: &str) {
    // The last link is the new one's own.
    if link.index() + 1 >= stream.links.len() {
        return;
    }
    let to = std::mem::replace(&mut stream.links[link.index()].to, id.to_owned());
    let last = stream.links.len() - 1;
    stream.links[last].to = to;
}

/// A source feeds the new one, which goes on to what the source fed.
fn before_stage(stream: &mut ValueStream, source: SourceId, id: &str) {
    let Some(source) = stream.sources.get_mut(source.index()) else { return };
    let to = std::mem::replace(&mut source.to, id.to_owned());
    let last = stream.links.len() - 1;
    stream.links[last].to = to;
}

/// A stage without a team has people of its own.
pub(super) fn leave_team(stage: &mut Stage) {
    if !stage.team.is_empty() {
        stage.team = String::new();
        if stage.workers == Workers::Unlimited {
            stage.workers = Workers::Count(1);
        }
    }
}
