"""Runs everything once at toy size, offline, in a temporary folder, in seconds.

Paints pictures, trains both scales, interrupts and resumes one run and checks that it ends where
an uninterrupted one does, exports, compares ONNX with PyTorch, and evaluates.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch
from PIL import Image

from . import data, synth
from .evaluate import report
from .export import export_model
from .net import Shape
from .train import Plan, Run, checkpoint_path

SEED = 7
SHAPES = {scale: Shape(scale, channels=8, layers=2) for scale in (2, 4)}


def plan(steps: int) -> Plan:
    return Plan(steps=steps, batch=2, patch=12, seed=SEED, save_every=2)


def check_resuming(work: Path) -> None:
    """Two steps, a restart and two more must give exactly the network of four steps."""
    whole, halves = work / "whole", work / "halves"
    for folder in (whole, halves):
        folder.mkdir()
        (folder / "pictures").symlink_to(work / "pictures")
    Run(whole, SHAPES[2], plan(4)).train()
    first = Run(halves, SHAPES[2], plan(4))
    first.advance()
    first.advance()
    first.save()
    Run(halves, SHAPES[2], plan(4)).train()
    expected, found = (
        torch.load(checkpoint_path(folder, 2), weights_only=True)["average"]
        for folder in (whole, halves)
    )
    if any(not torch.equal(expected[name], found[name]) for name in expected):
        raise SystemExit("a resumed run does not end where an uninterrupted one does")


def run() -> None:
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory(prefix="upscaler-smoke-") as folder:
        work = Path(folder)
        data.prepare(work, paintings=4, size=96, seed=SEED, processes=2)
        check_resuming(work)
        Run(work, SHAPES[2], plan(4)).train()
        Run(work, SHAPES[4], plan(4), start=checkpoint_path(work, 2)).train()
        export_model(work, work / "model")
        held_out = work / "held-out"
        held_out.mkdir()
        Image.fromarray(synth.paint(SEED + 1, 0, 96, [])).save(held_out / "painting.png")
        if not report(work / "model", held_out, work, held_to_targets=False):
            raise SystemExit("the exported networks are not the trained ones")
    print("smoke: all steps work")
