//! A work center's five controls.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::judge;
use crate::app::number_field::number_field;
use crate::text::field;
use crate::text::page::people;
use crate::value_stream::{Change, Distribution, Runnable, Shape, StageId};

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

/// The fields of a work center.
pub(super) fn fields(stream: &Runnable, stage: StageId, on: &Callback<Change>) -> Html {
    let stream = stream.stream();
    let now = &stream.stages[stage.index()];
    let unit = field::time_unit(stream.calendar);
    let work = now.process_time;
    let rename = on.reform(move |event: InputEvent| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        Change::Name { stage, name: input.map(|input| input.value()).unwrap_or_default() }
    });
    let limit = now.wip_limit.map(|limit| limit.to_string()).unwrap_or_default();
    html! {
        <div key={format!("stage {}", stage.0)}>
            <div class="field">
                <label for="field-name">{ field::NAME.label }</label>
                <span class="entry"><input id="field-name" type="text" autocomplete="off" maxlength="60"
                    value={now.title().to_owned()} oninput={rename} /></span>
            </div>
            { number_field(field::PEOPLE, "", people(now.workers), judge::PEOPLE, judge::step_whole, on,
                move |workers| Change::Workers { stage, workers }) }
            { number_field(field::WORK, unit, field::plain(work.mean), judge::TIME, judge::step_number, on,
                move |mean| Change::ProcessTime { stage, process_time: Distribution { mean, ..work } }) }
            { number_field(field::VARIATION, "", field::plain(work.cv), judge::VARIATION, judge::step_number, on,
                move |cv| Change::ProcessTime { stage, process_time: with_cv(work, cv) }) }
            { number_field(field::LIMIT, "", limit, judge::LIMIT, judge::step_limit, on,
                move |limit| Change::WipLimit { stage, limit }) }
        </div>
    }
}
