//! The stream as a whole, its customer, its common limits, and notes.

use std::rc::Rc;

use yew::prelude::*;

use super::judge;
use super::spread::{spread, with_mean};
use crate::app::markup::markup;
use crate::app::number_field::{Edits, choice_field, list_field, number_field, text_field, words};
use crate::editor::{Action, lists};
use crate::text::editor::note_name;
use crate::text::field::{self, Field};
use crate::text::inspector as text;
use crate::value_stream::words as file;
use crate::value_stream::{
    Calendar, Costs, Customer, Demand, Distribution, Escapes, Feedback, Note, NoteKind, Release,
    Sketch, ValueStream,
};

/// The fields of the stream.
pub(super) fn fields(sketch: &Sketch, on: &Edits<'_>) -> Html {
    let stream = sketch.stream();
    let said = |with: fn(&mut [String; 3], String)| {
        let all = [&stream.name, &stream.about, &stream.citation].map(Clone::clone);
        move |text: String| {
            let mut all = all.clone();
            with(&mut all, text);
            let [name, about, citation] = all;
            Action::About { name, about, citation }
        }
    };
    let calendar = stream.calendar;
    let unit = file::UNITS.iter().position(|(_, unit)| *unit == calendar.unit).unwrap_or(0);
    markup! {
        <div key="stream">
            { number_field(field::STREAM_NAME, "", stream.name.clone(), judge::TEXT, None, on,
                said(|all, name| all[0] = name)) }
            { text_field(field::ABOUT, stream.about.clone(), on, said(|all, about| all[1] = about)) }
            { release(stream, on) }
            { choice_field(field::UNIT, &words(&field::UNITS), unit, on,
                move |place| Action::Calendar(Calendar { unit: file::UNITS[place].1, ..calendar })) }
            { number_field(field::HOURS, "h", field::plain(calendar.hours_per_day), judge::HOURS, None, on,
                move |hours_per_day| Action::Calendar(Calendar { hours_per_day, ..calendar })) }
            { for (0..stream.limits.len()).map(|place| common_limit(stream, place, on)) }
            { text_field(field::CITATION, stream.citation.clone(), on, said(|all, citation| all[2] = citation)) }
            { super::unfold(5, on, || more(stream, on)) }
        </div>
    }
}

/// A common limit, the work centers that it is about, and what takes it away.
fn common_limit(stream: &ValueStream, place: usize, on: &Edits<'_>) -> Html {
    let all = stream.limits.clone();
    let limit = &stream.limits[place];
    let stages = limit.stages.iter().filter_map(|id| stream.stage(id));
    let names: Vec<&str> = stages.map(|id| stream.stages[id.index()].title()).collect();
    let names = names.join(", ");
    let without = {
        let mut rest = all.clone();
        rest.remove(place);
        on.on_act.reform(move |_: MouseEvent| Action::Limits(rest.clone()))
    };
    let count = limit.limit.to_string();
    let field = field::COMMON.row(place);
    markup! {
        <div key={place.to_string()} role="group" aria-label={names.clone()}>
            { number_field(field, "", count, judge::COUNT, Some(judge::step_whole), on, move |limit| {
                let mut all = all.clone();
                all[place].limit = limit;
                Action::Limits(all)
            }) }
            <p class="field-of">{ names }<button type="button" onclick={without}>{ text::TAKE_AWAY }</button></p>
        </div>
    }
}

/// Classes, costs and planned changes.
fn more(stream: &ValueStream, on: &Edits<'_>) -> Html {
    let (old, costs) = (stream.clone(), stream.costs);
    let table = list_field(field::CLASS_TABLE, "", lists::write_classes(&stream.classes), on, {
        move |text| Ok(Action::Classes(lists::classes(text, &old)?))
    });
    let planned = lists::write_changes(&stream.changes, stream);
    let changes = list_field(field::CHANGES, field::time_unit(stream.calendar), planned, on, {
        let stream = stream.clone();
        move |text| Ok(Action::Changes(lists::changes(text, &stream)?))
    });
    markup! {
        <>
            { table }
            { number_field(field::WORKER_HOUR, "/ h", field::plain(costs.worker_hour), judge::TIME, None, on,
                move |worker_hour| Action::Costs(Costs { worker_hour, ..costs })) }
            { number_field(field::ITEM_DAY, "/ day", field::plain(costs.item_day), judge::TIME, None, on,
                move |item_day| Action::Costs(Costs { item_day, ..costs })) }
            { changes }
        </>
    }
}

fn release(stream: &ValueStream, on: &Edits<'_>) -> Html {
    let drums: Vec<String> = stream.stages.iter().map(|stage| stage.id.clone()).collect();
    let titles: Vec<String> = stream.stages.iter().map(|stage| stage.title().to_owned()).collect();
    let first = drums.last().cloned().unwrap_or_default();
    let kind = match &stream.release {
        Release::Conwip(_) => 1,
        Release::Takt(_) => 2,
        Release::DrumBufferRope { .. } => 3,
        Release::BaseStock(_) => 4,
        _ => 0,
    };
    let customer = stream.customer.clone();
    let choose = move |kind: usize| match kind {
        1 => Action::Release(Release::Conwip(8)),
        2 => Action::Release(Release::Takt(1.0)),
        3 => Action::Release(Release::DrumBufferRope { drum: first.clone(), rope: 5 }),
        4 => {
            // What is released on demand needs a demand.
            let demand = customer.demand.clone().unwrap_or(Demand {
                every: Distribution::exponential(1.25),
                unmet: file::UNMET[0].1,
            });
            let customer = Customer { demand: Some(demand), ..customer.clone() };
            Action::Several(vec![
                Action::Customer(Box::new(customer)),
                Action::Release(Release::BaseStock(5)),
            ])
        }
        _ => Action::Release(Release::Push),
    };
    let unit = field::time_unit(stream.calendar);
    let pace = match &stream.release {
        Release::DrumBufferRope { drum, rope } => Some((drum, rope)),
        _ => None,
    };
    markup! {
        <>
            { choice_field(Field { hint: field::RELEASE_HINTS[kind], ..field::RELEASE }, &words(&field::RELEASES), kind, on, choose) }
            if let Release::Conwip(limit) = &stream.release {
                { number_field(field::RELEASE_LIMIT, "", limit.to_string(), judge::COUNT, Some(judge::step_whole), on,
                    |limit| Action::Release(Release::Conwip(limit))) }
            }
            if let Release::Takt(takt) = &stream.release {
                { number_field(field::TAKT, unit, field::plain(*takt), judge::POSITIVE, Some(judge::step_rate), on,
                    |takt| Action::Release(Release::Takt(takt))) }
            }
            if let Some((drum, rope)) = pace {
                { {
                    let (rope, place) = (*rope, drums.iter().position(|id| id == drum).unwrap_or(0));
                    let ids = drums.clone();
                    choice_field(field::DRUM, &titles, place, on, move |place| {
                        Action::Release(Release::DrumBufferRope { drum: ids[place].clone(), rope })
                    })
                } }
                { {
                    let drum = drum.clone();
                    number_field(field::ROPE, "", rope.to_string(), judge::COUNT, Some(judge::step_whole), on,
                        move |rope| Action::Release(Release::DrumBufferRope { drum: drum.clone(), rope }))
                } }
            }
            if let Release::BaseStock(stock) = &stream.release {
                { number_field(field::STOCK, "", stock.to_string(), judge::BACKLOG, Some(judge::step_whole), on,
                    |stock| Action::Release(Release::BaseStock(stock))) }
            }
        </>
    }
}

/// The fields of the customer.
pub(super) fn customer(sketch: &Sketch, on: &Edits<'_>) -> Html {
    let stream = sketch.stream();
    let now = &stream.customer;
    let (rates, times) = (field::rate_unit(stream.calendar), field::time_unit(stream.calendar));
    let rate = now.demand.as_ref().map(|demand| field::short(1.0 / demand.every.mean));
    let title = crate::text::belt::customer_title(sketch).to_owned();
    let comes_back = now.feedback.is_some() || now.escapes.is_some();
    markup! {
        <div key="customer">
            { number_field(field::NAME, "", title, judge::NAME, None, on, set(now, |customer, name| customer.name = name)) }
            { number_field(field::DEMAND, rates, rate.unwrap_or_default(), judge::SOME_RATE, None, on,
                set(now, |customer, rate: Option<f64>| {
                    let old = customer.demand.take();
                    customer.demand = rate.map(|rate| match old {
                        Some(old) => Demand { every: with_mean(&old.every, 1.0 / rate), ..old },
                        None => Demand { every: Distribution::exponential(1.0 / rate), unmet: file::UNMET[0].1 },
                    });
                })) }
            if let Some(demand) = &now.demand {
                { choice_field(field::UNMET, &words(&field::UNMETS), usize::from(demand.unmet == file::UNMET[1].1), on,
                    set(now, |customer, place: usize| {
                        if let Some(demand) = &mut customer.demand {
                            demand.unmet = file::UNMET[place].1;
                        }
                    })) }
            }
            // Without a source there is nowhere to come back to.
            if !stream.sources.is_empty() { { coming_back(stream, times, on) } }
            if let Some(demand) = &now.demand {
                { super::unfold(7, on, || spread(field::DEMAND_SPREAD, &demand.every, times, on,
                    set(now, |customer, every| {
                        if let Some(demand) = &mut customer.demand {
                            demand.every = every;
                        }
                    }))) }
            }
            if comes_back { { super::unfold(8, on, || returning(now, times, on)) } }
        </div>
    }
}

/// An action that sets something of the customer.
fn set<T>(now: &Customer, with: fn(&mut Customer, T)) -> impl Fn(T) -> Action + use<T> {
    super::set(now, Action::Customer, with)
}

/// Deliveries that lead to new work, and defects that come back: how many, when, and where to.
fn coming_back(stream: &ValueStream, times: &'static str, on: &Edits<'_>) -> Html {
    let now = &stream.customer;
    let ids: Rc<Vec<String>> =
        Rc::new(stream.sources.iter().map(|source| source.id.clone()).collect());
    let titles: Vec<String> =
        stream.sources.iter().map(|source| source.title().to_owned()).collect();
    // Where there is only one source, there is no choice.
    let leading_to = |field: Field, source: &str, with: fn(&mut Customer, String)| {
        let place = ids.iter().position(|id| id == source).unwrap_or(0);
        let (ids, lead) = (Rc::clone(&ids), set(now, with));
        let has_choice = ids.len() > 1;
        has_choice
            .then(|| choice_field(field, &titles, place, on, move |place| lead(ids[place].clone())))
    };
    let (back, escapes) = (now.feedback.as_ref(), now.escapes.as_ref());
    let share = back.map(|back| field::plain(back.share * 100.0)).unwrap_or_default();
    let late = escapes.map(|escapes| field::plain(escapes.delay.mean)).unwrap_or_default();
    let (fed, escaped, first) = (now.clone(), now.clone(), ids[0].clone());
    let also_first = first.clone();
    markup! {
        <>
            { number_field(field::FEEDBACK, "%", share, judge::SOME_PERCENT, None, on, move |percent: Option<f64>| {
                let feedback = percent.map(|percent| Feedback {
                    share: percent / 100.0,
                    ..fed.feedback.clone().unwrap_or_else(|| Feedback {
                        share: 0.0,
                        delay: Distribution::exponential(5.0),
                        source: first.clone(),
                    })
                });
                Action::Customer(Box::new(Customer { feedback, ..fed.clone() }))
            }) }
            if let Some(back) = back {
                { number_field(field::FEEDBACK_DELAY, times, field::plain(back.delay.mean), judge::TIME, None, on,
                    set(now, |customer, delay| {
                        if let Some(back) = &mut customer.feedback {
                            back.delay = with_mean(&back.delay, delay);
                        }
                    })) }
                { leading_to(field::FEEDBACK_SOURCE, &back.source, |customer, source| {
                    if let Some(back) = &mut customer.feedback {
                        back.source = source;
                    }
                }) }
            }
            { number_field(field::ESCAPES, times, late, judge::SOME_MOMENT, None, on, move |mean: Option<f64>| {
                let escapes = mean.map(|mean| match &escaped.escapes {
                    Some(old) => Escapes { delay: with_mean(&old.delay, mean), ..old.clone() },
                    None => Escapes { delay: Distribution::exponential(mean), source: also_first.clone() },
                });
                Action::Customer(Box::new(Customer { escapes, ..escaped.clone() }))
            }) }
            if let Some(escapes) = escapes {
                { leading_to(field::ESCAPES_SOURCE, &escapes.source, |customer, source| {
                    if let Some(escapes) = &mut customer.escapes {
                        escapes.source = source;
                    }
                }) }
            }
        </>
    }
}

/// How long it takes until work comes back.
fn returning(now: &Customer, times: &'static str, on: &Edits<'_>) -> Html {
    markup! {
        <>
            if let Some(back) = &now.feedback {
                { spread(field::FEEDBACK_SPREAD, &back.delay, times, on, set(now, |customer, delay| {
                    if let Some(back) = &mut customer.feedback {
                        back.delay = delay;
                    }
                })) }
            }
            if let Some(escapes) = &now.escapes {
                { spread(field::ESCAPES_SPREAD, &escapes.delay, times, on, set(now, |customer, delay| {
                    if let Some(escapes) = &mut customer.escapes {
                        escapes.delay = delay;
                    }
                })) }
            }
        </>
    }
}

/// The text of a note.
pub(super) fn note(sketch: &Sketch, number: u16, on: &Edits<'_>) -> Html {
    let Some(note) = sketch.stream().notes.get(usize::from(number)).cloned() else {
        return Html::default();
    };
    let kind = usize::from(note.kind == NoteKind::Kaizen);
    let set = |with: fn(&mut Note, String)| {
        let note = note.clone();
        move |text: String| {
            let mut next = note.clone();
            with(&mut next, text);
            Action::Note(number, next)
        }
    };
    markup! {
        <div key={format!("note {number}")}>
            { text_field(field::NOTE_TEXT, note.text.clone(), on, set(|note, text| note.text = text)) }
            { choice_field(field::NOTE_KIND, &words(&file::NOTE_KINDS.map(|(_, kind)| note_name(kind))), kind, on, {
                let note = note.clone();
                move |place| Action::Note(number, Note { kind: file::NOTE_KINDS[place].1, ..note.clone() })
            }) }
        </div>
    }
}
