//! Names of objects.

use std::fmt;
use studio_domain::{ImageId, MediaType, TaskId, UserId};
use uuid::Uuid;

/// Where an object is. Paths are made here and nowhere else, never from anything a client says.
///
/// A result's name holds the lease it was made under, so two attempts at one task never write the same object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageKey {
    Original { user: UserId, image: ImageId, media_type: MediaType },
    OriginalThumbnail { user: UserId, image: ImageId, media_type: MediaType },
    Generated { user: UserId, task: TaskId, lease: Uuid, image: ImageId, media_type: MediaType },
    GeneratedThumbnail { user: UserId, task: TaskId, lease: Uuid, image: ImageId, media_type: MediaType },
}

impl fmt::Display for StorageKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Original { user, image, media_type } => {
                write!(f, "users/{user}/originals/{image}.{}", media_type.extension())
            }
            Self::OriginalThumbnail { user, image, media_type } => {
                write!(f, "users/{user}/originals/{image}.thumbnail.{}", media_type.extension())
            }
            Self::Generated { user, task, lease, image, media_type } => {
                write!(f, "users/{user}/generated/{task}/{lease}/{image}.{}", media_type.extension())
            }
            Self::GeneratedThumbnail { user, task, lease, image, media_type } => {
                write!(f, "users/{user}/generated/{task}/{lease}/{image}.thumbnail.{}", media_type.extension())
            }
        }
    }
}
