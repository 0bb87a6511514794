//! The page's markup.

use yew::html::Scope;
use yew::prelude::*;

use super::examples::EXAMPLES;
use super::{Msg, Page};
use crate::app::belt::{Belt, belt};
use crate::app::chart_panel::{ChartPanel, chart_panel};
use crate::app::controls::{Controls, controls, seed_of};
use crate::app::header::{Header, Origin, Place, header};
use crate::app::inspector::inspector;
use crate::app::markup::markup;
use crate::app::messages::{insight_bar, missed_box, refusal_box};
use crate::app::numbers::{Numbers, numbers};
use crate::app::tell::Tell;
use crate::app::tools::{Tools, tools};
use crate::text::{page as text, stream_map as map};

impl Page {
    pub(super) fn draw(&self, link: &Scope<Page>) -> Html {
        let tell = &Tell::of(link);
        let stale = self.border.and_then(|border| (border.stale)(self));
        markup! {
            <div class="page">
                { header(&Header {
                    examples: EXAMPLES.to_vec(),
                    origin: if self.history.is_some() { Origin::Own } else { self.origin },
                    kept: self.kept.clone(),
                    number: self.drawing.number,
                    tell: tell.clone(),
                }) }
                { match self.place {
                    Place::Proof => self.proof.map(|proof| proof()),
                    _ => self.room.as_ref().map(|room| room.view(self, tell)),
                } }
                <main hidden={self.place != Place::Stream && self.missing.is_empty()}>
                    <div class="column">
                        if let Some(refusal) = &self.refusal {
                            { refusal_box(refusal, tell) }
                        }
                        if let Some(missed) = self.missed() {
                            { missed_box(&missed, tell) }
                        }
                        if stale.is_none() {
                            { insight_bar(&self.snapshot, self.advice.has_more, self.advice.has_tried, tell) }
                        }
                        { self.stage(link, tell) }
                        { stale.clone() }
                        { self.chart(link, tell) }
                    </div>
                    <aside class="column">
                        { stale }
                        { numbers(&Numbers {
                            snapshot: &self.snapshot,
                            is_whole_run: self.is_whole_run,
                            has_choice: self.history.is_none(),
                            is_chosen: self.charts.has_window(),
                            tell,
                        }) }
                        if self.history.is_none() {
                            { inspector(
                                &self.drawing.sketch,
                                &self.drawing.selected,
                                self.border.map(|border| (border.fields)(self, link)),
                            ) }
                            <p class="about">{ self.about() }</p>
                        }
                    </aside>
                </main>
                if let Some(border) = self.border { { (border.dialogs)(self, link) } }
                if self.is_hanging {
                    <div class="drop"><p>{ text::DROP }</p></div>
                }
            </div>
        }
    }

    fn chart(&self, link: &Scope<Page>, tell: &Tell) -> Html {
        chart_panel(ChartPanel {
            painter: &self.chart,
            snapshot: &self.snapshot,
            reading: &self.reading,
            charts: &self.charts,
            offered: self.offered(),
            analyst: self.analyst,
            border: self.border,
            tools: self.border.map(|border| (border.flow_tools)(self, link)),
            tell,
        })
    }

    /// The belt and its controls, or what is known of the history in its place.
    fn stage(&self, link: &Scope<Page>, tell: &Tell) -> Html {
        if let Some(opened) = &self.history {
            return opened.panel(link);
        }
        let belt = belt(&Belt {
            stream: &self.drawing.sketch,
            painter: &self.belt,
            state: &self.belt_values,
            bottleneck: self.shown_trouble(),
            selected: &self.drawing.selected,
            faulty: &self.drawing.faulty(),
            entry: self.drawing.entry,
            on_select: &link.callback(Msg::Select),
        });
        markup! {
            <section class="panel" aria-label={text::STREAM}>
                { tools(&Tools {
                    steps: self.drawing.steps(),
                    has_chosen: !self.drawing.selected.is_empty(),
                    is_map: self.is_map,
                    is_own: self.drawing.number.is_some(),
                    is_kept: self.drawing.is_kept,
                    said: &self.drawing.said,
                    tell,
                }) }
                if self.is_map {
                    { self.map.map_or_else(coming, |map| map(self)) }
                } else {
                    { belt }
                }
                { self.border.map(|border| (border.notices)(self, link)) }
                { controls(&Controls {
                    is_playing: self.player.is_playing(),
                    speed: self.player.speed(),
                    seed: self.seed_text.clone().unwrap_or_else(|| self.seed.to_string()),
                    is_seed: self.seed_text.as_deref().is_none_or(|text| seed_of(text).is_some()),
                    time: &self.snapshot.time,
                    day: self.snapshot.day.clone(),
                    is_behind: self.snapshot.is_behind,
                    tell,
                }) }
                { self.border.map(|border| (border.futures)(self, link)) }
            </section>
        }
    }

    /// What the stream is about, and where its numbers come from.
    fn about(&self) -> Html {
        let stream = self.drawing.diagram();
        markup! {
            <>
                <b>{ stream.name.clone() }</b>{ " " }{ stream.about.clone() }
                if !stream.citation.is_empty() {
                    { " " }<cite>{ stream.citation.clone() }</cite>
                }
            </>
        }
    }
}

/// In the map's place until it is there.
fn coming() -> Html {
    markup! { <p class="hint">{ map::COMING }</p> }
}
