//! Windows in Redis: a key for each, which expires when the window ends. Time is the time of Redis, and each operation is a
//! script, which nothing comes between.

use super::{Limit, Window, Windows};
use crate::{Error, db::unsigned};
use redis::{
    AsyncConnectionConfig, Client, FromRedisValue, IntoConnectionInfo, ProtocolVersion, RedisError, RedisResult,
    Script, ScriptInvocation,
    aio::{ConnectionManager, ConnectionManagerConfig},
    io::tcp::TcpSettings,
};
use secrecy::{ExposeSecret, SecretString};
use std::{future::Future, io, sync::LazyLock, time::Duration};
use tokio::time::timeout;

/// What every key begins with.
const PREFIX: &str = "creativeai-studio:";

/// A request is answered without Redis after this long.
const PATIENCE: Duration = Duration::from_secs(2);
/// One attempt to connect.
const CONNECTING: Duration = Duration::from_secs(1);
/// The longest pause between two attempts.
const PAUSE: Duration = Duration::from_millis(500);

static TAKE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local used = redis.call('get', KEYS[1])
         if tonumber(used or 0) + ARGV[1] > tonumber(ARGV[2]) then return false end
         if used then redis.call('incrby', KEYS[1], ARGV[1])
         else redis.call('set', KEYS[1], ARGV[1], 'px', ARGV[3]) end
         return true",
    )
});

static GIVE_BACK: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local used = redis.call('get', KEYS[1])
         if used then redis.call('decrby', KEYS[1], math.min(used, ARGV[1])) end",
    )
});

static LOOK: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local used = redis.call('get', KEYS[1])
         return used and { tonumber(used), redis.call('pttl', KEYS[1]) }",
    )
});

/// A connection for all, which is made again when it is lost.
#[derive(Clone)]
pub struct Redis {
    connection: ConnectionManager,
}

impl Redis {
    /// # Errors
    /// When the address is none, or Redis does not answer there.
    pub async fn connect(url: &SecretString) -> Result<Self, Error> {
        // What is wrong with the address is not told: it may hold a password.
        let info = url.expose_secret().into_connection_info().map_err(|_| Error::RedisUrl)?;
        let tcp = TcpSettings::default().set_nodelay(true);
        // Of a machine that is gone nobody would hear for a quarter of an hour.
        #[cfg(target_os = "linux")]
        let tcp = tcp.set_user_timeout(2 * PATIENCE);
        // With RESP3 a connection that is lost is noticed at once, and not by the next one who asks.
        let settings = info.redis_settings().clone().set_protocol(ProtocolVersion::RESP3);
        let client = Client::open(info.set_tcp_settings(tcp).set_redis_settings(settings))?;

        let config =
            AsyncConnectionConfig::new().set_connection_timeout(Some(CONNECTING)).set_response_timeout(Some(PATIENCE));
        in_time(client.get_multiplexed_async_connection_with_config(&config)).await?;
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(CONNECTING))
            .set_response_timeout(Some(PATIENCE))
            .set_max_delay(PAUSE)
            .set_number_of_retries(usize::MAX);
        Ok(Self { connection: ConnectionManager::new_lazy_with_config(client, config)? })
    }

    pub async fn ping(&self) -> Result<(), Error> {
        in_time(redis::cmd("PING").exec_async(&mut self.connection.clone())).await
    }

    async fn run<T: FromRedisValue>(&mut self, script: &ScriptInvocation<'_>) -> Result<T, Error> {
        in_time(script.invoke_async(&mut self.connection)).await
    }
}

/// While there is no connection, requests wait for the next one.
async fn in_time<T>(answer: impl Future<Output = RedisResult<T>>) -> Result<T, Error> {
    let late = |_| RedisError::from(io::Error::new(io::ErrorKind::TimedOut, "it takes too long"));
    Ok(timeout(PATIENCE, answer).await.map_err(late)??)
}

fn key(subject: &str) -> String {
    format!("{PREFIX}{subject}")
}

impl Windows for Redis {
    async fn take(&mut self, subject: &str, limit: Limit, cost: i32) -> Result<bool, Error> {
        let milliseconds = u64::try_from(limit.window.as_millis()).unwrap_or(u64::MAX);
        self.run(TAKE.key(key(subject)).arg(cost).arg(limit.most).arg(milliseconds)).await
    }

    async fn give_back(&mut self, subject: &str, cost: i32) -> Result<(), Error> {
        self.run(GIVE_BACK.key(key(subject)).arg(cost)).await
    }

    async fn look(&mut self, subject: &str) -> Result<Option<Window>, Error> {
        let found: Option<(i64, i64)> = self.run(&LOOK.key(key(subject))).await?;
        let window = |(used, left): (i64, i64)| {
            Ok(Window { used: unsigned(used)?, ends_in: Duration::from_millis(left.max(0).unsigned_abs()) })
        };
        found.map(window).transpose()
    }
}
