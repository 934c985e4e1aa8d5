//! The bounds that the page, the API and the workers all enforce.

/// Largest accepted upload, in bytes (10 MB).
pub const MAX_UPLOAD_BYTES: u64 = 10_000_000;
/// Largest accepted input picture, in pixels (40 megapixels).
pub const MAX_INPUT_PIXELS: u64 = 40_000_000;
/// Largest picture a task may make, in pixels (64 megapixels).
pub const MAX_OUTPUT_PIXELS: u64 = 64_000_000;
/// Longest side of a thumbnail, in pixels.
pub const THUMBNAIL_SIDE: u32 = 384;
/// Most requests in one batch.
pub const MAX_BATCH: usize = 16;
/// Longest feedback comment, in characters.
pub const MAX_COMMENT_CHARS: usize = 2_000;
/// Longest image title, in characters.
pub const MAX_TITLE_CHARS: usize = 200;
/// Shortest and longest password, in characters (OWASP ASVS 5.0 §6.2: at least 8, at least 64 allowed).
pub const PASSWORD_CHARS: std::ops::RangeInclusive<usize> = 8..=128;
/// Longest e-mail address, in bytes (RFC 5321 §4.5.3.1.3).
pub const MAX_EMAIL_BYTES: usize = 254;
/// Default and largest page of a list.
pub const DEFAULT_PAGE: u32 = 24;
pub const MAX_PAGE: u32 = 100;
/// Days during which a deleted image can be brought back.
pub const UNDO_DAYS: i64 = 30;
/// Largest picture that a diffusion model may be asked for, in pixels (1536 × 1536): what attention takes grows with
/// the square of it.
pub const MAX_PAINTED_PIXELS: u64 = 1536 * 1536;
/// Longest prompt, in characters.
pub const MAX_PROMPT_CHARS: usize = 10_000;
/// How many of a person's prompts are kept at hand.
pub const MAX_PROMPTS: i64 = 100;
/// Longest name of a thing that is chosen from a list, in characters.
pub const MAX_NAME_CHARS: usize = 64;
/// Longest text to look for, in characters.
pub const MAX_QUERY_CHARS: usize = 200;
/// Most pictures in one archive, or in one change.
pub const MAX_ARCHIVE: usize = 1_000;
/// Most clicks on one picture.
pub const MAX_POINTS: usize = 64;
/// Longest name of a preset, in characters.
pub const MAX_PRESET_NAME_CHARS: usize = 60;
/// Most presets of one person.
pub const MAX_PRESETS: i64 = 100;
/// Longest name of an API key, in characters.
pub const MAX_KEY_NAME_CHARS: usize = 100;
/// Most API keys of one account.
pub const MAX_KEYS: i64 = 50;
/// How many days an API key that expires may last.
pub const KEY_DAYS: std::ops::RangeInclusive<u32> = 1..=3650;
/// What an API key may be held to, in tasks an hour.
pub const HOURLY_QUOTA: std::ops::RangeInclusive<u32> = 1..=1_000_000;
/// Longest name of a board, in characters.
pub const MAX_BOARD_NAME_CHARS: usize = 80;
/// Most boards of one person.
pub const MAX_BOARDS: i64 = 200;
/// How many days a link to a picture may last, and does unless something else is said.
pub const LINK_DAYS: std::ops::RangeInclusive<u32> = 1..=30;
pub const DEFAULT_LINK_DAYS: u32 = 7;
