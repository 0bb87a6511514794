//! The carrier belt on the page: buttons for everything that can be chosen, and a picture of the run over them.
//!
//! `Belt` is markup and renders when its properties change, a few times a second. `BeltPainter` draws every frame and
//! touches no markup. The page owns both: it hands facts and the state of the run to the painter, the painter to
//! `Belt`, and `Belt` tells the painter where things stand.

mod links;
mod paint;
mod painter;
mod surface;
mod theme;
mod view;

pub use painter::BeltPainter;
pub use theme::BeltTheme;
pub use view::{Belt, BeltProps, Selection};
