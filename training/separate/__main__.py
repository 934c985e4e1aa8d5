"""Command line of the separator's training; every step picks up where it stopped.

It uses what `python -m training.cutout prepare` has fetched, and begins from that network.

python -m training.separate all          # everything below, in order
python -m training.separate prepare      # make the scenes
python -m training.separate train        # encoder and decoder together
python -m training.separate export       # ONNX files and model.toml
python -m training.separate evaluate     # IoU after 1, 3 and 5 clicks
python -m training.separate --smoke      # all of it at toy size, offline, in seconds
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .. import cli
from ..cutout.data import Recipe
from .scenes import scene

SIDE = 256
SHARDS, HELD_OUT_SHARDS = 40, 1


def recipe(cutout: Path, work: Path, held_out: bool) -> Recipe:
    folder = work / f"{'held-out' if held_out else 'train'}-{SIDE}"
    return Recipe(cutout, folder, scene, SIDE, held_out=held_out)


def prepare(options: argparse.Namespace) -> None:
    from ..cutout import sources

    sources.prepare(options.cutout, options.threads)
    for held_out, shards in ((True, HELD_OUT_SHARDS), (False, options.shards)):
        made = recipe(options.cutout, options.work, held_out).prepare(shards, options.threads)
        print(f"{len(made)} shards in {made[0].parent}", flush=True)


def train(options: argparse.Namespace) -> None:
    import torch

    from .train import PLAN
    from .train import train as run

    torch.set_num_threads(options.threads)
    folder = recipe(options.cutout, options.work, held_out=False).folder
    run(options.work, folder, options.cutout, PLAN.of(options.steps, options.batch))


def export(options: argparse.Namespace) -> None:
    from .export import export_model

    export_model(options.work, options.model)


def evaluate(options: argparse.Namespace) -> None:
    from .evaluate import report

    folder = recipe(options.cutout, options.work, held_out=True).folder
    if not report(options.cutout, folder, options.model, options.threads):
        sys.exit(1)


STEPS = (prepare, train, export, evaluate)
PROGRAM = cli.Program(__package__, __doc__, STEPS, cli.WORK / "separate")
PROGRAM.add_training_options()
PROGRAM.add_argument("--shards", type=int, default=SHARDS, help="prepare: of 250 scenes each")
PROGRAM.add_argument(
    "--cutout", type=Path, default=cli.WORK / "cutout", help="the cut-out's folder of work"
)

if __name__ == "__main__":
    PROGRAM.run()
