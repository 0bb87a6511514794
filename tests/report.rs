//! The report on one sheet, without a browser.

#![cfg(not(target_arch = "wasm32"))]

use flowglass::analytics::Figure;
use flowglass::analytics::report::Report;
use flowglass::text::measures::Measure;

fn report() -> Report {
    let figure = |name: &str| Figure {
        name: name.to_owned(),
        svg: format!("<svg id=\"{name}\"></svg>"),
        sentence: "One & all.".to_owned(),
    };
    Report {
        title: "Ideas <to> customers".to_owned(),
        facts: vec!["Measured: Day 0 to day 60".to_owned(), "Simulated with seed 2".to_owned()],
        finding: ("QA & Co. hold it back.".to_owned(), "16 of 19 items wait there.".to_owned()),
        is_hot: true,
        measures: vec![Measure {
            name: "Throughput",
            value: "0.45".to_owned(),
            unit: "/ day",
            spread: "18 items delivered".to_owned(),
            definition: "Items delivered per unit of time.",
        }],
        unfinished: "51 % are unfinished.".to_owned(),
        figures: ["Flow", "Times", "Age"].map(figure).to_vec(),
        narrow: "<svg id=\"Narrow\"></svg>".to_owned(),
    }
}

#[test]
fn a_sheet_says_everything_once_and_in_order() {
    let sheet = report().sheet();
    let mut from = 0;
    for words in [
        "<h1>Ideas &lt;to&gt; customers</h1>",
        "day 60",
        "seed 2",
        "is-hot",
        "QA &amp; Co.",
        "16 of 19",
        "Throughput",
        "0.45",
        "/ day",
        "18 items",
        "51 %",
        "id=\"Flow\"",
        "<div class=\"narrow\"><svg id=\"Narrow\"",
        "<div class=\"half\">",
        "id=\"Times\"",
        "id=\"Age\"",
    ] {
        let at =
            sheet[from..].find(words).unwrap_or_else(|| panic!("{words} after {from}: {sheet}"));
        from += at;
    }
    assert_eq!(sheet.matches("One &amp; all.").count(), 3);
}

#[test]
fn every_element_of_the_file_is_closed_and_nothing_is_fetched() {
    let file = report().file();
    for name in [
        "html",
        "head",
        "body",
        "article",
        "h1",
        "p",
        "dl",
        "dt",
        "dd",
        "figure",
        "figcaption",
        "div",
        "b",
    ] {
        let begun =
            file.matches(&format!("<{name}>")).count() + file.matches(&format!("<{name} ")).count();
        assert_eq!(begun, file.matches(&format!("</{name}>")).count(), "{name}");
        assert!(begun > 0, "{name}");
    }
    for outside in ["src=", "href=", "url(", "@import", "<script"] {
        assert!(!file.contains(outside), "{outside}");
    }
}

#[test]
fn a_calm_finding_is_no_alarm() {
    let calm = Report { is_hot: false, ..report() };
    assert!(!calm.sheet().contains("is-hot"));
}
