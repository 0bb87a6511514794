//! Real histories: what is read, what is skipped and said, and that nothing is lost.

#[path = "history/columns.rs"]
mod columns;
#[path = "history/generated.rs"]
mod generated;
#[path = "history/recalculated.rs"]
mod recalculated;
#[path = "history/rows.rs"]
mod rows;

use flowglass::history::{History, NoteKind, ReadingOptions};
use flowglass::measure::Window;
use flowglass::sim::What;
use flowglass::value_stream::SimTime;

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
    // A-5 came to Development on the third, so it had passed Analysis by then.
    assert_eq!(at(3), [0, 2, 1, 0, 0]);
    assert_eq!(at(4), [0, 1, 2, 0, 0]);
    assert_eq!(at(6), [0, 0, 2, 1, 1]);
    assert_eq!(at(10), [0, 0, 0, 2, 2]);
    let delivered = history.facts().iter().filter(|fact| fact.what == What::Delivered).count();
    assert_eq!(delivered, 2);
}

#[test]
fn the_examples_are_read_without_a_word() {
    for (text, steps, items, open) in [
        (include_str!("../assets/histories/help-desk.csv"), 1, 48, 4),
        (include_str!("../assets/histories/website-board.csv"), 4, 35, 8),
    ] {
        let history = read(text);
        assert!(history.notes.is_empty(), "{:?}", history.notes);
        assert_eq!((history.items.len(), history.open_items()), (items, open));
        assert_eq!(history.steps.len(), steps);
        let measures = history.ledger().measures(Window::new(SimTime::START, history.now()));
        assert_eq!(measures.wip_now as usize, open);
        assert_eq!(measures.delivered as usize, items - open);
        assert_eq!(measures.area, measures.time_in_stream);
    }
}
