//! The words of the charts: their names, what each says, the heads of its numbers.

use std::fmt::Write as _;

use super::figure::{self, figure, items, percent, some, spell};
use crate::insight::{Bottleneck, Busy};
use crate::measure::{Doing, Little, Segment, Spread, StageTime, TimeSpent, Window};
use crate::value_stream::order::order;
use crate::value_stream::{Calendar, StageId, WorkTime};

/// The tabs beside the cumulative flow diagram.
pub const TABS: [&str; 5] =
    ["Cycle times", "Throughput", "Aging work", "Where time goes", "Little’s law"];
/// The charts, in the order of `analytics::Chart`.
pub const CHARTS: [&str; 11] = [
    "Each item",
    "How many took how long",
    "Throughput over time",
    "WIP over time",
    "In and out",
    "Aging work",
    "Time of items",
    "Ladder",
    "People over time",
    "Time of people",
    "Little’s law",
];
/// A chart's full name: its tab's, and its own if that says more.
pub fn name(tab: &str, chart: &str) -> String {
    if tab == chart { chart.to_owned() } else { [tab, ": ", chart].concat() }
}

/// The name of the choice between the charts of a tab.
pub const VIEWS: &str = "View";
/// What can be done with a dot.
pub const SPOT_HINT: &str = "Click a dot to see that item’s life.";
/// Closes an item's life.
pub const CLOSE: &str = "Close";
/// Names of the buttons that save a chart.
pub const SAVE: [&str; 3] = ["SVG", "PNG", "CSV"];
/// What they do.
pub const SAVE_HINT: &str = "Save this chart as a file";
/// Before there is anything to draw.
pub const NOTHING_YET: &str = "Nothing has been delivered in this window yet.";
/// The unit of counts.
pub const ITEMS: &str = "items";
/// The unit of item-time over time.
pub const MEAN_ITEMS: &str = "items on average";
/// What came in.
pub const ARRIVED: &str = "Arrived";
/// What went out.
pub const DELIVERED: &str = "Delivered";
/// What the customer wanted.
pub const ASKED_FOR: &str = "Asked for";
/// An item older than most were.
pub const LATE: &str = "older than 85 % were here";
/// Work on an item.
pub const PROCESS: &str = "Process time";
/// The way of an item.
pub const ALONG: &str = "From release to delivery";
/// What items do at a work center: process, rework, setup, interrupted, waiting, done.
pub const ITEM_STATES: [&str; 6] =
    ["Process", "Rework", "Setup", "Interrupted", "Waiting", "Finished and stuck"];
/// The same where nothing is known of the work.
pub const STEP_STATES: [&str; 6] = ["", "", "", "", "In the step", ""];
/// What people do: working, setting up, interrupted, blocked, starved.
pub const PEOPLE_STATES: [&str; 7] = [
    "Working",
    "Switching",
    "Setting up",
    "Interrupted",
    "Blocked",
    "Waiting for a batch",
    "Starved",
];
/// The left side of Little's law.
pub const LITTLE_WIP: &str = "Mean WIP";
/// Its right side.
pub const LITTLE_PRODUCT: &str = "Throughput × mean cycle time";
/// In both.
pub const LITTLE_DELIVERED: &str = "delivered items, inside the window";
/// In WIP only.
pub const LITTLE_UNFINISHED: &str = "items not finished yet";
/// In WIP only.
pub const LITTLE_DROPPED: &str = "scrapped or cancelled items";
/// In cycle times only.
pub const LITTLE_BEFORE: &str = "before the window began";

/// The unit of the stream's times, in the plural.
pub fn unit(calendar: Calendar) -> &'static str {
    figure::unit(calendar, 0.0)
}

/// The unit of its rates.
pub fn per_unit(calendar: Calendar) -> &'static str {
    figure::per_unit(calendar)
}

fn span(units: f64, calendar: Calendar) -> String {
    let text = figure(units);
    let value = if text == "1" { 1.0 } else { units };
    format!("{text} {}", figure::unit(calendar, value))
}

fn heads<const N: usize>(heads: [&str; N]) -> Vec<String> {
    heads.map(str::to_owned).to_vec()
}

fn with_unit(head: &str, calendar: Calendar) -> String {
    format!("{head} [{}]", unit(calendar))
}

/// A line of the scatter: "85 %: 17.2 days".
pub fn percentile(percent: u32, time: WorkTime, calendar: Calendar) -> String {
    format!("{percent} %: {}", spell(time, calendar))
}

/// The scatter.
pub fn cycle_times(spread: &Spread, calendar: Calendar) -> String {
    format!(
        "Each dot is a delivered item. 85 of 100 took at most {}, half of them at most {}; the slowest took {}.",
        spell(spread.p85, calendar),
        spell(spread.p50, calendar),
        spell(spread.most, calendar),
    )
}

/// The numbers of the scatter.
pub fn cycle_time_heads(calendar: Calendar) -> Vec<String> {
    vec![DELIVERED.to_owned(), with_unit("Cycle time", calendar)]
}

/// The histogram.
pub fn spread(spread: &Spread, calendar: Calendar) -> String {
    let mean = figure::ticks(spread.mean, calendar);
    let skew = if spread.mean > spread.p50.0 as f64 * 1.15 {
        " A few slow ones pull the mean above the middle: promise by a percentile, not by the mean."
    } else {
        ""
    };
    format!(
        "{} {} delivered: half within {}, 95 of 100 within {}, {} {} in the mean.{skew}",
        some(spread.count),
        items(spread.count),
        spell(spread.p50, calendar),
        spell(spread.p95, calendar),
        mean.0,
        mean.1,
    )
}

/// A bar of the histogram.
pub fn bar(count: u32, (from, to): (f64, f64), calendar: Calendar) -> String {
    format!(
        "{} {} took {} to {} {}",
        some(count),
        items(count),
        figure(from),
        figure(to),
        unit(calendar)
    )
}

/// The numbers of the histogram.
pub fn spread_heads(calendar: Calendar) -> Vec<String> {
    vec![
        with_unit("From", calendar),
        with_unit("To", calendar),
        "Items".to_owned(),
        "So far".to_owned(),
    ]
}

/// A chart's sentence where it is about another time than the measures beside it.
pub fn another_window(sentence: &str, chart: &str, measures: &str) -> String {
    format!("{sentence} In the chart: {chart}. In the measures: {measures}.")
}

/// A mean rate at its line.
pub fn mean_rate(rate: f64, calendar: Calendar) -> String {
    format!("mean {} {}", figure(rate), per_unit(calendar))
}

/// Throughput.
pub fn throughput(delivered: u32, mean: f64, window: Window, calendar: Calendar) -> String {
    format!(
        "{} {} delivered in {}: {} {}.",
        some(delivered),
        items(delivered),
        spell(window.span(), calendar),
        figure(mean),
        per_unit(calendar),
    )
}

/// Deliveries in a bucket.
pub fn delivered(count: u32) -> String {
    format!("{} delivered", some(count))
}

/// The numbers of the throughput.
pub fn throughput_heads(calendar: Calendar) -> Vec<String> {
    vec!["From".to_owned(), DELIVERED.to_owned(), format!("Items {}", per_unit(calendar))]
}

/// A mean number of items.
pub fn mean_items(mean: f64) -> String {
    format!("mean {}", figure(mean))
}

/// WIP over time. `thirds`: its means in the first, the second and the last third of the time; none: there is too little of it.
///
/// What has gone up and down again has no trend.
pub fn wip(mean: f64, now: u32, thirds: Option<[f64; 3]>) -> String {
    let trend = match thirds {
        Some([first, second, last])
            if first < second && second < last && last > 2.0 * first + 3.0 =>
        {
            " More comes in than goes out: it has grown all along."
        }
        Some([first, second, last])
            if first > second && second > last && first > 2.0 * last + 3.0 =>
        {
            " It has shrunk all along: more goes out than comes in."
        }
        _ => "",
    };
    format!("{} {} in progress now, {} in the mean.{trend}", some(now), items(now), figure(mean))
}

/// The numbers of WIP.
pub fn wip_heads() -> Vec<String> {
    heads(["From", "Mean WIP", "WIP at the end"])
}

/// Arrivals, departures, demand.
pub fn rates(
    arrived: u32,
    delivered: u32,
    demanded: Option<u32>,
    units: f64,
    calendar: Calendar,
) -> String {
    let rate = |count: u32| format!("{} {}", figure(f64::from(count) / units), per_unit(calendar));
    let gap = arrived.abs_diff(delivered);
    let balance = match () {
        () if f64::from(gap) <= 3.0_f64.max(0.02 * f64::from(arrived)) => {
            "What comes in goes out.".to_owned()
        }
        () if arrived > delivered => {
            format!(
                "{} more came in than went out, and they are still inside or waiting.",
                some(gap)
            )
        }
        () => format!("{} more went out than came in.", some(gap)),
    };
    let wanted = demanded.map_or(String::new(), |asked| format!(", {} asked for", rate(asked)));
    format!("{} arrived, {} delivered{wanted}. {balance}", rate(arrived), rate(delivered))
}

/// A bucket of the same.
pub fn in_and_out(arrived: u32, delivered: u32, demanded: Option<u32>) -> String {
    let wanted = demanded.map_or(String::new(), |asked| format!(", {} asked for", some(asked)));
    format!("{} in, {} out{wanted}", some(arrived), some(delivered))
}

/// The numbers of the same.
pub fn rates_heads(has_demand: bool) -> Vec<String> {
    let mut all = heads(["From", ARRIVED, "Released", DELIVERED]);
    all.extend(has_demand.then(|| ASKED_FOR.to_owned()));
    all
}

/// A band of ages: "50 % left by this age".
pub fn band(percent: u32) -> String {
    format!("{percent} % had left")
}

/// Unfinished work.
pub fn aging(
    count: u32,
    late: u32,
    oldest: Option<(WorkTime, &str)>,
    calendar: Calendar,
) -> String {
    let Some((age, stage)) = oldest else { return "Nothing is in progress.".to_owned() };
    let warning = match late {
        0 => "None is older than 85 % of the delivered ones were at its place.".to_owned(),
        1 => "One is older than 85 % of the delivered ones were at its place.".to_owned(),
        late => {
            format!("{} are older than 85 % of the delivered ones were at their place.", some(late))
        }
    };
    format!(
        "{} {} in progress, the oldest for {} (at {stage}). {warning}",
        some(count),
        items(count),
        spell(age, calendar)
    )
}

/// The numbers of the same.
pub fn aging_heads(calendar: Calendar) -> Vec<String> {
    let mut all = heads(["Work center", "Items"]);
    let rest = ["Oldest", "50 % left by", "70 % by", "85 % by", "95 % by"];
    all.extend(rest.map(|head| with_unit(head, calendar)));
    all
}

/// Where time goes.
pub fn time_spent(spent: &TimeSpent, knows: bool, longest: Option<(&str, &StageTime)>) -> String {
    let share = |part: u128| percent(part as f64 / spent.total.max(1) as f64);
    let Some((name, stage)) = longest else { return NOTHING_YET.to_owned() };
    if !knows {
        return format!("Most of the time, {}, items were in {name}.", share(stage.total()));
    }
    let process: u128 = spent.stages.iter().map(|stage| stage.process).sum();
    let rework: u128 = spent.stages.iter().map(|stage| stage.rework).sum();
    let again =
        if rework > 0 { format!(", {} is work done again", share(rework)) } else { String::new() };
    format!(
        "Of all the time that items spend in the stream, {} is work{again}; the rest is waiting. {} of it passes at {name}.",
        share(process),
        share(stage.total()),
    )
}

/// The numbers of the same.
pub fn time_spent_heads(knows: bool) -> Vec<String> {
    let mut all = heads(["Work center", "Items on average", "Share"]);
    if knows {
        all.extend(ITEM_STATES.map(str::to_owned));
    }
    all
}

/// The ladder.
pub fn ladder(all: f64, process: f64, items: u32, calendar: Calendar) -> String {
    format!(
        "From release to delivery an item takes {} in the mean (the latest {} delivered), and is worked on for {} of it.",
        span(all, calendar),
        some(items),
        span(process, calendar),
    )
}

/// A low rung.
pub fn waits_at(name: &str, units: f64, calendar: Calendar) -> String {
    format!("{name}: waits {}", span(units, calendar))
}

/// A high rung.
pub fn works_at(name: &str, units: f64, calendar: Calendar) -> String {
    format!("{name}: worked on for {}", span(units, calendar))
}

/// The numbers of the ladder.
pub fn ladder_heads(calendar: Calendar) -> Vec<String> {
    vec![
        "Work center".to_owned(),
        with_unit("Waiting", calendar),
        with_unit(PROCESS, calendar),
        "Visits".to_owned(),
    ]
}

/// How busy a stage was: "QA 97 %".
pub fn busy(name: &str, share: f64) -> String {
    format!("{name} {}", percent(share))
}

/// What people do: who works most, who is blocked most, who starves most.
pub fn people(
    busiest: Option<(&str, f64)>,
    blocked: Option<(&str, f64)>,
    starved: Option<(&str, f64)>,
) -> String {
    let Some((name, share)) = busiest else {
        return "No work center has a number of people.".to_owned();
    };
    let mut sentence = format!("{name} works most, {} of its time", percent(share));
    if let Some((name, share)) = blocked.filter(|(_, share)| *share >= 0.05) {
        let _ = write!(sentence, "; {name} is blocked {}", percent(share));
    }
    if let Some((name, share)) = starved.filter(|(_, share)| *share >= 0.2) {
        let _ = write!(sentence, "; {name} has nothing to do {}", percent(share));
    }
    sentence + "."
}

/// What can be said of the bottleneck, after what people do.
pub fn bottleneck<'a>(found: &Bottleneck, name: impl Fn(StageId) -> &'a str) -> String {
    let says = |busy: &Busy| {
        format!("{} {} ± {}", name(busy.stage), percent(busy.utilization), percent(busy.half_width))
    };
    let first = says(&found.busiest);
    match (&found.rival, found.is_certain) {
        (None, _) => format!(" In the long run: {first}."),
        (Some(rival), true) => {
            let bottleneck = name(found.busiest.stage);
            let rival = says(rival);
            format!(" {bottleneck} is the bottleneck: {first} in the long run, and {rival}.")
        }
        (Some(rival), false) => format!(
            " It is too early to say which is the bottleneck: {first} in the long run, and {}.",
            says(rival)
        ),
    }
}

/// The numbers of the same.
pub fn states_heads() -> Vec<String> {
    let mut all = heads(["From", "Work center"]);
    all.extend(PEOPLE_STATES.map(str::to_owned));
    all
}

/// Little's law.
pub fn little(little: &Little, calendar: Calendar) -> String {
    let (wip, product) = (little.items(little.area()), little.items(little.cycled()));
    let gap = wip - product;
    let mut sentence = format!(
        "All time that items spent in the stream, over {}: {} items. Throughput × mean cycle time: {}.",
        spell(little.window.span(), calendar),
        figure(wip),
        figure(product),
    );
    if gap.abs() < 0.005 * wip.max(1.0) {
        return sentence + " They agree: as much time is cut off at one edge as at the other.";
    }
    let _ =
        write!(sentence, " The gap of {} is exactly what the edges cut off: ", figure(gap.abs()));
    let edge = |part: u128| figure(little.items(part));
    let _ = write!(sentence, "{} of items not finished yet", edge(little.unfinished_inside));
    if little.dropped_inside > 0 {
        let _ = write!(sentence, ", {} of items that never get out", edge(little.dropped_inside));
    }
    if little.before > 0 {
        let _ = write!(sentence, ", less {} from before the window", edge(little.before));
    }
    sentence + ". In a stable stream it shrinks as the window grows."
}

/// The numbers of the same.
pub fn little_heads() -> Vec<String> {
    heads(["Part", "Items"])
}

/// An item's name, where it has none of its own.
pub fn item_name(number: u32) -> String {
    format!("Item {}", figure::count(u64::from(number) + 1))
}

/// A dot under the pointer: "Item 37: 12.3 days, and 2 more".
pub fn spot(name: &str, units: f64, count: u32, calendar: Calendar) -> String {
    let more = if count > 1 { format!(", and {} more", some(count - 1)) } else { String::new() };
    format!("{name}: {}{more}", span(units, calendar))
}

/// What an item did in one stretch of its life, in a few words.
pub fn doing(segment: &Segment, stage: impl Fn(StageId) -> String) -> String {
    let at = segment.stage.map_or(String::new(), &stage);
    let next = segment.next.map(&stage);
    match segment.doing {
        Doing::Backlog => "waiting for release".to_owned(),
        Doing::Waiting => format!("waiting for {at}"),
        Doing::Working => "worked on".to_owned(),
        Doing::SettingUp => format!("set up for at {at}"),
        Doing::Interrupted => format!("interrupted at {at}"),
        Doing::Done => match next {
            Some(next) => format!("finished at {at}, with no way on to {next}"),
            None => format!("finished at {at}, waiting to leave"),
        },
        Doing::Outside => match next {
            Some(next) => format!("outside {next}, which was full"),
            None => "between work centers".to_owned(),
        },
    }
}

/// An item's life in a sentence: "31 days: 4 worked on, 21 waiting for QA, 6 waiting for release."
pub fn life(
    segments: &[Segment],
    knows: bool,
    stage: impl Fn(StageId) -> String,
    calendar: Calendar,
) -> String {
    let mut parts: Vec<(String, WorkTime)> = Vec::new();
    for segment in segments {
        let words = if knows || segment.stage.is_none() {
            doing(segment, &stage)
        } else {
            // A board says when an item came to a step, and nothing of what happened there.
            format!("in {}", segment.stage.map_or(String::new(), &stage))
        };
        match parts.iter_mut().find(|part| part.0 == words) {
            Some(part) => part.1 += segment.span(),
            None => parts.push((words, segment.span())),
        }
    }
    let all = segments.iter().fold(WorkTime(0), |all, segment| all + segment.span());
    let longest_first = order(parts.iter().map(|part| u64::MAX - part.1.0));
    let named = longest_first.iter().take(5).map(|&place| {
        let (words, time) = &parts[place];
        format!("{} {words}", figure(calendar.units(*time)))
    });
    let mut named: Vec<String> = named.collect();
    if longest_first.len() > 5 {
        let rest = longest_first[5..].iter();
        let rest = rest.fold(WorkTime(0), |rest, &place| rest + parts[place].1);
        named.push(format!("{} otherwise", figure(calendar.units(rest))));
    }
    format!("{}: {}.", spell(all, calendar), named.join(", "))
}

/// What stands under a saved picture's title: the window and the seed.
pub fn caption(window: &str, seed: Option<u64>) -> String {
    seed.map_or(window.to_owned(), |seed| format!("{window}, seed {seed}"))
}
