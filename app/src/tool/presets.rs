//! Settings kept under names: kept, used, renamed, deleted.

use super::{Form, Tool, api};
use crate::{
    AppError,
    studio::Store,
    text::presets as words,
    ui::{Button, ButtonSize, ButtonVariant, Dialog, FieldError, Icon, IconButton, Skeleton},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use studio_domain::{NewPreset, Preset, PresetId, PresetPatch};

/// What the window shows and does. Cheap to copy.
#[derive(Clone, Copy)]
struct Presets {
    store: Store,
    form: Form,
    open: RwSignal<bool>,
    /// `None` until they are there.
    list: RwSignal<Option<Vec<Preset>>>,
    error: RwSignal<Option<AppError>>,
    /// The one whose name is being changed.
    renaming: RwSignal<Option<PresetId>>,
    /// What was deleted last, to bring it back.
    deleted: RwSignal<Option<NewPreset>>,
}

impl Presets {
    /// Does something, then shows how things stand.
    fn after(self, act: impl Future<Output = Result<(), AppError>> + 'static) {
        spawn_local(async move {
            let done = act.await;
            let list = api::presets().await;
            // The page may be gone.
            self.error.try_set(done.err().or_else(|| list.as_ref().err().cloned()));
            if let Ok(list) = list {
                self.list.try_set(Some(list));
            }
        });
    }

    fn load(self) {
        self.renaming.set(None);
        self.deleted.set(None);
        self.after(async { Ok(()) });
    }

    /// Keeps the tool's settings, in place of those of the same name.
    fn save(self, name: String) {
        let preset = self.form.preset(name);
        if let Err(problem) = preset.validate() {
            self.error.set(Some(problem.into()));
            return;
        }
        let of_the_same_name = self.list.with_untracked(|list| {
            let same = |known: &&Preset| known.name == preset.name.trim() && known.task == preset.task;
            list.as_ref()?.iter().find(same).map(|known| known.id)
        });
        self.after(async move {
            match of_the_same_name {
                Some(id) => {
                    let NewPreset { model, inputs, parameters, .. } = preset;
                    let patch = PresetPatch { name: None, model, inputs: Some(inputs), parameters: Some(parameters) };
                    api::change_preset(id, patch).await.map(drop)
                }
                None => api::create_preset(preset).await.map(drop),
            }
        });
    }

    fn rename(self, id: PresetId, name: String) {
        self.renaming.set(None);
        let patch = PresetPatch { name: Some(name), ..PresetPatch::default() };
        self.after(async move { api::change_preset(id, patch).await.map(drop) });
    }

    fn delete(self, preset: Preset) {
        let id = preset.id;
        self.after(async move {
            api::delete_preset(id).await?;
            self.deleted.try_set(Some(PresetPatch::default().applied_to(preset)));
            Ok(())
        });
    }

    fn bring_back(self) {
        let deleted = self.deleted.get_untracked();
        self.deleted.set(None);
        self.after(async move {
            match deleted {
                Some(preset) => api::create_preset(preset).await.map(drop),
                None => Ok(()),
            }
        });
    }

    fn use_it(self, preset: Preset) {
        let Preset { task, model, inputs, parameters, .. } = preset;
        self.form.apply(self.store, task, model, inputs, parameters);
        self.open.set(false);
    }
}

#[component]
pub fn PresetsDialog(open: RwSignal<bool>, form: Form) -> impl IntoView {
    let presets = Presets {
        store: expect_context(),
        form,
        open,
        list: RwSignal::new(None),
        error: RwSignal::new(None),
        renaming: RwSignal::new(None),
        deleted: RwSignal::new(None),
    };
    Effect::new(move || {
        if open.get() {
            presets.load();
        }
    });
    let message = Signal::derive(move || {
        presets.error.with(|error| {
            let error = error.as_ref()?;
            Some(error.field("name").unwrap_or_else(|| error.message()))
        })
    });
    let list = move || match presets.list.get() {
        None => view! { <Skeleton height="120px"/> }.into_any(),
        Some(list) if list.is_empty() => view! { <p class="muted">{words::EMPTY}</p> }.into_any(),
        Some(list) => {
            let items = list.into_iter().map(|preset| view! { <Item presets preset/> }).collect_view();
            view! { <ul class="choose-from" aria-label=words::TITLE>{items}</ul> }.into_any()
        }
    };
    let deleted = move || {
        presets.deleted.with(|deleted| deleted.as_ref().map(|preset| words::deleted(&preset.name))).map(|text| {
            view! {
                <p class="presets__deleted" role="status">
                    <span>{text}</span>
                    <Button size=ButtonSize::Small on:click=move |_| presets.bring_back()>{words::UNDO}</Button>
                </p>
            }
        })
    };
    view! {
        <Dialog id="presets" title=words::TITLE open>
            <NewPresetForm presets message/>
            <div class="dialog__body dialog__body--tall">
                {deleted}
                {list}
            </div>
        </Dialog>
    }
}

#[component]
fn NewPresetForm(presets: Presets, message: Signal<Option<String>>) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        presets.save(name.get_untracked());
        if presets.error.with_untracked(Option::is_none) {
            name.set(String::new());
        }
    };
    view! {
        <form class="dialog__search" on:submit=save novalidate=true>
            <label class="field__label" for="preset-name">{words::NAME}</label>
            <div class="presets__row">
                <input
                    class="input"
                    id="preset-name"
                    autocomplete="off"
                    placeholder=words::NAME_EXAMPLE
                    aria-describedby="preset-error"
                    prop:value=move || name.get()
                    on:input=move |event| {
                        presets.error.set(None);
                        name.set(event_target_value(&event));
                    }
                />
                <Button kind="submit" variant=ButtonVariant::Primary>{words::SAVE}</Button>
            </div>
            <FieldError id="preset-error" error=message/>
        </form>
    }
}

#[component]
fn Item(presets: Presets, preset: Preset) -> impl IntoView {
    let preset = StoredValue::new(preset);
    let (id, name) = preset.with_value(|preset| (preset.id, preset.name.clone()));
    let tool = preset.with_value(|preset| Tool::of(preset.task));
    let what = preset.with_value(|preset| tool.describe(&preset.inputs, &preset.parameters));
    let new_name = RwSignal::new(name.clone());
    let rename = move |event: SubmitEvent| {
        event.prevent_default();
        presets.rename(id, new_name.get_untracked());
    };
    let content = move || {
        if presets.renaming.get() == Some(id) {
            return view! {
                <form class="presets__row presets__row--rename" on:submit=rename novalidate=true>
                    <input
                        class="input"
                        autofocus=true
                        aria-label=words::NEW_NAME
                        prop:value=move || new_name.get()
                        on:input=move |event| new_name.set(event_target_value(&event))
                    />
                    <Button kind="submit">{words::SAVE}</Button>
                </form>
            }
            .into_any();
        }
        let (name, what) = (name.clone(), what.clone());
        view! {
            <button
                type="button"
                class="choose-from__item"
                on:click=move |_| presets.use_it(preset.get_value())
            >
                <strong>{name.clone()}</strong>
                <br/>
                <span class="muted">{what}</span>
            </button>
            <IconButton
                icon=Icon::Edit
                label=words::rename(&name)
                size=ButtonSize::Small
                on:click=move |_| presets.renaming.set(Some(id))
            />
            <IconButton
                icon=Icon::Trash
                label=words::delete(&name)
                size=ButtonSize::Small
                on:click=move |_| presets.delete(preset.get_value())
            />
        }
        .into_any()
    };
    view! { <li class="presets__item">{content}</li> }
}
