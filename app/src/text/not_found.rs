use super::Phrase;

pub const TITLE: Phrase = Phrase(&["Page not found", "페이지를 찾을 수 없습니다"]);
pub const TEXT: Phrase = Phrase(&["There is nothing at this address.", "이 주소에는 아무것도 없습니다."]);
