//! The release page, in `dist/`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::command::{cargo, output, program, run};
use crate::{Outcome, chunks, shrink, size, tools};

/// Ours, beside cargo's own: other flags in the same folder would compile everything anew at each change.
const FOLDER: &str = "page";
const TARGET: &str = "wasm32-unknown-unknown";
const NAME: &str = "flowglass";
const ASSETS: [&str; 4] = ["icon.svg", "belt.css", "flowglass.css", "later.css"];

/// Compiles the standard library with the page: small instead of fast, and without the text and the unwinding of
/// panics, of which none may happen. That is a tenth of the download.
const OWN_STD: [(&str, &str); 3] = [
    // These flags are for nightly compilers; ours has them too, and is asked for each before it is used.
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
];
const NO_PANIC_TEXT: [&str; 4] =
    ["-Zunstable-options", "-Cpanic=immediate-abort", "-Zfmt-debug=none", "-Zlocation-detail=none"];

/// Builds the page and says what it weighs.
pub(crate) fn run_chore() -> Outcome {
    build()?;
    size::print(&size::weigh()?);
    println!("dist/ is complete: copy it to any folder of any static host.");
    Ok(())
}

/// Builds the page: the wasm, cut into what everybody gets and what is loaded when it is first needed; the script that
/// wasm-bindgen writes for it; and the files of `assets/` that the page names.
pub(crate) fn build() -> Outcome {
    tools::ensure_wasm_target()?;
    let wasm_bindgen = tools::wasm_bindgen()?.join("wasm-bindgen");
    let whole = compile()?;
    let dist = browser::project_dir().join("dist");
    let parts = browser::target_dir().join(FOLDER).join("parts");
    empty(&parts)?;
    empty(&dist)?;
    let main = parts.join("flowglass.wasm");
    let chunks = chunks::cut(&whole, &main, &parts)?;
    // What the chunks share with the main part goes by names that wasm-bindgen does not know.
    let web = ["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-dir"];
    run(program(&wasm_bindgen).args(web).arg(&dist).arg(&main))?;
    for chunk in &chunks {
        copy(&parts.join(chunk), &dist.join(chunk))?;
    }
    copy(&browser::project_dir().join("index.html"), &dist.join("index.html"))?;
    let assets = dist.join("assets");
    fs::create_dir_all(&assets).map_err(|error| format!("{}: {error}", assets.display()))?;
    for name in ASSETS {
        copy(&browser::project_dir().join("assets").join(name), &assets.join(name))?;
    }
    shrink::shrink(&dist, &chunks)
}

/// Compiles the page's wasm, and says where it is.
fn compile() -> Outcome<PathBuf> {
    let target = browser::target_dir().join(FOLDER);
    let mut build = cargo(&["build", "--release", "--locked", "--target", TARGET, "--bin", NAME]);
    build.env("CARGO_TARGET_DIR", &target);
    // The cutter has to know what refers to what. What it does not need goes afterwards.
    build.env("CARGO_PROFILE_RELEASE_STRIP", "none");
    let mut flags = nameless_paths();
    flags.push("-Clink-arg=--emit-relocs".to_owned());
    match fetch_with_std() {
        Ok(()) => {
            flags.extend(NO_PANIC_TEXT.map(str::to_owned));
            build.envs(OWN_STD);
        }
        Err(why) => {
            println!("{why}: the page is built with the usual one and about a tenth heavier.");
        }
    }
    build.env_remove("RUSTFLAGS").env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
    run(&mut build)?;
    Ok(target.join(TARGET).join("release").join(NAME).with_extension("wasm"))
}

/// Makes a folder, or empties one: nothing of an earlier build stays.
fn empty(folder: &Path) -> Outcome {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(failed)?;
    }
    fs::create_dir_all(folder).map_err(failed)
}

fn copy(from: &Path, to: &Path) -> Outcome {
    fs::copy(from, to).map(|_| ()).map_err(|error| format!("{}: {error}", from.display()))
}

fn fetch(envs: &[(&str, &str)]) -> Outcome {
    let words = ["fetch", "--quiet", "--locked", "--target", TARGET];
    run(cargo(&words).envs(envs.iter().copied()))
}

/// Fetches for a page with a standard library of its own; or says what speaks against one.
fn fetch_with_std() -> Outcome {
    let rustc = ["--print", "cfg", "--target", TARGET];
    let asked =
        output(program("rustc").env("RUSTC_BOOTSTRAP", "1").args(NO_PANIC_TEXT).args(rustc));
    if asked.is_none() {
        return Err("This compiler cannot build a small standard library".into());
    }
    tools::ensure_std_source()
        .and_then(|()| fetch(&OWN_STD))
        .map_err(|error| format!("The source of the standard library is not to be had ({error})"))
}

/// Flags that keep this machine's folders out of the page.
fn nameless_paths() -> Vec<String> {
    let cargo_home = std::env::var("CARGO_HOME").ok().or_else(|| {
        let home = std::env::home_dir()?;
        Some(home.join(".cargo").display().to_string())
    });
    let sysroot = output(program("rustc").args(["--print", "sysroot"]));
    let project = browser::project_dir().display().to_string();
    [sysroot.map(|folder| folder.trim().to_owned()), cargo_home, Some(project)]
        .into_iter()
        .flatten()
        .filter(|folder| Path::new(folder).is_absolute())
        .map(|folder| format!("--remap-path-prefix={folder}="))
        .collect()
}
