//! Numbers as people read them. Pure, so that server and browser agree to the letter.

use crate::text::time;

/// File size in SI units, as file managers show it.
pub fn bytes(bytes: u64) -> String {
    let value = bytes as f64;
    if bytes < 1_000 {
        format!("{bytes} B")
    } else if value < 999_500.0 {
        format!("{:.0} kB", value / 1e3)
    } else {
        format!("{:.1} MB", value / 1e6)
    }
}

/// `640 × 480`.
pub fn size(width: u32, height: u32) -> String {
    format!("{width} × {height}")
}

/// Megapixels, one decimal.
pub fn megapixels(width: u32, height: u32) -> String {
    let megapixels = f64::from(width) * f64::from(height) / 1e6;
    if megapixels < 0.1 { "< 0.1 MP".to_owned() } else { format!("{megapixels:.1} MP") }
}

/// 0 to 1 as whole percent; never 100 before the end.
pub fn percent(fraction: f32) -> u32 {
    (fraction.clamp(0.0, 1.0) * 100.0) as u32
}

/// A duration that has passed, in milliseconds.
pub fn duration(milliseconds: f64) -> String {
    let seconds = milliseconds.max(0.0) / 1e3;
    if seconds < 1.0 {
        time::milliseconds(milliseconds.max(0.0))
    } else if seconds < 60.0 {
        time::seconds(seconds)
    } else {
        time::minutes((seconds / 60.0) as u64, seconds as u64 % 60)
    }
}

/// What is left, in words: rough on purpose, as estimates are.
pub fn remaining(seconds: f64) -> String {
    let whole = seconds.max(0.0).ceil() as u64;
    match whole {
        0..=2 => time::moment_left(),
        3..=19 => time::seconds_left(whole),
        20..=89 => time::seconds_left(whole.div_ceil(5) * 5),
        90..=3599 => time::minutes_left((whole + 30) / 60),
        _ => time::hours_left((whole + 1800) / 3600),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_naturally() {
        assert_eq!(bytes(0), "0 B");
        assert_eq!(bytes(999), "999 B");
        assert_eq!(bytes(1_499), "1 kB");
        assert_eq!(bytes(999_499), "999 kB");
        assert_eq!(bytes(999_500), "1.0 MB");
        assert_eq!(bytes(10_000_000), "10.0 MB");
    }

    #[test]
    fn percent_keeps_its_last_step_for_the_end() {
        assert_eq!(percent(0.999), 99);
        assert_eq!(percent(1.0), 100);
        assert_eq!(percent(-1.0), 0);
        assert_eq!(percent(f32::NAN), 0);
    }

    #[test]
    fn durations_change_unit_where_it_helps() {
        assert_eq!(duration(840.4), "840 ms");
        assert_eq!(duration(3_210.0), "3.2 s");
        assert_eq!(duration(65_000.0), "1 min 5 s");
    }

    #[test]
    fn remaining_time_is_rough() {
        assert_eq!(remaining(0.2), "a moment left");
        assert_eq!(remaining(12.1), "about 13 s left");
        assert_eq!(remaining(31.0), "about 35 s left");
        assert_eq!(remaining(125.0), "about 2 min left");
        assert_eq!(remaining(7_300.0), "about 2 h left");
    }
}
