//! From records to the measures of a window. Everything is exact: integers in ticks, summed over the records that
//! the window touches.

use super::incidents::QualityEvent;
use super::ledger::{Ledger, Move, SENT_BACK, VisitRecord};
use super::measures::{ClassMeasures, Measures, Quality, Spread, StageMeasures, Window};
use crate::value_stream::{ClassId, SimTime, StageId, WorkTime};

/// Sums over the visits of a stage.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    inside: u128,
    waiting: u128,
    working: u128,
    done: u128,
    queue_at_start: u32,
    queue_now: u32,
    wip_now: u32,
    started: u32,
    waited: u128,
    finished: u32,
    worked: u128,
    moves: u32,
    moves_back: u32,
    setup: u128,
    interrupted: u128,
    redone: u32,
    defects_made: u32,
    defects_found: u32,
}

impl Ledger {
    /// What a window comes to.
    pub fn measures(&self, window: Window) -> Measures {
        let Window { after, until } = window;
        let span = window.span().0;
        let sums = self.sums(window);
        let count = |line: usize, at: SimTime| self.cfd.count(line, at);
        let within = |line: usize| count(line, until) - count(line, after);
        let last = self.cfd.lines() - 1;
        let exits = self.exits_within(window);
        let delivered: Vec<crate::sim::ItemId> =
            exits.iter().copied().filter(|item| !self.items[item.index()].scrapped).collect();
        let mut cycle: Vec<WorkTime> = Vec::with_capacity(delivered.len());
        let mut lead: Vec<WorkTime> = Vec::with_capacity(delivered.len());
        let mut process: Vec<WorkTime> = Vec::with_capacity(delivered.len());
        let mut by_class: Vec<(Vec<WorkTime>, Vec<WorkTime>)> = Vec::new();
        for &id in &delivered {
            let item = &self.items[id.index()];
            cycle.push(item.ended.since(item.released));
            lead.push(item.ended.since(item.arrived));
            if self.layout.touch_known {
                process.push(self.process_time(id));
            }
            let class = item.class.index();
            if by_class.len() <= class {
                by_class.resize_with(class + 1, Default::default);
            }
            by_class[class].0.push(item.ended.since(item.released));
            by_class[class].1.push(item.ended.since(item.arrived));
        }
        let sum = |times: &[WorkTime]| times.iter().map(|time| u128::from(time.0)).sum::<u128>();
        let (worked, cycled) = (sum(&process), sum(&cycle));
        let cycle_time = Spread::of(&mut cycle);
        let area = self.cfd.area_between(1, last, after, until);
        let wip = ratio(area as f64, span as f64).unwrap_or(0.0);
        let throughput = ratio(delivered.len() as f64, span as f64);
        let little_residual = throughput
            .zip(cycle_time)
            .map(|(throughput, cycle_time)| wip - throughput * cycle_time.mean);
        let released = count(1, until);
        let wip_now = released - count(last, until);
        let moves: u32 = sums.iter().map(|sum| sum.moves).sum();
        let moves_back: u32 = sums.iter().map(|sum| sum.moves_back).sum();
        let lost = |at| self.turned_away.partition_point(|&lost| lost <= at);
        let (time_in_stream, mut ages) = self.time_in_stream(window);
        Measures {
            window,
            arrived: within(0),
            turned_away: (lost(until) - lost(after)) as u32,
            released: within(1),
            delivered: delivered.len() as u32,
            throughput,
            wip,
            wip_now,
            backlog_now: count(0, until) - released,
            cycle_time,
            lead_time: Spread::of(&mut lead),
            process_time: Spread::of(&mut process),
            age: Spread::of(&mut ages),
            flow_efficiency: if self.layout.touch_known {
                ratio(worked as f64, cycled as f64)
            } else {
                None
            },
            moves_back: ratio(f64::from(moves_back), f64::from(moves)),
            unfinished: ratio(f64::from(wip_now), f64::from(released)),
            little_residual,
            area,
            time_in_stream,
            quality: self.quality(exits),
            market: self.incidents.market(window),
            stages: (0..sums.len())
                .map(|stage| self.stage(StageId::at(stage), &sums[stage], window))
                .collect(),
            classes: by_class
                .into_iter()
                .enumerate()
                .filter(|(_, (cycle, _))| !cycle.is_empty())
                .map(|(class, (mut cycle, mut lead))| ClassMeasures {
                    class: ClassId::at(class),
                    delivered: cycle.len() as u32,
                    cycle_time: Spread::of(&mut cycle),
                    lead_time: Spread::of(&mut lead),
                })
                .collect(),
        }
    }

    /// How waits and work at one stage spread: waits of the visits whose work started in the window, and work of
    /// those whose work ended in it.
    pub fn stage_times(&self, stage: StageId, window: Window) -> (Option<Spread>, Option<Spread>) {
        let inside = |at: SimTime| at > window.after && at <= window.until;
        let (mut waits, mut works) = (Vec::new(), Vec::new());
        for visit in self.visits_touching(window).filter(|visit| visit.stage == stage) {
            if inside(visit.started) {
                waits.push(visit.started.since(visit.entered));
            }
            if inside(visit.finished) {
                works.push(visit.finished.since(visit.started));
            }
        }
        (Spread::of(&mut waits), Spread::of(&mut works))
    }

    /// The cycle times of the items delivered in a window, in order of delivery.
    pub fn cycle_times(&self, window: Window) -> impl Iterator<Item = (SimTime, WorkTime)> {
        let items = self.exits_within(window).iter().map(|id| &self.items[id.index()]);
        let delivered = items.filter(|item| !item.scrapped);
        delivered.map(|item| (item.ended, item.ended.since(item.released)))
    }

    fn quality(&self, exits: &[crate::sim::ItemId]) -> Quality {
        let mut quality = Quality::default();
        let (mut clean, mut unfound) = (0_u32, 0_u32);
        for id in exits {
            let item = &self.items[id.index()];
            quality.scrapped += u32::from(item.scrapped);
            quality.escaped += u32::from(item.escaped);
            clean += u32::from(!item.was_defective);
            unfound += u32::from(!item.was_found_defective);
        }
        let left = exits.len() as f64;
        quality.rolled_first_pass_yield = ratio(f64::from(clean), left);
        quality.observed_first_pass_yield = ratio(f64::from(unfound), left);
        let delivered = left - f64::from(quality.scrapped);
        quality.escaped_share = ratio(f64::from(quality.escaped), delivered);
        quality
    }

    fn exits_within(&self, Window { after, until }: Window) -> &[crate::sim::ItemId] {
        let last = self.cfd.lines() - 1;
        let (from, to) = (self.cfd.count(last, after), self.cfd.count(last, until));
        &self.exits[from as usize..to as usize]
    }

    /// Elapsed time in process of a delivered item, all its visits together.
    fn process_time(&self, item: crate::sim::ItemId) -> WorkTime {
        let visits = self.visits_of(item).filter(|visit| visit.finished != SimTime::NEVER);
        let begun =
            visits.fold(WorkTime(0), |sum, visit| sum + visit.finished.since(visit.started));
        begun - WorkTime(self.items[item.index()].paused)
    }

    /// Time that all items spent in the stream within the window, and the ages of those unfinished at its end.
    fn time_in_stream(&self, window: Window) -> (u128, Vec<WorkTime>) {
        let mut sum = 0;
        let mut ages = Vec::new();
        for range in self.item_blocks.ending_after(window.after) {
            let range = range.start..range.end.min(self.items.len());
            for item in &self.items[range] {
                if item.arrived > window.until {
                    return (sum, ages);
                }
                sum += u128::from(window.overlap(item.released, item.ended));
                if item.released <= window.until && item.ended > window.until {
                    ages.push(window.until.since(item.released));
                }
            }
        }
        (sum, ages)
    }

    /// The visits that can touch a window.
    fn visits_touching(&self, window: Window) -> impl Iterator<Item = &VisitRecord> {
        self.visit_blocks
            .ending_after(window.after)
            .flat_map(|range| &self.visits[range.start..range.end.min(self.visits.len())])
            .take_while(move |visit| visit.entered <= window.until)
    }

    fn sums(&self, window: Window) -> Vec<Sums> {
        let Window { after, until } = window;
        let inside = |at: SimTime| at > after && at <= until;
        let mut sums = vec![Sums::default(); self.layout.ranks.len()];
        for visit in self.visits_touching(window) {
            let sum = &mut sums[visit.stage.index()];
            let waits_until = visit.started.min(visit.left);
            sum.inside += u128::from(window.overlap(visit.entered, visit.left));
            sum.waiting += u128::from(window.overlap(visit.entered, waits_until));
            if !visit.joined {
                sum.working += u128::from(window.overlap(visit.started, visit.finished));
            }
            sum.done += u128::from(window.overlap(visit.finished, visit.left));
            sum.queue_at_start += u32::from(visit.entered <= after && waits_until > after);
            sum.queue_now += u32::from(waits_until > until);
            sum.wip_now += u32::from(visit.left > until);
            if inside(visit.started) {
                sum.started += 1;
                sum.waited += u128::from(visit.started.since(visit.entered).0);
            }
            if inside(visit.finished) {
                sum.finished += 1;
                sum.worked += u128::from(visit.finished.since(visit.started).0);
            }
            if inside(visit.left) {
                let way = self.layout.moves.get(visit.link.index());
                let is_back = way == Some(&Move::Back) || visit.link == SENT_BACK;
                sum.moves += u32::from(is_back || way == Some(&Move::Forward));
                sum.moves_back += u32::from(is_back);
            }
        }
        self.add_incidents(&mut sums, window);
        sums
    }

    /// Pauses are not work, whatever the visit says; interruptions and defects are counted.
    fn add_incidents(&self, sums: &mut [Sums], window: Window) {
        let Window { after, until } = window;
        let inside = |at: SimTime| at > after && at <= until;
        for pause in &self.incidents.pauses {
            let visit = &self.visits[pause.visit as usize];
            let sum = &mut sums[visit.stage.index()];
            if inside(visit.finished) {
                sum.worked -= u128::from(pause.until.since(pause.from).0);
            }
            if !visit.joined {
                let overlap = u128::from(window.overlap(pause.from, pause.until));
                sum.working -= overlap;
                if pause.is_setup {
                    sum.setup += overlap;
                }
            }
        }
        for stop in &self.incidents.stops {
            sums[stop.stage.index()].interrupted +=
                u128::from(window.overlap(stop.from, stop.until));
        }
        for &(at, stage, event) in &self.incidents.quality {
            if inside(at) {
                let sum = &mut sums[stage.index()];
                match event {
                    QualityEvent::Made => sum.defects_made += 1,
                    QualityEvent::FoundHere => sum.defects_found += 1,
                    QualityEvent::Redone => sum.redone += 1,
                    QualityEvent::Found => {}
                }
            }
        }
    }

    fn stage(&self, stage: StageId, sums: &Sums, window: Window) -> StageMeasures {
        let span = window.span().0 as f64;
        let staffed = self.staffed(stage, window);
        let held = self.layout.holds_worker[stage.index()];
        let blocked = if held { sums.done } else { 0 };
        let per_span = |sum: u128| ratio(sum as f64, span).unwrap_or(0.0);
        StageMeasures {
            staffed,
            working: sums.working,
            setup: sums.setup,
            interrupted: sums.interrupted,
            blocked,
            starved: staffed.map(|staffed| {
                staffed.saturating_sub(sums.working + sums.setup + sums.interrupted + blocked)
            }),
            utilization: staffed.and_then(|staffed| ratio(sums.working as f64, staffed as f64)),
            wip: per_span(sums.inside),
            queue: per_span(sums.waiting),
            done_waiting: per_span(sums.done),
            queue_at_start: sums.queue_at_start,
            queue_now: sums.queue_now,
            wip_now: sums.wip_now,
            started: sums.started,
            finished: sums.finished,
            wait_mean: ratio(sums.waited as f64, f64::from(sums.started)),
            process_mean: ratio(sums.worked as f64, f64::from(sums.finished)),
            redone: sums.redone,
            defects_made: sums.defects_made,
            defects_found: sums.defects_found,
            first_pass_yield: ratio(
                f64::from(sums.finished + sums.redone) - f64::from(sums.defects_made),
                f64::from(sums.finished + sums.redone),
            ),
        }
    }

    /// People of a stage, integrated over a window [worker-ticks]; none: unlimited at some time in it, or unknown.
    pub(super) fn staffed(&self, stage: StageId, window: Window) -> Option<u128> {
        let steps = &self.staff[stage.index()];
        if steps.is_empty() {
            return None;
        }
        let mut sum = 0;
        for (index, &(from, workers)) in steps.iter().enumerate() {
            let to = steps.get(index + 1).map_or(SimTime::NEVER, |&(next, _)| next);
            let span = window.overlap(from, to);
            if span > 0 {
                sum += u128::from(workers?) * u128::from(span);
            }
        }
        Some(sum)
    }
}

/// A quotient, unless there is nothing to divide by.
fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then_some(part / whole)
}
