//! A work center: five controls first, and every rule it can have where somebody unfolds them.

use std::rc::Rc;

use yew::prelude::*;

use super::spread::{self, spread, with_mean};
use super::{judge, picture};
use crate::app::field_look::FieldLook;
use crate::app::markup::markup;
use crate::app::number_field::{Edits, check_field, choice_field, number_field, words};
use crate::editor::Action;
use crate::text::field::{self, Field};
use crate::text::page::people;
use crate::value_stream::words as file;
use crate::value_stream::{
    Defects, Distribution, Inspection, InterruptionClock, Interruptions, Sketch, Stage, StageId,
    ValueStream, Workers,
};

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
    let look = |field: Field, unit, value, has_steps| FieldLook {
        field,
        unit,
        hint: field.hint.to_owned(),
        value,
        wrong: None,
        has_steps,
    };
    [
        look(field::NAME, "", now.title().to_owned(), false),
        look(field::PEOPLE, "", people(now.workers), true),
        look(field::WORK, field::time_unit(stream.calendar), field::plain(work.mean), true),
        look(field::VARIATION, "", field::short(work.cv), true),
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
                set(id, now, |stage, mean| stage.process_time = with_mean(&stage.process_time, mean))) }
            { spread::variation(variation.field, &now.process_time, on, worked(id, now)) }
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
            { picture::picture(&now.process_time, field::WORK_SPREAD.of, unit) }
            { super::unfold(0, on, || queue(now, id, unit, on)) }
            { super::unfold(1, on, || interruptions(now, id, unit, on)) }
            { super::unfold(2, on, || quality(now, id, on)) }
            { super::unfold(6, on, || work(stream, id, unit, on)) }
            { super::unfold(3, on, || teams(stream, id, on)) }
        </>
    }
}

/// What gives a stage another process time.
fn worked(id: StageId, now: &Stage) -> Rc<dyn Fn(Distribution) -> Action> {
    Rc::new(set(id, now, |stage, time| stage.process_time = time))
}

/// The shape of the work, and what it is for classes that differ.
fn work(stream: &ValueStream, id: StageId, unit: &'static str, on: &Edits<'_>) -> Html {
    let now = &stream.stages[id.index()];
    markup! {
        <>
            { spread::shape(field::WORK_SPREAD, &now.process_time, unit, on, worked(id, now)) }
            { for (0..stream.classes.len()).map(|class| class_work(stream, id, class, unit, on)) }
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
                    let old = stage.setup_time.take().unwrap_or(Distribution::constant(1.0));
                    stage.setup_time = mean.map(|mean| with_mean(&old, mean));
                })) }
            if let Some(setup) = setup {
                { spread(field::SETUP_SPREAD, setup, unit, on,
                    set(id, now, |stage, setup| stage.setup_time = Some(setup))) }
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
                        Some(old) => Interruptions { between: with_mean(&old.between, mean), ..old },
                        None => Interruptions {
                            clock: InterruptionClock::Working,
                            between: Distribution::exponential(mean),
                            length: Distribution::exponential(mean / 10.0),
                        },
                    });
                })) }
            if let Some(all) = all {
                { spread(field::BETWEEN_SPREAD, &all.between, unit, on, set(id, now, |stage, between| {
                    if let Some(all) = &mut stage.interruptions {
                        all.between = between;
                    }
                })) }
                { number_field(field::LENGTH, unit, field::plain(all.length.mean), judge::TIME, Some(judge::step_number), on,
                    set(id, now, |stage, mean| {
                        if let Some(all) = &mut stage.interruptions {
                            all.length = with_mean(&all.length, mean);
                        }
                    })) }
                { spread(field::LENGTH_SPREAD, &all.length, unit, on, set(id, now, |stage, length| {
                    if let Some(all) = &mut stage.interruptions {
                        all.length = length;
                    }
                })) }
                { choice_field(field::CLOCK, &words(&field::CLOCKS), place(&file::CLOCKS, &all.clock), on,
                    set(id, now, |stage, at: usize| {
                        if let Some(all) = &mut stage.interruptions {
                            all.clock = file::CLOCKS[at].1;
                        }
                    })) }
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

fn teams(stream: &ValueStream, id: StageId, on: &Edits<'_>) -> Html {
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
        </>
    }
}

/// The work of one class, if it differs.
fn class_work(
    stream: &ValueStream,
    id: StageId,
    number: usize,
    unit: &'static str,
    on: &Edits<'_>,
) -> Html {
    let (now, class) = (&stream.stages[id.index()], &stream.classes[number]);
    let own = now.process_time_by_class.iter().find(|(other, _)| *other == class.id);
    let own = own.map(|(_, time)| time);
    let change: Rc<dyn Fn(Option<Distribution>) -> Action> = {
        let (now, class) = (now.clone(), class.id.clone());
        Rc::new(move |time| {
            let mut next = Box::new(now.clone());
            let all = &mut next.process_time_by_class;
            all.retain(|(other, _)| *other != class);
            // A file has them in the order of their names.
            let place = all.partition_point(|(other, _)| *other < class);
            all.splice(place..place, time.map(|time| (class.clone(), time)));
            Action::Stage(id, next)
        })
    };
    let (usual, with) = (own.unwrap_or(&now.process_time).clone(), Rc::clone(&change));
    let title = class.title().to_owned();
    markup! {
        <div key={number.to_string()} role="group" aria-label={title.clone()}>
            <p class="field-of">{ title }</p>
            { number_field(field::CLASS_WORK.row(number), unit, some(own.map(|own| own.mean)), judge::SOME_TIME, None, on,
                move |mean: Option<f64>| with(mean.map(|mean| with_mean(&usual, mean)))) }
            if let Some(own) = own {
                { spread(field::CLASS_SPREAD.row(number), own, unit, on, move |time| change(Some(time))) }
            }
        </div>
    }
}
