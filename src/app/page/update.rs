//! What happens to the page, one message at a time.

use std::rc::Rc;
use std::sync::Arc;

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use super::examples::{OPENING_SEED, example};
use super::{Advice, InsightMsg, Msg, OpenHistory, Page, Refusal, frame};
use crate::app::belt::{BeltPainter, Selection};
use crate::app::chart_painter::ChartPainter;
use crate::app::charts::Charts;
use crate::app::controls::seed_of;
use crate::app::file;
use crate::app::header::Origin;
use crate::belt::BeltState;
use crate::history::ReadingOptions;
use crate::insight;
use crate::player::Player;
use crate::sim::Seed;
use crate::text;
use crate::value_stream::{Change, Runnable, StageId, ValueStream};

impl Page {
    /// Opens on the first example, running.
    pub(super) fn open(context: &Context<Self>) -> Page {
        let mut player = Player::new(example(0), Seed(OPENING_SEED));
        player.play(true);
        let belt_state = BeltState::of(player.simulation(), 0);
        let mut page = Page {
            belt_values: Rc::new(belt_state.clone()),
            belt_state,
            player,
            origin: Origin::Example(0),
            seed: OPENING_SEED,
            seed_text: None,
            selected: Some(Selection::Stage(StageId(3))),
            drafts: Vec::new(),
            history: None,
            refusal: None,
            is_hanging: false,
            is_whole_run: false,
            has_table: false,
            reading: String::new(),
            trouble: None,
            advice: Advice::default(),
            snapshot: Rc::default(),
            belt: BeltPainter::new(),
            chart: ChartPainter::default(),
            charts: Charts::default(),
            clock: frame::Clock::default(),
            frame: None,
            _keys: space_bar(context),
        };
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
            Msg::TogglePlay if self.history.is_some() => return false,
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
            Msg::Select(selection) => {
                if self.selected != Some(selection) {
                    self.drafts.clear();
                }
                self.selected = Some(selection);
            }
            Msg::Draft(label, text) => {
                self.drafts.retain(|(of, _)| *of != label);
                self.drafts.extend(text.map(|text| (label, text)));
            }
            Msg::Lay => {}
            Msg::Change(change) => {
                self.advice.undo = None;
                self.change(change);
            }
            Msg::Example(index) => {
                self.origin = Origin::Example(index);
                self.run(example(index));
            }
            Msg::File(file) => {
                file::read(file, context.link().clone());
                self.is_hanging = false;
            }
            Msg::Text(name, text) => self.open_text(&name, &text),
            Msg::Unreadable(name) => self.refuse_unreadable(&name),
            Msg::Dismiss => self.refusal = None,
            Msg::Hanging(is_hanging) => {
                if self.is_hanging == is_hanging {
                    return false;
                }
                self.is_hanging = is_hanging;
            }
            Msg::WholeRun(is_whole_run) => {
                self.is_whole_run = is_whole_run;
                self.refresh();
            }
            Msg::Hover(x) => {
                self.chart.hover(x);
                self.clock.must_chart();
                return x.is_none() && !std::mem::take(&mut self.reading).is_empty();
            }
            Msg::Nudge(columns) => {
                self.chart.nudge(columns, self.charts.sheet());
                self.clock.must_chart();
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
                if let Some(opened) = self.history.clone() {
                    self.open_history(opened.name(), opened.again(day_first));
                }
            }
            Msg::Redraw => {
                self.remake_chart();
                return false;
            }
            Msg::Charts(message) => self.on_charts(message),
            Msg::Insight(message) => self.on_insight(message),
        }
        true
    }

    fn refuse_unreadable(&mut self, name: &str) {
        let reasons = vec![text::page::UNREADABLE.to_owned()];
        let title = text::page::faults_title(name, reasons.len());
        self.refusal = Some(Refusal { title, reasons });
    }

    fn on_insight(&mut self, message: InsightMsg) {
        match message {
            InsightMsg::Try => {
                if let Some((_, change)) = self.snapshot.attempt.clone() {
                    let undo = insight::undo(self.player.simulation().runnable(), &change);
                    self.change(change);
                    self.advice.undo = undo;
                }
            }
            InsightMsg::Undo => {
                if let Some(change) = self.advice.undo.take() {
                    self.change(change);
                }
            }
            InsightMsg::More(has_more) => self.advice.has_more = has_more,
        }
    }

    /// Starts again from nothing.
    fn restart(&mut self, seed: u64) {
        self.seed = seed;
        self.player.reset(Seed(seed));
        self.jump();
    }

    /// Runs another stream from its start.
    fn run(&mut self, stream: Arc<Runnable>) {
        let (speed, is_playing) = (self.player.speed(), self.player.is_playing());
        self.player = Player::new(stream, Seed(self.seed));
        self.player.set_speed(speed);
        self.player.play(is_playing);
        self.seed_text = None;
        self.selected = None;
        self.drafts.clear();
        self.advice.undo = None;
        self.refusal = None;
        self.history = None;
        self.leave_charts();
        self.jump();
    }

    fn change(&mut self, change: Change) {
        match self.player.amend(change) {
            Ok(()) => {
                self.origin = self.origin.changed();
                self.refusal = None;
            }
            Err(faults) => {
                let title = text::page::CHANGE_REFUSED.to_owned();
                let reasons = faults.iter().map(ToString::to_string).collect();
                self.refusal = Some(Refusal { title, reasons });
            }
        }
        self.belt_state.fill(self.player.simulation(), self.delivered());
        self.clock.must_chart();
        self.refresh();
    }

    /// Opens what stood in a file; what was running goes on if that cannot be done.
    fn open_text(&mut self, name: &str, text: &str) {
        // A stream is a JSON object; anything else is taken for a table.
        if !text.trim_start_matches('\u{feff}').trim_start().starts_with('{') && !is_json(name) {
            let read = OpenHistory::read(name, text.to_owned(), ReadingOptions::default());
            self.open_history(name, read);
            return;
        }
        match ValueStream::from_json(text).and_then(ValueStream::check) {
            Ok(stream) => {
                self.origin = Origin::File;
                self.run(Arc::new(stream));
            }
            Err(faults) => self.refusal = Some(Refusal::of_faults(name, &faults)),
        }
    }
}

fn is_json(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".json")
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
