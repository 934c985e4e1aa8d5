//! The files of results.

use super::task::image_problem;
use image::DynamicImage;
use std::{path::PathBuf, time::Duration};
use studio_domain::{Problem, TaskParameters};
use studio_imaging::{Channels, ImageWriter, OutputSpec, RowSink};
use studio_inference::RunReport;
use studio_services::{ResultFile, StageTimings};

/// A picture to be written: 8 bits to a sample; grey becomes RGB.
pub(super) struct Output {
    pub picture: DynamicImage,
    pub icc_profile: Option<Vec<u8>>,
    /// How it was made, in A1111's words.
    pub infotext: String,
}

impl Output {
    pub fn write(self, parameters: &TaskParameters, path: PathBuf) -> Result<ResultFile, Problem> {
        let channels = Channels::of(&self.picture);
        let spec = OutputSpec {
            format: parameters.output_format,
            quality: parameters.quality,
            width: self.picture.width(),
            height: self.picture.height(),
            channels,
            icc_profile: self.icc_profile,
            parameters: Some(self.infotext),
        };
        let rows = match channels {
            Channels::Rgb => self.picture.into_rgb8().into_raw(),
            Channels::Rgba => self.picture.into_rgba8().into_raw(),
        };
        let write = || {
            let mut writer = ImageWriter::create(&path, spec)?;
            writer.write_rows(&rows)?;
            writer.finish()
        };
        let image = write().map_err(|e| image_problem(&e))?;
        Ok(ResultFile { path, image })
    }
}

/// The stages of a task: those of the run, and around them the reading and writing of files.
pub(super) fn stage_timings(report: &RunReport, reading: Duration, writing: Duration) -> StageTimings {
    StageTimings {
        load: report.load,
        preprocess: reading + report.preprocess,
        inference: report.inference,
        postprocess: report.postprocess + writing,
    }
}

/// The end of every infotext.
pub(super) fn version() -> String {
    format!("Version: CreativeAI Studio {}", env!("CARGO_PKG_VERSION"))
}
