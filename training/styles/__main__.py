"""Command line of the starter styles.

python -m training.styles all         # everything below, in order
python -m training.styles export      # ONNX files and model.toml
python -m training.styles sheet       # every look on four photographs
python -m training.styles evaluate    # speed and soundness of the exported files
python -m training.styles --smoke     # the filters, export and soundness, offline, in seconds
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


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


def everything(options: argparse.Namespace) -> None:
    export(options)
    sheet(options)
    evaluate(options)


def smoke(_: argparse.Namespace) -> None:
    from .smoke import run

    run()


STEPS = {"all": everything, "export": export, "sheet": sheet, "evaluate": evaluate}


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m training.styles",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("step", nargs="?", choices=STEPS)
    parser.add_argument("--smoke", action="store_true", help="try everything, without the clock")
    parser.add_argument("--threads", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument(
        "--work",
        type=Path,
        default=REPOSITORY / "training" / "work",
        help="folder of the photographs",
    )
    parser.add_argument(
        "--model",
        type=Path,
        default=REPOSITORY / "models" / "starter-styles" / "1",
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
