//! The inspector's fields: their names, units, hints, and what is wrong with what was typed.

use crate::value_stream::decimal;
use crate::value_stream::{Calendar, TimeUnit};

/// A field of the inspector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its label.
    pub label: &'static str,
    /// What it does, in one line.
    pub hint: &'static str,
    /// Its number among those with the same label, from 0.
    pub row: u16,
}

impl Field {
    /// The same field for another of several things, by its number.
    pub fn row(self, number: usize) -> Field {
        Field { row: number as u16, ..self }
    }

    /// What no other field of the inspector has.
    pub fn key(self) -> (&'static str, u16) {
        (self.label, self.row)
    }
}

/// The fields of a distribution beside the one of its mean.
#[derive(Debug, Clone, Copy)]
pub struct Spread {
    /// What spreads, as its picture calls it.
    pub of: &'static str,
    /// Its coefficient of variation.
    pub variation: Field,
    /// Its shape; see `SHAPE_HINTS`.
    pub shape: Field,
    /// The numbers of a shape that has numbers of its own; see `VALUES_HINTS`.
    pub values: Field,
}

impl Spread {
    /// The same for another of several things, by its number.
    pub fn row(self, number: usize) -> Spread {
        Spread {
            variation: self.variation.row(number),
            shape: self.shape.row(number),
            values: self.values.row(number),
            ..self
        }
    }
}

/// The fields of a distribution, all named after it: "Setup variation", of "the setup time".
macro_rules! spread {
    ($name:literal, $of:literal) => {
        Spread {
            of: $of,
            variation: field(
                concat!($name, " variation"),
                concat!("Standard deviation / mean of ", $of, ": 0 always the same, 1 wild."),
            ),
            shape: field(concat!($name, " shape"), ""),
            values: field(concat!($name, " values"), ""),
        }
    };
}

/// What a work center is called.
pub const NAME: Field = field("Name", "What the belt and the charts call it.");
/// How many work there.
pub const PEOPLE: Field = field(
    "People",
    "Each works on one item, unless the rules say more. “unlimited” makes it a delay.",
);
/// The mean process time.
pub const WORK: Field = field("Work per item", "Mean time a person spends on one item.");
/// The coefficient of variation.
pub const VARIATION: Field =
    field("Variation", "Standard deviation / mean: 0 always the same, 0.5 usual, 1 wild.");
/// The limit.
pub const LIMIT: Field =
    field("WIP limit", "Most items inside: waiting, in work and done. Empty: no limit.");
/// A link's share.
pub const SHARE: Field = field(
    "Share",
    "Part of the items that leave the work center this way; the other ways share the rest.",
);
/// A source's rate.
pub const ARRIVALS: Field = field("Arrivals", "Mean number of items that arrive.");
/// A source's number of circulating items.
pub const CIRCULATING: Field =
    field("Items", "So many circulate: a delivered item is at once replaced.");
const fn field(label: &'static str, hint: &'static str) -> Field {
    Field { label, hint, row: 0 }
}

/// The work of a stage.
pub const WORK_SPREAD: Spread = Spread { variation: VARIATION, ..spread!("Work", "the work") };
/// The work of a class at a stage, if it differs.
pub const CLASS_WORK: Field =
    field("Class work", "Mean time for an item of this class. Empty: as for all others.");
/// The work of a class at a stage.
pub const CLASS_SPREAD: Spread = spread!("Class", "the work for this class");
/// Who of the waiting is next.
pub const ORDER: Field = field("Next in line", "Who of the waiting is taken first.");
/// Where items wait.
pub const ENTRY: Field =
    field("Entry", "Whether items wait inside, or upstream until a person is free.");
/// What finished items do.
pub const FINISHED: Field =
    field("Finished item", "Whether an item that has no room downstream keeps its person.");
/// Several items at a time.
pub const SHARED: Field = field(
    "Items per person",
    "Each person shares time equally among up to so many items. 1: one after the other.",
);
/// Several items at a time.
pub const SWITCHING: Field =
    field("Lost by switching", "Part of a person’s time that each item beyond the first costs.");
/// Setup.
pub const SETUP: Field =
    field("Setup time", "Paid before each process batch. Empty: nothing to set up.");
/// Setup.
pub const SETUP_SPREAD: Spread = spread!("Setup", "the setup time");
/// Process batch.
pub const BATCH_MIN: Field = field("Batch from", "Work starts when so many items wait.");
/// Process batch.
pub const BATCH_MAX: Field = field("Batch up to", "One person takes up to so many items at once.");
/// Process batch.
pub const BATCH_WAIT: Field = field(
    "Batch waits at most",
    "With fewer items, work starts when the first has waited so long. Empty: never.",
);
/// Transfer batch.
pub const TRANSFER: Field = field(
    "Transfer batch",
    "So many finished items wait for each other, without a person, and then move on together. 1: each at once.",
);
/// Transfer batch.
pub const TRANSFER_WAIT: Field = field(
    "Transfer waits at most",
    "A pallet leaves at the latest after so long. Empty: when it is full.",
);
/// Cadence.
pub const CADENCE: Field = field(
    "Cadence",
    "Finished items leave only at multiples of it: a sprint, a release train. Empty: at once.",
);
/// Interruptions.
pub const BETWEEN: Field = field(
    "Time between interruptions",
    "Mean time each person works until stopped. Empty: nothing interrupts.",
);
/// Interruptions.
pub const LENGTH: Field = field("Length of an interruption", "Mean time until work goes on.");
/// Interruptions.
pub const BETWEEN_SPREAD: Spread = spread!("Gap", "the time between interruptions");
/// Interruptions.
pub const LENGTH_SPREAD: Spread = spread!("Length", "the length of an interruption");
/// Interruptions.
pub const CLOCK: Field =
    field("Interruptions happen", "Only while somebody works, or at any time.");
/// Defects.
pub const DEFECTS: Field =
    field("Defects made", "Part of the items in which something goes wrong, unseen.");
/// Defects.
pub const AWARENESS: Field = field(
    "Learning",
    "Each defect that comes back multiplies the part that goes wrong by this; 1: nobody learns.",
);
/// Inspection.
pub const FINDS: Field =
    field("Defects found", "Part of the defects that is seen here. Empty: nobody looks.");
/// Inspection.
pub const RULE: Field = field("When one is found", "What happens to the item.");
/// Inspection.
pub const FACTOR: Field = field("Repair takes", "Times the work of the one who made the defect.");
/// Inspection.
pub const GROWTH: Field = field("Per stage further", "The repair takes so many times longer.");
/// Inspection.
pub const STOPS: Field = field("Stops the line", "Its maker takes no new work until it is fixed.");
/// Teams.
pub const TEAM: Field =
    field("Team", "Whose people work here, at the most downstream stage with work.");
/// Teams.
pub const TEAM_PEOPLE: Field = field("People in the team", "They help at every stage of the team.");
/// Common limits.
pub const COMMON: Field = field("Common limit", "Most items inside these work centers together.");
/// Links.
pub const WHEN_FULL: Field = field("When full", "What an item does that finds no room at the end.");
/// Sources.
pub const KIND: Field = field("Arrivals come", "How work arrives here.");
/// Sources.
pub const LUMP: Field = field("Items at a time", "Mean number of items that arrive together.");
/// Sources.
pub const LUMP_SPREAD: Spread = spread!("Lump", "the number of items that arrive together");
/// Sources.
pub const ARRIVAL_SPREAD: Spread =
    Spread { variation: VARIATION, ..spread!("Arrival", "the time between arrivals") };
/// Sources.
pub const FIRST_AT: Field = field(
    "First arrival",
    "When the first item comes. Empty: one time between arrivals after the start.",
);
/// Sources.
pub const BACKLOG: Field = field("Backlog at the start", "Items that wait from the beginning.");
/// Sources.
pub const NO_ROOM: Field =
    field("Without room", "What an arrival does that finds the stream full.");
/// Sources.
pub const CLASS: Field = field("Class", "The kind of work that comes from here.");
/// Sources.
pub const SPLIT: Field = field("Splits into", "Items into which each request splits.");
/// Sources.
pub const PATIENCE: Field =
    field("Patience", "Mean wait before a request is cancelled. Empty: for ever.");
/// Sources.
pub const PATIENCE_SPREAD: Spread = spread!("Patience", "the patience");
/// Sources.
pub const SIZE: Field = field(
    "Mean size",
    "Every process time of an item is multiplied by its size. Empty: all are alike, of size 1.",
);
/// Sources.
pub const SIZE_SPREAD: Spread = Spread {
    variation: field("Variation of size", "How much items differ in size. 0: all are alike."),
    ..spread!("Size", "the size of items")
};
/// Release.
pub const RELEASE: Field = field("Release", "How work is let into the stream.");
/// Release.
pub const RELEASE_LIMIT: Field =
    field("Items let in", "Most items in the whole stream; the others wait in the backlog.");
/// The same for the rope.
pub const ROPE: Field =
    Field { hint: "Most items that are let in and not yet finished at the drum.", ..RELEASE_LIMIT };
/// Release.
pub const TAKT: Field = field("Takt", "One item is let in per interval.");
/// Release.
pub const DRUM: Field = field("Drum", "The stage that sets the pace.");
/// Release.
pub const STOCK: Field = field("Finished stock", "Items on the shelf that the stream keeps up.");
/// Customer.
pub const DEMAND: Field =
    field("Demand", "Mean number of items asked for. Empty: all that comes is wanted.");
/// Customer.
pub const DEMAND_SPREAD: Spread = spread!("Demand", "the time between requests");
/// Customer.
pub const UNMET: Field = field("When nothing is there", "What becomes of a request.");
/// Customer.
pub const FEEDBACK: Field =
    field("Comes back as new work", "Part of deliveries that lead to new work. Empty: none.");
/// Customer.
pub const FEEDBACK_DELAY: Field = field("After", "Mean time from the delivery to the new work.");
/// Customer.
pub const FEEDBACK_SPREAD: Spread = spread!("Delay", "the time until new work comes back");
/// Customer.
pub const FEEDBACK_SOURCE: Field =
    field("New work comes to", "The source at which it arrives, as work of that source’s class.");
/// The stream.
pub const STREAM_NAME: Field = field("Stream name", "What the stream is called.");
/// The stream.
pub const ABOUT: Field = field("About", "What it shows, in a sentence.");
/// The stream.
pub const CITATION: Field =
    field("Citation", "Where the numbers come from: a book, a study, a log.");
/// The stream.
pub const UNIT: Field = field("Unit of time", "Of every time in this stream; the numbers stay.");
/// The stream.
pub const HOURS: Field = field("Hours per day", "Working hours in a day.");
/// Sources.
pub const PHASES: Field = field(
    "Phases",
    "One a row: mean time between arrivals (or none), and how long it lasts in the mean.",
);
/// Sources.
pub const TIMES: Field =
    field("Times of arrivals", "From the start, ascending. Paste a column of a spreadsheet.");
/// Sources.
pub const INSIDE: Field =
    field("Inside at the start", "One work center a row: its name, and how many items are in it.");
/// Classes.
pub const CLASS_TABLE: Field = field(
    "Classes of work",
    "One a row: name; priority (0 goes first); value; cost of a day’s delay; expedite, preempts.",
);
/// Costs.
pub const WORKER_HOUR: Field =
    field("Cost of a person", "For an hour of presence, in your currency. 0: not counted.");
/// Costs.
pub const ITEM_DAY: Field =
    field("Cost of an item", "For a day in the stream, in your currency. 0: not counted.");
/// Planned changes.
pub const CHANGES: Field = field(
    "Planned changes",
    "One a row, such as 50; people; QA; 2. Also items, limit, work, arrivals, release, share; the rest in { } as a file has it.",
);
/// Customer.
pub const ESCAPES: Field = field(
    "Defects come back after",
    "Mean time until a delivered defect arrives as new work. Empty: it never does.",
);
/// Customer.
pub const ESCAPES_SPREAD: Spread = spread!("Return", "the time until a defect comes back");
/// Customer.
pub const ESCAPES_SOURCE: Field = field(
    "Defects come back to",
    "The source at which they arrive, as work of that source’s class.",
);
/// Notes.
pub const NOTE_TEXT: Field = field("Text", "What the note says.");
/// Notes.
pub const NOTE_KIND: Field =
    field("Kind", "A kaizen burst marks something to improve (value stream mapping).");

/// Names of the sections that unfold.
pub const SECTIONS: [&str; 9] = [
    "Queue and batches",
    "Interruptions",
    "Quality",
    "Team",
    "More about arrivals",
    "Classes, costs, planned changes",
    "Shape of the work, classes",
    "How demand varies",
    "How long until work comes back",
];
/// Words for queue orders, in the order of the file's words.
pub const ORDERS: [&str; 5] = ["first come", "last come", "anyone", "shortest work", "oldest"];
/// Words for entries.
pub const ENTRIES: [&str; 2] = ["waits inside", "pulled by a free person"];
/// Words for finished items.
pub const FINISHED_ITEMS: [&str; 2] = ["frees its person", "holds its person"];
/// Words for the clock of interruptions.
pub const CLOCKS: [&str; 2] = ["while working", "always"];
/// Words for what happens to defects.
pub const RULES: [&str; 5] = [
    "it is fixed here",
    "redone until good",
    "it is sent back",
    "it is scrapped",
    "it is passed on",
];
/// Words for full targets, the first one for none.
pub const FULLS: [&str; 3] = ["as usual", "it waits", "it leaves"];
/// Words for arrivals without room.
pub const NO_ROOMS: [&str; 2] = ["waits", "is lost"];
/// Words for unmet demand.
pub const UNMETS: [&str; 2] = ["it waits", "it is lost"];
/// Words for release policies.
pub const RELEASES: [&str; 5] = [
    "push: on arrival",
    "conwip: when one leaves",
    "takt: one per interval",
    "drum-buffer-rope",
    "base stock: on demand",
];
/// What they do, in the same order.
pub const RELEASE_HINTS: [&str; 5] = [
    "Work is let in as soon as it arrives, or as soon as there is room.",
    "Whenever one item is delivered, the next is let in: there are never more inside than so many (constant WIP).",
    "A beat lets one item in per interval, whatever happens inside; one that finds no item or no room is lost.",
    "One work center, the drum, sets the pace: items are let in while only few are on their way to it, the rope.",
    "One item is let in for each that the customer asks for, so that the shelf keeps its stock.",
];
/// Words for kinds of arrivals.
pub const KINDS: [&str; 6] = [
    "one after the other",
    "always one waiting",
    "a fixed number circulates",
    "only the backlog",
    "in bursts",
    "at these times",
];
/// Words for shapes, the first one for none.
pub const SHAPES: [&str; 15] = [
    "by variation",
    "constant",
    "exponential",
    "log-normal",
    "gamma",
    "Erlang",
    "uniform",
    "triangular",
    "hyperexponential",
    "geometric: a whole number",
    "one of these values",
    "these values in turn",
    "uniform from … to …",
    "triangular from … to …",
    "one of several exponentials",
];
/// What they are, in the same order.
pub const SHAPE_HINTS: [&str; 15] = [
    "Variation 0 is constant, 1 exponential, any other log-normal.",
    "Always the mean.",
    "Mostly short, sometimes long, without memory; its variation is 1.",
    "Never below 0, with a long tail: most work that people do.",
    "Never below 0, with a shorter tail than log-normal.",
    "A sum of equal exponential steps: 4 of them vary by 0.5.",
    "Every value between two bounds is equally likely; it varies by 0.58 at most.",
    "A triangle around the mean; it varies by 0.41 at most.",
    "A few very long among many short ones; it varies by 1 at least.",
    "1, 2, 3 and so on, each time with the same chance to stop.",
    "Each of some values, as often as is said.",
    "Values that were measured, one after the other.",
    "Every value between two bounds is equally likely.",
    "A triangle: the least, the most likely and the most.",
    "Several kinds of work, each of them exponential.",
];
/// What stands in the rows of a shape with numbers of its own; in the order of the last words of `SHAPES`.
pub const VALUES_HINTS: [&str; 5] = [
    "One a row; behind it how often it comes, relative to the others. Paste two columns.",
    "Used in this order; after the last comes the first again.",
    "Two rows: the least and the most.",
    "Three rows: the least, the most likely and the most.",
    "One mean a row; behind it how often it is taken, relative to the others.",
];
/// Words for units.
pub const UNITS: [&str; 3] = ["day", "hour", "minute"];
/// No and yes.
pub const YES: [&str; 2] = ["no", "yes"];
/// No team.
pub const NO_TEAM: &str = "its own people";
/// The picture of a distribution.
pub fn picture(of: &str, mean: &str, reach: &str, unit: &str) -> String {
    ["Spread of ", of, ": mean ", mean, ", shown up to ", reach, " ", unit].concat()
}

/// What stands below the picture.
pub fn around(mean: &str, deviation: &str, unit: &str) -> String {
    [mean, " ± ", deviation, " ", unit, "; ± is the standard deviation"].concat()
}

/// The unit of times, in brackets behind a label.
pub fn time_unit(calendar: Calendar) -> &'static str {
    match calendar.unit {
        TimeUnit::Minute => "min",
        TimeUnit::Hour => "h",
        TimeUnit::Day => "days",
    }
}

/// The unit of arrivals.
pub fn rate_unit(calendar: Calendar) -> &'static str {
    match calendar.unit {
        TimeUnit::Minute => "per min",
        TimeUnit::Hour => "per h",
        TimeUnit::Day => "per day",
    }
}

/// Steps a field's number down.
pub fn less(label: &str) -> String {
    format!("{label}: less")
}

/// Steps a field's number up.
pub fn more(label: &str) -> String {
    format!("{label}: more")
}

/// A number was wanted.
pub fn want_number(found: &str, least: f64, most: f64) -> String {
    format!("found “{found}”, want a number from {} to {}.", plain(least), plain(most))
}

/// A whole number was wanted.
pub fn want_whole(found: &str, least: u32, most: u32) -> String {
    let most = super::figure::count(u64::from(most));
    format!("found “{found}”, want a whole number from {least} to {most}.")
}

/// What would do, out of what is wrong with a text that does not: "A number from 0 to 24."
pub fn bounds(wrong: &str) -> String {
    let Some((_, wanted)) = wrong.split_once("want ") else { return String::new() };
    let mut letters = wanted.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// A name was wanted.
pub const WANT_NAME: &str = "found nothing, want a name.";

/// A seed was wanted.
pub fn want_seed(found: &str, most: u64) -> String {
    let found = if found.is_empty() { "nothing".to_owned() } else { format!("“{found}”") };
    let most = super::figure::count(most);
    format!("found {found}, want a whole number from 0 to {most}. The run keeps the seed it has.")
}

/// What is wrong with what stands in a field: where, what was found, and what would do.
pub fn wrong(label: &str, why: &str) -> String {
    format!("{label}: {why}")
}

/// Reads a number as people type it: with a point or a comma, with spaces around it or a percent sign behind.
pub fn number(text: &str) -> Option<f64> {
    let text = text.trim().trim_end_matches('%').trim_end().replace(',', ".").replace('−', "-");
    decimal::read(&text).filter(|number| number.is_finite())
}

/// A number for a field: as short as it is exact.
pub fn plain(number: f64) -> String {
    decimal::plain((number * 1e6).round() / 1e6)
}

/// A computed number for a field: four significant figures.
pub fn short(number: f64) -> String {
    let size = libm::log10(number.abs().max(1e-9));
    let scale = libm::pow(10.0, 3.0 - libm::floor(size));
    plain((number * scale).round() / scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        assert_eq!(number(" 1,5 "), Some(1.5));
        assert_eq!(number("12 %"), Some(12.0));
        assert_eq!(number("−3"), Some(-3.0));
        for nonsense in ["", "abc", "1.2.3", "NaN", "inf", "1e9", "--1", "1,2,3"] {
            assert_eq!(number(nonsense), None, "{nonsense}");
        }
        assert_eq!(bounds(&want_number("?", 0.1, 24.0)), "A number from 0.1 to 24.");
        assert_eq!(bounds(&want_whole("?", 1, 5000)), "A whole number from 1 to 5,000.");
        assert_eq!(plain(0.1 + 0.2), "0.3");
        assert_eq!(plain(3.0), "3");
    }
}
