//! Like or dislike, with reasons and words.

use super::api;
use crate::{
    AppError,
    language::Phrase,
    studio::Store,
    text::feedback as words,
    ui::{Button, ButtonSize, ButtonVariant, FieldError, Icon, IconButton},
};
use leptos::{prelude::*, task::spawn_local};
use studio_domain::{Feedback, FeedbackReason, FeedbackRequest, ImageId, Rating};

/// An opinion being formed about one picture. Cheap to copy.
#[derive(Clone, Copy)]
pub struct RatingDraft {
    store: Store,
    image: ImageId,
    /// What is saved.
    saved: Memo<Option<Feedback>>,
    /// What is being edited; `None` while the form is closed.
    draft: RwSignal<Option<FeedbackRequest>>,
    error: RwSignal<Option<AppError>>,
    busy: RwSignal<bool>,
}

impl RatingDraft {
    pub fn new(store: Store, image: ImageId) -> Self {
        let saved =
            Memo::new(move |_| store.images.with(|images| images.get(&image).and_then(|image| image.feedback.clone())));
        Self { store, image, saved, draft: RwSignal::new(None), error: RwSignal::new(None), busy: RwSignal::new(false) }
    }

    /// The rating shown as chosen: the one being edited, else the saved one.
    fn rating(self) -> Option<Rating> {
        let draft = self.draft.with(|draft| draft.as_ref().map(|draft| draft.rating));
        draft.or_else(|| self.saved.with(|saved| saved.as_ref().map(|saved| saved.rating)))
    }

    /// Opens the form, keeping what was said before as far as it goes with the rating.
    fn choose(self, rating: Rating) {
        let before = self.draft.get_untracked().or_else(|| {
            self.saved.get_untracked().map(|saved| FeedbackRequest {
                image_id: Some(self.image),
                task_id: None,
                rating: saved.rating,
                reasons: saved.reasons,
                comment: saved.comment,
                consent_training: saved.consent_training,
            })
        });
        let empty = FeedbackRequest {
            image_id: Some(self.image),
            task_id: None,
            rating,
            reasons: Vec::new(),
            comment: String::new(),
            consent_training: false,
        };
        let mut draft = FeedbackRequest { rating, ..before.unwrap_or(empty) };
        draft.reasons.retain(|reason| FeedbackReason::for_rating(rating).contains(reason));
        self.error.set(None);
        self.draft.set(Some(draft));
    }

    fn change(self, change: impl FnOnce(&mut FeedbackRequest)) {
        self.error.set(None);
        self.draft.update(|draft| {
            draft.as_mut().map(change);
        });
    }

    fn close(self) {
        self.draft.set(None);
        self.error.set(None);
    }

    fn save(self) {
        let Some(request) = self.draft.get_untracked() else { return };
        if let Err(problem) = request.validate() {
            self.error.set(Some(problem.into()));
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let answer = api::save_feedback(request).await;
            self.busy.try_set(false);
            match answer {
                Ok(feedback) => self.saved_as(Some(feedback), words::SAVED),
                Err(error) => drop(self.error.try_set(Some(error))),
            }
        });
    }

    fn withdraw(self) {
        let Some(saved) = self.saved.get_untracked() else { return };
        self.busy.set(true);
        spawn_local(async move {
            let answer = api::withdraw_feedback(saved.id).await;
            self.busy.try_set(false);
            match answer {
                Ok(()) => self.saved_as(None, words::WITHDRAWN),
                Err(error) => drop(self.error.try_set(Some(error))),
            }
        });
    }

    fn saved_as(self, feedback: Option<Feedback>, said: Phrase) {
        self.store.images.update(|images| {
            if let Some(image) = images.get_mut(&self.image) {
                image.feedback = feedback;
            }
        });
        self.draft.try_set(None);
        self.store.toaster.say(said);
    }
}

/// The two thumbs.
#[component]
pub fn RatingButtons(rating: RatingDraft) -> impl IntoView {
    let pressed = move |of: Rating| move || if rating.rating() == Some(of) { "true" } else { "false" };
    view! {
        <div class="rating" role="group" aria-label=words::GROUP>
            <IconButton
                icon=Icon::ThumbUp
                label=words::LIKE
                variant=ButtonVariant::Secondary
                attr:aria-pressed=pressed(Rating::Like)
                on:click=move |_| rating.choose(Rating::Like)
            />
            <IconButton
                icon=Icon::ThumbDown
                label=words::DISLIKE
                variant=ButtonVariant::Secondary
                attr:aria-pressed=pressed(Rating::Dislike)
                on:click=move |_| rating.choose(Rating::Dislike)
            />
        </div>
    }
}

/// Reasons, comment and consent, once a thumb was pressed; else what was said before.
#[component]
pub fn FeedbackForm(rating: RatingDraft) -> impl IntoView {
    let draft = rating.draft;
    // Rebuilt when the thumb changes, as other reasons go with it, and not on every key.
    let chosen = Memo::new(move |_| draft.with(|draft| draft.as_ref().map(|draft| draft.rating)));
    move || match (chosen.get(), rating.saved.get()) {
        (Some(chosen), _) => Some(view! { <OpenForm rating chosen/> }.into_any()),
        (None, Some(saved)) => Some(view! { <Said rating saved/> }.into_any()),
        (None, None) => None,
    }
}

/// What was said, and how to say something else.
#[component]
fn Said(rating: RatingDraft, saved: Feedback) -> impl IntoView {
    let chosen = saved.rating;
    let title = match chosen {
        Rating::Like => words::LIKED,
        Rating::Dislike => words::DISLIKED,
    };
    let reasons = saved.reasons.iter().map(|reason| words::reason(*reason).text()).collect::<Vec<_>>().join(" · ");
    let other_error = Signal::derive(move || rating.error.with(|error| error.as_ref().and_then(|e| e.outside(&[]))));
    view! {
        <div class="said">
            <p class="said__text">
                <strong>{title}</strong>
                {(!reasons.is_empty()).then(|| view! { <span>{reasons}</span> })}
                {(!saved.comment.is_empty()).then(|| view! { <span class="said__comment">{saved.comment}</span> })}
            </p>
            <Button size=ButtonSize::Small on:click=move |_| rating.choose(chosen)>{words::CHANGE}</Button>
            <Button
                size=ButtonSize::Small
                variant=ButtonVariant::Quiet
                disabled=rating.busy
                on:click=move |_| rating.withdraw()
            >
                {words::WITHDRAW}
            </Button>
            <FieldError id="said-error" error=other_error/>
        </div>
    }
}

#[component]
fn OpenForm(rating: RatingDraft, chosen: Rating) -> impl IntoView {
    let RatingDraft { draft, saved, error, busy, .. } = rating;
    let (title, id) = match chosen {
        Rating::Like => (words::LIKE_TITLE, "feedback-like"),
        Rating::Dislike => (words::DISLIKE_TITLE, "feedback-dislike"),
    };
    let chips = FeedbackReason::for_rating(chosen)
        .iter()
        .map(|reason| view! { <Reason rating reason=*reason/> })
        .collect_view();
    let comment = move || draft.with(|draft| draft.as_ref().map(|draft| draft.comment.clone())).unwrap_or_default();
    let consent = move || draft.with(|draft| draft.as_ref().is_some_and(|draft| draft.consent_training));
    let comment_error = Signal::derive(move || error.with(|error| error.as_ref().and_then(|e| e.field("comment"))));
    let other_error = Signal::derive(move || error.with(|error| error.as_ref().and_then(|e| e.outside(&["comment"]))));
    view! {
        <form
            class="feedback"
            aria-labelledby=id
            on:submit=move |event| {
                event.prevent_default();
                rating.save();
            }
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    rating.close();
                }
            }
        >
            <fieldset>
                <legend class="feedback__title" id=id>{title}</legend>
                <div class="chips">{chips}</div>
            </fieldset>
            <div class="field">
                <div class="field__head">
                    <label class="field__label" for="comment">{words::COMMENT}</label>
                    <span class="field__hint">{words::COMMENT_HINT}</span>
                </div>
                <textarea
                    class="input"
                    id="comment"
                    rows="2"
                    aria-describedby="comment-error"
                    aria-invalid=move || comment_error.with(Option::is_some).then_some("true")
                    prop:value=comment
                    on:input=move |event| rating.change(|draft| draft.comment = event_target_value(&event))
                ></textarea>
                <FieldError id="comment-error" error=comment_error/>
            </div>
            <label class="checkbox">
                <input
                    type="checkbox"
                    prop:checked=consent
                    on:change=move |event| rating.change(|draft| draft.consent_training = event_target_checked(&event))
                />
                <span>{words::CONSENT}</span>
            </label>
            <FieldError id="feedback-error" error=other_error/>
            <div class="feedback__actions">
                <Button variant=ButtonVariant::Primary kind="submit" disabled=busy>{words::SAVE}</Button>
                <Show when=move || saved.with(Option::is_some)>
                    <Button disabled=busy on:click=move |_| rating.withdraw()>{words::WITHDRAW}</Button>
                </Show>
                <Button variant=ButtonVariant::Quiet on:click=move |_| rating.close()>{words::CLOSE}</Button>
            </div>
        </form>
    }
}

#[component]
fn Reason(rating: RatingDraft, reason: FeedbackReason) -> impl IntoView {
    let checked =
        move || rating.draft.with(|draft| draft.as_ref().is_some_and(|draft| draft.reasons.contains(&reason)));
    let toggle = move |_| {
        rating.change(|draft| {
            if draft.reasons.contains(&reason) {
                draft.reasons.retain(|other| *other != reason);
            } else {
                draft.reasons.push(reason);
            }
        });
    };
    view! {
        <label class="chip">
            <input type="checkbox" prop:checked=checked on:change=toggle/>
            <span>{words::reason(reason)}</span>
        </label>
    }
}
