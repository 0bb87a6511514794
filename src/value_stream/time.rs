//! Simulated time: whole ticks of one millisecond of working time.
//!
//! Integers keep a run the same bits on every platform; a tick is finer than anything people plan with, and
//! `u64` ticks last 580 million years, so no sum here can overflow.

use std::ops::{Add, AddAssign, Sub};

use serde::{Deserialize, Serialize};

/// Ticks in one hour.
pub const TICKS_PER_HOUR: u64 = 3_600_000;

/// A moment of a run [ticks since its start].
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct SimTime(pub u64);

/// A span of working time [ticks].
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct WorkTime(pub u64);

impl SimTime {
    /// The start of every run.
    pub const START: SimTime = SimTime(0);
    /// Later than anything that happens.
    pub const NEVER: SimTime = SimTime(u64::MAX);

    /// The span since an earlier moment; none if `earlier` is not earlier.
    pub fn since(self, earlier: SimTime) -> WorkTime {
        WorkTime(self.0.saturating_sub(earlier.0))
    }
}

impl Add<WorkTime> for SimTime {
    type Output = SimTime;
    fn add(self, span: WorkTime) -> SimTime {
        SimTime(self.0.saturating_add(span.0))
    }
}

impl Add for WorkTime {
    type Output = WorkTime;
    fn add(self, other: WorkTime) -> WorkTime {
        WorkTime(self.0.saturating_add(other.0))
    }
}

impl AddAssign for WorkTime {
    fn add_assign(&mut self, other: WorkTime) {
        *self = *self + other;
    }
}

impl Sub for WorkTime {
    type Output = WorkTime;
    fn sub(self, other: WorkTime) -> WorkTime {
        WorkTime(self.0.saturating_sub(other.0))
    }
}

/// The unit in which a stream's author writes times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeUnit {
    /// 60,000 ticks.
    Minute,
    /// 3,600,000 ticks.
    Hour,
    /// A working day: as many hours as the stream's calendar says, 8 by default.
    #[default]
    Day,
}

/// How long the units of a stream or a history are.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Calendar {
    /// The unit of every time in the stream's file.
    pub unit: TimeUnit,
    /// Working hours in a day [h]; 24 for real histories, which use elapsed time.
    pub hours_per_day: f64,
}

impl Default for Calendar {
    fn default() -> Self {
        Calendar { unit: TimeUnit::Day, hours_per_day: 8.0 }
    }
}

impl Calendar {
    /// Elapsed time: days of 24 hours, as real histories use.
    pub const ELAPSED: Calendar = Calendar { unit: TimeUnit::Day, hours_per_day: 24.0 };

    /// Ticks in one unit of the stream.
    pub fn ticks_per_unit(self) -> f64 {
        match self.unit {
            TimeUnit::Minute => TICKS_PER_HOUR as f64 / 60.0,
            TimeUnit::Hour => TICKS_PER_HOUR as f64,
            TimeUnit::Day => self.ticks_per_day(),
        }
    }

    /// Ticks in one day.
    pub fn ticks_per_day(self) -> f64 {
        TICKS_PER_HOUR as f64 * self.hours_per_day
    }

    /// A number of units as a span, rounded to the nearest tick; negative and absurd numbers saturate.
    pub fn span(self, units: f64) -> WorkTime {
        WorkTime((units * self.ticks_per_unit() + 0.5) as u64)
    }

    /// A number of days as a span, rounded to the nearest tick.
    pub fn span_of_days(self, days: f64) -> WorkTime {
        WorkTime((days * self.ticks_per_day() + 0.5) as u64)
    }

    /// A span in the stream's unit.
    pub fn units(self, span: WorkTime) -> f64 {
        span.0 as f64 / self.ticks_per_unit()
    }

    /// A span in days.
    pub fn days(self, span: WorkTime) -> f64 {
        span.0 as f64 / self.ticks_per_day()
    }
}
