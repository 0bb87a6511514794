//! Histories in words: what was skipped, assumed or mended, and why.

use super::figure::count;
use crate::history::{History, HistoryFault, Note, NoteKind};

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
        NoteKind::StepBeforePrevious { column } => {
            format!(
                "kept: {column} has an earlier date than the step before; it counts from that date"
            )
        }
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
