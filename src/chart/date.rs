//! Days of the Gregorian calendar, for the time axis of a real history.
//!
//! The two conversions follow Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": exact for every day,
//! with years that start in March so that the leap day comes last.

/// A civil date and hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// Year, astronomical.
    pub year: i64,
    /// Month, 1 to 12.
    pub month: u32,
    /// Day of the month, 1 to 31.
    pub day: u32,
    /// Hour of the day, 0 to 23.
    pub hour: u32,
}

/// Milliseconds in a day.
pub(crate) const DAY_MS: i64 = 86_400_000;

impl Date {
    /// The date of a moment [ms since 1970-01-01].
    pub fn of(epoch_ms: i64) -> Date {
        let days = epoch_ms.div_euclid(DAY_MS) + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        Date {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month: month as u32,
            day: day as u32,
            hour: (epoch_ms.rem_euclid(DAY_MS) / 3_600_000) as u32,
        }
    }
}

/// The first moment of a month [ms since 1970-01-01], months counted from January of year 0.
pub(crate) fn month_start_ms(month: i64) -> i64 {
    let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    (era * 146_097 + day_of_era - 719_468) * DAY_MS
}

#[cfg(test)]
mod tests {
    use super::{DAY_MS, Date, month_start_ms};

    #[test]
    fn months_begin_on_their_first_day() {
        for month in 1_900 * 12..2_400 * 12 {
            let date = Date::of(month_start_ms(month));
            assert_eq!(date.year * 12 + i64::from(date.month) - 1, month);
            assert_eq!((date.day, date.hour), (1, 0));
            let eve = Date::of(month_start_ms(month) - 1);
            assert_eq!(eve.year * 12 + i64::from(eve.month), month);
            assert_eq!(eve.hour, 23);
        }
    }

    #[test]
    fn leap_days_exist_when_they_should() {
        let length = |year: i64, month: i64| {
            (month_start_ms(year * 12 + month) - month_start_ms(year * 12 + month - 1)) / DAY_MS
        };
        assert_eq!([1_900, 2_000, 2_023, 2_024].map(|year| length(year, 2)), [28, 29, 28, 29]);
        assert_eq!(Date::of(0), Date { year: 1970, month: 1, day: 1, hour: 0 });
    }
}
