//! A stream that has passed every check, with everything resolved that a run needs.

use std::ops::Deref;

use super::{Sketch, ValueStream};

/// The proof that a stream can run. Only `ValueStream::check` makes one.
#[derive(Debug, Clone)]
pub struct Runnable(Sketch);

impl Runnable {
    pub(super) fn new(stream: ValueStream) -> Runnable {
        let sketch = Sketch::of(stream);
        Runnable(sketch.unwrap_or_else(|| unreachable!("checked: every id names something")))
    }
}

impl Deref for Runnable {
    type Target = Sketch;

    fn deref(&self) -> &Sketch {
        &self.0
    }
}
