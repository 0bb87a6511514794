//! Drawing on the page: what is drawn, what is chosen of it, and where the focus goes.

mod kept;
mod shown;
mod steps;
mod tools;

use std::sync::Arc;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventInit, HtmlElement, HtmlInputElement, HtmlTextAreaElement};
use yew::html::Scope;

use super::early::Early;
use super::hands::{Hands, elements, help};
use super::{Msg, Page};
use crate::app::belt::{Gestures, name_of};
use crate::app::field_look::ids;
use crate::app::number_field::Key;
use crate::app::storage;
use crate::app::tell::Tell;
use crate::app::tools::{Dialog, Look};
use crate::editor::{Diagram, History, Part};
use crate::text::editor as words;
use crate::text::field::Field;
use crate::text::flaw::Flaw;
use crate::value_stream::{Runnable, Sketch, StageId};

/// What is drawn, and what is chosen of it.
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of its own")]
pub(in crate::app) struct Drawing {
    /// The steps so far; none: it is as it was opened.
    history: Option<History>,
    /// The diagram, resolved for a picture.
    pub(in crate::app) sketch: Arc<Sketch>,
    /// What is wrong with it; empty: it is what runs.
    pub(in crate::app) faults: Vec<Flaw>,
    pub(in crate::app) selected: Vec<Part>,
    /// The part to which the Tab key leads.
    pub(in crate::app) entry: Part,
    /// The part where a link begins.
    pub(in crate::app) connecting: Option<Part>,
    /// What was announced last.
    pub(in crate::app) said: String,
    /// Under which number the browser keeps it; none: it has not been changed.
    pub(in crate::app) number: Option<u32>,
    /// Whether the browser keeps anything.
    pub(in crate::app) is_kept: bool,
    /// How many of its oldest steps the browser has no room for.
    pub(in crate::app) unkept: usize,
    /// The field into which something has been typed since it was entered, and how many steps there were before.
    visit: Option<(Key, usize)>,
    /// What was typed into which field before there was anybody to take it.
    typed: Vec<(HtmlInputElement, String)>,
    /// Whether what is clicked comes to what is chosen.
    pub(super) is_gathering: bool,
    /// Whether the inspector lies over a phone's page.
    pub(super) has_sheet: bool,
    /// Whether what is chosen is to be seen beside it, with the next render.
    must_show: bool,
    /// Whether a notice has just come that must not cover what is typed.
    must_clear: bool,
    /// How often a step has started the run again.
    restarts: u64,
    /// Why the last step started the run again, if it did.
    pub(in crate::app) restart: Option<Restart>,
    /// It as it was when another future began.
    pub(super) first: Option<Diagram>,
    /// Whether the run follows what is drawn when the other future has begun.
    is_parting: bool,
    /// Where the focus goes with the next render.
    focus: Option<Focus>,
    /// Whether what unfolds shows what is wrong in it with the next render.
    must_unfold: bool,
    gestures: Option<Gestures>,
}

/// Why a run started again.
pub(in crate::app) struct Restart {
    pub(in crate::app) words: String,
    /// Whether a step was taken back, and not made.
    pub(in crate::app) is_undo: bool,
    /// How many steps there had been: a number of its own for each.
    pub(in crate::app) number: u64,
}

/// Where the focus goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Focus {
    /// To a part of the belt.
    Part(Part),
    /// To the first field of what is chosen.
    Fields,
    /// To this field of it.
    Field(Field),
    /// Into what has just come to lie over the page.
    Dialog,
    /// To where it was before that.
    Back,
}

impl Drawing {
    /// A stream that runs, as it is drawn.
    pub(super) fn of(stream: &Runnable, number: Option<u32>) -> Drawing {
        Drawing::new(Arc::clone(stream.sketch()), number)
    }

    fn new(sketch: Arc<Sketch>, number: Option<u32>) -> Drawing {
        Drawing {
            history: None,
            sketch,
            faults: Vec::new(),
            selected: Vec::new(),
            entry: Part::Stage(StageId(0)),
            connecting: None,
            said: String::new(),
            number,
            is_kept: true,
            unkept: 0,
            visit: None,
            typed: Vec::new(),
            is_gathering: false,
            has_sheet: false,
            must_show: false,
            must_clear: false,
            restarts: 0,
            restart: None,
            first: None,
            is_parting: false,
            focus: None,
            must_unfold: false,
            gestures: None,
        }
    }

    /// What is drawn.
    pub(in crate::app) fn diagram(&self) -> &Diagram {
        self.history.as_ref().map_or(self.sketch.stream(), History::diagram)
    }

    /// The steps so far, which begin with what was opened.
    fn history(&mut self) -> &mut History {
        self.history.get_or_insert_with(|| History::new(self.sketch.stream().clone()))
    }

    /// The steps begin with what was opened, under a name of its own.
    fn begin(&mut self, name: &str) {
        let diagram = self.sketch.stream().clone();
        self.history = Some(History::new(Diagram { name: name.to_owned(), ..diagram }));
    }

    /// There was no step: it is as it was opened.
    fn unbegin(&mut self) {
        self.history = None;
    }

    /// The browser keeps the steps as far as it has room.
    fn keep_steps(&mut self, number: u32) {
        let Some(history) = &self.history else { return };
        let steps = history.steps();
        let kept = storage::keep_steps(number, steps, |most| history.kept(most));
        self.unkept = if self.is_kept { steps - kept } else { 0 };
    }

    /// The steps that the browser has kept.
    fn take_steps(&mut self, history: History) {
        self.history = Some(history);
    }

    /// The names of the steps that can be undone and redone.
    pub(in crate::app) fn steps(&self) -> (Option<&str>, Option<&str>) {
        let history = self.history.as_ref();
        (history.and_then(History::undoes), history.and_then(History::redoes))
    }

    /// Something is about to be typed into a field.
    fn visits(&mut self, field: Key) {
        if self.visit.is_none_or(|(other, _)| other != field) {
            self.visit = Some((field, self.history.as_ref().map_or(0, History::steps)));
        }
    }

    /// A field is left, with what was typed.
    pub(super) fn leave(&mut self, field: Key) {
        self.visit = self.visit.filter(|(other, _)| *other != field);
    }

    /// What is typed next is another step.
    pub(super) fn close_step(&mut self) {
        if let Some(history) = &mut self.history {
            history.close_step();
        }
    }

    /// The parts with faults.
    pub(super) fn faulty(&self) -> Vec<Part> {
        self.faults.iter().filter_map(|flaw| flaw.part).collect()
    }

    /// Whether what is wrong is about what the inspector shows.
    pub(super) fn is_here(&self, flaw: &Flaw) -> bool {
        match self.selected[..] {
            [chosen] => flaw.part == Some(chosen),
            [] => flaw.part.is_none(),
            [..] => false,
        }
    }

    /// What is wrong with what the inspector shows.
    pub(super) fn flaws_here(&self) -> impl Iterator<Item = &Flaw> {
        self.faults.iter().filter(|flaw| self.is_here(flaw))
    }
}

impl Page {
    fn focus_chosen(&mut self) {
        let first = self.drawing.selected.first().copied();
        self.drawing.focus = first.map(Focus::Part);
    }

    /// Chooses parts, and nothing else.
    pub(super) fn choose(&mut self, parts: Vec<Part>) {
        if self.drawing.selected != parts {
            self.drafts.clear();
            self.drawing.visit = None;
            self.drawing.close_step();
            if parts.len() > 1 {
                self.drawing.said = words::chosen(parts.len());
            }
        }
        if let Some(&first) = parts.first() {
            self.drawing.entry = first;
        }
        self.drawing.has_sheet &= !parts.is_empty();
        self.drawing.selected = parts;
        self.drawing.must_unfold = true;
    }

    /// Goes to what is wrong: to the field that says so, or else to the part of the belt.
    pub(super) fn go_to_flaw(&mut self, number: usize) {
        let Some(flaw) = self.drawing.faults.get(number) else { return };
        let (part, field) = (flaw.part, flaw.field);
        self.choose(part.into_iter().collect());
        self.drawing.focus = field.map(Focus::Field).or(part.map(Focus::Part));
    }

    /// Chooses a part, beside others or instead.
    pub(super) fn choose_one(&mut self, part: Part, adds: bool) {
        if !adds {
            self.choose(vec![part]);
            return;
        }
        let mut parts = self.drawing.selected.clone();
        match parts.iter().position(|other| *other == part) {
            Some(place) => {
                parts.remove(place);
            }
            None => parts.push(part),
        }
        self.choose(parts);
    }

    /// Chooses a part that was clicked or tapped.
    pub(super) fn choose_by_hand(&mut self, part: Part, adds: bool) {
        let adds = adds || self.drawing.is_gathering;
        self.choose_one(part, adds);
        self.drawing.has_sheet = !adds;
        self.drawing.must_show = !adds;
    }

    /// Looks at the drawing another way.
    pub(super) fn look(&mut self, look: Look) {
        match look {
            Look::Fit => self.belt.fit(),
            Look::Map(is_map) => self.is_map = is_map,
            Look::Zoom(steps) => self.belt.zoom(1.25_f64.powi(steps)),
            Look::Close => self.close_dialog(),
            Look::Lower => self.drawing.has_sheet = false,
            Look::TakeBack => {
                self.take_back_visit();
                self.look(Look::ToBelt);
            }
            Look::ToBelt => {
                if self.dialog.is_some() {
                    self.close_dialog();
                } else if let Some(root) = self.belt.root() {
                    focus_part(&root, self.drawing.entry);
                }
            }
        }
    }

    /// Something comes to lie over the page, and takes the focus until it is closed.
    fn open_dialog(&mut self, dialog: Dialog) {
        if self.dialog.replace(dialog).is_none() {
            let focused = gloo::utils::document().active_element();
            // What is in a menu is hidden with it.
            let menu = focused.as_ref().and_then(|on| on.closest(".more").ok().flatten());
            let summary = menu.and_then(|menu| menu.query_selector("summary").ok().flatten());
            self.focus_back = summary.or(focused);
        }
        self.drawing.focus = Some(Focus::Dialog);
    }

    /// Nothing lies over the page any more; the focus goes back to where it was.
    pub(super) fn close_dialog(&mut self) {
        if self.dialog.take().is_some() {
            self.drawing.focus = Some(Focus::Back);
        }
    }

    /// What was typed into the inspector's fields until now, which are about to say what they hold.
    pub(super) fn gather_typed(&mut self) {
        let fields: Vec<HtmlInputElement> =
            elements(&gloo::utils::document_element(), ".inspector .entry input");
        let typed = fields.iter().filter(|field| field.value() != field.default_value());
        self.drawing.typed = typed.map(|field| (field.clone(), field.value())).collect();
    }

    /// After a render: hands reach the belt, and the focus goes where it should.
    pub(super) fn settle_drawing(&mut self, link: &Scope<Page>) {
        if self.hands.is_none() {
            let chart = self.chart.canvas();
            self.look_at_flow();
            self.hands = chart.map(|chart| Hands::on(&chart, &Tell::of(link)));
        }
        self.settle_flow();
        help();
        if std::mem::take(&mut self.drawing.must_unfold) {
            unfold_faulty();
        }
        match self.drawing.focus {
            Some(Focus::Dialog) => focus_dialog(),
            Some(Focus::Back) => focus(self.focus_back.take()),
            Some(Focus::Field(field)) => focus_field(field),
            _ => {}
        }
        if std::mem::take(&mut self.drawing.must_show) {
            show_above_sheet();
        }
        if std::mem::take(&mut self.drawing.must_clear) {
            show_above_notice();
        }
        let Some(root) = self.belt.root() else {
            self.drawing.gestures = None;
            self.drawing.focus = None;
            return;
        };
        if !self.drawing.gestures.as_ref().is_some_and(|gestures| gestures.is_on(&root)) {
            let tell = link.callback(Msg::Deed);
            let gestures = Gestures::on(root.clone(), self.belt.clone(), tell);
            let early = self.early.take().map(Early::end).unwrap_or_default();
            gestures.catch_up(&early.on_belt);
            self.drawing.gestures = Some(gestures);
            self.catch_up(&early.elsewhere);
        }
        match self.drawing.focus.take() {
            None | Some(Focus::Dialog | Focus::Back | Focus::Field(_)) => {}
            Some(Focus::Part(part)) => focus_part(&root, part),
            Some(Focus::Fields) => focus_fields(),
        }
    }

    /// Does again what was done to fields and elsewhere before there was anybody to take it.
    fn catch_up(&mut self, elsewhere: &[Event]) {
        for (field, text) in self.drawing.typed.drain(..) {
            field.set_value(&text);
            let bubbles = EventInit::new();
            bubbles.set_bubbles(true);
            let _ = Event::new_with_event_init_dict("input", &bubbles)
                .and_then(|event| field.dispatch_event(&event));
        }
        for event in elsewhere {
            // The space bar may have been answered at once.
            if let Some(target) = event.target().filter(|_| !event.default_prevented()) {
                let _ = target.dispatch_event(event);
            }
        }
    }
}

/// Puts the focus on a part of the belt.
fn focus_part(root: &Element, part: Part) {
    let selector = ["[data-part=", &name_of(part), "]"].concat();
    let Ok(Some(element)) = root.query_selector(&selector) else { return };
    focus(element.query_selector("button").ok().flatten().or(Some(element)));
}

fn focus_fields() {
    let document = gloo::utils::document();
    let field = document.query_selector(".inspector :is(input, textarea)").ok().flatten();
    if let Some(input) = field.as_ref().and_then(|field| field.dyn_ref::<HtmlInputElement>()) {
        input.select();
    }
    if let Some(area) = field.as_ref().and_then(|field| field.dyn_ref::<HtmlTextAreaElement>()) {
        area.select();
    }
    focus(field);
}

/// Whether the focus is in a field.
fn is_in_field((label, row): Key) -> bool {
    let field = Field { label, hint: "", row };
    let focused = gloo::utils::document().active_element();
    let focused = focused.and_then(|focused| focused.closest(".field").ok().flatten());
    let inside = focused.map(|inside| elements::<Element>(&inside, "input, textarea"));
    inside.is_some_and(|inside| inside.iter().any(|entry| entry.id() == ids(field).0))
}

/// Puts the focus on a field of the inspector, and unfolds what it is in.
fn focus_field(field: Field) {
    let field = gloo::utils::document().get_element_by_id(&ids(field).0);
    if let Some(section) = field.as_ref().and_then(|field| field.closest("details").ok().flatten())
    {
        unfold(&section);
    }
    focus(field);
}

/// Unfolds every section in which something is wrong. Only hands fold: the markup knows nothing of it.
fn unfold_faulty() {
    let sections: Vec<Element> =
        elements(&gloo::utils::document_element(), ".inspector details.is-wrong");
    sections.iter().for_each(unfold);
}

fn unfold(section: &Element) {
    let _ = section.set_attribute("open", "");
}

/// Moves a phone's page so that what was tapped is seen above the sheet that it brought.
fn show_above_sheet() {
    let document = gloo::utils::document();
    let found = |selector: &str| document.query_selector(selector).ok().flatten();
    let (Some(part), Some(sheet)) = (found(".belt .is-chosen"), found(".is-sheet")) else { return };
    let (part, sheet) = (part.get_bounding_client_rect(), sheet.get_bounding_client_rect());
    // Beside the belt, the inspector is where it always is.
    let is_under = part.bottom() > sheet.top() && part.left() < sheet.right() && sheet.left() < 1.0;
    if is_under {
        gloo::utils::window().scroll_by_with_x_and_y(0.0, part.bottom() - sheet.top() + 16.0);
    }
}

/// Moves a phone's sheet so that what is typed in is seen above the notice at its lower edge.
fn show_above_notice() {
    let document = gloo::utils::document();
    let found = |selector: &str| document.query_selector(selector).ok().flatten();
    let (Some(sheet), Some(notice)) = (found(".is-sheet"), found(".restarted")) else { return };
    let Some(field) = document.active_element().filter(|on| sheet.contains(Some(on))) else {
        return;
    };
    let under = field.get_bounding_client_rect().bottom() - notice.get_bounding_client_rect().top();
    // Beside the belt, the notice is far away from the inspector.
    if under > -8.0 && found(".belt[data-flow=down]").is_some() {
        sheet.scroll_by_with_x_and_y(0.0, under + 12.0);
    }
}

/// Puts the focus into the dialog that has just opened.
fn focus_dialog() {
    focus(gloo::utils::document().query_selector(".dialog .close").ok().flatten());
}

/// Puts the focus on an element that can take it.
pub(super) fn focus(element: Option<Element>) {
    let Some(element) = element else { return };
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    } else if let Some(element) = element.dyn_ref::<web_sys::SvgElement>() {
        let _ = element.focus();
    }
}
