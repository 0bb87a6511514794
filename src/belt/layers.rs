//! What stands beside what: stages, sources and the customer in columns along the flow.
//!
//! A column holds the stages of one rank; sources stand one column before the stage that they feed, the customer
//! behind everything. Within a column, whoever has its neighbors higher up stands higher up (barycenters, four
//! sweeps), so that links cross little. The author's order decides between equals, so the same stream always looks
//! the same.

use crate::value_stream::order::{number_key, order};
use crate::value_stream::{Sketch, SourceId, StageId, Target};

/// Something with a place on the belt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Source(SourceId),
    Stage(StageId),
    Customer,
}

/// The parts of a stream numbered through: sources, then stages, then the customer.
pub(super) struct Parts {
    sources: usize,
    stages: usize,
    /// Ways forward, as (from, to, share).
    pub(super) edges: Vec<(usize, usize, f64)>,
}

impl Parts {
    pub(super) fn of(sketch: &Sketch) -> Parts {
        let stream = sketch.stream();
        let (sources, stages) = (stream.sources.len(), stream.stages.len());
        let mut edges = Vec::new();
        for source in 0..sources {
            edges.push((source, sources + sketch.feed(SourceId::at(source)).to.index(), 0.0));
        }
        for (way, link) in sketch.ways().iter().zip(&stream.links) {
            let to = match way.to {
                Target::Stage(stage) => sources + stage.index(),
                Target::Customer => sources + stages,
            };
            if !way.backward {
                edges.push((sources + way.from.index(), to, link.share));
            }
        }
        Parts { sources, stages, edges }
    }

    pub(super) fn count(&self) -> usize {
        self.sources + self.stages + 1
    }

    pub(super) fn part(&self, number: usize) -> Part {
        if number < self.sources {
            Part::Source(SourceId::at(number))
        } else if number < self.sources + self.stages {
            Part::Stage(StageId::at(number - self.sources))
        } else {
            Part::Customer
        }
    }

    pub(super) fn is_source(&self, number: usize) -> bool {
        number < self.sources
    }

    /// The columns, each from top to bottom, with at most `most` parts in any.
    pub(super) fn columns(&self, sketch: &Sketch, most: usize) -> Vec<Vec<usize>> {
        let mut columns = vec![Vec::new(); usize::from(sketch.rank_count()) + 2];
        for number in 0..self.count() {
            let column = match self.part(number) {
                Part::Source(source) => usize::from(sketch.rank(sketch.feed(source).to)),
                Part::Stage(stage) => usize::from(sketch.rank(stage)) + 1,
                Part::Customer => columns.len() - 1,
            };
            columns[column].push(number);
        }
        self.untangle(&mut columns);
        for column in &mut columns {
            // Arcs go back under a single stage and leave its upper side to sources; beside several, arcs go both ways,
            // and sources stand last.
            let stages = column.iter().filter(|&&number| !self.is_source(number)).count();
            let is_last = |&number: &usize| self.is_source(number) == (stages > 1);
            let (first, last): (Vec<_>, Vec<_>) =
                column.iter().partition(|number| !is_last(number));
            *column = [first, last].concat();
        }
        let mut fitting = Vec::with_capacity(columns.len());
        for column in columns.iter().filter(|column| !column.is_empty()) {
            let pieces = column.len().div_ceil(most);
            fitting.extend(column.chunks(column.len().div_ceil(pieces)).map(<[usize]>::to_vec));
        }
        fitting
    }

    fn untangle(&self, columns: &mut [Vec<usize>]) {
        let mut height = vec![0.0; self.count()];
        for sweep in 0..4 {
            for index in 0..columns.len() {
                let forward = sweep % 2 == 0;
                let index = if forward { index } else { columns.len() - 1 - index };
                let column = &mut columns[index];
                let middle = (column.len() as f64 - 1.0) / 2.0;
                for (place, &number) in column.iter().enumerate() {
                    height[number] = place as f64 - middle;
                }
                let key = |number: usize| {
                    let (mut sum, mut count) = (0.0, 0.0);
                    for &(from, to, _) in &self.edges {
                        let (me, other) = if forward { (to, from) } else { (from, to) };
                        if me == number && !self.is_source(other) {
                            sum += height[other];
                            count += 1.0;
                        }
                    }
                    if count > 0.0 { sum / count } else { height[number] }
                };
                let sorted = order(column.iter().map(|&number| number_key(key(number))));
                *column = sorted.into_iter().map(|place| column[place]).collect();
                for (place, &number) in column.iter().enumerate() {
                    height[number] = place as f64 - middle;
                }
            }
        }
    }
}

/// Centers along a line, in their order and `apart` each (the distance from the one before), as near as possible to
/// what is wanted: least squares by pooling neighbors that would collide.
pub(super) fn settle(wanted: &[f64], weights: &[f64], apart: &[f64]) -> Vec<f64> {
    // A pool is a run of neighbors that touch: (sum of weights, weighted place without the distances, how many).
    let mut pools: Vec<(f64, f64, usize)> = Vec::with_capacity(wanted.len());
    let mut offset = 0.0;
    for index in 0..wanted.len() {
        offset += apart[index];
        let mut pool = (weights[index], weights[index] * (wanted[index] - offset), 1);
        while let Some(&(weight, sum, count)) = pools.last() {
            if sum * pool.0 < pool.1 * weight {
                break;
            }
            pools.pop();
            pool = (pool.0 + weight, pool.1 + sum, pool.2 + count);
        }
        pools.push(pool);
    }
    let mut settled = Vec::with_capacity(wanted.len());
    let mut offset = 0.0;
    for (weight, sum, count) in pools {
        for _ in 0..count {
            offset += apart[settled.len()];
            settled.push(sum / weight + offset);
        }
    }
    settled
}

#[cfg(test)]
mod tests {
    use super::settle;

    #[test]
    fn neighbors_settle_in_order_and_apart() {
        let close = |left: &[f64], right: &[f64]| {
            left.iter().zip(right).all(|(left, right)| (left - right).abs() < 1e-6)
        };
        let free = settle(&[0.0, 50.0, 100.0], &[1.0; 3], &[0.0, 10.0, 10.0]);
        assert!(close(&free, &[0.0, 50.0, 100.0]));
        let crowded = settle(&[0.0, 0.0, 0.0], &[1.0; 3], &[0.0, 10.0, 10.0]);
        assert!(close(&crowded, &[-10.0, 0.0, 10.0]));
        let heavy = settle(&[0.0, 0.0], &[1.0, 1e-9], &[0.0, 10.0]);
        assert!(close(&heavy, &[0.0, 10.0]), "the light one makes room: {heavy:?}");
    }
}
