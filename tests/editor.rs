//! Drawing: whatever is done can be taken back, leaves no loose end, and survives its file.

#![cfg(not(target_arch = "wasm32"))]

use flowglass::editor::{
    Action, Diagram, Effect, History, Part, Spot, action_for, beside, effect, follow, fresh,
    nearest, reduce,
};
use flowglass::text::editor as words;
use flowglass::value_stream::{
    Arrivals, Change, Class, Customer, Distribution, GroupLimit, Link, LinkId, Note, NoteKind,
    Position, Release, Sketch, Source, SourceId, Stage, StageId, Team, ValueStream, Workers,
};
use proptest::prelude::*;

fn example(name: &str) -> Diagram {
    let path = format!("{}/assets/streams/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the example is there");
    ValueStream::from_json(&text).expect("it is sound")
}

fn add(spot: Spot) -> Action {
    Action::Add { spot, name: "New".to_owned(), source: "Demand".to_owned() }
}

fn stage(index: usize) -> Part {
    Part::Stage(StageId::at(index))
}

/// The links of a diagram, as "a>b 0.5".
fn links(diagram: &Diagram) -> Vec<String> {
    let link = |link: &Link| format!("{}>{} {}", link.from, link.to, link.share);
    diagram.links.iter().map(link).collect()
}

fn part() -> impl Strategy<Value = Part> {
    prop_oneof![
        6 => (0..7_usize).prop_map(stage),
        3 => (0..9_usize).prop_map(|index| Part::Link(LinkId::at(index))),
        2 => (0..3_usize).prop_map(|index| Part::Source(SourceId::at(index))),
        1 => Just(Part::Customer),
        1 => (0..2_u16).prop_map(Part::Note),
    ]
}

fn position() -> impl Strategy<Value = Position> {
    (-40_i32..40, -40_i32..40)
        .prop_map(|(x, y)| Position { x: f64::from(x) / 7.0, y: f64::from(y) / 3.0 })
}

fn spot() -> impl Strategy<Value = Spot> {
    prop_oneof![
        Just(Spot::Free(None)),
        position().prop_map(|at| Spot::Free(Some(at))),
        part().prop_map(Spot::After),
        (part(), prop::option::of(position())).prop_map(|(from, at)| Spot::From(from, at)),
    ]
}

fn time() -> impl Strategy<Value = Distribution> {
    (0..500_u32, 0..3_u8).prop_map(|(mean, cv)| Distribution {
        mean: f64::from(mean) / 90.0,
        cv: f64::from(cv) / 3.0,
        shape: None,
    })
}

/// Actions that only draw: they cannot break a stream that runs.
fn drawing() -> impl Strategy<Value = Action> {
    prop_oneof![
        4 => spot().prop_map(add),
        4 => (part(), part()).prop_map(|(from, to)| Action::Connect { from, to }),
        1 => prop::collection::vec((0..7_usize).prop_map(stage), 1..3).prop_map(Action::Delete),
        2 => prop::collection::vec(part(), 1..4).prop_map(Action::Duplicate),
        2 => prop::collection::vec((part(), position()), 1..4).prop_map(Action::Move),
        1 => Just(Action::Arrange),
        1 => (0..7_u16).prop_map(|to| Action::AddSource { to: StageId(to), name: "S".to_owned() }),
        1 => position().prop_map(|position| Action::AddNote(Note {
            text: "why \"so\"?\n\u{1}é".to_owned(), kind: NoteKind::Kaizen, position,
        })),
        2 => (0..9_usize, 1..100_u32).prop_map(|(link, percent)| {
            let share = f64::from(percent) / 101.0;
            Action::Link(LinkId::at(link), Link { share, ..Link::new("", "") })
        }),
    ]
}

fn editing() -> impl Strategy<Value = Action> {
    let stage = (0..7_u16, time(), 0..4_u16, prop::option::of(0..5_u32), any::<bool>()).prop_map(
        |(id, work, people, limit, in_team)| {
            let mut stage = Stage::new("other", work);
            stage.workers = if people == 3 { Workers::Unlimited } else { Workers::Count(people) };
            stage.wip_limit = limit;
            stage.cadence = limit.map(f64::from);
            if in_team {
                "crew".clone_into(&mut stage.team);
            }
            Action::Stage(StageId(id), Box::new(stage))
        },
    );
    let source = (0..3_u16, time(), 0..9_u32).prop_map(|(id, interval, backlog)| {
        let mut source = Source::new("other", "nowhere", Arrivals::every(interval));
        source.backlog = backlog;
        Action::Source(SourceId(id), Box::new(source))
    });
    let crew = Team { id: "crew".to_owned(), workers: 2 };
    prop_oneof![
        6 => drawing(),
        2 => prop::collection::vec(part(), 1..4).prop_map(Action::Delete),
        3 => stage,
        1 => source,
        1 => prop::option::of(Just(crew)).prop_map(|crew| Action::Teams(crew.into_iter().collect())),
        1 => (1..9_u32).prop_map(|limit| Action::Limits(vec![GroupLimit {
            stages: vec!["design".to_owned(), "qa".to_owned()], limit,
        }])),
        1 => (0..9_u32).prop_map(|limit| Action::Release(Release::Conwip(limit))),
        1 => Just(Action::Release(Release::DrumBufferRope { drum: "qa".to_owned(), rope: 3 })),
        1 => any::<bool>().prop_map(|one| Action::Classes(if one {
            vec![Class { id: "fast".to_owned(), ..Class::default() }]
        } else {
            Vec::new()
        })),
        1 => Just(Action::Customer(Box::new(Customer { name: "All".to_owned(), ..Customer::default() }))),
        1 => "[a-z]{0,4}".prop_map(|name| Action::About {
            name, about: String::new(), citation: "A log.".to_owned(),
        }),
    ]
}

/// Actions that leave what a file can say: the fields take nothing else.
fn sound() -> impl Strategy<Value = Action> {
    editing().prop_filter("out of bounds", |action| match action {
        Action::Stage(_, stage) => {
            stage.workers != Workers::Count(0)
                && stage.wip_limit != Some(0)
                && stage.cadence != Some(0.0)
        }
        Action::Source(_, source) => {
            !matches!(&source.arrivals, Some(Arrivals::Every { interval, .. }) if interval.mean < 1e-6)
        }
        Action::Release(release) => *release != Release::Conwip(0),
        _ => true,
    })
}

fn shares_add_up(diagram: &Diagram) {
    for stage in &diagram.stages {
        let own = diagram.links.iter().filter(|link| link.from == stage.id);
        let shares: Vec<f64> = own.map(|link| link.share).collect();
        let sum: f64 = shares.iter().sum();
        assert!(shares.is_empty() || (sum - 1.0).abs() < 1e-6, "{}: {shares:?}", stage.id);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_is_done_can_be_taken_back_and_made_again(
        actions in prop::collection::vec(editing(), 1..30),
        start in prop::sample::select(vec!["software-team", "repair-desk", "penny-fab"]),
    ) {
        let first = example(start);
        let mut history = History::new(first.clone());
        let mut seen = vec![first.clone()];
        for (number, action) in actions.iter().enumerate() {
            let subject = (number % 3 > 0).then_some("field");
            let steps = history.steps();
            if history.act(action, "step", subject) {
                if history.steps() == steps {
                    seen.pop();
                }
                seen.push(history.diagram().clone());
            }
        }
        let last = history.diagram().clone();
        for diagram in seen.iter().rev().skip(1) {
            prop_assert!(history.undo());
            prop_assert_eq!(history.diagram(), diagram);
        }
        prop_assert!(!history.undo());
        prop_assert_eq!(history.diagram(), &first);
        while history.redo() {}
        prop_assert_eq!(history.diagram(), &last);
    }

    #[test]
    fn steps_that_were_kept_are_the_same_steps(
        actions in prop::collection::vec(sound(), 1..25),
        undone in 0..12_usize,
    ) {
        let mut history = History::new(example("software-team"));
        for (number, action) in actions.iter().enumerate() {
            history.act(action, &format!("step\n{number} é"), (number % 3 > 0).then_some("field"));
        }
        for _ in 0..undone {
            history.undo();
        }
        let text = history.kept(usize::MAX);
        let mut back = History::with_kept(history.diagram().clone(), &text);
        prop_assert_eq!(back.steps(), history.steps());
        prop_assert_eq!(&back.kept(usize::MAX), &text, "and are kept as the same text");
        while back.redo() {
            prop_assert!(history.redo());
            prop_assert_eq!(back.diagram(), history.diagram());
        }
        prop_assert!(!history.redo());
        while back.undo() {
            prop_assert!(history.undo());
            prop_assert_eq!(back.diagram(), history.diagram());
        }
        prop_assert!(!history.undo());
        // The latest few of them.
        while history.redo() {}
        let few = History::with_kept(history.diagram().clone(), &history.kept(2));
        prop_assert_eq!(few.steps(), history.steps().min(2));
    }

    #[test]
    fn steps_that_were_damaged_cost_no_diagram(
        actions in prop::collection::vec(sound(), 1..12),
        cut in 0.0..1.0_f64,
        other in any::<u8>(),
    ) {
        let mut history = History::new(example("software-team"));
        for action in &actions {
            history.act(action, "step", None);
        }
        let text = history.kept(usize::MAX);
        let mut bytes = text.clone().into_bytes();
        let place = (cut * bytes.len() as f64) as usize;
        let whole = history.steps();
        for damaged in [&bytes[..place].to_vec(), { bytes[place] = other; &bytes }] {
            let damaged = String::from_utf8_lossy(damaged);
            let mut back = History::with_kept(history.diagram().clone(), &damaged);
            prop_assert_eq!(back.diagram(), history.diagram());
            prop_assert!(back.steps() <= whole);
            while back.undo() {
                prop_assert!(Sketch::of(back.diagram().clone()).is_some());
            }
        }
        // The steps of another diagram are none of this one.
        let stranger = History::with_kept(example("penny-fab"), &text);
        prop_assert_eq!((stranger.steps(), stranger.redoes()), (0, None));
    }

    #[test]
    fn after_any_action_the_diagram_is_sound_or_says_what_is_wrong(
        actions in prop::collection::vec(editing(), 1..30),
        start in prop::sample::select(vec!["software-team", "repair-desk", "kanban"]),
    ) {
        let mut diagram = example(start);
        for action in &actions {
            let before = diagram.clone();
            diagram = reduce(&diagram, action);
            prop_assert!(Sketch::of(diagram.clone()).is_some(), "loose ends after {action:?}");
            shares_add_up(&diagram);
            if let Err(faults) = diagram.clone().check() {
                prop_assert!(!faults.is_empty());
            }
            for part in fresh(&before, &diagram) {
                prop_assert!(matches!(part, Part::Note(_)) || follow(&diagram, &before, part).is_none());
            }
        }
    }

    #[test]
    fn a_diagram_survives_its_file_to_the_last_bit(
        actions in prop::collection::vec(editing(), 1..40),
        start in prop::sample::select(vec!["software-team", "repair-desk", "monthly-orders"]),
    ) {
        let mut diagram = example(start);
        for action in &actions {
            diagram = reduce(&diagram, action);
        }
        // What is out of bounds is not in any file; it is said while it is typed.
        diagram.stages.retain(|stage| {
            stage.workers != Workers::Count(0) && stage.wip_limit != Some(0) && stage.cadence != Some(0.0)
        });
        diagram.sources.retain(|source| {
            !matches!(&source.arrivals, Some(Arrivals::Every { interval, .. }) if interval.mean < 1e-6)
        });
        if diagram.release == Release::Conwip(0) {
            diagram.release = Release::Push;
        }
        let text = diagram.to_json();
        let back = ValueStream::from_json(&text);
        prop_assert!(back.is_ok(), "{back:?}\n{text}");
        prop_assert_eq!(back.as_ref(), Ok(&diagram), "{}", text);
    }

    #[test]
    fn drawing_never_breaks_a_stream_that_runs(actions in prop::collection::vec(drawing(), 1..30)) {
        let mut diagram = example("software-team");
        for action in &actions {
            let next = reduce(&diagram, action);
            // Who deletes everything has nothing left to run.
            if !next.stages.is_empty() {
                let checked = next.clone().check();
                prop_assert!(checked.is_ok(), "{action:?}: {:?}\n{}", checked.err(), next.to_json());
                diagram = next;
            }
        }
    }

    #[test]
    fn what_amends_a_run_leads_exactly_to_the_diagram(actions in prop::collection::vec(editing(), 1..12)) {
        let running = example("software-team");
        let mut diagram = running.clone();
        for action in &actions {
            diagram = reduce(&diagram, action);
        }
        let mut amended = running.clone();
        match effect(&running, &diagram) {
            Effect::Nothing | Effect::Restart(_) => {}
            Effect::Faulty(faults) => prop_assert!(!faults.is_empty()),
            Effect::Amend(changes) => {
                prop_assert!(!changes.is_empty());
                for change in &changes {
                    amended.apply(change);
                }
                prop_assert!(matches!(effect(&amended, &diagram), Effect::Nothing));
            }
        }
    }
}

#[test]
fn five_clicks_draw_a_line_that_runs() {
    let mut diagram = Diagram::default();
    for index in 0..5 {
        let spot = if index == 0 { Spot::Free(None) } else { Spot::After(stage(index - 1)) };
        let next = reduce(&diagram, &add(spot));
        assert_eq!(fresh(&diagram, &next), [stage(index)]);
        diagram = next;
        assert!(diagram.clone().check().is_ok());
    }
    let ids: Vec<&str> = diagram.stages.iter().map(|stage| stage.id.as_str()).collect();
    let mut line = vec![];
    for pair in ids.windows(2) {
        line.push(format!("{}>{} 1", pair[0], pair[1]));
    }
    line.push(format!("{}>customer 1", ids[4]));
    let mut found = links(&diagram);
    found.sort();
    assert_eq!(found, line);
    assert_eq!(diagram.sources.len(), 1);
    assert_eq!(diagram.sources[0].to, ids[0]);
}

#[test]
fn a_way_back_is_rework_and_a_way_ahead_shares_evenly() {
    let line = example("penny-fab");
    let back = reduce(&line, &Action::Connect { from: stage(3), to: stage(1) });
    assert!(links(&back).contains(&"deburr>customer 0.9".to_owned()));
    assert!(links(&back).contains(&"deburr>tail 0.1".to_owned()));
    let ahead = reduce(&line, &Action::Connect { from: stage(0), to: stage(2) });
    assert!(links(&ahead).contains(&"head>tail 0.5".to_owned()));
    assert!(links(&ahead).contains(&"head>rim 0.5".to_owned()));
    let again = reduce(&ahead, &Action::Connect { from: stage(0), to: stage(2) });
    assert_eq!(again, ahead, "a link that is there is not drawn twice");
    let three = reduce(&ahead, &Action::Connect { from: stage(0), to: Part::Customer });
    let sum: f64 = three.links.iter().filter(|l| l.from == "head").map(|l| l.share).sum();
    assert!((sum - 1.0).abs() < 1e-12);
}

#[test]
fn the_first_way_of_a_new_work_center_replaces_the_one_it_got() {
    let line = example("penny-fab");
    let more = reduce(&line, &add(Spot::Free(None)));
    let id = more.stages[4].id.clone();
    assert!(links(&more).contains(&format!("{id}>customer 1")));
    let joined = reduce(&more, &Action::Connect { from: stage(4), to: stage(2) });
    assert!(links(&joined).contains(&format!("{id}>rim 1")));
    assert!(!links(&joined).iter().any(|link| link.starts_with(&format!("{id}>customer"))));
}

#[test]
fn a_stage_in_the_middle_of_a_link_takes_all_that_it_carries() {
    let team = example("software-team");
    let rework = team.links.iter().position(|link| link.to == "development" && link.from == "qa");
    let link = Part::Link(LinkId::at(rework.expect("there is rework")));
    let longer = reduce(&team, &add(Spot::After(link)));
    let id = &longer.stages[fresh(&team, &longer)
        .iter()
        .find_map(|part| if let Part::Stage(id) = part { Some(id.index()) } else { None })
        .expect("a new stage")]
    .id;
    assert!(links(&longer).contains(&format!("qa>{id} 0.12")));
    assert!(links(&longer).contains(&format!("{id}>development 1")));
    assert!(longer.check().is_ok());
}

#[test]
fn a_stage_behind_another_takes_its_ways_ahead_and_leaves_its_ways_back() {
    let longer = reduce(&example("software-team"), &add(Spot::After(stage(3))));
    let id = longer.stages[4].id.clone();
    let all = links(&longer);
    assert!(all.contains(&format!("qa>{id} 0.88")), "{all:?}");
    assert!(
        all.contains(&format!("{id}>operations 1")) && all.contains(&"qa>development 0.12".into())
    );
}

#[test]
fn what_came_to_a_deleted_stage_goes_on_behind_it() {
    let team = example("software-team");
    let shorter = reduce(&team, &Action::Delete(vec![stage(2)]));
    let all = links(&shorter);
    assert!(
        all.contains(&"design>qa 1".to_owned()) && all.contains(&"qa>operations 1".to_owned()),
        "{all:?}"
    );
    let first = reduce(&team, &Action::Delete(vec![stage(0)]));
    assert_eq!(first.sources[0].to, "design");
    let nothing = reduce(&team, &Action::Delete((0..5).map(stage).collect()));
    assert!(nothing.stages.is_empty() && nothing.sources.is_empty() && nothing.links.is_empty());
    assert!(Sketch::of(nothing).is_some());
}

#[test]
fn copies_share_the_work() {
    let team = example("software-team");
    let two = reduce(&team, &Action::Duplicate(vec![stage(3)]));
    let copy = &two.stages[4];
    assert_eq!(copy.title(), "QA");
    let all = links(&two);
    assert!(all.contains(&"development>qa 0.5".to_owned()), "{all:?}");
    assert!(all.contains(&format!("development>{} 0.5", copy.id)));
    assert!(all.contains(&format!("{}>operations 0.88", copy.id)));
    assert!(two.check().is_ok());
}

#[test]
fn sources_and_the_customer_have_places_of_their_own_until_everything_is_arranged() {
    let team = example("software-team");
    let (source, customer) = (Part::Source(SourceId(0)), Part::Customer);
    let at = |x: f64, y: f64| Position { x, y };
    let mut places: Vec<(Part, Position)> = (0..5).map(|i| (stage(i), at(i as f64, 0.0))).collect();
    places.extend([(source, at(-1.5, 1.0)), (customer, at(6.0, -0.5))]);
    let moved = reduce(&team, &Action::Move(places));
    assert_eq!(moved.sources[0].position, Some(at(-1.5, 1.0)));
    assert_eq!(moved.customer.position, Some(at(6.0, -0.5)));
    assert!(matches!(effect(&team, &moved), Effect::Nothing), "a place is nothing to a run");
    let read = ValueStream::from_json(&moved.to_json());
    assert_eq!(read.as_ref(), Ok(&moved), "it is in the file");
    // Where they were put, whatever stands around them.
    let belt = flowglass::belt::layout(&Sketch::of(moved.clone()).expect("no loose ends"), 1200.0);
    let stands = |rect: flowglass::belt::Rect| belt.position(rect.center());
    assert_eq!((stands(belt.sources[0]), stands(belt.customer)), (at(-1.5, 1.0), at(6.0, -0.5)));
    // What stands behind a new work center makes room for it.
    let longer = reduce(&moved, &add(Spot::After(stage(4))));
    assert_eq!(longer.customer.position, Some(at(6.0, -0.5)), "there was room");
    let inserted = reduce(&moved, &add(Spot::After(stage(0))));
    assert_eq!(inserted.customer.position, Some(at(7.0, -0.5)));
    assert_eq!(inserted.sources[0].position, Some(at(-1.5, 1.0)));
    let arranged = reduce(&moved, &Action::Arrange);
    assert_eq!(arranged, team);
}

#[test]
fn what_is_taken_back_as_if_it_had_never_been_leaves_what_could_be_redone() {
    let mut history = History::new(example("software-team"));
    assert!(history.act(&add(Spot::After(stage(4))), "Add", None));
    history.undo();
    let (before, redoes) = (history.diagram().clone(), history.redoes().map(str::to_owned));
    assert_eq!(redoes.as_deref(), Some("Add"));
    let people = |count: u16| {
        let mut qa = before.stages[3].clone();
        qa.workers = Workers::Count(count);
        Action::Stage(StageId(3), Box::new(qa))
    };
    assert!(history.act(&people(4), "People", Some("people")));
    assert_eq!(history.redoes(), None, "what is done instead");
    assert!(history.take_back("people"));
    assert_eq!((history.diagram(), history.redoes()), (&before, redoes.as_deref()));
    // Several steps are taken back at once, and what was redone before them is not lost either.
    for count in 5..8 {
        assert!(history.act(&people(count), "People", None));
    }
    assert!(history.back_to(0) && !history.back_to(0));
    assert_eq!((history.diagram(), history.redoes()), (&before, redoes.as_deref()));
    // But what could be redone before a step that stays cannot be.
    assert!(history.act(&people(5), "People", None) && history.act(&people(6), "People", None));
    assert!(history.back_to(1));
    assert_eq!((history.undoes(), history.redoes()), (Some("People"), None));
    history.undo();
    assert!(history.redo() && history.diagram().stages[3].workers == Workers::Count(5));
}

#[test]
fn whoever_deletes_a_work_center_goes_on_at_the_next_one_or_the_one_before() {
    let team = example("software-team");
    let next = |gone: &[Part]| beside(&team, gone);
    assert_eq!(next(&[stage(1)]), Some(stage(2)));
    assert_eq!(next(&[stage(4)]), Some(stage(3)));
    assert_eq!(next(&[stage(3), stage(4)]), Some(stage(2)));
    assert_eq!(next(&(0..5).map(stage).collect::<Vec<_>>()), None);
    assert_eq!(next(&[Part::Link(LinkId(0))]), Some(stage(0)), "where it leaves");
    assert_eq!(next(&[Part::Source(SourceId(0))]), Some(stage(0)), "where it led");
    assert_eq!(next(&[Part::Customer]), None);
}

#[test]
fn a_work_center_in_the_middle_of_a_link_covers_no_other() {
    let mut team = example("software-team");
    let at = |x: f64, y: f64| Some(Position { x, y });
    let places = [at(0.0, 0.0), at(1.0, -0.2), at(2.0, 0.0), at(1.0, 1.0), at(3.0, 0.0)];
    for (stage, place) in team.stages.iter_mut().zip(places) {
        stage.position = place;
    }
    let skips = reduce(&team, &Action::Connect { from: stage(0), to: stage(2) });
    let link = skips
        .links
        .iter()
        .position(|link| link.from == team.stages[0].id && link.to == team.stages[2].id);
    let link = Part::Link(LinkId::at(link.expect("the link")));
    let added = reduce(&skips, &add(Spot::After(link)));
    let new = fresh(&skips, &added);
    let [Part::Stage(new)] = new[..] else { panic!("one stage: {new:?}") };
    let place = |index: usize| added.stages[index].position.expect("a place");
    let middle = place(new.index());
    for other in (0..added.stages.len()).filter(|index| *index != new.index()) {
        let (x, y) = ((place(other).x - middle.x).abs(), (place(other).y - middle.y).abs());
        assert!(x >= 0.9 || y >= 0.9, "{middle:?} is on {:?}", place(other));
    }
    assert!((middle.x - 1.0).abs() < 1.1 && middle.y.abs() < 1.3, "near the link: {middle:?}");
    // What stands nowhere is no reason to look for ever.
    let mut nowhere = skips.clone();
    nowhere.stages[1].position = at(f64::NAN, f64::NAN);
    assert_eq!(reduce(&nowhere, &add(Spot::After(link))).stages.len(), added.stages.len());
}

#[test]
fn what_several_get_together_is_called_by_its_members() {
    let team = example("software-team");
    let crew = vec![Team { id: "Team 1".to_owned(), workers: 3 }];
    let member =
        |index: usize| Action::Stage(StageId::at(index), Box::new(team.stages[index].clone()));
    let named = |action: &Action| words::step(&team, action);
    let make = Action::Several(vec![Action::Teams(crew), member(1), member(2), member(3)]);
    assert_eq!(named(&make), "Make Team 1 of Design, Development and QA");
    let of = |ids: &[usize]| GroupLimit {
        stages: ids.iter().map(|index| team.stages[*index].id.clone()).collect(),
        limit: 4,
    };
    let limits = Action::Limits(vec![of(&[1, 3])]);
    assert_eq!(named(&limits), "Common limit of Design and QA");
    let limited = reduce(&team, &limits);
    assert_eq!(words::step(&limited, &Action::Limits(Vec::new())), "Remove a common limit");
}

#[test]
fn when_the_first_item_comes_is_known_from_the_start() {
    let team = example("software-team");
    let with = |rate: f64, first: Option<f64>| {
        let mut next = team.sources[0].clone();
        if let Some(Arrivals::Every { interval, first_at, .. }) = &mut next.arrivals {
            (*interval, *first_at) = (interval.with_mean(1.0 / rate), first);
        }
        reduce(&team, &Action::Source(SourceId(0), Box::new(next)))
    };
    let early = with(0.5, Some(0.25));
    assert!(matches!(effect(&team, &early), Effect::Restart(_)));
    assert!(matches!(effect(&early, &team), Effect::Restart(_)));
    assert!(matches!(effect(&early, &with(0.7, Some(0.25))), Effect::Amend(_)));
}

#[test]
fn a_place_is_nothing_to_a_run_a_number_amends_it_and_a_link_starts_it_again() {
    let team = example("software-team");
    let at = Position { x: 1.0, y: 2.0 };
    let moved = reduce(&team, &Action::Move(vec![(stage(0), at)]));
    assert!(matches!(effect(&team, &moved), Effect::Nothing));
    let mut qa = team.stages[3].clone();
    qa.workers = Workers::Count(2);
    let staffed = reduce(&moved, &Action::Stage(StageId(3), Box::new(qa)));
    let change = Change::Workers { stage: StageId(3), workers: Workers::Count(2) };
    assert!(matches!(effect(&team, &staffed), Effect::Amend(changes) if changes == [change]));
    let linked = reduce(&staffed, &Action::Connect { from: stage(0), to: stage(4) });
    assert!(matches!(effect(&team, &linked), Effect::Restart(_)));
    let cut = reduce(&team, &Action::Delete(vec![Part::Link(LinkId(0))]));
    let Effect::Faulty(faults) = effect(&team, &cut) else { panic!("a dead end") };
    assert_eq!(faults.len(), 1);
    assert_eq!(
        faults[0].to_string(),
        "stage 1 \"business\", links: no link leads from here to the customer, want at least one path"
    );
}

#[test]
fn a_change_of_a_run_is_an_action_on_its_drawing() {
    let team = example("software-team");
    let (stage, source) = (StageId(3), SourceId(0));
    let changes = [
        Change::Name { stage, name: "Quality".to_owned() },
        Change::Workers { stage, workers: Workers::Count(2) },
        Change::WipLimit { stage, limit: Some(4) },
        Change::ProcessTime { stage, process_time: Distribution::exponential(0.5) },
        Change::Shares(vec![(LinkId(3), 0.94), (LinkId(4), 0.06)]),
        Change::Release(Release::Conwip(9)),
        Change::Arrivals { source, arrivals: Arrivals::poisson(3.0) },
    ];
    for change in changes {
        let action = action_for(&team, &change).expect("the team has what changes");
        let Effect::Amend(amended) = effect(&team, &reduce(&team, &action)) else {
            panic!("{change:?} is no amendment")
        };
        assert_eq!(amended, [change]);
    }
    let gone = Change::WipLimit { stage: StageId(9), limit: None };
    assert_eq!(action_for(&team, &gone), None);
}

#[test]
fn letters_typed_into_one_field_are_one_step() {
    let mut history = History::new(example("software-team"));
    let rename = |name: &str| {
        let mut qa = example("software-team").stages[3].clone();
        qa.name = name.to_owned();
        Action::Stage(StageId(3), Box::new(qa))
    };
    for name in ["R", "Re", "Rev"] {
        assert!(history.act(&rename(name), "Name of QA", Some("3 Name")));
    }
    assert_eq!((history.steps(), history.undoes()), (1, Some("Name of QA")));
    history.close_step();
    history.act(&rename("Review"), "Name of QA", Some("3 Name"));
    assert_eq!(history.steps(), 2);
    assert!(history.undo() && history.undo() && !history.undo());
    assert_eq!(history.diagram(), &example("software-team"));
    assert_eq!(history.redoes(), Some("Name of QA"));
    assert!(!history.act(&Action::Delete(vec![stage(99)]), "nothing", None));
    assert_eq!(history.redoes(), Some("Name of QA"), "what changes nothing is no step");
}

#[test]
fn what_is_still_being_typed_can_be_taken_back_as_if_it_had_never_been() {
    let mut history = History::new(example("software-team"));
    let people = |count: u16| {
        let mut qa = example("software-team").stages[3].clone();
        qa.workers = Workers::Count(count);
        Action::Stage(StageId(3), Box::new(qa))
    };
    let people_of_qa = "3 People";
    assert!(!history.take_back(people_of_qa));
    history.act(&people(7), "People of QA", Some(people_of_qa));
    history.close_step();
    assert!(!history.take_back(people_of_qa), "what is done is done");
    history.act(&people(2), "People of QA", Some(people_of_qa));
    history.act(&people(25), "People of QA", Some(people_of_qa));
    assert!(!history.take_back("3 Name"), "it is about something else");
    assert!(history.take_back(people_of_qa) && !history.take_back(people_of_qa));
    assert_eq!((history.steps(), history.redoes()), (1, None));
    assert_eq!(history.diagram().stages[3].workers, Workers::Count(7));
}

#[test]
fn an_arrow_key_finds_what_lies_that_way() {
    let at = |x: f64, y: f64| Position { x, y };
    let parts = [
        (stage(0), at(0.0, 0.0)),
        (stage(1), at(1.0, 0.1)),
        (stage(2), at(2.0, 0.0)),
        (stage(3), at(0.4, 1.0)),
    ];
    assert_eq!(nearest(&parts, stage(0), (1.0, 0.0)), Some(stage(1)));
    assert_eq!(nearest(&parts, stage(0), (0.0, 1.0)), Some(stage(3)));
    assert_eq!(nearest(&parts, stage(2), (-1.0, 0.0)), Some(stage(1)));
    assert_eq!(nearest(&parts, stage(0), (-1.0, 0.0)), None);
}
