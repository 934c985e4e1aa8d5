//! Everything that speaks SQL. Queries are checked against the schema at compile time; what they mean is decided in the
//! modules above.

pub mod api_keys;
pub mod boards;
pub mod cache;
pub mod client_settings;
pub mod cluster;
pub mod feedback;
pub mod images;
pub mod objects;
pub mod pool;
pub mod presets;
pub mod queue;
pub mod rates;
pub mod sessions;
pub mod speeds;
pub mod tasks;
pub mod tokens;
pub mod usage;
pub mod users;
pub mod webhooks;
pub mod workers;

use crate::Error;
use serde::{Deserialize, de::value::StrDeserializer};

/// Reads an enumeration that is stored under its name on the wire.
pub fn from_text<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Error> {
    T::deserialize(StrDeserializer::<serde::de::value::Error>::new(text)).map_err(|_| Error::Unreadable(text.into()))
}

/// Reads a count or a size that is stored as a signed number because SQL has no other.
pub fn unsigned<T: TryFrom<U>, U: Copy + std::fmt::Display>(number: U) -> Result<T, Error> {
    T::try_from(number).map_err(|_| Error::Unreadable(number.to_string()))
}
