//! What is done before there is anybody to take it: a hand that comes near brings what answers it, and what it does in
//! the meantime is kept for then.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Element, Event};
use yew::html::Scope;

use super::{Msg, Page};
use crate::app::belt::HEARD;

/// Listens until somebody else does.
pub(super) struct Early {
    done: Rc<RefCell<Done>>,
    _listeners: Vec<EventListener>,
}

/// What was done so far.
#[derive(Default)]
pub(super) struct Done {
    pub(super) on_belt: Vec<Event>,
    pub(super) elsewhere: Vec<Event>,
    /// Whether a pointer went down on the belt, which then has what it does elsewhere too.
    is_held: bool,
}

/// What buttons, fields and the chart hear of beside keys. What was typed stands in its field.
const ELSEWHERE: [&str; 2] = ["click", "pointerdown"];
/// A file over the page.
const DRAGS: [&str; 2] = ["dragover", "drop"];

impl Early {
    pub(super) fn listen(page: &Scope<Page>) -> Early {
        let done = Rc::new(RefCell::new(Done::default()));
        let listen = |name: &'static str| {
            let (link, done) = (page.clone(), Rc::clone(&done));
            // Scrolling does not wait for what only listens.
            let options = if DRAGS.contains(&name) {
                EventListenerOptions::enable_prevent_default()
            } else {
                EventListenerOptions::default()
            };
            EventListener::new_with_options(&gloo::utils::document(), name, options, move |event| {
                take(name, event, &mut done.borrow_mut(), &link);
                link.send_message(Msg::Near);
            })
        };
        let names = HEARD.into_iter().chain(DRAGS).chain(["click", "pointerover"]);
        let listeners = names.map(listen).collect();
        Early { done, _listeners: listeners }
    }

    /// Somebody else listens: what was done until now.
    pub(super) fn end(self) -> Done {
        self.done.take()
    }
}

fn take(name: &'static str, event: &Event, done: &mut Done, link: &Scope<Page>) {
    let on = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_in = |selector: &str| {
        on.as_ref().and_then(|element| element.closest(selector).ok().flatten()).is_some()
    };
    // Otherwise the browser would leave the page for the file.
    if let Some(drag) = event.dyn_ref::<DragEvent>() {
        event.prevent_default();
        let file = drag.data_transfer().and_then(|data| data.files()?.get(0));
        if let Some(file) = file.filter(|_| name == "drop") {
            link.send_message(Msg::File(file));
        }
    }
    // Keys are heard everywhere, as they will be again.
    let is_key = name == "keydown";
    let is_on_belt = HEARD.contains(&name) && is_in(".belt");
    let was_held = done.is_held;
    match name {
        "pointerdown" => done.is_held = is_on_belt,
        "pointerup" | "pointercancel" => done.is_held = false,
        _ => {}
    }
    if !is_key && (is_on_belt || was_held && HEARD.contains(&name)) {
        done.on_belt.push(event.clone());
    } else if is_key || (ELSEWHERE.contains(&name) && is_in(".inspector, .chart")) {
        done.elsewhere.push(event.clone());
    }
}
