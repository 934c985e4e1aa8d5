//! The hub against servers, proxies and folders that do everything wrong.

mod add;
mod common;
mod proxy;
mod pull;
mod relay;
mod server;
