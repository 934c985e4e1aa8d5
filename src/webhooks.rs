//! Delivers webhooks: takes what is due from the outbox and posts it, until told to stop. Any number of servers may.

use crate::outbound::{Outbound, OutboundError};
use futures::future::join_all;
use std::time::Duration;
use studio_services::{Delivery, Error, Services};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

/// Between two looks into the outbox.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Runs until `stopping`. What is under way then is tried again later, by whoever is there.
pub async fn deliver_webhooks(services: Services, outbound: Outbound, stopping: CancellationToken) {
    let mut tick = interval(LOOK_EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let forever = async {
        loop {
            tick.tick().await;
            if let Err(error) = deliver_due(&services, &outbound).await {
                let error = anyhow::Error::new(error);
                tracing::warn!(error = format!("{error:#}"), "webhooks could not be delivered, will try again");
            }
        }
    };
    tokio::select! {
        () = stopping.cancelled() => {}
        () = forever => {}
    }
}

async fn deliver_due(services: &Services, outbound: &Outbound) -> Result<(), Error> {
    loop {
        let due = services.webhooks().take().await?;
        if due.is_empty() {
            return Ok(());
        }
        let delivered = due.iter().map(|delivery| async {
            if deliver(outbound, delivery).await? { services.webhooks().settle(delivery).await } else { Ok(()) }
        });
        join_all(delivered).await.into_iter().collect::<Result<(), _>>()?;
    }
}

/// Whether this was the last of it: it was taken, refused for good, or is given up.
async fn deliver(outbound: &Outbound, delivery: &Delivery) -> Result<bool, Error> {
    let message = delivery.message()?;
    let (reason, for_good) = match outbound.post(&delivery.url, &message.headers, message.body).await {
        Ok(answer) if answer.status().is_success() => {
            tracing::debug!(task_id = %delivery.task.task_id, attempt = delivery.attempt, "a webhook was delivered");
            return Ok(true);
        }
        // "Gone" asks for no more.
        Ok(answer) => (format!("it answered {}", answer.status()), answer.status() == 410),
        Err(OutboundError::Refused(reason)) => (reason, true),
        Err(OutboundError::Failed(reason)) => (reason, false),
    };
    let (task_id, attempt, done) = (delivery.task.task_id, delivery.attempt, for_good || delivery.last);
    if done {
        tracing::info!(%task_id, attempt, reason, "a webhook is given up");
    } else {
        tracing::debug!(%task_id, attempt, reason, "a webhook was not delivered, will try again");
    }
    Ok(done)
}
