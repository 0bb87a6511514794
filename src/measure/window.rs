//! From records to the measures of a window. Everything is exact: integers in ticks, summed over the records that
//! the window touches.

use super::blocks::SIZE;
use super::digest::StageDigest;
use super::incidents::QualityEvent;
use super::ledger::{Ledger, Move, SENT_BACK, VisitRecord};
use super::measures::{ClassMeasures, Measures, Quality, Spread, StageMeasures, Window};
use super::visits::Whole;
use crate::sim::ItemId;
use crate::value_stream::{ClassId, LinkId, SimTime, StageId, WorkTime};

/// Sums over the visits of a stage.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sums {
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
    switching: u128,
    setup: u128,
    interrupted: u128,
    redone: u32,
    defects_made: u32,
    defects_found: u32,
}

/// Sums over visits that lie in the window as a whole, of their spans since entering [ticks]: as many spans of 32 bits as
/// there can be fit.
#[derive(Debug, Clone, Copy, Default)]
struct WholeSums {
    count: u64,
    started: u64,
    finished: u64,
    left: u64,
}

impl WholeSums {
    #[inline]
    fn add(&mut self, visit: Whole) {
        self.count += 1;
        self.started += u64::from(visit.started);
        self.finished += u64::from(visit.finished);
        self.left += u64::from(visit.left);
    }
}

/// What left the stream in a window.
#[derive(Debug, Default)]
struct Gone {
    /// How good it was.
    quality: Quality,
    /// How many items were cancelled before anything could be done.
    cancelled: u32,
    /// Of each item that was delivered, in the order of leaving.
    cycle: Vec<WorkTime>,
    lead: Vec<WorkTime>,
    /// As far as the facts say when work starts and ends.
    process: Vec<WorkTime>,
    /// The class of what was delivered, if it was all of one.
    one_class: Option<ClassId>,
}

impl Sums {
    /// Counts what was summed apart.
    fn add_whole(&mut self, whole: WholeSums) {
        let WholeSums { count, started, finished, left } = whole;
        let [started, finished, left] = [started, finished, left].map(u128::from);
        self.inside += left;
        self.waiting += started;
        self.waited += started;
        self.working += finished - started;
        self.worked += finished - started;
        self.done += left - finished;
        self.started += count as u32;
        self.finished += count as u32;
    }
}

impl Sums {
    /// Visits that lie in the window as a whole.
    fn add(&mut self, digest: &StageDigest) {
        let worked = digest.process + digest.rework;
        self.inside += digest.waiting + worked + digest.done;
        self.waiting += digest.waiting;
        self.waited += digest.waited;
        self.working += digest.working;
        self.worked += worked;
        self.done += digest.done;
        self.started += digest.started;
        self.finished += digest.finished;
        self.moves += digest.moves;
        self.moves_back += digest.moves_back;
    }
}

impl Ledger {
    /// What a window comes to.
    pub fn measures(&self, window: Window) -> Measures {
        let Window { after, until } = window;
        let span = window.span().0;
        let sums = self.sums(window);
        let count = |line: usize, at: SimTime| self.cfd.count(line, at);
        let within = |line: usize| self.within(line, window);
        let last = self.cfd.lines() - 1;
        let Gone { quality, cancelled, cycle, lead, process, one_class } = self.gone(window);
        let count_delivered = cycle.len() as u32;
        let sum = |times: &[WorkTime]| times.iter().map(|time| u128::from(time.0)).sum::<u128>();
        let (worked, cycled) = (sum(&process), sum(&cycle));
        let cycle_time = Spread::of(&cycle);
        let lead_time = Spread::of(&lead);
        let classes = match one_class {
            Some(class) => {
                vec![ClassMeasures { class, delivered: count_delivered, cycle_time, lead_time }]
            }
            None => self.classes(window),
        };
        let area = self.cfd.area_between(1, last, after, until);
        let wip = ratio(area as f64, span as f64).unwrap_or(0.0);
        let throughput = ratio(f64::from(count_delivered), span as f64);
        let little_residual = throughput
            .zip(cycle_time)
            .map(|(throughput, cycle_time)| wip - throughput * cycle_time.mean);
        // The diagram has what was cancelled outside as reaching every line.
        let outside = |at| self.cancelled_outside.partition_point(|&gone| gone <= at) as u32;
        let released = count(1, until) - outside(until);
        let wip_now = count(1, until) - count(last, until);
        let moves: u32 = sums.iter().map(|sum| sum.moves).sum();
        let moves_back: u32 = sums.iter().map(|sum| sum.moves_back).sum();
        let lost = |at| self.turned_away.partition_point(|&lost| lost <= at);
        let (time_in_stream, ages) = self.time_in_stream(window);
        Measures {
            window,
            arrived: within(0),
            turned_away: (lost(until) - lost(after)) as u32,
            cancelled,
            released: within(1) - (outside(until) - outside(after)),
            delivered: count_delivered,
            throughput,
            wip,
            wip_now,
            backlog_now: count(0, until) - count(1, until),
            cycle_time,
            lead_time,
            request_lead_time: Spread::of(&self.requests.lead_times(window)),
            process_time: Spread::of(&process),
            age: Spread::of(&ages),
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
            quality,
            market: (self.specials.market)(self, window),
            money: (self.specials.money)(
                self,
                window,
                self.paid(&sums, window),
                area,
                count_delivered,
            ),
            team_utilization: self.team_utilization(&sums, window),
            stages: (0..sums.len())
                .map(|stage| self.stage(StageId::at(stage), &sums[stage], window))
                .collect(),
            classes,
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
        (Spread::of(&waits), Spread::of(&works))
    }

    /// The cycle times of the items delivered in a window, in order of delivery.
    pub fn cycle_times(
        &self,
        window: Window,
    ) -> impl DoubleEndedIterator<Item = (SimTime, WorkTime)> {
        self.delivered_within(window).map(|id| {
            let item = &self.items[id.index()];
            (item.ended, item.cycle_time())
        })
    }

    /// The lead times of the items delivered in a window, in order of delivery.
    pub fn lead_times(&self, window: Window) -> Vec<WorkTime> {
        let mut times = Vec::with_capacity(self.within(self.cfd.lines() - 1, window) as usize);
        self.delivered_within(window).for_each(|id| {
            times.push(self.items[id.index()].lead_time());
        });
        times
    }

    /// The cycle times of the latest items delivered in a window, at most so many, without a look at the others.
    pub fn latest_cycle_times(&self, window: Window, most: usize) -> Vec<(SimTime, WorkTime)> {
        let mut times: Vec<_> = self.cycle_times(window).rev().take(most).collect();
        times.reverse();
        times
    }

    /// Working time of each team's people, wherever they are / their time.
    fn team_utilization(&self, sums: &[Sums], window: Window) -> Vec<f64> {
        let teams = self.layout.team_workers.iter().enumerate();
        teams
            .map(|(team, &workers)| {
                let stages = self.layout.teams.iter().zip(sums);
                let working: u128 = stages
                    .filter(|(of, _)| **of == Some(team as u16))
                    .map(|(_, sums)| sums.working)
                    .sum();
                let people = f64::from(workers) * window.span().0 as f64;
                ratio(working as f64, people).unwrap_or(0.0)
            })
            .collect()
    }

    /// Time that people are paid for [worker-ticks]: those of a team wherever they are, or nowhere.
    fn paid(&self, sums: &[Sums], window: Window) -> u128 {
        let own = sums.iter().enumerate().filter(|(stage, _)| self.layout.teams[*stage].is_none());
        let own = own.map(|(stage, sums)| {
            self.staffed(StageId::at(stage), window).unwrap_or(sums.working + sums.setup)
        });
        let teams = self.layout.team_workers.iter();
        let teams = teams.map(|&workers| u128::from(workers) * u128::from(window.span().0));
        own.sum::<u128>() + teams.sum::<u128>()
    }

    /// What left the stream in a window.
    fn gone(&self, window: Window) -> Gone {
        let exits = self.exits_within(window);
        let most = self.within(self.cfd.lines() - 1, window) as usize;
        let mut gone = Gone {
            cycle: Vec::with_capacity(most),
            lead: Vec::with_capacity(most),
            process: Vec::with_capacity(if self.layout.touch_known { most } else { 0 }),
            ..Gone::default()
        };
        let (mut clean, mut unfound) = (0_u32, 0_u32);
        let (mut scrapped, mut escaped, mut cancelled) = (0_u32, 0_u32, 0_u32);
        let (mut class, mut classes) = (None, 1);
        exits.for_each(|id| {
            let item = &self.items[id.index()];
            if item.cancelled {
                cancelled += 1;
                return;
            }
            escaped += u32::from(item.escaped);
            clean += u32::from(!item.was_defective);
            unfound += u32::from(!item.was_found_defective);
            if item.scrapped {
                scrapped += 1;
                return;
            }
            classes += u32::from(*class.get_or_insert(item.class) != item.class);
            gone.cycle.push(item.cycle_time());
            gone.lead.push(item.lead_time());
            if self.layout.touch_known {
                gone.process.push(WorkTime(item.worked.max(0) as u64));
            }
        });
        let delivered = gone.cycle.len() as u32;
        let left = f64::from(delivered + scrapped);
        gone.one_class = class.filter(|_| classes == 1);
        gone.cancelled = cancelled;
        gone.quality = Quality {
            scrapped,
            escaped,
            rolled_first_pass_yield: ratio(f64::from(clean), left),
            observed_first_pass_yield: ratio(f64::from(unfound), left),
            escaped_share: ratio(f64::from(escaped), f64::from(delivered)),
        };
        gone
    }

    /// How many items cross a line within a window.
    fn within(&self, line: usize, Window { after, until }: Window) -> u32 {
        self.cfd.count(line, until) - self.cfd.count(line, after)
    }

    /// The measures of each class of which anything was delivered in a window.
    fn classes(&self, window: Window) -> Vec<ClassMeasures> {
        let mut times: Vec<(Vec<WorkTime>, Vec<WorkTime>)> = Vec::new();
        self.delivered_within(window).for_each(|id| {
            let item = &self.items[id.index()];
            let class = item.class.index();
            if times.len() <= class {
                times.resize_with(class + 1, Default::default);
            }
            times[class].0.push(item.cycle_time());
            times[class].1.push(item.lead_time());
        });
        let delivered = times.iter().enumerate().filter(|(_, (cycle, _))| !cycle.is_empty());
        let measures = delivered.map(|(class, (cycle, lead))| ClassMeasures {
            class: ClassId::at(class),
            delivered: cycle.len() as u32,
            cycle_time: Spread::of(cycle),
            lead_time: Spread::of(lead),
        });
        measures.collect()
    }

    pub(super) fn delivered_within(
        &self,
        window: Window,
    ) -> impl DoubleEndedIterator<Item = &ItemId> + Clone {
        self.exits_within(window).filter(|id| self.is_delivered(**id))
    }

    pub(super) fn exits_within(
        &self,
        Window { after, until }: Window,
    ) -> impl DoubleEndedIterator<Item = &ItemId> + Clone {
        let last = self.cfd.lines() - 1;
        let (from, to) = (self.cfd.count(last, after), self.cfd.count(last, until));
        self.exits.range(from as usize..to as usize)
    }

    /// Time that all items spent in the stream within the window, and the ages of those unfinished at its end.
    pub(super) fn time_in_stream(&self, window: Window) -> (u128, Vec<WorkTime>) {
        let mut sum = 0;
        let mut ages = Vec::new();
        for range in self.item_blocks.ending_after(window.after, self.items.len()) {
            if let Some(digest) = self.digested_items(range.start / SIZE, window) {
                sum += digest.spent;
                continue;
            }
            for item in self.items.range(range) {
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
    pub(super) fn visits_touching(&self, window: Window) -> impl Iterator<Item = VisitRecord> {
        self.visit_blocks
            .ending_after(window.after, self.visits.len())
            .flat_map(|range| self.visits.range(range))
            .take_while(move |visit| visit.entered <= window.until)
    }

    fn sums(&self, window: Window) -> Vec<Sums> {
        let Window { after, until } = window;
        let ended = until.min(SimTime(SimTime::NEVER.0 - 1));
        let mut sums = vec![Sums::default(); self.layout.ranks.len()];
        let fits = |from: SimTime, to: SimTime| from > after && to <= ended;
        let mut digested = vec![StageDigest::default(); sums.len()];
        let mut wholes = vec![WholeSums::default(); sums.len()];
        // By link: how often it was taken. Only the sums over all stages count.
        let mut taken = vec![0_u32; self.layout.moves.len()];
        for range in self.visit_blocks.ending_after(after, self.visits.len()) {
            if let Some((_, digest)) = self.digested_visits(&range, fits) {
                digested.iter_mut().zip(digest).for_each(|(sum, digest)| sum.add(digest));
                continue;
            }
            let visits = self.visits.block(&range);
            // Nearly every block of a long window lies in it as a whole.
            let is_inside = visits.first().is_some_and(|visit| visit.entered > after)
                && self.visit_blocks.is_closed_by(range.start / SIZE, ended);
            for (number, visit) in (range.start as u32..).zip(visits) {
                // And so does nearly every visit, on which somebody worked.
                if let Some(whole) = visit.whole()
                    && !visit.is_joined()
                    && (is_inside || visit.entered > after && visit.entered + whole.span() <= ended)
                    && let Some(taken) = taken.get_mut(visit.link.index())
                {
                    wholes[visit.stage.index()].add(whole);
                    *taken += 1;
                } else if visit.entered <= until {
                    let sum = &mut sums[visit.stage.index()];
                    self.add_part(&self.visits.record(number, visit), window, sum);
                }
            }
        }
        if let Some(sum) = sums.first_mut() {
            for (link, &times) in taken.iter().enumerate() {
                let (moves, back) = self.moves_of(LinkId(link as u16));
                sum.moves += times * moves;
                sum.moves_back += times * back;
            }
        }
        sums.iter_mut().zip(wholes).for_each(|(sum, whole)| sum.add_whole(whole));
        sums.iter_mut().zip(&digested).for_each(|(sum, digest)| sum.add(digest));
        (self.specials.sum)(self, &mut sums, window);
        sums
    }

    /// Adds a visit of which not everything need lie in the window.
    #[inline(never)]
    fn add_part(&self, visit: &VisitRecord, window: Window, sum: &mut Sums) {
        let Window { after, until } = window;
        let inside = |at: SimTime| at > after && at <= until;
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
            self.count_move(visit.link, sum);
        }
    }

    /// What each stage did in a window.
    pub fn stage_measures(&self, window: Window) -> Vec<StageMeasures> {
        let sums = self.sums(window);
        let stages = sums.iter().enumerate();
        stages.map(|(stage, sum)| self.stage(StageId::at(stage), sum, window)).collect()
    }

    #[inline]
    fn count_move(&self, link: LinkId, sum: &mut Sums) {
        let (moves, back) = self.moves_of(link);
        sum.moves += moves;
        sum.moves_back += back;
    }

    /// Whether taking a link is a move between stages, and whether it goes back: 1 or 0.
    #[inline]
    pub(super) fn moves_of(&self, link: LinkId) -> (u32, u32) {
        let way = self.layout.moves.get(link.index());
        let is_back = way == Some(&Move::Back) || link == SENT_BACK;
        (u32::from(is_back || way == Some(&Move::Forward)), u32::from(is_back))
    }

    /// Pauses are not work, whatever the visit says; interruptions and defects are counted.
    pub(super) fn add_incidents(&self, sums: &mut [Sums], window: Window) {
        let Window { after, until } = window;
        let inside = |at: SimTime| at > after && at <= until;
        for pause in &self.incidents.pauses {
            let Some(visit) = self.visits.get(pause.visit) else { continue };
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
        for shared in &self.incidents.shared {
            let (span, done) = shared.within(window);
            let sum = &mut sums[shared.stage.index()];
            sum.working -= u128::from(shared.surplus()) * span + (span - done);
            sum.switching += span - done;
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
                    QualityEvent::Found => sum.defects_found += 1,
                    QualityEvent::Redone => sum.redone += 1,
                }
            }
        }
    }

    fn stage(&self, stage: StageId, sums: &Sums, window: Window) -> StageMeasures {
        let span = window.span().0 as f64;
        let staffed = self.staffed(stage, window);
        let held = self.layout.holds_worker[stage.index()];
        let blocked = if held { sums.done } else { 0 };
        let waiting_for_batch = self.free_people[stage.index()].waited(window);
        let per_span = |sum: u128| ratio(sum as f64, span).unwrap_or(0.0);
        StageMeasures {
            staffed,
            working: sums.working,
            switching: sums.switching,
            setup: sums.setup,
            interrupted: sums.interrupted,
            blocked,
            waiting_for_batch,
            starved: staffed.map(|staffed| {
                let busy = sums.working + sums.switching + sums.setup + sums.interrupted + blocked;
                staffed.saturating_sub(busy + waiting_for_batch)
            }),
            utilization: staffed
                .filter(|_| self.layout.teams[stage.index()].is_none())
                .and_then(|staffed| ratio((sums.working + sums.switching) as f64, staffed as f64)),
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
