//! The fields of one JSON object: each is taken once, what is wrong is noted, and what nobody took is unknown.

use std::cell::RefCell;
use std::sync::Arc;

use super::LIMIT_MAX;
use crate::value_stream::decimal;
use crate::value_stream::fault::{Element, Fault, Problem, Wanted};
use crate::value_stream::json::{Map, Number, Value};

/// The faults found so far.
#[derive(Default)]
pub(super) struct Faults(RefCell<Vec<Fault>>);

impl Faults {
    pub(super) fn push(&self, fault: Fault) {
        self.0.borrow_mut().push(fault);
    }

    pub(super) fn into_inner(self) -> Vec<Fault> {
        self.0.into_inner()
    }
}

/// A JSON object that is being read.
pub(super) struct Fields<'a> {
    map: &'a Map<String, Value>,
    element: Element,
    prefix: String,
    taken: Vec<&'static str>,
    faults: &'a Faults,
}

impl<'a> Fields<'a> {
    /// The fields of an object that stands at `prefix` of an element (empty: it is the element).
    pub(super) fn new(
        map: &'a Map<String, Value>,
        element: Element,
        prefix: &str,
        faults: &'a Faults,
    ) -> Fields<'a> {
        Fields { map, element, prefix: prefix.to_owned(), taken: Vec::new(), faults }
    }

    /// The same, if the value is an object; otherwise that is a fault.
    pub(super) fn of(
        value: &'a Value,
        element: Element,
        prefix: &str,
        faults: &'a Faults,
    ) -> Option<Fields<'a>> {
        if let Value::Object(map) = value {
            return Some(Fields::new(map, element, prefix, faults));
        }
        let problem =
            Problem::Value { found: found(value), wanted: Wanted::Form("an object { … }") };
        faults.push(Fault::at(element, prefix, problem));
        None
    }

    /// Notes a fault at a field.
    pub(super) fn fault(&self, field: &str, problem: Problem) {
        let place = match (self.prefix.as_str(), field) {
            ("", field) => field.to_owned(),
            (prefix, "") => prefix.to_owned(),
            (prefix, field) => format!("{prefix}.{field}"),
        };
        self.faults.push(Fault::at(self.element.clone(), &place, problem));
    }

    /// The value of a field; `null` stands for an absent one.
    pub(super) fn take(&mut self, name: &'static str) -> Option<&'a Value> {
        self.taken.push(name);
        self.map.get(name).filter(|value| !value.is_null())
    }

    fn wrong(&self, name: &str, value: Option<&Value>, wanted: Wanted) {
        self.fault(name, Problem::Value { found: value.map(found).unwrap_or_default(), wanted });
    }

    /// A text, empty if absent.
    pub(super) fn text(&mut self, name: &'static str) -> String {
        match self.take(name) {
            None => String::new(),
            Some(Value::String(text)) => text.clone(),
            other => {
                self.wrong(name, other, Wanted::Text);
                String::new()
            }
        }
    }

    /// A text that must be there and not be empty.
    pub(super) fn some_text(&mut self, name: &'static str) -> String {
        match self.take(name) {
            Some(Value::String(text)) if !text.trim().is_empty() => text.clone(),
            other => {
                self.wrong(name, other, Wanted::SomeText);
                String::new()
            }
        }
    }

    /// A number within bounds, if there.
    pub(super) fn number(&mut self, name: &'static str, least: f64, most: f64) -> Option<f64> {
        let value = self.take(name)?;
        let number = value.as_f64().filter(|number| (least..=most).contains(number));
        if number.is_none() {
            self.wrong(name, Some(value), Wanted::Number { least, most });
        }
        number
    }

    /// A number within bounds that must be there.
    pub(super) fn number_or_missing(
        &mut self,
        name: &'static str,
        least: f64,
        most: f64,
    ) -> Option<f64> {
        if self.map.get(name).is_none_or(Value::is_null) {
            self.taken.push(name);
            self.wrong(name, None, Wanted::Number { least, most });
            return None;
        }
        self.number(name, least, most)
    }

    /// A whole number within bounds, if there.
    pub(super) fn whole(&mut self, name: &'static str, least: u32, most: u32) -> Option<u32> {
        let value = self.take(name)?;
        let number = whole(value, least, most);
        if number.is_none() {
            self.wrong(name, Some(value), Wanted::Whole { least, most });
        }
        number
    }

    /// A whole number within bounds that must be there.
    pub(super) fn whole_or_missing(
        &mut self,
        name: &'static str,
        least: u32,
        most: u32,
    ) -> Option<u32> {
        if self.map.get(name).is_none_or(Value::is_null) {
            self.taken.push(name);
            self.wrong(name, None, Wanted::Whole { least, most });
            return None;
        }
        self.whole(name, least, most)
    }

    /// One of a few words, if there.
    pub(super) fn choice<T: Clone>(
        &mut self,
        name: &'static str,
        words: &[(&'static str, T)],
    ) -> Option<T> {
        let value = self.take(name)?;
        let chosen =
            words.iter().find(|(word, _)| value == *word).map(|(_, choice)| choice.clone());
        if chosen.is_none() {
            let wanted = Wanted::OneOf(words.iter().map(|(word, _)| *word).collect());
            self.wrong(name, Some(value), wanted);
        }
        chosen
    }

    /// Yes or no, no if absent.
    pub(super) fn is(&mut self, name: &'static str) -> bool {
        match self.take(name) {
            None => false,
            Some(Value::Bool(is_so)) => *is_so,
            other => {
                self.wrong(name, other, Wanted::OneOf(vec!["true", "false"]));
                false
            }
        }
    }

    /// A list, empty if absent.
    pub(super) fn list(&mut self, name: &'static str, most: usize) -> &'a [Value] {
        match self.take(name) {
            None => &[],
            Some(Value::Array(list)) if list.len() <= most => list,
            Some(Value::Array(list)) => {
                let wanted = Wanted::Whole { least: 0, most: most as u32 };
                let found = format!("{} elements", list.len());
                self.fault(name, Problem::Value { found, wanted });
                &[]
            }
            other => {
                self.wrong(name, other, Wanted::List);
                &[]
            }
        }
    }

    /// A list of numbers within bounds, empty if absent.
    pub(super) fn numbers(&mut self, name: &'static str, least: f64, most: f64) -> Arc<[f64]> {
        let list = self.list(name, LIMIT_MAX as usize);
        let number = |(place, value): (usize, &Value)| {
            let number = value.as_f64().filter(|number| (least..=most).contains(number));
            if number.is_none() {
                self.wrong(
                    &format!("{name}[{place}]"),
                    Some(value),
                    Wanted::Number { least, most },
                );
            }
            number
        };
        list.iter().enumerate().filter_map(number).collect()
    }

    /// Notes every field that nobody took.
    pub(super) fn finish(self) {
        for field in self.map.keys() {
            if !self.taken.contains(&field.as_str()) {
                self.fault(field, Problem::UnknownField { known: self.taken.clone() });
            }
        }
    }
}

/// A whole number within bounds.
pub(super) fn whole(value: &Value, least: u32, most: u32) -> Option<u32> {
    let number = value.as_f64()?;
    let inside = libm::floor(number).to_bits() == number.to_bits()
        && (f64::from(least)..=f64::from(most)).contains(&number);
    inside.then_some(number as u32)
}

/// What stands in the file, shortened.
pub(super) fn found(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    if text.chars().count() <= 40 {
        return text;
    }
    text.chars().take(39).chain(['…']).collect()
}

/// The value as it would stand in a file, as far as a reader needs it.
fn write(value: &Value, text: &mut String) {
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(is_so) => text.push_str(if *is_so { "true" } else { "false" }),
        Value::Number(Number::Whole(whole)) => text.push_str(&whole.to_string()),
        Value::Number(Number::Negative(whole)) => text.push_str(&whole.to_string()),
        Value::Number(Number::Fraction(number)) => write_number(*number, text),
        Value::String(said) => write_text(said, text),
        Value::Array(list) => {
            text.push('[');
            for (index, value) in list.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write(value, text);
            }
            text.push(']');
        }
        Value::Object(map) => {
            text.push('{');
            for (index, (name, value)) in map.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write_text(name, text);
                text.push(':');
                write(value, text);
            }
            text.push('}');
        }
    }
}

/// A number that is not an integer, or too great for one: 0.5, 3.0, 1e300.
fn write_number(number: f64, text: &mut String) {
    let size = number.abs();
    if size == 0.0 || (1e-5..1e16).contains(&size) {
        *text += &decimal::plain(number);
        if libm::trunc(number).to_bits() == number.to_bits() {
            *text += ".0";
        }
    } else {
        *text += &decimal::scientific(number);
    }
}

fn write_text(said: &str, text: &mut String) {
    text.push('"');
    for letter in said.chars() {
        match letter {
            '"' | '\\' => text.extend(['\\', letter]),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            '\r' => text.push_str("\\r"),
            _ => text.push(letter),
        }
    }
    text.push('"');
}
