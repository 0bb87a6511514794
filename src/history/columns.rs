//! Which column means what: by its head, and where that says nothing, by what stands below it.

use super::date;
use super::note::HistoryFault;
use super::table::Table;

/// Heads that name an item.
const ID: &[&str] = &["id", "key", "issuekey", "itemid", "item", "ticket", "number", "issue"];
/// Heads of the start.
const START: &[&str] = &[
    "start",
    "startts",
    "started",
    "startdate",
    "starttime",
    "startedat",
    "commitment",
    "committed",
    "begin",
    "begun",
    "inprogress",
    "activated",
    "activateddate",
];
/// Heads of the end.
const END: &[&str] = &[
    "end",
    "endts",
    "ended",
    "enddate",
    "endtime",
    "done",
    "donedate",
    "finish",
    "finished",
    "finishdate",
    "completed",
    "completeddate",
    "closed",
    "closeddate",
    "resolved",
    "resolutiondate",
    "delivered",
];
/// Heads of the class.
const CLASS: &[&str] =
    &["class", "type", "issuetype", "workitemtype", "classofservice", "kind", "category"];
/// Heads of the name.
const NAME: &[&str] = &["name", "title", "summary", "description"];
/// Heads of a link, which is not shown.
const LINK: &[&str] = &["link", "url", "href"];

/// What the columns of a table mean.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) id: Option<usize>,
    pub(super) name: Option<usize>,
    pub(super) class: Option<usize>,
    /// The columns with the entry into each step, in order.
    pub(super) steps: Vec<usize>,
    /// The column with the end.
    pub(super) end: Option<usize>,
    /// Whether the steps are columns of a board.
    pub(super) is_board: bool,
    /// Whether the first line is data.
    pub(super) is_headless: bool,
}

impl Columns {
    pub(super) fn recognise(table: &Table) -> Result<Columns, Vec<HistoryFault>> {
        let heads: Vec<String> = table.head.iter().map(|head| plain(head)).collect();
        let find = |words: &[&str]| heads.iter().position(|head| words.contains(&head.as_str()));
        let dated: Vec<usize> =
            (0..heads.len()).filter(|&column| is_dated(table, column)).collect();
        let (start, end) = (find(START), find(END));
        let mut columns = Columns {
            id: find(ID),
            name: find(NAME),
            class: find(CLASS),
            steps: Vec::new(),
            end,
            is_board: false,
            is_headless: false,
        };
        // A board has more dated columns than a start and an end.
        let between = dated.iter().filter(|&&column| Some(column) != start && Some(column) != end);
        if let Some(start) = start
            && between.count() == 0
        {
            columns.steps = vec![start];
            return Ok(columns);
        }
        let is_data = |column: usize| date::read(&table.head[column], false).is_some();
        if (0..heads.len()).any(is_data) {
            return Ok(Columns::headless(table));
        }
        let known = [columns.id, columns.name, columns.class, find(LINK)];
        let mut steps: Vec<usize> =
            dated.into_iter().filter(|&column| !known.contains(&Some(column))).collect();
        // Empty columns between dated ones are steps that nobody has reached.
        if let (Some(&first), Some(&last)) = (steps.first(), steps.last()) {
            steps = (first..=last)
                .filter(|&column| !known.contains(&Some(column)))
                .filter(|&column| steps.contains(&column) || is_empty(table, column))
                .collect();
        }
        if steps.len() < 2 {
            if let [only] = steps[..] {
                columns.steps = vec![only];
                columns.end = end.filter(|&end| end != only);
                return Ok(columns);
            }
            return Err(vec![HistoryFault::NoStartColumn { found: table.head.clone() }]);
        }
        columns.id = columns.id.or_else(|| (0..steps[0]).find(|&column| column == 0));
        columns.end = steps.pop();
        columns.steps = steps;
        columns.is_board = true;
        Ok(columns)
    }

    /// Without a head: id, start, end, class, in this order.
    fn headless(table: &Table) -> Columns {
        let dates: Vec<usize> = (0..table.head.len())
            .filter(|&column| date::read(&table.head[column], false).is_some())
            .collect();
        let start = dates[0];
        Columns {
            id: (start > 0).then_some(0),
            name: None,
            class: (start + 2 < table.head.len()).then_some(start + 2),
            steps: vec![start],
            end: (start + 1 < table.head.len()).then_some(start + 1),
            is_board: false,
            is_headless: true,
        }
    }
}

/// A head without case, spaces and signs.
fn plain(head: &str) -> String {
    head.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

/// Whether most of what stands in a column are dates.
fn is_dated(table: &Table, column: usize) -> bool {
    let filled =
        table.rows.iter().map(|(_, row)| Table::field(row, column)).filter(|f| !f.is_empty());
    let (mut dates, mut others) = (0, 0);
    for field in filled.take(500) {
        if date::read(field, false).or_else(|| date::read(field, true)).is_some() {
            dates += 1;
        } else {
            others += 1;
        }
    }
    dates > others
}

fn is_empty(table: &Table, column: usize) -> bool {
    table.rows.iter().all(|(_, row)| Table::field(row, column).is_empty())
}
