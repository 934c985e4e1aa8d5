//! How much one may ask for. A task counts when it is accepted, whichever door it came through, in windows of an hour, on
//! which servers, restarts and simultaneous requests agree.

use crate::{
    Error,
    config::LimitConfig,
    db::{self, from_text, unsigned},
    error::Chain,
    services::Inner,
    windows::{Keeper, Limit, Redis, Window, Windows},
};
use sqlx::PgConnection;
use std::time::Duration;
use studio_domain::{Actor, ErrorCode, Problem, Quota, Storage, Usage};
use time::OffsetDateTime;

const HOUR: Duration = Duration::from_secs(3600);

/// Limits, for those who are held to them.
pub struct Limits<'a> {
    inner: &'a Inner,
}

/// One limit, and where the caller stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whose limit it is: `user` or `key`.
    pub name: &'static str,
    pub limit: u32,
    pub used: u32,
    pub window: Duration,
    /// Until everything is available again.
    pub resets_in: Duration,
}

impl Standing {
    #[must_use]
    pub fn remaining(&self) -> u32 {
        self.limit.saturating_sub(self.used)
    }
}

impl<'a> Limits<'a> {
    pub(crate) fn new(inner: &'a Inner) -> Self {
        Self { inner }
    }

    /// Every limit that holds for the caller's tasks. None for those who have no limit.
    ///
    /// # Errors
    /// When the database, or Redis, does not answer.
    pub async fn standings(&self, actor: &Actor) -> Result<Vec<Standing>, Error> {
        let mut standings = Vec::new();
        for Rule { name, subject, limit } in rules(&self.inner.limits, actor) {
            let Some(limit) = limit else { continue };
            let window = self.inner.windows.clone().look(&subject).await?;
            let (used, resets_in) = window.map_or((0, HOUR), |window| (window.used, window.ends_in));
            standings.push(Standing { name, limit, used, window: HOUR, resets_in });
        }
        Ok(standings)
    }

    /// Refuses who has nothing left, so that a door need not take in files for nothing. Counts nothing:
    /// [`Tasks::submit`](crate::Tasks::submit) does.
    ///
    /// # Errors
    /// `rate_limited`, with the time to wait.
    pub async fn check(&self, actor: &Actor) -> Result<(), Error> {
        match self.standings(actor).await?.iter().find(|standing| standing.remaining() == 0) {
            Some(standing) => Err(refusal(standing.name, standing.limit, standing.resets_in)),
            None => Ok(()),
        }
    }

    /// What the caller has used.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn usage(&self, actor: &Actor) -> Result<Usage, Error> {
        let pool = &self.inner.pool;
        let (mut user, mut key) = (Quota::default(), None);
        for Rule { name, subject, limit } in rules(&self.inner.limits, actor) {
            let quota = quota(limit, self.inner.windows.clone().look(&subject).await?);
            if name == USER { user = quota } else { key = Some(quota) }
        }
        let kinds = db::usage::tasks_by_kind(pool, actor.user_id).await?;
        let tasks = kinds.into_iter().map(|row| Ok((from_text(&row.kind)?, unsigned(row.count)?)));
        let stored = db::usage::stored(pool, actor.user_id).await?;
        let storage = Storage { images: unsigned(stored.images)?, bytes: unsigned(stored.bytes)? };
        Ok(Usage { requests: user, key, tasks: tasks.collect::<Result<_, Error>>()?, storage })
    }
}

/// Counts tasks, all or none of them, together with what stores them. `store` gives `None` when there is nothing to
/// store; then nothing is counted.
///
/// # Errors
/// `rate_limited`, with nothing stored, and what `store` says.
pub(crate) async fn count_with<T>(
    inner: &Inner,
    actor: &Actor,
    tasks: i32,
    store: impl AsyncFnOnce(&mut PgConnection) -> Result<Option<T>, Error>,
) -> Result<Option<T>, Error> {
    let rules = rules(&inner.limits, actor);
    if let Keeper::Redis(redis) = &inner.windows {
        return count_beside(inner, redis.clone(), &rules, tasks, store).await;
    }
    let mut transaction = inner.pool.begin().await?;
    for rule in &rules {
        rule.take(&mut *transaction, tasks).await?;
    }
    let stored = store(&mut transaction).await?;
    if stored.is_some() {
        transaction.commit().await?;
    }
    Ok(stored)
}

/// Redis knows of no transaction: it counts first, and takes back what was not stored. Whoever dies in between has
/// counted too much, never too little.
async fn count_beside<T>(
    inner: &Inner,
    mut redis: Redis,
    rules: &[Rule],
    tasks: i32,
    store: impl AsyncFnOnce(&mut PgConnection) -> Result<Option<T>, Error>,
) -> Result<Option<T>, Error> {
    let mut taken = Vec::new();
    let stored = async {
        for rule in rules {
            rule.take(&mut redis, tasks).await?;
            taken.push(&rule.subject);
        }
        let mut transaction = inner.pool.begin().await?;
        let stored = store(&mut transaction).await?;
        Ok(stored.map(|stored| (transaction, stored)))
    };
    match stored.await {
        Ok(Some((transaction, stored))) => {
            // A commit without an answer may have been made, so it stays counted.
            transaction.commit().await?;
            Ok(Some(stored))
        }
        nothing => {
            for subject in taken {
                if let Err(error) = redis.give_back(subject, tasks).await {
                    tracing::warn!(error = %Chain(&error), "tasks that were refused stay counted until the window ends");
                }
            }
            nothing.map(|_| None)
        }
    }
}

const USER: &str = "user";
const KEY: &str = "key";

/// A limit, and under which name it is counted.
struct Rule {
    name: &'static str,
    subject: String,
    limit: Option<u32>,
}

impl Rule {
    async fn take(&self, windows: &mut impl Windows, tasks: i32) -> Result<(), Error> {
        // Without a limit it is counted all the same, for those who want to know.
        let most = self.limit.map_or(Ok(i32::MAX), unsigned)?;
        if windows.take(&self.subject, Limit { most, window: HOUR }, tasks).await? {
            return Ok(());
        }
        let window = windows.look(&self.subject).await?;
        let wait = window.map_or(Duration::from_secs(1), |window| window.ends_in);
        Err(refusal(self.name, self.limit.unwrap_or_default(), wait))
    }
}

/// The person's limit and, with an API key that has one, the key's; always in this order, so that two transactions
/// never wait for each other.
fn rules(config: &LimitConfig, actor: &Actor) -> Vec<Rule> {
    let limit = Some(actor.hourly_quota.unwrap_or_else(|| config.tasks.of(actor.tier))).filter(|limit| *limit > 0);
    let mut rules = vec![Rule { name: USER, subject: format!("tasks/user/{}", actor.user_id), limit }];
    if let Some(key) = &actor.key
        && key.hourly_quota.is_some()
    {
        rules.push(Rule { name: KEY, subject: format!("tasks/key/{}", key.id), limit: key.hourly_quota });
    }
    rules
}

fn quota(limit: Option<u32>, window: Option<Window>) -> Quota {
    let used = window.map_or(0, |window| window.used);
    Quota {
        used,
        limit,
        remaining: limit.map(|limit| limit.saturating_sub(used)),
        window_seconds: HOUR.as_secs(),
        resets_at: window.map(|window| OffsetDateTime::now_utc() + window.ends_in),
    }
}

fn refusal(name: &str, limit: u32, wait: Duration) -> Error {
    let whose = if name == KEY { "This API key" } else { "You" };
    let detail = format!(
        "{whose} may ask for {limit} tasks an hour, and too few of them are left. Try again in {}.",
        in_words(wait)
    );
    Problem::new(ErrorCode::RateLimited, detail).retry_after(wait).into()
}

pub(crate) fn in_words(wait: Duration) -> String {
    match wait.as_secs() {
        0..=1 => "a second".into(),
        seconds @ 2..=119 => format!("{seconds} seconds"),
        seconds => format!("{} minutes", seconds.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_is_rounded_up_and_said_in_words() {
        let words = [0, 45, 119, 120, 121, 3600].map(|seconds| in_words(Duration::from_secs(seconds)));
        assert_eq!(words, ["a second", "45 seconds", "119 seconds", "2 minutes", "3 minutes", "60 minutes"]);
    }
}
