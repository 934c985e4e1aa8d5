"""Command line of the scenes' data; painting ahead picks up where it stopped.

python -m training.scenes prepare --size 128 --shards 60   # train-128-seed1, 500 pictures each
python -m training.scenes prepare --size 128 --shards 2 --held-out
python -m training.scenes words                            # the words captions can hold
python -m training.scenes --smoke                          # all of it at toy size, in seconds
python -m training.scenes.sheet out.png --seed 1           # a contact sheet
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from . import data, smoke
from .captions import vocabulary


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("step", nargs="?", choices=("prepare", "words"))
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--work", type=Path, default=data.WORK)
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--shards", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    if options.smoke:
        smoke.run()
    elif options.step == "words":
        print("\n".join(vocabulary()))
    elif options.step == "prepare":
        paths = data.prepare(
            options.work,
            options.shards,
            options.size,
            options.seed,
            options.processes,
            options.held_out,
        )
        print(f"{len(paths)} shards in {paths[0].parent}")
    else:
        parser.error("say which step, or --smoke")


if __name__ == "__main__":
    main()
