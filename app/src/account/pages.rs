//! The two forms.

use super::api::{SignIn, SignUp, typed_email};
use crate::{
    AppError,
    studio::BareHeader,
    text::account as words,
    ui::{Button, ButtonSize, ButtonVariant, Field, FieldError},
};
use leptos::{ev::SubmitEvent, form::FromFormData, prelude::*};
use leptos_meta::Title;
use studio_domain::RegisterRequest;

const FIELDS: [&str; 2] = ["email", "password"];

#[component]
pub fn SignInPage() -> impl IntoView {
    let action = ServerAction::<SignIn>::new();
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    view! {
        <Sheet title=words::SIGN_IN_TITLE>
            <ActionForm action=action attr:class="field-stack">
                <Fields error autocomplete="current-password"/>
                <Button variant=ButtonVariant::Primary size=ButtonSize::Wide kind="submit" disabled=action.pending()>
                    {words::SIGN_IN}
                </Button>
            </ActionForm>
            <p class="card__text">{words::NO_ACCOUNT} " " <a href="/sign-up">{words::SIGN_UP}</a></p>
        </Sheet>
    }
}

#[component]
pub fn SignUpPage() -> impl IntoView {
    let action = ServerAction::<SignUp>::new();
    // The same rules as the server's, told before the way there and back.
    let refused = RwSignal::new(None::<AppError>);
    let check = move |event: SubmitEvent| {
        let Ok(SignUp { email, password }) = SignUp::from_event(&event) else { return };
        let problem = RegisterRequest { email, password }.validate().err();
        if problem.is_some() {
            event.prevent_default();
            action.clear();
        }
        refused.set(problem.map(AppError::from));
    };
    let error = Signal::derive(move || refused.get().or_else(|| action.value().get().and_then(Result::err)));
    view! {
        <Sheet title=words::SIGN_UP_TITLE>
            <p class="card__text">{words::SIGN_UP_TEXT}</p>
            <ActionForm action=action attr:class="field-stack" attr:novalidate=true on:submit:capture=check>
                <Fields error autocomplete="new-password" hint=words::PASSWORD_HINT/>
                <Button variant=ButtonVariant::Primary size=ButtonSize::Wide kind="submit" disabled=action.pending()>
                    {words::SIGN_UP}
                </Button>
            </ActionForm>
            <p class="card__text">{words::HAVE_ACCOUNT} " " <a href="/sign-in">{words::SIGN_IN}</a></p>
        </Sheet>
    }
}

#[component]
fn Sheet(title: &'static str, children: Children) -> impl IntoView {
    view! {
        <Title text=title/>
        <div class="app">
            <BareHeader/>
            <main class="sheet">
                <div class="card">
                    <h1 class="card__title">{title}</h1>
                    {children()}
                </div>
            </main>
        </div>
    }
}

/// E-mail and password with their messages; what concerns neither stands above the button.
#[component]
fn Fields(
    error: Signal<Option<AppError>>,
    autocomplete: &'static str,
    #[prop(optional)] hint: Option<&'static str>,
) -> impl IntoView {
    let of = move |field: &'static str| {
        Signal::derive(move || error.with(|error| error.as_ref().and_then(|error| error.field(field))))
    };
    let elsewhere = Signal::derive(move || error.with(|error| error.as_ref().and_then(|error| error.outside(&FIELDS))));
    let typed = Resource::new_blocking(|| (), |()| typed_email());
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                // Without it the field is empty, which is no reason to fail.
                let email = typed.await.unwrap_or_default();
                view! {
                    <Field name="email" label=words::EMAIL kind="email" autocomplete="username" value=email error=of("email")/>
                }
            })}
        </Suspense>
        <PasswordField autocomplete hint error=of("password")/>
        <FieldError id="form-error" error=elsewhere/>
    }
}

#[component]
fn PasswordField(
    autocomplete: &'static str,
    hint: Option<&'static str>,
    error: Signal<Option<String>>,
) -> impl IntoView {
    match hint {
        Some(hint) => view! {
            <Field name="password" label=words::PASSWORD kind="password" autocomplete hint error/>
        }
        .into_any(),
        None => view! { <Field name="password" label=words::PASSWORD kind="password" autocomplete error/> }.into_any(),
    }
}
