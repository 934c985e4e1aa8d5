//! How fast it goes.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

/// The speed is that of this time.
const WINDOW: Duration = Duration::from_secs(5);
/// Samples are at least so far apart.
const STEP: Duration = Duration::from_millis(100);

pub(super) struct Meter(VecDeque<(Instant, u64)>);

impl Meter {
    pub fn new() -> Self {
        Self(VecDeque::from([(Instant::now(), 0)]))
    }

    /// Takes the number of bytes so far; bytes per second.
    pub fn speed(&mut self, bytes: u64) -> f64 {
        self.speed_at(Instant::now(), bytes)
    }

    fn speed_at(&mut self, now: Instant, bytes: u64) -> f64 {
        if self.0.back().is_none_or(|(last, _)| now.duration_since(*last) >= STEP) {
            self.0.push_back((now, bytes));
        }
        while self.0.len() > 2 && now.duration_since(self.0[0].0) > WINDOW {
            self.0.pop_front();
        }
        let (then, before) = self.0[0];
        let seconds = now.duration_since(then).as_secs_f64();
        if seconds > 0.0 { bytes.saturating_sub(before) as f64 / seconds } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speed_follows_what_happens_now() {
        let mut meter = Meter::new();
        let start = meter.0[0].0;
        let mut speed = 0.0;
        for second in 1..=10 {
            speed = meter.speed_at(start + Duration::from_secs(second), second * 1000);
        }
        assert!((speed - 1000.0).abs() < 1.0, "{speed}");
        for second in 11..=20 {
            speed = meter.speed_at(start + Duration::from_secs(second), 10_000);
        }
        assert!(speed < 1.0, "{speed}");
    }
}
