//! From requests with the pictures that came along, whatever door they came in by, to tasks in the queue.

use crate::http::{error::Result, state::AppState, v1::upload::Upload};
use std::collections::HashMap;
use studio_domain::{Actor, FieldError, ImageId, PredictRequest, Problem, Task, UploadKind};
use studio_services::{IdempotencyKey, NewWork};

/// Pictures that came with requests, under ids that stand for them until they are stored.
#[derive(Default)]
pub struct Pictures(Vec<NewPicture>);

struct NewPicture {
    placeholder: ImageId,
    kind: UploadKind,
    upload: Upload,
}

impl Pictures {
    /// The id by which requests may name the picture.
    pub fn add(&mut self, kind: UploadKind, upload: Upload) -> ImageId {
        let placeholder = ImageId::generate();
        self.0.push(NewPicture { placeholder, kind, upload });
        placeholder
    }

    /// What their headers say of their sizes.
    fn probe(&self) -> Result<HashMap<ImageId, (u32, u32)>, Problem> {
        let probe = |picture: &NewPicture| {
            let probe = studio_imaging::probe(&picture.upload.bytes);
            let probe = probe.map_err(|e| Problem::new(e.code(), e.to_string()))?;
            Ok((picture.placeholder, (probe.width, probe.height)))
        };
        self.0.iter().map(probe).collect()
    }
}

/// Queues the requests: all of them, or none. Everything that can be refused is refused before the first byte is stored.
pub async fn submit(
    state: &AppState,
    actor: &Actor,
    requests: Vec<PredictRequest>,
    pictures: Pictures,
    key: Option<IdempotencyKey<'_>>,
) -> Result<Vec<Task>> {
    let sizes = pictures.probe()?;
    let several = requests.len() > 1;
    let mut work = Vec::with_capacity(requests.len());
    for (index, request) in requests.into_iter().enumerate() {
        let checked = check(state, request, &sizes);
        work.push(checked.map_err(|e| if several { e.within(&format!("requests[{index}]")) } else { e })?);
    }
    let mut stored = HashMap::new();
    let submitted = async {
        for NewPicture { placeholder, kind, upload: Upload { bytes, declared } } in pictures.0 {
            let image = state.services.images().upload(actor, kind, bytes, declared).await?;
            stored.insert(placeholder, image.id);
        }
        for inputs in work.iter_mut().map(|work| &mut work.request.inputs) {
            for id in [&mut inputs.image, &mut inputs.mask, &mut inputs.background].into_iter().flatten() {
                *id = stored.get(id).copied().unwrap_or(*id);
            }
        }
        state.services.tasks().submit_all(actor, work, key).await
    };
    let submitted = submitted.await;
    if submitted.is_err() {
        // What belongs to no task would only be found in the gallery, to its owner's surprise.
        for id in stored.into_values() {
            if let Err(error) = state.services.images().take_back(actor, id).await {
                tracing::warn!(error = format!("{:#}", anyhow::Error::new(error)), "an unused upload stays");
            }
        }
    }
    Ok(submitted?)
}

/// Everything that can be checked before the pictures are stored.
fn check(state: &AppState, request: PredictRequest, sizes: &HashMap<ImageId, (u32, u32)>) -> Result<NewWork, Problem> {
    request.validate()?;
    if let Some(url) = &request.webhook {
        let refused = |message| Problem::validation(vec![FieldError::new("webhook", "not_accepted", message)]);
        state.outbound.check(url).map_err(refused)?;
    }
    let (name, version) = (request.model.as_deref(), request.version.as_deref());
    let (model, version) = state.engine.resolve(request.task, name, version)?;
    if let Some(size) = request.inputs.image.and_then(|id| sizes.get(&id)) {
        request.clone().complete(&model, Some(*size), 0)?;
    }
    Ok(NewWork { request, model, version })
}
