//! Numbers as they stand on the screen: short, and never anything but a number.

use crate::value_stream::decimal;

/// A measure with at most three significant figures: 0.42, 14.6, 12.3k, 1.5M. What is not finite shows as a dash.
pub fn short(value: f64, decimal: char) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let size = value.abs();
    if size < 0.0005 {
        return "0".to_owned();
    }
    let digits = libm::floor(libm::log10(size)) as i32 + 1;
    // Rounding first, so that 999.6 becomes 1k and not 1000.
    let unit = libm::pow(10.0, f64::from(digits - 3));
    let size = (size / unit).round() * unit;
    let (size, suffix) = scaled(size);
    let decimals = if size < 9.995 { 2 } else { usize::from(size < 99.95) };
    format!("{}{}{suffix}", sign(value), trimmed(size, decimals, decimal))
}

/// A place on an axis whose ticks are `step` apart: as many figures as tell it from its neighbors.
pub(crate) fn tick(value: f64, step: f64, decimal: char) -> String {
    let size = value.abs();
    let (shown, suffix) = if step >= 50.0 { scaled(size) } else { (size, "") };
    let unit = if shown > 0.0 { size / shown } else { 1.0 };
    // The decimals of the step, which is 1, 2 or 5 times a power of ten; ten thousandths will do.
    let decimals = (-libm::floor(libm::log10(step / unit) + 1e-9)).clamp(0.0, 4.0) as usize;
    format!("{}{}{suffix}", sign(value), trimmed(shown, decimals, decimal))
}

fn scaled(size: f64) -> (f64, &'static str) {
    match size {
        _ if size >= 999_500_000.0 => (size / 1e9, "G"),
        _ if size >= 999_500.0 => (size / 1e6, "M"),
        _ if size >= 999.5 => (size / 1e3, "k"),
        _ => (size, ""),
    }
}

fn sign(value: f64) -> &'static str {
    if value < 0.0 { "−" } else { "" }
}

/// Fixed decimals without trailing zeros.
fn trimmed(size: f64, decimals: usize, point: char) -> String {
    let text = decimal::trimmed(size, decimals);
    if point == '.' { text } else { text.replace('.', &point.to_string()) }
}

#[cfg(test)]
mod tests {
    use super::{short, tick};

    #[test]
    fn a_measure_has_at_most_three_significant_figures() {
        let shown = [
            (0.0, "0"),
            (0.0123, "0.01"),
            (0.4249, "0.42"),
            (3.0, "3"),
            (14.56, "14.6"),
            (99.96, "100"),
            (999.6, "1k"),
            (1_234.0, "1.23k"),
            (12_345.0, "12.3k"),
            (123_456.0, "123k"),
            (1_500_000.0, "1.5M"),
            (-2.5, "−2.5"),
            (f64::NAN, "–"),
            (f64::INFINITY, "–"),
        ];
        for (value, text) in shown {
            assert_eq!(short(value, '.'), text);
        }
        assert_eq!(short(14.6, ','), "14,6");
    }

    #[test]
    fn neighboring_ticks_read_differently() {
        for exponent in -3..7 {
            for step in [1.0, 2.0, 5.0].map(|m| m * libm::pow(10.0, f64::from(exponent))) {
                let labels: Vec<_> =
                    (0..2_000).map(|i| tick(f64::from(i) * step, step, '.')).collect();
                assert!(labels.windows(2).all(|pair| pair[0] != pair[1]), "step {step}");
            }
        }
        assert_eq!(tick(1_200.0, 200.0, '.'), "1.2k");
        assert_eq!(tick(1_235.0, 5.0, '.'), "1235");
        assert_eq!(tick(46.5, 0.5, '.'), "46.5");
    }
}
