//! A run's facts in one number: two runs are the same, bit for bit, if their digests are.

use super::fact::{Fact, What};

/// A digest of facts in order (64 bits, FNV-1a over words, finished by mixing).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Digest(0xCBF2_9CE4_8422_2325)
    }
}

impl Digest {
    /// Adds facts, which must follow the ones before.
    pub fn fold(&mut self, facts: &[Fact]) {
        for fact in facts {
            let (code, a, b) = code(fact.what);
            self.add(fact.at.0);
            self.add(u64::from(fact.item.0) << 32 | u64::from(a) << 16 | u64::from(b));
            self.add(code);
        }
    }

    /// The digest of all facts so far.
    pub fn value(self) -> u64 {
        let bits = (self.0 ^ (self.0 >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        bits ^ (bits >> 32)
    }

    fn add(&mut self, word: u64) {
        self.0 = (self.0 ^ word).wrapping_mul(0x0000_0100_0000_01B3).rotate_left(29);
    }
}

/// A number for the kind of fact, and what it carries. The numbers are part of every golden value: add, never change.
fn code(what: What) -> (u64, u16, u16) {
    match what {
        What::Arrived { source, class } => (1, source.0, class.0),
        What::TurnedAway => (2, 0, 0),
        What::Released => (3, 0, 0),
        What::Entered { stage } => (4, stage.0, 0),
        What::Started { stage, worker } => (5, stage.0, worker),
        What::Finished { stage } => (6, stage.0, 0),
        What::Blocked { stage } => (7, stage.0, 0),
        What::Unblocked { stage } => (8, stage.0, 0),
        What::Left { stage, link } => (9, stage.0, link.0),
        What::Delivered => (10, 0, 0),
        What::Staffed { stage, workers } => (11, stage.0, workers.unwrap_or(u16::MAX)),
        What::Amended { number } => (12, number, 0),
        What::Joined { stage, worker } => (13, stage.0, worker),
        What::SettingUp { stage } => (14, stage.0, 0),
        What::SetUp { stage } => (15, stage.0, 0),
        What::Interrupted { stage } => (16, stage.0, 0),
        What::Resumed { stage, worker } => (17, stage.0, worker),
        What::Stopped { stage, worker } => (18, stage.0, worker),
        What::Recovered { stage, worker } => (19, stage.0, worker),
        What::Redone { stage } => (20, stage.0, 0),
        What::DefectMade { stage } => (21, stage.0, 0),
        What::DefectFound { maker, at } => (22, maker.0, at.0),
        What::SentBack { stage, to } => (23, stage.0, to.0),
        What::Scrapped { stage } => (24, stage.0, 0),
        What::Escaped => (25, 0, 0),
        What::Demanded => (26, 0, 0),
        What::DemandMet => (27, 0, 0),
        What::DemandLost => (28, 0, 0),
        What::Shelved => (29, 0, 0),
        What::Cancelled { stage } => (31, stage.map_or(u16::MAX, |stage| stage.0), 0),
        What::Juggling { stage, worker, items, lost } => {
            (32 | u64::from(lost) << 32 | u64::from(items) << 8, stage.0, worker)
        }
        What::Stocked { items } => (30, (items >> 16) as u16, items as u16),
    }
}
