//! What a window costs and brings, as the panel of measures shows it. In the reader's own currency, which has no name here.

use super::figure::{NONE, figure};
use super::measures::Measure;
use crate::measure::{Measures, Money};
use crate::value_stream::ValueStream;

/// The measures of money: those for which the stream gives prices, from the start on.
pub fn money(measures: &Measures, stream: &ValueStream) -> Vec<Measure> {
    let Some(money) = &measures.money else { return Vec::new() };
    let days = stream.calendar.days(measures.window.span());
    let mut shown = Vec::new();
    if stream.costs.worker_hour > 0.0 || stream.costs.item_day > 0.0 {
        shown.push(per_item(money));
    }
    if stream.classes.iter().any(|class| class.cost_of_delay > 0.0) {
        shown.push(Measure {
            name: "Cost of delay",
            value: figure(money.delay),
            unit: "",
            spread: per_day(money.delay, days),
            definition: "What waiting for items has cost the customer in the window, from their arrival on, done or not.",
        });
    }
    if stream.classes.iter().any(|class| class.value > 0.0) {
        shown.push(Measure {
            name: "Value delivered",
            value: figure(money.value),
            unit: "",
            spread: per_day(money.value, days),
            definition: "What the delivered items are worth; with a demand, those that were asked for.",
        });
    }
    shown
}

fn per_item(money: &Money) -> Measure {
    Measure {
        name: "Cost per item",
        value: money.cost_per_item.map_or(NONE.to_owned(), figure),
        unit: "",
        spread: format!("people {}\nitems inside {}", figure(money.labor), figure(money.holding)),
        definition: "What people and items in the stream have cost in the window / items delivered in it.",
    }
}

fn per_day(amount: f64, days: f64) -> String {
    if days > 0.0 { format!("{} a day", figure(amount / days)) } else { String::new() }
}
