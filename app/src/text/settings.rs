use super::{Language, Phrase};
use studio_domain::{Scope, TaskKind, Tier};

pub const TITLE: Phrase = Phrase(&["Your account", "내 계정"]);
pub const BACK: Phrase = Phrase(&["To the studio", "스튜디오로"]);
pub const NOT_LOADED: Phrase = Phrase(&["This cannot be shown right now", "지금은 표시할 수 없습니다"]);

pub const USAGE: Phrase = Phrase(&["Usage", "사용량"]);
pub const AVAILABLE_AGAIN: Phrase = Phrase(&["all available again", "초기화 시각"]);
pub const STORED: Phrase = Phrase(&["Stored", "보관 중"]);

pub const ACCOUNT: Phrase = Phrase(&["Account", "계정"]);
pub const GUEST: Phrase = Phrase(&[
    "You are working as a guest. With an account your pictures stay, and programs can use the studio in your name.",
    "게스트로 사용 중입니다. 계정을 만들면 이미지를 계속 보관하고, 내 이름으로 프로그램에서도 스튜디오를 쓸 수 있습니다.",
]);
pub const SIGN_UP: Phrase = Phrase(&["Sign up", "가입하기"]);
pub const SIGN_IN: Phrase = Phrase(&["Sign in", "로그인"]);

pub const KEYS: Phrase = Phrase(&["API keys", "API 키"]);
pub const KEYS_TEXT: Phrase = Phrase(&[
    "For programs that work in your name. Nobody can change your account with a key.",
    "내 이름으로 동작하는 프로그램에 사용합니다. 키로는 계정을 바꿀 수 없습니다.",
]);
pub const LAST_USED: Phrase = Phrase(&["last used", "마지막 사용"]);
pub const NEVER_USED: Phrase = Phrase(&["never used", "사용한 적 없음"]);
pub const ENDS: Phrase = Phrase(&["ends", "만료"]);
pub const NEVER_ENDS: Phrase = Phrase(&["does not end by itself", "만료 없음"]);
pub const REVOKE: Phrase = Phrase(&["Revoke", "폐기"]);
pub const REVOKED: Phrase = Phrase(&["The key is not accepted any more.", "키를 폐기했습니다."]);
pub const KEY_NAME: Phrase = Phrase(&["Name of a new key", "새 키 이름"]);
pub const KEY_NAME_HINT: Phrase = Phrase(&[
    "What it is for, such as the program that will use it.",
    "키를 사용할 프로그램처럼 용도를 알 수 있는 이름을 적으세요.",
]);
pub const KEY_SCOPES: Phrase = Phrase(&["It may", "권한"]);
pub const KEY_LIFETIME: Phrase = Phrase(&["It ends", "만료"]);
pub const MAKE_KEY: Phrase = Phrase(&["Make a key", "키 만들기"]);
pub const KEY_NEEDS_SCRIPT: Phrase = Phrase(&[
    "To make a key here, allow JavaScript; or ask POST /v1/api-keys for one.",
    "여기서 키를 만들려면 JavaScript를 허용하세요. POST /v1/api-keys로도 만들 수 있습니다.",
]);
pub const SECRET_ONCE: Phrase = Phrase(&[
    "Copy it now: it is shown this once and kept nowhere.",
    "지금 복사하세요. 한 번만 표시되며 어디에도 저장되지 않습니다.",
]);
pub const COPY_KEY: Phrase = Phrase(&["Copy the key", "키 복사"]);

pub const SESSIONS: Phrase = Phrase(&["Where you are signed in", "로그인된 기기"]);
pub const THIS_BROWSER: Phrase = Phrase(&["This browser", "이 브라우저"]);
pub const BROWSER: Phrase = Phrase(&["Another browser", "다른 브라우저"]);
pub const PROGRAM: Phrase = Phrase(&["A program", "프로그램"]);
pub const SINCE: Phrase = Phrase(&["since", "로그인"]);
pub const SIGN_OUT_ELSEWHERE: Phrase = Phrase(&["Sign out everywhere else", "다른 모든 기기에서 로그아웃"]);
pub const SIGNED_OUT_ELSEWHERE: Phrase =
    Phrase(&["You are signed in here only.", "이제 여기에서만 로그인되어 있습니다."]);

pub const CREDENTIALS: Phrase = Phrase(&["E-mail and password", "이메일과 비밀번호"]);
pub const NEW_EMAIL: Phrase = Phrase(&["E-mail", "이메일"]);
pub const NEW_PASSWORD: Phrase = Phrase(&["New password", "새 비밀번호"]);
pub const CURRENT_PASSWORD: Phrase = Phrase(&["Current password", "현재 비밀번호"]);
pub const CHANGE_EMAIL: Phrase = Phrase(&["Change e-mail", "이메일 변경"]);
pub const CHANGE_PASSWORD: Phrase = Phrase(&["Change password", "비밀번호 변경"]);
pub const EMAIL_CHANGED: Phrase = Phrase(&["The address is changed.", "이메일을 변경했습니다."]);
pub const PASSWORD_CHANGED: Phrase = Phrase(&[
    "The password is changed. You are signed out everywhere else.",
    "비밀번호를 변경했습니다. 다른 모든 기기에서 로그아웃되었습니다.",
]);

pub const YOUR_DATA: Phrase = Phrase(&["Your data", "내 데이터"]);
pub const EXPORT_TEXT: Phrase = Phrase(&[
    "Everything as a ZIP file: pictures, tasks, opinions and what is known of you.",
    "이미지, 작업, 평가, 계정 정보를 모두 ZIP 파일로 받습니다.",
]);
pub const EXPORT: Phrase = Phrase(&["Download everything", "모두 다운로드"]);
pub const DELETE_ACCOUNT: Phrase = Phrase(&["Delete the account", "계정 삭제"]);
pub const DELETE_TEXT: Phrase = Phrase(&[
    "Your pictures, tasks, opinions, keys and sessions are removed, and cannot be brought back.",
    "이미지, 작업, 평가, 키, 로그인 정보가 모두 삭제되며 되돌릴 수 없습니다.",
]);
pub const DELETE_FOR_EVER: Phrase = Phrase(&["Delete everything", "모두 삭제"]);

#[must_use]
pub fn used_of(used: u32, limit: u32) -> String {
    match Language::current() {
        Language::English => format!("{used} of {limit} tasks in this hour"),
        Language::Korean => format!("이번 한 시간 동안 작업 {limit}개 중 {used}개 사용"),
    }
}

#[must_use]
pub fn used_without_limit(used: u32) -> String {
    match Language::current() {
        Language::English => format!("{used} tasks in this hour, as many as you like"),
        Language::Korean => format!("이번 한 시간 동안 작업 {used}개 사용, 제한 없음"),
    }
}

#[must_use]
pub fn tier(tier: Tier) -> Phrase {
    Phrase(match tier {
        Tier::Premium => &["Premium", "프리미엄"],
        Tier::Regular => &["Regular", "일반"],
        Tier::Free => &["Free", "무료"],
    })
}

#[must_use]
pub fn stored(images: u64, bytes: &str) -> String {
    match Language::current() {
        Language::English if images == 1 => format!("{images} picture, {bytes}"),
        Language::English => format!("{images} pictures, {bytes}"),
        Language::Korean => format!("이미지 {images}장, {bytes}"),
    }
}

/// What tasks of the kind have done.
#[must_use]
pub fn made(task: TaskKind) -> Phrase {
    Phrase(match task {
        TaskKind::TextToImage => &["Painted", "생성"],
        TaskKind::ImageToImage => &["Painted anew", "새로 그리기"],
        TaskKind::Inpaint => &["Painted in part", "부분 새로 그리기"],
        TaskKind::Upscale => &["Enlarged", "업스케일"],
        TaskKind::StyleTransfer => &["Restyled", "스타일 변환"],
        TaskKind::RemoveBackground => &["Cut out", "배경 제거"],
        TaskKind::Segment => &["Separated", "분리"],
    })
}

#[must_use]
pub fn revoke(name: &str) -> String {
    match Language::current() {
        Language::English => format!("Revoke {name}"),
        Language::Korean => format!("{name} 폐기"),
    }
}

#[must_use]
pub fn key_made(name: &str) -> String {
    match Language::current() {
        Language::English => format!("The key {name} is made"),
        Language::Korean => format!("{name} 키를 만들었습니다"),
    }
}

#[must_use]
pub fn scope(scope: Scope) -> Phrase {
    Phrase(match scope {
        Scope::TasksRead => &["follow tasks", "작업 조회"],
        Scope::TasksWrite => &["ask for tasks", "작업 요청"],
        Scope::ImagesRead => &["see pictures", "이미지 조회"],
        Scope::ImagesWrite => &["upload, change and delete pictures", "이미지 업로드, 변경, 삭제"],
        Scope::FeedbackWrite => &["rate pictures", "이미지 평가"],
        Scope::AccountRead => &["see keys and sessions", "키와 로그인 기기 조회"],
    })
}

#[must_use]
pub fn lifetime(days: Option<u32>) -> String {
    match (Language::current(), days) {
        (Language::English, Some(365)) => "after a year".into(),
        (Language::English, Some(days)) => format!("after {days} days"),
        (Language::English, None) => "never by itself".into(),
        (Language::Korean, Some(365)) => "1년 후".into(),
        (Language::Korean, Some(days)) => format!("{days}일 후"),
        (Language::Korean, None) => "만료 없음".into(),
    }
}
