//! Every visit of a run in forty bytes: one moment, and the others as spans since then, which nearly always fit into 32
//! bits. Those that do not stand apart.

use std::ops::Range;

use super::ledger::VisitRecord;
use super::pile::Pile;
use crate::sim::{ItemId, Work};
use crate::value_stream::{LinkId, SimTime, StageId, WorkTime};

/// It has not happened.
const NOT_YET: u32 = u32::MAX;
/// It stands apart.
const APART: u32 = u32::MAX - 1;

const STARTED: usize = 0;
const FINISHED: usize = 1;
const LEFT: usize = 2;

/// Marks in `Stored::worker` a visit that was worked on together with the one that started before it.
const JOINED: u16 = 1 << 15;

/// A visit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stored {
    pub(super) entered: SimTime,
    /// Ticks since then until work started, until it was done, until it left.
    spans: [u32; 3],
    item: ItemId,
    previous: u32,
    pub(super) stage: StageId,
    worker: u16,
    pub(super) link: LinkId,
}

/// What came of a visit that is over, as nearly all are: its spans, each since it was entered [ticks].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Whole {
    pub(super) started: u32,
    pub(super) finished: u32,
    pub(super) left: u32,
}

impl Stored {
    /// Its spans, if it was worked on, is over, and none of them is too long for 32 bits.
    #[inline]
    pub(super) fn whole(&self) -> Option<Whole> {
        let [started, finished, left] = self.spans;
        let is_whole = started.max(finished).max(left) < APART;
        is_whole.then_some(Whole { started, finished, left })
    }

    /// Whether it was worked on together with the visit that started before it.
    #[inline]
    pub(super) fn is_joined(&self) -> bool {
        self.worker & JOINED != 0
    }
}

impl Whole {
    /// From entering to leaving.
    #[inline]
    pub(super) fn span(self) -> WorkTime {
        WorkTime(self.left.into())
    }
}

#[derive(Debug, Clone, Default)]
pub(super) struct Visits {
    stored: Pile<Stored>,
    /// Moments that do not fit, by visit.
    apart: Vec<(u32, [SimTime; 3])>,
}

impl Visits {
    pub(super) fn len(&self) -> usize {
        self.stored.len()
    }

    /// An item enters a stage, and was on another visit before.
    #[inline]
    pub(super) fn enter(&mut self, entered: SimTime, item: ItemId, previous: u32, stage: StageId) {
        self.put(entered, item, previous, stage);
    }

    #[inline]
    pub(super) fn start(&mut self, visit: u32, at: SimTime, worker: u16) {
        self.set(visit, STARTED, at).worker = worker;
    }

    /// Work starts together with that on the visit that started before.
    pub(super) fn join(&mut self, visit: u32, at: SimTime, worker: u16) {
        self.set(visit, STARTED, at).worker = worker | JOINED;
    }

    /// Whether it was worked on together with the visit that started before it.
    pub(super) fn is_joined(&self, visit: u32) -> bool {
        self.stored[visit as usize].is_joined()
    }

    /// Who started it.
    pub(super) fn worker_of(&self, visit: u32) -> u16 {
        self.stored[visit as usize].worker
    }

    /// Work is done. Returns how long it took, and whether it was worked on together with another visit.
    #[inline]
    pub(super) fn finish(&mut self, visit: u32, at: SimTime) -> (WorkTime, bool) {
        let stored = self.set(visit, FINISHED, at);
        let ([started, finished, _], is_joined) = (stored.spans, stored.is_joined());
        let worked = if started < APART && finished < APART {
            WorkTime(u64::from(finished) - u64::from(started))
        } else {
            let stored = self.stored[visit as usize];
            at.since(self.moment(visit, &stored, STARTED))
        };
        (worked, is_joined)
    }

    #[inline]
    pub(super) fn leave(&mut self, visit: u32, at: SimTime, link: LinkId) {
        self.set(visit, LEFT, at).link = link;
    }

    /// Work is done and the item leaves at once. Returns how long the work took [ticks]; none, and nothing has changed:
    /// some span is too long, or it was worked on together with another visit.
    #[inline]
    pub(super) fn end(&mut self, visit: u32, at: SimTime, link: LinkId) -> Option<u32> {
        let stored = &mut self.stored[visit as usize];
        let (span, started) = (at.since(stored.entered).0, stored.spans[STARTED]);
        if span >= u64::from(APART) || started >= APART || stored.is_joined() {
            return None;
        }
        stored.spans = [started, span as u32, span as u32];
        stored.link = link;
        Some(span as u32 - started)
    }

    /// `enter`, for a loop that is to call nothing, as the next two.
    #[expect(clippy::inline_always, reason = "part of one loop")]
    #[inline(always)]
    pub(super) fn put(&mut self, entered: SimTime, item: ItemId, previous: u32, stage: StageId) {
        let (spans, worker, link) = ([NOT_YET; 3], 0, LinkId(u16::MAX));
        self.stored.put_new(|| Stored { entered, spans, item, previous, stage, worker, link });
    }

    /// `start` and `finish`: returns how long the work took [ticks].
    #[expect(clippy::inline_always, reason = "part of one loop")]
    #[inline(always)]
    pub(super) fn put_work(&mut self, work: Work, at: SimTime) -> i64 {
        self.record_work(work, at);
        at.0.wrapping_sub(work.since.0).cast_signed()
    }

    /// `start`, `finish` and `leave`: returns how long the work took [ticks].
    #[expect(clippy::inline_always, reason = "part of one loop")]
    #[inline(always)]
    pub(super) fn put_end(&mut self, work: Work, at: SimTime, link: LinkId) -> i64 {
        match self.record_work(work, at) {
            Some(stored) => {
                stored.spans[LEFT] = stored.spans[FINISHED];
                stored.link = link;
            }
            None => self.leave(work.stay, at, link),
        }
        at.0.wrapping_sub(work.since.0).cast_signed()
    }

    /// Records when the work on a visit started and ended; none: as a moment that stands apart.
    #[expect(clippy::inline_always, reason = "part of one loop")]
    #[inline(always)]
    fn record_work(&mut self, work: Work, at: SimTime) -> Option<&mut Stored> {
        let stored = &mut self.stored[work.stay as usize];
        let span = at.0.wrapping_sub(stored.entered.0);
        if span >= u64::from(APART) {
            let Work { stay, since, worker } = work;
            self.record_apart(stay, since, worker, at);
            return None;
        }
        let stored = &mut self.stored[work.stay as usize];
        stored.spans[STARTED] = work.since.0.wrapping_sub(stored.entered.0) as u32;
        stored.spans[FINISHED] = span as u32;
        stored.worker = work.worker;
        Some(stored)
    }

    #[cold]
    fn record_apart(&mut self, stay: u32, since: SimTime, worker: u16, at: SimTime) {
        self.start(stay, since, worker);
        self.finish(stay, at);
    }

    #[inline]
    fn set(&mut self, visit: u32, which: usize, at: SimTime) -> &mut Stored {
        let stored = &mut self.stored[visit as usize];
        let span = at.since(stored.entered).0;
        stored.spans[which] = if span < u64::from(APART) { span as u32 } else { APART };
        if stored.spans[which] == APART {
            set_apart(&mut self.apart, visit, which, at);
        }
        stored
    }

    #[inline]
    fn moment(&self, visit: u32, stored: &Stored, which: usize) -> SimTime {
        match stored.spans[which] {
            NOT_YET => SimTime::NEVER,
            APART => moment_apart(&self.apart, visit, which),
            span => stored.entered + WorkTime(span.into()),
        }
    }

    #[inline]
    pub(super) fn record(&self, visit: u32, stored: &Stored) -> VisitRecord {
        let [started, finished, left] = if stored.spans.iter().all(|&span| span < APART) {
            stored.spans.map(|span| SimTime(stored.entered.0 + u64::from(span)))
        } else {
            [STARTED, FINISHED, LEFT].map(|which| self.moment(visit, stored, which))
        };
        VisitRecord {
            entered: stored.entered,
            started,
            finished,
            left,
            item: stored.item,
            previous: stored.previous,
            stage: stored.stage,
            worker: stored.worker & !JOINED,
            joined: stored.is_joined(),
            link: stored.link,
        }
    }

    /// Both ends of each of some visits, so that all of them are looked for together.
    pub(super) fn look_at(&self, visits: &[u32]) {
        let stored = visits.iter().filter_map(|&visit| self.stored.get(visit as usize));
        let ends = stored.map(|stored| stored.entered.0 ^ u64::from(stored.link.0));
        std::hint::black_box(ends.fold(0, |all, ends| all ^ ends));
    }

    pub(super) fn get(&self, visit: u32) -> Option<VisitRecord> {
        Some(self.record(visit, self.stored.get(visit as usize)?))
    }

    /// The visits of a range, or as many of them as there are.
    pub(super) fn range(&self, range: Range<usize>) -> impl Iterator<Item = VisitRecord> {
        let first = range.start as u32;
        let visits = (first..).zip(self.stored.range(range));
        visits.map(|(visit, stored)| self.record(visit, stored))
    }

    /// The visits of a block as they are stored.
    pub(super) fn block(&self, range: &Range<usize>) -> &[Stored] {
        self.stored.within(range.start, range.len())
    }

    /// Forgets them all, and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.stored.clear();
        self.apart.clear();
    }

    /// Memory [bytes].
    pub(super) fn bytes(&self) -> usize {
        self.stored.bytes() + self.apart.capacity() * size_of::<(u32, [SimTime; 3])>()
    }
}

#[cold]
fn set_apart(apart: &mut Vec<(u32, [SimTime; 3])>, visit: u32, which: usize, at: SimTime) {
    let place = match apart.binary_search_by_key(&visit, |&(visit, _)| visit) {
        Ok(place) => place,
        Err(place) => {
            apart.insert(place, (visit, [SimTime::NEVER; 3]));
            place
        }
    };
    apart[place].1[which] = at;
}

#[cold]
fn moment_apart(apart: &[(u32, [SimTime; 3])], visit: u32, which: usize) -> SimTime {
    let place = apart.binary_search_by_key(&visit, |&(visit, _)| visit);
    place.map_or(SimTime::NEVER, |place| apart[place].1[which])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_visits_are_as_exact_as_short_ones() {
        let most = u64::from(u32::MAX);
        let mut visits = Visits::default();
        let begin = |number: u64| SimTime(number * most);
        for number in 0..4 {
            visits.enter(begin(number), ItemId(number as u32), u32::MAX, StageId(0));
        }
        let spans = [most - 2, most - 1, most, 1 << 50];
        for (number, span) in [(2, spans[2]), (0, spans[0]), (3, spans[3]), (1, spans[1])] {
            let start = begin(number) + WorkTime(span / 2);
            visits.start(number as u32, start, 7);
            let worked = visits.finish(number as u32, begin(number) + WorkTime(span));
            assert_eq!(worked, (WorkTime(span - span / 2), false));
        }
        visits.leave(3, SimTime(1 << 60), LinkId(2));
        for (number, visit) in (0..).zip(visits.range(0..9)) {
            assert_eq!(visit.finished.since(visit.entered), WorkTime(spans[number as usize]));
            assert_eq!(visit.started, begin(number) + WorkTime(spans[number as usize] / 2));
            assert_eq!(visit.left == SimTime::NEVER, number != 3);
        }
        assert_eq!(
            visits.get(3).map(|visit| (visit.left, visit.worker)),
            Some((SimTime(1 << 60), 7))
        );
        assert_eq!(size_of::<Stored>(), 40);
    }
}
