use super::Phrase;

pub const SCALE: Phrase = Phrase(&["Scale", "배율"]);
pub const SCALE_HINT: Phrase =
    Phrase(&["How many times wider and higher the result is.", "결과의 너비와 높이가 몇 배가 되는지 정합니다."]);
pub const RESULT_SIZE: Phrase = Phrase(&["Result", "결과"]);
