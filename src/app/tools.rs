//! The row of drawing tools above the belt, the sheet of keys, and the gallery of templates.

use yew::prelude::*;

use super::markup::{class, markup, truth};
use super::page::Msg;
use super::tell::Tell;
use crate::text::{editor as text, stream_map as map};

/// A drawing tool in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// Another work center.
    AddStage,
    /// Another source.
    AddSource,
    /// A note; or a kaizen burst.
    AddNote(bool),
    /// The last step is taken back.
    Undo,
    /// It is made again.
    Redo,
    /// The layout places everything.
    Arrange,
    /// What is chosen from now on comes to what is chosen; or no longer.
    Several,
    /// Copies of what is chosen.
    Duplicate,
    /// Without what is chosen.
    Delete,
    /// A common limit for what is chosen.
    Group,
    /// A team for what is chosen.
    Team,
    /// To what is wrong, by its number.
    Mend(usize),
    /// The stream becomes a file.
    Download,
    /// The kept stream is forgotten.
    Forget,
    /// An empty drawing.
    Blank,
    /// A kept stream is opened.
    Kept(u32),
    /// This lies over the page now.
    Show(Dialog),
    /// Nothing is drawn, only looked at.
    Look(Look),
}

/// Another look at the drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// All of the belt is shown.
    Fit,
    /// As a value stream map, or as a belt again.
    Map(bool),
    /// Nearer or farther.
    Zoom(i32),
    /// Nothing lies over the page any more.
    Close,
    /// The inspector goes back to its place.
    Lower,
    /// The same if something does; else the focus goes from the fields to the belt.
    ToBelt,
    /// The same, and what has been typed into the field since it was entered is taken back.
    TakeBack,
}

/// What can lie over the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialog {
    /// The sheet of keys.
    Keys,
    /// The gallery of templates.
    Gallery,
}

/// What unfolds behind the others.
const MORE: [(&str, Tool); 12] = [
    (text::ADD_SOURCE, Tool::AddSource),
    (text::ADD_NOTE, Tool::AddNote(false)),
    (text::ADD_KAIZEN, Tool::AddNote(true)),
    (text::SEVERAL, Tool::Several),
    (text::DUPLICATE, Tool::Duplicate),
    (text::DELETE, Tool::Delete),
    (text::GROUP, Tool::Group),
    (text::TEAM, Tool::Team),
    (text::ARRANGE, Tool::Arrange),
    (text::DOWNLOAD, Tool::Download),
    (text::FORGET, Tool::Forget),
    (text::KEYS, Tool::Show(Dialog::Keys)),
];

/// What the tools show and tell.
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of its own")]
pub(super) struct Tools<'a> {
    pub(super) steps: (Option<&'a str>, Option<&'a str>),
    pub(super) has_chosen: bool,
    /// Whether the stream is shown as a map.
    pub(super) is_map: bool,
    /// Whether the browser keeps this stream, and whether it keeps any.
    pub(super) is_own: bool,
    pub(super) is_kept: bool,
    /// What was announced last.
    pub(super) said: &'a str,
    pub(super) tell: &'a Tell,
}

/// The row of tools.
pub(super) fn tools(props: &Tools<'_>) -> Html {
    let tell = |message: fn(usize) -> Msg| props.tell.click(0, message);
    let button = |name: &'static str, hint: String, is_off: bool, message: fn(usize) -> Msg| {
        markup! {
            <button type="button" title={hint} disabled={is_off} onclick={tell(message)}>{ name }</button>
        }
    };
    let (undoes, redoes) = props.steps;
    let more = MORE.iter().enumerate().map(|(index, (name, tool))| {
        let is_off = match tool {
            Tool::Duplicate | Tool::Delete | Tool::Group | Tool::Team => !props.has_chosen,
            Tool::Forget => !props.is_own,
            _ => false,
        };
        let onclick = props.tell.click(index, |index| Msg::Tool(MORE[index].1));
        markup! {
            <button type="button" role="menuitem" disabled={is_off} {onclick}>{ *name }</button>
        }
    });
    markup! {
        <div class="tools" role="toolbar" aria-label={text::TOOLS}>
            <button type="button" class="primary" title={text::ADD_HINT} onclick={tell(|_| Msg::Tool(Tool::AddStage))}>{ text::ADD }</button>
            { button(text::UNDO, text::steps_hint(undoes, "Ctrl+Z"), undoes.is_none(), |_| Msg::Tool(Tool::Undo)) }
            { button(text::REDO, text::steps_hint(redoes, "Ctrl+Shift+Z"), redoes.is_none(), |_| Msg::Tool(Tool::Redo)) }
            { button(text::FIT, text::FIT_HINT.to_owned(), false, |_| Msg::Tool(Tool::Look(Look::Fit))) }
            <span class="choice">
                <button type="button" aria-label={text::FARTHER} title={text::FARTHER} onclick={tell(|_| Msg::Tool(Tool::Look(Look::Zoom(-1))))}>{ "−" }</button>
                <button type="button" aria-label={text::NEARER} title={text::NEARER} onclick={tell(|_| Msg::Tool(Tool::Look(Look::Zoom(1))))}>{ "+" }</button>
            </span>
            <span class="choice" role="group" aria-label={map::VIEWS}>
                <button type="button" aria-pressed={truth(!props.is_map)} onclick={tell(|_| Msg::Tool(Tool::Look(Look::Map(false))))}>{ map::BELT }</button>
                <button type="button" aria-pressed={truth(props.is_map)} onclick={tell(|_| Msg::Tool(Tool::Look(Look::Map(true))))}>{ map::MAP }</button>
            </span>
            { button(text::NEW, text::NEW_HINT.to_owned(), false, |_| Msg::Tool(Tool::Show(Dialog::Gallery))) }
            <details class="more">
                <summary>{ text::MORE }</summary>
                <div class="panel" role="menu">
                    { for more }
                </div>
            </details>
            <span class="unseen" aria-live="polite">{ props.said.to_owned() }</span>
            if !props.is_kept { <p class="faults">{ text::NOT_KEPT }</p> }
        </div>
    }
}

/// The sheet of keys.
pub(super) fn sheet(tell: &Tell) -> Html {
    let close = tell.click(0, |_| Msg::Tool(Tool::Look(Look::Close)));
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
pub(super) fn gallery(templates: &[(String, String)], tell: &Tell) -> Html {
    let close = tell.click(0, |_| Msg::Tool(Tool::Look(Look::Close)));
    let card = |name: String, about: String, is_blank: bool, message: Callback<MouseEvent>| {
        markup! {
            <div class="template">
                <button type="button" class={class("bare", &[(is_blank, "close")])} onclick={message}>{ name }</button>
                <span>{ about }</span>
            </div>
        }
    };
    let blank = tell.click(0, |_| Msg::Tool(Tool::Blank));
    markup! {
        <div class="dialog" role="dialog" aria-modal="true" aria-label={text::GALLERY}>
            <div class="panel">
                <div class="refusal-head"><b>{ text::GALLERY }</b>
                    <button type="button" onclick={close}>{ text::CLOSE }</button></div>
                <div class="templates">
                    { card(text::BLANK.to_owned(), text::BLANK_ABOUT.to_owned(), true, blank) }
                    { for templates.iter().enumerate().map(|(index, (name, about))| {
                        card(name.clone(), about.clone(), false, tell.click(index, Msg::Example))
                    }) }
                </div>
            </div>
        </div>
    }
}
