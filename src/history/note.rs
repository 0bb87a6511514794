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
    /// Skipped: a quote opens a text and is never closed.
    UnclosedQuote,
    /// Kept: fewer fields than the head has; the missing ones count as empty.
    TooFewFields {
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
    /// Kept: an item came to this step at an earlier date than to a step before; that step counts as passed by then.
    StepBeforePrevious {
        /// The head of the later step.
        column: String,
    },
    /// Assumed: dates like 03/04/2023 can be read both ways.
    DayOrMonthFirst {
        /// How they were read.
        day_first: bool,
    },
    /// Assumed: some times say how far they are from UTC, and those that do not are UTC.
    ZoneAssumed,
    /// Assumed: the first line is data, not a head.
    NoHead,
    /// Assumed: work starts when the item was created, since no other column says so.
    StartAssumed {
        /// The column's head.
        column: String,
    },
    /// Assumed: the last column of a board is done, though its head is no word for it.
    DoneAssumed {
        /// The column's head.
        column: String,
    },
    /// Assumed: no column says when items were done, so that all are open.
    NoEndColumn,
    /// Left out: a column that could have been a step or a class.
    ColumnUnused {
        /// The column's head.
        column: String,
    },
    /// Mended: later classes count as one, for there are too many.
    TooManyClasses {
        /// The column's head.
        column: String,
        /// How many are told apart.
        most: usize,
    },
    /// Mended: characters that are no UTF-8 cannot be shown.
    NotUtf8,
}

/// Why nothing of a table can be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum HistoryFault {
    /// There is no row below the head.
    Empty,
    /// The file is no UTF-8 text; spreadsheets also write UTF-16.
    NotText,
    /// No column says when items started.
    NoStartColumn {
        /// The heads found.
        found: Vec<String>,
    },
    /// More columns of dates than a board has steps.
    TooManySteps {
        /// How many there are.
        found: usize,
        /// How many can be shown.
        most: usize,
    },
    /// The head stands, but no row could be read; with the first reasons.
    NoReadableRow(Vec<Note>),
}

impl Note {
    /// A note about a line.
    pub(super) fn at(line: usize, kind: NoteKind) -> Note {
        Note { line: Some(line), kind }
    }

    /// A note about the whole table.
    pub(super) fn all(kind: NoteKind) -> Note {
        Note { line: None, kind }
    }

    /// Whether the row was skipped.
    pub fn is_skipped(&self) -> bool {
        matches!(
            self.kind,
            NoteKind::UnreadableDate { .. }
                | NoteKind::NoStart
                | NoteKind::EndBeforeStart { .. }
                | NoteKind::TooManyFields { .. }
                | NoteKind::UnclosedQuote
        )
    }
}
