//! The page in a real browser: a file server, a `WebDriver` client, and what end-to-end tests need.
//!
//! A test is a file in `tests/browser/tests/` with functions of three lines:
//!
//! ```no_run
//! #[test]
//! fn the_page_is_titled() {
//!     browser::on_page("", |page| assert!(page.title().starts_with("Flowglass")));
//! }
//! ```
//!
//! `on_page` serves `dist/` under a sub-folder, which proves that the page's paths are relative, and
//! gives every test a browser of its own with nothing remembered. Whatever it starts has ended when
//! it returns, by a panic too. A test that fails leaves a picture in `target/browser/`; one that
//! passes while the console holds an error fails.
//!
//! Elements are found by role and accessible name, as a screen reader finds them.

mod driver;
mod element;
mod page;
mod run;
mod site;

pub use driver::{Chrome, FLAGS, chromedriver_path};
pub use element::Element;
pub use page::{Page, Pointer, on_folder, on_page};
pub use run::{day, pause, stand_at};
pub use site::Site;

use std::path::{Path, PathBuf};

/// The project's own folder.
pub fn project_dir() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("this crate is two folders below the project").to_path_buf()
}

/// Where cargo builds.
pub fn target_dir() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    project_dir().join(target)
}
