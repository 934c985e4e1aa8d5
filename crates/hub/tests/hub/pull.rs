//! Pulling from servers that do everything wrong.

use crate::{
    common::{Notes, Place, bytes, entry, entry_with, fetcher, options, sha256, silent},
    server::{Server, Vice},
};
use std::{fs, time::Duration};
use studio_hub::{Entry, Failure, FetchOptions, Fetcher, HubError, Installed, installed, verify};

/// A server with the good file at `/a` and `/b`.
async fn mirrors() -> (Server, Vec<u8>, Entry) {
    let (server, file) = (Server::start().await, bytes(1));
    server.put("/a", &file);
    server.put("/b", &file);
    let entry = entry(&[("x2.onnx", &file, vec![server.url("/a"), server.url("/b")])]);
    (server, file, entry)
}

/// The last failure of each address.
fn failures(error: HubError) -> Vec<Failure> {
    match error {
        HubError::Fetch(error) => error.failures.into_iter().map(|(_, failure)| failure).collect(),
        other => panic!("{other}"),
    }
}

/// A pull that is killed after 100 kB have arrived from `path`.
async fn begin(server: &Server, path: &str, place: &Place, entry: &Entry) {
    server.spoil(path, Vice::Stall(100_000), 1);
    let patient = Fetcher::new(FetchOptions { stall: Duration::from_secs(30), ..options() }).expect("a fetcher");
    let arrived = async {
        while place.store.partials().first().is_none_or(|partial| partial.bytes < 100_000) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::select! {
        _ = place.store.pull(entry, &patient, &[], &silent) => panic!("it stalls"),
        () = arrived => {}
    }
}

fn model(place: &Place) -> Installed {
    installed(&[place.store.folder().to_owned()]).pop().expect("installed")
}

#[tokio::test]
async fn a_model_arrives_whole_and_is_not_fetched_again() {
    let (server, place, file, other) = (Server::start().await, Place::new(), bytes(1), bytes(2));
    server.put("/x2", &file);
    server.put("/deep/x3", &other);
    let entry =
        entry(&[("x2.onnx", &file, vec![server.url("/x2")]), ("deep/x3.onnx", &other, vec![server.url("/deep/x3")])]);
    let notes = Notes::default();
    let pulled = place.store.pull(&entry, &fetcher(), &[], &|event| notes.take(event)).await.expect("pulled");
    assert_eq!(pulled.fetched, 600_000);
    assert!(place.holds("x2.onnx", &file) && place.holds("deep/x3.onnx", &other));
    assert!(notes.have("600000 of 600000"));
    assert_eq!((place.visible(), place.waiting()), (vec!["toy".to_owned()], vec![]));
    assert!(verify(&model(&place), &mut |_| {}).is_empty());

    let again = place.store.pull(&entry, &fetcher(), &[], &silent).await.expect("still there");
    assert_eq!((again.unchanged, again.fetched, server.sent()), (true, 0, 600_000));

    // One file is damaged, and only that one is fetched.
    fs::write(place.store.place("toy", "1").join("x2.onnx"), bytes(3)).expect("written");
    assert_eq!(verify(&model(&place), &mut |_| {})[0].path, "x2.onnx");
    let repaired = place.store.pull(&entry, &fetcher(), &[], &silent).await.expect("repaired");
    assert_eq!((repaired.unchanged, repaired.fetched), (false, 300_000));
    assert!(place.holds("x2.onnx", &file) && place.holds("deep/x3.onnx", &other));
    assert_eq!(place.waiting(), Vec::<String>::new());
}

/// Each of these is survived by asking the same address again, for the rest only.
#[tokio::test]
async fn a_connection_that_breaks_is_resumed() {
    for vice in [Vice::Truncate(100_000), Vice::EndEarly(100_000), Vice::Reset(100_000), Vice::Stall(100_000)] {
        let (server, place) = (Server::start().await, Place::new());
        let file = bytes(1);
        server.put("/a", &file);
        let entry = entry(&[("x2.onnx", &file, vec![server.url("/a")])]);
        server.spoil("/a", vice, 1);
        let notes = Notes::default();
        place.store.pull(&entry, &fetcher(), &[], &|event| notes.take(event)).await.expect("pulled");
        assert!(place.holds("x2.onnx", &file), "{vice:?}");
        assert_eq!(server.headers("/a", "range"), ["", "bytes=100000-"], "{vice:?}");
        assert_eq!(server.headers("/a", "if-range"), ["", "\"v1\""], "{vice:?}");
        assert_eq!(server.sent(), 300_000, "{vice:?}");
        assert!(notes.have("Retry"), "{vice:?}");
    }
}

/// However often it breaks, as long as something comes.
#[tokio::test]
async fn progress_is_not_given_up() {
    let (server, place, file) = (Server::start().await, Place::new(), bytes(1));
    server.put("/a", &file);
    server.spoil("/a", Vice::Truncate(20_000), 14);
    let entry = entry(&[("x2.onnx", &file, vec![server.url("/a")])]);
    place.store.pull(&entry, &fetcher(), &[], &silent).await.expect("pulled");
    assert!(place.holds("x2.onnx", &file));
    assert_eq!((server.headers("/a", "range").len(), server.sent()), (15, 300_000));
}

/// Each of these leads to the next address, with the reason said.
#[tokio::test]
async fn a_bad_address_is_passed_over() {
    for (vice, reason, attempts) in [
        (Vice::Status(404), "it answers 404", 1),
        (Vice::Status(500), "it answers 500", 3),
        (Vice::Loop, "too many redirects", 9),
        (Vice::Downgrade, "not https", 1),
        (Vice::WrongBytes, "another one", 1),
        (Vice::Endless, "more than the 300000 bytes", 1),
        (Vice::OtherLength, "150000 bytes instead of 300000", 1),
        (Vice::Silent, "nothing came", 3),
        (Vice::Truncate(0), "ends after 0 of 300000", 3),
    ] {
        let (server, file, entry) = mirrors().await;
        let place = Place::new();
        server.spoil("/a", vice, usize::MAX);
        let notes = Notes::default();
        place.store.pull(&entry, &fetcher(), &[], &|event| notes.take(event)).await.expect("pulled from /b");
        assert!(place.holds("x2.onnx", &file), "{vice:?}");
        assert!(notes.have(reason) && notes.have("→ Mirror"), "{vice:?}");
        let asked = server.headers("/a", "host").len();
        assert!((attempts..=attempts + 1).contains(&asked), "{vice:?}: {asked}");
        if vice == Vice::Endless {
            assert!(server.sent() < 5_000_000, "it should have stopped reading");
        }
    }
}

#[tokio::test]
async fn what_failed_at_which_address_is_said() {
    let (server, place, file) = (Server::start().await, Place::new(), bytes(1));
    server.put("/wrong", &file);
    server.spoil("/wrong", Vice::WrongBytes, usize::MAX);
    let unused = std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a port").port();
    let urls = vec![
        server.url("/missing"),
        server.url("/wrong"),
        format!("http://127.0.0.1:{unused}/a"),
        server.url("/tls").replace("http:", "https:"),
        "https://models.invalid/a".to_owned(),
    ];
    let entry = entry(&[("x2.onnx", &file, urls.clone())]);
    let error = place.store.pull(&entry, &fetcher(), &[], &silent).await.expect_err("nothing serves it");
    let text = error.to_string();
    assert!(urls.iter().all(|url| text.contains(url.as_str())), "{text}");
    let found = failures(error);
    assert_eq!(found[0], Failure::Status(404));
    assert!(matches!(found[1], Failure::WrongHash { .. }), "{:?}", found[1]);
    assert!(matches!(found[2], Failure::Connect(_)), "{:?}", found[2]);
    assert!(matches!(found[3], Failure::Tls(_)), "{:?}", found[3]);
    assert!(matches!(found[4], Failure::Dns(_)), "{:?}", found[4]);
    assert_eq!(place.visible(), Vec::<String>::new());
}

#[tokio::test]
async fn parts_that_do_not_belong_together_are_fetched_anew() {
    // The second request meets another version, or a server that cannot resume, or one that gets it wrong.
    for vice in [Vice::None, Vice::IgnoreTag, Vice::IgnoreRange, Vice::WrongRange] {
        let (server, place, file) = (Server::start().await, Place::new(), bytes(1));
        let entry = entry(&[("x2.onnx", &file, vec![server.url("/a")])]);
        server.put("/a", &bytes(2));
        begin(&server, "/a", &place, &entry).await;
        server.put("/a", &file);
        server.tag("/a", "\"v2\"");
        server.spoil("/a", vice, 1);
        place.store.pull(&entry, &fetcher(), &[], &silent).await.expect("pulled");
        assert!(place.holds("x2.onnx", &file), "{vice:?}");
        assert_eq!(server.headers("/a", "range")[1], "bytes=100000-", "{vice:?}");
    }
}

/// A server without tags, whose file changed: only the hash can tell.
#[tokio::test]
async fn a_patchwork_is_seen_by_its_hash() {
    let (server, place, file) = (Server::start().await, Place::new(), bytes(1));
    let entry = entry(&[("x2.onnx", &file, vec![server.url("/a")])]);
    server.put("/a", &bytes(2));
    server.tag("/a", "W/\"weak\"");
    begin(&server, "/a", &place, &entry).await;
    server.put("/a", &file);
    server.tag("/a", "W/\"weak\"");
    place.store.pull(&entry, &fetcher(), &[], &silent).await.expect("pulled");
    assert!(place.holds("x2.onnx", &file));
    assert_eq!(server.headers("/a", "if-range"), ["", "", ""]);
    assert_eq!(server.sent(), 100_000 + 200_000 + 300_000);
}

#[tokio::test]
async fn a_slow_drip_arrives_and_a_redirect_is_followed() {
    let (server, file, entry) = mirrors().await;
    let place = Place::new();
    server.put("/moved/a", &file);
    server.spoil("/a", Vice::Redirect, 1);
    // Slower in all than the patience for a stall.
    server.spoil("/moved/a", Vice::Drip(15_000, Duration::from_millis(60)), 1);
    place.store.pull(&entry, &fetcher(), &[], &silent).await.expect("pulled");
    assert!(place.holds("x2.onnx", &file));
    assert_eq!(server.headers("/b", "host").len(), 0);
}

#[tokio::test]
async fn a_pull_that_is_killed_leaves_no_model_and_the_next_goes_on() {
    let (server, file, entry) = mirrors().await;
    let place = Place::new();
    begin(&server, "/a", &place, &entry).await;
    assert_eq!(place.visible(), Vec::<String>::new());
    assert!(installed(&[place.store.folder().to_owned()]).is_empty());

    let pulled = place.store.pull(&entry, &fetcher(), &[], &silent).await.expect("pulled");
    assert!(place.holds("x2.onnx", &file));
    assert_eq!((pulled.fetched, server.sent()), (200_000, 300_000));
    assert_eq!(place.waiting(), Vec::<String>::new());
}

#[tokio::test]
async fn what_was_begun_can_be_forgotten() {
    let (server, _, entry) = mirrors().await;
    let place = Place::new();
    begin(&server, "/a", &place, &entry).await;
    let partials = place.store.partials();
    assert!(matches!(partials.as_slice(), [partial] if partial.name == "toy" && partial.version == "1"));
    place.store.forget(&partials[0]).expect("forgotten");
    assert_eq!((place.store.partials(), place.waiting()), (vec![], vec![]));
}

#[tokio::test]
async fn two_pulls_of_one_model_share_the_work() {
    let (server, file, entry) = mirrors().await;
    let place = Place::new();
    server.spoil("/a", Vice::Drip(30_000, Duration::from_millis(30)), usize::MAX);
    let notes = Notes::default();
    let (fetcher, listener) = (fetcher(), |event: studio_hub::Event<'_>| notes.take(event));
    let (first, second) = tokio::join!(
        place.store.pull(&entry, &fetcher, &[], &listener),
        place.store.pull(&entry, &fetcher, &[], &listener)
    );
    let mut fetched = [first.expect("pulled").fetched, second.expect("pulled").fetched];
    fetched.sort_unstable();
    assert_eq!(fetched, [0, 300_000]);
    assert!(notes.have("waiting") && place.holds("x2.onnx", &file));
    assert_eq!(server.sent(), 300_000);
}

#[tokio::test]
async fn licences_are_accepted_by_name() {
    let (server, place, file) = (Server::start().await, Place::new(), bytes(1));
    server.put("/a", &file);
    let files = [("x2.onnx", file.as_slice(), vec![server.url("/a")])];
    let entry = entry_with("licence = \"CC-BY-NC-4.0\"\ncommercial = false", &files);
    let refused = place.store.pull(&entry, &fetcher(), &[], &silent).await.expect_err("not accepted");
    assert!(refused.to_string().contains("--accept-licence \"CC-BY-NC-4.0\""), "{refused}");
    assert_eq!(server.sent(), 0);
    let accepted = ["CC-BY-NC-4.0".to_owned()];
    place.store.pull(&entry, &fetcher(), &accepted, &silent).await.expect("accepted");
}

/// Where nobody prints more than what Git calls the file.
#[tokio::test]
async fn a_git_hash_is_a_pin() {
    use sha1::{Digest, Sha1};
    let (server, place, file) = (Server::start().await, Place::new(), bytes(1));
    let blob = [format!("blob {}\0", file.len()).as_bytes(), &file].concat();
    let text = format!(
        "[[models]]\nname = 'toy'\nversion = '1'\ntask = 'upscale'\nfamily = 'x'\ntitle = 'x'\ndescription = 'x'\n\
         author = 'x'\nlicence = 'MIT'\npin_source = 'third-party'\n[[models.files]]\npath = 'x'\nsize = {}\n\
         git_blob_sha1 = '{}'\nurls = ['{}', '{}']\n",
        file.len(),
        hex::encode(Sha1::digest(blob)),
        server.url("/wrong"),
        server.url("/a")
    );
    server.put("/wrong", &bytes(2));
    server.put("/a", &file);
    let catalogue = studio_hub::Catalogue::parse(&text).expect("a catalogue");
    place.store.pull(&catalogue.entries()[0], &fetcher(), &[], &silent).await.expect("pulled");
    let manifest = model(&place).manifest.expect("a manifest");
    assert_eq!(manifest.files[0].sha256.as_deref(), Some(sha256(&file).as_str()));
}

#[tokio::test]
async fn what_cannot_fit_is_not_begun() {
    let (server, place) = (Server::start().await, Place::new());
    let text = format!(
        "[[models]]\nname = 'huge'\nversion = '1'\ntask = 'upscale'\nfamily = 'x'\ntitle = 'x'\ndescription = 'x'\n\
         author = 'x'\nlicence = 'MIT'\npin_source = 'publisher'\n[[models.files]]\npath = 'x'\nsize = {}\n\
         sha256 = '{}'\nurls = ['{}']\n",
        1_u64 << 40,
        sha256(b""),
        server.url("/a")
    );
    let catalogue = studio_hub::Catalogue::parse(&text).expect("a catalogue");
    let entry = &catalogue.entries()[0];
    let error = place.store.pull(entry, &fetcher(), &[], &silent).await.expect_err("no disk has that");
    assert!(matches!(error, HubError::NoSpace { needed, .. } if needed > 1 << 40), "{error}");
    assert_eq!(server.headers("/a", "host").len(), 0);
}
