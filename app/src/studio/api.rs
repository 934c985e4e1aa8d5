//! What the studio shows when it opens, and what an address refers to.

use super::Selection;
use crate::AppError;
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};
use studio_domain::{Board, Image, Me, ModelInfo, Page, Task};

/// Everything on the first screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StudioState {
    pub me: Me,
    /// First page of what the address asks for, newest first.
    pub gallery: Page<Image>,
    pub boards: Vec<Board>,
    /// Tasks that have not ended, and those that failed and were not dismissed.
    pub tasks: Vec<Task>,
    /// What the tasks work on and what the address names.
    pub opened: Opened,
    /// The address names something that is not there.
    pub missing: bool,
    /// What can be run.
    pub models: Vec<ModelInfo>,
}

/// Pictures and tasks that belong together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    pub images: Vec<Image>,
    pub tasks: Vec<Task>,
}

/// A picture with the picture it was made from and the task that made it; or a task with its pictures.
#[server(input = Json, endpoint = "open")]
pub async fn open(selection: Selection) -> Result<Opened, AppError> {
    let (services, actor) = crate::server::context()?;
    gather::opened(&services, &actor, selection).await.map_err(|error| crate::server::refuse(&error))
}

#[cfg(feature = "ssr")]
pub mod gather {
    use super::{Opened, Selection, StudioState};
    use crate::text;
    use studio_domain::{
        Actor, ErrorCode, Image, ImageId, ImageListQuery, ModelInfo, Problem, Task, TaskId, TaskListQuery, TaskState,
    };
    use studio_services::{Error, Services};

    /// More failures than this are history.
    const FAILURES: u32 = 20;

    /// Everything on the first screen.
    pub async fn studio(
        services: &Services,
        models: Vec<ModelInfo>,
        actor: &Actor,
        selection: Selection,
        filter: &ImageListQuery,
    ) -> Result<StudioState, Error> {
        let me = services.accounts().me(actor).await?;
        let gallery = services.images().list(actor, filter).await?;
        let boards = services.boards().list(actor).await?;
        let mut tasks = Vec::new();
        for (state, limit) in
            [(TaskState::Running, None), (TaskState::Queued, None), (TaskState::Failed, Some(FAILURES))]
        {
            let query = TaskListQuery { state: Some(state), limit, ..TaskListQuery::default() };
            tasks.extend(services.tasks().list(actor, &query).await?.data);
        }
        let (mut opened, missing) = match opened(services, actor, selection).await {
            Ok(opened) => (opened, false),
            Err(error) if error.code() == ErrorCode::NotFound => (Opened::default(), true),
            Err(error) => return Err(error),
        };
        for id in tasks.iter().filter_map(|task| task.inputs.image) {
            let known = gallery.data.iter().chain(&opened.images).any(|image| image.id == id);
            if !known {
                opened.images.extend(image(services, actor, id).await?);
            }
        }
        Ok(StudioState { me, gallery, boards, tasks, opened, missing, models })
    }

    /// See [`super::open`].
    pub async fn opened(services: &Services, actor: &Actor, selection: Selection) -> Result<Opened, Error> {
        let mut opened = Opened::default();
        let task = match selection {
            Selection::Nothing => return Ok(opened),
            Selection::Invalid => return Err(not_found()),
            Selection::Image(id) => {
                let picture = image(services, actor, id).await?.ok_or_else(not_found)?;
                let task = match picture.task_id {
                    Some(id) => task(services, actor, id).await?,
                    None => None,
                };
                if let Some(source) = picture.source_image_id {
                    opened.images.extend(image(services, actor, source).await?);
                }
                opened.images.push(picture);
                task
            }
            Selection::Task(id) => {
                let task = services.tasks().get(actor, id).await?;
                for id in task.inputs.image.into_iter().chain(task.images.iter().map(|image| image.id)) {
                    opened.images.extend(image(services, actor, id).await?);
                }
                Some(task)
            }
        };
        opened.tasks.extend(task);
        Ok(opened)
    }

    /// A picture that may be gone.
    async fn image(services: &Services, actor: &Actor, id: ImageId) -> Result<Option<Image>, Error> {
        let image = present(services.images().get(actor, id).await)?;
        Ok(image.filter(|image| image.deleted_at.is_none()))
    }

    /// A task that may be gone.
    async fn task(services: &Services, actor: &Actor, id: TaskId) -> Result<Option<Task>, Error> {
        present(services.tasks().get(actor, id).await)
    }

    fn present<T>(found: Result<T, Error>) -> Result<Option<T>, Error> {
        match found {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn not_found() -> Error {
        Problem::new(ErrorCode::NotFound, text::stage::MISSING_TITLE).into()
    }
}
