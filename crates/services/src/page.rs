//! Keyset pagination: a cursor names the last entry of a page by (time, id), so pages neither skip nor repeat entries
//! when others come or go meanwhile.

use crate::Error;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use studio_domain::{FieldError, Problem, limits};
use time::OffsetDateTime;
use uuid::Uuid;

/// The place in a list after an entry. Opaque to clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub at: OffsetDateTime,
    pub id: Uuid,
}

impl Cursor {
    pub fn encode(self) -> String {
        // Postgres keeps microseconds.
        let micros = self.at.unix_timestamp_nanos() / 1000;
        let mut bytes = [0; 24];
        bytes[..8].copy_from_slice(&(micros as i64).to_be_bytes());
        bytes[8..].copy_from_slice(self.id.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    pub fn decode(text: &str) -> Result<Self, Error> {
        let parse = || {
            let bytes: [u8; 24] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
            let (micros, id) = bytes.split_at(8);
            let micros = i64::from_be_bytes(micros.try_into().ok()?);
            let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1000).ok()?;
            Some(Self { at, id: Uuid::from_slice(id).ok()? })
        };
        parse().ok_or_else(|| invalid("cursor", "invalid", "Use next_cursor of the page before, unchanged.".into()))
    }
}

/// What was asked for, checked.
pub struct PageRequest {
    pub limit: usize,
    pub after: Option<Cursor>,
}

impl PageRequest {
    pub fn parse(limit: Option<u32>, cursor: Option<&str>) -> Result<Self, Error> {
        let limit = limit.unwrap_or(limits::DEFAULT_PAGE);
        if !(1..=limits::MAX_PAGE).contains(&limit) {
            let message = format!("The limit must be between 1 and {}.", limits::MAX_PAGE);
            return Err(invalid("limit", "out_of_range", message));
        }
        Ok(Self { limit: limit as usize, after: cursor.map(Cursor::decode).transpose()? })
    }

    /// How many rows to ask for: one more than fit, to know whether there is a next page.
    pub fn rows(&self) -> i64 {
        self.limit as i64 + 1
    }
}

fn invalid(field: &str, code: &str, message: String) -> Error {
    Problem::validation(vec![FieldError::new(field, code, message)]).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn a_cursor_survives_the_round_trip_to_the_microsecond() {
        let cursor = Cursor { at: datetime!(2026-11-21 01:02:03.456789 UTC), id: Uuid::now_v7() };
        assert_eq!(Cursor::decode(&cursor.encode()).expect("decodes"), cursor);
    }

    #[test]
    fn what_is_no_cursor_is_refused_by_name() {
        for text in ["", "x", "AAAA", &"A".repeat(33), &format!("f{}", "A".repeat(31))] {
            let problem = Cursor::decode(text).expect_err(text).problem();
            assert_eq!(problem.errors[0].field, "cursor");
        }
        assert!(PageRequest::parse(Some(0), None).is_err());
        assert!(PageRequest::parse(Some(limits::MAX_PAGE + 1), None).is_err());
    }
}
