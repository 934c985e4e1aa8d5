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
import sys

from .. import cli

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
    plan = STAGES[options.part].plan.of(options.steps, options.batch)
    run(options.work, data.recipe(options.work, held_out=False).folder, options.part, plan)


def export(options: argparse.Namespace) -> None:
    from .export import export_model

    export_model(options.work, options.model)


def evaluate(options: argparse.Namespace) -> None:
    from .evaluate import report

    if not report(options.work, options.model, options.threads):
        sys.exit(1)


STEPS = (prepare, train, export, evaluate)
PROGRAM = cli.Program(__package__, __doc__, STEPS, cli.WORK / "cutout", STAGES)
PROGRAM.add_training_options()
PROGRAM.add_argument("--shards", type=int, default=SHARDS, help="prepare: of 250 composites")

if __name__ == "__main__":
    PROGRAM.run()
