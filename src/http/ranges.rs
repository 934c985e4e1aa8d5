//! `Range` requests (RFC 9110 §14): one part of a file, for clients that go on where they left off.

use axum::http::{HeaderMap, header};
use http_range_header::parse_range_header;
use std::ops::Range;

/// What of a file is to be sent.
#[derive(Debug, PartialEq, Eq)]
pub enum Wanted {
    Whole,
    Part(Range<u64>),
    /// The file ends before the part begins.
    Nothing,
}

/// What the headers ask for of a file. What cannot be understood, and several parts at once, is answered with the whole,
/// as the standard lets a server do; so is a part of a version that is no longer the present one.
pub fn wanted(headers: &HeaderMap, etag: &str, length: u64) -> Wanted {
    let text = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    // Only a strong tag compares; we give out no dates.
    if text(header::IF_RANGE).is_some_and(|condition| condition.trim() != etag) {
        return Wanted::Whole;
    }
    let Some(Ok(ranges)) = text(header::RANGE).map(parse_range_header) else { return Wanted::Whole };
    match ranges.validate(length).as_deref() {
        Ok([part]) => Wanted::Part(*part.start()..part.end() + 1),
        Ok(_) => Wanted::Whole,
        Err(_) if ranges.ranges.len() == 1 => Wanted::Nothing,
        Err(_) => Wanted::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(range: &str, condition: Option<&str>) -> Wanted {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, range.parse().expect("a value"));
        if let Some(condition) = condition {
            headers.insert(header::IF_RANGE, condition.parse().expect("a value"));
        }
        wanted(&headers, "\"a\"", 100)
    }

    #[test]
    fn one_part_is_given() {
        assert_eq!(asked("bytes=0-9", None), Wanted::Part(0..10));
        assert_eq!(asked("bytes=90-", None), Wanted::Part(90..100));
        assert_eq!(asked("bytes=-7", None), Wanted::Part(93..100));
        assert_eq!(asked("bytes=90-500", None), Wanted::Part(90..100));
    }

    #[test]
    fn what_lies_behind_the_end_is_nothing() {
        assert_eq!(asked("bytes=100-", None), Wanted::Nothing);
        assert_eq!(asked("bytes=500-600", None), Wanted::Nothing);
    }

    #[test]
    fn everything_else_is_the_whole() {
        for range in ["bytes=a-b", "lines=1-2", "bytes=0-1, 5-6", "bytes=9-1x", "bytes=", "", "bytes=--1"] {
            assert_eq!(asked(range, None), Wanted::Whole, "{range}");
        }
        assert_eq!(wanted(&HeaderMap::new(), "\"a\"", 100), Wanted::Whole);
    }

    #[test]
    fn a_part_of_another_version_is_the_whole() {
        assert_eq!(asked("bytes=0-9", Some("\"a\"")), Wanted::Part(0..10));
        for other in ["\"b\"", "W/\"a\"", "Tue, 15 Nov 1994 12:45:26 GMT"] {
            assert_eq!(asked("bytes=0-9", Some(other)), Wanted::Whole, "{other}");
        }
    }
}
