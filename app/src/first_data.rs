//! What a page shows first. The server loads it before it renders, so that rendering never waits, and sends it along
//! with the page, where the browser takes it over.

use crate::{AppError, account::FormState, settings::SettingsState, studio::StudioState};
use leptos::server::{
    SharedValue,
    codee::{Decoder, Encoder},
};
use serde::{Deserialize, Serialize};

/// What [`crate::server::load`] loads for an address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FirstData {
    Studio(Result<Box<StudioState>, AppError>),
    Form(FormState),
    Settings(Result<Box<SettingsState>, AppError>),
}

impl FirstData {
    /// The data that came with the page. `None` in a page that the browser made of another one.
    pub fn take() -> Option<Self> {
        SharedValue::<_, Json>::new_with_encoding(given).into_inner()
    }
}

#[cfg(feature = "ssr")]
fn given() -> Option<FirstData> {
    crate::server::extension()
}

#[cfg(not(feature = "ssr"))]
fn given() -> Option<FirstData> {
    None
}

/// Read from bytes, as answers and events are: one compiled reader for all of them.
struct Json;

impl<T: Serialize> Encoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> serde_json::Result<String> {
        serde_json::to_string(value)
    }
}

impl<T: for<'de> Deserialize<'de>> Decoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(json: &str) -> serde_json::Result<T> {
        serde_json::from_slice(json.as_bytes())
    }
}
