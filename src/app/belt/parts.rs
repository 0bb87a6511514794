//! Where the parts of a belt stand that can be moved beside notes.

use crate::belt::{BeltLayout, Rect};
use crate::editor::Part;
use crate::value_stream::{SourceId, StageId};

/// Where a stage, a source or the customer stands.
pub(super) fn rect_of(layout: &BeltLayout, part: Part) -> Option<Rect> {
    match part {
        Part::Stage(id) => layout.stages.get(id.index()).copied(),
        Part::Source(id) => layout.sources.get(id.index()).copied(),
        Part::Customer => Some(layout.customer),
        Part::Link(_) | Part::Note(_) => None,
    }
}

/// All of them, and where each stands.
pub(super) fn rects(layout: &BeltLayout) -> impl Iterator<Item = (Part, Rect)> {
    let stages = (0..layout.stages.len()).map(|index| Part::Stage(StageId::at(index)));
    let sources = (0..layout.sources.len()).map(|index| Part::Source(SourceId::at(index)));
    let parts = stages.chain(sources).chain([Part::Customer]);
    parts.filter_map(|part| Some((part, rect_of(layout, part)?)))
}
