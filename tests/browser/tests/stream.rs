//! The running stream as a visitor meets it.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use browser::{Page, day, on_page, pause, target_dir};
use serde_json::json;

const ENTER: &str = "\u{e007}";

fn work_center(page: &Page, name: &str) -> String {
    page.find_starting("button", &format!("{name}, ")).name()
}

fn file(name: &str, text: &str) -> PathBuf {
    let folder = target_dir().join("browser/files");
    fs::create_dir_all(&folder).expect("target is ours to write");
    let path = folder.join(name);
    fs::write(&path, text).expect("the folder was just made");
    path
}

fn open(page: &Page, path: &std::path::Path) {
    page.find_css("input[type=file]").choose_file(path);
}

#[test]
fn it_opens_on_a_team_whose_qa_chokes_and_says_so() {
    on_page("", |page| {
        page.find("group", "Value stream");
        for name in ["Business", "Design", "Development", "QA", "Operations"] {
            assert!(work_center(page, name).contains("busy"), "{name}");
        }
        let insight = page.find("status", "Insight");
        page.wait_until("the insight", || insight.text().starts_with("QA holds the stream back."));
        assert!(insight.text().contains("items wait there"), "{}", insight.text());
        page.wait_until("a queue", || work_center(page, "QA").contains("waiting"));
        page.find_starting("button", "QA to Development, 12 %, goes back");
        let measures = page.find("group", "Measures").text();
        for term in ["Throughput", "Work in progress", "Cycle time, 85 %", "Flow efficiency"] {
            assert!(measures.contains(term), "{term} in {measures}");
        }
        assert!(!page.find_css("body").text().contains("NaN"));
    });
}

#[test]
fn play_pause_step_reset_and_the_space_bar_drive_the_run() {
    on_page("", |page| {
        page.wait_until("the run", || day(page) > 1.0);
        pause(page);
        let stood = day(page);
        page.run("return new Promise(done => setTimeout(done, 300))", &json!([]));
        assert!((day(page) - stood).abs() < 1e-9);
        for _ in 0..3 {
            page.find("button", "Step").click();
        }
        page.wait_until("three events", || day(page) >= stood);
        page.find("button", "Reset").click();
        page.wait_until("the start", || day(page) < 0.05);
        page.run("document.activeElement.blur()", &json!([]));
        page.press(" ");
        page.find("button", "Pause");
        page.wait_until("the run", || day(page) > 0.5);
        page.press(" ");
        page.find("button", "Play");
    });
}

#[test]
fn the_same_seed_shows_the_same_run_and_another_one_another() {
    on_page("", |page| {
        let steps = "const step = [...document.querySelectorAll('button')].find(b => b.textContent == 'Step');
            for (let i = 0; i < 400; i++) step.click();";
        let run = |seed: &str| {
            page.find("spinbutton", "Seed").fill(seed);
            page.find("button", "Reset").click();
            page.wait_until("the start", || day(page) < 0.05);
            page.run(steps, &json!([]));
            page.wait_until("the steps", || {
                let stood = day(page);
                page.run("return new Promise(done => setTimeout(done, 200))", &json!([]));
                stood > 5.0 && stood.to_bits() == day(page).to_bits()
            });
            let stands = page.run(
                "return document.querySelector('[aria-label=Measures] dl').textContent",
                &json!([]),
            );
            (day(page).to_string(), stands)
        };
        pause(page);
        let first = run("41");
        assert_ne!(run("42"), first);
        assert_eq!(run("41"), first);
    });
}

#[test]
fn a_work_center_is_changed_while_it_runs() {
    on_page("", |page| {
        page.find_starting("button", "QA, ").click();
        page.find("region", "QA");
        let people = page.find("textbox", "People");
        people.fill("3");
        page.wait_until("two more people", || work_center(page, "QA").contains("of 3 people busy"));
        people.fill("many");
        let alert = page.wait_for("the objection", || {
            page.all("alert", |_| true).into_iter().map(|alert| alert.text()).next()
        });
        assert!(alert.contains("People: found “many”, want a whole number from 1 to"), "{alert}");
        assert!(work_center(page, "QA").contains("of 3 people busy"), "nonsense changes nothing");
        page.find("textbox", "WIP limit").fill("2");
        page.find("textbox", "Name").fill("Review");
        page.find("region", "Review");
        page.wait_until("the new name", || {
            !page.all("button", |name| name.starts_with("Review, ")).is_empty()
        });
    });
}

#[test]
fn the_keyboard_reaches_and_chooses_everything() {
    on_page("", |page| {
        pause(page);
        page.find_starting("button", "Business, ").type_text(ENTER);
        page.find("region", "Business");
        page.find_starting("button", "QA to Development, ").type_text(ENTER);
        page.find("region", "QA to Development");
        let share = page.find("textbox", "Share");
        share.fill("40");
        page.wait_until("the share", || {
            !page.all("button", |name| name.starts_with("QA to Development, 40 %")).is_empty()
        });
    });
}

#[test]
fn every_example_runs() {
    on_page("", |page| {
        let names = [
            "Kanban team",
            "Penny fab",
            "Repair desk",
            "Monthly orders",
            "Release train",
            "Drum and rope",
            "Made to stock",
            "Found late",
            "Emergency room",
        ];
        for (index, name) in names.iter().enumerate() {
            let choose =
                "const select = document.querySelector('select'); select.value = arguments[0];
                select.dispatchEvent(new Event('change', { bubbles: true }));";
            page.run(choose, &json!([(index + 1).to_string()]));
            page.wait_until(name, || page.find_css(".about").text().starts_with(name));
            page.wait_until("the run", || day(page) > 0.5);
        }
    });
}

#[test]
fn a_broken_file_says_all_that_is_wrong_and_the_run_goes_on() {
    on_page("", |page| {
        let broken = r#"{ "flowglass": 1, "stages": [{ "id": "a", "workers": 0 }], "color": 1 }"#;
        open(page, &file("broken.json", broken));
        let alert = page.find_css("[role=alert]").text();
        for part in [
            "broken.json could not be opened: 3 things are wrong.",
            "stage 1 \"a\", workers: found 0, want a whole number from 1 to",
            "stage 1 \"a\", process_time: nothing there, want",
            "stream, color: no such field",
        ] {
            assert!(alert.contains(part), "{part}\nin\n{alert}");
        }
        let stood = day(page);
        page.wait_until("the run", || day(page) > stood);
        page.find("button", "Dismiss").click();
        page.wait_until("the message's end", || page.all("alert", |_| true).is_empty());
    });
}

#[test]
fn a_stream_of_ones_own_opens_and_runs() {
    on_page("", |page| {
        let own = r#"{ "flowglass": 1, "name": "Bakery", "unit": "hour",
            "stages": [{ "id": "oven", "name": "Oven", "process_time": { "mean": 1 } }],
            "links": [{ "from": "oven", "to": "customer" }],
            "sources": [{ "id": "dough", "to": "oven", "arrivals": { "every": { "mean": 2, "cv": 1 } } }] }"#;
        open(page, &file("bakery.json", own));
        page.find_starting("button", "Oven, ");
        page.wait_until("the run", || day(page) > 0.2);
        assert!(page.find_css(".about").text().starts_with("Bakery"));
    });
}

#[test]
fn an_item_history_opens_and_nothing_is_dropped_silently() {
    on_page("", |page| {
        let mut table = "id,start,end,class\n".to_owned();
        for item in 0..40 {
            let end =
                if item % 4 == 0 { String::new() } else { format!("2024-02-{:02}", item % 20 + 8) };
            let (start, class) = (item % 7 + 1, ["story", "bug"][item % 2]);
            let _ = writeln!(table, "{item},2024-02-0{start},{end},{class}");
        }
        table.push_str("x,someday,,bug\n");
        open(page, &file("items.csv", &table));
        let insight = page.find("status", "Insight");
        page.wait_until("the summary", || {
            insight.text().starts_with("40 items, 10 of them open; 1 row could not be read.")
        });
        assert!(page.find_css(".history").text().contains("Line 42: skipped: start is “someday”"));
        page.find("image", "Cumulative flow");
        page.find("button", "Data table").click();
        page.wait_until("the table", || {
            page.find_css(".chart table").text().contains("In progress")
        });
        page.find("button", "Back to the stream").click();
        page.find("group", "Value stream");
    });
}

#[test]
fn the_chart_is_read_with_the_keyboard_and_as_a_table() {
    on_page("", |page| {
        page.wait_until("a month", || day(page) > 30.0);
        pause(page);
        let chart = page.find("image", "Cumulative flow");
        let pixels = || {
            page.run(
            "const c = document.querySelector('canvas[role=img]'); return c.toDataURL().length + c.toDataURL().slice(-2000)",
            &json!([]),
        )
        };
        page.run("return new Promise(done => setTimeout(done, 300))", &json!([]));
        let before = pixels();
        for _ in 0..5 {
            chart.type_text("\u{e012}");
        }
        page.wait_until("the crosshair", || pixels() != before);
        assert!(chart.rect()[2] > 300.0);
        page.find("button", "Data table").click();
        let table = page.find_css(".chart table").text();
        for head in ["Day", "Backlog", "Business", "QA", "Done"] {
            assert!(table.contains(head), "{head} in {table}");
        }
    });
}

#[test]
fn a_phone_shows_everything_without_scrolling_sideways() {
    on_page("", |page| {
        page.resize(390, 844);
        page.find_starting("button", "QA, ");
        let wide = page.run("return document.documentElement.scrollWidth - innerWidth", &json!([]));
        assert!(wide.as_f64().is_some_and(|wide| wide <= 1.0), "{wide} px too wide");
        page.prefer(&[("prefers-reduced-motion", "reduce")]);
        let stood = day(page);
        page.wait_until("the numbers go on", || day(page) > stood);
    });
}
