"""Runs everything once at toy size, offline, in a temporary folder, in seconds.

Paints pictures, trains both scales, interrupts and resumes one run and checks that it ends where
an uninterrupted one does, exports, compares ONNX with PyTorch, and evaluates.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch
from PIL import Image

from ..run import Loss, Run
from . import data, synth
from .evaluate import report
from .export import export_model
from .net import Shape
from .train import Plan, begin, checkpoint_path, train

SEED = 7
SHAPES = {scale: Shape(scale, channels=8, layers=2) for scale in (2, 4)}


def plan(steps: int) -> Plan:
    return Plan(steps=steps, batch=2, patch=12, seed=SEED, save_every=2)


def check_resuming(work: Path) -> None:
    """Two steps, a restart and two more must give exactly the network of four steps."""

    def begun(name: str) -> tuple[Run, Loss]:
        folder = work / name
        if not folder.exists():
            folder.mkdir()
            (folder / "pictures").symlink_to(work / "pictures")
        run, loss = begin(folder, SHAPES[2], plan(4))
        # The upscaler asks only NumPy for chance; other networks ask PyTorch too.
        return run, lambda rng: loss(rng) * (1 + torch.rand(()))

    whole, loss = begun("whole")
    whole.train(loss)
    half, loss = begun("halves")
    half.advance(loss)
    half.advance(loss)
    half.save()
    rest, loss = begun("halves")
    rest.train(loss)
    if any(not torch.equal(value, rest.average[name]) for name, value in whole.average.items()):
        raise SystemExit("a resumed run does not end where an uninterrupted one does")


def run() -> None:
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory(prefix="upscaler-smoke-") as folder:
        work = Path(folder)
        data.prepare(work, paintings=4, size=96, seed=SEED, processes=2)
        check_resuming(work)
        train(work, SHAPES[2], plan(4))
        train(work, SHAPES[4], plan(4), start=checkpoint_path(work, 2))
        export_model(work, work / "model")
        held_out = work / "held-out"
        held_out.mkdir()
        Image.fromarray(synth.paint(SEED + 1, 0, 96, [])).save(held_out / "painting.png")
        if not report(work / "model", held_out, work, held_to_targets=False):
            raise SystemExit("the exported networks are not the trained ones")
    print("smoke: all steps work")
