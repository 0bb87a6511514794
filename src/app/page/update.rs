//! What happens to the page, one message at a time.

use std::rc::Rc;
use std::sync::Arc;

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use super::drawing::Drawing;
use super::examples::{OPENING_SEED, example};
use super::{Msg, OpenHistory, Page, Refusal, frame};
use crate::app::belt::BeltPainter;
use crate::app::chart_painter::ChartPainter;
use crate::app::controls::seed_of;
use crate::app::file;
use crate::app::header::Origin;
use crate::app::storage;
use crate::app::tools::{Dialog, Tool};
use crate::belt::BeltState;
use crate::editor::Part;
use crate::history::ReadingOptions;
use crate::player::Player;
use crate::sim::Seed;
use crate::text;
use crate::value_stream::{Runnable, StageId, ValueStream};

impl Page {
    /// Opens on the first example, running.
    pub(super) fn open(context: &Context<Self>) -> Page {
        let mut player = Player::new(example(0), Seed(OPENING_SEED));
        player.play(true);
        let belt_state = BeltState::of(player.simulation(), 0);
        let mut drawing = Drawing::of(player.simulation().runnable(), None);
        drawing.selected = vec![Part::Stage(StageId(3))];
        drawing.entry = Part::Stage(StageId(3));
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
            is_hanging: false,
            is_whole_run: false,
            has_table: false,
            reading: String::new(),
            trouble: None,
            snapshot: Rc::default(),
            belt: BeltPainter::new(),
            chart: ChartPainter::default(),
            clock: frame::Clock::default(),
            frame: None,
            _listeners: [keys(context), menus()],
        };
        page.list_kept();
        if let Some(number) = storage::now() {
            page.open_kept(number);
        }
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
            // A history covers the run and the drawing.
            Msg::TogglePlay | Msg::Act(_) | Msg::Deed(_) if self.history.is_some() => return false,
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
            Msg::Draft(label, text) => {
                self.drafts.retain(|(of, _)| *of != label);
                if text.is_none() {
                    self.drawing.close_step();
                }
                self.drafts.extend(text.map(|text| (label, text)));
            }
            Msg::Lay => {}
            Msg::Example(index) => self.open_example(index),
            Msg::Act(action) => self.act(&action),
            Msg::Deed(deed) => self.take_deed(deed),
            Msg::Tool(tool) => self.take_tool(tool),
            Msg::File(file) => {
                file::read(file, context.link().clone());
                self.is_hanging = false;
            }
            Msg::Text(name, text) => self.open_text(&name, &text),
            Msg::Unreadable(name) => {
                let reasons = vec![text::page::UNREADABLE.to_owned()];
                let title = text::page::faults_title(&name, reasons.len());
                self.refusal = Some(Refusal { title, reasons });
            }
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
                self.chart.nudge(columns);
                self.clock.must_chart();
                self.reading = self.read_chart();
            }
            Msg::Table(has_table) => {
                self.has_table = has_table;
                self.refresh();
            }
            Msg::Back => {
                self.history = None;
                self.chart.hover(None);
                self.jump();
            }
            Msg::DayFirst(day_first) => {
                if let Some(opened) = self.history.clone() {
                    self.open_history(opened.name(), opened.again(day_first));
                }
            }
            Msg::Redraw => {
                self.clock.must_chart();
                return false;
            }
        }
        true
    }

    /// Starts again from nothing.
    fn restart(&mut self, seed: u64) {
        self.seed = seed;
        self.player.reset(Seed(seed));
        self.jump();
    }

    /// Opens a template as it is.
    pub(super) fn open_example(&mut self, index: usize) {
        self.origin = Origin::Example(index);
        self.run(example(index), None);
        storage::set_now(None);
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
        self.dialog = None;
        self.belt.fit();
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
                self.run(Arc::new(stream), None);
                self.keep();
            }
            Err(faults) => self.refusal = Some(Refusal::of_faults(name, &faults)),
        }
    }
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
            "?" if !within("input, select, textarea, .dialog") => {
                Some(Tool::Show(Some(Dialog::Keys)))
            }
            "?" if within(".dialog") => Some(Tool::Show(None)),
            "Escape" if !within(".belt, .chart") => Some(Tool::ToBelt),
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
