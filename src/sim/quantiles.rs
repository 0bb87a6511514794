//! Quantiles that every draw needs, as polynomials in pieces: a fifth of what the exact functions cost, the same bits on every
//! platform, and off by a billionth or so: by less than a tick in a week.
//!
//! The pieces are computed once from the exact functions: quartic interpolation at the Chebyshev nodes of each piece.

use std::f64::consts::LN_2;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// A piece's polynomial in its own coordinate from -1/2 to 1/2, lowest power first.
type Piece = [f64; 5];

/// Pieces between two powers of two.
const PIECES: usize = 16;
/// Powers of two that the normal's pieces cover below 1/2; rarer draws are computed exactly.
const OCTAVES: usize = 14;
/// The high bits of a number that name its piece: exponent and the first bits of its fraction.
const PIECE_SHIFT: u32 = 48;
/// Where a piece's coordinate begins in a number's bits.
const COORDINATE_SHIFT: u32 = 4;
const FRACTION: u64 = (1 << 52) - 1;
const ONE: u64 = 1.0_f64.to_bits();
/// The name of the first of the normal's pieces.
const LEAST: u64 = f64::from_bits(ONE - ((OCTAVES as u64 + 1) << 52)).to_bits() >> PIECE_SHIFT;
/// The name of the logarithm's first piece.
const UNIT: u64 = ONE >> PIECE_SHIFT;

#[derive(Debug, PartialEq)]
pub(super) struct Tables {
    /// Minus the standard normal's quantile, from 2^-15 to 1/2.
    normal: Half,
    /// Minus the natural logarithm, from 1 to 2.
    log: [Piece; PIECES],
}

/// The pieces of a quantile from 2^-15 to 1/2, or the other way from there to 1 - 2^-15.
type Half = [Piece; OCTAVES * PIECES];

static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables {
    normal: std::array::from_fn(|piece| fit(LEAST + piece as u64, |p| -wichura(p))),
    log: std::array::from_fn(|piece| fit(UNIT + piece as u64, |x| -libm::log(x))),
});

/// The tables, made when they are first asked for.
pub(super) fn tables() -> &'static Tables {
    &TABLES
}

impl Tables {
    /// The standard normal's quantile, to 10^-9.
    #[expect(clippy::inline_always, reason = "part of one loop")]
    #[inline(always)]
    pub(super) fn normal_quantile(&self, u: f64) -> f64 {
        let (off, bits, piece) = place(u);
        match self.normal.get(piece) {
            Some(piece) => at(piece, bits).copysign(off),
            None => wichura(u),
        }
    }

    /// The quantile of an exponential of mean 1, counted from its upper end, to 10^-9: minus the logarithm.
    #[expect(clippy::inline_always, reason = "part of one loop")]
    #[inline(always)]
    pub(super) fn exponential_quantile(&self, u: f64) -> f64 {
        let bits = u.to_bits();
        let exponent = (bits >> 52) as i32 - 1023;
        let piece = (bits >> PIECE_SHIFT) as usize % PIECES;
        at(&self.log[piece], bits) - f64::from(exponent) * LN_2
    }
}

/// How far a probability is above 1/2, the bits of the lesser of it and the rest, and the piece of that. Found without asking which
/// of the two is the lesser, which nobody can foretell; all of it is exact.
#[expect(clippy::inline_always, reason = "part of one loop")]
#[inline(always)]
fn place(u: f64) -> (f64, u64, usize) {
    let off = u - 0.5;
    let bits = (0.5 - off.abs()).to_bits();
    (off, bits, (bits >> PIECE_SHIFT).wrapping_sub(LEAST) as usize)
}

/// The quantile of a log-normal of median 1.
#[derive(Debug, PartialEq)]
pub(super) struct LogNormal {
    /// The standard deviation of the logarithm.
    sigma: f64,
    /// Above the median and below it.
    halves: [Box<Half>; 2],
}

/// Those used last are kept: many samplers have the same one, and each run has samplers of its own.
static KEPT: Mutex<Vec<Arc<LogNormal>>> = Mutex::new(Vec::new());
/// So many of them, of 18 kB each.
const KEPT_MOST: usize = 16;

impl LogNormal {
    /// That of a standard deviation of the logarithm.
    pub(super) fn of(sigma: f64) -> Arc<LogNormal> {
        let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept.iter().position(|one| one.sigma.to_bits() == sigma.to_bits());
        let one = known.map_or_else(|| Arc::new(LogNormal::new(sigma)), |place| kept.remove(place));
        if kept.len() == KEPT_MOST {
            kept.remove(0);
        }
        kept.push(Arc::clone(&one));
        one
    }

    fn new(sigma: f64) -> LogNormal {
        // At the nodes of a piece the normal's own is exact.
        let above =
            tables().normal.map(|piece| interpolate(|t| libm::exp(sigma * value(&piece, t))));
        let below = above.map(|piece| interpolate(|t| 1.0 / value(&piece, t)));
        LogNormal { sigma, halves: [Box::new(above), Box::new(below)] }
    }

    /// The quantile, to a billionth of it up to a cv of 2, and to five billionths up to the greatest one, of 20.
    #[expect(clippy::inline_always, reason = "part of one loop")]
    #[inline(always)]
    pub(super) fn quantile(&self, u: f64) -> f64 {
        let (off, bits, piece) = place(u);
        match self.halves[(off.to_bits() >> 63) as usize].get(piece) {
            Some(piece) => at(piece, bits),
            None => libm::exp(self.sigma * wichura(u)),
        }
    }
}

/// A piece's polynomial at the number with these bits.
#[inline]
fn at(piece: &Piece, bits: u64) -> f64 {
    value(piece, f64::from_bits(bits << COORDINATE_SHIFT & FRACTION | ONE) - 1.5)
}

/// A piece's polynomial at a place in it.
#[inline]
fn value([a, b, c, d, e]: &Piece, t: f64) -> f64 {
    let square = t * t;
    (a + b * t) + square * ((c + d * t) + square * e)
}

/// The polynomial of a piece of a function.
fn fit(name: u64, exact: impl Fn(f64) -> f64) -> Piece {
    let from = f64::from_bits(name << PIECE_SHIFT);
    let to = f64::from_bits((name + 1) << PIECE_SHIFT);
    interpolate(|t| exact(from + (to - from) * (t + 0.5)))
}

/// The quartic through a function of the place in a piece at five places.
fn interpolate(value: impl Fn(f64) -> f64) -> Piece {
    // Half the cosines of 18° and 54°; the node between them and their mirror images is 0.
    let (outer, inner) = (0.475_528_258_147_576_8, 0.293_892_626_146_236_57);
    let middle = value(0.0);
    let parts = [outer, inner].map(|t: f64| {
        let (above, below) = (value(t), value(-t));
        ((f64::midpoint(above, below) - middle) / (t * t), (above - below) / (2.0 * t))
    });
    let [(even_outer, odd_outer), (even_inner, odd_inner)] = parts;
    let apart = outer * outer - inner * inner;
    let e = (even_outer - even_inner) / apart;
    let d = (odd_outer - odd_inner) / apart;
    [middle, odd_inner - d * inner * inner, even_inner - e * inner * inner, d, e]
}

#[cold]
#[expect(clippy::excessive_precision, reason = "the coefficients stand as published")]
/// The standard normal's quantile: Wichura's PPND16 (algorithm AS 241, Applied Statistics 37, 1988), about 16 figures.
fn wichura(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * polynomial(
            r,
            &[
                3.387_132_872_796_366_608_0,
                133.141_667_891_784_377_45,
                1_971.590_950_306_551_442_7,
                13_731.693_765_509_461_125,
                45_921.953_931_549_871_457,
                67_265.770_927_008_700_853,
                33_430.575_583_588_128_105,
                2_509.080_928_730_122_672_7,
            ],
        ) / polynomial(
            r,
            &[
                1.0,
                42.313_330_701_600_911_252,
                687.187_007_492_057_908_30,
                5_394.196_021_424_751_107_7,
                21_213.794_301_586_595_867,
                39_307.895_800_092_710_610,
                28_729.085_735_721_942_674,
                5_226.495_278_852_854_561_0,
            ],
        );
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    let r = libm::sqrt(-libm::log(tail));
    let value = if r <= 5.0 {
        let r = r - 1.6;
        polynomial(
            r,
            &[
                1.423_437_110_749_683_577_34,
                4.630_337_846_156_545_295_90,
                5.769_497_221_460_691_405_50,
                3.647_848_324_763_204_605_04,
                1.270_458_252_452_368_382_58,
                0.241_780_725_177_450_611_770,
                0.022_723_844_989_269_184_583_3,
                7.745_450_142_783_414_076_40e-4,
            ],
        ) / polynomial(
            r,
            &[
                1.0,
                2.053_191_626_637_758_821_87,
                1.676_384_830_183_803_849_40,
                0.689_767_334_985_100_004_550,
                0.148_103_976_427_480_074_590,
                0.015_198_666_563_616_457_196_6,
                5.475_938_084_995_344_946_00e-4,
                1.050_750_071_644_416_843_24e-9,
            ],
        )
    } else {
        let r = r - 5.0;
        polynomial(
            r,
            &[
                6.657_904_643_501_103_777_20,
                5.463_784_911_164_114_369_90,
                1.784_826_539_917_291_335_80,
                0.296_560_571_828_504_891_230,
                0.026_532_189_526_576_123_093_0,
                1.242_660_947_388_078_438_60e-3,
                2.711_555_568_743_487_578_15e-5,
                2.010_334_399_292_288_132_65e-7,
            ],
        ) / polynomial(
            r,
            &[
                1.0,
                0.599_832_206_555_887_937_690,
                0.136_929_880_922_735_805_310,
                0.014_875_361_290_850_614_852_5,
                7.868_691_311_456_132_591_00e-4,
                1.846_318_317_510_054_681_80e-5,
                1.421_511_758_316_445_888_70e-7,
                2.044_263_103_389_939_785_64e-15,
            ],
        )
    };
    if q < 0.0 { -value } else { value }
}

/// Horner's rule, lowest power first.
#[inline]
fn polynomial<const N: usize>(x: f64, coefficients: &[f64; N]) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_normal_quantile_agrees_with_published_values() {
        for (p, z) in [
            (0.5, 0.0),
            (0.975, 1.959_963_984_540_054),
            (0.9, 1.281_551_565_544_600_4),
            (0.05, -1.644_853_626_951_472_7),
            (1e-10, -6.361_340_902_404_056),
            (1e-15, -7.941_345_326_170_998),
        ] {
            assert!((wichura(p) - z).abs() < 2e-14 * z.abs().max(1.0), "{p}");
        }
    }

    #[test]
    fn pieces_agree_with_the_exact_functions() {
        let parts = 1_000_003_u64;
        for part in 1..parts {
            let u = part as f64 / parts as f64;
            assert!((tables().normal_quantile(u) - wichura(u)).abs() < 1e-9, "normal {u}");
            assert!(
                (tables().exponential_quantile(u) + libm::log(u)).abs() < 1e-9,
                "exponential {u}"
            );
        }
        for u in [1e-16, 1e-9, 1e-5, 3e-5] {
            assert!((tables().normal_quantile(u) - wichura(u)).abs() < 1e-9, "normal {u}");
            assert!(
                (tables().exponential_quantile(u) + libm::log(u)).abs() < 1e-9,
                "exponential {u}"
            );
        }
    }

    /// From the least to the greatest spread that a stream can have.
    #[test]
    fn pieces_of_a_log_normal_agree_with_the_exact_function() {
        for cv in [1e-3, 0.1, 0.5, 1.0, 2.0, 5.0, 20.0_f64] {
            let sigma = libm::sqrt(libm::log1p(cv * cv));
            let one = LogNormal::of(sigma);
            let parts = 300_007_u64;
            let inside = (1..parts).map(|part| part as f64 / parts as f64);
            for u in [1e-16, 1e-9, 1e-5, 3e-5, 1.0 - 1e-5].into_iter().chain(inside) {
                let exact = libm::exp(sigma * wichura(u));
                let off = (one.quantile(u) / exact - 1.0).abs();
                assert!(off < if cv > 2.0 { 5e-9 } else { 1e-9 }, "cv {cv}: {off:e} at {u}");
            }
        }
    }

    #[test]
    fn the_log_normals_used_last_are_kept() {
        let first = LogNormal::of(0.123);
        assert!(Arc::ptr_eq(&first, &LogNormal::of(0.123)));
        for number in 0..2 * KEPT_MOST {
            let _ = LogNormal::of(0.2 + number as f64);
        }
        assert_eq!(LogNormal::of(0.123), first);
    }
}
