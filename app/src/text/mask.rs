use super::Phrase;

pub const AREA: Phrase = Phrase(&["Paint anew", "새로 그릴 영역"]);
pub const AREA_HINT: Phrase =
    Phrase(&["The whole picture, or only what you mark on it.", "이미지 전체, 또는 칠한 부분만 새로 그립니다."]);
pub const EVERYTHING: Phrase = Phrase(&["Everything", "전체"]);
pub const A_PART: Phrase = Phrase(&["A part", "일부"]);
pub const CHOOSE_FIRST: Phrase = Phrase(&[
    "Choose a picture, then mark what is to be painted anew.",
    "이미지를 선택한 다음 새로 그릴 부분을 칠하세요.",
]);
pub const MARK: Phrase = Phrase(&["Mark on the picture", "이미지에 칠하기"]);
pub const FEATHER: Phrase = Phrase(&["Soft edge", "가장자리 부드럽게"]);
pub const FEATHER_HINT: Phrase = Phrase(&[
    "How gently what is new goes over into what was there.",
    "새로 그린 부분이 원래 이미지와 얼마나 부드럽게 이어지는지 정합니다.",
]);
pub const MARGINS: Phrase = Phrase(&["Paint beyond the edges", "이미지 밖으로 늘려 그리기"]);
pub const MARGINS_HINT: Phrase = Phrase(&[
    "Pixels to add on each side; the handles on the picture do the same.",
    "각 변에 더할 픽셀 수입니다. 이미지의 손잡이를 끌어도 됩니다.",
]);
pub const LEFT: Phrase = Phrase(&["Left", "왼쪽"]);
pub const TOP: Phrase = Phrase(&["Top", "위"]);
pub const RIGHT: Phrase = Phrase(&["Right", "오른쪽"]);
pub const BOTTOM: Phrase = Phrase(&["Bottom", "아래"]);
pub const DRAW_WITH: Phrase = Phrase(&["Draw with", "그리기 도구"]);
pub const BRUSH: Phrase = Phrase(&["Brush", "브러시"]);
pub const ERASER: Phrase = Phrase(&["Eraser", "지우개"]);
pub const SIZE: Phrase = Phrase(&["Size", "크기"]);
pub const UNDO: Phrase = Phrase(&["Undo", "실행 취소"]);
pub const CLEAR: Phrase = Phrase(&["Clear", "모두 지우기"]);
