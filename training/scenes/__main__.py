"""Command line of the scenes: their data and the model; every step picks up where it stopped.

python -m training.scenes all               # everything below, in order
python -m training.scenes prepare           # paint the pictures, and those held out
python -m training.scenes encode            # find the latents' basis and encode the pictures
python -m training.scenes train reader      # the text encoder learns to read
python -m training.scenes train decoder     # latents to pictures
python -m training.scenes train painter     # noise and text to latents
python -m training.scenes train judge       # the classifier that scores
python -m training.scenes export            # ONNX files, tokenizer, configs and model.toml
python -m training.scenes evaluate          # scores and contact sheet of the exported files
python -m training.scenes words             # the words captions can hold
python -m training.scenes --smoke           # all of it at toy size, in seconds
python -m training.scenes.sheet out.png --seed 1    # painted pictures on a sheet
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from .. import cli
from . import data

SEED = 1
NETWORKS = ("reader", "decoder", "painter", "judge")
EVALUATED = 200  # held-out prompts


@dataclass(frozen=True)
class Places:
    """Where everything lies in the folder of work."""

    work: Path
    size: int

    @property
    def painted(self) -> Path:
        return data.folder_of(self.work, SEED, self.size, held=False)

    @property
    def held_out(self) -> Path:
        return data.folder_of(self.work, SEED, self.size, held=True)

    @property
    def basis(self) -> Path:
        return self.work / "basis.pt"

    def checkpoint(self, network: str) -> Path:
        return self.work / f"{network}.pt"


def places(options: argparse.Namespace) -> Places:
    return Places(options.work, options.size)


def prepare(options: argparse.Namespace) -> None:
    for shards, held in ((options.shards, False), (1, True)):
        paths = data.prepare(
            options.work, shards, options.size, SEED, options.threads, held, options.per_shard
        )
        print(f"{len(paths)} shards in {paths[0].parent}", flush=True)


def encode(options: argparse.Namespace) -> None:
    from .model import latents
    from .model.autoencoder import Basis

    where = places(options)
    shards = data.shards(where.painted)
    if not where.basis.exists():
        Basis.fit(shards[:8], SEED).save(where.basis)
    latents.prepare(Basis.load(where.basis), [*shards, *data.shards(where.held_out)])


def train(options: argparse.Namespace) -> None:
    import torch

    from .model import autoencoder, flow, judge, text

    torch.set_num_threads(options.threads)
    where = places(options)
    path = where.checkpoint(options.part)
    if options.part == "reader":
        text.train(path, text.PLAN.of(options.steps, options.batch))
    elif options.part == "decoder":
        basis = autoencoder.Basis.load(where.basis)
        plan = autoencoder.PLAN.of(options.steps, options.batch)
        autoencoder.train(path, data.shards(where.painted), basis, plan)
    elif options.part == "painter":
        plan = flow.PLAN.of(options.steps, options.batch)
        flow.train(path, where.checkpoint("reader"), where.painted, plan)
    else:
        judge.train(path, where.painted, judge.PLAN.of(options.steps, options.batch))


def export(options: argparse.Namespace) -> None:
    from .model.export import export_model

    where = places(options)
    export_model(where.checkpoint("painter"), where.checkpoint("decoder"), options.model)


def evaluate(options: argparse.Namespace) -> None:
    from .model.evaluate import contact_sheet, report
    from .model.pipeline import Pipeline

    where = places(options)
    pipeline = Pipeline(options.model, options.threads)
    contact_sheet(pipeline, options.model / "sheet.jpg")
    report(pipeline, where.checkpoint("judge"), where.held_out, options.count)


def words(_: argparse.Namespace) -> None:
    from .captions import vocabulary

    print("\n".join(vocabulary()))


STEPS = (prepare, encode, train, export, evaluate)
PROGRAM = cli.Program(__package__, __doc__, STEPS, cli.WORK / "scenes", NETWORKS, (words,))
PROGRAM.add_training_options()
PROGRAM.add_argument("--size", type=int, default=512, help="side of the pictures")
PROGRAM.add_argument("--shards", type=int, default=24, help="prepare: of 500 pictures each")
PROGRAM.add_argument("--per-shard", type=int, default=data.SHARD, help="prepare: pictures")
PROGRAM.add_argument("--count", type=int, default=EVALUATED, help="evaluate: prompts")

if __name__ == "__main__":
    PROGRAM.run()
