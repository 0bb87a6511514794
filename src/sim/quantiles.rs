//! Quantiles and powers that every draw needs, as polynomials in pieces: a fifth of what the exact functions cost, the
//! same bits on every platform, and off by less than a tick in any span that a stream can have.
//!
//! The pieces are computed once from the exact functions: quartic interpolation at the Chebyshev nodes of each piece.

use std::f64::consts::{LN_2, LOG2_E};
use std::sync::LazyLock;

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

/// Steps of `steps_up` to a power of two, and to a power of e.
const STEPS: usize = 32;
pub(super) const STEPS_PER_E: f64 = STEPS as f64 * LOG2_E;
pub(super) const MOST_STEPS: f64 = 32_000.0;
/// Adding it rounds a number of less than 2^51 to a whole one, which then stands in the low bits.
const ROUNDER: f64 = 6_755_399_441_055_744.0;

#[derive(Debug, PartialEq)]
pub(super) struct Tables {
    /// Minus the standard normal's quantile, from 2^-15 to 1/2.
    normal: [Piece; OCTAVES * PIECES],
    /// Minus the natural logarithm, from 1 to 2.
    log: [Piece; PIECES],
    /// The powers 2^(i/32).
    powers: [f64; STEPS],
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables {
    normal: std::array::from_fn(|piece| fit(LEAST + piece as u64, |p| -wichura(p))),
    log: std::array::from_fn(|piece| fit(UNIT + piece as u64, |x| -libm::log(x))),
    powers: std::array::from_fn(|step| libm::exp2(step as f64 / STEPS as f64)),
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
        // The lesser of u and 1 - u, without asking which that is: nobody can foretell it. All of these are exact.
        let off = u - 0.5;
        let bits = (0.5 - off.abs()).to_bits();
        let piece = (bits >> PIECE_SHIFT).wrapping_sub(LEAST) as usize;
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

    /// 2^(y/32) for a y between ±`MOST_STEPS`, to 12 figures.
    #[expect(clippy::inline_always, reason = "part of one loop")]
    #[inline(always)]
    pub(super) fn steps_up(&self, y: f64) -> f64 {
        debug_assert!(y.abs() <= MOST_STEPS, "{y} steps");
        let rounded = y + ROUNDER;
        let step = rounded.to_bits() as u32 as i32;
        // The rest is at most half a step: four terms of the exponential series.
        let r = (y - (rounded - ROUNDER)) * (LN_2 / STEPS as f64);
        let square = r * r;
        let series = (1.0 + r) + square * ((0.5 + r * (1.0 / 6.0)) + square * (1.0 / 24.0));
        let power = self.powers[step as usize % STEPS] * series;
        f64::from_bits(power.to_bits().wrapping_add(((step >> 5) as u64) << 52))
    }
}

/// A piece's polynomial at the number with these bits.
#[inline]
fn at([a, b, c, d, e]: &Piece, bits: u64) -> f64 {
    let t = f64::from_bits(bits << COORDINATE_SHIFT & FRACTION | ONE) - 1.5;
    let square = t * t;
    (a + b * t) + square * ((c + d * t) + square * e)
}

/// The polynomial of a piece of a function.
fn fit(name: u64, exact: impl Fn(f64) -> f64) -> Piece {
    let from = f64::from_bits(name << PIECE_SHIFT);
    let to = f64::from_bits((name + 1) << PIECE_SHIFT);
    let value = |t: f64| exact(from + (to - from) * (t + 0.5));
    // Half the cosines of 18° and 54°; the node between them and their mirror images is 0.
    let (outer, inner) = (0.475_528_258_147_576_8, 0.293_892_626_146_236_57);
    let even = |t: f64| (f64::midpoint(value(t), value(-t)) - value(0.0)) / (t * t);
    let odd = |t: f64| (value(t) - value(-t)) / (2.0 * t);
    let apart = outer * outer - inner * inner;
    let e = (even(outer) - even(inner)) / apart;
    let d = (odd(outer) - odd(inner)) / apart;
    [value(0.0), odd(inner) - d * inner * inner, even(inner) - e * inner * inner, d, e]
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
            let power = (u - 0.5) * 200.0;
            let exact = libm::exp(power);
            assert!(
                (tables().steps_up(power * STEPS_PER_E) / exact - 1.0).abs() < 1e-11,
                "e^{power}"
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
}
