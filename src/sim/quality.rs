//! Defects: made without being seen, carried along, seen by an inspection or by the customer, and what happens then.

use super::fact::{Sink, What};
use super::simulation::Simulation;
use super::state::{Condition, Memo};
use crate::value_stream::{DefectRule, Inspection, StageId};

/// What the end of a stage's work comes to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Verdict {
    /// The item goes on.
    Good,
    /// The worker does the stage again, for so long.
    Again(u64),
    /// The worker repairs the item, for so long.
    Repair(u64),
    /// It goes back to this stage.
    Back(u16),
    /// It is thrown away.
    Scrap,
}

impl Simulation {
    fn mark(marks: &mut [u64], words: usize, item: u32, stage: u16) -> (&mut u64, u64) {
        let word = item as usize * words + usize::from(stage / 64);
        (&mut marks[word], 1 << (stage % 64))
    }

    fn has_mark(marks: &[u64], words: usize, item: u32, stage: u16) -> bool {
        marks
            .get(item as usize * words + usize::from(stage / 64))
            .is_some_and(|word| word >> (stage % 64) & 1 == 1)
    }

    /// Whether a stage stands still until it has done this item again.
    pub(super) fn is_awaited(&self, item: u32, stage: u16) -> bool {
        self.words > 0 && Simulation::has_mark(&self.stops, self.words, item, stage)
    }

    /// The work at a stage is done: its own defect is cleared, a new one may arise, and what is seen is acted on.
    pub(super) fn inspect(&mut self, item: u32, stage: u16, facts: &mut impl Sink) -> Verdict {
        if self.words == 0 {
            return Verdict::Good;
        }
        let at = usize::from(stage);
        let visit = self.visit(item, stage).wrapping_sub(1);
        let key = self.items[item as usize].key;
        let (word, bit) = Simulation::mark(&mut self.defects, self.words, item, stage);
        *word &= !bit;
        self.release_stop(item, stage);
        let rules = &self.rules[at];
        if rules.defect_draws.draw(key, visit).uniform() < rules.defect_share {
            let (word, bit) = Simulation::mark(&mut self.defects, self.words, item, stage);
            *word |= bit;
            self.say(item, What::DefectMade { stage: StageId(stage) }, facts);
        }
        let Some(inspection) = self.rules[at].inspection else { return Verdict::Good };
        let mut draw = self.rules[at].inspection_draws.draw(key, visit);
        let mut seen: Vec<u16> = Vec::new();
        for maker in 0..self.stages.len() as u16 {
            draw = draw.another();
            if !Simulation::has_mark(&self.defects, self.words, item, maker)
                || (inspection.rule == DefectRule::RedoUntilGood && maker != stage)
            {
                continue;
            }
            if draw.uniform() < inspection.finds {
                let what = What::DefectFound { maker: StageId(maker), at: StageId(stage) };
                self.say(item, what, facts);
                seen.push(maker);
            }
        }
        if seen.is_empty() {
            Verdict::Good
        } else {
            self.act(item, stage, &seen, inspection, facts)
        }
    }

    fn act(
        &mut self,
        item: u32,
        stage: u16,
        seen: &[u16],
        inspection: Inspection,
        facts: &mut impl Sink,
    ) -> Verdict {
        let stops = inspection.stops_the_line
            && matches!(inspection.rule, DefectRule::FixHere | DefectRule::SendBack);
        if stops || inspection.rule == DefectRule::SendBack {
            for &maker in seen {
                let rules = &mut self.rules[usize::from(maker)];
                rules.defect_share *= rules.awareness;
            }
        }
        if stops {
            for &maker in seen {
                let (word, bit) = Simulation::mark(&mut self.stops, self.words, item, maker);
                if *word & bit == 0 {
                    *word |= bit;
                    self.rules[usize::from(maker)].stopped += 1;
                }
            }
        }
        match inspection.rule {
            DefectRule::PassOn => Verdict::Good,
            DefectRule::Scrap => Verdict::Scrap,
            DefectRule::SendBack => {
                let rank = |&maker: &u16| (self.runnable.rank(StageId(maker)), maker);
                let to = seen.iter().copied().min_by_key(rank).unwrap_or(stage);
                self.memos[item as usize].sent_back_by = stage;
                Verdict::Back(to)
            }
            DefectRule::RedoUntilGood => {
                self.say(item, What::Redone { stage: StageId(stage) }, facts);
                Verdict::Again(self.work_on(item, stage))
            }
            DefectRule::FixHere => {
                let mut span = 0.0;
                for &maker in seen {
                    span += self.repair(item, stage, maker, inspection);
                    let (word, bit) = Simulation::mark(&mut self.defects, self.words, item, maker);
                    *word &= !bit;
                }
                Verdict::Repair((span + 0.5) as u64)
            }
        }
    }

    /// How long a stage takes to repair what another one made [ticks].
    fn repair(&self, item: u32, stage: u16, maker: u16, inspection: Inspection) -> f64 {
        let at = usize::from(maker);
        let place = &self.items[item as usize];
        let visit = self.visit(item, stage);
        let draw = self.rules[at].fix_draws.draw(place.key, visit);
        let work = self.work[at * self.classes + usize::from(place.class)].ticks(draw, 0);
        let work = self.by_size(work, item);
        let here = self.runnable.rank(StageId(stage));
        let distance = here.saturating_sub(self.runnable.rank(StageId(maker)));
        let mut factor = inspection.factor;
        for _ in 0..distance.min(64) {
            factor *= inspection.growth;
        }
        // More than a million times the work is no repair any more.
        work as f64 * factor.min(1e6)
    }

    /// Stages that stand still for a defect which is on this item no more go on.
    pub(super) fn release_stops(&mut self, item: u32) {
        for stage in 0..self.stages.len() as u16 {
            if !Simulation::has_mark(&self.defects, self.words, item, stage) {
                self.release_stop(item, stage);
            }
        }
    }

    fn release_stop(&mut self, item: u32, stage: u16) {
        let (word, bit) = Simulation::mark(&mut self.stops, self.words, item, stage);
        if *word & bit != 0 {
            *word &= !bit;
            self.rules[usize::from(stage)].stopped -= 1;
            self.agitated.mark(stage);
        }
    }

    /// A finished item goes back to the stage that must do it again.
    pub(super) fn send_back(&mut self, item: u32, to: u16, facts: &mut impl Sink) {
        let stage = self.give_up_place(item, facts);
        self.say(item, What::SentBack { stage: StageId(stage), to: StageId(to) }, facts);
        self.come_to(item, to, facts);
    }

    /// A finished item is thrown away.
    pub(super) fn scrap(&mut self, item: u32, facts: &mut impl Sink) {
        let stage = self.give_up_place(item, facts);
        self.say(item, What::Scrapped { stage: StageId(stage) }, facts);
        self.order_again(item);
        self.leave_stream(item, facts);
    }

    /// The item gives up its place, and its worker if it holds one.
    pub(super) fn give_up_place(&mut self, item: u32, facts: &mut impl Sink) -> u16 {
        let place = &self.items[item as usize];
        let (stage, desk) = (place.stage, place.desk);
        if desk != super::state::NONE {
            self.free_seat(desk, facts);
        }
        self.free_place(stage);
        self.dismiss(stage, facts);
        stage
    }

    /// The rope goes to another drum, or to one at last: what is in the stream and not behind it is on the rope.
    #[cold]
    pub(super) fn tie_rope(&mut self) {
        self.on_rope = 0;
        self.memos.iter_mut().for_each(|memo| memo.on_rope = false);
        if self.drum == u16::MAX {
            return;
        }
        // A rope has to be remembered, also of the items that are here already.
        self.rich = true;
        self.memos.resize(self.items.len(), Memo::NEW);
        let rank = |stage: u16| self.runnable.rank(StageId(stage));
        let drum = rank(self.drum);
        let mut on_rope: Vec<u32> = Vec::new();
        for (place, item) in self.items.iter().enumerate() {
            let is_before = match item.condition {
                Condition::Waiting | Condition::InProcess => rank(item.stage) <= drum,
                Condition::Finished => item.stage != self.drum && rank(item.stage) <= drum,
                Condition::Gone | Condition::Backlog | Condition::Outside => false,
            };
            if is_before {
                on_rope.push(place as u32);
            }
        }
        // What is between stages is where it wants to be.
        for (stage, state) in self.stages.iter().enumerate() {
            let outside = state.wishes.in_order(&self.items).into_iter().filter(|&item| {
                self.items[item as usize].condition == Condition::Outside
                    && rank(stage as u16) <= drum
            });
            on_rope.extend(outside);
        }
        for pallet in &self.pallets {
            let to = self.routes[pallet.route as usize].to;
            let on_pallet = pallet.line.iter(&self.items).filter(|&item| {
                self.items[item as usize].condition == Condition::Outside && rank(to) <= drum
            });
            on_rope.extend(on_pallet);
        }
        self.on_rope = on_rope.len() as u32;
        for item in on_rope {
            self.memos[item as usize].on_rope = true;
        }
    }

    /// The drum has done its work on an item: the rope lets the next one in.
    pub(super) fn pass_drum(&mut self, item: u32) {
        let memo = &mut self.memos[item as usize];
        if memo.on_rope {
            memo.on_rope = false;
            self.on_rope -= 1;
            self.agitate_sources();
        }
    }

    /// What is remembered of an item that leaves the stream is forgotten.
    #[cold]
    pub(super) fn forget(&mut self, item: u32) {
        self.pass_drum(item);
        if self.words > 0 {
            let from = item as usize * self.words;
            self.defects[from..from + self.words].fill(0);
            self.release_stops(item);
        }
    }

    /// Whether a defect is on the item.
    pub(super) fn is_defective(&self, item: u32) -> bool {
        let from = item as usize * self.words;
        self.defects[from..from + self.words].iter().any(|&word| word != 0)
    }
}
