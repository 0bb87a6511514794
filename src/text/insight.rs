//! Findings in words: what, how much, and one thing to try.

use super::figure::{percent, some};
use crate::insight::Insight;
use crate::value_stream::{Runnable, Workers};

/// A finding as the screen says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// What, in a few words.
    pub headline: String,
    /// How much, and what one could try.
    pub detail: String,
}

/// A finding in words.
pub fn insight(insight: &Insight, runnable: &Runnable) -> Sentence {
    let Insight::HoldsBack { stage, waiting, wip, growth, utilization, .. } = *insight;
    let stage = &runnable.stream().stages[stage.index()];
    let name = stage.title();
    let people = match stage.workers {
        Workers::Count(1) => "its one person is".to_owned(),
        Workers::Count(count) => format!("its {count} people are"),
        Workers::Unlimited => "it is".to_owned(),
    };
    Sentence {
        headline: format!("{name} holds the stream back."),
        detail: format!(
            "{} of {} items wait there, {} more than at first, and {people} busy {} of the time. \
             Try one more person there, or let in less work.",
            some(waiting),
            some(wip),
            some(growth),
            percent(utilization),
        ),
    }
}
