//! Tasks that are claimed together.

use crate::studio::Studio;
use studio_domain::{
    Actor, DiffusionInfo, ModelInfo, PredictRequest, TaskId, TaskInputs, TaskKind, TaskParameters, TaskState,
};

pub fn painter() -> ModelInfo {
    let diffusion = DiffusionInfo {
        width: 64,
        height: 64,
        size_step: 8,
        steps: 4,
        guidance_scale: 3.0,
        scheduler: "EulerDiscreteScheduler".into(),
        samplers: Vec::new(),
        schedulers: Vec::new(),
    };
    ModelInfo {
        name: "painter".into(),
        tasks: vec![TaskKind::TextToImage],
        default_for: Vec::new(),
        title: String::new(),
        description: String::new(),
        licence: String::new(),
        default_version: "1".into(),
        versions: Vec::new(),
        scales: Vec::new(),
        styles: Vec::new(),
        diffusion: Some(diffusion),
    }
}

async fn paint(studio: &Studio, actor: &Actor, steps: u32, num_images: u32) -> TaskId {
    let request = PredictRequest {
        task: TaskKind::TextToImage,
        model: None,
        version: None,
        webhook: None,
        board: None,
        cache: true,
        inputs: TaskInputs { prompt: Some(format!("{steps} boats")), ..TaskInputs::default() },
        parameters: TaskParameters { steps: Some(steps), num_images: Some(num_images), ..TaskParameters::default() },
    };
    studio.services.tasks().submit(actor, request, &painter(), "1", None).await.expect("submit").task_id
}

async fn claim(studio: &Studio, pictures: u32) -> Vec<TaskId> {
    let mut ids: Vec<_> = studio.claim_batch(pictures).await.into_iter().map(|task| task.id).collect();
    ids.sort();
    ids
}

#[tokio::test]
async fn what_differs_in_prompt_and_seed_only_is_claimed_together() {
    let studio = Studio::new().await;
    let (ada, bob) = (studio.guest().await, studio.guest().await);
    let first = paint(&studio, &ada, 4, 1).await;
    let upscale = studio.submit(&bob).await.task_id;
    let other = paint(&studio, &bob, 5, 1).await;
    let second = paint(&studio, &bob, 4, 1).await;
    let canceled = paint(&studio, &bob, 4, 1).await;
    studio.services.tasks().cancel(&bob, canceled).await.expect("cancel");

    assert_eq!(claim(&studio, 8).await, [first, second], "around others that were before it");
    assert_eq!(claim(&studio, 8).await, [other]);
    assert_eq!(claim(&studio, 8).await, [upscale]);
    assert!(claim(&studio, 8).await.is_empty());
    let task = studio.services.tasks().get(&bob, second).await.expect("get");
    assert_eq!(task.state, TaskState::Running);
}

#[tokio::test]
async fn a_batch_has_as_many_pictures_as_the_worker_says() {
    let studio = Studio::new().await;
    let people = [studio.guest().await, studio.guest().await, studio.guest().await, studio.guest().await];
    let mut ids = Vec::new();
    for person in &people {
        ids.push(paint(&studio, person, 4, 2).await);
    }
    assert_eq!(claim(&studio, 5).await, ids[..2], "two tasks of two pictures");
    assert_eq!(claim(&studio, 1).await, [ids[2]], "the first one even if it is more than that");
    assert_eq!(claim(&studio, 4).await, [ids[3]]);
}

#[tokio::test]
async fn company_does_not_lift_the_limit_of_running_tasks() {
    let studio = Studio::new().await;
    let (ada, bob) = (studio.guest().await, studio.guest().await);
    let mut of_ada = Vec::new();
    for _ in 0..5 {
        of_ada.push(paint(&studio, &ada, 4, 1).await);
    }
    let of_bob = paint(&studio, &bob, 4, 1).await;
    let mut expected = of_ada[..3].to_vec();
    expected.push(of_bob);
    expected.sort();
    assert_eq!(claim(&studio, 8).await, expected);
    assert!(claim(&studio, 8).await.is_empty(), "three of hers are running");
}
