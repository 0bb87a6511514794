//! The folds behind the charts: every one adds up to what the measures say, to the tick, on streams of all rules.

#![cfg(not(target_arch = "wasm32"))]

#[path = "shared/golden.rs"]
#[expect(dead_code, reason = "its digests are another test's")]
mod golden;

use flowglass::analytics::{Chart, Subject, sheet};
use flowglass::chart::TimeAxis;
use flowglass::measure::{Buckets, Doing, Ledger, Spread, StageState, Window};
use flowglass::sim::{ItemId, Seed, Simulation};
use flowglass::value_stream::{Calendar, SimTime, ValueStream, WorkTime};

fn run(text: &str) -> (Ledger, SimTime) {
    let stream = ValueStream::from_json(text).expect("a sound file");
    let until = SimTime::START + stream.calendar.span_of_days(90.0);
    let runnable = stream.check().expect("a sound stream");
    let mut facts = Vec::new();
    let mut simulation = Simulation::new(&runnable, Seed(7));
    simulation.advance(until, u32::MAX, &mut facts);
    let mut ledger = Ledger::new(&runnable);
    ledger.fold(&facts);
    (ledger, until)
}

/// Each stream with several windows of it.
fn each(mut check: impl FnMut(&str, &Ledger, Window)) {
    let examples = golden::RUNS.iter().map(|&(name, text, _)| (name, text.to_owned()));
    for (name, text) in examples.chain(golden::rules::all()) {
        let (ledger, until) = run(&text);
        let part = |share: u64| SimTime(until.0 / 16 * share + share % 3);
        for (after, to) in [(0, 16), (3, 9), (8, 16), (15, 16), (5, 5)] {
            check(name, &ledger, Window::new(part(after), part(to).min(until)));
        }
    }
}

/// Whether blocks have been digested once, several times or never, a window comes to the same.
#[test]
fn what_has_been_digested_says_the_same() {
    let examples = golden::RUNS.iter().map(|&(name, text, _)| (name, text.to_owned()));
    let (mut long, mut busy, mut slices) = (0, 0, 0);
    for (name, text) in examples.chain(golden::rules::all()) {
        let stream = ValueStream::from_json(&text).expect("a sound file");
        let span = stream.calendar.span_of_days(1_500.0).0;
        let runnable = stream.check().expect("a sound stream");
        let mut simulation = Simulation::new(&runnable, Seed(3));
        let (mut plain, mut digested) = (Ledger::new(&runnable), Ledger::new(&runnable));
        for part in [1, 2, 5, 6] {
            let mut facts = Vec::new();
            simulation.advance(SimTime(span / 6 * part), u32::MAX, &mut facts);
            plain.fold(&facts);
            digested.fold(&facts);
            // Whether all at once or a slice at a time.
            if part == 2 {
                digested.digest();
            }
            while !digested.digest_within(|| true) {
                slices += 1;
            }
        }
        long += usize::from(plain.visit_count() > 3_000 && digested.bytes() > plain.bytes());
        let at = |share: u64| SimTime(span / 16 * share + share % 3);
        for (after, until) in [(0, 16), (3, 9), (8, 16), (15, 16), (5, 5), (1, 20)] {
            let window = Window::new(at(after), at(until));
            assert_eq!(digested.measures(window), plain.measures(window), "{name} {window:?}");
            assert_eq!(digested.time_spent(window), plain.time_spent(window), "{name} {window:?}");
            let times: Vec<_> = plain.cycle_times(window).collect();
            busy += usize::from(times.len() > 6_000);
            for most in [0, 7, usize::MAX] {
                let latest = &times[times.len() - most.min(times.len())..];
                assert_eq!(plain.latest_cycle_times(window, most), latest, "{name} {window:?}");
            }
            let spans: Vec<WorkTime> = times.iter().map(|(_, time)| *time).collect();
            let (ours, theirs) = (digested.cycle_spread(window), Spread::of(&spans));
            let sd = theirs.map_or(0.0, |spread| spread.sd);
            assert!(ours.is_none_or(|spread| (spread.sd - sd).abs() <= 1e-9 * spread.mean));
            assert_eq!(ours.map(|spread| Spread { sd, ..spread }), theirs, "{name} {window:?}");
            assert_eq!(digested.little(window), plain.little(window), "{name} {window:?}");
            let most = theirs.map_or(WorkTime(1), |spread| spread.most);
            for parts in [1, 9, 200] {
                let width = WorkTime(most.0 / parts + 1);
                let mut bars = vec![0; digested.histogram(window, width).len()];
                for time in &spans {
                    bars[(time.0 / width.0) as usize] += 1;
                }
                assert_eq!(digested.histogram(window, width), bars, "{name} {window:?}");
                let grid = (parts as u32 * 3, parts as u32);
                let dots = digested.scatter(window, grid, most);
                assert_eq!(dots, plain.scatter(window, grid, most), "{name} {window:?}");
                let rows = |row: u64| {
                    let up = parts as f64 / most.0.max(1) as f64;
                    let is_here =
                        |time: &WorkTime| ((time.0 as f64 * up) as u64).min(parts - 1) == row;
                    let dots = dots.iter().filter(|dot| is_here(&dot.cycle_time));
                    let count: u32 = dots.map(|dot| dot.count).sum();
                    (count as usize, spans.iter().filter(|time| is_here(time)).count())
                };
                for row in 0..parts.min(20) {
                    let (ours, theirs) = rows(row);
                    assert_eq!(ours, theirs, "{name} {window:?} row {row} of {parts}");
                }
            }
            for pieces in [1, 3, 50] {
                let buckets = Buckets::new(window, WorkTime(window.span().0.div_ceil(pieces)));
                let (ours, theirs) = (digested.stage_states(buckets), plain.stage_states(buckets));
                assert_eq!(ours, theirs, "{name} {window:?}");
            }
        }
    }
    assert!(long > 5, "only {long} runs are long enough to tell");
    assert!(busy > 2, "only {busy} windows have several blocks of deliveries in a column");
    assert!(slices > 20, "only {slices} times it was enough for now");
}

#[test]
fn buckets_add_up_to_the_window() {
    each(|name, ledger, window| {
        let measures = ledger.measures(window);
        for pieces in [1, 7, 60] {
            let buckets = Buckets::new(window, WorkTime(window.span().0.div_ceil(pieces)));
            let series = ledger.flow_series(buckets);
            let sum = |of: fn(&flowglass::measure::FlowBucket) -> u32| -> u32 {
                series.iter().map(of).sum()
            };
            assert_eq!(sum(|b| b.arrived), measures.arrived, "{name} {window:?}");
            assert_eq!(sum(|b| b.released), measures.released, "{name} {window:?}");
            assert_eq!(sum(|b| b.delivered), measures.delivered, "{name} {window:?}");
            assert_eq!(series.iter().map(|b| b.area).sum::<u128>(), measures.area, "{name}");
            let asked = measures.market.map_or(0, |market| market.demanded);
            assert_eq!(sum(|b| b.demanded.unwrap_or(0)), asked, "{name} {window:?}");
            let requests = ledger.requests();
            let by = |at| requests.as_ref().and_then(|requests| requests.by(at)).unwrap_or(0.0);
            let drawn = by(window.until) - by(window.after);
            assert!((drawn - f64::from(asked)).abs() < 0.5, "{name} {window:?}: {drawn}");
            if let Some(last) = series.last() {
                assert_eq!((last.wip_now, last.window.until), (measures.wip_now, window.until));
            }
        }
    });
}

#[test]
fn no_delivered_item_is_missing_from_dots_and_bars() {
    each(|name, ledger, window| {
        let measures = ledger.measures(window);
        let most = measures.cycle_time.map_or(WorkTime(1), |spread| spread.most);
        for grid in [(1, 1), (40, 30), (400, 200)] {
            let dots = ledger.scatter(window, grid, WorkTime(most.0 / 2));
            assert_eq!(dots.iter().map(|dot| dot.count).sum::<u32>(), measures.delivered, "{name}");
            let cells = grid.0 as usize * grid.1 as usize;
            assert!(dots.len() <= cells.min(measures.delivered as usize));
            for dot in dots {
                let life = ledger.biography(dot.item, SimTime::NEVER);
                let released = life.iter().filter(|part| part.doing != Doing::Backlog);
                let lived: u64 = released.map(|part| part.span().0).sum();
                assert_eq!(lived, dot.cycle_time.0, "{name} {dot:?}");
            }
        }
        let bars = ledger.histogram(window, WorkTime(most.0 / 20 + 1));
        assert_eq!(bars.iter().sum::<u32>(), measures.delivered, "{name}");
    });
}

#[test]
fn littles_law_is_exact_and_its_gap_is_the_edges() {
    each(|name, ledger, window| {
        let (measures, little) = (ledger.measures(window), ledger.little(window));
        assert_eq!(little.area(), measures.area, "{name} {window:?}");
        assert_eq!(little.delivered, measures.delivered, "{name} {window:?}");
        let cycles: u128 = ledger.cycle_times(window).map(|(_, time)| u128::from(time.0)).sum();
        assert_eq!(little.cycled(), cycles, "{name} {window:?}");
        if let Some(residual) = measures.little_residual {
            let gap = little.items(little.unfinished_inside) + little.items(little.dropped_inside)
                - little.items(little.before);
            assert!((gap - residual).abs() < 1e-6 * (1.0 + measures.wip), "{name} {window:?}");
        }
    });
}

#[test]
fn every_item_tick_is_spent_in_one_place() {
    each(|name, ledger, window| {
        let (measures, spent) = (ledger.measures(window), ledger.time_spent(window));
        assert_eq!(spent.total, measures.area, "{name} {window:?}");
        let span = window.span().0 as f64;
        for (time, stage) in spent.stages.iter().zip(&measures.stages) {
            let parts = [
                (time.total(), stage.wip),
                (time.waiting, stage.queue),
                (time.done, stage.done_waiting),
            ];
            for (ticks, mean) in parts {
                assert!((ticks as f64 - mean * span).abs() <= 1.0 + 1e-9 * ticks as f64, "{name}");
            }
        }
    });
}

#[test]
fn what_people_do_in_each_bucket_is_what_its_measures_say() {
    each(|name, ledger, window| {
        for pieces in [1, 7] {
            let buckets = Buckets::new(window, WorkTime(window.span().0.div_ceil(pieces)));
            let states = ledger.stage_states(buckets);
            for bucket in 0..buckets.count() {
                let measures = ledger.measures(buckets.at(bucket));
                for (stage, states) in measures.stages.iter().zip(&states) {
                    let state: StageState = states[bucket];
                    assert_eq!(
                        (state.staffed, state.working, state.setup, state.interrupted),
                        (stage.staffed, stage.working, stage.setup, stage.interrupted),
                        "{name} {bucket}"
                    );
                    assert_eq!(
                        (state.blocked, state.switching, state.waiting_for_batch, state.starved()),
                        (stage.blocked, stage.switching, stage.waiting_for_batch, stage.starved),
                        "{name} {bucket}"
                    );
                }
            }
        }
    });
}

#[test]
fn unfinished_items_are_as_old_as_the_measures_say() {
    each(|name, ledger, window| {
        let measures = ledger.measures(window);
        let aging = ledger.aging(window.until);
        let age = measures.age.map_or((0, WorkTime(0)), |age| (age.count, age.most));
        let oldest = aging.iter().map(|aged| aged.age).max().unwrap_or(WorkTime(0));
        assert_eq!((aging.len() as u32, oldest), age, "{name} {window:?}");
    });
}

#[test]
fn the_ladder_and_the_bands_have_the_whole_way() {
    each(|name, ledger, window| {
        let spent = |rungs: &[flowglass::measure::Rung]| -> f64 {
            rungs.iter().map(|rung| rung.waiting + rung.process).sum()
        };
        let (rungs, items) = ledger.ladder(window, usize::MAX);
        let lives = ledger.exits().filter(|&(_, at)| at > window.after && at <= window.until);
        let (mut between, mut cycled, mut worked, mut delivered) = (0, 0, 0, 0_u32);
        for (item, _) in lives {
            let record = ledger.items().nth(item.index()).expect("it has left");
            if record.scrapped || record.cancelled {
                continue;
            }
            delivered += 1;
            cycled += record.ended.since(record.released).0;
            for part in ledger.biography(item, SimTime::NEVER) {
                between += if part.doing == Doing::Outside { part.span().0 } else { 0 };
                worked += if part.doing == Doing::Working { part.span().0 } else { 0 };
            }
        }
        assert_eq!(items, delivered, "{name} {window:?}");
        let all = f64::from(items.max(1));
        let close = |one: f64, other: f64| (one - other).abs() < 1e-6 * (1.0 + other.abs());
        assert!(close(spent(&rungs) * all, (cycled - between) as f64), "{name} {window:?}");
        let process: f64 = rungs.iter().map(|rung| rung.process).sum();
        assert!(close(process * all, worked as f64), "{name} {window:?}");
        let bands = ledger.ages_at_leaving(window, usize::MAX);
        let most = bands.iter().flatten().map(|spread| spread.most).max();
        let cycle = ledger.measures(window).cycle_time;
        assert_eq!(most, cycle.map(|cycle| cycle.most), "{name}: who left last left the stream");
        assert!(ledger.ladder(window, 3).1 <= 3);
    });
}

#[test]
fn a_life_has_no_gap() {
    each(|name, ledger, window| {
        for (number, item) in ledger.items().enumerate().step_by(7) {
            let life = ledger.biography(ItemId(number as u32), window.until);
            let end = item.ended.min(window.until);
            assert!(life.windows(2).all(|pair| pair[0].until == pair[1].from), "{name} {number}");
            let lived: u64 = life.iter().map(|part| part.span().0).sum();
            assert_eq!(lived, end.since(item.arrived).0, "{name} {number}");
        }
    });
}

/// What the chart of WIP over time says of 90 days of a work center whose people change.
fn wip_sentence(workers: u32, changes: &str) -> String {
    let (ledger, until) = run(&format!(
        r#"{{"flowglass": 1, "name": "One", "unit": "day",
        "stages": [{{ "id": "a", "workers": {workers}, "process_time": {{ "mean": 2, "cv": 0 }} }}],
        "links": [{{ "from": "a", "to": "customer" }}],
        "sources": [{{ "id": "in", "to": "a", "arrivals": {{ "every": {{ "mean": 1, "cv": 0 }} }} }}],
        "changes": [{changes}]}}"#
    ));
    let calendar = Calendar::default();
    let window = Window::new(SimTime::START, until);
    let subject = Subject {
        ledger: &ledger,
        stages: vec!["A".to_owned()],
        window,
        shown: (window.after, window.until),
        calendar,
        axis: TimeAxis::Working(calendar),
    };
    sheet(&subject, Chart::Wip, (800, 400), 0).sentence
}

#[test]
fn only_what_grows_all_along_is_said_to() {
    let grows = "it has grown all along";
    let change = |at: u32, workers: u32| {
        format!(r#"{{ "at": {at}, "change": {{ "stage": "a", "workers": {workers} }} }}"#)
    };
    assert!(wip_sentence(1, "").contains(grows));
    assert!(!wip_sentence(3, "").contains("all along"));
    // Twenty pile up by day 40, and at last more are there than at first.
    let up_and_down = wip_sentence(1, &[change(40, 3), change(78, 1)].join(","));
    assert!(!up_and_down.contains("all along"), "{up_and_down}");
}
