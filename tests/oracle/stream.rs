//! A case's model as a stream. The error names what the model uses that streams cannot say yet.

use flowglass::value_stream::{Runnable, ValueStream};
use serde_json::{Map, Value, json};

type Said<T> = Result<T, String>;

/// The stream that a model means.
pub(crate) fn read(model: &Value) -> Said<Runnable> {
    only(
        model,
        "model",
        &[
            "stages",
            "arrivals",
            "routing",
            "time_unit",
            "blocking",
            "overflow",
            "system_wip_limit",
            "classes",
            "quality",
        ],
    )?;
    let blocking = model["blocking"].as_str();
    let preempts = list(&model["stages"])
        .iter()
        .any(|stage| stage["discipline"] == "priority_preemptive_resume");
    let in_turn = list(&model["stages"])
        .iter()
        .any(|stage| stage["discipline"].as_str().is_some_and(|order| order != "FIFO"));
    let mut classes: Vec<&Value> = list(&model["classes"]).iter().collect();
    classes.sort_by_key(|class| class["priority"].as_u64());
    let classes: Vec<Value> = classes
        .iter()
        .enumerate()
        .map(|(turn, class)| {
            let priority = if in_turn { turn } else { 0 };
            // Whoever comes before somebody takes a worker away.
            let preempts = preempts && turn + 1 < classes.len();
            json!({ "id": class["name"], "priority": priority, "preempts": preempts })
        })
        .collect();
    let mut stages =
        list(&model["stages"]).iter().map(|s| stage(s, blocking)).collect::<Said<Vec<_>>>()?;
    let quality = &model["quality"];
    if !quality.is_null() {
        only(quality, "quality", &["defects", "inspection", "fix_at_once"])?;
    }
    for stage in &mut stages {
        let id = stage["id"].as_str().expect("a name").to_owned();
        if let Some(share) = quality["defects"][&id].as_f64() {
            stage["defects"] = json!({ "share": share });
        }
        let inspection = &quality["inspection"][&id];
        if !inspection.is_null() {
            let rule = match inspection["action"].as_str() {
                Some("return_to_origin") => "send_back",
                Some("scrap") => "scrap",
                other => return Err(format!("inspection: {other:?}")),
            };
            stage["inspection"] = json!({ "finds": inspection["detect_prob"], "rule": rule });
        }
        if quality["fix_at_once"][&id] == true {
            stage["inspection"] = json!({ "rule": "redo_until_good" });
        }
    }
    let limit = &model["system_wip_limit"];
    let is_lost = model["overflow"] == "lost" || limit["overflow"] == "lost";
    let first = &model["stages"][0]["name"];
    let arrivals = list(&model["arrivals"]).iter().enumerate();
    let sources = arrivals.map(|(n, a)| source(n, a, first, is_lost)).collect::<Said<Vec<_>>>()?;
    let mut links = Vec::new();
    for (from, shares) in model["routing"].as_object().into_iter().flatten() {
        for (to, share) in shares.as_object().into_iter().flatten() {
            if share.as_f64().is_some_and(|share| share > 0.0) {
                let to = if to == "exit" { "customer" } else { to };
                links.push(json!({ "from": from, "to": to, "share": share }));
            }
        }
    }
    let mut stream = json!({
        "flowglass": 1, "unit": "hour", "hours_per_day": 24,
        "stages": stages, "links": links, "sources": sources, "classes": classes,
    });
    let demand = list(&model["arrivals"]).iter().find(|arrival| arrival["type"] == "demand");
    if let Some(demand) = demand {
        let unmet = if demand["lost_sales"] == true { "lost" } else { "waits" };
        let every = distribution(&demand["interdemand"])?;
        stream["customer"] = json!({ "demand": { "every": every, "unmet": unmet } });
        stream["release"] = json!({ "base_stock": demand["base_stock"] });
    }
    if !limit.is_null() {
        stream["release"] = json!({ "conwip": limit["wip"] });
    }
    let stream = ValueStream::from_json(&stream.to_string()).and_then(ValueStream::check);
    stream.map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
}

fn stage(stage: &Value, blocking: Option<&str>) -> Said<Value> {
    only(
        stage,
        "stage",
        &[
            "name",
            "servers",
            "service",
            "service_by_class",
            "wip_limit",
            "discipline",
            "batch_service",
            "transfer_batch",
            "breakdowns",
        ],
    )?;
    let orders = ["FIFO", "priority_nonpreemptive", "priority_preemptive_resume"];
    if let Some(other) = stage["discipline"].as_str().filter(|order| !orders.contains(order)) {
        return Err(format!("stage: {other}"));
    }
    let by_class = stage["service_by_class"].as_object();
    let service = by_class.and_then(|classes| classes.values().next()).unwrap_or(&stage["service"]);
    let workers =
        if stage["servers"].is_null() { json!("unlimited") } else { stage["servers"].clone() };
    let mut said = json!({
        "id": stage["name"], "workers": workers, "process_time": distribution(service)?,
        "wip_limit": stage["wip_limit"],
    });
    for (class, service) in by_class.into_iter().flatten() {
        said["process_time_by_class"][class] = distribution(service)?;
    }
    if !stage["batch_service"].is_null() {
        said["process_batch"] = stage["batch_service"].clone();
    }
    if !stage["transfer_batch"].is_null() {
        said["transfer_batch"] = stage["transfer_batch"].clone();
    }
    let breakdowns = &stage["breakdowns"];
    if !breakdowns.is_null() {
        let clock = if breakdowns["mode"] == "time" { "always" } else { "working" };
        said["interruptions"] = json!({
            "clock": clock,
            "between": distribution(&breakdowns["time_to_failure"])?,
            "length": distribution(&breakdowns["repair"])?,
        });
    }
    match blocking {
        // What waits on a pallet holds no worker, whatever is full.
        Some("BAS") if stage["transfer_batch"].as_u64().unwrap_or(1) == 1 => {
            said["finished_item"] = json!("holds_worker");
        }
        Some("PULL") => said["entry"] = json!("pulled_by_free_worker"),
        _ => {}
    }
    Ok(said)
}

fn source(number: usize, arrival: &Value, first: &Value, is_lost: bool) -> Said<Value> {
    only(
        arrival,
        "arrivals",
        &[
            "type",
            "rate",
            "stage",
            "interval",
            "first_at",
            "interarrival",
            "wip",
            "batch_size",
            "class",
            "interdemand",
            "base_stock",
            "lost_sales",
            "items",
            "times",
            "rates",
            "leave_rates",
        ],
    )?;
    let to = arrival.get("stage").unwrap_or(first);
    let lost = if is_lost { "lost" } else { "wait" };
    let mut said = json!({ "id": format!("in{number}"), "to": to, "when_no_room": lost });
    let every = |interval: Value| -> Said<Value> {
        let mut said = Map::new();
        said.insert("every".into(), interval);
        if let Some(at) = arrival.get("first_at") {
            said.insert("first_at".into(), at.clone());
        }
        if let Some(size) = arrival.get("batch_size") {
            said.insert("lump".into(), lump(size)?);
        }
        Ok(Value::Object(said))
    };
    let arrivals = match arrival["type"].as_str().unwrap_or_default() {
        "poisson" => every(json!({ "mean": 1.0 / number_of(&arrival["rate"]), "cv": 1 }))?,
        "deterministic" => every(json!({ "mean": arrival["interval"] }))?,
        "renewal" => every(distribution(&arrival["interarrival"])?)?,
        "closed" => json!({ "closed": arrival["wip"] }),
        "saturated" | "demand" => json!("endless"),
        "mmpp" => {
            let mut phases = Vec::new();
            for (rate, leave) in list(&arrival["rates"]).iter().zip(list(&arrival["leave_rates"])) {
                let rate = number_of(rate);
                let interval = (rate > 0.0).then_some(1.0 / rate);
                phases.push(json!({ "mean_interval": interval, "lasts": 1.0 / number_of(leave) }));
            }
            json!({ "bursts": phases })
        }
        "trace" => json!({ "at": arrival["times"] }),
        "initial_backlog" => {
            said["backlog"] = arrival["items"].clone();
            return Ok(said);
        }
        other => return Err(format!("arrivals: {other}")),
    };
    said["arrivals"] = arrivals;
    if !arrival["class"].is_null() {
        said["class"] = arrival["class"].clone();
    }
    Ok(said)
}

fn lump(size: &Value) -> Said<Value> {
    match size["dist"].as_str() {
        None => Ok(size.clone()),
        Some("geometric") => {
            Ok(json!({ "mean": 1.0 / number_of(&size["p"]), "shape": "geometric" }))
        }
        Some("deterministic") => Ok(size["value"].clone()),
        Some(_) => distribution(size),
    }
}

fn distribution(said: &Value) -> Said<Value> {
    let shaped = |shape: &str, cv: f64| json!({ "mean": said["mean"], "cv": cv, "shape": shape });
    Ok(match said["dist"].as_str().unwrap_or_default() {
        "exponential" => shaped("exponential", 1.0),
        "deterministic" => json!({ "mean": said["value"] }),
        "erlang" => shaped("erlang", 1.0 / number_of(&said["k"]).sqrt()),
        "lognormal" => shaped("log_normal", number_of(&said["cv"])),
        "gamma" => shaped("gamma", number_of(&said["cv"])),
        "hyperexponential" => {
            json!({ "means": said["means"], "weights": said["p"], "shape": "hyperexponential" })
        }
        shape @ ("uniform" | "triangular") => {
            let mut bounds = said.clone();
            bounds["shape"] = json!(shape);
            bounds.as_object_mut().expect("a distribution is an object").remove("dist");
            bounds
        }
        "discrete" => {
            json!({ "values": said["values"], "weights": said["probs"], "shape": "discrete" })
        }
        "trace" => json!({ "values": said["values"], "shape": "trace" }),
        other => return Err(format!("distribution: {other}")),
    })
}

/// Refuses fields that mean something this cannot say.
fn only(value: &Value, what: &str, known: &[&str]) -> Said<()> {
    let mut fields = value.as_object().into_iter().flat_map(Map::keys);
    match fields.find(|field| !known.contains(&field.as_str())) {
        Some(field) => Err(format!("{what}: {field}")),
        None => Ok(()),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn number_of(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}
