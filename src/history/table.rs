//! A table as rows of fields: the delimiter is found out, quotes and line ends are taken care of.
//!
//! Every row keeps the line at which it begins, counted as an editor counts, whatever blank lines and line breaks
//! inside quotes stand before it. A quote that is never closed costs its own line, not the rest of the file.

use super::note::HistoryFault;

/// A quoted text longer than this was never closed [bytes].
const QUOTED_MOST: usize = 100_000;

/// A table: its head, and its rows.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) head: Vec<String>,
    /// The line of the head.
    pub(super) head_line: usize,
    pub(super) rows: Vec<Row>,
    /// The first line with characters that were no UTF-8.
    pub(super) damaged: Option<usize>,
}

/// A row below the head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) fields: Vec<String>,
    /// Whether a quote in it is never closed; its fields mean nothing then.
    pub(super) is_unclosed: bool,
}

impl Table {
    pub(super) fn read(text: &str) -> Result<Table, Vec<HistoryFault>> {
        // What a UTF-16 file becomes when its bytes are taken for UTF-8.
        if text.contains('\0') || text.starts_with("\u{fffd}\u{fffd}") {
            return Err(vec![HistoryFault::NotText]);
        }
        let mut scanner = Scanner::new(text.trim_start_matches('\u{feff}'));
        let Some(head) = scanner.row() else { return Err(vec![HistoryFault::Empty]) };
        let rows = std::iter::from_fn(|| scanner.row()).collect();
        let damaged = text.find('\u{fffd}').map(|at| 1 + line_ends(&text[..at]));
        Ok(Table { head: head.fields, head_line: head.line, rows, damaged })
    }
}

impl Row {
    /// A field; empty where the row is short.
    pub(super) fn field(&self, column: usize) -> &str {
        self.fields.get(column).map_or("", String::as_str)
    }
}

/// Reads row after row.
struct Scanner<'a> {
    rest: &'a str,
    line: usize,
    delimiter: char,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str) -> Scanner<'a> {
        let mut scanner = Scanner { rest: text, line: 1, delimiter: ',' };
        let first = &text[..line_length(text)];
        if let Some(delimiter) = first.strip_prefix("sep=").and_then(|sign| sign.chars().next()) {
            // A line for spreadsheets.
            scanner.skip(first.len());
            scanner.delimiter = delimiter;
        } else {
            scanner.delimiter = delimiter(text);
        }
        scanner
    }

    /// The next row in which something stands.
    fn row(&mut self) -> Option<Row> {
        while !self.rest.is_empty() {
            let line = self.line;
            let (fields, length) = self.fields();
            let is_unclosed = length.is_none();
            self.skip(length.unwrap_or_else(|| line_length(self.rest)));
            if is_unclosed || fields.iter().any(|field| !field.is_empty()) {
                return Some(Row { line, fields, is_unclosed });
            }
        }
        None
    }

    /// The fields of the next row, and its length up to its line end [bytes]; none: a quote is not closed.
    fn fields(&self) -> (Vec<String>, Option<usize>) {
        let (mut fields, mut at) = (Vec::new(), 0);
        loop {
            let rest = &self.rest[at..];
            let indent =
                rest.find(|c: char| c == self.delimiter || !c.is_whitespace() || is_line_end(c));
            let field = &rest[indent.unwrap_or(rest.len())..];
            let length = if let Some(quoted) = field.strip_prefix('"') {
                let Some((text, length)) = self.quoted(quoted) else { return (fields, None) };
                fields.push(text.trim().to_owned());
                rest.len() - quoted.len() + length
            } else {
                let length =
                    rest.find(|c| c == self.delimiter || is_line_end(c)).unwrap_or(rest.len());
                fields.push(rest[..length].trim().to_owned());
                length
            };
            at += length;
            if !self.rest[at..].starts_with(self.delimiter) {
                return (fields, Some(at));
            }
            at += self.delimiter.len_utf8();
        }
    }

    /// The text of a field after its opening quote, and how far the field goes [bytes]; none: it is not closed, for
    /// the next quote is not followed by the end of a field.
    fn quoted(&self, text: &str) -> Option<(String, usize)> {
        let (mut content, mut at) = (String::new(), 0);
        loop {
            let quote = at + text[at..].find('"').filter(|&length| length < QUOTED_MOST)?;
            content.push_str(&text[at..quote]);
            at = quote + 1;
            if !text[at..].starts_with('"') {
                break;
            }
            content.push('"');
            at += 1;
            if at > QUOTED_MOST {
                return None;
            }
        }
        let after = &text[at..];
        let end = after.find(|c| c == self.delimiter || is_line_end(c)).unwrap_or(after.len());
        after[..end].trim().is_empty().then_some((content, at + end))
    }

    /// Goes on behind so many bytes and the line end that follows them.
    fn skip(&mut self, length: usize) {
        let (passed, rest) = self.rest.split_at(length);
        let end = if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) };
        self.line += line_ends(passed) + usize::from(end > 0);
        self.rest = &rest[end..];
    }
}

/// The delimiter that stands most often in the head, outside of quotes.
fn delimiter(text: &str) -> char {
    let mut counts = [(',', 0), (';', 0), ('\t', 0)];
    let mut is_quoted = false;
    for c in text.trim_start().chars() {
        if is_line_end(c) && !is_quoted {
            break;
        }
        is_quoted ^= c == '"';
        for (_, count) in counts.iter_mut().filter(|(delimiter, _)| *delimiter == c && !is_quoted) {
            *count += 1;
        }
    }
    let mut best = counts[0];
    for candidate in counts {
        if candidate.1 > best.1 {
            best = candidate;
        }
    }
    best.0
}

fn is_line_end(c: char) -> bool {
    c == '\n' || c == '\r'
}

fn line_length(text: &str) -> usize {
    text.find(is_line_end).unwrap_or(text.len())
}

/// Line ends in a text: \n, \r\n and a lone \r count as one each.
fn line_ends(text: &str) -> usize {
    let bytes = text.as_bytes();
    let ends = |at: &usize| {
        bytes[*at] == b'\n' || (bytes[*at] == b'\r' && bytes.get(at + 1) != Some(&b'\n'))
    };
    (0..bytes.len()).filter(ends).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(usize, Vec<String>)> {
        let table = Table::read(text).expect("a table");
        let rows = table.rows.into_iter().map(|row| (row.line, row.fields));
        std::iter::once((table.head_line, table.head)).chain(rows).collect()
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["", "a,b", "1,\"x", "y\"", "", " ,", "2,z", ""].join(end);
            let lines: Vec<usize> = rows(&text).iter().map(|(line, _)| *line).collect();
            assert_eq!(lines, [2, 3, 7], "{end:?}");
        }
    }

    #[test]
    fn quotes_hold_delimiters_line_ends_and_quotes() {
        let found = rows("a;b\n \"1;\"\"2\"\"\n3\" ;\"\"\n4\" tall;5\n");
        assert_eq!(found[0].1, ["a", "b"]);
        assert_eq!(found[1].1, ["1;\"2\"\n3", ""]);
        assert_eq!(found[2], (4, vec!["4\" tall".to_owned(), "5".to_owned()]));
    }

    #[test]
    fn a_quote_that_is_never_closed_costs_its_own_line() {
        let table = Table::read("a,b\n1,\"x\n2,y\n3,\"z\"\n4,\"w").expect("a table");
        let unclosed: Vec<(usize, bool)> =
            table.rows.iter().map(|row| (row.line, row.is_unclosed)).collect();
        assert_eq!(unclosed, [(2, true), (3, false), (4, false), (5, true)]);
    }

    #[test]
    fn the_delimiter_is_the_one_that_stands_most_often_in_the_head() {
        assert_eq!(rows("a\tb, c\td\n")[0].1, ["a", "b, c", "d"]);
        assert_eq!(rows("a;b;\"c,d,e,f\"\n")[0].1.len(), 3);
        assert_eq!(rows("sep=|\r\na|b\r\n"), [(2, vec!["a".to_owned(), "b".to_owned()])]);
        assert_eq!(rows("only\n")[0].1, ["only"]);
    }

    #[test]
    fn what_is_no_utf_8_is_said() {
        assert_eq!(Table::read("i\0d\0").expect_err("UTF-16"), [HistoryFault::NotText]);
        assert_eq!(Table::read("a,b\n1,\u{fffd}").expect("a table").damaged, Some(2));
        assert_eq!(Table::read(" \n,,\n").expect_err("nothing"), [HistoryFault::Empty]);
    }
}
