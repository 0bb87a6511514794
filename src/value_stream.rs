//! The model: what a value stream is made of, read from a file, checked, and ready to run.
//!
//! `ValueStream::from_json` reads, `ValueStream::check` proves, `Runnable` runs. What can be wrong with a stream is
//! said here, all of it at once, and nowhere else.
#![deny(clippy::disallowed_methods)]

mod change;
mod check;
pub mod decimal;
mod distribution;
mod fault;
mod graph;
mod id;
mod json;
mod model;
pub mod order;
mod plan;
mod read;
mod runnable;
mod sketch;
mod time;
pub mod words;
mod write;

pub use change::{Amendment, Change};
pub use distribution::{Distribution, Shape};
pub use fault::{Element, Fault, Place, Problem, Wanted};
pub use id::{ClassId, LinkId, SourceId, StageId};
pub use model::{
    Arrivals, CUSTOMER, Class, Costs, Customer, DefectRule, Defects, Demand, Entry, Escapes,
    Feedback, FinishedItem, GroupLimit, Inspection, InterruptionClock, Interruptions, Link, Note,
    NoteKind, Phase, Position, ProcessBatch, QueueOrder, Release, SCHEMA_VERSION, Source, Stage,
    Team, Unmet, ValueStream, WhenFull, WhenNoRoom, Workers,
};
pub use plan::{Plan, PlannedChange};
pub use read::{CV_MAX, ITEMS_MAX, LIMIT_MAX, TIME_MAX, WORKERS_MAX};
pub use runnable::Runnable;
pub use sketch::{Feed, Sketch, Target, Way};
pub use time::{Calendar, SimTime, TICKS_PER_HOUR, TimeUnit, WorkTime};
