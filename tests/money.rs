//! What money says on the screen: every amount is one that can be worked out by hand.

#![cfg(not(target_arch = "wasm32"))]

use flowglass::measure::{Ledger, Window};
use flowglass::sim::{Seed, Simulation};
use flowglass::text::money::money;
use flowglass::value_stream::{SimTime, ValueStream};

/// One person, one item a day that takes half of it, for ten days.
const STREAM: &str = r#"{ "flowglass": 1, "name": "Desk",
    COSTS
    "stages": [{ "id": "desk", "process_time": { "mean": 0.5, "cv": 0 } }],
    "links": [{ "from": "desk", "to": "customer" }],
    "sources": [{ "id": "day", "to": "desk", "arrivals": { "every": { "mean": 1, "cv": 0 } } }] }"#;

fn shown(costs: &str) -> Vec<(&'static str, String, String)> {
    let stream = ValueStream::from_json(&STREAM.replace("COSTS", costs)).expect("a sound file");
    let runnable = stream.check().expect("a sound stream");
    let now = SimTime::START + runnable.stream().calendar.span_of_days(10.5);
    let mut facts = Vec::new();
    let _ = Simulation::new(&runnable, Seed(1)).advance(now, u32::MAX, &mut facts);
    let mut ledger = Ledger::new(&runnable);
    ledger.fold(&facts);
    let window =
        Window::new(SimTime::START, SimTime::START + runnable.stream().calendar.span_of_days(10.0));
    let measures = money(&ledger.measures(window), runnable.stream());
    measures.into_iter().map(|one| (one.name, one.value, one.spread)).collect()
}

#[test]
fn without_prices_nothing_is_said() {
    assert!(shown("").is_empty());
}

#[test]
fn people_and_items_inside_are_shared_by_what_is_delivered() {
    let shown = shown(r#""costs": { "worker_hour": 50, "item_day": 10 },"#);
    // Ten days of eight hours at 50 are 4,000. The first item comes on day 1 and the tenth as the window ends: nine are
    // inside for half a day each, 45 in all, and delivered: 4,045 / 9.
    let said = ("Cost per item", "449".to_owned(), "people 4,000\nitems inside 45".to_owned());
    assert_eq!(shown, [said]);
}

#[test]
fn delay_and_value_are_said_where_a_class_has_them() {
    let shown = shown(r#""classes": [{ "id": "plain", "value": 300, "cost_of_delay": 20 }],"#);
    // Nine items are waited for during half a day each, and all are delivered.
    let delay = ("Cost of delay", "90".to_owned(), "9 a day".to_owned());
    let value = ("Value delivered", "2,700".to_owned(), "270 a day".to_owned());
    assert_eq!(shown, [delay, value]);
}
