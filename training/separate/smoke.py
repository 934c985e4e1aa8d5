"""Tries all of it at toy size, offline, in a temporary folder, in seconds."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from . import evaluate, train
from .__main__ import recipe
from .clicks import Prompt, corrected, middle
from .export import export_model

SEED, COUNT = 7, 4


def check(holds: bool, what: str) -> None:
    if not holds:
        raise SystemExit(f"separate: {what}")


def check_clicks() -> None:
    mask = np.zeros((64, 64), bool)
    mask[8:40, 16:56] = True
    x, y = middle(mask)
    check(mask[int(y * 64), int(x * 64)], "the middle lies within")
    planes = Prompt([(4.5 / 16, 2.5 / 16)], [], (2 / 16, 0, 8 / 16, 4 / 16)).planes(16)
    check(planes[0, 2, 4] == 1 and abs(planes[0, 2, 5] - np.exp(-1 / 4.5)) < 1e-6, "a click")
    check(planes[1].max() == 0 and planes[2].sum() == 24, "the other planes")
    found = np.zeros_like(mask)
    found[8:40, :30] = True
    prompt = corrected(Prompt([(x, y)]), found, mask)
    check(len(prompt.positive) == 2 and not prompt.negative, "the larger error is what lacks")


def run() -> None:
    check_clicks()
    with tempfile.TemporaryDirectory(prefix="separate-smoke-") as name:
        root = Path(name)
        for held_out in (False, True):
            replace(recipe(root, root, held_out), count=COUNT, seed=SEED).prepare(1, 1)
        plan = train.PLAN.of(2, 2)
        folder = recipe(root, root, False).folder
        train.train(root, folder, root, plan)
        train.train(root, folder, root, plan.of(3, 2))  # goes on
        export_model(root, root / "model")
        clicker = evaluate.Clicker(root / "model", 1)
        examples = evaluate.held_out(recipe(root, root, True).folder)
        scores = [evaluate.overlaps(clicker, *example) for example in examples]
        print(evaluate.line("untrained", scores))
    print("smoke: all steps work")
