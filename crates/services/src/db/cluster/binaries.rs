//! PostgreSQL's programs: where they are and how they are run.

use super::{ClusterError, account::Account};
use std::{
    cmp::Reverse,
    env, fs,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

pub const OLDEST: u32 = 14;
/// Where Debian and Ubuntu keep the server's programs, out of PATH: one folder per major version.
const DEBIAN: &str = "/usr/lib/postgresql";
const NEEDED: [&str; 3] = ["initdb", "pg_ctl", "postgres"];

/// One installed major version.
#[derive(Clone, Debug)]
pub struct Binaries {
    folder: PathBuf,
    pub major: u32,
}

impl Binaries {
    /// The newest installed version, or the one that made an existing cluster.
    pub fn find(made_by: Option<&str>, data: &Path) -> Result<Self, ClusterError> {
        let mut installed: Vec<_> = candidates().into_iter().filter_map(Self::at).collect();
        installed.retain(|found| found.major >= OLDEST);
        installed.sort_by_key(|found| Reverse(found.major));
        if installed.is_empty() {
            return Err(ClusterError::NotInstalled);
        }
        let fits = |found: &Self| made_by.is_none_or(|version| version == found.major.to_string());
        installed.into_iter().find(fits).ok_or_else(|| ClusterError::OtherVersion {
            folder: data.into(),
            made_by: made_by.unwrap_or_default().into(),
        })
    }

    fn at(folder: PathBuf) -> Option<Self> {
        if !NEEDED.iter().all(|program| folder.join(program).is_file()) {
            return None;
        }
        let output = Command::new(folder.join("postgres")).arg("--version").output().ok()?;
        let major = parse_major(&String::from_utf8_lossy(&output.stdout))?;
        Some(Self { folder, major })
    }

    /// Runs a program to its end as `account`. What it printed comes back when it fails.
    pub fn run(&self, program: &'static str, arguments: &[&str], account: &Account) -> Result<(), ClusterError> {
        let path = self.folder.join(program);
        let mut command = Command::new(&path);
        // The settings are ours: none comes from PG… variables, and messages are in English.
        command.args(arguments).env_clear().env("PATH", "/usr/bin:/bin").env("LC_ALL", "C");
        // The folder the server was started in may be closed to that user.
        command.current_dir("/").stdin(Stdio::null());
        if let Account::Other { uid, gid } = *account {
            command.uid(uid).gid(gid);
        }
        let output = command.output().map_err(|source| ClusterError::Run { program: path, source })?;
        if output.status.success() {
            return Ok(());
        }
        let printed = [output.stderr, output.stdout].concat();
        Err(ClusterError::Failed { program, reason: reason(&String::from_utf8_lossy(&printed)) })
    }
}

/// Folders that may hold the programs: those of PATH, links followed, then Debian's.
fn candidates() -> Vec<PathBuf> {
    let on_path = env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = env::split_paths(&on_path)
        .filter_map(|folder| fs::canonicalize(folder.join("pg_ctl")).ok()?.parent().map(Path::to_owned))
        .collect();
    let versions = fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    folders.extend(versions.map(|version| version.path().join("bin")));
    folders.sort();
    folders.dedup();
    folders
}

/// From `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
fn parse_major(version: &str) -> Option<u32> {
    let number = version.split_whitespace().nth(2)?;
    number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// The line that says why, without the noise around it.
fn reason(printed: &str) -> String {
    let lines = || printed.lines().map(str::trim).filter(|line| !line.is_empty());
    let telling =
        |line: &&str| ["error", "fatal", "could not", "no space"].iter().any(|w| line.to_lowercase().contains(w));
    lines().find(telling).or_else(|| lines().next_back()).unwrap_or("it said nothing").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        assert_eq!(parse_major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"), Some(15));
        assert_eq!(parse_major("postgres (PostgreSQL) 19beta2"), Some(19));
        assert_eq!(parse_major("not found"), None);
    }

    #[test]
    fn the_reason_is_one_line() {
        let printed = "creating directory /x ... ok\ninitdb: error: could not access directory: Permission denied\ninitdb: removing data\n";
        assert_eq!(reason(printed), "initdb: error: could not access directory: Permission denied");
        assert_eq!(reason(""), "it said nothing");
    }
}
