//! Workers that stand still for longer than their leases last, and go on as if nothing had been.

use super::{ledger::Ledger, rounds};
use crate::house::{House, Session};
use std::time::Duration;

/// As many as one person may have at work.
const PAUSED: usize = 3;

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_back_from_a_pause_changes_nothing() {
    let house = House::new();
    let server = house.serve_without_workers();
    let user = Session::register(&server.base).await;
    let (mut ledger, rounds) = (Ledger::default(), rounds(1, 17));
    for _ in 0..rounds {
        let workers: Vec<_> = (0..PAUSED).map(|_| house.work()).collect();
        let mut ids = Vec::new();
        for _ in 0..PAUSED {
            ids.push(user.submit(&server.base, 500, 4).await);
        }
        for id in &ids {
            user.until(&server.base, id, |task| task["step"].as_u64().is_some_and(|step| step > 0)).await;
        }
        workers.iter().for_each(|worker| worker.signal("STOP"));
        let other = house.work();
        let mut ended = Vec::new();
        for id in &ids {
            ended.push(user.until(&server.base, id, |task| task["finished_at"].is_string()).await);
            ledger.add(id.clone());
        }
        workers.iter().for_each(|worker| worker.signal("CONT"));
        // Time to finish what they were at, and to be told that it is not theirs.
        tokio::time::sleep(Duration::from_secs(4)).await;
        for (id, before) in ids.iter().zip(&ended) {
            let after = user.get(&format!("{}/v1/tasks/{id}", server.base)).await;
            assert_eq!(&after, before);
        }
        assert_eq!(other.stop(), Some(0));
        for worker in workers {
            assert_eq!(worker.stop(), Some(0), "it works on");
        }
    }
    let worker = house.work();
    let ends = ledger.settle(&house, &server.base, &user).await;
    println!("{} pauses past the lease; {ends:?}", PAUSED as u32 * rounds);
    assert_eq!((ends.succeeded, ends.lost), (ledger.ids().len(), 0));
    assert_eq!(worker.stop(), Some(0));
    assert_eq!(server.stop(), Some(0));
}
