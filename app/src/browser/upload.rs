//! Files to the server: `POST /v1/images` with progress, which `fetch` cannot report; and what files say of themselves.

use crate::AppError;
use serde::{Deserialize, de::DeserializeOwned};
use studio_domain::{ErrorCode, Image, Infotext, MediaType, Problem, UploadKind};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FormData, ProgressEvent, XmlHttpRequest};

/// An upload on its way. Dropping it does not stop it; [`Self::abort`] does.
#[derive(Clone)]
pub struct Upload(XmlHttpRequest);

impl Upload {
    /// A request that has not been sent yet.
    ///
    /// # Errors
    /// [`AppError::Unreachable`] where the browser refuses to make requests at all.
    pub fn new(kind: UploadKind) -> Result<Self, AppError> {
        Self::to(match kind {
            UploadKind::Original => "/v1/images",
            UploadKind::Mask => "/v1/images?kind=mask",
        })
    }

    fn to(address: &str) -> Result<Self, AppError> {
        let request = XmlHttpRequest::new().map_err(|_| AppError::Unreachable)?;
        request.open("POST", address).map_err(|_| AppError::Unreachable)?;
        Ok(Self(request))
    }

    pub fn abort(&self) {
        // Throws only in states this request cannot be in.
        let _ = self.0.abort();
    }

    /// Sends `file`, telling `progress` how much of it has gone (0 to 1).
    ///
    /// # Errors
    /// What the server says against the file; [`AppError::Unreachable`] when there is no answer.
    pub async fn send(&self, file: &File, progress: impl Fn(f32) + 'static) -> Result<Image, AppError> {
        let on_progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
            if event.length_computable() && event.total() > 0.0 {
                progress((event.loaded() / event.total()) as f32);
            }
        });
        if let Ok(upload) = self.0.upload() {
            upload.set_onprogress(Some(on_progress.as_ref().unchecked_ref()));
        }
        self.answer(file).await
    }

    async fn answer<T: DeserializeOwned>(&self, file: &File) -> Result<T, AppError> {
        let Self(request) = self;
        let form = form(file).map_err(|_| AppError::Unreachable)?;
        let ended = js_sys::Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
        request.send_with_opt_form_data(Some(&form)).map_err(|_| AppError::Unreachable)?;
        JsFuture::from(ended).await.map_err(|_| AppError::Unreachable)?;
        answer(request)
    }
}

/// Bytes of a file in which its texts are looked for. PNG and JPEG have them before the pixels.
const HEAD: f64 = 1e6;

/// What a file says of how it was made, read by the server, which does not keep it; `None` when it does not say.
///
/// # Errors
/// What the server says against the file; [`AppError::Unreachable`] when there is no answer.
pub async fn parameters(file: &File) -> Result<Option<Infotext>, AppError> {
    #[derive(Deserialize)]
    struct Answer {
        found: Option<Infotext>,
    }
    let early = matches!(MediaType::parse(&file.type_()), Some(MediaType::Png | MediaType::Jpeg));
    let head = if early && file.size() > HEAD {
        let part = file.slice_with_f64_and_f64_and_content_type(0.0, HEAD, &file.type_()).ok();
        part.and_then(|part| super::files::named(&part, &file.name()))
    } else {
        None
    };
    let answer: Answer = Upload::to("/v1/images/parameters")?.answer(head.as_ref().unwrap_or(file)).await?;
    Ok(answer.found)
}

fn form(file: &File) -> Result<FormData, JsValue> {
    let form = FormData::new()?;
    form.append_with_blob_and_filename("file", file, &file.name())?;
    Ok(form)
}

fn answer<T: DeserializeOwned>(request: &XmlHttpRequest) -> Result<T, AppError> {
    let status = request.status().unwrap_or(0);
    let body = request.response_text().ok().flatten().unwrap_or_default();
    match status {
        0 => Err(AppError::Unreachable),
        200..=299 => serde_json::from_slice(body.as_bytes()).map_err(|_| unreadable()),
        _ => Err(serde_json::from_slice::<Problem>(body.as_bytes()).map_or_else(|_| unreadable(), AppError::from)),
    }
}

/// An answer that did not come from the studio, such as a proxy's error page.
fn unreadable() -> AppError {
    Problem::new(ErrorCode::Internal, crate::text::error::INTERNAL).into()
}
