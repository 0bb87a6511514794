//! The layers keep to the table at the head of `src/lib.rs`, and the files to their few rules.
//!
//! The table is read there, so that the words and the check cannot part. Tests inside a layer are held
//! to the layer's own row; a test that needs more of the crate is a file beside this one.

#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The page's layer, which alone knows a browser.
const PAGE: &str = "app";
/// The layers that may know the machine they run on.
const WORLDLY: [&str; 2] = [PAGE, "cli"];
/// The layers that a run rests on: the same bits everywhere.
const EXACT: [&str; 3] = ["value_stream", "sim", "measure"];
const DENY: &str = "#![deny(clippy::disallowed_methods)]";

#[test]
fn the_code_keeps_to_its_layers() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    gather(&src, &src, &mut sources);
    assert_eq!(faults(&sources), Vec::<String>::new());
}

fn gather(src: &Path, folder: &Path, sources: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).expect("the sources are there") {
        let path = entry.expect("a folder can be listed").path();
        if path.is_dir() {
            gather(src, &path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(src).expect("it lies in there").to_string_lossy();
            let text = fs::read_to_string(&path).expect("a source is text");
            sources.push(Source::new(&name.replace('\\', "/"), &text));
        }
    }
}

/// A file under `src/`.
struct Source {
    /// With slashes, such as `sim/agenda.rs`.
    name: String,
    text: String,
}

impl Source {
    fn new(name: &str, text: &str) -> Source {
        Source { name: name.to_owned(), text: text.to_owned() }
    }

    /// The names of the modules down to this file; none for the two that tie everything together.
    fn modules(&self) -> Vec<String> {
        if matches!(self.name.as_str(), "lib.rs" | "main.rs") {
            return Vec::new();
        }
        let name = self.name.trim_end_matches(".rs").trim_end_matches("/mod");
        name.split('/').map(str::to_owned).collect()
    }
}

/// A row of the table: a layer and what it may use.
struct Row {
    layer: String,
    uses: BTreeSet<String>,
}

/// Everything that is wrong, each with its place.
fn faults(sources: &[Source]) -> Vec<String> {
    let head = sources.iter().find(|source| source.name == "lib.rs");
    let table = match table(head.map(|head| head.text.as_str()).unwrap_or_default()) {
        Ok(table) => table,
        Err(fault) => return vec![fault],
    };
    sources.iter().flat_map(|source| faults_of(source, &table)).collect()
}

/// Reads the table. Its rows go upwards: each uses only rows above it, so that there is no circle.
fn table(head: &str) -> Result<Vec<Row>, String> {
    let mut rows: Vec<Row> = Vec::new();
    let block = head.split("```text").nth(1).and_then(|rest| rest.split("```").next());
    for line in block.ok_or("lib.rs: there is no table of layers")?.lines() {
        let line = line.trim_start_matches("//!").trim();
        if line.is_empty() {
            continue;
        }
        let mut columns = line.split("  ").map(str::trim).filter(|column| !column.is_empty());
        let (Some(layer), Some(uses), Some(_)) = (columns.next(), columns.next(), columns.next())
        else {
            return Err(format!("lib.rs: `{line}` is not a layer, what it uses, and what it is"));
        };
        let above: BTreeSet<_> = rows.iter().map(|row| row.layer.clone()).collect();
        let uses = if uses.starts_with('*') {
            above
        } else {
            uses.split(' ').filter(|name| *name != "-").map(str::to_owned).collect()
        };
        if let Some(below) = uses.iter().find(|name| rows.iter().all(|row| row.layer != **name)) {
            return Err(format!("lib.rs: `{layer}` uses `{below}`, which is no row above it"));
        }
        rows.push(Row { layer: layer.to_owned(), uses });
    }
    Ok(rows)
}

fn faults_of(source: &Source, table: &[Row]) -> Vec<String> {
    let name = &source.name;
    let mut faults = Vec::new();
    if !source.text.starts_with("//!") {
        faults.push(format!("{name}:1: the first line does not say what the file is for (`//!`)"));
    }
    if name.ends_with("mod.rs") {
        faults.push(format!("{name}:1: a module's door is `foo.rs` beside `foo/`, not `mod.rs`"));
    }
    let modules = source.modules();
    let layer = modules.first().map(String::as_str);
    if modules.len() == 1 && EXACT.iter().any(|exact| layer == Some(exact)) {
        let denied = source.text.lines().any(|line| line == DENY);
        if !denied {
            faults.push(format!("{name}:1: a run rests on this layer: it wants `{DENY}`"));
        }
    }
    let row = table.iter().find(|row| layer == Some(row.layer.as_str()));
    if layer.is_some() && row.is_none() {
        faults.push(format!("{name}:1: the layer is not in the table of lib.rs"));
    }
    let tokens: TokenStream = match source.text.parse() {
        Ok(tokens) => tokens,
        Err(error) => {
            faults.push(format!("{name}: {error}"));
            return faults;
        }
    };
    let mut found = Vec::new();
    paths(tokens, &modules, &mut found);
    for Found { line, path } in found {
        let place = format!("{name}:{line}");
        match path {
            Reach::Ours(path) => {
                let Some(row) = row else { continue };
                let Some(other) = path.first() else { continue };
                if *other != row.layer && !row.uses.contains(other) {
                    faults.push(format!("{place}: `{}` may not use `{other}`", row.layer));
                }
            }
            Reach::Other(path) => {
                if layer != Some(PAGE) && name != "main.rs" && is_browser(&path) {
                    faults.push(format!("{place}: `{}` belongs to the page alone", path[0]));
                }
                let worldly = layer.is_some_and(|layer| WORLDLY.contains(&layer));
                if !worldly && name != "main.rs" && is_world(&path) {
                    let path = path.join("::");
                    faults.push(format!("{place}: `{path}` knows a clock, a file or the machine"));
                }
            }
        }
    }
    faults
}

fn is_browser(path: &[String]) -> bool {
    let first = path[0].as_str();
    matches!(first, "web_sys" | "js_sys" | "yew" | "plotters_canvas")
        || first.starts_with("wasm_bindgen")
        || first.starts_with("gloo")
}

fn is_world(path: &[String]) -> bool {
    let words: Vec<_> = path.iter().map(String::as_str).collect();
    matches!(words[..], ["std", "time" | "fs" | "env" | "net" | "process" | "thread", ..])
        || words.iter().any(|word| matches!(*word, "SystemTime" | "Instant"))
}

/// A path in the code.
struct Found {
    line: usize,
    path: Reach,
}

/// Where a path leads.
enum Reach {
    /// Into the crate: the modules from its root.
    Ours(Vec<String>),
    /// Anywhere else, as it is written.
    Other(Vec<String>),
}

/// Every path in the tokens, which stand inside these modules.
fn paths(tokens: TokenStream, modules: &[String], found: &mut Vec<Found>) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Ident(word) if word == "mod" => {
                // What follows, if it is a block, stands one module deeper.
                if let (Some(TokenTree::Ident(name)), Some(TokenTree::Group(block))) =
                    (tokens.get(at + 1), tokens.get(at + 2))
                {
                    let deeper = [modules, &[name.to_string()]].concat();
                    paths(block.stream(), &deeper, found);
                    at += 2;
                }
                at += 1;
            }
            TokenTree::Ident(_) => at = path(&tokens, at, &[], modules, found),
            TokenTree::Group(group) => {
                paths(group.stream(), modules, found);
                at += 1;
            }
            _ => at += 1,
        }
    }
}

/// Reads the path, or the tree of paths of a `use`, that continues `before`; gives where it ends.
fn path(
    tokens: &[TokenTree],
    start: usize,
    before: &[String],
    modules: &[String],
    found: &mut Vec<Found>,
) -> usize {
    let line = tokens[start].span().start().line;
    let mut words = before.to_vec();
    let mut at = start;
    loop {
        match tokens.get(at) {
            Some(TokenTree::Ident(word)) => words.push(word.to_string()),
            Some(TokenTree::Punct(star)) if star.as_char() == '*' => words.push("*".into()),
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let inner: Vec<_> = group.stream().into_iter().collect();
                let is_comma =
                    |token: &TokenTree| matches!(token, TokenTree::Punct(p) if p.as_char() == ',');
                for branch in inner.split(is_comma).filter(|branch| !branch.is_empty()) {
                    path(branch, 0, &words, modules, found);
                }
                return at + 1;
            }
            // `Vec::<…>` and the like: the path is over.
            _ => break,
        }
        at += 1;
        let colon = |at| matches!(tokens.get(at), Some(TokenTree::Punct(p)) if p.as_char() == ':');
        if !(colon(at) && colon(at + 1)) {
            break;
        }
        at += 2;
    }
    found.push(Found { line, path: resolved(words, modules) });
    at.max(start + 1)
}

fn resolved(words: Vec<String>, modules: &[String]) -> Reach {
    let ups = words.iter().take_while(|word| *word == "super").count();
    match words[0].as_str() {
        "crate" => Reach::Ours(words[1..].to_vec()),
        "self" => Reach::Ours([modules, &words[1..]].concat()),
        "super" => {
            let left = modules.len().saturating_sub(ups);
            Reach::Ours([&modules[..left], &words[ups..]].concat())
        }
        _ => Reach::Other(words),
    }
}

/// Each check, seen to fail.
mod fails_on {
    use super::*;

    const HEAD: &str = "//! ```text\n\
        //! value_stream  -                the model\n\
        //! sim           value_stream     the core\n\
        //! chart         sim              pictures\n\
        //! cli           * but app        the command line\n\
        //! app           *                the page\n\
        //! ```\n";

    /// The faults of one more file beside a table.
    #[track_caller]
    fn assert_faults(name: &str, text: &str, wanted: &[&str]) {
        let found = faults(&[Source::new("lib.rs", HEAD), Source::new(name, text)]);
        assert_eq!(found.len(), wanted.len(), "{found:?}");
        for (found, wanted) in found.iter().zip(wanted) {
            assert!(found.starts_with(name) && found.contains(wanted), "{found}");
        }
    }

    #[test]
    fn an_edge_that_is_not_in_the_table() {
        let upward = "2: `sim` may not use `chart`";
        assert_faults("sim/a.rs", "//! A.\nuse crate::value_stream::Stage;", &[]);
        assert_faults("sim/a.rs", "//! A.\nuse crate::sim::b;", &[]);
        assert_faults("sim/a.rs", "//! A.\nuse crate::chart::draw;", &[upward]);
        assert_faults("sim/a.rs", "//! A.\nfn f() { crate::chart::draw() }", &[upward]);
        assert_faults("sim/a.rs", "//! A.\nuse super::super::chart;", &[upward]);
        assert_faults(
            "sim/a.rs",
            "//! A.\nuse crate::{value_stream::{self}, chart::{a, b}};",
            &[upward, upward],
        );
        assert_faults("sim/a.rs", "//! A.\nuse crate::*;", &["may not use `*`"]);
        assert_faults("cli.rs", "//! A.\nuse crate::{chart, sim};", &[]);
        assert_faults("cli.rs", "//! A.\nuse crate::app;", &["may not use `app`"]);
    }

    #[test]
    fn an_edge_from_a_module_inside_a_file() {
        let test = "//! A.\nmod tests { use super::*; use super::super::b; }";
        assert_faults("sim/a.rs", test, &[]);
        let test = "//! A.\nmod tests { use super::super::super::chart; }";
        assert_faults("sim/a.rs", test, &["`sim` may not use `chart`"]);
    }

    #[test]
    fn no_word_of_a_comment_or_a_text() {
        let text = "//! crate::chart and yew.\n/// std::time\nconst A: &str = \"crate::chart\";";
        assert_faults("sim/a.rs", text, &[]);
        assert_faults("sim/a.rs", "//! A.\npub(crate) struct A;", &[]);
    }

    #[test]
    fn a_browser_crate_below_the_page() {
        for name in ["web_sys", "js_sys", "wasm_bindgen", "gloo", "yew", "plotters_canvas"] {
            let text = format!("//! A.\nuse {name}::a;");
            assert_faults("chart.rs", &text, &["belongs to the page alone"]);
            assert_faults("app/a.rs", &text, &[]);
        }
    }

    #[test]
    fn a_clock_a_file_or_the_environment_where_it_would_be_read() {
        for text in [
            "//! A.\nuse std::time::Duration;",
            "//! A.\nuse std::{collections::BTreeMap, fs};",
            "//! A.\nfn f() { std::env::var(\"A\"); }",
            "//! A.\nfn f() -> Instant { loop {} }",
        ] {
            assert_faults("chart/a.rs", text, &["knows a clock, a file or the machine"]);
            assert_faults("cli/a.rs", text, &[]);
        }
    }

    #[test]
    fn a_file_that_does_not_say_what_it_is_for() {
        assert_faults("chart.rs", "use crate::sim;", &["1: the first line"]);
    }

    #[test]
    fn a_mod_rs() {
        assert_faults("chart/mod.rs", "//! A.", &["not `mod.rs`"]);
    }

    #[test]
    fn a_layer_that_is_not_in_the_table() {
        assert_faults("extra.rs", "//! A.", &["not in the table"]);
    }

    #[test]
    fn a_door_of_an_exact_layer_that_lets_inexact_calls_in() {
        assert_faults("sim.rs", "//! A.\n", &["a run rests on this layer"]);
        assert_faults("sim.rs", "//! A.\n\n#![deny(clippy::disallowed_methods)]\n", &[]);
    }

    #[test]
    fn a_table_that_is_missing_or_goes_in_a_circle() {
        let fault = |head: &str| faults(&[Source::new("lib.rs", head)]).concat();
        assert!(fault("//! Nothing.").contains("no table"));
        assert!(fault("//! ```text\n//! sim\n//! ```").contains("is not a layer"));
        let circle = "//! ```text\n//! sim  chart  core\n//! chart  sim  pictures\n//! ```";
        assert!(fault(circle).contains("no row above it"));
    }
}
