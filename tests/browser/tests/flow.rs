//! The cumulative flow diagram under a visitor's hands: bands, zoom, fingers.

use std::thread;
use std::time::Duration;

use browser::{Page, on_page};
use serde_json::json;

const HOME: &str = "\u{e011}";
const LEFT: &str = "\u{e012}";
const SHIFT: &str = "\u{e008}";

/// Waits until the run has come so far, lets it stand, and brings what answers hands.
fn stand_at(page: &Page, days: f64) {
    browser::stand_at(page, days);
    page.find("button", "Bands");
}

/// What the canvas shows, in short.
fn pixels(page: &Page) -> String {
    let script = "const c = document.querySelector('.chart-frame canvas').toDataURL();
        let h = 0; for (let i = 0; i < c.length; i++) h = (h * 31 + c.charCodeAt(i)) | 0; return String(h)";
    page.run(script, &json!([])).as_str().unwrap_or_default().to_owned()
}

fn says(page: &Page) -> String {
    page.find_css(".flow-says").text()
}

fn foretold(page: &Page) -> String {
    page.find_css(".flow-foretold").text()
}

fn focus_chart(page: &Page) {
    page.run("document.querySelector('.chart-frame canvas').focus()", &json!([]));
}

/// What the keyboard reads at the left end of the diagram.
fn left_end(page: &Page) -> (f64, String) {
    focus_chart(page);
    page.press(HOME);
    let reading = || page.find_css(".chart p[aria-live]").text();
    page.wait_until("a reading", || reading().starts_with("At day "));
    let said = reading();
    let day = said.strip_prefix("At day ").and_then(|said| said.split(':').next()?.parse().ok());
    (day.unwrap_or(f64::NAN), said)
}

#[test]
fn bands_are_left_out_and_drawn_as_one_and_that_is_remembered() {
    on_page("", |page| {
        stand_at(page, 40.0);
        let all = pixels(page);
        page.find("button", "Bands").click();
        assert!(page.all("button", |name| name == "Show all").is_empty());
        page.find("button", "Business").click();
        page.wait_until("what is left out", || {
            says(page).contains("WIP and time to flow count from Design on")
        });
        page.wait_until("another picture", || pixels(page) != all);
        let without = pixels(page);
        page.find("button", "Development and QA as one").click();
        page.wait_until("one band less", || {
            ![all.as_str(), &without].contains(&pixels(page).as_str())
        });
        assert_eq!(
            page.find("button", "Business").attribute("aria-pressed").as_deref(),
            Some("false")
        );
        // Somebody who comes back finds it so.
        page.open("");
        stand_at(page, 5.0);
        page.find("button", "Bands").click();
        let pressed = |name: &str| page.find("button", name).attribute("aria-pressed");
        assert_eq!(pressed("Business").as_deref(), Some("false"));
        assert_eq!(pressed("Development and QA as one").as_deref(), Some("true"));
        page.find("button", "Show all").click();
        page.wait_until("everything", || pressed("Business").as_deref() == Some("true"));
        page.wait_until("no more to say", || !says(page).contains("are left out"));
    });
}

/// Heads and first row of the table below the diagram.
fn table(page: &Page) -> (Vec<String>, Vec<String>) {
    let cells = |row: &str| {
        let script = "return [...document.querySelectorAll(`.chart table ${arguments[0]} > *`)].map(c => c.textContent)";
        let cells = page.run(script, &json!([row]));
        let cells = cells.as_array().cloned().unwrap_or_default();
        cells.iter().map(|cell| cell.as_str().unwrap_or_default().to_owned()).collect()
    };
    (cells("thead tr"), cells("tbody tr:last-child"))
}

#[test]
fn the_numbers_are_those_of_the_bands_that_are_drawn() {
    on_page("", |page| {
        stand_at(page, 40.0);
        page.find("button", "Data table").click();
        page.wait_until("the table", || !table(page).0.is_empty());
        let (heads, all) = table(page);
        let names =
            ["Day", "Backlog", "Business", "Design", "Development", "QA", "Operations", "Done"];
        assert_eq!(heads, names);
        page.find("button", "Bands").click();
        page.find("button", "Business").click();
        page.find("button", "Development and QA as one").click();
        page.wait_until("fewer bands", || table(page).0.len() == 5);
        let (heads, drawn) = table(page);
        assert_eq!(heads, ["Day", "Design", "Development + QA", "Operations", "Done"]);
        let number = |cell: &String| cell.parse::<u32>().expect("a count");
        assert_eq!(number(&drawn[2]), number(&all[4]) + number(&all[5]));
        assert_eq!((&drawn[0], &drawn[1], &drawn[4]), (&all[0], &all[3], &all[7]));
        let note = page.find_css(".chart .table .hint").text();
        assert!(note.contains("left out") && note.contains("Development + QA are drawn as one"));
        // A file says the same.
        page.run(
            "window.saved = []; HTMLAnchorElement.prototype.click = function () {
               fetch(this.href).then(r => r.text()).then(text => window.saved.push(text)); }",
            &json!([]),
        );
        page.find("button", "CSV").click();
        let file = page.wait_for("the file", || {
            page.run("return window.saved[0]", &json!([])).as_str().map(str::to_owned)
        });
        assert!(file.contains("Day,Design,Development + QA,Operations,Done"), "{file}");
        assert!(file.contains("Development + QA are drawn as one."), "{file}");
        page.find("button", "Show all").click();
        page.wait_until("all bands", || table(page).0 == names);
    });
}

#[test]
fn what_the_customer_asks_for_is_in_the_picture_the_reading_and_the_numbers() {
    on_page("", |page| {
        stand_at(page, 5.0);
        let choose = "const select = document.querySelector('select');
            select.value = [...select.options].find(option => option.text === 'Made to stock').value;
            select.dispatchEvent(new Event('change', { bubbles: true }));";
        page.run(choose, &json!([]));
        page.wait_until("the example", || {
            page.find_css(".about").text().starts_with("Made to stock")
        });
        page.find("button", "Play").click();
        stand_at(page, 20.0);
        let (_, said) = left_end(page);
        assert!(said.contains(", asked for ") && said.contains(", delivered "), "{said}");
        page.find("button", "Data table").click();
        page.wait_until("the table", || !table(page).0.is_empty());
        let (heads, last) = table(page);
        assert_eq!(heads.last().map(String::as_str), Some("Asked for"));
        assert!(last.last().is_some_and(|asked| asked.parse::<u32>().is_ok_and(|asked| asked > 5)));
    });
}

#[test]
fn time_is_zoomed_and_moved_by_buttons_keys_and_wheel() {
    on_page("", |page| {
        stand_at(page, 40.0);
        let all = pixels(page);
        page.find("button", "Show less time").click();
        page.wait_until("another picture", || pixels(page) != all);
        let (near, _) = left_end(page);
        assert!(near > 5.0, "{near}");
        page.press_with(SHIFT, LEFT);
        page.wait_until("earlier days", || left_end(page).0 < near - 1.0);
        page.press("0");
        page.wait_until("the whole run", || left_end(page).0 == 0.0);
        // The wheel alone scrolls the page; with Ctrl it zooms about the pointer.
        let roll = |ctrl: bool| {
            page.run(
                "const c = document.querySelector('.chart-frame canvas'), r = c.getBoundingClientRect();
                 return c.dispatchEvent(new WheelEvent('wheel', { deltaY: -400, ctrlKey: arguments[0],
                   clientX: r.left + r.width / 3, clientY: r.top + 50, bubbles: true, cancelable: true }))",
                &json!([ctrl]),
            )
        };
        assert_eq!(roll(false), json!(true));
        assert_eq!(roll(true), json!(false));
        page.wait_until("nearer", || left_end(page).0 > 0.0);
        page.find("button", "All time in the chart").click();
        page.wait_until("the whole run", || left_end(page).0 == 0.0);
        assert!(!page.find("button", "All time in the chart").is_enabled());
        page.press("\u{e00c}");
        page.wait_until("the first picture", || pixels(page) == all);
    });
}

/// A finger's step at a share of the chart's width.
fn finger(page: &Page, kind: &str, id: u32, share: f64) {
    page.run(
        "const c = document.querySelector('.chart-frame canvas'), r = c.getBoundingClientRect();
         c.dispatchEvent(new PointerEvent(arguments[0], { pointerId: arguments[1], isPrimary: arguments[1] === 2,
           pointerType: 'touch', buttons: arguments[0] === 'pointerup' ? 0 : 1, bubbles: true, cancelable: true,
           clientX: r.left + arguments[2] * r.width, clientY: r.top + r.height / 2 }))",
        &json!([kind, id, share]),
    );
}

#[test]
fn a_finger_held_still_chooses_a_window_and_two_stretch_the_time() {
    on_page("", |page| {
        stand_at(page, 40.0);
        let window = || page.find_css(".numbers .window > span:first-child").text();
        let before = window();
        // One that moves at once reads.
        finger(page, "pointerdown", 2, 0.2);
        finger(page, "pointermove", 2, 0.4);
        finger(page, "pointerup", 2, 0.4);
        finger(page, "pointerdown", 2, 0.2);
        thread::sleep(Duration::from_millis(550));
        finger(page, "pointermove", 2, 0.3);
        finger(page, "pointermove", 2, 0.45);
        assert_eq!(window(), before);
        finger(page, "pointerup", 2, 0.45);
        page.wait_until("another window", || window() != before);
        let all = left_end(page).0;
        finger(page, "pointerdown", 2, 0.4);
        finger(page, "pointerdown", 3, 0.5);
        finger(page, "pointermove", 3, 0.7);
        finger(page, "pointerup", 3, 0.7);
        finger(page, "pointerup", 2, 0.4);
        page.wait_until("less time", || left_end(page).0 > all);
    });
}

#[test]
fn what_will_be_delivered_is_foretold_in_the_picture_and_in_words() {
    on_page("", |page| {
        stand_at(page, 40.0);
        let pressed = || page.find("button", "Forecast").attribute("aria-pressed");
        assert_eq!(pressed().as_deref(), Some("false"));
        let without = pixels(page);
        page.find("button", "Bands").click();
        let rows = || ["Bands", "Forecast"].map(|name| page.find("button", name).rect()[1]);
        let (hint, before) = (says(page), rows());
        page.find("button", "Forecast").click();
        page.wait_until("what it says", || {
            foretold(page).contains("items are delivered with 50 % certainty")
        });
        let said = foretold(page);
        // The buttons stay where they are, and the other hint too.
        assert_eq!((says(page), rows()), (hint, before));
        page.find("button", "Bands").click();
        assert!(said.contains("1,000 futures drawn from "), "{said}");
        assert!(said.contains("assuming that the future is like them"), "{said}");
        assert_eq!(pressed().as_deref(), Some("true"));
        page.wait_until("another picture", || pixels(page) != without);
        // A run that stands has one future.
        let with = pixels(page);
        page.find("button", "Forecast").click();
        page.wait_until("the picture without", || pixels(page) == without);
        page.find("button", "Forecast").click();
        page.wait_until("the picture with", || pixels(page) == with);
        assert_eq!(foretold(page), said);
        // At its start it has no past to draw from.
        page.find("button", "Reset").click();
        page.wait_until("why not", || foretold(page).starts_with("Too early for a forecast"));
    });
}
