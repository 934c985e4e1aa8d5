//! What a pipeline is asked to paint.

use super::text::PromptSyntax;

/// A batch of pictures that go through the network together.
#[derive(Clone, Debug)]
pub struct DiffusionRequest {
    /// The pictures of a batch belong to these, in turn: with two prompts of three pictures each, the first three
    /// belong to the first.
    pub prompts: Vec<Prompt>,
    pub images_per_prompt: usize,
    pub syntax: PromptSyntax,
    /// Pixels; multiples of [`crate::DiffusionPipeline::size_step`].
    pub width: usize,
    pub height: usize,
    /// Steps of the whole way from noise to picture.
    pub steps: usize,
    /// How far to go beyond what the network sees without the prompt (arXiv:2207.12598); 1 and less is no guidance.
    pub guidance_scale: f32,
    /// 0 to 1: how much of the prediction's usual contrast is given back to it (arXiv:2305.08891 §3.4).
    pub guidance_rescale: f32,
    /// The name of a scheduler, by diffusers or as user interfaces call it; the model's own when not given.
    pub scheduler: Option<String>,
    /// DDIM: how much noise to put back at every step, 0 to 1 (arXiv:2010.02502 §4.1). Others do not look.
    pub eta: f64,
    /// Paint over a picture instead of starting from noise.
    pub start: Option<Start>,
    /// Run the two halves of guidance one after the other: as fast on a CPU, and with less memory.
    pub split_guidance: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prompt {
    pub prompt: String,
    /// What the picture should not be. Without one, SDXL's guidance starts from nothing at all.
    pub negative: Option<String>,
}

/// A prompt, and where the noise for its pictures comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeededPrompt {
    pub prompt: Prompt,
    /// The first picture's; each further one has the next.
    pub seed: u64,
}

/// The picture to begin with.
#[derive(Clone, Debug)]
pub struct Start {
    /// `[3, height, width]` of the request, 0 to 1.
    pub picture: Vec<f32>,
    /// 0 to 1: the part of the way that is painted anew.
    pub strength: f64,
    /// `[height, width]`, 0 to 1: what is painted, where it is at least 0.5. Everything, without one.
    pub mask: Option<Vec<f32>>,
}
