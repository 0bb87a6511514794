//! What can be wrong with a stream: where, what was found, and what would do.

/// One thing that is wrong with a stream or its file.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// Where it is.
    pub place: Place,
    /// What is wrong there.
    pub problem: Problem,
}

/// A place in a stream: an element and a field of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The element.
    pub element: Element,
    /// The field, with dots between levels; empty: the element itself.
    pub field: String,
}

/// An element of a stream: its number in its list, counted from 1, and its id as far as one is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Element {
    /// The stream itself.
    Stream,
    /// A class of work.
    Class(usize, String),
    /// A stage.
    Stage(usize, String),
    /// A link, with both its ends.
    Link(usize, String, String),
    /// A team.
    Team(usize, String),
    /// A limit on several stages.
    Limit(usize),
    /// A source.
    Source(usize, String),
    /// The release policy.
    Release,
    /// The customer.
    Customer,
    /// A planned change.
    Change(usize),
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Problem {
    /// The text is not JSON.
    NotJson {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What the parser says.
        reason: String,
    },
    /// The file is of a schema that this version does not know.
    UnknownVersion {
        /// The version found.
        found: String,
    },
    /// A value is missing, of the wrong kind, or out of bounds.
    Value {
        /// What stands there; empty: nothing.
        found: String,
        /// What would do.
        wanted: Wanted,
    },
    /// A field that nothing reads.
    UnknownField {
        /// The fields that exist there.
        known: Vec<&'static str>,
    },
    /// An id that stands twice.
    DuplicateId {
        /// The id.
        id: String,
        /// The number of the element that has it already, from 1.
        first: usize,
    },
    /// An id that names nothing.
    UnknownId {
        /// The id.
        id: String,
        /// The ids that would do.
        known: Vec<String>,
    },
    /// The stream has no stage, or no source that ever brings an item.
    Empty,
    /// Outgoing shares do not add to one.
    SharesDoNotAddUp {
        /// Their sum.
        sum: f64,
    },
    /// No path leads from this stage to the customer.
    DeadEnd,
    /// A cv that the shape cannot have.
    ImpossibleVariation {
        /// The cv found.
        cv: f64,
        /// The cv values that would do.
        wanted: Wanted,
    },
    /// An endless source that nothing stops from releasing infinitely many items at once.
    EndlessWithoutLimit,
    /// Items could go round for ever without any time passing.
    CycleWithoutTime,
    /// Two rules that contradict each other.
    Clash {
        /// What it does not go together with.
        with: &'static str,
    },
    /// A batch or a pallet that can never fill.
    NeverFills {
        /// The items that it waits for.
        size: u32,
        /// The most that can be there.
        most: u32,
    },
    /// Work that is done again until it is good, and never is.
    NeverGood,
    /// Workers who have so much to switch between that nothing gets done.
    NoProgress {
        /// The items of each.
        items: u32,
        /// The most at this loss.
        most: u32,
    },
    /// Release on demand without a demand.
    NoDemand,
    /// A planned change that leaves a stream which cannot run.
    Afterwards {
        /// What is wrong then.
        fault: Box<Fault>,
    },
}

/// What would do.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Wanted {
    /// A text.
    Text,
    /// A text that is not empty.
    SomeText,
    /// A list.
    List,
    /// An object with these fields.
    Object(Vec<&'static str>),
    /// A number within bounds.
    Number {
        /// Least.
        least: f64,
        /// Most.
        most: f64,
    },
    /// A whole number within bounds.
    Whole {
        /// Least.
        least: u32,
        /// Most.
        most: u32,
    },
    /// One of these words.
    OneOf(Vec<&'static str>),
    /// A whole number within bounds or this word.
    WholeOr {
        /// Least.
        least: u32,
        /// Most.
        most: u32,
        /// The word.
        word: &'static str,
    },
    /// One of these forms, as they stand in a file.
    Form(&'static str),
    /// Numbers that ascend.
    Ascending,
    /// Another id: this one is taken.
    OtherId,
}

impl Fault {
    /// A fault at a field of an element.
    #[cold]
    #[inline(never)]
    pub fn at(element: Element, field: &str, problem: Problem) -> Fault {
        Fault { place: Place { element, field: field.to_owned() }, problem }
    }
}
