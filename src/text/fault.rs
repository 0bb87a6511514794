//! Faults in words: where, what was found, and what would do.

use std::fmt;

use crate::value_stream::decimal::plain;
use crate::value_stream::{Element, Fault, Place, Problem, Wanted};

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.element {
            Element::Stream => write!(out, "stream")?,
            Element::Class(number, id) => write!(out, "class {number} \"{id}\"")?,
            Element::Stage(number, id) => write!(out, "stage {number} \"{id}\"")?,
            Element::Link(number, from, to) => write!(out, "link {number} \"{from}\" → \"{to}\"")?,
            Element::Team(number, id) => write!(out, "team {number} \"{id}\"")?,
            Element::Limit(number) => write!(out, "limit {number}")?,
            Element::Source(number, id) => write!(out, "source {number} \"{id}\"")?,
            Element::Release => write!(out, "release")?,
            Element::Customer => write!(out, "customer")?,
            Element::Change(number) => write!(out, "change {number}")?,
        }
        if self.field.is_empty() { Ok(()) } else { write!(out, ", {}", self.field) }
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Wanted::Text => write!(out, "a text"),
            Wanted::SomeText => write!(out, "a text that is not empty"),
            Wanted::List => write!(out, "a list"),
            Wanted::Object(fields) => write!(out, "an object with {}", fields.join(", ")),
            Wanted::Number { least, most } if most.is_infinite() => {
                write!(out, "a number of at least {}", plain(*least))
            }
            Wanted::Number { least, most } if most - least < 1e-6 => {
                out.write_str(&plain(f64::midpoint(*least, *most)))
            }
            Wanted::Number { least, most } => {
                write!(out, "a number from {} to {}", plain(*least), plain(*most))
            }
            Wanted::Whole { least, most } if *most == u32::MAX => {
                write!(out, "a whole number of at least {least}")
            }
            Wanted::Whole { least, most } => write!(out, "a whole number from {least} to {most}"),
            Wanted::WholeOr { least, most, word } => {
                write!(out, "a whole number from {least} to {most}, or \"{word}\"")
            }
            Wanted::OneOf(words) => write!(out, "one of {}", quoted(words)),
            Wanted::Form(form) => write!(out, "{form}"),
            Wanted::OtherId => write!(out, "another id: this one is reserved"),
            Wanted::Ascending => write!(out, "times that do not go back"),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::NotJson { line, column, reason } => {
                write!(out, "not JSON at line {line}, column {column}: {reason}")
            }
            Problem::UnknownVersion { found } => {
                write!(out, "version {found} is newer than this Flowglass, which reads 1")
            }
            Problem::Value { found, wanted } if found.is_empty() => {
                write!(out, "nothing there, want {wanted}")
            }
            Problem::Value { found, wanted } => write!(out, "found {found}, want {wanted}"),
            Problem::UnknownField { known } => {
                write!(out, "no such field; there are {}", known.join(", "))
            }
            Problem::DuplicateId { id, first } => {
                write!(out, "found \"{id}\", which number {first} has already; want another")
            }
            Problem::UnknownId { id, known } => {
                write!(out, "found \"{id}\", want one of {}", quoted(known))
            }
            Problem::Empty => write!(out, "found none, want at least one"),
            Problem::SharesDoNotAddUp { sum } => {
                write!(out, "outgoing shares add to {}, want 1", plain((sum * 1e6).round() / 1e6))
            }
            Problem::DeadEnd => {
                write!(out, "no link leads from here to the customer, want at least one path")
            }
            Problem::ImpossibleVariation { cv, wanted } => {
                write!(out, "found a cv of {}, want {wanted}", plain(*cv))
            }
            Problem::EndlessWithoutLimit => write!(
                out,
                "an endless source would release without end; want a WIP limit at its stage, conwip or takt"
            ),
            Problem::Clash { with } => write!(out, "does not go together with {with}"),
            Problem::NeverFills { size, most } => write!(
                out,
                "found {size}, but at most {most} items can be there at once; want at most {most}"
            ),
            Problem::NeverGood => write!(
                out,
                "every item has a defect that is always seen, and the work is done again for ever; want \
                 a share of defects below 1"
            ),
            Problem::NoProgress { items, most } => write!(
                out,
                "found {items}, but switching between so many leaves no time to work; want at most {most}"
            ),
            Problem::NoDemand => {
                write!(
                    out,
                    "nothing is asked for, so nothing would be released; want a customer with demand"
                )
            }
            Problem::Afterwards { fault } => write!(out, "afterwards, {fault}"),
            Problem::CycleWithoutTime => write!(
                out,
                "items could go round for ever in no time; want a process time above 0 on the way"
            ),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.place, self.problem)
    }
}

fn quoted<T: fmt::Display>(words: &[T]) -> String {
    words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ")
}
