//! Everything CI checks, in steps: first what fails fastest.

use std::fs;
use std::process::Command;
use std::time::Instant;

use serde_json::json;

use crate::command::{cargo, run as run_command, watch};
use crate::{Outcome, build, size, tools};

/// A step: its word, what it checks, and the check. Words after it go to the tests it runs.
type Step = (&'static str, &'static str, fn(&[String], &mut Count) -> Outcome);

const STEPS: [Step; 8] = [
    ("fmt", "the code is formatted", fmt),
    ("clippy", "no lint, with and without the page, natively and on wasm", clippy),
    ("native", "the tests of everything but the page", native),
    ("doc", "the documentation", doc),
    ("build", "the release page", |_, _| build::build()),
    ("size", "the weight of the page", |_, _| size::run()),
    ("web", "the tests that run inside a browser", web),
    ("e2e", "the built page in a browser", e2e),
];

/// Tests that ran.
#[derive(Debug, Default, PartialEq)]
struct Count {
    passed: u32,
    failed: u32,
}

impl Count {
    /// Adds a line like `test result: ok. 3 passed; 0 failed; …`, and no other.
    fn add(&mut self, line: &str) {
        let Some((_, result)) = line.split_once("test result: ") else { return };
        let number = |what: &str| -> u32 {
            let before = result.split(what).next().filter(|before| before.len() < result.len());
            before.and_then(|before| before.split_whitespace().last()?.parse().ok()).unwrap_or(0)
        };
        self.passed += number(" passed");
        self.failed += number(" failed");
    }
}

/// Runs every step, or the one named, and stops at the first that fails.
pub(crate) fn run(words: &[String]) -> Outcome {
    let mut count = Count::default();
    let outcome = match words.split_first() {
        None => all(&mut count),
        Some((word, rest)) => one(word, rest, &mut count),
    };
    if count != Count::default() {
        println!("\n{} passed, {} failed", count.passed, count.failed);
    }
    outcome
}

fn all(count: &mut Count) -> Outcome {
    let start = Instant::now();
    for step in &STEPS {
        timed(step, &[], count)?;
    }
    println!("\nEverything holds ({:.0} s).", start.elapsed().as_secs_f64());
    Ok(())
}

fn one(word: &str, rest: &[String], count: &mut Count) -> Outcome {
    let Some(step) = STEPS.iter().find(|step| step.0 == word) else {
        let words: Vec<_> = STEPS.iter().map(|step| step.0).collect();
        return Err(format!("there is no step `{word}`; the steps are {}", words.join(", ")));
    };
    // A page built before the last change would be the wrong one to look at.
    if matches!(word, "size" | "e2e") {
        build::build()?;
    }
    timed(step, rest, count)
}

fn timed((word, what, check): &Step, rest: &[String], count: &mut Count) -> Outcome {
    println!("\n== {word}: {what}");
    let start = Instant::now();
    let outcome = check(rest, count);
    let seconds = start.elapsed().as_secs_f64();
    match outcome {
        Ok(()) => println!("== {word}: done in {seconds:.1} s"),
        Err(_) => println!("== {word}: FAILED after {seconds:.1} s"),
    }
    outcome.map_err(|error| format!("step `{word}`: {error}"))
}

fn fmt(_: &[String], _: &mut Count) -> Outcome {
    tools::ensure_component("rustfmt", "fmt")?;
    run_command(&mut cargo(&["fmt", "--all", "--check"]))
}

fn clippy(_: &[String], _: &mut Count) -> Outcome {
    tools::ensure_component("clippy", "clippy")?;
    tools::ensure_wasm_target()?;
    let everything = ["--all-targets", "--workspace"];
    let without_page = ["--all-targets", "--no-default-features"];
    // Of the tests, only those that run in a browser are for wasm.
    let wasm = ["--lib", "--bins", "--test=web", "--target=wasm32-unknown-unknown"];
    for what in [&without_page[..], &everything, &wasm] {
        run_command(cargo(&["clippy", "--locked"]).args(what).args(["--", "-D", "warnings"]))?;
    }
    Ok(())
}

fn native(rest: &[String], count: &mut Count) -> Outcome {
    counted(cargo(&["test", "--no-default-features", "--locked"]).args(rest), count)?;
    if rest.is_empty() {
        // Those of the page that need no browser, and of the chores; optimizing would take longer.
        let quick = ["test", "--profile", "dev", "--locked"];
        counted(cargo(&quick).args(["--lib", "app::"]), count)?;
        counted(cargo(&quick).args(["-p", "browser", "-p", "xtask", "--lib", "--bins"]), count)?;
    }
    Ok(())
}

fn doc(_: &[String], _: &mut Count) -> Outcome {
    let mut doc = cargo(&["doc", "--workspace", "--no-deps", "--locked"]);
    run_command(doc.env("RUSTDOCFLAGS", "-D warnings"))
}

fn web(rest: &[String], count: &mut Count) -> Outcome {
    tools::ensure_wasm_target()?;
    let runner = tools::wasm_bindgen()?.join("wasm-bindgen-test-runner");
    let driver = tools::chromedriver()?;
    let options = json!({ "goog:chromeOptions": { "args": browser::FLAGS } });
    let file = browser::target_dir().join("webdriver.json");
    fs::write(&file, options.to_string())
        .map_err(|error| format!("{}: {error}", file.display()))?;
    let mut test = cargo(&["test", "--target=wasm32-unknown-unknown", "--no-default-features"]);
    test.args(["--locked", "--test", "web"])
        .args(rest)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .env("CHROMEDRIVER", driver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", file)
        // For all of its tests together.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300");
    counted(&mut test, count)
}

fn e2e(rest: &[String], count: &mut Count) -> Outcome {
    let driver = tools::chromedriver()?;
    let mut test = cargo(&["test", "--profile", "dev", "--locked", "-p", "browser", "--test", "*"]);
    counted(test.args(rest).env("CHROMEDRIVER", driver), count)
}

fn counted(command: &mut Command, count: &mut Count) -> Outcome {
    watch(command, |line| count.add(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_closing_lines_of_tests_are_counted() {
        let mut count = Count::default();
        for line in [
            "running 3 tests",
            "test one ... ok",
            "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out",
            "test result: ok. 1 passed; 0 failed; 0 ignored; 0 filtered out; finished in 0.01s",
        ] {
            count.add(line);
        }
        assert_eq!(count, Count { passed: 13, failed: 3 });
    }

    #[test]
    fn an_unknown_step_is_refused_with_the_known_ones() {
        let refused = run(&["everything".to_owned()]);
        assert!(refused.is_err_and(|message| message.contains("fmt, clippy, native")));
    }
}
