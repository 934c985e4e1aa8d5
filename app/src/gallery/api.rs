//! Lists of pictures, boards, and the changes to them.

use crate::AppError;
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};
use studio_domain::{Board, BoardId, BoardRequest, Image, ImageId, ImageLink, ImageListQuery, ImagePatch, Page};

/// One page of the gallery.
#[server(input = Json, endpoint = "list-images")]
pub async fn list_images(query: ImageListQuery) -> Result<Page<Image>, AppError> {
    let (services, actor) = crate::server::context()?;
    services.images().list(&actor, &query).await.map_err(|error| crate::server::refuse(&error))
}

/// All of them or none.
#[server(input = Json, endpoint = "patch-images")]
pub async fn patch_images(ids: Vec<ImageId>, patch: ImagePatch) -> Result<(), AppError> {
    let (services, actor) = crate::server::context()?;
    services.images().patch_all(&actor, &ids, &patch).await.map_err(|error| crate::server::refuse(&error))
}

/// Deletes, or brings back; all of them or none.
#[server(input = Json, endpoint = "set-deleted")]
pub async fn set_deleted(ids: Vec<ImageId>, deleted: bool) -> Result<(), AppError> {
    let (services, actor) = crate::server::context()?;
    let images = services.images();
    let done = if deleted { images.delete_all(&actor, &ids).await } else { images.restore_all(&actor, &ids).await };
    done.map_err(|error| crate::server::refuse(&error))
}

/// A link that opens the picture for whoever has it.
#[server(input = Json, endpoint = "share-image")]
pub async fn share_image(id: ImageId) -> Result<ImageLink, AppError> {
    let (services, actor) = crate::server::context()?;
    let link = services.images().share(&actor, id, &studio_domain::LinkRequest::default()).await;
    link.map_err(|error| crate::server::refuse(&error))
}

/// What becomes of the boards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum BoardChange {
    /// They only may have come to hold other pictures.
    Nothing,
    Make(BoardRequest),
    Rename(BoardId, BoardRequest),
    Delete(BoardId),
}

/// Makes the change, and gives all boards as they are then.
#[server(input = Json, endpoint = "boards")]
pub async fn boards(change: BoardChange) -> Result<Vec<Board>, AppError> {
    let (services, actor) = crate::server::context()?;
    let boards = services.boards();
    let changed = match change {
        BoardChange::Nothing => Ok(()),
        BoardChange::Make(request) => boards.create(&actor, &request).await.map(|_| ()),
        BoardChange::Rename(id, request) => boards.rename(&actor, id, &request).await.map(|_| ()),
        BoardChange::Delete(id) => boards.delete(&actor, id).await,
    };
    changed.map_err(|error| crate::server::refuse(&error))?;
    boards.list(&actor).await.map_err(|error| crate::server::refuse(&error))
}
