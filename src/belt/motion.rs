//! Items on their way from one stage to the next.
//!
//! Moving takes no simulated time, so a dot is a courtesy to the eye: it travels for a moment of wall time. When more
//! move than an eye can tell apart, the dots of a link follow each other at a fixed distance, and `flow` says how many
//! there really are.

use super::{BeltLayout, Curve, Lane, Point};
use crate::sim::{Fact, ItemId, What};
use crate::value_stream::{SimTime, Sketch, SourceId, StageId, Target};

/// Most dots at a time.
pub const DOTS_MAX: usize = 16_384;

/// Pieces of equal length that a lane is cut into.
const PIECES: usize = 32;
/// Between the dots of a full lane [px].
const DOT_GAP: f64 = 13.0;
/// A dot that would have to wait longer is left out [ms].
const WAIT_MAX_MS: f32 = 250.0;
/// How long the flow on a lane is averaged [ms].
const AVERAGED_MS: f64 = 2500.0;

/// The dots, and how much flows.
#[derive(Debug, Clone, Default)]
pub struct Motion {
    routes: Vec<Route>,
    /// The routes from here on are links.
    sources: usize,
    /// Points of all routes, `PIECES` + 1 each.
    points: Vec<[f32; 2]>,
    /// By dot: its route, and how long it has been on its way; below zero it has not left [ms].
    dots: Vec<(u16, f32)>,
    /// Where the item came from, where some stage has several sources; else empty.
    source_of: Vec<u16>,
    /// By stage: the sources that feed it.
    feeders: Vec<Vec<u16>>,
    released: Option<ItemId>,
    is_still: bool,
    /// Wall and simulated time that the averages cover, fading [ms, ticks].
    covered: (f64, f64),
    last: Option<SimTime>,
    /// Time left to finish the moves of a step while the run pauses [ms].
    settling_ms: f32,
}

/// A lane's share of the motion.
#[derive(Debug, Clone)]
struct Route {
    to: Option<StageId>,
    life_ms: f32,
    gap_ms: f32,
    /// How long until the next dot may leave [ms].
    busy_ms: f32,
    backward: bool,
    moved: u32,
    /// Moves in the time covered, fading.
    flow: f64,
}

impl Motion {
    /// No dots yet, on the lanes of this belt. Routes are numbered: sources first, then links.
    pub fn new(sketch: &Sketch, layout: &BeltLayout) -> Motion {
        let mut motion = Motion {
            sources: layout.feeds.len(),
            feeders: vec![Vec::new(); layout.stages.len()],
            dots: Vec::with_capacity(DOTS_MAX),
            ..Motion::default()
        };
        for (index, lane) in layout.feeds.iter().enumerate() {
            let to = sketch.feed(SourceId::at(index)).to;
            motion.feeders[to.index()].push(index as u16);
            motion.add(lane, Some(to));
        }
        for (way, lane) in sketch.ways().iter().zip(&layout.links) {
            let to = match way.to {
                Target::Stage(stage) => Some(stage),
                Target::Customer => None,
            };
            motion.add(lane, to);
        }
        motion
    }

    fn add(&mut self, lane: &Lane, to: Option<StageId>) {
        let length = walk(&lane.curve, &mut self.points);
        let life_ms = (420.0 + 1.1 * length).clamp(480.0, 900.0);
        self.routes.push(Route {
            to,
            life_ms: life_ms as f32,
            gap_ms: (DOT_GAP * life_ms / length.max(DOT_GAP)) as f32,
            busy_ms: 0.0,
            backward: lane.backward,
            moved: 0,
            flow: 0.0,
        });
    }

    /// A route takes another way, as while a stage is being moved.
    pub fn bend(&mut self, route: usize, curve: &Curve) {
        let mut points = Vec::with_capacity(PIECES + 1);
        walk(curve, &mut points);
        let start = route * (PIECES + 1);
        if let Some(old) = self.points.get_mut(start..start + points.len()) {
            old.copy_from_slice(&points);
        }
    }

    /// A route moves as a whole, both its ends alike.
    pub fn carry(&mut self, route: usize, by: Point) {
        let start = route * (PIECES + 1);
        for [x, y] in self.points.get_mut(start..=start + PIECES).unwrap_or_default() {
            *x += by.x as f32;
            *y += by.y as f32;
        }
    }

    /// With `still`, counts flow but shows no dots.
    pub fn set_still(&mut self, still: bool) {
        self.is_still = still;
        if still {
            self.dots.clear();
        }
    }

    /// Forgets all dots and flow: the next facts do not follow from the last.
    pub fn jump(&mut self) {
        self.dots.clear();
        self.released = None;
        self.covered = (0.0, 0.0);
        self.last = None;
        for route in &mut self.routes {
            (route.busy_ms, route.moved, route.flow) = (0.0, 0, 0.0);
        }
    }

    /// Takes what has happened.
    pub fn take(&mut self, facts: &[Fact]) {
        for fact in facts {
            match fact.what {
                What::Arrived { source, .. } => self.remember(fact.item, source),
                What::Released => self.released = Some(fact.item),
                What::Entered { stage } if self.released.take() == Some(fact.item) => {
                    if let Some(source) = self.source(stage, fact.item) {
                        self.start(usize::from(source));
                    }
                }
                What::Left { link, .. } => {
                    self.start(self.sources + link.index());
                }
                _ => {}
            }
        }
    }

    fn remember(&mut self, item: ItemId, source: SourceId) {
        if self.feeders.iter().any(|feeders| feeders.len() > 1) {
            if self.source_of.len() <= item.index() {
                self.source_of.resize(item.index() + 1, u16::MAX);
            }
            self.source_of[item.index()] = source.0;
        }
    }

    fn source(&self, stage: StageId, item: ItemId) -> Option<u16> {
        let feeders = &self.feeders[stage.index()];
        let known = self.source_of.get(item.index()).filter(|source| feeders.contains(source));
        known.or(feeders.first()).copied()
    }

    fn start(&mut self, number: usize) {
        let Some(route) = self.routes.get_mut(number) else { return };
        route.moved += 1;
        self.settling_ms = self.settling_ms.max(route.life_ms + WAIT_MAX_MS);
        if self.is_still || route.busy_ms > WAIT_MAX_MS || self.dots.len() >= DOTS_MAX {
            return;
        }
        self.dots.push((number as u16, -route.busy_ms));
        route.busy_ms += route.gap_ms;
    }

    /// Puts a dot somewhere, whatever the spacing: to measure what drawing costs.
    pub fn place(&mut self, route: usize, progress: f32) {
        if self.dots.len() < DOTS_MAX {
            self.dots.push((route as u16, progress * self.routes[route].life_ms));
        }
    }

    /// A frame, `wall_ms` after the last. While the run pauses, only the moves of a step go on to their end.
    pub fn tick(&mut self, wall_ms: f64, now: SimTime, is_running: bool) {
        let ticks = self.last.map_or(0, |last| now.since(last).0) as f64;
        self.last = Some(now);
        let step = wall_ms as f32;
        if !is_running && ticks <= 0.0 && self.settling_ms <= 0.0 {
            return;
        }
        let is_step = !is_running;
        self.settling_ms = if is_step { self.settling_ms - step } else { 0.0 };
        let fade = (-wall_ms / AVERAGED_MS).exp();
        if is_running {
            self.covered = (self.covered.0 * fade + wall_ms, self.covered.1 * fade + ticks);
        }
        for route in &mut self.routes {
            route.busy_ms = (route.busy_ms - step).max(0.0);
            if is_running {
                route.flow = route.flow * fade + f64::from(route.moved);
            }
            route.moved = 0;
        }
        let mut index = 0;
        while let Some(dot) = self.dots.get_mut(index) {
            dot.1 += step;
            if dot.1 >= self.routes[usize::from(dot.0)].life_ms {
                self.dots.swap_remove(index);
            } else {
                index += 1;
            }
        }
    }

    /// Whether the moves of a step are still on their way while the run pauses.
    pub fn is_settling(&self) -> bool {
        self.settling_ms > 0.0
    }

    /// Simulated time per wall time [ticks/ms]; 0 while nothing is known.
    pub fn pace(&self) -> f64 {
        if self.covered.0 > 0.0 { self.covered.1 / self.covered.0 } else { 0.0 }
    }

    /// How many times more moves on a route than its dots can show; up to 1 they show everything.
    pub fn crowding(&self, route: usize) -> f64 {
        let route = &self.routes[route];
        if self.covered.0 < 200.0 {
            0.0
        } else {
            route.flow / self.covered.0 * f64::from(route.gap_ms)
        }
    }

    /// What flows on a route [items/tick]; 0 while nothing is known.
    pub fn flow(&self, route: usize) -> f64 {
        if self.covered.1 > 0.0 { self.routes[route].flow / self.covered.1 } else { 0.0 }
    }

    /// Whether work goes back on a route.
    pub fn is_backward(&self, route: usize) -> bool {
        self.routes[route].backward
    }

    /// How many routes there are.
    pub fn routes(&self) -> usize {
        self.routes.len()
    }

    /// Dots on their way.
    pub fn dots(&self) -> usize {
        self.dots.len()
    }

    /// Dots that have not reached a stage yet, for each stage added to what `arriving` holds.
    pub fn count_arriving(&self, arriving: &mut [u32]) {
        for &(route, _) in &self.dots {
            if let Some(stage) = self.routes[usize::from(route)].to {
                arriving[stage.index()] += 1;
            }
        }
    }

    /// Every dot on its way: its route, its place [px], and the part of its size that it has there.
    pub fn each_dot(&self, mut visit: impl FnMut(usize, f32, f32, f32)) {
        for &(route, age) in &self.dots {
            if age < 0.0 {
                continue;
            }
            let route = usize::from(route);
            let t = age / self.routes[route].life_ms;
            // Half a constant pace, half a soft start and stop.
            let eased = 0.5 * t + 0.5 * t * t * (3.0 - 2.0 * t);
            let along = eased * PIECES as f32;
            let piece = (along as usize).min(PIECES - 1);
            let rest = along - piece as f32;
            let base = route * (PIECES + 1) + piece;
            let (a, b) = (self.points[base], self.points[base + 1]);
            let size = (t * 6.0).min((1.0 - t) * 6.0).clamp(0.3, 1.0);
            visit(route, a[0] + (b[0] - a[0]) * rest, a[1] + (b[1] - a[1]) * rest, size);
        }
    }

    /// The points of a route, at equal distances [px].
    pub fn points(&self, route: usize) -> &[[f32; 2]] {
        &self.points[route * (PIECES + 1)..(route + 1) * (PIECES + 1)]
    }
}

/// Adds the points that cut a curve into pieces of equal length, and gives its length.
fn walk(curve: &Curve, points: &mut Vec<[f32; 2]>) -> f64 {
    const SAMPLES: usize = 128;
    let at = |index: usize| curve.at(index as f64 / SAMPLES as f64);
    let mut reached = [0.0; SAMPLES + 1];
    for index in 1..=SAMPLES {
        reached[index] = reached[index - 1] + at(index - 1).distance(at(index));
    }
    let length = reached[SAMPLES];
    let mut index = 0;
    for piece in 0..=PIECES {
        let wanted = length * piece as f64 / PIECES as f64;
        while index + 1 < SAMPLES && reached[index + 1] < wanted {
            index += 1;
        }
        let span = reached[index + 1] - reached[index];
        let rest =
            if span > 0.0 { ((wanted - reached[index]) / span).clamp(0.0, 1.0) } else { 0.0 };
        let (a, b) = (at(index), at(index + 1));
        let point = Point::new(a.x + (b.x - a.x) * rest, a.y + (b.y - a.y) * rest);
        points.push([point.x as f32, point.y as f32]);
    }
    length
}
