//! The stage in the middle: nothing yet, work in progress, or a picture to look at.

mod compare;
mod comparison;
mod details;
mod download;
mod easel;
mod empty;
mod picture;
mod reuse;
mod send;
mod viewer;
mod viewport;
mod working;
mod zoom;

use crate::{
    studio::{Selection, Stage, Store},
    text::stage as words,
    ui::{Button, ButtonVariant, EmptyState, Icon},
};
pub use comparison::Comparison;
pub use easel::Easel;
use easel::EaselView;
use empty::Empty;
use leptos::prelude::*;
use picture::PictureView;
use studio_domain::ErrorCode;
use working::{Ended, Working};

/// Whatever is on the stage.
#[component]
pub fn StageView() -> impl IntoView {
    let store = expect_context::<Store>();
    let easel = expect_context::<Easel>();
    // Whoever opens something else wants to see that.
    Effect::new(move |before: Option<u32>| {
        let shown = store.shown.get();
        if before.is_some_and(|before| before != shown) {
            easel.shown.set(false);
        }
        shown
    });
    let stage = move || match store.stage.get() {
        Stage::Empty => view! { <Empty/> }.into_any(),
        Stage::Loading => view! { <div class="stage" aria-busy="true" aria-label=words::LOADING></div> }.into_any(),
        Stage::Refused(error) => {
            view! { <Refused message=error.message() gone=error.code() == Some(ErrorCode::NotFound)/> }.into_any()
        }
        Stage::Working(id) => view! { <Working id/> }.into_any(),
        Stage::Ended(id) => view! { <Ended id/> }.into_any(),
        Stage::Picture(id) => view! { <PictureView id/> }.into_any(),
    };
    move || if easel.shown.get() { view! { <EaselView/> }.into_any() } else { stage() }
}

/// The address names something that cannot be shown.
#[component]
fn Refused(message: String, gone: bool) -> impl IntoView {
    let store = expect_context::<Store>();
    let retry = move || {
        view! {
            <Button icon=Icon::Retry on:click=move |_| store.retry_refused()>{words::RETRY}</Button>
        }
    };
    view! {
        <div class="stage">
            <div class="stage__empty">
                <EmptyState icon=Icon::Alert title=words::MISSING_TITLE text=message>
                    {(!gone).then(retry)}
                    <Button variant=ButtonVariant::Primary on:click=move |_| store.show(Selection::Nothing)>
                        {words::BACK}
                    </Button>
                </EmptyState>
            </div>
        </div>
    }
}
