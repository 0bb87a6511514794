//! One open page, and the frame around a test.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Map, Value, json};

use crate::{Chrome, Element, Site, project_dir, target_dir};

/// Where the tests' server puts the page: below two folders, as a project's site may.
const PREFIX: &str = "/some/folder/";
/// The window's inside until a test sets another [CSS px].
const WINDOW: (u32, u32) = (1280, 800);
/// What has not come by then will not come, even on a machine busy with something else.
const PATIENCE: Duration = Duration::from_secs(15);
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// Runs a test on the built page, opened at its address followed by `suffix` (`""`, `"#…"`, `"?…"`).
///
/// # Panics
///
/// When the test does, when `dist/` is not built, or when the console held an error at the end.
pub fn on_page(suffix: &str, test: impl FnOnce(&Page)) {
    let dist = project_dir().join("dist");
    assert!(dist.join("index.html").is_file(), "dist/ is not built: run `cargo xtask build`");
    on_folder(&dist, suffix, test);
}

/// Runs a test on a page in another folder, as `on_page` does.
///
/// # Panics
///
/// When the test does, or when the console held an error at the end.
pub fn on_folder(folder: &Path, suffix: &str, test: impl FnOnce(&Page)) {
    let site = Site::start(folder, PREFIX, 0).expect("a free port can be had");
    let logs = json!({ "browser": "ALL" });
    let chrome = Chrome::start(&Map::new(), &logs).unwrap_or_else(|error| panic!("{error}"));
    let page = Page { chrome, site };
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        page.resize(WINDOW.0, WINDOW.1);
        page.slow_down();
        page.open(suffix);
        test(&page);
        let errors: Vec<_> =
            page.console().into_iter().filter(|line| line.starts_with("SEVERE")).collect();
        assert!(errors.is_empty(), "the console holds errors:\n{}", errors.join("\n"));
    }));
    if let Err(panic) = outcome {
        page.leave_evidence();
        resume_unwind(panic);
    }
}

/// An open page. Its methods panic, at the caller's line, when the browser refuses.
pub struct Page {
    chrome: Chrome,
    site: Site,
}

/// A step of a mouse, at places in the window [CSS px].
#[derive(Clone, Copy, Debug)]
pub enum Pointer {
    /// Goes there in a few steps, as a hand does.
    Move(f64, f64),
    /// Presses the main button.
    Down,
    /// Lets go of it.
    Up,
    /// Holds still [ms].
    Wait(u64),
}

impl Page {
    /// Opens the page anew at its address followed by `suffix`, and waits until it has started.
    #[track_caller]
    pub fn open(&self, suffix: &str) {
        let url = format!("{}{suffix}", self.site.url());
        expect_done("open", self.chrome.post("url", &json!({ "url": url })));
        self.wait_until("the page to start", || {
            self.run("return document.body.childElementCount > 0", &json!([])) == json!(true)
        });
    }

    /// Lets the page run as many times slower as the environment variable `SLOWDOWN` says, which shows what a test or the
    /// page takes for granted about time.
    fn slow_down(&self) {
        let rate = std::env::var("SLOWDOWN").ok().and_then(|rate| rate.parse::<f64>().ok());
        if let Some(rate) = rate {
            self.cdp("Emulation.setCPUThrottlingRate", &json!({ "rate": rate }));
        }
    }

    /// The page's address without what `open` adds.
    pub fn base_url(&self) -> &str {
        self.site.url()
    }

    /// The address in the address bar.
    #[track_caller]
    pub fn url(&self) -> String {
        expect_done("url", self.chrome.get("url")).as_str().unwrap_or_default().to_owned()
    }

    /// The document's title.
    #[track_caller]
    pub fn title(&self) -> String {
        expect_done("title", self.chrome.get("title")).as_str().unwrap_or_default().to_owned()
    }

    /// Waits for the one element with this role and accessible name.
    #[track_caller]
    pub fn find(&self, role: &str, name: &str) -> Element<'_> {
        self.one(&format!("{role} \"{name}\""), || self.all(role, |found| found == name))
    }

    /// Waits for the one element with this role whose accessible name begins so.
    #[track_caller]
    pub fn find_starting(&self, role: &str, start: &str) -> Element<'_> {
        let what = format!("{role} \"{start}…\"");
        self.one(&what, || self.all(role, |found| found.starts_with(start)))
    }

    /// Waits for the one element that a CSS selector names; for what has no role.
    #[track_caller]
    pub fn find_css(&self, selector: &str) -> Element<'_> {
        self.one(selector, || {
            let found =
                self.run("return [...document.querySelectorAll(arguments[0])]", &json!([selector]));
            let found = found.as_array().map(Vec::as_slice).unwrap_or_default();
            found.iter().filter_map(|element| Element::from_value(self, element)).collect()
        })
    }

    /// The elements there are now with this role and such an accessible name, in the page's order.
    #[track_caller]
    pub fn all(&self, role: &str, name: impl Fn(&str) -> bool) -> Vec<Element<'_>> {
        let tree = expect_done("read", self.chrome.cdp("Accessibility.getFullAXTree", &json!({})));
        let nodes = tree["nodes"].as_array().map(Vec::as_slice).unwrap_or_default();
        nodes
            .iter()
            .filter(|node| node["ignored"] != json!(true) && node["role"]["value"] == json!(role))
            .filter(|node| name(node["name"]["value"].as_str().unwrap_or_default()))
            .filter_map(|node| self.element_of(&node["backendDOMNodeId"]))
            .collect()
    }

    /// The element that the browser's own protocol knows by this number, unless it has gone.
    fn element_of(&self, node: &Value) -> Option<Element<'_>> {
        let resolved =
            self.chrome.cdp("DOM.resolveNode", &json!({ "backendNodeId": node })).ok()?;
        // The two protocols share no name for an element but the page itself.
        let hand_over = json!({
            "objectId": resolved["object"]["objectId"],
            "functionDeclaration": "function() { window.handedOver = this }",
        });
        self.chrome.cdp("Runtime.callFunctionOn", &hand_over).ok()?;
        let take = "const e = window.handedOver; delete window.handedOver;
                    return e instanceof Element ? e : e?.parentElement";
        Element::from_value(self, &self.run(take, &json!([])))
    }

    #[track_caller]
    fn one<'a>(&'a self, what: &str, look: impl Fn() -> Vec<Element<'a>>) -> Element<'a> {
        self.wait_for(what, || {
            let mut found = look();
            assert!(found.len() < 2, "{} elements are {what}, want one", found.len());
            found.pop()
        })
    }

    /// Waits until a condition holds. `what` completes "waited in vain for …".
    #[track_caller]
    pub fn wait_until(&self, what: &str, holds: impl Fn() -> bool) {
        self.wait_for(what, || holds().then_some(()));
    }

    /// Waits until there is something. `what` completes "waited in vain for …".
    #[track_caller]
    pub fn wait_for<T>(&self, what: &str, look: impl Fn() -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            if let Some(found) = look() {
                return found;
            }
            let waited = start.elapsed();
            assert!(waited < PATIENCE, "waited {} s in vain for {what}", waited.as_secs());
            thread::sleep(BETWEEN_LOOKS);
        }
    }

    /// Runs a script in the page; `arguments` is a list, and the answer is what it returns.
    #[track_caller]
    pub fn run(&self, script: &str, arguments: &Value) -> Value {
        let body = json!({ "script": script, "args": arguments });
        expect_done("run", self.chrome.post("execute/sync", &body))
    }

    /// A command of the browser's own protocol, such as `Emulation.setEmulatedMedia`.
    #[track_caller]
    pub fn cdp(&self, command: &str, params: &Value) -> Value {
        expect_done(command, self.chrome.cdp(command, params))
    }

    /// Sets the window's inside, one device pixel to the CSS pixel.
    #[track_caller]
    pub fn resize(&self, width: u32, height: u32) {
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.cdp("Emulation.setDeviceMetricsOverride", &size);
    }

    /// The same of a window that is touched by up to two fingers.
    #[track_caller]
    pub fn resize_for_fingers(&self, width: u32, height: u32) {
        let touch = json!({ "enabled": true, "maxTouchPoints": 2 });
        self.cdp("Emulation.setTouchEmulationEnabled", &touch);
        self.resize(width, height);
    }

    /// Answers the page's question how the visitor likes it: `("prefers-color-scheme", "dark")`.
    #[track_caller]
    pub fn prefer(&self, features: &[(&str, &str)]) {
        let features: Vec<_> =
            features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.cdp("Emulation.setEmulatedMedia", &json!({ "features": features }));
    }

    /// Presses keys one after the other on what has the focus: `"a"`, or a code such as `"\u{e004}"`
    /// (Tab), `"\u{e007}"` (Enter), `"\u{e00c}"` (Escape) of the `WebDriver` standard.
    #[track_caller]
    pub fn press(&self, keys: &str) {
        let steps: Vec<_> = keys
            .chars()
            .flat_map(|key| ["keyDown", "keyUp"].map(|step| json!({ "type": step, "value": key })))
            .collect();
        self.perform(&[json!({ "type": "key", "id": "keyboard", "actions": steps })]);
    }

    /// Presses keys while others are held, such as Shift (`"\u{e008}"`) or Control (`"\u{e009}"`).
    #[track_caller]
    pub fn press_with(&self, held: &str, key: &str) {
        let step = |kind: &str, key: &str| json!({ "type": kind, "value": key });
        let mut steps: Vec<_> =
            held.chars().map(|held| step("keyDown", &held.to_string())).collect();
        steps.extend([step("keyDown", key), step("keyUp", key)]);
        steps.extend(held.chars().map(|held| step("keyUp", &held.to_string())));
        self.perform(&[json!({ "type": "key", "id": "keyboard", "actions": steps })]);
    }

    /// Moves and presses the mouse.
    #[track_caller]
    pub fn pointer(&self, steps: &[Pointer]) {
        self.perform(&[pointer("mouse", "mouse", steps)]);
    }

    /// Moves fingers, all at once, each with steps of its own.
    #[track_caller]
    pub fn touch(&self, fingers: &[&[Pointer]]) {
        let hand = fingers.iter().enumerate();
        let sources: Vec<_> =
            hand.map(|(id, steps)| pointer(&format!("finger {id}"), "touch", steps)).collect();
        self.perform(&sources);
    }

    /// Touches a place in the window with one finger.
    #[track_caller]
    pub fn tap(&self, (x, y): (f64, f64)) {
        self.touch(&[&[Pointer::Move(x, y), Pointer::Down, Pointer::Up]]);
    }

    /// Drags from one place in the window to another.
    #[track_caller]
    pub fn drag(&self, from: (f64, f64), to: (f64, f64)) {
        let half = f64::midpoint(from.0, to.0);
        let steps = [
            Pointer::Move(from.0, from.1),
            Pointer::Down,
            Pointer::Move(half, f64::midpoint(from.1, to.1)),
            Pointer::Move(to.0, to.1),
            Pointer::Up,
        ];
        self.pointer(&steps);
    }

    /// Clicks twice, fast, at a place in the window.
    #[track_caller]
    pub fn double_click(&self, (x, y): (f64, f64)) {
        use Pointer::{Down, Move, Up};
        self.pointer(&[Move(x, y), Down, Up, Down, Up]);
    }

    #[track_caller]
    fn perform(&self, sources: &[Value]) {
        expect_done("perform", self.chrome.post("actions", &json!({ "actions": sources })));
    }

    /// What the console got since it was last read, each line with its level first.
    #[track_caller]
    pub fn console(&self) -> Vec<String> {
        let entries = expect_done("read", self.chrome.take_log("browser"));
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        entries
            .iter()
            .map(|entry| format!("{} {}", text(&entry["level"]), text(&entry["message"])))
            .collect()
    }

    pub(crate) fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    /// A picture of the page and the console's lines, for who reads of the failure.
    fn leave_evidence(&self) {
        let test = thread::current().name().unwrap_or("test").replace("::", ".");
        if let Ok(png) = self.screenshot(&format!("{test}.png")) {
            eprintln!("the page as it was: {}", png.display());
        }
        for entry in self.chrome.take_log("browser").unwrap_or_default() {
            eprintln!("console: {} {}", entry["level"], entry["message"]);
        }
    }

    /// The page printed on sheets of a size [cm], within margins of one: a PDF.
    #[track_caller]
    pub fn print(&self, (width, height): (f64, f64)) -> Vec<u8> {
        let body = json!({ "page": { "width": width, "height": height } });
        let printed = expect_done("print", self.chrome.post("print", &body));
        BASE64_STANDARD.decode(printed.as_str().unwrap_or_default()).expect("a whole PDF")
    }

    /// Writes a picture of the window into `target/browser/`.
    pub fn screenshot(&self, file: &str) -> Result<PathBuf, String> {
        let shot = self.chrome.cdp("Page.captureScreenshot", &json!({ "format": "png" }))?;
        let png = BASE64_STANDARD
            .decode(shot["data"].as_str().unwrap_or_default())
            .map_err(|error| format!("the picture is damaged: {error}"))?;
        let folder = target_dir().join("browser");
        let path = folder.join(file);
        fs::create_dir_all(&folder)
            .and_then(|()| fs::write(&path, png))
            .map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(path)
    }
}

/// What a pointer of a kind does, for the driver.
fn pointer(id: &str, kind: &str, steps: &[Pointer]) -> Value {
    let step = |step: &Pointer| match *step {
        Pointer::Move(x, y) => {
            json!({ "type": "pointerMove", "x": x.round(), "y": y.round(), "duration": 60 })
        }
        Pointer::Down => json!({ "type": "pointerDown", "button": 0 }),
        Pointer::Up => json!({ "type": "pointerUp", "button": 0 }),
        Pointer::Wait(ms) => json!({ "type": "pause", "duration": ms }),
    };
    let steps: Vec<_> = steps.iter().map(step).collect();
    json!({ "type": "pointer", "id": id, "parameters": { "pointerType": kind }, "actions": steps })
}

/// What a command answered.
#[track_caller]
pub(crate) fn expect_done<T>(command: &str, answer: Result<T, String>) -> T {
    answer.unwrap_or_else(|error| panic!("{command}: {error}"))
}
