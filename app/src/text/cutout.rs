use super::Phrase;

pub const BACKGROUND: Phrase = Phrase(&["Background", "배경"]);
pub const BACKGROUND_HINT: Phrase =
    Phrase(&["What is put behind the thing that is cut out.", "오려 낸 대상 뒤에 놓을 것입니다."]);
pub const NOTHING: Phrase = Phrase(&["None", "없음"]);
pub const BLUR: Phrase = Phrase(&["Blur", "흐리게"]);
pub const COLOUR: Phrase = Phrase(&["Colour", "색상"]);
pub const COLOUR_HINT: Phrase = Phrase(&["The colour behind it.", "뒤에 깔 색입니다."]);
pub const IMAGE: Phrase = Phrase(&["Picture", "이미지"]);
pub const BACKDROP: Phrase = Phrase(&["The picture behind", "뒤에 놓을 이미지"]);
pub const CHOOSE_BACKDROP: Phrase = Phrase(&["Choose the picture behind", "뒤에 놓을 이미지 선택"]);
pub const OTHER_BACKDROP: Phrase = Phrase(&["Choose another picture", "다른 이미지 선택"]);
pub const REFINE: Phrase = Phrase(&["Refine the edges", "가장자리 다듬기"]);
pub const REFINE_HINT: Phrase =
    Phrase(&["Lays them onto those of the picture, such as hair.", "머리카락처럼 세밀한 경계를 원본에 맞춥니다."]);
