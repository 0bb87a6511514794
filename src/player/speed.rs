//! How fast a run follows the clock, on a scale that a slider can offer.

/// Days of the run per second on the wall, from 0.1 to 1,000, in steps of a twenty-fifth of a decade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Speed(u8);

impl Speed {
    /// The notches of the scale: 0 to this.
    pub const NOTCHES: u8 = 100;

    /// The speed at a notch; beyond the scale's end, its end.
    pub fn at(notch: u8) -> Speed {
        Speed(notch.min(Speed::NOTCHES))
    }

    /// The notch.
    pub fn notch(self) -> u8 {
        self.0
    }

    /// Days of the run per second on the wall.
    pub fn days_per_second(self) -> f64 {
        libm::pow(10.0, f64::from(self.0) / 25.0 - 1.0)
    }
}

impl Default for Speed {
    /// About eight days a second: in five seconds one sees a month and more.
    fn default() -> Self {
        Speed(48)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_reaches_from_a_tenth_to_a_thousand_days() {
        let days = |notch| Speed::at(notch).days_per_second();
        assert!((days(0) - 0.1).abs() < 1e-12);
        assert!((days(25) - 1.0).abs() < 1e-12);
        assert!((days(100) - 1_000.0).abs() < 1e-9);
        assert!((days(255) - 1_000.0).abs() < 1e-9);
    }
}
