//! The schema, up and down.

use sqlx::{Connection, PgConnection, migrate::Migrator, postgres::PgConnectOptions};
use std::{fs, path::PathBuf, process::Command};
use studio_services::testing::empty_database;

static MIGRATOR: Migrator = sqlx::migrate!("../../migrations");

/// What `pg_dump` says about a schema, without what it makes up anew every time.
fn dump(options: &PgConnectOptions) -> String {
    let output = Command::new(pg_dump())
        .args(["--schema-only", "--no-owner", "--exclude-table=_sqlx_migrations", "-U", "studio"])
        .arg("-h")
        .arg(options.get_socket().expect("socket"))
        .arg(options.get_database().expect("database"))
        .output()
        .expect("pg_dump");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines().filter(|line| !line.starts_with('\\')).collect::<Vec<_>>().join("\n")
}

/// That of the newest installed version: it can read older servers, not newer ones.
fn pg_dump() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<_> = versions.map(|v| v.path().join("bin/pg_dump")).filter(|p| p.exists()).collect();
    found.sort();
    found.pop().unwrap_or_else(|| "pg_dump".into())
}

#[tokio::test]
async fn down_undoes_up() {
    let options = empty_database().await;
    let mut connection = PgConnection::connect_with(&options).await.expect("connect");
    let empty = dump(&options);
    MIGRATOR.run(&mut connection).await.expect("up");
    let first = dump(&options);
    assert!(first.contains("CREATE TABLE public.tasks"));
    MIGRATOR.undo(&mut connection, 0).await.expect("down");
    assert_eq!(dump(&options), empty);
    MIGRATOR.run(&mut connection).await.expect("up again");
    assert_eq!(dump(&options), first);
    MIGRATOR.run(&mut connection).await.expect("nothing to do");
}

#[tokio::test]
async fn every_constraint_has_a_name_of_our_own() {
    let options = empty_database().await;
    let mut connection = PgConnection::connect_with(&options).await.expect("connect");
    MIGRATOR.run(&mut connection).await.expect("up");
    // Postgres' own names end like this.
    let unnamed: Vec<String> = sqlx::query_scalar(
        "select conname::text from pg_constraint
         where connamespace = 'public'::regnamespace and conname ~ '_(pkey|fkey|key|check)[0-9]*$'
           and conrelid <> '_sqlx_migrations'::regclass",
    )
    .fetch_all(&mut connection)
    .await
    .expect("query");
    assert_eq!(unnamed, Vec::<String>::new());
}
