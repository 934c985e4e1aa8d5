//! The denoising network.

use crate::{
    InferenceError, RunControl,
    runtime::{Inputs, ModelSession, Tensor},
};

/// What a step of denoising is told beside the latents. Every tensor's first dimension is the batch.
#[derive(Clone, Debug)]
pub(super) struct Conditioning {
    /// `[batch, tokens, width]`.
    pub text: Tensor,
    /// SDXL: the pooled text, `[batch, width]`, and the six sizes, `[batch, 6]`.
    pub added: Option<(Tensor, Tensor)>,
    /// LCM: the embedded guidance scale, `[batch, width]`.
    pub guidance: Option<Tensor>,
}

impl Conditioning {
    /// Two batches as one.
    pub fn followed_by(self, other: &Self) -> Self {
        let join = |left: Tensor, right: &Tensor| left.followed_by(right);
        Self {
            text: join(self.text, &other.text),
            added: self.added.zip(other.added.as_ref()).map(|((p, s), (q, t))| (join(p, q), join(s, t))),
            guidance: self.guidance.zip(other.guidance.as_ref()).map(|(g, h)| join(g, h)),
        }
    }
}

/// One prediction for a batch.
///
/// # Errors
/// Those of a run; [`InferenceError::Failed`] when the network lacks an input or answers with another size.
pub(super) fn predict(
    session: &ModelSession,
    sample: Tensor,
    timestep: f32,
    conditioning: Conditioning,
    latent_channels: usize,
    control: &RunControl,
) -> Result<Vec<f32>, InferenceError> {
    let mut expected = sample.shape.clone();
    expected[1] = latent_channels;
    let batch = sample.shape[0];
    let mut inputs: Inputs = Vec::with_capacity(6);
    for port in session.inputs.iter() {
        let tensor = match port.name.as_str() {
            "sample" => sample.clone(),
            // A scalar, `[1]`, or one for each of the batch.
            "timestep" | "t" => match port.shape.as_slice() {
                [] => Tensor::f32([], vec![timestep]),
                [Some(1)] => Tensor::f32([1], vec![timestep]),
                [dimension] => {
                    let count = dimension.unwrap_or(batch);
                    Tensor::f32([count], vec![timestep; count])
                }
                _ => return Err(InferenceError::Failed("its timestep has an unknown shape".into())),
            },
            "encoder_hidden_states" => conditioning.text.clone(),
            "text_embeds" => given(conditioning.added.as_ref().map(|(pooled, _)| pooled), &port.name)?,
            "time_ids" => given(conditioning.added.as_ref().map(|(_, sizes)| sizes), &port.name)?,
            "timestep_cond" => given(conditioning.guidance.as_ref(), &port.name)?,
            other => return Err(InferenceError::Failed(format!("it asks for an unknown input {other}"))),
        };
        inputs.push((port.name.clone(), tensor));
    }
    let output = session.submit(inputs, control)?.wait(control)?;
    let value = output.first()?;
    if value.shape() != expected {
        let shape = value.shape();
        return Err(InferenceError::Failed(format!("its prediction has the shape {shape:?} instead of {expected:?}")));
    }
    Ok(value.floats()?.into_owned())
}

fn given(tensor: Option<&Tensor>, name: &str) -> Result<Tensor, InferenceError> {
    tensor
        .cloned()
        .ok_or_else(|| InferenceError::Failed(format!("it asks for {name}, which its configuration does not mention")))
}

/// The guidance scale as LCM's network takes it: sines and cosines of `scale - 1`, as for a timestep
/// (arXiv:2310.04378 §4.2; `get_guidance_scale_embedding` of diffusers).
pub(super) fn embed_guidance(scale: f32, width: usize) -> Vec<f32> {
    let half = width / 2;
    let rate = (10_000_f64).ln() / (half - 1) as f64;
    let angles = (0..half).map(|i| 1_000.0 * f64::from(scale - 1.0) * (-rate * i as f64).exp());
    let mut embedded: Vec<f32> = angles.clone().map(|a| a.sin() as f32).collect();
    embedded.extend(angles.map(|a| a.cos() as f32));
    embedded.resize(width, 0.0);
    embedded
}
