//! Reads planned changes.

use super::fields::{self, Faults, Fields};
use super::{
    DISTRIBUTION, ITEMS_MAX, LIMIT_MAX, TIME_MAX, arrivals, distribution, release, workers,
};
use crate::value_stream::fault::{Element, Problem, Wanted};
use crate::value_stream::json::{Map, Value};
use crate::value_stream::{Plan, PlannedChange, Release};

const PLAN: &str = "{ \"stage\": stage id, \"workers\": number }, { \"stage\": stage id, \"wip_limit\": number }, \
    { \"stage\": stage id, \"process_time\": { … } }, \
    { \"stage\": stage id, \"items_per_worker\": number }, { \"links\": [{ \"from\": …, \"to\": …, \"share\": number }, …] }, \
    { \"release\": … } or { \"source\": source id, \"arrivals\": … }";

/// Reads a planned change that stands in no stream.
pub(super) fn alone(value: &Value, faults: &Faults) -> PlannedChange {
    let fields = Fields::of(value, Element::Change(0), "", faults);
    let nothing = PlannedChange { at: 0.0, change: Plan::Release(Release::Push) };
    fields.map_or(nothing, |fields| read(fields, &Element::Change(0), faults))
}

/// Reads a planned change.
pub(super) fn planned(number: usize, map: &Map<String, Value>, faults: &Faults) -> PlannedChange {
    let element = Element::Change(number);
    read(Fields::new(map, element.clone(), "", faults), &element, faults)
}

fn read(mut fields: Fields<'_>, element: &Element, faults: &Faults) -> PlannedChange {
    let at = fields.number_or_missing("at", 0.0, TIME_MAX).unwrap_or(0.0);
    let change = fields.take("change");
    if change.is_none() {
        let wanted = Wanted::Form(PLAN);
        fields.fault("change", Problem::Value { found: String::new(), wanted });
    }
    fields.finish();
    let change = change.and_then(|value| plan(value, element, faults));
    PlannedChange { at, change: change.unwrap_or(Plan::Release(Release::Push)) }
}

fn plan(value: &Value, element: &Element, faults: &Faults) -> Option<Plan> {
    let mut fields = Fields::of(value, element.clone(), "change", faults)?;
    let has = |field: &str| value.as_object().is_some_and(|map| map.contains_key(field));
    let plan = if has("stage") && has("workers") {
        let stage = fields.some_text("stage");
        Plan::Workers { stage, workers: workers(&mut fields)? }
    } else if has("stage") && has("wip_limit") {
        let stage = fields.some_text("stage");
        let limit = match fields.take("wip_limit") {
            Some(Value::String(word)) if word == "none" => None,
            value => {
                let limit = value.and_then(|value| fields::whole(value, 1, LIMIT_MAX));
                if limit.is_none() {
                    let found = value.map(fields::found).unwrap_or_default();
                    let wanted = Wanted::WholeOr { least: 1, most: LIMIT_MAX, word: "none" };
                    fields.fault("wip_limit", Problem::Value { found, wanted });
                }
                limit
            }
        };
        Plan::WipLimit { stage, limit }
    } else if has("stage") && has("process_time") {
        let stage = fields.some_text("stage");
        let Some(time) = fields.take("process_time") else {
            let wanted = Wanted::Form(DISTRIBUTION);
            fields.fault("process_time", Problem::Value { found: String::new(), wanted });
            return None;
        };
        let place = "change.process_time";
        Plan::ProcessTime { stage, process_time: distribution(time, element, place, 0.0, faults) }
    } else if has("stage") && has("items_per_worker") {
        let stage = fields.some_text("stage");
        let items = fields.whole_or_missing("items_per_worker", 1, ITEMS_MAX)?;
        Plan::ItemsPerWorker { stage, items }
    } else if has("links") {
        let mut shares = Vec::new();
        for (place, value) in fields.list("links", super::ELEMENTS_MAX).iter().enumerate() {
            let place = format!("change.links[{place}]");
            if let Some(mut link) = Fields::of(value, element.clone(), &place, faults) {
                let (from, to) = (link.some_text("from"), link.some_text("to"));
                let share = link.number_or_missing("share", 0.0, 1.0).unwrap_or(0.0);
                shares.push((from, to, share));
                link.finish();
            }
        }
        Plan::Shares(shares)
    } else if has("release") {
        let value = fields.take("release")?;
        Plan::Release(release(value, element, "change.release", faults))
    } else if has("source") && has("arrivals") {
        let source = fields.some_text("source");
        let value = fields.take("arrivals")?;
        Plan::Arrivals { source, arrivals: arrivals(value, element, "change.arrivals", faults) }
    } else {
        let found = fields::found(value);
        fields.fault("", Problem::Value { found, wanted: Wanted::Form(PLAN) });
        return None;
    };
    fields.finish();
    Some(plan)
}
