//! How a picture was made, as ComfyUI writes it into its file: the graph of nodes that ran, under the keyword `prompt`.
//!
//! A graph can do anything; what is read is the way of most: a sampler, and what leads to it. Links are followed for a
//! few steps only, so that a graph that goes in a circle ends.

use crate::{Infotext, InfotextSource, TaskInputs, TaskParameters, infotext::inputs};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Longer texts are not read, in bytes.
const MAX_TEXT: usize = 1 << 20;
/// Nodes between a sampler and the text it is told.
const MAX_STEPS: usize = 8;

type Graph = Map<String, Value>;

impl Infotext {
    /// Reads what ComfyUI writes under the keyword `prompt`: one JSON object of nodes.
    #[must_use]
    pub fn from_comfyui(text: &str) -> Option<Self> {
        if text.len() > MAX_TEXT {
            return None;
        }
        let Ok(Value::Object(graph)) = serde_json::from_str(text) else { return None };
        let sampler = graph.values().find(|node| class(node).starts_with("KSampler"))?;
        let whole = |name: &str| input(sampler, name).and_then(Value::as_u64);
        let real = |name: &str| input(sampler, name).and_then(Value::as_f64).map(|number| number as f32);
        let words = |name: &str| input(sampler, name).and_then(Value::as_str);
        let (positive, negative) = (told(&graph, sampler, "positive"), told(&graph, sampler, "negative"));
        let canvas = follow(&graph, sampler, "latent_image");
        let side = |name: &str| {
            let side = canvas.and_then(|node| input(node, name)).and_then(Value::as_u64)?;
            u32::try_from(side).ok().filter(|side| TaskParameters::SIDES.contains(side))
        };
        let model = loader(&graph, sampler);
        let mut fields = BTreeMap::new();
        let mut unused = Vec::new();
        let names = ["seed", "noise_seed", "steps", "cfg", "sampler_name", "scheduler", "denoise"];
        for (name, value) in names.into_iter().filter_map(|name| Some((name, input(sampler, name)?))) {
            fields.insert(name.to_owned(), value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        }
        let parameters = TaskParameters {
            width: side("width"),
            height: side("height"),
            steps: whole("steps").and_then(|n| u32::try_from(n).ok()).filter(|n| TaskParameters::STEPS.contains(n)),
            // Seeds of 64 bits give other pictures here.
            seed: whole("seed").or_else(|| whole("noise_seed")).and_then(|seed| u32::try_from(seed).ok()),
            guidance_scale: real("cfg").filter(|scale| TaskParameters::GUIDANCE.contains(scale)),
            strength: real("denoise").filter(|strength| (0.0..1.0).contains(strength)),
            scheduler: words("sampler_name")
                .and_then(|name| sampler_name(name, words("scheduler").unwrap_or_default())),
            ..TaskParameters::default()
        };
        let missing = [
            (["seed", "noise_seed"], parameters.seed.is_none()),
            (["steps", ""], parameters.steps.is_none()),
            (["cfg", ""], parameters.guidance_scale.is_none()),
            (["sampler_name", ""], parameters.scheduler.is_none()),
        ];
        for (names, missing) in missing {
            unused.extend(names.into_iter().filter(|name| missing && fields.contains_key(*name)).map(str::to_owned));
        }
        // What else changes pictures: LoRAs, control networks and the like.
        let others = graph
            .values()
            .map(class)
            .filter(|class| ["Lora", "ControlNet", "IPAdapter"].iter().any(|part| class.contains(part)));
        for other in others {
            if !unused.iter().any(|known| known == other) {
                unused.push(other.to_owned());
            }
        }
        let inputs: TaskInputs = inputs(positive.unwrap_or_default(), negative.unwrap_or_default());
        Some(Self { source: InfotextSource::ComfyUi, text: text.to_owned(), model, inputs, parameters, fields, unused })
    }
}

fn class(node: &Value) -> &str {
    node.get("class_type").and_then(Value::as_str).unwrap_or_default()
}

fn input<'a>(node: &'a Value, name: &str) -> Option<&'a Value> {
    node.get("inputs")?.get(name)
}

/// The node that an input is linked to: links are `["id", output]`.
fn follow<'a>(graph: &'a Graph, node: &Value, name: &str) -> Option<&'a Value> {
    graph.get(input(node, name)?.as_array()?.first()?.as_str()?)
}

/// The text that reaches the sampler by that input.
fn told(graph: &Graph, sampler: &Value, name: &str) -> Option<String> {
    let mut node = follow(graph, sampler, name)?;
    for _ in 0..MAX_STEPS {
        for name in ["text", "text_g", "string", "value"] {
            match input(node, name) {
                Some(Value::String(text)) => return Some(text.clone()),
                Some(Value::Array(_)) => {
                    let held = follow(graph, node, name)?;
                    return ["text", "string", "value"]
                        .iter()
                        .find_map(|name| input(held, name)?.as_str())
                        .map(str::to_owned);
                }
                _ => {}
            }
        }
        // Nodes on the way pass on what they are told.
        node = [name, "conditioning", "conditioning_1"].iter().find_map(|name| follow(graph, node, name))?;
    }
    None
}

/// The name of the checkpoint, without folder and extension.
fn loader(graph: &Graph, sampler: &Value) -> Option<String> {
    let mut node = follow(graph, sampler, "model")?;
    for _ in 0..MAX_STEPS {
        if let Some(name) = ["ckpt_name", "unet_name"].iter().find_map(|name| input(node, name)?.as_str()) {
            let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
            return Some(file.trim_end_matches(".safetensors").trim_end_matches(".ckpt").to_owned());
        }
        node = follow(graph, node, "model")?;
    }
    None
}

/// ComfyUI's names of what we can run, with the spacing of steps behind.
fn sampler_name(name: &str, spacing: &str) -> Option<String> {
    let base = match name {
        "euler" => "Euler",
        "euler_ancestral" => "Euler a",
        "heun" => "Heun",
        "dpmpp_2m" => "DPM++ 2M",
        "dpmpp_2m_sde" => "DPM++ 2M SDE",
        "ddim" => "DDIM",
        "deis" => "DEIS",
        "lcm" => "LCM",
        "uni_pc" => "UniPC",
        _ => return None,
    };
    Some(match spacing {
        "karras" => format!("{base} Karras"),
        "exponential" => format!("{base} Exponential"),
        "beta" => format!("{base} Beta"),
        _ => base.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRAPH: &str = r#"{
        "3": {"class_type": "KSampler", "inputs": {"seed": 42, "steps": 20, "cfg": 7.5, "sampler_name": "dpmpp_2m",
              "scheduler": "karras", "denoise": 1, "model": ["10", 0], "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["5", 0]}},
        "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "sd15\\v1-5-pruned.safetensors"}},
        "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 512, "height": 768, "batch_size": 1}},
        "6": {"class_type": "ConditioningZeroOut", "inputs": {"conditioning": ["8", 0]}},
        "7": {"class_type": "CLIPTextEncode", "inputs": {"text": ["9", 0], "clip": ["4", 1]}},
        "8": {"class_type": "CLIPTextEncode", "inputs": {"text": "a boat, 바다", "clip": ["4", 1]}},
        "9": {"class_type": "PrimitiveString", "inputs": {"value": "blurry"}},
        "10": {"class_type": "LoraLoader", "inputs": {"lora_name": "x", "model": ["4", 0]}}
    }"#;

    #[test]
    fn the_way_of_most_graphs_is_read() {
        let read = Infotext::from_comfyui(GRAPH).expect("a graph");
        assert_eq!(read.source, InfotextSource::ComfyUi);
        assert_eq!(read.inputs.prompt.as_deref(), Some("a boat, 바다"));
        assert_eq!(read.inputs.negative_prompt.as_deref(), Some("blurry"));
        let p = &read.parameters;
        assert_eq!((p.width, p.height, p.steps, p.seed), (Some(512), Some(768), Some(20), Some(42)));
        assert_eq!((p.guidance_scale, p.strength), (Some(7.5), None));
        assert_eq!((p.scheduler.as_deref(), read.model.as_deref()), (Some("DPM++ 2M Karras"), Some("v1-5-pruned")));
        assert_eq!(read.unused, ["LoraLoader"]);
    }

    #[test]
    fn circles_and_nonsense_come_to_an_end() {
        let circle = r#"{"1": {"class_type": "KSamplerAdvanced", "inputs": {"positive": ["2", 0], "model": ["2", 0], "noise_seed": 99999999999}},
                         "2": {"class_type": "X", "inputs": {"conditioning": ["2", 0], "model": ["2", 0]}}}"#;
        let read = Infotext::from_comfyui(circle).expect("a graph");
        assert_eq!((read.inputs.prompt, read.model, read.parameters.seed), (None, None, None));
        assert_eq!(read.unused, ["noise_seed"]);
        for text in ["{}", "[]", "7", "{\"1\": 2}", r#"{"1": {"class_type": "SaveImage"}}"#] {
            assert_eq!(Infotext::from_comfyui(text), None, "{text}");
        }
    }
}
