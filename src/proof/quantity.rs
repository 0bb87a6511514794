//! What is compared: one number from the measures of a replication.

use crate::measure::Measures;
use crate::value_stream::{ClassId, StageId, TICKS_PER_HOUR};

/// A number from the measures of a replication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// Mean time from release to delivery [h].
    CycleTime,
    /// Mean time from arrival to delivery of a class [h].
    LeadTimeOf(ClassId),
    /// Mean wait before a stage [h].
    Wait(StageId),
    /// Items delivered [1/h].
    Throughput,
    /// Arrivals that found no room / all arrivals [1].
    LostShare,
    /// Arrivals that gave up / all arrivals [1].
    CancelledShare,
    /// Area between the lines of the cumulative flow diagram - time that all items spent in the stream [item-ticks].
    LittleGap,
}

impl Quantity {
    /// The number; NaN where nothing was measured.
    pub fn of(self, measures: &Measures) -> f64 {
        let hours = |ticks: f64| ticks / TICKS_PER_HOUR as f64;
        let share = |part: u32, whole: u32| f64::from(part) / f64::from(whole);
        match self {
            Quantity::CycleTime => {
                measures.cycle_time.map_or(f64::NAN, |spread| hours(spread.mean))
            }
            Quantity::LeadTimeOf(class) => {
                let found = measures.classes.iter().find(|measured| measured.class == class);
                let lead = found.and_then(|measured| measured.lead_time);
                lead.map_or(f64::NAN, |spread| hours(spread.mean))
            }
            Quantity::Wait(stage) => {
                measures.stages[stage.index()].wait_mean.map_or(f64::NAN, hours)
            }
            Quantity::Throughput => {
                f64::from(measures.delivered) / hours(measures.window.span().0 as f64)
            }
            Quantity::LostShare => {
                share(measures.turned_away, measures.turned_away + measures.arrived)
            }
            Quantity::CancelledShare => share(measures.cancelled, measures.arrived),
            Quantity::LittleGap => measures.area as f64 - measures.time_in_stream as f64,
        }
    }
}
