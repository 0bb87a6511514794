//! What most tests do with the run that the page shows.

use crate::Page;

/// The simulated day on the clock.
#[track_caller]
pub fn day(page: &Page) -> f64 {
    let clock = page.find("timer", "Simulated time").text();
    clock.strip_prefix("Day ").and_then(|day| day.parse().ok()).expect("it reads Day 46.0")
}

/// Lets the run stand.
#[track_caller]
pub fn pause(page: &Page) {
    page.find("button", "Pause").click();
    page.find("button", "Play");
}

/// Waits until the run has come past a day, and lets it stand.
#[track_caller]
pub fn stand_at(page: &Page, days: f64) {
    page.wait_until("the run", || day(page) > days);
    pause(page);
}
