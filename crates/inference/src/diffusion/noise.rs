//! Where the chance in a picture comes from.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha12Rng;
use rand_distr::StandardNormal;

/// Draws standard normal numbers for a whole batch: `values` holds one picture after the other.
pub trait NoiseSource {
    fn fill(&mut self, values: &mut [f32]);

    /// Draws what all pictures of the batch have in common.
    fn fill_shared(&mut self, values: &mut [f32]);
}

/// A generator for each picture of a batch, so that a picture depends on its own seed alone and not on its company.
pub struct SeededNoise {
    each: Vec<ChaCha12Rng>,
    /// Always the same one: what is shared cannot depend on one picture's seed.
    shared: ChaCha12Rng,
}

impl SeededNoise {
    /// One seed for each picture.
    #[must_use]
    pub fn new(seeds: impl IntoIterator<Item = u64>) -> Self {
        let each = seeds.into_iter().map(ChaCha12Rng::seed_from_u64).collect();
        Self { each, shared: ChaCha12Rng::seed_from_u64(0) }
    }
}

impl NoiseSource for SeededNoise {
    fn fill(&mut self, values: &mut [f32]) {
        let length = values.len() / self.each.len().max(1);
        for (generator, values) in self.each.iter_mut().zip(values.chunks_exact_mut(length.max(1))) {
            draw(generator, values);
        }
    }

    fn fill_shared(&mut self, values: &mut [f32]) {
        draw(&mut self.shared, values);
    }
}

fn draw(generator: &mut ChaCha12Rng, values: &mut [f32]) {
    values.iter_mut().for_each(|value| *value = generator.sample(StandardNormal));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_does_not_depend_on_its_company() {
        let (mut alone, mut together) = (vec![0.0; 6], vec![0.0; 12]);
        SeededNoise::new([7]).fill(&mut alone);
        SeededNoise::new([3, 7]).fill(&mut together);
        assert_eq!(together[6..], alone);
        assert_ne!(together[..6], alone);
    }
}
