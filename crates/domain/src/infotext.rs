//! How a picture was made, as user interfaces write it into its file: read back into what one can ask for here.
//!
//! The texts come from strangers' files. Reading takes time in proportion to their length, and whatever in them is no
//! parameter is passed over.

use crate::{TaskInputs, TaskParameters, limits};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Longer texts are not read, in bytes.
const MAX_TEXT: usize = 1 << 20;
/// Most fields that are kept.
const MAX_FIELDS: usize = 200;

/// What wrote the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum InfotextSource {
    Studio,
    /// AUTOMATIC1111's web UI, or one of the many that write as it does.
    A1111,
    InvokeAi,
    ComfyUi,
}

/// What a picture's file says about how it was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Infotext {
    pub source: InfotextSource,
    /// As it stands in the file.
    pub text: String,
    /// The model's name there, which need not be one here.
    pub model: Option<String>,
    /// Prompt and negative prompt.
    pub inputs: TaskInputs,
    /// Those that can be asked for here, within our bounds.
    pub parameters: TaskParameters,
    /// Everything that was written down, by the names that were used.
    pub fields: BTreeMap<String, String>,
    /// Names among the fields that have no meaning here, or are out of our bounds.
    pub unused: Vec<String>,
}

impl Infotext {
    /// Reads what A1111, and we, write under the keyword `parameters`: prompt, negative prompt, and a last line of
    /// `Name: value` pairs. A text without that line is a prompt.
    #[must_use]
    pub fn from_a1111(text: &str) -> Option<Self> {
        let trimmed = text.trim();
        if trimmed.is_empty() || text.len() > MAX_TEXT {
            return None;
        }
        let (head, last) = trimmed.rsplit_once('\n').unwrap_or(("", trimmed));
        let pairs = pairs(last);
        let (prompt, fields) = if pairs.len() < 3 { (trimmed, BTreeMap::new()) } else { (head, pairs) };
        let (prompt, negative) = split_prompt(prompt);
        let ours = fields.get("Version").is_some_and(|version| version.starts_with("CreativeAI Studio"));
        let mut parameters = TaskParameters::default();
        let get = |name: &str| fields.get(name).map(String::as_str);
        if let Some((width, height)) = get("Size").and_then(|size| size.split_once('x')) {
            parameters.width = number(width, &TaskParameters::SIDES);
            parameters.height = number(height, &TaskParameters::SIDES);
        }
        parameters.steps = get("Steps").and_then(|steps| number(steps, &TaskParameters::STEPS));
        parameters.seed = get("Seed").and_then(|seed| seed.trim().parse().ok());
        parameters.guidance_scale = get("CFG scale").and_then(|scale| number(scale, &TaskParameters::GUIDANCE));
        parameters.scale = get("Postprocess upscale by").and_then(|scale| scale.trim().parse().ok());
        parameters.scale = parameters.scale.filter(|scale| TaskParameters::SCALES.contains(scale));
        let strength = get("Denoising strength").or_else(|| get("Style strength"));
        parameters.strength = strength.and_then(|strength| number(strength, &(0.0..=1.0)));
        parameters.mask_blur = get("Mask blur").and_then(|blur| number(blur, &TaskParameters::MASK_BLUR));
        parameters.scheduler = get("Sampler").and_then(|sampler| scheduler(sampler, get("Schedule type")));
        let source = if ours { InfotextSource::Studio } else { InfotextSource::A1111 };
        let model = get("Model").map(str::to_owned);
        let unused = unused(&fields, &A1111, &parameters);
        let mut inputs = inputs(prompt, negative);
        inputs.style = get("Style").filter(|_| ours).map(str::to_owned);
        Some(Self { source, text: text.to_owned(), model, inputs, parameters, fields, unused })
    }

    /// Reads what InvokeAI writes under the keyword `invokeai_metadata`: one JSON object.
    #[must_use]
    pub fn from_invokeai(text: &str) -> Option<Self> {
        if text.len() > MAX_TEXT {
            return None;
        }
        let Ok(Value::Object(object)) = serde_json::from_str(text) else { return None };
        let get = |name: &str| object.get(name);
        let whole = |name: &str| get(name).and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok());
        let real = |name: &str| get(name).and_then(Value::as_f64).map(|n| n as f32);
        let words = |name: &str| get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let parameters = TaskParameters {
            width: whole("width").filter(|side| TaskParameters::SIDES.contains(side)),
            height: whole("height").filter(|side| TaskParameters::SIDES.contains(side)),
            steps: whole("steps").filter(|steps| TaskParameters::STEPS.contains(steps)),
            seed: whole("seed"),
            guidance_scale: real("cfg_scale").filter(|scale| TaskParameters::GUIDANCE.contains(scale)),
            strength: real("strength").filter(|strength| (0.0..=1.0).contains(strength)),
            scheduler: get("scheduler").and_then(Value::as_str).and_then(invokeai_scheduler).map(str::to_owned),
            ..Default::default()
        };
        let model = get("model").and_then(|model| model.get("name")).and_then(Value::as_str).map(str::to_owned);
        let shown = |value: &Value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let given = |value: &Value| match value {
            Value::Null | Value::Bool(false) => false,
            Value::Array(list) => !list.is_empty(),
            Value::Object(object) => !object.is_empty(),
            Value::String(text) => !text.is_empty(),
            _ => true,
        };
        let fields = object.iter().filter(|(_, value)| given(value)).take(MAX_FIELDS);
        let fields = fields.map(|(name, value)| (name.clone(), shown(value))).collect();
        Some(Self {
            unused: unused(&fields, &INVOKEAI, &parameters),
            source: InfotextSource::InvokeAi,
            text: text.to_owned(),
            model,
            inputs: inputs(words("positive_prompt"), words("negative_prompt")),
            parameters,
            fields,
        })
    }
}

/// Whether what a field says became one of ours; `true` also for what is no parameter, such as a hash.
type Known = (&'static str, fn(&TaskParameters) -> bool);

const A1111: [Known; 16] = [
    ("Steps", |p| p.steps.is_some()),
    ("Sampler", |p| p.scheduler.is_some()),
    ("Schedule type", |p| p.scheduler.is_some()),
    ("CFG scale", |p| p.guidance_scale.is_some()),
    ("Seed", |p| p.seed.is_some()),
    ("Size", |p| p.width.is_some() && p.height.is_some()),
    ("Denoising strength", |p| p.strength.is_some()),
    ("Mask blur", |p| p.mask_blur.is_some()),
    ("Model", |_| true),
    ("Model hash", |_| true),
    ("Hashes", |_| true),
    ("Version", |_| true),
    ("Style", |_| true),
    ("Style strength", |p| p.strength.is_some()),
    ("Postprocess upscale by", |p| p.scale.is_some()),
    ("Postprocess upscaler", |_| true),
];

const INVOKEAI: [Known; 17] = [
    ("positive_prompt", |_| true),
    ("negative_prompt", |_| true),
    ("width", |p| p.width.is_some()),
    ("height", |p| p.height.is_some()),
    ("seed", |p| p.seed.is_some()),
    ("steps", |p| p.steps.is_some()),
    ("cfg_scale", |p| p.guidance_scale.is_some()),
    ("scheduler", |p| p.scheduler.is_some()),
    ("strength", |p| p.strength.is_some()),
    ("model", |_| true),
    ("app_version", |_| true),
    ("generation_mode", |_| true),
    ("rand_device", |_| true),
    ("ref_images", |_| false),
    ("canvas_v2_metadata", |_| true),
    ("positive_style_prompt", |_| false),
    ("created_by", |_| true),
];

fn unused(fields: &BTreeMap<String, String>, known: &[Known], parameters: &TaskParameters) -> Vec<String> {
    let used = |name: &str| known.iter().any(|(known, used)| *known == name && used(parameters));
    fields.keys().filter(|name| !used(name)).cloned().collect()
}

pub(crate) fn inputs(prompt: String, negative: String) -> TaskInputs {
    let kept = |text: String| {
        let fits = !text.is_empty() && text.chars().count() <= limits::MAX_PROMPT_CHARS;
        fits.then_some(text)
    };
    TaskInputs { prompt: kept(prompt), negative_prompt: kept(negative), ..Default::default() }
}

fn number<T: std::str::FromStr + PartialOrd>(text: &str, bounds: &std::ops::RangeInclusive<T>) -> Option<T> {
    text.trim().parse().ok().filter(|number| bounds.contains(number))
}

/// A1111 says the spacing of steps apart; here it is part of the name.
fn scheduler(sampler: &str, schedule: Option<&str>) -> Option<String> {
    let spacing = schedule.filter(|schedule| ["Karras", "Exponential", "Beta"].contains(schedule));
    let name = match spacing {
        Some(spacing) if !sampler.ends_with(spacing) => format!("{sampler} {spacing}"),
        _ => sampler.to_owned(),
    };
    (!name.is_empty() && name.chars().count() <= limits::MAX_NAME_CHARS).then_some(name)
}

/// InvokeAI's names of what we can run.
fn invokeai_scheduler(name: &str) -> Option<&'static str> {
    Some(match name {
        "ddim" => "DDIM",
        "deis" => "DEIS",
        "deis_k" => "DEIS Karras",
        "dpmpp_2m" => "DPM++ 2M",
        "dpmpp_2m_k" => "DPM++ 2M Karras",
        "dpmpp_2m_sde" => "DPM++ 2M SDE",
        "dpmpp_2m_sde_k" => "DPM++ 2M SDE Karras",
        "euler" => "Euler",
        "euler_k" => "Euler Karras",
        "euler_a" => "Euler a",
        "heun" => "Heun",
        "heun_k" => "Heun Karras",
        "lcm" => "LCM",
        "pndm" => "PLMS",
        "unipc" => "UniPC",
        "unipc_k" => "UniPC Karras",
        _ => return None,
    })
}

/// From the line that begins with `Negative prompt:` on, it is the negative one.
fn split_prompt(text: &str) -> (String, String) {
    let (mut prompt, mut negative): (Vec<&str>, Vec<&str>) = Default::default();
    let mut reached = false;
    for line in text.lines().map(str::trim) {
        match line.strip_prefix("Negative prompt:") {
            Some(rest) => {
                reached = true;
                negative.push(rest.trim());
            }
            None if reached => negative.push(line),
            None => prompt.push(line),
        }
    }
    (prompt.join("\n").trim().to_owned(), negative.join("\n").trim().to_owned())
}

/// `Name: value, Name: "quoted, as JSON", …`. What is no pair is passed over.
fn pairs(mut rest: &str) -> BTreeMap<String, String> {
    let mut pairs = BTreeMap::new();
    while pairs.len() < MAX_FIELDS {
        let Some((name, after)) = rest.split_once(':') else { break };
        // Whatever stands before the name belongs to nothing.
        let name =
            name.rsplit(|c: char| !(c.is_alphanumeric() || "_ -/".contains(c))).next().unwrap_or_default().trim();
        let (value, next) = value(after.trim_start());
        if name.chars().next().is_some_and(|c| c.is_alphanumeric() || c == '_') && name.len() <= 64 {
            pairs.insert(name.to_owned(), value);
        }
        rest = next;
    }
    pairs
}

/// The value at the beginning of `text`, and what follows it.
fn value(text: &str) -> (String, &str) {
    if let Some(end) = text.strip_prefix('"').and_then(closing_quote) {
        let (quoted, after) = text.split_at(end + 2);
        let after = after.trim_start();
        if let (Ok(value), true) = (serde_json::from_str(quoted), after.is_empty() || after.starts_with(',')) {
            return (value, after.strip_prefix(',').unwrap_or(after));
        }
    }
    let (value, after) = text.split_once(',').unwrap_or((text, ""));
    (value.trim().to_owned(), after)
}

/// Where the quote closes, in bytes.
fn closing_quote(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().position(|byte| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a1111_writes_is_read() {
        let text = "a (red:1.2) boat, 8k\nat sea\nNegative prompt: blurry,\nugly\nSteps: 20, Sampler: DPM++ 2M, Schedule type: \
                    Karras, CFG scale: 7, Seed: 965400086, Size: 512x768, Model hash: 45dee52b, Model: v1-5, \
                    Denoising strength: 0.6, Mask blur: 4, Lora hashes: \"a: 1, b: \\\"2\\\"\", Version: v1.10.1";
        let read = Infotext::from_a1111(text).expect("an infotext");
        assert_eq!(read.source, InfotextSource::A1111);
        assert_eq!(read.inputs.prompt.as_deref(), Some("a (red:1.2) boat, 8k\nat sea"));
        assert_eq!(read.inputs.negative_prompt.as_deref(), Some("blurry,\nugly"));
        let p = &read.parameters;
        assert_eq!((p.steps, p.seed, p.width, p.height), (Some(20), Some(965_400_086), Some(512), Some(768)));
        assert_eq!((p.guidance_scale, p.strength, p.mask_blur), (Some(7.0), Some(0.6), Some(4)));
        assert_eq!((p.scheduler.as_deref(), read.model.as_deref()), (Some("DPM++ 2M Karras"), Some("v1-5")));
        assert_eq!(read.fields["Lora hashes"], "a: 1, b: \"2\"");
        assert_eq!(read.unused, ["Lora hashes"], "what cannot be asked for here is named");
    }

    #[test]
    fn what_other_tools_of_ours_write_is_read() {
        let text = "Style: ink, Style strength: 0.8, Size: 64x64, Model: starter-styles, Version: CreativeAI Studio 1";
        let read = Infotext::from_a1111(text).expect("an infotext");
        assert_eq!((read.inputs.style.as_deref(), read.parameters.strength), (Some("ink"), Some(0.8)));
        let text = "Postprocess upscale by: 4, Postprocess upscaler: x, Size: 64x64, Version: CreativeAI Studio 1";
        assert_eq!(Infotext::from_a1111(text).expect("an infotext").parameters.scale, Some(4));
        assert_eq!(read.inputs.prompt, None);
    }

    #[test]
    fn a_prompt_alone_is_a_prompt_colons_and_all() {
        for text in ["a boat", "time: 10, place: sea", "Negative prompt: blurry"] {
            let read = Infotext::from_a1111(text).expect("an infotext");
            assert!(read.fields.is_empty(), "{text}");
        }
        assert_eq!(Infotext::from_a1111(" \n "), None);
    }

    #[test]
    fn what_invokeai_writes_is_read() {
        let text = r#"{"positive_prompt":"a boat","negative_prompt":"","width":832,"height":1216,"seed":4294967295,"steps":30,
                       "cfg_scale":5.5,"scheduler":"dpmpp_2m_k","model":{"name":"Juggernaut","key":"x"},"loras":[]}"#;
        let read = Infotext::from_invokeai(text).expect("metadata");
        let p = &read.parameters;
        assert_eq!((p.width, p.height, p.seed, p.steps), (Some(832), Some(1216), Some(u32::MAX), Some(30)));
        assert_eq!((p.scheduler.as_deref(), read.model.as_deref()), (Some("DPM++ 2M Karras"), Some("Juggernaut")));
        assert_eq!((read.inputs.prompt.as_deref(), read.inputs.negative_prompt), (Some("a boat"), None));
        assert_eq!(Infotext::from_invokeai("[1]"), None);
        assert_eq!(Infotext::from_invokeai(&"[".repeat(100_000)), None);
    }

    #[test]
    fn hostile_texts_are_read_in_no_time_and_give_nothing_out_of_bounds() {
        let long = |part: &str| format!("p\n{}", part.repeat(MAX_TEXT / part.len() - 2));
        let texts =
            ["a: \"x, ", "a:\"", ":", "\"", "a", "a, ", "\\\"", "a: \"\\", "é: ü, ", "Negative prompt:", "\u{202e}: "];
        let began = std::time::Instant::now();
        for text in texts {
            let read = Infotext::from_a1111(&long(text));
            assert!(read.is_none_or(|read| read.fields.len() <= MAX_FIELDS), "{text:?}");
        }
        assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
        assert_eq!(Infotext::from_a1111(&"x".repeat(MAX_TEXT + 1)), None);
        let read =
            Infotext::from_a1111("p\nSteps: 9999, Seed: -1, CFG scale: NaN, Size: 99999x-3, Sampler: , Model: m");
        let read = read.expect("an infotext");
        assert_eq!(read.parameters, TaskParameters::default());
        assert_eq!(read.unused, ["CFG scale", "Sampler", "Seed", "Size", "Steps"], "so is what is out of bounds");
    }
}
