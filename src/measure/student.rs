//! Student's t: how far the mean of a few replications may lie from the truth.

/// The mean of independent values, and how far the truth may lie from it: t · s / √n, with t of n - 1 degrees of freedom at this
/// probability (Law, Simulation Modeling and Analysis, 5th ed., ch. 9.4.1), which of a single value is unknown; none of none.
pub fn mean_within(values: &[f64], probability: f64) -> Option<(f64, Option<f64>)> {
    if values.is_empty() {
        return None;
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    let half_width = (values.len() > 1).then(|| {
        let error = libm::sqrt(squares / (n - 1.0) / n);
        quantile(probability, values.len() as u32 - 1) * error
    });
    Some((mean, half_width))
}

/// The value below which a t variable with so many degrees of freedom lies with this probability (0.5 to 1).
///
/// By bisection of its distribution function, to twelve figures.
fn quantile(probability: f64, freedom: u32) -> f64 {
    let freedom = f64::from(freedom.max(1));
    let (mut low, mut high) = (0.0, 1.0);
    while below(high, freedom) < probability && high < 1e12 {
        high *= 2.0;
    }
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if below(middle, freedom) < probability { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

/// The chance of a t variable below `t` (not negative): 1 - I(v / (v + t²); v/2, 1/2) / 2
/// (Abramowitz & Stegun 26.7.1).
fn below(t: f64, freedom: f64) -> f64 {
    1.0 - incomplete_beta(freedom / (freedom + t * t), freedom / 2.0, 0.5) / 2.0
}

/// The regularized incomplete beta function, by its continued fraction (Abramowitz & Stegun 26.5.8).
fn incomplete_beta(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return x.clamp(0.0, 1.0);
    }
    let front = libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b)
        + a * libm::log(x)
        + b * libm::log1p(-x);
    let front = libm::exp(front);
    // The fraction converges quickly on one side of the mean only.
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(x, a, b) / a
    } else {
        1.0 - front * fraction(1.0 - x, b, a) / b
    }
}

/// The continued fraction, by Lentz's method.
fn fraction(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let safe = |value: f64| if value.abs() < TINY { TINY } else { value };
    let (mut c, mut d) = (1.0, 1.0 / safe(1.0 - (a + b) * x / (a + 1.0)));
    let mut result = d;
    for step in 1..300 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / safe(1.0 + even * d);
        c = safe(1.0 + even / c);
        result *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / safe(1.0 + odd * d);
        c = safe(1.0 + odd / c);
        let change = d * c;
        result *= change;
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::quantile;

    /// One degree of freedom is Cauchy's distribution, two have a closed form; the others are from printed tables.
    #[test]
    fn quantiles_are_those_of_closed_forms_and_tables() {
        let pi = std::f64::consts::PI;
        for p in [0.6_f64, 0.9, 0.975, 0.9995] {
            let cauchy = libm::tan(pi * (p - 0.5));
            assert!((quantile(p, 1) / cauchy - 1.0).abs() < 1e-9, "{p}");
            let two = (2.0 * p - 1.0) / libm::sqrt(2.0 * p * (1.0 - p));
            assert!((quantile(p, 2) / two - 1.0).abs() < 1e-9, "{p}");
        }
        for (p, freedom, t) in
            [(0.975, 10, 2.228), (0.975, 19, 2.093), (0.9995, 19, 3.883), (0.995, 120, 2.617)]
        {
            assert!((quantile(p, freedom) - t).abs() < 5e-4, "{p} {freedom}");
        }
    }
}
