//! JSON as text, field by field. What was begun is ended in turn; an object is short enough for a line or is indented.

use crate::value_stream::{Position, decimal};

/// Longer objects and lists take a line for each of their fields [bytes].
const LINE: usize = 96;

/// A text under way.
#[derive(Default)]
pub(super) struct File {
    text: String,
    /// What was begun: where its content starts, its bracket, and where each of its fields starts.
    open: Vec<Open>,
}

struct Open {
    start: usize,
    close: char,
    fields: Vec<usize>,
}

impl File {
    /// Begins an object or a list; within a list it has no name.
    pub(super) fn begin(&mut self, name: &str, bracket: char) {
        self.name(name);
        self.text.push(bracket);
        let close = if bracket == '{' { '}' } else { ']' };
        self.open.push(Open { start: self.text.len(), close, fields: Vec::new() });
    }

    /// Ends what was begun last.
    pub(super) fn end(&mut self) {
        let Some(Open { start, close, fields }) = self.open.pop() else { return };
        let is_short = self.text.len() - start < LINE && !self.text[start..].contains('\n');
        let depth = self.open.len();
        let mut inner = String::new();
        for (place, &field) in fields.iter().enumerate() {
            let until = fields.get(place + 1).copied().unwrap_or(self.text.len());
            inner.push_str(match (is_short, place) {
                (true, 0) if close == '}' => " ",
                (true, 0) => "",
                (true, _) => ", ",
                (false, 0) => "\n",
                (false, _) => ",\n",
            });
            if !is_short {
                inner.push_str(&"  ".repeat(depth + 1));
            }
            inner.push_str(&self.text[field..until]);
        }
        if !is_short {
            inner.push('\n');
            inner.push_str(&"  ".repeat(depth));
        } else if close == '}' && !fields.is_empty() {
            inner.push(' ');
        }
        self.text.truncate(start);
        self.text.push_str(&inner);
        self.text.push(close);
    }

    /// The whole text.
    pub(super) fn finish(mut self) -> String {
        self.text.push('\n');
        self.text
    }

    fn name(&mut self, name: &str) {
        if let Some(open) = self.open.last_mut() {
            open.fields.push(self.text.len());
        }
        if !name.is_empty() || self.open.last().is_some_and(|open| open.close == '}') {
            self.quoted(name);
            self.text.push_str(": ");
        }
    }

    fn quoted(&mut self, text: &str) {
        self.text.push('"');
        for letter in text.chars() {
            match letter {
                '"' => self.text.push_str("\\\""),
                '\\' => self.text.push_str("\\\\"),
                '\n' => self.text.push_str("\\n"),
                '\0'..' ' => {
                    let digit = |half: u32| char::from_digit(half, 16).unwrap_or('0');
                    let code = u32::from(letter);
                    self.text.push_str("\\u00");
                    self.text.extend([digit(code >> 4), digit(code & 15)]);
                }
                letter => self.text.push(letter),
            }
        }
        self.text.push('"');
    }

    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.name(name);
        self.quoted(text);
    }

    /// A text, unless it is empty.
    pub(super) fn some_text(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.text(name, text);
        }
    }

    pub(super) fn whole(&mut self, name: &str, number: u32) {
        self.name(name);
        self.text.push_str(&number.to_string());
    }

    /// A whole number, unless it is the usual one.
    pub(super) fn unless(&mut self, is_usual: bool, name: &str, number: u32) {
        if !is_usual {
            self.whole(name, number);
        }
    }

    pub(super) fn number(&mut self, name: &str, number: f64) {
        self.name(name);
        self.text.push_str(&decimal::exact(number));
    }

    pub(super) fn some_number(&mut self, name: &str, number: Option<f64>) {
        if let Some(number) = number {
            self.number(name, number);
        }
    }

    /// A number, unless it is 1.
    pub(super) fn unless_one(&mut self, name: &str, number: f64) {
        if number.to_bits() != 1.0_f64.to_bits() {
            self.number(name, number);
        }
    }

    pub(super) fn numbers(&mut self, name: &str, numbers: &[f64]) {
        self.begin(name, '[');
        for &number in numbers {
            self.number("", number);
        }
        self.end();
    }

    /// Something that is so, or nothing.
    pub(super) fn yes(&mut self, name: &str, is_so: bool) {
        if is_so {
            self.name(name);
            self.text.push_str("true");
        }
    }

    pub(super) fn place(&mut self, position: Position) {
        self.begin("position", '{');
        self.number("x", position.x);
        self.number("y", position.y);
        self.end();
    }
}
