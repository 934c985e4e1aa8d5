//! The private cluster, as a server meets it: made, joined, left behind, brought back.

use nix::unistd::Uid;
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};
use studio_services::{LimitConfig, ObjectsConfig, QueueConfig, Services, ServicesConfig, testing::process_folder};
use tempfile::TempDir;
use tokio::sync::OnceCell;

fn data_dir(mode: u32) -> TempDir {
    let folder = tempfile::tempdir().expect("a data folder");
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(mode)).expect("permissions");
    folder
}

/// A data folder with a cluster in it, copied from one that is made once: making one takes seconds.
async fn data_dir_with_cluster() -> TempDir {
    static TEMPLATE: OnceCell<PathBuf> = OnceCell::const_new();
    let make = async || {
        let template = process_folder().await.join("cluster");
        fs::create_dir(&template).expect("create");
        start(&template).await.shut_down().await;
        template
    };
    let (template, data) = (TEMPLATE.get_or_init(make).await, data_dir(0o755));
    let copied = Command::new("cp").arg("-a").arg(template.join("postgres")).arg(data.path()).status();
    assert!(copied.expect("cp").success());
    data
}

async fn start(data_dir: &Path) -> Services {
    let config = ServicesConfig {
        database_url: None,
        data_dir: data_dir.into(),
        objects: ObjectsConfig::Folder,
        max_connections: 4,
        queue: QueueConfig { limit: 100, cache: true },
        limits: LimitConfig::default(),
    };
    let services = Services::start(config).await.unwrap_or_else(|e| panic!("{e}: {:?}", std::error::Error::source(&e)));
    services.migrate().await.expect("migrate");
    services
}

fn postmaster(root: &Path) -> Option<String> {
    fs::read_to_string(root.join("data/postmaster.pid")).ok()?.lines().next().map(str::to_owned)
}

fn kill(signal: &str, pid: &str) {
    assert!(Command::new("kill").args([signal, pid]).status().expect("kill").success());
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_made_once_and_found_again() {
    let data = data_dir(0o755);
    let root = data.path().join("postgres");
    let services = start(data.path()).await;
    let guest = services.accounts().create_guest().await.expect("guest");
    assert_eq!(fs::metadata(&root).expect("metadata").permissions().mode() & 0o077, 0, "nobody else may enter");
    services.shut_down().await;
    assert_eq!(postmaster(&root), None, "stopped with the server");

    let began = Instant::now();
    let services = start(data.path()).await;
    let took = began.elapsed();
    assert!(services.accounts().actor(guest.user_id).await.expect("actor").is_some());
    services.shut_down().await;
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_share_it_keep_it_running() {
    let data = data_dir(0o755);
    let root = data.path().join("postgres");
    let (first, second) = tokio::join!(start(data.path()), start(data.path()));
    let pid = postmaster(&root).expect("running");
    first.shut_down().await;
    assert_eq!(postmaster(&root), Some(pid));
    second.ping().await.expect("still there");
    second.shut_down().await;
    assert_eq!(postmaster(&root), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_a_killed_server_left_behind_is_joined() {
    let data = data_dir_with_cluster().await;
    let root = data.path().join("postgres");
    let killed = start(data.path()).await;
    let pid = postmaster(&root).expect("running");
    // Without a word, as a server goes that is killed: the kernel drops its locks.
    killed.vanish();
    let services = start(data.path()).await;
    assert_eq!(postmaster(&root), Some(pid));
    services.shut_down().await;
    assert_eq!(postmaster(&root), None, "the last to go stops it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_gives_up_takes_it_down() {
    let data = data_dir_with_cluster().await;
    drop(start(data.path()).await);
    assert_eq!(postmaster(&data.path().join("postgres")), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_dies_is_brought_back() {
    let data = data_dir_with_cluster().await;
    let root = data.path().join("postgres");
    let services = start(data.path()).await;
    let guest = services.accounts().create_guest().await.expect("guest");
    let dead = postmaster(&root).expect("running");
    kill("-KILL", &dead);
    let began = Instant::now();
    while postmaster(&root).is_none_or(|pid| pid == dead) {
        assert!(began.elapsed() < Duration::from_secs(30), "it does not come back");
        // The connections outlive it by a moment, and are told apart from what is wrong for good.
        if let Err(error) = services.ping().await {
            assert_eq!(error.problem().status, 503);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let found = loop {
        match services.accounts().actor(guest.user_id).await {
            Ok(found) => break found,
            Err(error) => assert_eq!(error.problem().status, 503, "{error:?}"),
        }
        assert!(began.elapsed() < Duration::from_secs(60), "it does not answer");
    };
    assert!(found.is_some(), "with everything that was committed");
    services.shut_down().await;
    assert_eq!(postmaster(&root), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_path_too_deep_for_a_socket_will_do() {
    let data = data_dir(0o755);
    let deep = data.path().join("d".repeat(60)).join("e".repeat(60));
    fs::create_dir_all(&deep).expect("create");
    let services = start(&deep).await;
    services.ping().await.expect("ping");
    services.shut_down().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_home_that_the_database_may_not_enter_will_do() {
    if !Uid::effective().is_root() {
        return;
    }
    let home = data_dir(0o700);
    let data = home.path().join("clone/data");
    fs::create_dir_all(&data).expect("create");
    let services = start(&data).await;
    let note = fs::read_to_string(data.join("postgres.location")).expect("a note of where it is");
    let root = PathBuf::from(note.trim());
    assert!(root.starts_with("/var/lib/creativeai-studio") && postmaster(&root).is_some());
    services.shut_down().await;
    start(&data).await.shut_down().await;
    assert_eq!(postmaster(&root), None);
    fs::remove_dir_all(root).expect("remove");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cluster_of_another_version_is_refused_in_one_line() {
    let data = data_dir_with_cluster().await;
    let version = data.path().join("postgres/data/PG_VERSION");
    fs::write(&version, "9\n").expect("write");
    let config = ServicesConfig {
        database_url: None,
        data_dir: data.path().into(),
        objects: ObjectsConfig::Folder,
        max_connections: 4,
        queue: QueueConfig { limit: 100, cache: true },
        limits: LimitConfig::default(),
    };
    let Err(error) = Services::start(config).await else { panic!("it must not start") };
    let message = error.to_string();
    assert!(message.contains("made by PostgreSQL 9") && message.contains("postgresql-9"), "{message}");
    assert!(!message.contains('\n'));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_not_there_is_named() {
    let data = data_dir(0o755);
    let start = async |url: &str| {
        let config = ServicesConfig {
            database_url: Some(url.into()),
            data_dir: data.path().into(),
            objects: ObjectsConfig::Folder,
            max_connections: 4,
            queue: QueueConfig { limit: 100, cache: true },
            limits: LimitConfig::default(),
        };
        match Services::start(config).await {
            Ok(_) => panic!("it must not start"),
            Err(error) => error.to_string(),
        }
    };
    assert!(start("postgres://me:hunter2@127.0.0.1:1/x").await.contains("check that it runs"));
    let wrong = start("mysql://me:hunter2@127.0.0.1/x").await;
    assert!(wrong.contains("DATABASE_URL") && !wrong.contains("hunter2"), "{wrong}");
}
