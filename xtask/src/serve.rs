//! The page on this machine.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};

use browser::Site;

use crate::command::program;
use crate::{Outcome, build, value_of};

/// Builds the page and serves it until interrupted.
pub(crate) fn run(words: &[String]) -> Outcome {
    let (mut port, mut open) = (8080_u16, false);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--port" => port = value_of("--port", words.next())?,
            "--open" => open = true,
            other => return Err(format!("serve knows --port N and --open, not `{other}`")),
        }
    }
    // Held from here on: who has to choose another port should not wait for a build first.
    let listener =
        TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| match error.kind() {
            ErrorKind::AddrInUse => format!(
                "port {port} is taken by another program: end that one, or choose another port, \
                 such as --port {}",
                port.wrapping_add(1).max(1024)
            ),
            _ => format!("port {port} cannot be had: {error}"),
        })?;
    build::build()?;
    let site = Site::on(listener, &browser::project_dir().join("dist"), "/")
        .map_err(|error| format!("the server does not start: {error}"))?;
    println!("\nFlowglass is at {} (Ctrl+C ends it).", site.url());
    if open {
        open_in_browser(site.url());
    }
    site.forever();
    Ok(())
}

/// The address is printed already, so that failing is no loss.
fn open_in_browser(url: &str) {
    let (opener, first): (_, &[&str]) = if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        ("xdg-open", &[])
    };
    if let Err(error) = program(opener).args(first).arg(url).spawn() {
        println!("No browser opens by itself here ({opener}: {error}).");
    }
}
