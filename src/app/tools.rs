//! The row of drawing tools above the belt, the sheet of keys, and the gallery of templates.

use yew::prelude::*;

use super::markup::{class, markup};
use super::page::Msg;
use crate::text::editor as text;

/// What the tools show and tell.
pub(super) struct Tools<'a> {
    pub(super) steps: (Option<&'a str>, Option<&'a str>),
    pub(super) has_chosen: bool,
    /// Whether the browser keeps this stream, and whether it keeps any.
    pub(super) is_own: bool,
    pub(super) is_kept: bool,
    /// What was announced last.
    pub(super) said: &'a str,
    /// What is wrong with the drawing.
    pub(super) faults: Vec<String>,
    pub(super) tell: Callback<Msg>,
}

/// The row of tools.
pub(super) fn tools(props: &Tools<'_>) -> Html {
    let tell = |message: fn() -> Msg| props.tell.reform(move |_: MouseEvent| message());
    let button = |name: &'static str, hint: String, is_off: bool, message: fn() -> Msg| {
        markup! {
            <button type="button" title={hint} disabled={is_off} onclick={tell(message)}>{ name }</button>
        }
    };
    let (undoes, redoes) = props.steps;
    let more = |name: &'static str, is_off: bool, message: fn() -> Msg| {
        markup! {
            <button type="button" role="menuitem" disabled={is_off} onclick={tell(message)}>{ name }</button>
        }
    };
    let nothing = !props.has_chosen;
    markup! {
        <div class="tools" role="toolbar" aria-label={text::TOOLS}>
            <button type="button" class="primary" title={text::ADD_HINT} onclick={tell(|| Msg::AddStage)}>{ text::ADD }</button>
            { button(text::UNDO, text::steps_hint(undoes, "Ctrl+Z"), undoes.is_none(), || Msg::Undo) }
            { button(text::REDO, text::steps_hint(redoes, "Ctrl+Shift+Z"), redoes.is_none(), || Msg::Redo) }
            { button(text::FIT, text::FIT_HINT.to_owned(), false, || Msg::Fit) }
            <span class="choice">
                <button type="button" aria-label={text::FARTHER} title={text::FARTHER} onclick={tell(|| Msg::Zoom(-1))}>{ "−" }</button>
                <button type="button" aria-label={text::NEARER} title={text::NEARER} onclick={tell(|| Msg::Zoom(1))}>{ "+" }</button>
            </span>
            { button(text::NEW, text::NEW_HINT.to_owned(), false, || Msg::Gallery(true)) }
            <details class="more">
                <summary>{ text::MORE }</summary>
                <div class="panel" role="menu">
                    { more(text::ADD_SOURCE, false, || Msg::AddSource) }
                    { more(text::ADD_NOTE, false, || Msg::AddNote(false)) }
                    { more(text::ADD_KAIZEN, false, || Msg::AddNote(true)) }
                    { more(text::DUPLICATE, nothing, || Msg::Duplicate) }
                    { more(text::DELETE, nothing, || Msg::Delete) }
                    { more(text::GROUP, nothing, || Msg::Group) }
                    { more(text::TEAM, nothing, || Msg::Team) }
                    { more(text::ARRANGE, false, || Msg::Arrange) }
                    { more(text::DOWNLOAD, false, || Msg::Download) }
                    { more(text::FORGET, !props.is_own, || Msg::Forget) }
                    { more(text::KEYS, false, || Msg::Sheet(true)) }
                </div>
            </details>
            <span class="unseen" aria-live="polite">{ props.said.to_owned() }</span>
            if !props.faults.is_empty() {
                <div class="faults" role="alert">
                    <b>{ text::FAULTY }</b>
                    <ul>{ for props.faults.iter().take(4).map(|fault| markup! { <li>{ fault.clone() }</li> }) }</ul>
                </div>
            }
            if !props.is_kept { <p class="faults">{ text::NOT_KEPT }</p> }
        </div>
    }
}

/// The sheet of keys.
pub(super) fn sheet(tell: &Callback<Msg>) -> Html {
    let close = tell.reform(|_: MouseEvent| Msg::Sheet(false));
    markup! {
        <div class="dialog" role="dialog" aria-modal="true" aria-label={text::KEYS_TITLE}>
            <div class="panel">
                <div class="refusal-head"><b>{ text::KEYS_TITLE }</b>
                    <button type="button" class="close" onclick={close}>{ text::CLOSE }</button></div>
                <dl class="sheet">
                    { for text::SHEET.iter().map(|(keys, what)| markup! { <div><dt>{ *keys }</dt><dd>{ *what }</dd></div> }) }
                </dl>
            </div>
        </div>
    }
}

/// The gallery: an empty drawing, and every template with what it shows.
pub(super) fn gallery(templates: &[(String, String)], tell: &Callback<Msg>) -> Html {
    let close = tell.reform(|_: MouseEvent| Msg::Gallery(false));
    let card = |name: String, about: String, is_blank: bool, message: Callback<MouseEvent>| {
        markup! {
            <button type="button" class={class("template", &[(is_blank, "close")])} aria-label={name.clone()} onclick={message}>
                <b>{ name }</b><span>{ about }</span>
            </button>
        }
    };
    let blank = tell.reform(|_: MouseEvent| Msg::Blank);
    markup! {
        <div class="dialog" role="dialog" aria-modal="true" aria-label={text::GALLERY}>
            <div class="panel">
                <div class="refusal-head"><b>{ text::GALLERY }</b>
                    <button type="button" onclick={close}>{ text::CLOSE }</button></div>
                <div class="templates">
                    { card(text::BLANK.to_owned(), text::BLANK_ABOUT.to_owned(), true, blank) }
                    { for templates.iter().enumerate().map(|(index, (name, about))| {
                        card(name.clone(), about.clone(), false, tell.reform(move |_: MouseEvent| Msg::Example(index)))
                    }) }
                </div>
            </div>
        </div>
    }
}
