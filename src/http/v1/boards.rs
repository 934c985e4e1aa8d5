//! `/v1/boards`: what people put their pictures on.

use crate::http::{
    error::Result,
    extract::{Id, Json as Body},
    middleware::Caller,
};
use axum::{
    Json,
    extract::State,
    http::{HeaderName, StatusCode, header},
};
use studio_domain::{Board, BoardId, BoardRequest, Page};
use studio_services::Services;

/// List boards
///
/// There are few enough for one page. What is on a board is at `GET /v1/images?board=`.
#[utoipa::path(get, path = "/boards", tag = "Images",
    responses((status = 200, description = "All boards, in the order of their names", body = Page<Board>)))]
pub async fn list_boards(State(services): State<Services>, Caller(actor): Caller) -> Result<Json<Page<Board>>> {
    Ok(Json(Page { data: services.boards().list(&actor).await?, next_cursor: None }))
}

/// Make a board
///
/// Pictures are put on it by changing them, and results come onto it when the request names it.
#[utoipa::path(post, path = "/boards", tag = "Images", request_body = BoardRequest,
    responses((status = 201, description = "The board", body = Board, headers(("Location" = String)))))]
pub async fn create_board(
    State(services): State<Services>,
    Caller(actor): Caller,
    Body(request): Body<BoardRequest>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<Board>)> {
    let board = services.boards().create(&actor, &request).await?;
    Ok((StatusCode::CREATED, [(header::LOCATION, format!("/v1/images?board={}", board.id))], Json(board)))
}

/// Rename a board
#[utoipa::path(patch, path = "/boards/{id}", tag = "Images", params(("id" = BoardId, Path)), request_body = BoardRequest,
    responses((status = 200, description = "The board as it is now", body = Board)))]
pub async fn rename_board(
    State(services): State<Services>,
    Caller(actor): Caller,
    Id(id): Id<BoardId>,
    Body(request): Body<BoardRequest>,
) -> Result<Json<Board>> {
    Ok(Json(services.boards().rename(&actor, id, &request).await?))
}

/// Delete a board
#[utoipa::path(delete, path = "/boards/{id}", tag = "Images", params(("id" = BoardId, Path)),
    responses((status = 204, description = "Deleted; its pictures stay, on no board")))]
pub async fn delete_board(
    State(services): State<Services>,
    Caller(actor): Caller,
    Id(id): Id<BoardId>,
) -> Result<StatusCode> {
    services.boards().delete(&actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
