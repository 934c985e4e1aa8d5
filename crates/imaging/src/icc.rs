//! ICC colour profiles: kept only where they describe the pixels they travel with.

use image::DynamicImage;

/// Larger profiles are dropped: display profiles have a few kilobytes, printer tables (which are not for RGB) millions.
const MAX_BYTES: usize = 1 << 20;

/// The profile, if it is one and its data colour space (ICC.1:2022 §7.2.6) is that of the pixels. A CMYK profile on
/// pixels that were turned into RGB, or an RGB one on grey, would make viewers show wrong colours or nothing.
pub(crate) fn matching(profile: Option<Vec<u8>>, pixels: &DynamicImage) -> Option<Vec<u8>> {
    let space = if pixels.color().has_color() { b"RGB " } else { b"GRAY" };
    profile.filter(|p| describes(p, space))
}

/// The profile, if it describes RGB pixels.
pub(crate) fn rgb(profile: Option<Vec<u8>>) -> Option<Vec<u8>> {
    profile.filter(|p| describes(p, b"RGB "))
}

fn describes(profile: &[u8], space: &[u8; 4]) -> bool {
    profile.len() <= MAX_BYTES && profile.get(36..40) == Some(b"acsp") && profile.get(16..20) == Some(space)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(space: &[u8; 4]) -> Vec<u8> {
        let mut bytes = vec![0; 128];
        bytes[16..20].copy_from_slice(space);
        bytes[36..40].copy_from_slice(b"acsp");
        bytes
    }

    #[test]
    fn only_a_profile_of_the_same_colour_space_stays() {
        let (colour, grey) = (DynamicImage::new_rgba8(1, 1), DynamicImage::new_luma16(1, 1));
        assert!(matching(Some(profile(b"RGB ")), &colour).is_some());
        assert!(matching(Some(profile(b"GRAY")), &grey).is_some());
        assert!(matching(Some(profile(b"CMYK")), &colour).is_none());
        assert!(matching(Some(profile(b"RGB ")), &grey).is_none());
        assert!(matching(Some(b"not a profile".to_vec()), &colour).is_none());
        assert!(rgb(Some(vec![0; MAX_BYTES + 1])).is_none());
    }
}
