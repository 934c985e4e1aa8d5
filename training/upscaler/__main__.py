"""Command line of the upscaler's training; every step picks up where it stopped.

python -m training.upscaler all        # everything below, in order
python -m training.upscaler prepare    # fetch the photographs, paint the pictures
python -m training.upscaler train --scale 2
python -m training.upscaler export     # ONNX files and model.toml
python -m training.upscaler evaluate   # scores of the exported files
python -m training.upscaler --smoke    # all of it at toy size, offline, in seconds
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

# Threads that spin while they wait for each other lose half of a busy machine. This has to be
# said before PyTorch is loaded, which is why the steps import what they need themselves.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

REPOSITORY = Path(__file__).resolve().parents[2]
SEED = 1
PAINTINGS, PAINTING_SIDE = 480, 320


def prepare(options: argparse.Namespace) -> None:
    from . import data, photos

    photos.fetch(options.work)
    data.prepare(options.work, PAINTINGS, PAINTING_SIDE, SEED, options.threads)


def train(options: argparse.Namespace) -> None:
    import torch

    from .net import Shape
    from .train import PLANS, Run, checkpoint_path

    torch.set_num_threads(options.threads)
    plan = PLANS[options.scale].with_steps(options.steps)
    # The x4 network sees what the x2 network sees, and learns faster from there.
    start = checkpoint_path(options.work, 2) if options.scale == 4 else None
    Run(options.work, Shape(options.scale), plan, start).train()


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


def everything(options: argparse.Namespace) -> None:
    prepare(options)
    for scale in (2, 4):
        train(argparse.Namespace(**vars(options) | {"scale": scale}))
    export(options)
    evaluate(options)


def smoke(_: argparse.Namespace) -> None:
    from .smoke import run

    run()


STEPS = {
    "all": everything,
    "prepare": prepare,
    "train": train,
    "export": export,
    "evaluate": evaluate,
}


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m training.upscaler",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("step", nargs="?", choices=STEPS)
    parser.add_argument("--smoke", action="store_true", help="try everything at toy size")
    parser.add_argument("--scale", type=int, choices=(2, 4), default=2, help="train: which one")
    parser.add_argument("--steps", type=int, help="train: optimiser steps in all")
    parser.add_argument("--images", type=Path, help="evaluate: a folder of other pictures")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--work",
        type=Path,
        default=REPOSITORY / "training" / "work",
        help="folder of the pictures and checkpoints",
    )
    parser.add_argument(
        "--model",
        type=Path,
        default=REPOSITORY / "models" / "starter-upscaler" / "1",
        help="folder of the exported files",
    )
    options = parser.parse_args()
    if options.step is None and not options.smoke:
        parser.error("name a step, or --smoke")
    return options


def main() -> None:
    options = parse()
    (smoke if options.smoke else STEPS[options.step])(options)


if __name__ == "__main__":
    main()
