//! The border of the page: what reads streams, checks them and says what is wrong with them. The page fetches it when
//! the first stream comes or the first change is made.

use std::sync::Arc;

use super::examples::FILES;
use super::{Msg, Page};
use crate::app::chunks;
use crate::value_stream::{Amendment, Change, Fault, Runnable, ValueStream};

/// A result, or what is wrong, in sentences.
type Checked<T> = Result<T, Vec<String>>;

/// What is behind the border, for the page to call once it is there.
pub struct Border {
    /// Reads and checks a stream.
    pub(super) read: fn(&str) -> Checked<Arc<Runnable>>,
    /// Checks a change of a stream that runs.
    pub(super) amended: fn(&Runnable, Change) -> Checked<Amendment>,
    /// One of the examples.
    pub(super) example: fn(usize) -> Arc<Runnable>,
}

/// The border.
pub(in crate::app) static BORDER: Border = Border { read, amended, example };

fn read(text: &str) -> Checked<Arc<Runnable>> {
    let checked = ValueStream::from_json(text).and_then(ValueStream::check);
    checked.map(Arc::new).map_err(|faults| sentences(&faults))
}

fn amended(stream: &Runnable, change: Change) -> Checked<Amendment> {
    stream.amended(change).map_err(|faults| sentences(&faults))
}

fn example(index: usize) -> Arc<Runnable> {
    // Without a message that would carry every fault there could be: the examples are tested.
    read(FILES[index.min(FILES.len() - 1)])
        .unwrap_or_else(|_| unreachable!("the examples are sound"))
}

fn sentences(faults: &[Fault]) -> Vec<String> {
    faults.iter().map(ToString::to_string).collect()
}

impl Page {
    /// The border, if it is there; if not it is fetched, and the message comes again after it.
    pub(super) fn border(
        &self,
        context: &yew::Context<Page>,
        again: impl FnOnce() -> Msg + 'static,
    ) -> Option<&'static Border> {
        if self.border.is_none() {
            let link = context.link().clone();
            wasm_bindgen_futures::spawn_local(async move {
                link.send_message(Msg::Border(chunks::border().await));
                link.send_message(again());
            });
        }
        self.border
    }
}
