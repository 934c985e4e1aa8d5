//! The private Postgres cluster.

#[derive(Debug, thiserror::Error)]
pub enum ClusterError {}
