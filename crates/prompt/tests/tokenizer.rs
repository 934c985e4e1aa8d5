//! The ids are those of transformers' `CLIPTokenizer`, for a tiny vocabulary and, where `STUDIO_CLIP_TOKENIZER` names
//! its folder, for CLIP's own.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod common;

use common::{Folder, golden};
use serde::Deserialize;
use std::path::Path;
use std::time::{Duration, Instant};
use studio_prompt::{ClipTokenizer, SpecialIds};

#[derive(Deserialize)]
struct Golden {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    real_ids: Vec<i64>,
    real_padded77: Vec<i64>,
    tiny_ids: Vec<i64>,
}

fn cases() -> Vec<Case> {
    let text = std::fs::read(golden().join("tokenizer_cases.json")).expect("there are golden cases");
    serde_json::from_slice::<Golden>(&text).expect("they can be read").cases
}

fn tiny() -> ClipTokenizer {
    Folder::tiny().load().expect("the tiny tokenizer can be read")
}

fn framed(tokenizer: &ClipTokenizer, text: &str) -> Vec<i64> {
    let SpecialIds { begin, end, .. } = tokenizer.special();
    let tokens = tokenizer.encode(text).into_iter().map(|token| token.id);
    std::iter::once(begin).chain(tokens).chain([end]).map(i64::from).collect()
}

#[test]
fn tiny_vocabulary() {
    let tokenizer = tiny();
    let cases = cases();
    assert!(cases.len() >= 32);
    for case in cases {
        assert_eq!(framed(&tokenizer, &case.text), case.tiny_ids, "{:?}", case.text);
    }
}

#[test]
fn clip_vocabulary() {
    let Some(folder) = std::env::var_os("STUDIO_CLIP_TOKENIZER") else { return };
    let tokenizer = Folder::read(Path::new(&folder)).load().expect("CLIP's tokenizer can be read");
    for case in cases() {
        assert_eq!(framed(&tokenizer, &case.text), case.real_ids, "{:?}", case.text);
        assert_eq!(tokenizer.encode_padded(&case.text), case.real_padded77, "{:?}", case.text);
    }
}

#[test]
fn prompts_of_the_tiny_pipeline() {
    #[derive(Deserialize)]
    struct Prompts {
        prompt: String,
        negative_prompt: String,
        prompt_ids: Vec<i64>,
        negative_ids: Vec<i64>,
    }
    let text = std::fs::read(golden().join("prompts.json")).expect("there are golden prompts");
    let prompts: Prompts = serde_json::from_slice(&text).expect("they can be read");
    let tokenizer = tiny();
    assert_eq!(tokenizer.encode_padded(&prompts.prompt), prompts.prompt_ids);
    assert_eq!(tokenizer.encode_padded(&prompts.negative_prompt), prompts.negative_ids);
}

#[test]
fn what_does_not_fit_is_cut_off() {
    let tokenizer = tiny();
    let text = "a cat ".repeat(100);
    let ids = tokenizer.encode_padded(&text);
    assert_eq!((tokenizer.count(&text), ids.len()), (200, 77));
    assert_eq!((ids[0], ids[76]), (849, 850));
    assert_eq!(ids[1..76], framed(&tokenizer, &text)[1..76]);
}

#[test]
fn ranges_are_those_of_the_words() {
    let tokenizer = tiny();
    let text = "A  Photo of a cafe\u{301}<|endoftext|> 猫";
    let tokens = tokenizer.encode(text);
    let shown: Vec<_> = tokens.iter().map(|token| &text[token.range.clone()]).collect();
    assert_eq!(
        shown,
        ["A", "Photo", "of", "a", "c", "a", "f", "e\u{301}", "e\u{301}", "<|endoftext|>", "猫", "猫", "猫"]
    );
}

#[test]
fn long_prompts_take_no_time() {
    let tokenizer = tiny();
    let word = "antidisestablishmentarianism".repeat(400);
    let marks = format!("a{}", "\u{301}\u{323}".repeat(5000));
    for text in [&word[..10_000], &"a photo of a cat, ".repeat(600), &"!".repeat(10_000), &marks] {
        let start = Instant::now();
        assert!(tokenizer.count(text) > 500);
        // Fifty milliseconds where it is compiled for use; a debug build on a busy machine gets more.
        assert!(start.elapsed() < Duration::from_millis(500), "{:?} for {}…", start.elapsed(), &text[..9]);
    }
}
