//! A part of the page that cannot be fetched when it is needed: said, nothing lost, and fetched again on request.

use std::fs;
use std::path::{Path, PathBuf};

use browser::{Page, Pointer, on_folder, project_dir, target_dir};

/// A copy of the built page that may miss a file.
fn copy_of_the_page(name: &str) -> PathBuf {
    let folder = target_dir().join("browser").join(name);
    let _ = fs::remove_dir_all(&folder);
    copy(&project_dir().join("dist"), &folder);
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("target is ours to write");
    for entry in fs::read_dir(from).expect("dist/ is built") {
        let path = entry.expect("a folder can be listed").path();
        let to = to.join(path.file_name().expect("it lies in a folder"));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).expect("it is read");
        }
    }
}

/// Takes a file of the page away, and brings it back.
struct Gone {
    at: PathBuf,
    away: PathBuf,
}

impl Gone {
    fn of(folder: &Path, name: &str) -> Gone {
        let (at, away) = (folder.join(name), folder.join(name).with_extension("away"));
        fs::rename(&at, &away).expect("the page has it");
        Gone { at, away }
    }

    fn comes_back(self) {
        fs::rename(&self.away, &self.at).expect("it was put there");
    }
}

fn alert_says(page: &Page, words: &str) {
    page.wait_until("an alert", || {
        page.all("alert", |_| true).iter().any(|alert| alert.text().contains(words))
    });
}

/// The browser itself notes what it could not load; that is wanted here.
fn noted(page: &Page) {
    let lines = page.console();
    let strange = lines.iter().filter(|line| line.starts_with("SEVERE"));
    let strange: Vec<_> =
        strange.filter(|line| !line.contains(".wasm") && !line.contains("chunks.js")).collect();
    assert!(strange.is_empty(), "{strange:?}");
}

#[test]
fn what_draws_is_fetched_again_and_what_was_done_meanwhile_is_done() {
    let folder = copy_of_the_page("no_border");
    let gone = Gone::of(&folder, "split_border.wasm");
    on_folder(&folder, "", |page| {
        page.find("button", "Add work center").click();
        alert_says(page, "What draws could not be fetched.");
        alert_says(page, "Nothing you have made is lost");
        // The run goes on.
        let before = page.find("timer", "Simulated time").text();
        page.wait_until("time to pass", || page.find("timer", "Simulated time").text() != before);
        page.find("button", "Try again").click();
        alert_says(page, "What draws could not be fetched.");
        gone.comes_back();
        page.find("button", "Try again").click();
        page.find_starting("button", "Work center 6, ");
        page.wait_until("no alert", || page.all("button", |name| name == "Try again").is_empty());
        noted(page);

        // What the browser keeps cannot be opened without it, and is not lost either.
        let gone = Gone::of(&folder, "split_border.wasm");
        page.open("");
        alert_says(page, "What draws could not be fetched.");
        gone.comes_back();
        page.find("button", "Try again").click();
        page.find_starting("button", "Work center 6, ");
        noted(page);
    });
}

#[test]
fn a_drag_that_ends_beside_the_belt_before_it_can_be_answered_is_whole() {
    let folder = copy_of_the_page("no_border_yet");
    let gone = Gone::of(&folder, "split_border.wasm");
    on_folder(&folder, "", |page| {
        let middle = |name: &str| page.find_starting("button", name).middle();
        let (x, y) = middle("Design, ");
        page.pointer(&[Pointer::Move(x, y - 30.0)]);
        // What is said moves the belt; the hand waits for it.
        alert_says(page, "What draws could not be fetched.");
        let (x, y) = middle("Design, ");
        page.drag((x, y - 30.0), (x, y + 150.0));
        gone.comes_back();
        page.find("button", "Try again").click();
        page.wait_until("the card there", || middle("Design, ").1 > middle("Business, ").1 + 40.0);
        // Nobody holds it any more.
        page.find("button", "Undo").click();
        page.wait_until("the card back", || {
            (middle("Design, ").1 - middle("Business, ").1).abs() < 1.0
        });
        noted(page);
    });
}

#[test]
fn a_chart_and_the_map_that_do_not_come_can_be_asked_for_again() {
    let folder = copy_of_the_page("no_charts");
    let (charts, map) =
        (Gone::of(&folder, "split_charts.wasm"), Gone::of(&folder, "split_map.wasm"));
    on_folder(&folder, "", |page| {
        page.wait_until("a few days", || {
            page.find("timer", "Simulated time").text().as_str() > "Day 2"
        });
        page.find("button", "Pause").click();
        page.find("tab", "Cycle times").click();
        alert_says(page, "The charts could not be fetched.");
        page.find("button", "Map").click();
        alert_says(page, "The charts and more could not be fetched.");
        charts.comes_back();
        map.comes_back();
        page.find("button", "Try again").click();
        page.find("image", "Cycle times: Each item");
        page.find("image", "Value stream map: Software team");
        noted(page);
    });
}
