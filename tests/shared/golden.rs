//! Runs whose facts are known bit for bit, natively and in every browser.

#[path = "rules.rs"]
pub(crate) mod rules;

use flowglass::measure::{Ledger, Window};
use flowglass::sim::{Digest, Seed, Simulation};
use flowglass::value_stream::{SimTime, ValueStream};

/// A stream, and the digest of its first 250 days under seed 7.
pub(crate) const RUNS: [(&str, &str, u64); 5] = [
    (
        "software-team",
        include_str!("../../assets/streams/software-team.json"),
        0xb780_2cad_389b_d12b,
    ),
    ("kanban", include_str!("../../assets/streams/kanban.json"), 0x8cbe_5ef8_5b56_bfd3),
    ("penny-fab", include_str!("../../assets/streams/penny-fab.json"), 0x5a0a_17f9_a585_6232),
    ("repair-desk", include_str!("../../assets/streams/repair-desk.json"), 0xd4cc_17dd_b985_02fb),
    (
        "monthly-orders",
        include_str!("../../assets/streams/monthly-orders.json"),
        0x1210_61d8_2755_ac28,
    ),
];

/// For each rule the digest of the first 250 days of its stream under seed 7.
pub(crate) const RULES: [(&str, u64); 21] = [
    ("priority", 0xb550_4246_577f_046b),
    ("process batch", 0x61c6_4d5c_f060_f3ba),
    ("transfer batch", 0xb864_3653_8996_4d4d),
    ("cadence", 0x0d8d_a58f_ed0a_407e),
    ("interruptions while working", 0x3af2_0e8c_2fe9_ab37),
    ("interruptions always", 0xd023_a671_87dd_085d),
    ("several items at a time", 0x7b49_8d01_9e42_badf),
    ("shortest first", 0x175d_faba_72b4_8ec8),
    ("random order", 0x24cc_0bf5_2722_7b1e),
    ("send back", 0x067e_73ca_205c_093a),
    ("fix here", 0xdfcc_118e_1e6c_6134),
    ("redo until good", 0x6ef1_a322_abc1_a7f6),
    ("scrap", 0x0aa8_d745_ffc4_b6a0),
    ("escapes", 0xa8fb_5604_cb4e_b8bf),
    ("team", 0x0ece_15e7_352e_6a2e),
    ("limit on several stages", 0x314b_61e5_f901_9c2e),
    ("arrivals of all kinds", 0x3ac6_155a_0d1d_33c5),
    ("rope", 0xaa03_eb9f_9848_66d6),
    ("base stock", 0x989f_fb91_6d1f_7a53),
    ("planned changes", 0xa0ba_0aaf_f6ee_ca67),
    ("orders anew", 0xbb29_01d6_a9e0_58d7),
];

/// The digest of a stream's run.
pub(crate) fn digest(text: &str) -> u64 {
    let stream = ValueStream::from_json(text).expect("a sound file");
    let until = SimTime::START + stream.calendar.span_of_days(250.0);
    let runnable = stream.check().expect("a sound stream");
    let mut facts = Vec::new();
    Simulation::new(&runnable, Seed(7)).advance(until, u32::MAX, &mut facts);
    let mut digest = Digest::default();
    digest.fold(&facts);
    digest.value()
}

/// The bits of what the first 250 days of a stream with prices cost and bring: value, labor, holding, delay, per item.
pub(crate) const MONEY: [u64; 5] = [
    0x411f_beca_cccc_cccc,
    0x412e_4e47_ffff_ffff,
    0x40a8_c37a_17ef_e0cf,
    0x40b1_9b87_4de4_d8f3,
    0x406b_5b5f_5c50_ed71,
];

/// What a stream with classes, a team, a demand and prices costs and brings under seed 7.
fn money() -> [u64; 5] {
    let text = rules::stream(
        r#""process_time": { "mean": 1, "cv": 0.8 }, "workers": 2, "items_per_worker": 2, "switching_loss": 0.1"#,
        r#""costs": { "worker_hour": 61.3, "item_day": 2.7 },
        "classes": [{ "id": "plain", "priority": 1, "value": 97.1, "cost_of_delay": 1.9 },
            { "id": "urgent", "value": 310.7, "cost_of_delay": 33.3 }],
        "teams": [{ "id": "all", "workers": 1 }], "b": { "team": "all" },
        "customer": { "demand": { "every": { "mean": 1.3, "cv": 1 } } },
        "sources": [{ "id": "in", "to": "a", "class": "plain", "arrivals": { "every": { "mean": 1.4, "cv": 1 } } },
            { "id": "bugs", "to": "a", "class": "urgent", "arrivals": { "every": { "mean": 9, "cv": 1 } } }]"#,
    );
    let stream = ValueStream::from_json(&text).expect("a sound file");
    let until = SimTime::START + stream.calendar.span_of_days(250.0);
    let runnable = stream.check().expect("a sound stream");
    let mut facts = Vec::new();
    Simulation::new(&runnable, Seed(7)).advance(until, u32::MAX, &mut facts);
    let mut ledger = Ledger::new(&runnable);
    ledger.fold(&facts);
    let window = Window::new(SimTime(until.0 / 10), until);
    let money = ledger.measures(window).money.expect("it has prices");
    let each = money.cost_per_item.expect("some were delivered");
    [money.value, money.labor, money.holding, money.delay, each].map(f64::to_bits)
}

/// Every run as it is, beside what it should be.
pub(crate) fn differences() -> Vec<String> {
    let runs = RUNS.iter().map(|&(name, text, expected)| (name, digest(text), expected));
    let rules = rules::all();
    assert_eq!(rules.len(), RULES.len());
    let rules = rules.iter().zip(RULES).map(|((name, text), (expected_name, expected))| {
        assert_eq!(*name, expected_name);
        (expected_name, digest(text), expected)
    });
    let money = money().into_iter().zip(MONEY).map(|(got, expected)| ("money", got, expected));
    runs.chain(rules)
        .chain(money)
        .filter(|(_, got, expected)| got != expected)
        .map(|(name, got, expected)| format!("{name}: got {got:#018x}, want {expected:#018x}"))
        .collect()
}
