//! The whole page: what is shown, and what happens to it.

mod drawing;
mod examples;
mod frame;
mod opened;
mod snapshot;
mod update;
mod view;

use std::rc::Rc;

use gloo::events::EventListener;
use gloo::render::AnimationFrame;
use yew::prelude::*;

use super::belt::{BeltPainter, Deed};
use super::chart_painter::ChartPainter;
use super::header::Origin;
use super::number_field::Drafts;
use super::tools::Tool;
use crate::belt::BeltState;
use crate::editor::{Action, Part};
use crate::player::{Player, Speed};
use crate::value_stream::{Fault, StageId};
pub(super) use opened::OpenHistory;
pub(super) use snapshot::{Snapshot, Table};

/// What happens to the page.
pub enum Msg {
    /// The browser is about to draw: its time stamp [ms].
    Frame(f64),
    /// The run goes or stands.
    TogglePlay,
    /// One event.
    Step,
    /// From the start.
    Reset,
    /// Another speed.
    Speed(Speed),
    /// The text in the seed's field; a seed starts the run again.
    Seed(String),
    /// Something on the belt was chosen, beside what is chosen already or instead.
    Select((Part, bool)),
    /// The drawing changes.
    Act(Action),
    /// Something was done on the belt.
    Deed(Deed),
    /// One of the drawing tools was used.
    Tool(Tool),
    /// One of the examples is opened.
    Example(usize),
    /// A file is being read.
    File(web_sys::File),
    /// A file has been read: its name and its text.
    Text(String, String),
    /// A file could not be read: its name.
    Unreadable(String),
    /// A message was read.
    Dismiss,
    /// A file hangs over the page, or no longer.
    Hanging(bool),
    /// Measures over the whole run, or over its last days.
    WholeRun(bool),
    /// The pointer is over the chart, at this distance from its left [CSS px], or no longer.
    Hover(Option<f64>),
    /// The crosshair moves by so many columns.
    Nudge(i32),
    /// The chart's numbers are shown, or no longer.
    Table(bool),
    /// The history is closed and the run comes back.
    Back,
    /// The history's dates are read with days or months first.
    DayFirst(bool),
    /// The chart changed its size.
    Redraw,
    /// The belt changed its width.
    Lay,
    /// What is typed into the field with a label; none: it shows its value again.
    Draft(&'static str, Option<String>),
}

/// What could not be opened, and why.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Refusal {
    /// What was to be opened.
    pub title: String,
    /// What is wrong, line by line.
    pub reasons: Vec<String>,
}

/// The whole page.
pub struct Page {
    player: Player,
    origin: Origin,
    seed: u64,
    /// What stands in the seed's field while it is no seed.
    seed_text: Option<String>,
    drawing: drawing::Drawing,
    /// Every stream that the browser keeps, and its name.
    kept: Vec<(u32, String)>,
    /// What lies over the page.
    dialog: Option<super::tools::Dialog>,
    drafts: Drafts,
    /// A history in the place of the run, which waits.
    history: Option<Rc<OpenHistory>>,
    refusal: Option<Refusal>,
    is_hanging: bool,
    is_whole_run: bool,
    has_table: bool,
    /// What the keyboard reads from the chart.
    reading: String,
    trouble: Option<StageId>,
    snapshot: Rc<Snapshot>,
    /// The belt as it stands, for its painter, and as its markup says it.
    belt_state: BeltState,
    belt_values: Rc<BeltState>,
    belt: BeltPainter,
    chart: ChartPainter,
    clock: frame::Clock,
    frame: Option<AnimationFrame>,
    _listeners: [EventListener; 2],
}

impl Refusal {
    fn of_faults(name: &str, faults: &[Fault]) -> Refusal {
        Refusal {
            title: crate::text::page::faults_title(name, faults.len()),
            reasons: faults.iter().map(ToString::to_string).collect(),
        }
    }
}

impl Component for Page {
    type Message = Msg;
    type Properties = ();

    fn create(context: &Context<Self>) -> Self {
        Page::open(context)
    }

    fn update(&mut self, context: &Context<Self>, message: Msg) -> bool {
        self.react(context, message)
    }

    fn view(&self, context: &Context<Self>) -> Html {
        self.draw(context.link())
    }

    fn rendered(&mut self, context: &Context<Self>, _: bool) {
        self.settle_drawing(context.link());
        self.belt.settle(context.link().callback(|()| Msg::Lay));
        self.chart.settle(context.link().callback(|()| Msg::Redraw));
    }
}
