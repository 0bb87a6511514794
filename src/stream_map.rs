//! The value stream map of a running stream: fold first, then a picture of it as SVG.
//!
//! The notation is that of Rother and Shook, "Learning to See" (1999): factories outside, process boxes with data boxes,
//! inventory triangles, the flow of information above and a ladder of times below. Rules become symbols so: what enters a
//! stage without a limit is pushed (striped arrow); what has a limit and waits inside flows in a FIFO lane of that length;
//! what is taken by a free person is pulled (round arrow); a base stock is a supermarket before the customer; limits on the
//! whole stream, and ropes, are kanban on their way back to the release. Counts are of this moment. The ladder is the mean
//! of delivered items, not inventory × takt as on paper: the run knows the times themselves, so that its rungs add up to
//! the lead time exactly.

mod draw;
mod fold;
mod place;
mod svg;
mod symbols;

use crate::measure::{Ledger, Window};
use crate::sim::Simulation;
use crate::value_stream::Calendar;

pub use draw::picture;

/// What is mapped: a run, its records, and the window that they are measured over.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The run.
    pub simulation: &'a Simulation,
    /// Its records.
    pub ledger: &'a Ledger,
    /// What the times and rates are measured over.
    pub window: Window,
}

/// A map, folded: everything that its picture says.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamMap {
    /// What the stream is called.
    pub title: String,
    /// What the times rest on.
    pub caption: String,
    /// The stages, in the stream's order.
    pub stations: Vec<Station>,
    /// The links, in the stream's order.
    pub ways: Vec<MapWay>,
    /// The sources, in the stream's order.
    pub suppliers: Vec<Supplier>,
    /// What lets work in.
    pub control: Control,
    /// Who gets it.
    pub customer: Factory,
    /// Items on the shelf before the customer; none: the stream keeps no stock there.
    pub shelf: Option<u32>,
    /// What to improve: the stage it stands at, and what it says.
    pub bursts: Vec<(usize, String)>,
    /// Other words beside the stream.
    pub notes: Vec<String>,
    /// The times below.
    pub ladder: Ladder,
    /// The unit of the times.
    pub calendar: Calendar,
}

/// A stage on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Station {
    /// Its name.
    pub name: String,
    /// Who works there.
    pub people: String,
    /// Its data box: what, and how much.
    pub lines: Vec<(String, String)>,
    /// The column in which it stands: its rank.
    pub column: usize,
    /// Its place in that column, from above.
    pub row: usize,
    /// Items that wait in front of it now.
    pub waiting: u32,
    /// How items come in.
    pub entrance: Entrance,
}

/// How items come into a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entrance {
    /// Whenever they are done upstream.
    Push,
    /// In a lane that takes so many.
    Fifo(u32),
    /// When a free person takes them.
    Pull,
}

/// A link on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct MapWay {
    /// The stage it leaves.
    pub from: usize,
    /// The stage it enters; none: the customer.
    pub to: Option<usize>,
    /// Whether it goes back.
    pub is_back: bool,
    /// Its share, where there are several.
    pub share: String,
}

/// Somebody outside: a source, or the customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factory {
    /// The name.
    pub name: String,
    /// How much comes or is asked for.
    pub rate: String,
}

/// A source on the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supplier {
    /// Who it is.
    pub factory: Factory,
    /// The stage it feeds.
    pub to: usize,
}

/// What lets work in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Control {
    /// By which rule.
    pub rule: String,
    /// Where kanban come from, on their way back to it.
    pub kanban: Option<Kanban>,
}

/// Where kanban for the release come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kanban {
    /// From the end of the stream.
    Customer,
    /// From a stage: the drum.
    Station(usize),
}

/// The times below the map: means per delivered item [ticks].
#[derive(Debug, Clone, PartialEq)]
pub struct Ladder {
    /// From arrival to release.
    pub before: f64,
    /// For each column, waiting and work there.
    pub columns: Vec<(f64, f64)>,
    /// In the stream, but in no stage.
    pub between: f64,
    /// How many items that is the mean of; 0: all times are 0.
    pub items: u32,
}

impl Ladder {
    /// From arrival to delivery [ticks].
    pub fn lead_time(&self) -> f64 {
        let steps = self.columns.iter().map(|(waits, works)| waits + works);
        self.before + steps.sum::<f64>() + self.between
    }

    /// Work in that [ticks].
    pub fn process_time(&self) -> f64 {
        self.columns.iter().map(|(_, works)| works).sum()
    }
}
