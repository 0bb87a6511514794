//! What the belt shows of counts that change faster than an eye can follow.
//!
//! A stage whose work takes less than a blink of wall time shows averages: how many are busy and wait, not who and
//! which. A stage that can be followed shows what is.

use super::BeltState;
use crate::value_stream::Sketch;

/// A stage becomes fast below this much wall time per item, and slow again above that [ms].
const FAST_BELOW_MS: f64 = 350.0;
const SLOW_ABOVE_MS: f64 = 500.0;
/// How long a fast stage's average looks back [ms].
const AVERAGED_MS: f64 = 350.0;
/// The same for how many are busy, which is shown in percent.
const BUSY_AVERAGED_MS: f64 = 1200.0;

/// What to show of a stage.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Shown {
    /// Items that wait.
    pub waiting: f32,
    /// Items that are done and cannot move on.
    pub blocked: f32,
    /// Items that are worked on.
    pub in_process: f32,
    /// People who work on them: fewer, where several are worked on together.
    pub busy: f32,
    /// Whether these are averages.
    pub fast: bool,
}

/// The averages of all stages.
#[derive(Debug, Clone, Default)]
pub struct Calm {
    stages: Vec<Shown>,
    /// Mean work per item [ticks].
    work: Vec<f64>,
    is_settled: bool,
}

impl Calm {
    /// For the stages of this stream.
    pub fn new(sketch: &Sketch) -> Calm {
        let stream = sketch.stream();
        let unit = stream.calendar.ticks_per_unit();
        let work: Vec<f64> =
            stream.stages.iter().map(|stage| stage.process_time.mean * unit).collect();
        Calm { stages: vec![Shown::default(); work.len()], work, is_settled: false }
    }

    /// The next frame follows no longer from the last.
    pub fn jump(&mut self) {
        self.is_settled = false;
    }

    /// A frame: `wall_ms` after the last, at so many ticks per millisecond of wall time.
    pub fn tick(&mut self, state: &BeltState, wall_ms: f64, pace: f64, always_fast: bool) {
        let part = 1.0 - (-wall_ms / AVERAGED_MS).exp();
        let busy_part = 1.0 - (-wall_ms / BUSY_AVERAGED_MS).exp();
        for ((shown, now), work) in self.stages.iter_mut().zip(&state.stages).zip(&self.work) {
            let wall_per_item = if pace > 0.0 { work / pace } else { SLOW_ABOVE_MS };
            let bound = if shown.fast { SLOW_ABOVE_MS } else { FAST_BELOW_MS };
            shown.fast = always_fast || if pace > 0.0 { wall_per_item < bound } else { shown.fast };
            let of = |part: f64| if shown.fast && self.is_settled { part as f32 } else { 1.0 };
            let (part, busy_part) = (of(part), of(busy_part));
            let view = &now.view;
            shown.waiting += (view.waiting as f32 - shown.waiting) * part;
            shown.blocked += (view.blocked as f32 - shown.blocked) * part;
            shown.in_process += (view.in_process as f32 - shown.in_process) * part;
            shown.busy += (view.at_work as f32 - shown.busy) * busy_part;
        }
        self.is_settled = true;
    }

    /// The run stands: items can be counted, and are. How busy people are stays what it was on average.
    pub fn rest(&mut self, state: &BeltState) {
        for (shown, now) in self.stages.iter_mut().zip(&state.stages) {
            let view = &now.view;
            (shown.waiting, shown.blocked) = (view.waiting as f32, view.blocked as f32);
            shown.in_process = view.in_process as f32;
            if !self.is_settled {
                shown.busy = view.at_work as f32;
            }
        }
        self.is_settled = true;
    }

    /// What to show of a stage, by its place in the stream's order; nothing of a stage that is not there.
    pub fn shown(&self, stage: usize) -> Shown {
        self.stages.get(stage).copied().unwrap_or_default()
    }
}
