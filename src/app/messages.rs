//! What the page says: the one sentence that matters, and what could not be done.

use yew::prelude::*;

use super::markup::{class, markup};
use super::page::{Refusal, Snapshot};
use crate::text::page as text;

/// The one sentence that matters.
pub(super) fn insight_bar(snapshot: &Snapshot) -> Html {
    let (headline, detail) = &snapshot.insight;
    let class = class("panel insight", &[(!snapshot.is_calm, "is-hot")]);
    markup! {
        // A new finding is announced; its numbers change all the time, and are there to be asked for.
        <p {class} role="status" aria-label={text::INSIGHT} aria-atomic="false">
            <b>{ headline.clone() }</b>{ " " }<span aria-live="off">{ detail.clone() }</span>
        </p>
    }
}

/// What could not be done, and why.
pub(super) fn refusal_box(refusal: &Refusal, on_dismiss: &Callback<()>) -> Html {
    markup! {
        <div class="panel refusal" role="alert">
            <div class="refusal-head">
                <b>{ refusal.title.clone() }</b>
                <button type="button" onclick={on_dismiss.reform(|_: MouseEvent| ())}>{ text::DISMISS }</button>
            </div>
            <ul>{ for refusal.reasons.iter().map(|reason| markup! { <li>{ reason.clone() }</li> }) }</ul>
        </div>
    }
}
