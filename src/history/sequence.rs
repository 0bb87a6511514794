//! The order of an item's dates.
//!
//! Tools write down when an item entered each column for the first time. An item that was moved back into a column
//! that it had skipped so gets a later date in an earlier column. By the diagram's rule an item has reached a step as
//! soon as it has reached any later one; so the earlier column counts as passed by the later one's date. The start of
//! the work and its first completion stay as they are. It is also what tools for such tables ask of their users: a
//! skipped column is to be filled with the date of the next one.

use super::date::{DAY_MS, Moment};

/// Makes the dates of a board's columns ascend. Answers the columns whose dates lay before those of earlier columns;
/// if the item was done before it was anywhere, nothing can be known: answers the first column with a date instead.
pub(super) fn mend(dates: &mut [Option<Moment>], has_end: bool) -> Result<Vec<usize>, usize> {
    let mut previous: Option<Moment> = None;
    for date in dates.iter_mut().flatten() {
        if let Some(previous) = previous {
            within_day(date, previous);
        }
        previous = Some(*date);
    }
    if let (true, [steps @ .., Some(end)]) = (has_end, &*dates)
        && let Some(first) = steps.iter().position(Option::is_some)
        && steps.iter().flatten().all(|step| end.ms < step.ms)
    {
        return Err(first);
    }
    let mut back = Vec::new();
    let mut earliest: Option<(usize, Moment)> = None;
    for (column, date) in dates.iter_mut().enumerate().rev() {
        let Some(date) = date else { continue };
        match earliest {
            Some((later, moment)) if date.ms > moment.ms => {
                date.ms = moment.ms;
                if back.last() != Some(&later) {
                    back.push(later);
                }
            }
            _ => earliest = Some((column, *date)),
        }
    }
    back.reverse();
    Ok(back)
}

/// Holds the end after the start; answers the start if that cannot be.
pub(super) fn hold(dates: &mut [Option<Moment>]) -> Result<Vec<usize>, usize> {
    if let [Some(start), Some(end)] = dates {
        within_day(end, *start);
        if end.ms < start.ms {
            return Err(0);
        }
    }
    Ok(Vec::new())
}

/// A bare date within the day of the date before is not earlier, only less exact: it took no time.
fn within_day(date: &mut Moment, previous: Moment) {
    if date.is_day && date.ms == previous.ms.div_euclid(DAY_MS) * DAY_MS {
        date.ms = previous.ms;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: i64 = i64::MIN;

    fn dates(days: &[i64]) -> Vec<Option<Moment>> {
        let moment = |&day: &i64| Moment { ms: day * DAY_MS, is_day: true, is_zoned: false };
        days.iter().map(|day| (*day != NONE).then(|| moment(day))).collect()
    }

    #[test]
    fn an_earlier_column_counts_as_passed_by_the_date_of_a_later_one() {
        for (found, mended, back) in [
            (&[1, 2, 2, 4][..], &[1, 2, 2, 4][..], &[][..]),
            (&[5, 3, 8, NONE], &[3, 3, 8, NONE], &[1]),
            (&[1, NONE, 8, 6], &[1, NONE, 6, 6], &[3]),
            (&[4, 5, 3, 2], &[2, 2, 2, 2], &[3]),
            (&[1, 5, 3, 9, 7], &[1, 3, 3, 7, 7], &[2, 4]),
        ] {
            let mut found = dates(found);
            assert_eq!(mend(&mut found, false), Ok(back.to_vec()));
            assert_eq!(found, dates(mended));
        }
    }

    #[test]
    fn what_was_done_before_it_was_anywhere_is_refused() {
        assert_eq!(mend(&mut dates(&[NONE, 5, 4, 3]), true), Err(1));
        assert!(mend(&mut dates(&[NONE, 3, 4, 3]), true).is_ok());
        assert!(mend(&mut dates(&[NONE, NONE, 3]), true).is_ok());
        assert_eq!(hold(&mut dates(&[5, 3])), Err(0));
        assert!(hold(&mut dates(&[5, 5])).is_ok());
    }

    #[test]
    fn a_bare_date_within_the_day_before_is_only_less_exact() {
        let mut found = dates(&[1, 1, 2]);
        found[0] = Some(Moment { ms: DAY_MS + 7, is_day: false, is_zoned: false });
        assert_eq!(mend(&mut found, true), Ok(vec![]));
        assert_eq!(found[1].map(|date| date.ms), Some(DAY_MS + 7));
    }
}
