//! How much work a source brings.

use yew::prelude::*;

use super::stage::with_cv;
use super::{hint, judge};
use crate::app::markup::markup;
use crate::app::number_field::{Edits, number_field};
use crate::text::{field, inspector as text};
use crate::value_stream::{Arrivals, Change, Distribution, Runnable, SourceId};

/// The fields of a source.
pub(super) fn fields(runnable: &Runnable, source: SourceId, on: &Edits<'_>) -> Html {
    let stream = runnable.stream();
    match &stream.sources[source.index()].arrivals {
        None => hint(text::ONLY_BACKLOG),
        Some(Arrivals::Endless) => hint(text::ENDLESS),
        Some(Arrivals::Closed(items)) => number_field(
            field::CIRCULATING,
            "",
            items.to_string(),
            judge::CIRCULATING,
            Some(judge::step_whole),
            on,
            move |items| Change::Arrivals { source, arrivals: Arrivals::Closed(items) },
        ),
        Some(Arrivals::Every { interval, lump, .. }) => {
            let (interval, varied) = (interval.clone(), interval.clone());
            let each = lump.mean;
            let lump = lump.clone();
            let unit = field::rate_unit(stream.calendar);
            let every = move |interval: Distribution| Change::Arrivals {
                source,
                arrivals: Arrivals::Every { interval, lump: lump.clone(), first_at: None },
            };
            let also = every.clone();
            let rate = field::short(each / interval.mean);
            let variation = field::plain(interval.cv);
            markup! {
                <div key={format!("source {}", source.0)}>
                    { number_field(field::ARRIVALS, unit, rate, judge::RATE, Some(judge::step_rate), on,
                        move |rate: f64| every(interval.with_mean(each / rate))) }
                    { number_field(field::VARIATION, "", variation, judge::VARIATION,
                        Some(judge::step_number), on, move |cv| also(with_cv(&varied, cv))) }
                </div>
            }
        }
        Some(Arrivals::Bursts(_)) => hint(text::BURSTS),
        Some(_) => hint(text::SCHEDULED),
    }
}
