//! The words of the proof: for each result what is claimed, its formula in words, and where it stands.

use std::fmt::Write as _;

use super::figure::{NONE, figure};
use crate::proof::{CaseId, Proof, Quantity, Row, Verdict};
use crate::value_stream::decimal::plain;

/// The link in the head.
pub const PROOF: &str = "Proof";
/// The way back.
pub const BACK: &str = "Back to the stream";
/// What all of it is.
pub const TITLE: &str = "Does it calculate right?";
/// What it does, in a few sentences.
pub const ABOUT: &str = "Each row is a result from a textbook. Its value is worked out from the formula, and beside it the same \
    engine that runs your streams simulates it, here and now, on your machine, with the seeds 1, 2, 3, …. The interval \
    contains the true mean in 999 of 1,000 such experiments; a row agrees if theory lies in it, and an identity only if \
    every replication meets it to the last bit.";
/// Which editions the chapters belong to.
pub const EDITIONS: &str = "Chapters: Gross, Shortle, Thompson & Harris, Fundamentals of Queueing Theory, 4th edition, 2008 \
    (“Gross & Harris”); Hopp & Spearman, Factory Physics, 2nd edition, 2000.";
/// The heads of the table.
pub const HEADS: [&str; 5] = ["Result", "Theory", "Simulated", "Verdict", "How it converges"];
/// The upper grid line of a picture.
pub const ABOVE: &str = "+10 %";
/// The lower one.
pub const BELOW: &str = "−10 %";
/// What is not running yet.
pub const WAITING: &str = "waiting";
/// What the picture shows, for those who cannot see it.
pub const PICTURE: &str =
    "Running mean and its interval after each replication, and theory as a line";
/// Saves a table.
pub const SAVE_CSV: &str = "CSV";
/// Saves all digits and every replication.
pub const SAVE_JSON: &str = "JSON";
/// The group of both.
pub const SAVE: &str = "Save";

/// The words for one result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// A name for files.
    pub key: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// What is measured of which stream.
    pub claim: &'static str,
    /// The formula in words.
    pub formula: &'static str,
    /// Where it stands.
    pub source: &'static str,
}

/// The words for a result.
pub fn words(id: CaseId) -> Words {
    let [key, name, claim, formula, source] = said(id);
    Words { key, name, claim, formula, source }
}

fn said(id: CaseId) -> Said {
    match id {
        CaseId::OneServer => ONE_SERVER,
        CaseId::ManyServers => MANY_SERVERS,
        CaseId::AnyWork => ANY_WORK,
        CaseId::ConstantWork => CONSTANT_WORK,
        CaseId::Jackson => JACKSON,
        CaseId::ErlangB => ERLANG_B,
        CaseId::ErlangA => ERLANG_A,
        CaseId::Closed => CLOSED,
        CaseId::Blocking => BLOCKING,
        CaseId::Cobham => COBHAM,
        CaseId::Sharing => SHARING,
        CaseId::Breakdowns => BREAKDOWNS,
        CaseId::Lumps => LUMPS,
        CaseId::BestCase => BEST_CASE,
        CaseId::Little => LITTLE,
    }
}

/// Key, name, claim, formula, source.
type Said = [&'static str; 5];

const ONE_SERVER: Said = [
    "mm1",
    "One server (M/M/1)",
    "Mean time in the stream, busy 70 % of the time",
    "1 / (service rate − arrival rate)",
    "Gross & Harris, ch. 2.2",
];
const MANY_SERVERS: Said = [
    "mmc",
    "Several servers (M/M/3)",
    "Mean wait, busy 80 % of the time",
    "Erlang C: chance to wait / (servers × service rate − arrival rate)",
    "Erlang 1917; Gross & Harris, ch. 2.3",
];
const ANY_WORK: Said = [
    "mg1",
    "Work that varies much (M/G/1)",
    "Mean wait with log-normal work, cv 1.5, busy 60 % of the time",
    "arrival rate × mean square of the work / (2 × idle share)",
    "Pollaczek 1930, Khinchine 1932; Gross & Harris, ch. 5.1",
];
const CONSTANT_WORK: Said = [
    "md1",
    "Work that never varies (M/D/1)",
    "Mean wait, busy 80 % of the time: half of what it is with exponential work",
    "busy share × work / (2 × idle share)",
    "Erlang 1909; Gross & Harris, ch. 5.1",
];
const JACKSON: Said = [
    "jackson",
    "Rework between two stations",
    "Mean time in the stream when a quarter goes back to the start",
    "sum over stations of busy share / idle share, / arrival rate",
    "Jackson 1957; Gross & Harris, ch. 4.2",
];
const ERLANG_B: Said = [
    "erlang-b",
    "Lost calls (Erlang B)",
    "Share lost at five servers without a queue, offered four, with work that is not exponential",
    "chance that all servers are busy, server by server",
    "Erlang 1917; Gross & Harris, ch. 2.6",
];
const ERLANG_A: Said = [
    "erlang-a",
    "Impatience (Erlang A)",
    "Share that gives up waiting for one of two servers",
    "mean queue / patience / arrival rate, from the chances of every length of the queue",
    "Palm 1946; Gross & Harris, ch. 2.10",
];
const CLOSED: Said = [
    "closed",
    "A fixed amount of work in progress (CONWIP)",
    "Throughput of six items in four uneven stations",
    "mean value analysis: who arrives sees the line as it is with one item less",
    "Reiser & Lavenberg 1980; Gross & Harris, ch. 4.3",
];
const BLOCKING: Said = [
    "blocking",
    "Blocking between two stations",
    "Throughput with two places between equal stations that never lack work",
    "(places + 2) / (places + 3)",
    "Hunt 1956; Hopp & Spearman, ch. 8.7",
];
const COBHAM: Said = [
    "cobham",
    "Priority",
    "Mean time in the stream of the class that lets the other one go first",
    "residual work / (1 − busy share of the first) / idle share + work",
    "Cobham 1954; Gross & Harris, ch. 3.4",
];
const SHARING: Said = [
    "sharing",
    "Everything at once (M/G/1, processor sharing)",
    "Mean time in the stream when one person works on all there is in turns, with log-normal work, cv 1.5",
    "work / idle share, whatever the variation",
    "Kleinrock 1967; Sakata, Noguchi & Oizumi 1971",
];
const BREAKDOWNS: Said = [
    "breakdowns",
    "A machine that breaks down",
    "Mean wait when repairs of 2 hours come after every 8 hours of work",
    "as with one server, of which the work includes its repairs",
    "Hopp & Spearman, ch. 8.4",
];
const LUMPS: Said = [
    "lumps",
    "Arrivals in lumps",
    "Mean time in the stream when items come in threes",
    "(1 + lump) / (2 × idle share) × work",
    "Gross & Harris, ch. 3.1",
];
const BEST_CASE: Said = [
    "best-case",
    "The penny fab",
    "Throughput of three pennies in four stations of two hours: an identity",
    "items / time through an empty line, at most the rate of the slowest station",
    "Hopp & Spearman, ch. 7.3",
];
const LITTLE: Said = [
    "little",
    "Little’s law on any window",
    "Area between the lines of the diagram minus the time of all items inside: an identity",
    "0, to the tick, whatever the window",
    "Little 1961; Stidham 1974",
];

/// What a row is measured in.
pub fn unit(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::CycleTime | Quantity::LeadTimeOf(_) | Quantity::Wait(_) => "h",
        Quantity::Throughput => "items / h",
        Quantity::LostShare | Quantity::CancelledShare => "of 1",
        Quantity::LittleGap => "item-ticks",
    }
}

/// A verdict.
pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Open => "running",
        Verdict::Agrees => "agrees",
        Verdict::Differs => "differs",
    }
}

/// What the simulation has come to: "3.33 ± 0.05".
pub fn simulated(row: &Row) -> String {
    let Some(estimate) = row.estimate(row.values.len()) else { return NONE.to_owned() };
    match estimate.half_width {
        None => precise(estimate.mean),
        // An identity has no interval.
        Some(_) if row.case.is_identity => precise(estimate.mean),
        Some(half) => [&precise(estimate.mean), " ± ", &figure(half)].concat(),
    }
}

/// A value with four figures: an interval of a hundredth is to be seen.
pub fn precise(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let size = libm::floor(libm::log10(value.abs())) as i32;
    crate::value_stream::decimal::fixed(value, (3 - size).clamp(0, 9) as usize).replace('-', "−")
}

/// How far it is: "12 of 20 replications".
pub fn progress(row: &Row) -> String {
    format!("{} of {} replications", row.values.len(), row.case.replications)
}

/// The right end of a picture: "20 replications".
pub fn replications(count: u32) -> String {
    format!("{count} replications")
}

/// How far all of it is, in a sentence.
pub fn summary(proof: &Proof) -> String {
    let count = |which: Verdict| proof.rows().iter().filter(|row| row.verdict() == which).count();
    let (agree, differ) = (count(Verdict::Agrees), count(Verdict::Differs));
    let all = proof.rows().len();
    let open = all - agree - differ;
    let mut text = format!("{agree} of {all} results agree");
    if differ > 0 {
        let _ = write!(text, ", {differ} {}", if differ == 1 { "differs" } else { "differ" });
    }
    if open > 0 {
        let _ = write!(text, ", {open} to go");
    }
    text + "."
}

/// A row as fields of a table, all digits: key, theory, mean, half of the interval, replications, verdict.
fn fields(row: &Row) -> [String; 6] {
    let estimate = row.estimate(row.values.len());
    let half = estimate.and_then(|estimate| estimate.half_width);
    [
        words(row.case.id).key.to_owned(),
        plain(row.case.theory),
        estimate.map_or(String::new(), |estimate| plain(estimate.mean)),
        half.map_or(String::new(), plain),
        row.values.len().to_string(),
        verdict(row.verdict()).to_owned(),
    ]
}

/// All rows as a table (CSV).
pub fn csv(proof: &Proof) -> String {
    let mut text = "result,unit,theory,mean,half_width,replications,verdict\n".to_owned();
    for row in proof.rows() {
        let [key, theory, mean, half, count, verdict] = fields(row);
        let unit = unit(row.case.quantity);
        let _ = writeln!(text, "{key},{unit},{theory},{mean},{half},{count},{verdict}");
    }
    text
}

/// All rows as JSON, with every replication.
pub fn json(proof: &Proof) -> String {
    let number = |text: &str| if text.is_empty() { "null".to_owned() } else { text.to_owned() };
    let mut text = "[".to_owned();
    for (index, row) in proof.rows().iter().enumerate() {
        let [key, theory, mean, half, _, verdict] = fields(row);
        let (mean, half, unit) = (number(&mean), number(&half), unit(row.case.quantity));
        let values: Vec<String> = row.values.iter().copied().map(plain).collect();
        let comma = if index > 0 { "," } else { "" };
        let _ = write!(
            text,
            "{comma}\n  {{ \"result\": \"{key}\", \"unit\": \"{unit}\", \"theory\": {theory}, \"mean\": {mean}, \
             \"half_width\": {half}, \"verdict\": \"{verdict}\",\n    \"replications\": [{}] }}",
            values.join(", ")
        );
    }
    text + "\n]\n"
}
