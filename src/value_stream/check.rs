//! The border: a stream that passes here can run and cannot fail.

mod plan;
mod policies;

use super::decimal;
use super::fault::{Element, Fault, Problem, Wanted};
use super::graph::{self, Edge};
use super::read::{CV_MAX, ELEMENTS_MAX, LIMIT_MAX, MONEY_MAX, PHASE_LEAST, TIME_MAX, WORKERS_MAX};
use super::runnable::Runnable;
use super::{
    Arrivals, CUSTOMER, DefectRule, Distribution, Entry, Release, Shape, Stage, ValueStream,
    Workers,
};

/// Shares may miss one by this much: what a person's decimals leave.
const SHARE_SLACK: f64 = 1e-6;

impl ValueStream {
    /// Checks everything at once: a stream that can run, or every fault there is.
    pub fn check(self) -> Result<Runnable, Vec<Fault>> {
        let mut faults = Vec::new();
        self.check_ids(&mut faults);
        self.check_numbers(&mut faults);
        self.check_policies(&mut faults);
        self.check_plan(&mut faults);
        if faults.is_empty() {
            self.check_flow(&mut faults);
        }
        if faults.is_empty() && !self.changes.is_empty() {
            self.check_afterwards(&mut faults);
        }
        if faults.is_empty() { Ok(Runnable::new(self)) } else { Err(faults) }
    }

    fn check_ids(&self, faults: &mut Vec<Fault>) {
        if self.stages.is_empty() {
            faults.push(Fault::at(Element::Stream, "stages", Problem::Empty));
        }
        if self.sources.iter().all(|source| {
            source.arrivals.is_none() && source.backlog == 0 && source.inside.is_empty()
        }) {
            faults.push(Fault::at(Element::Stream, "sources", Problem::Empty));
        }
        for (field, count) in [
            ("stages", self.stages.len()),
            ("links", self.links.len()),
            ("sources", self.sources.len()),
            ("classes", self.classes.len()),
        ] {
            if count > ELEMENTS_MAX {
                let wanted = Wanted::Whole { least: 0, most: ELEMENTS_MAX as u32 };
                let problem = Problem::Value { found: count.to_string(), wanted };
                faults.push(Fault::at(Element::Stream, field, problem));
            }
        }
        let stages: Vec<&str> = self.stages.iter().map(|stage| stage.id.as_str()).collect();
        let classes: Vec<&str> = self.classes.iter().map(|class| class.id.as_str()).collect();
        let sources: Vec<&str> = self.sources.iter().map(|source| source.id.as_str()).collect();
        check_unique(&stages, Element::Stage, faults);
        check_unique(&classes, Element::Class, faults);
        check_unique(&sources, Element::Source, faults);
        for (index, stage) in self.stages.iter().enumerate() {
            if stage.id == CUSTOMER {
                let problem = Problem::Value { found: quoted(CUSTOMER), wanted: Wanted::OtherId };
                faults.push(Fault::at(self.stage_element(index), "id", problem));
            }
            for (class, _) in &stage.process_time_by_class {
                if !classes.contains(&class.as_str()) {
                    let problem = unknown(class, &classes);
                    faults.push(Fault::at(
                        self.stage_element(index),
                        "process_time_by_class",
                        problem,
                    ));
                }
            }
        }
        let with_customer: Vec<&str> = stages.iter().copied().chain([CUSTOMER]).collect();
        for (index, link) in self.links.iter().enumerate() {
            if !stages.contains(&link.from.as_str()) {
                let problem = unknown(&link.from, &stages);
                faults.push(Fault::at(self.link_element(index), "from", problem));
            }
            if !with_customer.contains(&link.to.as_str()) {
                let problem = unknown(&link.to, &with_customer);
                faults.push(Fault::at(self.link_element(index), "to", problem));
            }
            let ends = |other: &super::Link| other.from == link.from && other.to == link.to;
            if let Some(first) = self.links[..index].iter().position(ends) {
                let id = format!("{} → {}", link.from, link.to);
                let problem = Problem::DuplicateId { id, first: first + 1 };
                faults.push(Fault::at(self.link_element(index), "", problem));
            }
        }
        for (index, source) in self.sources.iter().enumerate() {
            let element = || Element::Source(index + 1, source.id.clone());
            if !stages.contains(&source.to.as_str()) {
                faults.push(Fault::at(element(), "to", unknown(&source.to, &stages)));
            }
            for (stage, _) in &source.inside {
                if !stages.contains(&stage.as_str()) {
                    faults.push(Fault::at(element(), "inside", unknown(stage, &stages)));
                }
            }
            if !source.class.is_empty() && !classes.contains(&source.class.as_str()) {
                faults.push(Fault::at(element(), "class", unknown(&source.class, &classes)));
            }
        }
    }

    fn check_numbers(&self, faults: &mut Vec<Fault>) {
        let hours = self.calendar.hours_per_day;
        if !(0.1..=24.0).contains(&hours) {
            let problem = out_of_bounds(hours, 0.1, 24.0);
            faults.push(Fault::at(Element::Stream, "hours_per_day", problem));
        }
        self.check_prices(faults);
        for (index, stage) in self.stages.iter().enumerate() {
            let element = self.stage_element(index);
            if let Workers::Count(count) = stage.workers
                && (count == 0 || u32::from(count) > WORKERS_MAX)
            {
                let wanted = Wanted::Whole { least: 1, most: WORKERS_MAX };
                let problem = Problem::Value { found: count.to_string(), wanted };
                faults.push(Fault::at(element.clone(), "workers", problem));
            }
            if let Some(limit) = stage.wip_limit
                && (limit == 0 || limit > LIMIT_MAX)
            {
                let wanted = Wanted::Whole { least: 1, most: LIMIT_MAX };
                let problem = Problem::Value { found: limit.to_string(), wanted };
                faults.push(Fault::at(element.clone(), "wip_limit", problem));
            }
            check_distribution(&stage.process_time, &element, "process_time", 0.0, faults);
            for (class, time) in &stage.process_time_by_class {
                let place = format!("process_time_by_class.{class}");
                check_distribution(time, &element, &place, 0.0, faults);
            }
        }
        for (index, source) in self.sources.iter().enumerate() {
            let element = Element::Source(index + 1, source.id.clone());
            match &source.arrivals {
                Some(Arrivals::Every { interval, lump, first_at }) => {
                    check_distribution(interval, &element, "arrivals.every", 1e-6, faults);
                    check_distribution(lump, &element, "arrivals.lump", 1.0, faults);
                    if let Some(at) = *first_at
                        && !(0.0..=TIME_MAX).contains(&at)
                    {
                        let problem = out_of_bounds(at, 0.0, TIME_MAX);
                        faults.push(Fault::at(element, "arrivals.first_at", problem));
                    }
                }
                Some(Arrivals::Bursts(phases)) => {
                    if phases.iter().all(|phase| phase.mean_interval.is_none()) {
                        faults.push(Fault::at(element.clone(), "arrivals.bursts", Problem::Empty));
                    }
                    for (place, phase) in phases.iter().enumerate() {
                        let mut bounds = |name: &str, number: f64, least: f64| {
                            if !(least..=TIME_MAX).contains(&number) {
                                let place = format!("arrivals.bursts[{place}].{name}");
                                let problem = out_of_bounds(number, least, TIME_MAX);
                                faults.push(Fault::at(element.clone(), &place, problem));
                            }
                        };
                        bounds("mean_interval", phase.mean_interval.unwrap_or(1.0), 1e-6);
                        bounds("lasts", phase.lasts, PHASE_LEAST);
                    }
                }
                Some(Arrivals::Schedule(times)) => {
                    if let Some(back) = times.windows(2).position(|pair| pair[0] > pair[1]) {
                        let found = decimal::plain(times[back + 1])
                            + " after "
                            + &decimal::plain(times[back]);
                        let problem = Problem::Value { found, wanted: Wanted::Ascending };
                        let place = format!("arrivals.at[{}]", back + 1);
                        faults.push(Fault::at(element, &place, problem));
                    }
                }
                Some(Arrivals::Closed(0)) => {
                    let wanted = Wanted::Whole { least: 1, most: LIMIT_MAX };
                    let problem = Problem::Value { found: "0".to_owned(), wanted };
                    faults.push(Fault::at(element, "arrivals.closed", problem));
                }
                Some(Arrivals::Endless | Arrivals::Closed(_)) | None => {}
            }
        }
        match self.release {
            Release::Conwip(0) => {
                let wanted = Wanted::Whole { least: 1, most: LIMIT_MAX };
                let problem = Problem::Value { found: "0".to_owned(), wanted };
                faults.push(Fault::at(Element::Release, "conwip", problem));
            }
            Release::Takt(takt) if !(1e-6..=TIME_MAX).contains(&takt) => {
                let problem = out_of_bounds(takt, 1e-6, TIME_MAX);
                faults.push(Fault::at(Element::Release, "takt", problem));
            }
            _ => {}
        }
    }

    fn check_prices(&self, faults: &mut Vec<Fault>) {
        let mut price = |element: Element, field: &str, price: f64| {
            if !(0.0..=MONEY_MAX).contains(&price) {
                faults.push(Fault::at(element, field, out_of_bounds(price, 0.0, MONEY_MAX)));
            }
        };
        price(Element::Stream, "costs.worker_hour", self.costs.worker_hour);
        price(Element::Stream, "costs.item_day", self.costs.item_day);
        for (index, class) in self.classes.iter().enumerate() {
            let element = || Element::Class(index + 1, class.id.clone());
            price(element(), "value", class.value);
            price(element(), "cost_of_delay", class.cost_of_delay);
        }
    }

    /// What only shows once all elements are known: shares, dead ends, things that would never stop.
    fn check_flow(&self, faults: &mut Vec<Fault>) {
        let edges = self.edges();
        for (index, _) in self.stages.iter().enumerate() {
            let shares = self.links.iter().zip(&edges).filter(|(_, edge)| edge.from == index);
            let mut sum = 0.0;
            for (place, (link, _)) in shares.enumerate() {
                if !(0.0..=1.0).contains(&link.share) {
                    let problem = out_of_bounds(link.share, 0.0, 1.0);
                    faults.push(Fault::at(
                        self.stage_element(index),
                        &format!("links[{place}].share"),
                        problem,
                    ));
                }
                sum += link.share;
            }
            if edges.iter().any(|edge| edge.from == index) && (sum - 1.0).abs() > SHARE_SLACK {
                let problem = Problem::SharesDoNotAddUp { sum };
                faults.push(Fault::at(self.stage_element(index), "links", problem));
            }
        }
        let open: Vec<Edge> = edges
            .iter()
            .zip(&self.links)
            .filter(|(_, link)| link.share > 0.0)
            .map(|(&edge, _)| edge)
            .collect();
        let customer = self.stages.len();
        let reaching = graph::reaching(customer + 1, &open, customer);
        for (index, reaches) in reaching[..customer].iter().enumerate() {
            if !reaches {
                faults.push(Fault::at(self.stage_element(index), "links", Problem::DeadEnd));
            }
        }
        self.check_endings(&open, faults);
    }

    /// Refuses what would happen infinitely often in one tick.
    fn check_endings(&self, open: &[Edge], faults: &mut Vec<Fault>) {
        let customer = self.stages.len();
        let takes_time: Vec<bool> = self.stages.iter().map(takes_time).chain([false]).collect();
        let mut timeless: Vec<Edge> = open.to_vec();
        for (from, stage) in self.stages.iter().enumerate() {
            // What is sent back goes to any stage that makes defects.
            if stage.inspection.is_some_and(|look| look.rule == DefectRule::SendBack) {
                let makers = self.stages.iter().enumerate();
                let makers = makers.filter(|(_, maker)| maker.defects.is_some());
                timeless.extend(makers.map(|(to, _)| Edge { from, to }));
            }
        }
        let scraps = self.stages.iter().enumerate().filter(|(_, stage)| is_scrapping(stage));
        timeless.extend(scraps.clone().map(|(from, _)| Edge { from, to: customer }));
        timeless.extend(self.returns_at_once().map(|to| Edge { from: customer, to }));
        for (index, source) in self.sources.iter().enumerate() {
            let Some(entry) = self.stages.iter().position(|stage| stage.id == source.to) else {
                continue;
            };
            let element = || Element::Source(index + 1, source.id.clone());
            let class = self.classes.iter().find(|class| class.id == source.class);
            let class = class.or(self.classes.first());
            let exceeds = class.is_some_and(|class| class.exceeds_limits);
            if exceeds && source.arrivals == Some(Arrivals::Endless) {
                faults.push(Fault::at(element(), "arrivals", Problem::EndlessWithoutLimit));
                continue;
            }
            match source.arrivals {
                Some(Arrivals::Closed(_)) => timeless.push(Edge { from: customer, to: entry }),
                Some(Arrivals::Endless)
                    if matches!(
                        self.release,
                        Release::Conwip(_) | Release::DrumBufferRope { .. }
                    ) =>
                {
                    timeless.push(Edge { from: customer, to: entry });
                }
                // What is scrapped is ordered again.
                Some(Arrivals::Endless) if matches!(self.release, Release::BaseStock(_)) => {
                    timeless.extend(scraps.clone().map(|(from, _)| Edge { from, to: entry }));
                }
                Some(Arrivals::Endless) if self.release == Release::Push => {
                    let stage = &self.stages[entry];
                    let bounded = stage.wip_limit.is_some()
                        || (stage.entry == Entry::PulledByFreeWorker
                            && stage.workers != Workers::Unlimited);
                    if !(bounded && takes_time[entry]) {
                        let problem = Problem::EndlessWithoutLimit;
                        faults.push(Fault::at(element(), "arrivals", problem));
                    }
                }
                _ => {}
            }
        }
        timeless.retain(|edge| !takes_time[edge.from] && !takes_time[edge.to]);
        let component = graph::components(customer + 1, &timeless);
        for edge in &timeless {
            if component[edge.from] == component[edge.to] {
                let at = edge.from.min(edge.to);
                let problem = Problem::CycleWithoutTime;
                faults.push(Fault::at(self.stage_element(at), "process_time", problem));
                return;
            }
        }
    }

    /// The stages that get new work from the customer without any delay.
    fn returns_at_once(&self) -> impl Iterator<Item = usize> {
        let customer = &self.customer;
        let feedback = customer.feedback.as_ref().filter(|feedback| feedback.share > 0.0);
        let feedback = feedback.map(|feedback| (&feedback.delay, &feedback.source));
        let escapes = customer.escapes.as_ref().map(|escapes| (&escapes.delay, &escapes.source));
        let unit = self.calendar.ticks_per_unit();
        [feedback, escapes].into_iter().flatten().filter_map(move |(delay, source)| {
            let source = self.sources.iter().find(|other| other.id == *source)?;
            let entry = self.stages.iter().position(|stage| stage.id == source.to)?;
            (delay.mean * unit < 1.0).then_some(entry)
        })
    }

    fn edges(&self) -> Vec<Edge> {
        let find = |id: &str| self.stages.iter().position(|stage| stage.id == id);
        self.links
            .iter()
            .map(|link| Edge {
                from: find(&link.from).expect("ids were checked before"),
                to: find(&link.to).unwrap_or(self.stages.len()),
            })
            .collect()
    }

    /// Where a link leads; `None` while its ids are unknown.
    fn stage_element(&self, index: usize) -> Element {
        Element::Stage(index + 1, self.stages[index].id.clone())
    }

    fn link_element(&self, index: usize) -> Element {
        let link = &self.links[index];
        Element::Link(index + 1, link.from.clone(), link.to.clone())
    }
}

/// Whether every item spends time there, apart from draws that round to nothing.
fn takes_time(stage: &Stage) -> bool {
    stage.process_time.mean > 0.0
        && stage.process_time_by_class.iter().all(|(_, time)| time.mean > 0.0)
}

/// Whether items can be thrown away there.
fn is_scrapping(stage: &Stage) -> bool {
    stage.inspection.is_some_and(|look| look.rule == DefectRule::Scrap)
}

fn check_unique(ids: &[&str], element: fn(usize, String) -> Element, faults: &mut Vec<Fault>) {
    for (index, id) in ids.iter().enumerate() {
        if id.is_empty() {
            let problem = Problem::Value { found: String::new(), wanted: Wanted::SomeText };
            faults.push(Fault::at(element(index + 1, String::new()), "id", problem));
        } else if let Some(first) = ids[..index].iter().position(|other| other == id) {
            let problem = Problem::DuplicateId { id: (*id).to_owned(), first: first + 1 };
            faults.push(Fault::at(element(index + 1, (*id).to_owned()), "id", problem));
        }
    }
}

fn check_distribution(
    distribution: &Distribution,
    element: &Element,
    field: &str,
    least: f64,
    faults: &mut Vec<Fault>,
) {
    let Distribution { mean, cv, .. } = *distribution;
    if let Some(moments) = distribution.shape.as_ref().and_then(Shape::moments) {
        check_own_numbers(distribution, moments, element, field, least, faults);
        return;
    }
    if !(least..=TIME_MAX).contains(&mean) {
        let problem = out_of_bounds(mean, least, TIME_MAX);
        faults.push(Fault::at(element.clone(), &format!("{field}.mean"), problem));
    }
    if !(0.0..=CV_MAX).contains(&cv) {
        let problem = out_of_bounds(cv, 0.0, CV_MAX);
        faults.push(Fault::at(element.clone(), &format!("{field}.cv"), problem));
        return;
    }
    let exactly = |cv: f64| (cv - 1e-9, cv + 1e-9);
    let (lowest, highest) = match distribution.resolved_shape() {
        Shape::Constant => exactly(0.0),
        Shape::Exponential => exactly(1.0),
        Shape::LogNormal | Shape::Gamma => (1e-3, CV_MAX),
        Shape::Uniform => (0.0, libm::sqrt(1.0 / 3.0) + 1e-3),
        Shape::Triangular => (0.0, libm::sqrt(1.0 / 6.0) + 1e-3),
        Shape::Hyperexponential => (1.0, CV_MAX),
        Shape::Erlang if distribution.erlang_phases().is_some() => (0.0, CV_MAX),
        Shape::Erlang => {
            let wanted = Wanted::Form("1/√k for a whole k: 1, 0.7071, 0.5774, 0.5, …");
            let problem = Problem::ImpossibleVariation { cv, wanted };
            faults.push(Fault::at(element.clone(), &format!("{field}.cv"), problem));
            return;
        }
        // Geometric; those that have their cv from their own numbers have returned.
        _ => (0.0, CV_MAX),
    };
    if !(lowest..=highest).contains(&cv) {
        let wanted = Wanted::Number { least: round(lowest), most: round(highest) };
        let problem = Problem::ImpossibleVariation { cv, wanted };
        faults.push(Fault::at(element.clone(), &format!("{field}.cv"), problem));
    }
}

/// The numbers of a shape that has its mean and cv from them.
fn check_own_numbers(
    distribution: &Distribution,
    (mean, cv): (f64, f64),
    element: &Element,
    field: &str,
    least: f64,
    faults: &mut Vec<Fault>,
) {
    let known = faults.len();
    let mut fault = |name: &str, problem: Problem| {
        faults.push(Fault::at(element.clone(), &format!("{field}.{name}"), problem));
    };
    // See `read`: a single time may be none at all, a single count may not.
    let least_value = libm::floor(least);
    let mut bounds = |name: &str, number: f64, least: f64| {
        if !(least..=TIME_MAX).contains(&number) {
            fault(name, out_of_bounds(number, least, TIME_MAX));
        }
    };
    let nothing: &[f64] = &[];
    let (name, values, weights): (&str, &[f64], &[f64]) = match &distribution.shape {
        Some(Shape::Mixture { weights, means }) => ("means", means, weights),
        Some(Shape::Discrete { values, weights }) => ("values", values, weights),
        Some(Shape::Trace(values)) => ("values", values, nothing),
        Some(Shape::Between { low, high }) => {
            bounds("low", *low, least_value);
            bounds("high", *high, *low);
            ("high", nothing, nothing)
        }
        Some(Shape::Triangle { low, mode, high }) => {
            bounds("low", *low, least_value);
            bounds("mode", *mode, *low);
            bounds("high", *high, *mode);
            ("high", nothing, nothing)
        }
        _ => ("mean", nothing, nothing),
    };
    for (place, &value) in values.iter().enumerate() {
        let least = if name == "means" { 0.0 } else { least_value };
        bounds(&format!("{name}[{place}]"), value, least);
    }
    for (place, &weight) in weights.iter().enumerate() {
        bounds(&format!("weights[{place}]"), weight, 0.0);
    }
    let is_list = name != "high";
    if is_list && values.is_empty() {
        fault(name, Problem::Empty);
    } else if !weights.is_empty() && weights.len() != values.len() {
        let wanted = Wanted::Form("as many weights as there are values");
        fault("weights", Problem::Value { found: weights.len().to_string(), wanted });
    } else if !weights.is_empty() && weights.iter().sum::<f64>() <= 0.0 {
        let wanted = Wanted::Form("weights that add to more than 0");
        fault("weights", Problem::Value { found: "a sum of 0".to_owned(), wanted });
    }
    if faults.len() > known {
        return;
    }
    if !(least..=TIME_MAX).contains(&mean) {
        let found = "a mean of ".to_owned() + &decimal::plain(mean);
        let problem = Problem::Value { found, wanted: Wanted::Number { least, most: TIME_MAX } };
        faults.push(Fault::at(element.clone(), &format!("{field}.{name}"), problem));
    }
    // Only a stream that was not read from a file can say otherwise.
    for (name, said, is) in [("mean", distribution.mean, mean), ("cv", distribution.cv, cv)] {
        if !(is - 1e-9..=is + 1e-9).contains(&said) {
            let problem = out_of_bounds(said, is, is);
            faults.push(Fault::at(element.clone(), &format!("{field}.{name}"), problem));
        }
    }
}

fn round(cv: f64) -> f64 {
    libm::round(cv * 1e3) / 1e3
}

fn out_of_bounds(found: f64, least: f64, most: f64) -> Problem {
    Problem::Value { found: decimal::plain(found), wanted: Wanted::Number { least, most } }
}

fn unknown(id: &str, known: &[&str]) -> Problem {
    let known = known.iter().map(|&id| id.to_owned()).collect();
    Problem::UnknownId { id: id.to_owned(), known }
}

fn quoted(id: &str) -> String {
    format!("\"{id}\"")
}
