//! Everything that speaks SQL.

pub mod cluster;
