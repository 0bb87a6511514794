//! What is chosen on the belt, and everything that can be changed about it; with nothing chosen, the stream itself.

mod judge;
mod link;
mod picture;
mod source;
mod stage;
mod stream;

use yew::prelude::*;

use super::markup::{class, markup};
use super::number_field::Edits;
use crate::editor::Part;
use crate::text::{editor as words, field, page as text};
use crate::value_stream::Sketch;

/// What is chosen, and its fields.
pub(super) fn inspector(sketch: &Sketch, selected: &[Part], edits: &Edits<'_>) -> Html {
    let (title, fields) = match selected {
        [part] => (words::part(sketch.stream(), *part), of(sketch, *part, edits)),
        [] => (text::INSPECTOR.to_owned(), stream::fields(sketch, edits)),
        several => (words::chosen(several.len()), hint(text::INSPECTOR_SEVERAL)),
    };
    let has_fields = selected.len() < 2;
    markup! {
        <section class={class("panel inspector", &[(has_fields, "has-fields")])} role="region" aria-label={title.clone()}>
            <h2>{ title }</h2>
            { for edits.faults.iter().map(|(_, fault)| markup! { <p class="fault" role="alert">{ fault.clone() }</p> }) }
            if selected.is_empty() { { hint(text::INSPECTOR_EMPTY) } }
            { fields }
            if has_fields { <p class="at-once">{ crate::text::inspector::AT_ONCE }</p> }
        </section>
    }
}

fn of(sketch: &Sketch, part: Part, edits: &Edits<'_>) -> Html {
    match part {
        Part::Stage(id) => stage::fields(sketch, id, edits),
        Part::Link(id) => link::fields(sketch, id, edits),
        Part::Source(id) => source::fields(sketch, id, edits),
        Part::Customer => stream::customer(sketch, edits),
        Part::Note(number) => stream::note(sketch, number, edits),
    }
}

/// Fields that are there for who wants them.
fn unfold(section: usize, fields: Html) -> Html {
    markup! {
        <details class="unfold"><summary>{ field::SECTIONS[section] }</summary>{ fields }</details>
    }
}

fn hint(words: &'static str) -> Html {
    markup! { <p class="hint">{ words }</p> }
}
