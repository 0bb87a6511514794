//! What a ledger takes from a run in its lane: of several facts in a row what they come to, written in one go.

use super::ledger::Ledger;
use crate::sim::{Entry, ItemId, Notes, Sums};
use crate::value_stream::{ClassId, LinkId, SimTime, SourceId};

#[expect(clippy::inline_always, reason = "part of one loop")]
impl Ledger {
    /// An item whose visit before this is over, if it had one, enters a stage.
    #[inline(always)]
    fn open_visit(&mut self, at: SimTime, item: ItemId, previous: u32, to: Entry) {
        self.visit_blocks.put(self.visits.len());
        self.visits.put(at, item, previous, to.stage, to.worker);
    }
}

#[expect(clippy::inline_always, reason = "part of one loop")]
impl Notes for Ledger {
    fn line_of(&self, stage: usize) -> u16 {
        self.layout.ranks[stage] + 1
    }

    fn come_to(&mut self, at: SimTime) {
        self.come_to(at);
    }

    #[inline(always)]
    fn arrive(&mut self, at: SimTime, item: ItemId, source: SourceId, class: ClassId) {
        self.note_arrived(at, item, source, class);
    }

    #[inline(always)]
    fn admit(&mut self, at: SimTime, item: ItemId, to: Entry) {
        let record = &mut self.items[item.index()];
        record.released = at;
        record.last_visit = self.visits.len() as u32;
        record.put(to.line, at, &mut self.cfd);
        self.open_visit(at, item, u32::MAX, to);
    }

    #[inline(always)]
    fn enter(&mut self, at: SimTime, item: ItemId, to: Entry) {
        let record = &mut self.items[item.index()];
        let previous = std::mem::replace(&mut record.last_visit, self.visits.len() as u32);
        record.put(to.line, at, &mut self.cfd);
        self.open_visit(at, item, previous, to);
    }

    #[inline(always)]
    fn start(&mut self, at: SimTime, item: ItemId, worker: u16) {
        let visit = self.items[item.index()].last_visit;
        self.visits.put_start(visit, at, worker);
    }

    #[inline(always)]
    fn finish(&mut self, at: SimTime, item: ItemId) {
        let record = &mut self.items[item.index()];
        let (worked, _) = self.visits.finish(record.last_visit, at);
        record.worked += worked.0 as i64;
    }

    #[inline(always)]
    fn part(&mut self, at: SimTime, item: ItemId, link: LinkId) {
        let record = &mut self.items[item.index()];
        record.worked += self.visits.put_end(record.last_visit, at, link);
        self.visit_blocks.close(record.last_visit as usize, at);
    }

    #[inline(always)]
    fn follow(&mut self, at: SimTime, item: ItemId, link: LinkId, to: Entry) {
        let record = &mut self.items[item.index()];
        let visit = std::mem::replace(&mut record.last_visit, self.visits.len() as u32);
        record.put(to.line, at, &mut self.cfd);
        self.visits.leave(visit, at, link);
        self.visit_blocks.close(visit as usize, at);
        self.open_visit(at, item, visit, to);
    }

    #[inline(always)]
    fn pass(&mut self, at: SimTime, item: ItemId, link: LinkId, to: Entry) {
        let record = &mut self.items[item.index()];
        let visit = std::mem::replace(&mut record.last_visit, self.visits.len() as u32);
        record.worked += self.visits.put_end(visit, at, link);
        record.put(to.line, at, &mut self.cfd);
        self.visit_blocks.close(visit as usize, at);
        self.open_visit(at, item, visit, to);
    }

    #[inline(always)]
    fn deliver(&mut self, at: SimTime, item: ItemId, link: LinkId) {
        self.part(at, item, link);
        let record = &mut self.items[item.index()];
        record.ended = at;
        for line in usize::from(record.furthest) + 1..self.cfd.lines() {
            self.cfd.put(line, at);
        }
        self.item_blocks.close(item.index(), at);
        self.exits.put(item);
    }

    fn sum_up(&mut self, stage: usize, since: SimTime, sums: &Sums) {
        self.totals[stage].add(since, sums);
    }
}
