//! Folds facts into cumulative flow, times and rates. Everything on the screen comes from here.
#![deny(clippy::disallowed_methods)]

mod blocks;
mod cfd;
mod free_people;
mod incidents;
mod ledger;
mod measures;
mod money;
mod pile;
mod pressure;
mod requests;
mod visits;
mod window;

pub use cfd::{Cfd, CfdReading, CfdSample};
pub use ledger::{ItemRecord, Layout, Ledger, Move, VisitRecord};
pub use measures::{
    ClassMeasures, Market, Measures, Money, Quality, Spread, StageMeasures, Window,
};
pub use pressure::Pressure;
