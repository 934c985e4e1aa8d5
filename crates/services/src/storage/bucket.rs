//! Objects in a bucket of S3, or of anything that speaks as S3 does.

use super::{Object, asking_for, client, failure, parse, parts};
use crate::{Error, S3Config};
use bytes::Bytes;
use futures::{StreamExt, TryStreamExt, stream};
use object_store::{
    ClientConfigKey, ObjectStore, ObjectStoreExt,
    aws::{AmazonS3, AmazonS3Builder, AmazonS3ConfigKey},
    prefix::PrefixStore,
};
use secrecy::ExposeSecret;
use std::{ops::Range, path::Path};
use tokio::time::timeout;

/// Written at every start, to learn whether writing is possible; what the health check looks at.
const MARKER: &str = "studio.txt";
const MARKER_TEXT: &str = "A CreativeAI Studio keeps its pictures here.\n";
/// Nobody writes it: deleting it tells whether deleting is allowed.
const NEVER_THERE: &str = "studio.deleted.txt";
/// Without any of these, the metadata service of AWS's own machines is asked.
const GIVES_ACCESS: [&str; 5] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_SKIP_SIGNATURE",
];

pub struct Bucket {
    store: PrefixStore<AmazonS3>,
    /// Its address, for messages.
    address: String,
}

impl Bucket {
    pub async fn open(config: &S3Config) -> Result<Self, Error> {
        let address = format!("s3://{}", [&*config.bucket, &*config.prefix].join("/"));
        let address = address.trim_end_matches('/').to_owned();
        let has_key = config.settings.iter().any(|(name, value)| {
            GIVES_ACCESS.contains(&name.to_ascii_uppercase().as_str()) && !value.expose_secret().is_empty()
        });
        let refused = |error: object_store::Error| Error::Bucket {
            address: address.clone(),
            reason: failure::reason(&error),
            advice: Some(failure::advice(&error, has_key)),
        };
        let store = builder(config, &address)?.build().map_err(refused)?;
        let bucket = Self { store: PrefixStore::new(store, &*config.prefix), address: address.clone() };
        bucket.try_out().await.map_err(refused)?;
        Ok(bucket)
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    /// Everything that will be asked for later.
    async fn try_out(&self) -> object_store::Result<()> {
        self.store.put(&MARKER.into(), MARKER_TEXT.into()).await?;
        self.store.head(&MARKER.into()).await?;
        match self.store.delete(&NEVER_THERE.into()).await {
            Err(object_store::Error::NotFound { .. }) => Ok(()),
            deleted => deleted,
        }
    }

    pub async fn ping(&self) -> Result<(), Error> {
        let found = match self.store.head(&MARKER.into()).await {
            // The bucket was emptied, or is gone: writing tells which.
            Err(object_store::Error::NotFound { .. }) => {
                self.store.put(&MARKER.into(), MARKER_TEXT.into()).await.map(drop)
            }
            found => found.map(drop),
        };
        found.map_err(|e| self.failed(&e))
    }

    pub async fn put(&self, key: &str, bytes: Bytes) -> Result<(), Error> {
        if bytes.len() > parts::PART {
            return self.put_parts(key, parts::of_bytes(bytes)).await;
        }
        self.store.put(&parse(key)?, bytes.into()).await.map_err(|e| self.failed(&e))?;
        Ok(())
    }

    pub async fn put_file(&self, key: &str, file: &Path) -> Result<(), Error> {
        let length = tokio::fs::metadata(file).await.map_err(Error::file("find", file))?.len();
        if length > parts::PART as u64 {
            return self.put_parts(key, parts::of_file(file).await?).await;
        }
        let bytes = tokio::fs::read(file).await.map_err(Error::file("read", file))?;
        self.put(key, bytes.into()).await
    }

    async fn put_parts(&self, key: &str, parts: parts::Parts) -> Result<(), Error> {
        parts::put_parts(&self.store, &parse(key)?, parts, |e| self.failed(&e)).await
    }

    pub async fn copy(&self, from: &str, to: &str) -> Result<(), Error> {
        self.store.copy(&parse(from)?, &parse(to)?).await.map_err(|e| self.failed(&e))
    }

    pub async fn open_object(&self, key: &str, part: Option<Range<u64>>) -> Result<Object, Error> {
        let found = match self.store.get_opts(&parse(key)?, asking_for(part)).await {
            // Not the bucket's fault, so it will not do to try again.
            Err(error) if failure::is_lost(&error) => return Err(Error::Storage(error)),
            found => found.map_err(|e| self.failed(&e))?,
        };
        let (bytes, pieces) = (found.range.end - found.range.start, found.into_stream());
        let stream = stream::try_unfold((pieces, self.address.clone()), |(mut pieces, address)| async {
            // Whether a piece is there is asked before the time, so it does not count how slowly it is called for.
            match timeout(client::PIECE, pieces.try_next()).await {
                Ok(Ok(piece)) => Ok(piece.map(|piece| (piece, (pieces, address)))),
                Ok(Err(error)) => Err(failed(&address, &error)),
                Err(_) => Err(Error::Bucket { address, reason: "it stopped half-way".into(), advice: None }),
            }
        });
        Ok(Object { bytes, stream: stream.boxed() })
    }

    pub async fn delete(&self, key: &str) -> Result<(), Error> {
        match self.store.delete(&parse(key)?).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(self.failed(&error)),
        }
    }

    fn failed(&self, error: &object_store::Error) -> Error {
        failed(&self.address, error)
    }
}

fn failed(address: &str, error: &object_store::Error) -> Error {
    Error::Bucket { address: address.into(), reason: failure::reason(error), advice: None }
}

fn builder(config: &S3Config, address: &str) -> Result<AmazonS3Builder, Error> {
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(&config.bucket)
        .with_retry(client::retries())
        .with_http_connector(client::Connector)
        // We delete one at a time, which every product can.
        .with_disable_bulk_delete(true);
    for (name, value) in &config.settings {
        // AWS has variables for many things that are none of ours. The bucket is named in one place only.
        match name.to_ascii_lowercase().parse() {
            Ok(AmazonS3ConfigKey::Bucket) | Err(_) => {}
            Ok(_) if value.expose_secret().is_empty() => {}
            Ok(key) => builder = builder.with_config(key, value.expose_secret()),
        }
    }
    let get = |key| builder.get_config_value(&key);
    let endpoint = get(AmazonS3ConfigKey::S3Endpoint).or_else(|| get(AmazonS3ConfigKey::Endpoint)).unwrap_or_default();
    let allowed =
        get(AmazonS3ConfigKey::Client(ClientConfigKey::AllowHttp)).is_some_and(|value| client::is_true(&value));
    if !endpoint.starts_with("http://") || allowed {
        return Ok(builder);
    }
    if !is_loopback(&endpoint) {
        return Err(Error::Bucket {
            address: address.into(),
            reason: "AWS_ENDPOINT_URL is plain http to another machine, which everybody between may read".into(),
            advice: Some("Use https, or set AWS_ALLOW_HTTP=true in a network of your own"),
        });
    }
    Ok(builder.with_allow_http(true))
}

fn is_loopback(endpoint: &str) -> bool {
    let Ok(url) = url::Url::parse(endpoint) else { return false };
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ObjectsConfig, testing::TestBucket};

    const NAME: &str = "users/a/generated/big.png";

    async fn open(server: &TestBucket) -> Bucket {
        let ObjectsConfig::S3(config) = server.objects() else { panic!("a bucket") };
        Bucket::open(&config).await.expect("open")
    }

    fn large() -> Bytes {
        (0..25_000_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect::<Vec<_>>().into()
    }

    #[tokio::test]
    async fn large_objects_arrive_whole_from_memory_and_from_files() {
        let (server, bytes) = (TestBucket::start().await, large());
        let bucket = open(&server).await;
        let folder = tempfile::tempdir().expect("folder");
        let file = folder.path().join("scratch.png");
        std::fs::write(&file, &bytes).expect("write");
        bucket.put("users/a/originals/big.png", bytes.clone()).await.expect("put");
        bucket.put_file(NAME, &file).await.expect("put");
        for key in ["users/a/originals/big.png", NAME] {
            let object = bucket.open_object(key, None).await.expect("open");
            assert_eq!(object.bytes, bytes.len() as u64);
            let read: Vec<Bytes> = object.stream.try_collect().await.expect("read");
            assert!(read.concat() == bytes);
            let part = bucket.open_object(key, Some(9_000_000..9_000_100)).await.expect("open");
            assert_eq!(part.bytes, 100);
            let read: Vec<Bytes> = part.stream.try_collect().await.expect("read");
            assert!(read.concat() == bytes[9_000_000..9_000_100]);
        }
        assert_eq!((server.keys().len(), server.unfinished()), (2, 0));
    }

    #[tokio::test]
    async fn a_large_object_that_breaks_off_is_taken_back() {
        let (server, bytes) = (TestBucket::start().await, large());
        let bucket = open(&server).await;
        for part in 1..=3 {
            server.refuse_part(part);
            let error = bucket.put(NAME, bytes.clone()).await.expect_err("refused");
            assert!(error.is_bucket_away() && error.to_string().contains("ServiceUnavailable"), "{error}");
            assert_eq!((server.keys().len(), server.unfinished()), (0, 0));
        }
        bucket.delete(NAME).await.expect("what is not there can be deleted");
        let lost = bucket.open_object(NAME, None).await.err().expect("it is not there");
        assert!(!lost.is_bucket_away(), "waiting does not bring it back: {lost}");
    }
}
