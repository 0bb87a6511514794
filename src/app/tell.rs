//! Tells the page what was done on it. Buttons, fields and the chart share the few closures here: one of its own for each
//! would be code of its own in the first download.

use wasm_bindgen::JsCast;
use web_sys::{EventTarget, HtmlInputElement};
use yew::html::Scope;
use yew::prelude::*;

use super::page::{Msg, Page};

/// The way to the page.
#[derive(Clone)]
pub(super) struct Tell(Scope<Page>);

impl Tell {
    pub(super) fn of(page: &Scope<Page>) -> Tell {
        Tell(page.clone())
    }

    pub(super) fn say(&self, message: Msg) {
        self.0.send_message(message);
    }

    /// A click says this of a number.
    #[inline(never)]
    pub(super) fn click(&self, number: usize, message: fn(usize) -> Msg) -> Callback<MouseEvent> {
        let to = self.0.clone();
        Callback::from(move |_| to.send_message(message(number)))
    }

    /// The same of something that happens to one part of the page.
    #[inline(never)]
    pub(super) fn choose<T: 'static>(
        &self,
        number: usize,
        message: fn(usize) -> T,
        whole: fn(T) -> Msg,
    ) -> Callback<MouseEvent> {
        let to = self.0.clone();
        Callback::from(move |_| to.send_message(whole(message(number))))
    }

    /// What is typed or set in a field says this.
    #[inline(never)]
    pub(super) fn typed(&self, message: fn(String) -> Option<Msg>) -> Callback<InputEvent> {
        let to = self.0.clone();
        Callback::from(move |event: InputEvent| tell_of(&to, event.target(), message))
    }

    /// What a field holds when it is left says this.
    #[inline(never)]
    pub(super) fn changed(&self, message: fn(String) -> Option<Msg>) -> Callback<Event> {
        let to = self.0.clone();
        Callback::from(move |event: Event| tell_of(&to, event.target(), message))
    }
}

fn tell_of(to: &Scope<Page>, field: Option<EventTarget>, message: fn(String) -> Option<Msg>) {
    if let Some(message) = text_of(field).and_then(message) {
        to.send_message(message);
    }
}

/// What stands in the field that an event comes from.
#[inline(never)]
pub(super) fn text_of(target: Option<EventTarget>) -> Option<String> {
    target?.dyn_into::<HtmlInputElement>().ok().map(|input| input.value())
}
