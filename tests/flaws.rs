//! What is wrong with a drawing is said at the field that is about it, in the words of the screen.

#![cfg(not(target_arch = "wasm32"))]

use flowglass::editor::{Action, Diagram, Part, reduce};
use flowglass::text::field::{self, Field};
use flowglass::text::flaw::Flaw;
use flowglass::value_stream::{
    Arrivals, Class, DefectRule, Defects, Demand, Distribution, Escapes, FinishedItem, GroupLimit,
    Inspection, InterruptionClock, Interruptions, LinkId, Phase, Release, Shape, SourceId, Stage,
    StageId, Unmet, ValueStream, Workers,
};

const QA: StageId = StageId(3);

fn team() -> Diagram {
    let path = format!("{}/assets/streams/software-team.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the example is there");
    ValueStream::from_json(&text).expect("it is sound")
}

/// What is wrong with the team once its QA is another.
fn with_qa(change: impl FnOnce(&mut Stage)) -> Vec<Flaw> {
    let team = team();
    let mut qa = team.stages[QA.index()].clone();
    change(&mut qa);
    flaws(&reduce(&team, &Action::Stage(QA, Box::new(qa))))
}

fn flaws(diagram: &Diagram) -> Vec<Flaw> {
    let faults = diagram.clone().check().err().unwrap_or_default();
    let flaws: Vec<Flaw> = faults.iter().map(|fault| Flaw::of(fault, diagram)).collect();
    for flaw in &flaws {
        let said = flaw.sentence();
        let is_of_the_file = said.contains('"') || said.contains('_') || said.contains("stage ");
        assert!(!is_of_the_file, "a word of the file: {said}");
        assert!(said.ends_with('.'), "{said}");
    }
    flaws
}

/// The one thing that is wrong with the QA: its field and its words.
fn at_qa(change: impl FnOnce(&mut Stage)) -> (Option<Field>, String) {
    let flaws = with_qa(change);
    assert_eq!(flaws.len(), 1, "{flaws:?}");
    assert_eq!(flaws[0].part, Some(Part::Stage(QA)));
    (flaws[0].field, flaws[0].sentence())
}

#[test]
fn a_rule_that_contradicts_another_is_said_at_its_field() {
    let holding = |stage: &mut Stage| stage.finished_item = FinishedItem::HoldsWorker;
    let (field, said) = at_qa(|stage| {
        holding(stage);
        stage.cadence = Some(5.0);
    });
    assert_eq!(field, Some(field::CADENCE));
    let words = "QA, Cadence: does not go together with a finished item that holds its person.";
    assert_eq!(said, words);
    let (field, _) = at_qa(|stage| {
        holding(stage);
        stage.transfer_batch = 4;
    });
    assert_eq!(field, Some(field::TRANSFER));
    let (field, _) = at_qa(|stage| {
        holding(stage);
        stage.items_per_worker = 2;
    });
    assert_eq!(field, Some(field::SHARED));
}

#[test]
fn a_batch_that_never_fills_is_said_at_its_least_size() {
    let (field, said) = at_qa(|stage| {
        stage.wip_limit = Some(2);
        (stage.process_batch.min, stage.process_batch.max) = (4, 6);
    });
    assert_eq!(field, Some(field::BATCH_MIN));
    assert_eq!(said, "QA, Batch from: 4 items are never there together: at most 2 can be.");
}

#[test]
fn work_that_is_never_good_is_said_at_its_rule() {
    let (field, _) = at_qa(|stage| {
        stage.defects = Some(Defects { share: 1.0, awareness: 1.0 });
        stage.inspection = Some(Inspection {
            finds: 1.0,
            rule: DefectRule::RedoUntilGood,
            factor: 1.0,
            growth: 1.0,
            stops_the_line: false,
        });
    });
    assert_eq!(field, Some(field::RULE));
}

#[test]
fn a_number_out_of_bounds_is_said_at_its_field() {
    let (field, _) = at_qa(|stage| stage.workers = Workers::Count(0));
    assert_eq!(field, Some(field::PEOPLE));
    // And so are the batches, which can never be there then.
    let none_inside = with_qa(|stage| stage.wip_limit = Some(0));
    assert_eq!(none_inside[0].field, Some(field::LIMIT));
    let (field, _) = at_qa(|stage| stage.process_time.cv = -1.0);
    assert_eq!(field, Some(field::VARIATION));
    let (field, _) = at_qa(|stage| stage.process_time.mean = -1.0);
    assert_eq!(field, Some(field::WORK));
    let (field, _) = at_qa(|stage| {
        stage.setup_time = Some(Distribution { mean: 1.0, cv: -1.0, shape: None });
    });
    assert_eq!(field, Some(field::SETUP_SPREAD.variation));
}

#[test]
fn what_is_wrong_with_a_distribution_is_said_at_the_field_that_is_about_it() {
    let backwards = || Distribution::shaped(Shape::Between { low: 3.0, high: 1.0 });
    let never = || Distribution { mean: 1.0, cv: 2.0, shape: Some(Shape::Uniform) };
    let (field, _) = at_qa(|stage| stage.process_time = backwards());
    assert_eq!(field, Some(field::WORK_SPREAD.values));
    let (field, _) = at_qa(|stage| stage.setup_time = Some(never()));
    assert_eq!(field, Some(field::SETUP_SPREAD.variation));
    let clock = InterruptionClock::Working;
    let found = with_qa(|stage| {
        stage.interruptions = Some(Interruptions { clock, between: backwards(), length: never() });
    });
    let fields: Vec<_> = found.iter().filter_map(|flaw| flaw.field).collect();
    assert_eq!(fields, [field::BETWEEN_SPREAD.values, field::LENGTH_SPREAD.variation]);
    let mut of_classes = team();
    let class = |id: &str| Class { id: id.to_owned(), ..Class::default() };
    of_classes.classes = vec![class("a"), class("a.b")];
    of_classes.stages[3].process_time_by_class = vec![("a.b".to_owned(), never())];
    assert_eq!(flaws(&of_classes)[0].field, Some(field::CLASS_SPREAD.variation.row(1)));
    of_classes.stages[3].process_time_by_class[0].1 = Distribution::constant(-1.0);
    assert_eq!(flaws(&of_classes)[0].field, Some(field::CLASS_WORK.row(1)));
    let mut customer = team();
    customer.customer.demand = Some(Demand { every: never(), unmet: Unmet::Waits });
    customer.customer.escapes = Some(Escapes { delay: backwards(), source: "ideas".to_owned() });
    let found: Vec<_> = flaws(&customer).iter().filter_map(|flaw| flaw.field).collect();
    assert_eq!(found, [field::DEMAND_SPREAD.variation, field::ESCAPES_SPREAD.values]);
    let mut source = team();
    source.sources[0].patience = Some(never());
    source.sources[0].item_size = Some(Distribution { mean: 0.0, cv: 0.5, shape: None });
    let found: Vec<_> = flaws(&source).iter().filter_map(|flaw| flaw.field).collect();
    assert_eq!(found, [field::SIZE, field::PATIENCE_SPREAD.variation]);
}

#[test]
fn what_is_about_no_field_names_its_part() {
    let cut = reduce(&team(), &Action::Delete(vec![Part::Link(LinkId(0))]));
    let [flaw] = &flaws(&cut)[..] else { panic!("one dead end") };
    assert_eq!((flaw.part, flaw.field), (Some(Part::Stage(StageId(0))), None));
    assert!(flaw.sentence().starts_with("Business: no link leads from here to the customer"));
}

#[test]
fn an_empty_drawing_is_said_in_words_for_people() {
    let said: Vec<String> = flaws(&Diagram::default()).iter().map(Flaw::sentence).collect();
    let words = ["There is no work center yet.", "No work ever comes. Add a source."];
    assert_eq!(said, words);
}

#[test]
fn arrivals_release_and_limits_have_their_fields() {
    let mut bursts = team();
    let phases = vec![Phase { mean_interval: None, lasts: 5.0 }];
    bursts.sources[0].arrivals = Some(Arrivals::Bursts(phases));
    assert_eq!(flaws(&bursts)[0].field, Some(field::PHASES));
    assert_eq!(flaws(&bursts)[0].part, Some(Part::Source(SourceId(0))));
    let mut endless = team();
    endless.sources[0].arrivals = Some(Arrivals::Endless);
    endless.stages[0].wip_limit = None;
    assert_eq!(flaws(&endless)[0].field, Some(field::KIND));
    let stock = reduce(&team(), &Action::Release(Release::BaseStock(3)));
    let found = flaws(&stock);
    assert_eq!((found[0].part, found[0].field), (None, Some(field::RELEASE)));
    let limits = [vec!["qa".to_owned()], Vec::new()];
    let limits = limits.map(|stages| GroupLimit { stages, limit: 2 }).to_vec();
    let found = flaws(&reduce(&team(), &Action::Limits(limits)));
    assert_eq!(found[0].field, Some(field::COMMON.row(1)), "the second of the two");
}
