//! What happens to the page, one message at a time.

use std::rc::Rc;
use std::sync::Arc;

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::html::Scope;
use yew::prelude::*;

use super::drawing::Drawing;
use super::early::Early;
use super::examples::{OPENING_SEED, opening};
use super::{Advice, Msg, Page, Wanted, frame};
use crate::app::belt::BeltPainter;
use crate::app::chart_painter::ChartPainter;
use crate::app::charts::{ChartMsg, Charts};
use crate::app::header::{Origin, Place};
use crate::app::storage;
use crate::belt::BeltState;
use crate::editor::Part;
use crate::player::Player;
use crate::sim::Seed;
use crate::value_stream::{Runnable, StageId};

impl Page {
    /// Opens on the first example, running.
    pub(super) fn open(context: &Context<Self>) -> Page {
        let stream = Arc::new(Runnable::tested(opening()));
        let mut player = Player::simple(stream, Seed(OPENING_SEED));
        player.play(true);
        let belt_state = BeltState::of(player.simulation(), 0);
        let mut drawing = Drawing::of(player.simulation().runnable(), None);
        drawing.selected = vec![Part::Stage(StageId(3))];
        drawing.entry = Part::Stage(StageId(3));
        let early = Some(Early::listen(context.link()));
        let listeners = vec![space_bar(context), route(context)];
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
            focus_back: None,
            drafts: Vec::new(),
            history: None,
            refusal: None,
            border: context.props().border,
            waiting: None,
            missing: Vec::new(),
            is_owed: false,
            is_map: false,
            map: None,
            is_hanging: false,
            place: Place::Stream,
            room: None,
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
            hands: None,
        };
        if let Some(border) = page.border {
            (border.reopen)(&mut page);
        } else if storage::keeps_any() {
            page.is_owed = true;
            page.waiting = Some(Vec::new());
            page.miss(Wanted::Border);
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
            Msg::TogglePlay if self.history.is_some() || self.place.waits() => return false,
            Msg::TogglePlay => {
                self.player.play(!self.player.is_playing());
                if !self.player.is_playing() {
                    self.belt.rest(&self.belt_state);
                }
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
            Msg::Speed(speed) => self.player.set_speed(speed),
            Msg::Lay => {}
            Msg::Near => {
                self.fetch(context.link(), None);
                return false;
            }
            Msg::Border(border) => {
                (border.gather)(self);
                self.border = Some(border);
                if std::mem::take(&mut self.is_owed) {
                    self.waiting = None;
                    (border.reopen)(self);
                }
                context.link().send_message_batch(self.waiting.take().unwrap_or_default());
            }
            Msg::Redraw => {
                self.remake_chart();
                return false;
            }
            Msg::Route => return self.follow_route(context.link()),
            Msg::Proof(proof) => self.proof = Some(proof),
            Msg::Unfetched(wanted) => self.miss(wanted),
            Msg::Again => self.fetch_again(context.link()),
            by_hand => return self.edit_once_there(context.link(), by_hand),
        }
        true
    }

    /// Shows what the address asks for; says whether that is news.
    fn follow_route(&mut self, link: &Scope<Page>) -> bool {
        let place = Place::asked();
        let is_news = std::mem::replace(&mut self.place, place) != place;
        // What has been said is over, and would be said again with the belt.
        self.drawing.restart = None;
        match place {
            Place::Stream if self.room.take().is_some() => self.jump(),
            Place::Stream => self.clock.must_chart(),
            Place::Proof if self.proof.is_none() => Page::want(link, Wanted::Proof),
            Place::Proof => {}
            Place::Gallery | Place::Report => self.chart_once_there(link, ChartMsg::Enter),
        }
        is_news
    }

    /// Starts again from nothing.
    pub(super) fn restart(&mut self, seed: u64) {
        self.seed = seed;
        self.player.reset(Seed(seed));
        self.charts.set_window(None);
        self.jump();
    }
}

/// The way back and forth of the browser is the page's too.
fn route(context: &Context<Page>) -> EventListener {
    let link = context.link().clone();
    EventListener::new(&gloo::utils::window(), "hashchange", move |_| link.send_message(Msg::Route))
}

/// The space bar lets the run go or stand, except where it means something else.
fn space_bar(context: &Context<Page>) -> EventListener {
    let link = context.link().clone();
    let document = gloo::utils::document();
    let options = gloo::events::EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&document, "keydown", options, move |event| {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
        let on = key.target().and_then(|target| target.dyn_into::<Element>().ok());
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
