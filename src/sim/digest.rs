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
    }
}
