//! The frame loop: a little of the run, a picture of it, and now and then new values for the markup.

use gloo::render::request_animation_frame;
use yew::prelude::*;

use super::{Msg, Page, Place};
use crate::app::chart_painter::Flow;
use crate::belt::BeltState;
use crate::chart::{Mark, TimeAxis, nice_horizon};
use crate::text;
use crate::value_stream::SimTime;

/// What a frame may spend on the run [ms].
pub(super) const RUN_MS: f64 = 4.0;
/// How often the markup gets new values [ms].
pub(super) const REFRESH_MS: f64 = 200.0;
/// How often the chart of a running stream is drawn [ms]: every other frame.
const CHART_MS: f64 = 30.0;

/// When the page did what last [ms].
#[derive(Debug, Default)]
pub(super) struct Clock {
    frame: Option<f64>,
    refreshed: f64,
    /// What that took.
    refresh_cost: f64,
    charted: f64,
    charted_at: Option<SimTime>,
    must_chart: bool,
    /// Whether the markup says something of before.
    must_tell: bool,
}

impl Clock {
    /// The chart shows something else with the next frame.
    pub(super) fn must_chart(&mut self) {
        self.must_chart = true;
    }

    /// The markup gets new values as soon as it can, and the chart with it.
    pub(super) fn must_tell(&mut self) {
        (self.must_chart, self.must_tell) = (true, true);
    }
}

pub(super) fn wall_ms() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}

impl Page {
    /// Asks for the next frame.
    pub(super) fn ask_for_frame(&mut self, context: &Context<Self>) {
        let link = context.link().clone();
        self.frame = Some(request_animation_frame(move |at| link.send_message(Msg::Frame(at))));
    }

    /// A frame: returns whether the markup needs new values.
    pub(super) fn on_frame(&mut self, at: f64) -> bool {
        let passed = (at - self.clock.frame.replace(at).unwrap_or(at)) / 1e3;
        if let Some(mut room) = self.room.take() {
            let is_news = room.frame(self, passed);
            self.room = Some(room);
            return is_news;
        }
        if self.place != Place::Stream {
            return false;
        }
        let begun = wall_ms();
        let facts = self.player.frame(passed, || wall_ms() - begun > RUN_MS);
        if self.drawing.faults.is_empty() {
            self.belt.take(facts);
        }
        let is_running = self.player.is_playing();
        let delivered = self.delivered();
        self.belt_state.fill(self.player.seen(), delivered);
        let shown = self.shown_state();
        self.belt.frame(at, shown.as_ref().unwrap_or(&self.belt_state), is_running);
        // Under a hand, the belt has the frame for itself.
        if self.belt.is_held() {
            return false;
        }
        self.on_chart(at);
        if let Some(border) = self.border {
            (border.work)(self);
        }
        // New values may take a twentieth of the time, so that a long window makes them rarer and not the page slow.
        let must_tell = self.clock.must_tell;
        let pause = if must_tell { 0.0 } else { REFRESH_MS }.max(20.0 * self.clock.refresh_cost);
        if (is_running || must_tell) && at - self.clock.refreshed > pause {
            self.clock.refreshed = at;
            self.clock.must_tell = self.player.goal().is_some();
            let begun = wall_ms();
            self.refresh();
            self.clock.refresh_cost = wall_ms() - begun;
            return true;
        }
        false
    }

    fn on_chart(&mut self, at: f64) {
        let now = self.player.now();
        // The other charts get new values with the markup.
        let moved = self.charts.chosen().is_none()
            && self.clock.charted_at != Some(now)
            && at - self.clock.charted > CHART_MS;
        if moved || self.clock.must_chart || self.chart.has_changed(at) {
            self.clock.must_chart = false;
            self.clock.charted = at;
            self.clock.charted_at = Some(now);
            self.draw_chart();
        }
    }

    pub(super) fn draw_chart(&mut self) {
        if self.draw_sheet() {
            self.chart_over();
            return;
        }
        self.with_flow(&mut |flow| self.chart.draw(flow));
        if let Some(border) = self.border.filter(|_| self.player.branch().is_some()) {
            (border.ghost)(self);
        }
        self.chart_over();
        if self.chart.reads().is_some() {
            self.with_flow(&mut |flow| self.chart.point_out(flow));
        }
    }

    /// Makes something of the diagram: the run's, or the history's in its place.
    pub(super) fn with_flow(&self, show: &mut dyn FnMut(&Flow<'_>)) {
        if let Some(opened) = &self.history {
            opened.with_flow(show);
            return;
        }
        let stream = self.player.simulation().runnable();
        let calendar = stream.stream().calendar;
        let now = self.player.now();
        let bands = text::page::bands(stream);
        let words = text::axis::words();
        let marks = text::axis::marks(self.player.simulation());
        let marks: Vec<Mark<'_>> =
            marks.iter().map(|(at, label)| Mark { at: *at, label }).collect();
        let asked = self.border.and_then(|border| (border.asked)(self));
        show(&Flow {
            cfd: self.player.ledger().cfd(),
            bands: &bands,
            trouble: self.trouble.map(|stage| usize::from(stream.rank(stage)) + 1),
            now,
            window: (SimTime::START, nice_horizon(self.player.latest(), calendar)),
            axis: TimeAxis::Working(calendar),
            words: &words,
            calendar,
            marks: &marks,
            ahead: 0,
            asked: asked.as_ref(),
            over: None,
        });
    }

    /// What the chart's crosshair shows, in words.
    pub(super) fn read_chart(&self) -> String {
        if let Some(words) = self.read_sheet() {
            return words;
        }
        let Some(at) = self.chart.reads() else { return String::new() };
        if let Some(opened) = &self.history {
            return opened.read_at(at, self.wip_line());
        }
        self.read_flow(at)
    }

    /// Items delivered so far.
    pub(super) fn delivered(&self) -> u32 {
        let cfd = self.player.ledger().cfd();
        cfd.count(cfd.lines() - 1, self.player.seen().now())
    }

    /// Shows what a jump of the run has led to.
    pub(super) fn jump(&mut self) {
        self.belt_state = BeltState::of(self.player.simulation(), self.delivered());
        self.belt.jump();
        // What the cards say of a fast run is known with the next frame.
        self.clock.must_tell();
        self.refresh();
    }
}
