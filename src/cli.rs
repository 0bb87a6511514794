//! The command line: the same engine and the same measures as the page, in a terminal.
//!
//! `flowglass run` simulates a stream, `flowglass check` lists its faults, `flowglass history` reads real items,
//! `flowglass proof` simulates what textbooks know. This layer reads files and prints; all else is done by the layers
//! below.

mod report;
mod span;

use std::fmt::Write as _;
use std::io::Read as _;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::history::{History, ReadingOptions};
use crate::measure::{Ledger, Window};
use crate::proof::{Proof, Verdict};
use crate::sim::{Pause, Seed, Simulation};
use crate::text;
use crate::value_stream::{Runnable, SimTime, ValueStream};

/// See where work stands still: simulate value streams and read item histories.
#[derive(Debug, Parser)]
#[command(name = "flowglass", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Simulate a stream and print its measures.
    Run(Run),
    /// Say everything that is wrong with a stream.
    Check(Check),
    /// Read a real item history and print its measures.
    History(Table),
    /// Simulate textbook results and say whether they come out.
    Proof(ProofOptions),
}

#[derive(Debug, Args)]
struct ProofOptions {
    /// Print JSON, with every replication, instead of a table.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct Run {
    /// The stream (JSON); - reads standard input.
    stream: String,
    /// What decides all draws: the same seed gives the same run, here and on the page.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How long to run, in working time: 250d, 40h or 90m.
    #[arg(long = "for", default_value = "250d", value_name = "SPAN")]
    span: String,
    /// How much to leave out of the measures at the start: 50d, 8h or 30m.
    #[arg(long, default_value = "0d", value_name = "SPAN")]
    warm_up: String,
    /// Print JSON instead of a table.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct Check {
    /// The stream (JSON); - reads standard input.
    stream: String,
}

#[derive(Debug, Args)]
struct Table {
    /// The history (CSV): id,start,end[,class], or one column of dates per step; - reads standard input.
    items: String,
    /// How to read dates such as 03/04/2023 where the table leaves it open.
    #[arg(long, value_name = "ORDER")]
    dates: Option<DateOrder>,
    /// Print JSON instead of a table.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum DateOrder {
    /// 03/04/2023 is the third of April.
    DayFirst,
    /// 03/04/2023 is the fourth of March.
    MonthFirst,
}

/// What a command comes to: text for standard output, or for standard error with exit code 1.
type Outcome = Result<String, String>;

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Run(run) => simulate(&run),
        Command::Check(check) => examine(&check),
        Command::History(table) => history(&table),
        Command::Proof(options) => prove(&options),
    };
    match outcome {
        Ok(text) => {
            print(&text);
            ExitCode::SUCCESS
        }
        Err(text) => {
            eprint!("{text}");
            ExitCode::FAILURE
        }
    }
}

/// A reader that has gone away, such as `head`, is not an error.
fn print(text: &str) {
    use std::io::Write as _;
    let _ = std::io::stdout().write_all(text.as_bytes());
}

fn simulate(run: &Run) -> Outcome {
    let runnable = open(&run.stream)?;
    let calendar = runnable.stream().calendar;
    let until = SimTime::START + span::parse("--for", &run.span, calendar)?;
    let warm_up = SimTime::START + span::parse("--warm-up", &run.warm_up, calendar)?;
    if warm_up >= until {
        return Err(format!(
            "--warm-up: found {}, want less than --for, which is {}\n",
            run.warm_up, run.span
        ));
    }
    let (ledger, pause) = ledger(&runnable, Seed(run.seed), until);
    let measures = ledger.measures(Window::new(warm_up, until));
    let stopped = match &pause {
        Pause::Gridlocked { stages } => Some(report::gridlock(stages, &runnable)),
        _ => None,
    };
    if run.json {
        return Ok(report::json(&runnable, run.seed, &measures, stopped.as_deref()));
    }
    let mut text = report::table(&runnable, run.seed, &measures);
    if let Some(stopped) = stopped {
        let _ = writeln!(text, "\n{stopped}");
    }
    for finding in crate::player::findings(&runnable, &ledger, until) {
        let sentence = text::insight::insight(&finding.insight, &runnable);
        let _ = writeln!(text, "\n{} {}", sentence.headline, sentence.detail);
    }
    Ok(text)
}

/// Runs a stream to the end; a knot stops it for good only if nothing else can happen.
fn ledger(runnable: &Runnable, seed: Seed, until: SimTime) -> (Ledger, Pause) {
    let mut simulation = Simulation::new(runnable, seed);
    let mut ledger = Ledger::new(runnable);
    let mut knot = None;
    loop {
        match simulation.advance(until, u32::MAX, &mut ledger) {
            Pause::Budget => {}
            pause @ Pause::Gridlocked { .. } if simulation.now() < until => knot = Some(pause),
            pause => return (ledger, knot.unwrap_or(pause)),
        }
    }
}

fn examine(check: &Check) -> Outcome {
    let runnable = open(&check.stream)?;
    let stream = runnable.stream();
    Ok(format!(
        "{}: sound ({}, {}, {})\n",
        if stream.name.is_empty() { &check.stream } else { &stream.name },
        report::things(stream.stages.len(), "work center"),
        report::things(stream.links.len(), "link"),
        report::things(stream.sources.len(), "source"),
    ))
}

fn history(table: &Table) -> Outcome {
    let text = read(&table.items)?;
    let day_first = table.dates.map(|order| order == DateOrder::DayFirst);
    let options = ReadingOptions { day_first, ..ReadingOptions::default() };
    let history = History::read(&text, options).map_err(|faults| {
        let mut lines = String::new();
        for line in faults.iter().flat_map(text::history::fault) {
            let _ = writeln!(lines, "{}: {line}", table.items);
        }
        lines
    })?;
    let measures = history.ledger().measures(Window::new(SimTime::START, history.now()));
    Ok(if table.json {
        report::history_json(&history, &measures)
    } else {
        report::history_table(&table.items, &history, &measures)
    })
}

/// All cases to their end; a result that does not come out is an error.
fn prove(options: &ProofOptions) -> Outcome {
    let mut proof = Proof::default();
    while !proof.is_done() {
        proof.advance(1_000_000);
    }
    let text = if options.json { text::proof::json(&proof) } else { report::proof(&proof) };
    let differs = proof.rows().iter().any(|row| row.verdict() != Verdict::Agrees);
    if differs { Err(text) } else { Ok(text) }
}

fn open(path: &str) -> Result<Runnable, String> {
    let text = read(path)?;
    ValueStream::from_json(&text).and_then(ValueStream::check).map_err(|faults| {
        let mut lines = String::new();
        for fault in faults {
            let _ = writeln!(lines, "{path}: {fault}");
        }
        lines
    })
}

fn read(path: &str) -> Result<String, String> {
    let text = if path == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        std::fs::read_to_string(path)
    };
    text.map_err(|error| format!("{path}: cannot be read: {error}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        use clap::CommandFactory as _;
        Arguments::command().debug_assert();
    }
}
