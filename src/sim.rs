//! The discrete-event core: a checked stream and a seed go in, facts come out, nothing else.

mod fact;
mod view;

pub use fact::{Fact, ItemId, What};
pub use view::{Desk, Pause, Seed, StageView};
