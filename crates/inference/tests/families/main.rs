//! The families of image networks, on networks whose results can be told exactly (see `../models/make.py`).
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

#[path = "../common/mod.rs"]
mod common;
mod hostile;
mod installed;
mod lama;
mod matting;
mod segment;
mod starter_styles;
mod style;
