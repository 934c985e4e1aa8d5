//! What one does with a picture.

use super::{Language, Phrase};

pub const DOWNLOAD: Phrase = Phrase(&["Download", "다운로드"]);
pub const DOWNLOAD_AS: Phrase = Phrase(&["Choose a format to download", "다운로드할 형식 선택"]);
pub const DOWNLOAD_NOTE: Phrase =
    Phrase(&["Each file says how it was made.", "모든 파일에 만든 방법이 적혀 있습니다."]);
pub const ABOUT_PNG: Phrase = Phrase(&["Lossless, largest file", "무손실, 가장 큰 파일"]);
pub const ABOUT_JPEG: Phrase =
    Phrase(&["Small file, white behind what shows through", "작은 파일, 투명한 부분은 흰색"]);
pub const ABOUT_WEBP: Phrase = Phrase(&["Lossless, smaller than PNG", "무손실, PNG보다 작음"]);
pub const SEND_TO: Phrase = Phrase(&["Send to", "보내기"]);
pub const USE_AGAIN: Phrase = Phrase(&["Use again", "다시 사용"]);
pub const ALL_SETTINGS: Phrase = Phrase(&["All settings", "모든 설정"]);
pub const THE_PROMPT: Phrase = Phrase(&["Prompt", "프롬프트"]);
pub const THE_SEED: Phrase = Phrase(&["Seed", "시드"]);
pub const THE_SIZE: Phrase = Phrase(&["Size", "크기"]);
pub const ALL_TAKEN: Phrase =
    Phrase(&["All settings of this picture are in the tool.", "이 이미지의 모든 설정을 도구에 옮겼습니다."]);
pub const PROMPT_TAKEN: Phrase = Phrase(&["The prompt is in the tool.", "프롬프트를 도구에 옮겼습니다."]);
pub const SEED_TAKEN: Phrase = Phrase(&["The seed is in the tool, and kept.", "시드를 도구에 옮기고 고정했습니다."]);
pub const SIZE_TAKEN: Phrase = Phrase(&["The size is in the tool.", "크기를 도구에 옮겼습니다."]);
pub const COPY_PROMPT: Phrase = Phrase(&["Copy the prompt", "프롬프트 복사"]);
pub const NEGATIVE: Phrase = Phrase(&["Negative prompt", "네거티브 프롬프트"]);
pub const COPY_NEGATIVE: Phrase = Phrase(&["Copy the negative prompt", "네거티브 프롬프트 복사"]);
pub const COPY_SEED: Phrase = Phrase(&["Copy the seed", "시드 복사"]);
pub const STYLE: Phrase = Phrase(&["Style", "스타일"]);
pub const SCALE: Phrase = Phrase(&["Scale", "배율"]);
pub const STEPS: Phrase = Phrase(&["Steps", "스텝"]);
pub const GUIDANCE: Phrase = Phrase(&["Guidance", "가이던스"]);
pub const SAMPLER: Phrase = Phrase(&["Sampler", "샘플러"]);
pub const STRENGTH: Phrase = Phrase(&["Strength", "강도"]);
pub const FEATHER: Phrase = Phrase(&["Soft edge", "가장자리 부드럽게"]);
pub const MARGINS: Phrase = Phrase(&["Painted beyond", "밖으로 늘림"]);
pub const BACKGROUND: Phrase = Phrase(&["Background", "배경"]);
pub const TRANSPARENT: Phrase = Phrase(&["none", "없음"]);
pub const BLURRED: Phrase = Phrase(&["blurred", "흐림"]);
pub const ANOTHER_PICTURE: Phrase = Phrase(&["another picture", "다른 이미지"]);

/// What a button does with the picture.
pub fn with_this(tool: Phrase) -> String {
    match Language::current() {
        Language::English => format!("{tool} this picture"),
        Language::Korean => format!("이 이미지 {tool}"),
    }
}

pub fn sent_to(tool: Phrase) -> String {
    match Language::current() {
        Language::English => format!("The picture is in {tool}."),
        Language::Korean => format!("이미지를 {tool} 도구로 보냈습니다."),
    }
}
