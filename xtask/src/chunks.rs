//! Cuts the page's wasm at its seams: a main part that everybody gets, and chunks that are loaded when somebody first
//! needs them. The seams are the functions marked `#[wasm_split(name)]`.

use std::fs;
use std::path::Path;

use wasm_split_cli_support::{Options, transform};

use crate::Outcome;

/// The script that loads the chunks.
pub(crate) const LOADER: &str = "chunks.js";

/// Cuts a wasm; returns the files beside the main part: the loader's first, then the chunks.
pub(crate) fn cut(whole: &Path, main: &Path, folder: &Path) -> Outcome<Vec<String>> {
    let wasm = fs::read(whole).map_err(|error| format!("{}: {error}", whole.display()))?;
    let link = format!("./{LOADER}");
    let mut options = Options::new(&wasm);
    options.output_dir = folder;
    options.main_out_path = main;
    options.link_name = &link;
    options.main_module = "./flowglass.js";
    let cut = transform(options).map_err(|error| format!("{}: {error:#}", whole.display()))?;
    let names = cut.split_modules.iter().filter_map(|path| path.file_name());
    let mut files = vec![LOADER.to_owned()];
    files.extend(names.map(|name| name.to_string_lossy().into_owned()));
    Ok(files)
}

/// Whether a file of the page is loaded when somebody first needs it.
pub(crate) fn is_chunk(name: &str) -> bool {
    let is_wasm = Path::new(name).extension().is_some_and(|extension| extension == "wasm");
    is_wasm && (name.starts_with("split_") || name.starts_with("chunk_"))
}
