//! What is done before there is anybody to take it: a hand that comes near brings what answers it, and what it does in
//! the meantime is kept for then.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Element, Event};
use yew::Context;

use super::{Msg, Page};
use crate::app::belt::HEARD;

/// What was done so far, on the belt and elsewhere; none: somebody listens.
pub(super) type Early = Rc<RefCell<Option<(Vec<Event>, Vec<Event>)>>>;

/// What buttons, fields and the chart hear of beside keys. What was typed stands in its field.
const ELSEWHERE: [&str; 2] = ["click", "pointerdown"];

/// Listens until somebody else does.
pub(super) fn listen(context: &Context<Page>, early: &Early) -> Vec<EventListener> {
    let listen = |name: &'static str| {
        let (link, early) = (context.link().clone(), Rc::clone(early));
        let options = EventListenerOptions::enable_prevent_default();
        EventListener::new_with_options(&gloo::utils::document(), name, options, move |event| {
            let mut early = early.borrow_mut();
            let Some((on_belt, elsewhere)) = early.as_mut() else { return };
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
            if !is_key && is_in(".belt") && HEARD.contains(&name) {
                on_belt.push(event.clone());
            } else if is_key || (ELSEWHERE.contains(&name) && is_in(".inspector, .chart")) {
                elsewhere.push(event.clone());
            }
            link.send_message(Msg::Near);
        })
    };
    HEARD.into_iter().chain(["click", "dragover", "drop", "pointerover"]).map(listen).collect()
}
