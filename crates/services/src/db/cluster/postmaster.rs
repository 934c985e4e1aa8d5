//! The running server of a cluster, as its `postmaster.pid` tells.

use super::place::Place;
use std::{
    fs,
    path::{Path, PathBuf},
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Postmaster {
    Ready {
        socket: PathBuf,
    },
    /// On its way up or down.
    Busy,
    /// There is none.
    Stopped,
    /// There is none, but the number in the file belongs to another process by now. Postgres would take that for a
    /// running server and refuse to start.
    Stale,
}

impl Postmaster {
    pub fn of(place: &Place) -> Self {
        let Ok(text) = fs::read_to_string(place.data.join("postmaster.pid")) else { return Self::Stopped };
        let file = parse(&text);
        let Some(pid) = file.pid else { return Self::Busy };
        // Every process of a cluster works in its data directory.
        if works_in(&format!("/proc/{pid}/cwd"), &place.data) {
            return match (file.status, file.socket) {
                (Some("ready"), Some(socket)) => Self::Ready { socket: socket.into() },
                _ => Self::Busy,
            };
        }
        let taken = Path::new(&format!("/proc/{pid}")).exists();
        if taken && !any_process_in(&place.data) { Self::Stale } else { Self::Stopped }
    }
}

/// The lines of `postmaster.pid` that matter (`src/include/utils/pidfile.h`).
struct PidFile<'a> {
    pid: Option<u32>,
    socket: Option<&'a str>,
    status: Option<&'a str>,
}

fn parse(text: &str) -> PidFile<'_> {
    let line = |n: usize| text.lines().nth(n).map(str::trim).filter(|line| !line.is_empty());
    PidFile { pid: line(0).and_then(|pid| pid.parse().ok()), socket: line(4), status: line(7) }
}

fn works_in(cwd: &str, data: &Path) -> bool {
    fs::read_link(cwd).is_ok_and(|folder| folder == data)
}

/// Server processes can outlive the postmaster for a moment, and must be gone before another one starts.
fn any_process_in(data: &Path) -> bool {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    processes.into_iter().any(|process| works_in(&process.path().join("cwd").to_string_lossy(), data))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_read_as_postgres_writes_it() {
        let text =
            "4242\n/data/postgres/data\n1700000000\n5432\n/data/postgres/socket\n\n  1234567    32771\nready   \n";
        let file = parse(text);
        assert_eq!((file.pid, file.socket, file.status), (Some(4242), Some("/data/postgres/socket"), Some("ready")));
        assert_eq!(parse("4242\n/data\n").status, None);
    }
}
