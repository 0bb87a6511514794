//! The page: the only layer that knows a browser.
//!
//! `Page` owns the run and the frame loop. Each frame moves the run on within a time budget, and lets the belt and the
//! chart draw; a few times a second, and after every action, the components get new values. They send back what
//! people do.

pub mod belt;
mod canvas;
mod chart_painter;
mod chart_panel;
mod charts;
mod chunks;
mod controls;
mod field_look;
mod file;
mod flow_view;
mod header;
mod history_panel;
mod inspector;
mod map_panel;
mod markup;
mod messages;
mod notices;
mod number_field;
mod numbers;
mod observed;
mod page;
mod proof;
mod save;
mod screen;
mod storage;
mod styles;
mod tell;
mod tools;

pub use canvas::Canvas;
pub use page::Page;

/// Mounts the page into the document's body: at once, or as soon as it can open what the browser has kept.
pub fn start() {
    let mount = |border| {
        yew::Renderer::<Page>::with_props(page::Start { border }).render();
    };
    if storage::keeps_any() {
        styles::fetch();
        // Without it the page opens as for the first time, says what is missing, and what is kept stays kept.
        wasm_bindgen_futures::spawn_local(async move { mount(chunks::border().await.ok()) });
    } else {
        mount(None);
    }
}
