//! What the page says: the one sentence that matters, and what could not be done.

use std::rc::Rc;

use yew::prelude::*;

use super::page::{Refusal, Snapshot};
use crate::text::page as text;

#[derive(Properties, PartialEq)]
pub(super) struct InsightProps {
    pub(super) snapshot: Rc<Snapshot>,
}

#[component]
pub(super) fn InsightBar(props: &InsightProps) -> Html {
    let (headline, detail) = &props.snapshot.insight;
    let class = classes!("panel", "insight", (!props.snapshot.is_calm).then_some("is-hot"));
    html! {
        <p {class} role="status" aria-label={text::INSIGHT}>
            if !headline.is_empty() { <b>{ headline.clone() }</b>{ " " } }
            { detail.clone() }
        </p>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct RefusalProps {
    pub(super) refusal: Refusal,
    pub(super) on_dismiss: Callback<()>,
}

#[component]
pub(super) fn RefusalBox(props: &RefusalProps) -> Html {
    html! {
        <div class="panel refusal" role="alert">
            <div class="refusal-head">
                <b>{ props.refusal.title.clone() }</b>
                <button type="button" onclick={props.on_dismiss.reform(|_: MouseEvent| ())}>{ text::DISMISS }</button>
            </div>
            <ul>{ for props.refusal.reasons.iter().map(|reason| html! { <li>{ reason.clone() }</li> }) }</ul>
        </div>
    }
}
