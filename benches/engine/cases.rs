//! The cases, and one run of each through the library's own doors: a checked stream, facts, the ledger, its measures.

use std::fmt::Write as _;
use std::sync::Arc;

use flowglass::measure::{Ledger, Spread, Window};
use flowglass::sim::{Seed, Simulation};
use flowglass::value_stream::{Runnable, SimTime, ValueStream};

/// Ticks in the unit of the cases' times, which is a minute.
const UNIT: f64 = 60_000.0;
/// Most events between two looks at how far the run has come.
pub(crate) const SLICE: usize = 8192;
/// Replications of case D.
const REPLICATIONS: u32 = 1000;

/// What is asked of the records of a run when it is over.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// What the other simulators say: mean and 85th percentile of the lead time, and throughput.
    Times,
    /// All measures that the page shows.
    #[cfg_attr(target_arch = "wasm32", expect(dead_code, reason = "asked for natively"))]
    All,
}

/// What a run came to, in the cases' unit of time; of several replications the means.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) replications: u32,
    /// Arrival to delivery of the first n items delivered.
    pub(crate) mean: f64,
    pub(crate) p85: f64,
    pub(crate) throughput: f64,
    pub(crate) visits: u64,
    pub(crate) events: u64,
    /// Memory of the records of the last replication.
    pub(crate) bytes: usize,
}

/// The stream of a case, ready to run.
///
/// In case C what leaves the fourth stage leaves at once, and its pallet stands outside any limit.
pub(crate) fn stream(case: char) -> Arc<Runnable> {
    let workers = if case == 'A' { [1; 5] } else { [2, 1, 3, 2, 2] };
    let mut stages = String::new();
    let mut links = String::new();
    for (index, workers) in workers.into_iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        let (mean, cv) = if case == 'A' { (1.0, 1.0) } else { (0.65 * f64::from(workers), 0.5) };
        let own = match (case, index) {
            ('A', _) => "",
            ('C', 3) => r#","wip_limit":4,"transfer_batch":5"#,
            _ => r#","wip_limit":4,"finished_item":"holds_worker""#,
        };
        let time = format!(r#"{{"mean":{mean},"cv":{cv}}}"#);
        let _ = write!(
            stages,
            r#"{comma}{{"id":"s{index}","workers":{workers},"process_time":{time}{own}}}"#
        );
        let to = if index == 4 { "customer".to_owned() } else { format!("s{}", index + 1) };
        let own = match (case, index) {
            ('C', 3) => r#","share":0.85,"when_full":"leave"},{"from":"s3","to":"s1","share":0.15"#,
            _ => "",
        };
        let _ = write!(links, r#"{comma}{{"from":"s{index}","to":"{to}"{own}}}"#);
    }
    let mean = if case == 'A' { 1.0 / 0.9 } else { 1.0 };
    let every = format!(r#"{{"every":{{"mean":{mean},"cv":1}}}}"#);
    ready(&stages, &links, &every)
}

pub(crate) fn ready(stages: &str, links: &str, arrivals: &str) -> Arc<Runnable> {
    let text = format!(
        r#"{{"flowglass":1,"name":"Line","unit":"minute","stages":[{stages}],"links":[{links}],
        "sources":[{{"id":"in","to":"s0","arrivals":{arrivals}}}]}}"#
    );
    let stream = ValueStream::from_json(&text).and_then(ValueStream::check);
    Arc::new(stream.unwrap_or_else(|faults| panic!("a case that cannot run: {faults:?}")))
}

/// What is used again from one run to the next: memory, which the system would otherwise have to find and clear.
pub(crate) struct Desk {
    ledger: Ledger,
}

impl Desk {
    pub(crate) fn new(stream: &Runnable) -> Desk {
        Desk { ledger: Ledger::new(stream) }
    }
}

/// Runs a case until so many items are delivered, with every record kept, and sums it up.
pub(crate) fn run(
    case: char,
    stream: &Arc<Runnable>,
    items: u32,
    seed: u64,
    asked: Asked,
    desk: &mut Desk,
) -> Outcome {
    let replications = if case == 'D' { REPLICATIONS } else { 1 };
    let mut outcome = Outcome { replications, ..Outcome::default() };
    for replication in 0..u64::from(replications) {
        let seed = if case == 'D' { seed * 1_000_003 + replication } else { seed };
        once(stream, items as usize, Seed(seed), asked, desk, &mut outcome);
    }
    let count = f64::from(replications);
    outcome.mean /= count;
    outcome.p85 /= count;
    outcome.throughput /= count;
    outcome
}

fn once(
    stream: &Arc<Runnable>,
    items: usize,
    seed: Seed,
    asked: Asked,
    Desk { ledger }: &mut Desk,
    outcome: &mut Outcome,
) {
    let mut simulation = Simulation::shared(Arc::clone(stream), seed);
    ledger.clear();
    let out = ledger.cfd().lines() - 1;
    loop {
        let left = items.saturating_sub(ledger.cfd().crossed(out) as usize);
        if left == 0 {
            break;
        }
        simulation.advance(SimTime::NEVER, (6 * left).clamp(8, SLICE) as u32, ledger);
    }
    let last = ledger.cfd().crossing(out, items as u32 - 1).expect("so many were delivered");
    let window = Window::new(SimTime::START, last);
    let (times, throughput) = match asked {
        Asked::Times => {
            let times = ledger.lead_times(window);
            (Spread::of(&times), times.len() as f64 / last.0 as f64)
        }
        Asked::All => {
            let measures = ledger.measures(window);
            (measures.lead_time, measures.throughput.unwrap_or(0.0))
        }
    };
    let times = times.expect("items were delivered");
    outcome.mean += times.mean / UNIT;
    outcome.p85 += times.p85.0 as f64 / UNIT;
    outcome.throughput += throughput * UNIT;
    outcome.visits += ledger.visit_count() as u64;
    outcome.events += simulation.events();
    outcome.bytes = ledger.bytes();
}
