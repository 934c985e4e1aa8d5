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
