//! The inspector: what its fields say, where they say it, and what only the page shows of them.

use browser::{Page, day, on_page};
use serde_json::{Value, json};

const ENTER: &str = "\u{e007}";
const TAB: &str = "\u{e004}";
const DELETE: &str = "\u{e017}";
const ESCAPE: &str = "\u{e00c}";
const DOWN: &str = "\u{e015}";

/// The pairs of elements, one of each selector, that lie over each other on the page: what they are called.
fn overlaps(page: &Page, one: &str, other: &str) -> Vec<String> {
    let script = "const rect = e => e.getBoundingClientRect(), seen = e => e.checkVisibility();
        const all = css => [...document.querySelectorAll(css)].filter(seen);
        const name = e => (e.ariaLabel ?? e.textContent).slice(0, 40);
        return all(arguments[0]).flatMap(a => all(arguments[1]).filter(b => {
            const [p, q] = [rect(a), rect(b)];
            return a !== b && !a.contains(b) && !b.contains(a)
                && p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom - 1 && q.top < p.bottom - 1;
        }).map(b => name(a) + ' over ' + name(b)))";
    let found = page.run(script, &json!([one, other]));
    let found = found.as_array().expect("a list");
    found.iter().map(|pair| pair.as_str().unwrap_or_default().to_owned()).collect()
}

/// The drawing as the browser keeps it.
fn kept(page: &Page) -> Value {
    let text = page.run("return localStorage.getItem('flowglass.stream.1')", &json!([]));
    serde_json::from_str(text.as_str().unwrap_or("null")).unwrap_or_default()
}

/// Unfolds a section of the inspector.
fn unfold(page: &Page, title: &str) {
    let script = "[...document.querySelectorAll('.inspector details')]
        .find(section => section.firstChild.textContent.startsWith(arguments[0])).open = true";
    page.run(script, &json!([title]));
}

/// Chooses a part of the belt, and waits for its fields.
fn choose(page: &Page, name: &str) {
    page.find_starting("button", name).click();
    page.wait_until("the fields", || page.find("textbox", "Name").is_enabled());
}

fn has(page: &Page, selector: &str) -> bool {
    let script = "return document.querySelectorAll(arguments[0]).length > 0";
    page.run(script, &json!([selector])) == json!(true)
}

#[test]
fn a_field_says_what_it_does_where_it_covers_nothing() {
    on_page("", |page| {
        page.resize(1280, 860);
        page.find("button", "Pause").click();
        choose(page, "QA, ");
        let help = || page.find_css(".inspector .help").text();
        for (field, starts) in [("WIP limit", "Most items inside"), ("People", "Each works on")] {
            page.find("textbox", field).click();
            page.wait_until(field, || help().starts_with(starts));
            assert!(help().contains(" A whole number from 1 to 1"), "{}", help());
            assert_eq!(overlaps(page, ".inspector .help", "button, input, select"), [""; 0]);
            assert!(overlaps(page, ".field small", "button").is_empty());
        }
        // What is wrong is said below the field, and once.
        page.find("textbox", "People").fill("many");
        page.wait_until("the fault, alone", || help().is_empty() && has(page, ".field.is-wrong"));
        page.find("textbox", "People").fill("1");
        page.wait_until("the help again", || help().starts_with("Each works on"));
        // Whoever goes on with the Tab key sees the field and what it does.
        unfold(page, "Interruptions");
        page.find("textbox", "Time between interruptions").type_text("5");
        page.wait_until("its words", || help().starts_with("Mean time each person works"));
        assert_eq!(overlaps(page, ".inspector .foot", ":focus"), [""; 0]);
        page.press(ESCAPE);
        page.wait_until("nothing to say", || help().is_empty());
        // What a choice does is said of what is chosen.
        page.press(ESCAPE);
        let release = || page.find("combobox", "Release");
        page.wait_until("the stream", || has(page, "#field-release"));
        release().type_text(DOWN);
        page.wait_until("conwip", || help().contains("(constant WIP)"));
        release().type_text(DOWN);
        page.wait_until("takt", || help().starts_with("A beat lets one item in"));
    });
}

#[test]
fn the_notice_of_a_new_start_lies_beside_what_is_drawn_and_goes_when_it_is_told_to() {
    on_page("", |page| {
        page.resize(1280, 860);
        page.wait_until("the run", || day(page) > 1.0);
        page.find("button", "Add work center").click();
        page.wait_until("the notice", || has(page, ".restarted"));
        assert_eq!(overlaps(page, ".restarted", ".belt, .tools button, .play"), [""; 0]);
        page.find("button", "Dismiss").click();
        page.wait_until("no notice", || !has(page, ".restarted"));
        page.find("button", "Undo").click();
        page.wait_until("the notice", || has(page, ".restarted"));
        // On a phone it stands beside the belt as well, or over the sheet with the fields.
        page.resize(390, 844);
        page.wait_until("a belt that runs down", || has(page, ".belt[data-flow=down]"));
        assert_eq!(overlaps(page, ".restarted", ".belt, .tools button, .play"), [""; 0]);
        choose(page, "QA, ");
        page.wait_until("the sheet", || has(page, ".is-sheet"));
        unfold(page, "Interruptions");
        page.find("textbox", "Time between interruptions").fill("5");
        page.wait_until("the notice", || has(page, ".restarted"));
        let [_, notice, _, height] = page.find_css(".restarted").rect();
        let [_, sheet, ..] = page.find_css(".is-sheet").rect();
        assert!(notice > sheet && notice + height <= 844.0, "{notice} in a sheet from {sheet}");
        assert_eq!(overlaps(page, ".restarted", ":focus"), [""; 0]);
    });
}

#[test]
fn a_new_note_lies_on_nothing() {
    on_page("", |page| {
        page.find("button", "Pause").click();
        for (width, count) in [(1280, 3), (390, 5)] {
            page.resize(width, 860);
            page.find_starting("button", "Design, ").type_text("n");
            for number in 0.. {
                let script = "return document.querySelectorAll('.belt-note-card').length";
                page.wait_until("a note", || page.run(script, &json!([])).as_i64() > Some(number));
                if page.run(script, &json!([])) == json!(count) {
                    break;
                }
                page.press(ESCAPE);
                page.find_starting("button", "Customer, ").type_text("k");
            }
            page.press(ESCAPE);
            let parts = ".belt-card, .belt-source, .belt-customer";
            if width > 500 {
                assert_eq!(overlaps(page, ".belt-note-card", parts), [""; 0]);
                assert_eq!(overlaps(page, ".belt-note-card", ".belt-note-card"), [""; 0]);
            }
        }
    });
}

#[test]
fn what_comes_back_arrives_at_the_source_that_is_chosen() {
    on_page("", |page| {
        page.find("button", "Pause").click();
        page.find_css(".more summary").click();
        page.find("menuitem", "Add source").click();
        choose(page, "Customer, ");
        page.find("textbox", "Comes back as new work").fill("10");
        page.wait_until("it", || !kept(page)["customer"]["feedback"].is_null());
        assert_eq!(kept(page)["customer"]["feedback"]["source"], json!("ideas"));
        page.find("combobox", "New work comes to").type_text(DOWN);
        let source = || kept(page)["customer"]["feedback"]["source"].clone();
        page.wait_until("the other", || source() != json!("ideas"));
        page.find("textbox", "Defects come back after").fill("3");
        page.find("combobox", "Defects come back to").type_text(DOWN);
        page.wait_until("the other", || kept(page)["customer"]["escapes"]["source"] == source());
        // The distribution is drawn beside its numbers.
        unfold(page, "How long until work comes back");
        page.find("textbox", "Delay variation").fill("0.5");
        page.wait_until("it", || kept(page)["customer"]["feedback"]["delay"]["cv"] == json!(0.5));
        let drawn =
            "return [...document.querySelectorAll('.spread-picture')].map(p => p.ariaLabel).join()";
        let drawn = page.run(drawn, &json!([]));
        assert!(drawn.as_str().is_some_and(|all| all.contains("until new work comes back")));
    });
}

/// The name of what has the focus.
fn focused(page: &Page) -> String {
    let script = "const e = document.activeElement; return e.ariaLabel ?? e.textContent";
    page.run(script, &json!([])).as_str().unwrap_or_default().to_owned()
}

/// What was announced last of the drawing.
fn announced(page: &Page) -> String {
    let script = "return document.querySelector('.tools .unseen').textContent";
    page.run(script, &json!([])).as_str().unwrap_or_default().to_owned()
}

#[test]
fn escape_takes_back_what_was_typed_into_a_field_and_enter_keeps_it() {
    on_page("", |page| {
        page.find("button", "Pause").click();
        choose(page, "QA, ");
        page.find("textbox", "People").fill("3");
        page.press(TAB);
        page.find("button", "Undo").click();
        page.wait_until("it undone", || page.find("button", "Redo").is_enabled());
        choose(page, "QA, ");
        let people = || page.find("textbox", "People").value();
        page.find("textbox", "People").fill("7");
        page.wait_until("no way to redo", || !page.find("button", "Redo").is_enabled());
        page.press("5");
        page.press(ESCAPE);
        page.wait_until("the belt", || focused(page).starts_with("QA, "));
        assert_eq!(people(), "1");
        page.wait_until("what could be redone", || page.find("button", "Redo").is_enabled());
        assert!(announced(page).starts_with("Undone: "), "{}", announced(page));
        // With nothing typed, it only comes back; what was typed before stays.
        page.press(ENTER);
        page.wait_until("the field", || focused(page) == "Name");
        page.press("Test");
        page.press(ENTER);
        page.wait_until("the name", || focused(page).starts_with("Test, "));
        page.press(ENTER);
        page.wait_until("the field", || focused(page) == "Name");
        page.press(ESCAPE);
        page.wait_until("the name", || focused(page).starts_with("Test, "));
        // A list is taken back as well, with the fault in it.
        page.find_starting("button", "Ideas").click();
        unfold(page, "More about arrivals");
        page.find("textbox", "Inside at the start").type_text("Design 4 x");
        page.wait_until("its fault", || has(page, ".field.is-list.is-wrong"));
        page.press(ESCAPE);
        page.wait_until("the list", || {
            page.find("textbox", "Inside at the start").value().is_empty()
        });
        assert!(kept(page)["sources"][0]["inside"].is_null());
    });
}

#[test]
fn whoever_deletes_goes_on_at_the_next_card_and_hears_what_happened() {
    on_page("", |page| {
        page.find("button", "Pause").click();
        page.find_starting("button", "Design, ").type_text(DELETE);
        page.wait_until("the next", || focused(page).starts_with("Development, "));
        assert_eq!(announced(page), "Delete Design.");
        page.find_starting("button", "Operations, ").type_text(DELETE);
        page.wait_until("the one before", || focused(page).starts_with("QA, "));
        page.press_with("\u{e009}", "a");
        page.find_css(".more summary").click();
        page.find("menuitem", "Make a team").click();
        let said = "Make Team 1 of Business, Development and QA.";
        page.wait_until("the team", || announced(page) == said);
        page.find_css(".more summary").click();
        page.find("menuitem", "Common limit").click();
        page.wait_until("the limit", || announced(page).starts_with("Common limit of Business, "));
    });
}

#[test]
fn an_empty_belt_says_that_the_charts_are_of_another_stream() {
    on_page("", |page| {
        page.wait_until("the run", || day(page) > 1.0);
        page.find_starting("button", "QA, ").type_text("");
        page.press_with("\u{e009}", "a");
        page.press(DELETE);
        page.wait_until("an empty belt", || !has(page, ".belt-card"));
        let said = "return [...document.querySelectorAll('.stale')].map(p => p.textContent)";
        let words = "Of the last stream that could run, “Software team”, which goes on.";
        let both = json!([words, words]);
        page.wait_until("at the charts and the numbers", || page.run(said, &json!([])) == both);
        assert!(!has(page, ".insight"), "what holds another stream back is no advice");
        page.find("button", "Add work center").click();
        page.wait_until("its own charts", || !has(page, ".stale") && has(page, ".insight"));
    });
}
