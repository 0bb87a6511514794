//! A table as rows of fields: the delimiter is found out, quotes and line ends are taken care of.

use csv::{ReaderBuilder, Trim};

use super::note::HistoryFault;

/// A table: its head, and its rows with their lines.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) head: Vec<String>,
    pub(super) rows: Vec<(usize, Vec<String>)>,
}

impl Table {
    pub(super) fn read(text: &str) -> Result<Table, Vec<HistoryFault>> {
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter(text))
            .has_headers(false)
            .flexible(true)
            .trim(Trim::All)
            .from_reader(text.as_bytes());
        let mut rows = reader
            .records()
            .filter_map(Result::ok)
            .map(|record| {
                let line = record.position().map_or(0, csv::Position::line) as usize;
                (line, record.iter().map(str::to_owned).collect::<Vec<String>>())
            })
            .filter(|(_, fields)| fields.iter().any(|field| !field.is_empty()));
        let Some((_, head)) = rows.next() else { return Err(vec![HistoryFault::Empty]) };
        Ok(Table { head, rows: rows.collect() })
    }

    /// A field; empty where the row is short.
    pub(super) fn field(row: &[String], column: usize) -> &str {
        row.get(column).map_or("", String::as_str)
    }
}

/// The delimiter that cuts the first line into most fields.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let count = |delimiter: char| first.matches(delimiter).count();
    [',', ';', '\t'].into_iter().rev().max_by_key(|&delimiter| count(delimiter)).unwrap_or(',')
        as u8
}
