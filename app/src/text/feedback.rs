use super::Phrase;
use studio_domain::FeedbackReason;

pub const LIKE: Phrase = Phrase(&["Like", "좋아요"]);
pub const DISLIKE: Phrase = Phrase(&["Dislike", "아쉬워요"]);
pub const GROUP: Phrase = Phrase(&["Rate this result", "결과 평가"]);
pub const LIKE_TITLE: Phrase = Phrase(&["What do you like?", "어떤 점이 좋았나요?"]);
pub const DISLIKE_TITLE: Phrase = Phrase(&["What is wrong?", "어떤 점이 아쉬웠나요?"]);
pub const LIKED: Phrase = Phrase(&["You like this.", "좋다고 평가했습니다."]);
pub const DISLIKED: Phrase = Phrase(&["You do not like this.", "아쉽다고 평가했습니다."]);
pub const CHANGE: Phrase = Phrase(&["Change", "수정"]);
pub const COMMENT: Phrase = Phrase(&["Comment", "의견"]);
pub const COMMENT_HINT: Phrase = Phrase(&["Optional", "선택 사항"]);
pub const CONSENT: Phrase = Phrase(&[
    "Model makers may train on this picture and its original",
    "이 이미지와 원본을 모델 학습에 사용하는 데 동의합니다",
]);
pub const SAVE: Phrase = Phrase(&["Save rating", "평가 저장"]);
pub const SAVED: Phrase = Phrase(&["Thank you. Your rating is saved.", "감사합니다. 평가를 저장했습니다."]);
pub const WITHDRAW: Phrase = Phrase(&["Withdraw", "평가 취소"]);
pub const WITHDRAWN: Phrase = Phrase(&["Your rating is withdrawn.", "평가를 취소했습니다."]);
pub const CLOSE: Phrase = Phrase(&["Close", "닫기"]);

pub fn reason(reason: FeedbackReason) -> Phrase {
    Phrase(match reason {
        FeedbackReason::Sharp => &["Sharp", "선명함"],
        FeedbackReason::NaturalColors => &["Natural colors", "자연스러운 색"],
        FeedbackReason::FaithfulDetail => &["Faithful detail", "원본에 충실함"],
        FeedbackReason::Fast => &["Fast", "빠름"],
        FeedbackReason::Blurry => &["Blurry", "흐릿함"],
        FeedbackReason::Artifacts => &["Artifacts", "깨짐·잡티"],
        FeedbackReason::WrongColors => &["Wrong colors", "어색한 색"],
        FeedbackReason::InventedDetail => &["Invented detail", "원본에 없는 디테일"],
        FeedbackReason::Slow => &["Slow", "느림"],
        FeedbackReason::Other => &["Something else", "기타"],
    })
}
