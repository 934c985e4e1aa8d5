use super::{Language, Phrase};

pub const MARK: Phrase = Phrase(&["Click on the picture", "이미지에서 클릭하기"]);
pub const CHOOSE_FIRST: Phrase = Phrase(&[
    "Choose a picture, then click on what is to be separated.",
    "이미지를 선택한 다음 분리할 대상을 클릭하세요.",
]);
pub const OUTPUT: Phrase = Phrase(&["Result", "결과"]);
pub const OUTPUT_HINT: Phrase = Phrase(&[
    "The thing by itself, or where it is in white on black.",
    "대상만 남긴 레이어, 또는 대상의 위치를 흰색으로 나타낸 마스크입니다.",
]);
pub const CUTOUT: Phrase = Phrase(&["Layer", "레이어"]);
pub const MASK: Phrase = Phrase(&["Mask", "마스크"]);

pub fn marked(clicks: usize, boxed: bool) -> String {
    match (Language::current(), boxed) {
        (Language::English, _) => {
            let clicks = match clicks {
                0 => "No clicks yet".to_owned(),
                1 => "1 click".to_owned(),
                clicks => format!("{clicks} clicks"),
            };
            if boxed { format!("{clicks}, and a box") } else { clicks }
        }
        (Language::Korean, true) => format!("클릭 {clicks}번, 상자 하나"),
        (Language::Korean, false) => format!("클릭 {clicks}번"),
    }
}
