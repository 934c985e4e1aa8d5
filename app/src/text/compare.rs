//! Two pictures together.

use super::Phrase;

pub const MODES: Phrase = Phrase(&["How to compare", "비교 방법"]);
pub const BY_SLIDER: Phrase = Phrase(&["Compare by a slider", "슬라이더로 비교"]);
pub const BESIDE: Phrase = Phrase(&["Compare side by side", "나란히 비교"]);
pub const BY_HOLDING: Phrase = Phrase(&["Compare by holding", "누르고 비교"]);
pub const HOLD: Phrase = Phrase(&["Hold the picture to see the other", "누르고 있으면 다른 이미지가 보입니다"]);
pub const SHOWING: Phrase = Phrase(&["Back to this picture", "이 이미지로 돌아가기"]);
pub const STOP: Phrase = Phrase(&["Stop comparing", "비교 끝내기"]);
pub const COMPARE_WITH: Phrase = Phrase(&["Compare with…", "다른 이미지와 비교…"]);
pub const CHOOSE_NOW: Phrase =
    Phrase(&["Choose the picture to compare with in the gallery.", "갤러리에서 비교할 이미지를 고르세요."]);
pub const CANCEL: Phrase = Phrase(&["Cancel", "취소"]);
pub const THE_SAME: Phrase =
    Phrase(&["That is the same picture. Choose another one.", "같은 이미지입니다. 다른 이미지를 고르세요."]);
pub const COMPARING: Phrase = Phrase(&["Two pictures are compared.", "두 이미지를 비교합니다."]);
pub const THIS: Phrase = Phrase(&["This", "이 이미지"]);
pub const OTHER: Phrase = Phrase(&["Other", "다른 이미지"]);
