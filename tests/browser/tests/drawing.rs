//! Drawing: by mouse alone, by keyboard alone, and what the browser keeps of it.

use browser::{Page, Pointer, day, on_page};
use serde_json::json;

const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const DELETE: &str = "\u{e017}";
const LEFT: &str = "\u{e012}";
const RIGHT: &str = "\u{e014}";
const SHIFT: &str = "\u{e008}";
const CONTROL: &str = "\u{e009}";

/// The names of all work centers on the belt, in the order of the diagram.
fn work_centers(page: &Page) -> Vec<String> {
    let names = page.run(
        "return [...document.querySelectorAll('.belt-card button')].map(b => b.ariaLabel.split(',')[0])",
        &json!([]),
    );
    let names = names.as_array().cloned().unwrap_or_default();
    names.iter().map(|name| name.as_str().unwrap_or_default().to_owned()).collect()
}

/// The names of all links, without what flows on them just now.
fn links(page: &Page) -> Vec<String> {
    let names = page.run(
        "return [...document.querySelectorAll('.belt-link')].map(b =>
            b.ariaLabel.split(', ').filter(part => !part.includes(' / ')).join(', '))",
        &json!([]),
    );
    let names = names.as_array().cloned().unwrap_or_default();
    names.iter().map(|name| name.as_str().unwrap_or_default().to_owned()).collect()
}

/// Opens the page again, and waits until it is another.
fn anew(page: &Page) {
    page.run("window.isBefore = true", &json!([]));
    page.open("");
    page.wait_until("the page anew", || {
        page.run(
            "return !window.isBefore && document.querySelectorAll('.belt-card').length > 0",
            &json!([]),
        ) == json!(true)
    });
}

/// A blank belt.
fn blank(page: &Page) {
    page.find("button", "New").click();
    page.find("button", "Empty belt").click();
    page.wait_until("an empty belt", || work_centers(page).is_empty());
}

/// Where the ring at the edge of a card is, once the mouse is over the card.
fn port(page: &Page, name: &str) -> (f64, f64) {
    let [left, top, width, height] = page.find_starting("button", &format!("{name}, ")).rect();
    (left + width - 2.0, top + height / 2.0)
}

fn delivered(page: &Page) -> bool {
    let name = page.find_starting("button", "Customer, ").name();
    !name.contains(", 0 delivered")
}

#[test]
fn a_stream_with_rework_is_drawn_with_the_mouse_runs_and_is_there_after_a_reload() {
    on_page("", |page| {
        blank(page);
        for count in 1..=5 {
            page.find("button", "Add work center").click();
            page.wait_until("the work center", || work_centers(page).len() == count);
        }
        // Back from the fourth to the second.
        let to = page.find_starting("button", "Work center 2, ").middle();
        page.drag(port(page, "Work center 4"), to);
        page.wait_until("rework", || {
            links(page)
                .iter()
                .any(|link| link.starts_with("Work center 4 to Work center 2, 10 %, goes back"))
        });
        page.wait_until("deliveries", || delivered(page));
        let drawn = (work_centers(page), links(page));
        assert_eq!(drawn.0.len(), 5);
        assert_eq!(drawn.1.len(), 6);
        page.open("");
        page.wait_until("the stream", || work_centers(page) == drawn.0);
        assert_eq!(links(page), drawn.1);
        page.wait_until("the run", || day(page) > 0.5);
    });
}

#[test]
fn a_stream_with_rework_is_drawn_with_the_keyboard_runs_and_is_there_after_a_reload() {
    on_page("", |page| {
        page.find("button", "New").type_text(ENTER);
        page.find("button", "Empty belt").type_text(ENTER);
        page.wait_until("an empty belt", || work_centers(page).is_empty());
        page.find("button", "Add work center").type_text(ENTER);
        page.wait_until("the first", || work_centers(page).len() == 1);
        let first = page.find_starting("button", "Work center 1, ");
        first.type_text("a");
        for count in 2..=5 {
            page.wait_until("the work center", || {
                work_centers(page).len() == count
                    && focused(page).starts_with(&format!("Work center {count}, "))
            });
            if count < 5 {
                page.press("a");
            }
        }
        // From the fifth to the third, over the links between.
        page.press("c");
        for _ in 0..4 {
            page.press(LEFT);
        }
        assert!(focused(page).starts_with("Work center 3, "), "{}", focused(page));
        page.press(ENTER);
        page.wait_until("rework", || {
            links(page).iter().any(|link| link.starts_with("Work center 5 to Work center 3, 10 %"))
        });
        // Enter edits, and comes back.
        page.press(ENTER);
        page.wait_until("the field", || focused(page) == "Name");
        page.press("Review");
        page.press(ENTER);
        page.wait_until("the name", || focused(page).starts_with("Review, "));
        page.wait_until("deliveries", || delivered(page));
        let drawn = (work_centers(page), links(page));
        page.open("");
        page.wait_until("the stream", || work_centers(page) == drawn.0);
        assert_eq!(links(page), drawn.1);
    });
}

/// How many elements there are of a kind.
fn count(page: &Page, selector: &str) -> u64 {
    let count = "return document.querySelectorAll(arguments[0]).length";
    page.run(count, &json!([selector])).as_u64().expect("a count")
}

/// The name of what has the focus.
fn focused(page: &Page) -> String {
    let name = page
        .run("const e = document.activeElement; return e.ariaLabel ?? e.textContent", &json!([]));
    name.as_str().unwrap_or_default().to_owned()
}

#[test]
fn every_step_is_undone_and_redone_by_button_and_by_key() {
    on_page("", |page| {
        let before = (work_centers(page), links(page));
        page.find_starting("button", "QA, ").click();
        page.find("button", "Add work center").click();
        page.wait_until("one more", || work_centers(page).len() == 6);
        page.find_starting("button", "Design, ").type_text(DELETE);
        page.wait_until("one less", || work_centers(page).len() == 5);
        let after = work_centers(page);
        page.find("button", "Undo").click();
        page.wait_until("six", || work_centers(page).len() == 6);
        page.press_with(CONTROL, "z");
        page.wait_until("as it was", || (work_centers(page), links(page)) == before);
        assert!(!page.find("button", "Undo").is_enabled());
        page.press_with(&(CONTROL.to_owned() + SHIFT), "z");
        page.find("button", "Redo").click();
        page.wait_until("all again", || work_centers(page) == after);
    });
}

#[test]
fn a_name_that_is_typed_is_one_step() {
    on_page("", |page| {
        page.find_starting("button", "QA, ").click();
        page.find("textbox", "Name").fill("Testing");
        page.find_starting("button", "Testing, ");
        page.find("button", "Undo").click();
        page.find_starting("button", "QA, ");
    });
}

#[test]
fn what_is_half_typed_and_will_not_do_counts_for_nothing() {
    on_page("", |page| {
        page.find_starting("button", "QA, ").click();
        page.find("textbox", "People").fill("3");
        page.find_starting("button", "QA, 1 of 3 people busy");
        page.find("textbox", "Variation").click();
        page.find("textbox", "People").fill("4x");
        page.wait_until("the fault", || page.all("alert", |_| true).len() == 1);
        assert_eq!(page.find("textbox", "People").value(), "4x");
        // The step before stands, and the four was never one.
        page.wait_until("the three", || {
            page.find_starting("button", "QA, ").name().contains("of 3")
        });
        page.find("textbox", "People").fill("5");
        page.wait_until("the five", || {
            page.find_starting("button", "QA, ").name().contains("of 5")
        });
        page.find("button", "Undo").click();
        page.wait_until("the three", || {
            page.find_starting("button", "QA, ").name().contains("of 3")
        });
        page.find("button", "Undo").click();
        page.wait_until("the one", || page.find_starting("button", "QA, ").name().contains("of 1"));
    });
}

#[test]
fn a_card_is_dragged_and_its_work_goes_on() {
    on_page("", |page| {
        page.wait_until("the run", || day(page) > 2.0);
        let card = page.find_starting("button", "Design, ");
        let (x, y) = card.middle();
        page.drag((x, y - 30.0), (x + 10.0, y + 130.0));
        page.wait_until("the card there", || {
            page.find_starting("button", "Design, ").middle().1 > y + 60.0
        });
        assert!(day(page) > 2.0, "a place is nothing to a run");
        assert_eq!(links(page).len(), 6);
        page.find("button", "Undo").click();
        page.wait_until("the card back", || {
            (page.find_starting("button", "Design, ").middle().1 - y).abs() < 2.0
        });
    });
}

#[test]
fn what_is_chosen_moves_together_and_keeps_the_ways_between_as_they_are() {
    on_page("", |page| {
        page.wait_until("the run", || day(page) > 2.0);
        let middle = |name: &str| page.find_starting("button", name).middle();
        let (x, y) = middle("QA, ");
        // Shift adds to what is chosen.
        page.find_starting("button", "Development, ").click();
        page.run(
            "[...document.querySelectorAll('.belt button')].find(b => b.ariaLabel.startsWith('QA, '))
                .dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey: true }))",
            &json!([]),
        );
        page.wait_until("two chosen", || count(page, ".belt-card.is-chosen") == 2);
        let before = ["Development, ", "QA, "].map(middle);
        let (from, to) = ((x, y - 30.0), (x + 10.0, y + 90.0));
        page.pointer(&[
            Pointer::Move(from.0, from.1),
            Pointer::Down,
            Pointer::Move(x, y + 40.0),
            Pointer::Move(to.0, to.1),
        ]);
        page.wait_until("both on their way", || count(page, ".belt-card[data-moved]") == 2);
        page.wait_until("both where the hand is", || {
            [0, 1]
                .iter()
                .all(|&card| middle(["Development, ", "QA, "][card]).1 > before[card].1 + 60.0)
        });
        let drawn = |what: &str| page.find_css(what).attribute("d").unwrap_or_default().len();
        assert!(drawn(".rubber-whole .rubber-ways") > 0, "from one to the other");
        assert!(drawn(".belt-rubber > .rubber-ways") > 0, "from and to those that stay");
        page.pointer(&[Pointer::Up]);
        page.wait_until("nothing held", || count(page, ".belt [data-moved], .belt style") == 0);
        assert_eq!(drawn(".rubber-whole .rubber-ways"), 0);
        page.wait_until("both there", || {
            let [first, second, still] = ["Development, ", "QA, ", "Design, "].map(middle);
            first.1 - still.1 > 60.0 && (first.1 - second.1).abs() < 2.0
        });
        page.find("button", "Undo").click();
        page.wait_until("both back", || (middle("QA, ").1 - middle("Design, ").1).abs() < 2.0);
    });
}

#[test]
fn a_source_and_the_customer_are_dragged_and_stay_there_after_a_reload() {
    on_page("", |page| {
        let place = |name: &str| page.find_starting("button", name).middle();
        for (name, by) in [("Ideas", (0.0, 90.0)), ("Customer, ", (-20.0, -70.0))] {
            let (x, y) = place(name);
            page.drag((x - 14.0, y), (x - 14.0 + by.0, y + by.1));
            page.wait_until("it there", || (place(name).1 - y).abs() > 30.0);
        }
        assert_eq!(links(page).len(), 6, "no way was drawn");
        let names = ["Ideas", "Customer, ", "QA, "];
        let stood = names.map(place);
        page.open("");
        page.wait_until("the same places", || {
            let stands = names.map(place);
            stands.iter().zip(&stood).all(|(a, b)| (a.0 - b.0).abs() + (a.1 - b.1).abs() < 3.0)
        });
        page.find_css(".more summary").click();
        page.find("menuitem", "Arrange").click();
        page.wait_until("a line again", || (place("Ideas").1 - place("QA, ").1).abs() < 3.0);
        assert!((place("Customer, ").1 - place("QA, ").1).abs() < 3.0);
    });
}

#[test]
fn a_plain_wheel_moves_what_is_zoomed_and_the_page_at_its_end() {
    on_page("", |page| {
        page.resize(1280, 600);
        let turn = |y: f64| {
            let [left, top, width, height] = page.find("group", "Value stream").rect();
            let at = (left + width / 2.0, top + height / 2.0);
            page.cdp(
                "Input.dispatchMouseEvent",
                &json!({ "type": "mouseWheel", "x": at.0, "y": at.1, "deltaX": 0, "deltaY": y }),
            );
        };
        let scrolled = || page.run("return scrollY", &json!([])).as_f64().unwrap_or_default();
        let seen = || {
            let script =
                "const card = document.querySelector('.belt-card').getBoundingClientRect();
                return card.top - document.querySelector('.belt').getBoundingClientRect().top";
            page.run(script, &json!([])).as_f64().unwrap_or_default()
        };
        turn(60.0);
        page.wait_until("the page", || scrolled() > 30.0);
        page.run("scrollTo(0, 0)", &json!([]));
        for _ in 0..4 {
            page.find("button", "Zoom in").click();
        }
        let before = seen();
        page.wait_until("the belt", || {
            turn(20.0);
            seen() < before - 10.0
        });
        assert!(scrolled() < 1.0, "{}", scrolled());
        page.wait_until("the page at its end", || {
            turn(200.0);
            scrolled() > 30.0
        });
    });
}

#[test]
fn what_cannot_run_says_so_where_it_is_and_the_run_goes_on() {
    on_page("", |page| {
        page.wait_until("the run", || day(page) > 1.0);
        page.find_starting("button", "Business to Design, ").type_text(DELETE);
        let alert = page.wait_for("the fault", || {
            page.all("alert", |_| true).into_iter().map(|alert| alert.text()).next()
        });
        assert!(
            alert.contains("This cannot run yet") && alert.contains("no link leads from here"),
            "{alert}"
        );
        let stood = day(page);
        page.wait_until("the run", || day(page) > stood);
        page.find_css(".belt-card.is-wrong");
        page.drag(port(page, "Business"), page.find_starting("button", "Design, ").middle());
        page.wait_until("peace", || page.all("alert", |_| true).is_empty());
    });
}

#[test]
fn a_double_click_draws_a_box_chooses_and_the_wheel_zooms() {
    on_page("", |page| {
        let [left, top, width, height] = page.find("group", "Value stream").rect();
        page.double_click((left + width / 2.0, top + height - 14.0));
        page.wait_until("one more", || work_centers(page).len() == 6);
        let [left, top, width, height] = page.find("group", "Value stream").rect();
        page.pointer(&[
            Pointer::Move(left + 4.0, top + 4.0),
            Pointer::Down,
            Pointer::Move(left + width / 2.0, top + height / 2.0),
            Pointer::Move(left + width - 4.0, top + height - 4.0),
            Pointer::Up,
        ]);
        page.wait_until("all chosen", || {
            page.run("return document.querySelectorAll('.belt-card.is-chosen').length", &json!([]))
                == json!(6)
        });
        page.find("button", "Fit").click();
        let before = page.find_starting("button", "Design, ").rect()[2];
        page.run(
            "document.querySelector('.belt').dispatchEvent(new WheelEvent('wheel',
                { deltaY: -200, ctrlKey: true, clientX: 600, clientY: 300, bubbles: true, cancelable: true }))",
            &json!([]),
        );
        page.wait_until("nearer", || {
            page.find_starting("button", "Design, ").rect()[2] > before * 1.2
        });
        page.find("button", "Fit").click();
        page.wait_until("all of it", || {
            (page.find_starting("button", "Design, ").rect()[2] - before).abs() < 1.0
        });
    });
}

#[test]
fn keys_are_for_what_a_box_has_chosen_notes_too() {
    on_page("", |page| {
        page.find_css(".more summary").click();
        page.find("menuitem", "Add note").click();
        let notes = || count(page, ".belt-note-card");
        page.wait_until("a note", || notes() == 1);
        let [left, top, width, height] = page.find("group", "Value stream").rect();
        page.drag((left + 4.0, top + 4.0), (left + width - 4.0, top + height - 4.0));
        page.wait_until("all chosen", || {
            count(page, ".belt-card.is-chosen, .belt-note-card.is-chosen") == 6
        });
        page.press("\u{e017}");
        page.wait_until("nothing left", || work_centers(page).is_empty() && notes() == 0);
    });
}

#[test]
fn the_sheet_of_keys_opens_and_closes_and_arrows_go_from_part_to_part() {
    on_page("", |page| {
        page.find_starting("button", "Business, ").type_text("?");
        page.find("dialog", "Keys and gestures");
        page.press(ESCAPE);
        page.wait_until("no dialog", || page.all("dialog", |_| true).is_empty());
        page.find_starting("button", "Business, ").type_text(RIGHT);
        page.wait_until("the link", || focused(page).starts_with("Business to Design, "));
        page.press(RIGHT);
        page.wait_until("the next", || focused(page).starts_with("Design, "));
        let x = page.find_starting("button", "Design, ").middle().0;
        page.press_with(SHIFT, RIGHT);
        page.wait_until("it has moved", || {
            (page.find_starting("button", "Design, ").middle().0 - x).abs() > 4.0
        });
        assert!(focused(page).starts_with("Design, "));
    });
}

#[test]
fn a_step_that_starts_the_run_again_says_so_and_offers_the_way_back() {
    on_page("", |page| {
        page.wait_until("the run", || day(page) > 3.0);
        let at_once = "Changes count from now on, while the stream runs.";
        assert_eq!(page.find_css(".at-once").text(), at_once);
        page.find("button", "Add work center").click();
        page.wait_until("the new one", || work_centers(page).len() == 6);
        let said = || page.find_css(".restarted").text();
        page.wait_until("why", || {
            said().starts_with("Started again with seed 2: “Add Work center 6”.")
        });
        assert!(page.find_css(".at-once").text().starts_with("The last change started the run"));
        // It is not said again when the belt comes again.
        page.find("link", "All charts").click();
        page.find("link", "Back to the stream").click();
        page.wait_until("the belt", || work_centers(page).len() == 6);
        assert_eq!(count(page, ".restarted"), 0);
        page.find("button", "Undo").click();
        page.wait_until("the one before, and the way back", || {
            work_centers(page).len() == 5 && count(page, ".restarted") == 1
        });
        page.run("document.querySelector('.restarted button').click()", &json!([]));
        page.wait_until("six again", || work_centers(page).len() == 6);
        page.find("button", "Undo").click();
        page.wait_until("five again", || work_centers(page).len() == 5);
        // What amends the run says nothing, and a card that moves neither.
        page.find_starting("button", "QA, ").click();
        page.wait_until("the field", || page.find("textbox", "People").is_enabled());
        page.find("textbox", "People").fill("2");
        page.wait_until("no notice", || {
            page.run("return document.querySelector('.restarted')", &json!([])).is_null()
        });
        assert_eq!(page.find_css(".at-once").text(), at_once);
    });
}

#[test]
fn a_changed_template_has_a_name_of_its_own_also_after_a_reload() {
    on_page("", |page| {
        let names = || {
            let script =
                "return [...document.querySelectorAll('header option')].map(o => o.textContent)";
            let names = page.run(script, &json!([]));
            let names = names.as_array().cloned().unwrap_or_default();
            names
                .iter()
                .map(|name| name.as_str().unwrap_or_default().to_owned())
                .collect::<Vec<_>>()
        };
        let count = |name: &str| names().iter().filter(|other| *other == name).count();
        page.find("textbox", "People").fill("2");
        page.wait_until("its name", || count("Software team, changed") == 1);
        page.open("");
        page.wait_until("its name again", || count("Software team, changed") == 1);
        assert_eq!(count("Software team"), 1, "{:?}", names());
        // Changed a second time, it is a second one.
        let choose = "const select = document.querySelector('select'); select.value = '0';
            select.dispatchEvent(new Event('change', { bubbles: true }));";
        page.run(choose, &json!([]));
        page.find_starting("button", "QA, ").click();
        page.wait_until("one person", || page.find("textbox", "People").value() == "1");
        page.find("textbox", "People").fill("3");
        page.wait_until("both", || count("Software team, changed 2") == 1);
    });
}

#[test]
fn an_empty_belt_says_what_to_do_beside_the_customer_and_not_as_a_fault() {
    on_page("", |page| {
        for width in [1280, 390] {
            page.resize(width, 900);
            blank(page);
            assert!(page.all("alert", |_| true).is_empty());
            assert!(page.find_css(".unstarted").text().starts_with("Nothing here yet."));
            let words = page.find_css(".unstarted").rect();
            let customer = page.find_css(".belt-customer").rect();
            assert!(words[1] >= customer[1] + customer[3], "{words:?} runs over {customer:?}");
            assert!(page.run("return document.querySelector('.fault')", &json!([])).is_null());
        }
    });
}

#[test]
fn steps_can_be_undone_after_a_reload_and_damaged_ones_cost_no_stream() {
    on_page("", |page| {
        page.find_starting("button", "QA, ").click();
        page.find("button", "Add work center").click();
        page.wait_until("one more", || work_centers(page).len() == 6);
        page.find_starting("button", "Design, ").type_text(DELETE);
        page.wait_until("one less", || work_centers(page).len() == 5);
        let drawn = work_centers(page);
        page.open("");
        page.wait_until("the stream", || work_centers(page) == drawn);
        page.wait_until("its steps", || page.find("button", "Undo").is_enabled());
        page.find("button", "Undo").click();
        page.wait_until("six", || work_centers(page).len() == 6);
        page.find("button", "Undo").click();
        page.wait_until("as it was", || !page.find("button", "Undo").is_enabled());
        assert_eq!(work_centers(page)[3], "QA");
        page.open("");
        page.wait_until("what was undone", || page.find("button", "Redo").is_enabled());
        page.find("button", "Redo").click();
        page.wait_until("six again", || work_centers(page).len() == 6);
        let six = work_centers(page);
        page.run("localStorage.setItem('flowglass.steps.1', '<9 9 9 what\\nis this')", &json!([]));
        page.open("");
        page.wait_until("the stream all the same", || work_centers(page) == six);
        assert!(!page.find("button", "Undo").is_enabled());
    });
}

#[test]
fn a_finger_on_a_phone_brings_the_fields_chooses_several_and_deletes_them() {
    on_page("", |page| {
        page.resize_for_fingers(390, 844);
        page.wait_until("a belt that runs down", || {
            page.run(
                "return document.querySelectorAll('.belt[data-flow=down] .belt-card').length",
                &json!([]),
            ) == json!(5)
        });
        let show = |name: &str| {
            page.run(
                "const part = [...document.querySelectorAll('.belt button')]
                    .find(b => b.ariaLabel.startsWith(arguments[0]));
                scrollBy(0, part.getBoundingClientRect().top - 600)",
                &json!([name]),
            );
            page.find_starting("button", name).middle()
        };
        let bottom = |css: &str| {
            let [_, top, _, height] = page.find_css(css).rect();
            top + height
        };
        page.tap(show("Development, "));
        page.wait_until("its fields within reach", || {
            let [_, top, ..] = page.find_css(".inspector").rect();
            top > 300.0 && top < 844.0 && page.find("textbox", "Name").value() == "Development"
        });
        page.wait_until("and itself above them", || {
            bottom(".belt .is-chosen") <= page.find_css(".inspector").rect()[1]
        });
        page.find_css(".sheet-close").click();
        page.wait_until("back in its place", || {
            page.run("return document.querySelector('.is-sheet')", &json!([])).is_null()
        });
        page.run("scrollTo(0, 0)", &json!([]));
        page.find_css(".more summary").click();
        page.find("menuitem", "Choose several").click();
        for name in ["Design, ", "QA, "] {
            page.tap(show(name));
        }
        let chosen = "return document.querySelectorAll('.belt-card.is-chosen').length";
        page.wait_until("three chosen", || page.run(chosen, &json!([])) == json!(3));
        page.find("button", "Done").click();
        page.run("scrollTo(0, 0)", &json!([]));
        page.find_css(".more summary").click();
        page.find("menuitem", "Delete").click();
        page.wait_until("two left", || work_centers(page) == ["Business", "Operations"]);
    });
}

#[test]
fn long_names_widen_nothing_and_limits_have_fields_of_their_own() {
    on_page("", |page| {
        page.find("button", "Pause").click();
        let long = "Weight".repeat(20);
        let script = "const name = arguments[0];
            localStorage.setItem('flowglass.stream.1', JSON.stringify({ flowglass: 1, name,
                stages: [{ id: 'a', name, process_time: { mean: 1 } }, { id: 'b', name: 'B', process_time: { mean: 1 } }],
                links: [{ from: 'a', to: 'b' }, { from: 'b', to: 'customer' }], customer: { name },
                limits: [{ stages: ['a', 'b'], limit: 9 }, { stages: ['b'], limit: 7 }],
                sources: [{ id: 's', name, to: 'a', arrivals: { every: { mean: 2 } } }] }));
            localStorage.setItem('flowglass.now', '1')";
        page.run(script, &json!([long]));
        let wider = "return document.documentElement.scrollWidth - innerWidth";
        for width in [1280, 390, 360, 320] {
            page.resize(width, 900);
            anew(page);
            page.wait_until("it", || work_centers(page).len() == 2);
            assert!(page.run(wider, &json!([])).as_f64().is_some_and(|by| by < 1.0), "{width}");
            let title = "return document.querySelector('.inspector h2').textContent";
            page.wait_until("its name", || {
                page.run("document.querySelector('.belt-card button').click()", &json!([]));
                page.run(title, &json!([])) == json!(long)
            });
            assert!(page.run(wider, &json!([])).as_f64().is_some_and(|by| by < 1.0), "{width}");
        }
        page.resize(1280, 900);
        anew(page);
        page.wait_until("both limits", || {
            page.all("textbox", |name| name == "Common limit").len() == 2
        });
        page.find_css("#field-common-limit2").fill("5");
        page.wait_until("its own", || {
            let kept = page.run("return localStorage.getItem('flowglass.stream.1')", &json!([]));
            let kept: String = kept.as_str().unwrap_or_default().split_whitespace().collect();
            kept.contains("\"limit\":9") && kept.contains("\"limit\":5")
        });
        page.run("document.querySelector('.field-of button').click()", &json!([]));
        page.wait_until("one is left", || page.find("textbox", "Common limit").value() == "5");
        let ids = "const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
            return ids.length - new Set(ids).size";
        assert_eq!(page.run(ids, &json!([])), json!(0));
    });
}

#[test]
fn a_browser_without_room_keeps_the_stream_and_says_which_steps_it_does_not() {
    on_page("", |page| {
        page.find("button", "Pause").click();
        let fill = "let size = 1 << 22, filler = '';
            while (size > 1) {
                try { localStorage.setItem('filler', filler + 'x'.repeat(size)); filler += 'x'.repeat(size); }
                catch { size >>= 1; }
            }
            localStorage.setItem('filler', filler.slice(6000))";
        page.run(fill, &json!([]));
        let said = || {
            let script = "document.querySelector('.restarted button:last-child')?.click();
                return [...document.querySelectorAll('.unstarted')].map(p => p.textContent).join()";
            let said = page.run(script, &json!([]));
            said.as_str().is_some_and(|said| said.starts_with("This browser has no room for the "))
        };
        let mut count = 5;
        while !said() {
            count += 1;
            assert!(count < 25, "there is room for everything");
            page.find("button", "Add work center").click();
            page.wait_until("the work center", || work_centers(page).len() == count);
        }
        let drawn = work_centers(page);
        anew(page);
        page.wait_until("the stream", || work_centers(page) == drawn);
    });
}

#[test]
fn keys_alone_move_a_source_and_choose_several() {
    on_page("", |page| {
        page.find("button", "Pause").click();
        let place = || page.find_starting("button", "Ideas").middle();
        page.find_starting("button", "Ideas").type_text(RIGHT);
        page.wait_until("the hands", || !focused(page).starts_with("Ideas"));
        page.press(LEFT);
        assert!(focused(page).starts_with("Ideas"), "{}", focused(page));
        let before = place();
        for _ in 0..3 {
            page.press_with(SHIFT, "\u{e015}");
        }
        page.wait_until("it lower", || place().1 > before.1 + 20.0);
        page.find_css(".more summary").type_text(ENTER);
        page.find("menuitem", "Choose several").type_text(ENTER);
        for name in ["Design, ", "Development, "] {
            page.find_starting("button", name).type_text(" ");
        }
        let chosen = "return document.querySelectorAll('.belt-card.is-chosen').length";
        page.wait_until("three chosen", || page.run(chosen, &json!([])) == json!(3));
        page.find_starting("button", "Design, ").type_text(DELETE);
        page.wait_until("two left", || work_centers(page) == ["Business", "Operations"]);
    });
}

#[test]
fn several_streams_are_kept_with_their_names() {
    on_page("", |page| {
        blank(page);
        page.find("button", "Add work center").click();
        page.wait_until("it", || work_centers(page).len() == 1);
        blank(page);
        let kept = || {
            page.run(
                "return document.querySelectorAll('optgroup')[1]?.children.length ?? 0",
                &json!([]),
            )
        };
        page.wait_until("two", || kept() == json!(2));
        let choose = "const select = document.querySelector('select'); select.value = 'kept 1';
            select.dispatchEvent(new Event('change', { bubbles: true }));";
        page.run(choose, &json!([]));
        page.wait_until("the first", || work_centers(page).len() == 1);
        page.open("");
        page.wait_until("the first again", || work_centers(page).len() == 1);
    });
}

#[test]
fn a_finger_adds_connects_and_pinches() {
    on_page("", |page| {
        use Pointer::{Down, Move, Up, Wait};
        page.resize_for_fingers(390, 2200);
        blank(page);
        for count in 1..=3 {
            page.find("button", "Add work center").click();
            page.wait_until("the work center", || work_centers(page).len() == count);
        }
        let [left, top, width, height] = page.find_starting("button", "Work center 3, ").rect();
        let start = (left + width / 2.0, top + height - 1.0);
        let end = page.find_starting("button", "Work center 1, ").middle();
        let half = (f64::midpoint(start.0, end.0), f64::midpoint(start.1, end.1));
        page.touch(&[&[
            Move(start.0, start.1),
            Down,
            Move(half.0, half.1),
            Move(end.0, end.1),
            Up,
        ]]);
        page.wait_until("rework", || {
            links(page).iter().any(|link| link.starts_with("Work center 3 to Work center 1, 10 %"))
        });
        let before = page.find_starting("button", "Work center 1, ").rect()[2];
        let [left, top, width, _] = page.find("group", "Value stream").rect();
        let (x, y) = (left + width / 2.0, top + 300.0);
        // The second finger comes later.
        page.touch(&[
            &[Move(x - 40.0, y), Down, Wait(0), Move(x - 50.0, y), Move(x - 80.0, y), Up],
            &[Move(x + 40.0, y), Wait(0), Down, Move(x + 50.0, y), Move(x + 80.0, y), Up],
        ]);
        page.wait_until("nearer", || {
            page.find_starting("button", "Work center 1, ").rect()[2] > before * 1.4
        });
    });
}

#[test]
fn fingers_alone_draw_edit_delete_undo_move_and_zoom_on_a_phone() {
    on_page("", |page| {
        use Pointer::{Down, Move, Up};
        page.resize_for_fingers(390, 844);
        let tap = |at| page.tap(at);
        let top = || page.run("scrollTo(0, 0)", &json!([]));
        let tap_on = |role: &str, name: &str| tap(page.find_starting(role, name).middle());
        // Brings the belt to the top of the window.
        let show_belt = || {
            page.run(
                "scrollBy(0, document.querySelector('.belt').getBoundingClientRect().top - 8)",
                &json!([]),
            )
        };
        let tap_in_menu = |name: &str| {
            top();
            tap(page.find_css(".more summary").middle());
            let item = || page.find("menuitem", name);
            let [left, upper, width, _] = item().rect();
            assert!(left >= 0.0 && left + width <= 390.0, "{name}: {left}, {width}");
            page.run("scrollBy(0, arguments[0])", &json!([upper - 400.0]));
            tap(item().middle());
        };
        tap_on("button", "New");
        page.wait_until("the gallery", || !page.all("dialog", |_| true).is_empty());
        tap_on("button", "Empty belt");
        page.wait_until("an empty belt", || work_centers(page).is_empty());
        for count in 1..=3 {
            top();
            tap_on("button", "Add work center");
            page.wait_until("the work center", || work_centers(page).len() == count);
        }
        show_belt();
        let [left, upper, width, height] = page.find_starting("button", "Work center 3, ").rect();
        let from = (left + width / 2.0, upper + height - 1.0);
        let to = page.find_starting("button", "Work center 1, ").middle();
        assert!(from.1 < 844.0 && to.1 > 0.0, "both are seen: {from:?}, {to:?}");
        let half = (f64::midpoint(from.0, to.0), f64::midpoint(from.1, to.1));
        page.touch(&[&[Move(from.0, from.1), Down, Move(half.0, half.1), Move(to.0, to.1), Up]]);
        page.wait_until("rework", || {
            links(page).iter().any(|link| link.starts_with("Work center 3 to Work center 1, 10 %"))
        });
        tap_on("button", "Work center 2, ");
        page.wait_until("its fields", || count(page, ".is-sheet") == 1);
        tap_on("button", "People: more");
        page.wait_until("two people", || {
            page.find_starting("button", "Work center 2, ").name().contains(" of 2 people")
        });
        tap(page.find_css(".sheet-close").middle());
        page.wait_until("the page", || count(page, ".is-sheet") == 0);
        tap_in_menu("Delete");
        page.wait_until("one less", || work_centers(page) == ["Work center 1", "Work center 3"]);
        top();
        tap(page.find("button", "Undo").middle());
        page.wait_until("three", || work_centers(page).len() == 3);
        show_belt();
        let card = || page.find_starting("button", "Work center 1, ").rect();
        let before = card();
        let [left, upper, width, height] = page.find("group", "Value stream").rect();
        let (x, y) = (left + width / 2.0, upper + height.min(700.0) / 2.0);
        page.touch(&[
            &[Move(x - 30.0, y), Down, Move(x - 50.0, y), Move(x - 80.0, y), Up],
            &[Move(x + 30.0, y), Down, Move(x + 50.0, y), Move(x + 80.0, y), Up],
        ]);
        page.wait_until("nearer", || card()[2] > before[2] * 1.4);
        let before = card();
        page.touch(&[
            &[Move(x - 30.0, y), Down, Move(x - 30.0, y + 30.0), Move(x - 30.0, y + 60.0), Up],
            &[Move(x + 30.0, y), Down, Move(x + 30.0, y + 30.0), Move(x + 30.0, y + 60.0), Up],
        ]);
        page.wait_until("it lower, and no nearer", || {
            card()[1] > before[1] + 30.0 && (card()[2] - before[2]).abs() < 8.0
        });
        tap_in_menu("Keys");
        page.wait_until("the sheet", || count(page, ".sheet") == 1);
        tap(page.find_css(".dialog .close").middle());
        page.wait_until("no sheet", || count(page, ".sheet") == 0);
    });
}

#[test]
fn a_rule_that_contradicts_another_is_said_under_its_field_and_found_from_the_list() {
    on_page("", |page| {
        page.wait_until("the run", || day(page) > 1.0);
        page.find_starting("button", "QA, ").click();
        let unfold = "const all = document.querySelector('details.unfold'); \
                      return Boolean(all && (all.open = true))";
        page.wait_until("what unfolds", || page.run(unfold, &json!([])) == json!(true));
        page.find("textbox", "Cadence").fill("5");
        page.run(
            "const select = document.querySelector('#field-finished-item'); select.selectedIndex = 1;
            select.dispatchEvent(new Event('change', { bubbles: true }))",
            &json!([]),
        );
        let said = "Cadence: does not go together with a finished item that holds its person.";
        let cadence = || page.find("textbox", "Cadence");
        page.wait_until("the fault at its field", || {
            cadence().attribute("aria-invalid").as_deref() == Some("true")
        });
        let hint = cadence().attribute("aria-describedby").expect("it has a hint");
        assert_eq!(page.find_css(&format!("#{hint}")).text(), said);
        page.find_css(".unfold.is-wrong");
        page.find_css(".belt-card.is-wrong");
        let stood = day(page);
        page.wait_until("the last valid stream", || day(page) > stood);
        // Elsewhere it is in the list, which leads back to it: the section unfolds, the field has the focus.
        page.find_starting("button", "Design, ").click();
        let listed = page.wait_for("the list", || {
            page.all("button", |name| name == "QA, ".to_owned() + said).into_iter().next()
        });
        listed.click();
        page.wait_until("the field", || focused(page) == "Cadence");
        page.find("button", "Undo").click();
        page.wait_until("peace", || page.all("alert", |_| true).is_empty());
    });
}

#[test]
fn lists_are_pasted_and_what_cannot_be_read_is_said() {
    on_page("", |page| {
        page.find("button", "Pause").click();
        page.find_starting("button", "Ideas").click();
        let kind = "const s = document.querySelector('#field-arrivals-come'); s.selectedIndex = 5;
            s.dispatchEvent(new Event('change', { bubbles: true }))";
        page.find_css("#field-arrivals-come");
        page.run(kind, &json!([]));
        let paste =
            "const a = document.querySelector('#field-times-of-arrivals'); a.value = arguments[0];
            a.dispatchEvent(new InputEvent('input', { bubbles: true }))";
        let area = page.find("textbox", "Times of arrivals");
        assert_eq!(area.value(), "1\n2\n3");
        page.run(paste, &json!(["0\n0,5\nsoon"]));
        let wrong = "Times of arrivals: line 3: found “soon”, want a number from 0 to 1000000.";
        page.wait_until("what is wrong", || {
            page.all("alert", |_| true).iter().any(|alert| alert.text() == wrong)
        });
        page.run(paste, &json!(["0\n0,5\n4"]));
        page.wait_until("no fault", || page.all("alert", |_| true).is_empty());
        // It is a step like any other.
        let kept = "return localStorage.getItem('flowglass.stream.1')";
        assert!(page.run(kept, &json!([])).as_str().is_some_and(|text| text.contains("0.5")));
        page.find("button", "Undo").click();
        page.find("button", "Undo").click();
        page.find("textbox", "Arrivals");
    });
}

#[test]
fn what_lies_over_the_page_keeps_the_focus_and_gives_it_back() {
    on_page("", |page| {
        page.find("button", "Pause").click();
        page.find("button", "New").click();
        page.find("dialog", "Begin with");
        let inside = || {
            let script =
                "return document.querySelector('.dialog').contains(document.activeElement)";
            page.run(script, &json!([])) == json!(true)
        };
        page.wait_until("the focus inside", inside);
        let count = "return document.querySelectorAll('.dialog button').length";
        let count = page.run(count, &json!([])).as_u64().expect("a number");
        for _ in 0..count + 2 {
            page.press("\u{e004}");
            assert!(inside());
        }
        for _ in 0..count + 2 {
            page.press_with(SHIFT, "\u{e004}");
            assert!(inside());
        }
        page.press(ESCAPE);
        page.wait_until("the focus back", || focused(page) == "New");
        // Also from a menu, which closes, and while the map is shown.
        page.find("button", "Map").click();
        page.find_css(".more summary").click();
        page.find("menuitem", "Keys").click();
        page.wait_until("the focus inside", || {
            !page.all("dialog", |_| true).is_empty() && inside()
        });
        page.press(ESCAPE);
        page.wait_until("the focus back", || focused(page) == "More");
    });
}

/// Goes to a part of the belt by the Tab key and arrows.
fn walk_to(page: &Page, name: &str) {
    for _ in 0..40 {
        if page.run("return Boolean(document.activeElement.closest('.belt'))", &json!([]))
            == json!(true)
        {
            break;
        }
        page.press("\u{e004}");
    }
    for key in [LEFT, RIGHT] {
        for _ in 0..20 {
            if focused(page).starts_with(name) {
                return;
            }
            page.press(key);
        }
    }
    panic!("{name} is not to be reached; the focus is on {}", focused(page));
}

/// Does what a line of the sheet of keys names, and sees that it happens; says whether there are keys for it.
fn does_what_it_says(page: &Page, line: &str) -> bool {
    let place = || page.find_starting("button", "Design, ").rect();
    if line != "Space" {
        walk_to(page, "Design, ");
    }
    match line {
        "Arrow keys" => {
            page.press(RIGHT);
            page.wait_until(line, || focused(page).starts_with("Design to Development"));
        }
        "Shift + arrow keys, drag" => {
            let before = place()[0];
            page.press_with(SHIFT, RIGHT);
            page.wait_until(line, || place()[0] > before + 4.0);
        }
        "Enter" => {
            page.press(ENTER);
            page.wait_until(line, || focused(page) == "Name");
            page.press(ESCAPE);
            page.wait_until("Escape", || focused(page).starts_with("Design, "));
        }
        "A" => {
            page.press("a");
            page.wait_until(line, || focused(page).starts_with("Work center 6, "));
            assert_eq!(work_centers(page).len(), 6);
        }
        "C" => {
            page.press("c");
            for _ in 0..4 {
                page.press(RIGHT);
            }
            assert!(focused(page).starts_with("QA, "), "{}", focused(page));
            page.press(ENTER);
            page.wait_until(line, || {
                links(page).iter().any(|link| link.starts_with("Design to QA, "))
            });
        }
        "Delete" => {
            page.press(DELETE);
            page.wait_until(line, || work_centers(page).len() == 4);
        }
        "Ctrl + D" => {
            page.press_with(CONTROL, "d");
            page.wait_until(line, || work_centers(page).len() == 6);
        }
        "Shift + click, Ctrl + A" => {
            page.press_with(CONTROL, "a");
            page.wait_until(line, || count(page, ".belt-card.is-chosen") == 5);
        }
        "N, K" => {
            page.press("n");
            page.wait_until("a note", || count(page, ".belt-note-card") == 1);
            walk_to(page, "Design, ");
            page.press("k");
            page.wait_until("a burst", || count(page, ".belt-note-card.is-kaizen") == 1);
        }
        "+, −, 0" => {
            let before = place()[2];
            page.press("++");
            page.wait_until("nearer", || place()[2] > before * 1.2);
            page.press("-");
            page.press("0");
            page.wait_until("all of it", || (place()[2] - before).abs() < 1.0);
        }
        "Ctrl + Z, Ctrl + Shift + Z" => {
            page.press("a");
            page.wait_until("a step", || work_centers(page).len() == 6);
            page.press_with(CONTROL, "z");
            page.wait_until("undo", || work_centers(page).len() == 5);
            page.press_with(&(CONTROL.to_owned() + SHIFT), "z");
            page.wait_until("redo", || work_centers(page).len() == 6);
        }
        "Space" => {
            page.find("button", "Pause");
            page.press(" ");
            page.find("button", "Play");
        }
        "?" => {
            page.press("?");
            page.find("dialog", "Keys and gestures");
            page.press("?");
            page.wait_until(line, || page.all("dialog", |_| true).is_empty());
        }
        // Without keys.
        "Double-click the belt"
        | "Drag from the ring at its edge"
        | "Drag beside everything"
        | "Ctrl + wheel, pinch"
        | "Wheel, two fingers, middle button" => return false,
        _ => panic!("nobody has tried “{line}”"),
    }
    true
}

#[test]
fn every_line_of_the_sheet_of_keys_does_what_it_says_by_keys_alone() {
    on_page("", |page| {
        page.find("button", "Pause");
        // With nothing of the page in focus.
        page.press("?");
        page.find("dialog", "Keys and gestures");
        let lines =
            "return [...document.querySelectorAll('.sheet dt')].map(line => line.textContent)";
        let lines = page.run(lines, &json!([]));
        let mut done = 0;
        for line in lines.as_array().expect("lines") {
            page.run("localStorage.clear()", &json!([]));
            anew(page);
            done += u32::from(does_what_it_says(page, line.as_str().expect("words")));
        }
        assert_eq!(done, 13);
    });
}
