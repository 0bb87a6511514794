//! Main-thread time per animation frame of the page in headless Chromium.
//!
//! A frame is everything that the page's main thread does from the task that calls the animation
//! callbacks to the next such task: the callbacks, style, layout, painting, timers and messages. Time
//! on the processor leaves out what other programs took in between. Tracing costs a few hundredths of a
//! millisecond per frame. Numbers depend on the machine, so they are printed and nothing is asserted.

use std::path::PathBuf;
use std::thread::sleep;
use std::time::Duration;

use browser::{Chrome, Site};
use serde_json::{Value, json};

use crate::{Outcome, build, tools, value_of};

/// Time for loading to settle before and after the script.
const SETTLING: Duration = Duration::from_secs(1);
/// Marks in the page's timeline, between which is measured.
const MARKS: [&str; 2] = ["frames-from", "frames-to"];

/// What to measure.
struct Options {
    seconds: f64,
    url_suffix: String,
    script: String,
    folder: Option<PathBuf>,
}

/// Opens the page, lets it run, and prints what its frames took.
pub(crate) fn run(words: &[String]) -> Outcome {
    let options = options(words)?;
    let folder = if let Some(folder) = &options.folder {
        folder.clone()
    } else {
        build::build()?;
        browser::project_dir().join("dist")
    };
    tools::chromedriver()?;
    let events = traced(&options, &folder)?;
    let frames = frames(&events);
    if frames.is_empty() {
        return Err("the page asked for no animation frame in that time".into());
    }
    println!("main-thread time of {} animation frames [ms]:", frames.len());
    println!("                 median      p95      max");
    for (name, pick) in [("elapsed", 0), ("on processor", 1)] {
        let mut times: Vec<f64> = frames.iter().map(|frame| frame[pick]).collect();
        times.sort_by(f64::total_cmp);
        let quantile = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
        let [median, p95, max] = [0.5, 0.95, 1.0].map(quantile);
        println!("{name:>14} {median:>8.2} {p95:>8.2} {max:>8.2}");
    }
    Ok(())
}

fn options(words: &[String]) -> Outcome<Options> {
    let mut options =
        Options { seconds: 5.0, url_suffix: String::new(), script: String::new(), folder: None };
    let mut words = words.iter();
    while let Some(flag) = words.next() {
        let value = words.next();
        match flag.as_str() {
            "--seconds" => options.seconds = value_of(flag, value)?,
            "--url-suffix" => options.url_suffix = value_of(flag, value)?,
            "--script" => options.script = value_of(flag, value)?,
            "--folder" => options.folder = Some(value_of(flag, value)?),
            other => return Err(format!("frames does not know `{other}`")),
        }
    }
    if !(0.1..=600.0).contains(&options.seconds) {
        return Err("--seconds goes from 0.1 to 600".into());
    }
    Ok(options)
}

/// The events of the browser's timeline.
fn traced(options: &Options, folder: &std::path::Path) -> Outcome<Vec<Value>> {
    let site = Site::start(folder, "/", 0).map_err(|error| format!("no server: {error}"))?;
    let logging = json!({ "perfLoggingPrefs": {
        "enableNetwork": false,
        "enablePage": false,
        "traceCategories":
            "devtools.timeline,disabled-by-default-devtools.timeline,blink.user_timing",
    }});
    let logging = logging.as_object().expect("it is written as one");
    let chrome = Chrome::start(logging, &json!({ "performance": "ALL" }))?;
    let script = |script: &str| {
        chrome.post("execute/sync", &json!({ "script": script, "args": [] })).map(drop)
    };
    let url = format!("{}{}", site.url(), options.url_suffix);
    chrome.post("url", &json!({ "url": url }))?;
    sleep(SETTLING);
    script(&options.script)?;
    sleep(SETTLING);
    script(&format!("performance.mark('{}')", MARKS[0]))?;
    sleep(Duration::from_secs_f64(options.seconds));
    script(&format!("performance.mark('{}')", MARKS[1]))?;
    // The driver gives the trace once, all of it, which is why the marks have to tell what counts.
    let entries = chrome.take_log("performance")?;
    let event = |entry: &Value| -> Option<Value> {
        let mut message: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
        (message["message"]["method"] == "Tracing.dataCollected")
            .then(|| message["message"]["params"].take())
    };
    Ok(entries.iter().filter_map(event).collect())
}

/// What each whole frame between the marks took on the thread that set the marks, elapsed and on the
/// processor [ms].
fn frames(events: &[Value]) -> Vec<[f64; 2]> {
    let mark = |name: &str| events.iter().find(|event| event["name"] == name);
    let (Some(from), Some(to)) = (mark(MARKS[0]), mark(MARKS[1])) else { return Vec::new() };
    let start = |event: &Value| event["ts"].as_f64().unwrap_or_default();
    let length = |event: &Value| event["dur"].as_f64().unwrap_or_default();
    let processor = |event: &Value| event["tdur"].as_f64().unwrap_or_default();
    let spans = |name: &str| {
        let mut spans: Vec<(f64, [f64; 2])> = events
            .iter()
            .filter(|event| event["name"] == name && event["ph"] == "X")
            .filter(|event| event["pid"] == from["pid"] && event["tid"] == from["tid"])
            .filter(|event| (start(from)..start(to)).contains(&start(event)))
            .map(|event| (start(event), [length(event), processor(event)]))
            .collect();
        spans.sort_by(|a, b| a.0.total_cmp(&b.0));
        spans
    };
    let mut callbacks = spans("FireAnimationFrame").into_iter().peekable();
    let mut frames = Vec::new();
    let mut outermost_until = 0.0;
    for (begin, took) in spans("RunTask") {
        // A task may run others inside itself; their time is its own.
        if begin < outermost_until {
            continue;
        }
        outermost_until = begin + took[0];
        let mut opens_frame = false;
        while callbacks.next_if(|callback| callback.0 < outermost_until).is_some() {
            opens_frame = true;
        }
        if opens_frame {
            frames.push([0.0; 2]);
        }
        if let Some(frame) = frames.last_mut() {
            *frame = [frame[0] + took[0] / 1000.0, frame[1] + took[1] / 1000.0];
        }
    }
    // The second mark cut the last one short.
    frames.pop();
    frames
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(name: &str, thread: u32, start: u32, length: u32) -> Value {
        let processor = length / 2;
        json!({
            "name": name, "ph": "X", "pid": 1, "tid": thread,
            "ts": start, "dur": length, "tdur": processor,
        })
    }

    #[test]
    fn a_frame_is_all_tasks_from_its_callbacks_to_the_next_ones() {
        let events = [
            event("RunTask", 1, 0, 900),
            event(MARKS[0], 1, 1_000, 0),
            event("RunTask", 1, 2_000, 50),
            event("RunTask", 1, 10_000, 5_000),
            event("FireAnimationFrame", 1, 11_000, 2_000),
            event("FireAnimationFrame", 1, 13_500, 500),
            event("RunTask", 1, 14_000, 300),
            event("RunTask", 1, 20_000, 1_000),
            event("RunTask", 2, 21_000, 9_000),
            event("RunTask", 1, 26_000, 7_000),
            event("FireAnimationFrame", 1, 26_500, 6_000),
            event("RunTask", 1, 42_000, 4_000),
            event("FireAnimationFrame", 1, 42_500, 3_000),
            event(MARKS[1], 1, 50_000, 0),
        ];
        assert_eq!(frames(&events), [[6.0, 3.0], [7.0, 3.5]]);
    }

    #[test]
    fn seconds_are_held_to_what_a_trace_can_hold() {
        let words = |value: &str| ["--seconds".to_owned(), value.to_owned()];
        assert_eq!(options(&words("2.5")).map(|options| options.seconds), Ok(2.5));
        assert!(options(&words("0")).is_err() && options(&words("long")).is_err());
    }
}
