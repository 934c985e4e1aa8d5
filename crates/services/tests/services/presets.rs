//! Settings under names.

use crate::studio::{Studio, code};
use studio_domain::{ErrorCode, NewPreset, PresetPatch, RegisterRequest, TaskInputs, TaskKind, TaskParameters};

fn preset(name: &str) -> NewPreset {
    NewPreset {
        name: name.into(),
        task: TaskKind::TextToImage,
        model: None,
        inputs: TaskInputs { prompt: Some("a boat".into()), ..TaskInputs::default() },
        parameters: TaskParameters { steps: Some(8), ..TaskParameters::default() },
    }
}

#[tokio::test]
async fn what_is_kept_is_changed_as_a_whole_and_stays_valid() {
    let studio = Studio::new().await;
    let (ada, eve) = (studio.guest().await, studio.guest().await);
    let presets = studio.services.presets();
    let kept = presets.create(&ada, &preset(" wide ")).await.expect("create");
    assert_eq!((kept.name.as_str(), kept.parameters.steps), ("wide", Some(8)));
    presets.create(&ada, &preset("Also")).await.expect("create");
    let names = |list: Vec<studio_domain::Preset>| list.into_iter().map(|preset| preset.name).collect::<Vec<_>>();
    assert_eq!(names(presets.list(&ada).await.expect("list")), ["Also", "wide"]);
    assert!(presets.list(&eve).await.expect("list").is_empty());

    let rename = PresetPatch { name: Some("narrow".into()), ..PresetPatch::default() };
    assert_eq!(code(presets.change(&eve, kept.id, rename.clone()).await), ErrorCode::NotFound);
    let renamed = presets.change(&ada, kept.id, rename).await.expect("change");
    assert_eq!((renamed.name.as_str(), &renamed.inputs), ("narrow", &kept.inputs));
    let scale = TaskParameters { scale: Some(2), ..TaskParameters::default() };
    let wrong = PresetPatch { parameters: Some(scale), ..PresetPatch::default() };
    assert_eq!(code(presets.change(&ada, kept.id, wrong).await), ErrorCode::ValidationFailed);

    assert_eq!(code(presets.delete(&eve, kept.id).await), ErrorCode::NotFound);
    presets.delete(&ada, kept.id).await.expect("delete");
    assert_eq!(names(presets.list(&ada).await.expect("list")), ["Also"]);
}

#[tokio::test]
async fn there_is_an_end_to_them() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    for _ in 0..100 {
        studio.services.presets().create(&ada, &preset("x")).await.expect("create");
    }
    assert_eq!(code(studio.services.presets().create(&ada, &preset("x")).await), ErrorCode::QuotaExceeded);
}

#[tokio::test]
async fn a_guests_presets_come_along() {
    let studio = Studio::new().await;
    let (accounts, presets) = (studio.services.accounts(), studio.services.presets());
    let request = RegisterRequest { email: "ada@example.org".into(), password: "correct horse battery".into() };
    let guest = studio.guest().await;
    presets.create(&guest, &preset("first")).await.expect("create");
    let ada = accounts.register(Some(&guest), &request).await.expect("register");
    // Signing in with an account that is there already, as another guest.
    let other = studio.guest().await;
    presets.create(&other, &preset("second")).await.expect("create");
    let credentials = studio_domain::Credentials { email: request.email, password: request.password };
    accounts.sign_in(Some(&other), &credentials).await.expect("sign in");
    let names: Vec<_> = presets.list(&ada).await.expect("list").into_iter().map(|preset| preset.name).collect();
    assert_eq!(names, ["first", "second"]);

    // A guest who has kept something is not idle.
    let third = studio.guest().await;
    presets.create(&third, &preset("third")).await.expect("create");
    studio.execute("update users set created_at = now() - interval '2 days'").await;
    studio.services.sweep().await.expect("sweep");
    assert_eq!(presets.list(&third).await.expect("list").len(), 1);
}
