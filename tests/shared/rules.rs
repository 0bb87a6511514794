//! Streams with one rule each: two stages, `a` then `b`, in hours.

/// A stream whose stage `a` has these fields (JSON without braces) and which has these others. A field `b` is for
/// stage `b`, a field `split` sends half of what leaves `a` past it.
pub(crate) fn stream(a: &str, rest: &str) -> String {
    let rest: serde_json::Value = serde_json::from_str(&format!("{{{rest}}}")).expect("JSON");
    let a: serde_json::Value = serde_json::from_str(&format!("{{{a}}}")).expect("JSON");
    let mut stream = serde_json::json!({
        "flowglass": 1, "unit": "hour", "hours_per_day": 24,
        "stages": [{ "id": "a" }, { "id": "b", "process_time": { "mean": 1 } }],
        "links": [{ "from": "a", "to": "b" }, { "from": "b", "to": "customer" }],
    });
    merge(&mut stream["stages"][0], &a);
    // The rules of one stage alone: nothing more happens at the other.
    let alone = rest.get("b").is_none() && rest.get("release").is_none();
    let alone = alone && rest["customer"].get("feedback").is_none();
    if alone {
        stream["stages"] = serde_json::json!([stream["stages"][0]]);
        stream["links"] = serde_json::json!([{ "from": "a", "to": "customer" }]);
    }
    for (field, value) in rest.as_object().expect("an object") {
        match field.as_str() {
            "b" => merge(&mut stream["stages"][1], value),
            "split" => {
                stream["stages"] = serde_json::json!([
                    stream["stages"][0], { "id": "b", "process_time": { "mean": 1 } }
                ]);
                stream["links"] = serde_json::json!([
                    { "from": "a", "to": "b", "share": 0.5 },
                    { "from": "a", "to": "customer", "share": 0.5 },
                    { "from": "b", "to": "customer" },
                ]);
            }
            _ => stream[field] = value.clone(),
        }
    }
    stream.to_string()
}

fn merge(into: &mut serde_json::Value, fields: &serde_json::Value) {
    for (field, value) in fields.as_object().expect("an object") {
        into[field] = value.clone();
    }
}

/// A stream for each rule, by name.
#[expect(clippy::too_many_lines, reason = "it has every rule's stream once")]
pub(crate) fn all() -> Vec<(&'static str, String)> {
    let busy = r#""sources": [{ "id": "in", "to": "a", "class": "plain",
        "arrivals": { "every": { "mean": 1.4, "cv": 1 } } },
        { "id": "bugs", "to": "a", "class": "urgent", "arrivals": { "every": { "mean": 9, "cv": 1 } } }]"#;
    let classes = r#""classes": [{ "id": "plain", "priority": 1 },
        { "id": "urgent", "preempts": true, "exceeds_limits": true }], "b": {},"#;
    let with = |extra: &str| format!("{classes} {extra} {busy}");
    let a = |rule: &str| format!(r#""process_time": {{ "mean": 1, "cv": 0.8 }}, {rule}"#);
    let in_a = |rule: &str| stream(&a(rule), &with(""));
    let elsewhere = |rest: &str| stream(&a(r#""workers": 2"#), &with(rest));
    vec![
        ("priority", in_a(r#""wip_limit": 3"#)),
        (
            "process batch",
            in_a(
                r#""setup_time": { "mean": 0.2 }, "process_batch": { "min": 2, "max": 4, "wait_at_most": 3 }"#,
            ),
        ),
        ("transfer batch", in_a(r#""transfer_batch": 3, "transfer_wait_at_most": 6"#)),
        ("cadence", in_a(r#""cadence": 4"#)),
        (
            "interruptions while working",
            in_a(
                r#""interruptions": { "clock": "working",
            "between": { "mean": 9, "cv": 1 }, "length": { "mean": 1, "cv": 1 } }"#,
            ),
        ),
        (
            "interruptions always",
            in_a(
                r#""workers": 2, "interruptions": { "clock": "always",
            "between": { "mean": 9, "cv": 1 }, "length": { "mean": 2 } }"#,
            ),
        ),
        (
            "several items at a time",
            in_a(
                r#""workers": 2, "items_per_worker": 3, "switching_loss": 0.15, "entry": "pulled_by_free_worker",
            "interruptions": { "between": { "mean": 9, "cv": 1 }, "length": { "mean": 1, "cv": 1 } },
            "defects": { "share": 0.1 }, "inspection": { "rule": "fix_here", "factor": 0.5 }"#,
            ),
        ),
        ("shortest first", in_a(r#""queue_order": "shortest""#)),
        ("random order", in_a(r#""queue_order": "random""#)),
        (
            "send back",
            in_a(
                r#""defects": { "share": 0.2, "awareness": 0.99 },
            "inspection": { "finds": 0.9, "rule": "send_back", "factor": 0.5, "stops_the_line": true }"#,
            ),
        ),
        (
            "fix here",
            in_a(
                r#""defects": { "share": 0.2 },
            "inspection": { "rule": "fix_here", "factor": 0.5, "growth": 2 }"#,
            ),
        ),
        (
            "redo until good",
            in_a(r#""defects": { "share": 0.2 }, "inspection": { "rule": "redo_until_good" }"#),
        ),
        ("scrap", in_a(r#""defects": { "share": 0.2 }, "inspection": { "rule": "scrap" }"#)),
        (
            "escapes",
            elsewhere(
                r#""customer": { "escapes": { "delay": { "mean": 3 }, "source": "bugs" },
            "feedback": { "share": 0.1, "delay": { "mean": 2 }, "source": "bugs" } },"#,
            ),
        ),
        (
            "team",
            stream(
                &a(r#""team": "all""#),
                &format!(r#"{classes} "teams": [{{ "id": "all", "workers": 2 }}], {busy}"#)
                    .replace(r#""b": {}"#, r#""b": { "team": "all" }"#),
            ),
        ),
        (
            "limit on several stages",
            elsewhere(r#""limits": [{ "stages": ["a", "b"], "limit": 4 }],"#),
        ),
        (
            "arrivals of all kinds",
            stream(
                &a(r#""workers": 4, "wip_limit": 9"#),
                &format!(
                    r#"{} "b": {{ "process_time": {{ "shape": "trace", "values": [0.1, 0.7, 0.2] }}, "workers": 2 }},
            "sources": [
              {{ "id": "in", "to": "a", "class": "plain", "split_into": 2, "patience": {{ "mean": 5, "cv": 1 }},
                 "arrivals": {{ "bursts": [{{ "mean_interval": 1.1, "lasts": 9 }}, {{ "lasts": 4 }}] }} }},
              {{ "id": "bugs", "to": "a", "class": "urgent", "inside": {{ "a": 2, "b": 3 }},
                 "item_size": {{ "shape": "triangular", "low": 0.1, "mode": 0.5, "high": 3 }},
                 "arrivals": {{ "every": {{ "shape": "hyperexponential", "mean": 4, "cv": 2 }},
                   "lump": {{ "shape": "discrete", "values": [1, 4], "weights": [5, 1] }} }} }}]"#,
                    classes.replace(r#""b": {},"#, "")
                ),
            ),
        ),
        ("rope", elsewhere(r#""release": { "drum": "b", "rope": 3 },"#)),
        (
            "base stock",
            elsewhere(
                r#""release": { "base_stock": 3 },
            "customer": { "demand": { "every": { "mean": 1.6, "cv": 1 }, "unmet": "lost" } },"#,
            ),
        ),
        (
            "planned changes",
            elsewhere(
                r#""changes": [
            { "at": 900, "change": { "release": { "drum": "b", "rope": 4 } } },
            { "at": 200, "change": { "stage": "a", "workers": 1 } },
            { "at": 500, "change": { "stage": "b", "process_time": { "mean": 1.2, "cv": 1 } } },
            { "at": 500, "change": { "stage": "a", "wip_limit": 3 } },
            { "at": 700, "change": { "stage": "a", "items_per_worker": 2 } },
            { "at": 1500, "change": { "source": "in", "arrivals": { "every": { "mean": 2, "cv": 1 } } } },
            { "at": 2500, "change": { "stage": "b", "workers": "unlimited" } }],"#,
            ),
        ),
        (
            "orders anew",
            stream(
                &a(r#""defects": { "share": 0.3 }, "inspection": { "rule": "scrap" }, "queue_order": "shortest""#)
                    .replace(r#""mean": 1, "cv": 0.8"#, r#""shape": "trace", "values": [1, 0.2, 0.6, 2]"#),
                &with(
                    r#""release": { "base_stock": 2 }, "customer": { "demand": { "every": { "mean": 2.4, "cv": 1 } },
            "feedback": { "share": 0.2, "delay": { "mean": 0 }, "source": "in" } },"#,
                ),
            ),
        ),
    ]
}
