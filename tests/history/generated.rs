//! Any table: no text is too strange, nothing is lost, and what is written is read.

use std::fmt::Write as _;

use flowglass::chart::Date;
use flowglass::history::{History, HistoryItem, ReadingOptions};
use flowglass::measure::Window;
use flowglass::sim::{Fact, ItemId, What};
use flowglass::value_stream::SimTime;
use proptest::prelude::*;

use super::{DAY, read};

/// 2020-01-01 [days since 1970-01-01].
const EPOCH_DAY: i64 = 18_262;
const CLASSES: [&str; 3] = ["story", "bug, urgent", "\"quoted\"\nkind"];

/// A generated item: id, class, then the moment of each step [s since 2020-01-01].
type Made = (u32, usize, Vec<Option<i64>>);

/// What must be true of any history.
fn keep(history: &History) -> Result<(), TestCaseError> {
    let skipped = history.notes.iter().filter(|note| note.is_skipped()).count();
    prop_assert_eq!(history.rows, history.items.len() + skipped);
    let facts = history.facts();
    prop_assert!(facts.windows(2).all(|pair| pair[0].at <= pair[1].at), "facts stand in order");
    prop_assert!(facts.iter().all(|fact| fact.at <= history.now()));
    let arrived: Vec<ItemId> = facts
        .iter()
        .filter(|fact| matches!(fact.what, What::Arrived { .. }))
        .map(|fact| fact.item)
        .collect();
    let numbered: Vec<ItemId> = (0..history.items.len() as u32).map(ItemId).collect();
    prop_assert_eq!(arrived, numbered, "items are numbered as they arrive");
    let closed = history.items.len() - history.open_items();
    let delivered = facts.iter().filter(|fact| fact.what == What::Delivered).count();
    prop_assert_eq!(delivered, closed);
    for (number, item) in history.items.iter().enumerate() {
        let own = facts.iter().filter(|fact| fact.item.index() == number).copied().collect();
        keep_item(item, own)?;
    }
    let ledger = history.ledger();
    let measures = ledger.measures(Window::new(SimTime::START, history.now()));
    prop_assert_eq!(measures.area, measures.time_in_stream);
    let now = history.origin_ms() + history.now().0 as i64;
    let spent = |item: &HistoryItem| (item.ended_ms.unwrap_or(now) - item.started_ms()) as u128;
    prop_assert_eq!(measures.time_in_stream, history.items.iter().map(spent).sum::<u128>());
    prop_assert_eq!(ledger.cfd().read(history.now()).delivered as usize, closed);
    Ok(())
}

/// An item arrives, is released, enters and leaves step after step, and is delivered last.
fn keep_item(item: &HistoryItem, facts: Vec<Fact>) -> Result<(), TestCaseError> {
    let mut facts = facts.into_iter().map(|fact| fact.what).peekable();
    let is_arrival =
        matches!(facts.next(), Some(What::Arrived { class, .. }) if class == item.class);
    prop_assert!(is_arrival);
    prop_assert_eq!(facts.next(), Some(What::Released));
    for step in (0..item.entered_ms.len()).filter(|&step| item.entered_ms[step].is_some()) {
        let is_entry =
            matches!(facts.next(), Some(What::Entered { stage }) if stage.index() == step);
        prop_assert!(is_entry);
        if facts.peek().is_some() {
            let left = facts.next();
            let is_exit = matches!(left, Some(What::Left { stage, link })
                if stage.index() == step && link.index() == step);
            prop_assert!(is_exit);
        }
    }
    prop_assert_eq!(facts.next(), item.ended_ms.map(|_| What::Delivered));
    prop_assert_eq!(facts.next(), None);
    Ok(())
}

/// A moment as a table says it [s since 2020-01-01]; whole days as dates.
fn moment(seconds: i64) -> String {
    let Date { year, month, day, .. } = Date::of(epoch_ms(seconds));
    let of_day = seconds % 86_400;
    let mut text = format!("{year:04}-{month:02}-{day:02}");
    if of_day > 0 {
        let (hour, minute, second) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
        let _ = write!(text, " {hour:02}:{minute:02}:{second:02}");
    }
    text
}

fn epoch_ms(seconds: i64) -> i64 {
    EPOCH_DAY * DAY as i64 + seconds * 1_000
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// A table of items: the head, then for each its id, its moments and its class.
fn write_table(head: &str, items: &[Made], end_line: &str) -> String {
    let mut text = format!("{head}{end_line}");
    for (id, class, moments) in items {
        let _ = write!(text, "{id}");
        for at in moments {
            let _ = write!(text, ",{}", at.map(moment).unwrap_or_default());
        }
        let _ = write!(text, ",{}{end_line}", quoted(CLASSES[*class]));
    }
    text
}

/// Checks that the items of a history are those that were made.
fn same(history: &History, made: &[Made]) -> Result<(), TestCaseError> {
    prop_assert!(history.notes.is_empty(), "{:?}", history.notes);
    prop_assert_eq!(history.items.len(), made.len());
    let mut made: Vec<&Made> = made.iter().collect();
    made.sort_by_key(|(_, _, moments)| moments.iter().flatten().min().copied());
    for (item, (id, class, moments)) in history.items.iter().zip(made) {
        let found = item.entered_ms.iter().copied().chain([item.ended_ms]);
        let expected = moments.iter().map(|at| at.map(epoch_ms));
        prop_assert_eq!(found.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
        prop_assert_eq!(&item.id, &id.to_string());
        prop_assert_eq!(history.classes[item.class.index()].as_str(), CLASSES[*class]);
    }
    Ok(())
}

/// Moments that ascend, from the first on; the first is there, and of the others a share.
fn moments(steps: usize) -> impl Strategy<Value = Vec<Option<i64>>> {
    let later = prop::collection::vec(prop::option::weighted(0.7, 0..2_000_000_i64), steps - 1);
    (0..40_000_000_i64, later, any::<bool>()).prop_map(|(first, later, is_days)| {
        let mut at = first;
        let moments = later.into_iter().map(|span| {
            at += span?;
            Some(at)
        });
        let all = std::iter::once(Some(first)).chain(moments);
        let unit = if is_days { 86_400 } else { 1 };
        all.map(|at| at.map(|at| at / unit * unit)).collect()
    })
}

fn made(steps: usize, least: usize) -> impl Strategy<Value = Vec<Made>> {
    let item = (0..CLASSES.len(), moments(steps));
    prop::collection::vec(item, least..50).prop_map(|items| {
        items.into_iter().zip(1..).map(|((class, moments), id)| (id, class, moments)).collect()
    })
}

/// Fields as people write them, and worse.
fn field() -> impl Strategy<Value = String> {
    let chosen = prop::sample::select(vec![
        "",
        "2024-01-05",
        "2024-01-03",
        "03/04/2023",
        "13/04/2023",
        "04/13/23",
        "2024-01-05T10:00+02:00",
        "5 Jan 2024",
        "05.01.2024 23:59",
        "start",
        "end",
        "Done",
        "id",
        "Type",
        "\"",
        "\"x\"",
        "\"a\"b",
        "a\"b",
        "null",
        "\"2024-01-02\n\"",
        "9999-99-99",
        "\u{fffd}",
        "é",
        "-1",
        "bug",
    ]);
    prop_oneof![9 => chosen.prop_map(str::to_owned), 1 => ".{0,12}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_is_too_strange(text in "(?s).{0,200}", day_first: Option<bool>) {
        let options = ReadingOptions { day_first, ..ReadingOptions::default() };
        let dated = format!("id,start,end\n{text}\n1,2024-01-01,");
        for text in [&text, &dated] {
            if let Ok(history) = History::read(text, options) {
                keep(&history)?;
            }
        }
    }

    #[test]
    fn nothing_is_lost_from_any_table(
        head in prop::sample::select(vec!["id,start,end,class", "ID,Name,A,B,Done", "a,b,c,d,e", "sep=;"]),
        rows in prop::collection::vec(prop::collection::vec(field(), 1..7), 0..20),
        delimiter in prop::sample::select(vec![",", ";", "\t"]),
        columns: [Option<u8>; 3],
    ) {
        let column = |number: usize| columns[number].map(|column| usize::from(column % 8));
        let options = ReadingOptions { day_first: None, start: column(0), end: column(1), class: column(2) };
        let rows: Vec<String> = rows.iter().map(|row| row.join(delimiter)).collect();
        let text = format!("{}\n{}", head.replace(',', delimiter), rows.join("\n"));
        for options in [options, ReadingOptions::default()] {
            if let Ok(history) = History::read(&text, options) {
                keep(&history)?;
            }
        }
    }

    #[test]
    fn starts_and_ends_are_read_as_they_were_written(items in made(2, 1), crlf: bool) {
        let end_line = if crlf { "\r\n" } else { "\n" };
        let history = read(&write_table("id,start,end,class", &items, end_line));
        keep(&history)?;
        same(&history, &items)?;
    }

    #[test]
    fn boards_are_read_as_they_were_written(items in made(5, 1), crlf: bool) {
        let end_line = if crlf { "\r\n" } else { "\n" };
        // An item that reached everything, so that every column has dates.
        let mut items = items;
        items.push((0, 0, (0..5).map(|step| Some(step * 86_400)).collect()));
        let history = read(&write_table("ID,To do,Doing,Review,Shipping,Done,Type", &items, end_line));
        keep(&history)?;
        same(&history, &items)?;
    }
}
