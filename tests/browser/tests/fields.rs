//! The inspector: what its fields say, where they say it, and what only the page shows of them.

use browser::{Page, day, on_page};
use serde_json::{Value, json};

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
            assert_eq!(overlaps(page, ".inspector .help", "button, input, select"), [""; 0]);
            assert!(overlaps(page, ".field small", "button").is_empty());
        }
        // Whoever goes on with the Tab key sees the field and what it does.
        unfold(page, "Interruptions");
        page.find("textbox", "Time between interruptions").type_text("5");
        page.wait_until("its words", || help().starts_with("Mean time each person works"));
        assert_eq!(overlaps(page, ".inspector .foot", ":focus"), [""; 0]);
        page.press(ESCAPE);
        page.wait_until("nothing to say", || help().is_empty());
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
