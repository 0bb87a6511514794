//! The bench as a command.

use std::time::Instant;

use super::cases::{self, Asked, Desk, Outcome};
use super::circle::{Circle, circle};

/// Events in a measurement of the growth curve.
const EVENTS: u32 = 300_000;
/// Items in the stream.
const GROWTH: [u32; 4] = [1_000, 10_000, 100_000, 1_000_000];

pub(crate) fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let number = |word: &str| word.parse().unwrap_or_else(|_| panic!("`{word}` is no number"));
    match words[..] {
        [] => {
            for case in "ABCD".chars() {
                measure(case, if case == 'D' { 200 } else { 200_000 }, 1, Asked::Times);
            }
            memory(200_000);
            growth(&GROWTH);
        }
        ["memory", items] => memory(number(items)),
        ["growth"] => growth(&GROWTH),
        ["growth", items] => growth(&[number(items)]),
        [case, items, seed, ref all @ ..] if case.len() == 1 && matches!(all, [] | ["all"]) => {
            let case = case.chars().next().unwrap_or('A');
            let asked = if all.is_empty() { Asked::Times } else { Asked::All };
            measure(case, number(items), number(seed).into(), asked);
        }
        _ => eprintln!("engine [CASE N SEED [all] | memory N | growth [N]]"),
    }
}

fn repeats() -> u32 {
    std::env::var("INNER").ok().and_then(|text| text.parse().ok()).unwrap_or(3)
}

fn measure(case: char, items: u32, seed: u64, asked: Asked) {
    let stream = cases::stream(case);
    let mut desk = Desk::new(&stream);
    let mut best = f64::INFINITY;
    let mut outcome = Outcome::default();
    for _ in 0..repeats() {
        let start = Instant::now();
        outcome = cases::run(case, &stream, items, seed, asked, &mut desk);
        best = best.min(start.elapsed().as_secs_f64());
    }
    let Outcome { replications, mean, p85, throughput, visits, events, .. } = outcome;
    println!(
        r#"{{"tool":"flowglass","case":"{case}","n":{items},"reps":{replications},"wall_s":{best:.6},"mean":{mean:.9},"p85":{p85:.9},"thr":{throughput:.9},"visits":{visits},"events":{events}}}"#
    );
}

fn memory(items: u32) {
    let stream = cases::stream('B');
    let mut desk = Desk::new(&stream);
    let Outcome { visits, bytes, .. } = cases::run('B', &stream, items, 1, Asked::Times, &mut desk);
    let each = bytes as f64 / visits as f64;
    println!(
        r#"{{"items":{items},"visits":{visits},"bytes":{bytes},"bytes_per_visit":{each:.1}}}"#
    );
}

fn growth(counts: &[u32]) {
    for (workers, has_ledger) in [("1", false), ("\"unlimited\"", false), ("\"unlimited\"", true)] {
        for &items in counts {
            let stream = circle(items, workers);
            let mut run = Circle::new(&stream, items, has_ledger);
            let mut best = f64::INFINITY;
            for _ in 0..repeats() {
                let start = Instant::now();
                run.advance(EVENTS);
                best = best.min(start.elapsed().as_secs_f64());
            }
            let each = best * 1e9 / f64::from(EVENTS);
            println!(
                r#"{{"workers":{workers},"ledger":{has_ledger},"in_stream":{items},"ns_per_event":{each:.1}}}"#
            );
        }
    }
}
