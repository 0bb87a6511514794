//! The command line as a person meets it.
#![cfg(not(target_arch = "wasm32"))]

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

fn flowglass(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_flowglass"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command line starts");
    let _ = child.stdin.take().expect("piped").write_all(input.as_bytes());
    child.wait_with_output().expect("the command line ends")
}

fn said(output: &Output) -> (String, String, bool) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (text(&output.stdout), text(&output.stderr), output.status.success())
}

const TEAM: &str = "assets/streams/software-team.json";

#[test]
fn a_run_prints_its_measures() {
    let (out, err, fine) = said(&flowglass(&["run", TEAM, "--seed", "2", "--for", "250d"], ""));
    assert!(fine && err.is_empty(), "{err}");
    for part in [
        "Software team, seed 2, day 0 to day 250",
        "Throughput",
        "Work in progress",
        "Cycle time",
        "85 % within",
        "QA",
        "QA holds the stream back.",
    ] {
        assert!(out.contains(part), "{part}\nin\n{out}");
    }
    assert!(!out.contains("NaN"));
}

#[test]
fn the_same_seed_prints_the_same_json() {
    let run = |seed: &str| {
        let arguments =
            ["run", TEAM, "--seed", seed, "--for", "100d", "--warm-up", "20d", "--json"];
        said(&flowglass(&arguments, "")).0
    };
    assert_eq!(run("5"), run("5"));
    assert_ne!(run("5"), run("6"));
    let value: serde_json::Value = serde_json::from_str(&run("5")).expect("JSON");
    assert_eq!(value["window"], serde_json::json!([20.0, 100.0]));
    assert_eq!(value["seed"], 5);
    assert_eq!(value["stages"][3]["id"], "qa");
    let delivered = value["delivered"].as_u64().expect("a count");
    let throughput = value["throughput"].as_f64().expect("a rate");
    assert!((throughput * 80.0 - delivered as f64).abs() < 1e-9);
}

#[test]
fn check_lists_every_fault_and_fails() {
    let (out, _, fine) = said(&flowglass(&["check", TEAM], ""));
    assert!(fine && out.contains("sound (5 work centers, 6 links, 1 source)"), "{out}");
    let broken = r#"{ "flowglass": 1, "stages": [{ "id": "a", "workers": -1 }], "color": 3 }"#;
    let (out, err, fine) = said(&flowglass(&["check", "-"], broken));
    assert!(!fine && out.is_empty());
    let lines: Vec<&str> = err.lines().collect();
    assert_eq!(
        lines,
        [
            "-: stage 1 \"a\", workers: found -1, want a whole number from 1 to 10000, or \"unlimited\"",
            "-: stage 1 \"a\", process_time: nothing there, want { \"mean\": number, \"cv\": number, \"shape\": word }",
            "-: stream, color: no such field; there are flowglass, unit, hours_per_day, name, about, citation, \
             classes, stages, teams, limits, links, sources, release, customer, notes, costs, changes",
        ]
    );
}

#[test]
fn what_cannot_be_read_is_said() {
    for (arguments, part) in [
        (&["run", "no/such/file.json"][..], "no/such/file.json: cannot be read"),
        (&["run", TEAM, "--for", "soon"], "--for: found soon, want a number and d, h or m"),
        (&["run", TEAM, "--for", "5d", "--warm-up", "9d"], "--warm-up: found 9d, want less"),
        (&["walk"], "walk"),
    ] {
        let (out, err, fine) = said(&flowglass(arguments, ""));
        assert!(!fine && out.is_empty() && err.contains(part), "{part}\nin\n{err}");
    }
}
