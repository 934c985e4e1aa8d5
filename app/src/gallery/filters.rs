//! Finding pictures: words, kinds, and what is looked for less often, folded.

use crate::{
    browser::days,
    language::Phrase,
    studio::Store,
    text::gallery as words,
    ui::{Badge, Button, ButtonSize, ButtonVariant, Icon, IconButton},
};
use leptos::{ev::Event, prelude::*};
use std::time::Duration;
use studio_domain::{ImageKind, ImageListQuery, RatingFilter, TaskKind, TaskKinds, limits};

/// A pause in typing that is long enough to look for what was typed.
const PAUSE: Duration = Duration::from_millis(300);

/// A tab: its words, and which pictures are behind it.
type Kind = (Phrase, Option<ImageKind>, &'static [TaskKind]);

const KINDS: [Kind; 8] = [
    (words::ALL, None, &[]),
    (words::UPLOADS, Some(ImageKind::Original), &[]),
    (words::GENERATED, None, &[TaskKind::TextToImage]),
    (words::EDITED, None, &[TaskKind::ImageToImage, TaskKind::Inpaint]),
    (words::UPSCALED, None, &[TaskKind::Upscale]),
    (words::STYLED, None, &[TaskKind::StyleTransfer]),
    (words::CUT_OUT, None, &[TaskKind::RemoveBackground]),
    (words::SEPARATED, None, &[TaskKind::Segment]),
];

/// How many of the folded filters are at work.
fn folded(filter: &ImageListQuery) -> usize {
    let ImageListQuery { model, rating, after, before, .. } = filter;
    [model.is_some(), rating.is_some(), after.is_some(), before.is_some()].into_iter().filter(|active| *active).count()
}

/// The line with the words, and what is folded behind its button.
#[component]
pub fn Search() -> impl IntoView {
    let store = expect_context::<Store>();
    let filter = store.listing.filter;
    let words_of = move || filter.with(|filter| filter.q.clone().unwrap_or_default());
    let typed = RwSignal::new(untrack(words_of));
    // When the words come from elsewhere, such as the way back in the history.
    Effect::new(move || {
        let words = words_of();
        if typed.with_untracked(|typed| typed.trim() != words) {
            typed.set(words);
        }
    });
    let mut look = debounce(PAUSE, move |text: String| {
        let text = text.trim().to_owned();
        store.narrow(|filter| filter.q = Some(text).filter(|text| !text.is_empty()));
    });
    let active = move || filter.with(folded);
    let open = RwSignal::new(untrack(active) > 0);
    let favorites = move || filter.with(|filter| filter.favorite == Some(true));
    let toggle_favorites = move |_| store.narrow(|filter| filter.favorite = filter.favorite.is_none().then_some(true));
    view! {
        <search class="gallery__search">
            <form class="gallery__words" method="get" on:submit=|event| event.prevent_default()>
                {Icon::Search.view()}
                <input
                    class="input"
                    type="search"
                    name="q"
                    aria-label=words::SEARCH
                    placeholder=words::SEARCH
                    maxlength=limits::MAX_QUERY_CHARS
                    autocomplete="off"
                    enterkeyhint="search"
                    value=typed.get_untracked()
                    prop:value=typed
                    on:input=move |event| {
                        typed.set(event_target_value(&event));
                        look(typed.get_untracked());
                    }
                />
            </form>
            <IconButton
                icon=Icon::Star
                label=words::FAVORITES_ONLY
                variant=ButtonVariant::Secondary
                attr:aria-pressed=move || if favorites() { "true" } else { "false" }
                on:click=toggle_favorites
            />
            <span class="badged">
                <IconButton
                    icon=Icon::Filter
                    label=Signal::derive(move || words::filters(active()))
                    variant=ButtonVariant::Secondary
                    attr:aria-expanded=move || if open.get() { "true" } else { "false" }
                    attr:aria-controls="gallery-filters"
                    on:click=move |_| open.update(|open| *open = !*open)
                />
                <Badge count=Signal::derive(active)/>
            </span>
            <div class="gallery__filters" id="gallery-filters" hidden=move || !open.get()>
                <Folded/>
            </div>
        </search>
    }
}

#[component]
fn Folded() -> impl IntoView {
    let store = expect_context::<Store>();
    let filter = store.listing.filter;
    let model = move || filter.with(|filter| filter.model.clone().unwrap_or_default());
    let choose_model = move |event: Event| {
        let name = event_target_value(&event);
        store.narrow(|filter| filter.model = Some(name).filter(|name| !name.is_empty()));
    };
    let rating = move || filter.with(|filter| filter.rating.map_or("", RatingFilter::as_str));
    let choose_rating = move |event: Event| {
        let rating = RatingFilter::parse(&event_target_value(&event));
        store.narrow(|filter| filter.rating = rating);
    };
    let from = move || filter.with(|filter| filter.after).map(days::of).unwrap_or_default();
    // The day that ends with that moment.
    let last = move || filter.with(|filter| filter.before).map(|before| before - Duration::from_secs(1));
    let to = move || last().map(days::of).unwrap_or_default();
    let clear = move |_| {
        store.narrow(|filter| {
            (filter.model, filter.rating, filter.after, filter.before) = (None, None, None, None);
        });
    };
    let named = store.listing.models.with_value(|models| {
        let option = |(name, title): &(String, String)| {
            let chosen = name.clone();
            view! { <option value=name.clone() selected=move || model() == chosen>{title.clone()}</option> }
        };
        models.iter().map(option).collect_view()
    });
    let ratings = [
        (words::LIKED, RatingFilter::Like),
        (words::DISLIKED, RatingFilter::Dislike),
        (words::UNRATED, RatingFilter::None),
    ];
    view! {
        <div class="field">
            <label class="field__label" for="gallery-model">{words::MODEL}</label>
            <select class="input" id="gallery-model" prop:value=model on:change=choose_model>
                <option value="">{words::ANY_MODEL}</option>
                {named}
            </select>
        </div>
        <div class="field">
            <label class="field__label" for="gallery-rating">{words::RATING}</label>
            <select class="input" id="gallery-rating" prop:value=rating on:change=choose_rating>
                <option value="">{words::ANY_RATING}</option>
                {ratings.map(|(label, value)| view! {
                    <option value=value.as_str() selected=move || rating() == value.as_str()>{label}</option>
                }).collect_view()}
            </select>
        </div>
        <DayField
            id="gallery-from"
            label=words::FROM
            day=Signal::derive(from)
            on_choice=move |day: String| store.narrow(|filter| filter.after = days::begin(&day, 0))
        />
        <DayField
            id="gallery-to"
            label=words::TO
            day=Signal::derive(to)
            on_choice=move |day: String| store.narrow(|filter| filter.before = days::begin(&day, 1))
        />
        <Button
            size=ButtonSize::Small
            disabled=Signal::derive(move || filter.with(folded) == 0)
            on:click=clear
        >
            {words::CLEAR}
        </Button>
    }
}

/// `day` is as an `<input type="date">` has it, and so is what is chosen.
#[component]
fn DayField(
    id: &'static str,
    label: Phrase,
    day: Signal<String>,
    #[prop(into)] on_choice: Callback<String>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label class="field__label" for=id>{label}</label>
            <input
                class="input"
                id=id
                type="date"
                prop:value=day
                on:change=move |event| on_choice.run(event_target_value(&event))
            />
        </div>
    }
}

/// The tabs: radio buttons, so that arrow keys and assistive technology work as everywhere.
#[component]
pub fn Kinds() -> impl IntoView {
    let store = expect_context::<Store>();
    let filter = store.listing.filter;
    let tab = |(label, kind, tasks): Kind| {
        let asked = move || (!tasks.is_empty()).then(|| TaskKinds(tasks.to_vec()));
        let checked = move || filter.with(|filter| filter.kind == kind && filter.task == asked());
        let choose = move |_| store.narrow(|filter| (filter.kind, filter.task) = (kind, asked()));
        view! {
            <label class="chip">
                <input type="radio" name="gallery-kind" checked=checked prop:checked=checked on:change=choose/>
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <fieldset class="gallery__kinds">
            <legend class="visually-hidden">{words::FILTER}</legend>
            <div class="chips">{KINDS.map(tab).collect_view()}</div>
        </fieldset>
    }
}
