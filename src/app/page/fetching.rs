//! What is fetched when somebody first needs it; and where it cannot be, what stays and how to try again.
//!
//! A chunk that did not come is no crash: the page goes on with what it has, what was done and waits for the chunk goes on
//! waiting, and a later attempt begins anew.

use yew::html::Scope;

use super::{Msg, Page, Refusal};
use crate::app::charts::ChartMsg;
use crate::app::{chunks, styles};
use crate::text::page as text;

/// What is to be fetched, and for what.
#[derive(Debug, Clone)]
pub enum Wanted {
    /// What draws, reads and checks streams.
    Border,
    /// The charts, for something that happens to them.
    Charts(ChartMsg),
    /// The proof.
    Proof,
    /// The value stream map.
    Map,
    /// What reads a table of items: the table's name, its text, and whether its dates have days first.
    History(String, String, Option<bool>),
}

impl Wanted {
    /// What it is to somebody who waits for it.
    fn name(&self) -> &'static str {
        match self {
            Wanted::Border => text::FETCHED[0],
            Wanted::Charts(_) => text::FETCHED[1],
            Wanted::Proof => text::FETCHED[2],
            Wanted::Map => text::FETCHED[3],
            Wanted::History(..) => text::FETCHED[4],
        }
    }
}

impl Page {
    /// Fetches something, and says when it is there or that it did not come.
    pub(super) fn want(link: &Scope<Page>, wanted: Wanted) {
        styles::fetch();
        let link = link.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let fetched = match &wanted {
                Wanted::Border => chunks::border().await.map(Msg::Border),
                Wanted::Charts(_) => chunks::analyst().await.map(Msg::Analyst),
                Wanted::Proof => chunks::proof().await.map(Msg::Proof),
                Wanted::Map => chunks::map().await.map(Msg::Map),
                Wanted::History(name, table, day_first) => {
                    let read = chunks::read_history(name.clone(), table.clone(), *day_first).await;
                    read.map(|read| Msg::History(name.clone(), read))
                }
            };
            match (fetched, wanted) {
                (Ok(message), Wanted::Charts(then)) => {
                    link.send_message_batch(vec![message, Msg::Charts(then)]);
                }
                (Ok(message), _) => link.send_message(message),
                (Err(_), wanted) => link.send_message(Msg::Unfetched(wanted)),
            }
        });
    }

    /// Says what did not come.
    pub(super) fn miss(&mut self, wanted: Wanted) {
        let is_known = self.missing.iter().any(|other| other.name() == wanted.name());
        if !is_known || matches!(wanted, Wanted::Charts(_) | Wanted::History(..)) {
            self.missing.retain(|other| other.name() != wanted.name());
            self.missing.push(wanted);
        }
    }

    /// Tries again to fetch what did not come.
    pub(super) fn fetch_again(&mut self, link: &Scope<Page>) {
        styles::forget();
        for wanted in std::mem::take(&mut self.missing) {
            Page::want(link, wanted);
        }
    }

    /// What did not come, for whoever waits for it.
    pub(super) fn missed(&self) -> Option<Refusal> {
        let first = self.missing.first()?;
        let names: Vec<&str> = self.missing.iter().map(Wanted::name).collect();
        let reasons = vec![text::NOT_LOST.to_owned()];
        Some(Refusal { title: text::unfetched(first.name(), names.len()), reasons })
    }
}
