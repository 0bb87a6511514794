//! An element whose size is told as long as somebody listens.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

/// Tells an element's width and height [CSS px], now and at every change, until it is dropped.
pub(super) struct Observed {
    observer: ResizeObserver,
    _told: Closure<dyn FnMut()>,
}

impl Observed {
    /// Begins to tell.
    pub(super) fn new(element: &Element, tell: impl Fn(i32, i32) + 'static) -> Option<Observed> {
        tell(element.client_width(), element.client_height());
        let seen = element.clone();
        let told: Closure<dyn FnMut()> =
            Closure::new(move || tell(seen.client_width(), seen.client_height()));
        let observer = ResizeObserver::new(told.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Observed { observer, _told: told })
    }
}

impl Drop for Observed {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
