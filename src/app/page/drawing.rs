//! Drawing on the page: what is drawn, what is chosen of it, and where the focus goes.

mod kept;
mod shown;
mod steps;
mod tools;

use std::sync::Arc;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventInit, HtmlElement, HtmlInputElement};
use yew::html::Scope;

use super::early::Early;
use super::hands::{Hands, elements};
use super::{Msg, Page};
use crate::app::belt::{Gestures, name_of};
use crate::app::tell::Tell;
use crate::app::tools::{Dialog, Look};
use crate::editor::{Diagram, History, Part};
use crate::text::editor as words;
use crate::value_stream::{Element as Place, Fault, LinkId, Runnable, Sketch, SourceId, StageId};

/// What is drawn, and what is chosen of it.
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
    /// What was typed into which field before there was anybody to take it.
    typed: Vec<(HtmlInputElement, String)>,
    /// Where the focus goes with the next render.
    focus: Option<Focus>,
    gestures: Option<Gestures>,
}

/// A fault, in words.
pub(in crate::app) struct Flaw {
    /// The part of the belt that it is about.
    part: Option<Part>,
    pub(in crate::app) words: String,
}

/// Where the focus goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Focus {
    /// To a part of the belt.
    Part(Part),
    /// To the first field of what is chosen.
    Fields,
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
            typed: Vec::new(),
            focus: None,
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

    /// The names of the steps that can be undone and redone.
    pub(in crate::app) fn steps(&self) -> (Option<&str>, Option<&str>) {
        let history = self.history.as_ref();
        (history.and_then(History::undoes), history.and_then(History::redoes))
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

    /// What is wrong with the chosen part.
    pub(super) fn faults_here(&self) -> Vec<String> {
        let [chosen] = self.selected[..] else { return Vec::new() };
        let here = self.faults.iter().filter(|flaw| flaw.part == Some(chosen));
        here.map(|flaw| flaw.words.clone()).collect()
    }
}

impl Flaw {
    fn of(fault: &Fault) -> Flaw {
        Flaw { part: part_of(fault), words: fault.to_string() }
    }
}

/// The part that a fault is about.
fn part_of(fault: &Fault) -> Option<Part> {
    Some(match fault.place.element {
        Place::Stage(number, _) => Part::Stage(StageId::at(number - 1)),
        Place::Link(number, ..) => Part::Link(LinkId::at(number - 1)),
        Place::Source(number, _) => Part::Source(SourceId::at(number - 1)),
        Place::Customer => Part::Customer,
        _ => return None,
    })
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
            self.drawing.close_step();
            if parts.len() > 1 {
                self.drawing.said = words::chosen(parts.len());
            }
        }
        if let Some(&first) = parts.first() {
            self.drawing.entry = first;
        }
        self.drawing.selected = parts;
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

    /// Looks at the drawing another way.
    pub(super) fn look(&mut self, look: Look) {
        match look {
            Look::Fit => self.belt.fit(),
            Look::Map(is_map) => self.is_map = is_map,
            Look::Zoom(steps) => self.belt.zoom(1.25_f64.powi(steps)),
            Look::Close => self.close_dialog(),
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
        match self.drawing.focus {
            Some(Focus::Dialog) => focus_dialog(),
            Some(Focus::Back) => focus(self.focus_back.take()),
            _ => {}
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
            None | Some(Focus::Dialog | Focus::Back) => {}
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
    let field = document.query_selector(".inspector input").ok().flatten();
    if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
        let _ = field.focus();
        field.select();
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
