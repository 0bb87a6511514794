//! Questions about directed graphs: who reaches a vertex, what lies on a cycle, what comes first.

/// A way between two vertices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Edge {
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// Whether a way goes back: it lies on a cycle, of which `component` has the numbers, and does not lead to a later vertex.
pub(crate) fn is_backward(edge: Edge, component: &[usize]) -> bool {
    edge.to <= edge.from && component[edge.from] == component[edge.to]
}

/// For each vertex, whether a path leads from it to `goal`.
pub(crate) fn reaching(vertices: usize, edges: &[Edge], goal: usize) -> Vec<bool> {
    let mut reaches = vec![false; vertices];
    let into = neighbors(vertices, edges.iter().map(|edge| (edge.to, edge.from)));
    let mut open = vec![goal];
    reaches[goal] = true;
    while let Some(vertex) = open.pop() {
        for &before in &into[vertex] {
            if !reaches[before] {
                reaches[before] = true;
                open.push(before);
            }
        }
    }
    reaches
}

/// For each vertex the number of its strongly connected component (Kosaraju): two vertices of the same number lie
/// on a common cycle.
pub(crate) fn components(vertices: usize, edges: &[Edge]) -> Vec<usize> {
    let out = neighbors(vertices, edges.iter().map(|edge| (edge.from, edge.to)));
    let into = neighbors(vertices, edges.iter().map(|edge| (edge.to, edge.from)));
    let mut order = Vec::with_capacity(vertices);
    let mut seen = vec![false; vertices];
    for start in 0..vertices {
        if seen[start] {
            continue;
        }
        seen[start] = true;
        let mut path = vec![(start, 0)];
        while let Some((vertex, next)) = path.last_mut() {
            if let Some(&to) = out[*vertex].get(*next) {
                *next += 1;
                if !seen[to] {
                    seen[to] = true;
                    path.push((to, 0));
                }
            } else {
                order.push(*vertex);
                path.pop();
            }
        }
    }
    let mut component = vec![usize::MAX; vertices];
    for (number, &root) in order.iter().rev().enumerate() {
        let mut open = vec![root];
        while let Some(vertex) = open.pop() {
            if component[vertex] == usize::MAX {
                component[vertex] = number;
                open.extend(&into[vertex]);
            }
        }
    }
    component
}

/// The longest path into each vertex of a graph without cycles, in edges.
pub(crate) fn longest_paths(vertices: usize, edges: &[Edge]) -> Vec<usize> {
    let out = neighbors(vertices, edges.iter().map(|edge| (edge.from, edge.to)));
    let mut missing = vec![0; vertices];
    for edge in edges {
        missing[edge.to] += 1;
    }
    let mut longest = vec![0; vertices];
    let mut open: Vec<usize> = (0..vertices).filter(|&vertex| missing[vertex] == 0).collect();
    while let Some(vertex) = open.pop() {
        for &to in &out[vertex] {
            longest[to] = longest[to].max(longest[vertex] + 1);
            missing[to] -= 1;
            if missing[to] == 0 {
                open.push(to);
            }
        }
    }
    longest
}

fn neighbors(vertices: usize, edges: impl Iterator<Item = (usize, usize)>) -> Vec<Vec<usize>> {
    let mut neighbors = vec![Vec::new(); vertices];
    for (from, to) in edges {
        neighbors[from].push(to);
    }
    neighbors
}
