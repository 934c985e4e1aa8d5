//! What the tests have in common.

use bytes::Bytes;
use image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder};
use sqlx::PgPool;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};
use studio_domain::{
    Actor, ErrorCode, Image, ImageId, MediaType, ModelInfo, OutputFormat, Pool, PredictRequest, Task, TaskInputs,
    TaskKind, TaskParameters, UploadKind,
};
use studio_imaging::{Channels, ImageWriter, OutputSpec, RowSink};
use studio_services::{
    ClaimedTask, Error, IdempotencyKey, Lease, ResultFile, Services, StageTimings, TaskOutcome,
    testing::{TestBucket, TestDatabase, TestRedis},
};
use uuid::Uuid;

pub const MODEL: (&str, &str) = ("starter-upscaler", "1");

/// A studio with nobody in it.
pub struct Studio {
    pub database: TestDatabase,
    pub services: Services,
}

impl Studio {
    pub async fn new() -> Self {
        let database = TestDatabase::create().await;
        let services = database.services().clone();
        Self { database, services }
    }

    /// With its pictures in the bucket.
    pub async fn in_bucket(bucket: &TestBucket) -> Self {
        let database = TestDatabase::with_objects(bucket.objects()).await;
        let services = database.services().clone();
        Self { database, services }
    }

    /// With its counting in Redis.
    pub async fn with_redis(redis: &TestRedis) -> Self {
        let database = TestDatabase::with_redis(redis).await;
        let services = database.services().clone();
        Self { database, services }
    }

    pub fn pool(&self) -> &PgPool {
        self.database.pool()
    }

    pub async fn guest(&self) -> Actor {
        self.services.accounts().create_guest().await.expect("guest")
    }

    pub async fn upload(&self, actor: &Actor) -> Image {
        self.services
            .images()
            .upload(actor, UploadKind::Original, png(32, 24), Some(MediaType::Png))
            .await
            .expect("upload")
    }

    pub async fn submit(&self, actor: &Actor) -> Task {
        let image = self.upload(actor).await.id;
        self.submit_for(actor, image, None).await.expect("submit")
    }

    pub async fn submit_for(
        &self,
        actor: &Actor,
        image: ImageId,
        key: Option<IdempotencyKey<'_>>,
    ) -> Result<Task, Error> {
        self.services.tasks().submit(actor, request(image), &model(), MODEL.1, key).await
    }

    /// A task by itself.
    pub async fn claim(&self) -> Option<ClaimedTask> {
        let mut claimed = self.claim_batch(1).await;
        assert!(claimed.len() <= 1);
        claimed.pop()
    }

    pub async fn claim_batch(&self, pictures: u32) -> Vec<ClaimedTask> {
        self.services.queue().claim(Uuid::now_v7(), &Pool::ALL, pictures).await.expect("claim")
    }

    /// What a worker comes back with: a small picture in the scratch file of its lease.
    pub fn outcome(&self, lease: &Lease) -> TaskOutcome {
        outcome(&self.services, lease, (64, 48), &[128; 64 * 48 * 3])
    }

    pub async fn finish(&self, lease: &Lease) -> bool {
        self.services.queue().finish(lease, self.outcome(lease)).await.expect("finish")
    }

    /// Makes a worker look dead.
    pub async fn expire(&self, lease: &Lease) {
        sqlx::query("update tasks set lease_expires_at = now() - interval '1 second' where lease = $1")
            .bind(lease.token)
            .execute(self.pool())
            .await
            .expect("expire");
    }

    pub async fn execute(&self, statement: &'static str) {
        sqlx::query(statement).execute(self.pool()).await.expect("execute");
    }

    pub async fn count(&self, query: &'static str) -> i64 {
        sqlx::query_scalar(query).fetch_one(self.pool()).await.expect("count")
    }

    /// Sweeps, then compares what is on disk with what the tables point at.
    pub async fn check_objects(&self) {
        self.services.sweep().await.expect("sweep");
        let root = self.database.data_dir().join("objects");
        let expected: BTreeSet<PathBuf> = self.keys().await.iter().map(|key| root.join(key)).collect();
        assert_eq!(files_under(&root), expected);
        assert_eq!(files_under(&self.database.data_dir().join("temp")), BTreeSet::new());
    }

    /// What the tables point at.
    pub async fn keys(&self) -> BTreeSet<String> {
        let keys: Vec<String> = sqlx::query_scalar("select unnest(array[object_key, thumbnail_key]) from images")
            .fetch_all(self.pool())
            .await
            .expect("keys");
        keys.into_iter().collect()
    }
}

/// As [`Studio::outcome`], from any machine, of any picture.
pub fn outcome(services: &Services, lease: &Lease, (width, height): (u32, u32), pixels: &[u8]) -> TaskOutcome {
    let path = services.queue().scratch_file(lease, "png");
    let format = OutputFormat::Png;
    let channels = Channels::Rgb;
    let spec = OutputSpec { format, quality: 90, width, height, channels, icc_profile: None, parameters: None };
    let mut writer = ImageWriter::create(&path, spec).expect("create");
    writer.write_rows(pixels).expect("write");
    let image = writer.finish().expect("finish");
    let timings = StageTimings { inference: Duration::from_millis(50), ..StageTimings::default() };
    TaskOutcome { images: vec![ResultFile { path, image }], device: "cpu".into(), timings, together: 1 }
}

/// What the engine would say of [`MODEL`].
pub fn model() -> ModelInfo {
    ModelInfo {
        name: MODEL.0.into(),
        tasks: vec![TaskKind::Upscale],
        default_for: vec![TaskKind::Upscale],
        title: String::new(),
        description: String::new(),
        licence: String::new(),
        default_version: MODEL.1.into(),
        versions: Vec::new(),
        scales: vec![2, 4],
        styles: Vec::new(),
        diffusion: None,
    }
}

pub fn request(image: ImageId) -> PredictRequest {
    let inputs = TaskInputs { image: Some(image), ..TaskInputs::default() };
    PredictRequest {
        task: TaskKind::Upscale,
        model: None,
        version: None,
        inputs,
        parameters: TaskParameters::default(),
        webhook: None,
        board: None,
        // The pictures of tests are all alike; most tests are about tasks that are worked on.
        cache: false,
    }
}

/// A picture with something in it that is small as a file.
pub fn png(width: u32, height: u32) -> Bytes {
    let mut bytes = Vec::new();
    let pixels: Vec<u8> = (0..width * height * 3).map(|i| (i / 3 % 64) as u8).collect();
    PngEncoder::new(&mut bytes).write_image(&pixels, width, height, ExtendedColorType::Rgb8).expect("encode");
    bytes.into()
}

pub fn files_under(root: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(root).into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            found.extend(files_under(&entry.path()));
        } else {
            found.insert(entry.path());
        }
    }
    found
}

#[track_caller]
pub fn code<T>(result: Result<T, Error>) -> ErrorCode {
    match result {
        Ok(_) => panic!("this must be refused"),
        Err(error) => error.code(),
    }
}
