//! A work center's five controls.

use yew::prelude::*;

use super::judge;
use crate::app::markup::markup;
use crate::app::number_field::{Edits, number_field};
use crate::text::field;
use crate::text::page::people;
use crate::value_stream::{Change, Distribution, Runnable, Shape, StageId};

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

/// The fields of a work center.
pub(super) fn fields(stream: &Runnable, stage: StageId, on: &Edits<'_>) -> Html {
    let stream = stream.stream();
    let now = &stream.stages[stage.index()];
    let unit = field::time_unit(stream.calendar);
    let work = now.process_time.clone();
    let varied = work.clone();
    let (mean, cv) = (field::plain(work.mean), field::plain(work.cv));
    let limit = now.wip_limit.map(|limit| limit.to_string()).unwrap_or_default();
    markup! {
        <div key={format!("stage {}", stage.0)}>
            { number_field(field::NAME, "", now.title().to_owned(), judge::NAME, None, on,
                move |name| Change::Name { stage, name }) }
            { number_field(field::PEOPLE, "", people(now.workers), judge::PEOPLE, Some(judge::step_whole), on,
                move |workers| Change::Workers { stage, workers }) }
            { number_field(field::WORK, unit, mean, judge::TIME, Some(judge::step_number), on,
                move |mean| Change::ProcessTime { stage, process_time: work.with_mean(mean) }) }
            { number_field(field::VARIATION, "", cv, judge::VARIATION, Some(judge::step_number), on,
                move |cv| Change::ProcessTime { stage, process_time: with_cv(&varied, cv) }) }
            { number_field(field::LIMIT, "", limit, judge::LIMIT, Some(judge::step_limit), on,
                move |limit| Change::WipLimit { stage, limit }) }
        </div>
    }
}
