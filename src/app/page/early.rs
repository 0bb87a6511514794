//! What is done before there is anybody to take it: a hand that comes near the belt or the inspector brings what draws and
//! what edits, and what it does there in the meantime is kept for then.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};
use yew::Context;

use super::{Msg, Page};
use crate::app::belt::HEARD;

/// What was done so far, on the belt and to the inspector's buttons; none: somebody listens.
pub(super) type Early = Rc<RefCell<Option<(Vec<Event>, Vec<Event>)>>>;

/// What buttons hear of. What was typed stands in its field.
const CLICK: &str = "click";

/// Listens until somebody else does.
pub(super) fn listen(context: &Context<Page>, early: &Early) -> Vec<EventListener> {
    let listen = |name: &'static str| {
        let (link, early) = (context.link().clone(), Rc::clone(early));
        EventListener::new(&gloo::utils::document(), name, move |event| {
            let mut early = early.borrow_mut();
            let Some((on_belt, on_buttons)) = early.as_mut() else { return };
            let on = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let is_in = |selector: &str| {
                on.as_ref().and_then(|element| element.closest(selector).ok().flatten()).is_some()
            };
            let (is_belt, is_inspector) = (is_in(".belt"), is_in(".inspector"));
            if is_belt && HEARD.contains(&name) {
                on_belt.push(event.clone());
            }
            if is_inspector && name == CLICK {
                on_buttons.push(event.clone());
            }
            if is_belt || is_inspector || is_in(".tools") {
                link.send_message(Msg::Near);
            }
        })
    };
    HEARD.into_iter().chain([CLICK, "pointerover"]).map(listen).collect()
}
