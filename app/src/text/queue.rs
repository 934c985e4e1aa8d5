use super::{Language, Phrase};

pub const TITLE: Phrase = Phrase(&["Queue", "대기열"]);
pub const CANCEL: Phrase = Phrase(&["Cancel task", "작업 취소"]);
pub const RETRY: Phrase = Phrase(&["Retry", "다시 시도"]);
pub const DISMISS: Phrase = Phrase(&["Dismiss", "닫기"]);
pub const FAILED: Phrase = Phrase(&["Failed", "실패"]);
pub const QUEUED: Phrase = Phrase(&["Queued", "대기 중"]);
pub const RUNNING: Phrase = Phrase(&["Running", "진행 중"]);
pub const DONE_TOAST: Phrase = Phrase(&["A picture is finished.", "이미지가 완성되었습니다."]);
pub const VIEW: Phrase = Phrase(&["View", "보기"]);
/// In the tab's title.
pub const DONE_TITLE: Phrase = Phrase(&["✓ Done", "✓ 완료"]);
pub const EMPTY: Phrase = Phrase(&["Nothing is waiting or at work.", "대기 중이거나 진행 중인 작업이 없습니다."]);
pub const FINISHED: Phrase = Phrase(&["Finished", "완료"]);
pub const CLEAR: Phrase = Phrase(&["Clear", "비우기"]);
pub const NOTIFY: Phrase = Phrase(&["Tell me when something is done", "작업이 끝나면 알림"]);
pub const NOTIFY_HINT: Phrase =
    Phrase(&["By the browser, when you look elsewhere.", "다른 화면을 보고 있을 때 브라우저가 알려 줍니다."]);
pub const NOTIFY_BLOCKED: Phrase = Phrase(&[
    "Your browser does not let this page notify you. Allow it in the settings of this site, then try again.",
    "브라우저가 이 페이지의 알림을 막고 있습니다. 사이트 설정에서 허용한 다음 다시 시도하세요.",
]);

pub fn open(active: usize) -> String {
    match Language::current() {
        Language::English => match active {
            0 => "Queue".into(),
            active => format!("Queue: {active} at work"),
        },
        Language::Korean => match active {
            0 => "대기열".into(),
            active => format!("대기열: 작업 {active}개"),
        },
    }
}

pub fn cancel_waiting(waiting: usize) -> String {
    match Language::current() {
        Language::English => format!("Cancel all {waiting} that wait"),
        Language::Korean => format!("대기 중인 {waiting}개 모두 취소"),
    }
}

pub fn step(step: u32, steps: u32) -> String {
    match Language::current() {
        Language::English => format!("Step {step} of {steps}"),
        Language::Korean => format!("{steps}스텝 중 {step}"),
    }
}
