//! The streams that come with the page.

use crate::value_stream::{Arrivals, Distribution, Link, Source, Stage, ValueStream, Workers};

/// The name of each example, the opening one first.
pub(super) const EXAMPLES: [&str; 10] = [
    "Software team",
    "Kanban team",
    "Penny fab",
    "Repair desk",
    "Monthly orders",
    "Release train",
    "Drum and rope",
    "Made to stock",
    "Found late",
    "Emergency room",
];

/// Their files.
pub(super) const FILES: [&str; 10] = [
    include_str!("../../../assets/streams/software-team.json"),
    include_str!("../../../assets/streams/kanban.json"),
    include_str!("../../../assets/streams/penny-fab.json"),
    include_str!("../../../assets/streams/repair-desk.json"),
    include_str!("../../../assets/streams/monthly-orders.json"),
    include_str!("../../../assets/streams/release-train.json"),
    include_str!("../../../assets/streams/bottleneck-plant.json"),
    include_str!("../../../assets/streams/made-to-stock.json"),
    include_str!("../../../assets/streams/found-late.json"),
    include_str!("../../../assets/streams/emergency-room.json"),
];

/// The seed under which the opening stream shows most clearly what it is about.
pub(super) const OPENING_SEED: u64 = 2;

/// The first example as its file says it, so that the page opens without having to read.
pub(super) fn opening() -> ValueStream {
    let time = |mean, cv| Distribution { mean, cv, shape: None };
    let stages = [
        ("business", "Business", 1, time(0.5, 0.6)),
        ("design", "Design", 1, time(0.6, 0.6)),
        ("development", "Development", 3, time(2.0, 0.7)),
        ("qa", "QA", 1, time(1.15, 0.9)),
        ("operations", "Operations", 1, time(0.4, 0.5)),
    ];
    let links = [
        ("business", "design", 1.0),
        ("design", "development", 1.0),
        ("development", "qa", 1.0),
        ("qa", "operations", 0.88),
        ("qa", "development", 0.12),
        ("operations", "customer", 1.0),
    ];
    let stages = stages.into_iter().map(|(id, name, workers, time)| Stage {
        name: name.to_owned(),
        workers: Workers::Count(workers),
        ..Stage::new(id, time)
    });
    let arrivals = Arrivals::every(time(1.0, 1.0));
    ValueStream {
        name: "Software team".to_owned(),
        about: "From an idea to the people who use it: one request a day, and nothing limits what is started. \
                Quality assurance gets a little more than one person can do."
            .to_owned(),
        stages: stages.collect(),
        links: links.map(|(from, to, share)| Link { share, ..Link::new(from, to) }).into(),
        sources: vec![Source {
            name: "Ideas".to_owned(),
            ..Source::new("ideas", "business", arrivals)
        }],
        ..ValueStream::default()
    }
}

/// Name and purpose of each, for the gallery.
pub(super) fn about() -> Vec<(String, String)> {
    let about = |text| ValueStream::from_json(text).map(|stream| stream.about).unwrap_or_default();
    EXAMPLES.iter().zip(FILES).map(|(name, text)| ((*name).to_owned(), about(text))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_opens_with_what_the_first_file_says() {
        let file = ValueStream::from_json(FILES[0]).expect("the file is read");
        assert_eq!(opening(), file);
        assert!(opening().check().is_ok());
    }

    #[test]
    fn the_opening_stream_has_none_but_simple_rules() {
        use crate::sim::{Seed, Simulation};
        let stream = std::sync::Arc::new(opening().check().expect("it runs"));
        let facts = |mut run: Simulation| {
            let mut facts = Vec::new();
            let _ = run.advance(crate::value_stream::SimTime(1 << 33), u32::MAX, &mut facts);
            facts
        };
        let seed = Seed(OPENING_SEED);
        let simple = facts(Simulation::simple(stream.clone(), seed));
        assert!(simple.len() > 1000);
        assert_eq!(simple, facts(Simulation::shared(stream, seed)));
    }
}
