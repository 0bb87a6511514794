//! The words on charts: units, dates, what was changed when.

use crate::chart::{AxisWords, Date, Grain};
use crate::sim::Simulation;
use crate::value_stream::{Change, Release, Runnable, SimTime, StageId, Workers};

use super::field::short;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The words on axes.
pub fn words() -> AxisWords {
    AxisWords {
        items: "items".to_owned(),
        days: "days".to_owned(),
        hours: "hours".to_owned(),
        minutes: "minutes".to_owned(),
        decimal: '.',
    }
}

/// A date on an axis.
pub fn date(date: Date, grain: Grain) -> String {
    let month = MONTHS[(date.month as usize).clamp(1, 12) - 1];
    match grain {
        Grain::Hour => format!("{:02}:00", date.hour),
        Grain::Day => format!("{} {month}", date.day),
        Grain::Month => month.to_owned(),
        Grain::Year => date.year.to_string(),
    }
}

/// When the stream was changed, and how, in a few words.
pub fn marks(simulation: &Simulation) -> Vec<(SimTime, String)> {
    let mut marks: Vec<(SimTime, String)> = Vec::new();
    for amended in simulation.amendments() {
        let Some(label) = change(&amended.change, simulation.runnable()) else { continue };
        // A number that is typed or stepped changes several times in one moment: the last word counts.
        match marks.last_mut() {
            Some(last) if last.0 == amended.at => last.1 = label,
            _ => marks.push((amended.at, label)),
        }
    }
    marks
}

fn change(change: &Change, stream: &Runnable) -> Option<String> {
    let name = |stage: StageId| stream.stream().stages[stage.index()].title();
    Some(match change {
        Change::Workers { stage, workers: Workers::Count(1) } => {
            format!("{}: 1 person", name(*stage))
        }
        Change::Workers { stage, workers: Workers::Count(count) } => {
            format!("{}: {count} people", name(*stage))
        }
        Change::Workers { stage, workers: Workers::Unlimited } => {
            format!("{}: unlimited people", name(*stage))
        }
        Change::WipLimit { stage, limit: Some(limit) } => {
            format!("{}: limit {limit}", name(*stage))
        }
        Change::WipLimit { stage, limit: None } => format!("{}: no limit", name(*stage)),
        Change::ProcessTime { stage, process_time } => {
            let (mean, cv) = (short(process_time.mean), short(process_time.cv));
            // Either may be what was changed.
            [name(*stage), ": work ", &mean, ", variation ", &cv].concat()
        }
        Change::ItemsPerWorker { stage, items } => {
            format!("{}: {items} items per person", name(*stage))
        }
        Change::Shares(_) => "shares".to_owned(),
        Change::Release(Release::Conwip(limit)) => format!("conwip {limit}"),
        Change::Release(Release::Takt(takt)) => format!("takt {}", short(*takt)),
        Change::Release(Release::DrumBufferRope { rope, .. }) => format!("rope {rope}"),
        Change::Release(Release::BaseStock(stock)) => format!("base stock {stock}"),
        Change::Release(_) => "push".to_owned(),
        Change::Arrivals { source, .. } => {
            format!("{}: arrivals", stream.stream().sources[source.index()].title())
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::Seed;
    use crate::value_stream::{Distribution, ValueStream};

    #[test]
    fn a_change_is_marked_with_as_much_as_can_be_read() {
        let text = r#"{ "flowglass": 1, "name": "", "unit": "hour",
            "stages": [{ "id": "a", "name": "Build", "process_time": { "mean": 1 } }],
            "links": [{ "from": "a", "to": "customer" }],
            "sources": [{ "id": "in", "to": "a", "arrivals": { "every": { "mean": 2 } } }] }"#;
        let stream = ValueStream::from_json(text).and_then(ValueStream::check);
        let stream = stream.unwrap_or_else(|faults| panic!("{faults:?}"));
        let mut run = Simulation::new(&stream, Seed(1));
        let process_time = Distribution { mean: 1.0 / 3.0, cv: 2.134_375, shape: None };
        let change = Change::ProcessTime { stage: StageId(0), process_time };
        let amendment =
            run.runnable().amended(change).unwrap_or_else(|faults| panic!("{faults:?}"));
        run.amend(amendment, &mut Vec::new());
        let marks = marks(&run);
        assert_eq!(marks, [(SimTime::START, "Build: work 0.3333, variation 2.134".to_owned())]);
    }
}
