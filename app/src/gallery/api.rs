//! Lists of pictures, and the small changes to them.

use crate::AppError;
use leptos::{prelude::*, server_fn::codec::Json};
use studio_domain::{Image, ImageId, ImageListQuery, Page};

/// One page of the gallery.
#[server(input = Json, endpoint = "list-images")]
pub async fn list_images(query: ImageListQuery) -> Result<Page<Image>, AppError> {
    let (services, actor) = crate::server::context()?;
    services.images().list(&actor, &query).await.map_err(|error| crate::server::refuse(&error))
}

#[server(input = Json, endpoint = "set-favorite")]
pub async fn set_favorite(id: ImageId, favorite: bool) -> Result<Image, AppError> {
    let (services, actor) = crate::server::context()?;
    let patch = studio_domain::ImagePatch { favorite: Some(favorite), ..Default::default() };
    services.images().patch(&actor, id, &patch).await.map_err(|error| crate::server::refuse(&error))
}

#[server(input = Json, endpoint = "delete-image")]
pub async fn delete_image(id: ImageId) -> Result<(), AppError> {
    let (services, actor) = crate::server::context()?;
    services.images().delete(&actor, id).await.map_err(|error| crate::server::refuse(&error))
}

/// Undoes [`delete_image`].
#[server(input = Json, endpoint = "restore-image")]
pub async fn restore_image(id: ImageId) -> Result<Image, AppError> {
    let (services, actor) = crate::server::context()?;
    services.images().restore(&actor, id).await.map_err(|error| crate::server::refuse(&error))
}
