//! What each family says of its files.

use super::{
    InputFormat, Network, Segment, Style, StyleTransfer, SuperResolution,
    raw::{Checked, Part, RawFile, check, needed},
};
use crate::{
    segment::{Form, SegmentSection},
    style::StyleSection,
};
use studio_domain::names::is_name;

fn place(what: &str, index: usize) -> String {
    format!("{what} of file {}", index + 1)
}

/// One file for each scale.
pub(super) fn super_resolution(input: InputFormat, files: &[RawFile]) -> Checked<SuperResolution> {
    let mut networks: Vec<Network> = Vec::new();
    for (i, file) in files.iter().enumerate() {
        let one = |ok: bool, what: &str| check(ok, &place(what, i));
        let network = Network {
            file: i,
            scale: needed(file.scale, &place("scale", i))?,
            memory_mb: needed(file.memory_mb, &place("memory_mb", i))?,
            receptive_field: needed(file.receptive_field, &place("receptive_field", i))?,
        };
        one((2..=8).contains(&network.scale), "the `scale`, which must be 2 to 8,")?;
        one(networks.iter().all(|other| other.scale != network.scale), "the `scale`, which is there twice,")?;
        one(network.memory_mb > 0, "the `memory_mb`")?;
        one(network.receptive_field <= 256, "the `receptive_field`, which may be at most 256,")?;
        networks.push(network);
    }
    Ok(SuperResolution { input, networks })
}

/// One file for each style.
pub(super) fn style_transfer(section: StyleSection, files: &[RawFile]) -> Checked<StyleTransfer> {
    let mut styles: Vec<Style> = Vec::new();
    for (i, file) in files.iter().enumerate() {
        let name = needed(file.style.clone(), &place("style", i))?;
        let title = file.title.clone().unwrap_or_else(|| name.clone());
        check(is_name(&name), &place("the `style`, which must be letters, digits, dots, hyphens or underscores,", i))?;
        check(styles.iter().all(|other| other.name != name), &place("the `style`, which is there twice,", i))?;
        styles.push(Style { file: i, name, title });
    }
    Ok(StyleTransfer { section, styles })
}

/// An encoder and a decoder, or one file for both.
pub(super) fn segment(section: SegmentSection, form: Form, files: &[RawFile]) -> Checked<Segment> {
    if form == Form::EfficientSam {
        only(files)?;
        return Ok(Segment { section, form, encoder: 0, decoder: 0 });
    }
    let find = |part| files.iter().position(|file| file.part == Some(part));
    match (files.len(), find(Part::Encoder), find(Part::Decoder)) {
        (2, Some(encoder), Some(decoder)) => Ok(Segment { section, form, encoder, decoder }),
        _ => Err("its files, which must be two, with the `part` encoder and decoder".into()),
    }
}

/// Families that are one network.
pub(super) fn only(files: &[RawFile]) -> Checked<()> {
    check(files.len() == 1, "its files, of which there must be one")
}
