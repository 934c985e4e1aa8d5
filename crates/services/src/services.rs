//! The handle to everything: cheap to clone, the same for every door and every worker.

use crate::{
    Accounts, ApiKeys, Boards, ClientSettings, Error, Events, Export, FeedbackService, Images, LimitConfig, Limits,
    PgSessionStore, Presets, Queue, QueueConfig, ServicesConfig, SweepReport, Tasks, Webhooks,
    accounts::{Passwords, TokenKeys},
    db::{
        self,
        cluster::Cluster,
        pool::{self, parse_url, tuned},
    },
    events::{Publisher, hub::Hub},
    images::{Decoding, LinkKey},
    queue::view::QueueView,
    storage::Storage,
    sweep,
    windows::{Keeper, Redis},
};
use secrecy::SecretString;
use sqlx::{PgPool, postgres::PgConnectOptions};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OnceCell;

#[derive(Clone)]
pub struct Services {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub pool: PgPool,
    pub storage: Storage,
    pub limits: LimitConfig,
    pub windows: Keeper,
    pub hub: Arc<Hub>,
    pub queue_view: Arc<QueueView>,
    pub queue: QueueConfig,
    pub passwords: Passwords,
    pub decoding: Decoding,
    token_keys: OnceCell<TokenKeys>,
    link_key: OnceCell<LinkKey>,
    options: PgConnectOptions,
    /// What runs until the end, taken out by [`Services::shut_down`].
    running: Mutex<Option<Running>>,
}

struct Running {
    publisher: Publisher,
    cluster: Option<Cluster>,
}

impl Inner {
    /// Made or read on first use: the table may not be there before the migration.
    pub async fn token_keys(&self) -> Result<&TokenKeys, Error> {
        self.token_keys.get_or_try_init(|| TokenKeys::load(&self.pool)).await
    }

    pub async fn link_key(&self) -> Result<&LinkKey, Error> {
        self.link_key.get_or_try_init(|| LinkKey::load(&self.pool)).await
    }
}

impl Services {
    /// Opens the object store, starts (or joins) the private cluster when no database is named, connects, and begins
    /// to listen for notifications. Does not migrate: see [`Self::migrate`].
    ///
    /// # Errors
    /// One line for the operator, saying what to do: binaries missing, cluster of another major version, disk full,
    /// database or Redis not reachable.
    pub async fn start(config: ServicesConfig) -> Result<Self, Error> {
        let storage = Storage::open(&config.data_dir, &config.objects).await?;
        let redis = open_redis(config.limits.redis_url.as_ref()).await?;
        let (cluster, options) = match &config.database_url {
            Some(url) => (None, parse_url(url)?),
            None => {
                let cluster = Cluster::start(&config.data_dir).await?;
                let options = cluster.connect_options();
                (Some(cluster), options)
            }
        };
        Self::connect(storage, redis, cluster, tuned(options), config.max_connections, config.queue, config.limits)
            .await
    }

    pub(crate) async fn connect(
        storage: Storage,
        redis: Option<Redis>,
        cluster: Option<Cluster>,
        options: PgConnectOptions,
        max_connections: u32,
        queue: QueueConfig,
        limits: LimitConfig,
    ) -> Result<Self, Error> {
        let pool = pool::connect(options.clone(), max_connections).await?;
        let (hub, queue_view) = (Arc::new(Hub::new()), Arc::new(QueueView::default()));
        let publisher = Publisher::start(pool.clone(), options.clone(), hub.clone(), queue_view.clone());
        let windows = redis.map_or_else(|| Keeper::Postgres(pool.clone()), Keeper::Redis);
        let inner = Inner {
            pool,
            windows,
            storage,
            limits,
            hub,
            queue_view,
            queue,
            passwords: Passwords::new(),
            decoding: Decoding::new(),
            token_keys: OnceCell::new(),
            link_key: OnceCell::new(),
            options,
            running: Mutex::new(Some(Running { publisher, cluster })),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// On a database that somebody else looks after.
    #[cfg(feature = "testing")]
    pub(crate) async fn for_tests(
        data_dir: &std::path::Path,
        options: PgConnectOptions,
        queue: QueueConfig,
        objects: &crate::ObjectsConfig,
        limits: LimitConfig,
    ) -> Result<Self, Error> {
        let storage = Storage::open(data_dir, objects).await?;
        let redis = open_redis(limits.redis_url.as_ref()).await?;
        Self::connect(storage, redis, None, tuned(options), 16, queue, limits).await
    }

    /// Ends as a server does that is killed, leaving the private cluster to itself.
    #[cfg(feature = "testing")]
    pub fn vanish(self) {
        let running = self.inner.running.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(cluster) = running.and_then(|running| running.cluster) {
            cluster.vanish();
        }
    }

    pub(crate) fn db(&self) -> &PgPool {
        &self.inner.pool
    }

    pub(crate) fn storage(&self) -> &Storage {
        &self.inner.storage
    }

    /// Brings the schema up to date. Servers that start together take turns.
    ///
    /// # Errors
    /// When a migration fails or the database is newer than this program.
    pub async fn migrate(&self) -> Result<(), Error> {
        pool::migrate(&self.inner.options).await
    }

    /// Ends event streams, closes the connections, and stops the private cluster unless another process still uses it.
    pub async fn shut_down(self) {
        let running = self.inner.running.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.inner.hub.close();
        let Some(Running { publisher, cluster }) = running else { return };
        drop(publisher);
        self.inner.pool.close().await;
        if let Some(cluster) = cluster {
            cluster.stop().await;
        }
    }

    /// Whether the database answers, the object store can be reached and Redis, if it is used, answers: the readiness
    /// check.
    ///
    /// # Errors
    /// `database_unavailable` or `storage_unavailable`; [`Error::Redis`] when all but Redis answers.
    pub async fn ping(&self) -> Result<(), Error> {
        pool::ping(&self.inner.pool).await?;
        self.inner.storage.ping().await?;
        match &self.inner.windows {
            Keeper::Redis(redis) => redis.ping().await,
            Keeper::Postgres(_) => Ok(()),
        }
    }

    /// Whether Redis counts what people ask for.
    #[must_use]
    pub fn uses_redis(&self) -> bool {
        matches!(self.inner.windows, Keeper::Redis(_))
    }

    /// Whether the object store is the one that the database speaks of, as far as the newest pictures tell.
    ///
    /// # Errors
    /// [`Error::WrongStore`] when none of them is there; otherwise when one of the two does not answer.
    pub async fn check_store(&self) -> Result<(), Error> {
        let keys = db::images::newest_keys(&self.inner.pool).await?;
        for key in &keys {
            match self.inner.storage.open_object(key).await {
                Ok(_) => return Ok(()),
                Err(Error::Storage(object_store::Error::NotFound { .. })) => {}
                Err(error) => return Err(error),
            }
        }
        if keys.is_empty() { Ok(()) } else { Err(Error::WrongStore(self.inner.storage.address())) }
    }

    /// Guests, sign-up, sign-in and tokens.
    #[must_use]
    pub fn accounts(&self) -> Accounts<'_> {
        Accounts::new(&self.inner)
    }

    /// Keys for programs.
    #[must_use]
    pub fn api_keys(&self) -> ApiKeys<'_> {
        ApiKeys::new(&self.inner)
    }

    /// How much one may ask for, and has.
    #[must_use]
    pub fn limits(&self) -> Limits<'_> {
        Limits::new(&self.inner)
    }

    /// Stored pictures.
    #[must_use]
    pub fn images(&self) -> Images<'_> {
        Images::new(&self.inner)
    }

    /// What people put their pictures on.
    #[must_use]
    pub fn boards(&self) -> Boards<'_> {
        Boards::new(&self.inner)
    }

    /// Tasks, for the people who ask for them.
    #[must_use]
    pub fn tasks(&self) -> Tasks<'_> {
        Tasks::new(&self.inner)
    }

    /// Tasks, for the workers that do them.
    #[must_use]
    pub fn queue(&self) -> Queue<'_> {
        Queue::new(&self.inner)
    }

    /// Likes, dislikes and their reasons.
    #[must_use]
    pub fn feedback(&self) -> FeedbackService<'_> {
        FeedbackService::new(&self.inner)
    }

    /// What people chose through another product's interface.
    #[must_use]
    pub fn client_settings(&self) -> ClientSettings<'_> {
        ClientSettings::new(&self.inner)
    }

    /// Settings under names.
    #[must_use]
    pub fn presets(&self) -> Presets<'_> {
        Presets::new(&self.inner)
    }

    /// Telling other programs that a task has ended.
    #[must_use]
    pub fn webhooks(&self) -> Webhooks<'_> {
        Webhooks::new(&self.inner)
    }

    /// Live changes of a person's tasks.
    #[must_use]
    pub fn events(&self) -> Events<'_> {
        Events::new(&self.inner)
    }

    /// Everything of a person's, to take along.
    #[must_use]
    pub fn export(&self) -> Export<'_> {
        Export::new(self)
    }

    /// Sessions in Postgres, for `tower_sessions::SessionManagerLayer`.
    #[must_use]
    pub fn session_store(&self) -> PgSessionStore {
        PgSessionStore::new(self.inner.pool.clone())
    }

    /// Removes what nothing points at any more: objects without a row, images deleted for longer than
    /// [`UNDO_DAYS`](studio_domain::limits::UNDO_DAYS), guests who never did anything, expired sessions and tokens.
    /// Cheap when there is nothing to do; any number of servers may do it at once.
    ///
    /// # Errors
    /// When the database or the object store does not answer; what is left is swept next time.
    pub async fn sweep(&self) -> Result<SweepReport, Error> {
        sweep::sweep(&self.inner).await
    }
}

async fn open_redis(url: Option<&SecretString>) -> Result<Option<Redis>, Error> {
    match url {
        Some(url) => Redis::connect(url).await.map(Some),
        None => Ok(None),
    }
}
