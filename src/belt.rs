//! The carrier belt without a browser: where everything stands, what moves, and which pixels that colors.
//!
//! `layout` places a checked stream for a width; `Motion` folds facts into dots that travel for a moment of wall time,
//! since moving takes no simulated time; `Calm` slows what would flicker; `Pixels` writes many dots at little cost.
//! Everything is in CSS pixels, down is positive.

mod across;
mod arc;
mod calm;
mod camera;
mod card;
mod down;
mod geometry;
mod layers;
mod layout;
mod motion;
mod pixels;
mod placed;
mod room;
mod route;
mod state;

pub use calm::{Calm, Shown};
pub use camera::Camera;
pub use card::{CardKind, CardPlan, Grid};
pub use geometry::{Curve, Point, Rect};
pub use layout::{Anchor, BeltLayout, Flow, Label, Lane, layout};
pub use motion::{DOTS_MAX, Motion};
pub use pixels::{Pixels, Rgb};
pub use placed::UNIT;
pub use room::{NOTE, free_place, notes_on};
pub use route::while_moving;
pub use state::{BeltState, DESKS_SHOWN, DeskState, StageState};
