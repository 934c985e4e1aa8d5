//! The two forms.

use super::api::{FormState, SignIn, SignUp};
use crate::{
    AppError, FirstData,
    language::Phrase,
    studio::BareHeader,
    text::account as words,
    ui::{Button, ButtonSize, ButtonVariant, Field, FieldError},
};
use leptos::{ev::SubmitEvent, prelude::*, server_fn::ServerFn};
use leptos_meta::Title;
use studio_domain::RegisterRequest;
use wasm_bindgen::JsCast;

const FIELDS: [&str; 2] = ["email", "password"];

#[component]
pub fn SignInPage() -> impl IntoView {
    let FormState { email, error } = first_state();
    view! {
        <Sheet title=words::SIGN_IN_TITLE>
            <form class="field-stack" method="post" action=SignIn::url()>
                <Fields email error=Signal::stored(error) autocomplete="current-password"/>
                <Button variant=ButtonVariant::Primary size=ButtonSize::Wide kind="submit">{words::SIGN_IN}</Button>
            </form>
            <p class="card__text">{words::NO_ACCOUNT} " " <a href="/sign-up">{words::SIGN_UP}</a></p>
        </Sheet>
    }
}

#[component]
pub fn SignUpPage() -> impl IntoView {
    let FormState { email, error } = first_state();
    let error = RwSignal::new(error);
    // The same rules as the server's, told before the way there and back.
    let check = move |event: SubmitEvent| {
        let problem = typed(&event).and_then(|request| request.validate().err());
        if problem.is_some() {
            event.prevent_default();
        }
        error.set(problem.map(AppError::from));
    };
    view! {
        <Sheet title=words::SIGN_UP_TITLE>
            <p class="card__text">{words::SIGN_UP_TEXT}</p>
            <form class="field-stack" method="post" action=SignUp::url() novalidate=true on:submit=check>
                <Fields email error=error.into() autocomplete="new-password" hint=words::PASSWORD_HINT/>
                <Button variant=ButtonVariant::Primary size=ButtonSize::Wide kind="submit">{words::SIGN_UP}</Button>
            </form>
            <p class="card__text">{words::HAVE_ACCOUNT} " " <a href="/sign-in">{words::SIGN_IN}</a></p>
        </Sheet>
    }
}

fn first_state() -> FormState {
    match FirstData::take() {
        Some(FirstData::Form(state)) => state,
        _ => FormState::default(),
    }
}

/// What stands in the form that is being sent.
fn typed(event: &SubmitEvent) -> Option<RegisterRequest> {
    let form = web_sys::FormData::new_with_form(event.target()?.dyn_ref()?).ok()?;
    let [email, password] = FIELDS.map(|field| form.get(field).as_string());
    Some(RegisterRequest { email: email?, password: password? })
}

#[component]
fn Sheet(title: Phrase, children: Children) -> impl IntoView {
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
    email: String,
    error: Signal<Option<AppError>>,
    autocomplete: &'static str,
    #[prop(optional)] hint: Option<Phrase>,
) -> impl IntoView {
    let of = move |field: &'static str| {
        Signal::derive(move || error.with(|error| error.as_ref().and_then(|error| error.field(field))))
    };
    let elsewhere = Signal::derive(move || error.with(|error| error.as_ref().and_then(|error| error.outside(&FIELDS))));
    view! {
        <Field name="email" label=words::EMAIL kind="email" autocomplete="username" value=email error=of("email")/>
        <Field name="password" label=words::PASSWORD kind="password" autocomplete hint error=of("password")/>
        <FieldError id="form-error" error=elsewhere/>
    }
}
