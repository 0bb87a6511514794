//! What comes in, goes out and is inside, bucket by bucket; and Little's law.

use super::{Cell, Sheet, Subject};
use crate::chart::{Axis, Level, Plot, Shape, Tone, nice_bound};
use crate::measure::{Buckets, FlowBucket};
use crate::text::charts as text;

/// The series of the window in the subject's buckets, and units of time in each.
fn series(subject: &Subject<'_>) -> Vec<(FlowBucket, f64)> {
    let buckets = Buckets::new(subject.window, subject.step());
    let flow = subject.ledger.flow_series(buckets);
    flow.into_iter().map(|flow| (flow, subject.units(flow.window.span()).max(1e-9))).collect()
}

fn across(flow: &FlowBucket) -> (f64, f64) {
    (flow.window.after.0 as f64, flow.window.until.0 as f64)
}

/// A step line through the buckets.
fn steps(series: &[(FlowBucket, f64)], of: impl Fn(&FlowBucket, f64) -> f64) -> Vec<(f64, f64)> {
    let corners = series.iter().flat_map(|(flow, units)| {
        let (from, to) = across(flow);
        let value = of(flow, *units);
        [(from, value), (to, value)]
    });
    corners.collect()
}

/// The first whole bucket on: the last may have just begun.
fn whole(series: &[(FlowBucket, f64)]) -> &[(FlowBucket, f64)] {
    let full = series.first().map_or(0.0, |(_, units)| *units);
    let has_rest = series.last().is_some_and(|(_, units)| *units < full * 0.999);
    if has_rest && series.len() > 1 { &series[..series.len() - 1] } else { series }
}

fn most(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(0.0, f64::max)
}

fn bar(flow: &FlowBucket, value: f64, tone: Tone) -> Shape {
    let (from, to) = across(flow);
    let gap = (to - from) * 0.06;
    Shape::Box { across: (from + gap, to - gap), up: (0.0, value), tone }
}

fn readings(
    subject: &Subject<'_>,
    series: &[(FlowBucket, f64)],
    words: impl Fn(&FlowBucket, f64) -> String,
) -> Vec<(f64, f64, String)> {
    let reading = series.iter().map(|(flow, units)| {
        let (from, to) = across(flow);
        (from, to, format!("{}: {}", subject.when(flow.window.after), words(flow, *units)))
    });
    reading.collect()
}

pub(super) fn throughput(subject: &Subject<'_>) -> Sheet {
    let series = series(subject);
    let delivered: u32 = series.iter().map(|(flow, _)| flow.delivered).sum();
    let units = subject.units(subject.window.span());
    if units <= 0.0 {
        return subject.empty();
    }
    let mean = f64::from(delivered) / units;
    let rate = |flow: &FlowBucket, units: f64| f64::from(flow.delivered) / units;
    // A bucket that has just begun says nothing yet about its rate.
    let top = most(whole(&series).iter().map(|(flow, units)| rate(flow, *units)));
    let per = text::per_unit(subject.calendar);
    let unit = format!("{} {per}", text::ITEMS);
    let boxes =
        whole(&series).iter().map(|(flow, units)| bar(flow, rate(flow, *units), Tone::Flow(0.6)));
    Sheet {
        plot: Plot {
            up: Axis::Numbers { from: 0.0, to: nice_bound(top.max(mean)), unit },
            shapes: boxes.collect(),
            levels: vec![Level {
                at: mean,
                name: text::mean_rate(mean, subject.calendar),
                tone: Tone::Ink,
            }],
            ..subject.empty().plot
        },
        sentence: text::throughput(delivered, mean, subject.window, subject.calendar),
        heads: text::throughput_heads(subject.calendar),
        rows: series
            .iter()
            .map(|(flow, units)| {
                let rate = rate(flow, *units);
                vec![
                    subject.moment(flow.window.after),
                    Cell::Count(flow.delivered),
                    Cell::Number(rate),
                ]
            })
            .collect(),
        readings: readings(subject, &series, |flow, _| text::delivered(flow.delivered)),
        spots: Vec::new(),
    }
}

/// Mean WIP in each third of the buckets; none: there are fewer than one for each.
fn thirds(series: &[(FlowBucket, f64)]) -> Option<[f64; 3]> {
    let length = series.len() / 3;
    let mean = |part: &[(FlowBucket, f64)]| {
        part.iter().map(|(flow, _)| flow.wip()).sum::<f64>() / part.len() as f64
    };
    let (first, rest) = series.split_at(length);
    let (second, last) = rest.split_at(rest.len() - length);
    (length > 0).then(|| [first, second, last].map(mean))
}

pub(super) fn wip(subject: &Subject<'_>) -> Sheet {
    let series = series(subject);
    let Some(((last, _), span)) = series.last().zip(Some(subject.window.span().0)) else {
        return subject.empty();
    };
    let area: u128 = series.iter().map(|(flow, _)| flow.area).sum();
    let mean = area as f64 / span.max(1) as f64;
    let top = most(series.iter().map(|(flow, _)| flow.wip().max(f64::from(flow.wip_now))));
    let boxes = series.iter().map(|(flow, _)| bar(flow, flow.wip(), Tone::Flow(0.6)));
    Sheet {
        plot: Plot {
            up: Axis::Numbers {
                from: 0.0,
                to: nice_bound(top).max(4.0),
                unit: text::ITEMS.to_owned(),
            },
            shapes: boxes.collect(),
            levels: vec![Level { at: mean, name: text::mean_items(mean), tone: Tone::Ink }],
            ..subject.empty().plot
        },
        sentence: text::wip(mean, last.wip_now, thirds(whole(&series))),
        heads: text::wip_heads(),
        rows: series
            .iter()
            .map(|(flow, _)| {
                vec![
                    subject.moment(flow.window.after),
                    Cell::Number(flow.wip()),
                    Cell::Count(flow.wip_now),
                ]
            })
            .collect(),
        readings: readings(subject, &series, |flow, _| text::mean_items(flow.wip())),
        spots: Vec::new(),
    }
}

/// What is counted in a bucket, its color and its name.
type Kind = (fn(&FlowBucket) -> u32, Tone, &'static str);

pub(super) fn rates(subject: &Subject<'_>) -> Sheet {
    let series = series(subject);
    let units = subject.units(subject.window.span());
    if units <= 0.0 {
        return subject.empty();
    }
    let has_demand = series.iter().any(|(flow, _)| flow.demanded.is_some());
    let total = |of: fn(&FlowBucket) -> u32| series.iter().map(|(flow, _)| of(flow)).sum::<u32>();
    let arrived = total(|flow| flow.arrived);
    let delivered = total(|flow| flow.delivered);
    let demanded = has_demand.then(|| total(|flow| flow.demanded.unwrap_or(0)));
    let kinds: [Kind; 3] = [
        (|flow| flow.arrived, Tone::Flow(0.35), text::ARRIVED),
        (|flow| flow.demanded.unwrap_or(0), Tone::Alarm, text::ASKED_FOR),
        (|flow| flow.delivered, Tone::Ink, text::DELIVERED),
    ];
    let kinds = kinds.iter().filter(|kind| has_demand || kind.2 != text::ASKED_FOR);
    let (mut shapes, mut keys, mut top) = (Vec::new(), Vec::new(), 0.0_f64);
    for &(of, tone, name) in kinds {
        let points = steps(whole(&series), |flow, units| f64::from(of(flow)) / units);
        top = top.max(most(points.iter().map(|point| point.1)));
        shapes.push(Shape::Line { points, tone, width: if tone == Tone::Ink { 2.0 } else { 2.5 } });
        keys.push((tone, name.to_owned()));
    }
    let per = text::per_unit(subject.calendar);
    Sheet {
        plot: Plot {
            up: Axis::Numbers {
                from: 0.0,
                to: nice_bound(top),
                unit: format!("{} {per}", text::ITEMS),
            },
            shapes,
            keys,
            ..subject.empty().plot
        },
        sentence: text::rates(arrived, delivered, demanded, units, subject.calendar),
        heads: text::rates_heads(has_demand),
        rows: series
            .iter()
            .map(|(flow, _)| {
                let mut row = vec![
                    subject.moment(flow.window.after),
                    Cell::Count(flow.arrived),
                    Cell::Count(flow.released),
                    Cell::Count(flow.delivered),
                ];
                row.extend(has_demand.then(|| Cell::Count(flow.demanded.unwrap_or(0))));
                row
            })
            .collect(),
        readings: readings(subject, &series, |flow, _| {
            text::in_and_out(flow.arrived, flow.delivered, flow.demanded)
        }),
        spots: Vec::new(),
    }
}

pub(super) fn little(subject: &Subject<'_>) -> Sheet {
    let little = subject.ledger.little(subject.window);
    if little.area() == 0 || little.delivered == 0 {
        return subject.empty();
    }
    let items = |part: u128| little.items(part);
    let parts = [
        (0, little.delivered_inside, Tone::Flow(0.8), text::LITTLE_DELIVERED),
        (0, little.unfinished_inside, Tone::Warm, text::LITTLE_UNFINISHED),
        (0, little.dropped_inside, Tone::Muted, text::LITTLE_DROPPED),
        (1, little.delivered_inside, Tone::Flow(0.8), ""),
        (1, little.before, Tone::Flow(0.2), text::LITTLE_BEFORE),
    ];
    let mut ends = [0.0; 2];
    let mut plot = Plot {
        across: Axis::Numbers {
            from: 0.0,
            to: nice_bound(items(little.area().max(little.cycled()))),
            unit: text::ITEMS.to_owned(),
        },
        up: Axis::Names(vec![text::LITTLE_WIP.to_owned(), text::LITTLE_PRODUCT.to_owned()]),
        ..subject.empty().plot
    };
    let mut rows = Vec::new();
    for (row, part, tone, name) in parts {
        if part == 0 {
            continue;
        }
        let from = ends[row];
        ends[row] += items(part);
        let place = row as f64;
        plot.shapes.push(Shape::Box {
            across: (from, ends[row]),
            up: (place + 0.2, place + 0.8),
            tone,
        });
        if !name.is_empty() {
            plot.keys.push((tone, name.to_owned()));
            rows.push(vec![Cell::Word(name.to_owned()), Cell::Number(items(part))]);
        }
    }
    for (name, part) in [(text::LITTLE_WIP, little.area()), (text::LITTLE_PRODUCT, little.cycled())]
    {
        rows.push(vec![Cell::Word(name.to_owned()), Cell::Number(items(part))]);
    }
    Sheet {
        sentence: text::little(&little, subject.calendar),
        heads: text::little_heads(),
        rows,
        plot,
        readings: Vec::new(),
        spots: Vec::new(),
    }
}
