//! Between pictures and latents.

use super::folder::VaeConfig;
use crate::{
    InferenceError, RunControl,
    runtime::{ModelSession, Tensor},
};

/// Pictures to latents: `[batch, 3, height, width]` from −1 to 1 to `[batch, channels, height/s, width/s]`, scaled as
/// the denoising network expects them.
///
/// Most encoders answer with the mean and the logarithm of the variance of a normal distribution, from which `noise`
/// (standard normal, of the latents' length) picks; some answer with latents.
///
/// # Errors
/// Those of a run.
pub(super) fn encode(
    session: &ModelSession,
    config: &VaeConfig,
    pictures: Tensor,
    noise: impl FnOnce(&mut [f32]),
    control: &RunControl,
) -> Result<Vec<f32>, InferenceError> {
    let expected = latent_shape(config, &pictures.shape);
    let output = session.submit_planes(pictures, control)?.wait(control)?;
    let value = output.first()?;
    let (shape, values) = (value.shape(), value.floats()?);
    let area: usize = expected[2..].iter().product();
    let channels = config.latent_channels;
    let mut latents = if shape == expected {
        values.into_owned()
    } else if shape == [expected[0], 2 * channels, expected[2], expected[3]] {
        let mut drawn = vec![0.0; expected.iter().product()];
        noise(&mut drawn);
        for (picked, parameters) in
            drawn.chunks_exact_mut(channels * area).zip(values.chunks_exact(2 * channels * area))
        {
            let (means, logarithms) = parameters.split_at(channels * area);
            for ((value, mean), logarithm) in picked.iter_mut().zip(means).zip(logarithms) {
                *value = mean + *value * (0.5 * logarithm.clamp(-30.0, 20.0)).exp();
            }
        }
        drawn
    } else {
        return Err(InferenceError::Failed(format!("its encoder answers with the shape {shape:?}")));
    };
    let shift = config.shift_factor.unwrap_or(0.0);
    latents.iter_mut().for_each(|value| *value = (*value - shift) * config.scaling_factor);
    Ok(latents)
}

/// Latents to pictures: `[batch, 3, height, width]`, from 0 to 1. One picture at a time, for memory's sake.
///
/// # Errors
/// Those of a run.
pub(super) fn decode(
    session: &ModelSession,
    config: &VaeConfig,
    latents: &[f32],
    [height, width]: [usize; 2],
    control: &RunControl,
) -> Result<Vec<Vec<f32>>, InferenceError> {
    let one = config.latent_channels * height * width;
    let shift = config.shift_factor.unwrap_or(0.0);
    let scale = config.scale();
    let decode = |latents: &[f32]| {
        let data = latents.iter().map(|value| value / config.scaling_factor + shift).collect();
        let latents = Tensor::f32([1, config.latent_channels, height, width], data);
        let output = session.submit_planes(latents, control)?.wait(control)?;
        let value = output.first()?;
        if value.shape() != [1, 3, height * scale, width * scale] {
            let shape = value.shape();
            return Err(InferenceError::Failed(format!("its decoder answers with the shape {shape:?}")));
        }
        Ok(value.floats()?.iter().map(|value| (value / 2.0 + 0.5).clamp(0.0, 1.0)).collect())
    };
    latents.chunks_exact(one).map(decode).collect()
}

/// Of pictures of the given shape.
pub(super) fn latent_shape(config: &VaeConfig, pictures: &[usize]) -> [usize; 4] {
    let scale = config.scale();
    [pictures[0], config.latent_channels, pictures[2] / scale, pictures[3] / scale]
}
