//! The charts of a run or of a real history: what is folded, said and drawn for each, in one place.
//!
//! `sheet` makes a chart's picture, its sentence and its numbers; drawing it is `chart::draw_plot`. A sheet is reduced to
//! buckets, cells and stages, so that drawing it costs the same at any length of a run. A chart is offered only where the
//! records know enough for it.

mod aging;
mod cycles;
mod export;
mod flow;
pub mod report;
mod stages;

use crate::chart::{Plot, TimeAxis};
use crate::measure::{Ledger, Window};
use crate::sim::ItemId;
use crate::text::charts as text;
use crate::value_stream::{Calendar, SimTime, StageId, WorkTime, decimal};

pub use export::{Svg, bare_svg, csv, csv_of, picture_svg};

/// Most buckets of a run chart.
const BUCKETS_MOST: f64 = 50.0;
/// The latest delivered items that bands and ladder look at.
const LATEST: usize = 2_000;

/// A chart beside the cumulative flow diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chart {
    /// Each delivered item at its day and its cycle time.
    CycleTimes,
    /// How many items took how long.
    Spread,
    /// Deliveries per bucket.
    Throughput,
    /// Work in progress per bucket.
    Wip,
    /// Arrivals, departures and demand per bucket.
    Rates,
    /// Unfinished items, stage by stage, and how old finished ones were there.
    Aging,
    /// What items do at each stage.
    TimeSpent,
    /// Waiting and work along the way.
    Ladder,
    /// What people do at each stage, bucket by bucket.
    States,
    /// What people do at each stage.
    Utilization,
    /// Little's law on the window.
    Little,
}

/// What is charted.
#[derive(Debug, Clone)]
pub struct Subject<'a> {
    /// The records.
    pub ledger: &'a Ledger,
    /// The stages' names.
    pub stages: Vec<String>,
    /// What is measured.
    pub window: Window,
    /// What the axis of time shows; at least the window.
    pub shown: (SimTime, SimTime),
    /// The units of times.
    pub calendar: Calendar,
    /// How moments are labeled.
    pub axis: TimeAxis,
}

/// A chart, ready to be drawn and read.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Its picture.
    pub plot: Plot,
    /// What it says, in a sentence or two.
    pub sentence: String,
    /// The heads of its numbers.
    pub heads: Vec<String>,
    /// Its numbers, row by row.
    pub rows: Vec<Vec<Cell>>,
    /// What is read at a place across: from, to, words.
    pub readings: Vec<(f64, f64, String)>,
    /// The items that can be pointed at.
    pub spots: Vec<Spot>,
}

/// A finished picture with what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Its name.
    pub name: String,
    /// The picture, as SVG.
    pub svg: String,
    /// What it says, in a sentence or two.
    pub sentence: String,
}

/// A number or a word in a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A word.
    Word(String),
    /// A moment: for people, and exactly.
    Moment(String, String),
    /// A count.
    Count(u32),
    /// A measure.
    Number(f64),
    /// A share [1].
    Share(f64),
    /// Nothing is known.
    None,
}

/// An item, or several that lie on each other, in a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// Where across.
    pub across: f64,
    /// Where up [the stream's unit].
    pub up: f64,
    /// The item; of several the latest.
    pub item: ItemId,
    /// How many there are.
    pub count: u32,
}

impl Chart {
    /// All charts, in the order in which they are offered.
    pub const ALL: [Chart; 11] = [
        Chart::CycleTimes,
        Chart::Spread,
        Chart::Throughput,
        Chart::Wip,
        Chart::Rates,
        Chart::Aging,
        Chart::TimeSpent,
        Chart::Ladder,
        Chart::States,
        Chart::Utilization,
        Chart::Little,
    ];

    /// Whether these records know enough for it: a board does not say when somebody works.
    pub fn is_for(self, ledger: &Ledger) -> bool {
        let of_people = matches!(self, Chart::Ladder | Chart::States | Chart::Utilization);
        !of_people || ledger.layout().touch_known
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        text::CHARTS[self as usize]
    }

    /// The same with the name of its tab, where that says more.
    pub fn full_name(self) -> String {
        text::name(text::TABS[self.tab()], self.name())
    }

    /// The tab under which it is offered: its number in `text::charts::TABS`.
    pub fn tab(self) -> usize {
        match self {
            Chart::CycleTimes | Chart::Spread => 0,
            Chart::Throughput | Chart::Wip | Chart::Rates => 1,
            Chart::Aging => 2,
            Chart::TimeSpent | Chart::Ladder | Chart::States | Chart::Utilization => 3,
            Chart::Little => 4,
        }
    }

    /// Whether its axis across is time.
    pub fn is_over_time(self) -> bool {
        matches!(
            self,
            Chart::CycleTimes | Chart::Throughput | Chart::Wip | Chart::Rates | Chart::States
        )
    }
}

/// Makes a chart for a picture of a size [CSS px], with at most so many rows of single items in its numbers.
pub fn sheet(subject: &Subject<'_>, chart: Chart, size: (i32, i32), rows_most: usize) -> Sheet {
    match chart {
        Chart::CycleTimes => cycles::scatter(subject, size, rows_most),
        Chart::Spread => cycles::spread(subject),
        Chart::Throughput => flow::throughput(subject),
        Chart::Wip => flow::wip(subject),
        Chart::Rates => flow::rates(subject),
        Chart::Little => flow::little(subject),
        Chart::Aging => aging::aging(subject),
        Chart::TimeSpent => stages::time_spent(subject),
        Chart::Ladder => stages::ladder(subject),
        Chart::States => stages::states(subject),
        Chart::Utilization => stages::utilization(subject),
    }
}

impl Subject<'_> {
    /// A span in the stream's unit.
    fn units(&self, span: WorkTime) -> f64 {
        self.calendar.units(span)
    }

    /// The length of a bucket: 1, 2 or 5 times a power of ten of days or smaller units, at most fifty in what is shown.
    fn step(&self) -> WorkTime {
        let (from, until) = self.shown;
        let units = self.units(until.since(from));
        let least = units / BUCKETS_MOST;
        let decade = libm::pow(10.0, libm::floor(libm::log10(least.max(1e-3))));
        let steps = [1.0, 2.0, 5.0, 10.0].map(|step| step * decade);
        let step = steps.into_iter().find(|step| *step >= least * (1.0 - 1e-9));
        self.calendar.span(step.unwrap_or(1.0))
    }

    /// A moment in words.
    pub fn when(&self, at: SimTime) -> String {
        match self.axis {
            TimeAxis::Working(calendar) => crate::text::page::moment(at, calendar),
            TimeAxis::Dates(dates) => crate::text::history::date(dates.origin_ms + at.0 as i64),
        }
    }

    /// A moment in a table: exactly in days since the start, or as a date.
    fn moment(&self, at: SimTime) -> Cell {
        let exact = match self.axis {
            TimeAxis::Working(calendar) => decimal::plain(calendar.days(at.since(SimTime::START))),
            TimeAxis::Dates(_) => self.when(at),
        };
        Cell::Moment(self.when(at), exact)
    }

    fn stage(&self, stage: StageId) -> &str {
        self.stages.get(stage.index()).map_or("", String::as_str)
    }

    fn empty(&self) -> Sheet {
        Sheet {
            plot: Plot {
                across: crate::chart::Axis::Time { window: self.shown, axis: self.axis },
                up: crate::chart::Axis::Shares,
                shapes: Vec::new(),
                levels: Vec::new(),
                keys: Vec::new(),
                marks: Vec::new(),
            },
            sentence: text::NOTHING_YET.to_owned(),
            heads: Vec::new(),
            rows: Vec::new(),
            readings: Vec::new(),
            spots: Vec::new(),
        }
    }
}

impl Sheet {
    /// What is read at a place across; none: nothing is there.
    pub fn reading(&self, across: f64) -> Option<&str> {
        let inside = |(from, to, _): &&(f64, f64, String)| *from <= across && across < *to;
        self.readings.iter().find(inside).map(|(_, _, words)| words.as_str())
    }

    /// The item nearest to a place, where a unit across and up is so many pixels; none: all are further than `reach` px.
    pub fn spot(&self, at: (f64, f64), per_px: (f64, f64), reach: f64) -> Option<&Spot> {
        let far = |spot: &Spot| {
            let (x, y) = ((spot.across - at.0) / per_px.0, (spot.up - at.1) / per_px.1);
            x * x + y * y
        };
        let nearest = self.spots.iter().min_by(|one, other| far(one).total_cmp(&far(other)))?;
        (far(nearest) <= reach * reach).then_some(nearest)
    }

    /// The item after or before the one at a place across, in the order of the axis.
    pub fn beside(&self, across: f64, after: bool) -> Option<&Spot> {
        let way = |spot: &&Spot| if after { spot.across > across } else { spot.across < across };
        let far = |spot: &&Spot| (spot.across - across).abs();
        self.spots.iter().filter(way).min_by(|one, other| far(one).total_cmp(&far(other)))
    }
}
