//! What the page says: the one sentence that matters, and what could not be done.

use yew::prelude::*;

use super::markup::{class, markup, truth};
use super::page::{InsightMsg, Msg, Refusal, Snapshot};
use super::tell::Tell;
use crate::text::insight as words;
use crate::text::page as text;

/// The one sentence that matters, what could be done, and on request what else stands out.
pub(super) fn insight_bar(
    snapshot: &Snapshot,
    has_more: bool,
    can_undo: bool,
    tell: &Tell,
) -> Html {
    let (headline, detail) = &snapshot.insight;
    let class = class("panel insight", &[(!snapshot.is_calm, "is-hot")]);
    let button = |label: String, message: fn(usize) -> Msg| {
        let onclick = tell.click(0, message);
        markup! { <button type="button" {onclick}>{ label }</button> }
    };
    let attempt = snapshot.attempt.as_ref();
    let attempt =
        attempt.map(|(label, _)| button(label.clone(), |_| Msg::Insight(InsightMsg::Try)));
    let undo = can_undo.then(|| button(words::UNDO.to_owned(), |_| Msg::Insight(InsightMsg::Undo)));
    let more = (!snapshot.more.is_empty()).then(|| {
        let label = if has_more { words::LESS } else { words::MORE };
        let onclick =
            tell.click(usize::from(has_more), |has| Msg::Insight(InsightMsg::More(has == 0)));
        markup! { <button type="button" aria-expanded={truth(has_more)} {onclick}>{ label }</button> }
    });
    markup! {
        <div {class}>
            <div class="insight-words">
                // A new finding is announced; its numbers change all the time, and are there to be asked for.
                <p role="status" aria-label={text::INSIGHT} aria-atomic="false">
                    <b>{ headline.clone() }</b>{ " " }<span aria-live="off">{ detail.clone() }</span>
                </p>
                if has_more {
                    { for snapshot.more.iter().map(|(headline, detail)| markup! {
                        <p><b>{ headline.clone() }</b>{ " " }{ detail.clone() }</p>
                    }) }
                }
            </div>
            <div class="insight-buttons">{ attempt }{ undo }{ more }</div>
        </div>
    }
}

/// What could not be done, and why.
pub(super) fn refusal_box(refusal: &Refusal, tell: &Tell) -> Html {
    message(refusal, text::DISMISS, tell.click(0, |_| Msg::Dismiss))
}

/// What could not be fetched, and a way to try again.
pub(super) fn missed_box(missed: &Refusal, tell: &Tell) -> Html {
    message(missed, text::AGAIN, tell.click(0, |_| Msg::Again))
}

fn message(refusal: &Refusal, button: &'static str, onclick: Callback<MouseEvent>) -> Html {
    markup! {
        <div class="panel refusal" role="alert">
            <div class="refusal-head">
                <b>{ refusal.title.clone() }</b>
                <button type="button" {onclick}>{ button }</button>
            </div>
            <ul>{ for refusal.reasons.iter().map(|reason| markup! { <li>{ reason.clone() }</li> }) }</ul>
        </div>
    }
}
