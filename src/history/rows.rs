//! From rows to items. A row that cannot be read becomes a note; the rest is shown.

use std::collections::HashMap;

use super::columns::Columns;
use super::date::{self, DAY_MS, Moment};
use super::note::{HistoryFault, Note, NoteKind};
use super::table::Table;
use super::{History, HistoryItem, ReadingOptions};
use crate::value_stream::ClassId;
use crate::value_stream::order::{integer_key, order};

/// The step of a history that knows only start and end.
const IN_PROGRESS: &str = "In progress";
/// The class of items that have none, in a table in which others have one.
const UNCLASSED: &str = "–";
/// Reasons to give where no row could be read.
const REASONS_MOST: usize = 5;

pub(super) fn read(
    table: &Table,
    columns: &Columns,
    options: ReadingOptions,
) -> Result<History, Vec<HistoryFault>> {
    let mut notes = Vec::new();
    let mut rows: Vec<(usize, &[String])> =
        table.rows.iter().map(|(line, row)| (*line, row.as_slice())).collect();
    if columns.is_headless {
        notes.push(Note { line: None, kind: NoteKind::NoHead });
        rows.insert(0, (1, &table.head));
    }
    if rows.is_empty() {
        return Err(vec![HistoryFault::Empty]);
    }
    let day_first = day_first(&rows, columns, options, &mut notes);
    let reader = RowReader { table, columns, day_first };
    let mut classes: Vec<String> = Vec::new();
    let mut items = Vec::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    for &(line, row) in &rows {
        match reader.item(line, row, &mut classes, &mut notes) {
            Ok(item) => {
                if let Some(&first) = seen.get(&item.id) {
                    let kind = NoteKind::DuplicateId { id: item.id.clone(), first };
                    notes.push(Note::at(line, kind));
                } else {
                    seen.insert(item.id.clone(), line);
                }
                items.push(item);
            }
            Err(kind) => notes.push(Note::at(line, kind)),
        }
    }
    if items.is_empty() {
        notes.truncate(REASONS_MOST);
        return Err(vec![HistoryFault::NoReadableRow(notes)]);
    }
    if classes.is_empty() {
        classes.push(UNCLASSED.to_owned());
    }
    let by_start = order(items.iter().map(|item| integer_key(item.started_ms())));
    let mut unordered: Vec<Option<HistoryItem>> = items.into_iter().map(Some).collect();
    let items: Vec<HistoryItem> =
        by_start.into_iter().filter_map(|place| unordered[place].take()).collect();
    let first = items[0].started_ms();
    let moments =
        items.iter().flat_map(|item| item.entered_ms.iter().flatten().chain(&item.ended_ms));
    let last_ms = moments.copied().max().unwrap_or(first);
    let steps = if columns.is_board {
        columns.steps.iter().map(|&column| table.head[column].clone()).collect()
    } else {
        vec![IN_PROGRESS.to_owned()]
    };
    Ok(History {
        steps,
        classes,
        items,
        notes,
        rows: rows.len(),
        origin_ms: first.div_euclid(DAY_MS) * DAY_MS,
        last_ms,
    })
}

/// Whether the day stands before the month in dates like 03/04/2023: as the reader says, or as a date that can be
/// read only one way shows; otherwise it is assumed, and said.
fn day_first(
    rows: &[(usize, &[String])],
    columns: &Columns,
    options: ReadingOptions,
    notes: &mut Vec<Note>,
) -> bool {
    if let Some(day_first) = options.day_first {
        return day_first;
    }
    let dated = columns.steps.iter().chain(&columns.end);
    let mut is_open = false;
    for (first, second) in dated.flat_map(|&column| {
        rows.iter().filter_map(move |(_, row)| date::ambiguous(Table::field(row, column)))
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
        notes.push(Note { line: None, kind: NoteKind::DayOrMonthFirst { day_first: false } });
    }
    false
}

struct RowReader<'a> {
    table: &'a Table,
    columns: &'a Columns,
    day_first: bool,
}

impl RowReader<'_> {
    fn item(
        &self,
        line: usize,
        row: &[String],
        classes: &mut Vec<String>,
        notes: &mut Vec<Note>,
    ) -> Result<HistoryItem, NoteKind> {
        let columns = self.columns;
        let wanted = self.table.head.len();
        if row.len() > wanted && row[wanted..].iter().any(|field| !field.is_empty()) {
            return Err(NoteKind::TooManyFields { found: row.len(), wanted });
        }
        let mut entered: Vec<Option<i64>> = Vec::with_capacity(columns.steps.len());
        let mut latest: Option<Moment> = None;
        for &column in &columns.steps {
            let mut moment = self.moment(row, column)?;
            if let (Some(moment), Some(latest)) = (&mut moment, latest) {
                self.keep_order(moment, latest, column, line, notes);
            }
            latest = moment.or(latest);
            entered.push(moment.map(|moment| moment.ms));
        }
        let mut ended = columns.end.map_or(Ok(None), |column| self.moment(row, column))?;
        if let (Some(end), Some(column)) = (&mut ended, columns.end) {
            match latest {
                Some(latest) if columns.is_board => {
                    self.keep_order(end, latest, column, line, notes);
                }
                // Work that is done the day it began, where only the day of the end is known, took no time.
                Some(start) if end.is_day && end.ms == start.ms.div_euclid(DAY_MS) * DAY_MS => {
                    end.ms = start.ms;
                }
                Some(start) if end.ms < start.ms => {
                    let text = |column: usize| Table::field(row, column).to_owned();
                    return Err(NoteKind::EndBeforeStart {
                        start: text(columns.steps[0]),
                        end: text(column),
                    });
                }
                _ => {}
            }
        }
        if latest.is_none() {
            // An item that a board only knows as done was done when it was first seen.
            match ended {
                Some(end) if columns.is_board => {
                    if let Some(last) = entered.last_mut() {
                        *last = Some(end.ms);
                    }
                }
                _ => return Err(NoteKind::NoStart),
            }
        }
        let field = |column: Option<usize>| column.map_or("", |column| Table::field(row, column));
        let id = match field(columns.id) {
            "" => format!("#{line}"),
            id => id.to_owned(),
        };
        Ok(HistoryItem {
            id,
            name: field(columns.name).to_owned(),
            line,
            class: class_of(field(columns.class), columns.class.is_some(), classes),
            entered_ms: entered,
            ended_ms: ended.map(|end| end.ms),
        })
    }

    fn moment(&self, row: &[String], column: usize) -> Result<Option<Moment>, NoteKind> {
        let text = Table::field(row, column);
        if text.is_empty()
            || ["-", "–", "null", "none", "n/a"].contains(&text.to_ascii_lowercase().as_str())
        {
            return Ok(None);
        }
        date::read(text, self.day_first).map(Some).ok_or_else(|| NoteKind::UnreadableDate {
            column: self.table.head[column].clone(),
            found: text.chars().take(40).collect(),
        })
    }

    /// A later step cannot be reached before an earlier one: it counts from then, and that is said.
    fn keep_order(
        &self,
        moment: &mut Moment,
        before: Moment,
        column: usize,
        line: usize,
        notes: &mut Vec<Note>,
    ) {
        if moment.ms >= before.ms {
            return;
        }
        // A bare date within the day of the step before is not earlier, only less exact.
        if !(moment.is_day && moment.ms == before.ms.div_euclid(DAY_MS) * DAY_MS) {
            let column = self.table.head[column].clone();
            notes.push(Note::at(line, NoteKind::StepBeforePrevious { column }));
        }
        moment.ms = before.ms;
    }
}

fn class_of(name: &str, has_column: bool, classes: &mut Vec<String>) -> ClassId {
    if !has_column {
        return ClassId(0);
    }
    let name = if name.is_empty() { UNCLASSED } else { name };
    let index = classes.iter().position(|class| class == name).unwrap_or_else(|| {
        classes.push(name.to_owned());
        classes.len() - 1
    });
    ClassId::at(index)
}
