"""Command line of the starter styles.

python -m training.styles all         # everything below, in order
python -m training.styles export      # ONNX files and model.toml
python -m training.styles sheet       # every look on four photographs
python -m training.styles thumbnails  # what the page shows of each look, in public/styles
python -m training.styles evaluate    # speed and soundness of the exported files
python -m training.styles --smoke     # the filters, export and soundness, offline, in seconds
"""

from __future__ import annotations

import argparse
import os
import sys

from .. import cli


def export(options: argparse.Namespace) -> None:
    from .export import export_model

    export_model(options.model)


def evaluate(options: argparse.Namespace) -> None:
    from .evaluate import report

    if not report(options.model, held_to_target=True, threads=options.threads):
        sys.exit(1)


def sheet(options: argparse.Namespace) -> None:
    from training.upscaler.photos import fetch

    from .sheet import write_sheet

    fetch(options.work)
    write_sheet(options.model, options.work / "photos", options.model / "looks.jpg")


def thumbnails(options: argparse.Namespace) -> None:
    from .thumbnails import write_thumbnails

    folder = cli.REPOSITORY / "public" / "styles" / "starter-styles"
    write_thumbnails(options.model, folder, threads=options.threads)


STEPS = (export, sheet, thumbnails, evaluate)
PROGRAM = cli.Program(__package__, __doc__, STEPS)
PROGRAM.set_defaults(threads=min(2, os.cpu_count() or 1))

if __name__ == "__main__":
    PROGRAM.run()
