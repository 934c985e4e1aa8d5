//! The cluster on disk: made, configured, started and stopped. Everything here blocks.

use super::{ClusterError, account::Account, binaries::Binaries, place::Place, postmaster::Postmaster};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use std::{
    fmt::Write as _,
    fs::{self, File, OpenOptions},
    io,
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    thread::sleep,
    time::{Duration, Instant},
};

const USER: &str = "studio";
const START_TIMEOUT: Duration = Duration::from_secs(60);
/// The log is set aside at the next start when it is larger, in bytes.
const LARGE_LOG: u64 = 10_000_000;

/// Small, because most of the time the studio is one person's; durable, because it is all there is.
const SETTINGS: [(&str, &str); 12] = [
    ("listen_addresses", ""),
    ("unix_socket_permissions", "0700"),
    ("max_connections", "100"),
    ("shared_buffers", "32MB"),
    ("max_parallel_workers_per_gather", "0"),
    ("autovacuum_max_workers", "2"),
    ("min_wal_size", "32MB"),
    ("max_wal_size", "256MB"),
    ("jit", "off"),
    ("timezone", "UTC"),
    ("log_timezone", "UTC"),
    ("log_line_prefix", "%m [%p] "),
];

pub struct Files {
    pub place: Place,
    account: Account,
    binaries: Binaries,
    /// Held shared by everybody who uses the cluster.
    users: File,
    /// Set when this process has let go of it.
    left: AtomicBool,
}

impl Files {
    pub fn open(place: Place) -> Result<Self, ClusterError> {
        let account = Account::choose()?;
        let binaries = Binaries::find(place.made_by().as_deref(), &place.data)?;
        let users = lock_file(&place.file("users.lock"))?;
        Ok(Self { place, account, binaries, users, left: AtomicBool::new(false) })
    }

    pub fn connect_options(&self) -> PgConnectOptions {
        let socket = match Postmaster::of(&self.place) {
            Postmaster::Ready { socket } => socket,
            _ => self.place.socket.clone(),
        };
        PgConnectOptions::new_without_pgpass().socket(socket).port(5432).username(USER).ssl_mode(PgSslMode::Disable)
    }

    /// Only one process at a time makes, starts or stops the cluster.
    fn turn(&self) -> Result<File, ClusterError> {
        let path = self.place.file("start.lock");
        let file = lock_file(&path)?;
        file.lock().map_err(ClusterError::folder("lock", path))?;
        Ok(file)
    }

    /// Makes the cluster if there is none, and comes back when it accepts connections.
    pub fn ensure_running(&self, extra: &[(&str, &str)]) -> Result<(), ClusterError> {
        let _turn = self.turn()?;
        if self.left.load(Ordering::Relaxed) {
            return Ok(());
        }
        self.users.lock_shared().map_err(ClusterError::folder("lock", self.place.file("users.lock")))?;
        if self.place.made_by().is_none() {
            self.make()?;
        }
        let deadline = Instant::now() + START_TIMEOUT;
        let mut started = false;
        while Instant::now() < deadline {
            match Postmaster::of(&self.place) {
                Postmaster::Ready { .. } => return Ok(()),
                Postmaster::Busy => sleep(Duration::from_millis(20)),
                Postmaster::Stale => {
                    let path = self.place.data.join("postmaster.pid");
                    fs::remove_file(&path).map_err(ClusterError::folder("remove", path))?;
                }
                Postmaster::Stopped if started => return Err(self.failure()),
                Postmaster::Stopped => {
                    self.configure(extra)?;
                    self.start()?;
                    started = true;
                }
            }
        }
        Err(ClusterError::NotReady { log: self.place.log.clone() })
    }

    /// A new cluster appears at once and whole: one that was cut short is made again.
    fn make(&self) -> Result<(), ClusterError> {
        let unfinished = self.place.unfinished();
        match fs::remove_dir_all(&unfinished) {
            Ok(()) => {}
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(e) => return Err(ClusterError::folder("remove", unfinished)(e)),
        }
        let folder = unfinished.to_string_lossy();
        let arguments =
            ["-D", &folder, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions"];
        tracing::info!(folder = %self.place.data.display(), "making a private database");
        self.run("initdb", &arguments)?;
        fs::rename(&unfinished, &self.place.data).map_err(ClusterError::folder("rename", unfinished))
    }

    /// The settings are written anew at every start, so that they change with the program.
    fn configure(&self, extra: &[(&str, &str)]) -> Result<(), ClusterError> {
        let socket = self.place.socket.to_string_lossy();
        let own = [("unix_socket_directories", socket.as_ref())];
        let mut text = String::from("# Written by CreativeAI Studio at every start.\n");
        for (name, value) in SETTINGS.iter().chain(&own).chain(extra) {
            // Writing into a string cannot fail.
            let _ = writeln!(text, "{name} = '{}'", value.replace('\'', "''"));
        }
        self.write_as_owner("studio.conf", &text)?;
        let main = self.place.data.join("postgresql.conf");
        let include = "include_if_exists = 'studio.conf'";
        let present = fs::read_to_string(&main).map_err(ClusterError::folder("read", &main))?;
        if !present.contains(include) {
            fs::write(&main, format!("{present}\n{include}\n")).map_err(ClusterError::folder("write", &main))?;
        }
        Ok(())
    }

    fn write_as_owner(&self, name: &str, text: &str) -> Result<(), ClusterError> {
        let path = self.place.data.join(name);
        fs::write(&path, text).map_err(ClusterError::folder("write", &path))?;
        if let Account::Other { uid, gid } = self.account {
            std::os::unix::fs::chown(&path, Some(uid), Some(gid)).map_err(ClusterError::folder("give away", path))?;
        }
        Ok(())
    }

    fn start(&self) -> Result<(), ClusterError> {
        if fs::metadata(&self.place.log).is_ok_and(|log| log.len() > LARGE_LOG) {
            let aside = self.place.file("postgres.log.old");
            fs::rename(&self.place.log, &aside).map_err(ClusterError::folder("rename", aside))?;
        }
        let (data, log) = (self.place.data.to_string_lossy(), self.place.log.to_string_lossy());
        // Without waiting: `postmaster.pid` tells sooner than pg_ctl, which looks every 100 ms.
        self.run("pg_ctl", &["-D", &data, "-l", &log, "-W", "start"])?;
        // Until the file is there, it would look stopped.
        let deadline = Instant::now() + Duration::from_secs(5);
        while Postmaster::of(&self.place) == Postmaster::Stopped {
            if Instant::now() > deadline {
                return Err(self.failure());
            }
            sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    /// Why the server ended right after it was started.
    fn failure(&self) -> ClusterError {
        let log = fs::read_to_string(&self.place.log).unwrap_or_default();
        let fatal = log.lines().rev().take(20).find(|line| line.contains("FATAL") || line.contains("PANIC"));
        match fatal {
            Some(line) if line.contains("No space left") => self.disk_full(),
            Some(line) => ClusterError::Failed { program: "postgres", reason: line.to_owned() },
            None => ClusterError::NotReady { log: self.place.log.clone() },
        }
    }

    fn run(&self, program: &'static str, arguments: &[&str]) -> Result<(), ClusterError> {
        match self.binaries.run(program, arguments, &self.account) {
            Err(ClusterError::Failed { reason, .. }) if reason.contains("No space left") => Err(self.disk_full()),
            done => done,
        }
    }

    fn disk_full(&self) -> ClusterError {
        ClusterError::DiskFull { folder: self.place.data.clone() }
    }

    /// Makes [`Self::let_go`] do nothing.
    #[cfg(feature = "testing")]
    pub fn forget(&self) {
        self.left.store(true, Ordering::Relaxed);
    }

    /// Stops the cluster unless somebody else uses it. The second time it does nothing.
    pub fn let_go(&self) -> Result<(), ClusterError> {
        let _turn = self.turn()?;
        if self.left.swap(true, Ordering::Relaxed) {
            return Ok(());
        }
        let users = || ClusterError::folder("unlock", self.place.file("users.lock"));
        self.users.unlock().map_err(users())?;
        // Whoever still uses it holds the lock, and will stop the cluster in the end.
        match self.users.try_lock() {
            Ok(()) if matches!(Postmaster::of(&self.place), Postmaster::Stopped | Postmaster::Stale) => Ok(()),
            Ok(()) => {
                self.run("pg_ctl", &["-D", &self.place.data.to_string_lossy(), "-m", "fast", "-w", "stop"])?;
                self.place.remove_outside_socket()
            }
            Err(fs::TryLockError::WouldBlock) => Ok(()),
            Err(fs::TryLockError::Error(e)) => Err(users()(e)),
        }
    }
}

fn lock_file(path: &Path) -> Result<File, ClusterError> {
    OpenOptions::new().create(true).truncate(false).write(true).open(path).map_err(ClusterError::folder("open", path))
}
