//! The task.

use super::{Encoding, Form, Found, Key, Prompts, check_decoder, check_encoder, decode, encode, find, prompt::Click};
use crate::{
    Backdrop, Engine, InferenceError, Progress, RunControl, RunReport,
    engine::not_made_for,
    mask::{Matte, cut_out, grey},
    pixels::Source,
    repository::{Family, Segment},
    upscale::Timings,
};
use image::DynamicImage;
use sha2::{Digest, Sha256};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use studio_domain::TaskKind;

/// The encoder, the decoder, and the mask at full size.
const STEPS: u32 = 3;

/// A thing to be separated from a picture.
#[derive(Clone, Debug)]
pub struct SegmentJob {
    pub model: String,
    pub version: String,
    /// Any kind of pixels. Grey becomes RGB, 16 bits become 8. What is transparent already stays so.
    pub picture: DynamicImage,
    /// Of what the picture was read from, when that is known: it spares hashing the pixels.
    pub sha256: Option<[u8; 32]>,
    /// At most 64.
    pub clicks: Vec<Click>,
    /// Left, top, right, bottom, in pixels of the picture.
    pub area: Option<[f32; 4]>,
    /// Lay the edges of the mask onto those of the picture.
    pub refine_edges: bool,
    pub output: SegmentOutput,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SegmentOutput {
    /// Grey: white is the thing.
    #[default]
    Mask,
    /// RGBA: the thing alone, where it was.
    Cutout,
}

#[derive(Clone, Debug)]
pub struct Segmented {
    /// Of the size of the picture.
    pub picture: DynamicImage,
    /// The share of the picture that the thing covers, 0 to 1.
    pub coverage: f32,
    /// What the model itself thinks of its mask, where it says so; about 0 to 1.
    pub score: Option<f32>,
    /// Whether the picture had been encoded before.
    pub was_encoded: bool,
}

impl Engine {
    /// Separates a thing from a picture. What the encoder makes of a picture is kept for further clicks. Blocks.
    ///
    /// # Errors
    /// [`InferenceError::NotFound`], [`InferenceError::Unsuitable`], [`InferenceError::ModelUnavailable`],
    /// [`InferenceError::OutOfMemory`], [`InferenceError::Failed`], [`InferenceError::SessionLost`],
    /// [`InferenceError::Canceled`], [`InferenceError::DeadlineExceeded`].
    pub fn segment(&self, job: &SegmentJob, control: &RunControl) -> Result<(Segmented, RunReport), InferenceError> {
        let (runtime, repository, _) = self.parts();
        control.check()?;
        Source::check(&job.picture)?;
        let name = (job.model.as_str(), job.version.as_str());
        let manifest = repository.manifest(name)?;
        let Family::Segment(family) = &manifest.family else {
            return Err(not_made_for(&job.model, TaskKind::Segment));
        };
        let source = Source::new(&job.picture);
        let prompts = Prompts::new(&job.clicks, job.area, source.size())?;
        control.report(Progress { step: 0, steps: STEPS });
        let network =
            manifest.file(family.encoder, runtime.device()).map(|file| file.sha256.clone()).unwrap_or_default();
        let mut run = Run { engine: self, name, family, control, load: Duration::ZERO, timings: Timings::default() };
        let (found, was_encoded) = match family.form {
            Form::EfficientSam => (run.find(&source, &prompts)?, false),
            Form::SegmentAnything | Form::StarterSeparate => {
                let picture = job.sha256.unwrap_or_else(|| hash(&job.picture));
                let (encoding, was_encoded) = run.encoding(Key { network, picture }, &source)?;
                control.report(Progress { step: 1, steps: STEPS });
                (run.decode(&encoding, &prompts, source.size())?, was_encoded)
            }
        };
        run.timings.inference += found.inference;
        control.report(Progress { step: 2, steps: STEPS });

        let started = Instant::now();
        let matte = Matte::new(&source, &found.mask, job.refine_edges);
        let coverage = matte.coverage();
        let picture = match job.output {
            SegmentOutput::Mask => grey(&matte, control)?.into(),
            SegmentOutput::Cutout => cut_out(&matte, &Backdrop::Transparent, control)?,
        };
        run.timings.postprocess += started.elapsed();
        control.report(Progress { step: STEPS, steps: STEPS });
        let report = self.report(name, run.load, run.timings);
        Ok((Segmented { picture, coverage, score: found.score, was_encoded }, report))
    }
}

/// A run under way.
struct Run<'a> {
    engine: &'a Engine,
    name: (&'a str, &'a str),
    family: &'a Segment,
    control: &'a RunControl,
    load: Duration,
    timings: Timings,
}

impl Run<'_> {
    /// What the encoder makes of the picture, or made of it before.
    fn encoding(&mut self, key: Key, source: &Source<'_>) -> Result<(Arc<Encoding>, bool), InferenceError> {
        let (runtime, repository, encodings) = self.engine.parts();
        if let Some(encoding) = encodings.get(&key) {
            return Ok((encoding, true));
        }
        let Segment { section, form, encoder, .. } = self.family;
        let started = Instant::now();
        let check = |session: &_| check_encoder(session, *form);
        let loaded = repository.network(runtime, self.name, *encoder, check, self.control)?;
        self.load += started.elapsed();
        let encoded = loaded.after(encode(loaded.network()?, *form, section, source, self.control))?;
        let (encoding, preprocess, inference) = encoded;
        self.timings.preprocess += preprocess;
        self.timings.inference += inference;
        let encoding = Arc::new(encoding);
        encodings.put(key, encoding.clone());
        Ok((encoding, false))
    }

    fn decode(
        &mut self,
        encoding: &Encoding,
        prompts: &Prompts,
        size: (usize, usize),
    ) -> Result<Found, InferenceError> {
        let (runtime, repository, _) = self.engine.parts();
        let Segment { form, decoder, .. } = self.family;
        let started = Instant::now();
        let check = |session: &_| check_decoder(session, *form);
        let loaded = repository.network(runtime, self.name, *decoder, check, self.control)?;
        self.load += started.elapsed();
        loaded.after(decode(loaded.network()?, *form, encoding, (prompts, size), self.control))
    }

    /// Both at once.
    fn find(&mut self, source: &Source<'_>, prompts: &Prompts) -> Result<Found, InferenceError> {
        let (runtime, repository, _) = self.engine.parts();
        let Segment { section, form, decoder, .. } = self.family;
        let started = Instant::now();
        let check = |session: &_| check_encoder(session, *form).and_then(|()| check_decoder(session, *form));
        let loaded = repository.network(runtime, self.name, *decoder, check, self.control)?;
        self.load += started.elapsed();
        loaded.after(find(loaded.network()?, section, source, prompts, self.control))
    }
}

/// The same for the same pixels, whatever file they came from.
fn hash(picture: &DynamicImage) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(format!("{:?} {} {} ", picture.color(), picture.width(), picture.height()));
    hash.update(picture.as_bytes());
    hash.finalize().into()
}
