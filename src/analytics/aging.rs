//! Work that is not finished: each item over its stage and its age, before the ages that delivered items had there.

use super::{Cell, LATEST, Sheet, Spot, Subject};
use crate::chart::{Axis, Plot, Shape, Tone, nice_bound};
use crate::measure::{Spread, Window};
use crate::text::charts as text;
use crate::value_stream::{SimTime, WorkTime};

/// Golden section: items of one stage lie side by side, in the order of arrival, without a pattern.
const GOLDEN: f64 = 0.618_033_988_75;

/// A percentile and the color of what lies below it.
type Step = (fn(&Spread) -> WorkTime, Tone);

pub(super) fn aging(subject: &Subject<'_>) -> Sheet {
    let now = subject.window.until;
    let aging = subject.ledger.aging(now);
    // What is normal is known from all that was ever delivered, not only from what was in the window.
    let bands = subject.ledger.ages_at_leaving(Window::new(SimTime::START, now), LATEST);
    let units = |time: WorkTime| subject.units(time);
    let oldest = aging.iter().map(|aged| aged.age).max();
    let longest = bands.iter().flatten().map(|spread| spread.p95).max();
    let Some(top) = oldest.max(longest) else { return subject.empty() };
    let top = nice_bound(units(top)).max(1e-3);
    let mut shapes = Vec::new();
    let steps: [Step; 4] = [
        (|spread| spread.p50, Tone::Flow(0.0)),
        (|spread| spread.p70, Tone::Flow(0.25)),
        (|spread| spread.p85, Tone::Flow(0.5)),
        (|spread| spread.p95, Tone::Warm),
    ];
    for (stage, spread) in bands.iter().enumerate() {
        let Some(spread) = spread else { continue };
        let place = stage as f64;
        let mut low = 0.0;
        for (of, tone) in steps {
            let high = units(of(spread));
            shapes.push(Shape::Box { across: (place + 0.04, place + 0.96), up: (low, high), tone });
            low = high;
        }
    }
    let mut spots = Vec::with_capacity(aging.len());
    let (mut fine, mut late) = (Vec::new(), Vec::new());
    let mut late_count = 0;
    for aged in &aging {
        let beside = f64::from(aged.item.0) * GOLDEN;
        let across = f64::from(aged.stage.0) + 0.15 + 0.7 * (beside - libm::floor(beside));
        let up = units(aged.age);
        let is_late = bands[aged.stage.index()].is_some_and(|spread| aged.age > spread.p85);
        late_count += u32::from(is_late);
        let points: &mut Vec<(f64, f64, u32)> = if is_late { &mut late } else { &mut fine };
        points.push((across, up, 1));
        spots.push(Spot { across, up, item: aged.item, count: 1 });
    }
    shapes.push(Shape::Dots { points: fine, tone: Tone::Ink, size: 7.0 });
    shapes.push(Shape::Dots { points: late, tone: Tone::Alarm, size: 9.0 });
    let mut keys: Vec<(Tone, String)> = Vec::new();
    if longest.is_some() {
        let percents = [50, 70, 85, 95];
        keys.extend(steps.iter().zip(percents).map(|((_, tone), p)| (*tone, text::band(p))));
    }
    keys.push((Tone::Alarm, text::LATE.to_owned()));
    let rows = subject.stages.iter().enumerate().map(|(stage, name)| {
        let here = aging.iter().filter(|aged| aged.stage.index() == stage);
        let count = here.clone().count() as u32;
        let oldest = here.map(|aged| aged.age).max();
        let band = |of: fn(&Spread) -> WorkTime| {
            bands[stage].as_ref().map_or(Cell::None, |spread| Cell::Number(units(of(spread))))
        };
        vec![
            Cell::Word(name.clone()),
            Cell::Count(count),
            oldest.map_or(Cell::None, |oldest| Cell::Number(units(oldest))),
            band(|spread| spread.p50),
            band(|spread| spread.p70),
            band(|spread| spread.p85),
            band(|spread| spread.p95),
        ]
    });
    let oldest = aging.iter().max_by_key(|aged| aged.age);
    Sheet {
        sentence: text::aging(
            aging.len() as u32,
            late_count,
            oldest.map(|aged| (aged.age, subject.stage(aged.stage))),
            subject.calendar,
        ),
        heads: text::aging_heads(subject.calendar),
        rows: rows.collect(),
        plot: Plot {
            across: Axis::Names(subject.stages.clone()),
            up: Axis::Numbers { from: 0.0, to: top, unit: text::unit(subject.calendar).to_owned() },
            shapes,
            levels: Vec::new(),
            keys,
            marks: Vec::new(),
        },
        readings: Vec::new(),
        spots,
    }
}
