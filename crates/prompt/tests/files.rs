//! Folders of every kind and damage: read as transformers reads them, or refused with the file and the reason.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod common;

use common::Folder;
use proptest::prelude::*;
use serde_json::{Value, json};
use studio_prompt::{ClipTokenizer, MAX_FILE_BYTES, Reason};

const TEXT: &str = "A photo of a café, isn't it? <|endoftext|> 猫!";

/// A folder with other special tokens.
fn configured(config: &Value, map: Option<&Value>) -> ClipTokenizer {
    let mut folder = Folder::tiny();
    folder.config = Some(config.to_string().into_bytes());
    folder.special_tokens_map = map.map(|map| map.to_string().into_bytes());
    folder.load().expect("it can be read")
}

fn ids(tokenizer: &ClipTokenizer, text: &str) -> Vec<u32> {
    tokenizer.encode(text).into_iter().map(|token| token.id).collect()
}

/// What is said about a folder that a test has damaged.
fn refused(damage: impl FnOnce(&mut Folder)) -> (Reason, String) {
    let mut folder = Folder::tiny();
    damage(&mut folder);
    let error = folder.load().expect_err("it must be refused");
    let message = error.to_string();
    (error.reason, message)
}

fn tokenizer_json(kind: &str, suffix: &str, pairs: bool) -> Vec<u8> {
    let tiny = Folder::tiny();
    let vocab: Value = serde_json::from_slice(&tiny.vocab.unwrap()).unwrap();
    let merges = String::from_utf8(tiny.merges.unwrap()).unwrap();
    let merges: Vec<Value> = merges
        .lines()
        .skip(1)
        .map(|line| if pairs { line.split(' ').collect::<Vec<_>>().into() } else { line.into() })
        .collect();
    let token = |id: u32, content: &str| json!({"id": id, "content": content, "special": true, "normalized": true});
    let added = [token(849, "<|startoftext|>"), token(850, "<|endoftext|>")];
    let model = json!({"type": kind, "end_of_word_suffix": suffix, "vocab": vocab, "merges": merges});
    json!({"version": "1.0", "added_tokens": added, "model": model}).to_string().into_bytes()
}

#[test]
fn the_folder_with_one_file() {
    let whole = Folder::tiny().load().unwrap();
    for pairs in [false, true] {
        let folder = Folder { tokenizer: Some(tokenizer_json("BPE", "</w>", pairs)), ..Folder::default() };
        let single = folder.load().expect("it can be read");
        assert_eq!(single.encode(TEXT), whole.encode(TEXT));
        assert_eq!((single.special(), single.limit()), (whole.special(), 75));
    }
}

#[test]
fn what_is_not_said_is_as_in_clip() {
    let bare = Folder { config: None, special_tokens_map: None, ..Folder::tiny() };
    let (bare, whole) = (bare.load().unwrap(), Folder::tiny().load().unwrap());
    assert_eq!(bare.encode(TEXT), whole.encode(TEXT));
    assert_eq!((bare.special(), bare.max_length()), (whole.special(), whole.max_length()));
}

#[test]
fn a_padding_token_is_special_in_the_text_too() {
    let described = |id: &str, content: &str| json!({id: {"content": content, "normalized": false, "special": true}});
    let newer = configured(&json!({"pad_token": "!", "added_tokens_decoder": described("0", "!")}), None);
    let older = configured(&json!({}), Some(&json!({"pad_token": "!"})));
    for tokenizer in [newer, older] {
        assert_eq!(tokenizer.special().pad, 0);
        assert_eq!(ids(&tokenizer, "cat!! a"), [830, 0, 0, 320]);
    }
    assert_eq!(ids(&Folder::tiny().load().unwrap(), "cat!! a"), [830, 0, 256, 320]);
}

#[test]
fn the_map_decides_in_older_folders_only() {
    let map = json!({"pad_token": "!"});
    assert_eq!(configured(&json!({"pad_token": "<|endoftext|>"}), Some(&map)).special().pad, 0);
    let newer = json!({"pad_token": "<|endoftext|>", "added_tokens_decoder": {}});
    assert_eq!(configured(&newer, Some(&map)).special().pad, 850);
}

#[test]
fn special_tokens_in_capitals() {
    let object = json!({"content": "<|endoftext|>", "normalized": true});
    let normal = configured(&json!({"eos_token": object, "pad_token": object, "unk_token": object}), None);
    assert_eq!(ids(&normal, "<|ENDOFTEXT|>"), [850]);
    let raw = configured(&json!({"eos_token": object, "pad_token": "<|endoftext|>"}), None);
    assert!(ids(&raw, "<|ENDOFTEXT|>").len() > 5, "the last to name it has it looked for as it is written");
    assert_eq!(ids(&raw, "<|endoftext|>"), [850]);
}

#[test]
fn tokens_beyond_the_vocabulary() {
    let decoder = json!({"851": {"content": "<cat-toy>"}, "852": {"content": "<cat-toy>!", "normalized": true}});
    let tokenizer = configured(&json!({"added_tokens_decoder": decoder}), None);
    assert_eq!(ids(&tokenizer, "a<cat-toy> a"), [320, 851, 320]);
    assert_eq!(ids(&tokenizer, "a <CAT-TOY>!"), [320, 852]);
}

#[test]
fn limits() {
    let limit = |value: Value| configured(&json!({"model_max_length": value}), None).max_length();
    assert_eq!(limit(json!(248)), 248);
    assert_eq!(limit(json!(1e30)), 77, "the sign of no limit");
    assert_eq!(limit(Value::Null), 77);
    let config = |text: &str| Some(text.as_bytes().to_vec());
    let (reason, message) = refused(|folder| folder.config = config(r#"{"model_max_length": 2}"#));
    assert!(matches!(reason, Reason::LimitTooSmall { .. }), "{message}");
    let huge = r#"{"model_max_length": 1000000000000000019884624838656}"#;
    assert_eq!(Folder { config: config(huge), ..Folder::tiny() }.load().unwrap().max_length(), 77);
}

#[test]
fn missing_and_damaged_files() {
    let (reason, message) = refused(|folder| folder.vocab = None);
    assert!(matches!(reason, Reason::Missing) && message.starts_with("vocab.json is missing"), "{message}");
    let (reason, message) = refused(|folder| folder.merges = None);
    assert!(matches!(reason, Reason::Missing) && message.starts_with("merges.txt is missing"), "{message}");

    let (reason, message) = refused(|folder| folder.vocab.as_mut().unwrap().truncate(500));
    assert!(matches!(reason, Reason::Json(_)) && message.starts_with("vocab.json is damaged"), "{message}");
    for vocab in ["[1, 2]", r#"{"a": -1}"#, r#"{"a": 4294967296}"#, r#"{"a": "b"}"#, "", "\u{feff}{}"] {
        let (reason, message) = refused(|folder| folder.vocab = Some(vocab.as_bytes().to_vec()));
        assert!(matches!(reason, Reason::Json(_)), "{message}");
    }
    let (reason, _) = refused(|folder| folder.config = Some("[".repeat(100_000).into_bytes()));
    assert!(matches!(reason, Reason::Json(_)));
    let (reason, _) = refused(|folder| folder.special_tokens_map = Some(br#"{"pad_token": 3}"#.to_vec()));
    assert!(matches!(reason, Reason::Json(_)));

    let (reason, _) = refused(|folder| folder.merges = Some(vec![0xff, 0xfe]));
    assert!(matches!(reason, Reason::NotText));
    let (reason, message) = refused(|folder| folder.merges = Some(vec![b' '; MAX_FILE_BYTES + 1]));
    assert!(matches!(reason, Reason::TooLarge) && message.contains("8 MiB"), "{message}");
}

#[test]
fn merges_and_tokens_that_do_not_fit() {
    let merges = |text: &str| refused(|folder| folder.merges = Some(text.as_bytes().to_vec()));
    for text in ["#version: 0.2\r\na\r\n", "a b c", " a", "a "] {
        let (reason, message) = merges(text);
        assert!(matches!(reason, Reason::BadMerge { .. }), "{message}");
    }
    let (reason, message) = merges("#version: 0.2\ni n\nq z\n");
    assert!(matches!(reason, Reason::UnknownToken { line: 3, .. }) && message.contains("\"qz\""), "{message}");
    let (_, message) = merges(&format!("a {}", "猫".repeat(100_000)));
    assert!(message.len() < 300, "{}", message.len());

    let (reason, message) = refused(|folder| folder.vocab = Some(br#"{"a": 0}"#.to_vec()));
    assert!(matches!(reason, Reason::UnknownToken { .. }), "{message}");
    let (reason, message) = refused(|folder| {
        folder.config = None;
        folder.vocab = Some(br#"{"a": 0, "<|startoftext|>": 1}"#.to_vec());
        folder.merges = Some(Vec::new());
    });
    assert!(matches!(reason, Reason::MissingSpecial { role: "end", .. }), "{message}");
    let (reason, message) = refused(|folder| {
        folder.config = None;
        folder.special_tokens_map = Some(br#"{"pad_token": "<pad>"}"#.to_vec());
    });
    assert!(matches!(reason, Reason::MissingSpecial { role: "padding", .. }), "{message}");

    let decoder: Value = (0..5000)
        .map(|id| (id.to_string(), json!({"content": format!("<{id}>")})))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let config = json!({"added_tokens_decoder": decoder}).to_string().into_bytes();
    let (reason, message) = refused(|folder| folder.config = Some(config));
    assert!(matches!(reason, Reason::TooManyAdded { .. }), "{message}");
}

#[test]
fn other_kinds_of_tokenizer() {
    for (kind, suffix) in [("WordPiece", "</w>"), ("BPE", "")] {
        let folder = Folder { tokenizer: Some(tokenizer_json(kind, suffix, false)), ..Folder::default() };
        let error = folder.load().expect_err("it must be refused");
        assert_eq!(error.file, "tokenizer.json");
        assert!(matches!(error.reason, Reason::WrongKind { .. }), "{error}");
    }
}

#[test]
fn bytes_without_a_token_are_unknown() {
    let vocab = json!({"a</w>": 7, "<|startoftext|>": 8, "<|endoftext|>": 9}).to_string().into_bytes();
    let folder = Folder { vocab: Some(vocab), merges: Some(Vec::new()), ..Folder::default() };
    assert_eq!(ids(&folder.load().unwrap(), "a ba"), [7, 9, 7]);
}

proptest! {
    /// A flipped byte, or the end cut off: read or refused, never a panic.
    #[test]
    fn damaged_anywhere(file in 0..4_usize, place in 0.0..1.0, value in any::<u8>(), cut in any::<bool>()) {
        let mut folder = Folder::tiny();
        let files = [&mut folder.vocab, &mut folder.merges, &mut folder.config, &mut folder.special_tokens_map];
        let bytes = files.into_iter().nth(file).and_then(Option::as_mut).unwrap();
        let at = (bytes.len() as f64 * place) as usize;
        if cut { bytes.truncate(at) } else { bytes[at] = value }
        match folder.load() {
            Ok(tokenizer) => prop_assert_eq!(tokenizer.encode_padded(TEXT).len(), tokenizer.max_length()),
            Err(error) => prop_assert!(error.to_string().starts_with(error.file)),
        }
    }
}
