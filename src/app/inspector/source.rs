//! How much work a source brings.

use std::sync::Arc;

use yew::prelude::*;

use super::judge;
use super::stage::with_cv;
use crate::app::number_field::NumberField;
use crate::text::{field, inspector as text};
use crate::value_stream::{Arrivals, Change, Distribution, Runnable, SourceId};

#[derive(Properties, Clone)]
pub(super) struct SourceFieldsProps {
    pub(super) stream: Arc<Runnable>,
    pub(super) source: SourceId,
    pub(super) on_change: Callback<Change>,
}

impl PartialEq for SourceFieldsProps {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.stream, &other.stream)
            && self.source == other.source
            && self.on_change == other.on_change
    }
}

#[component]
pub(super) fn SourceFields(props: &SourceFieldsProps) -> Html {
    let source = props.source;
    let stream = props.stream.stream();
    let hint = |words: &'static str| html! { <p class="hint">{ words }</p> };
    match &stream.sources[source.index()].arrivals {
        None => hint(text::ONLY_BACKLOG),
        Some(Arrivals::Endless) => hint(text::ENDLESS),
        Some(Arrivals::Closed(items)) => html! {
            <NumberField<u32> field={field::CIRCULATING} value={items.to_string()}
                judge={judge::circulating as fn(&str) -> _} step={judge::step_whole as fn(&str, i32) -> _}
                on_value={props.on_change.reform(move |items| Change::Arrivals {
                    source, arrivals: Arrivals::Closed(items),
                })} />
        },
        Some(Arrivals::Every { interval, lump, .. }) => {
            let (interval, lump) = (*interval, *lump);
            let unit = field::rate_unit(stream.calendar);
            let every = move |interval: Distribution| Change::Arrivals {
                source,
                arrivals: Arrivals::Every { interval, lump, first_at: None },
            };
            html! {
                <>
                    <NumberField<f64> field={field::ARRIVALS} {unit}
                        value={field::short(lump.mean / interval.mean)}
                        judge={judge::rate as fn(&str) -> _} step={judge::step_rate as fn(&str, i32) -> _}
                        on_value={props.on_change.reform(move |rate: f64| {
                            every(Distribution { mean: lump.mean / rate, ..interval })
                        })} />
                    <NumberField<f64> field={field::VARIATION} value={field::plain(interval.cv)}
                        judge={judge::variation as fn(&str) -> _} step={judge::step_number as fn(&str, i32) -> _}
                        on_value={props.on_change.reform(move |cv| every(with_cv(interval, cv)))} />
                </>
            }
        }
        Some(_) => hint(text::SCHEDULED),
    }
}
