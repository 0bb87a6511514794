//! What there is to say about the drawing, below the belt: why the run started again, and what is wrong.

use yew::prelude::*;

use super::markup::markup;
use super::page::{Msg, Restart};
use super::tell::Tell;
use super::tools::{Look, Tool};
use crate::text::{editor as text, page};

/// Why the run started again, and the way back.
pub(super) fn restarted(restart: &Restart, tell: &Tell) -> Html {
    let (back, name): (fn(usize) -> Msg, _) = if restart.is_undo {
        (|_| Msg::Tool(Tool::Redo), text::REDO_THIS)
    } else {
        (|_| Msg::Tool(Tool::Undo), text::UNDO_THIS)
    };
    // Another one is another element, which appears anew.
    markup! {
        <div key={restart.number} class="restarted" role="status">
            <span title={restart.words.clone()}>{ restart.words.clone() }</span>
            <button type="button" onclick={tell.click(0, back)}>{ name }</button>
            <button type="button" aria-label={page::DISMISS} title={page::DISMISS} onclick={tell.click(0, |_| Msg::Dismiss)}>{ "×" }</button>
        </div>
    }
}

/// What is being chosen together, and the end of it.
pub(super) fn choosing(tell: &Tell) -> Html {
    let done = tell.click(0, |_| Msg::Tool(Tool::Several));
    markup! {
        <p class="hint unstarted" role="status">
            { text::CHOOSING }
            <button type="button" onclick={done}>{ text::CHOSEN_ALL }</button>
        </p>
    }
}

/// Puts the inspector back, which lies over a phone's page.
pub(super) fn close_sheet(tell: &Tell) -> Html {
    let onclick = tell.click(0, |_| Msg::Tool(Tool::Look(Look::Lower)));
    markup! { <button type="button" class="sheet-close" {onclick}>{ text::CLOSE }</button> }
}

/// How many flaws are listed; who has mended one sees the next.
const LISTED: usize = 4;

/// What is wrong with the drawing: by its number, in words, and whether there is a place to go to.
pub(super) fn flaws(all: &[(usize, String, bool)], tell: &Tell) -> Html {
    let flaw = |(index, words, has_place): &(usize, String, bool)| {
        let onclick = tell.click(*index, |index| Msg::Tool(Tool::Mend(index)));
        let words = words.clone();
        markup! {
            <li>
                if *has_place { <button type="button" class="flaw" {onclick}>{ words }</button> } else { { words } }
            </li>
        }
    };
    markup! {
        <div class="faults" role="alert">
            <b>{ text::FAULTY }</b>
            if !all.is_empty() { <ul>{ for all.iter().take(LISTED).map(flaw) }</ul> }
        </div>
    }
}
