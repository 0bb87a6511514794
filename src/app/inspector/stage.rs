//! A work center's five controls.

use std::sync::Arc;

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::judge;
use crate::app::number_field::NumberField;
use crate::text::field;
use crate::text::page::people;
use crate::value_stream::{Change, Distribution, Runnable, Shape, StageId, Workers};

#[derive(Properties, Clone)]
pub(super) struct StageFieldsProps {
    pub(super) stream: Arc<Runnable>,
    pub(super) stage: StageId,
    pub(super) on_change: Callback<Change>,
}

impl PartialEq for StageFieldsProps {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.stream, &other.stream)
            && self.stage == other.stage
            && self.on_change == other.on_change
    }
}

/// The same distribution with another variation: a shape that cannot have it gives way to the usual one.
pub(super) fn with_cv(distribution: Distribution, cv: f64) -> Distribution {
    let shape = match distribution.shape {
        Some(Shape::Gamma) if cv > 0.0 => Some(Shape::Gamma),
        Some(Shape::Uniform) if cv <= 0.577 => Some(Shape::Uniform),
        Some(Shape::Triangular) if cv <= 0.408 => Some(Shape::Triangular),
        _ => None,
    };
    Distribution { cv, shape, ..distribution }
}

#[component]
pub(super) fn StageFields(props: &StageFieldsProps) -> Html {
    let stage = props.stage;
    let stream = props.stream.stream();
    let now = &stream.stages[stage.index()];
    let unit = field::time_unit(stream.calendar);
    let work = now.process_time;
    let rename = props.on_change.reform(move |event: InputEvent| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        Change::Name { stage, name: input.map(|input| input.value()).unwrap_or_default() }
    });
    let on = &props.on_change;
    html! {
        <>
            <div class="field">
                <label for="field-name">{ field::NAME.label }</label>
                <span class="entry"><input id="field-name" type="text" autocomplete="off" maxlength="60"
                    value={now.title().to_owned()} oninput={rename} /></span>
            </div>
            <NumberField<Workers> field={field::PEOPLE} value={people(now.workers)} judge={judge::people as fn(&str) -> _}
                step={judge::step_whole as fn(&str, i32) -> _}
                on_value={on.reform(move |workers| Change::Workers { stage, workers })} />
            <NumberField<f64> field={field::WORK} {unit} value={field::plain(work.mean)} judge={judge::time as fn(&str) -> _}
                step={judge::step_number as fn(&str, i32) -> _}
                on_value={on.reform(move |mean| Change::ProcessTime {
                    stage, process_time: Distribution { mean, ..work },
                })} />
            <NumberField<f64> field={field::VARIATION} value={field::plain(work.cv)} judge={judge::variation as fn(&str) -> _}
                step={judge::step_number as fn(&str, i32) -> _}
                on_value={on.reform(move |cv| Change::ProcessTime { stage, process_time: with_cv(work, cv) })} />
            <NumberField<Option<u32>> field={field::LIMIT}
                value={now.wip_limit.map(|limit| limit.to_string()).unwrap_or_default()}
                judge={judge::limit as fn(&str) -> _} step={judge::step_limit as fn(&str, i32) -> _}
                on_value={on.reform(move |limit| Change::WipLimit { stage, limit })} />
        </>
    }
}
