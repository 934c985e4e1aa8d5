//! What people wrote before.

use crate::{batches::painter, studio::Studio};
use studio_domain::{Actor, PredictRequest, TaskId, TaskInputs, TaskKind, TaskParameters};

async fn paint(studio: &Studio, actor: &Actor, prompt: &str) -> TaskId {
    let request = PredictRequest {
        task: TaskKind::TextToImage,
        model: None,
        version: None,
        webhook: None,
        board: None,
        cache: false,
        inputs: TaskInputs { prompt: Some(prompt.into()), ..TaskInputs::default() },
        parameters: TaskParameters::default(),
    };
    studio.services.tasks().submit(actor, request, &painter(), "1", None).await.expect("submit").task_id
}

#[tokio::test]
async fn prompts_are_there_once_the_latest_first() {
    let studio = Studio::new().await;
    let (ada, eve) = (studio.guest().await, studio.guest().await);
    let tasks = studio.services.tasks();
    assert!(tasks.prompts(&ada).await.expect("prompts").is_empty());
    studio.submit(&ada).await;
    paint(&studio, &eve, "a wolf").await;
    for prompt in ["a boat", "a house", " ", "a tree", "a boat"] {
        paint(&studio, &ada, prompt).await;
    }
    let gone = paint(&studio, &ada, "a mistake").await;
    tasks.delete(&ada, gone).await.expect("delete");
    assert_eq!(tasks.prompts(&ada).await.expect("prompts"), ["a boat", "a tree", "a house"]);
}
