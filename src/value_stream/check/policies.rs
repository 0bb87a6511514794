//! Rules that contradict each other, or that could never be kept.

use super::{check_distribution, out_of_bounds, unknown};
use crate::value_stream::fault::{Element, Fault, Problem, Wanted};
use crate::value_stream::graph::{self, Edge, is_backward};
use crate::value_stream::read::{ITEMS_MAX, LIMIT_MAX, SIZE_LEAST, SPLIT_MAX, TIME_MAX};
use crate::value_stream::{
    Arrivals, DefectRule, Distribution, Entry, FinishedItem, Link, Release, Source, Stage,
    ValueStream, WhenFull, Workers,
};

/// Of a worker's time at most so much may go to switching: who makes no progress never ends.
const LOSS_MOST: f64 = 0.999;

impl ValueStream {
    /// The rules of stages, release and customer.
    pub(super) fn check_policies(&self, faults: &mut Vec<Fault>) {
        for (index, stage) in self.stages.iter().enumerate() {
            let element = self.stage_element(index);
            check_times(stage, &element, faults);
            self.check_batches(index, &element, faults);
            check_quality(stage, &element, faults);
            check_juggling(stage, &element, faults);
            if stage.interruptions.is_some() && stage.workers == Workers::Unlimited {
                clash(&element, "interruptions", "\"workers\": \"unlimited\"", faults);
            }
        }
        self.check_sources(faults);
        self.check_shared(faults);
        self.check_release(faults);
        self.check_customer(faults);
    }

    fn check_sources(&self, faults: &mut Vec<Fault>) {
        for (index, source) in self.sources.iter().enumerate() {
            let element = Element::Source(index + 1, source.id.clone());
            if let Some(size) = &source.item_size {
                check_distribution(size, &element, "item_size", SIZE_LEAST, faults);
            }
            if !(1..=SPLIT_MAX).contains(&source.split_into) {
                let wanted = Wanted::Whole { least: 1, most: SPLIT_MAX };
                let problem = Problem::Value { found: source.split_into.to_string(), wanted };
                faults.push(Fault::at(element.clone(), "split_into", problem));
            }
            if let Some(patience) = &source.patience {
                check_distribution(patience, &element, "patience", 0.0, faults);
                // What is always replaced would be cancelled and replaced for ever.
                match source.arrivals {
                    Some(Arrivals::Endless) => {
                        clash(&element, "patience", "\"endless\" arrivals", faults);
                    }
                    Some(Arrivals::Closed(_)) => {
                        clash(&element, "patience", "\"closed\" arrivals", faults);
                    }
                    _ => {}
                }
            }
            if source.split_into > 1 && !source.inside.is_empty() {
                clash(&element, "split_into", "\"inside\": { … }", faults);
            }
            if source.split_into > 1 && matches!(source.arrivals, Some(Arrivals::Closed(_))) {
                clash(&element, "split_into", "\"closed\" arrivals", faults);
            }
            // Work that comes back and splits again could grow without bound.
            let customer = &self.customer;
            let feedback = customer.feedback.as_ref().map(|feedback| &feedback.source);
            let escapes = customer.escapes.as_ref().map(|escapes| &escapes.source);
            if source.split_into > 1 && [feedback, escapes].contains(&Some(&source.id)) {
                clash(&element, "split_into", "work that comes back from the customer", faults);
            }
        }
    }

    fn check_batches(&self, index: usize, element: &Element, faults: &mut Vec<Fault>) {
        let stage = &self.stages[index];
        let batch = stage.process_batch;
        if batch.min == 0 || batch.min > batch.max {
            let wanted = Wanted::Whole { least: 1, most: batch.max.max(1) };
            let problem = Problem::Value { found: batch.min.to_string(), wanted };
            faults.push(Fault::at(element.clone(), "process_batch.min", problem));
        }
        if stage.transfer_batch == 0 {
            let wanted = Wanted::Whole { least: 1, most: LIMIT_MAX };
            let problem = Problem::Value { found: "0".to_owned(), wanted };
            faults.push(Fault::at(element.clone(), "transfer_batch", problem));
        }
        let holds = stage.finished_item == FinishedItem::HoldsWorker;
        let holds_word = "\"finished_item\": \"holds_worker\"";
        if batch.max > 1 && holds {
            clash(element, "process_batch", holds_word, faults);
        }
        if batch.max > 1 && stage.entry == Entry::PulledByFreeWorker {
            clash(element, "process_batch", "\"entry\": \"pulled_by_free_worker\"", faults);
        }
        if stage.transfer_batch > 1 && holds {
            clash(element, "transfer_batch", holds_word, faults);
        }
        if stage.cadence.is_some() && holds {
            clash(element, "cadence", holds_word, faults);
        }
        let mut most = if let Release::Conwip(limit) = self.release { limit } else { u32::MAX };
        let is_closed = |source: &Source| matches!(source.arrivals, Some(Arrivals::Closed(_)));
        // That there is no source at all is a fault of its own.
        if !self.sources.is_empty() && self.sources.iter().all(is_closed) {
            let circulating = self.sources.iter().map(|source| match source.arrivals {
                Some(Arrivals::Closed(items)) => items.saturating_add(source.backlog),
                _ => 0,
            });
            most = most.min(circulating.fold(0, u32::saturating_add));
        }
        let outside = most;
        most = most.min(stage.wip_limit.unwrap_or(u32::MAX));
        for group in self.limits.iter().filter(|group| group.stages.contains(&stage.id)) {
            most = most.min(group.limit);
        }
        if batch.min > most && batch.wait_at_most.is_none() {
            let problem = Problem::NeverFills { size: batch.min, most };
            faults.push(Fault::at(element.clone(), "process_batch.min", problem));
        }
        if !self.has_pallet_inside(index) {
            most = outside;
        }
        if stage.transfer_batch > most && stage.transfer_wait_at_most.is_none() {
            let problem = Problem::NeverFills { size: stage.transfer_batch, most };
            faults.push(Fault::at(element.clone(), "transfer_batch", problem));
        }
    }

    /// Whether any of a stage's pallets counts towards its limits: all do but those of links that leave.
    fn has_pallet_inside(&self, index: usize) -> bool {
        let place = |id: &String| self.stages.iter().position(|stage| stage.id == *id);
        let edge = |link: &Link| Some(Edge { from: place(&link.from)?, to: place(&link.to)? });
        let edges: Vec<Edge> = self.links.iter().filter_map(edge).collect();
        let component = graph::components(self.stages.len(), &edges);
        let own = self.links.iter().filter(|link| link.from == self.stages[index].id);
        own.into_iter().any(|link| match edge(link) {
            // A link that goes back has no pallet.
            Some(edge) if is_backward(edge, &component) => false,
            Some(_) => link.when_full != Some(WhenFull::Leave),
            None => true,
        })
    }

    /// Teams, and limits on several stages.
    fn check_shared(&self, faults: &mut Vec<Fault>) {
        let teams: Vec<&str> = self.teams.iter().map(|team| team.id.as_str()).collect();
        super::check_unique(&teams, Element::Team, faults);
        for (index, stage) in self.stages.iter().enumerate() {
            if stage.team.is_empty() {
                continue;
            }
            let element = self.stage_element(index);
            if !teams.contains(&stage.team.as_str()) {
                faults.push(Fault::at(element.clone(), "team", unknown(&stage.team, &teams)));
            }
            if stage.interruptions.is_some() {
                clash(&element, "interruptions", "team", faults);
            }
        }
        let stages: Vec<&str> = self.stages.iter().map(|stage| stage.id.as_str()).collect();
        for (index, limit) in self.limits.iter().enumerate() {
            let element = Element::Limit(index + 1);
            if limit.stages.is_empty() {
                faults.push(Fault::at(element.clone(), "stages", Problem::Empty));
            }
            for id in limit.stages.iter().filter(|id| !stages.contains(&id.as_str())) {
                faults.push(Fault::at(element.clone(), "stages", unknown(id, &stages)));
            }
        }
    }

    fn check_release(&self, faults: &mut Vec<Fault>) {
        match &self.release {
            Release::DrumBufferRope { drum, rope } => {
                let stages: Vec<&str> = self.stages.iter().map(|stage| stage.id.as_str()).collect();
                if !stages.contains(&drum.as_str()) {
                    faults.push(Fault::at(Element::Release, "drum", unknown(drum, &stages)));
                }
                if *rope == 0 {
                    let wanted = Wanted::Whole { least: 1, most: LIMIT_MAX };
                    let problem = Problem::Value { found: "0".to_owned(), wanted };
                    faults.push(Fault::at(Element::Release, "rope", problem));
                }
            }
            Release::BaseStock(_) if self.customer.demand.is_none() => {
                faults.push(Fault::at(Element::Release, "base_stock", Problem::NoDemand));
            }
            _ => {}
        }
    }

    fn check_customer(&self, faults: &mut Vec<Fault>) {
        let element = Element::Customer;
        let customer = &self.customer;
        if let Some(demand) = &customer.demand {
            check_distribution(&demand.every, &element, "demand.every", 1e-6, faults);
        }
        let sources: Vec<&str> = self.sources.iter().map(|source| source.id.as_str()).collect();
        let mut check_return = |place: &str, delay: &Distribution, source: &str| {
            check_distribution(delay, &element, &format!("{place}.delay"), 0.0, faults);
            if !sources.contains(&source) {
                let field = format!("{place}.source");
                faults.push(Fault::at(element.clone(), &field, unknown(source, &sources)));
            }
        };
        if let Some(feedback) = &customer.feedback {
            check_return("feedback", &feedback.delay, &feedback.source);
        }
        if let Some(escapes) = &customer.escapes {
            check_return("escapes", &escapes.delay, &escapes.source);
        }
        if let Some(feedback) = &customer.feedback
            && !(0.0..=1.0).contains(&feedback.share)
        {
            let problem = out_of_bounds(feedback.share, 0.0, 1.0);
            faults.push(Fault::at(element.clone(), "feedback.share", problem));
        }
    }
}

fn check_times(stage: &Stage, element: &Element, faults: &mut Vec<Fault>) {
    if let Some(setup) = &stage.setup_time {
        check_distribution(setup, element, "setup_time", 0.0, faults);
    }
    if let Some(interruptions) = &stage.interruptions {
        let place = "interruptions.between";
        check_distribution(&interruptions.between, element, place, 1e-6, faults);
        check_distribution(&interruptions.length, element, "interruptions.length", 0.0, faults);
    }
    let spans = [
        ("cadence", stage.cadence, 1e-6),
        ("transfer_wait_at_most", stage.transfer_wait_at_most, 0.0),
        ("process_batch.wait_at_most", stage.process_batch.wait_at_most, 0.0),
    ];
    for (field, span, least) in spans {
        if let Some(span) = span
            && !(least..=TIME_MAX).contains(&span)
        {
            faults.push(Fault::at(element.clone(), field, out_of_bounds(span, least, TIME_MAX)));
        }
    }
}

/// Several items at a time. What a worker does for several of them at once, or for none of them, has no share of its
/// own: such rules are for people who do one thing at a time.
fn check_juggling(stage: &Stage, element: &Element, faults: &mut Vec<Fault>) {
    let (items, loss) = (stage.items_per_worker, stage.switching_loss);
    let mut fault = |field: &str, problem| faults.push(Fault::at(element.clone(), field, problem));
    if !(1..=ITEMS_MAX).contains(&items) {
        let wanted = Wanted::Whole { least: 1, most: ITEMS_MAX };
        return fault("items_per_worker", Problem::Value { found: items.to_string(), wanted });
    }
    if !(0.0..=1.0).contains(&loss) {
        return fault("switching_loss", out_of_bounds(loss, 0.0, 1.0));
    }
    if loss * f64::from(items - 1) > LOSS_MOST {
        let most = (LOSS_MOST / loss) as u32 + 1;
        fault("items_per_worker", Problem::NoProgress { items, most });
    }
    let others = [
        (
            stage.workers == Workers::Unlimited && stage.team.is_empty(),
            "\"workers\": \"unlimited\"",
        ),
        (stage.finished_item == FinishedItem::HoldsWorker, "\"finished_item\": \"holds_worker\""),
        (stage.process_batch.max > 1, "process_batch"),
        (stage.setup_time.is_some(), "setup_time"),
        (!stage.team.is_empty(), "team"),
    ];
    for (_, with) in others.into_iter().filter(|(is_there, _)| *is_there && items > 1) {
        clash(element, "items_per_worker", with, faults);
    }
}

fn check_quality(stage: &Stage, element: &Element, faults: &mut Vec<Fault>) {
    let mut share = |field: &str, value: f64, least: f64, most: f64| {
        if !(least..=most).contains(&value) {
            faults.push(Fault::at(element.clone(), field, out_of_bounds(value, least, most)));
        }
    };
    let makes = stage.defects.map_or(0.0, |defects| {
        share("defects.share", defects.share, 0.0, 1.0);
        share("defects.awareness", defects.awareness, 0.0, 1.0);
        defects.share
    });
    let Some(inspection) = stage.inspection else { return };
    share("inspection.finds", inspection.finds, 0.0, 1.0);
    share("inspection.factor", inspection.factor, 0.0, 1_000.0);
    share("inspection.growth", inspection.growth, 1.0, 100.0);
    let works_on = matches!(inspection.rule, DefectRule::FixHere | DefectRule::RedoUntilGood);
    if works_on && stage.process_batch.max > 1 {
        clash(element, "inspection.rule", "process_batch", faults);
    }
    if inspection.rule == DefectRule::RedoUntilGood && makes * inspection.finds >= 1.0 {
        faults.push(Fault::at(element.clone(), "inspection.rule", Problem::NeverGood));
    }
    let can_stop = matches!(inspection.rule, DefectRule::FixHere | DefectRule::SendBack);
    if inspection.stops_the_line && !can_stop {
        clash(element, "inspection.stops_the_line", "this rule", faults);
    }
}

fn clash(element: &Element, field: &str, with: &'static str, faults: &mut Vec<Fault>) {
    faults.push(Fault::at(element.clone(), field, Problem::Clash { with }));
}
