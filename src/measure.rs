//! Folds facts into cumulative flow, times and rates. Everything on the screen comes from here.
#![deny(clippy::disallowed_methods)]

mod asked;
mod biography;
mod blocks;
mod cfd;
mod cycles;
mod deliveries;
mod digest;
mod free_people;
mod incidents;
mod journeys;
mod ledger;
mod line;
mod little;
mod measures;
mod money;
mod notes;
mod pile;
mod pressure;
mod requests;
mod series;
mod specials;
mod spent;
mod states;
mod student;
mod visits;
mod window;

pub use asked::{Asked, Beats, Requests};
pub use biography::{Doing, Segment};
pub use cfd::{Cfd, CfdReading, CfdSample};
pub use cycles::Dot;
pub use journeys::{Aged, Rung};
pub use ledger::{ItemRecord, Layout, Ledger, Move, VisitRecord};
pub use little::Little;
pub use measures::{
    ClassMeasures, Market, Measures, Money, Quality, Spread, StageMeasures, Window,
};
pub use pressure::Pressure;
pub use series::{Buckets, FlowBucket};
pub use spent::{StageTime, TimeSpent};
pub use states::StageState;
pub use student::mean_within;
