//! The whole page: what is shown, and what happens to it.

mod border;
mod charting;
mod drawing;
mod early;
mod editing;
mod examples;
mod fetching;
mod flow;
mod frame;
mod gallery;
mod hands;
mod opened;
mod report;
mod snapshot;
mod time;
mod update;
mod view;

use std::rc::Rc;

use gloo::events::EventListener;
use gloo::render::AnimationFrame;
use yew::prelude::*;

use super::belt::{BeltPainter, Deed};
use super::chart_painter::ChartPainter;
use super::charts::{ChartMsg, Charts};
use super::flow_view::FlowMsg;
use super::header::{Origin, Place};
use super::number_field::{Drafts, Key, Typed};
use super::tools::Tool;
use crate::belt::BeltState;
use crate::chart::Touch;
use crate::editor::{Action, Part};
use crate::player::{Player, Speed};
use crate::value_stream::StageId;
pub(super) use border::{BORDER, Border};
pub(super) use charting::{ANALYST, Analyst, Room};
pub(super) use drawing::Restart;
pub(super) use fetching::Wanted;
pub(super) use opened::{OpenHistory, Opened, Read, read};
pub(super) use snapshot::{Snapshot, Table};
pub(super) use time::{NOTCHES, TimeMsg};

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
    /// Another moment is shown, or two futures of one.
    Time(TimeMsg),
    /// The text in the seed's field, and how it came to be there.
    Seed(String, Typing),
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
    /// What shows the proof is there.
    Proof(fn() -> Html),
    /// A hand comes near what can be changed.
    Near,
    /// What reads and checks streams is there.
    Border(&'static Border),
    /// A file is being read.
    File(web_sys::File),
    /// A file has been read: its name and its text.
    Text(String, String),
    /// A table has been read, or not: the name of its file.
    History(String, Read),
    /// A file could not be read: its name.
    Unreadable(String),
    /// A message was read.
    Dismiss,
    /// A file hangs over the page, or no longer.
    Hanging(bool),
    /// Measures over the whole run, or over its last days.
    WholeRun(bool),
    /// A hand does something on the chart, at a distance from its left and its top [CSS px].
    Touch(Touch),
    /// No hand is over it.
    Leave,
    /// The window that somebody has chosen is measured no longer.
    Unmeasure,
    /// The cumulative flow diagram is to be shown in another way.
    Flow(FlowMsg),
    /// Something is done about the insight.
    Insight(InsightMsg),
    /// Something that was to be fetched did not come.
    Unfetched(Wanted),
    /// It is fetched again.
    Again,
    /// What draws the value stream map is there.
    Map(Mapper),
    /// Something happens to the charts.
    Charts(ChartMsg),
    /// What makes them is there.
    Analyst(&'static Analyst),
    /// The crosshair moves by so many columns.
    Nudge(i32),
    /// The page is about to be printed, or has been.
    Paper(bool),
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
    /// The address has another hash.
    Route,
    /// What is typed into the field; none: it shows its value again.
    Draft(Key, Option<String>),
    /// What the text in the field comes to.
    Typed(Key, Typed),
}

/// How a text came to be in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typing {
    /// It is being typed.
    GoesOn,
    /// Nothing more has been typed for a while.
    Rests,
    /// The field has been left, or Enter pressed.
    Done,
}

/// Draws the value stream map of what runs.
pub(super) type Mapper = fn(&Page) -> Html;

/// What is done about the insight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InsightMsg {
    /// What it offers is tried.
    Try,
    /// What was tried is taken back.
    Undo,
    /// The other findings are shown, or no longer.
    More(bool),
}

/// What has been done about the insight.
#[derive(Default)]
struct Advice {
    /// Whether the last step of the drawing was what it offers.
    has_tried: bool,
    /// Whether the other findings are shown.
    has_more: bool,
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
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of its own")]
pub struct Page {
    player: Player,
    origin: Origin,
    seed: u64,
    /// What stands in the seed's field while it is no seed, or not yet the run's.
    seed_text: Option<String>,
    drawing: drawing::Drawing,
    /// Number and name of every stream that the browser keeps.
    kept: Vec<(u32, String)>,
    /// What lies over the page.
    dialog: Option<super::tools::Dialog>,
    /// Where the focus was before that.
    focus_back: Option<web_sys::Element>,
    drafts: Drafts,
    /// A history in the place of the run, which waits.
    history: Option<Rc<dyn Opened>>,
    refusal: Option<Refusal>,
    /// What reads and checks streams, once it was needed.
    border: Option<&'static Border>,
    /// What waits for it while it is on its way.
    waiting: Option<Vec<Msg>>,
    /// What did not come when it was to be fetched.
    missing: Vec<Wanted>,
    /// Whether the browser keeps a stream that could not be opened without the border.
    is_owed: bool,
    /// Whether the stream is shown as a map.
    is_map: bool,
    /// What draws it, once it was asked for.
    map: Option<Mapper>,
    is_hanging: bool,
    /// What is shown.
    place: Place,
    /// What shows it, once it was asked for.
    proof: Option<fn() -> Html>,
    is_whole_run: bool,
    has_table: bool,
    /// What the keyboard reads from the chart.
    reading: String,
    trouble: Option<StageId>,
    advice: Advice,
    snapshot: Rc<Snapshot>,
    /// The belt as it stands, for its painter, and as its markup says it.
    belt_state: BeltState,
    belt_values: Rc<BeltState>,
    belt: BeltPainter,
    chart: ChartPainter,
    charts: Charts,
    /// What the charts have put into the stream's place.
    room: Option<Box<dyn Room>>,
    /// What makes the charts beside the diagram, once one was asked for.
    analyst: Option<&'static Analyst>,
    clock: frame::Clock,
    frame: Option<AnimationFrame>,
    /// What listens until the border is there.
    early: Option<early::Early>,
    hands: Option<hands::Hands>,
    _listeners: Vec<EventListener>,
}

impl Refusal {
    fn of_file(name: &str, reasons: Vec<String>) -> Refusal {
        Refusal { title: crate::text::page::faults_title(name, reasons.len()), reasons }
    }
}

/// What the page starts with.
#[derive(Clone, Copy, PartialEq, Properties)]
pub struct Start {
    /// What reads and checks streams, where one is to be opened that the browser has kept.
    pub border: Option<&'static Border>,
}

impl Component for Page {
    type Message = Msg;
    type Properties = Start;

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
        self.belt.settle(context.link().callback(|()| Msg::Lay));
        self.chart.settle(context.link().callback(|()| Msg::Redraw));
        if let Some(border) = self.border {
            (border.settle)(self, context.link());
        }
    }
}
