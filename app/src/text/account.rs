use super::Phrase;

pub const SIGN_IN_TITLE: Phrase = Phrase(&["Sign in", "로그인"]);
pub const SIGN_UP_TITLE: Phrase = Phrase(&["Create an account", "계정 만들기"]);
pub const SIGN_UP_TEXT: Phrase =
    Phrase(&["The pictures you made as a guest come along.", "게스트로 만든 이미지도 그대로 옮겨집니다."]);
pub const EMAIL: Phrase = Phrase(&["E-mail", "이메일"]);
pub const PASSWORD: Phrase = Phrase(&["Password", "비밀번호"]);
pub const PASSWORD_HINT: Phrase = Phrase(&["At least 8 characters.", "8자 이상이어야 합니다."]);
pub const SIGN_IN: Phrase = Phrase(&["Sign in", "로그인"]);
pub const SIGN_UP: Phrase = Phrase(&["Sign up", "가입하기"]);
pub const NO_ACCOUNT: Phrase = Phrase(&["No account yet?", "아직 계정이 없으신가요?"]);
pub const HAVE_ACCOUNT: Phrase = Phrase(&["Already have an account?", "이미 계정이 있으신가요?"]);
