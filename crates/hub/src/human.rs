//! Numbers for people.

use std::time::Duration;

/// `1.5 GB`; in powers of ten, as download pages and `df -H` count.
#[must_use]
pub fn bytes(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.0} kB", bytes as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.2} GB", bytes as f64 / 1e9),
    }
}

/// `8 s`, `2 min 10 s` or `3 h 5 min`.
#[must_use]
pub fn duration(time: Duration) -> String {
    match time.as_secs() {
        s @ 0..60 => format!("{s} s"),
        s @ 60..3600 => format!("{} min {} s", s / 60, s % 60),
        s => format!("{} h {} min", s / 3600, s % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!([5, 1_234, 5_600_000, 10_269_854_720].map(bytes), ["5 B", "1 kB", "5.6 MB", "10.27 GB"]);
        assert_eq!([5, 130, 11_100].map(Duration::from_secs).map(duration), ["5 s", "2 min 10 s", "3 h 5 min"]);
    }
}
