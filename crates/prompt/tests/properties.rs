//! Whatever is typed: no panic, whole characters, full chunks, finite weights.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod common;

use common::Folder;
use proptest::prelude::*;
use std::sync::LazyLock;
use studio_prompt::{
    Chunk, ClipTokenizer, MAX_WEIGHT, Part, apply_weights, chunk_plain, chunk_weighted, pad_to_same, parse, token_count,
};

static TINY: LazyLock<ClipTokenizer> = LazyLock::new(|| Folder::tiny().load().expect("the tiny tokenizer can be read"));

/// Text of any characters, and text with much syntax in it.
fn prompt() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => Just(" "),
        4 => prop::sample::select(vec!["a", "photo", "cat", "Ünïcode", "e\u{301}\u{323}", "猫", "😀", "'s", "4k", "İ"]),
        4 => prop::sample::select(vec!["(", ")", "[", "]", ":", "\\", ",", "<", "|", ">"]),
        2 => prop::sample::select(vec![":1.2)", ": 0.5 )", ":-1)", ":1e9)", ":99999)", ":nan)", "BREAK", " BREAK "]),
        1 => prop::sample::select(vec!["<|endoftext|>", "<|startoftext|>", "<|ENDOFTEXT|>", "\u{1112}", "\u{1161}"]),
    ];
    prop_oneof![any::<String>(), prop::collection::vec(part, 0..200).prop_map(|parts| parts.concat())]
}

fn assert_chunk(chunk: &Chunk, prompt: &str) {
    let used = chunk.ranges.len();
    assert_eq!((chunk.ids.len(), chunk.weights.len()), (77, 77));
    assert!(used <= 75);
    assert_eq!((chunk.ids[0], chunk.ids[used + 1]), (849, 850));
    assert!(chunk.ids[used + 2..].iter().all(|id| *id == 850));
    assert!(chunk.ids.iter().all(|id| (0..851).contains(id)));
    assert!(chunk.weights.iter().all(|weight| (0.0..=MAX_WEIGHT).contains(weight)));
    assert!(chunk.weights[used + 1..].iter().all(|weight| *weight == 1.0));
    assert!(chunk.ranges.iter().all(|range| !range.is_empty() && prompt.get(range.clone()).is_some()));
}

proptest! {
    #[test]
    fn tokens_are_whole_characters_in_order(prompt in prompt()) {
        let tokens = TINY.encode(&prompt);
        prop_assert_eq!(TINY.count(&prompt), tokens.len());
        for token in &tokens {
            prop_assert!(!token.range.is_empty() && prompt.get(token.range.clone()).is_some());
        }
        for pair in tokens.windows(2) {
            prop_assert!(pair[0].range.start <= pair[1].range.start && pair[0].range.end <= pair[1].range.end);
        }
    }

    #[test]
    fn plain_chunks_are_what_diffusers_feeds(prompt in prompt()) {
        let chunk = chunk_plain(&TINY, &prompt);
        assert_chunk(&chunk, &prompt);
        prop_assert_eq!(&chunk.ids, &TINY.encode_padded(&prompt));
        prop_assert!(chunk.weights.iter().all(|weight| *weight == 1.0));
    }

    #[test]
    fn fragments_cover_the_prompt_in_order(prompt in prompt()) {
        let mut end = 0;
        for part in parse(&prompt) {
            let range = match part {
                Part::Text(fragment) => {
                    prop_assert!((0.0..=MAX_WEIGHT).contains(&fragment.weight));
                    prop_assert!(!fragment.text.is_empty());
                    fragment.range()
                }
                Part::Break(range) => {
                    prop_assert_eq!(&prompt[range.clone()], "BREAK");
                    range
                }
            };
            prop_assert!(range.start >= end && prompt.get(range.clone()).is_some());
            end = range.end;
        }
    }

    #[test]
    fn weighted_chunks_are_full(positive in prompt(), negative in prompt()) {
        let (mut first, mut second) = (chunk_weighted(&TINY, &positive), chunk_weighted(&TINY, &negative));
        prop_assert!(!first.is_empty());
        first.iter().for_each(|chunk| assert_chunk(chunk, &positive));
        second.iter().for_each(|chunk| assert_chunk(chunk, &negative));
        prop_assert!(token_count(&TINY, &first) <= first.len() * TINY.limit());
        let longer = first.len().max(second.len());
        pad_to_same(&TINY, &mut first, &mut second);
        prop_assert_eq!((first.len(), second.len()), (longer, longer));
    }

    #[test]
    fn without_syntax_both_ways_agree(prompt in "[a-zA-Z0-9 ,.'é猫]{0,60}") {
        let weighted = chunk_weighted(&TINY, &prompt);
        if weighted.len() == 1 {
            prop_assert_eq!(&weighted[0], &chunk_plain(&TINY, &prompt));
        }
    }

    #[test]
    fn weighted_embeddings_stay_finite(weights in prop::collection::vec(0.0..=MAX_WEIGHT, 1..77)) {
        let mut values: Vec<f32> = (0..weights.len() * 8).map(|at| 1.0 + (at as f32).sin()).collect();
        prop_assert!(apply_weights(&mut values, &weights, 8).is_ok());
        prop_assert!(values.iter().all(|value| value.is_finite()));
    }
}
