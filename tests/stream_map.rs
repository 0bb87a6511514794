//! The value stream map: what it counts, which symbol stands for which rule, and golden pictures of it.
//!
//! `UPDATE_PICTURES=1 cargo test --test stream_map` draws them anew; look at them before committing.

#![cfg(not(target_arch = "wasm32"))]

use std::path::Path;
use std::{env, fs};

use flowglass::measure::{Ledger, Window};
use flowglass::sim::{Seed, Simulation};
use flowglass::stream_map::{Entrance, Kanban, StreamMap, Subject, picture};
use flowglass::value_stream::{SimTime, ValueStream};

const TEAM: &str = include_str!("../assets/streams/software-team.json");
const KANBAN: &str = include_str!("../assets/streams/kanban.json");
const STOCK: &str = include_str!("../assets/streams/made-to-stock.json");

struct Run {
    simulation: Simulation,
    ledger: Ledger,
}

impl Run {
    fn of(text: &str, days: f64) -> Run {
        let stream = ValueStream::from_json(text).expect("a sound file").check();
        let runnable = stream.expect("a sound stream");
        let until = SimTime::START + runnable.stream().calendar.span_of_days(days);
        let mut simulation = Simulation::new(&runnable, Seed(2));
        let mut facts = Vec::new();
        simulation.advance(until, u32::MAX, &mut facts);
        let mut ledger = Ledger::new(&runnable);
        ledger.fold(&facts);
        Run { simulation, ledger }
    }

    fn map(&self) -> StreamMap {
        let window = Window::new(SimTime::START, self.simulation.now());
        StreamMap::of(&Subject { simulation: &self.simulation, ledger: &self.ledger, window })
    }
}

fn check(name: &str, text: &str, days: f64) {
    let svg = picture(&Run::of(text, days).map());
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let kept = root.join("tests/pictures").join(name).with_extension("svg");
    if env::var_os("UPDATE_PICTURES").is_some() {
        fs::write(&kept, svg).expect("the pictures can be written");
        return;
    }
    let is_same = fs::read_to_string(&kept).is_ok_and(|kept| kept == svg);
    assert!(is_same, "{} differs; if it is better, set UPDATE_PICTURES=1", kept.display());
}

/// A stream with everything that the notation has a symbol for, in hours.
const RULES: &str = r#"{
    "flowglass": 1, "unit": "hour", "name": "Fräsen & <Montieren>",
    "classes": [{ "id": "plain" }, { "id": "rush", "name": "Rush" }],
    "stages": [
        { "id": "mill", "name": "Milling", "workers": 2, "process_time": { "mean": 1, "cv": 0.5 },
          "process_time_by_class": { "rush": { "mean": 0.5 } }, "setup_time": { "mean": 0.2 },
          "process_batch": { "min": 2, "max": 4 }, "transfer_batch": 2,
          "interruptions": { "clock": "always", "between": { "mean": 30, "cv": 1 }, "length": { "mean": 10 } } },
        { "id": "paint", "name": "Painting", "process_time": { "mean": 0.3 }, "wip_limit": 3 },
        { "id": "fit", "name": "Fitting of everything that is still left over", "process_time": { "mean": 0.7 },
          "entry": "pulled_by_free_worker", "wip_limit": 1, "defects": { "share": 0.1 } },
        { "id": "look", "name": "Look", "process_time": { "mean": 0.2 },
          "inspection": { "finds": 0.9, "rule": "send_back", "factor": 1 } }
    ],
    "links": [
        { "from": "mill", "to": "paint", "share": 0.75 }, { "from": "mill", "to": "fit", "share": 0.25 },
        { "from": "paint", "to": "look" }, { "from": "fit", "to": "look" },
        { "from": "look", "to": "customer", "share": 0.9 }, { "from": "look", "to": "mill", "share": 0.1 }
    ],
    "sources": [
        { "id": "a", "name": "Orders", "to": "mill", "arrivals": { "every": { "mean": 1.4, "cv": 1 } } },
        { "id": "b", "name": "Rush orders", "to": "mill", "class": "rush", "arrivals": { "every": { "mean": 9 } } }
    ],
    "release": { "conwip": 9 },
    "customer": { "demand": { "every": { "mean": 1.2, "cv": 1 } } },
    "notes": [
        { "text": "Halve the setup", "kind": "kaizen", "position": { "x": 0, "y": 0.2 } },
        { "text": "Measured in May", "position": { "x": 3, "y": 2 } }
    ]
}"#;

#[test]
fn a_running_team() {
    check("map_team", TEAM, 46.0);
}

#[test]
fn a_team_with_limits() {
    check("map_kanban", KANBAN, 46.0);
}

#[test]
fn a_stream_that_keeps_a_stock() {
    check("map_stock", STOCK, 46.0);
}

#[test]
fn every_rule_that_has_a_symbol() {
    check("map_rules", RULES, 30.0);
}

#[test]
fn before_anything_is_delivered_there_is_no_ladder() {
    check("map_start", TEAM, 0.0);
    assert_eq!(Run::of(TEAM, 0.0).map().ladder.items, 0);
}

/// The rungs add up to the mean lead time of the delivered items, however an item went.
#[test]
fn the_rungs_add_up_to_the_lead_time() {
    for text in [TEAM, KANBAN, STOCK, RULES] {
        let run = Run::of(text, 60.0);
        let (map, window) = (run.map(), Window::new(SimTime::START, run.simulation.now()));
        let measures = run.ledger.measures(window);
        let lead = measures.lead_time.expect("something was delivered");
        assert_eq!(map.ladder.items, lead.count);
        // Means of a few hundred sums of at most 2⁵³ ticks: each of the additions rounds by at most half an ulp.
        let error = (map.ladder.lead_time() - lead.mean).abs();
        assert!(error <= lead.mean * 1e-12, "{} for {}", map.ladder.lead_time(), lead.mean);
        assert!(map.ladder.process_time() > 0.0 && map.ladder.between >= 0.0);
    }
}

/// A triangle holds what waits for the stage at this moment, also outside of it.
#[test]
fn triangles_hold_what_waits_now() {
    let run = Run::of(TEAM, 46.0);
    let map = run.map();
    for (index, station) in map.stations.iter().enumerate() {
        let view = run.simulation.stage(flowglass::value_stream::StageId(index as u16));
        assert_eq!(station.waiting, view.waiting + view.outside, "{}", station.name);
    }
    assert!(map.waiting() > 10, "QA chokes: {}", map.waiting());
}

#[test]
fn rules_become_their_symbols() {
    let map = Run::of(RULES, 1.0).map();
    let entrances: Vec<_> = map.stations.iter().map(|station| station.entrance).collect();
    assert_eq!(entrances, [Entrance::Push, Entrance::Fifo(3), Entrance::Pull, Entrance::Push]);
    assert_eq!(map.control.kanban, Some(Kanban::Customer));
    assert_eq!(map.bursts, [(0, "Halve the setup".to_owned())]);
    assert_eq!(map.notes, ["Measured in May"]);
    assert_eq!(map.ways.iter().filter(|way| way.is_back).count(), 1);
    let lines = &map.stations[0].lines;
    let line = |what: &str| lines.iter().find(|(name, _)| name == what).map(|(_, value)| &**value);
    assert_eq!(line("Uptime"), Some("75 %"));
    assert_eq!(line("Process batch"), Some("2 to 4"));
    assert_eq!(line("Setup (C/O)"), Some("0.2 h"));
    assert_eq!(line("For Rush"), Some("0.5 h"));
    let stock = Run::of(STOCK, 10.0).map();
    assert!(stock.shelf.is_some());
}

/// Every attribute, name and text is well-formed XML, whatever its author typed, and nothing is no number.
#[test]
fn the_picture_is_well_formed() {
    for text in [TEAM, KANBAN, STOCK, RULES] {
        let svg = picture(&Run::of(text, 30.0).map());
        assert!(!svg.contains("NaN") && !svg.contains(">inf"), "{svg}");
        let mut open: Vec<&str> = Vec::new();
        for tag in svg.split('<').skip(1) {
            let (tag, _) = tag.split_once('>').expect("each tag ends");
            assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
            let name = tag.split([' ', '/']).find(|name| !name.is_empty()).expect("it has a name");
            if tag.starts_with('/') {
                assert_eq!(open.pop(), Some(name));
            } else if !tag.ends_with('/') {
                open.push(name);
            }
        }
        assert!(open.is_empty(), "{open:?}");
    }
    let svg = picture(&Run::of(RULES, 1.0).map());
    assert!(svg.contains("Fräsen &amp; &lt;Montieren&gt;"));
}
