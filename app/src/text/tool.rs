use super::{Language, Phrase};

pub const TOOL: Phrase = Phrase(&["Tool", "도구"]);
pub const GENERATE: Phrase = Phrase(&["Generate", "생성"]);
pub const EDIT: Phrase = Phrase(&["Edit", "편집"]);
pub const UPSCALE: Phrase = Phrase(&["Upscale", "업스케일"]);
pub const STYLE: Phrase = Phrase(&["Style", "스타일"]);
pub const CUTOUT: Phrase = Phrase(&["Cut out", "배경 제거"]);
pub const SEPARATE: Phrase = Phrase(&["Separate", "분리"]);
pub const PICTURE: Phrase = Phrase(&["Picture", "이미지"]);
pub const DROP: Phrase =
    Phrase(&["Drop a picture here, or click to choose", "이미지를 여기에 끌어다 놓거나 클릭해서 선택하세요"]);
pub const DROP_HINT: Phrase = Phrase(&[
    "You can also paste one. JPEG, PNG or WebP, up to 10 MB and 40 megapixels",
    "붙여넣기도 됩니다. JPEG, PNG, WebP, 최대 10 MB, 4,000만 화소",
]);
pub const DROP_ANYWHERE: Phrase = Phrase(&["Drop the picture to use it", "이미지를 놓으면 바로 사용합니다"]);
pub const CAMERA: Phrase = Phrase(&["Take a photo", "사진 찍기"]);
pub const RETRY_UPLOAD: Phrase = Phrase(&["Try the upload again", "다시 업로드"]);
pub const REPLACE: Phrase = Phrase(&["Choose another picture", "다른 이미지 선택"]);
pub const REMOVE: Phrase = Phrase(&["Remove this picture", "이미지 빼기"]);
pub const UPLOADING: Phrase = Phrase(&["Uploading", "업로드 중"]);
pub const ONLY_ONE: Phrase = Phrase(&[
    "One picture at a time: the first one was taken.",
    "이미지는 한 번에 한 장만 쓸 수 있어 첫 번째 이미지를 가져왔습니다.",
]);
pub const NOT_A_FILE: Phrase =
    Phrase(&["There is no picture in what you dropped.", "끌어다 놓은 항목에 이미지가 없습니다."]);
pub const FORMAT: Phrase = Phrase(&["File format", "파일 형식"]);
pub const QUALITY: Phrase = Phrase(&["Quality", "품질"]);
pub const FORMAT_HINT: Phrase = Phrase(&[
    "PNG and WebP lose nothing, and WebP is the smaller; JPEG is the smallest and knows no transparency.",
    "PNG와 WebP는 무손실이며 WebP가 더 작습니다. JPEG는 가장 작지만 투명도를 담지 못합니다.",
]);
pub const QUALITY_HINT: Phrase =
    Phrase(&["Less makes the file smaller, and details coarser.", "낮을수록 파일이 작아지고 세부가 거칠어집니다."]);
pub const PRESETS: Phrase = Phrase(&["Presets", "프리셋"]);
pub const PRESETS_HINT: Phrase = Phrase(&[
    "Keep these settings under a name, or use kept ones",
    "설정을 이름을 붙여 저장하거나 저장한 설정을 불러옵니다",
]);
pub const RESET: Phrase = Phrase(&["Reset", "초기화"]);
pub const RESET_HINT: Phrase = Phrase(&[
    "Back to what the model proposes; model and words stay",
    "모델 기본값으로 되돌립니다. 모델과 프롬프트는 그대로 둡니다",
]);
pub const CANCEL: Phrase = Phrase(&["Cancel", "취소"]);
pub const CANCEL_HINT: Phrase = Phrase(&["Stop the task on the stage", "화면에 보이는 작업을 멈춥니다"]);
pub const RUN_AFTER_UPLOAD: Phrase = Phrase(&["Starting after the upload…", "업로드가 끝나면 시작합니다…"]);
pub const STARTING: Phrase = Phrase(&["Starting…", "시작하는 중…"]);
pub const SUBMITTED: Phrase = Phrase(&["Task added to the queue.", "작업을 대기열에 추가했습니다."]);
pub const EMPTY_FILE: Phrase =
    Phrase(&["This file is empty. Choose another picture.", "빈 파일입니다. 다른 이미지를 선택하세요."]);
pub const UNSUPPORTED: Phrase = Phrase(&[
    "This kind of file is not supported. Choose a JPEG, PNG or WebP picture.",
    "지원하지 않는 파일 형식입니다. JPEG, PNG, WebP 이미지를 선택하세요.",
]);
pub const PASTED_NAME: Phrase = Phrase(&["Pasted picture", "붙여넣은 이미지"]);
pub const STORED_NAME: Phrase = Phrase(&["From the gallery", "갤러리에서 가져온 이미지"]);

pub fn file_too_large(size: &str, limit_mb: u64) -> String {
    match Language::current() {
        Language::English => {
            format!("This file has {size}; at most {limit_mb} MB are possible. Choose a smaller picture.")
        }
        Language::Korean => {
            format!("파일 크기가 {size}입니다. 최대 {limit_mb} MB까지 가능하니 더 작은 이미지를 선택하세요.")
        }
    }
}

pub fn too_many_pixels(size: &str, megapixels: &str, limit: u64) -> String {
    match Language::current() {
        Language::English => format!(
            "This picture has {size} ({megapixels}); at most {limit} megapixels are possible. Choose a smaller picture."
        ),
        Language::Korean => format!(
            "이미지 크기가 {size}({megapixels})입니다. 최대 {limit} MP까지 가능하니 더 작은 이미지를 선택하세요."
        ),
    }
}
