//! What the browser keeps: every stream that somebody has changed, and which of them is on the page.
//!
//! A browser that keeps nothing is no fault: the page says so and works.

use web_sys::Storage;

const STREAM: &str = "flowglass.stream.";
const STEPS: &str = "flowglass.steps.";
const NOW: &str = "flowglass.now";
const BANDS: &str = "flowglass.bands.";

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

fn set(key: &str, value: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, value).is_ok())
}

/// The keys of everything that the browser keeps from this address.
fn keys() -> impl Iterator<Item = String> {
    let storage = storage();
    let count = storage.as_ref().map_or(0, |storage| storage.length().unwrap_or(0));
    (0..count).filter_map(move |index| storage.as_ref()?.key(index).ok()?)
}

/// Whether any stream is kept.
pub(super) fn keeps_any() -> bool {
    keys().any(|key| key.starts_with(STREAM))
}

/// The numbers of what is kept, ascending.
pub(super) fn numbers() -> Vec<u32> {
    let numbers: Vec<u32> =
        keys().filter_map(|key| key.strip_prefix(STREAM)?.parse().ok()).collect();
    let ascending = crate::value_stream::order::order(numbers.iter().map(|&number| number.into()));
    ascending.into_iter().map(|place| numbers[place]).collect()
}

/// A kept stream's file.
pub(super) fn load(number: u32) -> Option<String> {
    get(&key(number))
}

/// Keeps a stream, and that it is the one on the page; says whether that could be done. Steps make room for it: they are
/// dear, and a stream is dearer.
pub(super) fn keep(number: u32, text: &str) -> bool {
    let mut is_kept = set(&key(number), text);
    if !is_kept {
        let steps: Vec<String> = keys().filter(|key| key.starts_with(STEPS)).collect();
        for key in steps {
            remove(&key);
        }
        is_kept = set(&key(number), text);
    }
    is_kept && set(NOW, &number.to_string())
}

/// Keeps the steps of a stream, as many of them as there is room for; says how many. `text` writes the latest so many.
pub(super) fn keep_steps(number: u32, steps: usize, text: impl Fn(usize) -> String) -> usize {
    let key = steps_key(number);
    let mut most = steps;
    while !set(&key, &text(most)) {
        if most == 0 {
            remove(&key);
            return 0;
        }
        most /= 2;
    }
    most
}

/// The steps of a kept stream.
pub(super) fn steps(number: u32) -> Option<String> {
    get(&steps_key(number))
}

/// The kept stream that was on the page last.
pub(super) fn now() -> Option<u32> {
    get(NOW)?.parse().ok()
}

/// Says which kept stream is on the page.
pub(super) fn set_now(number: Option<u32>) {
    set(NOW, &number.map(|number| number.to_string()).unwrap_or_default());
}

/// Forgets a stream.
pub(super) fn forget(number: u32) {
    remove(&key(number));
    remove(&steps_key(number));
}

fn remove(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// The bands that were chosen in the diagram of a stream or a history.
pub(super) fn bands(of: &str) -> Option<String> {
    get(&[BANDS, of].concat())
}

/// Keeps them.
pub(super) fn keep_bands(of: &str, text: &str) {
    set(&[BANDS, of].concat(), text);
}

fn key(number: u32) -> String {
    STREAM.to_owned() + &number.to_string()
}

fn steps_key(number: u32) -> String {
    STEPS.to_owned() + &number.to_string()
}
