//! The value stream map on the page.

use browser::{Page, on_page, stand_at};
use serde_json::json;

/// Lets the stream run for a while, and shows its map.
fn show_map(page: &Page) {
    // A running map is drawn anew a few times a second.
    stand_at(page, 20.0);
    page.find("button", "Map").click();
    page.find("image", "Value stream map: Software team");
}

#[test]
fn the_map_shows_the_same_stream_and_its_numbers() {
    on_page("", |page| {
        show_map(page);
        let map = page.find_css(".stream-map svg").text();
        for words in ["Development", "Process time", "Lead time", "Customer", "push: on arrival"] {
            assert!(map.contains(words), "{words}: {map}");
        }
        page.find_css(".map-table summary").click();
        let table = page.find_css(".map-table table").text();
        assert!(table.contains("Waiting in front") && !table.contains("NaN"), "{table}");
        // All of it is seen; or it is as large as it is drawn.
        let width = || page.find_css(".stream-map svg").rect()[2];
        let room = page.find_css(".stream-map").rect()[2];
        assert!(width() <= room, "{} in {room}", width());
        page.find("checkbox", "Full size").click();
        page.wait_until("more than there is room for", || width() > room);
        // What is changed shows at once, also here.
        page.find("button", "Add work center").click();
        page.wait_until("the new one", || {
            page.find_css(".stream-map svg").text().contains("Work center 6")
        });
        page.find("button", "Belt").click();
        page.find_starting("button", "Work center 6, ");
    });
}

#[test]
fn on_paper_there_is_the_map_alone() {
    on_page("", |page| {
        show_map(page);
        let script =
            "const sheets = [...document.querySelectorAll('style')].map(s => s.textContent).join();
            window.printed = 0; window.print = () => window.printed++;
            return sheets.includes('@media print')";
        assert_eq!(page.run(script, &json!([])), json!(true));
        page.find("button", "Print").click();
        page.wait_until("paper", || page.run("return window.printed", &json!([])) == json!(1));
    });
}

#[test]
fn the_map_is_saved_as_svg_and_as_png() {
    on_page("", |page| {
        show_map(page);
        let script = "window.saved = []; HTMLAnchorElement.prototype.click = function () {
            window.saved.push([this.download, this.href.slice(0, 40), this.href.length]); }";
        page.run(script, &json!([]));
        for name in ["SVG", "PNG"] {
            let script = "[...document.querySelectorAll('.map-tools button')]
                .find(b => b.textContent === arguments[0]).click()";
            page.run(script, &json!([name]));
        }
        let saved = || page.run("return window.saved", &json!([]));
        page.wait_until("both files", || saved().as_array().is_some_and(|files| files.len() == 2));
        let text = saved().to_string();
        assert!(text.contains("Software-team-map.svg") && text.contains("blob:"), "{text}");
        assert!(
            text.contains("Software-team-map.png") && text.contains("data:image/png"),
            "{text}"
        );
    });
}
