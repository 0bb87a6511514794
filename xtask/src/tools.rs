//! What the chores need beside cargo, found or installed.
//!
//! A tool already on `PATH` in the right version is taken. What cargo has to build goes into
//! `target/tools`, so that nothing global is touched and versions never clash. Whatever is installed is
//! said first, with the time it takes.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::Outcome;
use crate::command::{cargo, output, program, run};

const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The standard library for wasm.
pub(crate) fn ensure_wasm_target() -> Outcome {
    let Some(library) =
        output(program("rustc").args(["--print", "target-libdir", "--target", WASM_TARGET]))
    else {
        return Err("rustc does not run: install Rust with rustup".into());
    };
    if Path::new(library.trim()).is_dir() {
        return Ok(());
    }
    println!("Installing the {WASM_TARGET} target for this toolchain (under a minute).");
    run(program("rustup").args(["target", "add", WASM_TARGET]))
}

/// The source of the standard library, to compile one of our own.
pub(crate) fn ensure_std_source() -> Outcome {
    let sysroot = output(program("rustc").args(["--print", "sysroot"]));
    let sysroot = sysroot.ok_or("rustc does not run: install Rust with rustup")?;
    if Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library/Cargo.lock").is_file() {
        return Ok(());
    }
    println!("Installing rust-src for this toolchain (under a minute).");
    run(program("rustup").args(["component", "add", "rust-src"]))
}

/// rustfmt or clippy.
pub(crate) fn ensure_component(component: &str, subcommand: &str) -> Outcome {
    if output(&mut cargo(&[subcommand, "--version"])).is_some() {
        return Ok(());
    }
    println!("Installing {component} for this toolchain (under a minute).");
    run(program("rustup").args(["component", "add", component]))
}

/// The folder of the wasm-bindgen and wasm-bindgen-test-runner that fit the library.
pub(crate) fn wasm_bindgen() -> Outcome<PathBuf> {
    let lock = fs::read_to_string(browser::project_dir().join("Cargo.lock"))
        .map_err(|error| format!("Cargo.lock: {error}"))?;
    let version = locked_version(&lock, "wasm-bindgen").ok_or("Cargo.lock has no wasm-bindgen")?;
    found_or_built("wasm-bindgen-cli", "wasm-bindgen", version, "about 2 minutes, once")
}

fn found_or_built(package: &str, tool: &str, version: &str, time: &str) -> Outcome<PathBuf> {
    let ours = browser::target_dir().join("tools");
    let on_path = env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(ours.join("bin")).chain(env::split_paths(&on_path));
    for folder in folders {
        let said = output(program(folder.join(tool)).arg("--version")).unwrap_or_default();
        if said.split_whitespace().nth(1) == Some(version) {
            return Ok(folder);
        }
    }
    println!("Installing {package} {version} into target/tools ({time}).");
    let root = ours.to_string_lossy().into_owned();
    let build = ours.join("build");
    let install = |locked: &[&str]| {
        let mut command = cargo(&["install", package, "--version", version, "--root", &root]);
        // It runs for seconds and compiles for minutes, so it is not worth optimizing.
        command.args(["--force", "--profile", "dev", "--target-dir"]).arg(&build).args(locked);
        run(command.env("CARGO_PROFILE_DEV_DEBUG", "0"))
    };
    install(&["--locked"]).or_else(|error| {
        // A mirror of the registry can lag behind what the package was locked to.
        println!("{error}; trying again with the newest versions that the registry has.");
        install(&[])
    })?;
    // Half a gigabyte that nothing needs again.
    let _ = fs::remove_dir_all(build);
    Ok(ours.join("bin"))
}

/// Chromium's driver, and Chromium with it.
pub(crate) fn chromedriver() -> Outcome<PathBuf> {
    if let Some(path) = browser::chromedriver_path() {
        return Ok(path);
    }
    let by_hand = "the browser tests need Chromium and its driver: \
                   install them (Debian: apt-get install chromium chromium-driver)";
    let me = output(program("id").arg("-u")).unwrap_or_default();
    let sudo: &[&str] = if me.trim() == "0" {
        &[]
    } else if output(program("sudo").args(["-n", "true"])).is_some() {
        &["sudo", "-n"]
    } else {
        return Err(by_hand.into());
    };
    if output(program("apt-get").arg("--version")).is_none() {
        return Err(by_hand.into());
    }
    println!("Installing Chromium and its driver with apt-get (about a minute).");
    let apt = |words: &[&str]| {
        let quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"];
        let line: Vec<_> = sudo.iter().chain(&quiet).chain(words).collect();
        run(program(line[0]).args(&line[1..]))
    };
    apt(&["update"])?;
    apt(&["install", "-y", "--no-install-recommends", "chromium", "chromium-driver"])?;
    browser::chromedriver_path().ok_or_else(|| by_hand.into())
}

/// The version that the lock file gives a package.
fn locked_version<'lock>(lock: &'lock str, package: &str) -> Option<&'lock str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::locked_version;

    #[test]
    fn the_lock_file_gives_the_version_of_the_package_itself() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "yew"), None);
    }
}
