//! Files: reads one that somebody chose or dropped. `save` gives them away.

use gloo::file::callbacks::read_as_text;
use yew::html::Scope;

use super::page::{Msg, Page};

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
