//! Lists that are typed or pasted: what is read, what is refused and in which words, and that writing is reading's inverse.

#![cfg(not(target_arch = "wasm32"))]

use flowglass::editor::lists::{
    Misread, Wanted, ascending, changes, classes, inside, phases, schedule, values, weighted,
    write_changes, write_classes, write_inside, write_phases, write_values, write_weighted,
};
use flowglass::editor::{Action, History};
use flowglass::text::lists::misread;
use flowglass::value_stream::{
    Arrivals, Class, Costs, Customer, Demand, Distribution, Phase, Plan, Unmet, ValueStream,
};
use proptest::prelude::*;

const STREAM: &str = r#"{
    "flowglass": 1, "name": "Two",
    "stages": [
        { "id": "dev", "name": "Development of all", "process_time": { "mean": 1 } },
        { "id": "qa", "name": "QA", "process_time": { "mean": 1 } },
        { "id": "qa2", "name": "QA", "process_time": { "mean": 1 } }
    ],
    "links": [{ "from": "dev", "to": "qa", "share": 0.5 }, { "from": "dev", "to": "qa2", "share": 0.5 },
        { "from": "qa", "to": "customer" }, { "from": "qa2", "to": "customer" }],
    "sources": [{ "id": "in", "name": "Ideas", "to": "dev", "arrivals": { "every": { "mean": 1 } } }]
}"#;

fn stream() -> ValueStream {
    ValueStream::from_json(STREAM).expect("a sound file")
}

fn refused<T: std::fmt::Debug>(read: Result<T, Misread>) -> String {
    misread(&read.expect_err("it cannot be read"))
}

#[test]
fn a_column_of_a_spreadsheet_is_read_as_it_comes() {
    assert_eq!(values("1,5\r\n2\r\n\r\n 3.25 \n"), Ok(vec![1.5, 2.0, 3.25]));
    assert_eq!(values("1 2\t3; 4"), Ok(vec![1.0, 2.0, 3.0, 4.0]));
    assert_eq!(weighted("1\t3\n2\t1"), Ok((vec![1.0, 2.0], vec![3.0, 1.0])));
    assert_eq!(weighted("1\n2"), Ok((vec![1.0, 2.0], vec![])));
    assert_eq!(weighted("1\t1\n2\t1"), Ok((vec![1.0, 2.0], vec![])), "each as often as the other");
    assert_eq!(schedule("0 0 1,5\n7"), Ok(vec![0.0, 0.0, 1.5, 7.0]));
}

#[test]
fn what_cannot_be_read_is_named_by_line_find_and_want() {
    assert_eq!(refused(values("1\nabc")), "line 2: found “abc”, want a number from 0 to 1000000.");
    assert_eq!(refused(values(" ")), "line 1: found nothing, want at least one row.");
    assert_eq!(refused(values("1\n-2")).split(',').next(), Some("line 2: found “-2”"));
    assert_eq!(
        refused(schedule("1\n3\n2")),
        "line 3: found “2”, want a time that is not before the last."
    );
    assert_eq!(refused(phases("1 2\n3")), "line 2: found “3”, want 2 numbers in the row.");
    assert_eq!(refused(phases("0 2")), "line 1: found “0”, want a number above 0.");
    assert_eq!(refused(weighted("1 0")), "line 1: found “0”, want a number above 0.");
    let stream = stream();
    assert_eq!(
        refused(inside("QA 3\nOps 2", &stream)),
        "line 2: found “Ops”, want the name of a work center."
    );
    assert_eq!(
        refused(inside("QA 3.5", &stream)),
        "line 1: found “3.5”, want a whole number from 0 to 1000000."
    );
    assert_eq!(
        refused(classes("Fix; 1; 2; 3; fast", &stream)),
        "line 1: found “fast”, want expedite or preempts."
    );
    assert_eq!(
        refused(classes("Fix\nFix", &stream)),
        "line 2: found “Fix”, want a name that is not there yet."
    );
    for (row, wants) in [
        ("x; people; QA; 2", Wanted::Number),
        ("5; persons; QA; 2", Wanted::Change),
        ("5; people; Ops; 2", Wanted::Stage),
        ("5; people; QA; 0", Wanted::Whole(1, 10_000)),
        ("5; arrivals; QA; 2", Wanted::Source),
        ("5; release; never", Wanted::Release),
        ("5; release; drum; Ops; 2", Wanted::Stage),
        ("5; release; drum; QA", Wanted::Whole(1, 1_000_000)),
        ("5; release; stock; -1", Wanted::Whole(0, 1_000_000)),
        ("5; share; QA; 2", Wanted::Link),
        ("5; work; QA; 0", Wanted::Positive),
        ("5; work; QA; 1; 0.5; odd", Wanted::Shape),
    ] {
        let read = changes(&["1; people; QA; 2\n", row].concat(), &stream);
        let read = read.expect_err("it cannot be read");
        assert_eq!((read.line, read.wanted), (2, wants), "{row}");
    }
}

#[test]
fn classes_keep_their_ids_and_say_what_they_may() {
    let old =
        vec![Class { id: "f".into(), name: "Feature".into(), priority: 1, ..Class::default() }];
    let text = "Feature; 1; 100; 2,5\nIncident; 0; 0; 0; expedite preempts";
    let of = |classes: Vec<Class>| ValueStream { classes, ..stream() };
    let read = classes(text, &of(old)).expect("it can be read");
    assert_eq!((read[0].id.as_str(), read[0].name.as_str()), ("f", "Feature"));
    assert_eq!((read[0].value, read[0].cost_of_delay), (100.0, 2.5));
    assert!(read[1].exceeds_limits && read[1].preempts && read[1].id == "Incident");
    assert_eq!(classes(&write_classes(&read), &of(read.clone())), Ok(read));
    assert_eq!(
        write_classes(&[Class { id: "Level 10".into(), priority: 10, ..Class::default() }]),
        "Level 10; 10"
    );
}

#[test]
fn a_class_that_something_is_of_can_be_called_something_else() {
    let class = |id: &str| Class { id: id.to_owned(), ..Class::default() };
    let mut stream = ValueStream { classes: vec![class("bug"), class("idea")], ..stream() };
    "bug".clone_into(&mut stream.sources[0].class);
    let read = |text: &str, stream: &ValueStream| -> Vec<(String, String)> {
        let read = classes(text, stream).expect("it can be read");
        read.into_iter().map(|class| (class.id, class.name)).collect()
    };
    let pair = |id: &str, name: &str| (id.to_owned(), name.to_owned());
    assert_eq!(read("defect\nidea", &stream), [pair("bug", "defect"), pair("idea", "")]);
    // Nothing is of the other one: what it is called is what it is.
    assert_eq!(read("bug\nwish", &stream), [pair("bug", ""), pair("wish", "")]);
    // What comes to them, or goes, is no other name.
    assert_eq!(read("defect\nbug\nidea", &stream)[0], pair("defect", ""));
    assert_eq!(read("idea", &stream), [pair("idea", "")]);
    stream.classes[0].name = "defect".to_owned();
    assert_eq!(read("bug\nidea", &stream)[0], pair("bug", ""), "its id is its name again");
}

#[test]
fn bounds_are_so_many_numbers_that_do_not_descend() {
    assert_eq!(ascending("1\n2,5"), Ok([1.0, 2.5]));
    assert_eq!(
        refused(ascending::<2>("3 1")),
        "line 1: found “1”, want a number that is not below the one before."
    );
    assert_eq!(refused(ascending::<3>("1\n2")), "line 3: found nothing, want 3 numbers in all.");
    assert_eq!(refused(ascending::<2>("1 2 3")), "line 1: found “3”, want 2 numbers in all.");
}

#[test]
fn every_kind_of_planned_change_is_written_and_read() {
    let stream = stream();
    let text = "1; people; Development of all; 3\n2; people; qa2; unlimited\n3; limit; QA; 4\n\
        4; limit; QA; none\n5; work; QA; 1.25; 0.5\n6; arrivals; Ideas; 0.8; 1\n6.5; work; QA; 2; 0.5; gamma\n\
        6.75; items; QA; 1\n7; release; push\n\
        8; release; conwip; 9\n8.5; release; drum; qa2; 4\n8.75; release; stock; 6\n9; release; takt; 0.5\n\
        10; share; Development of all > QA; 0.25; Development of all > qa2; 0.75";
    let read = changes(text, &stream).expect("it can be read");
    assert_eq!(read.len(), 14);
    assert_eq!(write_changes(&read, &stream), text);
    // The run makes them: the stream with them is sound, once something is asked for.
    let demand = Demand { every: Distribution::exponential(1.0), unmet: Unmet::default() };
    let customer = Customer { demand: Some(demand), ..Customer::default() };
    let with = ValueStream { changes: read, customer, ..stream };
    assert!(with.check().is_ok());
}

#[test]
fn what_rows_have_no_words_for_stands_there_as_in_a_file() {
    let stream = stream();
    let text = "1; people; QA; 3\n\
        { \"at\": 6, \"change\": { \"source\": \"in\", \"arrivals\": { \"at\": [7, 8.5] } } }\n\
        9; release; push";
    let read = changes(text, &stream).expect("it can be read");
    assert!(
        matches!(&read[1].change, Plan::Arrivals { arrivals: Arrivals::Schedule(_), .. }),
        "{read:?}"
    );
    assert_eq!(write_changes(&read, &stream), text);
    // However long it is, it takes one row.
    let times: Vec<String> = (10..60).map(|time| time.to_string()).collect();
    let long = &format!(
        r#"{{ "at": 6, "change": {{ "source": "in", "arrivals": {{ "at": [{}] }} }} }}"#,
        times.join(",")
    );
    let read = changes(long, &stream).expect("it can be read");
    let written = write_changes(&read, &stream);
    assert_eq!(written.lines().count(), 1, "{written}");
    assert_eq!(changes(&written, &stream), Ok(read));
    for wrong in
        ["{", "{ \"at\": 6 }", "{ \"at\": 6, \"change\": { \"stage\": \"qa\", \"people\": 2 } }"]
    {
        let said = refused(changes(wrong, &stream));
        assert!(
            said.starts_with(&format!("line 1: found “{wrong}”, want a change as a file")),
            "{said}"
        );
    }
}

#[test]
fn costs_and_planned_changes_are_steps_that_can_be_undone() {
    let stream = stream();
    let planned = changes("50; people; QA; 2", &stream).expect("it can be read");
    let mut history = History::new(stream.clone());
    assert!(history.act(&Action::Costs(Costs { worker_hour: 80.0, item_day: 2.0 }), "Costs", None));
    assert!(history.act(&Action::Changes(planned.clone()), "Changes", None));
    assert_eq!(history.diagram().changes, planned);
    // What names nothing any more is left out: an action leaves no loose end.
    let mut strange = planned.clone();
    strange.extend(changes("60; people; QA; 1", &stream).expect("it can be read"));
    if let Plan::Workers { stage, .. } = &mut strange[1].change {
        "gone".clone_into(stage);
    }
    assert!(!history.act(&Action::Changes(strange), "Changes", None), "nothing is new");
    history.undo();
    history.undo();
    assert_eq!(*history.diagram(), stream);
}

fn some_number() -> impl Strategy<Value = f64> {
    prop_oneof![
        Just(0.0),
        Just(1.0),
        0.0..1e6_f64,
        (0.0..10.0_f64).prop_map(|x| (x * 8.0).round() / 8.0)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_as_it_was(
        numbers in prop::collection::vec(some_number(), 1..20),
        counts in prop::collection::vec(0..1_000_000_u32, 0..4),
    ) {
        prop_assert_eq!(values(&write_values(&numbers)), Ok(numbers.clone()));
        let weights: Vec<f64> = numbers.iter().map(|number| number + 0.5).collect();
        // Where each is taken once, there are no weights.
        let is_even = numbers.iter().all(|number| number.to_bits() == 0.5_f64.to_bits());
        let read = if is_even { vec![] } else { weights.clone() };
        prop_assert_eq!(weighted(&write_weighted(&numbers, &weights)), Ok((numbers.clone(), read)));
        let bursts: Vec<Phase> = numbers.iter().zip(&weights).map(|(&number, &lasts)| Phase {
            mean_interval: (number > 0.0).then_some(number),
            lasts,
        }).collect();
        prop_assert_eq!(phases(&write_phases(&bursts)), Ok(bursts));
        let stream = stream();
        let ids = stream.stages.iter().map(|stage| stage.id.clone());
        let there: Vec<_> = ids.zip(counts).collect();
        prop_assert_eq!(inside(&write_inside(&there, &stream), &stream), Ok(there));
    }
}
