//! A stream that has passed every check, with everything resolved that a run needs.

use std::ops::Deref;
use std::sync::Arc;

use super::{Sketch, ValueStream};

/// The proof that a stream can run: `ValueStream::check` makes one.
#[derive(Debug, Clone)]
pub struct Runnable(Arc<Sketch>);

impl Runnable {
    /// The proof for a stream that is part of a program and that a test of the program has checked, so that starting
    /// it needs neither the check nor the words for all that it could find. Every other stream goes through
    /// `ValueStream::check`: a run of one that does not hold may panic or never end.
    pub fn tested(stream: ValueStream) -> Runnable {
        Runnable::new(stream)
    }

    pub(super) fn new(stream: ValueStream) -> Runnable {
        let sketch = Sketch::of(stream);
        let sketch = sketch.unwrap_or_else(|| unreachable!("checked: every id names something"));
        Runnable(Arc::new(sketch))
    }

    /// The stream as it is drawn.
    pub fn sketch(&self) -> &Arc<Sketch> {
        &self.0
    }
}

impl Deref for Runnable {
    type Target = Sketch;

    fn deref(&self) -> &Sketch {
        &self.0
    }
}
