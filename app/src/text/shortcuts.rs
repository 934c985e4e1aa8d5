use super::Phrase;

pub const TITLE: Phrase = Phrase(&["Keyboard shortcuts", "키보드 단축키"]);
pub const ANYWHERE: Phrase = Phrase(&["Anywhere", "어디서나"]);
pub const RUN: Phrase = Phrase(&["Run the tool", "도구 실행"]);
pub const ESCAPE: Phrase =
    Phrase(&["Close a window, or cancel the task on the stage", "창 닫기, 또는 화면의 작업 취소"]);
pub const PROMPT: Phrase = Phrase(&["Write the prompt", "프롬프트 쓰기"]);
pub const TOOLS: Phrase = Phrase(&["Choose a tool", "도구 선택"]);
pub const GALLERY: Phrase = Phrase(&["Go to the gallery", "갤러리로 이동"]);
pub const QUEUE: Phrase = Phrase(&["Open the queue", "대기열 열기"]);
pub const HELP: Phrase = Phrase(&["Show these shortcuts", "단축키 보기"]);
pub const WRITING: Phrase = Phrase(&["In the prompt", "프롬프트에서"]);
pub const EARLIER: Phrase = Phrase(&["An earlier prompt of yours", "이전에 쓴 프롬프트"]);
pub const LATER: Phrase = Phrase(&["Back to the later one", "다음 프롬프트로"]);
pub const MORE: Phrase = Phrase(&["Weigh the word more", "단어 강조 높이기"]);
pub const LESS: Phrase = Phrase(&["Weigh the word less", "단어 강조 낮추기"]);
pub const UNDO: Phrase = Phrase(&["Undo any of these", "실행 취소"]);
pub const VIEWING: Phrase = Phrase(&["On the picture", "이미지에서"]);
pub const ZOOM_IN: Phrase = Phrase(&["Zoom in", "확대"]);
pub const ZOOM_OUT: Phrase = Phrase(&["Zoom out", "축소"]);
pub const FIT: Phrase = Phrase(&["Fit to the window", "화면에 맞추기"]);
pub const FULL: Phrase = Phrase(&["Full size", "실제 크기"]);
pub const MOVE: Phrase = Phrase(&["Move the picture", "이미지 움직이기"]);
pub const COMPARING: Phrase = Phrase(&["On the comparison's slider", "비교 슬라이더에서"]);
pub const SLIDE: Phrase = Phrase(&["Slide", "조금 움직이기"]);
pub const SLIDE_FAR: Phrase = Phrase(&["Slide further", "많이 움직이기"]);
pub const SLIDE_END: Phrase = Phrase(&["Before or after alone", "전 또는 후만 보기"]);
pub const SINGLE: Phrase = Phrase(&["Single keys work, too", "한 글자 단축키 사용"]);
