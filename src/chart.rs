//! Pictures of measures, on any of plotters' backends.
//!
//! This layer computes no measure, owns no backend and contains no word of any language. The same code draws on the
//! page's canvas, into an exported SVG, and into the golden pictures of the tests. What a redraw costs depends on
//! the size of the picture, never on the length of the run.

mod axis;
mod cfd;
mod choice;
mod convergence;
mod date;
mod fingers;
mod fixed_text;
mod glyph;
mod nice;
mod number;
mod painted;
mod pen;
mod plot;
mod shade;
mod theme;
mod zoom;

pub use axis::{AxisWords, DateAxis, Grain, TimeAxis};
pub use cfd::{
    CfdDrawn, CfdGeometry, CfdPicture, Cone, Crosshair, DemandLine, Mark, band_style, draw_cfd,
    draw_cone, draw_crosshair, draw_demand, draw_ghost,
};
pub use choice::BandChoice;
pub use convergence::{Convergence, Running, draw_convergence};
pub use date::Date;
pub use fingers::{Fingers, Gesture, Step, Touch};
pub use fixed_text::FixedText;
pub use nice::{nice_bound, nice_horizon};
pub use number::short;
pub use pen::Rect;
pub use plot::{Axis, Cursor, Level, Plot, PlotGeometry, Shape, Tone, draw_plot};
pub use shade::draw_shade;
pub use theme::{Theme, hex};
pub use zoom::{Whole, Zoom};
