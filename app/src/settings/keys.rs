//! The keys of one's programs.

use super::{
    SettingsState,
    api::{FormKind, RevokeKey, create_key},
    page::{Done, Section},
};
use crate::{
    AppError,
    text::settings as words,
    ui::{Button, ButtonSize, ButtonVariant, CopyButton, Field, FieldError, LocalTime},
};
use leptos::{ev::SubmitEvent, prelude::*, server_fn::ServerFn, task::spawn_local};
use studio_domain::{ApiKey, CreatedApiKey, NewApiKey, Scope};
use wasm_bindgen::JsCast;

/// Days after which a new key ends, to choose from; the first is what is proposed.
const LIFETIMES: [Option<u32>; 4] = [Some(90), Some(30), Some(365), None];
const FIELDS: [&str; 2] = ["name", "scopes"];

#[component]
pub fn Keys(state: SettingsState) -> impl IntoView {
    let revoked = state.done(FormKind::RevokeKey);
    let failed = state.error(FormKind::RevokeKey).map(|error| error.message());
    let keys = RwSignal::new(state.keys);
    view! {
        <Section id=FormKind::RevokeKey.section() title=words::KEYS text=words::KEYS_TEXT>
            <Done show=revoked text=words::REVOKED/>
            <FieldError id="revoke-error" error=Signal::stored(failed)/>
            <Show when=move || keys.with(|keys| !keys.is_empty())>
                <ul class="settings__rows" aria-label=words::KEYS>
                    <For each=move || keys.get() key=|key| key.id let:key>
                        <Key key/>
                    </For>
                </ul>
            </Show>
            <NewKey keys/>
        </Section>
    }
}

#[component]
fn Key(key: ApiKey) -> impl IntoView {
    let scopes: Vec<_> = key.scopes.iter().map(|scope| scope.as_str()).collect();
    view! {
        <li class="settings__row">
            <div class="settings__what">
                <strong>{key.name.clone()}</strong>
                <span class="muted"><code>{key.prefix}"…"</code> " · " {scopes.join(", ")}</span>
                <span class="muted">
                    {match key.last_used_at {
                        Some(at) => view! { {words::LAST_USED} " " <LocalTime at/> }.into_any(),
                        None => words::NEVER_USED.text().into_any(),
                    }}
                    " · "
                    {match key.expires_at {
                        Some(at) => view! { {words::ENDS} " " <LocalTime at/> }.into_any(),
                        None => words::NEVER_ENDS.text().into_any(),
                    }}
                </span>
            </div>
            <form method="post" action=RevokeKey::url()>
                <input type="hidden" name="id" value=key.id.to_string()/>
                <Button kind="submit" size=ButtonSize::Small attr:aria-label=words::revoke(&key.name)>
                    {words::REVOKE}
                </Button>
            </form>
        </li>
    }
}

/// Asks in place, so that the secret passes through this page only.
#[component]
fn NewKey(keys: RwSignal<Vec<ApiKey>>) -> impl IntoView {
    let (error, created, busy) =
        (RwSignal::new(None::<AppError>), RwSignal::new(None::<CreatedApiKey>), RwSignal::new(false));
    let make = move |event: SubmitEvent| {
        event.prevent_default();
        let Some((form, request)) = asked(&event) else { return };
        busy.set(true);
        spawn_local(async move {
            let answer = create_key(request).await;
            busy.set(false);
            error.set(answer.as_ref().err().cloned());
            if let Ok(new) = answer {
                form.reset();
                keys.update(|keys| keys.insert(0, new.key.clone()));
                created.set(Some(new));
            }
        });
    };
    let of = move |field: &'static str| {
        Signal::derive(move || error.with(|error| error.as_ref().and_then(|error| error.field(field))))
    };
    let elsewhere = Signal::derive(move || error.with(|error| error.as_ref().and_then(|error| error.outside(&FIELDS))));
    view! {
        {move || created.get().map(|created| view! { <Secret created/> })}
        <noscript><p class="card__text">{words::KEY_NEEDS_SCRIPT}</p></noscript>
        <form class="field-stack settings__form script-only" on:submit=make novalidate=true>
            <Field name="name" label=words::KEY_NAME hint=Some(words::KEY_NAME_HINT) autocomplete="off" error=of("name")/>
            <fieldset class="field">
                <legend class="field__label field__legend">{words::KEY_SCOPES}</legend>
                {Scope::ALL.map(|scope| view! {
                    <label class="checkbox">
                        <input
                            type="checkbox"
                            name="scopes"
                            value=scope.as_str()
                            checked=Scope::DEFAULT.contains(&scope)
                        />
                        <span>{words::scope(scope)} " " <code class="muted">{scope.as_str()}</code></span>
                    </label>
                }).collect_view()}
                <FieldError id="scopes-error" error=of("scopes")/>
            </fieldset>
            <div class="field">
                <label class="field__label" for="lifetime">{words::KEY_LIFETIME}</label>
                <select class="input" id="lifetime" name="lifetime">
                    {LIFETIMES.map(|days| view! {
                        <option value=days.map(|days| days.to_string()).unwrap_or_default()>{words::lifetime(days)}</option>
                    }).collect_view()}
                </select>
            </div>
            <FieldError id="key-error" error=elsewhere/>
            <Button variant=ButtonVariant::Primary kind="submit" disabled=busy>{words::MAKE_KEY}</Button>
        </form>
    }
}

/// What stands in the form that is being sent.
fn asked(event: &SubmitEvent) -> Option<(web_sys::HtmlFormElement, NewApiKey)> {
    let form: web_sys::HtmlFormElement = event.target()?.dyn_into().ok()?;
    let data = web_sys::FormData::new_with_form(&form).ok()?;
    let chosen: Vec<_> = data.get_all("scopes").iter().filter_map(|value| value.as_string()).collect();
    let request = NewApiKey {
        name: data.get("name").as_string()?,
        scopes: Some(Scope::ALL.into_iter().filter(|scope| chosen.iter().any(|name| name == scope.as_str())).collect()),
        expires_in_days: data.get("lifetime").as_string().and_then(|days| days.parse().ok()),
        ..NewApiKey::default()
    };
    Some((form, request))
}

/// Shown once, until the page is left.
#[component]
fn Secret(created: CreatedApiKey) -> impl IntoView {
    view! {
        <div class="notice notice--success" role="status">
            <div class="settings__secret">
                <p class="notice__title">{words::key_made(&created.key.name)}</p>
                <p>{words::SECRET_ONCE}</p>
                <div class="settings__code">
                    <code>{created.secret.clone()}</code>
                    <CopyButton label=words::COPY_KEY text=Signal::stored(created.secret)/>
                </div>
            </div>
        </div>
    }
}
