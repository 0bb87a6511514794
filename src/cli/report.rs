//! Measures in a terminal: a table to read, or JSON with every digit.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::history::History;
use crate::measure::{Measures, Spread, StageMeasures};
use crate::proof::Proof;
use crate::text::figure::{self, NONE, count, figure, percent};
use crate::value_stream::{Calendar, Runnable, StageId};

/// The measures of a run as a table.
pub(super) fn table(runnable: &Runnable, seed: u64, measures: &Measures) -> String {
    let stream = runnable.stream();
    let calendar = stream.calendar;
    let mut text = String::new();
    let name = if stream.name.is_empty() { "Stream" } else { &stream.name };
    let _ = writeln!(text, "{name}, seed {seed}, {}", window(measures, calendar));
    text.push('\n');
    for (name, value) in summary(measures, calendar) {
        let _ = writeln!(text, "  {name:<22} {value}");
    }
    let _ = writeln!(
        text,
        "\n  {:<20} {:>9} {:>8} {:>9} {:>8} {:>8} {:>8} {:>9} {:>9} {:>9}",
        "work center",
        "people",
        "busy",
        "switching",
        "blocked",
        "batch",
        "starved",
        "waiting",
        "WIP now",
        "mean WIP"
    );
    for (stage, measured) in stream.stages.iter().zip(&measures.stages) {
        let staffed = measured.staffed.map(|staffed| staffed as f64);
        let share = |part: Option<u128>| {
            staffed.zip(part).map_or(NONE.into(), |(all, part)| percent(part as f64 / all))
        };
        let people = staffed.map_or("unlimited".into(), |staffed| {
            figure(staffed / measures.window.span().0 as f64)
        });
        let _ = writeln!(
            text,
            "  {:<20} {:>9} {:>8} {:>9} {:>8} {:>8} {:>8} {:>9} {:>9} {:>9}",
            stage.title(),
            people,
            share(Some(measured.working)),
            share(Some(measured.switching)),
            share(Some(measured.blocked)),
            share(Some(measured.waiting_for_batch)),
            share(measured.starved),
            count(u64::from(measured.queue_now)),
            count(u64::from(measured.wip_now)),
            figure(measured.wip),
        );
    }
    text
}

/// The rows of a proof as a table.
pub(super) fn proof(proof: &Proof) -> String {
    use crate::text::proof as words;
    let mut text = String::new();
    let [result, theory, simulated, verdict, _] = words::HEADS;
    let _ = writeln!(
        text,
        "  {result:<44} {theory:>10} {simulated:>20}  {:<10} {verdict:<8} formula",
        "unit"
    );
    for row in proof.rows() {
        let said = words::words(row.case.id);
        let _ = writeln!(
            text,
            "  {:<44} {:>10} {:>20}  {:<10} {:<8} {} [{}]",
            said.name,
            words::precise(row.case.theory),
            words::simulated(row),
            words::unit(row.case.quantity),
            words::verdict(row.verdict()),
            said.formula,
            said.source,
        );
    }
    let _ = writeln!(text, "\n{}", words::summary(proof));
    text
}

/// So many things: "1 link", "6 links".
pub(super) fn things(number: usize, thing: &str) -> String {
    format!("{} {thing}{}", count(number as u64), if number == 1 { "" } else { "s" })
}

/// A history and its measures as a table, with everything that was skipped or assumed.
pub(super) fn history_table(path: &str, history: &History, measures: &Measures) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{path}: {}", crate::text::history::summary(history));
    let _ = writeln!(text, "{}\n", crate::text::history::dates(history, measures.window));
    for (name, value) in summary(measures, Calendar::ELAPSED) {
        if value != NONE && name != "Backlog" && name != "Lead time" {
            let _ = writeln!(text, "  {name:<22} {value}");
        }
    }
    if history.steps.len() > 1 {
        let _ = writeln!(text, "\n  {:<28} {:>9} {:>9}", "step", "WIP now", "mean WIP");
        for (step, measured) in history.steps.iter().zip(&measures.stages) {
            let now = count(u64::from(measured.wip_now));
            let _ = writeln!(text, "  {step:<28} {now:>9} {:>9}", figure(measured.wip));
        }
    }
    if history.classes.len() > 1 {
        let _ = writeln!(text, "\n  {:<28} {:>9}", "class", "delivered");
        for class in &measures.classes {
            let name = &history.classes[class.class.index()];
            let _ = writeln!(text, "  {name:<28} {:>9}", count(u64::from(class.delivered)));
        }
    }
    if !history.notes.is_empty() {
        text.push('\n');
        for note in &history.notes {
            let _ = writeln!(text, "  {}", crate::text::history::note(note));
        }
    }
    text
}

/// The same as JSON; times in days of 24 hours.
pub(super) fn history_json(history: &History, measures: &Measures) -> String {
    let mut value = measures_json(measures, Calendar::ELAPSED);
    value["items"] = json!(history.items.len());
    value["open"] = json!(history.open_items());
    value["skipped"] = json!(history.skipped());
    value["steps"] = json!(history.steps);
    value["notes"] =
        json!(history.notes.iter().map(crate::text::history::note).collect::<Vec<String>>());
    format!("{value:#}\n")
}

/// The window of measures in words.
pub(super) fn window(measures: &Measures, calendar: Calendar) -> String {
    let at = |ticks: u64| figure(ticks as f64 / calendar.ticks_per_day());
    let window = measures.window;
    format!("day {} to day {}", at(window.after.0), at(window.until.0))
}

/// What a window comes to, line by line.
pub(super) fn summary(measures: &Measures, calendar: Calendar) -> Vec<(&'static str, String)> {
    let spread = |spread: &Option<Spread>| {
        spread.map_or(NONE.to_owned(), |spread| {
            let (mean, unit) = figure::ticks(spread.mean, calendar);
            let short = |ticks: f64| figure(ticks / calendar.ticks_per_unit());
            format!(
                "mean {mean} {unit} ± {} sd, half within {}, 85 % within {}, 95 % within {}",
                short(spread.sd),
                short(spread.p50.0 as f64),
                short(spread.p85.0 as f64),
                short(spread.p95.0 as f64),
            )
        })
    };
    let share = |share: Option<f64>| share.map_or(NONE.to_owned(), percent);
    let throughput = measures.throughput.map_or(NONE.to_owned(), |throughput| {
        let (rate, unit) = figure::rate(throughput, calendar);
        format!("{rate} {unit} ({} delivered)", count(u64::from(measures.delivered)))
    });
    let mut lines = vec![
        ("Throughput", throughput),
        (
            "Work in progress",
            format!(
                "{} now, {} on average",
                count(u64::from(measures.wip_now)),
                figure(measures.wip)
            ),
        ),
        ("Backlog", format!("{} now", count(u64::from(measures.backlog_now)))),
        ("Cycle time", spread(&measures.cycle_time)),
        ("Lead time", spread(&measures.lead_time)),
        ("Age of unfinished", spread(&measures.age)),
        ("Flow efficiency", share(measures.flow_efficiency)),
        ("Moves that go back", share(measures.moves_back)),
    ];
    if measures.turned_away > 0 {
        lines.push(("Turned away", count(u64::from(measures.turned_away))));
    }
    if let Some(money) = measures.money {
        let value = |name: &'static str, value: f64| (name, figure(value));
        lines.push(value("Value delivered", money.value));
        lines.push(value("Cost of people", money.labor));
        lines.push(value("Cost of items inside", money.holding));
        lines.push(value("Cost of delay", money.delay));
        let each = money.cost_per_item.map_or(NONE.to_owned(), figure);
        lines.push(("Cost per delivered item", each));
    }
    if let Some(unfinished) = measures.unfinished.filter(|&unfinished| unfinished > 0.1) {
        lines.push((
            "Mind",
            format!("{} of what was started is unfinished: the times flatter", percent(unfinished)),
        ));
    }
    lines
}

/// The stages of a knot in words.
pub(super) fn gridlock(stages: &[StageId], runnable: &Runnable) -> String {
    let names: Vec<&str> =
        stages.iter().map(|stage| runnable.stream().stages[stage.index()].title()).collect();
    format!("Gridlock: {} wait for each other and can never move again.", names.join(", "))
}

/// The measures of a run as JSON: times in the stream's unit, rates per unit.
pub(super) fn json(
    runnable: &Runnable,
    seed: u64,
    measures: &Measures,
    stopped: Option<&str>,
) -> String {
    let stream = runnable.stream();
    let calendar = stream.calendar;
    let per_stage: Vec<Value> = stream
        .stages
        .iter()
        .zip(&measures.stages)
        .map(|(stage, measured)| stage_json(&stage.id, measured, calendar))
        .collect();
    let mut value = measures_json(measures, calendar);
    value["stream"] = json!(stream.name);
    value["seed"] = json!(seed);
    value["stages"] = json!(per_stage);
    if let Some(stopped) = stopped {
        value["gridlock"] = json!(stopped);
    }
    format!("{value:#}\n")
}

/// What any window comes to as JSON.
pub(super) fn measures_json(measures: &Measures, calendar: Calendar) -> Value {
    let unit = calendar.ticks_per_unit();
    json!({
        "unit": calendar.unit,
        "window": [measures.window.after.0 as f64 / unit, measures.window.until.0 as f64 / unit],
        "arrived": measures.arrived,
        "turned_away": measures.turned_away,
        "cancelled": measures.cancelled,
        "released": measures.released,
        "delivered": measures.delivered,
        "throughput": measures.throughput.map(|throughput| throughput * unit),
        "wip": measures.wip,
        "wip_now": measures.wip_now,
        "backlog_now": measures.backlog_now,
        "cycle_time": spread_json(measures.cycle_time, unit),
        "lead_time": spread_json(measures.lead_time, unit),
        "request_lead_time": spread_json(measures.request_lead_time, unit),
        "process_time": spread_json(measures.process_time, unit),
        "age": spread_json(measures.age, unit),
        "flow_efficiency": measures.flow_efficiency,
        "moves_back": measures.moves_back,
        "unfinished": measures.unfinished,
        "little_residual": measures.little_residual,
        "money": measures.money.map(|money| json!({
            "value": money.value,
            "labor": money.labor,
            "holding": money.holding,
            "delay": money.delay,
            "cost_per_item": money.cost_per_item,
        })),
    })
}

fn spread_json(spread: Option<Spread>, unit: f64) -> Value {
    let Some(spread) = spread else { return Value::Null };
    json!({
        "count": spread.count,
        "mean": spread.mean / unit,
        "sd": spread.sd / unit,
        "least": spread.least.0 as f64 / unit,
        "p50": spread.p50.0 as f64 / unit,
        "p70": spread.p70.0 as f64 / unit,
        "p85": spread.p85.0 as f64 / unit,
        "p95": spread.p95.0 as f64 / unit,
        "most": spread.most.0 as f64 / unit,
    })
}

fn stage_json(id: &str, measured: &StageMeasures, calendar: Calendar) -> Value {
    let unit = calendar.ticks_per_unit();
    let share = |part: Option<u128>| {
        let staffed = measured.staffed.filter(|&staffed| staffed > 0)?;
        Some(part? as f64 / staffed as f64)
    };
    json!({
        "id": id,
        "utilization": measured.utilization,
        "switching": share(Some(measured.switching)),
        "blocked": share(Some(measured.blocked)),
        "waiting_for_batch": share(Some(measured.waiting_for_batch)),
        "starved": share(measured.starved),
        "wip": measured.wip,
        "queue": measured.queue,
        "done_waiting": measured.done_waiting,
        "wip_now": measured.wip_now,
        "queue_now": measured.queue_now,
        "wait_mean": measured.wait_mean.map(|wait| wait / unit),
        "process_mean": measured.process_mean.map(|work| work / unit),
        "finished": measured.finished,
    })
}
