//! A database for each test, cloned in milliseconds from a migrated one, in a cluster that the tests of a process share.
#![expect(clippy::expect_used, reason = "a test that has no database cannot go on")]

mod bucket;
mod redis;

pub use self::{bucket::TestBucket, redis::TestRedis};

use crate::{
    LimitConfig, ObjectsConfig, QueueConfig, Services,
    db::{cluster::temporary::TemporaryCluster, pool::MIGRATOR},
};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, PgPool, postgres::PgConnectOptions};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use uuid::Uuid;

const QUEUE: QueueConfig = QueueConfig { limit: 10_000, cache: true };
const TEMPLATE: &str = "studio_template";

static CLUSTER: OnceCell<TemporaryCluster> = OnceCell::const_new();

/// Services with nothing in them yet: an empty, migrated database and an empty data folder.
pub struct TestDatabase {
    services: Services,
    options: PgConnectOptions,
    data: TempDir,
    objects: ObjectsConfig,
    limits: LimitConfig,
}

impl TestDatabase {
    /// # Panics
    /// When PostgreSQL is not installed or does not start.
    pub async fn create() -> Self {
        Self::with_objects(ObjectsConfig::Folder).await
    }

    /// With its pictures elsewhere.
    ///
    /// # Panics
    /// When PostgreSQL is not installed or does not start, or the object store cannot be used.
    pub async fn with_objects(objects: ObjectsConfig) -> Self {
        Self::with(objects, LimitConfig::default()).await
    }

    /// With its counting elsewhere.
    ///
    /// # Panics
    /// When PostgreSQL is not installed or does not start, or Redis does not answer.
    pub async fn with_redis(redis: &TestRedis) -> Self {
        let limits = LimitConfig { redis_url: Some(redis.url()), ..LimitConfig::default() };
        Self::with(ObjectsConfig::Folder, limits).await
    }

    async fn with(objects: ObjectsConfig, limits: LimitConfig) -> Self {
        let options = create_database(Some(TEMPLATE)).await;
        let data = tempfile::tempdir_in(process_folder().await).expect("a data folder");
        let services = Services::for_tests(data.path(), options.clone(), QUEUE, &objects, limits.clone()).await;
        Self { services: services.expect("services"), options, data, objects, limits }
    }

    #[must_use]
    pub fn services(&self) -> &Services {
        &self.services
    }

    /// Another process's view of the same studio.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn another_server(&self) -> Services {
        self.server_with_room_for(QUEUE.limit).await
    }

    /// As [`Self::another_server`], with another limit of waiting tasks.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn server_with_room_for(&self, tasks: usize) -> Services {
        Services::for_tests(
            self.data.path(),
            self.options.clone(),
            QueueConfig { limit: tasks, ..QUEUE },
            &self.objects,
            self.limits.clone(),
        )
        .await
        .expect("services")
    }

    /// The same studio as another machine sees it, which has a data folder of its own.
    ///
    /// # Panics
    /// When the database or the object store does not answer.
    pub async fn another_machine(&self, data_dir: &Path) -> Services {
        self.misconfigured_machine(data_dir, &self.objects).await
    }

    /// As [`Self::another_machine`], with an object store that may be another.
    ///
    /// # Panics
    /// When the database or the object store does not answer.
    pub async fn misconfigured_machine(&self, data_dir: &Path, objects: &ObjectsConfig) -> Services {
        Services::for_tests(data_dir, self.options.clone(), QUEUE, objects, self.limits.clone())
            .await
            .expect("services")
    }

    #[must_use]
    pub fn data_dir(&self) -> &Path {
        self.data.path()
    }

    /// Tampers with what is stored.
    ///
    /// # Panics
    /// When the statement is wrong.
    pub async fn execute(&self, statement: &str) {
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(self.pool()).await.expect("execute");
    }

    /// For a program's `DATABASE_URL`.
    #[must_use]
    pub fn url(&self) -> String {
        self.options.to_url_lossy().into()
    }

    /// For looking at, and tampering with, what is stored.
    #[must_use]
    pub fn pool(&self) -> &PgPool {
        self.services.db()
    }
}

/// A database without any tables, for tests of the migrations themselves.
///
/// # Panics
/// When PostgreSQL is not installed or does not start.
pub async fn empty_database() -> PgConnectOptions {
    create_database(None).await
}

/// A folder that is removed when the test process ends, however it ends: for what its tests share.
///
/// # Panics
/// When PostgreSQL is not installed or does not start, or the folder cannot be made.
pub async fn process_folder() -> PathBuf {
    let folder = CLUSTER.get_or_init(start).await.root.join("shared");
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

async fn create_database(template: Option<&str>) -> PgConnectOptions {
    let cluster = CLUSTER.get_or_init(start).await;
    let name = format!("test_{}", Uuid::now_v7().simple());
    let template = template.unwrap_or("template0");
    execute(&cluster.options, format!("create database {name} template {template}")).await;
    cluster.options.clone().database(&name)
}

async fn start() -> TemporaryCluster {
    let cluster = TemporaryCluster::start().await.expect("a cluster for tests");
    execute(&cluster.options, format!("create database {TEMPLATE}")).await;
    let mut template = PgConnection::connect_with(&cluster.options.clone().database(TEMPLATE)).await.expect("connect");
    MIGRATOR.run(&mut template).await.expect("migrate");
    // A template that somebody is connected to cannot be cloned.
    template.close().await.expect("close");
    cluster
}

async fn execute(options: &PgConnectOptions, statement: String) {
    let mut connection = PgConnection::connect_with(&options.clone().database("postgres")).await.expect("connect");
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await.expect("create a database");
    connection.close().await.expect("close");
}
