"""Command line of the cut-out's training; every step picks up where it stopped.

python -m training.cutout all            # everything below, in order
python -m training.cutout prepare        # fetch, render the models, make composites
python -m training.cutout train small    # learns what stands out, from small pictures
python -m training.cutout train large    # the same from larger ones
python -m training.cutout train fine     # learns the edges
python -m training.cutout export         # ONNX file and model.toml
python -m training.cutout evaluate       # scores of the exported file, and its contact sheet
python -m training.cutout --smoke        # all of it at toy size, offline, in seconds
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
SHARDS, HELD_OUT_SHARDS = 60, 1
STAGES = ("small", "large", "fine")


def prepare(options: argparse.Namespace) -> None:
    from . import data, sources

    sources.prepare(options.work, options.threads)
    for held_out, shards in ((True, HELD_OUT_SHARDS), (False, options.shards)):
        paths = data.recipe(options.work, held_out).prepare(shards, options.threads)
        print(f"{len(paths)} shards in {paths[0].parent}", flush=True)


def train(options: argparse.Namespace) -> None:
    import torch

    from . import data
    from .train import STAGES
    from .train import train as run

    torch.set_num_threads(options.threads)
    plan = STAGES[options.stage].plan.of(options.steps, options.batch)
    run(options.work, data.recipe(options.work, held_out=False).folder, options.stage, plan)


def export(options: argparse.Namespace) -> None:
    from .export import export_model

    export_model(options.work, options.model)


def evaluate(options: argparse.Namespace) -> None:
    from .evaluate import report

    if not report(options.work, options.model, options.threads):
        sys.exit(1)


def everything(options: argparse.Namespace) -> None:
    prepare(options)
    for stage in STAGES:
        train(argparse.Namespace(**vars(options) | {"stage": stage}))
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
        prog="python -m training.cutout",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("step", nargs="?", choices=STEPS)
    parser.add_argument("stage", nargs="?", choices=STAGES, help="train: which one")
    parser.add_argument("--smoke", action="store_true", help="try everything at toy size")
    parser.add_argument("--shards", type=int, default=SHARDS, help="prepare: of 250 composites")
    parser.add_argument("--steps", type=int, help="train: optimiser steps in all")
    parser.add_argument("--batch", type=int, help="train: examples in a step")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--work",
        type=Path,
        default=REPOSITORY / "training" / "work" / "cutout",
        help="folder of the pictures and checkpoints",
    )
    parser.add_argument(
        "--model",
        type=Path,
        default=REPOSITORY / "models" / "starter-cutout" / "1",
        help="folder of the exported files",
    )
    options = parser.parse_args()
    if options.step is None and not options.smoke:
        parser.error("name a step, or --smoke")
    if (options.step == "train") != (options.stage is not None):
        parser.error(f"train takes one of {', '.join(STAGES)}")
    return options


def main() -> None:
    options = parse()
    (smoke if options.smoke else STEPS[options.step])(options)


if __name__ == "__main__":
    main()
