use super::Phrase;

pub const STYLE: Phrase = Phrase(&["Style", "스타일"]);
pub const STYLE_HINT: Phrase = Phrase(&["The look that the picture is given.", "이미지에 입힐 화풍입니다."]);
