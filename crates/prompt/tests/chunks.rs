//! Long prompts become several chunks, as in the web UI.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod common;

use common::Folder;
use studio_prompt::{Chunk, ClipTokenizer, chunk_plain, chunk_weighted, pad_to_same, token_count};

const A: i64 = 320;
const COMMA: i64 = 267;
const BEGIN: i64 = 849;
const END: i64 = 850;

fn tiny() -> ClipTokenizer {
    Folder::tiny().load().expect("the tiny tokenizer can be read")
}

fn used(chunks: &[Chunk]) -> Vec<usize> {
    chunks.iter().map(|chunk| chunk.ranges.len()).collect()
}

#[test]
fn seventy_five_tokens_make_one_chunk() {
    let tokenizer = tiny();
    assert_eq!(used(&chunk_weighted(&tokenizer, "")), [0]);
    assert_eq!(used(&chunk_weighted(&tokenizer, &"a ".repeat(75))), [75]);
    assert_eq!(used(&chunk_weighted(&tokenizer, &"a ".repeat(76))), [75, 1]);
    assert_eq!(used(&chunk_weighted(&tokenizer, &"a ".repeat(200))), [75, 75, 50]);
}

#[test]
fn a_chunk_ends_with_a_comma_that_is_near() {
    let tokenizer = tiny();
    let prompt = |before: usize, after: usize| format!("{}, {}", "a ".repeat(before), "a ".repeat(after));
    // After the comma there is room for 14 tokens, for 19, for 20, for none; or the comma itself does not fit.
    assert_eq!(used(&chunk_weighted(&tokenizer, &prompt(60, 20))), [61, 20]);
    assert_eq!(used(&chunk_weighted(&tokenizer, &prompt(55, 30))), [56, 30]);
    assert_eq!(used(&chunk_weighted(&tokenizer, &prompt(54, 30))), [75, 10], "more than 20 tokens back");
    assert_eq!(used(&chunk_weighted(&tokenizer, &prompt(74, 30))), [75, 30]);
    assert_eq!(used(&chunk_weighted(&tokenizer, &prompt(75, 30))), [75, 31], "a comma is no place to cut before");

    let chunks = chunk_weighted(&tokenizer, &prompt(60, 20));
    assert_eq!(chunks[0].ids[..62], [vec![BEGIN], vec![A; 60], vec![COMMA]].concat());
    assert_eq!(chunks[0].ids[62..], [END; 15]);
    assert_eq!(chunks[1].ids[..22], [vec![BEGIN], vec![A; 20], vec![END]].concat());
}

#[test]
fn breaks() {
    let tokenizer = tiny();
    assert_eq!(used(&chunk_weighted(&tokenizer, "a BREAK a a")), [1, 2]);
    assert_eq!(used(&chunk_weighted(&tokenizer, "BREAK a")), [0, 1]);
    assert_eq!(used(&chunk_weighted(&tokenizer, "a BREAK")), [1]);
    assert_eq!(used(&chunk_weighted(&tokenizer, "a BREAK BREAK (a BREAK a)")), [1, 0, 1, 1]);
}

#[test]
fn every_token_has_its_weight_and_place() {
    let tokenizer = tiny();
    let prompt = "a (cat:1.5), [a]";
    let chunks = chunk_weighted(&tokenizer, prompt);
    assert_eq!(chunks.len(), 1);
    let shown: Vec<_> = chunks[0]
        .ranges
        .iter()
        .zip(&chunks[0].weights[1..])
        .map(|(range, weight)| (&prompt[range.clone()], *weight))
        .collect();
    assert_eq!(shown, [("a", 1.0), ("cat", 1.5), (",", 1.0), ("a", (1.0 / 1.1_f64) as f32)]);
}

#[test]
fn counting_and_padding() {
    let tokenizer = tiny();
    let mut positive = chunk_weighted(&tokenizer, &"a ".repeat(80));
    let mut negative = chunk_weighted(&tokenizer, "a");
    assert_eq!((token_count(&tokenizer, &positive), token_count(&tokenizer, &negative)), (80, 1));
    pad_to_same(&tokenizer, &mut positive, &mut negative);
    assert_eq!((used(&positive), used(&negative)), (vec![75, 5], vec![1, 0]));
    assert_eq!(negative[1], chunk_plain(&tokenizer, ""));
}

#[test]
fn padding_other_than_the_end() {
    let mut folder = Folder::tiny();
    folder.config = Some(br#"{"pad_token": "!", "model_max_length": 8}"#.to_vec());
    folder.special_tokens_map = None;
    let tokenizer = folder.load().expect("it can be read");
    let chunks = chunk_weighted(&tokenizer, "a a a a a a (a:2)");
    let ids: Vec<_> = chunks.iter().map(|chunk| &chunk.ids[..]).collect();
    assert_eq!(ids, [[BEGIN, A, A, A, A, A, A, END], [BEGIN, A, END, 0, 0, 0, 0, 0]]);
    assert_eq!(chunks[1].weights, [1.0, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]);
}
