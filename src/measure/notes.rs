//! What a ledger takes from a run in its lane: of several facts in a row what they come to, written in one go.

use super::ledger::Ledger;
use crate::sim::{Entry, ItemId, Notes, Sums, Work};
use crate::value_stream::{ClassId, LinkId, SimTime, SourceId};

#[expect(clippy::inline_always, reason = "part of one loop")]
impl Ledger {
    /// The work on a visit is done, and the visit is over. Returns how long the work took [ticks].
    #[inline(always)]
    fn end_visit(&mut self, at: SimTime, work: Work, link: LinkId) -> i64 {
        let worked = self.visits.put_end(work, at, link);
        self.visit_blocks.close(work.stay as usize, at);
        worked
    }

    /// An item whose visit before this is over, if it had one, enters a stage. Returns the number of its visit.
    #[inline(always)]
    fn open_visit(&mut self, at: SimTime, item: ItemId, previous: u32, to: Entry) -> u32 {
        self.go_on(at, item, 0, previous, to)
    }

    /// The same of one that has been worked on for so long meanwhile.
    #[inline(always)]
    fn go_on(&mut self, at: SimTime, item: ItemId, worked: i64, previous: u32, to: Entry) -> u32 {
        let number = self.visits.len() as u32;
        let record = &mut self.items[item.index()];
        record.worked += worked;
        record.last_visit = number;
        record.put(to.line, at, &mut self.cfd);
        self.visits.put(at, item, previous, to.stage);
        number
    }
}

#[expect(clippy::inline_always, reason = "part of one loop")]
impl Notes for Ledger {
    fn line_of(&self, stage: usize) -> u16 {
        self.layout.ranks[stage] + 1
    }

    fn stay_of(&self, item: ItemId) -> u32 {
        self.items[item.index()].last_visit
    }

    fn is_started_by(&self, stay: u32, worker: u16) -> bool {
        self.visits.worker_of(stay) == worker
    }

    fn come_to(&mut self, at: SimTime) {
        self.come_to(at);
    }

    #[inline(always)]
    fn arrive(&mut self, at: SimTime, item: ItemId, source: SourceId, class: ClassId) {
        self.note_arrived(at, item, source, class);
    }

    #[inline(always)]
    fn admit(&mut self, at: SimTime, item: ItemId, to: Entry) -> u32 {
        self.items[item.index()].released = at;
        self.open_visit(at, item, u32::MAX, to)
    }

    #[inline(always)]
    fn enter(&mut self, at: SimTime, item: ItemId, to: Entry) -> u32 {
        self.open_visit(at, item, self.stay_of(item), to)
    }

    fn start(&mut self, work: Work) {
        self.visits.start(work.stay, work.since, work.worker);
    }

    #[inline(always)]
    fn finish(&mut self, at: SimTime, item: ItemId, work: Work) {
        self.items[item.index()].worked += self.visits.put_work(work, at);
    }

    #[inline(always)]
    fn part(&mut self, at: SimTime, item: ItemId, work: Work, link: LinkId) {
        let worked = self.end_visit(at, work, link);
        self.items[item.index()].worked += worked;
    }

    #[inline(always)]
    fn follow(&mut self, at: SimTime, item: ItemId, stay: u32, link: LinkId, to: Entry) -> u32 {
        self.visits.leave(stay, at, link);
        self.visit_blocks.close(stay as usize, at);
        self.open_visit(at, item, stay, to)
    }

    #[inline(always)]
    fn pass(&mut self, at: SimTime, item: ItemId, work: Work, link: LinkId, to: Entry) -> u32 {
        let worked = self.end_visit(at, work, link);
        self.go_on(at, item, worked, work.stay, to)
    }

    #[inline(always)]
    fn deliver(&mut self, at: SimTime, item: ItemId, work: Work, link: LinkId) {
        let worked = self.end_visit(at, work, link);
        let record = &mut self.items[item.index()];
        record.worked += worked;
        record.ended = at;
        for line in usize::from(record.furthest) + 1..self.cfd.lines() {
            self.cfd.put(line, at);
        }
        self.item_blocks.close(item.index(), at);
        self.exits.put(item);
    }

    fn sum_up(&mut self, stage: usize, sums: &Sums) {
        self.totals[stage].add(sums);
    }
}
