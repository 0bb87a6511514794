//! What hands do on the page beside the belt: keys that mean the same everywhere, menus that close, files that are
//! dropped, and the chart that is read. Fetched with the border.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{
    DragEvent, Element, Event, EventTarget, HtmlCanvasElement, HtmlElement, KeyboardEvent,
    PointerEvent, WheelEvent,
};

use super::Msg;
use super::drawing::focus;
use crate::app::charts::ChartMsg;
use crate::app::flow_view::FlowMsg;
use crate::app::tell::Tell;
use crate::app::tools::{Dialog, Look, Tool};
use crate::chart::{Step, Touch};
use crate::text::page::CUMULATIVE_FLOW;

/// How far a key moves what the diagram shows [CSS px].
const KEY_PX: f64 = 80.0;

/// Listens until it is dropped.
pub(super) struct Hands {
    _listeners: Vec<EventListener>,
}

impl Hands {
    /// Listens to the document, to the window and to the chart.
    pub(super) fn on(chart: &HtmlCanvasElement, tell: &Tell) -> Hands {
        let on = |target: &EventTarget, name: &'static str, take: fn(&Event, &Tell)| {
            let tell = tell.clone();
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(target, name, options, move |event| take(event, &tell))
        };
        let document = gloo::utils::document();
        let to_document = |name, take| on(&document, name, take);
        let to_chart = |name, take| on(chart, name, take);
        let window = gloo::utils::window();
        let listeners = vec![
            to_document("keydown", key),
            to_document("click", close_menus),
            to_document("pointermove", |event, _| mouse_over(event)),
            to_document("focusin", |_, _| help_for(false)),
            to_document("focusout", |_, _| help_for(false)),
            to_document("dragover", drag_over),
            to_document("dragleave", drag_leave),
            to_document("drop", drop_file),
            on(&window, "beforeprint", |_, tell| tell.say(Msg::Paper(true))),
            on(&window, "afterprint", |_, tell| tell.say(Msg::Paper(false))),
            to_chart("pointermove", point),
            to_chart("pointerdown", point),
            to_chart("pointerup", point),
            to_chart("pointercancel", point),
            to_chart("contextmenu", no_menu),
            to_chart("wheel", roll),
            to_chart("pointerleave", leave),
            to_chart("keydown", read_on),
            to_chart("blur", |_, tell| tell.say(Msg::Leave)),
            to_chart("click", |_, tell| tell.say(Msg::Charts(ChartMsg::Pick))),
        ];
        Hands { _listeners: listeners }
    }
}

/// Keys that mean the same wherever the focus is: undo and redo, the sheet, Escape; and Enter in a field.
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
        "Enter" if within(".inspector .entry input") && !key.is_composing() => {
            Tool::Look(Look::ToBelt)
        }
        "Escape" if within(".inspector .field") => Tool::Look(Look::TakeBack),
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

/// A mouse that moves asks about the field under it; one that rests while fields come and go does not.
fn mouse_over(event: &Event) {
    let Some(mouse) = event.dyn_ref::<PointerEvent>() else { return };
    if mouse.movement_x() != 0 || mouse.movement_y() != 0 {
        let on = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let field = on.and_then(|on| on.closest(".inspector .field").ok().flatten());
        help_for(field.is_some());
    }
}

/// From now on, what is said is of the field under the mouse, or of the one with the focus.
fn help_for(is_mouse: bool) {
    let help_line = gloo::utils::document().query_selector(".inspector .help").ok().flatten();
    if let Some(line) = help_line {
        let _ = line.toggle_attribute_with_force("data-mouse", is_mouse);
        help();
    }
}

/// Says at the foot of the inspector what a field does; what is wrong with it is said below it.
pub(super) fn help() {
    let document = gloo::utils::document();
    let found = |selector: &str| document.query_selector(selector).ok().flatten();
    let Some(help) = found(".inspector .help") else { return };
    let under_mouse = help
        .has_attribute("data-mouse")
        .then(|| found(".inspector .field:hover:not(.is-wrong) > small"));
    let hint = under_mouse.flatten();
    let hint = hint.or_else(|| found(".inspector .field:focus-within:not(.is-wrong) > small"));
    let words = hint.and_then(|hint| hint.text_content()).unwrap_or_default();
    if help.text_content().is_some_and(|said| said != words) {
        help.set_text_content(Some(&words));
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
    let Some(target) = target else { return };
    let corner = target.get_bounding_client_rect();
    let at = (pointer.client_x(), pointer.client_y());
    let step = match event.type_().as_str() {
        "pointerdown" if pointer.is_primary() => Step::First,
        "pointerdown" => Step::Down,
        "pointerup" => Step::Up,
        "pointercancel" => Step::Lost,
        _ if pointer.buttons() & 1 == 1 => Step::Move,
        _ => Step::Hover,
    };
    tell.say(Msg::Touch(Touch {
        id: pointer.pointer_id(),
        at: (f64::from(at.0) - corner.left(), f64::from(at.1) - corner.top()),
        when: event.time_stamp(),
        step,
        is_finger: pointer.pointer_type() == "touch",
        has_shift: pointer.shift_key(),
    }));
}

/// A finger held still chooses a window instead of opening a menu.
fn no_menu(event: &Event, _: &Tell) {
    let is_finger =
        event.dyn_ref().is_some_and(|event: &PointerEvent| event.pointer_type() == "touch");
    if is_finger {
        event.prevent_default();
    }
}

/// The wheel: with a modifier, or as a pinch on a trackpad, it changes how much time is shown; sideways it moves that. Else it
/// scrolls the page, which would be trapped otherwise.
fn roll(event: &Event, tell: &Tell) {
    let Some(wheel) = event.dyn_ref::<WheelEvent>() else { return };
    let target = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(target) = target.filter(is_diagram) else { return };
    // In lines, or in pixels.
    let unit = if wheel.delta_mode() == WheelEvent::DOM_DELTA_PIXEL { 1.0 } else { 16.0 };
    let (x, y) = (wheel.delta_x() * unit, wheel.delta_y() * unit);
    let message = if wheel.ctrl_key() || wheel.meta_key() {
        let at = f64::from(wheel.client_x()) - target.get_bounding_client_rect().left();
        // A notch of a wheel is a hundred pixels, and the steps of a pinch are a few each.
        let steps = if y.abs() < 50.0 { y / 100.0 } else { y / 400.0 };
        FlowMsg::Zoom(libm::exp2(steps.clamp(-1.0, 1.0)), Some(at))
    } else if wheel.shift_key() && x == 0.0 {
        FlowMsg::Move(-y)
    } else if x.abs() > y.abs() {
        FlowMsg::Move(-x)
    } else {
        return;
    };
    event.prevent_default();
    tell.say(Msg::Flow(message));
}

fn is_diagram(canvas: &Element) -> bool {
    canvas.get_attribute("aria-label").is_some_and(|name| name == CUMULATIVE_FLOW)
}

/// A finger that is lifted has not gone elsewhere: what it read stays until something else is touched.
fn leave(event: &Event, tell: &Tell) {
    if event.dyn_ref::<PointerEvent>().is_some_and(|event| event.pointer_type() == "mouse") {
        tell.say(Msg::Leave);
    }
}

/// Keys on the chart.
fn read_on(event: &Event, tell: &Tell) {
    let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
    let target = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
    let has_other = key.ctrl_key() || key.meta_key() || key.alt_key();
    if target.is_some_and(|target| is_diagram(&target))
        && !has_other
        && let Some(message) = flow_key(key)
    {
        event.prevent_default();
        return tell.say(Msg::Flow(message));
    }
    let steps = match key.key().as_str() {
        "ArrowLeft" => -1,
        "ArrowRight" => 1,
        "PageUp" => -10,
        "PageDown" => 10,
        "Home" => -100,
        "End" => 100,
        "Escape" => {
            tell.say(Msg::Leave);
            return tell.say(Msg::Unmeasure);
        }
        "[" => return tell.say(Msg::Charts(ChartMsg::Edge(false))),
        "]" => return tell.say(Msg::Charts(ChartMsg::Edge(true))),
        "Enter" => return tell.say(Msg::Charts(ChartMsg::Pick)),
        _ => return,
    };
    event.prevent_default();
    tell.say(Msg::Nudge(steps));
}

/// Keys that choose how much time the diagram shows, and which.
fn flow_key(key: &KeyboardEvent) -> Option<FlowMsg> {
    Some(match key.key().as_str() {
        "+" | "=" => FlowMsg::Zoom(0.5, None),
        "-" | "_" => FlowMsg::Zoom(2.0, None),
        "0" => FlowMsg::Whole,
        "ArrowLeft" if key.shift_key() => FlowMsg::Move(KEY_PX),
        "ArrowRight" if key.shift_key() => FlowMsg::Move(-KEY_PX),
        _ => return None,
    })
}
