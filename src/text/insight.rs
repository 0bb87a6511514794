//! Findings in words: what, how much, which principle, and one thing to try.

use super::figure::{figure, percent, some};
use crate::insight::Insight;
use crate::value_stream::{Change, Release, Runnable, StageId, Workers};

/// Shows more findings.
pub const MORE: &str = "More";
/// Shows the first one only.
pub const LESS: &str = "Less";
/// Takes the change that was tried back.
pub const UNDO: &str = "Take it back";

/// A finding as the screen says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// What, in a few words.
    pub headline: String,
    /// How much, and what one could try.
    pub detail: String,
}

/// Work that piles up, in words; any other finding is for `insight`.
pub fn piling_up(insight: &Insight, runnable: &Runnable) -> Sentence {
    let Insight::HoldsBack { stage, waiting, wip, growth, utilization, .. } = *insight else {
        return Sentence { headline: String::new(), detail: String::new() };
    };
    let title = runnable.stream().stages[stage.index()].title();
    Sentence {
        headline: format!("{title} holds the stream back."),
        detail: format!(
            "{} of {} items wait there, {} more than at first, and {} busy {} of the time. \
             A stream is as fast as its bottleneck: try one more person there, or let in less work.",
            some(waiting),
            some(wip),
            some(growth),
            people(runnable, stage),
            percent(utilization),
        ),
    }
}

/// A finding in words.
pub fn insight(insight: &Insight, runnable: &Runnable) -> Sentence {
    let stages = &runnable.stream().stages;
    let title = |stage: StageId| stages[stage.index()].title();
    let (headline, detail) = match *insight {
        Insight::HoldsBack { .. } => return piling_up(insight, runnable),
        Insight::OverCapacity { stage, backlog, growth, utilization } => (
            "More comes in than can be done.".to_owned(),
            format!(
                "{} items wait for their release, {} more than at first, and at {} {} busy {} of the time. \
                 A limit keeps the queue outside, it does not make it shorter: the bottleneck needs help, or \
                 somebody has to say no.",
                some(backlog),
                some(growth),
                title(stage),
                people(runnable, stage),
                percent(utilization),
            ),
        ),
        Insight::TightLimit { backlog, wip, utilization } => (
            "A limit keeps work out while nobody is busy.".to_owned(),
            format!(
                "{} items wait for their release and {} are let in, but even the busiest work center works only {} \
                 of the time. Too little work in progress starves the bottleneck.",
                some(backlog),
                some(wip),
                percent(utilization),
            ),
        ),
        Insight::Blocked { stage, by, share } => (
            format!("{} is stopped by the limit of {}.", title(stage), title(by)),
            format!(
                "Finished work stands there {} of the time because {} is full. A little room between them absorbs \
                 their ups and downs; if {} is the bottleneck, it needs help instead.",
                percent(share),
                title(by),
                title(by),
            ),
        ),
        Insight::BatchWait { stage, share, is_leaving } => (
            format!("Items wait for each other at {}.", title(stage)),
            format!(
                "{} of all the time that items spend in the stream they wait {} there until their batch is full or its \
                 time has come. Smaller batches, more often, move the same work sooner.",
                percent(share),
                if is_leaving { "to leave" } else { "for their work to begin" },
            ),
        ),
        Insight::Rework { stage, share } => (
            format!("{} of the work is done again.", percent(share)),
            format!(
                "Most of it at {}. Work that comes back takes the place of new work: getting it right the first time \
                 is capacity for free.",
                title(stage),
            ),
        ),
        Insight::DefectsPassedOn { share, escaped } => (
            format!("{} of what is delivered has a defect.", percent(share)),
            format!(
                "{} items reached the customer with one. The earlier a defect is seen, the less it costs: look at the \
                 work where it is done.",
                some(escaped),
            ),
        ),
        Insight::ShelfGrows { shelf, per_request } => (
            "More is made than anybody asks for.".to_owned(),
            format!(
                "{} finished items are on the shelf; {} are delivered for each that is asked for. What nobody wants yet \
                 is waste: let work in at the pace of demand.",
                some(shelf),
                figure(per_request),
            ),
        ),
        Insight::BusyPeople { utilization, efficiency, wip } => (
            "Everybody is busy, and work waits.".to_owned(),
            format!(
                "People work {} of their time, but items are worked on for only {} of theirs: {} of them are in \
                 progress at once. Less at once means each one sooner, and hardly less in total.",
                percent(utilization),
                percent(efficiency),
                some(wip),
            ),
        ),
        Insight::WorksOff { stage, waiting, before, wip } => (
            format!("{} works off its queue.", title(stage)),
            format!(
                "{} of {} items wait there; at the last change {} did. What comes now waits behind them: whoever lets \
                 in less until they are done is fast again sooner.",
                some(waiting),
                some(wip),
                some(before),
            ),
        ),
        Insight::TooEarly { delivered } => (
            "Too early to say.".to_owned(),
            format!("Only {} delivered since the last change.", some(delivered)),
        ),
    };
    Sentence { headline, detail }
}

fn people(runnable: &Runnable, stage: StageId) -> String {
    match runnable.stream().stages[stage.index()].workers {
        Workers::Count(1) => "its one person is".to_owned(),
        Workers::Count(count) => format!("its {count} people are"),
        Workers::Unlimited => "it is".to_owned(),
    }
}

/// The button that tries more people: "Try 2 people at QA"; any other change is for `attempt`.
pub fn try_people(change: &Change, runnable: &Runnable) -> String {
    match change {
        Change::Workers { stage, workers: Workers::Count(count) } => {
            let title = runnable.stream().stages[stage.index()].title();
            format!("Try {count} people at {title}")
        }
        _ => String::new(),
    }
}

/// The button that tries a change.
pub fn attempt(change: &Change, runnable: &Runnable) -> String {
    let title = |stage: &StageId| runnable.stream().stages[stage.index()].title();
    let what = match change {
        Change::Workers { workers: Workers::Count(_), .. } => return try_people(change, runnable),
        Change::WipLimit { stage, limit: Some(limit) } => {
            format!("a limit of {limit} at {}", title(stage))
        }
        Change::Release(Release::Conwip(limit)) => format!("at most {limit} items at once"),
        Change::Release(Release::Takt(takt)) => format!("one item every {}", figure(*takt)),
        Change::Release(Release::DrumBufferRope { rope, .. }) => format!("a rope of {rope}"),
        Change::Shares(_) => "half of what goes back".to_owned(),
        _ => "it".to_owned(),
    };
    ["Try ", &what].concat()
}
