//! An S3 server for tests, on a port of its own, that can be taken away and brought back.

use crate::{ObjectsConfig, S3Config};
use async_trait::async_trait;
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto,
};
use s3s::{S3, S3Request, S3Response, S3Result, auth::SimpleAuth, dto::*, s3_error, service::S3ServiceBuilder};
use s3s_fs::FileSystem;
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI32, Ordering},
    },
};
use tempfile::TempDir;
use tokio::{
    net::TcpListener,
    task::{JoinHandle, JoinSet},
};

const BUCKET: &str = "pictures";
const PREFIX: &str = "studio/one";
const KEY: &str = "AKIDTEST";
const SECRET: &str = "a secret that is in no log";

/// A bucket of its own for one test.
pub struct TestBucket {
    folder: TempDir,
    address: SocketAddr,
    names: Names,
    refused_part: Arc<AtomicI32>,
    server: Mutex<JoinHandle<()>>,
}

/// Short name to key.
type Names = Arc<Mutex<BTreeMap<String, String>>>;

impl TestBucket {
    /// # Panics
    /// When there is no port to be had.
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join(BUCKET)).expect("a bucket");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("bind");
        let address = listener.local_addr().expect("address");
        let (names, refused_part) = (Names::default(), Arc::new(AtomicI32::new(0)));
        let server = Mutex::new(serve(listener, &folder, &names, &refused_part));
        Self { folder, address, names, refused_part, server }
    }

    /// What must be configured to use it.
    #[must_use]
    pub fn objects(&self) -> ObjectsConfig {
        self.objects_with(&[])
    }

    /// The same with other settings, which go before.
    ///
    /// # Panics
    /// Never.
    #[must_use]
    pub fn objects_with(&self, settings: &[(&str, &str)]) -> ObjectsConfig {
        let mut all = self.settings();
        all.extend(settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let settings = all.into_iter().map(|(name, value)| (name, value.into())).collect();
        ObjectsConfig::S3(S3Config { bucket: BUCKET.into(), prefix: PREFIX.into(), settings })
    }

    /// For the environment of a program.
    #[must_use]
    pub fn settings(&self) -> Vec<(String, String)> {
        let endpoint = format!("http://{}", self.address);
        [("AWS_ACCESS_KEY_ID", KEY), ("AWS_SECRET_ACCESS_KEY", SECRET), ("AWS_ENDPOINT_URL", &endpoint)]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into()
    }

    /// For `STUDIO_OBJECTS`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("s3://{BUCKET}/{PREFIX}")
    }

    /// From now on connections are refused, and those that there are end.
    ///
    /// # Panics
    /// Never.
    pub async fn go_away(&self) {
        self.replace(tokio::spawn(async {})).await;
    }

    /// From now on there is no answer to anything.
    ///
    /// # Panics
    /// When somebody else has taken the port.
    pub async fn fall_silent(&self) {
        self.go_away().await;
        let listener = TcpListener::bind(self.address).await.expect("bind");
        let silent = async move {
            let mut held = Vec::new();
            while let Ok((connection, _)) = listener.accept().await {
                held.push(connection);
            }
        };
        self.replace(tokio::spawn(silent)).await;
    }

    /// Fails the part of that number of every upload.
    pub fn refuse_part(&self, number: i32) {
        self.refused_part.store(number, Ordering::Relaxed);
    }

    /// # Panics
    /// When somebody else has taken the port.
    pub async fn come_back(&self) {
        self.go_away().await;
        let listener = TcpListener::bind(self.address).await.expect("bind");
        self.replace(serve(listener, &self.folder, &self.names, &self.refused_part)).await;
    }

    async fn replace(&self, server: JoinHandle<()>) {
        let before = std::mem::replace(&mut *self.server.lock().unwrap_or_else(PoisonError::into_inner), server);
        before.abort();
        let _ = before.await;
    }

    /// The keys of the studio's objects.
    ///
    /// # Panics
    /// When the bucket is not there.
    #[must_use]
    pub fn keys(&self) -> BTreeSet<String> {
        let names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        let stored = std::fs::read_dir(self.folder.path().join(BUCKET)).expect("the bucket");
        let stored = stored.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
        let keys = stored.map(|name| names.get(&name).cloned().unwrap_or(name));
        let ours = keys.filter_map(|key| key.strip_prefix(PREFIX)?.strip_prefix('/').map(str::to_owned));
        ours.filter(|key| key.starts_with("users/")).collect()
    }

    /// Uploads in parts that were begun, and neither completed nor aborted.
    ///
    /// # Panics
    /// When the folder is not there.
    #[must_use]
    pub fn unfinished(&self) -> usize {
        let entries = std::fs::read_dir(self.folder.path()).expect("the folder");
        let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
        names.filter(|name| name.starts_with(".upload")).count()
    }
}

impl Drop for TestBucket {
    fn drop(&mut self) {
        self.server.lock().unwrap_or_else(PoisonError::into_inner).abort();
    }
}

fn serve(listener: TcpListener, folder: &TempDir, names: &Names, refused_part: &Arc<AtomicI32>) -> JoinHandle<()> {
    let files = FileSystem::new(folder.path()).expect("a file system");
    let mut builder = S3ServiceBuilder::new(Files { files, names: names.clone(), refused_part: refused_part.clone() });
    builder.set_auth(SimpleAuth::from_single(KEY, SECRET));
    let service = builder.build();
    tokio::spawn(async move {
        // They end with it.
        let mut connections = JoinSet::new();
        while let Ok((connection, _)) = listener.accept().await {
            let server = auto::Builder::new(TokioExecutor::new());
            let service = service.clone();
            connections.spawn(async move { server.serve_connection(TokioIo::new(connection), service).await.is_ok() });
        }
    })
}

/// The server keeps notes in files that are named after keys, and ours are too long for that.
struct Files {
    files: FileSystem,
    names: Names,
    refused_part: Arc<AtomicI32>,
}

impl Files {
    fn shorten(&self, bucket: &str, key: &mut String) -> S3Result<()> {
        // The server would make it.
        if bucket != BUCKET {
            return Err(s3_error!(NoSuchBucket));
        }
        let short = hex::encode(&Sha256::digest(&*key)[..16]);
        let key = std::mem::replace(key, short.clone());
        self.names.lock().unwrap_or_else(PoisonError::into_inner).insert(short, key);
        Ok(())
    }
}

/// What the studio asks for.
macro_rules! with_short_names {
    ($($method:ident($input:ident) -> $output:ident;)*) => {
        #[async_trait]
        impl S3 for Files {
            async fn upload_part(&self, mut request: S3Request<UploadPartInput>) -> S3Result<S3Response<UploadPartOutput>> {
                if request.input.part_number == self.refused_part.load(Ordering::Relaxed) {
                    return Err(s3_error!(ServiceUnavailable, "Please reduce your request rate."));
                }
                self.shorten(&request.input.bucket, &mut request.input.key)?;
                self.files.upload_part(request).await
            }

            $(async fn $method(&self, mut request: S3Request<$input>) -> S3Result<S3Response<$output>> {
                self.shorten(&request.input.bucket, &mut request.input.key)?;
                self.files.$method(request).await
            })*
        }
    };
}

with_short_names! {
    put_object(PutObjectInput) -> PutObjectOutput;
    get_object(GetObjectInput) -> GetObjectOutput;
    head_object(HeadObjectInput) -> HeadObjectOutput;
    delete_object(DeleteObjectInput) -> DeleteObjectOutput;
    create_multipart_upload(CreateMultipartUploadInput) -> CreateMultipartUploadOutput;
    complete_multipart_upload(CompleteMultipartUploadInput) -> CompleteMultipartUploadOutput;
    abort_multipart_upload(AbortMultipartUploadInput) -> AbortMultipartUploadOutput;
}
