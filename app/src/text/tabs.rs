use super::Phrase;

pub const LABEL: Phrase = Phrase(&["Sections", "화면 이동"]);
pub const TOOL: Phrase = Phrase(&["Tool", "도구"]);
pub const RESULT: Phrase = Phrase(&["Result", "결과"]);
pub const GALLERY: Phrase = Phrase(&["Gallery", "갤러리"]);
