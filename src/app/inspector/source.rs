//! How work arrives at a source.

use std::rc::Rc;

use yew::prelude::*;

use super::spread::{self, spread, with_mean};
use super::{hint, judge};
use crate::app::markup::markup;
use crate::app::number_field::{Edits, choice_field, list_field, number_field, words};
use crate::editor::{Action, lists};
use crate::text::{field, inspector as text};
use crate::value_stream::words as file;
use crate::value_stream::{Arrivals, Distribution, Phase, Sketch, Source, SourceId, WhenNoRoom};

fn set<T>(id: SourceId, now: &Source, with: fn(&mut Source, T)) -> impl Fn(T) -> Action + use<T> {
    super::set(now, move |next| Action::Source(id, next), with)
}

/// The fields of a source.
pub(super) fn fields(sketch: &Sketch, id: SourceId, on: &Edits<'_>) -> Html {
    let stream = sketch.stream();
    let now = &stream.sources[id.index()];
    let unit = field::rate_unit(stream.calendar);
    let times = field::time_unit(stream.calendar);
    let kind = match now.arrivals {
        Some(Arrivals::Every { .. }) => Some(0),
        Some(Arrivals::Endless) => Some(1),
        Some(Arrivals::Closed(_)) => Some(2),
        None => Some(3),
        Some(Arrivals::Bursts(_)) => Some(4),
        Some(Arrivals::Schedule(_)) => Some(5),
    };
    markup! {
        <div key={format!("source {}", id.0)}>
            { number_field(field::NAME, "", now.title().to_owned(), judge::NAME, None, on,
                set(id, now, |source, name| source.name = name)) }
            { arrivals(now, id, (unit, times), on) }
            if let Some(kind) = kind {
                { choice_field(field::KIND, &words(&field::KINDS), kind, on, set(id, now, |source, kind: usize| {
                    source.arrivals = match kind {
                        0 => Some(Arrivals::poisson(1.25)),
                        1 => Some(Arrivals::Endless),
                        2 => Some(Arrivals::Closed(5)),
                        4 => Some(Arrivals::Bursts(vec![
                            Phase { mean_interval: Some(0.5), lasts: 5.0 },
                            Phase { mean_interval: None, lasts: 5.0 },
                        ])),
                        5 => Some(Arrivals::Schedule(vec![1.0, 2.0, 3.0])),
                        _ => {
                            source.backlog = source.backlog.max(20);
                            None
                        }
                    };
                })) }
            }
            { super::unfold(4, on, || more(sketch, id, times, on)) }
        </div>
    }
}

fn arrivals(
    now: &Source,
    id: SourceId,
    (unit, times): (&'static str, &'static str),
    on: &Edits<'_>,
) -> Html {
    let with = {
        let now = now.clone();
        move |arrivals: Arrivals| {
            Action::Source(id, Box::new(Source { arrivals: Some(arrivals), ..now.clone() }))
        }
    };
    match &now.arrivals {
        None => hint(text::ONLY_BACKLOG),
        Some(Arrivals::Endless) => hint(text::ENDLESS),
        Some(Arrivals::Closed(items)) => number_field(
            field::CIRCULATING,
            "",
            items.to_string(),
            judge::CIRCULATING,
            Some(judge::step_whole),
            on,
            set(id, now, |source, items| source.arrivals = Some(Arrivals::Closed(items))),
        ),
        Some(Arrivals::Every { interval, lump, .. }) => {
            let rate = field::short(lump.mean / interval.mean);
            markup! {
                <>
                    { number_field(field::ARRIVALS, unit, rate, judge::RATE, Some(judge::step_rate), on,
                        set(id, now, |source, rate: f64| every(source, |interval, lump| {
                            *interval = with_mean(interval, lump.mean / rate);
                        }))) }
                    { spread(field::ARRIVAL_SPREAD, interval, times, on,
                        set(id, now, |source, time| every(source, |interval, _| *interval = time))) }
                </>
            }
        }
        Some(Arrivals::Bursts(phases)) => {
            let text = lists::write_phases(phases);
            list_field(field::PHASES, times, text, on, move |text| {
                Ok(with(Arrivals::Bursts(lists::phases(text)?)))
            })
        }
        Some(Arrivals::Schedule(at)) => {
            list_field(field::TIMES, times, lists::write_values(at), on, move |text| {
                Ok(with(Arrivals::Schedule(lists::schedule(text)?)))
            })
        }
    }
}

fn every(source: &mut Source, change: impl FnOnce(&mut Distribution, &mut Distribution)) {
    if let Some(Arrivals::Every { interval, lump, .. }) = &mut source.arrivals {
        change(interval, lump);
    }
}

/// Another number of items at a time: as many as before arrive in all.
fn lumps(source: &mut Source, change: impl FnOnce(&Distribution) -> Distribution) {
    every(source, |interval, lump| {
        let each = interval.mean / lump.mean;
        *lump = change(lump);
        *interval = with_mean(interval, each * lump.mean);
    });
}

/// How much items differ in size. Where they are all alike, there is no more to say.
fn size(now: &Source, id: SourceId, on: &Edits<'_>) -> Html {
    let fields = field::SIZE_SPREAD;
    let sized: Rc<dyn Fn(Option<Distribution>) -> Action> =
        Rc::new(set(id, now, |source, size: Option<Distribution>| {
            source.item_size = size.filter(|size| *size != Distribution::constant(1.0));
        }));
    let with = Rc::clone(&sized);
    let Some(size) = &now.item_size else {
        let usual = Distribution::constant(1.0);
        return spread::variation(
            fields.variation,
            &usual,
            on,
            Rc::new(move |size| with(Some(size))),
        );
    };
    let old = size.clone();
    markup! {
        <>
            { number_field(field::SIZE, "", field::plain(size.mean), judge::SIZE, Some(judge::step_rate), on,
                move |mean: Option<f64>| with(mean.map(|mean| with_mean(&old, mean)))) }
            { spread(fields, size, "", on, move |size| sized(Some(size))) }
        </>
    }
}

fn more(sketch: &Sketch, id: SourceId, unit: &'static str, on: &Edits<'_>) -> Html {
    let stream = sketch.stream();
    let now = &stream.sources[id.index()];
    let lump = match &now.arrivals {
        Some(Arrivals::Every { lump, first_at, .. }) => Some((lump, *first_at)),
        _ => None,
    };
    let no_room = usize::from(now.when_no_room == WhenNoRoom::Lost);
    let classes = stream.classes.clone();
    let names: Vec<String> = classes.iter().map(|class| class.title().to_owned()).collect();
    let class = classes.iter().position(|class| class.id == now.class).unwrap_or(0);
    let of_class = {
        let now = now.clone();
        move |place: usize| {
            let class = classes.get(place).map(|class| class.id.clone()).unwrap_or_default();
            Action::Source(id, Box::new(Source { class, ..now.clone() }))
        }
    };
    let inside = {
        let (now, stream) = (now.clone(), stream.clone());
        move |text: &str| {
            let inside = lists::inside(text, &stream)?;
            Ok(Action::Source(id, Box::new(Source { inside, ..now.clone() })))
        }
    };
    let patience = now.patience.as_ref().map(|patience| field::plain(patience.mean));
    markup! {
        <>
            if let Some((lump, first_at)) = lump {
                { number_field(field::FIRST_AT, unit, first_at.map(field::plain).unwrap_or_default(), judge::SOME_MOMENT, None, on,
                    set(id, now, |source, at: Option<f64>| {
                        if let Some(Arrivals::Every { first_at, .. }) = &mut source.arrivals {
                            *first_at = at;
                        }
                    })) }
                { number_field(field::LUMP, "", field::plain(lump.mean), judge::LUMP, Some(judge::step_whole), on,
                    set(id, now, |source, items: f64| lumps(source, |lump| with_mean(lump, items)))) }
                if lump.mean > 1.0 {
                    { spread(field::LUMP_SPREAD, lump, "", on,
                        set(id, now, |source, items| lumps(source, |_| items))) }
                }
            }
            { number_field(field::BACKLOG, "", now.backlog.to_string(), judge::BACKLOG, None, on,
                set(id, now, |source, backlog| source.backlog = backlog)) }
            { list_field(field::INSIDE, "", lists::write_inside(&now.inside, stream), on, inside) }
            { choice_field(field::NO_ROOM, &words(&field::NO_ROOMS), no_room, on,
                set(id, now, |source, at: usize| source.when_no_room = file::WHEN_NO_ROOM[at].1)) }
            if names.len() > 1 { { choice_field(field::CLASS, &names, class, on, of_class) } }
            { number_field(field::SPLIT, "", now.split_into.to_string(), judge::COUNT, Some(judge::step_whole), on,
                set(id, now, |source, items| source.split_into = items)) }
            { number_field(field::PATIENCE, unit, patience.unwrap_or_default(), judge::SOME_TIME, None, on,
                set(id, now, |source, mean: Option<f64>| {
                    let old = source.patience.take().unwrap_or(Distribution::exponential(1.0));
                    source.patience = mean.map(|mean| with_mean(&old, mean));
                })) }
            if let Some(patience) = &now.patience {
                { spread(field::PATIENCE_SPREAD, patience, unit, on,
                    set(id, now, |source, time| source.patience = Some(time))) }
            }
            { size(now, id, on) }
        </>
    }
}
