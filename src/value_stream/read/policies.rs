//! What a stage and the customer do beyond passing items on: batches, cadence, interruptions, defects, demand.

use super::fields::{Faults, Fields, found};
use super::{ELEMENTS_MAX, ITEMS_MAX, LIMIT_MAX, TIME_MAX, WORKERS_MAX, distribution, id_of};
use crate::value_stream::fault::{Element, Problem, Wanted};
use crate::value_stream::json::{Map, Value};
use crate::value_stream::words;
use crate::value_stream::{
    Customer, DefectRule, Defects, Demand, Distribution, Escapes, Feedback, GroupLimit, Inspection,
    InterruptionClock, Interruptions, ProcessBatch, Stage, Team,
};

/// Reads the policies of a stage.
pub(super) fn read(stage: &mut Stage, fields: &mut Fields<'_>, element: &Element, faults: &Faults) {
    stage.queue_order = fields.choice("queue_order", &words::QUEUE_ORDERS).unwrap_or_default();
    stage.items_per_worker = fields.whole("items_per_worker", 1, ITEMS_MAX).unwrap_or(1);
    stage.switching_loss = fields.number("switching_loss", 0.0, 1.0).unwrap_or(0.0);
    stage.setup_time = time(fields, "setup_time", element, "setup_time", 0.0, faults);
    if let Some(value) = fields.take("process_batch")
        && let Some(mut batch) = Fields::of(value, element.clone(), "process_batch", faults)
    {
        let max = batch.whole_or_missing("max", 1, LIMIT_MAX).unwrap_or(1);
        stage.process_batch = ProcessBatch {
            min: batch.whole("min", 1, LIMIT_MAX).unwrap_or(1),
            max,
            wait_at_most: batch.number("wait_at_most", 0.0, TIME_MAX),
        };
        batch.finish();
    }
    stage.transfer_batch = fields.whole("transfer_batch", 1, LIMIT_MAX).unwrap_or(1);
    stage.transfer_wait_at_most = fields.number("transfer_wait_at_most", 0.0, TIME_MAX);
    stage.cadence = fields.number("cadence", 1e-6, TIME_MAX);
    stage.interruptions = fields.take("interruptions").and_then(|value| {
        let mut fields = Fields::of(value, element.clone(), "interruptions", faults)?;
        let clock = fields.choice("clock", &words::CLOCKS).unwrap_or(InterruptionClock::Working);
        let place = "interruptions.between";
        let between = needed(&mut fields, "between", element, place, 1e-6, faults);
        let length = needed(&mut fields, "length", element, "interruptions.length", 0.0, faults);
        fields.finish();
        Some(Interruptions { clock, between, length })
    });
    stage.defects = fields.take("defects").and_then(|value| {
        let mut fields = Fields::of(value, element.clone(), "defects", faults)?;
        let share = fields.number_or_missing("share", 0.0, 1.0);
        let awareness = fields.number("awareness", 0.0, 1.0).unwrap_or(1.0);
        fields.finish();
        Some(Defects { share: share?, awareness })
    });
    stage.inspection = fields.take("inspection").and_then(|value| {
        let mut fields = Fields::of(value, element.clone(), "inspection", faults)?;
        let finds = fields.number("finds", 0.0, 1.0).unwrap_or(1.0);
        let rule = fields.choice("rule", &words::DEFECT_RULES).unwrap_or(DefectRule::FixHere);
        let inspection = Inspection {
            finds,
            rule,
            factor: fields.number("factor", 0.0, 1_000.0).unwrap_or(1.0),
            growth: fields.number("growth", 1.0, 100.0).unwrap_or(1.0),
            stops_the_line: fields.is("stops_the_line"),
        };
        fields.finish();
        Some(inspection)
    });
}

/// Reads a team.
pub(super) fn team(number: usize, map: &Map<String, Value>, faults: &Faults) -> Team {
    let mut fields = Fields::new(map, Element::Team(number, id_of(map, "id")), "", faults);
    let team = Team {
        id: fields.some_text("id"),
        workers: fields.whole_or_missing("workers", 1, WORKERS_MAX).unwrap_or(1) as u16,
    };
    fields.finish();
    team
}

/// Reads a limit on several stages.
pub(super) fn limit(number: usize, map: &Map<String, Value>, faults: &Faults) -> GroupLimit {
    let mut fields = Fields::new(map, Element::Limit(number), "", faults);
    let mut stages = Vec::new();
    for (index, value) in fields.list("stages", ELEMENTS_MAX).iter().enumerate() {
        if let Some(id) = value.as_str() {
            stages.push(id.to_owned());
        } else {
            let problem = Problem::Value { found: found(value), wanted: Wanted::SomeText };
            fields.fault(&format!("stages[{index}]"), problem);
        }
    }
    let limit = fields.whole_or_missing("limit", 1, LIMIT_MAX).unwrap_or(1);
    fields.finish();
    GroupLimit { stages, limit }
}

/// Reads the customer.
pub(super) fn customer(fields: &mut Fields<'_>, faults: &Faults) -> Customer {
    let element = Element::Customer;
    let name = fields.text("name");
    let demand = fields.take("demand").and_then(|value| {
        let mut fields = Fields::of(value, element.clone(), "demand", faults)?;
        let every = needed(&mut fields, "every", &element, "demand.every", 1e-6, faults);
        let unmet = fields.choice("unmet", &words::UNMET).unwrap_or_default();
        fields.finish();
        Some(Demand { every, unmet })
    });
    let feedback = fields.take("feedback").and_then(|value| {
        let mut fields = Fields::of(value, element.clone(), "feedback", faults)?;
        let share = fields.number_or_missing("share", 0.0, 1.0);
        let (delay, source) = way_back(&mut fields, "feedback.delay", faults);
        fields.finish();
        Some(Feedback { share: share?, delay, source })
    });
    let escapes = fields.take("escapes").and_then(|value| {
        let mut fields = Fields::of(value, element.clone(), "escapes", faults)?;
        let (delay, source) = way_back(&mut fields, "escapes.delay", faults);
        fields.finish();
        Some(Escapes { delay, source })
    });
    Customer { name, demand, feedback, escapes, position: None }
}

/// How long after, and at which source, something comes back from the customer.
fn way_back(fields: &mut Fields<'_>, place: &str, faults: &Faults) -> (Distribution, String) {
    let delay = needed(fields, "delay", &Element::Customer, place, 0.0, faults);
    (delay, fields.some_text("source"))
}

fn time(
    fields: &mut Fields<'_>,
    name: &'static str,
    element: &Element,
    place: &str,
    least: f64,
    faults: &Faults,
) -> Option<Distribution> {
    fields.take(name).map(|value| distribution(value, element, place, least, faults))
}

fn needed(
    fields: &mut Fields<'_>,
    name: &'static str,
    element: &Element,
    place: &str,
    least: f64,
    faults: &Faults,
) -> Distribution {
    time(fields, name, element, place, least, faults).unwrap_or_else(|| {
        let wanted = Wanted::Form(super::DISTRIBUTION);
        fields.fault(name, Problem::Value { found: String::new(), wanted });
        Distribution::constant(1.0)
    })
}
