//! What draws the run over the cards, frame by frame. A handle: clones draw on the same belt.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use web_sys::{Element, HtmlCanvasElement};
use yew::{Callback, NodeRef};

mod aim;

use super::paint::{Discs, Scene, paint_dots, paint_lines};
use super::surface::{PixelSurface, Surface};
use super::theme::BeltTheme;
use crate::app::observed::Observed;
use crate::belt::{BeltLayout, BeltState, Calm, Camera, CardPlan, Motion, Pixels, Shown, layout};
use crate::editor::Part;
use crate::sim::Fact;
use crate::value_stream::{LinkId, SimTime, Sketch, StageId};
pub(super) use aim::world_style;

/// How often the style sheet and the reader's wishes are looked at [ms].
const LOOK_MS: f64 = 500.0;
/// A frame that took longer counts as that long [ms]: a tab that was away has nothing to catch up with.
const FRAME_MAX_MS: f64 = 100.0;

/// How many times more has to move than dots can show for its number to come, and to go.
const CROWDED_FROM: f64 = 1.5;
const CROWDED_UNTIL: f64 = 0.8;
/// Dots are no sharper than this [device pixels per CSS pixel]: beyond, only their cost would show.
const DOTS_RATIO_MAX: f64 = 2.0;

/// A handle on the picture of one belt.
#[derive(Clone, Default)]
pub struct BeltPainter(Rc<RefCell<Picture>>);

#[derive(Default)]
struct Picture {
    /// The belt, its two canvases, and what the camera moves, as the markup makes them.
    nodes: [NodeRef; 4],
    camera: Camera,
    /// Whether somebody has moved the camera: it then stays where it is.
    is_own: bool,
    /// Whether the belt that is laid next is shown whole.
    must_fit: bool,
    /// Whether a hand holds something.
    is_held: bool,
    /// What is chosen on the belt.
    chosen: Vec<Part>,
    observed: Option<Observed>,
    /// The belt's width; 0: not known yet [CSS px].
    width: i32,
    belt: Option<Laid>,
    canvases: Option<Canvases>,
    trouble: Option<StageId>,
    last_ms: Option<f64>,
    drawn: Option<(SimTime, bool)>,
}

/// A stream on its belt.
struct Laid {
    /// What it was laid for: an amended stream is another one.
    stream: Arc<Sketch>,
    width: i32,
    layout: Rc<BeltLayout>,
    plans: Vec<CardPlan>,
    motion: Motion,
    calm: Calm,
    arriving: Vec<u32>,
    /// By route, with a margin, so that numbers do not come and go.
    is_crowded: Vec<bool>,
}

struct Canvases {
    element: Element,
    lines: Surface,
    dots: PixelSurface,
    pixels: Pixels,
    discs: Discs,
    theme: BeltTheme,
    is_reduced: bool,
    /// The view's width and height, device pixels per CSS pixel, and the camera's zoom.
    size: (f64, f64, f64, f64),
    looked_ms: f64,
}

impl BeltPainter {
    /// Nothing to draw on yet: `belt` and `settle` bring that.
    pub fn new() -> BeltPainter {
        BeltPainter::default()
    }

    /// Takes what has happened since the last frame.
    pub fn take(&self, facts: &[Fact]) {
        if let Some(belt) = &mut self.0.borrow_mut().belt {
            belt.motion.take(facts);
        }
    }

    /// The next facts and frames do not follow from the last: after a reset or a jump of the play head.
    pub fn jump(&self) {
        let mut picture = self.0.borrow_mut();
        picture.drawn = None;
        if let Some(belt) = &mut picture.belt {
            belt.motion.jump();
            belt.calm.jump();
        }
    }

    /// Draws a frame. `wall_ms` is the frame's time stamp; a run that does not play has its dots stand.
    pub fn frame(&self, wall_ms: f64, state: &BeltState, is_running: bool) {
        self.0.borrow_mut().frame(wall_ms, state, is_running);
    }

    /// The run stands: what is said next is what there is.
    pub fn rest(&self, state: &BeltState) {
        if let Some(belt) = &mut self.0.borrow_mut().belt {
            belt.calm.rest(state);
        }
    }

    /// What to show of a stage in numbers; none before the first frame.
    pub fn shown(&self, stage: StageId) -> Option<Shown> {
        let picture = self.0.borrow();
        picture.last_ms?;
        picture.belt.as_ref().map(|belt| belt.calm.shown(stage.index()))
    }

    /// What flows on a link [items/tick] if more than its dots can show.
    pub fn crowd(&self, link: LinkId) -> Option<f64> {
        let picture = self.0.borrow();
        let belt = picture.belt.as_ref()?;
        let route = belt.layout.feeds.len() + link.index();
        // The markup may already show another stream than the one that was laid.
        belt.is_crowded.get(route)?.then(|| belt.motion.flow(route))
    }

    /// Puts dots everywhere, to measure what drawing them costs.
    pub fn crowd_all(&self, dots: usize) {
        if let Some(belt) = &mut self.0.borrow_mut().belt {
            let routes = belt.motion.routes();
            for dot in belt.motion.dots()..dots {
                let progress = (dot as f32 * 0.618_034).fract();
                belt.motion.place(dot % routes, progress);
            }
        }
    }

    /// Where everything stands on a belt of a width [CSS px].
    pub(super) fn layout(&self, runnable: &Arc<Sketch>, width: i32) -> Rc<BeltLayout> {
        if let Some(belt) = &self.0.borrow().belt
            && Arc::ptr_eq(&belt.stream, runnable)
            && belt.width == width
        {
            return Rc::clone(&belt.layout);
        }
        let layout = Rc::new(layout(runnable, f64::from(width)));
        self.lay(runnable, width, &layout);
        layout
    }

    fn lay(&self, runnable: &Arc<Sketch>, width: i32, layout: &Rc<BeltLayout>) {
        let mut picture = self.0.borrow_mut();
        picture.drawn = None;
        picture.aim(layout, width);
        let calm = Calm::new(runnable);
        match &mut picture.belt {
            // An amendment changes what people do, not where they stand.
            Some(belt) if belt.layout == *layout => {
                (belt.calm, belt.width, belt.stream) = (calm, width, Arc::clone(runnable));
            }
            belt => {
                let motion = Motion::new(runnable, layout);
                *belt = Some(Laid {
                    stream: Arc::clone(runnable),
                    width,
                    is_crowded: vec![false; motion.routes()],
                    layout: Rc::clone(layout),
                    plans: layout.stages.iter().map(|&card| CardPlan::of(card)).collect(),
                    motion,
                    calm,
                    arriving: vec![0; layout.stages.len()],
                });
            }
        }
    }

    /// For the markup: the belt and its two canvases.
    pub(super) fn nodes(&self) -> [NodeRef; 4] {
        self.0.borrow().nodes.clone()
    }

    /// The belt's width; 0: not known yet [CSS px].
    pub(super) fn width(&self) -> i32 {
        self.0.borrow().width
    }

    /// Finds, after a render, what there is to draw on; tells when its width is another one.
    pub fn settle(&self, on_resize: Callback<()>) {
        let [root, lines, dots, _] = self.nodes();
        let root = root.cast::<Element>();
        if root.as_ref() == self.0.borrow().canvases.as_ref().map(|canvases| &canvases.element) {
            return;
        }
        {
            let mut picture = self.0.borrow_mut();
            (picture.canvases, picture.drawn, picture.observed) = (None, None, None);
        }
        let (Some(root), Some(lines), Some(dots)) = (root, lines.cast(), dots.cast()) else {
            return;
        };
        self.attach(root.clone(), lines, dots);
        let told = self.clone();
        let observed = Observed::new(&root, move |width, _| {
            if std::mem::replace(&mut told.0.borrow_mut().width, width) != width {
                on_resize.emit(());
            }
        });
        self.0.borrow_mut().observed = observed;
    }

    fn attach(&self, element: Element, lines: HtmlCanvasElement, dots: HtmlCanvasElement) {
        let mut picture = self.0.borrow_mut();
        let (Some(lines), Some(dots)) = (Surface::new(lines), Surface::new(dots)) else { return };
        picture.canvases = Some(Canvases {
            theme: BeltTheme::of(&element),
            element,
            lines,
            dots: PixelSurface::new(dots),
            pixels: Pixels::default(),
            discs: Discs::default(),
            is_reduced: false,
            size: (0.0, 0.0, 0.0, 0.0),
            looked_ms: f64::NEG_INFINITY,
        });
    }

    pub(super) fn set_trouble(&self, trouble: Option<StageId>) {
        let mut picture = self.0.borrow_mut();
        if picture.trouble != trouble {
            (picture.trouble, picture.drawn) = (trouble, None);
        }
    }
}

impl Picture {
    fn frame(&mut self, wall_ms: f64, state: &BeltState, is_running: bool) {
        let (Some(belt), Some(canvases)) = (&mut self.belt, &mut self.canvases) else { return };
        // The stream on the belt changes with the next render.
        if state.stages.len() != belt.plans.len() {
            return;
        }
        let passed = (wall_ms - self.last_ms.unwrap_or(wall_ms)).clamp(0.0, FRAME_MAX_MS);
        self.last_ms = Some(wall_ms);
        let width = f64::from(belt.width);
        let view = (width, Camera::height(&belt.layout, width));
        let changed = canvases.keep_up(wall_ms, view, self.camera.zoom);
        belt.motion.set_still(canvases.is_reduced);
        let had_dots = belt.motion.dots() > 0;
        belt.motion.tick(passed, state.now, is_running);
        let is_moving = is_running || had_dots && belt.motion.is_settling();
        let drawn = (state.now, is_moving);
        if !changed && !is_moving && self.drawn == Some(drawn) {
            return;
        }
        self.drawn = Some(drawn);
        if is_running {
            belt.calm.tick(state, passed, belt.motion.pace(), canvases.is_reduced);
        } else {
            belt.calm.rest(state);
        }
        for (route, is_crowded) in belt.is_crowded.iter_mut().enumerate() {
            let bound = if *is_crowded { CROWDED_UNTIL } else { CROWDED_FROM };
            *is_crowded = belt.motion.crowding(route) > bound;
        }
        belt.arriving.fill(0);
        belt.motion.count_arriving(&mut belt.arriving);
        let scene = Scene {
            plans: &belt.plans,
            state,
            motion: &belt.motion,
            calm: &belt.calm,
            arriving: &belt.arriving,
            trouble: self.trouble,
            theme: &canvases.theme,
            ratio: canvases.size.2.min(DOTS_RATIO_MAX),
            camera: self.camera,
        };
        let (width, height, ratio, _) = canvases.size;
        let Camera { zoom, shift } = self.camera;
        let context = &canvases.lines.context;
        let _ = context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0);
        context.clear_rect(0.0, 0.0, width, height);
        let scale = ratio * zoom;
        let _ = context.set_transform(scale, 0.0, 0.0, scale, ratio * shift.x, ratio * shift.y);
        paint_lines(context, &scene);
        paint_dots(&mut canvases.pixels, &canvases.discs, &scene);
        canvases.dots.show(&canvases.pixels);
    }
}

impl Canvases {
    /// Follows the layout, the screen and the style sheet; says whether anything is different.
    fn keep_up(&mut self, wall_ms: f64, view: (f64, f64), zoom: f64) -> bool {
        let Some(window) = web_sys::window() else { return false };
        let size = (view.0, view.1, window.device_pixel_ratio().max(1.0), zoom);
        let mut changed = false;
        if self.size != size {
            self.size = size;
            self.lines.resize(size.0, size.1, size.2);
            let ratio = size.2.min(DOTS_RATIO_MAX);
            self.dots.resize(size.0, size.1, ratio);
            let (width, height) = self.dots.size();
            self.pixels.resize(width, height);
            self.discs = Discs::new(&mut self.pixels, (ratio * zoom) as f32);
            changed = true;
        }
        if wall_ms - self.looked_ms > LOOK_MS {
            self.looked_ms = wall_ms;
            let theme = BeltTheme::of(&self.element);
            let reduce = window.match_media("(prefers-reduced-motion: reduce)");
            let is_reduced = reduce.ok().flatten().is_some_and(|query| query.matches());
            changed |= theme != self.theme || is_reduced != self.is_reduced;
            (self.theme, self.is_reduced) = (theme, is_reduced);
        }
        changed
    }
}
