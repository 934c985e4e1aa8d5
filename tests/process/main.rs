//! The `studio` program as an operator meets it, on good days and on bad ones.

#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

mod faults;
mod house;
mod starting;
