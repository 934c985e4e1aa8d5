use super::Phrase;

pub const DESCRIPTION: Phrase = Phrase(&[
    "Paint pictures from words, change them, make them larger and sharper.",
    "글로 이미지를 그리고, 바꾸고, 더 크고 선명하게 만드세요.",
]);
/// What a browser shows of the studio when it is installed.
pub const MANIFEST: Phrase = Phrase(&["/manifest.webmanifest", "/manifest.ko.webmanifest"]);
pub const NO_SCRIPT: Phrase = Phrase(&[
    "The studio needs JavaScript to show your pictures. Signing in works without it.",
    "이미지를 보려면 JavaScript가 필요합니다. 로그인은 JavaScript 없이도 됩니다.",
]);
