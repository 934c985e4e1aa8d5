//! How much one may ask for.

use crate::studio::{Studio, code};
use std::{
    net::IpAddr,
    ops::Deref,
    time::{Duration, Instant},
};
use studio_domain::{Actor, ApiKeyId, Credentials, ErrorCode, KeyGrant, RegisterRequest, Scope, TaskKind};
use studio_services::{
    ClientAddress, Error, IdempotencyKey, LimitConfig, ObjectsConfig, QueueConfig, Services, ServicesConfig,
    testing::TestRedis,
};
use tokio::{task::JoinSet, time::sleep};

/// A studio whose windows are kept by the one or the other.
struct Kept {
    studio: Studio,
    redis: Option<TestRedis>,
}

impl Kept {
    async fn by_postgres() -> Self {
        Self { studio: Studio::new().await, redis: None }
    }

    async fn by_redis() -> Self {
        let redis = TestRedis::start().await;
        Self { studio: Studio::with_redis(&redis).await, redis: Some(redis) }
    }

    async fn end_windows(&self) {
        match &self.redis {
            Some(redis) => redis.end_windows().await,
            None => self.execute("update rate_windows set ends_at = now()").await,
        }
    }

    async fn subjects(&self) -> Vec<String> {
        match &self.redis {
            Some(redis) => redis.windows().await.into_keys().collect(),
            None => sqlx::query_scalar("select subject from rate_windows").fetch_all(self.pool()).await.expect("rows"),
        }
    }

    async fn count_for_a_minute(&self, subject: &str, used: u32) {
        match &self.redis {
            Some(redis) => redis.set(subject, used, 60).await,
            None => {
                let statement =
                    format!("insert into rate_windows values ('{subject}', {used}, now() + interval '1 minute')");
                self.database.execute(&statement).await;
            }
        }
    }
}

impl Deref for Kept {
    type Target = Studio;

    fn deref(&self) -> &Studio {
        &self.studio
    }
}

/// The same is true whoever keeps the windows.
macro_rules! by_either {
    ($($test:ident)*) => {
        mod by_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $test() {
                super::$test(super::Kept::by_postgres().await).await;
            })*
        }

        mod by_redis {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $test() {
                super::$test(super::Kept::by_redis().await).await;
            })*
        }
    };
}

by_either! {
    of_simultaneous_requests_on_two_servers_a_hundred_get_through
    only_accepted_tasks_count_and_repeated_requests_once
    what_is_not_stored_does_not_count
    a_key_is_held_to_its_own_limit_and_its_owners
    without_a_limit_it_is_counted_all_the_same
    guessing_a_password_ends_after_ten_tries_from_anywhere
    one_address_cannot_try_many_accounts_nor_make_them
}

async fn with_quota(studio: &Studio, quota: u32) -> Actor {
    let guest = studio.guest().await;
    sqlx::query("update users set hourly_quota = $1").bind(i64::from(quota)).execute(studio.pool()).await.expect("set");
    studio.services.accounts().actor(guest.user_id).await.expect("actor").expect("guest")
}

async fn used(services: &Services, actor: &Actor) -> (u32, u32) {
    let standings = services.limits().standings(actor).await.expect("standings");
    (standings[0].used, standings[0].remaining())
}

async fn of_simultaneous_requests_on_two_servers_a_hundred_get_through(studio: Kept) {
    let ada = studio.guest().await;
    let image = studio.upload(&ada).await.id;
    let servers = [studio.services.clone(), studio.database.another_server().await];
    let mut requests = JoinSet::new();
    for i in 0..110 {
        let (services, ada) = (servers[i % 2].clone(), ada.clone());
        requests.spawn(async move {
            let (request, model) = (crate::studio::request(image), crate::studio::model());
            services.tasks().submit(&ada, request, &model, "1", None).await.map_err(|e| e.problem())
        });
    }
    let answers = requests.join_all().await;
    let refused: Vec<_> = answers.iter().filter_map(|answer| answer.as_ref().err()).collect();
    assert_eq!(refused.len(), 10);
    for problem in refused {
        assert_eq!((problem.code, problem.status), (ErrorCode::RateLimited, 429));
        assert!(problem.retry_after.is_some_and(|wait| (3000..=3600).contains(&wait)), "{problem:?}");
    }
    assert_eq!(studio.count("select count(*) from tasks").await, 100);

    // A server that starts afterwards knows; so does the check before a file is taken in.
    let restarted = studio.database.another_server().await;
    assert_eq!(used(&restarted, &ada).await, (100, 0));
    assert_eq!(code(restarted.limits().check(&ada).await), ErrorCode::RateLimited);
    // Others have an hour of their own.
    let bea = studio.guest().await;
    studio.submit(&bea).await;
    assert_eq!(used(&restarted, &bea).await, (1, 99));
}

async fn only_accepted_tasks_count_and_repeated_requests_once(studio: Kept) {
    let ada = with_quota(&studio, 2).await;
    let image = studio.upload(&ada).await.id;
    let key = || IdempotencyKey::new("same", [7; 32]).expect("key");
    let first = studio.submit_for(&ada, image, Some(key())).await.expect("submit");
    let nothing = studio_domain::ImageId::generate();
    assert_eq!(code(studio.submit_for(&ada, nothing, None).await), ErrorCode::NotFound);
    assert_eq!(used(&studio.services, &ada).await, (1, 1));
    studio.submit_for(&ada, image, None).await.expect("submit");
    assert_eq!(code(studio.submit_for(&ada, image, None).await), ErrorCode::RateLimited);
    // With nothing left, a repeated request still finds its task.
    let again = studio.submit_for(&ada, image, Some(key())).await.expect("the same");
    assert_eq!(again.task_id, first.task_id);
    assert_eq!(used(&studio.services, &ada).await, (2, 0));

    studio.end_windows().await;
    studio.submit_for(&ada, image, None).await.expect("in the next hour");
    assert_eq!(used(&studio.services, &ada).await, (1, 1));
}

async fn what_is_not_stored_does_not_count(studio: Kept) {
    let ada = studio.guest().await;
    let image = studio.upload(&ada).await.id;
    let mut requests = JoinSet::new();
    for _ in 0..8 {
        let (services, ada) = (studio.services.clone(), ada.clone());
        requests.spawn(async move {
            let (request, model) = (crate::studio::request(image), crate::studio::model());
            let key = IdempotencyKey::new("same", [7; 32]).expect("key");
            services.tasks().submit(&ada, request, &model, "1", Some(key)).await.expect("submit").task_id
        });
    }
    let ids = requests.join_all().await;
    assert!(ids.iter().all(|id| *id == ids[0]));
    assert_eq!(used(&studio.services, &ada).await, (1, 99));

    studio.execute("alter table tasks add constraint none check (false) not valid").await;
    studio.submit_for(&ada, image, None).await.expect_err("it cannot be stored");
    assert_eq!(used(&studio.services, &ada).await, (1, 99));
}

async fn a_key_is_held_to_its_own_limit_and_its_owners(studio: Kept) {
    let ada = with_quota(&studio, 3).await;
    let image = studio.upload(&ada).await.id;
    let grant = KeyGrant { id: ApiKeyId::generate(), scopes: vec![Scope::TasksWrite], hourly_quota: Some(2) };
    let key = Actor { key: Some(grant), ..ada.clone() };
    studio.submit_for(&key, image, None).await.expect("submit");
    studio.submit_for(&key, image, None).await.expect("submit");
    let refused = studio.submit_for(&key, image, None).await.expect_err("refused").problem();
    assert!(refused.detail.starts_with("This API key"), "{}", refused.detail);
    let usage = studio.services.limits().usage(&key).await.expect("usage");
    assert_eq!((usage.requests.used, usage.key.map(|key| key.remaining)), (2, Some(Some(0))), "nothing half counted");
    studio.submit_for(&ada, image, None).await.expect("by the owner");
    assert_eq!(code(studio.submit_for(&ada, image, None).await), ErrorCode::RateLimited);
}

async fn without_a_limit_it_is_counted_all_the_same(studio: Kept) {
    let ada = with_quota(&studio, 0).await;
    studio.submit(&ada).await;
    assert!(studio.services.limits().standings(&ada).await.expect("standings").is_empty());
    let usage = studio.services.limits().usage(&ada).await.expect("usage");
    assert_eq!((usage.requests.used, usage.requests.limit, usage.requests.remaining), (1, None, None));
    assert!(usage.requests.resets_at.is_some());
    assert_eq!(usage.tasks.into_iter().collect::<Vec<_>>(), [(TaskKind::Upscale, 1)]);
    assert_eq!(usage.storage.images, 1);
    assert!(usage.storage.bytes > 0);
}

#[tokio::test]
async fn windows_that_are_over_are_swept() {
    let studio = Studio::new().await;
    studio.submit(&studio.guest().await).await;
    assert_eq!(studio.services.sweep().await.expect("sweep").rate_windows, 0);
    studio.execute("update rate_windows set ends_at = now() - interval '1 second'").await;
    assert_eq!(studio.services.sweep().await.expect("sweep").rate_windows, 1);
}

/// As when the database is away: 503, soon, and nothing is done that is not counted.
async fn refuses(studio: &Studio, ada: &Actor) {
    let image = studio.upload(ada).await.id;
    let begin = Instant::now();
    let (limits, accounts) = (studio.services.limits(), studio.services.accounts());
    let credentials = credentials("ada@example.org", PASSWORD);
    let (submitted, checked, signed_in, pinged) = tokio::join!(
        studio.submit_for(ada, image, None),
        limits.check(ada),
        accounts.sign_in(None, &credentials),
        studio.services.ping(),
    );
    for refused in [submitted.map(|_| ()), checked, signed_in.map(|_| ()), pinged] {
        let error = refused.expect_err("it cannot be counted");
        assert!(matches!(error, Error::Redis(_)), "{error:?}");
        let problem = error.problem();
        assert_eq!((problem.code, problem.status), (ErrorCode::DatabaseUnavailable, 503));
    }
    assert!(begin.elapsed() < Duration::from_secs(4), "{:?}", begin.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_redis_nothing_goes_uncounted_and_all_is_well_when_it_is_back() {
    let redis = TestRedis::start().await;
    let studio = Studio::with_redis(&redis).await;
    let ada = studio.services.accounts().register(None, &register("ada@example.org")).await.expect("register");
    studio.submit(&ada).await;
    redis.go_away();
    refuses(&studio, &ada).await;
    assert_eq!(studio.count("select count(*) from tasks").await, 1);

    redis.come_back().await;
    studio.submit(&ada).await;
    studio.services.ping().await.expect("all is well");
    assert_eq!(used(&studio.services, &ada).await, (2, 98), "what was counted before was not forgotten");
    let windows = redis.windows().await;
    let (subject, (count, left)) = windows.first_key_value().expect("a window");
    assert_eq!((windows.len(), subject, *count), (1, &format!("tasks/user/{}", ada.user_id), 2));
    assert!((3_500_000..=3_600_000).contains(left), "{left}");
    assert_eq!(studio.count("select count(*) from rate_windows").await, 0);

    redis.fall_silent(Duration::from_secs(4)).await;
    refuses(&studio, &ada).await;
    let begin = Instant::now();
    while studio.services.ping().await.is_err() {
        assert!(begin.elapsed() < Duration::from_secs(10), "it does not come back");
        sleep(Duration::from_millis(100)).await;
    }
    studio.submit(&ada).await;
}

#[tokio::test]
async fn an_address_without_a_redis_is_refused_at_the_start() {
    let folder = tempfile::tempdir().expect("a folder");
    for (url, reason) in [
        ("127.0.0.1:6379", "REDIS_URL is not an address"),
        ("redis://:hunter2@127.0.0.1:9/0", "REDIS_URL is right"),
        ("unix:///nonexistent/redis.sock", "REDIS_URL is right"),
    ] {
        let config = ServicesConfig {
            database_url: None,
            data_dir: folder.path().join("data"),
            objects: ObjectsConfig::Folder,
            max_connections: 4,
            queue: QueueConfig { limit: 10, cache: true },
            limits: LimitConfig { redis_url: Some(url.into()), ..LimitConfig::default() },
        };
        let error = Services::start(config).await.err().expect("no Redis");
        let said = format!("{error}: {:?}", std::error::Error::source(&error).map(ToString::to_string));
        assert!(said.contains(reason) && !said.contains("hunter2"), "{said}");
        assert!(!folder.path().join("data/postgres").exists(), "found out before the database is made");
    }
}

const PASSWORD: &str = "correct horse battery";

fn from(address: &str) -> Option<ClientAddress> {
    Some(ClientAddress(address.parse::<IpAddr>().expect("an address")))
}

fn register(email: &str) -> RegisterRequest {
    RegisterRequest { email: email.into(), password: PASSWORD.into() }
}

fn credentials(email: &str, password: &str) -> Credentials {
    Credentials { email: email.into(), password: password.into() }
}

async fn guessing_a_password_ends_after_ten_tries_from_anywhere(studio: Kept) {
    let accounts = studio.services.accounts();
    accounts.register(None, &register("ada@example.org")).await.expect("register");
    for _ in 0..15 {
        accounts.sign_in(None, &credentials("ada@example.org", PASSWORD)).await.expect("right ones do not count");
    }
    let mut guesses = JoinSet::new();
    for i in 0..14 {
        let services = studio.services.clone();
        guesses.spawn(async move {
            let accounts = services.accounts().called_from(from(&format!("192.0.2.{i}")));
            code(accounts.sign_in(None, &credentials("Ada@Example.org ", "a wrong one")).await)
        });
    }
    let answers = guesses.join_all().await;
    assert_eq!(answers.iter().filter(|code| **code == ErrorCode::InvalidCredentials).count(), 10);
    assert_eq!(answers.iter().filter(|code| **code == ErrorCode::RateLimited).count(), 4);
    let right = accounts.sign_in(None, &credentials("ada@example.org", PASSWORD)).await.expect_err("not now").problem();
    assert!(right.retry_after.is_some_and(|wait| wait <= 900), "{right:?}");
    assert!(studio.subjects().await.iter().all(|subject| !subject.contains("ada")), "hashed");
    studio.end_windows().await;
    accounts.sign_in(None, &credentials("ada@example.org", PASSWORD)).await.expect("a quarter of an hour later");
}

async fn one_address_cannot_try_many_accounts_nor_make_them(studio: Kept) {
    let here = || studio.services.accounts().called_from(from("2001:db8::1"));
    studio.count_for_a_minute("sign-in/address/2001:db8::", 50).await;
    let refused = here().sign_in(None, &credentials("bea@example.org", PASSWORD)).await;
    assert_eq!(code(refused), ErrorCode::RateLimited);
    assert_eq!(studio.subjects().await.len(), 1, "the account is not shut out by it");

    for i in 0..20 {
        here().register(None, &register(&format!("{i}@example.org"))).await.expect("register");
    }
    assert_eq!(code(here().register(None, &register("more@example.org")).await), ErrorCode::RateLimited);
    assert!(
        here()
            .register(None, &register("not an address"))
            .await
            .is_err_and(|e| e.code() == ErrorCode::ValidationFailed)
    );
    let elsewhere = studio.services.accounts().called_from(from("2001:db8:0:1::1"));
    elsewhere.register(None, &register("more@example.org")).await.expect("register");
}
