//! Histories in words: what was skipped, assumed or mended, and why.

use super::figure::{count, spell};
use crate::chart::Date;
use crate::history::{History, HistoryFault, Note, NoteKind};
use crate::measure::{Measures, Window};
use crate::value_stream::{Calendar, SimTime};

/// The name of the panel.
pub const HISTORY: &str = "Item history";
/// Closes a history.
pub const BACK: &str = "Back to the stream";
/// Said when there is nothing to note.
pub const ALL_READ: &str = "Every row could be read, and nothing had to be assumed.";
/// The heads of the table of classes.
pub const CLASS_HEADS: [&str; 3] = ["Class", "Delivered", "85 % within"];

/// A note in a sentence.
pub fn note(note: &Note) -> String {
    let said = match &note.kind {
        NoteKind::UnreadableDate { column, found } => {
            format!("skipped: {column} is “{found}”, want a date such as 2024-05-31")
        }
        NoteKind::NoStart => "skipped: no date says when it was started".to_owned(),
        NoteKind::EndBeforeStart { start, end } => {
            format!("skipped: it ends ({end}) before it starts ({start})")
        }
        NoteKind::TooManyFields { found, wanted } => {
            format!("skipped: {found} fields, want {wanted}; is a text with commas not in quotes?")
        }
        NoteKind::DuplicateId { id, first } => {
            format!("kept: the id “{id}” stands in line {first} already")
        }
        NoteKind::StepBeforePrevious { column } => format!(
            "kept: {column} has an earlier date than a step before it, which counts as passed by that date"
        ),
        NoteKind::UnclosedQuote => "skipped: a quote is opened and never closed".to_owned(),
        NoteKind::TooFewFields { found, wanted } => {
            format!("kept: {found} fields, want {wanted}; the missing ones count as empty")
        }
        NoteKind::NotUtf8 => "some characters cannot be shown, for the file is no UTF-8".to_owned(),
        NoteKind::ZoneAssumed => {
            "Some times say how far they are from UTC; those that do not are read as UTC."
                .to_owned()
        }
        NoteKind::StartAssumed { column } => format!(
            "No column says when work began, so it is taken to begin at “{column}”: times include the wait before it."
        ),
        NoteKind::DoneAssumed { column } => {
            format!("“{column}” is the last column and so is taken as done.")
        }
        NoteKind::NoEndColumn => {
            "No column says when items were done, so all of them count as open.".to_owned()
        }
        NoteKind::ColumnUnused { column } => format!("The column “{column}” is not used."),
        NoteKind::TooManyClasses { column, most } => format!(
            "“{column}” has more than {most} different values; the later ones count as one class."
        ),
        NoteKind::DayOrMonthFirst { day_first: false } => {
            "Dates such as 03/04/2023 are read as month/day/year: no date here tells.".to_owned()
        }
        NoteKind::DayOrMonthFirst { day_first: true } => {
            "Dates such as 03/04/2023 are read as day/month/year: no date here tells.".to_owned()
        }
        NoteKind::NoHead => {
            "The first line has dates, so the columns are taken as id, start, end, class."
                .to_owned()
        }
    };
    match note.line {
        Some(line) => format!("Line {line}: {said}."),
        None => said,
    }
}

/// A fault in sentences: what was found and what would do.
pub fn fault(fault: &HistoryFault) -> Vec<String> {
    match fault {
        HistoryFault::Empty => {
            vec!["found no rows, want a head such as id,start,end and one row per item".to_owned()]
        }
        HistoryFault::NoStartColumn { found } => vec![format!(
            "head: found {}, want id, start and end, or one column of dates per step",
            found.join(", ")
        )],
        HistoryFault::NotText => {
            vec!["the file is no UTF-8 text; spreadsheets save it as “CSV UTF-8”".to_owned()]
        }
        HistoryFault::TooManySteps { found, most } => {
            vec![format!("head: found {found} columns of dates, want at most {most}")]
        }
        HistoryFault::NoReadableRow(notes) => notes.iter().map(note).collect(),
    }
}

/// How much of a history is shown: "615 items, 170 of them open".
pub fn summary(history: &History) -> String {
    let mut said = format!(
        "{} items, {} of them open",
        count(history.items.len() as u64),
        count(history.open_items() as u64)
    );
    match history.skipped() {
        0 => {}
        1 => said.push_str("; 1 row could not be read"),
        skipped => {
            said.push_str("; ");
            said.push_str(&count(skipped as u64));
            said.push_str(" rows could not be read");
        }
    }
    said
}

/// What stands out of a history's times.
pub fn detail(measures: &Measures) -> String {
    let mut said = String::new();
    if let Some(cycle) = measures.cycle_time {
        said = format!(
            "85 % of the finished ones took at most {}",
            spell(cycle.p85, Calendar::ELAPSED)
        );
    }
    if let Some(age) = measures.age {
        said.push_str(if said.is_empty() { "Half" } else { "; half" });
        said.push_str(" of the open ones are older than ");
        said.push_str(&spell(age.p50, Calendar::ELAPSED));
    }
    if !said.is_empty() {
        said.push('.');
    }
    said
}

/// A moment's date: 2023-11-28.
pub fn date(epoch_ms: i64) -> String {
    let Date { year, month, day, .. } = Date::of(epoch_ms);
    format!("{year:04}-{month:02}-{day:02}")
}

/// The dates that a window of a history covers.
pub fn dates(history: &History, window: Window) -> String {
    let at = |at: SimTime| date(history.origin_ms() + at.0 as i64);
    format!("{} to {}, days of 24 h", at(window.after), at(window.until))
}

/// How many notes there are.
pub fn notes(number: usize) -> String {
    format!(
        "{} {} about this table",
        count(number as u64),
        if number == 1 { "note" } else { "notes" }
    )
}

/// Reads ambiguous dates the other way.
pub fn other_order(day_first: bool) -> &'static str {
    if day_first { "Read dates as month/day/year" } else { "Read dates as day/month/year" }
}
