//! From rows to items. A row that cannot be read becomes a note; the rest is shown.

use std::collections::HashMap;

use super::columns::Columns;
use super::date::{self, DAY_MS, Moment};
use super::note::{HistoryFault, Note, NoteKind};
use super::sequence;
use super::table::{Row, Table};
use super::{History, HistoryItem, ReadingOptions};
use crate::value_stream::ClassId;
use crate::value_stream::order::{integer_key, order};

/// The step of a history that knows only start and end.
const IN_PROGRESS: &str = "In progress";
/// The class of items that have none, in a table in which others have one.
const UNCLASSED: &str = "–";
/// The class of those that come after too many classes.
const OTHERS: &str = "…";
/// A column with more classes than this tells items apart, not classes.
const CLASSES_MOST: usize = 200;
/// Reasons to give where no row could be read.
const REASONS_MOST: usize = 5;
/// How much of an unreadable date is repeated [characters].
const FOUND_MOST: usize = 40;

pub(super) fn read(
    table: &Table,
    columns: &Columns,
    options: ReadingOptions,
    mut assumed: Vec<Note>,
) -> Result<History, Vec<HistoryFault>> {
    if table.rows.is_empty() {
        return Err(vec![HistoryFault::Empty]);
    }
    assumed.extend(table.damaged.map(|line| Note::at(line, NoteKind::NotUtf8)));
    let day_first = options.day_first.unwrap_or_else(|| day_first(table, columns, &mut assumed));
    let mut reader = RowReader {
        table,
        columns,
        day_first,
        classes: Vec::new(),
        lines: HashMap::new(),
        zones: [false; 2],
        notes: Vec::new(),
    };
    let mut read = Vec::new();
    for row in &table.rows {
        match reader.item(row) {
            Ok(item) => read.push(item),
            Err(kind) => reader.notes.push(Note::at(row.line, kind)),
        }
    }
    let RowReader { mut classes, zones, mut notes, .. } = reader;
    if read.is_empty() {
        notes.truncate(REASONS_MOST);
        return Err(vec![HistoryFault::NoReadableRow(notes)]);
    }
    if zones == [true; 2] {
        assumed.push(Note::all(NoteKind::ZoneAssumed));
    }
    if let (Some(column), true) = (columns.class, classes.len() > CLASSES_MOST) {
        let column = table.head[column].clone();
        assumed.push(Note::all(NoteKind::TooManyClasses { column, most: CLASSES_MOST }));
    }
    assumed.append(&mut notes);
    if classes.is_empty() {
        classes.push(UNCLASSED.to_owned());
    }
    let by_start = order(read.iter().map(|item| integer_key(item.started_ms())));
    let mut read: Vec<Option<HistoryItem>> = read.into_iter().map(Some).collect();
    let items: Vec<HistoryItem> =
        by_start.into_iter().filter_map(|place| read[place].take()).collect();
    let first = items[0].started_ms();
    let moments =
        items.iter().flat_map(|item| item.entered_ms.iter().flatten().chain(&item.ended_ms));
    let last_ms = moments.copied().max().unwrap_or(first);
    let steps = if columns.is_board {
        columns.steps.iter().map(|&column| table.head[column].clone()).collect()
    } else {
        vec![IN_PROGRESS.to_owned()]
    };
    let history = History {
        heads: table.head.clone(),
        steps,
        classes,
        items,
        notes: assumed,
        rows: table.rows.len(),
        origin_ms: first.div_euclid(DAY_MS) * DAY_MS,
        last_ms,
    };
    let said = history.notes.iter().filter(|note| note.is_skipped()).count();
    assert_eq!(history.skipped(), said, "every row is an item or a note that says why not");
    Ok(history)
}

/// Whether the day stands before the month in dates like 03/04/2023: as a date that can be read only one way shows;
/// otherwise it is assumed, and said.
fn day_first(table: &Table, columns: &Columns, notes: &mut Vec<Note>) -> bool {
    let dated = columns.steps.iter().chain(&columns.end);
    let mut is_open = false;
    for (first, second) in dated.flat_map(|&column| {
        table.rows.iter().filter_map(move |row| date::day_and_month(row.field(column)))
    }) {
        if first > 12 {
            return true;
        }
        if second > 12 {
            return false;
        }
        is_open |= first != second;
    }
    if is_open {
        notes.push(Note::all(NoteKind::DayOrMonthFirst { day_first: false }));
    }
    false
}

struct RowReader<'a> {
    table: &'a Table,
    columns: &'a Columns,
    day_first: bool,
    classes: Vec<String>,
    /// The line of each id.
    lines: HashMap<String, usize>,
    /// Whether there were times without and with an offset from UTC.
    zones: [bool; 2],
    notes: Vec<Note>,
}

impl RowReader<'_> {
    fn item(&mut self, row: &Row) -> Result<HistoryItem, NoteKind> {
        let columns = self.columns;
        let (found, wanted) = (row.fields.len(), self.table.head.len());
        if row.is_unclosed {
            return Err(NoteKind::UnclosedQuote);
        }
        if row.fields.iter().skip(wanted).any(|field| !field.is_empty()) {
            return Err(NoteKind::TooManyFields { found, wanted });
        }
        let dated = columns.steps.iter().chain(&columns.end);
        let mut dates: Vec<Option<Moment>> =
            dated.map(|&column| self.moment(row, column)).collect::<Result<_, _>>()?;
        let back = if columns.is_board {
            sequence::mend(&mut dates, columns.end.is_some())
        } else {
            sequence::hold(&mut dates)
        };
        let mut entered_ms: Vec<Option<i64>> =
            dates.iter().map(|date| date.map(|date| date.ms)).collect();
        let ended_ms = columns.end.and_then(|_| entered_ms.pop()).flatten();
        let back = back.map_err(|start| self.end_before_start(row, start))?;
        if entered_ms.iter().all(Option::is_none) {
            // An item that a board knows only as done passed its last step in that moment.
            match (ended_ms, entered_ms.last_mut()) {
                (Some(_), Some(last)) if columns.is_board => *last = ended_ms,
                _ => return Err(NoteKind::NoStart),
            }
        }
        for date in dates.iter().flatten().filter(|date| !date.is_day) {
            self.zones[usize::from(date.is_zoned)] = true;
        }
        if found < wanted {
            self.notes.push(Note::at(row.line, NoteKind::TooFewFields { found, wanted }));
        }
        for date in back {
            let column = self.head(columns.steps.get(date).copied().or(columns.end).unwrap_or(0));
            self.notes.push(Note::at(row.line, NoteKind::StepBeforePrevious { column }));
        }
        let field = |column: Option<usize>| column.map_or("", |column| row.field(column));
        Ok(HistoryItem {
            id: self.id(row),
            name: field(columns.name).to_owned(),
            line: row.line,
            class: columns.class.map_or(ClassId(0), |column| self.class(row, column)),
            entered_ms,
            ended_ms,
        })
    }

    fn moment(&self, row: &Row, column: usize) -> Result<Option<Moment>, NoteKind> {
        let text = row.field(column);
        if date::is_none(text) {
            return Ok(None);
        }
        date::read(text, self.day_first).map(Some).ok_or_else(|| NoteKind::UnreadableDate {
            column: self.head(column),
            found: text.chars().take(FOUND_MOST).collect(),
        })
    }

    fn end_before_start(&self, row: &Row, start: usize) -> NoteKind {
        let text = |column: Option<&usize>| column.map_or("", |&column| row.field(column));
        NoteKind::EndBeforeStart {
            start: text(self.columns.steps.get(start)).to_owned(),
            end: text(self.columns.end.as_ref()).to_owned(),
        }
    }

    /// The id of an item; where it has none, its line.
    fn id(&mut self, row: &Row) -> String {
        let id = match self.columns.id.map_or("", |column| row.field(column)) {
            "" => format!("#{}", row.line),
            id => id.to_owned(),
        };
        if let Some(&first) = self.lines.get(&id) {
            self.notes.push(Note::at(row.line, NoteKind::DuplicateId { id: id.clone(), first }));
        } else {
            self.lines.insert(id.clone(), row.line);
        }
        id
    }

    fn class(&mut self, row: &Row, column: usize) -> ClassId {
        let name = match row.field(column) {
            "" => UNCLASSED,
            name => name,
        };
        let known = self.classes.iter().position(|class| class == name);
        let index = known.unwrap_or_else(|| {
            let number = self.classes.len();
            if number <= CLASSES_MOST {
                self.classes.push(if number < CLASSES_MOST { name } else { OTHERS }.to_owned());
            }
            number.min(CLASSES_MOST)
        });
        ClassId::at(index)
    }

    fn head(&self, column: usize) -> String {
        self.table.head.get(column).cloned().unwrap_or_default()
    }
}
