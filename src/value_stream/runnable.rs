//! A stream that has passed every check, with everything resolved that a run needs.

use super::graph::{self, Edge};
use super::order::order;
use super::{CUSTOMER, ClassId, LinkId, SourceId, StageId, ValueStream, WhenFull};

/// The proof that a stream can run: `ValueStream::check` makes one.
#[derive(Debug, Clone)]
pub struct Runnable {
    stream: ValueStream,
    links: Vec<Way>,
    links_of_stage: Vec<Vec<LinkId>>,
    sources: Vec<Feed>,
    ranks: Vec<u16>,
    rank_count: u16,
}

/// Where a link leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// To a stage.
    Stage(StageId),
    /// To the customer.
    Customer,
}

/// A link, resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// The stage it leaves.
    pub from: StageId,
    /// Where it leads.
    pub to: Target,
    /// Whether its target lies upstream: a link on a cycle that does not lead to a later stage of the author's
    /// order. Without these links no cycle is left.
    pub backward: bool,
    /// Whether an item that finds no room leaves the stage all the same and waits outside the target.
    pub leaves: bool,
}

/// A source, resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feed {
    /// The stage it feeds.
    pub to: StageId,
    /// The class of its items.
    pub class: ClassId,
}

impl Runnable {
    /// The proof for a stream that is part of a program and that a test of the program has checked, so that starting
    /// it needs neither the check nor the words for all that it could find. Every other stream goes through
    /// `ValueStream::check`: a run of one that does not hold may panic or never end.
    pub fn tested(stream: ValueStream) -> Runnable {
        Runnable::new(stream)
    }

    pub(super) fn new(stream: ValueStream) -> Runnable {
        let count = stream.stages.len();
        let mut links: Vec<Way> = stream
            .links
            .iter()
            .map(|link| {
                let Target::Stage(from) = stream.target(&link.from) else {
                    unreachable!("checked: every link leaves a stage, never {CUSTOMER}")
                };
                Way { from, to: stream.target(&link.to), backward: false, leaves: false }
            })
            .collect();
        let between: Vec<Edge> = links.iter().copied().filter_map(edge).collect();
        let component = graph::components(count, &between);
        for (way, link) in links.iter_mut().zip(&stream.links) {
            if let Some(edge) = edge(*way) {
                way.backward = graph::is_backward(edge, &component);
            }
            let default = if way.backward { WhenFull::Leave } else { WhenFull::Wait };
            way.leaves = link.when_full.unwrap_or(default) == WhenFull::Leave;
        }
        let forward: Vec<Edge> =
            links.iter().filter(|way| !way.backward).copied().filter_map(edge).collect();
        let ranks: Vec<u16> =
            graph::longest_paths(count, &forward).into_iter().map(|rank| rank as u16).collect();
        let mut links_of_stage = vec![Vec::new(); count];
        for (index, way) in links.iter().enumerate() {
            links_of_stage[way.from.index()].push(LinkId::at(index));
        }
        let sources = stream
            .sources
            .iter()
            .map(|source| {
                let Target::Stage(to) = stream.target(&source.to) else {
                    unreachable!("checked: every source feeds a stage")
                };
                let class = stream.classes.iter().position(|class| class.id == source.class);
                Feed { to, class: ClassId::at(class.unwrap_or(0)) }
            })
            .collect();
        let rank_count = ranks.iter().max().map_or(0, |&highest| highest + 1);
        Runnable { stream, links, links_of_stage, sources, ranks, rank_count }
    }

    /// The stream as its author wrote it.
    pub fn stream(&self) -> &ValueStream {
        &self.stream
    }

    /// The links, resolved, in the stream's order.
    pub fn ways(&self) -> &[Way] {
        &self.links
    }

    /// The links that leave a stage, in the stream's order.
    pub fn links_of(&self, stage: StageId) -> &[LinkId] {
        &self.links_of_stage[stage.index()]
    }

    /// A source, resolved.
    pub fn feed(&self, source: SourceId) -> Feed {
        self.sources[source.index()]
    }

    /// A stage's place in CFD order: its longest forward path.
    pub fn rank(&self, stage: StageId) -> u16 {
        self.ranks[stage.index()]
    }

    /// How many ranks there are.
    pub fn rank_count(&self) -> u16 {
        self.rank_count
    }

    /// All stages, most downstream first; among equals the later in the author's order.
    pub fn downstream_first(&self) -> Vec<StageId> {
        let upstream_first = order(self.ranks.iter().map(|&rank| u64::from(rank)));
        upstream_first.into_iter().rev().map(StageId::at).collect()
    }
}

fn edge(way: Way) -> Option<Edge> {
    match way.to {
        Target::Stage(to) => Some(Edge { from: way.from.index(), to: to.index() }),
        Target::Customer => None,
    }
}
