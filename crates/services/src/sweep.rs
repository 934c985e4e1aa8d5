//! What [`Services::sweep`](crate::Services::sweep) removed.

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SweepReport {
    pub objects: u64,
    pub scratch_files: u64,
    pub images: u64,
    pub guests: u64,
    pub sessions: u64,
    pub refresh_tokens: u64,
}
