//! Decimal fractions by hand: a page that prints a dozen numbers need not carry the tables for all of them.

/// A number with so many decimals (at most 22), rounded exactly, half to even; what is beyond 64 bits saturates.
pub fn fixed(value: f64, decimals: usize) -> String {
    let (bits, power) = (value.to_bits(), 10_u128.pow(decimals as u32));
    let exponent = (bits >> 52 & 0x7ff) as u32;
    let fraction = bits & ((1 << 52) - 1);
    let mantissa = if exponent == 0 { fraction } else { fraction | 1 << 52 };
    // The number is the mantissa times two to the power of (exponent - 1075).
    let scaled = u128::from(mantissa) * power;
    let whole = if exponent >= 1075 {
        u64::try_from(scaled << (exponent - 1075).min(12)).unwrap_or(u64::MAX)
    } else {
        let shift = (1075 - exponent.max(1)).min(127);
        let (down, rest) = (scaled >> shift, scaled & ((1 << shift) - 1));
        let half = 1 << (shift - 1);
        let up = rest > half || rest == half && down & 1 == 1;
        u64::try_from(down).unwrap_or(u64::MAX) + u64::from(up)
    };
    let mut text = whole.to_string();
    if decimals > 0 {
        while text.len() <= decimals {
            text.insert(0, '0');
        }
        text.insert(text.len() - decimals, '.');
    }
    if value.is_sign_negative() {
        text.insert(0, '-');
    }
    text
}

/// The same without zeros at its end.
pub fn trimmed(value: f64, decimals: usize) -> String {
    let mut text = fixed(value, decimals);
    if decimals > 0 {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    text
}

/// A number to fifteen significant figures: what people write comes back as they wrote it.
pub fn plain(value: f64) -> String {
    if !value.is_finite() {
        let word = if value > 0.0 { "inf" } else { "-inf" };
        return if value.is_nan() { "NaN" } else { word }.to_owned();
    }
    if value.abs() >= 1e16 {
        return scientific(value);
    }
    let size = libm::floor(libm::log10(value.abs().max(1e-9)));
    trimmed(value, (14.0 - size).clamp(0.0, 18.0) as usize)
}

/// A number in as few figures as give exactly the same one back when they are read; as good as that below a ten
/// thousandth.
pub fn exact(value: f64) -> String {
    if value.abs() >= 1e15 {
        return plain(value);
    }
    let size = libm::floor(libm::log10(value.abs().max(1e-9)));
    let with = |figures: f64| trimmed(value, (figures - 1.0 - size).clamp(0.0, 22.0) as usize);
    let is_exact =
        |text: &String| whole_figures(text).is_some_and(|read| read.to_bits() == value.to_bits());
    [15.0, 16.0].map(with).into_iter().find(is_exact).unwrap_or_else(|| with(17.0))
}

/// Reads what `trimmed` writes, to the last figure.
fn whole_figures(text: &str) -> Option<f64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits: u64 = [whole.trim_start_matches('-'), fraction].concat().parse().ok()?;
    let size = scaled(digits, -(fraction.len() as i32));
    Some(if text.starts_with('-') { -size } else { size })
}

/// A number as a figure before the point and a power of ten: 1e300.
pub fn scientific(value: f64) -> String {
    let power = libm::floor(libm::log10(value.abs()) + 1e-12);
    let figures = trimmed(value / libm::pow(10.0, power), 12);
    figures + "e" + &(power as i32).to_string()
}

/// Reads digits with a sign before them and a point among them, and nothing else.
pub fn read(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mut digits, mut scale, mut seen, mut past) = (0_u64, 0_i32, false, false);
    for byte in unsigned.bytes() {
        match byte {
            b'0'..=b'9' => {
                seen = true;
                // Digits past the eighteenth are past what a number can tell; `exact` writes up to seventeen.
                let fits = digits < 90_000_000_000_000_000;
                if fits {
                    digits = digits * 10 + u64::from(byte - b'0');
                }
                scale += i32::from(!fits) - i32::from(past);
            }
            b'.' if !past => past = true,
            _ => return None,
        }
    }
    let size = scaled(digits, scale);
    seen.then_some(if text.starts_with('-') { -size } else { size })
}

/// Digits times a power of ten: exact to the last bit for what people write, and what `exact` writes.
pub fn scaled(digits: u64, power: i32) -> f64 {
    let size = libm::pow(10.0, f64::from(power.saturating_abs()));
    match power {
        _ if digits == 0 => 0.0,
        -21..0 if digits >= 1 << 53 => {
            // One division of whole numbers, with more bits than a number has and one that says if any were lost.
            let (number, whole) = (u128::from(digits), 10_u128.pow(power.unsigned_abs()));
            let shift = number.leading_zeros();
            let number = number << shift;
            let quotient = (number / whole) | u128::from(number % whole != 0);
            quotient as f64 * f64::from_bits(u64::from(1023 - shift) << 52)
        }
        ..0 => digits as f64 / size,
        _ => digits as f64 * size,
    }
}

#[cfg(test)]
mod tests {
    use super::{exact, fixed, plain, read, scaled, whole_figures};

    fn samples() -> impl Iterator<Item = f64> {
        let mut state = 1_u64;
        std::iter::repeat_with(move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let size = libm::pow(10.0, (state >> 60) as f64 - 7.0);
            (state >> 20) as f64 / (1_u64 << 44) as f64 * size - size / 3.0
        })
        .take(20_000)
    }

    #[test]
    fn rounding_agrees_with_the_standard_library() {
        let ties = [0.0, 0.5, 0.25, 0.125, 0.375, 1.5, 2.5, 0.15, 1.005, -0.5, 1e-9, 1e18, 5e-324];
        for value in ties.into_iter().chain(samples()) {
            for decimals in 0..=6 {
                if value < 1e12 || decimals == 0 {
                    assert_eq!(fixed(value, decimals), format!("{value:.decimals$}"));
                }
            }
        }
    }

    #[test]
    fn every_number_comes_back_exactly() {
        let thirds = (1..2_000).map(|n| f64::from(n) / 3.0 * 0.9 / 7.0);
        let more =
            [0.1 + 0.2, 1.0 / 3.0, 2.0 / 3.0, 0.88 * 0.9, 1e-3 / 7.0, 1e6 - 1e-9, -0.25, 0.0];
        for value in samples().filter(|value| value.abs() > 1e-4).chain(thirds).chain(more) {
            let text = exact(value);
            assert_eq!(whole_figures(&text), Some(value), "{text}");
            assert_eq!(text.parse(), Ok(value), "{text}");
        }
        assert_eq!([0.3, 0.88, 12.0, 0.000_001].map(exact), ["0.3", "0.88", "12", "0.000001"]);
        let many = scaled(12_345_678_901_234_567, -17);
        assert_eq!(many.to_bits(), 0.123_456_789_012_345_67_f64.to_bits());
    }

    #[test]
    fn what_people_write_comes_back() {
        for text in ["0", "0.3", "-2.5", "1000000", "0.000001", "20", "0.85", "123456.789"] {
            assert_eq!(plain(text.parse().expect("a number")), text);
            assert_eq!(read(text), text.parse().ok(), "{text}");
        }
        for nonsense in ["", ".", "-", "1.2.3", "--1", "1e5", "inf", "x"] {
            assert_eq!(read(nonsense), None, "{nonsense}");
        }
        for value in samples() {
            let text = format!("{value:.5}");
            assert_eq!(read(&text), text.parse().ok(), "{text}");
        }
    }
}
