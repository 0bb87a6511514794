//! The carrier belt on the page: buttons for everything that can be chosen, and a picture of the run over them.
//!
//! `belt` makes the markup, a few times a second. `BeltPainter` draws every frame and touches no markup. The page owns
//! the painter: it hands facts and the state of the run to it, and it to `belt`, which tells it where things stand.

mod gestures;
mod links;
mod paint;
mod painter;
mod parts;
mod surface;
mod theme;
mod view;

pub use gestures::Deed;
pub(crate) use gestures::{Gestures, HEARD};
pub use painter::BeltPainter;
pub use theme::BeltTheme;
pub(crate) use view::name_of;
pub use view::{Belt, belt};
