use super::{Language, Phrase};

pub const TITLE: Phrase = Phrase(&["Gallery", "갤러리"]);
pub const FILTER: Phrase = Phrase(&["Show", "표시할 이미지"]);
pub const ALL: Phrase = Phrase(&["All", "전체"]);
pub const UPLOADS: Phrase = Phrase(&["Uploads", "업로드"]);
pub const GENERATED: Phrase = Phrase(&["Generated", "생성"]);
pub const EDITED: Phrase = Phrase(&["Edited", "편집"]);
pub const UPSCALED: Phrase = Phrase(&["Upscaled", "업스케일"]);
pub const STYLED: Phrase = Phrase(&["Styled", "스타일"]);
pub const CUT_OUT: Phrase = Phrase(&["Cut out", "배경 제거"]);
pub const SEPARATED: Phrase = Phrase(&["Separated", "분리"]);
pub const FAVORITES_ONLY: Phrase = Phrase(&["Only favorites", "즐겨찾기만"]);
pub const SEARCH: Phrase = Phrase(&["Search in prompts", "프롬프트 검색"]);
pub const FILTERS: Phrase = Phrase(&["Filters", "필터"]);
pub const CLEAR: Phrase = Phrase(&["Clear", "초기화"]);
pub const MODEL: Phrase = Phrase(&["Model", "모델"]);
pub const ANY_MODEL: Phrase = Phrase(&["Any model", "모든 모델"]);
pub const RATING: Phrase = Phrase(&["Rating", "평가"]);
pub const ANY_RATING: Phrase = Phrase(&["Any rating", "모든 평가"]);
pub const LIKED: Phrase = Phrase(&["Liked", "좋아요"]);
pub const DISLIKED: Phrase = Phrase(&["Disliked", "아쉬워요"]);
pub const UNRATED: Phrase = Phrase(&["Unrated", "평가 없음"]);
pub const FROM: Phrase = Phrase(&["From", "시작일"]);
pub const TO: Phrase = Phrase(&["To", "종료일"]);
pub const KEYS: Phrase = Phrase(&[
    "Arrow keys move, Enter opens, Space selects, Delete deletes.",
    "화살표 키로 이동하고, Enter로 열고, 스페이스바로 선택하고, 삭제 키로 삭제합니다.",
]);
pub const UPLOAD: Phrase = Phrase(&["Upload", "업로드"]);
pub const RESULT: Phrase = Phrase(&["Result", "결과"]);
pub const EMPTY: Phrase = Phrase(&["Your pictures will be here.", "만든 이미지가 여기에 모입니다."]);
pub const EMPTY_HINT: Phrase =
    Phrase(&["Generate one, or choose a picture to work on.", "이미지를 생성하거나, 작업할 이미지를 선택하세요."]);
pub const EMPTY_FILTERED: Phrase = Phrase(&["No pictures match this choice.", "조건에 맞는 이미지가 없습니다."]);
pub const EMPTY_FILTERED_HINT: Phrase =
    Phrase(&["Try other words, or fewer filters.", "다른 단어로 검색하거나 필터를 줄여 보세요."]);
pub const EMPTY_BOARD: Phrase = Phrase(&["Nothing is on this board yet.", "아직 보드에 이미지가 없습니다."]);
pub const EMPTY_BOARD_HINT: Phrase = Phrase(&[
    "Drag pictures onto it. What you make while it is open comes here by itself.",
    "이미지를 보드로 끌어다 놓으세요. 보드를 열어 둔 동안 만든 결과는 자동으로 여기에 모입니다.",
]);
pub const CLEAR_ALL: Phrase = Phrase(&["Show all pictures", "모든 이미지 보기"]);
pub const MORE: Phrase = Phrase(&["Load more", "더 보기"]);
pub const LOADING: Phrase = Phrase(&["Loading…", "불러오는 중…"]);
pub const ADD_FAVORITE: Phrase = Phrase(&["Add to favorites", "즐겨찾기에 추가"]);
pub const REMOVE_FAVORITE: Phrase = Phrase(&["Remove from favorites", "즐겨찾기 해제"]);
pub const DELETE: Phrase = Phrase(&["Delete", "삭제"]);
pub const UNDO: Phrase = Phrase(&["Undo", "실행 취소"]);

pub const SELECT: Phrase = Phrase(&["Select", "선택"]);
pub const SELECTION: Phrase = Phrase(&["Selected pictures", "선택한 이미지"]);
pub const SELECT_ALL: Phrase = Phrase(&["Select all", "전체 선택"]);
pub const END_SELECTION: Phrase = Phrase(&["End selection", "선택 끝내기"]);
pub const DOWNLOAD: Phrase = Phrase(&["Download as ZIP", "ZIP으로 다운로드"]);
pub const NOT_DOWNLOADED: Phrase = Phrase(&[
    "The pictures could not be downloaded. Some may be deleted, or the server may not be reached.",
    "이미지를 다운로드하지 못했습니다. 삭제된 이미지가 있거나 서버에 연결할 수 없습니다.",
]);
pub const TO_BOARD: Phrase = Phrase(&["Add to board", "보드에 추가"]);

pub const BOARDS: Phrase = Phrase(&["Boards", "보드"]);
pub const ALL_PICTURES: Phrase = Phrase(&["All pictures", "모든 이미지"]);
pub const NO_BOARD: Phrase = Phrase(&["Uncategorised", "미분류"]);
pub const NEW_BOARD: Phrase = Phrase(&["New board", "새 보드"]);
pub const BOARD_NAME: Phrase = Phrase(&["Name of the board", "보드 이름"]);
pub const SAVE: Phrase = Phrase(&["Save", "저장"]);
pub const CANCEL: Phrase = Phrase(&["Cancel", "취소"]);
pub const RENAME_BOARD: Phrase = Phrase(&["Rename this board", "보드 이름 바꾸기"]);
pub const DELETE_BOARD: Phrase = Phrase(&["Delete this board", "보드 삭제"]);
pub const DELETE_BOARD_TEXT: Phrase =
    Phrase(&["Delete this board? Its pictures stay.", "이 보드를 삭제할까요? 이미지는 그대로 남습니다."]);

pub const COPY_LINK: Phrase = Phrase(&["Copy link", "링크 복사"]);
pub const LINK: Phrase = Phrase(&["Link to the picture", "이미지 링크"]);

/// How many filters are at work, in words for the button that holds them.
#[must_use]
pub fn filters(active: usize) -> String {
    if active == 0 { FILTERS.into() } else { format!("{FILTERS}: {active}") }
}

#[must_use]
pub fn pictures(count: u64) -> String {
    match (Language::current(), count) {
        (Language::English, 1) => "1 picture".into(),
        (Language::English, _) => format!("{count} pictures"),
        (Language::Korean, _) => format!("이미지 {count}장"),
    }
}

#[must_use]
pub fn selected(count: usize) -> String {
    match Language::current() {
        Language::English => format!("{count} selected"),
        Language::Korean => format!("{count}장 선택됨"),
    }
}

#[must_use]
pub fn select(name: &str) -> String {
    format!("{SELECT}: {name}")
}

#[must_use]
pub fn deleted(count: usize) -> String {
    match (Language::current(), count) {
        (Language::English, 1) => "Picture deleted.".into(),
        (Language::English, _) => format!("{count} pictures deleted."),
        (Language::Korean, 1) => "이미지를 삭제했습니다.".into(),
        (Language::Korean, _) => format!("이미지 {count}장을 삭제했습니다."),
    }
}

/// `None`: off all boards.
#[must_use]
pub fn moved(count: usize, board: Option<&str>) -> String {
    let pictures = pictures(count as u64);
    match (Language::current(), board) {
        (Language::English, Some(board)) => format!("{pictures} put on {board}."),
        (Language::English, None) => format!("{pictures} taken off the board."),
        (Language::Korean, Some(board)) => format!("{pictures}을 ‘{board}’ 보드에 추가했습니다."),
        (Language::Korean, None) => format!("{pictures}을 보드에서 뺐습니다."),
    }
}

#[must_use]
pub fn link_copied(days: u32) -> String {
    match Language::current() {
        Language::English => format!("Link copied. It opens the picture for anyone for {days} days."),
        Language::Korean => format!("링크를 복사했습니다. {days}일 동안 누구나 이미지를 볼 수 있습니다."),
    }
}

#[must_use]
pub fn link_by_hand(days: u32) -> String {
    match Language::current() {
        Language::English => format!("Copy this link. It opens the picture for anyone for {days} days."),
        Language::Korean => format!("이 링크를 복사하세요. {days}일 동안 누구나 이미지를 볼 수 있습니다."),
    }
}
