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
            let (interval, lump) = (*interval, *lump);
            let unit = field::rate_unit(stream.calendar);
            let every = move |interval: Distribution| Change::Arrivals {
                source,
                arrivals: Arrivals::Every { interval, lump, first_at: None },
            };
            let rate = field::short(lump.mean / interval.mean);
            markup! {
                <div key={format!("source {}", source.0)}>
                    { number_field(field::ARRIVALS, unit, rate, judge::RATE, Some(judge::step_rate), on,
                        move |rate: f64| every(Distribution { mean: lump.mean / rate, ..interval })) }
                    { number_field(field::VARIATION, "", field::plain(interval.cv), judge::VARIATION,
                        Some(judge::step_number), on, move |cv| every(with_cv(interval, cv))) }
                </div>
            }
        }
        Some(_) => hint(text::SCHEDULED),
    }
}
