use super::Phrase;

pub const UNREACHABLE: Phrase = Phrase(&[
    "The server cannot be reached. Check the connection and try again.",
    "서버에 연결할 수 없습니다. 연결 상태를 확인하고 다시 시도하세요.",
]);
pub const OUTDATED: Phrase = Phrase(&[
    "This page is older than the server. Please reload it.",
    "페이지가 서버보다 오래되었습니다. 새로고침하세요.",
]);
pub const INTERNAL: Phrase =
    Phrase(&["Something went wrong on the server. Please try again.", "서버에 문제가 생겼습니다. 다시 시도하세요."]);
#[cfg(feature = "ssr")]
pub const NO_SESSION: Phrase =
    Phrase(&["Your session has ended. Please reload the page.", "로그인이 만료되었습니다. 페이지를 새로고침하세요."]);
#[cfg(feature = "ssr")]
pub const NO_SESSIONS: Phrase = Phrase(&[
    "Your session cannot be read right now. Please try again in a moment.",
    "지금은 로그인 정보를 읽을 수 없습니다. 잠시 후 다시 시도하세요.",
]);
pub const LOAD_TITLE: Phrase = Phrase(&["The studio could not be loaded", "스튜디오를 불러오지 못했습니다"]);
