//! The model: what a value stream is made of, read from a file, checked, and ready to run.

mod id;
mod time;

pub use id::{ClassId, LinkId, SourceId, StageId};
pub use time::{Calendar, SimTime, TICKS_PER_HOUR, TimeUnit, WorkTime};
