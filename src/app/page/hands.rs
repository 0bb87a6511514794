//! What hands do on the page beside the belt: keys that mean the same everywhere, menus that close, files that are
//! dropped, and the chart that is read. Fetched with the border.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{
    DragEvent, Element, Event, EventTarget, HtmlCanvasElement, HtmlElement, KeyboardEvent,
    PointerEvent,
};

use super::Msg;
use super::drawing::focus;
use crate::app::charts::ChartMsg;
use crate::app::tell::Tell;
use crate::app::tools::{Dialog, Look, Tool};

/// Listens until it is dropped.
pub(super) struct Hands {
    _listeners: Vec<EventListener>,
}

impl Hands {
    /// Listens to the document, and to the chart.
    pub(super) fn on(chart: &HtmlCanvasElement, tell: &Tell) -> Hands {
        let on = |target: &EventTarget, name: &'static str, take: fn(&Event, &Tell)| {
            let tell = tell.clone();
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(target, name, options, move |event| take(event, &tell))
        };
        let document = gloo::utils::document();
        let to_document = |name, take| on(&document, name, take);
        let to_chart = |name, take| on(chart, name, take);
        let listeners = vec![
            to_document("keydown", key),
            to_document("click", close_menus),
            to_document("dragover", drag_over),
            to_document("dragleave", drag_leave),
            to_document("drop", drop_file),
            to_chart("pointermove", point),
            to_chart("pointerdown", point),
            to_chart("pointerup", point),
            to_chart("pointerleave", leave),
            to_chart("keydown", read_on),
            to_chart("blur", |_, tell| tell.say(Msg::Hover(None, false))),
            to_chart("click", |_, tell| tell.say(Msg::Charts(ChartMsg::Pick))),
        ];
        Hands { _listeners: listeners }
    }
}

/// Keys that mean the same wherever the focus is: undo and redo, the sheet, Escape.
fn key(event: &Event, tell: &Tell) {
    let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
    let on = key.target().and_then(|target| target.dyn_into::<Element>().ok());
    let within = |selector: &str| {
        let found = on.as_ref().and_then(|element| element.closest(selector).ok().flatten());
        found.is_some()
    };
    let moved = on.as_ref().is_some_and(|on| match key.key().as_str() {
        "Tab" => stay_in_dialog(on, key.shift_key()),
        "ArrowLeft" | "ArrowRight" | "Home" | "End" => go_to_tab(on, &key.key()),
        _ => false,
    });
    if moved {
        key.prevent_default();
        return;
    }
    if key.key() == "Escape"
        && let Some(menu) = close_menu()
    {
        // What opened it has the focus again.
        return focus(menu.query_selector("summary").ok().flatten());
    }
    let has_ctrl = key.ctrl_key() || key.meta_key();
    let tool = match key.key().as_str() {
        "z" | "Z" if has_ctrl && key.shift_key() => Tool::Redo,
        "z" | "Z" if has_ctrl => Tool::Undo,
        "y" | "Y" if has_ctrl => Tool::Redo,
        "?" if !within("input, select, textarea, .dialog") => Tool::Show(Dialog::Keys),
        "?" if within(".dialog") => Tool::Look(Look::Close),
        "Escape" if !within(".belt, .chart") => Tool::Look(Look::ToBelt),
        _ => return,
    };
    key.prevent_default();
    tell.say(Msg::Tool(tool));
}

/// The Tab key goes round in what lies over the page; says whether it did.
fn stay_in_dialog(on: &Element, is_back: bool) -> bool {
    let Ok(Some(dialog)) = on.closest(".dialog") else { return false };
    let inside: Vec<HtmlElement> =
        elements(&dialog, "button, a[href], input, select, textarea, [tabindex='0']");
    let (Some(first), Some(last)) = (inside.first(), inside.last()) else { return false };
    let (edge, other) = if is_back { (first, last) } else { (last, first) };
    let is_at_edge = edge.is_same_node(Some(on));
    is_at_edge && other.focus().is_ok()
}

/// Arrow keys go from tab to tab, round and round, and show what they come to (WAI-ARIA, tabs with automatic activation).
fn go_to_tab(on: &Element, key: &str) -> bool {
    let Ok(Some(list)) = on.closest("[role=tablist]") else { return false };
    let tabs: Vec<HtmlElement> = elements(&list, "[role=tab]");
    let Some(now) = tabs.iter().position(|tab| tab.is_same_node(Some(on))) else { return false };
    let count = tabs.len();
    let next = match key {
        "ArrowLeft" => (now + count - 1) % count,
        "ArrowRight" => (now + 1) % count,
        "Home" => 0,
        _ => count - 1,
    };
    tabs[next].click();
    tabs[next].focus().is_ok()
}

/// What is in an element and matches a selector, in order.
pub(super) fn elements<T: JsCast>(root: &Element, selector: &str) -> Vec<T> {
    let Ok(found) = root.query_selector_all(selector) else { return Vec::new() };
    let found = (0..found.length()).filter_map(|place| found.item(place));
    found.filter_map(|element| element.dyn_into().ok()).collect()
}

/// Closes the menu that is open, if there is one.
fn close_menu() -> Option<Element> {
    let open = gloo::utils::document().query_selector(".more[open]").ok().flatten()?;
    let _ = open.remove_attribute("open");
    Some(open)
}

/// A menu closes when something in it, or anything else, is clicked.
fn close_menus(event: &Event, _: &Tell) {
    let on = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_opening =
        on.is_some_and(|element| element.closest(".more summary").ok().flatten().is_some());
    if !is_opening {
        close_menu();
    }
}

fn drag_over(event: &Event, tell: &Tell) {
    // Anything else that is dragged, such as marked text, is no business of ours.
    let types = event.dyn_ref().and_then(DragEvent::data_transfer).map(|data| data.types());
    if types.is_some_and(|types| types.includes(&"Files".into(), 0)) {
        event.prevent_default();
        tell.say(Msg::Hanging(true));
    }
}

fn drag_leave(event: &Event, tell: &Tell) {
    // Leaving one element for another inside is not leaving the page.
    if event.dyn_ref::<DragEvent>().is_some_and(|event| event.related_target().is_none()) {
        tell.say(Msg::Hanging(false));
    }
}

fn drop_file(event: &Event, tell: &Tell) {
    let files = event.dyn_ref().and_then(DragEvent::data_transfer).and_then(|data| data.files());
    match files.and_then(|files| files.get(0)) {
        Some(file) => {
            event.prevent_default();
            tell.say(Msg::File(file));
        }
        None => tell.say(Msg::Hanging(false)),
    }
}

/// The chart is read where the pointer is.
fn point(event: &Event, tell: &Tell) {
    let Some(pointer) = event.dyn_ref::<PointerEvent>() else { return };
    let target = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
    let at = target.map(|target| {
        let corner = target.get_bounding_client_rect();
        let at = (pointer.client_x(), pointer.client_y());
        (f64::from(at.0) - corner.left(), f64::from(at.1) - corner.top())
    });
    // A finger reads while it is down, so that it cannot choose a window as well.
    let is_down = pointer.buttons() & 1 == 1 && pointer.pointer_type() == "mouse";
    tell.say(Msg::Hover(at, is_down));
}

/// A finger that is lifted has not gone elsewhere: what it read stays until something else is touched.
fn leave(event: &Event, tell: &Tell) {
    if event.dyn_ref::<PointerEvent>().is_some_and(|event| event.pointer_type() == "mouse") {
        tell.say(Msg::Hover(None, false));
    }
}

/// Keys on the chart.
fn read_on(event: &Event, tell: &Tell) {
    let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
    let steps = match key.key().as_str() {
        "ArrowLeft" => -1,
        "ArrowRight" => 1,
        "PageUp" => -10,
        "PageDown" => 10,
        "Home" => -100,
        "End" => 100,
        "Escape" => return tell.say(Msg::Hover(None, false)),
        "[" => return tell.say(Msg::Charts(ChartMsg::Edge(false))),
        "]" => return tell.say(Msg::Charts(ChartMsg::Edge(true))),
        "Enter" => return tell.say(Msg::Charts(ChartMsg::Pick)),
        _ => return,
    };
    event.prevent_default();
    tell.say(Msg::Nudge(steps));
}
