//! What a file says of how it was made.

use super::{Language, Phrase};
use studio_domain::InfotextSource;

pub const CHOOSE: Phrase = Phrase(&["Read the settings of a picture", "이미지에서 설정 읽기"]);
pub const READING: Phrase = Phrase(&["Reading how it was made…", "만든 방법을 읽는 중…"]);
pub const SILENT: Phrase =
    Phrase(&["This file does not say how it was made.", "이 파일에는 만든 방법이 적혀 있지 않습니다."]);
pub const USE: Phrase = Phrase(&["Use its settings", "이 설정 사용"]);
pub const USED: Phrase = Phrase(&["The settings of the file are in the tool.", "파일의 설정을 도구에 옮겼습니다."]);
pub const NOTHING_PAINTS: Phrase =
    Phrase(&["No model that is installed here can do this.", "이 작업을 할 수 있는 모델이 설치되어 있지 않습니다."]);
pub const FORGET: Phrase = Phrase(&["Close", "닫기"]);

pub fn made_by(source: InfotextSource) -> Phrase {
    Phrase(match source {
        InfotextSource::Studio => {
            &["This file says how it was made here.", "이 스튜디오에서 만든 방법이 적혀 있습니다."]
        }
        InfotextSource::A1111 => &[
            "This file says how it was made, as AUTOMATIC1111 writes it.",
            "AUTOMATIC1111 형식으로 만든 방법이 적혀 있습니다.",
        ],
        InfotextSource::InvokeAi => {
            &["This file says how it was made in InvokeAI.", "InvokeAI에서 만든 방법이 적혀 있습니다."]
        }
        InfotextSource::ComfyUi => {
            &["This file says how it was made in ComfyUI.", "ComfyUI에서 만든 방법이 적혀 있습니다."]
        }
    })
}

/// What of it has no meaning here.
pub fn not_used(names: &str) -> String {
    match Language::current() {
        Language::English => format!("Cannot be used here: {names}."),
        Language::Korean => format!("여기에서는 쓸 수 없습니다: {names}"),
    }
}

pub fn model(name: &str) -> String {
    match Language::current() {
        Language::English => format!("model {name}"),
        Language::Korean => format!("모델 {name}"),
    }
}

pub fn sampler(name: &str) -> String {
    match Language::current() {
        Language::English => format!("sampler {name}"),
        Language::Korean => format!("샘플러 {name}"),
    }
}

pub fn size(size: &str) -> String {
    match Language::current() {
        Language::English => format!("size {size}"),
        Language::Korean => format!("크기 {size}"),
    }
}

pub fn style(name: &str) -> String {
    match Language::current() {
        Language::English => format!("style {name}"),
        Language::Korean => format!("스타일 {name}"),
    }
}
