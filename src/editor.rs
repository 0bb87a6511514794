//! Drawing a stream: every change of a diagram is an action, and `reduce` is the only place that makes it.
//!
//! A diagram is a `ValueStream` whose ids all name something; it need not be able to run yet. `reduce` keeps it so:
//! shares of a stage's links always add to one, what is deleted leaves no loose end behind, and an action that makes no
//! sense changes nothing. `History` undoes and redoes by name; `effect` says what an action does to a run.

mod action;
mod delete;
mod density;
mod duplicate;
mod effect;
mod history;
mod links;
pub mod lists;
mod place;
mod reduce;
mod snap;
mod stages;

pub use action::{Action, Part, Spot};
pub use delete::beside;
pub use density::{Outline, density, outline};
pub use effect::{Effect, action_for, effect};
pub use history::History;
pub use links::shares_with;
pub use place::{SPACING, nearest};
pub use reduce::{follow, fresh, reduce};
pub use snap::{Snap, snap};

use crate::value_stream::ValueStream;

/// What is drawn. Where things stand is part of it: `Stage::position` and `Note::position`.
pub type Diagram = ValueStream;
