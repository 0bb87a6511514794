//! What will be delivered by when, if the stream goes on as it did: past throughput, drawn again and again.
//!
//! The past is cut into periods of one length. Each trial puts together a future by drawing as many of them as it takes,
//! with replacement, those without a delivery included (a bootstrap: Efron, Annals of Statistics 7, 1979; for throughput:
//! Vacanti, *Actionable Agile Metrics for Predictability*, 2015). It assumes that periods are alike and independent of each
//! other. The same seed draws the same periods, so that a forecast moves only as its past does.

use crate::measure::Cfd;
use crate::sim::{GOLDEN, Seed, mix};
use crate::value_stream::order::order;
use crate::value_stream::{Calendar, SimTime, TimeUnit, WorkTime};

/// How many futures are drawn.
pub const TRIALS: usize = 1_000;
/// Fewer periods say nothing.
pub const PERIODS_LEAST: usize = 10;
/// How sure the three answers are [%].
pub const SURE: [usize; 3] = [50, 85, 95];
/// A past is cut into at most so many periods.
const PERIODS_MOST: f64 = 40.0;
/// No forecast looks further ahead [periods].
const AHEAD_MOST: u64 = 200;

/// What is known of the past.
#[derive(Debug, Clone, Copy)]
pub struct Past<'a> {
    /// The lines of the diagram.
    pub cfd: &'a Cfd,
    /// From when on the past counts.
    pub since: SimTime,
    /// The present.
    pub now: SimTime,
    /// The length of a period.
    pub period: WorkTime,
}

/// What will be delivered by when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    /// The present.
    pub now: SimTime,
    /// Delivered by then.
    pub delivered: u32,
    /// The length of a period.
    pub period: WorkTime,
    /// How many of the past were drawn from.
    pub periods: usize,
    /// For each future period, how many more items are delivered by its end at least, as surely as [`SURE`].
    pub more: Vec<[u32; 3]>,
}

/// The past says too little.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TooLittle {
    /// There are only so many whole periods, of at least [`PERIODS_LEAST`].
    Periods(usize),
    /// Nothing was delivered in so many whole periods.
    Deliveries(usize),
}

/// The futures that were drawn last: they are drawn anew only for another past, another seed, or further ahead.
#[derive(Debug, Clone, Default)]
pub struct Memo {
    past: Vec<u32>,
    seed: u64,
    more: Vec<[u32; 3]>,
}

/// The length of the periods into which a past is cut: 1, 2, 5, 10, … units of the stream, so that there are at most 40. Where
/// days have 24 hours, weekends count, and it is 1, 2, 4, … weeks if there are enough of them.
pub fn period(past: WorkTime, calendar: Calendar) -> WorkTime {
    let units = calendar.units(past);
    let is_elapsed = calendar.unit == TimeUnit::Day && calendar.hours_per_day >= 24.0;
    if is_elapsed && units >= 7.0 * PERIODS_LEAST as f64 {
        let mut weeks = 7.0;
        while units > weeks * PERIODS_MOST {
            weeks *= 2.0;
        }
        return calendar.span(weeks);
    }
    let mut length = 1.0;
    let mut factors = [2.0, 2.5, 2.0].iter().cycle();
    while units > length * PERIODS_MOST {
        length *= factors.next().unwrap_or(&2.0);
    }
    calendar.span(length)
}

impl Past<'_> {
    /// Deliveries in each whole period, the earliest first. Periods are counted from tick 0, so that what is drawn from
    /// changes when one ends and not with every tick.
    pub fn throughput(&self) -> Vec<u32> {
        let delivered = self.cfd.lines() - 1;
        let period = self.period.0.max(1);
        let (first, last) = (self.since.0.div_ceil(period), self.now.0 / period);
        let count = |end: u64| self.cfd.count(delivered, SimTime(end * period));
        (first..last).map(|start| count(start + 1) - count(start)).collect()
    }

    /// What will be delivered until a moment, or a little less far ahead where that is very far.
    ///
    /// # Errors
    ///
    /// Where there are fewer than [`PERIODS_LEAST`] whole periods, or nothing was delivered in them.
    pub fn forecast(
        &self,
        until: SimTime,
        seed: Seed,
        memo: &mut Memo,
    ) -> Result<Forecast, TooLittle> {
        let past = self.throughput();
        let periods = past.len();
        if periods < PERIODS_LEAST {
            return Err(TooLittle::Periods(periods));
        }
        if past.iter().all(|&count| count == 0) {
            return Err(TooLittle::Deliveries(periods));
        }
        let delivered = self.cfd.count(self.cfd.lines() - 1, self.now);
        let span = until.0.saturating_sub(self.now.0);
        let ahead = span.div_ceil(self.period.0.max(1)).min(AHEAD_MOST) as usize;
        let more = memo.trials(past, ahead, seed);
        Ok(Forecast { now: self.now, delivered, period: self.period, periods, more })
    }
}

impl Memo {
    fn trials(&mut self, past: Vec<u32>, ahead: usize, seed: Seed) -> Vec<[u32; 3]> {
        if self.past != past || self.seed != seed.0 || self.more.len() < ahead {
            let more = trials(&past, ahead, seed);
            *self = Memo { past, seed: seed.0, more };
        }
        self.more[..ahead].to_vec()
    }
}

impl Forecast {
    /// The most that is delivered by the end of its last period, half surely [items].
    pub fn most(&self) -> u32 {
        self.delivered + self.more.last().map_or(0, |more| more[0])
    }

    /// How many whole periods there are until a moment, at least one, and how many more items are delivered in them at least,
    /// as surely as [`SURE`].
    pub fn by(&self, until: SimTime) -> (u64, [u32; 3]) {
        let whole = until.since(self.now).0 / self.period.0.max(1);
        let periods = whole.clamp(1, self.more.len().max(1) as u64);
        (periods, self.more.get(periods as usize - 1).copied().unwrap_or_default())
    }

    /// The moments up to one and how many are delivered by then, as surely as [`SURE`] [items]; straight between the ends
    /// of two periods.
    pub fn points(&self, until: SimTime) -> Vec<(SimTime, [f64; 3])> {
        let mut points = vec![(self.now, [f64::from(self.delivered); 3])];
        for more in &self.more {
            let (at, from) = points[points.len() - 1];
            let to = more.map(|more| f64::from(self.delivered + more));
            let end = at + self.period;
            if end >= until {
                let share = until.0.saturating_sub(at.0) as f64 / self.period.0.max(1) as f64;
                let between = |level: usize| from[level] + (to[level] - from[level]) * share;
                points.push((until.max(at), [between(0), between(1), between(2)]));
                break;
            }
            points.push((end, to));
        }
        points
    }
}

/// Draws the futures: what is delivered at least by the end of each period, as surely as [`SURE`]. What is further ahead
/// takes later draws, so that looking further changes nothing nearer.
pub fn trials(past: &[u32], ahead: usize, seed: Seed) -> Vec<[u32; 3]> {
    let mut draws = Draws(seed.0);
    let mut sums = vec![0_u32; TRIALS];
    let mut next = || {
        for sum in &mut sums {
            *sum += past[draws.below(past.len())];
        }
        let sorted = order(sums.iter().map(|&sum| u64::from(sum)));
        // So many trials have that or more.
        SURE.map(|sure| sums[sorted[TRIALS - (TRIALS * sure).div_ceil(100)]])
    };
    (0..ahead).map(|_| next()).collect()
}

/// `SplitMix64` (Steele, Lea and Flood, OOPSLA 2014).
struct Draws(u64);

impl Draws {
    /// A number below a count, which is far below 2^32: all are equally likely but for a share of count / 2^32.
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(GOLDEN);
        (((mix(self.0) >> 32) * count as u64) >> 32) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::{Memo, Past, SURE, TRIALS, TooLittle, period, trials};
    use crate::measure::Cfd;
    use crate::sim::Seed;
    use crate::value_stream::{Calendar, SimTime, WorkTime};

    /// The lowest and the highest value below which the exact share may lie, within 3.9 standard errors of a share found by
    /// so many trials (one in 10,000 is further off).
    fn bounds(share: f64, below: impl Fn(u32) -> f64) -> (u32, u32) {
        let error = 3.9 * libm::sqrt(share * (1.0 - share) / TRIALS as f64);
        let first = |wanted: f64| (0..10_000).find(|&value| below(value) >= wanted).unwrap_or(0);
        (first(share - error), first(share + error))
    }

    /// How likely a sum of so many fair coins is at most this.
    fn coins(count: u32, at_most: u32) -> f64 {
        let mut term = libm::exp2(-f64::from(count));
        let mut sum = term;
        for heads in 1..=at_most.min(count) {
            term *= f64::from(count - heads + 1) / f64::from(heads);
            sum += term;
        }
        sum
    }

    #[test]
    fn a_stream_that_delivers_evenly_goes_on_evenly() {
        let expected: Vec<_> = (1..=8).map(|period| [3 * period; 3]).collect();
        assert_eq!(trials(&[3; 10], 8, Seed(1)), expected);
    }

    #[test]
    fn sums_of_coins_have_the_quantiles_of_the_binomial_distribution() {
        for seed in 1..=5 {
            let more = trials(&[0, 1], 60, Seed(seed));
            for (level, sure) in SURE.iter().enumerate() {
                for period in [5, 20, 60] {
                    let share = 1.0 - *sure as f64 / 100.0;
                    let (low, high) = bounds(share, |value| coins(period, value));
                    let found = more[period as usize - 1][level];
                    assert!((low..=high).contains(&found), "{found}, not {low} to {high}");
                }
            }
        }
    }

    #[test]
    fn more_time_delivers_no_less_and_more_certainty_promises_no_more() {
        let past = [0, 4, 0, 1, 2, 0, 0, 7, 1, 0, 3];
        let more = trials(&past, 100, Seed(7));
        for pair in more.windows(2) {
            assert!((0..3).all(|level| pair[0][level] <= pair[1][level]));
        }
        assert!(more.iter().all(|by| by[0] >= by[1] && by[1] >= by[2]));
        assert!(more[99][0] > more[99][2]);
        assert_eq!(trials(&past, 40, Seed(7)), more[..40]);
    }

    #[test]
    fn the_same_seed_gives_the_same_future() {
        let past: Vec<u32> = (0..30).map(|period| period % 7).collect();
        assert_eq!(trials(&past, 40, Seed(3)), trials(&past, 40, Seed(3)));
        assert_ne!(trials(&past, 40, Seed(3)), trials(&past, 40, Seed(4)));
    }

    fn past(cfd: &Cfd) -> Past<'_> {
        Past { cfd, since: SimTime(4), now: SimTime(49), period: WorkTime(10) }
    }

    fn few() -> Cfd {
        let mut cfd = Cfd::new(1);
        for at in [5, 12, 20, 31, 32, 33, 47] {
            (0..3).for_each(|line| cfd.cross(line, SimTime(at)));
        }
        cfd
    }

    #[test]
    fn only_whole_periods_count_and_too_few_of_them_say_nothing() {
        let cfd = few();
        let past = past(&cfd);
        // (10, 20], (20, 30], (30, 40].
        assert_eq!(past.throughput(), [2, 0, 3]);
        assert_eq!(
            past.forecast(SimTime(90), Seed(1), &mut Memo::default()),
            Err(TooLittle::Periods(3))
        );
        let idle = Past { since: SimTime(20), now: SimTime(30), period: WorkTime(1), ..past };
        assert_eq!(
            idle.forecast(SimTime(40), Seed(1), &mut Memo::default()),
            Err(TooLittle::Deliveries(10))
        );
    }

    #[test]
    fn a_forecast_begins_at_the_present_and_ends_where_it_is_asked_to() {
        let cfd = few();
        let fine = Past { period: WorkTime(4), ..past(&cfd) };
        let mut memo = Memo::default();
        let forecast = fine.forecast(SimTime(60), Seed(1), &mut memo).expect("eleven periods");
        assert_eq!((forecast.periods, forecast.delivered, forecast.more.len()), (11, 7, 3));
        let points = forecast.points(SimTime(60));
        let times: Vec<u64> = points.iter().map(|point| point.0.0).collect();
        assert_eq!(times, [49, 53, 57, 60]);
        assert_eq!(points[0].1.map(f64::to_bits), [7.0_f64.to_bits(); 3]);
        let (before, after) = (f64::from(forecast.more[1][0]), f64::from(forecast.more[2][0]));
        assert!((points[3].1[0] - (7.0 + before + 0.75 * (after - before))).abs() < 1e-12);
        // What is far ahead ends early instead of taking for ever.
        let far = fine.forecast(SimTime(1 << 40), Seed(1), &mut memo).expect("the same past");
        assert_eq!(far.more.len(), 200);
        // What is kept is what would be drawn.
        let near = fine.forecast(SimTime(60), Seed(1), &mut memo).expect("the same past");
        assert_eq!(near, forecast);
        let other = fine.forecast(SimTime(400), Seed(2), &mut memo).expect("the same past");
        assert_ne!(other.more, far.more[..other.more.len()]);
        let now = SimTime(53);
        let later = Past { now, ..fine }.forecast(SimTime(60), Seed(1), &mut memo);
        let anew = Past { now, ..fine }.forecast(SimTime(60), Seed(1), &mut Memo::default());
        assert_eq!(later, anew);
    }

    #[test]
    fn periods_are_round_and_weekends_belong_to_their_weeks() {
        let calendar = Calendar::default();
        let units =
            |days: f64| calendar.units(period(calendar.span(days), calendar)).round() as u32;
        let lengths = [10.0, 40.0, 46.0, 81.0, 201.0, 401.0, 1_000.0].map(units);
        assert_eq!(lengths, [1, 1, 2, 5, 10, 20, 50]);
        let calendar = Calendar::ELAPSED;
        let units =
            |days: f64| calendar.units(period(calendar.span(days), calendar)).round() as u32;
        assert_eq!([30.0, 69.0, 70.0, 280.0, 281.0, 1_000.0].map(units), [1, 2, 7, 7, 14, 28]);
    }
}
