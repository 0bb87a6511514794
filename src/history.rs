//! Real item histories: tables of when items were started and finished, or of when they entered the columns of a
//! board, become the same facts as a run and so the same charts and measures.
//!
//! Nothing is dropped silently: every row is either an item or a note with its line and the reason. Histories use
//! elapsed time: days of 24 hours, UTC where nothing else is said. A date without a time is the start of its day.
//!
//! The last column of a board is done: entering it is delivery. Time 0 is the start of the day of the first event, so
//! that days of the diagram are days of the calendar.

mod clock;
mod columns;
mod date;
mod facts;
mod heads;
mod note;
mod rows;
mod sequence;
mod table;

use crate::measure::Layout;
use crate::value_stream::{ClassId, SimTime};

pub use note::{HistoryFault, Note, NoteKind};

/// What a reader decides where a table leaves it open. Columns are positions in `History::heads`; a column that the
/// table does not have decides nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReadingOptions {
    /// Whether 03/04/2023 is the third of April; none: as the column's other dates say, else month first.
    pub day_first: Option<bool>,
    /// The column with the start, or the step of a board with which work begins (the commitment point).
    pub start: Option<usize>,
    /// The column with the end, or the step of a board that counts as done (the delivery point).
    pub end: Option<usize>,
    /// The column with the class.
    pub class: Option<usize>,
}

/// An item history that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// The heads of all columns; their numbers where the table has no head.
    pub heads: Vec<String>,
    /// The steps that items pass, in order; done is none of them. At least one.
    pub steps: Vec<String>,
    /// The classes of work, in order of appearance; at least one.
    pub classes: Vec<String>,
    /// The items in order of their start, those of one moment in order of their rows: item k of the facts is item k
    /// here.
    pub items: Vec<HistoryItem>,
    /// What was assumed about the table, then what was skipped or mended, in order of lines.
    pub notes: Vec<Note>,
    /// Rows below the head: as many as items and skipped rows.
    pub rows: usize,
    origin_ms: i64,
    last_ms: i64,
}

/// One item of a history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryItem {
    /// Its id, or the number of its row.
    pub id: String,
    /// Its name, where the table has one.
    pub name: String,
    /// Its line in the file.
    pub line: usize,
    /// Its class.
    pub class: ClassId,
    /// When it entered each step [ms since 1970-01-01, UTC]; none: never.
    pub entered_ms: Vec<Option<i64>>,
    /// When it was done.
    pub ended_ms: Option<i64>,
}

impl History {
    /// Reads a table: `id,start,end[,class]`, or one column per step with the date at which the item entered it.
    ///
    /// Only a table of which nothing can be shown is an error.
    pub fn read(text: &str, options: ReadingOptions) -> Result<History, Vec<HistoryFault>> {
        let mut notes = Vec::new();
        let mut table = table::Table::read(text)?;
        let columns = columns::Columns::recognise(&mut table, options, &mut notes)?;
        rows::read(&table, &columns, options, notes)
    }

    /// Items without an end.
    pub fn open_items(&self) -> usize {
        self.items.iter().filter(|item| item.ended_ms.is_none()).count()
    }

    /// Rows that could not be read.
    pub fn skipped(&self) -> usize {
        self.rows - self.items.len()
    }

    /// What the start of the history's time stands for: the day of its first event [ms since 1970-01-01, UTC].
    pub fn origin_ms(&self) -> i64 {
        self.origin_ms
    }

    /// The last moment that the table knows of: open items are as old as they were then.
    pub fn now(&self) -> SimTime {
        self.time(self.last_ms)
    }

    /// The layout of its facts: one column per step.
    pub fn layout(&self) -> Layout {
        Layout::columns(self.steps.len())
    }

    fn time(&self, epoch_ms: i64) -> SimTime {
        SimTime((epoch_ms - self.origin_ms).max(0) as u64)
    }
}

impl HistoryItem {
    /// When it was started: when it entered its first step.
    pub fn started_ms(&self) -> i64 {
        self.entered_ms.iter().flatten().copied().min().unwrap_or(0)
    }
}
