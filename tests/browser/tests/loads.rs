//! The page comes up, wherever it is put.

use browser::on_page;

#[test]
fn the_page_loads_under_a_sub_folder_with_a_silent_console() {
    on_page("", |page| {
        assert!(page.title().starts_with("Flowglass"), "title: {}", page.title());
        assert_eq!(page.console(), Vec::<String>::new());
    });
}
