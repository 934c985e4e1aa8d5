//! The picture, large, to be marked.

use super::Phrase;

pub const TOOLS: Phrase = Phrase(&["What to mark with", "표시 도구"]);
pub const PAINT_LABEL: Phrase =
    Phrase(&["Picture: mark what is to be painted anew", "이미지: 새로 그릴 부분을 칠하세요"]);
pub const PAINT_HINT: Phrase = Phrase(&[
    "Draw over what is to be painted anew. Two fingers, or Space and the mouse, move; [ and ] size the brush.",
    "새로 그릴 부분을 칠하세요. 두 손가락이나 스페이스 키와 마우스로 이동하고, [ 와 ] 키로 브러시 크기를 바꿉니다.",
]);
pub const CLICK_LABEL: Phrase =
    Phrase(&["Picture: click on what is to be separated", "이미지: 분리할 대상을 클릭하세요"]);
pub const CLICK_HINT: Phrase = Phrase(&[
    "Click on what is to be separated, Alt and a click on what does not belong to it; or drag a box around it.",
    "분리할 대상을 클릭하세요. Alt를 누르고 클릭하면 그 부분을 제외합니다. 끌어서 상자로 둘러싸도 됩니다.",
]);
pub const MARKED: Phrase = Phrase(&["What is marked on the picture", "이미지에 칠한 부분"]);
pub const CANNOT_SHOW: Phrase = Phrase(&[
    "The browser cannot show this picture, so that nothing can be marked on it.",
    "브라우저가 이 이미지를 표시할 수 없어 칠할 수 없습니다.",
]);
pub const SIZE_KEYS: Phrase = Phrase(&["Size of the brush ([ and ])", "브러시 크기([ 와 ])"]);
pub const REDO: Phrase = Phrase(&["Redo", "다시 실행"]);
pub const INVERT: Phrase = Phrase(&["Invert what is marked", "칠한 부분 반전"]);
pub const DONE: Phrase = Phrase(&["Done", "완료"]);
pub const A_CLICK: Phrase = Phrase(&["A click means", "클릭의 뜻"]);
pub const ADD: Phrase = Phrase(&["Add", "더하기"]);
pub const REMOVE: Phrase = Phrase(&["Remove", "빼기"]);
pub const BOX: Phrase = Phrase(&["Box", "상자"]);
pub const UNDO_CLICK: Phrase = Phrase(&["Undo the last click", "마지막 클릭 취소"]);
