//! chromedriver, and one browser behind it, spoken to in the `WebDriver` protocol.
//!
//! Ours are ended when the value is dropped: first the browser by its session, then the driver by
//! its process id.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::{Map, Value, json};

/// What a browser without a screen is started with: nothing of its own on the network, and no
/// sandbox, which a container's root cannot have.
pub const FLAGS: [&str; 9] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=en-US",
];

/// Past this a command has hung; the slowest is starting a browser on a busy machine.
const COMMAND_LIMIT: Duration = Duration::from_secs(120);

/// A browser of its own, with nothing remembered from another.
pub struct Chrome {
    process: Child,
    agent: ureq::Agent,
    driver: String,
    session: Option<String>,
}

/// How often chromedriver is started before that is given up.
const TRIES: u32 = 3;
const ENDED: &str = "chromedriver ended before it listened";

impl Chrome {
    /// Starts chromedriver on a free port and a browser behind it.
    ///
    /// `options` are added to `goog:chromeOptions`, and `logs` says which logs to keep.
    pub fn start(options: &Map<String, Value>, logs: &Value) -> Result<Chrome, String> {
        // The port that it chooses may be somebody else's a moment later: then it ends, and another one is there.
        let tries = (1..TRIES).find_map(|_| {
            let chrome = Chrome::start_once(options, logs);
            (chrome.as_ref().err().map(String::as_str) != Some(ENDED)).then_some(chrome)
        });
        tries.unwrap_or_else(|| Chrome::start_once(options, logs))
    }

    fn start_once(options: &Map<String, Value>, logs: &Value) -> Result<Chrome, String> {
        let path = chromedriver_path().ok_or("chromedriver is not installed")?;
        let mut process = Command::new(&path)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{} does not start: {error}", path.display()))?;
        let stdout = process.stdout.take().expect("its output is piped");
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(COMMAND_LIMIT))
            .http_status_as_error(false)
            .build()
            .new_agent();
        // From here on dropping the value ends the process.
        let mut chrome = Chrome { process, agent, driver: String::new(), session: None };
        let mut lines = BufReader::new(stdout).lines();
        let port = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.split_once("successfully on port ").map(|found| found.1.into()))
            .ok_or(ENDED)
            .map(|port: String| port.trim_end_matches('.').to_owned())?;
        // A full pipe would stop the driver.
        thread::spawn(move || lines.for_each(drop));
        chrome.driver = format!("http://127.0.0.1:{port}");
        chrome.session = Some(chrome.new_session(options, logs)?);
        Ok(chrome)
    }

    fn new_session(&self, options: &Map<String, Value>, logs: &Value) -> Result<String, String> {
        let mut chrome_options = options.clone();
        chrome_options.insert("args".into(), json!(FLAGS));
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "goog:chromeOptions": chrome_options,
            "goog:loggingPrefs": logs,
        }}});
        let answer = self.send("POST", &format!("{}/session", self.driver), Some(&wanted))?;
        let session = answer["sessionId"].as_str().ok_or("the driver names no session")?;
        Ok(format!("{}/session/{session}", self.driver))
    }

    /// A command of the session by POST, such as `url`.
    pub fn post(&self, command: &str, body: &Value) -> Result<Value, String> {
        self.send("POST", &self.address(command), Some(body))
    }

    /// A command of the session by GET, such as `title`.
    pub fn get(&self, command: &str) -> Result<Value, String> {
        self.send("GET", &self.address(command), None)
    }

    /// A command of the browser's own protocol, such as `Page.reload`.
    pub fn cdp(&self, command: &str, params: &Value) -> Result<Value, String> {
        self.post("goog/cdp/execute", &json!({ "cmd": command, "params": params }))
    }

    /// What a log named at the start has gathered since it was last taken.
    pub fn take_log(&self, kind: &str) -> Result<Vec<Value>, String> {
        match self.post("se/log", &json!({ "type": kind }))? {
            Value::Array(entries) => Ok(entries),
            other => Err(format!("the {kind} log is no list: {other}")),
        }
    }

    fn address(&self, command: &str) -> String {
        format!("{}/{command}", self.session.as_deref().unwrap_or_default())
    }

    fn send(&self, method: &str, address: &str, body: Option<&Value>) -> Result<Value, String> {
        let sent = match (method, body) {
            ("GET", _) => self.agent.get(address).call(),
            ("DELETE", _) => self.agent.delete(address).call(),
            (_, body) => self.agent.post(address).send_json(body),
        };
        let mut response = sent.map_err(|error| format!("{method} {address}: {error}"))?;
        let status = response.status();
        // A trace of ten seconds is some hundred megabytes.
        let answer: Value = response
            .body_mut()
            .with_config()
            .limit(1 << 32)
            .read_json()
            .map_err(|error| format!("{method} {address}: {error}"))?;
        let value = answer["value"].clone();
        if status.is_success() {
            return Ok(value);
        }
        let said = |part: &str| value[part].as_str().unwrap_or_default().to_owned();
        Err(format!("{}: {}", said("error"), said("message")))
    }
}

impl Drop for Chrome {
    fn drop(&mut self) {
        if let Some(session) = self.session.take() {
            // Ends the browser with all its processes and its folder.
            let _ = self.send("DELETE", &session, None);
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The driver: the one that `CHROMEDRIVER` names, else the first on `PATH`.
pub fn chromedriver_path() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMEDRIVER") {
        return Some(PathBuf::from(named));
    }
    let name = format!("chromedriver{}", std::env::consts::EXE_SUFFIX);
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders)
        .map(|folder: PathBuf| folder.join(Path::new(&name)))
        .find(|path| path.is_file())
}
