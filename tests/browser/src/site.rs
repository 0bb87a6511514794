//! A static file server for one folder, on this machine only.
//!
//! It behaves as the plainest of static hosts: no fallback page, no compression, nothing outside the
//! folder, and a path for each file that begins with the prefix. So what works here works anywhere.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// A visitor who says nothing for so long has gone.
const PATIENCE: Duration = Duration::from_secs(20);

/// A folder being served until dropped.
pub struct Site {
    address: SocketAddr,
    is_over: Arc<AtomicBool>,
    listener: Option<JoinHandle<()>>,
    url: String,
}

impl Site {
    /// Serves `folder` under `prefix`, which begins and ends with a slash. Port 0 takes a free one.
    pub fn start(folder: &Path, prefix: &str, port: u16) -> io::Result<Site> {
        Site::on(TcpListener::bind((Ipv4Addr::LOCALHOST, port))?, folder, prefix)
    }

    /// Serves `folder` on a port that is already held.
    ///
    /// Every connection has a thread of its own and carries one request: a page asks for a dozen files at once, and none
    /// may wait for a thread that another connection holds.
    pub fn on(listener: TcpListener, folder: &Path, prefix: &str) -> io::Result<Site> {
        let address = listener.local_addr()?;
        let is_over = Arc::new(AtomicBool::new(false));
        let (over, folder) = (Arc::clone(&is_over), Arc::<Path>::from(folder));
        let url = format!("http://{address}{prefix}");
        let prefix = Arc::<str>::from(prefix);
        let listener = thread::spawn(move || {
            for stream in listener.incoming() {
                if over.load(Ordering::Relaxed) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                let (folder, prefix) = (Arc::clone(&folder), Arc::clone(&prefix));
                // A visitor who leaves before the answer is no fault of ours.
                thread::spawn(move || {
                    let _ = answer(&stream, &folder, &prefix);
                });
            }
        });
        Ok(Site { address, is_over, listener: Some(listener), url })
    }

    /// The address of the folder, with a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Serves until the process is ended.
    pub fn forever(mut self) {
        if let Some(listener) = self.listener.take() {
            let _ = listener.join();
        }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        // The listener looks up when somebody comes.
        let _ = TcpStream::connect(self.address);
        if let Some(listener) = self.listener.take() {
            let _ = listener.join();
        }
    }
}

/// Answers the one request of a connection.
fn answer(stream: &TcpStream, folder: &Path, prefix: &str) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        line.clear();
    }
    let mut words = first.split_whitespace();
    let (method, url) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut out = stream;
    if !matches!(method, "GET" | "HEAD") {
        return write!(
            out,
            "HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        );
    }
    let Some(path) = file_for(url, folder, prefix) else {
        return write!(
            out,
            "HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n\r\nNot found\n"
        );
    };
    let mut file = File::open(&path)?;
    // The length goes first, so that a visitor sees how much is still to come; a rebuilt page shows at the next reload.
    write!(
        out,
        "HTTP/1.1 200 OK\r\nConnection: close\r\nCache-Control: no-cache\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n",
        content_type(&path),
        file.metadata()?.len()
    )?;
    if method == "GET" {
        io::copy(&mut file, &mut out)?;
    }
    out.flush()
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
    fn a_page_that_asks_for_much_at_once_gets_all_of_it() {
        let site = site("crowd");
        // Some connect and say nothing for a while, as browsers do beforehand.
        let _silent: Vec<_> = (0..12).map(|_| TcpStream::connect(site.address)).collect();
        thread::scope(|scope| {
            let all: Vec<_> = (0..40).map(|_| scope.spawn(|| get(&site, "/a/b/").0)).collect();
            assert!(all.into_iter().all(|one| one.join().is_ok_and(|status| status == 200)));
        });
    }

    #[test]
    fn a_taken_port_is_refused_rather_than_shared() {
        let site = site("taken");
        let port = site.address.port();
        let again = Site::start(Path::new("."), "/", port);
        assert_eq!(again.err().map(|error| error.kind()), Some(io::ErrorKind::AddrInUse));
    }
}
