"""Command line of the upscaler's training; every step picks up where it stopped.

python -m training.upscaler all        # everything below, in order
python -m training.upscaler prepare    # fetch the photographs, paint the pictures
python -m training.upscaler train x2   # one network; x4 begins with the weights of x2
python -m training.upscaler export     # ONNX files and model.toml
python -m training.upscaler evaluate   # scores of the exported files
python -m training.upscaler --smoke    # all of it at toy size, offline, in seconds
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .. import cli

SEED = 1
PAINTINGS, PAINTING_SIDE = 480, 320
SCALES = {"x2": 2, "x4": 4}


def prepare(options: argparse.Namespace) -> None:
    from . import data, photos

    photos.fetch(options.work)
    data.prepare(options.work, PAINTINGS, PAINTING_SIDE, SEED, options.threads)


def train(options: argparse.Namespace) -> None:
    import torch

    from .net import Shape
    from .train import PLANS, checkpoint_path
    from .train import train as run

    torch.set_num_threads(options.threads)
    scale = SCALES[options.part]
    plan = PLANS[scale].of(options.steps, options.batch)
    # The x4 network sees what the x2 network sees, and learns faster from there.
    start = checkpoint_path(options.work, 2) if scale == 4 else None
    run(options.work, Shape(scale), plan, start)


def export(options: argparse.Namespace) -> None:
    from .export import export_model

    export_model(options.work, options.model)


def evaluate(options: argparse.Namespace) -> None:
    from .evaluate import report
    from .photos import fetch

    if options.images is None:
        fetch(options.work)
    folder = options.images or options.work / "photos" / "held-out"
    held_to_targets = options.images is None
    if not report(options.model, folder, options.work, held_to_targets, options.threads):
        sys.exit(1)


STEPS = (prepare, train, export, evaluate)
PROGRAM = cli.Program(__package__, __doc__, STEPS, parts=tuple(SCALES))
PROGRAM.add_training_options()
PROGRAM.add_argument("--images", type=Path, help="evaluate: a folder of other pictures")

if __name__ == "__main__":
    PROGRAM.run()
