//! How long something takes or took.

use super::Language;

pub fn milliseconds(milliseconds: f64) -> String {
    match Language::current() {
        Language::English => format!("{milliseconds:.0} ms"),
        Language::Korean => format!("{milliseconds:.0}ms"),
    }
}

pub fn seconds(seconds: f64) -> String {
    match Language::current() {
        Language::English => format!("{seconds:.1} s"),
        Language::Korean => format!("{seconds:.1}초"),
    }
}

pub fn minutes(minutes: u64, seconds: u64) -> String {
    match Language::current() {
        Language::English => format!("{minutes} min {seconds} s"),
        Language::Korean => format!("{minutes}분 {seconds}초"),
    }
}

pub fn moment_left() -> String {
    match Language::current() {
        Language::English => "a moment left".into(),
        Language::Korean => "곧 끝납니다".into(),
    }
}

pub fn seconds_left(seconds: u64) -> String {
    match Language::current() {
        Language::English => format!("about {seconds} s left"),
        Language::Korean => format!("약 {seconds}초 남음"),
    }
}

pub fn minutes_left(minutes: u64) -> String {
    match Language::current() {
        Language::English => format!("about {minutes} min left"),
        Language::Korean => format!("약 {minutes}분 남음"),
    }
}

pub fn hours_left(hours: u64) -> String {
    match Language::current() {
        Language::English => format!("about {hours} h left"),
        Language::Korean => format!("약 {hours}시간 남음"),
    }
}
