//! What hands do on the belt: drag, connect, box, zoom, and keys.
//!
//! While something is dragged, only what moves is touched, and the markup not at all; what was done is told at the end,
//! as an action or a choice. A press that does not move stays a click.

mod drag;
mod keys;
mod pointer;

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent, MouseEvent, PointerEvent, WheelEvent};
use yew::Callback;

use super::BeltPainter;
use super::view::part_named;
use crate::belt::Point;
use crate::editor::{Action, Part};
use crate::value_stream::Position;

/// What was done on the belt.
#[derive(Debug, Clone, PartialEq)]
pub enum Deed {
    /// The diagram changes.
    Act(Action),
    /// A work center is drawn: there, or from something.
    Draw(Option<Part>, Option<Position>),
    /// One behind this part, or in its middle.
    DrawAfter(Part),
    /// These are chosen now.
    Choose(Vec<Part>),
    /// This is chosen and edited.
    Edit(Part),
    /// The focus is here now.
    Rove(Part),
    /// A key begins a link here, or ends beginning one.
    Connect(Option<Part>),
    /// Everything is chosen.
    All,
    /// A note; or a kaizen burst.
    Note(bool),
    /// Copies of what is chosen.
    Duplicate,
    /// Without what is chosen.
    Delete,
}

/// Listens to a belt until it is dropped.
pub(crate) struct Gestures {
    root: Element,
    hands: Rc<RefCell<Hands>>,
    _listeners: Vec<EventListener>,
}

/// A line that a wheel turns by [px].
const LINE: f64 = 16.0;
/// A wheel that has rested so long begins anew [ms].
const ROLLS: f64 = 200.0;

/// What is listened to.
pub(crate) const HEARD: [&str; 8] = [
    "pointerdown",
    "pointermove",
    "pointerup",
    "pointercancel",
    "dblclick",
    "wheel",
    "keydown",
    "focusin",
];

/// What the hands hold.
struct Hands {
    root: Element,
    painter: BeltPainter,
    tell: Callback<Deed>,
    /// Pointers that are down, and where [view px].
    down: Vec<(i32, Point)>,
    held: Held,
    /// The part from which a key begins a link.
    connecting: Option<Part>,
    /// What is shown elsewhere than it stands.
    moved: Option<drag::Moved>,
    /// The ways that are drawn apart while their ends move: links, and those of sources.
    apart: Vec<Part>,
    /// When the wheel moved the page last [ms, the events' clock].
    rolled_page: f64,
    /// Where the belt begins in the window, as long as a pointer is down [CSS px].
    corner: Option<Point>,
}

/// What a pointer has begun.
#[derive(Debug, Clone, PartialEq)]
enum Held {
    Nothing,
    /// Pressed, and not moved yet: on a part or beside all, on its ring or not.
    Press {
        part: Option<Part>,
        port: bool,
        start: Point,
    },
    /// These move.
    Drag {
        parts: Vec<Part>,
        start: Point,
        at: Vec<(Part, Position)>,
    },
    /// A new link.
    Rubber {
        from: Part,
    },
    /// A box around what will be chosen.
    Box {
        start: Point,
    },
    /// The view moves.
    Pan {
        last: Point,
    },
    /// Two fingers.
    Pinch {
        apart: f64,
        middle: Point,
    },
}

impl Gestures {
    /// Listens to a belt.
    pub(crate) fn on(root: Element, painter: BeltPainter, tell: Callback<Deed>) -> Gestures {
        let hands = Rc::new(RefCell::new(Hands {
            root: root.clone(),
            painter,
            tell,
            down: Vec::new(),
            held: Held::Nothing,
            connecting: None,
            moved: None,
            apart: Vec::new(),
            rolled_page: f64::NEG_INFINITY,
            corner: None,
        }));
        let listen = |name: &'static str| {
            let hands = Rc::clone(&hands);
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&root, name, options, move |event| {
                // Nothing that is told here leads back here before it has ended.
                if let Ok(mut hands) = hands.try_borrow_mut() {
                    hands.take(name, event);
                }
            })
        };
        let listeners = HEARD.into_iter().map(listen).collect();
        Gestures { root, hands, _listeners: listeners }
    }

    /// Takes what was done on the belt before anybody listened.
    pub(crate) fn catch_up(&self, events: &[Event]) {
        for event in events {
            if let Ok(mut hands) = self.hands.try_borrow_mut() {
                hands.take(&event.type_(), event);
            }
        }
    }

    /// Whether it listens to this belt.
    pub(crate) fn is_on(&self, root: &Element) -> bool {
        self.root == *root
    }
}

impl Hands {
    fn take(&mut self, name: &str, event: &Event) {
        match name {
            "keydown" => {
                if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
                    self.key(event);
                }
            }
            "focusin" => {
                if let Some(part) = part_at(event) {
                    self.tell.emit(Deed::Rove(part));
                }
            }
            "wheel" => {
                if let Some(event) = event.dyn_ref::<WheelEvent>() {
                    self.wheel(event);
                }
            }
            "dblclick" => {
                if let Some(mouse) = event.dyn_ref::<MouseEvent>() {
                    match part_at(event) {
                        None => {
                            let at = self.position(self.view(mouse));
                            self.tell.emit(Deed::Draw(None, at));
                        }
                        Some(link @ Part::Link(_)) => self.tell.emit(Deed::DrawAfter(link)),
                        Some(part) => self.tell.emit(Deed::Edit(part)),
                    }
                }
            }
            _ => {
                if let Some(event) = event.dyn_ref::<PointerEvent>() {
                    self.pointer(name, event);
                }
            }
        }
    }

    /// Where a mouse is in the view.
    fn view(&self, event: &MouseEvent) -> Point {
        let corner = self.corner.unwrap_or_else(|| self.corner());
        Point::new(f64::from(event.client_x()) - corner.x, f64::from(event.client_y()) - corner.y)
    }

    fn corner(&self) -> Point {
        let frame = self.root.get_bounding_client_rect();
        Point::new(frame.left(), frame.top())
    }

    /// A place in the view in the author's units.
    fn position(&self, view: Point) -> Option<Position> {
        let layout = self.painter.laid()?;
        Some(layout.position(self.painter.camera().belt(view)))
    }

    fn wheel(&mut self, event: &WheelEvent) {
        if !event.ctrl_key() && !event.meta_key() {
            self.roll(event);
            return;
        }
        event.prevent_default();
        let factor = (-event.delta_y() * 0.002).clamp(-0.5, 0.5).exp();
        let camera = self.painter.camera().zoomed(factor, self.view(event));
        self.painter.aim(camera);
    }

    /// Without a key, the wheel shows what of the belt is hidden that way; else it moves the page, which then keeps it
    /// until it rests.
    fn roll(&mut self, event: &WheelEvent) {
        let Some(layout) = self.painter.laid() else { return };
        let (width, height) = (self.root.client_width(), self.root.client_height());
        let step = match event.delta_mode() {
            WheelEvent::DOM_DELTA_LINE => LINE,
            WheelEvent::DOM_DELTA_PAGE => f64::from(height),
            _ => 1.0,
        };
        let (x, y) = (event.delta_x() * step, event.delta_y() * step);
        let by =
            if event.shift_key() && x.abs() < 0.5 { Point::new(y, 0.0) } else { Point::new(x, y) };
        let is_page = event.time_stamp() - self.rolled_page < ROLLS;
        let camera = self.painter.camera();
        match camera.rolled(&layout, f64::from(width), by).filter(|_| !is_page) {
            Some(camera) => {
                event.prevent_default();
                self.painter.aim(camera);
            }
            None => self.rolled_page = event.time_stamp(),
        }
    }

    fn element(&self, part: Part) -> Option<Element> {
        let selector = ["[data-part=", &super::name_of(part), "]"].concat();
        self.root.query_selector(&selector).ok().flatten()
    }
}

/// The part in which something happened.
fn part_at(event: &Event) -> Option<Part> {
    part_of(&event.target()?.dyn_into::<Element>().ok()?)
}

/// The part to which an element belongs.
fn part_of(element: &Element) -> Option<Part> {
    let carrier = element.closest("[data-part]").ok().flatten()?;
    part_named(&carrier.get_attribute("data-part")?)
}
