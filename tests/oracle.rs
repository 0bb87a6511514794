//! The engine against independent references: closed forms, exact solutions and long simulations by others.
//!
//! `tests/oracle/cases.json` has the cases; `ORACLE_CASES` names another file of the same format. Every case whose model
//! can be said in a stream today runs through the public library, and every metric in it that the measures have must be within
//! the file's own tolerance; a miss gets a second set of seeds. What is not built yet is
//! counted by name, and the count may only fall.
//!
//! `ORACLE_ONLY` runs only the cases whose id begins with one of its words.
//!
//! `cargo test --no-default-features --test oracle -- --nocapture` prints a line per metric.

#![cfg(not(target_arch = "wasm32"))]

#[path = "oracle/case.rs"]
mod case;
#[path = "oracle/stream.rs"]
mod stream;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use case::{Case, Verdict};

/// Simulation cases of the project's own file that use what is not built yet.
const NOT_BUILT_YET: usize = 0;

#[test]
fn the_engine_agrees_with_independent_references() {
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/cases.json");
    let path = std::env::var("ORACLE_CASES");
    let text =
        std::fs::read_to_string(path.as_deref().unwrap_or(own)).expect("the cases are there");
    let mut cases = case::read(&text);
    let only = std::env::var("ORACLE_ONLY").ok();
    if let Some(only) = &only {
        cases.retain(|case| only.split_whitespace().any(|word| case.id.starts_with(word)));
    }
    let (ready, missing): (Vec<&Case>, Vec<&Case>) =
        cases.iter().partition(|case| case.stream.is_ok());

    let next = AtomicUsize::new(0);
    let verdicts = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while let Some(case) = ready.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let judged = case.judge();
                    verdicts.lock().expect("no judge panics").extend(judged);
                }
            });
        }
    });

    let mut verdicts = verdicts.into_inner().expect("no judge panics");
    verdicts.sort_by(|one: &Verdict, other| {
        (&one.case, &one.metric).cmp(&(&other.case, &other.metric))
    });
    for verdict in &verdicts {
        println!("{verdict}");
    }
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for case in &missing {
        *reasons.entry(case.stream.as_ref().expect_err("it is missing")).or_default() += 1;
    }
    println!("{} cases, {} metrics; not built yet: {reasons:?}", ready.len(), verdicts.len());
    let wrong: Vec<String> =
        verdicts.iter().filter(|verdict| !verdict.holds).map(ToString::to_string).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    if path.is_err() && only.is_none() {
        assert_eq!(missing.len(), NOT_BUILT_YET, "{reasons:?}");
        assert!(verdicts.len() > 1_800, "{} metrics", verdicts.len());
    }
}
