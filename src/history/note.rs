//! What there is to say about a table: what was skipped and why, what was assumed, what makes it unreadable.

/// Something to know about a row or about the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The line in the file, from 1; none: the whole table.
    pub line: Option<usize>,
    /// What it is.
    pub kind: NoteKind,
}

/// What there is to know.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoteKind {
    /// Skipped: a date that cannot be read.
    UnreadableDate {
        /// The column's head.
        column: String,
        /// What stands there.
        found: String,
    },
    /// Skipped: no start.
    NoStart,
    /// Skipped: the end lies before the start.
    EndBeforeStart {
        /// The start as it stands there.
        start: String,
        /// The end as it stands there.
        end: String,
    },
    /// Skipped: more fields than the head has.
    TooManyFields {
        /// How many there are.
        found: usize,
        /// How many the head has.
        wanted: usize,
    },
    /// Kept: the id stands twice.
    DuplicateId {
        /// The id.
        id: String,
        /// The line where it stood first.
        first: usize,
    },
    /// Kept: an item came to a later step at an earlier date; it counts from when it reached the step before.
    StepBeforePrevious {
        /// The step's head.
        column: String,
    },
    /// Assumed: dates like 03/04/2023 can be read both ways.
    DayOrMonthFirst {
        /// How they were read.
        day_first: bool,
    },
    /// Assumed: the first line is data, not a head.
    NoHead,
}

/// Why nothing of a table can be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum HistoryFault {
    /// There is no row below the head.
    Empty,
    /// No column says when items started.
    NoStartColumn {
        /// The heads found.
        found: Vec<String>,
    },
    /// The head stands, but no row could be read; with the first reasons.
    NoReadableRow(Vec<Note>),
}

impl Note {
    /// A note about a line.
    pub(super) fn at(line: usize, kind: NoteKind) -> Note {
        Note { line: Some(line), kind }
    }

    /// Whether the row was skipped.
    pub fn is_skipped(&self) -> bool {
        matches!(
            self.kind,
            NoteKind::UnreadableDate { .. }
                | NoteKind::NoStart
                | NoteKind::EndBeforeStart { .. }
                | NoteKind::TooManyFields { .. }
        )
    }
}
