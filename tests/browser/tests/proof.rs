//! The proof in a real browser: it fills by itself, and the way back leads back.

use browser::{Page, on_page};
use serde_json::json;

fn verdicts(page: &Page) -> Vec<String> {
    let script = "return [...document.querySelectorAll('.verdict')].map(one => one.textContent)";
    let found = page.run(script, &json!([]));
    found
        .as_array()
        .map(|all| all.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect())
        .unwrap_or_default()
}

#[test]
fn the_first_rows_get_their_verdicts_while_the_others_wait() {
    on_page("#proof", |page| {
        page.wait_until("a verdict", || verdicts(page).first().is_some_and(|one| one == "agrees"));
        assert_eq!(verdicts(page).len(), 15);
        let text = page.find_css(".proof-table tbody tr:first-child").text();
        assert!(text.contains("3.333") && text.contains("20 of 20 replications"), "{text}");
        // Its picture has been drawn.
        let colors = page.run(
            "const canvas = document.querySelector('.proof-table canvas');
            const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
            return new Set(new Uint32Array(data.buffer)).size",
            &json!([]),
        );
        assert!(colors.as_u64().is_some_and(|colors| colors > 4), "{colors}");
        let saved = "return decodeURIComponent(document.querySelector('a[download$=csv]').href)";
        let saved = page.run(saved, &json!([]));
        assert!(saved.as_str().is_some_and(|csv| csv.contains("mm1,h,3.3333")), "{saved}");
    });
}

#[test]
fn the_way_back_leads_to_the_stream_as_it_was_left() {
    on_page("", |page| {
        page.find("textbox", "People").fill("3");
        page.find("link", "Proof").click();
        page.wait_until("the proof", || verdicts(page).len() == 15);
        page.run("history.back()", &json!([]));
        page.wait_until("the stream", || verdicts(page).is_empty());
        assert_eq!(page.find("textbox", "People").value(), "3");
        page.find("link", "Proof").click();
        page.wait_until("the proof again", || verdicts(page).len() == 15);
        page.find("link", "Back to the stream").click();
        page.wait_until("the stream again", || verdicts(page).is_empty());
        page.find("button", "Pause");
    });
}
