//! What is chosen on the belt, and what can be changed about it while it runs.

mod judge;
mod link;
mod source;
mod stage;

use yew::prelude::*;

use super::belt::Selection;
use super::markup::{class, markup};
use super::number_field::Edits;
use crate::text::page as text;
use crate::value_stream::{Arrivals, Runnable};

/// What is chosen, and its fields.
pub(super) fn inspector(stream: &Runnable, selected: Option<Selection>, edits: &Edits<'_>) -> Html {
    let (title, fields, has_fields) = match selected {
        Some(Selection::Stage(stage)) => (
            stream.stream().stages[stage.index()].title().to_owned(),
            stage::fields(stream, stage, edits),
            true,
        ),
        Some(Selection::Link(link)) => (
            crate::text::inspector::link_title(stream, link),
            link::fields(stream, link, edits),
            stream.links_of(stream.ways()[link.index()].from).len() > 1,
        ),
        Some(Selection::Source(source)) => (
            stream.stream().sources[source.index()].title().to_owned(),
            source::fields(stream, source, edits),
            matches!(
                stream.stream().sources[source.index()].arrivals,
                Some(Arrivals::Every { .. } | Arrivals::Closed(_))
            ),
        ),
        Some(Selection::Customer) => (
            crate::text::belt::customer_title(stream).to_owned(),
            hint(crate::text::inspector::CUSTOMER),
            false,
        ),
        None => (text::INSPECTOR.to_owned(), hint(text::INSPECTOR_EMPTY), false),
    };
    markup! {
        <section class={class("panel inspector", &[(has_fields, "has-fields")])} role="region" aria-label={title.clone()}>
            <h2>{ title }</h2>
            { fields }
            if has_fields { <p class="at-once">{ crate::text::inspector::AT_ONCE }</p> }
        </section>
    }
}

fn hint(words: &'static str) -> Html {
    markup! { <p class="hint">{ words }</p> }
}
