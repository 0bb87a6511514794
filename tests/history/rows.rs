//! Rows: what makes one unreadable, what is assumed, and where it is said.

use std::fmt::Write as _;

use flowglass::history::{History, HistoryFault, NoteKind, ReadingOptions};
use flowglass::value_stream::SimTime;

use super::{DAY, kinds, read};

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
         1,2024-01-07,\n\
         7,2024-01-07\n\
         8,\"2024-01-07,2024-01-08\n",
    );
    assert_eq!((history.rows, history.items.len(), history.skipped()), (9, 3, 6));
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
            (Some(9), &NoteKind::TooFewFields { found: 2, wanted: 3 }),
            (Some(10), &NoteKind::UnclosedQuote),
        ]
    );
    let skipped = history.notes.iter().filter(|note| note.is_skipped()).count();
    assert_eq!(skipped, history.skipped());
}

#[test]
fn notes_name_the_line_that_an_editor_shows() {
    let history = read(
        "id,start,end,name\r\n1,2024-01-01,,\"two\r\nlines\"\r\n\r\n2,never,,\r\n3,2024-01-02,,x\r\n",
    );
    assert_eq!(history.items[0].name, "two\r\nlines");
    assert_eq!(history.items[1].line, 6);
    assert_eq!(history.notes[0].line, Some(5));
}

#[test]
fn a_board_item_that_was_done_before_it_was_anywhere_is_skipped() {
    let history = read(
        "ID,Doing,Test,Done\n\
         1,2024-01-05,2024-01-06,2024-01-03\n\
         2,2024-01-05,2024-01-09,2024-01-07\n",
    );
    let before = NoteKind::EndBeforeStart { start: "2024-01-05".into(), end: "2024-01-03".into() };
    let back = NoteKind::StepBeforePrevious { column: "Done".into() };
    assert_eq!(kinds(&history), [(Some(2), &before), (Some(3), &back)]);
    // It was done on the seventh, and what came later is not known to the diagram.
    let item = &history.items[0];
    assert_eq!((item.entered_ms[1], history.now()), (item.ended_ms, SimTime(2 * DAY)));
}

#[test]
fn a_date_that_can_be_read_only_one_way_settles_the_others() {
    let start = |text: &str, options: ReadingOptions| {
        let history = History::read(text, options).expect("a sound table");
        (history.items[0].started_ms() / DAY as i64, history.notes.len())
    };
    let auto = ReadingOptions::default();
    let (march_4, april_3) = (19_420, 19_450);
    for year in ["2023", "23"] {
        let open = format!("id,start,end\n1,03/04/{year},05/04/{year}\n");
        let day = format!("{open}2,01/04/{year},13/04/{year} 10:00\n");
        let month = format!("{open}2,04/13/{year}, 10:00 AM\n").replace("23, ", "23 ");
        assert_eq!(start(&open, auto), (march_4, 1));
        assert_eq!(start(&month, auto).0, march_4);
        let history = History::read(&day, auto).expect("a sound table");
        assert_eq!(history.items[1].started_ms() / DAY as i64, april_3);
        assert!(history.notes.is_empty());
        let told = ReadingOptions { day_first: Some(true), ..auto };
        assert_eq!(start(&open, told), (april_3, 0));
    }
}

#[test]
fn times_without_an_offset_are_utc_and_that_is_said_beside_others() {
    let mixed = read("id,start,end\n1,2024-01-01T10:00:00+02:00,2024-01-01 09:00\n");
    assert_eq!(kinds(&mixed), [(None, &NoteKind::ZoneAssumed)]);
    let item = &mixed.items[0];
    assert_eq!(item.ended_ms.map(|end| end - item.started_ms()), Some(3_600_000));
    assert!(read("id,start,end\n1,2024-01-01T10:00Z,2024-01-02\n").notes.is_empty());
}

#[test]
fn work_within_a_day_of_which_only_the_date_is_known_takes_no_time() {
    let history = read("id,start,end\n1,2024-01-01,2024-01-01\n2,2024-01-01 15:00,2024-01-01\n");
    for item in &history.items {
        assert_eq!(item.ended_ms, Some(item.started_ms()));
    }
    assert!(history.notes.is_empty());
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
fn damaged_characters_are_said_and_other_encodings_refused() {
    let history = read("id,start,end,class\n1,2024-01-01,,b\u{fffd}r\n");
    assert_eq!(kinds(&history), [(Some(2), &NoteKind::NotUtf8)]);
    let utf_16 = "\u{fffd}\u{fffd}i\0d\0,\0";
    let faults = History::read(utf_16, ReadingOptions::default()).expect_err("no text");
    assert_eq!(faults, [HistoryFault::NotText]);
}

#[test]
fn more_classes_than_anyone_tells_apart_count_as_one() {
    let mut text = "id,start,type\n".to_owned();
    for number in 0..300 {
        let _ = writeln!(text, "{number},2024-01-01,kind {number}");
    }
    let history = read(&text);
    assert_eq!((history.items.len(), history.classes.len()), (300, 201));
    let many = NoteKind::TooManyClasses { column: "type".into(), most: 200 };
    assert!(kinds(&history).contains(&(None, &many)));
    assert_eq!(history.items[299].class.index(), 200);
}

#[test]
fn a_table_of_which_nothing_can_be_shown_is_a_fault() {
    let fault = |text: &str| History::read(text, ReadingOptions::default()).expect_err("a fault");
    assert_eq!(fault(""), [HistoryFault::Empty]);
    assert_eq!(fault("id,start,end\n"), [HistoryFault::Empty]);
    assert!(matches!(fault("a,b\n1,2\n")[..], [HistoryFault::NoStartColumn { .. }]));
    // Ends alone are no history.
    assert!(matches!(fault("id,done\n1,2024-01-01\n")[..], [HistoryFault::NoStartColumn { .. }]));
    assert!(matches!(fault("id,start\n1,never\n")[..], [HistoryFault::NoReadableRow(_)]));
    let wide = format!("id{}\n1{}\n", ",x".repeat(300), ",2024-01-01".repeat(300));
    assert_eq!(fault(&wide), [HistoryFault::TooManySteps { found: 300, most: 200 }]);
}
