//! `studio segment`: separates a thing from a picture without a server.

use super::{
    pictures::{OnPicture, Started},
    say_what_ran, show,
};
use anyhow::Context;
use clap::Args;
use studio_domain::TaskKind;
use studio_inference::{Click, RunControl, SegmentJob, SegmentOutput};

#[derive(Args)]
pub struct Segment {
    #[command(flatten)]
    on: OnPicture,
    /// A point on the thing, as X,Y in pixels from the top left. May be given several times.
    #[arg(long, value_name = "X,Y", value_parser = numbers::<2>)]
    click: Vec<[f32; 2]>,
    /// A point beside the thing.
    #[arg(long, value_name = "X,Y", value_parser = numbers::<2>)]
    not: Vec<[f32; 2]>,
    /// A box around the thing.
    #[arg(long = "box", value_name = "LEFT,TOP,RIGHT,BOTTOM", value_parser = numbers::<4>)]
    area: Option<[f32; 4]>,
    /// Write the thing itself on nothing, instead of its mask.
    #[arg(long)]
    cutout: bool,
    /// Take the model's edges as they are.
    #[arg(long)]
    rough_edges: bool,
}

/// Blocks until the picture is written.
///
/// # Errors
/// When the picture or the model cannot be used, or the file cannot be written.
pub fn run(options: Segment) -> anyhow::Result<()> {
    let Started { engine, model, picture } = options.on.start(TaskKind::Segment)?;
    let click = |positive: bool| move |&[x, y]: &[f32; 2]| Click { x, y, positive };
    let job = SegmentJob {
        model: model.name,
        version: model.version,
        picture: picture.pixels,
        sha256: None,
        clicks: options.click.iter().map(click(true)).chain(options.not.iter().map(click(false))).collect(),
        area: options.area,
        refine_edges: !options.rough_edges,
        output: if options.cutout { SegmentOutput::Cutout } else { SegmentOutput::Mask },
    };
    let (segmented, report) = engine.segment(&job, &RunControl::new(show))?;
    options.on.output.write(segmented.picture, picture.icc_profile.filter(|_| options.cutout))?;
    say_what_ran(&options.on.output.output, &report);
    Ok(())
}

/// So many numbers with commas between them.
fn numbers<const N: usize>(text: &str) -> anyhow::Result<[f32; N]> {
    let values: Result<Vec<f32>, _> = text.split(',').map(|part| part.trim().parse()).collect();
    let values = values.ok().and_then(|values| values.try_into().ok());
    values.with_context(|| format!("{N} numbers with commas between them are needed"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_and_boxes_are_read() {
        assert_eq!(numbers::<2>("3, 4.5").expect("a point"), [3.0, 4.5]);
        assert_eq!(numbers::<4>("1,2,3,4").expect("a box"), [1.0, 2.0, 3.0, 4.0]);
        for bad in ["", "3", "3,4,5", "3;4", "a,b"] {
            assert!(numbers::<2>(bad).is_err(), "{bad}");
        }
    }
}
