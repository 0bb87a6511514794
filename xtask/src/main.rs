//! The project's chores: `cargo xtask`, then one of the words below.

mod build;
mod chunks;
mod command;
mod frames;
mod order;
mod serve;
mod shrink;
mod size;
mod test;
mod tools;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask serve [--port N] [--open]   build the page and serve it on this machine
cargo xtask build                       build the page into dist/, for any static host
cargo xtask size                        what the page weighs for a visitor, against its budget
cargo xtask test [STEP [ARGS]]          everything CI checks, or one step of it
cargo xtask frames [--seconds N] [--url-suffix '#…'] [--script JS] [--folder DIR]
                                        main-thread time per animation frame of the page

What is missing on the machine is installed first, and said.";

/// What a chore comes to: done, or a sentence for the person who started it.
type Outcome<T = ()> = Result<T, String>;

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let chore = words.next().unwrap_or_default();
    let rest: Vec<String> = words.collect();
    let outcome = match chore.as_str() {
        "serve" => serve::run(&rest),
        "build" => none(&rest).and_then(|()| build::run_chore()),
        "size" => none(&rest).and_then(|()| size::run()),
        "test" => test::run(&rest),
        "frames" => frames::run(&rest),
        "" | "help" | "-h" | "--help" => {
            println!("{USAGE}");
            Ok(())
        }
        other => Err(format!("there is no chore `{other}`\n\n{USAGE}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}

fn none(rest: &[String]) -> Outcome {
    match rest.first() {
        None => Ok(()),
        Some(word) => Err(format!("`{word}` means nothing here\n\n{USAGE}")),
    }
}

/// The value that follows a flag, as whatever is wanted.
fn value_of<T: std::str::FromStr>(flag: &str, value: Option<&String>) -> Outcome<T> {
    let value = value.ok_or_else(|| format!("{flag} wants a value"))?;
    value.parse().map_err(|_| format!("{flag} cannot be `{value}`"))
}
