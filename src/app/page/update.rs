//! What happens to the page, one message at a time.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::html::Scope;
use yew::prelude::*;

use super::drawing::Drawing;
use super::examples::{OPENING_SEED, opening};
use super::{Advice, InsightMsg, Msg, Page, Refusal, early, frame};
use crate::app::belt::{BeltPainter, Deed};
use crate::app::chart_painter::ChartPainter;
use crate::app::charts::{ChartMsg, Charts};
use crate::app::controls::seed_of;
use crate::app::header::{Origin, PROOF_HASH};
use crate::app::tools::{Dialog, Look, Tool};
use crate::app::{chunks, file};
use crate::belt::BeltState;
use crate::editor::Part;
use crate::player::Player;
use crate::sim::{Seed, Simulation};
use crate::text;
use crate::value_stream::{Runnable, StageId};

impl Page {
    /// Opens on the first example, running.
    pub(super) fn open(context: &Context<Self>) -> Page {
        let mut player = Player::of(Simulation::simple(
            Arc::new(Runnable::tested(opening())),
            Seed(OPENING_SEED),
        ));
        player.play(true);
        let belt_state = BeltState::of(player.simulation(), 0);
        let mut drawing = Drawing::of(player.simulation().runnable(), None);
        drawing.selected = vec![Part::Stage(StageId(3))];
        drawing.entry = Part::Stage(StageId(3));
        let early = Rc::new(RefCell::new(Some(Default::default())));
        let mut listeners = early::listen(context, &early);
        listeners.extend([keys(context), menus(), route(context)]);
        let mut page = Page {
            belt_values: Rc::new(belt_state.clone()),
            belt_state,
            player,
            origin: Origin::Example(0),
            seed: OPENING_SEED,
            seed_text: None,
            drawing,
            kept: Vec::new(),
            dialog: None,
            drafts: Vec::new(),
            history: None,
            refusal: None,
            border: context.props().border,
            waiting: None,
            is_hanging: false,
            is_proof: false,
            proof: None,
            is_whole_run: false,
            has_table: false,
            reading: String::new(),
            trouble: None,
            advice: Advice::default(),
            snapshot: Rc::default(),
            belt: BeltPainter::new(),
            chart: ChartPainter::default(),
            charts: Charts::default(),
            analyst: None,
            clock: frame::Clock::default(),
            frame: None,
            _listeners: listeners,
            early,
        };
        if let Some(border) = page.border {
            (border.reopen)(&mut page);
        }
        page.follow_route(context.link());
        page.refresh();
        page.ask_for_frame(context);
        page
    }

    /// Reacts to a message: returns whether the markup changes.
    pub(super) fn react(&mut self, context: &Context<Self>, message: Msg) -> bool {
        match message {
            Msg::Frame(at) => {
                self.ask_for_frame(context);
                return self.on_frame(at);
            }
            Msg::TogglePlay if self.history.is_some() || self.is_proof => return false,
            Msg::TogglePlay => {
                self.player.play(!self.player.is_playing());
                self.refresh();
            }
            Msg::Step => {
                let facts = self.player.step();
                self.belt.take(facts);
                self.belt_state.fill(self.player.simulation(), self.delivered());
                self.clock.must_chart();
                self.refresh();
            }
            Msg::Reset => {
                self.seed_text = None;
                self.restart(self.seed);
            }
            Msg::Seed(text) => match seed_of(&text) {
                Some(seed) if seed == self.seed => self.seed_text = None,
                Some(seed) => {
                    self.seed_text = None;
                    self.restart(seed);
                }
                None => self.seed_text = Some(text),
            },
            Msg::Speed(speed) => self.player.set_speed(speed),
            Msg::Select((part, adds)) => self.choose_one(part, adds),
            Msg::Lay => {}
            Msg::Near => {
                self.fetch(context.link().clone(), None);
                return false;
            }
            Msg::Border(border) => {
                (border.gather)(self);
                self.border = Some(border);
                context.link().send_message_batch(self.waiting.take().unwrap_or_default());
            }
            // A history covers the drawing.
            Msg::Act(_) | Msg::Deed(_) if self.history.is_some() => return false,
            Msg::Deed(Deed::Rove(part)) => self.drawing.entry = part,
            Msg::Tool(Tool::Look(look)) => self.look(look),
            Msg::File(file) => {
                file::read(file, context.link().clone());
                self.is_hanging = false;
            }
            Msg::Text(name, text) if !is_stream(&name, &text) => {
                Page::read_history(context.link().clone(), (name, text), None);
                return false;
            }
            Msg::History(name, read) => self.open_history(&name, read),
            Msg::Unreadable(name) => {
                let reasons = vec![text::page::UNREADABLE.to_owned()];
                self.refusal = Some(Refusal::of_file(&name, reasons));
            }
            Msg::Dismiss => self.refusal = None,
            Msg::Hanging(is_hanging) => {
                if self.is_hanging == is_hanging {
                    return false;
                }
                self.is_hanging = is_hanging;
            }
            reading => return self.react_to_reading(context, reading),
        }
        true
    }

    /// Reacts to what a reader of charts, measures and findings does.
    fn react_to_reading(&mut self, context: &Context<Self>, message: Msg) -> bool {
        match message {
            Msg::WholeRun(is_whole_run) => {
                self.is_whole_run = is_whole_run;
                self.charts.set_window(None);
                self.clock.must_chart();
                self.refresh();
            }
            Msg::Hover(at, is_down) => {
                let window = self.chart.hover(at, is_down);
                self.clock.must_chart();
                if let Some((after, until)) = window {
                    self.chart_once_there(context.link(), ChartMsg::Window(after, until));
                }
                let is_glance = self.glance();
                let had = at.is_none() && !std::mem::take(&mut self.reading).is_empty();
                return is_glance || had || window.is_some();
            }
            Msg::Nudge(columns) => {
                self.chart.nudge(columns, self.charts.sheet());
                self.clock.must_chart();
                self.glance();
                self.reading = self.read_chart();
            }
            Msg::Table(has_table) => {
                self.has_table = has_table;
                self.refresh();
            }
            Msg::Back => {
                self.history = None;
                self.leave_charts();
                self.jump();
            }
            Msg::DayFirst(day_first) => {
                if let Some(opened) = &self.history {
                    let (name, text) = opened.source();
                    let source = (name.to_owned(), text.to_owned());
                    Page::read_history(context.link().clone(), source, Some(day_first));
                }
            }
            Msg::Route => return self.follow_route(context.link()),
            Msg::Proof(proof) => self.proof = Some(proof),
            Msg::Redraw => {
                self.remake_chart();
                return false;
            }
            Msg::Charts(message) => self.chart_once_there(context.link(), message),
            Msg::Analyst(analyst) => self.analyst = Some(analyst),
            Msg::Insight(InsightMsg::More(has_more)) => self.advice.has_more = has_more,
            edit => return self.edit_once_there(context, edit),
        }
        true
    }

    /// Shows what the address asks for; says whether that is news.
    fn follow_route(&mut self, link: &Scope<Page>) -> bool {
        self.clock.must_chart();
        if is_proof() && self.proof.is_none() {
            let link = link.clone();
            wasm_bindgen_futures::spawn_local(async move {
                link.send_message(Msg::Proof(chunks::proof().await));
            });
        }
        std::mem::replace(&mut self.is_proof, is_proof()) != self.is_proof
    }

    /// Starts again from nothing.
    fn restart(&mut self, seed: u64) {
        self.seed = seed;
        self.player.reset(Seed(seed));
        self.charts.set_window(None);
        self.jump();
    }

    /// Runs another stream from its start; the browser keeps it under a number, or not.
    pub(super) fn run(&mut self, stream: Arc<Runnable>, number: Option<u32>) {
        self.drawing = Drawing::of(&stream, number);
        self.start(stream);
        self.close_all();
        self.jump();
    }

    /// Nothing of what was on the page is left over.
    pub(super) fn close_all(&mut self) {
        self.seed_text = None;
        self.drafts.clear();
        self.refusal = None;
        self.history = None;
        self.advice.has_tried = false;
        self.leave_charts();
        self.dialog = None;
        self.belt.fit();
    }
}

/// A stream is a JSON object; anything else is taken for a table.
fn is_stream(name: &str, text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with('{') || is_json(name)
}

fn is_json(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".json")
}

/// A menu closes when something in it, or anything else, is clicked.
fn menus() -> EventListener {
    let document = gloo::utils::document();
    EventListener::new(&document, "click", |event| {
        let on = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let is_opening =
            on.is_some_and(|element| element.closest(".more summary").ok().flatten().is_some());
        let open = gloo::utils::document().query_selector(".more[open]").ok().flatten();
        if let Some(open) = open.filter(|_| !is_opening) {
            let _ = open.remove_attribute("open");
        }
    })
}

/// Whether the address asks for the proof.
fn is_proof() -> bool {
    gloo::utils::window().location().hash().is_ok_and(|hash| hash == PROOF_HASH)
}

/// The way back and forth of the browser is the page's too.
fn route(context: &Context<Page>) -> EventListener {
    let link = context.link().clone();
    EventListener::new(&gloo::utils::window(), "hashchange", move |_| link.send_message(Msg::Route))
}

/// Keys that mean the same wherever the focus is: undo and redo, the sheet, Escape; and the space bar, which lets the
/// run go or stand, except where it means something else.
fn keys(context: &Context<Page>) -> EventListener {
    let link = context.link().clone();
    let document = gloo::utils::document();
    let options = gloo::events::EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&document, "keydown", options, move |event| {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
        let on = key.target().and_then(|target| target.dyn_into::<Element>().ok());
        let within = |selector: &str| {
            let found = on.as_ref().and_then(|element| element.closest(selector).ok().flatten());
            found.is_some()
        };
        let has_ctrl = key.ctrl_key() || key.meta_key();
        let tool = match key.key().as_str() {
            "z" | "Z" if has_ctrl && key.shift_key() => Some(Tool::Redo),
            "z" | "Z" if has_ctrl => Some(Tool::Undo),
            "y" | "Y" if has_ctrl => Some(Tool::Redo),
            "?" if !within("input, select, textarea, .dialog") => Some(Tool::Show(Dialog::Keys)),
            "?" if within(".dialog") => Some(Tool::Look(Look::Close)),
            "Escape" if !within(".belt, .chart") => Some(Tool::Look(Look::ToBelt)),
            _ => None,
        };
        if let Some(tool) = tool {
            key.prevent_default();
            link.send_message(Msg::Tool(tool));
            return;
        }
        let is_taken = on.is_some_and(|element| {
            element
                .closest("input, select, textarea, button, summary, a, [role=button]")
                .ok()
                .flatten()
                .is_some()
        });
        if key.key() == " " && !is_taken && !key.ctrl_key() && !key.meta_key() && !key.alt_key() {
            key.prevent_default();
            if !key.repeat() {
                link.send_message(Msg::TogglePlay);
            }
        }
    })
}
