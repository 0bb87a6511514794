//! What is chosen on the belt, and what can be changed about it while it runs.

mod judge;
mod link;
mod source;
mod stage;

use std::sync::Arc;

use yew::prelude::*;

use super::belt::Selection;
use crate::text::page as text;
use crate::value_stream::{Change, Runnable};
use link::LinkFields;
use source::SourceFields;
use stage::StageFields;

#[derive(Properties, Clone)]
pub(super) struct InspectorProps {
    pub(super) stream: Arc<Runnable>,
    pub(super) selected: Option<Selection>,
    pub(super) on_change: Callback<Change>,
}

impl PartialEq for InspectorProps {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.stream, &other.stream)
            && self.selected == other.selected
            && self.on_change == other.on_change
    }
}

#[component]
pub(super) fn Inspector(props: &InspectorProps) -> Html {
    let stream = &props.stream;
    let (title, fields) = match props.selected {
        Some(Selection::Stage(stage)) => (
            stream.stream().stages[stage.index()].title().to_owned(),
            html! { <StageFields key={format!("stage {}", stage.0)} stream={stream.clone()} {stage} on_change={&props.on_change} /> },
        ),
        Some(Selection::Link(link)) => (
            crate::text::inspector::link_title(stream, link),
            html! { <LinkFields key={format!("link {}", link.0)} stream={stream.clone()} {link} on_change={&props.on_change} /> },
        ),
        Some(Selection::Source(source)) => (
            stream.stream().sources[source.index()].title().to_owned(),
            html! { <SourceFields key={format!("source {}", source.0)} stream={stream.clone()} {source} on_change={&props.on_change} /> },
        ),
        Some(Selection::Customer) => (
            crate::text::belt::customer_title(stream).to_owned(),
            html! { <p class="hint">{ crate::text::inspector::CUSTOMER }</p> },
        ),
        None => {
            (text::INSPECTOR.to_owned(), html! { <p class="hint">{ text::INSPECTOR_EMPTY }</p> })
        }
    };
    html! {
        <section class="panel inspector" role="region" aria-label={title.clone()}>
            <h2>{ title }</h2>
            { fields }
        </section>
    }
}
