use super::{Language, Phrase};
use studio_domain::TaskKind;

pub const TITLE: Phrase = Phrase(&["Result", "결과"]);
pub const EMPTY_GENERATE: Phrase = Phrase(&["Paint a picture from words", "글로 이미지 그리기"]);
pub const EMPTY_EDIT: Phrase = Phrase(&["Paint a picture anew", "이미지 새로 그리기"]);
pub const EMPTY_UPSCALE: Phrase = Phrase(&["Make a picture larger and sharper", "이미지를 더 크고 선명하게"]);
pub const EMPTY_STYLE: Phrase = Phrase(&["Give a picture another look", "이미지에 새로운 스타일 입히기"]);
pub const EMPTY_CUTOUT: Phrase = Phrase(&["Take the background away", "배경 제거하기"]);
pub const EMPTY_SEPARATE: Phrase = Phrase(&["Take a thing out of a picture", "이미지에서 대상 분리하기"]);
pub const STEP_SAY: Phrase = Phrase(&["Say what you want to see", "보고 싶은 장면을 글로 적으세요"]);
pub const STEP_SHAPE: Phrase = Phrase(&["Pick a shape, and how many pictures", "비율과 이미지 수를 고르세요"]);
pub const STEP_GENERATE: Phrase =
    Phrase(&["Press Generate, and watch it come", "생성을 누르고 그려지는 과정을 지켜보세요"]);
pub const STEP_CHOOSE: Phrase =
    Phrase(&["Drop, paste or choose a picture", "이미지를 끌어다 놓거나 붙여넣거나 선택하세요"]);
pub const STEP_CHANGE: Phrase =
    Phrase(&["Say what it should become, and how strongly", "어떻게 바꿀지 적고 강도를 정하세요"]);
pub const STEP_EDIT: Phrase = Phrase(&["Press Edit, then compare before and after", "편집을 누르고 전후를 비교하세요"]);
pub const STEP_STYLE: Phrase = Phrase(&["Pick a style, and how strong", "스타일과 강도를 고르세요"]);
pub const STEP_RESTYLE: Phrase =
    Phrase(&["Press Style, then compare before and after", "스타일을 누르고 전후를 비교하세요"]);
pub const STEP_BACKGROUND: Phrase =
    Phrase(&["Pick what is put behind it, if anything", "필요하면 뒤에 놓을 배경을 고르세요"]);
pub const STEP_CUT: Phrase = Phrase(&["Press Cut out, and download it", "배경 제거를 누르고 다운로드하세요"]);
pub const STEP_CLICK: Phrase = Phrase(&["Click on the thing", "분리할 대상을 클릭하세요"]);
pub const STEP_SEPARATE: Phrase = Phrase(&["Press Separate, and download it", "분리를 누르고 다운로드하세요"]);
pub const STEP_SCALE: Phrase = Phrase(&["Pick ×2 or ×4", "×2 또는 ×4를 고르세요"]);
pub const STEP_RUN: Phrase =
    Phrase(&["Press Upscale, then compare before and after", "업스케일을 누르고 전후를 비교하세요"]);
pub const CHOOSE: Phrase = Phrase(&["Choose a picture", "이미지 선택"]);
pub const SAMPLE: Phrase = Phrase(&["Try a sample", "샘플로 해 보기"]);
pub const SAMPLE_LAKE: Phrase = Phrase(&["Lake", "호수"]);
pub const SAMPLE_POSTER: Phrase = Phrase(&["Poster", "포스터"]);
pub const PROMPTS_TITLE: Phrase = Phrase(&["Try one of these", "이렇게 적어 보세요"]);
/// In words that the starter model knows: see `training/scenes/words.py`.
pub const PROMPTS: [Phrase; 4] = [
    Phrase(&["A red boat on the sea at sunset, watercolour", "해질녘 바다에 있는 빨간 배, 수채화"]),
    Phrase(&["A snowy village at night with a full moon", "보름달이 있는 눈 내리는 밤의 마을"]),
    Phrase(&["A yellow house on a spring meadow, poster", "봄 들판에 있는 노란 집, 포스터"]),
    Phrase(&["Two green trees in the desert, flat style", "사막에 있는 초록색 나무 두 그루, 플랫 일러스트"]),
];
pub const MISSING_TITLE: Phrase = Phrase(&["This picture is not here", "이미지를 찾을 수 없습니다"]);
pub const MISSING_TEXT: Phrase = Phrase(&[
    "It may have been deleted, or it belongs to another account.",
    "삭제되었거나 다른 계정의 이미지일 수 있습니다.",
]);
pub const BACK: Phrase = Phrase(&["Back to the studio", "스튜디오로 돌아가기"]);
pub const LOADING: Phrase = Phrase(&["Loading the picture", "이미지를 불러오는 중"]);
pub const QUEUED: Phrase = Phrase(&["Waiting in the queue", "대기 중"]);
pub const NEXT: Phrase = Phrase(&["Next in the queue", "곧 시작합니다"]);
pub const FINISHING: Phrase = Phrase(&["Finishing", "마무리하는 중"]);
pub const CANCELING: Phrase = Phrase(&["Canceling", "취소하는 중"]);
pub const CANCEL: Phrase = Phrase(&["Cancel", "취소"]);
pub const CANCELED_TITLE: Phrase = Phrase(&["Canceled", "취소됨"]);
pub const CANCELED_TEXT: Phrase =
    Phrase(&["This task was stopped before it finished.", "작업이 끝나기 전에 중단되었습니다."]);
pub const RETRY: Phrase = Phrase(&["Try again", "다시 시도"]);
pub const CHANGE_SETTINGS: Phrase = Phrase(&["Change the settings", "설정 바꾸기"]);
pub const DISMISS: Phrase = Phrase(&["Dismiss", "닫기"]);
pub const SOURCE_ALT: Phrase = Phrase(&["The picture being worked on", "작업 중인 이미지"]);
pub const PREVIEW_ALT: Phrase = Phrase(&["What it looks like so far", "지금까지 그려진 모습"]);
pub const BEFORE: Phrase = Phrase(&["Before", "전"]);
pub const AFTER: Phrase = Phrase(&["After", "후"]);
pub const VIEWER: Phrase = Phrase(&["Picture viewer", "이미지 보기"]);
pub const VIEWER_HELP: Phrase = Phrase(&[
    "Plus and minus zoom, 0 fits, 1 shows full size, arrow keys move; while comparing by holding, Space shows the other.",
    "더하기와 빼기 키로 확대하고 축소합니다. 0은 화면 맞춤, 1은 실제 크기, 화살표 키는 이동입니다. 누르고 비교할 때는 스페이스 키로 다른 이미지를 봅니다.",
]);
pub const SLIDER: Phrase = Phrase(&["Comparison of before and after", "전후 비교"]);
pub const ZOOM_IN: Phrase = Phrase(&["Zoom in", "확대"]);
pub const ZOOM_OUT: Phrase = Phrase(&["Zoom out", "축소"]);
pub const FIT: Phrase = Phrase(&["Fit", "맞춤"]);
pub const FIT_LABEL: Phrase = Phrase(&["Fit to the window", "화면에 맞추기"]);
pub const FULL: Phrase = Phrase(&["100 %", "100%"]);
pub const FULL_LABEL: Phrase = Phrase(&["100 %, full size", "100%, 실제 크기"]);
pub const FAVORITE: Phrase = Phrase(&["Favorite", "즐겨찾기"]);
pub const DELETE: Phrase = Phrase(&["Delete", "삭제"]);
pub const SIBLINGS: Phrase = Phrase(&["Made together", "함께 만든 이미지"]);
pub const SIZE: Phrase = Phrase(&["Size", "크기"]);
pub const FILE: Phrase = Phrase(&["File", "파일"]);
pub const TIME: Phrase = Phrase(&["Time taken", "걸린 시간"]);
pub const FROM_CACHE: Phrase = Phrase(&["none: it had been made before", "없음(이전 결과 사용)"]);
pub const MODEL: Phrase = Phrase(&["Model", "모델"]);
pub const DEVICE: Phrase = Phrase(&["Device", "장치"]);
pub const CREATED: Phrase = Phrase(&["Created", "만든 날짜"]);

/// What is being done.
pub fn running(task: TaskKind) -> Phrase {
    Phrase(match task {
        TaskKind::TextToImage | TaskKind::ImageToImage | TaskKind::Inpaint => &["Painting", "그리는 중"],
        TaskKind::Upscale => &["Upscaling", "업스케일 중"],
        TaskKind::StyleTransfer => &["Restyling", "스타일 입히는 중"],
        TaskKind::RemoveBackground => &["Cutting out", "배경 제거 중"],
        TaskKind::Segment => &["Separating", "분리하는 중"],
    })
}

/// A place in the queue.
pub fn position(position: u32) -> String {
    match Language::current() {
        Language::English => format!("no. {position}"),
        Language::Korean => format!("{position}번째"),
    }
}
