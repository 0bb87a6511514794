//! Streams to look at.

use flowglass::value_stream::{
    Arrivals, Distribution, Link, Release, Runnable, Source, Stage, ValueStream, Workers,
};

fn stage(name: &str, workers: u16, mean: f64) -> Stage {
    let process_time = Distribution { mean, cv: 0.9, shape: None };
    Stage { workers: Workers::Count(workers), ..Stage::new(name, process_time) }
}

fn link(from: &str, to: &str, share: f64) -> Link {
    Link { share, ..Link::new(from, to) }
}

/// The stream of this name; else the software team of the main screen.
pub(crate) fn named(name: &str) -> Runnable {
    let stream = match name {
        "limits" => limits(),
        "many" => chain(40),
        "five" => five_thousand(),
        "branches" => branches(),
        "crowd" => crowd(),
        _ => team(),
    };
    stream.check().expect("a sound stream")
}

fn team() -> ValueStream {
    ValueStream {
        stages: vec![
            stage("Business", 1, 0.8),
            stage("Design", 1, 0.85),
            stage("Development", 3, 2.4),
            stage("QA", 1, 1.02),
            stage("Operations", 1, 0.4),
        ],
        links: vec![
            link("Business", "Design", 1.0),
            link("Design", "Development", 1.0),
            link("Development", "QA", 1.0),
            link("QA", "Development", 0.12),
            link("QA", "Operations", 0.88),
            link("Operations", "customer", 1.0),
        ],
        sources: vec![Source::new("Ideas", "Business", Arrivals::poisson(1.0))],
        ..ValueStream::default()
    }
}

fn limits() -> ValueStream {
    let mut stream = team();
    for (stage, limit) in stream.stages.iter_mut().zip([4, 4, 6, 3, 20]) {
        stage.wip_limit = Some(limit);
    }
    stream.sources.push(Source::new("Incidents", "QA", Arrivals::poisson(9.0)));
    stream.release = Release::Conwip(30);
    stream
}

fn five_thousand() -> ValueStream {
    let mut stream = team();
    stream.sources[0].backlog = 5_000;
    stream.stages[3].workers = Workers::Count(12);
    stream.stages[3].process_time.mean = 12.5;
    stream.stages[4].workers = Workers::Unlimited;
    stream
}

fn branches() -> ValueStream {
    ValueStream {
        stages: vec![
            stage("Intake", 1, 0.5),
            stage("Web", 2, 3.0),
            stage("App", 2, 3.0),
            stage("Integration with the platform", 1, 0.7),
            stage("Audit", 1, 3.0),
            stage("Release", 1, 0.6),
            stage("Support", 4, 1.0),
        ],
        links: vec![
            link("Intake", "Web", 0.55),
            link("Intake", "App", 0.35),
            link("Intake", "Integration with the platform", 0.1),
            link("Web", "Integration with the platform", 0.9),
            link("Web", "Web", 0.1),
            link("App", "Integration with the platform", 1.0),
            link("Integration with the platform", "Intake", 0.1),
            link("Integration with the platform", "Web", 0.2),
            link("Integration with the platform", "Audit", 0.2),
            link("Integration with the platform", "Release", 0.5),
            link("Audit", "Release", 1.0),
            link("Release", "Support", 0.3),
            link("Release", "customer", 0.7),
            link("Support", "customer", 1.0),
        ],
        sources: vec![
            Source::new("Roadmap", "Intake", Arrivals::poisson(1.2)),
            Source::new("Outages", "Integration with the platform", Arrivals::poisson(6.0)),
        ],
        ..ValueStream::default()
    }
}

fn crowd() -> ValueStream {
    let mut stream = team();
    for stage in &mut stream.stages {
        stage.process_time.mean /= 400.0;
    }
    stream.sources[0].arrivals = Some(Arrivals::poisson(1.0 / 400.0));
    stream
}

fn chain(stages: usize) -> ValueStream {
    let name = |number: usize| {
        if number == stages { "customer".to_owned() } else { format!("Step {}", number + 1) }
    };
    ValueStream {
        stages: (0..stages)
            .map(|number| stage(&name(number), 1 + number as u16 % 8, 0.8))
            .collect(),
        links: (0..stages).map(|number| link(&name(number), &name(number + 1), 1.0)).collect(),
        sources: vec![Source::new("Orders", &name(0), Arrivals::poisson(0.9))],
        ..ValueStream::default()
    }
}
