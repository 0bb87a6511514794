//! The styles of what is not on the first screen.

/// Their element's id.
const LATER: &str = "later";

/// Fetches them, once.
pub(super) fn fetch() {
    let document = gloo::utils::document();
    if document.get_element_by_id(LATER).is_some() {
        return;
    }
    let Ok(link) = document.create_element("link") else { return };
    link.set_id(LATER);
    let _ = link.set_attribute("rel", "stylesheet");
    let _ = link.set_attribute("href", "assets/later.css");
    let _ = gloo::utils::head().append_child(&link);
}

/// They may not have come: the next call of `fetch` fetches them anew.
pub(super) fn forget() {
    if let Some(link) = gloo::utils::document().get_element_by_id(LATER) {
        link.remove();
    }
}
