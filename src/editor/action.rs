//! What can be done to a diagram, as data.

use super::Diagram;
use crate::value_stream::{
    Calendar, Class, Costs, Customer, GroupLimit, Link, LinkId, Note, PlannedChange, Position,
    Release, Source, SourceId, Stage, StageId, Team,
};

/// Something in a diagram that can be chosen. Numbers are positions in the diagram's lists, valid for that diagram only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A work center.
    Stage(StageId),
    /// A way between two, or to the customer.
    Link(LinkId),
    /// Where work comes from.
    Source(SourceId),
    /// Who it is for.
    Customer,
    /// Words beside the belt.
    Note(u16),
}

/// Where a new work center comes to stand in the flow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Spot {
    /// Nowhere yet: it delivers to the customer, and nothing comes to it. In an empty diagram it gets a source.
    Free(Option<Position>),
    /// Behind a stage, a source, or in the middle of a link: what went on from there goes through it.
    After(Part),
    /// A way of its own from a stage or a source.
    From(Part, Option<Position>),
}

/// Everything that can be done to a diagram.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Action {
    /// All of it becomes another: one that it has been.
    Become(Box<Diagram>),
    /// A new work center.
    Add {
        /// Where.
        spot: Spot,
        /// What the screen calls it.
        name: String,
        /// What the screen calls the source that an empty diagram gets with it.
        source: String,
    },
    /// A new source that feeds a stage.
    AddSource {
        /// The stage.
        to: StageId,
        /// What the screen calls it.
        name: String,
    },
    /// New words beside the belt.
    AddNote(Note),
    /// A new link, or a source that feeds another stage.
    Connect {
        /// A stage or a source.
        from: Part,
        /// A stage or the customer.
        to: Part,
    },
    /// Without these parts; what came through a stage goes on behind it.
    Delete(Vec<Part>),
    /// Copies of stages that share their work, and of notes.
    Duplicate(Vec<Part>),
    /// Stages, sources, the customer and notes come to stand here.
    Move(Vec<(Part, Position)>),
    /// The layout places everything again but notes.
    Arrange,
    /// A stage with other values; its id stays.
    Stage(StageId, Box<Stage>),
    /// A link with other values; its ends stay, and the other links of its stage share the rest as they did before.
    Link(LinkId, Link),
    /// A source with other values; its id stays.
    Source(SourceId, Box<Source>),
    /// Another text or kind of a note.
    Note(u16, Note),
    /// Another customer.
    Customer(Box<Customer>),
    /// Another release policy.
    Release(Release),
    /// Other teams; stages whose team is gone have people of their own.
    Teams(Vec<Team>),
    /// Other common limits.
    Limits(Vec<GroupLimit>),
    /// Other classes; what names one that is gone forgets it.
    Classes(Vec<Class>),
    /// Another name, description and citation.
    About {
        /// What the stream is called.
        name: String,
        /// What it shows.
        about: String,
        /// Where its numbers come from.
        citation: String,
    },
    /// Another unit of times or length of a day; the numbers stay as they are.
    Calendar(Calendar),
    /// Other prices.
    Costs(Costs),
    /// Other planned changes.
    Changes(Vec<PlannedChange>),
    /// One after the other, as one step.
    Several(Vec<Action>),
}
