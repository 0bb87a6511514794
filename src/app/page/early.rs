//! What is done before there is anybody to take it: a hand that comes near the belt brings what draws on it, and what it
//! does there in the meantime is kept for then.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};
use yew::Context;

use super::{Msg, Page};
use crate::app::belt::HEARD;

/// What was done so far; none: somebody listens.
pub(super) type Early = Rc<RefCell<Option<Vec<Event>>>>;

/// Listens until somebody else does.
pub(super) fn listen(context: &Context<Page>, early: &Early) -> Vec<EventListener> {
    let listen = |name: &'static str| {
        let (link, early) = (context.link().clone(), Rc::clone(early));
        EventListener::new(&gloo::utils::document(), name, move |event| {
            let mut early = early.borrow_mut();
            let Some(events) = early.as_mut() else { return };
            let on = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let is_in = |selector: &str| {
                on.as_ref().and_then(|element| element.closest(selector).ok().flatten()).is_some()
            };
            let is_on_belt = is_in(".belt");
            if is_on_belt && HEARD.contains(&name) {
                events.push(event.clone());
            }
            if is_on_belt || is_in(".tools, .inspector") {
                link.send_message(Msg::Near);
            }
        })
    };
    HEARD.into_iter().chain(["pointerover"]).map(listen).collect()
}
