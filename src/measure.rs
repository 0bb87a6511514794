//! Folds facts into cumulative flow, times and rates. Everything on the screen comes from here.

mod cfd;

pub use cfd::{Cfd, CfdReading, CfdSample};
