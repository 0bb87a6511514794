//! The page around the run: nothing moves by itself, nonsense is named, and everything can be read without a mouse.

use browser::{Page, day, on_page, stand_at};
use serde_json::json;

const LEFT: &str = "\u{e012}";
const ESCAPE: &str = "\u{e00c}";

fn alerts(page: &Page) -> Vec<String> {
    page.all("alert", |_| true).iter().map(browser::Element::text).collect()
}

fn chosen(page: &Page) -> String {
    let script = "return document.querySelector('select').selectedOptions[0].text";
    page.run(script, &json!([])).as_str().unwrap_or_default().to_owned()
}

#[test]
fn nothing_moves_while_the_first_numbers_come() {
    on_page("", |page| {
        let measures = page.find("group", "Measures").text();
        for term in ["Throughput", "Age, 85 %", "Flow efficiency", "Goes back"] {
            assert!(measures.contains(term), "{term} in {measures}");
        }
        page.wait_until("the first deliveries", || {
            !page.find("group", "Measures").text().contains("nothing delivered yet")
        });
        let shift = page.run(
            "let sum = 0;
            const watch = new PerformanceObserver(() => {});
            watch.observe({ type: 'layout-shift', buffered: true });
            return new Promise(done => setTimeout(() => {
                for (const entry of watch.takeRecords()) sum += entry.value;
                done(sum);
            }, 100))",
            &json!([]),
        );
        // A tenth is where a page counts as restless; words that grow by a figure make a hundredth of that.
        assert!(shift.as_f64().is_some_and(|shift| shift < 0.02), "shifted by {shift}");
    });
}

#[test]
fn nothing_moves_when_the_first_finding_comes() {
    for (width, height) in [(1280, 860), (1000, 700), (390, 844)] {
        on_page("", |page| {
            page.resize(width, height);
            let top = || page.find("group", "Value stream").rect()[1];
            let before = top();
            let insight = page.find("status", "Insight");
            page.wait_until("the finding", || insight.text().starts_with("QA holds"));
            assert!((top() - before).abs() < 2.0, "{width}: from {before} to {}", top());
        });
    }
}

#[test]
fn a_seed_that_is_none_is_named_and_the_run_goes_on() {
    on_page("", |page| {
        let seed = page.find("spinbutton", "Seed");
        seed.fill("-5");
        page.wait_until("the objection", || !alerts(page).is_empty());
        let said = alerts(page).join(" ");
        assert!(said.contains("Seed: found “-5”, want a whole number from 0 to"), "{said}");
        seed.fill("7");
        page.wait_until("peace", || alerts(page).is_empty());
    });
}

#[test]
fn a_seed_counts_when_all_of_it_is_typed() {
    on_page("", |page| {
        stand_at(page, 5.0);
        let stood = day(page);
        let seed = page.find("spinbutton", "Seed");
        // Digit by digit: the run goes on with what there was, and starts again when nothing more comes.
        seed.fill("41");
        assert!((day(page) - stood).abs() < 1e-9, "it is still typed");
        page.wait_until("the start", || day(page) < 0.05);
        assert_eq!(seed.value(), "41");
        page.wait_until("some steps", || {
            page.find("button", "Step").click();
            day(page) > 1.0
        });
        // Enter says that it is all.
        seed.fill("42\u{e007}");
        page.wait_until("the start", || day(page) < 0.05);
        assert_eq!(seed.value(), "42");
    });
}

#[test]
fn nonsense_stays_to_be_mended_after_its_field_is_left() {
    on_page("", |page| {
        let limit = page.find("textbox", "WIP limit");
        limit.fill("0");
        page.find("textbox", "Variation").click();
        let said = alerts(page).join(" ");
        assert!(said.contains("WIP limit: found “0”, want a whole number from 1"), "{said}");
        assert_eq!(limit.value(), "0");
        limit.fill("3");
        page.wait_until("peace", || alerts(page).is_empty());
    });
}

#[test]
fn a_changed_example_can_be_had_as_it_was() {
    on_page("", |page| {
        page.find("textbox", "People").fill("2");
        page.wait_until("the change", || chosen(page) == "Software team, changed");
        let choose = "const select = document.querySelector('select'); select.value = '0';
            select.dispatchEvent(new Event('change', { bubbles: true }));";
        page.run(choose, &json!([]));
        page.wait_until("the example", || chosen(page) == "Software team");
        page.find_starting("button", "QA, ").click();
        page.wait_until("one person", || page.find("textbox", "People").value() == "1");
    });
}

#[test]
fn the_keyboard_hears_what_the_crosshair_reads() {
    on_page("", |page| {
        let chart = page.find("image", "Cumulative flow");
        let said = || page.find_css(".chart [aria-live=polite]").text();
        chart.type_text(LEFT);
        page.wait_until("the reading", || {
            said().starts_with("At day ") && said().contains(": WIP ")
        });
        chart.type_text(ESCAPE);
        page.wait_until("silence", || said().is_empty());
    });
}

#[test]
fn the_space_bar_chooses_a_link_and_leaves_the_run_alone() {
    on_page("", |page| {
        page.find_starting("button", "QA to Development, ").type_text(" ");
        page.find("region", "QA to Development");
        page.find("button", "Pause");
    });
}

#[test]
fn marked_text_that_is_dragged_opens_nothing() {
    on_page("", |page| {
        let drag = |kind: &str| {
            page.run(
                "const data = new DataTransfer();
                if (arguments[0] == 'file') data.items.add(new File(['x'], 'x.json'));
                else data.setData('text/plain', 'x');
                document.querySelector('.page').dispatchEvent(
                    new DragEvent('dragover', { dataTransfer: data, bubbles: true, cancelable: true }));
                return new Promise(done => setTimeout(() => done(!!document.querySelector('.drop')), 300))",
                &json!([kind]),
            )
        };
        assert_eq!(drag("text"), json!(false));
        assert_eq!(drag("file"), json!(true));
    });
}

#[test]
fn a_crash_says_that_the_page_has_stopped() {
    on_page("", |page| {
        // The page is told nothing of what a driver's own scripts throw, only of what its elements do.
        let throw = |error: &str| {
            let script = "const script = document.createElement('script');
                script.textContent = `setTimeout(() => { throw ${arguments[0]} })`;
                document.body.append(script)";
            page.run(script, &json!([error]));
        };
        throw("new Error('of an extension')");
        throw("new WebAssembly.RuntimeError('unreachable')");
        page.wait_until("the alert", || !alerts(page).is_empty());
        let said = alerts(page).join(" ");
        assert!(said.starts_with("Something broke") && said.contains("Reload"), "{said}");
        assert_eq!(page.all("alert", |_| true).len(), 1);
        assert_eq!(page.console().iter().filter(|line| line.starts_with("SEVERE")).count(), 2);
    });
}
