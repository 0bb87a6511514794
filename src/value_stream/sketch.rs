//! A stream whose parts know each other. It may still have faults: what is drawn can be unfinished.

use super::graph::{self, Edge};
use super::order::order;
use super::{CUSTOMER, ClassId, LinkId, SourceId, StageId, ValueStream, WhenFull};

/// A stream with everything resolved that a picture needs.
#[derive(Debug, Clone)]
pub struct Sketch {
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

impl Sketch {
    /// Resolves a stream, whether it can run or not; none: a link or a source names a stage that is not there.
    pub fn of(stream: ValueStream) -> Option<Sketch> {
        let count = stream.stages.len();
        let mut links = Vec::with_capacity(stream.links.len());
        for link in &stream.links {
            let from = stream.stage(&link.from)?;
            let to = match stream.stage(&link.to) {
                Some(stage) => Target::Stage(stage),
                None if link.to == CUSTOMER => Target::Customer,
                None => return None,
            };
            links.push(Way { from, to, backward: false, leaves: false });
        }
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
        let mut sources = Vec::with_capacity(stream.sources.len());
        for source in &stream.sources {
            let class = stream.classes.iter().position(|class| class.id == source.class);
            let to = stream.stage(&source.to)?;
            sources.push(Feed { to, class: ClassId::at(class.unwrap_or(0)) });
        }
        let rank_count = ranks.iter().max().map_or(0, |&highest| highest + 1);
        Some(Sketch { stream, links, links_of_stage, sources, ranks, rank_count })
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
