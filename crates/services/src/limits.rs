//! How much one may ask for. A task counts when it is accepted, whichever door it came through: in the transaction that
//! stores it, so that servers, restarts and simultaneous requests agree. A window begins with the first task after the
//! end of the last one and lasts an hour.

use crate::{
    Error,
    config::LimitConfig,
    db::{self, from_text, rates::WindowRow, unsigned},
    services::Inner,
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
    /// When the database does not answer.
    pub async fn standings(&self, actor: &Actor) -> Result<Vec<Standing>, Error> {
        let mut standings = Vec::new();
        for Rule { name, subject, limit } in rules(&self.inner.limits, actor) {
            let Some(limit) = limit else { continue };
            let row = db::rates::look(&self.inner.pool, &subject).await?;
            let (used, resets_in) = match row {
                Some(row) => (unsigned(row.used)?, until_end(&row)),
                None => (0, HOUR),
            };
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
            let quota = quota(limit, db::rates::look(pool, &subject).await?)?;
            if name == USER { user = quota } else { key = Some(quota) }
        }
        let kinds = db::usage::tasks_by_kind(pool, actor.user_id).await?;
        let tasks = kinds.into_iter().map(|row| Ok((from_text(&row.kind)?, unsigned(row.count)?)));
        let stored = db::usage::stored(pool, actor.user_id).await?;
        let storage = Storage { images: unsigned(stored.images)?, bytes: unsigned(stored.bytes)? };
        Ok(Usage { requests: user, key, tasks: tasks.collect::<Result<_, Error>>()?, storage })
    }
}

/// Counts tasks, all or none of them, to be called in the transaction that stores them.
///
/// # Errors
/// `rate_limited`: the transaction must not commit.
pub(crate) async fn count(db: &mut PgConnection, config: &LimitConfig, actor: &Actor, tasks: i32) -> Result<(), Error> {
    for Rule { name, subject, limit } in rules(config, actor) {
        // Without a limit it is counted all the same, for those who want to know.
        let most = limit.map_or(Ok(i32::MAX), unsigned)?;
        if db::rates::take(&mut *db, &subject, (most, HOUR), tasks).await?.is_none() {
            let row = db::rates::look(&mut *db, &subject).await?;
            let wait = row.map_or(Duration::from_secs(1), |row| until_end(&row));
            return Err(refusal(name, limit.unwrap_or_default(), wait));
        }
    }
    Ok(())
}

const USER: &str = "user";
const KEY: &str = "key";

/// A limit, and under which name it is counted.
struct Rule {
    name: &'static str,
    subject: String,
    limit: Option<u32>,
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

fn quota(limit: Option<u32>, row: Option<WindowRow>) -> Result<Quota, Error> {
    let used = row.map_or(Ok(0), |row| unsigned(row.used))?;
    Ok(Quota {
        used,
        limit,
        remaining: limit.map(|limit| limit.saturating_sub(used)),
        window_seconds: HOUR.as_secs(),
        resets_at: row.map(|row| OffsetDateTime::now_utc() + until_end(&row)),
    })
}

fn until_end(row: &WindowRow) -> Duration {
    Duration::try_from_secs_f64(row.seconds).unwrap_or_default()
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
