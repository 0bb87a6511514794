//! The charts and the insight as a visitor meets them.

use std::fmt::Write as _;
use std::fs;

use browser::{Page, Pointer, day, on_page, stand_at, target_dir};
use serde_json::json;

fn sentence(page: &Page) -> String {
    page.find_css("#flow-description").text()
}

/// What the canvas shows, in short.
fn pixels(page: &Page) -> String {
    let script = "const c = document.querySelector('.chart-frame canvas').toDataURL();
        let h = 0; for (let i = 0; i < c.length; i++) h = (h * 31 + c.charCodeAt(i)) | 0; return String(h)";
    page.run(script, &json!([])).as_str().unwrap_or_default().to_owned()
}

#[test]
fn every_tab_shows_its_chart_says_it_and_has_its_numbers() {
    on_page("", |page| {
        stand_at(page, 40.0);
        page.find("button", "Data table").click();
        let mut seen = vec![pixels(page)];
        let tabs: [(&str, &[&str], &str); 5] = [
            ("Cycle times", &["Each item", "How many took how long"], "85 of 100"),
            ("Throughput", &["Throughput over time", "WIP over time", "In and out"], "delivered"),
            ("Aging work", &[], "in progress"),
            (
                "Where time goes",
                &["Time of items", "Ladder", "People over time", "Time of people"],
                "work",
            ),
            ("Little’s law", &[], "Throughput × mean cycle time"),
        ];
        for (tab, views, says) in tabs {
            page.find("tab", tab).click();
            page.wait_until("its sentence", || sentence(page).contains(says));
            for view in views {
                page.find("button", view).click();
                page.find("image", &format!("{tab}: {view}"));
                page.wait_until("another picture", || !seen.contains(&pixels(page)));
                seen.push(pixels(page));
                let table = page.find_css(".chart table").text();
                assert!(table.len() > 20 && !table.contains("NaN"), "{view}: {table}");
                assert!(!sentence(page).contains("NaN"), "{view}");
            }
        }
        page.find("tab", "Cumulative flow").click();
        page.wait_until("the diagram", || pixels(page) == seen[0]);
    });
}

#[test]
fn a_chart_of_another_time_than_the_measures_says_so() {
    on_page("", |page| {
        stand_at(page, 60.0);
        page.find("tab", "Cycle times").click();
        page.wait_until("both times", || {
            let said = sentence(page);
            said.contains("In the chart: Day 0 to day ") && said.contains("In the measures: Day ")
        });
        page.find("button", "Whole run").click();
        page.wait_until("one time", || !sentence(page).contains("In the measures"));
        assert!(sentence(page).contains("85 of 100"));
        page.find("tab", "Aging work").click();
        page.find("button", "Last 40 days").click();
        page.wait_until("what is so now", || sentence(page).contains("in progress"));
        assert!(!sentence(page).contains("In the measures"));
    });
}

#[test]
fn a_click_on_a_dot_opens_the_items_life() {
    on_page("", |page| {
        stand_at(page, 40.0);
        page.find("tab", "Cycle times").click();
        let canvas = page.find("image", "Cycle times: Each item");
        page.wait_until("its sentence", || sentence(page).contains("85 of 100"));
        // The keyboard goes from item to item, and opens the one it is at.
        canvas.type_text("\u{e012}");
        canvas.type_text("\u{e007}");
        let life = page.find_css("section.life");
        let text = life.text();
        assert!(text.starts_with("Item ") && text.contains("worked on"), "{text}");
        assert!(text.contains("days: ") || text.contains("day: "), "{text}");
        page.find("button", "Close").click();
        page.wait_until("its end", || {
            page.run("return document.querySelector('section.life') === null", &json!([]))
                == json!(true)
        });
    });
}

#[test]
fn one_moment_is_read_in_all_charts_over_time() {
    on_page("", |page| {
        stand_at(page, 40.0);
        let bounds = page.find("image", "Cumulative flow").rect();
        let (x, y) = (bounds[0] + bounds[2] * 0.4, bounds[1] + bounds[3] * 0.5);
        page.find("tab", "Throughput").click();
        page.find("button", "WIP over time").click();
        page.find("image", "Throughput: WIP over time");
        let plain = pixels(page);
        page.pointer(&[Pointer::Move(x, y)]);
        page.wait_until("the crosshair", || pixels(page) != plain);
    });
}

#[test]
fn what_the_insight_offers_is_tried_and_taken_back() {
    on_page("", |page| {
        let insight = page.find("status", "Insight");
        page.wait_until("the insight", || insight.text().starts_with("QA holds the stream back."));
        page.find("button", "Try 2 people at QA").click();
        page.wait_until("one more person", || {
            page.find_starting("button", "QA, ").name().contains("of 2 people")
        });
        page.find("button", "Take it back").click();
        page.wait_until("one person again", || {
            !page.find_starting("button", "QA, ").name().contains("of 2 people")
        });
    });
}

#[test]
fn a_real_history_has_the_charts_that_its_data_allow() {
    on_page("", |page| {
        let mut table = "id,start,end\n".to_owned();
        for item in 0..60 {
            let (start, end) = (item % 20 + 1, item % 20 + 2 + item % 7);
            let end = if item % 9 == 0 { String::new() } else { format!("2024-02-{end:02}") };
            let _ = writeln!(table, "T-{item},2024-02-{start:02},{end}");
        }
        let folder = target_dir().join("browser/files");
        fs::create_dir_all(&folder).expect("target is ours to write");
        let path = folder.join("charts.csv");
        fs::write(&path, table).expect("the folder was just made");
        page.find_css("input[type=file]").choose_file(&path);
        page.find("button", "Back to the stream");
        page.find("tab", "Aging work").click();
        page.wait_until("its sentence", || sentence(page).contains("in progress"));
        page.find("tab", "Cycle times").click();
        let canvas = page.find("image", "Cycle times: Each item");
        page.wait_until("its sentence", || sentence(page).contains("85 of 100"));
        canvas.type_text("\u{e012}");
        canvas.type_text("\u{e007}");
        let life = page.find_css("section.life").text();
        assert!(life.starts_with("T-") && life.contains("in In progress"), "{life}");
        page.find("tab", "Where time goes").click();
        assert!(page.all("button", |name| name == "Time of people").is_empty());
    });
}

#[test]
fn arrow_keys_go_from_tab_to_tab() {
    on_page("", |page| {
        page.wait_until("some days", || day(page) > 5.0);
        page.find("button", "Pause").click();
        let on = || {
            let script = "const on = document.activeElement; return [on.textContent, on.tabIndex,
                on.getAttribute('aria-selected'), document.querySelectorAll('[role=tab][tabindex=\"0\"]').length]";
            page.run(script, &json!([]))
        };
        page.find("tab", "Cumulative flow").click();
        for (key, name) in [
            ("\u{e014}", "Cycle times"),
            ("\u{e012}", "Cumulative flow"),
            ("\u{e012}", "Little’s law"),
            ("\u{e014}", "Cumulative flow"),
            ("\u{e010}", "Little’s law"),
            ("\u{e011}", "Cumulative flow"),
        ] {
            page.press(key);
            page.wait_until(name, || on() == json!([name, 0, "true", 1]));
        }
    });
}
