//! The discrete-event core: a checked stream and a seed go in, facts come out, nothing else.
//!
//! `Simulation::advance` never waits, never looks at a clock and cannot fail. `fact` has what it says, `view` what one
//! can ask it in between; `causes` has what is due, `moves` what follows from it in the same instant.
#![deny(clippy::disallowed_methods)]

mod agenda;
mod amend;
mod batches;
mod bursts;
mod causes;
mod demand;
mod digest;
mod draws;
mod fact;
mod gridlock;
mod interruptions;
mod juggling;
mod lane;
mod moves;
mod patience;
mod quality;
mod quantiles;
mod queue;
mod retrace;
mod rulebook;
mod rules;
mod sampler;
mod shared;
mod simulation;
mod state;
mod view;

pub use digest::Digest;
pub use draws::{GOLDEN, mix};
pub use fact::{Fact, ItemId, Sink, What};
pub(crate) use juggling::progress;
pub use lane::{Entry, Notes, Sums, Work};
pub use simulation::{Amended, Simulation};
pub use view::{Desk, Pause, Seed, StageView};
