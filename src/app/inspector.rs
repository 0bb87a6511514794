//! What is chosen on the belt, and what can be changed about it while it runs.

mod judge;
mod link;
mod source;
mod stage;

use yew::prelude::*;

use super::belt::Selection;
use crate::text::page as text;
use crate::value_stream::{Change, Runnable};

/// What is chosen, and its fields.
pub(super) fn inspector(
    stream: &Runnable,
    selected: Option<Selection>,
    on_change: &Callback<Change>,
) -> Html {
    let (title, fields) = match selected {
        Some(Selection::Stage(stage)) => (
            stream.stream().stages[stage.index()].title().to_owned(),
            stage::fields(stream, stage, on_change),
        ),
        Some(Selection::Link(link)) => (
            crate::text::inspector::link_title(stream, link),
            link::fields(stream, link, on_change),
        ),
        Some(Selection::Source(source)) => (
            stream.stream().sources[source.index()].title().to_owned(),
            source::fields(stream, source, on_change),
        ),
        Some(Selection::Customer) => (
            crate::text::belt::customer_title(stream).to_owned(),
            hint(crate::text::inspector::CUSTOMER),
        ),
        None => (text::INSPECTOR.to_owned(), hint(text::INSPECTOR_EMPTY)),
    };
    html! {
        <section class="panel inspector" role="region" aria-label={title.clone()}>
            <h2>{ title }</h2>
            { fields }
        </section>
    }
}

fn hint(words: &'static str) -> Html {
    html! { <p class="hint">{ words }</p> }
}
