//! The markup of the belt: a button for every part of the stream, under two canvases that let clicks through.

use std::sync::Arc;

use yew::prelude::*;

use super::BeltPainter;
use super::links::{Links, links, tags};
use crate::app::markup::{class as class_of, markup, truth};
use crate::belt::{BeltLayout, BeltState, CardKind, CardPlan, Flow, Rect, StageState};
use crate::text::belt as text;
use crate::value_stream::{LinkId, Runnable, SourceId, StageId};

/// Something on the belt that can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selection {
    /// A work center.
    Stage(StageId),
    /// A way between two, or to the customer.
    Link(LinkId),
    /// Where work comes from.
    Source(SourceId),
    /// Who it is for.
    Customer,
}

/// What the belt shows.
pub struct Belt<'a> {
    /// The stream, with every amendment so far.
    pub stream: &'a Arc<Runnable>,
    /// What draws on it. Whoever renders the markup lets it `settle` afterwards.
    pub painter: &'a BeltPainter,
    /// The run as its numbers should say it; a few times a second is enough.
    pub state: &'a BeltState,
    /// The stage that holds the others back.
    pub bottleneck: Option<StageId>,
    /// What is chosen.
    pub selected: Option<Selection>,
    /// Something was chosen.
    pub on_select: Callback<Selection>,
}

/// The carrier belt.
pub fn belt(props: &Belt<'_>) -> Html {
    let [root, lines, dots] = props.painter.nodes();
    let width = props.painter.width();
    let near = if width == 0 { near_width() } else { width };
    let layout = props.painter.layout(props.stream, near);
    props.painter.set_trouble(props.bottleneck);
    let style = format!("height:{}px", layout.height as i32);
    let flow = if layout.flow == Flow::Down { "down" } else { "across" };
    // Until the width is known, there is only the frame to measure.
    let parts = if width == 0 { Html::default() } else { parts(props, &layout) };
    markup! {
        <div ref={root} class="belt" data-flow={flow} role="group" aria-label={text::VALUE_STREAM} {style}>
            { parts }
            <canvas ref={lines} class="belt-canvas" aria-hidden="true" />
            <canvas ref={dots} class="belt-canvas" aria-hidden="true" />
        </div>
    }
}

/// About the width that the page's style will give it [px]: the first picture takes its height from this, so that
/// nothing moves when the width is known.
fn near_width() -> i32 {
    let root = gloo::utils::document().document_element();
    match root.map_or(0, |root| root.client_width()) {
        narrow @ ..=860 => narrow - 38,
        wide => wide.min(1_500) - 408,
    }
}

fn parts(props: &Belt<'_>, layout: &BeltLayout) -> Html {
    let stream = &props.stream;
    let is_chosen = |selection: Selection| props.selected == Some(selection);
    let choose = |selection: Selection| props.on_select.reform(move |_: MouseEvent| selection);
    let button = |selection: Selection, class: String, rect: Rect, name: String, inside: Html| {
        let class = class_of(&class, &[(is_chosen(selection), "is-chosen")]);
        let pressed = truth(is_chosen(selection));
        // The words are beside the button, not in it: its name says all of them, in a better order.
        markup! {
            <div {class} style={place(rect)}>
                <button type="button" aria-label={name} aria-pressed={pressed}
                    onclick={choose(selection)} />
                <span class="belt-words" aria-hidden="true">{ inside }</span>
            </div>
        }
    };
    let sources = layout.sources.iter().enumerate().map(|(index, &rect)| {
        let id = SourceId::at(index);
        let backlog = props.state.backlogs.get(index).copied();
        let inside = markup! {
            <>
                <span class="belt-name">{ stream.stream().sources[index].title().to_owned() }</span>
                <span class="belt-note">{ backlog.map(text::backlog) }</span>
            </>
        };
        let name = text::source(stream, id, props.state);
        button(Selection::Source(id), "belt-source".to_owned(), rect, name, inside)
    });
    let stages = layout.stages.iter().enumerate().map(|(index, &rect)| {
        let id = StageId::at(index);
        let state = props.state.stages.get(index);
        let is_hot = props.bottleneck == Some(id);
        let is_wide = CardPlan::of(rect).kind == CardKind::Wide;
        let class = class_of("belt-card", &[(is_wide, "is-wide"), (is_hot, "is-hot")]);
        let outside = state.map_or(0, |state| outside(props, id, state));
        let name = text::stage(stream, id, state, outside, is_hot);
        button(
            Selection::Stage(id),
            class,
            rect,
            name,
            card(props, id, CardPlan::of(rect).kind, is_hot, outside),
        )
    });
    let customer = {
        let inside = markup! {
            <>
                <span class="belt-name">{ text::customer_title(stream).to_owned() }</span>
                <span class="belt-note">{ text::delivered(props.state) }</span>
            </>
        };
        let name = text::customer(stream, props.state);
        let class = "belt-customer".to_owned();
        button(Selection::Customer, class, layout.customer, name, inside)
    };
    let crowds =
        (0..layout.links.len()).map(|link| props.painter.crowd(LinkId::at(link))).collect();
    let selected = match props.selected {
        Some(Selection::Link(link)) => Some(link),
        _ => None,
    };
    let on_select = props.on_select.reform(Selection::Link);
    markup! {
        <>
            { tags(layout) }
            { for sources }
            { for stages }
            { customer }
            { links(&Links { stream, layout, crowds, selected, on_select }) }
        </>
    }
}

/// The words on a card.
fn card(props: &Belt<'_>, id: StageId, kind: CardKind, is_hot: bool, outside: u32) -> Html {
    let title = props.stream.stream().stages[id.index()].title().to_owned();
    let mut limit_class = "belt-limit";
    let mut people = None;
    let [mut limit, mut waiting, mut stuck] = [const { String::new() }; 3];
    if let Some(state) = props.state.stages.get(id.index()) {
        let mut state = *state;
        let shown = props.painter.shown(id).unwrap_or_default();
        if shown.fast {
            state.view.waiting = shown.waiting.round() as u32;
            state.view.blocked = shown.blocked.round() as u32;
            state.view.in_process = shown.busy.round() as u32;
        }
        match state.view.wip_limit {
            Some(limit) if state.view.inside() >= limit => limit_class = "belt-limit is-full",
            Some(_) => {}
            None => limit_class = "belt-limit is-none",
        }
        limit = text::limit(&state);
        waiting = text::waiting(&state);
        // A line is too short for both; the second one may be free.
        let is_apart = waiting.is_empty() && state.view.blocked > 0 && outside > 0;
        stuck = text::stuck(&state, if is_apart { 0 } else { outside });
        if is_apart {
            waiting = text::outside(outside);
        }
        people = match state.view.workers {
            Some(workers) if shown.fast && state.has_rings() => {
                Some(text::busy_share(f64::from(shown.busy) / f64::from(workers.max(1))))
            }
            workers if shown.fast || !state.has_rings() => {
                Some(text::busy(state.view.in_process, workers))
            }
            _ => None,
        };
    }
    // Beside a long name there is no room for it; the sign for "no limit" may make way.
    let is_at_foot = kind != CardKind::Wide && limit_class != "belt-limit is-none";
    let limit = markup! { <span class={limit_class}>{ limit }</span> };
    let foot = class_of("belt-foot", &[(kind == CardKind::Tall, "has-lines")]);
    markup! {
        <>
            if is_hot { <span class="belt-trouble">{ text::BOTTLENECK }</span> }
            <span class="belt-head">
                <span class="belt-name" title={title.clone()}>{ title }</span>
                if !is_at_foot { { limit.clone() } }
            </span>
            <span class="belt-people">{ people }</span>
            <span class={foot}>
                <span class="belt-stuck">{ stuck }</span>
                <span class="belt-row">
                    <span class="belt-waiting">{ waiting }</span>
                    if is_at_foot { { limit } }
                </span>
            </span>
        </>
    }
}

/// Items that have left their stage and wait outside this one; what waits at a source is told there.
fn outside(props: &Belt<'_>, id: StageId, state: &StageState) -> u32 {
    let backlogs = props.state.backlogs.iter().enumerate();
    let at_sources: u32 = backlogs
        .filter(|(index, _)| props.stream.feed(SourceId::at(*index)).to == id)
        .filter_map(|(_, backlog)| *backlog)
        .sum();
    state.view.outside.saturating_sub(at_sources)
}

fn place(rect: Rect) -> String {
    let [x, y, w, h] = [rect.x, rect.y, rect.w, rect.h].map(|length| length as i32);
    format!("left:{x}px;top:{y}px;width:{w}px;height:{h}px")
}
