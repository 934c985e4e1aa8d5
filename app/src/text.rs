//! Every word the page says, in one place and in both languages, English first: what is missing in one of them does not
//! compile. What comes from the server in English is translated in [`crate::said`].

use crate::language::{Language, Phrase};

/// A name, not translated.
pub const PRODUCT: &str = "CreativeAI Studio";

pub mod error {
    use super::Phrase;

    pub const UNREACHABLE: Phrase = Phrase(&[
        "The server cannot be reached. Check the connection and try again.",
        "서버에 연결할 수 없습니다. 연결 상태를 확인하고 다시 시도하세요.",
    ]);
    pub const OUTDATED: Phrase = Phrase(&[
        "This page is older than the server. Please reload it.",
        "페이지가 서버보다 오래되었습니다. 새로고침하세요.",
    ]);
    pub const INTERNAL: Phrase = Phrase(&[
        "Something went wrong on the server. Please try again.",
        "서버에 문제가 생겼습니다. 다시 시도하세요.",
    ]);
    #[cfg(feature = "ssr")]
    pub const NO_SESSION: Phrase = Phrase(&[
        "Your session has ended. Please reload the page.",
        "로그인이 만료되었습니다. 페이지를 새로고침하세요.",
    ]);
    #[cfg(feature = "ssr")]
    pub const NO_SESSIONS: Phrase = Phrase(&[
        "Your session cannot be read right now. Please try again in a moment.",
        "지금은 로그인 정보를 읽을 수 없습니다. 잠시 후 다시 시도하세요.",
    ]);
    pub const LOAD_TITLE: Phrase = Phrase(&["The studio could not be loaded", "스튜디오를 불러오지 못했습니다"]);
}

pub mod shell {
    use super::Phrase;

    pub const DESCRIPTION: Phrase = Phrase(&[
        "Paint pictures from words, change them, make them larger and sharper.",
        "글로 이미지를 그리고, 바꾸고, 더 크고 선명하게 만드세요.",
    ]);
    /// What a browser shows of the studio when it is installed.
    pub const MANIFEST: Phrase = Phrase(&["/manifest.webmanifest", "/manifest.ko.webmanifest"]);
    pub const NO_SCRIPT: Phrase = Phrase(&[
        "The studio needs JavaScript to show your pictures. Signing in works without it.",
        "이미지를 보려면 JavaScript가 필요합니다. 로그인은 JavaScript 없이도 됩니다.",
    ]);
}

pub mod header {
    use super::Phrase;

    pub const CONNECTION_LOST: Phrase = Phrase(&["Connection lost.", "연결이 끊겼습니다."]);
    pub const RETRY_NOW: Phrase = Phrase(&["Retry now", "다시 연결"]);
    pub const RETRYING: Phrase = Phrase(&["Connecting…", "연결 중…"]);
    pub const THEME: Phrase = Phrase(&["Theme", "테마"]);
    pub const THEME_SYSTEM: Phrase = Phrase(&["System", "시스템"]);
    pub const THEME_LIGHT: Phrase = Phrase(&["Light", "밝게"]);
    pub const THEME_DARK: Phrase = Phrase(&["Dark", "어둡게"]);
    pub const LANGUAGE: Phrase = Phrase(&["Language", "언어"]);
    pub const ACCOUNT: Phrase = Phrase(&["Account", "계정"]);
    pub const GUEST: Phrase = Phrase(&["Guest", "게스트"]);
    pub const GUEST_HINT: Phrase = Phrase(&[
        "You are working as a guest. Sign up to keep your pictures; what you made so far comes along.",
        "게스트로 사용 중입니다. 가입하면 지금까지 만든 이미지를 그대로 보관할 수 있습니다.",
    ]);
    pub const SIGNED_IN_AS: Phrase = Phrase(&["Signed in as", "로그인한 계정"]);
    pub const SETTINGS: Phrase = Phrase(&["Account, usage and API keys", "계정, 사용량, API 키"]);
    pub const SHORTCUTS: Phrase = Phrase(&["Keyboard shortcuts", "키보드 단축키"]);
    pub const SIGN_IN: Phrase = Phrase(&["Sign in", "로그인"]);
    pub const SIGN_UP: Phrase = Phrase(&["Sign up", "가입하기"]);
    pub const SIGN_OUT: Phrase = Phrase(&["Sign out", "로그아웃"]);
}

pub mod tabs {
    use super::Phrase;

    pub const LABEL: Phrase = Phrase(&["Sections", "화면 이동"]);
    pub const TOOL: Phrase = Phrase(&["Tool", "도구"]);
    pub const RESULT: Phrase = Phrase(&["Result", "결과"]);
    pub const GALLERY: Phrase = Phrase(&["Gallery", "갤러리"]);
}

pub mod tool {
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
}

pub mod upscale {
    use super::Phrase;

    pub const SCALE: Phrase = Phrase(&["Scale", "배율"]);
    pub const SCALE_HINT: Phrase =
        Phrase(&["How many times wider and higher the result is.", "결과의 너비와 높이가 몇 배가 되는지 정합니다."]);
    pub const RESULT_SIZE: Phrase = Phrase(&["Result", "결과"]);
}

pub mod paint {
    use super::{Language, Phrase};

    pub const PROMPT: Phrase = Phrase(&["Prompt", "프롬프트"]);
    pub const PROMPT_EXAMPLE: Phrase = Phrase(&["A red boat on the sea at sunset", "해질녘 바다에 있는 빨간 배"]);
    pub const PROMPT_HINT: Phrase = Phrase(&[
        "(word:1.3) weighs a word more, [word] less.",
        "(단어:1.3)은 단어를 더 강하게, [단어]는 더 약하게 반영합니다.",
    ]);
    pub const HISTORY: Phrase = Phrase(&["Earlier prompts", "이전 프롬프트"]);
    pub const HISTORY_SEARCH: Phrase = Phrase(&["Find a prompt", "프롬프트 검색"]);
    pub const HISTORY_EMPTY: Phrase =
        Phrase(&["What you ask to be painted will be here.", "지금까지 쓴 프롬프트가 여기에 모입니다."]);
    pub const HISTORY_NONE_FOUND: Phrase =
        Phrase(&["None of your prompts has these words.", "이 단어가 들어간 프롬프트가 없습니다."]);
    pub const TOKENS: Phrase = Phrase(&[
        "Tokens of the prompt, and how many the model reads at once",
        "프롬프트의 토큰 수와 모델이 한 번에 읽는 토큰 수",
    ]);
    pub const UNKNOWN: Phrase = Phrase(&["The model does not know:", "모델이 모르는 단어:"]);
    pub const SIZE: Phrase = Phrase(&["Size", "크기"]);
    pub const SIZE_HINT: Phrase = Phrase(&[
        "A shape, or width and height to the pixel. The model is at its best near its own size; upscale for more.",
        "비율을 고르거나 너비와 높이를 픽셀 단위로 정하세요. 모델의 기본 크기에 가까울수록 결과가 좋고, 더 크게는 업스케일하세요.",
    ]);
    pub const WIDTH: Phrase = Phrase(&["Width", "너비"]);
    pub const HEIGHT: Phrase = Phrase(&["Height", "높이"]);
    pub const SWAP: Phrase = Phrase(&["Swap width and height", "너비와 높이 바꾸기"]);
    pub const LOCK: Phrase = Phrase(&["Keep the ratio", "비율 고정"]);
    pub const COUNT: Phrase = Phrase(&["Pictures", "이미지 수"]);
    pub const COUNT_HINT: Phrase =
        Phrase(&["How many at a time, each from the next seed.", "한 번에 만들 수. 각각 다음 시드를 씁니다."]);
    pub const MORE: Phrase = Phrase(&["More settings", "설정 더 보기"]);
    pub const NEGATIVE: Phrase = Phrase(&["Negative prompt", "네거티브 프롬프트"]);
    pub const NEGATIVE_HINT: Phrase =
        Phrase(&["What the picture should not show.", "이미지에 나오지 않았으면 하는 것을 적으세요."]);
    pub const STRENGTH: Phrase = Phrase(&["Strength", "강도"]);
    pub const STRENGTH_HINT: Phrase = Phrase(&[
        "How much is painted anew: little keeps the picture, all of it only its place.",
        "얼마나 새로 그릴지 정합니다. 낮으면 원본이 남고, 높으면 완전히 새로 그립니다.",
    ]);
    pub const STYLE_STRENGTH_HINT: Phrase = Phrase(&[
        "From the picture as it is to the whole style.",
        "낮으면 원본에 가깝고, 높으면 스타일이 온전히 입혀집니다.",
    ]);
    pub const STEPS: Phrase = Phrase(&["Steps", "스텝"]);
    pub const STEPS_HINT: Phrase = Phrase(&[
        "More take longer and add detail, up to a point.",
        "많을수록 오래 걸리고, 어느 정도까지는 더 세밀해집니다.",
    ]);
    pub const GUIDANCE: Phrase = Phrase(&["Guidance", "가이던스"]);
    pub const GUIDANCE_HINT: Phrase = Phrase(&[
        "How closely the prompt is followed; too much looks harsh.",
        "프롬프트를 얼마나 충실히 따를지 정합니다. 너무 높으면 거칠어집니다.",
    ]);
    pub const SAMPLER: Phrase = Phrase(&["Sampler", "샘플러"]);
    pub const SAMPLER_HINT: Phrase = Phrase(&[
        "The way from noise to the picture; the model's own is what it was made with.",
        "노이즈에서 이미지로 가는 방법입니다. 기본값은 모델을 만들 때 쓴 방법입니다.",
    ]);
    pub const SAMPLER_OWN: Phrase = Phrase(&["The model's own", "모델 기본값"]);
    pub const SEED: Phrase = Phrase(&["Seed", "시드"]);
    pub const SEED_HINT: Phrase = Phrase(&[
        "Where chance begins: the same seed and settings give the same picture.",
        "무작위의 출발점입니다. 시드와 설정이 같으면 같은 이미지가 나옵니다.",
    ]);
    pub const SEED_RANDOM: Phrase = Phrase(&["Random", "무작위"]);
    pub const SEED_KEEP: Phrase = Phrase(&["Keep it for the next run", "다음 실행에도 사용"]);
    pub const MODEL: Phrase = Phrase(&["Model", "모델"]);

    pub fn steps(steps: u32) -> String {
        match Language::current() {
            Language::English => format!("{steps} steps"),
            Language::Korean => format!("{steps}스텝"),
        }
    }

    pub fn guidance(guidance: f32) -> String {
        match Language::current() {
            Language::English => format!("guidance {guidance}"),
            Language::Korean => format!("가이던스 {guidance}"),
        }
    }

    pub fn seed(seed: u32) -> String {
        match Language::current() {
            Language::English => format!("seed {seed}"),
            Language::Korean => format!("시드 {seed}"),
        }
    }

    pub fn strength(strength: f32) -> String {
        let percent = strength * 100.0;
        match Language::current() {
            Language::English => format!("strength {percent:.0} %"),
            Language::Korean => format!("강도 {percent:.0}%"),
        }
    }

    /// Compared to one picture as the model proposes it.
    pub fn work(times: f64) -> String {
        match Language::current() {
            Language::English => format!("About {times:.1} × the usual work"),
            Language::Korean => format!("기본 작업량의 약 {times:.1}배"),
        }
    }
}

/// Settings under names.
pub mod presets {
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
}

pub mod shortcuts {
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
}

pub mod mask {
    use super::Phrase;

    pub const AREA: Phrase = Phrase(&["Paint anew", "새로 그릴 영역"]);
    pub const AREA_HINT: Phrase =
        Phrase(&["The whole picture, or only what you mark on it.", "이미지 전체, 또는 칠한 부분만 새로 그립니다."]);
    pub const EVERYTHING: Phrase = Phrase(&["Everything", "전체"]);
    pub const A_PART: Phrase = Phrase(&["A part", "일부"]);
    pub const CHOOSE_FIRST: Phrase = Phrase(&[
        "Choose a picture, then mark what is to be painted anew.",
        "이미지를 선택한 다음 새로 그릴 부분을 칠하세요.",
    ]);
    pub const CANVAS: Phrase = Phrase(&["What is marked on the picture", "이미지에 칠한 부분"]);
    pub const HINT: Phrase = Phrase(&[
        "Draw over what is to be painted anew. The rest stays as it is.",
        "새로 그릴 부분을 칠하세요. 나머지는 그대로 둡니다.",
    ]);
    pub const DRAW_WITH: Phrase = Phrase(&["Draw with", "그리기 도구"]);
    pub const DRAW_WITH_HINT: Phrase =
        Phrase(&["The brush marks; the eraser takes marks away.", "브러시로 칠하고 지우개로 지웁니다."]);
    pub const BRUSH: Phrase = Phrase(&["Brush", "브러시"]);
    pub const ERASER: Phrase = Phrase(&["Eraser", "지우개"]);
    pub const SIZE: Phrase = Phrase(&["Size", "크기"]);
    pub const SIZE_HINT: Phrase = Phrase(&[
        "How wide a stroke is, of the picture's longer side.",
        "획의 너비. 이미지의 긴 변을 기준으로 합니다.",
    ]);
    pub const UNDO: Phrase = Phrase(&["Undo", "실행 취소"]);
    pub const CLEAR: Phrase = Phrase(&["Clear", "모두 지우기"]);
}

pub mod style {
    use super::Phrase;

    pub const STYLE: Phrase = Phrase(&["Style", "스타일"]);
    pub const STYLE_HINT: Phrase = Phrase(&["The look that the picture is given.", "이미지에 입힐 화풍입니다."]);
}

pub mod cutout {
    use super::Phrase;

    pub const BACKGROUND: Phrase = Phrase(&["Background", "배경"]);
    pub const BACKGROUND_HINT: Phrase =
        Phrase(&["What is put behind the thing that is cut out.", "오려 낸 대상 뒤에 놓을 것입니다."]);
    pub const NOTHING: Phrase = Phrase(&["None", "없음"]);
    pub const BLUR: Phrase = Phrase(&["Blur", "흐리게"]);
    pub const COLOUR: Phrase = Phrase(&["Colour", "색상"]);
    pub const COLOUR_HINT: Phrase = Phrase(&["The colour behind it.", "뒤에 깔 색입니다."]);
    pub const REFINE: Phrase = Phrase(&["Refine the edges", "가장자리 다듬기"]);
    pub const REFINE_HINT: Phrase =
        Phrase(&["Lays them onto those of the picture, such as hair.", "머리카락처럼 세밀한 경계를 원본에 맞춥니다."]);
}

pub mod separate {
    use super::Phrase;

    pub const CLICK: Phrase = Phrase(&["What to separate", "분리할 대상"]);
    pub const CLICK_LABEL: Phrase =
        Phrase(&["Picture: click on what is to be separated", "이미지: 분리할 대상을 클릭하세요"]);
    pub const CLICK_HINT: Phrase = Phrase(&[
        "Click on it. Alt and a click say what does not belong to it.",
        "대상을 클릭하세요. Alt를 누르고 클릭하면 그 부분을 제외합니다.",
    ]);
    pub const CHOOSE_FIRST: Phrase = Phrase(&[
        "Choose a picture, then click on what is to be separated.",
        "이미지를 선택한 다음 분리할 대상을 클릭하세요.",
    ]);
    pub const UNDO: Phrase = Phrase(&["Undo the last click", "마지막 클릭 취소"]);
    pub const OUTPUT: Phrase = Phrase(&["Result", "결과"]);
    pub const OUTPUT_HINT: Phrase = Phrase(&[
        "The thing by itself, or where it is in white on black.",
        "대상만 남긴 레이어, 또는 대상의 위치를 흰색으로 나타낸 마스크입니다.",
    ]);
    pub const CUTOUT: Phrase = Phrase(&["Layer", "레이어"]);
    pub const MASK: Phrase = Phrase(&["Mask", "마스크"]);
}

pub mod stage {
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
    pub const STEP_EDIT: Phrase =
        Phrase(&["Press Edit, then compare before and after", "편집을 누르고 전후를 비교하세요"]);
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
    pub const DISMISS: Phrase = Phrase(&["Dismiss", "닫기"]);
    pub const SOURCE_ALT: Phrase = Phrase(&["The picture being worked on", "작업 중인 이미지"]);
    pub const PREVIEW_ALT: Phrase = Phrase(&["What it looks like so far", "지금까지 그려진 모습"]);
    pub const BEFORE: Phrase = Phrase(&["Before", "전"]);
    pub const AFTER: Phrase = Phrase(&["After", "후"]);
    pub const VIEWER: Phrase = Phrase(&["Picture viewer", "이미지 보기"]);
    pub const VIEWER_HELP: Phrase = Phrase(&[
        "Plus and minus zoom, 0 fits, 1 shows full size, arrow keys move.",
        "더하기와 빼기 키로 확대하고 축소합니다. 0은 화면 맞춤, 1은 실제 크기, 화살표 키는 이동입니다.",
    ]);
    pub const SLIDER: Phrase = Phrase(&["Comparison of before and after", "전후 비교"]);
    pub const ZOOM_IN: Phrase = Phrase(&["Zoom in", "확대"]);
    pub const ZOOM_OUT: Phrase = Phrase(&["Zoom out", "축소"]);
    pub const FIT: Phrase = Phrase(&["Fit", "맞춤"]);
    pub const FIT_LABEL: Phrase = Phrase(&["Fit to the window", "화면에 맞추기"]);
    pub const FULL: Phrase = Phrase(&["100 %", "100%"]);
    pub const FULL_LABEL: Phrase = Phrase(&["100 %, full size", "100%, 실제 크기"]);
    pub const DOWNLOAD: Phrase = Phrase(&["Download", "다운로드"]);
    pub const FAVORITE: Phrase = Phrase(&["Favorite", "즐겨찾기"]);
    pub const DELETE: Phrase = Phrase(&["Delete", "삭제"]);
    pub const UPSCALE_THIS: Phrase = Phrase(&["Upscale this picture", "이 이미지 업스케일"]);
    pub const EDIT_THIS: Phrase = Phrase(&["Edit this picture", "이 이미지 편집"]);
    pub const USE_SETTINGS: Phrase = Phrase(&["Use these settings", "이 설정 사용"]);
    pub const PROMPT: Phrase = Phrase(&["Prompt", "프롬프트"]);
    pub const SETTINGS: Phrase = Phrase(&["Settings", "설정"]);
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
}

pub mod feedback {
    use super::Phrase;
    use studio_domain::FeedbackReason;

    pub const LIKE: Phrase = Phrase(&["Like", "좋아요"]);
    pub const DISLIKE: Phrase = Phrase(&["Dislike", "아쉬워요"]);
    pub const GROUP: Phrase = Phrase(&["Rate this result", "결과 평가"]);
    pub const LIKE_TITLE: Phrase = Phrase(&["What do you like?", "어떤 점이 좋았나요?"]);
    pub const DISLIKE_TITLE: Phrase = Phrase(&["What is wrong?", "어떤 점이 아쉬웠나요?"]);
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
}

pub mod queue {
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
}

pub mod gallery {
    use super::Phrase;

    pub const TITLE: Phrase = Phrase(&["Gallery", "갤러리"]);
    pub const FILTER: Phrase = Phrase(&["Show", "표시할 이미지"]);
    pub const ALL: Phrase = Phrase(&["All", "전체"]);
    pub const UPLOADS: Phrase = Phrase(&["Uploads", "업로드"]);
    pub const RESULTS: Phrase = Phrase(&["Results", "결과"]);
    pub const FAVORITES_ONLY: Phrase = Phrase(&["Only favorites", "즐겨찾기만"]);
    pub const UPLOAD: Phrase = Phrase(&["Upload", "업로드"]);
    pub const RESULT: Phrase = Phrase(&["Result", "결과"]);
    pub const EMPTY: Phrase = Phrase(&["Your pictures will be here.", "만든 이미지가 여기에 모입니다."]);
    pub const EMPTY_FILTERED: Phrase = Phrase(&["No pictures match this choice.", "조건에 맞는 이미지가 없습니다."]);
    pub const MORE: Phrase = Phrase(&["Load more", "더 보기"]);
    pub const LOADING: Phrase = Phrase(&["Loading…", "불러오는 중…"]);
    pub const ADD_FAVORITE: Phrase = Phrase(&["Add to favorites", "즐겨찾기에 추가"]);
    pub const REMOVE_FAVORITE: Phrase = Phrase(&["Remove from favorites", "즐겨찾기 해제"]);
    pub const DELETE: Phrase = Phrase(&["Delete", "삭제"]);
    pub const DELETED: Phrase = Phrase(&["Picture deleted.", "이미지를 삭제했습니다."]);
    pub const UNDO: Phrase = Phrase(&["Undo", "실행 취소"]);
}

pub mod settings {
    use super::{Language, Phrase};
    use studio_domain::{Scope, TaskKind, Tier};

    pub const TITLE: Phrase = Phrase(&["Your account", "내 계정"]);
    pub const BACK: Phrase = Phrase(&["To the studio", "스튜디오로"]);
    pub const NOT_LOADED: Phrase = Phrase(&["This cannot be shown right now", "지금은 표시할 수 없습니다"]);

    pub const USAGE: Phrase = Phrase(&["Usage", "사용량"]);
    pub const AVAILABLE_AGAIN: Phrase = Phrase(&["all available again", "초기화 시각"]);
    pub const STORED: Phrase = Phrase(&["Stored", "보관 중"]);

    pub const ACCOUNT: Phrase = Phrase(&["Account", "계정"]);
    pub const GUEST: Phrase = Phrase(&[
        "You are working as a guest. With an account your pictures stay, and programs can use the studio in your name.",
        "게스트로 사용 중입니다. 계정을 만들면 이미지를 계속 보관하고, 내 이름으로 프로그램에서도 스튜디오를 쓸 수 있습니다.",
    ]);
    pub const SIGN_UP: Phrase = Phrase(&["Sign up", "가입하기"]);
    pub const SIGN_IN: Phrase = Phrase(&["Sign in", "로그인"]);

    pub const KEYS: Phrase = Phrase(&["API keys", "API 키"]);
    pub const KEYS_TEXT: Phrase = Phrase(&[
        "For programs that work in your name. Nobody can change your account with a key.",
        "내 이름으로 동작하는 프로그램에 사용합니다. 키로는 계정을 바꿀 수 없습니다.",
    ]);
    pub const LAST_USED: Phrase = Phrase(&["last used", "마지막 사용"]);
    pub const NEVER_USED: Phrase = Phrase(&["never used", "사용한 적 없음"]);
    pub const ENDS: Phrase = Phrase(&["ends", "만료"]);
    pub const NEVER_ENDS: Phrase = Phrase(&["does not end by itself", "만료 없음"]);
    pub const REVOKE: Phrase = Phrase(&["Revoke", "폐기"]);
    pub const REVOKED: Phrase = Phrase(&["The key is not accepted any more.", "키를 폐기했습니다."]);
    pub const KEY_NAME: Phrase = Phrase(&["Name of a new key", "새 키 이름"]);
    pub const KEY_NAME_HINT: Phrase = Phrase(&[
        "What it is for, such as the program that will use it.",
        "키를 사용할 프로그램처럼 용도를 알 수 있는 이름을 적으세요.",
    ]);
    pub const KEY_SCOPES: Phrase = Phrase(&["It may", "권한"]);
    pub const KEY_LIFETIME: Phrase = Phrase(&["It ends", "만료"]);
    pub const MAKE_KEY: Phrase = Phrase(&["Make a key", "키 만들기"]);
    pub const KEY_NEEDS_SCRIPT: Phrase = Phrase(&[
        "To make a key here, allow JavaScript; or ask POST /v1/api-keys for one.",
        "여기서 키를 만들려면 JavaScript를 허용하세요. POST /v1/api-keys로도 만들 수 있습니다.",
    ]);
    pub const SECRET_ONCE: Phrase = Phrase(&[
        "Copy it now: it is shown this once and kept nowhere.",
        "지금 복사하세요. 한 번만 표시되며 어디에도 저장되지 않습니다.",
    ]);
    pub const COPY: Phrase = Phrase(&["Copy", "복사"]);
    pub const COPIED: Phrase = Phrase(&["Copied", "복사됨"]);

    pub const SESSIONS: Phrase = Phrase(&["Where you are signed in", "로그인된 기기"]);
    pub const THIS_BROWSER: Phrase = Phrase(&["This browser", "이 브라우저"]);
    pub const BROWSER: Phrase = Phrase(&["Another browser", "다른 브라우저"]);
    pub const PROGRAM: Phrase = Phrase(&["A program", "프로그램"]);
    pub const SINCE: Phrase = Phrase(&["since", "로그인"]);
    pub const SIGN_OUT_ELSEWHERE: Phrase = Phrase(&["Sign out everywhere else", "다른 모든 기기에서 로그아웃"]);
    pub const SIGNED_OUT_ELSEWHERE: Phrase =
        Phrase(&["You are signed in here only.", "이제 여기에서만 로그인되어 있습니다."]);

    pub const CREDENTIALS: Phrase = Phrase(&["E-mail and password", "이메일과 비밀번호"]);
    pub const NEW_EMAIL: Phrase = Phrase(&["E-mail", "이메일"]);
    pub const NEW_PASSWORD: Phrase = Phrase(&["New password", "새 비밀번호"]);
    pub const CURRENT_PASSWORD: Phrase = Phrase(&["Current password", "현재 비밀번호"]);
    pub const CHANGE_EMAIL: Phrase = Phrase(&["Change e-mail", "이메일 변경"]);
    pub const CHANGE_PASSWORD: Phrase = Phrase(&["Change password", "비밀번호 변경"]);
    pub const EMAIL_CHANGED: Phrase = Phrase(&["The address is changed.", "이메일을 변경했습니다."]);
    pub const PASSWORD_CHANGED: Phrase = Phrase(&[
        "The password is changed. You are signed out everywhere else.",
        "비밀번호를 변경했습니다. 다른 모든 기기에서 로그아웃되었습니다.",
    ]);

    pub const YOUR_DATA: Phrase = Phrase(&["Your data", "내 데이터"]);
    pub const EXPORT_TEXT: Phrase = Phrase(&[
        "Everything as a ZIP file: pictures, tasks, opinions and what is known of you.",
        "이미지, 작업, 평가, 계정 정보를 모두 ZIP 파일로 받습니다.",
    ]);
    pub const EXPORT: Phrase = Phrase(&["Download everything", "모두 다운로드"]);
    pub const DELETE_ACCOUNT: Phrase = Phrase(&["Delete the account", "계정 삭제"]);
    pub const DELETE_TEXT: Phrase = Phrase(&[
        "Your pictures, tasks, opinions, keys and sessions are removed, and cannot be brought back.",
        "이미지, 작업, 평가, 키, 로그인 정보가 모두 삭제되며 되돌릴 수 없습니다.",
    ]);
    pub const DELETE_FOR_EVER: Phrase = Phrase(&["Delete everything", "모두 삭제"]);

    #[must_use]
    pub fn used_of(used: u32, limit: u32) -> String {
        match Language::current() {
            Language::English => format!("{used} of {limit} tasks in this hour"),
            Language::Korean => format!("이번 한 시간 동안 작업 {limit}개 중 {used}개 사용"),
        }
    }

    #[must_use]
    pub fn used_without_limit(used: u32) -> String {
        match Language::current() {
            Language::English => format!("{used} tasks in this hour, as many as you like"),
            Language::Korean => format!("이번 한 시간 동안 작업 {used}개 사용, 제한 없음"),
        }
    }

    #[must_use]
    pub fn tier(tier: Tier) -> Phrase {
        Phrase(match tier {
            Tier::Premium => &["Premium", "프리미엄"],
            Tier::Regular => &["Regular", "일반"],
            Tier::Free => &["Free", "무료"],
        })
    }

    #[must_use]
    pub fn stored(images: u64, bytes: &str) -> String {
        match Language::current() {
            Language::English if images == 1 => format!("{images} picture, {bytes}"),
            Language::English => format!("{images} pictures, {bytes}"),
            Language::Korean => format!("이미지 {images}장, {bytes}"),
        }
    }

    /// What tasks of the kind have done.
    #[must_use]
    pub fn made(task: TaskKind) -> Phrase {
        Phrase(match task {
            TaskKind::TextToImage => &["Painted", "생성"],
            TaskKind::ImageToImage => &["Painted anew", "새로 그리기"],
            TaskKind::Inpaint => &["Painted in part", "부분 새로 그리기"],
            TaskKind::Upscale => &["Enlarged", "업스케일"],
            TaskKind::StyleTransfer => &["Restyled", "스타일 변환"],
            TaskKind::RemoveBackground => &["Cut out", "배경 제거"],
            TaskKind::Segment => &["Separated", "분리"],
        })
    }

    #[must_use]
    pub fn revoke(name: &str) -> String {
        match Language::current() {
            Language::English => format!("Revoke {name}"),
            Language::Korean => format!("{name} 폐기"),
        }
    }

    #[must_use]
    pub fn key_made(name: &str) -> String {
        match Language::current() {
            Language::English => format!("The key {name} is made"),
            Language::Korean => format!("{name} 키를 만들었습니다"),
        }
    }

    #[must_use]
    pub fn scope(scope: Scope) -> Phrase {
        Phrase(match scope {
            Scope::TasksRead => &["follow tasks", "작업 조회"],
            Scope::TasksWrite => &["ask for tasks", "작업 요청"],
            Scope::ImagesRead => &["see pictures", "이미지 조회"],
            Scope::ImagesWrite => &["upload, change and delete pictures", "이미지 업로드, 변경, 삭제"],
            Scope::FeedbackWrite => &["rate pictures", "이미지 평가"],
            Scope::AccountRead => &["see keys and sessions", "키와 로그인 기기 조회"],
        })
    }

    #[must_use]
    pub fn lifetime(days: Option<u32>) -> String {
        match (Language::current(), days) {
            (Language::English, Some(365)) => "after a year".into(),
            (Language::English, Some(days)) => format!("after {days} days"),
            (Language::English, None) => "never by itself".into(),
            (Language::Korean, Some(365)) => "1년 후".into(),
            (Language::Korean, Some(days)) => format!("{days}일 후"),
            (Language::Korean, None) => "만료 없음".into(),
        }
    }
}

pub mod account {
    use super::Phrase;

    pub const SIGN_IN_TITLE: Phrase = Phrase(&["Sign in", "로그인"]);
    pub const SIGN_UP_TITLE: Phrase = Phrase(&["Create an account", "계정 만들기"]);
    pub const SIGN_UP_TEXT: Phrase =
        Phrase(&["The pictures you made as a guest come along.", "게스트로 만든 이미지도 그대로 옮겨집니다."]);
    pub const EMAIL: Phrase = Phrase(&["E-mail", "이메일"]);
    pub const PASSWORD: Phrase = Phrase(&["Password", "비밀번호"]);
    pub const PASSWORD_HINT: Phrase = Phrase(&["At least 8 characters.", "8자 이상이어야 합니다."]);
    pub const SIGN_IN: Phrase = Phrase(&["Sign in", "로그인"]);
    pub const SIGN_UP: Phrase = Phrase(&["Sign up", "가입하기"]);
    pub const NO_ACCOUNT: Phrase = Phrase(&["No account yet?", "아직 계정이 없으신가요?"]);
    pub const HAVE_ACCOUNT: Phrase = Phrase(&["Already have an account?", "이미 계정이 있으신가요?"]);
}

pub mod not_found {
    use super::Phrase;

    pub const TITLE: Phrase = Phrase(&["Page not found", "페이지를 찾을 수 없습니다"]);
    pub const TEXT: Phrase = Phrase(&["There is nothing at this address.", "이 주소에는 아무것도 없습니다."]);
}

/// How long something takes or took.
pub mod time {
    use super::Language;

    pub fn milliseconds(milliseconds: f64) -> String {
        match Language::current() {
            Language::English => format!("{milliseconds:.0} ms"),
            Language::Korean => format!("{milliseconds:.0}ms"),
        }
    }

    pub fn seconds(seconds: f64) -> String {
        match Language::current() {
            Language::English => format!("{seconds:.1} s"),
            Language::Korean => format!("{seconds:.1}초"),
        }
    }

    pub fn minutes(minutes: u64, seconds: u64) -> String {
        match Language::current() {
            Language::English => format!("{minutes} min {seconds} s"),
            Language::Korean => format!("{minutes}분 {seconds}초"),
        }
    }

    pub fn moment_left() -> String {
        match Language::current() {
            Language::English => "a moment left".into(),
            Language::Korean => "곧 끝납니다".into(),
        }
    }

    pub fn seconds_left(seconds: u64) -> String {
        match Language::current() {
            Language::English => format!("about {seconds} s left"),
            Language::Korean => format!("약 {seconds}초 남음"),
        }
    }

    pub fn minutes_left(minutes: u64) -> String {
        match Language::current() {
            Language::English => format!("about {minutes} min left"),
            Language::Korean => format!("약 {minutes}분 남음"),
        }
    }

    pub fn hours_left(hours: u64) -> String {
        match Language::current() {
            Language::English => format!("about {hours} h left"),
            Language::Korean => format!("약 {hours}시간 남음"),
        }
    }
}

pub mod ui {
    use super::Phrase;

    pub const CLOSE: Phrase = Phrase(&["Close message", "메시지 닫기"]);
    /// What a control is for.
    pub const ABOUT: Phrase = Phrase(&["About", "설명"]);
    pub const CLOSE_WINDOW: Phrase = Phrase(&["Close", "닫기"]);
    pub const NOTICES: Phrase = Phrase(&["Messages", "메시지"]);
    pub const RETRY: Phrase = Phrase(&["Try again", "다시 시도"]);
}
