//! The page: the only layer that knows a browser.

pub mod belt;

use yew::prelude::*;

/// The whole page.
#[function_component]
pub fn App() -> Html {
    html! { <main>{ "Flowglass" }</main> }
}

/// Mounts the page into the document's body.
pub fn start() {
    yew::Renderer::<App>::new().render();
}
