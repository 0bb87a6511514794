//! The markup of the belt: a button for every part of the stream, under two canvases that let clicks through.

use std::sync::Arc;

use yew::prelude::*;

use super::BeltPainter;
use super::links::{Links, links, tags};
use super::painter::world_style;
use crate::app::markup::{class as class_of, markup, truth};
use crate::belt::{
    BeltLayout, BeltState, Camera, CardKind, CardPlan, Flow, Rect, StageState, notes_on,
};
use crate::editor::Part;
use crate::text::belt as text;
use crate::value_stream::{GroupLimit, LinkId, NoteKind, Sketch, SourceId, StageId, ValueStream};

/// What the belt shows.
pub struct Belt<'a> {
    /// What is drawn.
    pub stream: &'a Arc<Sketch>,
    /// What draws on it. Whoever renders the markup lets it `settle` afterwards.
    pub painter: &'a BeltPainter,
    /// The run as its numbers should say it; a few times a second is enough.
    pub state: &'a BeltState,
    /// The stage that holds the others back.
    pub bottleneck: Option<StageId>,
    /// What is chosen.
    pub selected: &'a [Part],
    /// What is wrong, and where.
    pub faulty: &'a [Part],
    /// The part that the Tab key leads to.
    pub entry: Part,
    /// Something was chosen; beside what is chosen already, or instead.
    pub on_select: &'a Callback<(Part, bool)>,
}

/// The carrier belt.
pub fn belt(props: &Belt<'_>) -> Html {
    let [root, lines, dots, world] = props.painter.nodes();
    let width = props.painter.width();
    let near = if width == 0 { near_width() } else { width };
    let layout = props.painter.layout(props.stream, near);
    props.painter.set_trouble(props.bottleneck);
    props.painter.set_chosen(props.selected);
    let style = format!("height:{}px", Camera::height(&layout, f64::from(near)) as i32);
    let flow = if layout.flow == Flow::Down { "down" } else { "across" };
    // Until the width is known, there is only the frame to measure.
    let parts = if width == 0 { Html::default() } else { parts(props, &layout) };
    let camera = props.painter.camera();
    markup! {
        <div ref={root} class="belt" data-flow={flow} role="group" aria-label={text::VALUE_STREAM} {style}>
            <div ref={world} class="belt-world" style={world_style(&camera)} data-far={truth(camera.is_far())}>
                { parts }
                // Drawn by hand while something is dragged.
                <svg class="belt-rubber" aria-hidden="true">
                    <path class="rubber-guide" />
                    <path class="rubber-ways" />
                    <path class="rubber-back" />
                    <g class="rubber-whole">
                        <path class="rubber-ways" />
                        <path class="rubber-back" />
                    </g>
                    <path class="rubber-line" />
                    <rect class="rubber-box" />
                </svg>
            </div>
            <canvas ref={lines} class="belt-canvas" aria-hidden="true" />
            <canvas ref={dots} class="belt-canvas" aria-hidden="true" />
        </div>
    }
}

/// A part as elements carry it.
pub(crate) fn name_of(part: Part) -> String {
    let (letter, number) = match part {
        Part::Stage(id) => ('s', id.0),
        Part::Link(id) => ('l', id.0),
        Part::Source(id) => ('f', id.0),
        Part::Customer => ('c', 0),
        Part::Note(number) => ('n', number),
    };
    letter.to_string() + &number.to_string()
}

/// A click that chooses a part.
#[inline(never)]
pub(super) fn choose(on_select: &Callback<(Part, bool)>, part: Part) -> Callback<MouseEvent> {
    on_select.reform(move |event: MouseEvent| (part, event.shift_key() || event.ctrl_key()))
}

/// The part that an element carries.
pub(crate) fn part_named(name: &str) -> Option<Part> {
    let number: u16 = name.get(1..)?.parse().ok()?;
    Some(match name.as_bytes()[0] {
        b's' => Part::Stage(StageId(number)),
        b'l' => Part::Link(LinkId(number)),
        b'f' => Part::Source(SourceId(number)),
        b'c' => Part::Customer,
        b'n' => Part::Note(number),
        _ => return None,
    })
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
    let button = |part: Part, class: String, rect: Rect, name: String, inside: Html| {
        let is_chosen = props.selected.contains(&part);
        let is_wrong = props.faulty.contains(&part);
        let class = class_of(&class, &[(is_chosen, "is-chosen"), (is_wrong, "is-wrong")]);
        let choose = choose(props.on_select, part);
        let can_connect = matches!(part, Part::Stage(_) | Part::Source(_));
        // The words are beside the button, not in it: its name says all of them, in a better order.
        markup! {
            <div {class} data-part={name_of(part)} style={place(rect)}>
                <button type="button" aria-label={name} aria-pressed={truth(is_chosen)}
                    tabindex={if props.entry == part { "0" } else { "-1" }} onclick={choose} />
                <span class="belt-words" aria-hidden="true">{ inside }</span>
                if can_connect { <span class="belt-port" aria-hidden="true"></span> }
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
        button(Part::Source(id), "belt-source".to_owned(), rect, name, inside)
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
            Part::Stage(id),
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
        button(Part::Customer, class, layout.customer, name, inside)
    };
    let crowds =
        (0..layout.links.len()).map(|link| props.painter.crowd(LinkId::at(link))).collect();
    let notes = &stream.stream().notes;
    let notes =
        notes.iter().zip(notes_on(layout, notes)).enumerate().map(|(index, (note, rect))| {
            let class = if note.kind == NoteKind::Kaizen {
                "belt-note-card is-kaizen"
            } else {
                "belt-note-card"
            };
            let name = crate::text::editor::note_name(note.kind).to_owned() + ": " + &note.text;
            let inside = markup! { <>{ note.text.clone() }</> };
            button(Part::Note(index as u16), class.to_owned(), rect, name, inside)
        });
    let (selected, entry, on_select) = (props.selected, props.entry, props.on_select);
    markup! {
        <>
            { tags(layout) }
            { groups(stream.stream(), layout) }
            { for sources }
            { for stages }
            { customer }
            { links(&Links { stream, layout, crowds, selected, entry, on_select }) }
            { for notes }
        </>
    }
}

/// The frames of common limits around their stages.
fn groups(stream: &ValueStream, layout: &BeltLayout) -> Html {
    let frame = |limit: &GroupLimit| {
        let cards = limit.stages.iter().filter_map(|id| stream.stage(id));
        let (mut low, mut high) = ((f64::INFINITY, f64::INFINITY), (0.0_f64, 0.0_f64));
        for card in cards.map(|stage| layout.stage(stage)) {
            low = (low.0.min(card.x), low.1.min(card.y));
            high = (high.0.max(card.right()), high.1.max(card.bottom()));
        }
        let (w, h) = (high.0 - low.0 + 18.0, high.1 - low.1 + 18.0);
        let rect = Rect { x: low.0 - 9.0, y: low.1 - 9.0, w, h };
        markup! {
            <div class="belt-group" aria-hidden="true" style={place(rect)}>
                <span>{ text::common_limit(limit.limit) }</span>
            </div>
        }
    };
    markup! { <>{ for stream.limits.iter().map(frame) }</> }
}

/// The words on a card.
fn card(props: &Belt<'_>, id: StageId, kind: CardKind, is_hot: bool, outside: u32) -> Html {
    let stage = &props.stream.stream().stages[id.index()];
    let (title, team) = (stage.title().to_owned(), stage.team.clone());
    let mut limit_class = "belt-limit";
    let mut people = None;
    let [mut limit, mut waiting, mut stuck] = [const { String::new() }; 3];
    if let Some(state) = props.state.stages.get(id.index()) {
        let mut state = *state;
        let shown = props.painter.shown(id).unwrap_or_default();
        if shown.fast {
            state.view.waiting = shown.waiting.round() as u32;
            state.view.blocked = shown.blocked.round() as u32;
            state.view.in_process = shown.in_process.round() as u32;
            state.view.at_work = shown.busy.round() as u32;
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
                Some(text::busy(state.view.at_work, workers))
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
            if !team.is_empty() { <span class="belt-team">{ team }</span> }
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
