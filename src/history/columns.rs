//! Which column means what: by its head, and where that says nothing, by what stands below it.
//!
//! A column of dates between others is a step of a board. With nothing but a start and an end, the table has one row
//! per item and one step. What was left out although it could have been meant is noted.

use super::ReadingOptions;
use super::date;
use super::heads::Word;
use super::note::{HistoryFault, Note, NoteKind};
use super::table::{Row, Table};

/// More columns of dates than this are no steps of work.
const STEPS_MOST: usize = 200;
/// Fields that tell whether a column holds dates.
const FIELDS_MOST: usize = 500;

/// What the columns of a table mean.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) id: Option<usize>,
    pub(super) name: Option<usize>,
    pub(super) class: Option<usize>,
    /// The columns with the entry into each step, in order.
    pub(super) steps: Vec<usize>,
    /// The column with the end.
    pub(super) end: Option<usize>,
    /// Whether the steps are columns of a board.
    pub(super) is_board: bool,
}

/// What is found out about a table's columns.
struct Finder<'a> {
    heads: &'a [String],
    words: Vec<Option<Word>>,
    contents: Vec<Content>,
    options: ReadingOptions,
    is_headless: bool,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Nothing,
    Dates,
    Other,
}

impl Columns {
    /// Finds them out. A table without a head is given one.
    pub(super) fn recognise(
        table: &mut Table,
        options: ReadingOptions,
        notes: &mut Vec<Note>,
    ) -> Result<Columns, Vec<HistoryFault>> {
        // Dates are no heads: the first line is data.
        let is_headless = table.head.iter().any(|head| is_date(head));
        if is_headless {
            notes.push(Note::all(NoteKind::NoHead));
            let fields = std::mem::take(&mut table.head);
            table.head = (1..=fields.len()).map(|number| format!("#{number}")).collect();
            table.rows.insert(0, Row { line: table.head_line, fields, is_unclosed: false });
        }
        let words: Vec<Option<Word>> = table.head.iter().map(|head| Word::of(head)).collect();
        let contents = (0..words.len()).map(|column| Content::of(table, column)).collect();
        let finder = Finder { heads: &table.head, words, contents, options, is_headless };
        let mut columns = finder.dated(notes)?;
        columns.id = finder.id(&columns);
        columns.name = finder.first(Word::Name);
        columns.class = finder.class(&columns, notes);
        Ok(columns)
    }
}

impl Finder<'_> {
    fn first(&self, word: Word) -> Option<usize> {
        self.words.iter().position(|&found| found == Some(word))
    }

    fn is_dated(&self, column: usize) -> bool {
        self.contents[column] == Content::Dates
    }

    fn is_other(&self, column: usize) -> bool {
        self.contents[column] == Content::Other
    }

    /// The columns of dates: steps and end.
    fn dated(&self, notes: &mut Vec<Note>) -> Result<Columns, Vec<HistoryFault>> {
        let width = self.heads.len();
        let chosen = |column: Option<usize>| column.filter(|&column| column < width);
        let start = chosen(self.options.start).or_else(|| self.first(Word::Start));
        let end = chosen(self.options.end).or_else(|| self.first(Word::End));
        let mut steps = self.steps(start, end);
        if let Some(first) = chosen(self.options.start) {
            steps.retain(|&column| column >= first);
        }
        if let Some(last) = chosen(self.options.end) {
            steps.retain(|&column| column <= last);
        }
        let between: Vec<usize> = steps
            .iter()
            .copied()
            .filter(|&column| Some(column) != start && Some(column) != end && self.is_dated(column))
            .collect();
        let created = |column: &usize| self.words[*column] == Some(Word::Created);
        let mut columns = Columns::default();
        match (start, end, &between[..]) {
            (None, None, [first, rest @ ..]) if self.is_headless && rest.len() < 2 => {
                let next =
                    Some(first + 1).filter(|&column| column < width && !self.is_other(column));
                columns.steps = vec![*first];
                columns.end = rest.first().copied().or(next);
            }
            // A start and an end, and at most when it was created: one step.
            (Some(start), end, between) if between.iter().all(created) => {
                columns.steps = vec![start];
                columns.end = end.filter(|&end| end != start);
            }
            (None, Some(end), [only]) if created(only) => {
                columns.steps = vec![*only];
                columns.end = Some(end);
                notes.push(self.note(*only, |column| NoteKind::StartAssumed { column }));
            }
            (None, end, [only]) if steps.len() < 3 && end.is_none_or(|end| !self.is_dated(end)) => {
                columns.steps = vec![*only];
                columns.end = end;
            }
            _ if steps.len() < 2 => {
                return Err(vec![HistoryFault::NoStartColumn { found: self.heads.to_vec() }]);
            }
            _ if steps.len() > STEPS_MOST => {
                let found = steps.len();
                return Err(vec![HistoryFault::TooManySteps { found, most: STEPS_MOST }]);
            }
            _ => {
                columns.end = steps.pop();
                columns.steps = steps;
                columns.is_board = true;
            }
        }
        self.say(&columns, notes);
        Ok(columns)
    }

    /// The columns that can be steps, the end included, in order.
    fn steps(&self, start: Option<usize>, end: Option<usize>) -> Vec<usize> {
        let is_free = |column: usize| matches!(self.words[column], None | Some(Word::Created));
        let can_be = |column: usize| {
            let is_step = matches!(self.words[column], Some(Word::Start | Word::End));
            Some(column) == start
                || Some(column) == end
                || (self.is_dated(column) && (is_free(column) || is_step))
        };
        let Some(first) = (0..self.heads.len()).find(|&column| can_be(column)) else {
            return Vec::new();
        };
        let (mut steps, mut is_over) = (Vec::new(), false);
        // Columns without a date yet, as steps that nobody has reached are.
        let mut empty = Vec::new();
        for column in first..self.heads.len() {
            if can_be(column) {
                // What comes after the end and something else describes the item, and is no step.
                if is_over {
                    break;
                }
                steps.append(&mut empty);
                steps.push(column);
            } else if self.contents[column] == Content::Nothing && is_free(column) {
                empty.push(column);
            } else if self.contents[column] == Content::Nothing
                && self.words[column] == Some(Word::End)
            {
                steps.append(&mut empty);
                steps.push(column);
            } else {
                if self.is_other(column) {
                    empty.clear();
                }
                is_over = steps.iter().any(|&step| self.words[step] == Some(Word::End));
            }
        }
        steps
    }

    /// Says what was assumed or left out.
    fn say(&self, columns: &Columns, notes: &mut Vec<Note>) {
        match columns.end {
            None => notes.push(Note::all(NoteKind::NoEndColumn)),
            Some(end)
                if columns.is_board
                    && self.words[end] != Some(Word::End)
                    && self.options.end.is_none() =>
            {
                notes.push(self.note(end, |column| NoteKind::DoneAssumed { column }));
            }
            Some(_) => {}
        }
        for column in (0..self.heads.len()).filter(|&column| self.is_dated(column)) {
            let is_known = matches!(
                self.words[column],
                Some(Word::Id | Word::Name | Word::Link | Word::Class)
            );
            if !is_known && !columns.steps.contains(&column) && columns.end != Some(column) {
                notes.push(self.note(column, |column| NoteKind::ColumnUnused { column }));
            }
        }
    }

    fn id(&self, columns: &Columns) -> Option<usize> {
        // Where no head says so, the first column.
        let is_first = columns.steps.iter().chain(&columns.end).all(|&column| column > 0);
        self.first(Word::Id).or_else(|| (is_first && self.words[0].is_none()).then_some(0))
    }

    fn class(&self, columns: &Columns, notes: &mut Vec<Note>) -> Option<usize> {
        if let Some(class) = self.options.class.filter(|&column| column < self.heads.len()) {
            return Some(class);
        }
        if self.is_headless {
            let after = columns.end.or(columns.steps.last().copied()).unwrap_or(0) + 1;
            return (after..self.heads.len()).find(|&column| !self.is_dated(column));
        }
        let class = self.first(Word::Class)?;
        for column in class + 1..self.heads.len() {
            if self.words[column] == Some(Word::Class) {
                notes.push(self.note(column, |column| NoteKind::ColumnUnused { column }));
            }
        }
        Some(class)
    }

    fn note(&self, column: usize, kind: impl Fn(String) -> NoteKind) -> Note {
        Note::all(kind(self.heads[column].clone()))
    }
}

impl Content {
    /// Dates if at least half of what stands in the column are dates.
    fn of(table: &Table, column: usize) -> Content {
        let fields = table.rows.iter().filter(|row| !row.is_unclosed).map(|row| row.field(column));
        let (mut dates, mut others) = (0, 0);
        for field in fields.filter(|field| !date::is_none(field)).take(FIELDS_MOST) {
            if is_date(field) {
                dates += 1;
            } else {
                others += 1;
            }
        }
        match (dates, others) {
            (0, 0) => Content::Nothing,
            (1.., _) if dates >= others => Content::Dates,
            _ => Content::Other,
        }
    }
}

fn is_date(text: &str) -> bool {
    date::read(text, false).or_else(|| date::read(text, true)).is_some()
}
