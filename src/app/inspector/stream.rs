//! The stream as a whole, its customer, its common limits, and notes.

use yew::prelude::*;

use super::judge;
use crate::app::markup::markup;
use crate::app::number_field::{Edits, choice_field, list_field, number_field, words};
use crate::editor::{Action, lists};
use crate::text::{field, inspector as text};
use crate::value_stream::words as file;
use crate::value_stream::{
    Calendar, Costs, Customer, Demand, Distribution, Escapes, Feedback, Note, Release, Sketch,
    ValueStream,
};

/// The fields of the stream.
pub(super) fn fields(sketch: &Sketch, on: &Edits<'_>) -> Html {
    let stream = sketch.stream();
    let (name, about) = (stream.name.clone(), stream.about.clone());
    let (named, described) = (about.clone(), name.clone());
    let calendar = stream.calendar;
    let unit = file::UNITS.iter().position(|(_, unit)| *unit == calendar.unit).unwrap_or(0);
    markup! {
        <div key="stream">
            { number_field(field::STREAM_NAME, "", name, judge::TEXT, None, on,
                move |name| Action::About { name, about: named.clone() }) }
            { number_field(field::ABOUT, "", about, judge::TEXT, None, on,
                move |about| Action::About { name: described.clone(), about }) }
            { release(stream, on) }
            { choice_field(field::UNIT, &words(&field::UNITS), unit, on,
                move |place| Action::Calendar(Calendar { unit: file::UNITS[place].1, ..calendar })) }
            { number_field(field::HOURS, "h", field::plain(calendar.hours_per_day), judge::HOURS, None, on,
                move |hours_per_day| Action::Calendar(Calendar { hours_per_day, ..calendar })) }
            { for (0..stream.limits.len()).map(|place| common_limit(stream, place, on)) }
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
    let (old, costs) = (stream.classes.clone(), stream.costs);
    let table = list_field(field::CLASS_TABLE, "", lists::write_classes(&stream.classes), on, {
        move |text| Ok(Action::Classes(lists::classes(text, &old)?))
    });
    let changes = lists::write_changes(&stream.changes, stream).map(|text| {
        let stream = stream.clone();
        list_field(field::CHANGES, field::time_unit(stream.calendar), text, on, move |text| {
            Ok(Action::Changes(lists::changes(text, &stream)?))
        })
    });
    markup! {
        <>
            { table }
            { number_field(field::WORKER_HOUR, "/ h", field::plain(costs.worker_hour), judge::TIME, None, on,
                move |worker_hour| Action::Costs(Costs { worker_hour, ..costs })) }
            { number_field(field::ITEM_DAY, "/ day", field::plain(costs.item_day), judge::TIME, None, on,
                move |item_day| Action::Costs(Costs { item_day, ..costs })) }
            if let Some(changes) = changes { { changes } } else { { super::hint(text::SPECIAL_CHANGES) } }
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
            { choice_field(field::RELEASE, &words(&field::RELEASES), kind, on, choose) }
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
                    number_field(field::RELEASE_LIMIT, "", rope.to_string(), judge::COUNT, Some(judge::step_whole), on,
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
    let set = |with: fn(&mut Customer, Option<f64>)| {
        let now = now.clone();
        move |value: Option<f64>| {
            let mut next = now.clone();
            with(&mut next, value);
            Action::Customer(Box::new(next))
        }
    };
    let named = now.clone();
    let rate = now.demand.as_ref().map(|demand| field::short(1.0 / demand.every.mean));
    let source = stream.sources.first().map(|source| source.id.clone());
    let back = now.feedback.as_ref().map(|back| field::plain(back.share * 100.0));
    let delay = now.feedback.as_ref().map(|back| back.delay.mean);
    let fed = now.clone();
    markup! {
        <div key="customer">
            { number_field(field::NAME, "", crate::text::belt::customer_title(sketch).to_owned(), judge::NAME, None, on,
                move |name| Action::Customer(Box::new(Customer { name, ..named.clone() }))) }
            { number_field(field::DEMAND, field::rate_unit(stream.calendar), rate.unwrap_or_default(),
                judge::SOME_RATE, None, on, set(|customer, rate| {
                    let old = customer.demand.take();
                    customer.demand = rate.map(|rate| match old {
                        Some(old) => Demand { every: old.every.with_mean(1.0 / rate), ..old },
                        None => Demand { every: Distribution::exponential(1.0 / rate), unmet: file::UNMET[0].1 },
                    });
                })) }
            if let Some(demand) = &now.demand {
                { {
                    let (now, unmet) = (now.clone(), usize::from(demand.unmet == file::UNMET[1].1));
                    choice_field(field::UNMET, &words(&field::UNMETS), unmet, on, move |place| {
                        let mut next = now.clone();
                        if let Some(demand) = &mut next.demand {
                            demand.unmet = file::UNMET[place].1;
                        }
                        Action::Customer(Box::new(next))
                    })
                } }
            }
            if let Some(source) = source {
                { number_field(field::FEEDBACK, "%", back.unwrap_or_default(), judge::SOME_PERCENT, None, on,
                    move |percent: Option<f64>| {
                        let old = fed.feedback.clone();
                        let feedback = percent.map(|percent| {
                            let old = old.unwrap_or(Feedback {
                                share: 0.0,
                                delay: Distribution::exponential(5.0),
                                source: source.clone(),
                            });
                            Feedback { share: percent / 100.0, ..old }
                        });
                        Action::Customer(Box::new(Customer { feedback, ..fed.clone() }))
                    }) }
            }
            if let Some(source) = stream.sources.first().map(|source| source.id.clone()) {
                { escapes(now, source, field::time_unit(stream.calendar), on) }
            }
            if let Some(delay) = delay {
                { number_field(field::FEEDBACK_DELAY, field::time_unit(stream.calendar), field::plain(delay), judge::SOME_TIME,
                    None, on, set(|customer, delay| {
                        if let (Some(back), Some(delay)) = (&mut customer.feedback, delay) {
                            back.delay = back.delay.with_mean(delay);
                        }
                    })) }
            }
        </div>
    }
}

/// When delivered defects come back; where, stays as it was.
fn escapes(now: &Customer, source: String, unit: &'static str, on: &Edits<'_>) -> Html {
    let text = now.escapes.as_ref().map(|escapes| field::plain(escapes.delay.mean));
    let now = now.clone();
    number_field(field::ESCAPES, unit, text.unwrap_or_default(), judge::SOME_TIME, None, on, {
        move |mean: Option<f64>| {
            let escapes = mean.map(|mean| match &now.escapes {
                Some(old) => Escapes { delay: old.delay.with_mean(mean), ..old.clone() },
                None => Escapes { delay: Distribution::exponential(mean), source: source.clone() },
            });
            Action::Customer(Box::new(Customer { escapes, ..now.clone() }))
        }
    })
}

/// The text of a note.
pub(super) fn note(sketch: &Sketch, number: u16, on: &Edits<'_>) -> Html {
    let Some(note) = sketch.stream().notes.get(usize::from(number)).cloned() else {
        return Html::default();
    };
    markup! {
        <div key={format!("note {number}")}>
            { number_field(field::NOTE_TEXT, "", note.text.clone(), judge::TEXT, None, on,
                move |text| Action::Note(number, Note { text, ..note.clone() })) }
        </div>
    }
}
