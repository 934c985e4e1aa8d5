"""Tries the model's whole way at toy size: painting, training, exporting, scoring."""

from __future__ import annotations

from pathlib import Path

import torch

from .. import __main__ as steps
from ..captions import vocabulary
from .evaluate import contact_sheet, report
from .pipeline import Pipeline
from .tokenizer import BEGIN, END, LENGTH, Tokenizer, caption_tokenizer

TOY = "--size 128 --shards 2 --per-shard 6 --steps 2 --batch 2 --threads 1"


def check(holds: bool, what: str) -> None:
    if not holds:
        raise SystemExit(f"scenes' model: {what}")


def check_tokenizer(tokenizer: Tokenizer) -> None:
    """Every known word is one token, and any text at all gives tokens that fit."""
    check(all(len(tokenizer.pieces(word)) == 1 for word in vocabulary()), "a word in pieces")
    check(len(set(tokenizer.tokens)) == len(tokenizer.tokens), "two tokens alike")
    check(tokenizer.encode("") == [BEGIN, END], "the empty prompt")
    check(len(tokenizer.encode("집이 있는")) == 5, "a particle")
    for text in ("Ünïcode ☃ العربية 漢字", "x" * 10_000, "'); drop table", "\0\n"):
        ids = tokenizer.encode(text)
        check(len(ids) <= LENGTH and max(ids) < len(tokenizer.tokens), f"the tokens of {text[:9]}")


def run(work: Path) -> None:
    torch.set_num_threads(1)
    check_tokenizer(caption_tokenizer())
    places = ["--work", str(work), "--model", str(work / "model"), *TOY.split()]
    steps.prepare(steps.PROGRAM.options(["prepare", *places]))
    steps.encode(steps.PROGRAM.options(["encode", *places]))
    for network in steps.NETWORKS:
        steps.train(steps.PROGRAM.options(["train", network, *places]))
    options = steps.PROGRAM.options(["export", *places])
    steps.export(options)
    pipeline = Pipeline(options.model, 1)
    contact_sheet(pipeline, work / "sheet.jpg", ("a red boat", "빨간 배"), steps=2)
    where = steps.places(options)
    report(pipeline, where.checkpoint("judge"), where.held_out, 2, steps=2)
