use super::Phrase;

pub const COPIED: Phrase = Phrase(&["Copied", "복사했습니다"]);
pub const COPY_REFUSED: Phrase = Phrase(&[
    "The browser does not let this page copy. Mark the text and copy it by hand.",
    "브라우저가 복사를 허용하지 않습니다. 직접 선택해 복사하세요.",
]);
pub const CLOSE: Phrase = Phrase(&["Close message", "메시지 닫기"]);
/// What a control is for.
pub const ABOUT: Phrase = Phrase(&["About", "설명"]);
pub const CLOSE_WINDOW: Phrase = Phrase(&["Close", "닫기"]);
pub const NOTICES: Phrase = Phrase(&["Messages", "메시지"]);
pub const RETRY: Phrase = Phrase(&["Try again", "다시 시도"]);
