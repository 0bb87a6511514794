//! A case: what to run, what to expect, and whether it came out so.

use std::collections::BTreeMap;
use std::fmt;

use flowglass::measure::{ItemRecord, Ledger, Measures, Spread, Window};
use flowglass::sim::{Pause, Seed, Simulation};
use flowglass::value_stream::{Runnable, SimTime, WorkTime};
use serde_json::Value;

use super::stream;

/// Ticks in the cases' unit of time: an hour of one's own.
const UNIT: f64 = 3_600_000.0;

/// A simulation case.
pub(crate) struct Case {
    pub(crate) id: String,
    /// The stream, or what it would take that is not built yet.
    pub(crate) stream: Result<Runnable, String>,
    is_closed: bool,
    /// Whether an endless supply feeds it, of which the cases count nothing as WIP.
    is_saturated: bool,
    warm_up: f64,
    horizon: f64,
    /// The run ends with this delivery; 0: with the horizon.
    exits: usize,
    /// When the items inside are counted, as the cases write it.
    watched: Vec<f64>,
    replications: u64,
    expected: BTreeMap<String, Expected>,
}

#[derive(Debug, Clone, Copy)]
struct Expected {
    value: f64,
    tolerance: f64,
    least: f64,
    most: f64,
}

/// Whether a metric came out as expected.
#[derive(Debug, Clone)]
pub(crate) struct Verdict {
    pub(crate) case: String,
    pub(crate) metric: String,
    expected: f64,
    got: f64,
    error: f64,
    pub(crate) holds: bool,
}

impl fmt::Display for Verdict {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Verdict { case, metric, expected, got, error, holds } = self;
        let verdict = if *holds { "ok" } else { "MISS" };
        write!(out, "{case} {metric}: expected {expected}, got {got:.6} ± {error:.2e}, {verdict}")
    }
}

/// The simulation cases of a file.
pub(crate) fn read(text: &str) -> Vec<Case> {
    let file: Value = serde_json::from_str(text).expect("the cases are JSON");
    let cases = file.as_array().expect("a list of cases");
    cases.iter().filter(|case| case["kind"] == "simulation").map(Case::read).collect()
}

impl Case {
    fn read(case: &Value) -> Case {
        let run = &case["run"];
        let planned = run.as_object().expect("a plan").keys();
        let odd = planned
            .filter(|key| {
                !matches!(
                    key.as_str(),
                    "warmup"
                        | "horizon"
                        | "replications"
                        | "stop_after_exits"
                        | "watch_times"
                        | "record_departures"
                )
            })
            .map(|key| format!("run: {key}"))
            .next();
        let stream = match odd {
            Some(odd) => Err(odd),
            None => stream::read(&case["model"]),
        };
        let arrivals = case["model"]["arrivals"].as_array().map_or(&[][..], Vec::as_slice);
        let has = |kind: &str| arrivals.iter().any(|arrival| arrival["type"] == kind);
        let replications = run["replications"].as_u64().unwrap_or(1);
        let exits = run["stop_after_exits"].as_u64().unwrap_or(0) as usize;
        let watched: Vec<f64> =
            run["watch_times"].as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
        let metrics = case["expected"].as_object().expect("expectations");
        Case {
            id: case["id"].as_str().expect("an id").to_owned(),
            stream,
            is_closed: has("closed") || has("saturated"),
            is_saturated: has("saturated") || has("demand"),
            warm_up: run["warmup"].as_f64().unwrap_or(0.0),
            horizon: run["horizon"].as_f64().unwrap_or(0.0),
            exits,
            watched,
            replications,
            expected: metrics
                .iter()
                .flat_map(|(metric, expected)| Expected::read(metric, expected))
                .collect(),
        }
    }

    /// Runs the case as planned; a miss gets a second set of seeds.
    pub(crate) fn judge(&self) -> Vec<Verdict> {
        let mut verdicts = self.run(1);
        if verdicts.iter().any(|verdict| !verdict.holds) {
            let again = self.run(1_000);
            for (verdict, again) in verdicts.iter_mut().zip(again) {
                if !verdict.holds {
                    *verdict = again;
                }
            }
        }
        verdicts
    }

    fn run(&self, first_seed: u64) -> Vec<Verdict> {
        let runnable = self.stream.as_ref().expect("only cases with a stream are run");
        let mut samples: BTreeMap<String, Vec<f64>> = BTreeMap::new();
        for seed in first_seed..first_seed + self.replications {
            for (metric, value) in self.measure(runnable, seed) {
                samples.entry(metric).or_default().push(value);
            }
        }
        let judged = self.expected.iter().filter_map(|(metric, expected)| {
            let Some(samples) = samples.get(metric) else {
                // What follows from other numbers by hand is not measured.
                assert!(metric == "max_input_rate", "{}: nothing measures {metric}", self.id);
                return None;
            };
            let n = samples.len() as f64;
            let got = samples.iter().sum::<f64>() / n;
            let variance = samples.iter().map(|x| (x - got) * (x - got)).sum::<f64>();
            let error = if n > 1.0 { (variance / (n - 1.0) / n).sqrt() } else { 0.0 };
            Some(Verdict {
                case: self.id.clone(),
                metric: metric.clone(),
                expected: expected.value,
                got,
                error,
                holds: expected.holds(got),
            })
        });
        judged.collect()
    }

    fn measure(&self, runnable: &Runnable, seed: u64) -> Vec<(String, f64)> {
        let mut until = SimTime(((self.warm_up + self.horizon) * UNIT).round() as u64);
        if self.exits > 0 {
            until = SimTime::NEVER;
        }
        let mut simulation = Simulation::new(runnable, Seed(seed));
        let mut ledger = Ledger::new(runnable);
        let mut facts = Vec::new();
        while simulation.advance(until, 4_096, &mut facts) == Pause::Budget {
            ledger.fold(&facts);
            facts.clear();
            if self.exits > 0 && departures(&ledger).count() >= self.exits {
                break;
            }
        }
        ledger.fold(&facts);
        let last = self.exits.checked_sub(1).and_then(|last| departures(&ledger).nth(last));
        let until = last.unwrap_or(until);
        let window = Window::new(SimTime((self.warm_up * UNIT).round() as u64), until);
        let mut metrics = self.metrics(runnable, &ledger, &ledger.measures(window));
        let hours = |at: SimTime| at.0 as f64 / UNIT;
        if last.is_some() {
            metrics.push(("makespan".to_owned(), hours(until)));
        }
        if !self.watched.is_empty() || self.exits > 0 {
            let cfd = ledger.cfd();
            for &at in &self.watched {
                let now = SimTime((at * UNIT).round() as u64);
                let inside = cfd.count(0, now) - cfd.count(cfd.lines() - 1, now);
                metrics.push((format!("wip_at[{at}]"), f64::from(inside)));
            }
            for (number, at) in departures(&ledger).enumerate() {
                metrics.push((format!("departure_times[{number}]"), hours(at)));
            }
        }
        metrics
    }

    /// The measures under the cases' names: their cycle time is our lead time, except where items circulate; their
    /// WIP has the backlog in it.
    fn metrics(
        &self,
        runnable: &Runnable,
        ledger: &Ledger,
        measures: &Measures,
    ) -> Vec<(String, f64)> {
        let window = measures.window;
        let span = window.span().0 as f64;
        let last = ledger.cfd().lines() - 1;
        let area = ledger.cfd().area_between(0, last, window.after, window.until);
        let offered = f64::from(measures.turned_away) + f64::from(measures.arrived);
        let wip = if self.is_saturated { measures.wip } else { area as f64 / span };
        let mut metrics = vec![
            ("wip".to_owned(), wip),
            ("wip_inside_limit".to_owned(), measures.wip),
            ("loss_prob".to_owned(), f64::from(measures.turned_away) / offered.max(1.0)),
        ];
        let mut add = |name: String, value: Option<f64>| metrics.extend(value.map(|v| (name, v)));
        let scrapped = f64::from(measures.quality.scrapped) / span;
        let good = f64::from(measures.delivered - measures.quality.escaped) / span;
        add("throughput".into(), measures.throughput.map(|rate| (rate + scrapped) * UNIT));
        add("good_throughput".into(), Some(good * UNIT));
        let quality = measures.quality;
        let exits = f64::from(measures.delivered + quality.scrapped);
        add("rolled_first_pass_yield".into(), quality.rolled_first_pass_yield);
        add("observed_first_pass_yield".into(), quality.observed_first_pass_yield);
        add("escaped_defect_rate".into(), quality.escaped_share);
        add("scrap_rate".into(), Some(f64::from(quality.scrapped) / exits.max(1.0)));
        if let Some(market) = measures.market {
            let asked = f64::from(market.demanded.max(1));
            add("fill_rate".into(), Some(f64::from(market.met_at_once) / asked));
            add("mean_inventory".into(), Some(market.shelf));
            add("mean_backorders".into(), Some(market.owed));
        }
        for class in &measures.classes {
            if let Some(named) = runnable.stream().classes.get(class.class.index()) {
                let time = if self.is_closed { class.cycle_time } else { class.lead_time };
                add(format!("cycle_time[{}]", named.id), time.map(|time| time.mean / UNIT));
            }
        }
        add("flow_efficiency".into(), measures.flow_efficiency);
        let mut time = if self.is_closed { measures.cycle_time } else { measures.lead_time };
        if measures.quality.scrapped > 0 {
            // The cases count every item that leaves.
            let left = |item: &&ItemRecord| item.ended > window.after && item.ended <= window.until;
            let times: Vec<WorkTime> =
                ledger.items().filter(left).map(|item| item.ended.since(item.arrived)).collect();
            time = Spread::of(&times);
        }
        if let Some(time) = time {
            add("cycle_time".into(), Some(time.mean / UNIT));
            add("cycle_time_std".into(), Some(time.sd / UNIT));
            for (name, at) in [("p50", time.p50), ("p85", time.p85), ("p95", time.p95)] {
                add(format!("cycle_time_{name}"), Some(at.0 as f64 / UNIT));
            }
        }
        let stages = runnable.stream().stages.iter().zip(&measures.stages);
        for (index, (stage, measured)) in stages.enumerate() {
            let of = |metric: &str| format!("{metric}[{}]", stage.id);
            let share = |part: u128| measured.staffed.map(|staffed| part as f64 / staffed as f64);
            add(of("wait_time"), measured.wait_mean.map(|wait| wait / UNIT));
            add(of("queue_length"), Some(measured.queue));
            add(of("stage_wip"), Some(measured.wip));
            add(of("done_waiting"), Some(measured.done_waiting));
            add(of("utilization"), measured.utilization);
            add(of("blocked_fraction"), share(measured.blocked));
            let idle = measured.starved.map(|starved| starved + measured.interrupted);
            add(of("starved_fraction"), idle.and_then(share));
            add(of("down_fraction"), share(measured.interrupted));
            add(
                of("visits"),
                Some(f64::from(measured.finished + measured.redone) / exits.max(1.0)),
            );
            let started = ledger.visits().filter(|visit| {
                visit.stage.index() == index
                    && visit.started > window.after
                    && visit.started <= window.until
            });
            let (mut all, mut waited) = (0_u32, 0_u32);
            for visit in started {
                all += 1;
                waited += u32::from(visit.started > visit.entered);
            }
            add(of("wait_prob"), Some(f64::from(waited) / f64::from(all.max(1))));
        }
        metrics
    }
}

/// When items were delivered, in order.
fn departures(ledger: &Ledger) -> impl Iterator<Item = SimTime> {
    ledger.exits().map(|(_, at)| at)
}

impl Expected {
    /// The expectations of a metric: one, or one for each element of a list.
    fn read(metric: &str, expected: &Value) -> Vec<(String, Expected)> {
        match &expected["value"] {
            Value::Array(values) => {
                let each = values.iter().enumerate().filter_map(|(number, value)| {
                    let one = Expected::one(value, expected)?;
                    Some((format!("{metric}[{number}]"), one))
                });
                each.collect()
            }
            value => {
                let one = Expected::one(value, expected);
                one.map(|one| (metric.to_owned(), one)).into_iter().collect()
            }
        }
    }

    fn one(value: &Value, expected: &Value) -> Option<Expected> {
        let value = value.as_f64()?;
        let relative = expected["tolerance_rel"].as_f64().unwrap_or(0.0);
        let tolerance = expected["tolerance_abs"].as_f64().unwrap_or(relative * value.abs());
        let bound = |name: &str, otherwise: f64, sign: f64| {
            expected[name].as_f64().map_or(otherwise, |bound| bound * (1.0 + sign * relative))
        };
        Some(Expected {
            value,
            // Ticks are whole: what is exact elsewhere is exact to a tick here.
            tolerance: tolerance + 1.0 / UNIT,
            least: bound("lower_bound", f64::NEG_INFINITY, -1.0),
            most: bound("upper_bound", f64::INFINITY, 1.0),
        })
    }

    fn holds(&self, got: f64) -> bool {
        (got - self.value).abs() <= self.tolerance && (self.least..=self.most).contains(&got)
    }
}
