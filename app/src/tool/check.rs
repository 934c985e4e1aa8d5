//! What can be said against a file without sending it, by the same bounds and in the same form as the server.

use crate::{format, text::tool as words};
use studio_domain::{ErrorCode, FieldError, MediaType, Problem, limits};

/// The field that the server names for pictures.
pub const FIELD: &str = "inputs.image";

/// `declared` is the media type the browser derived from the name; empty when it has no idea.
///
/// # Errors
/// `validation_failed` for an empty file, `upload_too_large`, `unsupported_media_type`.
pub fn file(bytes: f64, declared: &str) -> Result<(), Problem> {
    let limit = limits::MAX_UPLOAD_BYTES;
    if bytes <= 0.0 {
        Err(refusal(ErrorCode::ValidationFailed, words::EMPTY_FILE.into()))
    } else if bytes > limit as f64 {
        let (size, limit) = (format::bytes(bytes as u64), limit / 1_000_000);
        Err(refusal(ErrorCode::UploadTooLarge, words::file_too_large(&size, limit)))
    } else if !declared.is_empty() && MediaType::parse(declared).is_none() {
        Err(refusal(ErrorCode::UnsupportedMediaType, words::UNSUPPORTED.into()))
    } else {
        Ok(())
    }
}

/// # Errors
/// `image_too_large`.
pub fn pixels(width: u32, height: u32) -> Result<(), Problem> {
    let limit = limits::MAX_INPUT_PIXELS;
    if u64::from(width) * u64::from(height) <= limit {
        return Ok(());
    }
    let (size, megapixels) = (format::size(width, height), format::megapixels(width, height));
    let message = words::too_many_pixels(&size, &megapixels, limit / 1_000_000);
    Err(refusal(ErrorCode::ImageTooLarge, message))
}

fn refusal(code: ErrorCode, message: String) -> Problem {
    let errors = vec![FieldError::new(FIELD, "invalid", message.clone())];
    Problem { errors, ..Problem::new(code, message) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(result: Result<(), Problem>) -> Option<ErrorCode> {
        result.err().map(|problem| problem.code)
    }

    #[test]
    fn files_are_held_to_the_servers_bounds() {
        assert_eq!(code(file(10_000_000.0, "image/png")), None);
        assert_eq!(code(file(10_000_001.0, "image/png")), Some(ErrorCode::UploadTooLarge));
        assert_eq!(code(file(0.0, "image/png")), Some(ErrorCode::ValidationFailed));
        assert_eq!(code(file(5.0, "text/plain")), Some(ErrorCode::UnsupportedMediaType));
        assert_eq!(code(file(5.0, "")), None, "the server looks inside");
    }

    #[test]
    fn pixels_are_counted_without_overflow() {
        assert_eq!(code(pixels(8_000, 5_000)), None);
        assert_eq!(code(pixels(8_001, 5_000)), Some(ErrorCode::ImageTooLarge));
        assert_eq!(code(pixels(u32::MAX, u32::MAX)), Some(ErrorCode::ImageTooLarge));
    }
}
