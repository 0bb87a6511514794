//! What runs the proof and draws its pictures.

use gloo::render::{AnimationFrame, request_animation_frame};
use gloo::timers::callback::Timeout;
use web_sys::HtmlCanvasElement;
use yew::prelude::*;

use super::table::table;
use crate::app::screen;
use crate::chart::{Convergence, Running, draw_convergence};
use crate::proof::{Proof, Row};
use crate::text::proof as text;

/// What a frame may spend on the runs [ms].
const RUN_MS: f64 = 9.0;
/// Events between two looks at the clock.
const EVENTS_PER_LOOK: u32 = 2_048;
/// How often new values are shown [ms].
const SHOW_MS: f64 = 120.0;
/// How often the screen is looked at when all is done [ms].
const LOOK_MS: u32 = 400;

/// The proof, its canvases, and what was drawn on each.
pub(super) struct ProofPage {
    proof: Proof,
    canvases: Vec<NodeRef>,
    drawn: Vec<Option<Drawn>>,
    shown: f64,
    frame: Option<AnimationFrame>,
    pause: Option<Timeout>,
}

/// What a picture depends on: replications, width and height [CSS px], the screen.
type Drawn = (usize, i32, i32, (f64, bool));

pub(super) enum Msg {
    /// The browser is about to draw: its time stamp [ms].
    Frame(f64),
    /// All is done; the screen may have changed.
    Look,
}

fn wall_ms() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}

impl Component for ProofPage {
    type Message = Msg;
    type Properties = ();

    fn create(context: &Context<Self>) -> Self {
        let proof = Proof::default();
        let rows = proof.rows().len();
        let canvases = (0..rows).map(|_| NodeRef::default()).collect();
        let mut page = ProofPage {
            proof,
            canvases,
            drawn: vec![None; rows],
            shown: 0.0,
            frame: None,
            pause: None,
        };
        page.go_on(context);
        page
    }

    fn update(&mut self, context: &Context<Self>, message: Msg) -> bool {
        let Msg::Frame(at) = message else {
            self.draw();
            self.go_on(context);
            return false;
        };
        let begun = wall_ms();
        while !self.proof.is_done() && wall_ms() - begun < RUN_MS {
            self.proof.advance(EVENTS_PER_LOOK);
        }
        self.go_on(context);
        let is_news = self.proof.is_done() || at - self.shown > SHOW_MS;
        if is_news {
            self.shown = at;
        }
        is_news
    }

    fn view(&self, _: &Context<Self>) -> Html {
        table(&self.proof, &self.canvases)
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        self.draw();
    }
}

impl ProofPage {
    fn go_on(&mut self, context: &Context<Self>) {
        let link = context.link().clone();
        if self.proof.is_done() {
            self.frame = None;
            self.pause = Some(Timeout::new(LOOK_MS, move || link.send_message(Msg::Look)));
        } else {
            self.frame = Some(request_animation_frame(move |at| link.send_message(Msg::Frame(at))));
        }
    }

    /// Draws every picture that is not as it should be.
    fn draw(&mut self) {
        let Some(look) = screen::look(&gloo::utils::document_element()) else { return };
        let canvases = self.canvases.iter().zip(&mut self.drawn).zip(self.proof.rows());
        for ((node, drawn), row) in canvases {
            let Some(canvas) = node.cast::<HtmlCanvasElement>() else { continue };
            let (width, height) = (canvas.client_width(), canvas.client_height());
            let wanted = (row.values.len(), width, height, look);
            if *drawn != Some(wanted) && width > 60 && height > 30 {
                *drawn = Some(wanted);
                paint(&canvas, row, wanted);
            }
        }
    }
}

fn paint(canvas: &HtmlCanvasElement, row: &Row, (_, width, height, look): Drawn) {
    let Some(area) = screen::area(canvas, (width, height), look.0) else { return };
    let running: Vec<Running> = row
        .series()
        .iter()
        .map(|estimate| Running {
            count: estimate.count,
            mean: estimate.mean,
            half_width: estimate.half_width,
        })
        .collect();
    let end = text::replications(row.case.replications);
    let picture = Convergence {
        running: &running,
        wanted: row.case.theory,
        reach: row.reach(),
        replications: row.case.replications,
        labels: [text::ABOVE, text::BELOW, &end],
    };
    // Only a canvas that is gone refuses a stroke.
    let _ = draw_convergence(&area, &picture, &screen::theme(look));
}
