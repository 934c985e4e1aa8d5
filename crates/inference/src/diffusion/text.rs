//! Prompts to what the denoising network reads.

use super::{folder, request::Prompt};
use crate::{
    InferenceError, RunControl,
    runtime::{Element, ModelSession, Output, Tensor, Value},
};
use std::{path::Path, sync::Arc};
use studio_prompt::{Chunk, ClipTokenizer, TokenizerFiles, apply_weights, chunk_plain, chunk_weighted, pad_to_same};

/// How prompts are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PromptSyntax {
    /// `(word:1.2)`, `[word]`, `BREAK`, and as many tokens as one likes.
    #[default]
    Weighted,
    /// Letter by letter; what the encoder has no place for is left out. As diffusers does.
    Plain,
}

/// A text encoder with its tokenizer. SDXL has two.
pub(super) struct TextEncoder {
    session: Arc<ModelSession>,
    tokenizer: ClipTokenizer,
}

/// A prompt as the network reads it.
#[derive(Clone, Debug)]
pub(super) struct Encoded {
    /// One vector of `width` for each token.
    pub values: Vec<f32>,
    pub width: usize,
    /// SDXL: the whole prompt in one vector.
    pub pooled: Option<Vec<f32>>,
}

impl Encoded {
    pub fn zeros_like(other: &Self) -> Self {
        let zeros = |values: &Vec<f32>| vec![0.0; values.len()];
        Self { values: zeros(&other.values), width: other.width, pooled: other.pooled.as_ref().map(zeros) }
    }
}

/// Reads the tokenizer in `folder`.
///
/// # Errors
/// What is wrong with it.
pub(super) fn tokenizer(folder: &Path) -> Result<ClipTokenizer, String> {
    let read = |name: &str| {
        let path = folder.join(name);
        if path.is_file() { folder::bytes(&path).map(Some) } else { Ok(None) }
    };
    let (vocab, merges, tokenizer) = (read("vocab.json")?, read("merges.txt")?, read("tokenizer.json")?);
    let (config, special) = (read("tokenizer_config.json")?, read("special_tokens_map.json")?);
    let files = TokenizerFiles {
        vocab: vocab.as_deref(),
        merges: merges.as_deref(),
        tokenizer: tokenizer.as_deref(),
        config: config.as_deref(),
        special_tokens_map: special.as_deref(),
    };
    ClipTokenizer::from_files(&files).map_err(|error| error.to_string())
}

impl TextEncoder {
    pub fn new(session: Arc<ModelSession>, tokenizer: ClipTokenizer) -> Self {
        Self { session, tokenizer }
    }

    fn chunks(&self, prompt: &str, syntax: PromptSyntax) -> Vec<Chunk> {
        match syntax {
            PromptSyntax::Weighted => chunk_weighted(&self.tokenizer, prompt),
            PromptSyntax::Plain => vec![chunk_plain(&self.tokenizer, prompt)],
        }
    }

    /// The embeddings of one chunk, `[tokens, width]`, with their weights, and the pooled text if there is one.
    fn run(&self, chunk: &Chunk, xl: bool, control: &RunControl) -> Result<Encoded, InferenceError> {
        let mut inputs = Vec::new();
        let shape = [1, chunk.ids.len()];
        for port in self.session.inputs.iter() {
            let values = match (port.name.as_str(), port.element) {
                ("input_ids", Element::I64 | Element::I32) => chunk.ids.clone(),
                ("attention_mask", Element::I64 | Element::I32) => vec![1; chunk.ids.len()],
                (name, _) => {
                    return Err(InferenceError::Failed(format!("its text encoder asks for an unknown input {name}")));
                }
            };
            inputs.push((port.name.clone(), Tensor::i64(shape, values)));
        }
        let output = self.session.submit(inputs, control)?.wait(control)?;
        let hidden = self.hidden(&output, xl)?;
        let [1, tokens, width] = hidden.shape()[..] else {
            return Err(InferenceError::Failed("its text encoder answers with an unknown shape".into()));
        };
        let mut values = hidden.floats()?.into_owned();
        let weights = chunk.weights.get(..tokens).unwrap_or_default();
        apply_weights(&mut values, weights, width).map_err(|e| InferenceError::Failed(e.to_string()))?;
        let pooled = match output.get("text_embeds").filter(|_| xl) {
            Some(pooled) => Some(pooled.floats()?.into_owned()),
            None => None,
        };
        Ok(Encoded { values, width, pooled })
    }

    /// The last layer for SD 1 and 2; the one before it for SDXL.
    fn hidden<'a>(&self, output: &'a Output, xl: bool) -> Result<&'a Value, InferenceError> {
        if !xl {
            return output.get("last_hidden_state").map_or_else(|| output.first(), Ok);
        }
        let layers = self.session.outputs.iter().filter(|port| port.name.starts_with("hidden_states.")).count();
        let before_last = layers.checked_sub(2).and_then(|index| output.get(&format!("hidden_states.{index}")));
        before_last.ok_or_else(|| InferenceError::Failed("its text encoder does not give its hidden states".into()))
    }
}

/// How long the network reads at this prompt: in chunks, of the prompt and of what the picture should not be.
pub(super) fn length(encoders: &[TextEncoder], prompt: &Prompt) -> usize {
    let texts = [Some(prompt.prompt.as_str()), prompt.negative.as_deref()];
    let chunks = |text: &str| encoders.iter().map(|e| e.chunks(text, PromptSyntax::Weighted).len()).max();
    texts.into_iter().flatten().filter_map(chunks).max().unwrap_or(1)
}

/// Encodes prompts, each padded to the longest; SDXL's two encoders side by side.
///
/// # Errors
/// Those of a run.
pub(super) fn encode(
    encoders: &[TextEncoder],
    xl: bool,
    prompts: &[&str],
    syntax: PromptSyntax,
    control: &RunControl,
) -> Result<Vec<Encoded>, InferenceError> {
    // By encoder, then by prompt.
    let mut chunks: Vec<Vec<Vec<Chunk>>> =
        encoders.iter().map(|e| prompts.iter().map(|prompt| e.chunks(prompt, syntax)).collect()).collect();
    let longest = chunks.iter().flatten().map(Vec::len).max().unwrap_or(1);
    for (encoder, prompts) in encoders.iter().zip(&mut chunks) {
        for chunks in prompts {
            let mut like = vec![chunk_plain(&encoder.tokenizer, ""); longest];
            pad_to_same(&encoder.tokenizer, chunks, &mut like);
        }
    }
    let encode_one = |index: usize| {
        let mut joined: Option<Encoded> = None;
        for (encoder, prompts) in encoders.iter().zip(&chunks) {
            let mut whole: Option<Encoded> = None;
            for chunk in &prompts[index] {
                let encoded = encoder.run(chunk, xl, control)?;
                match &mut whole {
                    // The first chunk speaks for the whole prompt.
                    Some(whole) => whole.values.extend(encoded.values),
                    None => whole = Some(encoded),
                }
            }
            joined = match (joined, whole) {
                (Some(left), Some(right)) => Some(side_by_side(&left, &right)?),
                (left, right) => left.or(right),
            };
        }
        joined.ok_or_else(|| InferenceError::Failed("it has no text encoder".into()))
    };
    (0..prompts.len()).map(encode_one).collect()
}

/// The vectors of both, one behind the other, token by token.
fn side_by_side(left: &Encoded, right: &Encoded) -> Result<Encoded, InferenceError> {
    if left.values.len() / left.width != right.values.len() / right.width {
        return Err(InferenceError::Failed("its text encoders read prompts of different lengths".into()));
    }
    let rows = left.values.chunks_exact(left.width).zip(right.values.chunks_exact(right.width));
    Ok(Encoded {
        values: rows.flat_map(|(left, right)| left.iter().chain(right)).copied().collect(),
        width: left.width + right.width,
        pooled: right.pooled.clone().or_else(|| left.pooled.clone()),
    })
}
