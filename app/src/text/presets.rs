//! Settings under names.

use super::{Language, Phrase};

pub const TITLE: Phrase = Phrase(&["Presets", "프리셋"]);
pub const EMPTY: Phrase =
    Phrase(&["Settings that you keep under a name will be here.", "이름을 붙여 저장한 설정이 여기에 모입니다."]);
pub const NAME: Phrase = Phrase(&["Keep the tool's settings as", "현재 설정을 저장할 이름"]);
pub const NAME_EXAMPLE: Phrase = Phrase(&["Watercolour, wide", "수채화, 가로"]);
pub const NEW_NAME: Phrase = Phrase(&["New name", "새 이름"]);
pub const SAVE: Phrase = Phrase(&["Save", "저장"]);
pub const UNDO: Phrase = Phrase(&["Undo", "실행 취소"]);

pub fn rename(name: &str) -> String {
    match Language::current() {
        Language::English => format!("Rename {name}"),
        Language::Korean => format!("{name} 이름 바꾸기"),
    }
}

pub fn delete(name: &str) -> String {
    match Language::current() {
        Language::English => format!("Delete {name}"),
        Language::Korean => format!("{name} 삭제"),
    }
}

pub fn deleted(name: &str) -> String {
    match Language::current() {
        Language::English => format!("{name} is deleted."),
        Language::Korean => format!("{name} 프리셋을 삭제했습니다."),
    }
}
