//! Streams as files: what is read, what is refused and in which words, what is written back.

#![cfg(not(target_arch = "wasm32"))]

use flowglass::value_stream::{
    Arrivals, Change, Distribution, Link, Runnable, Shape, Source, Stage, StageId, Target,
    ValueStream, Workers,
};

const LOOP: &str = r#"{
  "flowglass": 1, "name": "Loop", "unit": "hour",
  "classes": [{ "id": "fix", "name": "Fix" }],
  "stages": [
    { "id": "dev", "workers": 2, "process_time": { "mean": 2, "cv": 0.5 },
      "process_time_by_class": { "fix": { "mean": 1, "shape": "exponential" } } },
    { "id": "qa", "name": "QA", "process_time": { "mean": 0.9 }, "wip_limit": 4,
      "finished_item": "holds_worker", "position": { "x": 2, "y": 0.5 } },
    { "id": "ops", "workers": "unlimited", "process_time": { "mean": 1, "cv": 0.5, "shape": "erlang" } }
  ],
  "links": [
    { "from": "dev", "to": "qa" },
    { "from": "qa", "to": "dev", "share": 0.25 },
    { "from": "qa", "to": "ops", "share": 0.75, "when_full": "leave" },
    { "from": "ops", "to": "customer" }
  ],
  "sources": [
    { "id": "ideas", "to": "dev", "arrivals": { "every": { "mean": 1.6, "cv": 1 }, "lump": 3, "first_at": 0 } },
    { "id": "bugs", "to": "qa", "class": "fix", "arrivals": { "at": [1, 2, 2] }, "when_no_room": "lost" }
  ],
  "release": { "conwip": 6 },
  "customer": { "name": "Everybody" }
}"#;

fn said(text: &str) -> Vec<String> {
    let faults = match ValueStream::from_json(text) {
        Ok(stream) => stream.check().expect_err("the stream should have faults"),
        Err(faults) => faults,
    };
    faults.iter().map(ToString::to_string).collect()
}

fn line(stages: &[&str], links: &[(&str, &str, f64)]) -> Runnable {
    let stream = ValueStream {
        stages: stages.iter().map(|id| Stage::new(id, Distribution::exponential(1.0))).collect(),
        links: links
            .iter()
            .map(|&(from, to, share)| Link { share, ..Link::new(from, to) })
            .collect(),
        sources: vec![Source::new("in", stages[0], Arrivals::poisson(2.0))],
        ..ValueStream::default()
    };
    stream.check().expect("a sound stream")
}

#[test]
fn a_file_says_what_it_means() {
    let stream = ValueStream::from_json(LOOP).expect("a sound file");
    assert_eq!(stream.stages[0].workers, Workers::Count(2));
    assert_eq!(stream.stages[1].title(), "QA");
    assert_eq!(stream.stages[2].process_time.resolved_shape(), Shape::Erlang);
    assert_eq!(stream.stages[2].process_time.erlang_phases(), Some(4));
    let fix = &stream.stages[0].process_time_by_class[0].1;
    assert_eq!(*fix, Distribution { mean: 1.0, cv: 1.0, shape: Some(Shape::Exponential) });
    stream.check().expect("a sound stream");
}

#[test]
fn what_is_written_reads_back_the_same() {
    let stream = ValueStream::from_json(LOOP).expect("a sound file");
    assert_eq!(ValueStream::from_json(&stream.to_json()), Ok(stream));
}

/// One of every form that a distribution can have.
const SHAPES: &str = r#"{
  "flowglass": 1,
  "classes": [{ "id": "a" }, { "id": "b" }, { "id": "c" }, { "id": "d" }, { "id": "e" }],
  "stages": [
    { "id": "one", "process_time": { "mean": 2, "cv": 1.5, "shape": "hyperexponential" },
      "process_time_by_class": {
        "a": { "shape": "hyperexponential", "weights": [3, 1], "means": [0.1, 4] },
        "b": { "shape": "discrete", "values": [3, 1, 2] },
        "c": { "shape": "trace", "values": [0, 0.1, 7] },
        "d": { "shape": "triangular", "low": 1, "mode": 2, "high": 6 },
        "e": { "shape": "uniform", "low": 0.3, "high": 0.7 } } }
  ],
  "links": [{ "from": "one", "to": "customer" }],
  "sources": [
    { "id": "in", "to": "one", "arrivals": {
      "every": { "shape": "trace", "values": [1, 0, 2] },
      "lump": { "shape": "discrete", "values": [1, 5], "weights": [0.8, 0.2] } } },
    { "id": "calls", "to": "one",
      "arrivals": { "bursts": [{ "mean_interval": 0.5, "lasts": 3 }, { "lasts": 9 }] } }
  ]
}"#;

#[test]
fn a_shape_with_numbers_of_its_own_has_its_mean_and_cv_from_them() {
    let stream = ValueStream::from_json(SHAPES).expect("a sound file");
    let stage = &stream.stages[0];
    let moments: Vec<(f64, f64)> = [&stage.process_time]
        .into_iter()
        .chain(stage.process_time_by_class.iter().map(|(_, time)| time))
        .map(|time| (time.mean, time.cv))
        .collect();
    let expected = [
        (2.0, 1.5),
        // 3/4 of 0.1 and 1/4 of 4; second moment 2 (3/4 of 0.01 and 1/4 of 16).
        (1.075, (8.015_f64 - 1.075 * 1.075).sqrt() / 1.075),
        (2.0, (2.0_f64 / 3.0).sqrt() / 2.0),
        (7.1 / 3.0, (49.01_f64 / 3.0 - (7.1 / 3.0) * (7.1 / 3.0)).sqrt() / (7.1 / 3.0)),
        (3.0, (7.0_f64 / 6.0).sqrt() / 3.0),
        (0.5, 0.4 / 12_f64.sqrt() / 0.5),
    ];
    for ((mean, cv), (wanted_mean, wanted_cv)) in moments.into_iter().zip(expected) {
        assert!(
            (mean - wanted_mean).abs() < 1e-12 && (cv - wanted_cv).abs() < 1e-12,
            "{mean} {cv}"
        );
    }
    assert_eq!(ValueStream::from_json(&stream.to_json()), Ok(stream.clone()));
    let twice = stage.process_time_by_class[3].1.with_mean(6.0);
    let triangle = Shape::Triangle { low: 2.0, mode: 4.0, high: 12.0 };
    assert_eq!(twice, Distribution::shaped(triangle), "another mean scales the numbers");
    stream.check().expect("a sound stream");
}

#[test]
fn what_is_wrong_with_the_numbers_of_a_shape_is_said_in_its_place() {
    let with = |time: &str, interval: &str, lump: &str| {
        format!(
            r#"{{ "flowglass": 1,
              "stages": [{{ "id": "a", "process_time": {time} }}],
              "links": [{{ "from": "a", "to": "customer" }}],
              "sources": [{{ "id": "s", "to": "a",
                "arrivals": {{ "every": {interval}, "lump": {lump} }} }}] }}"#
        )
    };
    let found = said(&with(
        r#"{ "shape": "discrete", "values": [1, -2, "x"], "weights": [1, 2, -3], "mean": 4 }"#,
        r#"{ "shape": "triangular", "low": 1, "high": 20000000 }"#,
        r#"{ "shape": "discrete", "values": [0.5, 2] }"#,
    ));
    assert_eq!(
        found,
        [
            "stage 1 \"a\", process_time.values[1]: found -2, want a number from 0 to 1000000",
            "stage 1 \"a\", process_time.values[2]: found \"x\", want a number from 0 to 1000000",
            "stage 1 \"a\", process_time.weights[2]: found -3, want a number from 0 to 1000000",
            "stage 1 \"a\", process_time.mean: no such field; there are values, weights, shape",
            "source 1 \"s\", arrivals.every.mode: nothing there, want a number from 0 to 1000000",
            "source 1 \"s\", arrivals.every.high: found 20000000, want a number from 0 to 1000000",
            "source 1 \"s\", arrivals.lump.values[0]: found 0.5, want a number from 1 to 1000000",
        ]
    );
    let found = said(&with(
        r#"{ "shape": "hyperexponential", "weights": [1, 2], "means": [1] }"#,
        r#"{ "shape": "trace", "values": [0, 0] }"#,
        r#"{ "shape": "discrete", "values": [1, 2], "weights": [0, 0] }"#,
    ));
    assert_eq!(
        found,
        [
            "stage 1 \"a\", process_time.weights: found 2, want as many weights as there are values",
            "source 1 \"s\", arrivals.every.values: found a mean of 0, want a number from 0.000001 to 1000000",
            "source 1 \"s\", arrivals.lump.weights: found a sum of 0, want weights that add to more than 0",
        ]
    );
    let found = said(&with(
        r#"{ "mean": 1, "cv": 0.5, "shape": "hyperexponential" }"#,
        r#"{ "shape": "trace", "values": [] }"#,
        r#"{ "shape": "triangular", "low": 3, "mode": 2, "high": 1 }"#,
    ));
    assert_eq!(
        found,
        [
            "stage 1 \"a\", process_time.cv: found a cv of 0.5, want a number from 1 to 20",
            "source 1 \"s\", arrivals.every.values: found none, want at least one",
            "source 1 \"s\", arrivals.lump.mode: found 2, want a number from 3 to 1000000",
            "source 1 \"s\", arrivals.lump.high: found 1, want a number from 2 to 1000000",
        ]
    );
}

#[test]
fn what_is_wrong_with_bursts_is_said_in_its_place() {
    let with = |bursts: &str| {
        format!(
            r#"{{ "flowglass": 1,
              "stages": [{{ "id": "a", "process_time": {{ "mean": 1 }} }}],
              "links": [{{ "from": "a", "to": "customer" }}],
              "sources": [{{ "id": "s", "to": "a", "arrivals": {{ "bursts": {bursts} }} }}] }}"#
        )
    };
    assert_eq!(
        said(&with(r#"[{ "mean_interval": 0, "lasts": 0 }, 5, { "mean": 1 }]"#)),
        [
            "source 1 \"s\", arrivals.bursts[0].mean_interval: found 0, want a number from 0.000001 to 1000000",
            "source 1 \"s\", arrivals.bursts[0].lasts: found 0, want a number from 0.001 to 1000000",
            "source 1 \"s\", arrivals.bursts[1]: found 5, want an object { … }",
            "source 1 \"s\", arrivals.bursts[2].lasts: nothing there, want a number from 0.001 to 1000000",
            "source 1 \"s\", arrivals.bursts[2].mean: no such field; there are mean_interval, lasts",
        ]
    );
    let never = "source 1 \"s\", arrivals.bursts: found none, want at least one";
    assert_eq!(said(&with(r#"[{ "lasts": 1 }]"#)), [never]);
    assert_eq!(said(&with("[]")), [never]);
}

#[test]
fn a_file_with_many_faults_gets_all_of_them_at_once() {
    let said = said(
        r#"{ "flowglass": 1, "color": "red",
          "stages": [
            { "id": "a", "workers": 0, "process_time": { "mean": -1, "cv": "high", "kind": 1 } },
            { "id": "", "wip_limit": 2.5, "entry": "sideways" }, 7 ],
          "links": [{ "from": "a" }],
          "sources": [{ "id": "s", "to": "a", "arrivals": { "sometimes": 3 } }],
          "release": { "conwip": 0, "x": 1 } }"#,
    );
    for expected in [
        "stream, color: no such field; there are flowglass, unit,",
        "stage 1 \"a\", workers: found 0, want a whole number from 1 to 10000, or \"unlimited\"",
        "stage 1 \"a\", process_time.mean: found -1, want a number from 0 to 1000000",
        "stage 1 \"a\", process_time.cv: found \"high\", want a number from 0 to 20",
        "stage 1 \"a\", process_time.kind: no such field; there are mean, cv, shape",
        "stage 2 \"\", id: found \"\", want a text that is not empty",
        "stage 2 \"\", process_time: nothing there, want { \"mean\": number",
        "stage 2 \"\", wip_limit: found 2.5, want a whole number from 1 to",
        "stage 2 \"\", entry: found \"sideways\", want one of \"waits_inside\"",
        "stream, stages[2]: found 7, want an object",
        "link 1 \"a\" → \"?\", to: nothing there, want a text",
        "source 1 \"s\", arrivals: found {\"sometimes\":3}, want \"endless\", {",
        "release, conwip: found 0, want a whole number from 1",
        "release, x: no such field",
    ] {
        assert!(said.iter().any(|line| line.starts_with(expected)), "{expected}\nin {said:#?}");
    }
    assert_eq!(said.len(), 14, "{said:#?}");
}

#[test]
fn text_that_is_no_json_is_placed_by_line_and_column() {
    let said = said("{ \"flowglass\": 1,\n  \"stages\": [}");
    assert_eq!(said, ["stream: not JSON at line 2, column 14: expected value"]);
    assert!(said[0].starts_with("stream: not JSON"));
}

#[test]
fn a_newer_file_is_refused_by_its_version() {
    let said = said(r#"{ "flowglass": 2, "stages": [], "links": [], "sources": [] }"#);
    assert_eq!(said, ["stream, flowglass: version 2 is newer than this Flowglass, which reads 1"]);
}

#[test]
fn a_stream_that_nothing_enters_has_that_fault_alone() {
    let text = r#"{ "flowglass": 1, "stages": [{ "id": "a", "process_time": { "mean": 1 } }],
        "links": [{ "from": "a", "to": "customer" }], "sources": [] }"#;
    assert_eq!(said(text), ["stream, sources: found none, want at least one"]);
}

#[test]
fn what_could_not_run_is_refused() {
    let refused = |stages: &str, links: &str, sources: &str, expected: &str| {
        let text = format!(
            r#"{{ "flowglass": 1, "stages": [{stages}], "links": [{links}], "sources": [{sources}] }}"#
        );
        let said = said(&text);
        assert!(said.iter().any(|line| line.contains(expected)), "{expected}\nin {said:#?}");
    };
    let a = r#"{ "id": "a", "process_time": { "mean": 1 } }"#;
    let out = r#"{ "from": "a", "to": "customer" }"#;
    let endless = r#"{ "id": "s", "to": "a", "arrivals": "endless" }"#;
    refused("", "", "", "stages: found none");
    refused(a, out, "", "sources: found none");
    refused(&format!("{a}, {a}"), out, endless, "found \"a\", which number 1 has already");
    refused(
        a,
        r#"{ "from": "a", "to": "b" }"#,
        endless,
        "found \"b\", want one of \"a\", \"customer\"",
    );
    refused(a, "", endless, "no link leads from here to the customer");
    refused(a, out, endless, "an endless source would release without end");
    refused(
        a,
        r#"{ "from": "a", "to": "customer", "share": 0.5 }"#,
        endless,
        "outgoing shares add to 0.5, want 1",
    );
    refused(
        r#"{ "id": "a", "process_time": { "mean": 0 } }"#,
        out,
        r#"{ "id": "s", "to": "a", "arrivals": { "closed": 3 } }"#,
        "in no time",
    );
    refused(
        r#"{ "id": "a", "process_time": { "mean": 1, "cv": 0.9, "shape": "uniform" } }"#,
        out,
        endless,
        "found a cv of 0.9, want a number from 0 to 0.578",
    );
    refused(
        r#"{ "id": "customer", "process_time": { "mean": 1 } }"#,
        out,
        endless,
        "this one is reserved",
    );
}

#[test]
fn a_rank_is_the_longest_forward_path() {
    let stream = line(
        &["a", "b", "c", "d"],
        &[
            ("a", "b", 0.5),
            ("a", "c", 0.5),
            ("b", "c", 1.0),
            ("c", "d", 0.7),
            ("c", "a", 0.3),
            ("d", "customer", 0.9),
            ("d", "d", 0.1),
        ],
    );
    let ranks: Vec<u16> = (0..4).map(|stage| stream.rank(StageId(stage))).collect();
    assert_eq!(ranks, [0, 1, 2, 3]);
    let backward: Vec<bool> = stream.ways().iter().map(|way| way.backward).collect();
    assert_eq!(backward, [false, false, false, false, true, false, true]);
    let leaves: Vec<bool> = stream.ways().iter().map(|way| way.leaves).collect();
    assert_eq!(leaves, backward, "backward links leave unless told otherwise");
    assert_eq!(stream.ways()[5].to, Target::Customer);
}

#[test]
fn an_amendment_is_checked_before_it_is_made() {
    let stream = line(&["a"], &[("a", "customer", 1.0)]);
    let more = Change::Workers { stage: StageId(0), workers: Workers::Count(3) };
    let amended = stream.amended(more).expect("more people are fine");
    assert_eq!(amended.runnable.stream().stages[0].workers, Workers::Count(3));
    let none = Change::WipLimit { stage: StageId(0), limit: Some(0) };
    assert!(stream.amended(none).is_err());
}
