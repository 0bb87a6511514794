//! What theory says, in closed form: nothing here knows that anything is ever simulated.
//!
//! Rates are per hour, times in hours. Gross & Harris is Fundamentals of Queueing Theory (4th ed.), Hopp & Spearman is
//! Factory Physics (3rd ed.).

/// Mean time in an M/M/1 system: 1 / (μ - λ) (Gross & Harris, ch. 2.2).
pub fn mm1_time(arrival: f64, service: f64) -> f64 {
    1.0 / (service - arrival)
}

/// Erlang's B: the share that finds all servers busy and is lost, at this load [erlang], whatever the distribution of
/// service (Gross & Harris, ch. 2.6).
pub fn erlang_b(servers: u32, load: f64) -> f64 {
    let mut lost = 1.0;
    for server in 1..=servers {
        lost = load * lost / (f64::from(server) + load * lost);
    }
    lost
}

/// Erlang's C: mean wait in M/M/c (Gross & Harris, ch. 2.3).
pub fn mmc_wait(servers: u32, arrival: f64, service: f64) -> f64 {
    let load = arrival / service;
    let utilization = load / f64::from(servers);
    let lost = erlang_b(servers, load);
    let waits = lost / (1.0 - utilization * (1.0 - lost));
    waits / (f64::from(servers) * service - arrival)
}

/// Mean wait in M/G/1 with this mean and second moment of service: λ E[S²] / 2 (1 - ρ) (Pollaczek & Khinchine; Gross &
/// Harris, ch. 5.1).
pub fn mg1_wait(arrival: f64, mean: f64, second_moment: f64) -> f64 {
    arrival * second_moment / (2.0 * (1.0 - arrival * mean))
}

/// Mean time in a system of two M/M/1 stations in a row, of which the second sends this share back to the first: each is
/// as if alone at its own rate (Jackson; Gross & Harris, ch. 4.2).
pub fn jackson_time(arrival: f64, services: [f64; 2], back: f64) -> f64 {
    let through = arrival / (1.0 - back);
    let inside: f64 = services.iter().map(|service| through / (service - through)).sum();
    inside / arrival
}

/// The share that gives up in M/M/c + M, where each waits an exponential time with this mean (Palm's Erlang A): a chain
/// of births and deaths, summed until the rest is nothing (Gross & Harris, ch. 2.10).
pub fn erlang_a_lost(servers: u32, arrival: f64, service: f64, patience: f64) -> f64 {
    let (mut chance, mut all, mut waiting) = (1.0, 1.0, 0.0);
    for state in 1..100_000_u32 {
        let queue = f64::from(state.saturating_sub(servers));
        chance *= arrival / (f64::from(state.min(servers)) * service + queue / patience);
        all += chance;
        waiting += queue * chance;
        if chance < all * 1e-18 && state > servers {
            break;
        }
    }
    waiting / all / patience / arrival
}

/// Throughput of a closed line of single exponential stations with so many items: exact mean value analysis (Reiser &
/// Lavenberg 1980; Gross & Harris, ch. 4.3).
pub fn closed_throughput(means: &[f64], items: u32) -> f64 {
    let mut queues = vec![0.0; means.len()];
    let mut throughput = 0.0;
    for population in 1..=items {
        // Who arrives sees the line as it is with one item less.
        let times: Vec<f64> =
            means.iter().zip(&queues).map(|(mean, queue)| mean * (1.0 + queue)).collect();
        throughput = f64::from(population) / times.iter().sum::<f64>();
        for (queue, time) in queues.iter_mut().zip(&times) {
            *queue = throughput * time;
        }
    }
    throughput
}

/// Mean time in the system of the later of two classes, which does not interrupt and is not interrupted, with
/// exponential service of this mean for both (Cobham 1954; Gross & Harris, ch. 3.4).
pub fn cobham_later_time(first: f64, later: f64, mean: f64) -> f64 {
    let (rho_first, rho) = (first * mean, (first + later) * mean);
    // The residual work of whoever is served: λ E[S²] / 2.
    let residual = (first + later) * mean * mean;
    residual / ((1.0 - rho_first) * (1.0 - rho)) + mean
}

/// Mean time in an M/G/1 queue in which all share the server, at this arrival rate and mean work; whatever the work's
/// variation (Kleinrock 1967; Sakata, Noguchi & Oizumi 1971) [the unit of `mean`].
pub fn sharing_time(arrival: f64, mean: f64) -> f64 {
    mean / (1.0 - arrival * mean)
}

/// Mean wait before a machine that fails while it works, after exponential times with mean `between`, and is repaired in
/// exponential times with mean `repair`; the work goes on where it stood. Work and its repairs together are the service
/// of an M/G/1 (Hopp & Spearman, ch. 8.4).
pub fn breakdown_wait(arrival: f64, work: f64, work_cv: f64, between: f64, repair: f64) -> f64 {
    let stretch = 1.0 + repair / between;
    let mean = work * stretch;
    // Given the work, the number of failures is Poisson, each with second moment 2 repair².
    let variance = work * work_cv * (work * work_cv) * stretch * stretch
        + work / between * 2.0 * repair * repair;
    mg1_wait(arrival, mean, variance + mean * mean)
}

/// Mean time in an M/M/1 system at which items come in lumps of exactly so many (Gross & Harris, ch. 3.1).
pub fn lumps_time(lumps: f64, size: f64, service: f64) -> f64 {
    let rho = lumps * size / service;
    rho * (1.0 + size) / (2.0 * (1.0 - rho)) / (lumps * size)
}

/// Throughput of two exponential stations with mean 1 and so many places between them, never without work: blocking
/// after service (Hunt 1956; Hopp & Spearman, ch. 8.7).
pub fn two_stations(places: u32) -> f64 {
    f64::from(places + 2) / f64::from(places + 3)
}

/// Throughput of a line of stations without any variation: items / time of an empty line, at most that of the slowest
/// station (Hopp & Spearman, ch. 7.3: the best case).
pub fn best_case(means: &[f64], items: u32) -> f64 {
    let whole: f64 = means.iter().sum();
    let slowest = means.iter().copied().fold(0.0, f64::max);
    (f64::from(items) / whole).min(1.0 / slowest)
}
