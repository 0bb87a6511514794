//! What is wrong with a list that was typed or pasted.

use crate::editor::lists::{EXPEDITE, Misread, PREEMPTS, Wanted};
use crate::value_stream::TIME_MAX;

/// Where, what was found, and what would do: "line 3: found “abc”, want a number from 0 to 1000000."
pub fn misread(misread: &Misread) -> String {
    let found = if misread.found.is_empty() {
        "nothing".to_owned()
    } else {
        "“".to_owned() + &misread.found + "”"
    };
    [
        "line ",
        &misread.line.to_string(),
        ": found ",
        &found,
        ", want ",
        &wanted(misread.wanted),
        ".",
    ]
    .concat()
}

fn wanted(wanted: Wanted) -> String {
    match wanted {
        Wanted::Number => "a number from 0 to ".to_owned() + &super::field::plain(TIME_MAX),
        Wanted::Positive => "a number above 0".to_owned(),
        Wanted::Whole(least, most) => {
            ["a whole number from ", &least.to_string(), " to ", &most.to_string()].concat()
        }
        Wanted::Later => "a time that is not before the last".to_owned(),
        Wanted::NoLess => "a number that is not below the one before".to_owned(),
        Wanted::Values(count) => count.to_string() + " numbers in all",
        Wanted::Something => "at least one row".to_owned(),
        Wanted::Cells(count) => count.to_string() + " numbers in the row",
        Wanted::Stage => "the name of a work center".to_owned(),
        Wanted::Source => "the name of a source".to_owned(),
        Wanted::Link => "a link, such as QA > customer".to_owned(),
        Wanted::NewName => "a name that is not there yet".to_owned(),
        Wanted::Right => [EXPEDITE, " or ", PREEMPTS].concat(),
        Wanted::Shape => "a shape, such as gamma, log_normal or exponential".to_owned(),
        Wanted::Change => "people, items, limit, work, arrivals, release or share".to_owned(),
        Wanted::InAFile => {
            "a change as a file has it, such as { \"at\": 40, \"change\": { \"release\": { \"conwip\": 5 } } }".to_owned()
        }
        Wanted::Release => "push, conwip, takt, drum or stock".to_owned(),
    }
}
