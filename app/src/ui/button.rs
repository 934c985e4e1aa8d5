//! Buttons. Handlers and further attributes go on the component itself: `<Button on:click=… attr:aria-expanded=…>`.

use super::Icon;
use leptos::prelude::*;

/// How much a button asks for attention. One primary button a view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonVariant {
    Primary,
    #[default]
    Secondary,
    Quiet,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonSize {
    Small,
    #[default]
    Medium,
    /// Fills the width; for the one action of a form.
    Wide,
}

impl ButtonVariant {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "button--primary",
            Self::Secondary => "button--secondary",
            Self::Quiet => "button--quiet",
        }
    }
}

impl ButtonSize {
    fn class(self) -> &'static str {
        match self {
            Self::Small => "button--small",
            Self::Medium => "",
            Self::Wide => "button--large button--wide",
        }
    }
}

/// A button with words.
#[component]
pub fn Button(
    #[prop(optional)] variant: ButtonVariant,
    #[prop(optional)] size: ButtonSize,
    /// Shown before the words.
    #[prop(optional, into)]
    icon: Option<Icon>,
    #[prop(optional, into)] disabled: Signal<bool>,
    /// `submit` inside forms.
    #[prop(default = "button")]
    kind: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <button type=kind class=format!("button {} {}", variant.class(), size.class()) disabled=move || disabled.get()>
            {icon.map(Icon::view)}
            {children()}
        </button>
    }
}

/// A button that is only an icon; `label` is its name and its tooltip.
#[component]
pub fn IconButton(
    icon: Icon,
    #[prop(into)] label: Signal<String>,
    #[prop(default = ButtonVariant::Quiet)] variant: ButtonVariant,
    #[prop(optional)] size: ButtonSize,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class=format!("button button--icon {} {}", variant.class(), size.class())
            aria-label=move || label.get()
            title=move || label.get()
            disabled=move || disabled.get()
        >
            {icon.view()}
        </button>
    }
}
