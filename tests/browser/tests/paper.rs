//! What the page makes for paper, and the gallery of all charts.

use browser::{Page, on_page, pause, stand_at, target_dir};
use serde_json::{Value, json};

/// The sizes of sheets [cm].
const A4: (f64, f64) = (21.0, 29.7);
const LETTER: (f64, f64) = (21.59, 27.94);

/// Prints the page, keeps the file for whoever wants to see it, and counts its sheets.
fn sheets(page: &Page, size: (f64, f64), name: &str) -> usize {
    let pdf = page.print(size);
    let folder = target_dir().join("browser");
    std::fs::create_dir_all(&folder).expect("target is ours to write");
    std::fs::write(folder.join(name), &pdf).expect("the folder was just made");
    let text = String::from_utf8_lossy(&pdf);
    text.matches("/Type /Page").count() - text.matches("/Type /Pages").count()
}

fn open_report(page: &Page) {
    page.find("link", "Report…").click();
    page.find("button", "Print");
    page.wait_until("the whole sheet", || {
        page.run("return document.querySelectorAll('.report figure svg').length", &json!([]))
            .as_u64()
            .is_some_and(|figures| figures >= 5)
    });
}

/// Catches files instead of saving them: their names, and their texts once they are asked for.
fn catch_files(page: &Page) {
    let script = "window.saved = []; HTMLAnchorElement.prototype.click = function () {
        const name = this.download; fetch(this.href).then(r => r.text()).then(text => window.saved.push([name, text])); }";
    page.run(script, &json!([]));
}

#[test]
fn the_report_is_one_sheet_of_either_size_and_a_file_of_its_own() {
    on_page("", |page| {
        stand_at(page, 60.0);
        open_report(page);
        let text = page.find_css(".report").text();
        for words in
            ["Software team", "Day 0 to day ", "seed 2", "working days, 8 hours", "Throughput", "±"]
        {
            assert!(text.contains(words), "{words}: {text}");
        }
        assert!(
            text.contains("QA holds the stream back.")
                && text.contains("as fast as its bottleneck"),
            "{text}"
        );
        let captions =
            page.run("return document.querySelectorAll('.report figcaption').length", &json!([]));
        assert_eq!(captions, json!(7));
        assert_eq!(sheets(page, A4, "report-a4.pdf"), 1);
        assert_eq!(sheets(page, LETTER, "report-letter.pdf"), 1);
        catch_files(page);
        page.find("button", "Save as a file").click();
        let saved = page.wait_for("the file", || {
            let saved = page.run("return window.saved", &json!([]));
            saved.as_array().and_then(|saved| saved.first().cloned())
        });
        let (name, file) =
            (saved[0].as_str().unwrap_or_default(), saved[1].as_str().unwrap_or_default());
        assert_eq!(name, "Software-team-report.html");
        assert!(file.starts_with("<!doctype html>") && file.matches("<svg ").count() == 8);
        // Nothing of it is anywhere else.
        for outside in ["src=", "href=", "url(", "@import", "<script"] {
            assert!(!file.contains(outside), "{outside}");
        }
        page.find("link", "Back").click();
        page.find("button", "Play");
    });
}

#[test]
fn a_phone_shows_the_whole_width_of_the_report() {
    on_page("", |page| {
        stand_at(page, 60.0);
        page.cdp(
            "Emulation.setDeviceMetricsOverride",
            &json!({ "width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": false }),
        );
        open_report(page);
        let script =
            "return [document.documentElement, document.querySelector('.report-sheet')].map(
            one => one.scrollWidth - one.clientWidth)";
        page.wait_until("its width", || page.run(script, &json!([])) == json!([0, 0]));
        let script = "return [...document.querySelectorAll('.report svg')].filter(one => one.checkVisibility()).map(
            one => one.getBoundingClientRect().width / one.viewBox.baseVal.width)";
        let scales = page.run(script, &json!([]));
        let scales = scales.as_array().expect("a list of scales");
        assert_eq!(scales.len(), 7);
        assert!(
            scales.iter().all(|scale| scale.as_f64().is_some_and(|scale| scale > 0.9)),
            "{scales:?}"
        );
        // On paper it is the sheet that everybody gets.
        assert_eq!(sheets(page, A4, "report-phone.pdf"), 1);
    });
}

#[test]
fn the_report_of_a_history_says_its_dates_and_needs_no_seed() {
    on_page("", |page| {
        let path = browser::project_dir().join("assets/histories/website-board.csv");
        page.find_css("input[type=file]").choose_file(&path);
        page.find("button", "Back to the stream");
        open_report(page);
        let text = page.find_css(".report").text();
        assert!(text.contains("website-board.csv") && text.contains("Recorded items"), "{text}");
        assert!(text.contains("nights and weekends") && !text.contains("seed"), "{text}");
        assert!(text.contains("20"), "a date: {text}");
        assert_eq!(sheets(page, LETTER, "report-history.pdf"), 1);
    });
}

/// For each card of the gallery whether something is drawn on its canvas.
fn drawn(page: &Page) -> Vec<bool> {
    let script = "return [...document.querySelectorAll('.gallery-card canvas')].map(canvas => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return new Set(new Uint32Array(data.buffer)).size > 3 })";
    let answer = page.run(script, &json!([]));
    answer
        .as_array()
        .map(|all| all.iter().map(|one| *one == Value::Bool(true)).collect())
        .unwrap_or_default()
}

/// What each card of the gallery says.
fn sentences(page: &Page) -> Value {
    let script =
        "return [...document.querySelectorAll('.gallery-card .says')].map(one => one.textContent)";
    page.run(script, &json!([]))
}

#[test]
fn who_comes_to_the_gallery_first_sees_the_example_that_everybody_sees() {
    let mut seen = Vec::new();
    for _ in 0..2 {
        on_page("#charts", |page| {
            let about = page.find_css(".proof-side p:first-child").text();
            assert!(about.contains("day 120, seed 2"), "{about}");
            assert_eq!(
                page.find("button", "Example").attribute("aria-pressed").as_deref(),
                Some("true")
            );
            for card in 1..=12 {
                let script =
                    "document.querySelectorAll('.gallery-card')[arguments[0]].scrollIntoView()";
                page.run(script, &json!([card - 1]));
                page.wait_until("its picture", || drawn(page)[card - 1]);
            }
            let all_say = |page: &Page| {
                let said = sentences(page);
                said.as_array().is_some_and(|all| all.iter().all(|one| *one != json!("")))
            };
            page.wait_until("all sentences", || all_say(page));
            let said = sentences(page);
            assert!(!said.to_string().contains("NaN"), "{said}");
            seen.push(said);
            // One's own run is a click away, and goes on.
            page.find("button", "Your run").click();
            page.wait_until("the run", || {
                page.find_css(".proof-side p:first-child")
                    .text()
                    .contains("Software team, Day 0 to day ")
            });
            page.find("button", "Pause");
            page.find("button", "Example").click();
            page.wait_until("the example", || {
                page.find_css(".proof-side p:first-child").text().contains("seed 2")
            });
        });
    }
    assert_eq!(seen[0], seen[1]);
}

#[test]
fn the_gallery_draws_what_is_seen_and_leads_to_each_chart() {
    on_page("#charts", |page| {
        page.find("button", "Your run").click();
        page.find("button", "Pause");
        page.wait_until("the first pictures", || {
            drawn(page).iter().take(2).all(|is_drawn| *is_drawn)
        });
        let cards = drawn(page);
        assert_eq!(cards.len(), 12);
        assert!(!cards[11], "nobody has seen the last one");
        page.wait_until("a delivery", || {
            page.find_css(".gallery-card:nth-child(2) .says").text().contains("85 of 100")
        });
        pause(page);
        page.run("document.querySelector('.gallery-card:last-child').scrollIntoView()", &json!([]));
        page.wait_until("the last picture", || drawn(page)[11]);
        page.wait_until("its sentence", || {
            page.find_css(".gallery-card:last-child .says")
                .text()
                .contains("Throughput × mean cycle time")
        });
        page.find("button", "Open it on the stream: Aging work").click();
        page.find("image", "Aging work");
        assert!(!page.url().contains("charts"), "{}", page.url());
        page.find("link", "All charts").click();
        page.find("button", "Open it on the stream: Cumulative flow").click();
        page.find("image", "Cumulative flow");
    });
}

#[test]
fn what_is_dark_on_the_screen_is_drawn_light_for_paper() {
    let dark = json!({ "features": [{ "name": "prefers-color-scheme", "value": "dark" }] });
    let corner = |page: &Page, canvas: &str| {
        let script = "const [r, g, b] = document.querySelector(arguments[0]).getContext('2d').getImageData(0, 0, 1, 1).data;
            return r + g + b";
        page.run(script, &json!([canvas])).as_u64().unwrap_or(0)
    };
    for (place, canvas) in
        [("", ".chart-frame canvas"), ("#charts", ".gallery-card:last-child canvas")]
    {
        on_page(place, |page| {
            page.cdp("Emulation.setEmulatedMedia", &dark);
            page.press("\u{e008}");
            page.find_css(canvas);
            page.run("document.querySelector(arguments[0]).scrollIntoView()", &json!([canvas]));
            page.wait_until("the picture", || (1..200).contains(&corner(page, canvas)));
            page.run("window.scrollTo(0, 0)", &json!([]));
            // The border listens.
            page.wait_until("white paper", || {
                page.run("window.dispatchEvent(new Event('beforeprint'))", &json!([]));
                corner(page, canvas) == 3 * 255
            });
            page.run("window.dispatchEvent(new Event('afterprint'))", &json!([]));
            page.wait_until("the screen's colors", || corner(page, canvas) < 200);
        });
    }
}

#[test]
fn on_paper_the_page_has_no_controls_and_the_map_a_sheet_of_its_own() {
    on_page("", |page| {
        stand_at(page, 30.0);
        page.cdp("Emulation.setEmulatedMedia", &json!({ "media": "print" }));
        let is_seen = |selector: &str| {
            let script = "return [...document.querySelectorAll(arguments[0])].some(one => one.checkVisibility())";
            page.run(script, &json!([selector])) == json!(true)
        };
        page.wait_until("the styles of paper", || !is_seen(".tools"));
        for selector in [
            ".insight",
            ".numbers .value",
            ".chart canvas",
            ".chart [aria-selected=true]",
            ".about",
        ] {
            assert!(is_seen(selector), "{selector}");
        }
        for selector in
            [".controls", ".inspector", "header select", "button:not([aria-selected=true])"]
        {
            assert!(!is_seen(selector), "{selector}");
        }
        page.cdp("Emulation.setEmulatedMedia", &json!({ "media": "" }));
        assert_eq!(sheets(page, A4, "page.pdf"), 1);
        page.find("button", "Map").click();
        page.find("image", "Value stream map: Software team");
        assert_eq!(sheets(page, LETTER, "map.pdf"), 1);
    });
}
