//! Random draws without a generator that anybody could get out of step with.
//!
//! Every draw is a pure function of the seed, the element's id, the purpose, the item and its visit. Two streams
//! that share an element therefore give the same item the same draws whatever order things happen in, and adding a
//! stage reshuffles nothing (common random numbers).

use super::Seed;

/// What a draw is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u64)]
pub(super) enum Purpose {
    /// How long the work takes.
    Process = 1,
    /// Which link an item takes.
    Route = 2,
    /// Time until the next arrival.
    Interval = 3,
    /// How many arrive together.
    Lump = 4,
    /// Who an item is: the part of its draws that comes from its source and number.
    Item = 5,
    /// How long setting up takes.
    Setup = 6,
    /// Who of the waiting is next, where that is left to chance.
    Order = 7,
    /// How long a worker goes uninterrupted, and how long an interruption lasts.
    Interruption = 8,
    /// Whether the work puts a defect into the item.
    Defect = 9,
    /// Whether a defect is seen.
    Inspection = 10,
    /// How long a repair takes.
    Fix = 11,
    /// When the customer asks for an item.
    Demand = 12,
    /// Whether a delivery leads to new work.
    Feedback = 13,
    /// How long it takes to come back.
    Delay = 14,
    /// How long a phase of a source's bursts lasts.
    Burst = 20,
    /// How large an item is.
    Size = 21,
    /// How long a request is waited for.
    Patience = 22,
}

/// A place where draws are made: one element and one purpose, under one seed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place(u64);

/// The part of a draw that belongs to an item.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ItemKey(u64);

/// One draw: 64 well mixed bits, and as many more as a distribution needs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Draw(u64);

/// An odd number without pattern: 2^64 / golden ratio.
pub const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// Spreads every input bit over all output bits (Stafford's variant 13 of the murmur finalizer, as in splitmix64).
#[inline]
pub const fn mix(bits: u64) -> u64 {
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

/// FNV-1a over an id's bytes: ids are short, and the result is mixed again.
fn hash(id: &str) -> u64 {
    id.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}

impl ItemKey {
    /// Nobody's.
    pub(super) const NONE: ItemKey = ItemKey(0);
}

impl Place {
    /// Nobody's.
    pub(super) const NONE: Place = Place(0);

    /// The place of an element and a purpose under a seed.
    pub(super) fn new(seed: Seed, id: &str, purpose: Purpose) -> Place {
        let seed = mix(seed.0.wrapping_add(GOLDEN));
        let element = mix(seed ^ hash(id));
        Place(mix(element.wrapping_add((purpose as u64).wrapping_mul(GOLDEN))))
    }

    /// Who the item with this number at this place is.
    #[inline]
    pub(super) fn item(self, number: u64) -> ItemKey {
        ItemKey(mix(self.0.wrapping_add(number.wrapping_mul(GOLDEN))))
    }

    /// The draw for an item's visit.
    #[inline]
    pub(super) fn draw(self, item: ItemKey, visit: u16) -> Draw {
        // Two mixed words meet in a sum and are mixed again: neither a step of one nor of the other leads from
        // one sequence into another.
        Draw(mix(self.0 ^ item.0.wrapping_add(u64::from(visit).wrapping_mul(GOLDEN))))
    }

    /// The draw with this number, where no item is concerned.
    #[inline]
    pub(super) fn numbered(self, number: u64) -> Draw {
        Draw(mix(self.0.wrapping_add(number.wrapping_mul(GOLDEN))))
    }
}

impl Draw {
    /// The bits themselves.
    #[inline]
    pub(super) fn bits(self) -> u64 {
        self.0
    }

    /// Uniform in the open interval (0, 1), 52 bits fine.
    #[inline]
    pub(super) fn uniform(self) -> f64 {
        // The bits as the fraction of a number from 1 to 2; less by 1 - 2^-53, it lies in the middle of its step.
        const ONE: f64 = 1.0;
        f64::from_bits(ONE.to_bits() | self.0 >> 12) - (1.0 - f64::EPSILON / 2.0)
    }

    /// The next draw for the same purpose.
    #[inline]
    pub(super) fn another(self) -> Draw {
        Draw(mix(self.0.wrapping_add(GOLDEN)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uniform_draw_is_the_middle_of_its_step() {
        let steps = 4_503_599_627_370_496.0;
        let mixed = (0..100_000).map(mix);
        for bits in [0, 1, 1 << 12, u64::MAX, u64::MAX - (1 << 12)].into_iter().chain(mixed) {
            let middle = ((bits >> 12) as f64 + 0.5) / steps;
            assert_eq!(Draw(bits).uniform().to_bits(), middle.to_bits());
        }
    }

    type Neighbor<'a> = Box<dyn Fn(u64) -> Draw + 'a>;

    fn correlation(pairs: &[(f64, f64)]) -> f64 {
        let n = pairs.len() as f64;
        let sum: f64 = pairs.iter().map(|(a, b)| (a - 0.5) * (b - 0.5)).sum();
        sum / n * 12.0
    }

    /// Every way in which two draws can be neighbors: items, visits, purposes, elements, seeds. A correlation of n
    /// independent pairs has standard deviation 1/√n; 4.5 of them are exceeded once in 150,000 tests.
    #[test]
    fn neighboring_draws_are_uncorrelated() {
        let n = 100_000_u64;
        let place = |seed, id, purpose| Place::new(Seed(seed), id, purpose);
        let base = place(1, "a", Purpose::Process);
        let source = place(1, "s", Purpose::Item);
        let draws: [(&str, Neighbor); 6] = [
            ("next item", Box::new(|i| base.draw(source.item(i + 1), 0))),
            ("next visit", Box::new(|i| base.draw(source.item(i), 1))),
            ("purpose", Box::new(|i| place(1, "a", Purpose::Route).draw(source.item(i), 0))),
            ("element", Box::new(|i| place(1, "b", Purpose::Process).draw(source.item(i), 0))),
            ("seed", Box::new(|i| place(2, "a", Purpose::Process).draw(source.item(i), 0))),
            ("another", Box::new(|i| base.draw(source.item(i), 0).another())),
        ];
        for (name, other) in draws {
            let pairs: Vec<(f64, f64)> = (0..n)
                .map(|i| (base.draw(source.item(i), 0).uniform(), other(i).uniform()))
                .collect();
            let z = correlation(&pairs) * (n as f64).sqrt();
            assert!(z.abs() < 4.5, "{name}: {z}");
        }
    }

    /// Chi-square over 100 cells: mean 99, standard deviation √198; 5 of them are exceeded once in a million.
    #[test]
    fn draws_fill_the_unit_interval_evenly() {
        let n = 1_000_000_u64;
        let place = Place::new(Seed(7), "qa", Purpose::Process);
        let source = Place::new(Seed(7), "ideas", Purpose::Item);
        let mut cells = [0_u32; 100];
        for i in 0..n {
            let u = place.draw(source.item(i), 0).uniform();
            assert!(u > 0.0 && u < 1.0);
            cells[(u * 100.0) as usize] += 1;
        }
        let expected = n as f64 / 100.0;
        let off = |cell: u32| f64::from(cell) - expected;
        let chi: f64 = cells.iter().map(|&cell| off(cell) * off(cell) / expected).sum();
        assert!((chi - 99.0).abs() < 5.0 * 198_f64.sqrt(), "{chi}");
    }
}
