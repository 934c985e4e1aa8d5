//! Through a proxy.

use crate::{
    common::{Place, bytes, entry, options, silent},
    relay::Proxy,
    server::Server,
};
use studio_hub::{Failure, FetchOptions, Fetcher, HubError, ProxyChoice};

fn through(proxy: &Proxy) -> Fetcher {
    Fetcher::new(FetchOptions { proxy: ProxyChoice::Through(proxy.url()), ..options() }).expect("a fetcher")
}

#[tokio::test]
async fn everything_goes_through_the_proxy() {
    let (server, proxy, place, file) = (Server::start().await, Proxy::start(false).await, Place::new(), bytes(1));
    server.put("/a", &file);
    let entry = entry(&[("x2.onnx", &file, vec![server.url("/a")])]);
    place.store.pull(&entry, &through(&proxy), &[], &silent).await.expect("pulled");
    assert!(place.holds("x2.onnx", &file));
    assert_eq!(*proxy.asked.lock().expect("asked"), [format!("GET {} HTTP/1.1", server.url("/a"))]);
}

#[tokio::test]
async fn https_is_tunnelled_and_a_refusal_is_said() {
    let (proxy, place, file) = (Proxy::start(true).await, Place::new(), bytes(1));
    let entry = entry(&[("x2.onnx", &file, vec!["https://models.invalid/a".to_owned()])]);
    let error = place.store.pull(&entry, &through(&proxy), &[], &silent).await.expect_err("refused");
    let HubError::Fetch(error) = error else { panic!("{error}") };
    assert!(matches!(error.failures[0].1, Failure::Proxy(_)), "{error}");
    assert_eq!(*proxy.asked.lock().expect("asked"), ["CONNECT models.invalid:443 HTTP/1.1"]);
}
