//! Painting in terms of pictures: sizes are made to fit, masks softened, margins added, seeds counted.

use super::{
    DiffusionPipeline, DiffusionStep, DiffusionTimings, SeededNoise,
    request::{DiffusionRequest, SeededPrompt, Start},
    text::{self, PromptSyntax},
};
use crate::{InferenceError, RunControl};
use image::{DynamicImage, GrayImage, Luma, Rgb, RgbImage, imageops};
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

/// What is to be painted.
#[derive(Clone, Debug)]
pub struct PaintJob {
    /// Go through the network together. What each gets does not depend on the others, but for the last bit.
    pub prompts: Vec<SeededPrompt>,
    /// Of each prompt.
    pub images: u32,
    /// Pixels; multiples of [`DiffusionPipeline::size_step`].
    pub width: u32,
    pub height: u32,
    pub steps: u32,
    /// 1 and less is no guidance.
    pub guidance_scale: f32,
    /// 0 to 1.
    pub guidance_rescale: f32,
    /// The name of a scheduler, by diffusers or as user interfaces call it; the model's own when not given.
    pub scheduler: Option<String>,
    /// DDIM's, 0 to 1.
    pub eta: f64,
    pub over: Option<PaintOver>,
    /// As in [`DiffusionRequest`].
    pub split_guidance: bool,
}

/// The picture to begin with.
#[derive(Clone, Debug)]
pub struct PaintOver {
    pub picture: DynamicImage,
    /// 0 to 1: the part of the way that is painted anew.
    pub strength: f64,
    /// Stretched to the picture; what is white is painted anew. Everything, without one and without margins.
    pub mask: Option<DynamicImage>,
    /// Pixels of the result over which the painted part fades into what stays.
    pub mask_blur: u32,
    /// What to paint beyond the picture.
    pub margins: Margins,
}

/// Pixels of the picture to each side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Margins {
    pub left: u32,
    pub top: u32,
    pub right: u32,
    pub bottom: u32,
}

/// The pictures of a prompt, all of the size that was asked for; `None` where the model's safety checker withholds one.
pub type Pictures = Vec<Option<RgbImage>>;

/// What came of it.
#[derive(Clone, Debug)]
pub struct Painted {
    /// Of each prompt.
    pub pictures: Vec<Pictures>,
    pub timings: DiffusionTimings,
    /// Putting together what was painted and what stays, and looking whether it may be shown.
    pub fitting: Duration,
}

/// Is given the index of a prompt and a small picture of what becomes of it.
pub type Preview<'a> = &'a mut dyn FnMut(usize, RgbImage);

impl DiffusionPipeline {
    /// Paints. `preview` is called after each step, from the thread of the run, with small pictures: a pixel for each
    /// latent, the pictures of a prompt two by two.
    ///
    /// # Errors
    /// Those of [`Self::generate`].
    pub fn paint(
        &self,
        job: &PaintJob,
        control: &RunControl,
        mut preview: Option<Preview<'_>>,
    ) -> Result<Painted, InferenceError> {
        let started = Instant::now();
        let canvas = job.over.as_ref().map(|over| Canvas::prepare(over, job.width, job.height));
        let before = started.elapsed();
        let mut painted = Painted {
            pictures: vec![Vec::new(); job.prompts.len()],
            timings: DiffusionTimings { encode: before, ..DiffusionTimings::default() },
            fitting: Duration::ZERO,
        };
        // Prompts are padded to the longest of a batch, which changes what the network sees of the shorter ones. So only
        // those of one length are painted together.
        let mut lengths = BTreeMap::<usize, Vec<usize>>::new();
        for (index, prompt) in job.prompts.iter().enumerate() {
            lengths.entry(text::length(&self.encoders, &prompt.prompt)).or_default().push(index);
        }
        let parts = lengths.len() as u32;
        for (part, members) in (0..).zip(lengths.into_values()) {
            self.paint_part(job, &members, canvas.as_ref(), &control.part(part, parts), &mut preview, &mut painted)?;
        }
        Ok(painted)
    }

    /// Paints the prompts with the indices `members`, all of them at once.
    fn paint_part(
        &self,
        job: &PaintJob,
        members: &[usize],
        canvas: Option<&Canvas>,
        control: &RunControl,
        preview: &mut Option<Preview<'_>>,
        painted: &mut Painted,
    ) -> Result<(), InferenceError> {
        let started = Instant::now();
        let mut request = job.request(members, canvas);
        let converting = started.elapsed();
        let projection = preview.as_ref().and_then(|_| self.projection(control));
        let vae = &self.folder.vae;
        let shape = [vae.latent_channels, request.height / vae.scale(), request.width / vae.scale()];
        let of_one_prompt = request.images_per_prompt * shape.iter().product::<usize>();
        let mut watch = |step: DiffusionStep<'_>| {
            if let (Some(projection), Some(preview)) = (projection, preview.as_mut()) {
                for (index, foreseen) in members.iter().zip(step.foreseen.chunks_exact(of_one_prompt)) {
                    preview(*index, projection.picture(foreseen, shape));
                }
            }
        };
        let seed = |member: &usize, image: u32| job.prompts[*member].seed.wrapping_add(u64::from(image));
        let mut run = |request: &DiffusionRequest| {
            let seeds = members.iter().flat_map(|member| (0..job.images).map(move |image| seed(member, image)));
            self.generate(request, &mut SeededNoise::new(seeds), control, &mut watch)
        };
        let output = match run(&request) {
            // The halves of guidance one after the other take half the memory.
            Err(InferenceError::OutOfMemory) if !request.split_guidance => {
                tracing::info!("there was not enough memory: trying again in halves");
                request.split_guidance = true;
                run(&request)
            }
            output => output,
        }?;
        let started = Instant::now();
        for (index, pictures) in members.iter().zip(output.pictures.chunks_exact(request.images_per_prompt)) {
            for planes in pictures {
                let mut picture = bytes(planes, job.width, job.height)?;
                if let Some(canvas) = canvas {
                    canvas.keep(&mut picture);
                }
                let passes = self.safety.as_ref().map_or(Ok(true), |safety| safety.passes(&picture, control))?;
                painted.pictures[*index].push(passes.then_some(picture));
            }
        }
        painted.fitting += started.elapsed();
        painted.timings.encode += converting + output.timings.encode;
        painted.timings.denoise += output.timings.denoise;
        painted.timings.decode += output.timings.decode;
        Ok(())
    }
}

impl PaintJob {
    fn request(&self, members: &[usize], canvas: Option<&Canvas>) -> DiffusionRequest {
        let start = canvas.zip(self.over.as_ref()).map(|(canvas, over)| Start {
            picture: planes(&canvas.picture),
            strength: over.strength,
            mask: canvas.mask.as_ref().map(|mask| mask.pixels().map(|Luma([v])| f32::from(*v) / 255.0).collect()),
        });
        DiffusionRequest {
            prompts: members.iter().map(|member| self.prompts[*member].prompt.clone()).collect(),
            images_per_prompt: self.images as usize,
            syntax: PromptSyntax::Weighted,
            width: self.width as usize,
            height: self.height as usize,
            steps: self.steps as usize,
            guidance_scale: self.guidance_scale,
            guidance_rescale: self.guidance_rescale,
            scheduler: self.scheduler.clone(),
            eta: self.eta,
            start,
            split_guidance: self.split_guidance,
        }
    }
}

/// What is painted over, in the size of the result.
struct Canvas {
    picture: RgbImage,
    mask: Option<GrayImage>,
    /// The mask with soft edges: how much of what was painted is seen.
    seam: Option<GrayImage>,
}

impl Canvas {
    fn prepare(over: &PaintOver, width: u32, height: u32) -> Self {
        let inner = on_white(&over.picture);
        let masked = over.mask.is_some() || over.margins != Margins::default();
        let mask = masked.then(|| {
            let (w, h) = inner.dimensions();
            let inside = over.mask.as_ref().map_or_else(
                || GrayImage::new(w, h),
                |mask| studio_imaging::resize(&mask.to_luma8(), w, h, imageops::FilterType::Triangle),
            );
            extend(&inside, over.margins, |_, _| Luma([255]))
        });
        let picture = extend(&inner, over.margins, |x, y| *inner.get_pixel(x, y));
        let picture = fit(picture, width, height);
        let stretch = |mask: GrayImage| studio_imaging::resize(&mask, width, height, imageops::FilterType::Triangle);
        let mask = mask.map(stretch);
        let seam = mask.as_ref().map(|mask| {
            if over.mask_blur == 0 {
                return mask.clone();
            }
            let mut seam = imageops::fast_blur(mask, over.mask_blur as f32 / 2.0);
            // Nothing of the picture reaches into its margins.
            let (w, h) = inner.dimensions();
            let beyond = stretch(extend(&GrayImage::new(w, h), over.margins, |_, _| Luma([255])));
            for (Luma([seam]), Luma([beyond])) in seam.pixels_mut().zip(beyond.pixels()) {
                *seam = (*seam).max(*beyond);
            }
            seam
        });
        Self { picture, mask, seam }
    }

    /// Puts back what was not to be painted.
    fn keep(&self, painted: &mut RgbImage) {
        let Some(seam) = &self.seam else { return };
        for ((new, old), Luma([amount])) in painted.pixels_mut().zip(self.picture.pixels()).zip(seam.pixels()) {
            let amount = u16::from(*amount);
            for (new, old) in new.0.iter_mut().zip(old.0) {
                *new = ((u16::from(*new) * amount + u16::from(old) * (255 - amount) + 127) / 255) as u8;
            }
        }
    }
}

/// What is transparent shows white behind it.
fn on_white(picture: &DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let pixels = picture.to_rgba8();
    let mut flat = RgbImage::new(pixels.width(), pixels.height());
    for (flat, pixel) in flat.pixels_mut().zip(pixels.pixels()) {
        let [r, g, b, alpha] = pixel.0.map(u16::from);
        *flat = Rgb([r, g, b].map(|v| ((v * alpha + 255 * (255 - alpha) + 127) / 255) as u8));
    }
    flat
}

/// Adds margins; `beyond` says what is there, given the nearest pixel of the picture.
fn extend<P: image::Pixel>(
    picture: &image::ImageBuffer<P, Vec<P::Subpixel>>,
    margins: Margins,
    beyond: impl Fn(u32, u32) -> P,
) -> image::ImageBuffer<P, Vec<P::Subpixel>> {
    let (width, height) = picture.dimensions();
    let Margins { left, top, right, bottom } = margins;
    image::ImageBuffer::from_fn(left + width + right, top + height + bottom, |x, y| {
        let (inner_x, inner_y) = (x.saturating_sub(left).min(width - 1), y.saturating_sub(top).min(height - 1));
        let is_inside = x == inner_x + left && y == inner_y + top;
        if is_inside { *picture.get_pixel(inner_x, inner_y) } else { beyond(inner_x, inner_y) }
    })
}

fn fit(picture: RgbImage, width: u32, height: u32) -> RgbImage {
    if picture.dimensions() == (width, height) {
        return picture;
    }
    studio_imaging::resize(&picture, width, height, imageops::FilterType::Lanczos3)
}

/// `[3, height, width]`, 0 to 1.
fn planes(picture: &RgbImage) -> Vec<f32> {
    (0..3).flat_map(|channel| picture.pixels().map(move |pixel| f32::from(pixel.0[channel]) / 255.0)).collect()
}

fn bytes(planes: &[f32], width: u32, height: u32) -> Result<RgbImage, InferenceError> {
    let area = width as usize * height as usize;
    let [red, green, blue] =
        [0, 1, 2].map(|channel| planes.get(channel * area..(channel + 1) * area).unwrap_or_default());
    let pixels = red.iter().zip(green).zip(blue).flat_map(|((r, g), b)| [r, g, b].map(|v| (v * 255.0).round() as u8));
    RgbImage::from_raw(width, height, pixels.collect())
        .ok_or_else(|| InferenceError::Failed("it gave a picture of another size".into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn over(mask: Option<DynamicImage>, margins: Margins) -> PaintOver {
        let picture = RgbImage::from_fn(8, 8, |x, y| Rgb([x as u8 * 30, y as u8 * 30, 7]));
        PaintOver { picture: picture.into(), strength: 1.0, mask, mask_blur: 0, margins }
    }

    #[test]
    fn what_is_not_masked_stays() {
        let mask = GrayImage::from_fn(4, 4, |x, _| Luma([if x < 2 { 255 } else { 0 }]));
        let over = over(Some(mask.into()), Margins::default());
        let canvas = Canvas::prepare(&over, 8, 8);
        let mut painted = RgbImage::from_pixel(8, 8, Rgb([255, 255, 255]));
        canvas.keep(&mut painted);
        assert_eq!(*painted.get_pixel(0, 3), Rgb([255, 255, 255]));
        assert_eq!(*painted.get_pixel(7, 3), Rgb([210, 90, 7]));
    }

    #[test]
    fn margins_are_painted_and_continue_the_edge() {
        let canvas = Canvas::prepare(&over(None, Margins { left: 8, ..Margins::default() }), 16, 8);
        let mask = canvas.mask.as_ref().expect("a mask");
        assert_eq!((mask.get_pixel(0, 0).0, mask.get_pixel(8, 0).0), ([255], [0]));
        assert_eq!(*canvas.picture.get_pixel(2, 5), Rgb([0, 150, 7]));
        assert_eq!(*canvas.picture.get_pixel(15, 5), Rgb([210, 150, 7]));
    }

    #[test]
    fn what_is_transparent_shows_white() {
        let picture = image::RgbaImage::from_pixel(1, 1, image::Rgba([0, 100, 255, 0]));
        assert_eq!(on_white(&picture.into()).get_pixel(0, 0), &Rgb([255, 255, 255]));
    }
}
