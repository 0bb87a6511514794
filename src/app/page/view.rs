//! The page's markup.

use web_sys::DragEvent;
use yew::html::Scope;
use yew::prelude::*;

use super::examples::EXAMPLES;
use super::{Msg, Page};
use crate::app::belt::{Belt, belt};
use crate::app::chart_panel::{ChartPanel, chart_panel};
use crate::app::controls::{Controls, controls};
use crate::app::header::{Header, Origin, header};
use crate::app::history_panel::history_panel;
use crate::app::inspector::inspector;
use crate::app::markup::markup;
use crate::app::messages::{insight_bar, refusal_box};
use crate::app::number_field::Edits;
use crate::app::numbers::{Numbers, numbers};
use crate::text::page as text;

impl Page {
    pub(super) fn draw(&self, link: &Scope<Page>) -> Html {
        let stream = self.player.simulation().shared_runnable();
        let dragover = link.batch_callback(|event: DragEvent| {
            // Anything else that is dragged, such as marked text, is no business of ours.
            let types = event.data_transfer()?.types();
            types.includes(&"Files".into(), 0).then(|| {
                event.prevent_default();
                Msg::Hanging(true)
            })
        });
        let dragleave = link.batch_callback(|event: DragEvent| {
            // Leaving one element for another inside is not leaving the page.
            event.related_target().is_none().then_some(Msg::Hanging(false))
        });
        let drop = link.batch_callback(|event: DragEvent| {
            let files = event.data_transfer().and_then(|data| data.files());
            match files.and_then(|files| files.get(0)) {
                Some(file) => {
                    event.prevent_default();
                    vec![Msg::File(file)]
                }
                None => vec![Msg::Hanging(false)],
            }
        });
        markup! {
            <div class="page" ondragover={dragover} ondragleave={dragleave} ondrop={drop}>
                { header(&Header {
                    examples: EXAMPLES.map(|(name, _)| name).to_vec(),
                    origin: if self.history.is_some() { Origin::File } else { self.origin },
                    on_example: link.callback(Msg::Example),
                    on_file: link.callback(Msg::File),
                }) }
                <main>
                    <div class="column">
                        if let Some(refusal) = &self.refusal {
                            { refusal_box(refusal, &link.callback(|()| Msg::Dismiss)) }
                        }
                        { insight_bar(&self.snapshot, self.advice.has_more, self.advice.undo.is_some(), &link.callback(Msg::Insight)) }
                        { self.stage(link) }
                        { self.chart(link) }
                    </div>
                    <aside class="column">
                        { numbers(&Numbers {
                            snapshot: self.snapshot.clone(),
                            is_whole_run: self.is_whole_run,
                            has_choice: self.history.is_none(),
                            on_window: link.callback(Msg::WholeRun),
                        }) }
                        if self.history.is_none() {
                            { inspector(&stream, self.selected, &Edits {
                                drafts: &self.drafts,
                                on_draft: link.callback(|(label, text)| Msg::Draft(label, text)),
                                on_change: link.callback(Msg::Change),
                            }) }
                            <p class="about">{ self.about() }</p>
                        }
                    </aside>
                </main>
                if self.is_hanging {
                    <div class="drop"><p>{ text::DROP }</p></div>
                }
            </div>
        }
    }

    fn chart(&self, link: &Scope<Page>) -> Html {
        chart_panel(&ChartPanel {
            painter: &self.chart,
            snapshot: &self.snapshot,
            reading: &self.reading,
            on_hover: link.callback(Msg::Hover),
            on_nudge: link.callback(Msg::Nudge),
            on_table: link.callback(Msg::Table),
            charts: &self.charts,
            offered: self.offered(),
            on_charts: link.callback(Msg::Charts),
        })
    }

    /// The belt and its controls, or what is known of the history in its place.
    fn stage(&self, link: &Scope<Page>) -> Html {
        if let Some(opened) = &self.history {
            let on_day_first = link.callback(Msg::DayFirst);
            return history_panel(opened, &link.callback(|()| Msg::Back), &on_day_first);
        }
        let stream = self.player.simulation().shared_runnable();
        let belt = belt(&Belt {
            stream: &stream,
            painter: &self.belt,
            state: &self.belt_values,
            bottleneck: self.trouble,
            selected: self.selected,
            on_select: link.callback(Msg::Select),
        });
        markup! {
            <section class="panel" aria-label={text::STREAM}>
                { belt }
                { controls(&Controls {
                    is_playing: self.player.is_playing(),
                    speed: self.player.speed(),
                    seed: self.seed_text.clone().unwrap_or_else(|| self.seed.to_string()),
                    is_seed: self.seed_text.is_none(),
                    day: self.snapshot.day.clone(),
                    is_behind: self.snapshot.is_behind,
                    on_play: link.callback(|()| Msg::TogglePlay),
                    on_step: link.callback(|()| Msg::Step),
                    on_reset: link.callback(|()| Msg::Reset),
                    on_speed: link.callback(Msg::Speed),
                    on_seed: link.callback(Msg::Seed),
                }) }
            </section>
        }
    }

    /// What the stream is about, and where its numbers come from.
    fn about(&self) -> Html {
        let stream = self.player.simulation().runnable().stream();
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
