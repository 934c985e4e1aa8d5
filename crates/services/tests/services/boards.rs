//! Boards, and what is on them.

use crate::studio::{MODEL, Studio, code, model, request};
use studio_domain::{
    Actor, Board, BoardFilter, BoardId, BoardRequest, Credentials, ErrorCode, FeedbackReason, FeedbackRequest, Image,
    ImageId, ImageListQuery, ImagePatch, PredictRequest, Rating, RatingFilter, RegisterRequest, TaskKind, TaskKinds,
    limits,
};

async fn board(studio: &Studio, actor: &Actor, name: &str) -> Board {
    studio.services.boards().create(actor, &named(name)).await.expect("board")
}

fn named(name: &str) -> BoardRequest {
    BoardRequest { name: name.into() }
}

fn onto(board: Option<BoardId>) -> ImagePatch {
    ImagePatch { board: Some(board), ..ImagePatch::default() }
}

async fn listed(studio: &Studio, actor: &Actor, query: ImageListQuery) -> Vec<ImageId> {
    let page = studio.services.images().list(actor, &query).await.expect("list");
    assert!(page.data.iter().all(|image| query.admits(image)), "the page decides as the database does");
    page.data.iter().map(|image| image.id).collect()
}

fn on(board: BoardFilter) -> ImageListQuery {
    ImageListQuery { board: Some(board), ..ImageListQuery::default() }
}

#[tokio::test]
async fn names_are_one_persons_own_whatever_their_case() {
    let studio = Studio::new().await;
    let (ada, eve) = (studio.guest().await, studio.guest().await);
    let boards = studio.services.boards();
    let harbours = board(&studio, &ada, "  Harbours ").await;
    assert_eq!((harbours.name.as_str(), harbours.images, &harbours.cover_url), ("Harbours", 0, &None));
    let again = boards.create(&ada, &named("HARBOURS")).await.expect_err("taken").problem();
    assert_eq!((again.code, again.errors[0].field.as_str()), (ErrorCode::Conflict, "name"));
    board(&studio, &eve, "harbours").await;
    let boats = board(&studio, &ada, "boats").await;
    assert_eq!(code(boards.rename(&ada, boats.id, &named("harbours")).await), ErrorCode::Conflict);
    assert_eq!(code(boards.rename(&eve, boats.id, &named("mine")).await), ErrorCode::NotFound);
    assert_eq!(code(boards.rename(&ada, boats.id, &named(" ")).await), ErrorCode::ValidationFailed);
    assert_eq!(boards.rename(&ada, harbours.id, &named("harbours")).await.expect("its own").name, "harbours");
    let names: Vec<_> = boards.list(&ada).await.expect("list").into_iter().map(|board| board.name).collect();
    assert_eq!(names, ["boats", "harbours"]);
    assert_eq!(code(boards.delete(&eve, boats.id).await), ErrorCode::NotFound);
}

#[tokio::test]
async fn there_are_so_many_boards_and_no_more() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    for n in 0..limits::MAX_BOARDS {
        board(&studio, &ada, &n.to_string()).await;
    }
    assert_eq!(code(studio.services.boards().create(&ada, &named("more")).await), ErrorCode::QuotaExceeded);
}

#[tokio::test]
async fn pictures_go_on_and_off_boards_together_or_not_at_all() {
    let studio = Studio::new().await;
    let (ada, eve) = (studio.guest().await, studio.guest().await);
    let (images, boards) = (studio.services.images(), studio.services.boards());
    let [first, second, third] = [studio.upload(&ada).await, studio.upload(&ada).await, studio.upload(&ada).await];
    let (mine, hers) = (board(&studio, &ada, "mine").await, board(&studio, &eve, "hers").await);
    assert_eq!(code(images.patch(&ada, first.id, &onto(Some(hers.id))).await), ErrorCode::NotFound);
    let strange = [first.id, ImageId::generate()];
    assert_eq!(code(images.patch_all(&ada, &strange, &onto(Some(mine.id))).await), ErrorCode::NotFound);
    assert_eq!(listed(&studio, &ada, on(BoardFilter::On(mine.id))).await, []);

    images.patch_all(&ada, &[first.id, second.id, first.id], &onto(Some(mine.id))).await.expect("patch");
    assert_eq!(listed(&studio, &ada, on(BoardFilter::On(mine.id))).await, [second.id, first.id]);
    assert_eq!(listed(&studio, &ada, on(BoardFilter::None)).await, [third.id]);
    let shown = boards.list(&ada).await.expect("list").remove(0);
    assert_eq!((shown.images, shown.cover_url), (2, Some(second.thumbnail_url.clone())));

    // A deleted picture is not on it while it is away, and is back where it was.
    images.delete_all(&ada, &[second.id, third.id]).await.expect("delete");
    assert_eq!(boards.list(&ada).await.expect("list")[0].images, 1);
    images.restore_all(&ada, &[second.id, third.id]).await.expect("restore");
    assert_eq!(images.get(&ada, second.id).await.expect("get").board, Some(mine.id));

    let off: Image = images.patch(&ada, first.id, &onto(None)).await.expect("patch");
    assert_eq!(off.board, None);
    boards.delete(&ada, mine.id).await.expect("delete");
    assert_eq!(images.get(&ada, second.id).await.expect("still there").board, None);
    let many: Vec<_> = (0..=limits::MAX_ARCHIVE).map(|_| ImageId::generate()).collect();
    assert_eq!(code(images.delete_all(&ada, &many).await), ErrorCode::ValidationFailed);
}

#[tokio::test]
async fn results_go_to_the_board_that_the_request_names() {
    let studio = Studio::new().await;
    let (ada, eve) = (studio.guest().await, studio.guest().await);
    let source = studio.upload(&ada).await.id;
    let (mine, hers) = (board(&studio, &ada, "mine").await, board(&studio, &eve, "hers").await);
    let asked = |board: BoardId| PredictRequest { board: Some(board), ..request(source) };
    let tasks = studio.services.tasks();
    assert_eq!(code(tasks.submit(&ada, asked(hers.id), &model(), MODEL.1, None).await), ErrorCode::NotFound);
    tasks.submit(&ada, asked(mine.id), &model(), MODEL.1, None).await.expect("submit");
    let lease = studio.claim().await.expect("claim").lease;
    assert!(studio.finish(&lease).await);
    let on_board = listed(&studio, &ada, on(BoardFilter::On(mine.id))).await;
    assert_eq!(on_board.len(), 1);

    // A board that goes meanwhile takes nothing with it.
    tasks.submit(&ada, asked(mine.id), &model(), MODEL.1, None).await.expect("submit");
    let lease = studio.claim().await.expect("claim").lease;
    studio.services.boards().delete(&ada, mine.id).await.expect("delete");
    assert!(studio.finish(&lease).await);
    assert_eq!(listed(&studio, &ada, on(BoardFilter::None)).await.len(), 3);
}

#[tokio::test]
async fn a_guests_boards_come_along() {
    let studio = Studio::new().await;
    let (accounts, images, boards) = (studio.services.accounts(), studio.services.images(), studio.services.boards());
    let password = "correct horse battery".to_owned();
    let ada = RegisterRequest { email: "ada@example.org".into(), password: password.clone() };
    let ada = accounts.register(None, &ada).await.expect("register");
    let hers = board(&studio, &ada, "Harbours").await;
    let guest = studio.guest().await;
    let (same, other) = (board(&studio, &guest, "harbours").await, board(&studio, &guest, "Boats").await);
    let [first, second] = [studio.upload(&guest).await, studio.upload(&guest).await];
    images.patch(&guest, first.id, &onto(Some(same.id))).await.expect("patch");
    images.patch(&guest, second.id, &onto(Some(other.id))).await.expect("patch");

    let credentials = Credentials { email: "ada@example.org".into(), password };
    accounts.sign_in(Some(&guest), &credentials).await.expect("sign in");
    let kept: Vec<_> =
        boards.list(&ada).await.expect("list").into_iter().map(|board| (board.id, board.images)).collect();
    assert_eq!(kept, [(other.id, 1), (hers.id, 1)]);
    assert_eq!(images.get(&ada, first.id).await.expect("get").board, Some(hers.id));
}

#[tokio::test]
async fn lists_are_narrowed_by_task_model_rating_and_time() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    studio.submit(&ada).await;
    let lease = studio.claim().await.expect("claim").lease;
    assert!(studio.finish(&lease).await);
    let all = listed(&studio, &ada, ImageListQuery::default()).await;
    let [result, upload] = all[..] else { panic!("two pictures: {all:?}") };
    let opinion = FeedbackRequest {
        image_id: Some(result),
        task_id: None,
        rating: Rating::Dislike,
        reasons: vec![FeedbackReason::Blurry],
        comment: String::new(),
        consent_training: false,
    };
    studio.services.feedback().put(&ada, &opinion).await.expect("rate");
    let made = studio.services.images().get(&ada, result).await.expect("get").created_at;
    let none = ImageListQuery::default;
    for (query, expected) in [
        (ImageListQuery { task: Some(TaskKinds(vec![TaskKind::Inpaint, TaskKind::Upscale])), ..none() }, vec![result]),
        (ImageListQuery { task: Some(TaskKinds(vec![TaskKind::Inpaint])), ..none() }, vec![]),
        (ImageListQuery { model: Some(MODEL.0.into()), ..none() }, vec![result]),
        (ImageListQuery { model: Some("another".into()), ..none() }, vec![]),
        (ImageListQuery { rating: Some(RatingFilter::Dislike), ..none() }, vec![result]),
        (ImageListQuery { rating: Some(RatingFilter::Like), ..none() }, vec![]),
        (ImageListQuery { rating: Some(RatingFilter::None), ..none() }, vec![upload]),
        (ImageListQuery { after: Some(made), ..none() }, vec![result]),
        (ImageListQuery { before: Some(made), ..none() }, vec![upload]),
    ] {
        assert_eq!(listed(&studio, &ada, query.clone()).await, expected, "{query:?}");
    }
}
