use super::Phrase;

pub const CONNECTION_LOST: Phrase = Phrase(&["Connection lost.", "연결이 끊겼습니다."]);
pub const RETRY_NOW: Phrase = Phrase(&["Retry now", "다시 연결"]);
pub const RETRYING: Phrase = Phrase(&["Connecting…", "연결 중…"]);
pub const THEME: Phrase = Phrase(&["Theme", "테마"]);
pub const THEME_SYSTEM: Phrase = Phrase(&["System", "시스템"]);
pub const THEME_LIGHT: Phrase = Phrase(&["Light", "밝게"]);
pub const THEME_DARK: Phrase = Phrase(&["Dark", "어둡게"]);
pub const LANGUAGE: Phrase = Phrase(&["Language", "언어"]);
pub const ACCOUNT: Phrase = Phrase(&["Account", "계정"]);
pub const GUEST: Phrase = Phrase(&["Guest", "게스트"]);
pub const GUEST_HINT: Phrase = Phrase(&[
    "You are working as a guest. Sign up to keep your pictures; what you made so far comes along.",
    "게스트로 사용 중입니다. 가입하면 지금까지 만든 이미지를 그대로 보관할 수 있습니다.",
]);
pub const SIGNED_IN_AS: Phrase = Phrase(&["Signed in as", "로그인한 계정"]);
pub const SETTINGS: Phrase = Phrase(&["Account, usage and API keys", "계정, 사용량, API 키"]);
pub const SHORTCUTS: Phrase = Phrase(&["Keyboard shortcuts", "키보드 단축키"]);
pub const SIGN_IN: Phrase = Phrase(&["Sign in", "로그인"]);
pub const SIGN_UP: Phrase = Phrase(&["Sign up", "가입하기"]);
pub const SIGN_OUT: Phrase = Phrase(&["Sign out", "로그아웃"]);
