//! A work center: five controls first, and every rule it can have where somebody unfolds them.

use std::sync::Arc;

use yew::prelude::*;

use super::{judge, picture};
use crate::app::field_look::FieldLook;
use crate::app::markup::markup;
use crate::app::number_field::{Edits, check_field, choice_field, list_field, number_field, words};
use crate::editor::{Action, lists};
use crate::text::field;
use crate::text::page::people;
use crate::value_stream::words as file;
use crate::value_stream::{
    Defects, Distribution, Inspection, InterruptionClock, Interruptions, Shape, Sketch, Stage,
    StageId, ValueStream, Workers,
};

/// The same distribution with another variation: a shape that cannot have it gives way to the usual one.
pub(super) fn with_cv(distribution: &Distribution, cv: f64) -> Distribution {
    let shape = match distribution.shape {
        Some(Shape::Gamma) if cv > 0.0 => Some(Shape::Gamma),
        Some(Shape::Uniform) if cv <= 0.577 => Some(Shape::Uniform),
        Some(Shape::Triangular) if cv <= 0.408 => Some(Shape::Triangular),
        Some(Shape::Hyperexponential) if cv >= 1.0 => Some(Shape::Hyperexponential),
        _ => None,
    };
    Distribution { mean: distribution.mean, cv, shape }
}

/// An action that sets something of a stage.
fn set<T>(id: StageId, stage: &Stage, with: fn(&mut Stage, T)) -> impl Fn(T) -> Action + use<T> {
    super::set(stage, move |next| Action::Stage(id, next), with)
}

/// The first fields of a work center, before anybody listens to them.
pub(super) fn first_looks(stream: &Sketch, id: StageId) -> Html {
    let looks = looks(stream.stream(), id);
    markup! { <>{ for looks.into_iter().map(|look| look.markup(None)) }</> }
}

/// How they look.
fn looks(stream: &ValueStream, id: StageId) -> [FieldLook; 5] {
    let now = &stream.stages[id.index()];
    let work = &now.process_time;
    let look =
        |field, unit, value, has_steps| FieldLook { field, unit, value, wrong: None, has_steps };
    [
        look(field::NAME, "", now.title().to_owned(), false),
        look(field::PEOPLE, "", people(now.workers), true),
        look(field::WORK, field::time_unit(stream.calendar), field::plain(work.mean), true),
        look(field::VARIATION, "", field::plain(work.cv), true),
        look(
            field::LIMIT,
            "",
            now.wip_limit.map(|limit| limit.to_string()).unwrap_or_default(),
            true,
        ),
    ]
}

/// The first fields of a work center.
pub(super) fn first(stream: &Sketch, id: StageId, on: &Edits<'_>) -> Html {
    let stream = stream.stream();
    let now = &stream.stages[id.index()];
    let [name, people, work, variation, limit] = looks(stream, id);
    markup! {
        <>
            { number_field(name.field, name.unit, name.value, judge::NAME, None, on,
                set(id, now, |stage, name| stage.name = name)) }
            { number_field(people.field, people.unit, people.value, judge::PEOPLE, Some(judge::step_whole), on,
                set(id, now, |stage, workers| stage.workers = workers)) }
            { number_field(work.field, work.unit, work.value, judge::TIME, Some(judge::step_number), on,
                set(id, now, |stage, mean| stage.process_time = stage.process_time.with_mean(mean))) }
            { number_field(variation.field, variation.unit, variation.value, judge::VARIATION, Some(judge::step_number), on,
                set(id, now, |stage, cv| stage.process_time = with_cv(&stage.process_time, cv))) }
            { number_field(limit.field, limit.unit, limit.value, judge::LIMIT, Some(judge::step_limit), on,
                set(id, now, |stage, limit| stage.wip_limit = limit)) }
        </>
    }
}

/// What unfolds below them.
pub(super) fn rest(stream: &Sketch, id: StageId, on: &Edits<'_>) -> Html {
    let stream = stream.stream();
    let now = &stream.stages[id.index()];
    let unit = field::time_unit(stream.calendar);
    markup! {
        <>
            { picture::picture(&now.process_time, unit) }
            { super::unfold(0, on, || queue(now, id, unit, on)) }
            { super::unfold(1, on, || interruptions(now, id, unit, on)) }
            { super::unfold(2, on, || quality(now, id, on)) }
            { super::unfold(3, on, || teams(stream, id, unit, on)) }
        </>
    }
}

/// Where a choice stands among the file's words.
fn place<T: PartialEq>(words: &[(&'static str, T)], choice: &T) -> usize {
    words.iter().position(|(_, other)| other == choice).unwrap_or(0)
}

fn some(number: Option<f64>) -> String {
    number.map(field::plain).unwrap_or_default()
}

fn queue(now: &Stage, id: StageId, unit: &'static str, on: &Edits<'_>) -> Html {
    let setup = now.setup_time.as_ref();
    markup! {
        <>
            { choice_field(field::ORDER, &words(&field::ORDERS), place(&file::QUEUE_ORDERS, &now.queue_order), on,
                set(id, now, |stage, at: usize| stage.queue_order = file::QUEUE_ORDERS[at].1)) }
            { choice_field(field::ENTRY, &words(&field::ENTRIES), place(&file::ENTRIES, &now.entry), on,
                set(id, now, |stage, at: usize| stage.entry = file::ENTRIES[at].1)) }
            { choice_field(field::FINISHED, &words(&field::FINISHED_ITEMS),
                place(&file::FINISHED_ITEMS, &now.finished_item), on,
                set(id, now, |stage, at: usize| stage.finished_item = file::FINISHED_ITEMS[at].1)) }
            { number_field(field::SHARED, "", now.items_per_worker.to_string(), judge::TEAM_PEOPLE, Some(judge::step_whole), on,
                set(id, now, |stage, items| stage.items_per_worker = items)) }
            if now.items_per_worker > 1 {
                { number_field(field::SWITCHING, "%", field::plain(now.switching_loss * 100.0), judge::PERCENT,
                    Some(judge::step_whole_percent), on,
                    set(id, now, |stage, percent: f64| stage.switching_loss = percent / 100.0)) }
            }
            { number_field(field::SETUP, unit, some(setup.map(|setup| setup.mean)), judge::SOME_TIME, None, on,
                set(id, now, |stage, mean: Option<f64>| {
                    let cv = stage.setup_time.as_ref().map_or(0.0, |setup| setup.cv);
                    stage.setup_time = mean.map(|mean| Distribution { mean, cv, shape: None });
                })) }
            if setup.is_some() {
                { number_field(field::SETUP_VARIATION, "", some(setup.map(|setup| setup.cv)), judge::VARIATION,
                    Some(judge::step_number), on, set(id, now, |stage, cv| {
                        stage.setup_time = stage.setup_time.as_ref().map(|setup| with_cv(setup, cv));
                    })) }
            }
            { number_field(field::BATCH_MIN, "", now.process_batch.min.to_string(), judge::COUNT, Some(judge::step_whole), on,
                set(id, now, |stage, min| {
                    stage.process_batch.min = min;
                    stage.process_batch.max = stage.process_batch.max.max(min);
                })) }
            { number_field(field::BATCH_MAX, "", now.process_batch.max.to_string(), judge::COUNT, Some(judge::step_whole), on,
                set(id, now, |stage, max| {
                    stage.process_batch.max = max;
                    stage.process_batch.min = stage.process_batch.min.min(max);
                })) }
            if now.process_batch.min > 1 {
                { number_field(field::BATCH_WAIT, unit, some(now.process_batch.wait_at_most), judge::SOME_TIME, None, on,
                    set(id, now, |stage, wait| stage.process_batch.wait_at_most = wait)) }
            }
            { number_field(field::TRANSFER, "", now.transfer_batch.to_string(), judge::COUNT, Some(judge::step_whole), on,
                set(id, now, |stage, batch| {
                    stage.transfer_batch = batch;
                    if batch == 1 {
                        stage.transfer_wait_at_most = None;
                    }
                })) }
            if now.transfer_batch > 1 {
                { number_field(field::TRANSFER_WAIT, unit, some(now.transfer_wait_at_most), judge::SOME_TIME, None, on,
                    set(id, now, |stage, wait| stage.transfer_wait_at_most = wait)) }
            }
            { number_field(field::CADENCE, unit, some(now.cadence), judge::SOME_TIME, None, on,
                set(id, now, |stage, cadence| stage.cadence = cadence)) }
        </>
    }
}

fn interruptions(now: &Stage, id: StageId, unit: &'static str, on: &Edits<'_>) -> Html {
    let all = now.interruptions.as_ref();
    markup! {
        <>
            { number_field(field::BETWEEN, unit, some(all.map(|all| all.between.mean)), judge::SOME_TIME, None, on,
                set(id, now, |stage, mean: Option<f64>| {
                    let old = stage.interruptions.take();
                    stage.interruptions = mean.map(|mean| match old {
                        Some(old) => Interruptions { between: old.between.with_mean(mean), ..old },
                        None => Interruptions {
                            clock: InterruptionClock::Working,
                            between: Distribution::exponential(mean),
                            length: Distribution::exponential(mean / 10.0),
                        },
                    });
                })) }
            if let Some(all) = all {
                { number_field(field::LENGTH, unit, field::plain(all.length.mean), judge::TIME, Some(judge::step_number), on,
                    set(id, now, |stage, mean| {
                        if let Some(all) = &mut stage.interruptions {
                            all.length = all.length.with_mean(mean);
                        }
                    })) }
                { choice_field(field::CLOCK, &words(&field::CLOCKS), place(&file::CLOCKS, &all.clock), on,
                    set(id, now, |stage, at: usize| {
                        if let Some(all) = &mut stage.interruptions {
                            all.clock = file::CLOCKS[at].1;
                        }
                    })) }
                { picture::picture(&all.length, unit) }
            }
        </>
    }
}

fn quality(now: &Stage, id: StageId, on: &Edits<'_>) -> Html {
    let percent = |share: f64| field::plain(share * 100.0);
    let made = now.defects.map(|defects| percent(defects.share)).unwrap_or_default();
    let found = now.inspection.map(|look| percent(look.finds)).unwrap_or_default();
    let look = |change: fn(&mut Inspection, f64)| {
        let now = now.clone();
        move |value: f64| {
            let mut next = now.clone();
            if let Some(look) = &mut next.inspection {
                change(look, value);
            }
            Action::Stage(id, Box::new(next))
        }
    };
    markup! {
        <>
            { number_field(field::DEFECTS, "%", made, judge::SOME_PERCENT, None, on,
                set(id, now, |stage, percent: Option<f64>| {
                    let awareness = stage.defects.map_or(1.0, |defects| defects.awareness);
                    stage.defects = percent.map(|percent| Defects { share: percent / 100.0, awareness });
                })) }
            if let Some(defects) = now.defects {
                { number_field(field::AWARENESS, "", field::plain(defects.awareness), judge::SHARE, None, on,
                    set(id, now, |stage, awareness| {
                        if let Some(defects) = &mut stage.defects {
                            defects.awareness = awareness;
                        }
                    })) }
            }
            { number_field(field::FINDS, "%", found, judge::SOME_PERCENT, None, on,
                set(id, now, |stage, percent: Option<f64>| {
                    let old = stage.inspection.take();
                    stage.inspection = percent.map(|percent| Inspection {
                        finds: percent / 100.0,
                        ..old.unwrap_or(Inspection {
                            finds: 1.0,
                            rule: file::DEFECT_RULES[0].1,
                            factor: 1.0,
                            growth: 1.0,
                            stops_the_line: false,
                        })
                    });
                })) }
            if let Some(inspection) = now.inspection {
                { choice_field(field::RULE, &words(&field::RULES), place(&file::DEFECT_RULES, &inspection.rule), on,
                    set(id, now, |stage, at: usize| {
                        if let Some(look) = &mut stage.inspection {
                            look.rule = file::DEFECT_RULES[at].1;
                        }
                    })) }
                { number_field(field::FACTOR, "×", field::plain(inspection.factor), judge::FACTOR, None, on,
                    look(|look, factor| look.factor = factor)) }
                { number_field(field::GROWTH, "×", field::plain(inspection.growth), judge::GROWTH, None, on,
                    look(|look, growth| look.growth = growth)) }
                { check_field(field::STOPS, inspection.stops_the_line, on, set(id, now, |stage, stops| {
                    if let Some(look) = &mut stage.inspection {
                        look.stops_the_line = stops;
                    }
                })) }
            }
        </>
    }
}

fn teams(stream: &ValueStream, id: StageId, unit: &'static str, on: &Edits<'_>) -> Html {
    let now = &stream.stages[id.index()];
    let ids: Vec<String> = stream.teams.iter().map(|team| team.id.clone()).collect();
    let chosen = ids.iter().position(|team| *team == now.team).map_or(0, |place| place + 1);
    let names = [words(&[field::NO_TEAM]), ids.clone()].concat();
    let join = {
        let now = now.clone();
        move |place: usize| {
            let mut next = now.clone();
            next.team = place.checked_sub(1).map(|place| ids[place].clone()).unwrap_or_default();
            // Whoever is lent comes with the team.
            next.workers =
                if next.team.is_empty() { Workers::Count(1) } else { Workers::Unlimited };
            Action::Stage(id, Box::new(next))
        }
    };
    let shape = shape_place(now.process_time.shape.as_ref());
    let in_team = stream.teams.iter().position(|team| team.id == now.team);
    markup! {
        <>
            { choice_field(field::TEAM, &names, chosen, on, join) }
            if let Some(place) = in_team {
                { {
                    let teams = stream.teams.clone();
                    number_field(field::TEAM_PEOPLE, "", teams[place].workers.to_string(), judge::TEAM_PEOPLE,
                        Some(judge::step_whole), on, move |count: u32| {
                            let mut teams = teams.clone();
                            teams[place].workers = count as u16;
                            Action::Teams(teams)
                        })
                } }
            }
            if let Some(shape) = shape {
                { choice_field(field::SHAPE, &words(&field::SHAPES), shape, on,
                    set(id, now, |stage, at: usize| stage.process_time = shaped(&stage.process_time, at))) }
            }
            { values(now, id, unit, on) }
            { for stream.classes.iter().map(|class| class_work(now, id, class.title(), &class.id, unit, on)) }
        </>
    }
}

/// The values of a process time that is a list of them.
fn values(now: &Stage, id: StageId, unit: &'static str, on: &Edits<'_>) -> Html {
    let with = {
        let now = now.clone();
        move |shape: Shape| {
            let process_time = Distribution::shaped(shape);
            Action::Stage(id, Box::new(Stage { process_time, ..now.clone() }))
        }
    };
    match &now.process_time.shape {
        Some(Shape::Discrete { values, weights }) => {
            let text = lists::write_weighted(values, weights);
            list_field(field::VALUES, unit, text, on, move |text| {
                let (values, weights) = lists::weighted(text)?;
                Ok(with(Shape::Discrete { values: values.into(), weights: weights.into() }))
            })
        }
        Some(Shape::Trace(values)) => {
            list_field(field::TRACE, unit, lists::write_values(values), on, move |text| {
                Ok(with(Shape::Trace(lists::values(text)?.into())))
            })
        }
        _ => Html::default(),
    }
}

/// The shapes that a mean and a variation are enough for, in the order of their words.
const SHAPES: [Shape; 8] = [
    Shape::Constant,
    Shape::Exponential,
    Shape::LogNormal,
    Shape::Gamma,
    Shape::Erlang,
    Shape::Uniform,
    Shape::Triangular,
    Shape::Hyperexponential,
];

/// The places among the words of the shapes that are lists of values.
const VALUES: usize = 9;
const TRACE: usize = 10;

/// Where a shape stands among the words; none: it has numbers of its own.
fn shape_place(shape: Option<&Shape>) -> Option<usize> {
    match shape {
        None => Some(0),
        Some(Shape::Discrete { .. }) => Some(VALUES),
        Some(Shape::Trace(_)) => Some(TRACE),
        Some(shape) => SHAPES.iter().position(|other| other == shape).map(|place| place + 1),
    }
}

/// The same mean in another shape, with the nearest variation that it can have.
fn shaped(now: &Distribution, place: usize) -> Distribution {
    if matches!(place, VALUES | TRACE) {
        let values: Arc<[f64]> = match &now.shape {
            Some(Shape::Discrete { values, .. } | Shape::Trace(values)) => values.clone(),
            _ => [0.5, 1.0, 1.5].map(|part| part * now.mean).into(),
        };
        return Distribution::shaped(if place == TRACE {
            Shape::Trace(values)
        } else {
            Shape::Discrete { values, weights: Arc::default() }
        });
    }
    let Some(shape) = place.checked_sub(1).map(|place| SHAPES[place].clone()) else {
        return Distribution { shape: None, ..now.clone() };
    };
    let cv = match shape {
        Shape::Constant => 0.0,
        Shape::Exponential => 1.0,
        Shape::LogNormal | Shape::Gamma if now.cv <= 0.0 => 0.5,
        Shape::Erlang => {
            1.0 / libm::sqrt((1.0 / (now.cv * now.cv).max(1e-3)).round().clamp(1.0, 1000.0))
        }
        Shape::Uniform => now.cv.clamp(0.1, 0.57),
        Shape::Triangular => now.cv.clamp(0.1, 0.4),
        Shape::Hyperexponential => now.cv.max(1.2),
        _ => now.cv,
    };
    Distribution { mean: now.mean, cv, shape: Some(shape) }
}

/// The work of one class, if it differs.
fn class_work(
    now: &Stage,
    id: StageId,
    title: &str,
    class: &str,
    unit: &'static str,
    on: &Edits<'_>,
) -> Html {
    let own = now.process_time_by_class.iter().find(|(other, _)| other == class);
    let mean = own.map(|(_, time)| field::plain(time.mean)).unwrap_or_default();
    let (now, class) = (now.clone(), class.to_owned());
    let on_act = on.on_act.clone();
    let onchange = move |event: Event| {
        let text = crate::app::tell::text_of(event.target()).unwrap_or_default();
        let Ok(mean) = (judge::SOME_TIME.0)(&text) else { return };
        let mut next = now.clone();
        let old = next.process_time_by_class.iter().position(|(other, _)| *other == class);
        let old = old.map(|place| next.process_time_by_class.remove(place).1);
        if let Some(mean) = mean {
            let time = old.unwrap_or_else(|| next.process_time.clone()).with_mean(mean);
            // A file has them in the order of their names.
            let place = next.process_time_by_class.partition_point(|(other, _)| *other < class);
            next.process_time_by_class.insert(place, (class.clone(), time));
        }
        on_act.emit(Action::Stage(id, Box::new(next)));
    };
    let label = field::work_of(title);
    markup! {
        <div class="field">
            <label>{ label.clone() }<span class="unit">{ " [" }{ unit }{ "]" }</span></label>
            <input type="text" inputmode="decimal" aria-label={label} value={mean} {onchange} />
        </div>
    }
}
