//! The discrete-event core: a checked stream and a seed go in, facts come out, nothing else.

mod fact;

pub use fact::{Fact, ItemId, What};
