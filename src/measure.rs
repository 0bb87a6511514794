//! Folds facts into cumulative flow, times and rates. Everything on the screen comes from here.

mod cfd;
mod measures;

pub use cfd::{Cfd, CfdReading, CfdSample};
pub use measures::{ClassMeasures, Measures, Spread, StageMeasures, Window};
