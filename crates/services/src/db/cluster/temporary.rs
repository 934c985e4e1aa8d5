//! A throw-away cluster for tests, shared by all tests of a process and gone with it.

use super::{Account, ClusterError, Files, Place, blocking};
use sqlx::postgres::PgConnectOptions;
use std::{
    env,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};
use uuid::Uuid;

/// What would be lost is worthless.
const SETTINGS: [(&str, &str); 4] =
    [("fsync", "off"), ("full_page_writes", "off"), ("synchronous_commit", "off"), ("max_connections", "300")];

/// Waits until the test process has gone, in whatever way: the kernel closes its end of the pipe then. Then stops the
/// cluster and removes it.
const GUARD: &str = r#"
    cat > /dev/null
    pid=$(head -n 1 "$1/data/postmaster.pid" 2> /dev/null) && kill -QUIT "$pid"
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        [ -e "$1/data/postmaster.pid" ] || break
        sleep 0.2
    done
    rm -rf "$1"
"#;

pub struct TemporaryCluster {
    pub options: PgConnectOptions,
    /// Removed together with the cluster.
    pub root: PathBuf,
    /// Its standard input must stay open.
    _guard: Child,
}

impl TemporaryCluster {
    pub async fn start() -> Result<Self, ClusterError> {
        let root = env::temp_dir().join(format!("studio-test-{}", Uuid::now_v7().simple()));
        blocking(move || {
            let guard = guard(&root)?;
            let files = Files::open(Place::at(root.clone(), Account::choose()?)?)?;
            files.ensure_running(&SETTINGS)?;
            Ok(Self { options: files.connect_options(), root, _guard: guard })
        })
        .await
    }
}

fn guard(root: &Path) -> Result<Child, ClusterError> {
    let program = PathBuf::from("sh");
    Command::new(&program)
        .args(["-c", GUARD, "sh"])
        .arg(root)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        // Not to be interrupted from the keyboard together with the tests.
        .process_group(0)
        .spawn()
        .map_err(|source| ClusterError::Run { program, source })
}
