//! The release page, in `dist/`.

use crate::command::{cargo, program, run};
use crate::{Outcome, size, tools};

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
    // Offline, trunk takes the wasm-bindgen it is shown instead of fetching one; what cargo lacks it
    // then has to have before.
    run(&mut cargo(&["fetch", "--quiet", "--locked", "--target", "wasm32-unknown-unknown"]))?;
    let mut trunk = program("trunk");
    trunk.args(["build", "--offline", "--locked"]).env("PATH", path);
    // Trunk takes these for its own flags and refuses the values that others give them.
    trunk.env_remove("NO_COLOR").env("TRUNK_SKIP_VERSION_CHECK", "true");
    run(&mut trunk)
}
