//! What the other tests here rest on: a small page that has one of everything.

use std::fs;
use std::panic::catch_unwind;
use std::path::PathBuf;
use std::thread;

use browser::{Page, on_folder, target_dir};
use serde_json::json;

const PAGE: &str = r#"<!doctype html><html lang="en"><title>Harness</title><link rel="icon" href="data:,">
<body style="margin: 0">
<button aria-label="Play" onclick="this.ariaLabel = 'Pause'">&gt;</button>
<label>Name <input value="QA"></label>
<div role="group" aria-label="Belt" style="width: 400px; height: 100px; background: #bcd9e6"></div>
<p role="status" aria-label="Insight">Nothing yet</p>
<script>
  const belt = document.querySelector("[role=group]"), insight = document.querySelector("p");
  const seen = [];
  for (const kind of ["pointerdown", "pointermove", "pointerup", "dblclick"])
    belt.addEventListener(kind, event => { seen.push(kind); insight.textContent = seen.join(" "); });
  document.querySelector("input").addEventListener("keydown", event => { document.title = event.key; });
</script></body></html>"#;

fn folder(test: &str) -> PathBuf {
    let folder = target_dir().join("browser").join(test);
    fs::create_dir_all(&folder).expect("target is ours to write");
    fs::write(folder.join("index.html"), PAGE).expect("the folder was just made");
    folder
}

fn on_harness(test: &str, run: impl FnOnce(&Page)) {
    on_folder(&folder(test), "", run);
}

#[test]
fn elements_are_found_by_role_and_name_and_used() {
    on_harness("elements", |page| {
        page.find("button", "Play").click();
        page.find("button", "Pause");
        assert!(page.all("button", |name| name == "Play").is_empty());

        let name = page.find_starting("textbox", "Na");
        assert_eq!((name.role(), name.name(), name.value()), three("textbox", "Name", "QA"));
        name.fill("Test");
        page.press("\u{e007}");
        assert_eq!((name.value(), page.title()), ("Test".into(), "Enter".into()));
        assert_eq!(page.find_css("p").text(), "Nothing yet");
    });
}

#[test]
fn the_mouse_drags_and_double_clicks_where_it_is_told() {
    on_harness("mouse", |page| {
        let [left, top, ..] = page.find("group", "Belt").rect();
        page.drag((left + 10.0, top + 10.0), (left + 300.0, top + 50.0));
        let insight = page.find("status", "Insight");
        let dragged = insight.text();
        assert!(dragged.contains("pointerdown pointermove"), "{dragged}");
        assert!(dragged.ends_with("pointermove pointerup"), "{dragged}");
        page.double_click(page.find("group", "Belt").middle());
        page.wait_until("the double click", || insight.text().ends_with("dblclick"));
    });
}

#[test]
fn the_window_and_the_visitors_tastes_are_as_set() {
    on_harness("window", |page| {
        let ask = "return [innerWidth, innerHeight, devicePixelRatio,
                           matchMedia('(prefers-reduced-motion: reduce)').matches]";
        assert_eq!(page.run(ask, &json!([])), json!([1280, 800, 1, false]));
        page.resize(390, 844);
        page.prefer(&[("prefers-reduced-motion", "reduce")]);
        assert_eq!(page.run(ask, &json!([])), json!([390, 844, 1, true]));
    });
}

#[test]
fn an_error_in_the_console_fails_a_test_that_passes() {
    let failed = catch_unwind(|| {
        on_harness("console", |page| {
            page.run("setTimeout(() => { throw new Error('on purpose') })", &json!([]));
            page.run("return 0", &json!([]));
        });
    });
    let message = failed.expect_err("the console held an error");
    let message = message.downcast_ref::<String>().expect("a failed assertion says why");
    assert!(message.contains("on purpose"), "{message}");
}

#[test]
fn a_picture_is_left_by_a_test_that_fails() {
    let test = thread::current().name().expect("tests run in named threads").to_owned();
    let picture = target_dir().join(format!("browser/{test}.png"));
    let _ = fs::remove_file(&picture);
    let failed = catch_unwind(|| on_harness("picture", |_| panic!("on purpose")));
    assert!(failed.is_err());
    assert!(fs::read(&picture).is_ok_and(|png| png.starts_with(b"\x89PNG")));
}

fn three(a: &str, b: &str, c: &str) -> (String, String, String) {
    (a.into(), b.into(), c.into())
}
