//! Cycle times: each delivered item as a dot, and how many items took how long.

use super::{Cell, Sheet, Spot, Subject};
use crate::chart::{Axis, Level, Plot, Shape, Tone, nice_bound};
use crate::measure::Spread;
use crate::text::charts as text;
use crate::value_stream::WorkTime;

/// Side of a cell in which items cannot be told apart, few and many [CSS px].
const FINE: f64 = 2.0;
const COARSE: f64 = 4.0;
/// More delivered items than this are drawn in coarse cells.
const MANY: u32 = 1_500;
/// Most bars of the histogram.
const BARS: f64 = 40.0;

/// Lines at 50, 70, 85 and 95 %.
fn percentiles(spread: &Spread) -> [(u32, WorkTime); 4] {
    [(50, spread.p50), (70, spread.p70), (85, spread.p85), (95, spread.p95)]
}

fn tone(percent: u32) -> Tone {
    if percent == 85 { Tone::Alarm } else { Tone::Muted }
}

pub(super) fn scatter(subject: &Subject<'_>, size: (i32, i32), rows_most: usize) -> Sheet {
    let Some(spread) = subject.ledger.cycle_spread(subject.window) else { return subject.empty() };
    let side = if spread.count > MANY { COARSE } else { FINE };
    let top = nice_bound(subject.units(spread.most)).max(1e-3);
    let (from, until) = subject.shown;
    let share = subject.window.span().0 as f64 / until.since(from).0.max(1) as f64;
    let cells = |px: i32, share: f64| (f64::from(px.max(8)) * share / side).max(1.0) as u32;
    let grid = (cells(size.0, share), cells(size.1, 1.0));
    let dots = subject.ledger.scatter(subject.window, grid, subject.calendar.span(top));
    let spots: Vec<Spot> = dots
        .iter()
        .map(|dot| Spot {
            across: dot.at.0 as f64,
            up: subject.units(dot.cycle_time),
            item: dot.item,
            count: dot.count,
        })
        .collect();
    let points = spots.iter().map(|spot| (spot.across, spot.up, spot.count)).collect();
    let unit = text::unit(subject.calendar);
    let level = |(percent, time): (u32, WorkTime)| Level {
        at: subject.units(time),
        name: text::percentile(percent, time, subject.calendar),
        tone: tone(percent),
    };
    let latest = subject.ledger.latest_cycle_times(subject.window, rows_most);
    Sheet {
        plot: Plot {
            up: Axis::Numbers { from: 0.0, to: top, unit: unit.to_owned() },
            shapes: vec![Shape::Dots {
                points,
                tone: Tone::Flow(1.0),
                size: if side > FINE { COARSE } else { 6.0 },
            }],
            levels: percentiles(&spread).map(level).to_vec(),
            ..subject.empty().plot
        },
        sentence: text::cycle_times(&spread, subject.calendar),
        heads: text::cycle_time_heads(subject.calendar),
        rows: latest
            .into_iter()
            .map(|(at, time)| vec![subject.moment(at), Cell::Number(subject.units(time))])
            .collect(),
        readings: Vec::new(),
        spots,
    }
}

pub(super) fn spread(subject: &Subject<'_>) -> Sheet {
    let Some(spread) = subject.ledger.cycle_spread(subject.window) else { return subject.empty() };
    let most = subject.units(spread.most).max(1e-3);
    let width = nice_bound(most / BARS);
    let bars = subject.ledger.histogram(subject.window, subject.calendar.span(width));
    let highest = bars.iter().max().copied().unwrap_or(0);
    let edges = |bar: usize| (bar as f64 * width, (bar + 1) as f64 * width);
    let boxes = bars.iter().enumerate().filter(|(_, count)| **count > 0).map(|(bar, &count)| {
        let (from, to) = edges(bar);
        let gap = width * 0.08;
        Shape::Box {
            across: (from + gap, to - gap),
            up: (0.0, f64::from(count)),
            tone: Tone::Flow(0.6),
        }
    });
    let unit = text::unit(subject.calendar);
    let mut below = 0;
    let rows = bars.iter().enumerate().map(|(bar, &count)| {
        below += count;
        let share = f64::from(below) / f64::from(spread.count);
        let (from, to) = edges(bar);
        vec![Cell::Number(from), Cell::Number(to), Cell::Count(count), Cell::Share(share)]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    let readings = bars.iter().enumerate().map(|(bar, &count)| {
        let (from, to) = edges(bar);
        (from, to, text::bar(count, (from, to), subject.calendar))
    });
    let mark = |(percent, time): (u32, WorkTime)| (subject.units(time), format!("{percent} %"));
    Sheet {
        plot: Plot {
            across: Axis::Numbers {
                from: 0.0,
                to: nice_bound(most).max(bars.len() as f64 * width),
                unit: unit.to_owned(),
            },
            up: Axis::Numbers {
                from: 0.0,
                to: nice_bound(f64::from(highest)).max(4.0),
                unit: text::ITEMS.to_owned(),
            },
            shapes: boxes.collect(),
            levels: Vec::new(),
            keys: Vec::new(),
            marks: percentiles(&spread).map(mark).to_vec(),
        },
        sentence: text::spread(&spread, subject.calendar),
        heads: text::spread_heads(subject.calendar),
        rows,
        readings: readings.collect(),
        spots: Vec::new(),
    }
}
