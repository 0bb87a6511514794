//! A static file server for one folder, on this machine only.
//!
//! It behaves as the plainest of static hosts: no fallback page, no compression, nothing outside the
//! folder, and a path for each file that begins with the prefix. So what works here works anywhere.

use std::fs::File;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use tiny_http::{Header, Method, Request, Response, Server};

/// Enough for one visitor: a browser opens up to six connections to a host.
const WORKERS: usize = 6;

/// A folder being served until dropped.
pub struct Site {
    server: Arc<Server>,
    workers: Vec<JoinHandle<()>>,
    url: String,
}

impl Site {
    /// Serves `folder` under `prefix`, which begins and ends with a slash. Port 0 takes a free one.
    pub fn start(folder: &Path, prefix: &str, port: u16) -> io::Result<Site> {
        Site::on(TcpListener::bind((Ipv4Addr::LOCALHOST, port))?, folder, prefix)
    }

    /// Serves `folder` on a port that is already held.
    pub fn on(listener: TcpListener, folder: &Path, prefix: &str) -> io::Result<Site> {
        let url = format!("http://{}{prefix}", listener.local_addr()?);
        let server = Arc::new(Server::from_listener(listener, None).map_err(io::Error::other)?);
        let worker = || {
            let (server, folder, prefix) =
                (Arc::clone(&server), folder.to_path_buf(), prefix.to_owned());
            thread::spawn(move || {
                while let Ok(request) = server.recv() {
                    // A visitor who leaves before the answer is no fault of ours.
                    let _ = answer(request, &folder, &prefix);
                }
            })
        };
        let workers = (0..WORKERS).map(|_| worker()).collect();
        Ok(Site { server, workers, url })
    }

    /// The address of the folder, with a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Serves until the process is ended.
    pub fn forever(mut self) {
        for worker in self.workers.drain(..) {
            worker.join().expect("a worker only answers, and answering does not panic");
        }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        // Each call lets one worker go.
        for _ in &self.workers {
            self.server.unblock();
        }
        for worker in self.workers.drain(..) {
            let _ = worker.join();
        }
    }
}

fn answer(request: Request, folder: &Path, prefix: &str) -> io::Result<()> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return request.respond(Response::empty(405));
    }
    let Some(path) = file_for(request.url(), folder, prefix) else {
        return request.respond(Response::from_string("Not found\n").with_status_code(404));
    };
    let response = Response::from_file(File::open(&path)?)
        // The length goes first, whatever it is, so that a visitor sees how much is still to come.
        .with_chunked_threshold(usize::MAX)
        .with_header(header("Content-Type", content_type(&path)))
        // A rebuilt page shows at the next reload.
        .with_header(header("Cache-Control", "no-cache"));
    request.respond(response)
}

/// The file that a request's address means, if it is one of the folder's.
fn file_for(url: &str, folder: &Path, prefix: &str) -> Option<PathBuf> {
    let address = url.split(['?', '#']).next()?;
    let inside = percent_decoded(address.strip_prefix(prefix)?)?;
    let mut path = folder.to_path_buf();
    for name in inside.split('/').filter(|name| !name.is_empty()) {
        if name == ".." || name.contains(['\\', ':', '\0']) {
            return None;
        }
        path.push(name);
    }
    if path.is_dir() {
        path.push("index.html");
    }
    path.is_file().then_some(path)
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut parts = text.split('%');
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(part.get(..2)?, 16).ok()?);
        bytes.extend_from_slice(&part.as_bytes()[2..]);
    }
    String::from_utf8(bytes).ok()
}

/// Browsers compile wasm while it arrives only under its own type.
fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("csv") => "text/csv; charset=utf-8",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("our headers are plain ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with a page and a wasm file, served under `/a/b/`.
    fn site(test: &str) -> Site {
        let folder = crate::target_dir().join("browser").join(test);
        std::fs::create_dir_all(folder.join("sub")).expect("target is ours to write");
        std::fs::write(folder.join("index.html"), "front").expect("the folder was just made");
        std::fs::write(folder.join("sub/a b.wasm"), "\0asm").expect("the folder was just made");
        Site::start(&folder, "/a/b/", 0).expect("a free port can be had")
    }

    fn get(site: &Site, path: &str) -> (u16, String, String) {
        let host = site.url().trim_end_matches("/a/b/");
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
        let mut response = agent.get(format!("{host}{path}")).call().expect("the site answers");
        let kind = response.headers().get("content-type").and_then(|kind| kind.to_str().ok());
        let kind = kind.unwrap_or_default().to_owned();
        let body = response.body_mut().read_to_string().expect("the files are text");
        (response.status().as_u16(), kind, body)
    }

    #[test]
    fn a_folder_answers_with_its_page() {
        let site = site("page");
        let page = (200, "text/html; charset=utf-8".to_owned(), "front".to_owned());
        assert_eq!(get(&site, "/a/b/"), page);
        assert_eq!(get(&site, "/a/b/?seed=1"), page);
    }

    #[test]
    fn wasm_is_sent_as_wasm() {
        let (status, kind, _) = get(&site("wasm"), "/a/b/sub/a%20b.wasm");
        assert_eq!((status, kind.as_str()), (200, "application/wasm"));
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        let site = site("outside");
        for path in ["/", "/index.html", "/a/b/../index.html", "/a/b/%2e%2e/page/index.html"] {
            assert_eq!(get(&site, path).0, 404, "{path}");
        }
    }

    #[test]
    fn a_taken_port_is_refused_rather_than_shared() {
        let site = site("taken");
        let port = site.server.server_addr().to_ip().expect("it listens on an address").port();
        let again = Site::start(Path::new("."), "/", port);
        assert_eq!(again.err().map(|error| error.kind()), Some(io::ErrorKind::AddrInUse));
    }
}
