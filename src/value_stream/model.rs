//! The parts of a value stream as its author writes them. Times are in the stream's unit.

use super::{Calendar, Distribution, PlannedChange, StageId};

/// The version of the file format: the value of its field `flowglass`.
pub const SCHEMA_VERSION: u32 = 1;

/// The reserved id that links use for the customer.
pub const CUSTOMER: &str = "customer";

/// Everything that a work item can pass from request to delivery.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ValueStream {
    /// What it is called.
    pub name: String,
    /// What it shows, in a sentence or two.
    pub about: String,
    /// Where its numbers come from.
    pub citation: String,
    /// The unit of all times and the length of a day.
    pub calendar: Calendar,
    /// Classes of work; empty means one kind only.
    pub classes: Vec<Class>,
    /// The work centers, in their author's order.
    pub stages: Vec<Stage>,
    /// People who help at several stages.
    pub teams: Vec<Team>,
    /// Limits on several stages together.
    pub limits: Vec<GroupLimit>,
    /// Where items go from each stage.
    pub links: Vec<Link>,
    /// Where work comes from.
    pub sources: Vec<Source>,
    /// How work is let in.
    pub release: Release,
    /// Who it is for.
    pub customer: Customer,
    /// Words beside the belt.
    pub notes: Vec<Note>,
    /// What things cost; 0: nothing.
    pub costs: Costs,
    /// What changes on the way, as far as it is known beforehand.
    pub changes: Vec<PlannedChange>,
}

/// Words beside the belt; they change nothing in a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// What it says.
    pub text: String,
    /// What it looks like.
    pub kind: NoteKind,
    /// Its middle [belt units].
    pub position: Position,
}

/// What words beside the belt are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum NoteKind {
    /// Anything.
    #[default]
    Note,
    /// Something to improve here: the burst of a value stream map (Rother & Shook).
    Kaizen,
}

/// What things cost, in the author's currency.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Costs {
    /// Of a person, for an hour of presence; where people are unlimited, for an hour of work.
    pub worker_hour: f64,
    /// Of an item in the stream, for a day.
    pub item_day: f64,
}

/// A kind of work.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Class {
    /// How the file refers to it; never changes, since random draws hang on ids.
    pub id: String,
    /// What the screen calls it; empty means the id.
    pub name: String,
    /// Who goes first: 0 before 1 and so on, at every queue and wherever items want the same place.
    pub priority: u8,
    /// Whether its items enter stages and the stream whatever the limits say (expedite).
    pub exceeds_limits: bool,
    /// Whether its items take a worker away from an item of a later priority, which resumes afterwards where it
    /// stood, at the head of its class.
    pub preempts: bool,
    /// What an item is worth to the customer.
    pub value: f64,
    /// What each day costs that an item is waited for, from its arrival on.
    pub cost_of_delay: f64,
}

/// A work center: a place with a queue and the people who empty it.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// How the file refers to it; never changes, since random draws hang on ids.
    pub id: String,
    /// What the screen calls it; empty means the id.
    pub name: String,
    /// People who each work on one item at a time; with a team, the most of them who can be here at once.
    pub workers: Workers,
    /// The id of the team whose people work here; empty: it has people of its own.
    pub team: String,
    /// Time a worker spends on an item.
    pub process_time: Distribution,
    /// Where classes differ: class id and its own process time.
    pub process_time_by_class: Vec<(String, Distribution)>,
    /// Most items inside: waiting, in process, finished but not moved on. None: no limit.
    pub wip_limit: Option<u32>,
    /// What a finished item does to its worker while it has no room downstream.
    pub finished_item: FinishedItem,
    /// Where an item waits for a worker.
    pub entry: Entry,
    /// Who of the waiting is next, within a priority.
    pub queue_order: QueueOrder,
    /// Items among which one worker shares time, at most; 1: one after the other.
    pub items_per_worker: u32,
    /// The part of a worker's time that each item beyond the first costs, by switching between them [1].
    pub switching_loss: f64,
    /// Time a worker spends before each process batch; none: nothing to set up.
    pub setup_time: Option<Distribution>,
    /// Items that one worker takes and finishes together.
    pub process_batch: ProcessBatch,
    /// Finished items wait on a pallet, without a worker, until so many want the same way; then all of them ask for
    /// room. Backward links carry items singly.
    pub transfer_batch: u32,
    /// A pallet leaves at the latest when its first item has waited so long.
    pub transfer_wait_at_most: Option<f64>,
    /// Finished items leave only at multiples of it (a release train, a sprint); none: at once.
    pub cadence: Option<f64>,
    /// What stops its people from time to time.
    pub interruptions: Option<Interruptions>,
    /// What goes wrong here without being seen.
    pub defects: Option<Defects>,
    /// What is looked at here, at the end of the work, and what happens then.
    pub inspection: Option<Inspection>,
    /// Where it is drawn on the belt, in belt units; none lets the layout decide.
    pub position: Option<Position>,
}

/// Who of the waiting is next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum QueueOrder {
    /// Who came first.
    #[default]
    Fifo,
    /// Who came last.
    Lifo,
    /// Anyone.
    Random,
    /// Whose work will take the shortest time.
    Shortest,
    /// Who was released first.
    Oldest,
}

/// Items that one worker takes and finishes together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProcessBatch {
    /// Work starts when so many wait, at least one.
    pub min: u32,
    /// One worker takes up to so many.
    pub max: u32,
    /// With fewer than `min`, work starts when the first in line has waited so long; none: never.
    pub wait_at_most: Option<f64>,
}

impl Default for ProcessBatch {
    fn default() -> ProcessBatch {
        ProcessBatch { min: 1, max: 1, wait_at_most: None }
    }
}

/// What stops the people of a stage: machines that fail, calls that come in.
#[derive(Debug, Clone, PartialEq)]
pub struct Interruptions {
    /// When time until the next one passes.
    pub clock: InterruptionClock,
    /// Time from the end of one to the start of the next, for each worker.
    pub between: Distribution,
    /// How long one lasts.
    pub length: Distribution,
}

/// When time until the next interruption passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InterruptionClock {
    /// Only while the worker works.
    Working,
    /// Always.
    Always,
}

/// What goes wrong at a stage. The item looks fine.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Defects {
    /// The chance per visit [1].
    pub share: f64,
    /// Each defect that is reported back, and each stop of the line, multiplies the share by this [1]; 1: nobody
    /// learns.
    pub awareness: f64,
}

/// A look at an item at the end of a stage's work.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Inspection {
    /// The chance to see each defect that is on the item [1].
    pub finds: f64,
    /// What happens to an item on which something is seen.
    pub rule: DefectRule,
    /// `fix_here`: extra work / the introducing stage's process time. `send_back`: the same for doing it again [1].
    pub factor: f64,
    /// `fix_here`: the factor is multiplied by this for every stage that the defect has travelled [1].
    pub growth: f64,
    /// Whether the introducing stage takes no new work until the defect is fixed.
    pub stops_the_line: bool,
}

/// What happens to an item on which a defect is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DefectRule {
    /// The worker who sees it repairs it.
    FixHere,
    /// The worker does this stage's work again until this stage's own defect is not seen any more.
    RedoUntilGood,
    /// The item goes back to the stage that made it, the most upstream one if several did.
    SendBack,
    /// The item is thrown away.
    Scrap,
    /// The item goes on: the customer finds it.
    PassOn,
}

/// People who help at several stages: at the most downstream one that has work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// How stages refer to it.
    pub id: String,
    /// How many people.
    pub workers: u16,
}

/// A limit on what is inside several stages together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupLimit {
    /// The ids of the stages.
    pub stages: Vec<String>,
    /// Most items inside them.
    pub limit: u32,
}

/// How many people a stage has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Workers {
    /// So many, at least one.
    Count(u16),
    /// Every item finds one: a delay rather than a queue.
    Unlimited,
}

/// What a finished item that has no room downstream does to its worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum FinishedItem {
    /// The worker starts the next item that already waits in the stage.
    #[default]
    FreesWorker,
    /// Blocking after service: the item keeps its worker until it moves.
    HoldsWorker,
}

/// Where an item waits for a worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Entry {
    /// In the stage's own queue.
    #[default]
    WaitsInside,
    /// Upstream, as finished: it enters only when there is room and a free worker (a board column without an
    /// in-queue).
    PulledByFreeWorker,
}

/// A place on the belt [belt units: a stage is 1 wide].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

/// A way from one stage to another or to the customer.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// The stage it leaves.
    pub from: String,
    /// The stage it enters, or `customer`.
    pub to: String,
    /// The part of the items that take it; the shares of a stage's links add to one.
    pub share: f64,
    /// What an item does that finds its target full; none: `leave` on backward links, otherwise `wait`.
    pub when_full: Option<WhenFull>,
}

/// What an item does that finds its target full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WhenFull {
    /// It stays where it is.
    Wait,
    /// It frees worker and place at once and waits outside the target.
    Leave,
}

/// Where work comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// How the file refers to it; never changes, since random draws hang on ids.
    pub id: String,
    /// What the screen calls it; empty means the id.
    pub name: String,
    /// The stage it feeds.
    pub to: String,
    /// The class of its items; empty: the first class.
    pub class: String,
    /// When items arrive; none: only the initial backlog.
    pub arrivals: Option<Arrivals>,
    /// Arrivals that wait from the start.
    pub backlog: u32,
    /// Items that are in a stage from the start, whatever its limit says: the stage's id, and how many.
    pub inside: Vec<(String, u32)>,
    /// A factor on every process time of an item, drawn once for each; none: all are of size 1.
    pub item_size: Option<Distribution>,
    /// The items into which each arrival splits; it is delivered when the last of them is.
    pub split_into: u32,
    /// How long an item waits for its first work, in the backlog and in its first queue, before it is cancelled, drawn
    /// once for each request; none: for ever.
    pub patience: Option<Distribution>,
    /// What an arrival does that finds no room.
    pub when_no_room: WhenNoRoom,
    /// Where it is drawn; none: before the stage that it feeds. Counts where all stages have a position.
    pub position: Option<Position>,
}

/// When items arrive at a source.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Arrivals {
    /// At intervals, each time a lump of items.
    Every {
        /// Time between lumps: cv 1 is a Poisson process, cv 0 a regular beat.
        interval: Distribution,
        /// Items in a lump, rounded to whole items, at least one.
        lump: Distribution,
        /// When the first lump comes; none: one interval after the start.
        first_at: Option<f64>,
    },
    /// At random, at a rate that changes from phase to phase (a Markov-modulated Poisson process). The first phase
    /// begins at the start; after the last comes the first again.
    Bursts(Vec<Phase>),
    /// At these times, which ascend.
    Schedule(Vec<f64>),
    /// One item always waits: release decides.
    Endless,
    /// So many items circulate: a delivered one is at once replaced by a new one.
    Closed(u32),
}

/// A time of busy or quiet arrivals, exponentially long.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Phase {
    /// Mean time between arrivals in it; none: nothing arrives.
    pub mean_interval: Option<f64>,
    /// How long it lasts in the mean.
    pub lasts: f64,
}

/// What an arrival does that finds no room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum WhenNoRoom {
    /// It waits in the backlog.
    #[default]
    Wait,
    /// It is lost, and counted.
    Lost,
}

/// How arrivals are let into the stream.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub enum Release {
    /// At once, or as soon as the first stage has room.
    #[default]
    Push,
    /// While fewer than so many items are in the whole stream.
    Conwip(u32),
    /// One per interval [the stream's unit]; a beat that finds no item or no room is lost.
    Takt(f64),
    /// While fewer than `rope` items are released and not yet finished at the drum.
    DrumBufferRope {
        /// The id of the stage that sets the pace.
        drum: String,
        /// Most items between release and the end of the drum's work.
        rope: u32,
    },
    /// One for each item that the customer asks for. So many finished ones are in stock at the start, and the
    /// stream works to keep it so.
    BaseStock(u32),
}

/// Who receives what is delivered.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Customer {
    /// What the screen calls it; empty means "Customer".
    pub name: String,
    /// When items are asked for; none: everything that is delivered is wanted.
    pub demand: Option<Demand>,
    /// Deliveries that lead to new work.
    pub feedback: Option<Feedback>,
    /// What becomes of deliveries with a defect; none: nothing.
    pub escapes: Option<Escapes>,
    /// Where it is drawn; none: behind everything. Counts where all stages have a position.
    pub position: Option<Position>,
}

/// When the customer asks for items. What is delivered beyond it goes to the shelf.
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    /// Time between two requests for one item.
    pub every: Distribution,
    /// What becomes of a request while nothing is on the shelf.
    pub unmet: Unmet,
}

/// What becomes of a request that cannot be met at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Unmet {
    /// It waits for the next delivery.
    #[default]
    Waits,
    /// It is lost.
    Lost,
}

/// Deliveries that lead to new work.
#[derive(Debug, Clone, PartialEq)]
pub struct Feedback {
    /// The share of deliveries that do [1].
    pub share: f64,
    /// How long after.
    pub delay: Distribution,
    /// The id of the source at which the new item arrives.
    pub source: String,
}

/// Deliveries with a defect come back as new work.
#[derive(Debug, Clone, PartialEq)]
pub struct Escapes {
    /// How long after.
    pub delay: Distribution,
    /// The id of the source at which the new item arrives.
    pub source: String,
}

impl ValueStream {
    /// The stage with an id.
    pub fn stage(&self, id: &str) -> Option<StageId> {
        self.stages.iter().position(|stage| stage.id == id).map(StageId::at)
    }
}

impl Stage {
    /// A work center with one person, no limit and this much work per item.
    pub fn new(id: &str, process_time: Distribution) -> Stage {
        Stage {
            id: id.to_owned(),
            name: String::new(),
            workers: Workers::Count(1),
            team: String::new(),
            process_time,
            process_time_by_class: Vec::new(),
            wip_limit: None,
            finished_item: FinishedItem::default(),
            entry: Entry::default(),
            queue_order: QueueOrder::default(),
            items_per_worker: 1,
            switching_loss: 0.0,
            setup_time: None,
            process_batch: ProcessBatch::default(),
            transfer_batch: 1,
            transfer_wait_at_most: None,
            cadence: None,
            interruptions: None,
            defects: None,
            inspection: None,
            position: None,
        }
    }

    /// What the screen calls it.
    pub fn title(&self) -> &str {
        title(&self.name, &self.id)
    }
}

impl Link {
    /// All items go this way.
    pub fn new(from: &str, to: &str) -> Link {
        Link { from: from.to_owned(), to: to.to_owned(), share: 1.0, when_full: None }
    }
}

impl Source {
    /// A source of the first class that feeds a stage.
    pub fn new(id: &str, to: &str, arrivals: Arrivals) -> Source {
        Source {
            id: id.to_owned(),
            name: String::new(),
            to: to.to_owned(),
            class: String::new(),
            arrivals: Some(arrivals),
            backlog: 0,
            inside: Vec::new(),
            item_size: None,
            split_into: 1,
            patience: None,
            when_no_room: WhenNoRoom::default(),
            position: None,
        }
    }

    /// What the screen calls it.
    pub fn title(&self) -> &str {
        title(&self.name, &self.id)
    }
}

impl Class {
    /// What the screen calls it.
    pub fn title(&self) -> &str {
        title(&self.name, &self.id)
    }
}

impl Arrivals {
    /// A Poisson process with this mean time between single items.
    pub const fn poisson(mean_interval: f64) -> Arrivals {
        Arrivals::every(Distribution::exponential(mean_interval))
    }

    /// Single items at these intervals.
    pub const fn every(interval: Distribution) -> Arrivals {
        Arrivals::Every { interval, lump: Distribution::constant(1.0), first_at: None }
    }
}

fn title<'a>(name: &'a str, id: &'a str) -> &'a str {
    if name.is_empty() { id } else { name }
}
