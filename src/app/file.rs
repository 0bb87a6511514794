//! Files: reads one that somebody chose or dropped, and gives one away.

use gloo::file::callbacks::read_as_text;
use wasm_bindgen::JsCast;
use web_sys::HtmlAnchorElement;
use yew::html::Scope;

use super::page::{Msg, Page};
use super::save;
use crate::text::editor as words;

/// Gives a text to the reader as a file.
pub(super) fn download(name: &str, text: &str) {
    let blob = gloo::file::Blob::new_with_options(text, Some("application/json"));
    let address = gloo::file::ObjectUrl::from(blob);
    let anchor = gloo::utils::document().create_element("a").ok();
    let Some(anchor) = anchor.and_then(|anchor| anchor.dyn_into::<HtmlAnchorElement>().ok()) else {
        return;
    };
    anchor.set_href(&address);
    let name = if name.is_empty() { words::UNNAMED } else { name };
    anchor.set_download(&(save::plain(name) + ".json"));
    anchor.click();
    // The browser takes the file in its own time.
    std::mem::forget(address);
}

/// Reads a file as text and tells the page.
pub(super) fn read(file: web_sys::File, link: Scope<Page>) {
    let name = file.name();
    let blob = gloo::file::File::from(file);
    let reader = read_as_text(&blob, move |text| {
        link.send_message(match text {
            Ok(text) => Msg::Text(name, text),
            Err(_) => Msg::Unreadable(name),
        });
    });
    // The reader ends by itself; nobody cancels it.
    std::mem::forget(reader);
}
