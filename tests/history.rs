//! Real histories: what is read, what is skipped and said, and that nothing is lost.

#![cfg(not(target_arch = "wasm32"))]

use std::fmt::Write as _;

use flowglass::history::{History, HistoryFault, NoteKind, ReadingOptions};
use flowglass::measure::Window;
use flowglass::sim::What;
use flowglass::value_stream::SimTime;
use proptest::prelude::*;

const DAY: u64 = 86_400_000;

fn read(text: &str) -> History {
    History::read(text, ReadingOptions::default()).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn kinds(history: &History) -> Vec<(Option<usize>, &NoteKind)> {
    history.notes.iter().map(|note| (note.line, &note.kind)).collect()
}

#[test]
fn a_table_of_starts_and_ends_becomes_items() {
    let history = read(
        "id,start_ts,end_ts,class\n\
         7,2023-11-28 12:00:00.000000,,story\n\
         8,2023-11-27 00:00:00,2023-11-29 12:00:00,bug\n\
         \n\
         9,2023-11-30,2023-11-30,\n",
    );
    assert_eq!((history.rows, history.items.len(), history.open_items()), (3, 3, 1));
    assert_eq!(history.steps, ["In progress"]);
    assert_eq!(history.classes, ["story", "bug", "–"]);
    let ids: Vec<&str> = history.items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids, ["8", "7", "9"]);
    assert!(history.notes.is_empty());
    // 2023-11-27 is day 0; the last moment known is the start of 2023-11-30.
    assert_eq!(history.now(), SimTime(3 * DAY));
    let measures = history.ledger().measures(Window::new(SimTime::START, history.now()));
    let cycle = measures.cycle_time.expect("two are done");
    assert_eq!((cycle.count, cycle.least.0, cycle.most.0), (2, 0, 5 * DAY / 2));
    assert_eq!(measures.age.expect("one is open").most.0, 3 * DAY / 2);
    assert_eq!(measures.area, measures.time_in_stream);
    assert_eq!(measures.flow_efficiency, None, "a board does not know touch time");
}

#[test]
fn a_board_becomes_a_step_per_column() {
    let history = read(
        "ID;Link;Name;Analysis;Development;Test;Done\n\
         A-1;http://x/1;One, with a comma;2024-01-02;2024-01-04;2024-01-09;2024-01-10\n\
         A-2;http://x/2;Two;2024-01-03;;2024-01-05;\n\
         A-3;http://x/3;\"Three; quoted\";;;;2024-01-06\n\
         A-4;http://x/4;Four;;;;\n\
         A-5;http://x/5;Five;2024-01-05;2024-01-03;2024-01-08;\n",
    );
    assert_eq!(history.steps, ["Analysis", "Development", "Test"]);
    assert_eq!((history.rows, history.items.len(), history.skipped()), (5, 4, 1));
    assert_eq!(history.items[0].name, "One, with a comma");
    let board = NoteKind::StepBeforePrevious { column: "Development".to_owned() };
    assert_eq!(kinds(&history), [(Some(5), &NoteKind::NoStart), (Some(6), &board)]);
    let ledger = history.ledger();
    let cfd = ledger.cfd();
    let at = |day: u64| cfd.read(SimTime((day - 2) * DAY)).bands;
    // Backlog, Analysis, Development, Test, done.
    assert_eq!(at(2), [0, 1, 0, 0, 0]);
    assert_eq!(at(4), [0, 1, 1, 0, 0]);
    assert_eq!(at(6), [0, 0, 2, 1, 1]);
    assert_eq!(at(10), [0, 0, 0, 2, 2]);
    let delivered = history.facts().iter().filter(|fact| fact.what == What::Delivered).count();
    assert_eq!(delivered, 2);
}

#[test]
fn rows_that_cannot_be_read_are_listed_with_their_reason() {
    let history = read(
        "Key,Started,Done\n\
         1,2024-01-01,2024-01-05\n\
         2,tomorrow,2024-01-05\n\
         3,,2024-01-05\n\
         4,2024-01-06,2024-01-05\n\
         5,2024-01-06,2024-02-30\n\
         6,2024-01-06,2024-01-08,too,many\n\
         1,2024-01-07,\n",
    );
    assert_eq!((history.rows, history.items.len(), history.skipped()), (7, 2, 5));
    let unreadable = |column: &str, found: &str| NoteKind::UnreadableDate {
        column: column.to_owned(),
        found: found.to_owned(),
    };
    assert_eq!(
        kinds(&history),
        [
            (Some(3), &unreadable("Started", "tomorrow")),
            (Some(4), &NoteKind::NoStart),
            (
                Some(5),
                &NoteKind::EndBeforeStart { start: "2024-01-06".into(), end: "2024-01-05".into() }
            ),
            (Some(6), &unreadable("Done", "2024-02-30")),
            (Some(7), &NoteKind::TooManyFields { found: 5, wanted: 3 }),
            (Some(8), &NoteKind::DuplicateId { id: "1".into(), first: 2 }),
        ]
    );
    let skipped = history.notes.iter().filter(|note| note.is_skipped()).count();
    assert_eq!(skipped, history.skipped());
}

#[test]
fn a_date_that_can_be_read_only_one_way_settles_the_others() {
    let start = |text: &str, options: ReadingOptions| {
        let history = History::read(text, options).expect("a sound table");
        (history.items[0].started_ms() / DAY as i64, history.notes.len())
    };
    let open = "id,start,end\n1,03/04/2023,05/04/2023\n";
    let settled = "id,start,end\n1,03/04/2023,05/04/2023\n2,13/04/2023,\n";
    let auto = ReadingOptions::default();
    let (march_4, april_3) = (19_420, 19_450);
    assert_eq!(start(open, auto), (march_4, 1));
    assert_eq!(start(settled, auto), (april_3, 0));
    assert_eq!(start(open, ReadingOptions { day_first: Some(true) }), (april_3, 0));
}

#[test]
fn a_table_without_a_head_is_taken_as_it_stands() {
    let history = read("1,2024-01-01,2024-01-05,bug\n2,2024-01-02,,story\n");
    assert_eq!((history.items.len(), history.open_items()), (2, 1));
    assert_eq!(history.classes, ["bug", "story"]);
    assert_eq!(kinds(&history), [(None, &NoteKind::NoHead)]);
}

#[test]
fn byte_order_marks_tabs_and_windows_line_ends_are_no_obstacle() {
    let history = read(
        "\u{feff}Issue key\tStart date\tEnd date\r\nX-1\t1/Feb/24 9:30 AM\t2/Feb/24 5:00 PM\r\n",
    );
    assert_eq!(history.items[0].id, "X-1");
    assert_eq!(history.now(), SimTime(DAY + 17 * 3_600_000));
}

#[test]
fn a_table_of_which_nothing_can_be_shown_is_a_fault() {
    let fault = |text: &str| History::read(text, ReadingOptions::default()).expect_err("a fault");
    assert_eq!(fault(""), [HistoryFault::Empty]);
    assert_eq!(fault("id,start,end\n"), [HistoryFault::Empty]);
    assert!(matches!(fault("a,b\n1,2\n")[..], [HistoryFault::NoStartColumn { .. }]));
    assert!(matches!(fault("id,start\n1,never\n")[..], [HistoryFault::NoReadableRow(_)]));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_is_too_strange(text in "[a-z0-9,;\t\"/:. \\-äé\n]{0,200}") {
        let _ = History::read(&text, ReadingOptions::default());
        let dated = format!("id,start,end\n{text}\n1,2024-01-01,");
        if let Ok(history) = History::read(&dated, ReadingOptions::default()) {
            let skipped = history.notes.iter().filter(|note| note.is_skipped()).count();
            prop_assert_eq!(history.rows, history.items.len() + skipped);
        }
    }

    #[test]
    fn every_item_of_a_generated_board_is_found_again(
        items in prop::collection::vec(
            (0..400_i64, prop::collection::vec(prop::option::weighted(0.8, 0..20_i64), 4)), 1..60),
    ) {
        // Dates as days since 2020-01-01, each step later than the one before or never reached.
        let day = |day: i64| {
            let date = flowglass::chart::Date::of((18_262 + day) * DAY as i64);
            format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
        };
        let mut text = "ID,Name,To do,Doing,Review,Shipping,Done\n".to_owned();
        let mut done = 0;
        for (number, (start, steps)) in items.iter().enumerate() {
            let mut at = *start;
            let _ = write!(text, "{number},\"Item, {number}\",{}", day(at));
            for step in steps {
                text.push(',');
                if let Some(days) = step {
                    at += days;
                    text.push_str(&day(at));
                }
            }
            done += usize::from(steps[3].is_some());
            text.push('\n');
        }
        // A row that reached everything, so that every column has dates.
        text.push_str("last,Last,2020-01-01,2020-01-02,2020-01-03,2020-01-04,2020-01-05\n");
        let history = read(&text);
        prop_assert_eq!(history.items.len(), items.len() + 1);
        prop_assert_eq!(history.skipped(), 0);
        prop_assert_eq!(history.items.len() - history.open_items(), done + 1);
        let facts = history.facts();
        prop_assert!(facts.windows(2).all(|pair| pair[0].at <= pair[1].at));
        let ledger = history.ledger();
        let measures = ledger.measures(Window::new(SimTime::START, history.now()));
        prop_assert_eq!(measures.area, measures.time_in_stream);
        let last = ledger.cfd().lines() - 1;
        prop_assert_eq!(ledger.cfd().count(last, history.now()) as usize, done + 1);
        let elapsed: u128 = history.items.iter().map(|item| {
            let end = item.ended_ms.unwrap_or(history.origin_ms() + history.now().0 as i64);
            (end - item.started_ms()) as u128
        }).sum();
        prop_assert_eq!(measures.time_in_stream, elapsed);
    }
}
