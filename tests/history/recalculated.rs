//! The measures of real histories agree with an independent calculation: `recalculate.py`, which knows the tables and the
//! definitions alone.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// What the calculation says of a table and of what flowglass says; none: there is no python3 here.
fn compare(table: &Path, measures: &[u8]) -> Option<(bool, String)> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/history/recalculate.py");
    let mut python = Command::new("python3");
    let python = python.arg(script).arg(table).stdin(Stdio::piped()).stdout(Stdio::piped());
    let Ok(mut child) = python.spawn() else {
        println!("skipped: there is no python3 to recalculate with");
        return None;
    };
    child.stdin.take()?.write_all(measures).expect("it reads all of it");
    let output = child.wait_with_output().expect("it ends");
    Some((output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned()))
}

fn measures(table: &Path) -> Vec<u8> {
    let mut flowglass = Command::new(env!("CARGO_BIN_EXE_flowglass"));
    let output = flowglass.arg("history").arg(table).arg("--json").output().expect("it is built");
    assert!(output.status.success());
    output.stdout
}

#[test]
fn an_independent_calculation_comes_to_the_same() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/histories");
    for name in ["help-desk.csv", "website-board.csv"] {
        let table = folder.join(name);
        let said = measures(&table);
        let Some((agrees, why)) = compare(&table, &said) else { return };
        assert!(agrees && why.contains("numbers agree"), "{why}");
        // It would notice if one number were another.
        let text = String::from_utf8(said).expect("it is JSON");
        let mut other: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        let p85 = other["cycle_time"]["p85"].as_f64().expect("a number");
        other["cycle_time"]["p85"] = (p85 * (1.0 + 1e-15) + 1e-15).into();
        let (agrees, why) = compare(&table, other.to_string().as_bytes()).expect("it was there");
        assert!(!agrees && why.contains("cycle_time.p85"), "{why}");
    }
}
