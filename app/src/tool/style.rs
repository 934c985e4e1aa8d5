//! Which look a picture is given.

use super::Form;
use crate::{
    said,
    text::style as words,
    ui::{FieldError, FieldHead},
};
use leptos::prelude::*;

#[component]
pub fn StyleField(form: Form) -> impl IntoView {
    let styles = Memo::new(move |_| form.current_model().map(|model| model.styles).unwrap_or_default());
    let chosen = move |name: &str| match form.style.get() {
        Some(style) => style == name,
        None => styles.with(|styles| styles.first().is_some_and(|first| first.name == name)),
    };
    let options = move || {
        let options = styles.get().into_iter().map(|style| {
            let (name, value) = (style.name.clone(), style.name.clone());
            let title = said::style(&style.name, &style.title);
            view! {
                <label class="choice">
                    <input
                        class="choice__input"
                        type="radio"
                        name="style"
                        value=value
                        prop:checked=move || chosen(&name)
                        on:change=move |_| form.style.set(Some(style.name.clone()))
                    />
                    <span class="choice__label">{title}</span>
                </label>
            }
        });
        options.collect_view()
    };
    view! {
        <div class="field" role="group" aria-labelledby="style-label" aria-describedby="style-hint style-error">
            <FieldHead id="style" label=words::STYLE hint=words::STYLE_HINT group=true/>
            <div class="choices">{options}</div>
            <FieldError id="style-error" error=form.field_error("inputs.style")/>
        </div>
    }
}
