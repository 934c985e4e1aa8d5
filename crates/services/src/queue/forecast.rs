//! When what waits will start: the queue is played through as the workers would take from it, each from its own pools,
//! if every task took as long as is thought. That a person has only so many tasks at work is left out, and so are tasks that
//! are painted together.

use crate::{
    Error,
    db::{
        queue::{QueuedRow, RunningRow},
        unsigned,
        workers::WorkerRow,
    },
};
use std::{
    cmp::{Ordering, Reverse},
    collections::BinaryHeap,
};
use studio_domain::{Pool, TaskId, UserId};

/// What a pool's queue is ordered by.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub struct Place {
    pub turn: f64,
    pub id: TaskId,
}

/// What can be said of a task that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prospect {
    /// 1 is the next that a worker which serves its pool takes.
    pub position: usize,
    /// In milliseconds; `None` when no worker serves its pool.
    pub starts_in: Option<i64>,
}

pub struct Waiting {
    pub place: Place,
    pub user_id: UserId,
    pub prospect: Prospect,
}

/// The queue of one pool.
pub struct Line {
    pub pool: Pool,
    pub waiting: Vec<Waiting>,
    /// Of a task that comes last.
    end: Prospect,
}

impl Line {
    /// Of a task that may be younger than the line.
    pub fn prospect(&self, place: Place) -> Prospect {
        let index = self.waiting.partition_point(|other| other.place < place);
        self.waiting.get(index).map_or(self.end, |other| other.prospect)
    }
}

/// Works on one task at a time.
pub struct Worker {
    process: uuid::Uuid,
    pools: Vec<Pool>,
    /// In milliseconds.
    free_in: i64,
}

/// The workers that there are, each with what it is busy with.
pub fn workers(present: Vec<WorkerRow>, running: &[RunningRow]) -> Result<Vec<Worker>, Error> {
    let mut workers = Vec::new();
    for row in present {
        let pools = row.pools.iter().map(|pool| known(pool)).collect::<Result<Vec<_>, _>>()?;
        let worker = || Worker { process: row.process, pools: pools.clone(), free_in: 0 };
        workers.extend(std::iter::repeat_with(worker).take(unsigned(row.count)?));
    }
    for claim in running {
        let pool = known(&claim.pool)?;
        let able = |worker: &&mut Worker| {
            Some(worker.process) == claim.worker && worker.free_in == 0 && worker.pools.contains(&pool)
        };
        // Of several, the one that can do nothing else.
        if let Some(worker) = workers.iter_mut().filter(able).min_by_key(|worker| worker.pools.len()) {
            worker.free_in = (claim.remaining_ms.round() as i64).max(1);
        }
    }
    Ok(workers)
}

fn known(pool: &str) -> Result<Pool, Error> {
    Pool::parse(pool).ok_or_else(|| Error::Unreadable(pool.into()))
}

/// The lines of all pools; `queues` has what waits in each, in order.
pub fn play(queues: [Vec<QueuedRow>; Pool::ALL.len()], workers: &[Worker]) -> [Line; Pool::ALL.len()] {
    let mut queues = queues.map(|queue| queue.into_iter().peekable());
    let mut lines = Pool::ALL.map(|pool| {
        let end = Prospect { position: 0, starts_in: None };
        Line { pool, waiting: Vec::with_capacity(queues[pool as usize].len()), end }
    });
    // Tasks that were taken by workers which serve the pool.
    let mut taken = [0; Pool::ALL.len()];
    // Whoever is free first takes next; of several, the one that can do nothing else.
    let mut free: BinaryHeap<_> = workers
        .iter()
        .enumerate()
        .map(|(index, worker)| Reverse((worker.free_in, worker.pools.len(), index)))
        .collect();
    while let Some(Reverse((now, choice, index))) = free.pop() {
        let pools = &workers[index].pools;
        let heads = pools.iter().filter_map(|pool| Some((queues[*pool as usize].peek()?.place(), *pool)));
        let first = heads.min_by(|(a, _), (b, _)| a.partial_cmp(b).unwrap_or(Ordering::Equal));
        let Some((row, pool)) = first.and_then(|(_, pool)| Some((queues[pool as usize].next()?, pool))) else {
            for pool in pools {
                let end = &mut lines[*pool as usize].end;
                if end.starts_in.is_none() {
                    *end = Prospect { position: taken[*pool as usize] + 1, starts_in: Some(now) };
                }
            }
            continue;
        };
        for pool in pools {
            taken[*pool as usize] += 1;
        }
        let prospect = Prospect { position: taken[pool as usize], starts_in: Some(now) };
        lines[pool as usize].waiting.push(Waiting { place: row.place(), user_id: row.user_id, prospect });
        free.push(Reverse((now.saturating_add(row.estimated_ms), choice, index)));
    }
    for (line, queue) in lines.iter_mut().zip(queues) {
        // Only of pools that nobody serves is anything left.
        for row in queue {
            let prospect = Prospect { position: line.waiting.len() + 1, starts_in: None };
            line.waiting.push(Waiting { place: row.place(), user_id: row.user_id, prospect });
        }
        if line.end.starts_in.is_none() {
            line.end.position = line.waiting.len() + 1;
        }
    }
    lines
}

impl QueuedRow {
    fn place(&self) -> Place {
        Place { turn: self.turn, id: self.id }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    /// A task a second long at each of the turns.
    fn queue(turns: impl IntoIterator<Item = u32>) -> Vec<QueuedRow> {
        let row = |turn| QueuedRow {
            id: TaskId::generate(),
            user_id: UserId::generate(),
            turn: f64::from(turn),
            estimated_ms: 1000,
        };
        turns.into_iter().map(row).collect()
    }

    fn serving(count: i32, pools: &[Pool]) -> WorkerRow {
        let pools = pools.iter().map(|pool| pool.as_str().to_owned()).collect();
        WorkerRow { process: Uuid::from_u128(1), pools, count }
    }

    fn free(present: Vec<WorkerRow>) -> Vec<Worker> {
        workers(present, &[]).expect("workers")
    }

    fn prospects(line: &Line) -> Vec<(usize, Option<i64>)> {
        line.waiting.iter().map(|waiting| (waiting.prospect.position, waiting.prospect.starts_in)).collect()
    }

    fn at(line: &Line, turn: f64) -> (usize, Option<i64>) {
        let prospect = line.prospect(Place { turn, id: TaskId::generate() });
        (prospect.position, prospect.starts_in)
    }

    #[test]
    fn a_long_pool_is_nothing_to_those_who_wait_in_another() {
        let workers = free(vec![serving(1, &[Pool::Generation]), serving(1, &[Pool::Upscaling])]);
        let [generation, upscaling, _] = play([queue([60]), queue(1..=50), queue([])], &workers);
        assert_eq!(prospects(&generation), [(1, Some(0))]);
        assert_eq!(prospects(&upscaling)[49], (50, Some(49_000)));
        assert_eq!(at(&generation, 70.0), (2, Some(1000)), "who comes last");
    }

    #[test]
    fn who_is_served_by_the_same_workers_waits_for_all_of_them() {
        let workers = free(vec![serving(1, &[Pool::Generation, Pool::Upscaling])]);
        let [generation, upscaling, _] = play([queue([2]), queue([1, 3]), queue([])], &workers);
        assert_eq!(prospects(&generation), [(2, Some(1000))]);
        assert_eq!(prospects(&upscaling), [(1, Some(0)), (3, Some(2000))]);
    }

    #[test]
    fn two_workers_halve_the_wait() {
        let [.., one] = play([queue([]), queue([]), queue(0..40)], &free(vec![serving(1, &Pool::ALL)]));
        let [.., two] = play([queue([]), queue([]), queue(0..40)], &free(vec![serving(2, &Pool::ALL)]));
        assert_eq!((at(&one, 99.0), at(&two, 99.0)), ((41, Some(40_000)), (41, Some(20_000))));
    }

    #[test]
    fn long_work_holds_up_only_those_who_do_it() {
        let quick = [Pool::Generation, Pool::Upscaling];
        let workers = free(vec![serving(1, &Pool::ALL), serving(1, &quick)]);
        let [generation, _, batch] = play([queue([9]), queue([]), queue(0..5)], &workers);
        assert_eq!(prospects(&generation)[0].1, Some(0));
        assert_eq!(prospects(&batch)[4].1, Some(4000));
        assert_eq!(at(&generation, 10.0).1, Some(1000));
    }

    #[test]
    fn what_runs_keeps_its_worker_busy() {
        let running = |pool: Pool, remaining_ms| RunningRow {
            worker: Some(Uuid::from_u128(1)),
            pool: pool.as_str().into(),
            remaining_ms,
        };
        let present = || vec![serving(1, &Pool::ALL), serving(1, &[Pool::Generation])];
        let both = [running(Pool::Generation, 300.0), running(Pool::Batch, 9000.0)];
        let [generation, upscaling, _] =
            play([queue([1]), queue([2]), queue([])], &workers(present(), &both).expect("workers"));
        assert_eq!((prospects(&generation)[0].1, prospects(&upscaling)[0].1), (Some(300), Some(9000)));
        let elsewhere = [RunningRow { worker: Some(Uuid::from_u128(2)), ..running(Pool::Generation, 300.0) }];
        let [generation, ..] =
            play([queue([1]), queue([]), queue([])], &workers(present(), &elsewhere).expect("workers"));
        assert_eq!(prospects(&generation)[0].1, Some(0), "a worker that is not there any more");
    }

    #[test]
    fn where_nobody_works_there_are_places_and_no_times() {
        let [generation, upscaling, _] =
            play([queue([1, 2]), queue([]), queue([])], &free(vec![serving(1, &[Pool::Batch])]));
        assert_eq!(prospects(&generation), [(1, None), (2, None)]);
        assert_eq!((at(&generation, 1.5), at(&generation, 9.0)), ((2, None), (3, None)));
        assert_eq!(at(&upscaling, 1.0), (1, None));
    }
}
