//! Stage by stage: what items do there, and what people do there.

use super::{Cell, LATEST, Sheet, Subject};
use crate::chart::{Axis, Plot, Shape, Tone, nice_bound};
use crate::insight::{BATCHES, bottleneck};
use crate::measure::{Buckets, StageMeasures, StageState, StageTime};
use crate::text::charts as text;
use crate::value_stream::WorkTime;

/// How what people do is colored: working, setting up, interrupted, blocked, starved.
const PEOPLE: [Tone; 7] = [
    Tone::Flow(0.85),
    Tone::Warm,
    Tone::Flow(0.35),
    Tone::Muted,
    Tone::Alarm,
    Tone::Flow(0.0),
    Tone::Done,
];
/// How what items do is colored: process, rework, setup, interrupted, waiting, done.
const ITEMS: [Tone; 6] =
    [Tone::Flow(1.0), Tone::Ink, Tone::Flow(0.5), Tone::Muted, Tone::Flow(0.0), Tone::Alarm];

/// A bar of parts beside each other in the row of a stage; where it ends.
fn row(
    plot: &mut Plot,
    place: usize,
    (low, high): (f64, f64),
    parts: impl IntoIterator<Item = (f64, Tone)>,
) -> f64 {
    let mut end = 0.0;
    for (part, tone) in parts {
        if part > 0.0 {
            let up = (place as f64 + low, place as f64 + high);
            plot.shapes.push(Shape::Box { across: (end, end + part), up, tone });
            end += part;
        }
    }
    end
}

fn keys<const N: usize>(
    tones: [Tone; N],
    names: [&str; N],
    is_there: [bool; N],
) -> Vec<(Tone, String)> {
    let all = tones.into_iter().zip(names).zip(is_there);
    all.filter(|(_, is_there)| *is_there).map(|((tone, name), _)| (tone, name.to_owned())).collect()
}

pub(super) fn time_spent(subject: &Subject<'_>) -> Sheet {
    let spent = subject.ledger.time_spent(subject.window);
    if spent.total == 0 {
        return subject.empty();
    }
    let span = subject.window.span().0.max(1) as f64;
    let items = |ticks: u128| ticks as f64 / span;
    let widest = spent.stages.iter().map(StageTime::total).max().unwrap_or(0);
    let knows = subject.ledger.layout().touch_known;
    let mut is_there = [false; 6];
    for stage in &spent.stages {
        for (there, part) in is_there.iter_mut().zip(stage.parts()) {
            *there |= part > 0;
        }
    }
    let mut plot = Plot {
        across: Axis::Numbers {
            from: 0.0,
            to: nice_bound(items(widest)),
            unit: text::MEAN_ITEMS.to_owned(),
        },
        up: Axis::Names(subject.stages.clone()),
        keys: keys(ITEMS, if knows { text::ITEM_STATES } else { text::STEP_STATES }, is_there),
        ..subject.empty().plot
    };
    let mut rows = Vec::new();
    for (place, stage) in spent.stages.iter().enumerate() {
        let parts = stage.parts();
        row(&mut plot, place, (0.18, 0.82), parts.map(items).into_iter().zip(ITEMS));
        let mut cells = vec![
            Cell::Word(subject.stages[place].clone()),
            Cell::Number(items(stage.total())),
            Cell::Share(stage.total() as f64 / spent.total as f64),
        ];
        if knows {
            cells.extend(parts.map(|part| Cell::Number(items(part))));
        }
        rows.push(cells);
    }
    let longest = spent.stages.iter().enumerate().max_by_key(|(_, stage)| stage.total());
    Sheet {
        sentence: text::time_spent(
            &spent,
            knows,
            longest.map(|(place, stage)| (subject.stages[place].as_str(), stage)),
        ),
        heads: text::time_spent_heads(knows),
        rows,
        plot,
        readings: Vec::new(),
        spots: Vec::new(),
    }
}

pub(super) fn ladder(subject: &Subject<'_>) -> Sheet {
    let (rungs, items) = subject.ledger.ladder(subject.window, LATEST);
    if items == 0 {
        return subject.empty();
    }
    let unit = subject.calendar.ticks_per_unit();
    let mut points = vec![(0.0, 0.0)];
    let (mut at, mut process, mut marks) = (0.0, 0.0, Vec::new());
    let mut shapes = Vec::new();
    let mut readings = Vec::new();
    let mut rows = Vec::new();
    for (rung, name) in rungs.iter().zip(&subject.stages) {
        let (waits, works) = (rung.waiting / unit, rung.process / unit);
        marks.push((at, name.clone()));
        readings.push((at, at + waits, text::waits_at(name, waits, subject.calendar)));
        points.extend([(at, 0.0), (at + waits, 0.0), (at + waits, 0.5)]);
        at += waits;
        let across = (at, at + works);
        shapes.push(Shape::Box { across, up: (0.0, 0.5), tone: Tone::Flow(0.6) });
        readings.push((at, at + works, text::works_at(name, works, subject.calendar)));
        points.extend([(at + works, 0.5), (at + works, 0.0)]);
        at += works;
        process += works;
        rows.push(vec![
            Cell::Word(name.clone()),
            Cell::Number(waits),
            Cell::Number(works),
            Cell::Number(rung.visits),
        ]);
    }
    shapes.push(Shape::Line { points, tone: Tone::Ink, width: 2.0 });
    Sheet {
        sentence: text::ladder(at, process, items, subject.calendar),
        heads: text::ladder_heads(subject.calendar),
        rows,
        plot: Plot {
            across: Axis::Numbers {
                from: 0.0,
                to: at.max(1e-3),
                unit: text::unit(subject.calendar).to_owned(),
            },
            // A high rung is work, a low one is waiting; the upper half is room for the names.
            up: Axis::Bare,
            shapes,
            levels: Vec::new(),
            keys: vec![
                (Tone::Flow(0.6), text::PROCESS.to_owned()),
                (Tone::Ink, text::ALONG.to_owned()),
            ],
            marks,
        },
        readings,
        spots: Vec::new(),
    }
}

/// What people do: working, switching, setting up, interrupted, blocked, waiting for a batch, starved.
const STATES: usize = PEOPLE.len();
const BLOCKED: usize = 4;
const STARVED: usize = STATES - 1;

/// Shares of the people's time.
fn shares(staffed: Option<u128>, parts: [u128; STATES - 1]) -> Option<[f64; STATES]> {
    let staffed = staffed.filter(|&staffed| staffed > 0)? as f64;
    let mut shares = [0.0; STATES];
    let mut rest = 1.0;
    for (share, part) in shares.iter_mut().zip(parts) {
        *share = part as f64 / staffed;
        rest -= *share;
    }
    shares[STARVED] = rest.max(0.0);
    Some(shares)
}

fn state_shares(state: &StageState) -> Option<[f64; STATES]> {
    let StageState { working, switching, setup, interrupted, blocked, .. } = *state;
    let parts = [working, switching, setup, interrupted, blocked, state.waiting_for_batch];
    shares(state.staffed, parts)
}

fn stage_shares(stage: &StageMeasures) -> Option<[f64; STATES]> {
    let &StageMeasures { working, switching, setup, interrupted, blocked, .. } = stage;
    let parts = [working, switching, setup, interrupted, blocked, stage.waiting_for_batch];
    shares(stage.staffed, parts)
}

pub(super) fn states(subject: &Subject<'_>) -> Sheet {
    let buckets = Buckets::new(subject.window, subject.step());
    let states = subject.ledger.stage_states(buckets);
    if buckets.count() == 0 {
        return subject.empty();
    }
    let mut plot = Plot { up: Axis::Names(subject.stages.clone()), ..subject.empty().plot };
    let mut is_there = [false; STATES];
    let mut readings: Vec<(f64, f64, String)> = Vec::new();
    let mut rows = Vec::new();
    for bucket in 0..buckets.count() {
        let window = buckets.at(bucket);
        let across = (window.after.0 as f64, window.until.0 as f64);
        let mut words = vec![subject.when(window.after)];
        for (place, states) in states.iter().enumerate() {
            let Some(shares) = state_shares(&states[bucket]) else { continue };
            // From the bottom of its strip: work first, then what keeps from it.
            let mut low = place as f64 + 0.92;
            for (share, (tone, there)) in shares.iter().zip(PEOPLE.iter().zip(&mut is_there)) {
                if *share > 0.0 {
                    let high = low - share * 0.84;
                    plot.shapes.push(Shape::Box { across, up: (low, high), tone: *tone });
                    low = high;
                    *there = true;
                }
            }
            words.push(text::busy(&subject.stages[place], shares[0]));
            let mut cells =
                vec![subject.moment(window.after), Cell::Word(subject.stages[place].clone())];
            cells.extend(shares.map(Cell::Share));
            rows.push(cells);
        }
        readings.push((across.0, across.1, words.join(", ")));
    }
    plot.keys = keys(PEOPLE, text::PEOPLE_STATES, is_there);
    let stages = subject.ledger.stage_measures(subject.window);
    Sheet {
        sentence: people_sentence(subject, &stages),
        heads: text::states_heads(),
        rows,
        plot,
        readings,
        spots: Vec::new(),
    }
}

pub(super) fn utilization(subject: &Subject<'_>) -> Sheet {
    let stages = subject.ledger.stage_measures(subject.window);
    let mut plot = Plot {
        across: Axis::Shares,
        up: Axis::Names(subject.stages.clone()),
        ..subject.empty().plot
    };
    let (mut is_there, mut rows) = ([false; STATES], Vec::new());
    for (place, stage) in stages.iter().enumerate() {
        let mut cells = vec![Cell::Word(subject.stages[place].clone())];
        if let Some(shares) = stage_shares(stage) {
            row(&mut plot, place, (0.18, 0.82), shares.into_iter().zip(PEOPLE));
            for (there, share) in is_there.iter_mut().zip(shares) {
                *there |= share > 0.0;
            }
            cells.extend(shares.map(Cell::Share));
        } else {
            cells.extend([const { Cell::None }; STATES]);
        }
        rows.push(cells);
    }
    plot.keys = keys(PEOPLE, text::PEOPLE_STATES, is_there);
    let mut heads = text::states_heads();
    heads.remove(0);
    let span = subject.window.span().0.div_ceil(BATCHES as u64);
    let batches = subject.ledger.stage_states(Buckets::new(subject.window, WorkTime(span)));
    let verdict =
        bottleneck(&batches).map(|found| text::bottleneck(&found, |stage| subject.stage(stage)));
    Sheet {
        sentence: people_sentence(subject, &stages) + &verdict.unwrap_or_default(),
        heads,
        rows,
        plot,
        readings: Vec::new(),
        spots: Vec::new(),
    }
}

fn people_sentence(subject: &Subject<'_>, stages: &[StageMeasures]) -> String {
    let known = stages.iter().zip(&subject.stages);
    let known: Vec<(&str, [f64; STATES])> =
        known.filter_map(|(stage, name)| Some((name.as_str(), stage_shares(stage)?))).collect();
    let most = |which: usize| {
        let best = known.iter().max_by(|one, other| one.1[which].total_cmp(&other.1[which]));
        best.map(|(name, shares)| (*name, shares[which]))
    };
    text::people(most(0), most(BLOCKED), most(STARVED))
}
