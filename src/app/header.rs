//! The page's head: the brand, what can be opened.

use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::markup::markup;
use super::page::Msg;
use super::tell::Tell;
use super::tools::Tool;
use crate::text::proof::PROOF;
use crate::text::{editor as words, page as text};

/// What the value of a kept stream begins with.
const KEPT: &str = "kept ";
/// The file chooser behind the button.
const CHOOSER: &str = "chooser";

/// The addresses of what can stand in the stream's place.
const PROOF_HASH: &str = "#proof";
pub(super) const GALLERY_HASH: &str = "#charts";
pub(super) const REPORT_HASH: &str = "#report";

/// What is shown: the address says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The stream, its belt and its charts.
    Stream,
    /// The proof; the run then waits, and nothing of it is gone.
    Proof,
    /// All charts at once, while the run goes on.
    Gallery,
    /// A page to print; the run waits.
    Report,
}

impl Place {
    /// Whether the run waits while it is shown.
    pub(super) fn waits(self) -> bool {
        matches!(self, Place::Proof | Place::Report)
    }

    /// What the address asks for.
    pub(super) fn asked() -> Place {
        match gloo::utils::window().location().hash().as_deref() {
            Ok(PROOF_HASH) => Place::Proof,
            Ok(GALLERY_HASH) => Place::Gallery,
            Ok(REPORT_HASH) => Place::Report,
            _ => Place::Stream,
        }
    }
}

/// Where the stream that runs comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// An example as it is.
    Example(usize),
    /// The reader's own: a file, or an example that has been changed.
    Own,
}

/// What the head shows.
pub(super) struct Header {
    pub(super) examples: Vec<&'static str>,
    pub(super) origin: Origin,
    /// The streams that the browser keeps, and which of them this is.
    pub(super) kept: Vec<(u32, String)>,
    pub(super) number: Option<u32>,
    pub(super) tell: Tell,
}

pub(super) fn header(props: &Header) -> Html {
    let tell = props.tell.clone();
    let onchange = move |event: Event| {
        let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        let value = select.map(|select| select.value()).unwrap_or_default();
        if let Some(number) = value.strip_prefix(KEPT).and_then(|number| number.parse().ok()) {
            tell.say(Msg::Tool(Tool::Kept(number)));
        } else if let Ok(index) = value.parse() {
            tell.say(Msg::Example(index));
        }
    };
    let onclick = |_: MouseEvent| {
        let input = gloo::utils::document().get_element_by_id(CHOOSER);
        if let Some(input) = input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) {
            input.click();
        }
    };
    let tell = props.tell.clone();
    let on_chosen = move |event: Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(input) = input else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            tell.say(Msg::File(file));
        }
        // The same file can be chosen again after it has been changed.
        input.set_value("");
    };
    let (flow, glass) = text::BRAND;
    let is_nameless = props.origin == Origin::Own && props.number.is_none();
    markup! {
        <header>
            <h1 class="brand">{ flow }<span>{ glass }</span></h1>
            <span class="space"></span>
            <label class="examples">
                <span>{ text::EXAMPLES }</span>
                <select {onchange}>
                    if is_nameless {
                        <option value="" selected={true} disabled={true}>{ text::YOUR_OWN }</option>
                    }
                    <optgroup label={words::TEMPLATES}>
                        { for props.examples.iter().enumerate().map(|(index, name)| markup! {
                            <option value={index.to_string()} selected={props.origin == Origin::Example(index)}>{ *name }</option>
                        }) }
                    </optgroup>
                    if !props.kept.is_empty() {
                        <optgroup label={words::KEPT}>
                            { for props.kept.iter().map(|(number, name)| markup! {
                                <option value={KEPT.to_owned() + &number.to_string()}
                                    selected={props.number == Some(*number)}>{ name.clone() }</option>
                            }) }
                        </optgroup>
                    }
                </select>
            </label>
            <a class="button" href={PROOF_HASH}>{ PROOF }</a>
            <button type="button" class="primary" title={text::OPEN_HINT} {onclick}>{ text::OPEN }</button>
            <input id={CHOOSER} type="file" accept=".json,.csv,.tsv,.txt,application/json,text/csv"
                hidden={true} onchange={on_chosen} aria-label={text::OPEN} />
        </header>
    }
}
