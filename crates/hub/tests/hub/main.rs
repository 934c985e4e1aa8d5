//! The hub against servers, proxies and folders that do everything wrong.

#![allow(clippy::expect_used, reason = "clippy allows it in test functions only, not in what they share")]

mod add;
mod common;
mod proxy;
mod pull;
mod relay;
mod server;
