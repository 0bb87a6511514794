//! Which stage is the bottleneck, and whether that can be told yet.
//!
//! The bottleneck is the stage with the highest long-run utilization (Hopp & Spearman, Factory Physics). A run shows a
//! utilization that is off by luck, and moments of one run depend on each other, so its error is judged by batch means
//! (Law, Simulation Modeling and Analysis, 9.5.3): the window is cut into twenty equal batches, long enough to be nearly
//! independent of each other if the window is long, and the mean of their utilizations is uncertain by
//! t(19) · s / √20. Two stages are compared by the difference of their utilizations batch by batch, since they share
//! the luck of the arrivals; that of the busiest to every other one must be beyond doubt at once, so each is judged at a share
//! of the 5 % in all (Bonferroni; Law, 10.2 and 10.4).

use crate::measure::{StageState, mean_within};
use crate::value_stream::StageId;

/// The batches of a window.
pub const BATCHES: usize = 20;
/// The chance of an error in all.
const DOUBT: f64 = 0.05;

/// A stage's utilization, with the half of its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Busy {
    /// The stage.
    pub stage: StageId,
    /// Its people's working time / their time [1].
    pub utilization: f64,
    /// How far the long-run value may be off [1].
    pub half_width: f64,
}

/// What can be said of the bottleneck.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bottleneck {
    /// The busiest stage.
    pub busiest: Busy,
    /// The stage that is nearest to being the bottleneck in its place; none: there is no other.
    pub rival: Option<Busy>,
    /// Whether the busiest is busier than every other stage beyond doubt.
    pub is_certain: bool,
}

/// The bottleneck, from what the people of each stage did in each of the twenty batches of a window; none: no stage has people
/// throughout.
pub fn bottleneck(stages: &[Vec<StageState>]) -> Option<Bottleneck> {
    let known: Vec<(StageId, Vec<f64>)> = stages
        .iter()
        .enumerate()
        .filter_map(|(stage, batches)| Some((StageId::at(stage), utilizations(batches)?)))
        .collect();
    let of = |(stage, batches): &(StageId, Vec<f64>)| {
        let (utilization, half_width) = interval(batches, 1.0 - DOUBT / 2.0);
        Busy { stage: *stage, utilization, half_width }
    };
    let top = known.iter().max_by(|one, other| mean(&one.1).total_cmp(&mean(&other.1)))?;
    let rivals = known.iter().filter(|other| other.0 != top.0);
    // A one-sided question about each of the others.
    let confidence = 1.0 - DOUBT / (known.len().max(2) - 1) as f64;
    let leads = rivals.map(|other| {
        let difference: Vec<f64> = top.1.iter().zip(&other.1).map(|(a, b)| a - b).collect();
        let (lead, half_width) = interval(&difference, confidence);
        (lead - half_width, other)
    });
    let nearest = leads.min_by(|one, other| one.0.total_cmp(&other.0));
    Some(Bottleneck {
        busiest: of(top),
        rival: nearest.map(|(_, other)| of(other)),
        is_certain: nearest.is_none_or(|(least, _)| least > 0.0),
    })
}

/// The utilization in each batch; none: there were not always people, or their number is unlimited.
fn utilizations(batches: &[StageState]) -> Option<Vec<f64>> {
    let utilization = |batch: &StageState| {
        let staffed = batch.staffed.filter(|&staffed| staffed > 0)?;
        Some(batch.working as f64 / staffed as f64)
    };
    let all: Option<Vec<f64>> = batches.iter().map(utilization).collect();
    all.filter(|all| all.len() > 1)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The mean of batches, of which there are several, and how far it may be off with a confidence.
fn interval(batches: &[f64], confidence: f64) -> (f64, f64) {
    let (mean, half_width) = mean_within(batches, confidence).unwrap_or_default();
    (mean, half_width.unwrap_or(f64::INFINITY))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage(working: impl Fn(usize) -> u128) -> Vec<StageState> {
        let batch = |number| StageState {
            staffed: Some(100),
            working: working(number),
            ..StageState::default()
        };
        (0..BATCHES).map(batch).collect()
    }

    /// Worked out by hand: half of the batches 50, half 70: mean 60, s² = 20 · 100 / 19, t(19) = 2.093.
    #[test]
    fn the_interval_is_that_of_batch_means() {
        let swings = stage(|number| if number.is_multiple_of(2) { 50 } else { 70 });
        let found = bottleneck(&[swings]).expect("people are there");
        assert!((found.busiest.utilization - 0.6).abs() < 1e-12);
        let half_width = 2.093_024 * (20.0 * 0.01 / 19.0 / 20.0_f64).sqrt();
        assert!((found.busiest.half_width - half_width).abs() < 1e-6, "{found:?}");
        assert!(found.is_certain && found.rival.is_none());
    }

    /// What both share is no doubt about which is busier; what only one has is.
    #[test]
    fn stages_are_compared_batch_by_batch() {
        let swing = |number: usize| if number.is_multiple_of(2) { 40 } else { 80 };
        let (high, low) = (stage(move |number| swing(number) + 3), stage(swing));
        let found = bottleneck(&[low.clone(), high.clone()]).expect("people are there");
        assert_eq!((found.busiest.stage, found.is_certain), (StageId(1), true));
        let against = stage(move |number| swing(number + 1));
        let found = bottleneck(&[against, high]).expect("people are there");
        assert_eq!((found.busiest.stage, found.is_certain), (StageId(1), false));
    }

    #[test]
    fn who_is_unlimited_or_absent_is_no_bottleneck() {
        let mut unlimited = stage(|_| 90);
        unlimited[3].staffed = None;
        assert_eq!(bottleneck(&[unlimited]), None);
        assert_eq!(bottleneck(&[]), None);
    }
}
