//! One frame of the picture: people as rings or bars, waiting and moving work as dots, blocked work as squares.
//!
//! Grouped by color, since changing a style costs more than drawing with it.

use std::f64::consts::{FRAC_PI_2, TAU};

use web_sys::CanvasRenderingContext2d;

use super::theme::BeltTheme;
use crate::belt::{BeltState, Calm, Camera, CardPlan, Motion, Pixels, Rect, StageState};
use crate::value_stream::StageId;

/// Radius of a dot that moves or waits [px].
const DOT: f32 = 4.4;
/// Beyond so many moving dots they become smaller.
const SMALL_BEYOND: usize = 1_500;
/// Sizes that a dot passes through where it leaves and arrives.
const SIZES: usize = 4;

/// What one frame shows.
pub(super) struct Scene<'a> {
    pub(super) plans: &'a [CardPlan],
    pub(super) state: &'a BeltState,
    pub(super) motion: &'a Motion,
    pub(super) calm: &'a Calm,
    pub(super) arriving: &'a [u32],
    pub(super) trouble: Option<StageId>,
    pub(super) theme: &'a BeltTheme,
    /// Pixels of the dots' canvas per CSS pixel.
    pub(super) ratio: f64,
    pub(super) camera: Camera,
}

/// The numbers of the discs that were made for a screen.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Discs {
    /// Moving, from small to full size; then the same for crowds.
    moving: usize,
    crowd: usize,
    waiting: usize,
}

impl Discs {
    pub(super) fn new(pixels: &mut Pixels, ratio: f32) -> Discs {
        let mut sizes = |radius: f32| {
            let all = (1..=SIZES)
                .map(|size| pixels.add_disc(radius * ratio * size as f32 / SIZES as f32));
            all.min().unwrap_or(0)
        };
        let (moving, crowd) = (sizes(DOT), sizes(DOT / 2.0));
        Discs { moving, crowd, waiting: pixels.add_disc(DOT * ratio) }
    }
}

impl Scene<'_> {
    fn is_hot(&self, stage: usize) -> bool {
        self.trouble.is_some_and(|trouble| trouble.index() == stage)
    }

    /// Whether a stage shows a ring for each of its people.
    fn has_rings(&self, stage: usize) -> bool {
        self.state.stages[stage].has_rings() && !self.calm.shown(stage).fast
    }
}

/// People and full links.
pub(super) fn paint_lines(context: &CanvasRenderingContext2d, scene: &Scene) {
    let theme = scene.theme;
    context.set_line_cap("butt");
    paint_streams(context, scene);
    context.set_line_cap("round");
    // Idle people first, all in one path, then what they have done.
    context.begin_path();
    for (stage, plan) in scene.plans.iter().enumerate() {
        if scene.has_rings(stage) {
            each_ring(plan, &scene.state.stages[stage], |_, x, y, radius| {
                context.move_to(x + radius, y);
                let _ = context.arc(x, y, radius, 0.0, TAU);
            });
        }
    }
    context.set_fill_style_str(&theme.idle_style);
    context.fill();
    context.set_stroke_style_str(&theme.idle_edge_style);
    context.set_line_width(1.0);
    context.stroke();
    for hot in [false, true] {
        let style = if hot { &theme.alarm_style } else { &theme.water_style };
        let there = |stage: usize| scene.is_hot(stage) == hot;
        if !hot || scene.trouble.is_some() {
            paint_progress(context, scene, style, there);
            paint_bars(context, scene, style, there);
        }
    }
}

/// Links on which more moves than dots can show: as a stream, the wider the more.
fn paint_streams(context: &CanvasRenderingContext2d, scene: &Scene) {
    for route in 0..scene.motion.routes() {
        let crowding = scene.motion.crowding(route);
        if crowding < 0.7 {
            continue;
        }
        let theme = scene.theme;
        let is_backward = scene.motion.is_backward(route);
        context.set_stroke_style_str(if is_backward {
            &theme.alarm_style
        } else {
            &theme.water_style
        });
        // Fades in from just before the first dot is left out.
        context.set_global_alpha(((crowding - 0.7) / 1.3).min(1.0) * 0.3);
        context.set_line_width(5.0 + 2.5 * crowding.max(1.0).log10().min(4.0));
        context.begin_path();
        for (index, point) in scene.motion.points(route).iter().enumerate() {
            let (x, y) = (f64::from(point[0]), f64::from(point[1]));
            if index == 0 { context.move_to(x, y) } else { context.line_to(x, y) }
        }
        context.stroke();
    }
    context.set_global_alpha(1.0);
}

fn each_ring(plan: &CardPlan, stage: &StageState, mut visit: impl FnMut(usize, f64, f64, f64)) {
    let workers = stage.view.workers.unwrap_or(0);
    let (radius, apart) = plan.ring(u32::from(workers));
    let y = plan.people.y + plan.people.h / 2.0;
    for worker in 0..usize::from(workers) {
        visit(worker, plan.people.x + radius + apart * worker as f64, y, radius);
    }
}

fn paint_progress(
    context: &CanvasRenderingContext2d,
    scene: &Scene,
    style: &str,
    there: impl Fn(usize) -> bool,
) {
    let mut width = 3.0_f64;
    context.begin_path();
    for (stage, plan) in scene.plans.iter().enumerate() {
        if there(stage) && scene.has_rings(stage) {
            let state = &scene.state.stages[stage];
            each_ring(plan, state, |worker, x, y, radius| {
                let Some(desk) = state.desks[worker] else { return };
                width = width.min(radius * 0.27);
                let from = -FRAC_PI_2;
                let until = from + TAU * f64::from(desk.progress.max(0.01));
                context.move_to(x, y - radius);
                let _ = context.arc(x, y, radius, from, until);
            });
        }
    }
    context.set_stroke_style_str(style);
    context.set_line_width(width.max(1.5));
    context.stroke();
    context.begin_path();
    for (stage, plan) in scene.plans.iter().enumerate() {
        if there(stage) && scene.has_rings(stage) {
            let state = &scene.state.stages[stage];
            each_ring(plan, state, |worker, x, y, radius| {
                let Some(desk) = state.desks[worker] else { return };
                if desk.blocked {
                    return;
                }
                // One disc for each of the items that share the worker's time, as far as they can be told apart.
                let items = desk.items.clamp(1, 6);
                let (around, inner) = if items > 1 { (0.42, 0.2) } else { (0.0, 0.46) };
                let (around, inner) = (radius * around, radius * inner);
                for item in 0..items {
                    let (sin, cos) = (TAU * f64::from(item) / f64::from(items)).sin_cos();
                    let (x, y) = (x + around * sin, y - around * cos);
                    context.move_to(x + inner, y);
                    let _ = context.arc(x, y, inner, 0.0, TAU);
                }
            });
        }
    }
    context.set_fill_style_str(style);
    context.fill();
}

/// How many are busy, where people are too many or too fast for rings.
fn paint_bars(
    context: &CanvasRenderingContext2d,
    scene: &Scene,
    style: &str,
    there: impl Fn(usize) -> bool,
) {
    let theme = scene.theme;
    for (stage, plan) in scene.plans.iter().enumerate() {
        if !there(stage) || scene.has_rings(stage) {
            continue;
        }
        let bar = bar(plan);
        // Where there is no end of people, no part of them is busy.
        let Some(workers) = scene.state.stages[stage].view.workers else { continue };
        let part = scene.calm.shown(stage).busy / f32::from(workers.max(1));
        context.set_fill_style_str(&theme.idle_edge_style);
        context.fill_rect(bar.x, bar.y, bar.w, bar.h);
        context.set_fill_style_str(style);
        context.fill_rect(bar.x, bar.y, bar.w * f64::from(part.clamp(0.0, 1.0)), bar.h);
    }
}

/// The bar under the words "7 of 12 busy".
fn bar(plan: &CardPlan) -> Rect {
    Rect { x: plan.people.x, y: plan.people.y + 17.0, w: plan.people.w, h: 5.0 }
}

/// Waiting, blocked and moving items.
pub(super) fn paint_dots(pixels: &mut Pixels, discs: &Discs, scene: &Scene) {
    let theme = scene.theme;
    let ratio = (scene.ratio * scene.camera.zoom) as f32;
    let left = (scene.ratio * scene.camera.shift.x) as f32;
    let top = (scene.ratio * scene.camera.shift.y) as f32;
    pixels.clear();
    for (stage, plan) in scene.plans.iter().enumerate() {
        let shown = scene.calm.shown(stage);
        let state = &scene.state.stages[stage];
        let grid = &plan.queue;
        let places = grid.places();
        let held = if scene.has_rings(stage) {
            state.desks.iter().flatten().filter(|desk| desk.blocked).count() as u32
        } else {
            0
        };
        let blocked = (shown.blocked.round() as u32).saturating_sub(held).min(places / 2);
        // What is on its way is drawn there, not twice.
        let on_the_way = if shown.fast { 0 } else { scene.arriving[stage] };
        let waiting = (shown.waiting.round() as u32).saturating_sub(on_the_way);
        let color = if scene.is_hot(stage) { theme.alarm_still } else { theme.still };
        let row_end = places - blocked;
        for index in 0..waiting.min(row_end) {
            let at = grid.place(index);
            // More than fit trail off; the foot of the card has their number.
            let rest = (row_end - 1 - index) as usize;
            let disc = if waiting > row_end && rest < SIZES - 1 {
                discs.moving + rest
            } else {
                discs.waiting
            };
            pixels.stamp(disc, at.x as f32 * ratio + left, at.y as f32 * ratio + top, color);
        }
        let half = (DOT * ratio).round();
        for index in 0..blocked {
            let at = grid.place(places - 1 - index);
            pixels.square(half, at.x as f32 * ratio + left, at.y as f32 * ratio + top, theme.alarm);
        }
        if held > 0 {
            each_ring(plan, state, |worker, x, y, radius| {
                if state.desks[worker].is_some_and(|desk| desk.blocked) {
                    let half = (radius as f32 * 0.42 * ratio).round();
                    pixels.square(
                        half,
                        x as f32 * ratio + left,
                        y as f32 * ratio + top,
                        theme.alarm,
                    );
                }
            });
        }
    }
    let first = if scene.motion.dots() > SMALL_BEYOND { discs.crowd } else { discs.moving };
    let motion = scene.motion;
    motion.each_dot(|route, x, y, size| {
        let disc = first + ((size * SIZES as f32) as usize).min(SIZES - 1);
        let color = if motion.is_backward(route) { theme.alarm } else { theme.water };
        pixels.stamp(disc, x * ratio + left, y * ratio + top, color);
    });
}
