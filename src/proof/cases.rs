//! The cases: for each its stream, its theory, what is measured and for how long.
//!
//! The lengths are such that a theory which is off by a tenth is found out.

use std::sync::Arc;

use super::quantity::Quantity;
use super::theory;
use crate::value_stream::{
    Arrivals, Calendar, Class, ClassId, Distribution, FinishedItem, InterruptionClock,
    Interruptions, Link, Runnable, Source, Stage, StageId, TimeUnit, ValueStream, WhenNoRoom,
    Workers,
};

/// Which textbook result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseId {
    /// M/M/1.
    OneServer,
    /// M/M/c.
    ManyServers,
    /// M/G/1.
    AnyWork,
    /// M/D/1.
    ConstantWork,
    /// A line with feedback.
    Jackson,
    /// Loss at a full stage.
    ErlangB,
    /// Impatience.
    ErlangA,
    /// A closed line.
    Closed,
    /// Two stations with blocking.
    Blocking,
    /// Priority.
    Cobham,
    /// A machine that fails.
    Breakdowns,
    /// Everything worked on at once.
    Sharing,
    /// Arrivals in lumps.
    Lumps,
    /// The best case of a closed line.
    BestCase,
    /// Little's law on any window.
    Little,
}

/// A textbook result and how it is simulated.
#[derive(Debug, Clone)]
pub struct Case {
    /// Which one.
    pub id: CaseId,
    /// What theory says, in the quantity's unit.
    pub theory: f64,
    /// What is measured.
    pub quantity: Quantity,
    /// Whether theory must be met to the last bit, in every replication.
    pub is_identity: bool,
    /// The stream that runs.
    pub stream: Arc<Runnable>,
    /// Replications, with the seeds 1, 2, 3, ….
    pub replications: u32,
    /// What is left out at the start of each [h].
    pub warm_up: f64,
    /// What is measured of each [h].
    pub length: f64,
}

/// All cases, the simplest first.
pub fn all() -> Vec<Case> {
    vec![
        one_server(),
        many_servers(),
        any_work(),
        constant_work(),
        jackson(),
        lumps(),
        cobham(),
        sharing(),
        breakdowns(),
        erlang_b(),
        erlang_a(),
        blocking(),
        closed(),
        best_case(),
        little(),
    ]
}

fn case(id: CaseId, theory: f64, quantity: Quantity, stream: ValueStream, length: f64) -> Case {
    let calendar = Calendar { unit: TimeUnit::Hour, ..Calendar::default() };
    let checked = ValueStream { calendar, ..stream }.check();
    let stream = Arc::new(checked.unwrap_or_else(|_| unreachable!("the cases are sound")));
    Case {
        id,
        theory,
        quantity,
        is_identity: false,
        stream,
        replications: 20,
        warm_up: length / 20.0,
        length,
    }
}

/// Stages one after the other, fed at the first.
fn line(stages: Vec<Stage>, arrivals: Arrivals) -> ValueStream {
    let ends = stages.iter().skip(1).map(|stage| stage.id.clone()).chain(["customer".to_owned()]);
    let links = stages.iter().zip(ends).map(|(stage, to)| Link::new(&stage.id, &to)).collect();
    let sources = vec![Source::new("in", &stages[0].id, arrivals)];
    ValueStream { stages, links, sources, ..ValueStream::default() }
}

fn exponential(id: &str, mean: f64) -> Stage {
    Stage::new(id, Distribution::exponential(mean))
}

fn one_server() -> Case {
    let stream = line(vec![exponential("a", 1.0)], Arrivals::poisson(1.0 / 0.7));
    case(CaseId::OneServer, theory::mm1_time(0.7, 1.0), Quantity::CycleTime, stream, 20_000.0)
}

fn many_servers() -> Case {
    let stage = Stage { workers: Workers::Count(3), ..exponential("a", 1.0) };
    let stream = line(vec![stage], Arrivals::poisson(1.0 / 2.4));
    let wait = theory::mmc_wait(3, 2.4, 1.0);
    case(CaseId::ManyServers, wait, Quantity::Wait(StageId(0)), stream, 25_000.0)
}

fn any_work() -> Case {
    let cv = 1.5;
    let work = Distribution { mean: 1.0, cv, shape: None };
    let stream = line(vec![Stage::new("a", work)], Arrivals::poisson(1.0 / 0.6));
    let wait = theory::mg1_wait(0.6, 1.0, 1.0 + cv * cv);
    case(CaseId::AnyWork, wait, Quantity::Wait(StageId(0)), stream, 80_000.0)
}

fn constant_work() -> Case {
    let stage = Stage::new("a", Distribution::constant(1.0));
    let stream = line(vec![stage], Arrivals::poisson(1.0 / 0.8));
    let wait = theory::mg1_wait(0.8, 1.0, 1.0);
    case(CaseId::ConstantWork, wait, Quantity::Wait(StageId(0)), stream, 40_000.0)
}

fn jackson() -> Case {
    let mut stream =
        line(vec![exponential("a", 0.6), exponential("b", 0.8)], Arrivals::poisson(1.0 / 0.6));
    stream.links[1].share = 0.75;
    stream.links.push(Link { share: 0.25, ..Link::new("b", "a") });
    let time = theory::jackson_time(0.6, [1.0 / 0.6, 1.0 / 0.8], 0.25);
    case(CaseId::Jackson, time, Quantity::CycleTime, stream, 12_000.0)
}

fn lumps() -> Case {
    let (lumps, size) = (0.2, 3.0);
    let arrivals = Arrivals::Every {
        interval: Distribution::exponential(1.0 / lumps),
        lump: Distribution::constant(size),
        first_at: None,
    };
    let stream = line(vec![exponential("a", 1.0)], arrivals);
    let time = theory::lumps_time(lumps, size, 1.0);
    case(CaseId::Lumps, time, Quantity::CycleTime, stream, 20_000.0)
}

fn cobham() -> Case {
    let (first, later, mean) = (0.3, 0.35, 1.0);
    let mut stream = line(vec![exponential("a", mean)], Arrivals::poisson(1.0 / first));
    let class = |id: &str, priority| Class { id: id.into(), priority, ..Class::default() };
    stream.classes = vec![class("first", 0), class("later", 1)];
    stream.sources[0].class = "first".into();
    let mut source = Source::new("more", "a", Arrivals::poisson(1.0 / later));
    source.class = "later".into();
    stream.sources.push(source);
    let time = theory::cobham_later_time(first, later, mean);
    case(CaseId::Cobham, time, Quantity::LeadTimeOf(ClassId(1)), stream, 30_000.0)
}

/// More items than are ever there share one person, and switching between them costs nothing.
fn sharing() -> Case {
    let (arrival, mean) = (0.7, 1.0);
    let work = Distribution { mean, cv: 1.5, shape: None };
    let stage = Stage { items_per_worker: 1_000, ..Stage::new("a", work) };
    let stream = line(vec![stage], Arrivals::poisson(1.0 / arrival));
    case(
        CaseId::Sharing,
        theory::sharing_time(arrival, mean),
        Quantity::CycleTime,
        stream,
        20_000.0,
    )
}

fn breakdowns() -> Case {
    let (arrival, work, cv, between, repair) = (0.5, 1.0, 0.5, 8.0, 2.0);
    let stage = Stage {
        interruptions: Some(Interruptions {
            clock: InterruptionClock::Working,
            between: Distribution::exponential(between),
            length: Distribution::exponential(repair),
        }),
        ..Stage::new("a", Distribution { mean: work, cv, shape: None })
    };
    let stream = line(vec![stage], Arrivals::poisson(1.0 / arrival));
    let wait = theory::breakdown_wait(arrival, work, cv, between, repair);
    case(CaseId::Breakdowns, wait, Quantity::Wait(StageId(0)), stream, 20_000.0)
}

fn erlang_b() -> Case {
    let stage = Stage {
        workers: Workers::Count(5),
        wip_limit: Some(5),
        ..Stage::new("a", Distribution { mean: 1.0, cv: 0.8, shape: None })
    };
    let mut stream = line(vec![stage], Arrivals::poisson(1.0 / 4.0));
    stream.sources[0].when_no_room = WhenNoRoom::Lost;
    case(CaseId::ErlangB, theory::erlang_b(5, 4.0), Quantity::LostShare, stream, 2_000.0)
}

fn erlang_a() -> Case {
    let (arrival, service, patience) = (1.8, 1.0, 1.5);
    let stage = Stage { workers: Workers::Count(2), ..exponential("a", 1.0 / service) };
    let mut stream = line(vec![stage], Arrivals::poisson(1.0 / arrival));
    stream.sources[0].patience = Some(Distribution::exponential(patience));
    let lost = theory::erlang_a_lost(2, arrival, service, patience);
    case(CaseId::ErlangA, lost, Quantity::CancelledShare, stream, 4_000.0)
}

fn blocking() -> Case {
    let places = 2;
    let first = Stage {
        wip_limit: Some(1),
        finished_item: FinishedItem::HoldsWorker,
        ..exponential("a", 1.0)
    };
    let second = Stage { wip_limit: Some(1 + places), ..exponential("b", 1.0) };
    let stream = line(vec![first, second], Arrivals::Endless);
    case(CaseId::Blocking, theory::two_stations(places), Quantity::Throughput, stream, 3_000.0)
}

fn closed() -> Case {
    let means = [1.0, 1.4, 0.8, 1.2];
    let stages = ["a", "b", "c", "d"].iter().zip(means).map(|(id, mean)| exponential(id, mean));
    let stream = line(stages.collect(), Arrivals::Closed(6));
    let throughput = theory::closed_throughput(&means, 6);
    case(CaseId::Closed, throughput, Quantity::Throughput, stream, 3_000.0)
}

fn best_case() -> Case {
    let means = [2.0; 4];
    let stages = ["a", "b", "c", "d"].map(|id| Stage::new(id, Distribution::constant(2.0)));
    let stream = line(stages.to_vec(), Arrivals::Closed(3));
    let throughput = theory::best_case(&means, 3);
    let case = case(CaseId::BestCase, throughput, Quantity::Throughput, stream, 1_600.0);
    // The penny fab repeats itself every 8 hours: whole rounds are measured.
    Case { is_identity: true, replications: 3, warm_up: 80.0, ..case }
}

/// A stream with about everything that could upset the books, observed in an odd window.
fn little() -> Case {
    let limited = |id, mean| Stage { wip_limit: Some(4), ..exponential(id, mean) };
    let mut stream =
        line(vec![limited("a", 0.7), limited("b", 0.9), limited("c", 0.6)], Arrivals::poisson(1.1));
    stream.links[2].share = 0.8;
    stream.links.push(Link { share: 0.2, ..Link::new("c", "a") });
    let case = case(CaseId::Little, 0.0, Quantity::LittleGap, stream, 1_000.5);
    Case { is_identity: true, replications: 5, warm_up: 333.3, ..case }
}
