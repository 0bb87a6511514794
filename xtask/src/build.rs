//! The release page, in `dist/`.

use std::path::Path;

use crate::command::{cargo, output, program, run};
use crate::{Outcome, shrink, size, tools};

/// Ours, beside cargo's own: other flags in the same folder would compile everything anew at each change.
const FOLDER: &str = "page";
const TARGET: &str = "wasm32-unknown-unknown";

/// Compiles the standard library with the page: small instead of fast, and without the text and the unwinding of
/// panics, of which none may happen. That is a tenth of the download.
const OWN_STD: [(&str, &str); 3] = [
    // These flags are for nightly compilers; ours has them too, and is asked for each before it is used.
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
];
const NO_PANIC_TEXT: [&str; 2] = ["-Zunstable-options", "-Cpanic=immediate-abort"];

/// Builds the page and says what it weighs.
pub(crate) fn run_chore() -> Outcome {
    build()?;
    size::print(&size::weigh()?);
    println!("dist/ is complete: copy it to any folder of any static host.");
    Ok(())
}

/// Builds the page.
pub(crate) fn build() -> Outcome {
    tools::ensure_wasm_target()?;
    let path = tools::path_with(&[tools::wasm_bindgen()?, tools::trunk()?])?;
    let mut trunk = program("trunk");
    trunk.args(["build", "--offline", "--locked"]).env("PATH", path);
    // Trunk takes these for its own flags and refuses the values that others give them.
    trunk.env_remove("NO_COLOR").env("TRUNK_SKIP_VERSION_CHECK", "true");
    trunk.env("CARGO_TARGET_DIR", browser::target_dir().join(FOLDER));
    let mut flags = nameless_paths();
    match fetch_with_std() {
        Ok(()) => {
            flags.extend(NO_PANIC_TEXT.map(str::to_owned));
            trunk.envs(OWN_STD);
        }
        Err(why) => {
            println!("{why}: the page is built with the usual one and about a tenth heavier.");
            fetch(&[])?;
        }
    }
    trunk.env_remove("RUSTFLAGS").env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
    run(&mut trunk)?;
    shrink::shrink(&browser::project_dir().join("dist"))
}

/// Offline, trunk takes the wasm-bindgen it is shown instead of fetching one; what cargo lacks it then has to have
/// before.
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
