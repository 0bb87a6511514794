//! What the page weighs for a visitor: the files of `dist/` that a first visit fetches, compressed as a good host sends
//! them, and beside them the chunks that are fetched when somebody first needs them.

use std::fs;
use std::path::{Path, PathBuf};

use brotli::enc::BrotliEncoderParams;

use crate::{Outcome, chunks};

/// What a first visit may weigh: over a slow phone connection it then takes about a second [bytes].
const BUDGET: usize = 150_000;

/// A file of the page.
pub(crate) struct Weight {
    name: String,
    bytes: usize,
    compressed: usize,
}

/// Prints the weights, and fails when they exceed the budget.
pub(crate) fn run() -> Outcome {
    let weights = weigh()?;
    print(&weights);
    check(total(&weights))
}

/// Weighs each file of `dist/`.
pub(crate) fn weigh() -> Outcome<Vec<Weight>> {
    let dist = browser::project_dir().join("dist");
    let mut paths = Vec::new();
    gather(&dist, &mut paths)?;
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let content = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
            let name = path.strip_prefix(&dist).unwrap_or(path).display().to_string();
            Ok(Weight { name, bytes: content.len(), compressed: compressed(&content) })
        })
        .collect()
}

/// Prints a line per file and one for all.
pub(crate) fn print(weights: &[Weight]) {
    println!("{:>10} {:>10}", "bytes", "brotli");
    for Weight { name, bytes, compressed } in weights {
        println!("{bytes:>10} {compressed:>10}  {name}");
    }
    let bytes: usize = weights.iter().map(|weight| weight.bytes).sum();
    let all: usize = weights.iter().map(|weight| weight.compressed).sum();
    println!("{bytes:>10} {all:>10}  in total");
    let total = total(weights);
    println!("{:>10} {total:>10}  for a first visit, of {BUDGET} allowed", "");
}

/// What a first visit fetches.
fn total(weights: &[Weight]) -> usize {
    let first = weights.iter().filter(|weight| !is_later(&weight.name));
    first.map(|weight| weight.compressed).sum()
}

/// Whether a file is fetched when somebody first needs it.
fn is_later(name: &str) -> bool {
    chunks::is_chunk(name) || name == "assets/later.css"
}

fn check(total: usize) -> Outcome {
    if total > BUDGET {
        return Err(format!("the page weighs {total} bytes compressed; {BUDGET} are allowed"));
    }
    Ok(())
}

fn gather(folder: &Path, paths: &mut Vec<PathBuf>) -> Outcome {
    let entries = fs::read_dir(folder)
        .map_err(|error| format!("{}: {error}; `cargo xtask build` makes it", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|error| error.to_string())?.path();
        if path.is_dir() { gather(&path, paths)? } else { paths.push(path) }
    }
    Ok(())
}

fn compressed(content: &[u8]) -> usize {
    // Quality 11 and a window of 4 MiB are what `brotli` does to a file by itself.
    let params = BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut packed, &params)
        .expect("writing to memory does not fail");
    packed.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_repeats_is_compressed() {
        let content = b"flow".repeat(1000);
        assert!(compressed(&content) < content.len() / 50);
    }

    #[test]
    fn a_byte_over_the_budget_is_too_much() {
        assert_eq!(check(BUDGET), Ok(()));
        assert!(check(BUDGET + 1).is_err());
    }
}
