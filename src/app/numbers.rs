//! The measures: each with its unit, its spread, and one line that says what it is.

use yew::prelude::*;

use super::markup::{class, markup, truth};
use super::page::{Msg, Snapshot};
use super::tell::Tell;
use crate::text::measures::Measure;
use crate::text::page as text;

/// What the panel shows and tells.
pub(super) struct Numbers<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) is_whole_run: bool,
    /// Whether the window can be chosen here.
    pub(super) has_choice: bool,
    /// Whether another one has been chosen on a chart.
    pub(super) is_chosen: bool,
    pub(super) tell: &'a Tell,
}

pub(super) fn numbers(props: &Numbers<'_>) -> Html {
    let choice = |is_whole: bool, label: &'static str| {
        let is_chosen = props.is_whole_run == is_whole && !props.is_chosen;
        let onclick = props.tell.click(usize::from(is_whole), |whole| Msg::WholeRun(whole == 1));
        markup! {
            <button type="button" aria-pressed={truth(is_chosen)} {onclick}>{ label }</button>
        }
    };
    let (unfinished, flatters) = &props.snapshot.unfinished;
    markup! {
        <section class="panel numbers" role="group" aria-label={text::MEASURES}>
            <dl>{ for props.snapshot.measures.iter().map(tile) }</dl>
            <p class={class("mind", &[(*flatters, "is-bold")])}>{ unfinished.clone() }</p>
            <div class="window">
                <span>{ props.snapshot.window.clone() }</span>
                if props.has_choice || props.is_chosen {
                    <span class="choice" role="group" aria-label={text::WINDOW}>
                        if props.has_choice { { choice(false, text::RECENT) } }
                        { choice(true, text::WHOLE_RUN) }
                    </span>
                }
            </div>
        </section>
    }
}

fn tile(measure: &Measure) -> Html {
    markup! {
        <div key={measure.name} class="tile" tabindex="0">
            <dt>{ measure.name }</dt>
            <dd>
                <span class="value">{ measure.value.clone() }</span>
                <span class="unit">{ " " }{ measure.unit }</span>
                <span class="spread">{ measure.spread.clone() }</span>
                <span class="definition">{ measure.definition }</span>
            </dd>
        </div>
    }
}
