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
use crate::editor::{Action, Part};
use crate::text::{editor as words, field, page as text};
use crate::value_stream::Sketch;

/// What is chosen, and its fields: the first ones of a work center at once, all others when the border has been fetched.
pub(super) fn inspector(sketch: &Sketch, selected: &[Part], edits: &Edits<'_>) -> Html {
    let (title, part) = match selected {
        [part] => (words::part(sketch.stream(), *part), Some(*part)),
        [] => (text::INSPECTOR.to_owned(), None),
        several => (words::chosen(several.len()), None),
    };
    let has_fields = selected.len() < 2;
    let rest = edits.rest.filter(|_| has_fields).map(|rest| rest(sketch, part, edits));
    markup! {
        <section class={class("panel inspector", &[(has_fields, "has-fields")])} role="region" aria-label={title.clone()}>
            <h2>{ title }</h2>
            { for edits.faults.iter().map(|(_, fault)| markup! { <p class="fault" role="alert">{ fault.clone() }</p> }) }
            if selected.is_empty() { { hint(text::INSPECTOR_EMPTY) } }
            if !has_fields { { hint(text::INSPECTOR_SEVERAL) } }
            <div key={key(selected)}>
                if let [Part::Stage(id)] = selected { { stage::first(sketch, *id, edits) } }
                { rest }
            </div>
            if has_fields { <p class="at-once">{ crate::text::inspector::AT_ONCE }</p> }
        </section>
    }
}

/// Nothing of one part's fields becomes another's.
fn key(selected: &[Part]) -> String {
    format!("{selected:?}")
}

/// All fields but the first ones: of a part, or of the stream itself.
pub(super) fn rest(sketch: &Sketch, part: Option<Part>, edits: &Edits<'_>) -> Html {
    match part {
        Some(Part::Stage(id)) => stage::rest(sketch, id, edits),
        Some(Part::Link(id)) => link::fields(sketch, id, edits),
        Some(Part::Source(id)) => source::fields(sketch, id, edits),
        Some(Part::Customer) => stream::customer(sketch, edits),
        Some(Part::Note(number)) => stream::note(sketch, number, edits),
        None => stream::fields(sketch, edits),
    }
}

/// What makes an action out of a value: a part with another value in it.
fn set<P: Clone, T, A: Fn(Box<P>) -> Action>(
    part: &P,
    act: A,
    with: fn(&mut P, T),
) -> impl Fn(T) -> Action + use<P, T, A> {
    let part = part.clone();
    move |value| {
        let mut next = Box::new(part.clone());
        with(&mut next, value);
        act(next)
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
