//! A visitor looks back on the run, goes on from there, and compares two futures.

use browser::{Page, day, on_page, stand_at};
use serde_json::json;

const HOME: &str = "\u{e011}";
const END: &str = "\u{e010}";
const LEFT: &str = "\u{e012}";

/// What the slider says: the day that is shown, and the latest.
fn slider(page: &Page) -> (f64, f64) {
    let said = page.run(
        "return document.querySelector('[aria-label=Time]').getAttribute('aria-valuetext')",
        &json!([]),
    );
    let said = said.as_str().expect("it is said in words").to_owned();
    let said = said.strip_prefix("Day ").expect("it reads Day 46.0 of 120");
    let (day, latest) = said.split_once(" of ").expect("it reads Day 46.0 of 120");
    (day.parse().expect("a number"), latest.parse().expect("a number"))
}

fn seek(page: &Page, notch: u32) {
    page.run(
        "const slider = document.querySelector('[aria-label=Time]');
         slider.value = arguments[0];
         slider.dispatchEvent(new InputEvent('input', { bubbles: true }));",
        &json!([notch]),
    );
}

fn delivered(page: &Page) -> String {
    page.find_starting("button", "QA, ").name()
}

fn press(page: &Page, key: &str) {
    page.run("document.querySelector('[aria-label=Time]').focus()", &json!([]));
    page.press(key);
}

#[test]
fn the_slider_goes_back_and_forth_and_the_run_goes_on_from_there() {
    on_page("", |page| {
        page.wait_until("the run", || day(page) > 30.0);
        seek(page, 500);
        // Going back pauses.
        page.find("button", "Play");
        page.wait_until("the middle", || {
            let (at, latest) = slider(page);
            (at - day(page)).abs() < 0.06 && (at / latest - 0.5).abs() < 0.03
        });
        let (middle, qa) = (day(page), delivered(page));
        seek(page, 100);
        page.wait_until("the beginning", || day(page) < middle / 2.0);
        assert_ne!(delivered(page), qa);
        seek(page, 500);
        page.wait_until("the middle again", || (day(page) - middle).abs() < 0.06);
        page.wait_until("the same queue", || delivered(page) == qa);
        page.find("button", "Play").click();
        page.wait_until("the run to go on", || day(page) > middle + 1.0);
        // By keyboard, to the ends and a little back.
        page.find("slider", "Time");
        press(page, HOME);
        page.wait_until("the start", || day(page) < 0.06);
        press(page, END);
        page.wait_until("the present", || {
            let (at, latest) = slider(page);
            (at - latest).abs() < 0.51 && (day(page) - at).abs() < 0.06
        });
        let latest = day(page);
        for _ in 0..8 {
            press(page, LEFT);
        }
        page.wait_until("a moment before", || day(page) < latest);
        assert!(!page.find_css("body").text().contains("NaN"));
    });
}

#[test]
fn a_change_at_an_earlier_moment_is_compared_with_how_it_went() {
    on_page("", |page| {
        page.wait_until("the run", || day(page) > 40.0);
        seek(page, 400);
        page.find("button", "Play");
        page.find_starting("button", "QA, ").click();
        page.find("textbox", "People").fill("3");
        let section = page.wait_for("the comparison", || {
            page.all("region", |name| name.starts_with("Two futures of day")).into_iter().next()
        });
        page.find("button", "Play").click();
        page.wait_until("numbers", || section.text().contains("Cycle time, 85 %"));
        let said = section.text();
        for word in ["With the change", "Without it", "Difference", "may still be luck"] {
            assert!(said.contains(word), "{word} in {said}");
        }
        page.find("button", "Close").click();
        page.wait_until("one future", || {
            page.all("region", |name| name.starts_with("Two futures")).is_empty()
        });
    });
}

#[test]
fn the_first_future_is_a_click_away_with_what_was_drawn() {
    on_page("", |page| {
        stand_at(page, 60.0);
        let (qa, latest) = (delivered(page), day(page));
        seek(page, 400);
        page.find_starting("button", "QA, ").click();
        page.find("textbox", "People").fill("3");
        page.wait_for("the comparison", || {
            page.all("region", |name| name.starts_with("Two futures of day")).into_iter().next()
        });
        page.wait_until("the change", || delivered(page).contains("of 3 people"));
        page.find("button", "Back to the first future").click();
        page.wait_until("the first future", || delivered(page) == qa);
        assert!((day(page) - latest).abs() < 0.06);
        assert_eq!(page.find("textbox", "People").value(), "1");
        assert!(page.all("region", |name| name.starts_with("Two futures")).is_empty());
        // Whoever regrets that has the change again, from now on.
        page.find_starting("button", "Undo").click();
        page.wait_until("the change", || delivered(page).contains("of 3 people"));
        assert!((day(page) - latest).abs() < 0.06);
    });
}

fn window(page: &Page) -> String {
    page.find_css(".numbers .window > span:first-child").text()
}

#[test]
fn a_window_is_dragged_on_the_chart_and_everything_is_measured_over_it() {
    on_page("", |page| {
        stand_at(page, 40.0);
        let before = window(page);
        let measures = || page.find("group", "Measures").text();
        let all = measures();
        let [left, top, width, height] = page.find_css(".chart-frame canvas").rect();
        let row = top + height / 2.0;
        page.drag((left + width * 0.2, row), (left + width * 0.45, row));
        page.wait_until("another window", || window(page) != before);
        page.wait_until("other measures", || measures() != all);
        let dragged = window(page);
        // The other charts over time show the same window.
        page.find("tab", "Throughput").click();
        page.find("button", "Data table").click();
        page.wait_until("its rows", || page.find_css(".chart table").text().len() > 20);
        assert_eq!(window(page), dragged);
        // The clear way out.
        page.find("button", "Whole run").click();
        page.wait_until("everything", || window(page).starts_with("Day 0 to"));
        // The same by keyboard.
        page.find("tab", "Cumulative flow").click();
        page.run("document.querySelector('.chart-frame canvas').focus()", &json!([]));
        for _ in 0..4 {
            page.press("\u{e00e}");
        }
        page.press("[");
        page.wait_until("a window by keyboard", || !window(page).starts_with("Day 0 to"));
        page.press("\u{e00c}");
        page.wait_until("none again", || window(page).starts_with("Day 0 to"));
    });
}

#[test]
fn the_belt_shows_the_moment_that_is_read_from_the_chart() {
    on_page("", |page| {
        stand_at(page, 40.0);
        // What looks back is there once a hand was near the belt.
        page.find_starting("button", "QA, ").click();
        let now = delivered(page);
        page.run("document.querySelector('.chart-frame canvas').focus()", &json!([]));
        page.press(HOME);
        page.wait_until("the start on the belt", || delivered(page).contains("0 of 1 people busy"));
        assert_ne!(delivered(page), now);
        page.press("\u{e00c}");
        page.wait_until("the present on the belt", || delivered(page) == now);
    });
}

#[test]
fn the_belt_looks_back_also_while_the_drawing_cannot_run() {
    on_page("", |page| {
        stand_at(page, 40.0);
        page.find_starting("button", "Ideas, ").click();
        page.press("\u{e017}");
        page.wait_until("the fault", || !page.all("alert", |_| true).is_empty());
        let now = delivered(page);
        page.run("document.querySelector('.chart-frame canvas').focus()", &json!([]));
        page.press(HOME);
        page.wait_until("the start on the belt", || delivered(page).contains("0 of 1 people busy"));
        page.press("\u{e00c}");
        page.wait_until("the present on the belt", || delivered(page) == now);
    });
}
