//! The words of the gallery of charts: for each what it answers, and how it is read.

/// What all of it is.
pub const TITLE: &str = "Every chart, and what it answers";
/// What it does.
pub const ABOUT: &str = "All of them show the same stream at the same moment: an example that never changes, or your own, \
    while it runs. Those that tell of people need a stream or a history that knows when somebody works.";
/// The name of the choice between the two.
pub const OF: &str = "Charts of";
/// The two.
pub const SHOWN: [&str; 2] = ["Example", "Your run"];

/// What the example is.
pub fn example(name: &str, stage: &str, at: f64, seed: u64, end: f64) -> String {
    format!(
        "Example: {name}. {stage} gets a second person on day {at}, and a customer asks for about one item a day. \
         Day 0 to day {end}, seed {seed}."
    )
}

/// Opens a chart beside the stream.
pub const OPEN: &str = "Open it on the stream";
/// The same where another stream than the reader's is charted.
pub const OPEN_OWN: &str = "Open it on your stream";
/// A page to print, where another stream is charted.
pub const REPORT_OWN: &str = "Report of your run…";
/// The way back.
pub const BACK: &str = "Back to the stream";

/// What the cumulative flow diagram answers, then each chart in the order of `analytics::Chart`; and how it is read.
pub const CARDS: [(&str, &str); 12] = [
    (
        "Is the stream keeping up, and where does work pile up?",
        "A band is a work center, its height the items that have come so far; what goes back still counts there. One that swells is \
         a queue that grows. From the edge of arrivals to the edge of Done: upwards WIP, across about how long an item takes.",
    ),
    (
        "How long will the next item take, and how sure is that?",
        "A dot is a delivered item: its day across, its cycle time upwards. Below the line of 85 % lie 85 of 100: that is a \
         promise to make. Dots that climb are a queue that grows.",
    ),
    (
        "How different are the times, and which one may one promise?",
        "A bar counts the items that took so long. A long tail to the right means that the mean promises too little to some \
         and too much to most: read off a percentile.",
    ),
    (
        "How much gets done, and how steadily?",
        "A bar counts what was delivered in its time, the line is the mean. Bars far from the line, or empty ones between, \
         are work that leaves in lumps.",
    ),
    (
        "How much is under way at once?",
        "The height is what has been begun and not delivered. A line that climbs says that more is begun than finished: \
         every item will take longer.",
    ),
    (
        "Does what comes in also go out, and is it what was asked for?",
        "One line for each: arrived, delivered, asked for. Where arrivals stay above deliveries, the gap is inside the \
         stream and waits.",
    ),
    (
        "Which items under way need help today?",
        "A dot is an item, over its work center, as high as it is old. Behind it lies how old delivered ones were when they \
         left there: a red dot is older than 85 of 100 of them.",
    ),
    (
        "What happens to an item, hour by hour: is it worked on, or does it wait?",
        "A row is a work center, as long as its share of all the time of items. Where the color of waiting is long, more \
         effort in that work changes little.",
    ),
    (
        "Where on its way does an item lose its time?",
        "Low stretches are waiting, high ones work, in the order of the way and as long as they last. The longest low \
         stretch is the one to shorten.",
    ),
    (
        "When was who at work, blocked, or without work?",
        "A row is a work center, a column a stretch of time, filled from below with what its people did. Red is finished \
         work that cannot go on: look downstream.",
    ),
    (
        "Who is the bottleneck, and who waits for whom?",
        "A bar is all the time of a work center's people. The longest part of work is the bottleneck; blocked people wait \
         for those behind them, starved ones for those before.",
    ),
    (
        "Do WIP, throughput and cycle time fit together?",
        "Two bars: mean WIP, and throughput times mean cycle time. What one has and the other has not is exactly what the \
         edges of the window cut off.",
    ),
];
