//! Columns: known by their heads, else by what stands below them; what is left out is said.

use flowglass::history::{History, NoteKind, ReadingOptions};

use super::{kinds, read};

/// Heads, a row, and what becomes of them: steps, whether the item is done, notes.
fn check(table: &str, steps: &[&str], is_done: bool, notes: &[NoteKind]) -> History {
    let history = read(table);
    assert_eq!(history.steps, steps, "{table}");
    assert_eq!(history.items[0].ended_ms.is_some(), is_done, "{table}");
    let expected: Vec<_> = notes.iter().map(|note| (None, note)).collect();
    assert_eq!(kinds(&history), expected, "{table}");
    history
}

fn unused(column: &str) -> NoteKind {
    NoteKind::ColumnUnused { column: column.to_owned() }
}

#[test]
fn heads_are_known_by_many_words() {
    for heads in [
        "id,start,end,class",
        "Issue Key,Start Date,Resolved,Issue Type",
        "item,STARTED_AT,finished-at,Work Item Type",
        "Ticket,commitment,Delivered,Class of service",
        "Work Item ID,In Progress,Closed Date,category",
    ] {
        let table = format!("{heads}\nA,2024-01-01,2024-01-03,bug\n");
        let history = check(&table, &["In progress"], true, &[]);
        assert_eq!(
            (history.items[0].id.as_str(), &history.classes[..]),
            ("A", &["bug".into()][..])
        );
    }
}

#[test]
fn a_step_that_nobody_has_reached_yet_is_a_step_all_the_same() {
    // Above all "Done": otherwise the step before it would pass for it.
    check(
        "ID,Link,Name,Ready,Dev,Done,Type\n1,,x,2024-01-01,2024-01-02,,Bug\n",
        &["Ready", "Dev"],
        false,
        &[],
    );
    check("ID,Ready,Dev,Done\n1,2024-01-01,,\n", &["Ready", "Dev"], false, &[]);
    check(
        "ID,Ready,Dev,Test,Done\n1,2024-01-01,,2024-01-02,2024-01-03\n",
        &["Ready", "Dev", "Test"],
        true,
        &[],
    );
}

#[test]
fn the_last_column_of_a_board_is_done_and_said_where_its_head_does_not_say_so() {
    let live = NoteKind::DoneAssumed { column: "Shop".to_owned() };
    check(
        "ID,Dev,Test,Shop\n1,2024-01-01,2024-01-02,2024-01-03\n",
        &["Dev", "Test"],
        true,
        &[live],
    );
}

#[test]
fn dates_that_are_no_steps_are_left_out_and_said() {
    check(
        "id,Created,start,end,Due date,Updated\n1,2023-12-01,2024-01-01,2024-01-03,2024-02-01,2024-01-09\n",
        &["In progress"],
        true,
        &[unused("Created"), unused("Due date"), unused("Updated")],
    );
    check(
        "ID,Dev,Test,Done,Type,Blocked since\n1,2024-01-01,2024-01-02,2024-01-03,Bug,2024-01-02\n",
        &["Dev", "Test"],
        true,
        &[unused("Blocked since")],
    );
    check(
        "id,start,end,type,kind\n1,2024-01-01,,a,b\n",
        &["In progress"],
        false,
        &[unused("kind")],
    );
}

#[test]
fn without_a_better_word_work_starts_when_it_was_created() {
    let assumed = NoteKind::StartAssumed { column: "created_at".to_owned() };
    check("id,created_at,closed_at\n1,2024-01-01,2024-01-03\n", &["In progress"], true, &[assumed]);
    check("id,start\n1,2024-01-01\n", &["In progress"], false, &[NoteKind::NoEndColumn]);
}

#[test]
fn a_table_without_a_head_is_taken_as_it_stands() {
    let text = "1,2024-01-01,2024-01-05,bug\n2,2024-01-02,,story\n";
    let history = check(text, &["In progress"], true, &[NoteKind::NoHead]);
    assert_eq!((history.items.len(), history.open_items()), (2, 1));
    assert_eq!(
        (history.classes, history.heads),
        (
            vec!["bug".to_owned(), "story".to_owned()],
            vec!["#1".to_owned(), "#2".to_owned(), "#3".to_owned(), "#4".to_owned()],
        )
    );
    check("1,2024-01-01,,issue\n", &["In progress"], false, &[NoteKind::NoHead]);
    let done = NoteKind::DoneAssumed { column: "#4".to_owned() };
    check("1,2024-01-01,2024-01-02,2024-01-03\n", &["#2", "#3"], true, &[NoteKind::NoHead, done]);
}

#[test]
fn a_reader_chooses_where_work_begins_and_ends() {
    let text = "ID,Backlog,Ready,Dev,Done,Archived,Type,Team\n\
                1,2024-01-01,2024-01-03,2024-01-04,2024-01-06,2024-02-01,Bug,Red\n";
    let day = 86_400_000;
    let cycle = |options: ReadingOptions| {
        let history = History::read(text, options).expect("a sound table");
        let item = &history.items[0];
        let ended = item.ended_ms.expect("it is done");
        (history.steps, (ended - item.started_ms()) / day, history.classes)
    };
    let auto = ReadingOptions::default();
    assert_eq!(cycle(auto).1, 31);
    let chosen = ReadingOptions { start: Some(2), end: Some(4), class: Some(7), ..auto };
    assert_eq!(cycle(chosen), (vec!["Ready".into(), "Dev".into()], 3, vec!["Red".into()]));
    // A column that the table does not have decides nothing.
    let absent = ReadingOptions { start: Some(99), end: Some(99), class: Some(99), ..auto };
    assert_eq!(cycle(absent), cycle(auto));
}
