//! What the server said, in the language of the page. Answers are in English, for all who call; a Korean page says them
//! anew by their stable codes and keeps the numbers in them, so it never shows English, not even of a task that failed
//! before anyone looked. What the page itself had to say is in its language already.

use crate::language::Language;
use studio_domain::{ErrorCode, FieldError, ModelInfo, Problem};

/// What has gone wrong, in few words.
pub fn title(problem: &Problem) -> String {
    match Language::current() {
        Language::English => problem.title.clone(),
        Language::Korean => korean_title(problem.code).into(),
    }
}

/// What has gone wrong, and what to do.
pub fn detail(problem: &Problem) -> String {
    match Language::current() {
        Language::Korean if !is_korean(&problem.detail) => korean_detail(problem),
        Language::English | Language::Korean => problem.detail.clone(),
    }
}

/// What is wrong with a field.
pub fn message(error: &FieldError) -> String {
    match Language::current() {
        Language::Korean if !is_korean(&error.message) => korean_message(error),
        Language::English | Language::Korean => error.message.clone(),
    }
}

/// What a style of a model is called; its `name` is what requests call it.
pub fn style(name: &str, title: &str) -> String {
    let korean = match name {
        "watercolour" => "수채화",
        "oil" => "유화",
        "pastel" => "파스텔",
        "pencil" => "연필",
        "ink" => "잉크 드로잉",
        "engraving" => "판화",
        "comic" => "만화",
        "poster" => "실크스크린",
        "mosaic" => "모자이크",
        "neon" => "네온",
        "candy" => "캔디",
        "rain-princess" => "비의 공주",
        "pointilism" => "점묘화",
        _ => title,
    };
    if Language::current() == Language::Korean { korean.into() } else { title.into() }
}

/// What a model can do: in its maker's words where they are in the language of the page, else as far as is known.
pub fn description(model: &ModelInfo) -> String {
    if Language::current() == Language::English || is_korean(&model.description) {
        return model.description.clone();
    }
    match (model.name.as_str(), &model.diffusion) {
        ("starter-scenes", _) => "영어와 한국어 프롬프트로 풍경 일러스트를 그립니다. CPU에서 약 1초 걸립니다. \
             아직 초기 단계라 빛, 하늘, 화풍은 프롬프트를 따르지만 사물은 잘 따르지 못합니다."
            .into(),
        ("lama" | "lama-fp32", _) => "칠한 부분을 지우고 배경으로 채웁니다.".into(),
        (_, Some(d)) => format!("기본 크기 {} × {}, 기본 {}스텝으로 그립니다.", d.width, d.height, d.steps),
        (_, None) => String::new(),
    }
}

fn is_korean(text: &str) -> bool {
    text.chars().any(|c| ('가'..='힣').contains(&c))
}

fn korean_title(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::UploadTooLarge => "파일이 너무 큽니다",
        ErrorCode::UnsupportedMediaType => "지원하지 않는 파일 형식입니다",
        ErrorCode::InvalidImage => "이미지를 읽을 수 없습니다",
        ErrorCode::ImageTooLarge => "이미지의 픽셀 수가 너무 많습니다",
        ErrorCode::ValidationFailed => "사용할 수 없는 값이 있습니다",
        ErrorCode::InvalidRequest => "요청을 이해할 수 없습니다",
        ErrorCode::Unauthenticated => "로그인이 필요합니다",
        ErrorCode::InvalidCredentials => "이메일 또는 비밀번호가 맞지 않습니다",
        ErrorCode::Forbidden => "권한이 없습니다",
        ErrorCode::NotFound => "찾을 수 없습니다",
        ErrorCode::MethodNotAllowed => "지원하지 않는 요청입니다",
        ErrorCode::Conflict => "지금은 할 수 없는 요청입니다",
        ErrorCode::IdempotencyMismatch => "다른 요청에 이미 쓰인 키입니다",
        ErrorCode::RateLimited => "요청이 너무 많습니다",
        ErrorCode::QuotaExceeded => "사용량을 모두 썼습니다",
        ErrorCode::Overloaded => "서버가 바쁩니다",
        ErrorCode::DatabaseUnavailable => "데이터베이스에 연결할 수 없습니다",
        ErrorCode::StorageUnavailable => "저장소에 연결할 수 없습니다",
        ErrorCode::ModelUnavailable => "모델을 사용할 수 없습니다",
        ErrorCode::OutOfMemory => "메모리가 부족합니다",
        ErrorCode::InferenceFailed => "모델이 이 이미지를 처리하지 못했습니다",
        ErrorCode::WorkerLost => "작업이 도중에 멈췄습니다",
        ErrorCode::ContentWithheld => "모델이 결과를 공개하지 않았습니다",
        ErrorCode::Canceled => "작업이 취소되었습니다",
        ErrorCode::DeadlineExceeded => "작업 시간이 너무 오래 걸렸습니다",
        ErrorCode::Internal => "서버에 문제가 생겼습니다",
    }
}

fn korean_detail(problem: &Problem) -> String {
    if !problem.errors.is_empty() {
        return problem.errors.iter().map(message).collect::<Vec<_>>().join(" ");
    }
    let numbers = numbers(&problem.detail);
    let sentence = match problem.code {
        ErrorCode::UploadTooLarge => match numbers.last() {
            Some(most) => return format!("파일은 최대 {most} MB까지 올릴 수 있습니다. 더 작은 파일을 선택하세요."),
            None => "파일이 너무 큽니다. 더 작은 파일을 선택하세요.",
        },
        ErrorCode::UnsupportedMediaType => "JPEG, PNG, WebP 이미지만 사용할 수 있습니다.",
        ErrorCode::InvalidImage => "이미지를 읽을 수 없습니다. 파일이 손상되었을 수 있으니 다른 이미지를 선택하세요.",
        ErrorCode::ImageTooLarge => "이미지의 픽셀 수가 너무 많습니다. 더 작은 이미지를 선택하세요.",
        ErrorCode::ValidationFailed => "사용할 수 없는 값이 있습니다. 설정을 확인하세요.",
        ErrorCode::InvalidRequest => "요청이 끝까지 전달되지 않았습니다. 다시 시도하세요.",
        ErrorCode::Unauthenticated => "로그인이 만료되었습니다. 페이지를 새로고침하고 다시 로그인하세요.",
        ErrorCode::InvalidCredentials => "이메일 또는 비밀번호가 맞지 않습니다.",
        ErrorCode::Forbidden => "이 작업을 할 권한이 없습니다.",
        ErrorCode::NotFound => "찾을 수 없습니다. 이미 삭제되었을 수 있습니다.",
        ErrorCode::MethodNotAllowed => "이 주소에서는 지원하지 않는 요청입니다.",
        ErrorCode::Conflict => "그사이 상태가 바뀌어 요청을 처리할 수 없습니다. 새로고침한 뒤 다시 시도하세요.",
        ErrorCode::IdempotencyMismatch => "같은 키로 다른 요청을 보냈습니다. 다시 시도하세요.",
        ErrorCode::RateLimited => match problem.retry_after {
            Some(seconds) => return format!("요청이 너무 많습니다. {} 다시 시도하세요.", after(seconds)),
            None => "요청이 너무 많습니다. 잠시 후 다시 시도하세요.",
        },
        ErrorCode::QuotaExceeded => "사용할 수 있는 양을 모두 썼습니다.",
        ErrorCode::Overloaded => "지금은 요청이 많습니다. 잠시 후 다시 시도하세요.",
        ErrorCode::DatabaseUnavailable => "지금은 데이터베이스가 응답하지 않습니다. 잠시 후 다시 시도하세요.",
        ErrorCode::StorageUnavailable => {
            "파일을 읽거나 저장할 수 없어 아무것도 저장하지 않았습니다. 나중에 다시 시도하세요."
        }
        ErrorCode::ModelUnavailable => "지금은 이 모델을 쓸 수 없습니다. 다른 모델을 선택하거나 관리자에게 문의하세요.",
        ErrorCode::OutOfMemory => "메모리가 부족합니다. 더 작은 이미지로 다시 시도하세요.",
        ErrorCode::InferenceFailed => "모델이 이 이미지를 처리하지 못했습니다. 다른 이미지나 설정으로 다시 시도하세요.",
        ErrorCode::WorkerLost => "작업이 여러 번 도중에 멈췄습니다. 더 작은 이미지로 다시 시도하세요.",
        ErrorCode::ContentWithheld => "모델이 결과를 공개하지 않았습니다. 프롬프트를 바꾸어 다시 시도하세요.",
        ErrorCode::Canceled => "작업이 취소되었습니다.",
        ErrorCode::DeadlineExceeded => "작업이 제한 시간 안에 끝나지 않았습니다. 더 작은 이미지로 다시 시도하세요.",
        ErrorCode::Internal => "서버에 문제가 생겼습니다. 다시 시도해 보세요.",
    };
    sentence.into()
}

fn korean_message(error: &FieldError) -> String {
    let numbers = numbers(&error.message);
    let sentence = match (error.field.as_str(), error.code.as_str(), numbers.as_slice()) {
        ("email", "invalid_email", _) => "name@example.org처럼 올바른 이메일 주소를 입력하세요.",
        ("email", "taken", _) => "이미 가입된 이메일입니다. 로그인하세요.",
        ("password", "length", [least, most]) => {
            return format!("비밀번호는 {least}자 이상 {most}자 이하여야 합니다.");
        }
        ("password", "too_common", _) => "너무 흔한 비밀번호입니다. 다른 비밀번호를 입력하세요.",
        ("current_password", "wrong", _) => "현재 비밀번호가 맞지 않습니다.",
        ("name", "length", [least, most]) => {
            return format!("{least}자 이상 {most}자 이하로 용도를 알 수 있는 이름을 입력하세요.");
        }
        ("name", "taken", _) => "같은 이름의 보드가 이미 있습니다.",
        ("board", "not_found", _) => "삭제된 보드입니다. 다른 보드를 선택하세요.",
        ("scopes", "required", _) => "권한을 하나 이상 선택하세요.",
        ("inputs.image", "required", _) => "먼저 이미지를 선택하세요.",
        ("inputs.image", "not_found", _) => "더 이상 없는 이미지입니다. 다른 이미지를 선택하세요.",
        ("inputs.prompt", "required", _) => "무엇을 그릴지 입력하세요.",
        ("inputs.prompt" | "inputs.negative_prompt", "too_long", [most, present]) => {
            return format!("프롬프트는 최대 {most}자까지 쓸 수 있습니다. 지금은 {present}자입니다.");
        }
        ("inputs.points", "required", _) => "분리할 대상을 클릭하거나 상자로 감싸세요.",
        ("inputs.points", "too_many", [most]) => return format!("최대 {most}번까지 클릭할 수 있습니다."),
        ("inputs.points" | "inputs.box", "out_of_range", _) => "이미지 안쪽을 선택하세요.",
        ("inputs.mask", "required", _) => "새로 그릴 부분을 칠하세요.",
        ("inputs.background", "required", _) => "배경으로 쓸 이미지를 선택하세요.",
        ("inputs.style", "unknown", _) => "이 모델에 없는 스타일입니다.",
        ("parameters.outpaint", "not_applicable", _) => {
            "이 모델로는 이미지 바깥을 그릴 수 없습니다. 다른 모델을 선택하세요."
        }
        ("parameters.outpaint", "image_too_large", [most]) => {
            return format!("여백을 더하면 {most} MP를 넘습니다. 여백을 줄이세요.");
        }
        ("parameters.outpaint", "out_of_range", [most]) => {
            return format!("한 변 이상을 최대 {most}픽셀까지 늘릴 수 있습니다.");
        }
        ("parameters.scheduler", ..) => "이 모델과 쓸 수 없는 샘플러입니다.",
        ("parameters.width" | "parameters.height", "out_of_range", [step]) => {
            return format!("이 모델에서는 {step}의 배수여야 합니다.");
        }
        ("parameters.width", "image_too_large", [width, height, pixels, most]) => {
            return format!(
                "{width} × {height}은 {pixels} MP입니다. 최대 {most} MP까지 그릴 수 있으니 작게 그린 뒤 업스케일하세요."
            );
        }
        ("parameters.scale", "out_of_range", [two, four]) => return format!("배율은 {two} 또는 {four}여야 합니다."),
        ("parameters.scale", "image_too_large", [scale, _, _, width, height, pixels, most]) => {
            return format!(
                "×{scale}로 키우면 {width} × {height}, {pixels} MP가 됩니다. 최대 {most} MP까지 가능하니 배율을 낮추거나 \
                 더 작은 이미지를 선택하세요."
            );
        }
        ("reasons", "not_fitting", _) => "이 평가와 맞지 않는 이유가 있습니다.",
        (_, "unsupported_media_type", _) => "JPEG, PNG, WebP 이미지만 사용할 수 있습니다.",
        (_, "upload_too_large", [most]) => {
            return format!("파일이 {most} MB보다 큽니다. 더 작은 파일을 선택하세요.");
        }
        (_, "out_of_range", [least, most]) => return format!("{least}에서 {most} 사이여야 합니다."),
        (_, "too_long", [most, ..]) => return format!("최대 {most}자까지 쓸 수 있습니다."),
        (_, "required", _) => "필요한 값입니다.",
        (_, "not_applicable", _) => "이 작업에는 쓸 수 없는 설정입니다.",
        _ => "사용할 수 없는 값입니다.",
    };
    sentence.into()
}

fn after(seconds: u64) -> String {
    match seconds {
        0..90 => format!("{seconds}초 후"),
        90..5400 => format!("{}분 후", seconds.div_ceil(60)),
        _ => format!("{}시간 후", seconds.div_ceil(3600)),
    }
}

/// The numbers in a sentence, in order: `12`, `0.5`.
fn numbers(sentence: &str) -> Vec<&str> {
    let pieces = sentence.split(|c: char| !c.is_ascii_digit() && c != '.');
    pieces.map(|piece| piece.trim_matches('.')).filter(|piece| !piece.is_empty()).collect()
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use super::*;
    use studio_domain::{BoardRequest, FeedbackRequest, ImagePatch, NewApiKey, PredictRequest, RegisterRequest};

    const GENERAL: [&str; 4] =
        ["필요한 값입니다.", "이 작업에는 쓸 수 없는 설정입니다.", "사용할 수 없는 값입니다.", ""];

    async fn in_korean<T>(say: impl FnOnce() -> T) -> T {
        Language::Korean.speak(async { say() }).await
    }

    #[test]
    fn numbers_are_found_whole() {
        assert_eq!(numbers("At ×4 this 2001 × 10 picture; at most 64.5 are possible."), ["4", "2001", "10", "64.5"]);
        assert!(numbers("Nothing. Here...").is_empty());
    }

    fn read<T: serde::de::DeserializeOwned>(json: &str) -> T {
        serde_json::from_str(json).expect("valid JSON")
    }

    /// Everything that the rules of the page's own forms can say.
    fn refusals() -> Vec<Problem> {
        let predict = |json: &str| read::<PredictRequest>(json).validate().expect_err("refused");
        let long = "x".repeat(11_000);
        let far = r#"{"task":"text-to-image","inputs":{"prompt":"x"},"parameters":{"width":1,"height":1,"steps":0,
            "guidance_scale":99,"num_images":9,"quality":0}}"#;
        let painted =
            format!(r#"{{"task":"text-to-image","inputs":{{"prompt":"{long}","negative_prompt":"{long}"}}}}"#);
        let id = "01936b2e-0000-7000-8000-000000000000";
        let strong = format!(
            r#"{{"task":"inpaint","inputs":{{"image":"{id}"}},"parameters":{{"strength":2,"mask_blur":99,"outpaint":{{"top":9999}}}}}}"#
        );
        let behind = format!(
            r#"{{"task":"remove-background","inputs":{{"image":"{id}"}},"parameters":{{"background":"image"}}}}"#
        );
        let large: PredictRequest = read(r#"{"task":"upscale","inputs":{},"parameters":{"scale":4}}"#);
        vec![
            predict(r#"{"task":"upscale","inputs":{},"parameters":{"scale":3}}"#),
            predict(r#"{"task":"text-to-image","inputs":{}}"#),
            predict(r#"{"task":"segment","inputs":{}}"#),
            predict(r#"{"task":"inpaint","inputs":{}}"#),
            predict(far),
            predict(&painted),
            predict(&strong),
            predict(&behind),
            large.validate_output_size(4000, 3000).expect_err("192 MP"),
            RegisterRequest { email: "x".into(), password: "x".into() }.validate().expect_err("neither"),
            NewApiKey { scopes: Some(Vec::new()), expires_in_days: Some(0), ..NewApiKey::default() }
                .validate(time::OffsetDateTime::UNIX_EPOCH)
                .expect_err("nameless"),
            BoardRequest::default().validate().expect_err("nameless"),
            ImagePatch { title: Some(long.clone()), ..ImagePatch::default() }.validate().expect_err("long"),
            FeedbackRequest {
                image_id: Some(id.parse().expect("an id")),
                task_id: None,
                rating: studio_domain::Rating::Like,
                reasons: vec![studio_domain::FeedbackReason::Slow],
                comment: long,
                consent_training: false,
            }
            .validate()
            .expect_err("long"),
        ]
    }

    #[tokio::test]
    async fn every_rule_of_a_form_has_a_sentence_with_its_numbers() {
        for problem in refusals() {
            for error in &problem.errors {
                let said = in_korean(|| message(error)).await;
                assert!(is_korean(&said) && !GENERAL.contains(&said.as_str()), "{error:?}: {said}");
                assert!(numbers(&error.message).is_empty() || !numbers(&said).is_empty(), "{error:?}: {said}");
                assert_eq!(message(error), error.message);
            }
            assert!(is_korean(&in_korean(|| detail(&problem)).await));
        }
    }

    #[tokio::test]
    async fn what_is_korean_stays_and_what_is_unknown_is_said_in_general() {
        let own = Problem::new(ErrorCode::NotFound, "여기에는 없습니다.");
        assert_eq!(in_korean(|| detail(&own)).await, "여기에는 없습니다.");
        let new = FieldError::new("parameters.mood", "too_gloomy", "Cheer up.");
        assert_eq!(in_korean(|| message(&new)).await, "사용할 수 없는 값입니다.");
    }

    #[tokio::test]
    async fn a_wait_is_said_in_round_numbers() {
        let problem =
            Problem::new(ErrorCode::RateLimited, "Too fast.").retry_after(std::time::Duration::from_secs(600));
        assert_eq!(in_korean(|| detail(&problem)).await, "요청이 너무 많습니다. 10분 후 다시 시도하세요.");
    }
}
