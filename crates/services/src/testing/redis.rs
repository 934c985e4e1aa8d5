//! A Redis for tests, in a folder of its own, that can be taken away and brought back.

use super::process_folder;
use redis::{Client, Cmd, FromRedisValue, aio::MultiplexedConnection, cmd};
use secrecy::SecretString;
use std::{
    collections::BTreeMap,
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Mutex, PoisonError},
    time::Duration,
};
use tempfile::TempDir;
use tokio::time::sleep;

/// Kills the server when the test process has gone, or has let go of it: the kernel closes the pipe then.
const GUARD: &str = r#"
    redis-server --port 0 --unixsocket "$1/socket" --dir "$1" --appendonly yes --appendfsync always --save '' \
        > "$1/log" 2>&1 &
    cat > /dev/null
    kill -KILL $!
"#;
const PREFIX: &str = "creativeai-studio:";

pub struct TestRedis {
    folder: TempDir,
    guard: Mutex<Child>,
}

impl TestRedis {
    /// # Panics
    /// When Redis is not installed or does not start.
    pub async fn start() -> Self {
        let folder = tempfile::tempdir_in(process_folder().await).expect("a folder");
        let guard = Mutex::new(start(folder.path()));
        let redis = Self { folder, guard };
        redis.answers().await;
        redis
    }

    /// For `REDIS_URL`.
    #[must_use]
    pub fn url(&self) -> SecretString {
        format!("unix://{}/socket", self.folder.path().display()).into()
    }

    /// As if it had crashed.
    ///
    /// # Panics
    /// When it cannot be waited for.
    pub fn go_away(&self) {
        let mut guard = self.guard.lock().unwrap_or_else(PoisonError::into_inner);
        drop(guard.stdin.take());
        guard.wait().expect("the guard");
    }

    /// # Panics
    /// When it does not start.
    pub async fn come_back(&self) {
        self.go_away();
        *self.guard.lock().unwrap_or_else(PoisonError::into_inner) = start(self.folder.path());
        self.answers().await;
    }

    /// Answers nobody for a while.
    ///
    /// # Panics
    /// When it does not answer now.
    pub async fn fall_silent(&self, length: Duration) {
        let mut pause = cmd("CLIENT");
        pause.arg("PAUSE").arg(u64::try_from(length.as_millis()).expect("milliseconds")).arg("ALL");
        self.ask::<()>(&pause).await;
    }

    /// What is counted, by subject: how much, and the milliseconds until it is forgotten.
    ///
    /// # Panics
    /// When it does not answer, or keeps something for ever.
    pub async fn windows(&self) -> BTreeMap<String, (u32, u32)> {
        let keys: Vec<String> = self.ask(cmd("KEYS").arg("*")).await;
        let mut windows = BTreeMap::new();
        for key in keys {
            let used = self.ask(cmd("GET").arg(&key)).await;
            let left: i64 = self.ask(cmd("PTTL").arg(&key)).await;
            let subject = key.strip_prefix(PREFIX).expect("a key of ours");
            windows.insert(subject.to_owned(), (used, u32::try_from(left).expect("it is forgotten")));
        }
        windows
    }

    /// # Panics
    /// When it does not answer.
    pub async fn end_windows(&self) {
        for subject in self.windows().await.keys() {
            self.ask::<()>(cmd("PEXPIRE").arg(format!("{PREFIX}{subject}")).arg(0)).await;
        }
    }

    /// # Panics
    /// When it does not answer.
    pub async fn set(&self, subject: &str, used: u32, seconds: u32) {
        self.ask::<()>(cmd("SET").arg(format!("{PREFIX}{subject}")).arg(used).arg("EX").arg(seconds)).await;
    }

    async fn answers(&self) {
        for _ in 0..200 {
            if let Ok(mut connection) = self.connect().await
                && cmd("PING").exec_async(&mut connection).await.is_ok()
            {
                return;
            }
            sleep(Duration::from_millis(25)).await;
        }
        let log = std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        panic!("redis-server does not answer; `make setup-test` installs it. {log}");
    }

    async fn connect(&self) -> redis::RedisResult<MultiplexedConnection> {
        let url = format!("unix://{}/socket", self.folder.path().display());
        Client::open(url)?.get_multiplexed_async_connection().await
    }

    async fn ask<T: FromRedisValue>(&self, command: &Cmd) -> T {
        let mut connection = self.connect().await.expect("connect to Redis");
        command.query_async(&mut connection).await.expect("an answer of Redis")
    }
}

impl Drop for TestRedis {
    fn drop(&mut self) {
        self.go_away();
    }
}

fn start(folder: &Path) -> Child {
    Command::new("sh")
        .args(["-c", GUARD, "sh"])
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("sh")
}
