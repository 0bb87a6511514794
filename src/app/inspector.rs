//! What is chosen on the belt, and everything that can be changed about it; with nothing chosen, the stream itself.

mod judge;
mod link;
mod picture;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod reach;
mod source;
mod spread;
mod stage;
mod stream;

use yew::prelude::*;

use super::belt::name_of;
use super::markup::{class, markup};
use super::number_field::Edits;
use crate::editor::{Action, Part};
use crate::text::{editor as words, field, flaw, page as text};
use crate::value_stream::Sketch;

/// What the border says about what is chosen.
pub(super) struct Fields {
    /// What is wrong with it that no field says.
    faults: Vec<String>,
    /// The first fields of a work center.
    first: Html,
    /// All others.
    rest: Html,
    /// When changes count.
    when: &'static str,
    /// On a phone, whether it lies over the page; and what puts it back.
    sheet: Option<Html>,
}

/// What is chosen, and its fields. Before the border is there, a work center's first fields can be seen.
pub(super) fn inspector(sketch: &Sketch, selected: &[Part], fields: Option<Fields>) -> Html {
    let title = match selected {
        [part] => words::part(sketch.stream(), *part),
        [] => text::INSPECTOR.to_owned(),
        several => words::chosen(several.len()),
    };
    let has_fields = selected.len() < 2;
    let fields = fields.unwrap_or_else(|| Fields {
        faults: Vec::new(),
        first: match selected {
            [Part::Stage(id)] => stage::first_looks(sketch, *id),
            _ => Html::default(),
        },
        rest: Html::default(),
        when: crate::text::inspector::AT_ONCE,
        sheet: None,
    });
    markup! {
        <section class={class("panel inspector", &[(fields.sheet.is_some(), "is-sheet")])} role="region" aria-label={title.clone()}>
            { fields.sheet }
            <h2>{ title }</h2>
            { for fields.faults.into_iter().map(|fault| markup! { <p class="fault">{ fault }</p> }) }
            if selected.is_empty() { { hint(text::INSPECTOR_EMPTY) } }
            if !has_fields { { hint(text::INSPECTOR_SEVERAL) } }
            // Nothing of one part's fields becomes another's.
            <div key={selected.first().map_or_else(String::new, |part| name_of(*part))}>
                { fields.first }
                { fields.rest }
            </div>
            <div class="foot">
                // What a field does is said here by hand, where it covers nothing; a screen reader has it from the field.
                <p class="help" aria-hidden="true"></p>
                if has_fields { <p class="at-once">{ fields.when }</p> }
            </div>
        </section>
    }
}

/// All fields of what is chosen, or of the stream itself.
pub(super) fn fields(
    sketch: &Sketch,
    selected: &[Part],
    edits: &Edits<'_>,
    sheet: Option<Html>,
) -> Fields {
    let (first, rest) = match *selected {
        [Part::Stage(id)] => (stage::first(sketch, id, edits), stage::rest(sketch, id, edits)),
        [Part::Link(id)] => (Html::default(), link::fields(sketch, id, edits)),
        [Part::Source(id)] => (Html::default(), source::fields(sketch, id, edits)),
        [Part::Customer] => (Html::default(), stream::customer(sketch, edits)),
        [Part::Note(number)] => (Html::default(), stream::note(sketch, number, edits)),
        [] => (Html::default(), stream::fields(sketch, edits)),
        [..] => Default::default(),
    };
    Fields { faults: edits.unsaid(), first, rest, when: edits.when, sheet }
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
fn unfold(section: usize, edits: &Edits<'_>, fields: impl FnOnce() -> Html) -> Html {
    let before = edits.said();
    let fields = fields();
    let wrong = edits.said() - before;
    markup! {
        <details class={class("unfold", &[(wrong > 0, "is-wrong")])}>
            <summary>
                { field::SECTIONS[section] }
                if wrong > 0 { <b>{ flaw::to_mend(wrong) }</b> }
            </summary>
            { fields }
        </details>
    }
}

fn hint(words: &'static str) -> Html {
    markup! { <p class="hint">{ words }</p> }
}
