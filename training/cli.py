"""The command line that the training programs share: steps by name, each with the same options.

A program's `__main__` imports this before anything else. Threads that spin while they wait for
each other lose half of a busy machine, and PyTorch has to be told before it is loaded: here, while
the steps import what they need themselves.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

REPOSITORY = Path(__file__).resolve().parents[1]
WORK = REPOSITORY / "training" / "work"

Step = Callable[[argparse.Namespace], None]


class Program(argparse.ArgumentParser):
    """The steps of `package` by name, and `all`; its model is `starter-` and the package's name.

    `parts` are the networks or stages of which the step `train` takes one, and `all` each in turn.
    `others` are steps that are not among `all`.
    """

    def __init__(
        self,
        package: str,
        description: str,
        steps: Sequence[Step],
        work: Path = WORK,
        parts: Sequence[str] = (),
        others: Sequence[Step] = (),
    ) -> None:
        super().__init__(
            prog=f"python -m {package}",
            description=description,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        self.package, self.in_order, self.parts = package, steps, parts
        self.steps = {"all": self.everything} | {step.__name__: step for step in (*steps, *others)}
        model = REPOSITORY / "models" / f"starter-{package.rpartition('.')[2]}" / "1"
        self.add_argument("step", nargs="?", choices=self.steps)
        if parts:
            self.add_argument("part", nargs="?", choices=parts, help="train: which one")
        self.add_argument("--smoke", action="store_true", help="try everything, in seconds")
        self.add_argument("--threads", type=int, default=os.cpu_count() or 1)
        self.add_argument(
            "--work", type=Path, default=work, help="folder of pictures and checkpoints"
        )
        self.add_argument("--model", type=Path, default=model, help="folder of the exported files")

    def add_training_options(self) -> None:
        self.add_argument("--steps", type=int, help="train: optimiser steps in all")
        self.add_argument("--batch", type=int, help="train: examples in a step")

    def options(self, arguments: Sequence[str] | None = None) -> argparse.Namespace:
        """What `arguments` say, or the command line."""
        options = self.parse_args(arguments)
        if options.step is None and not options.smoke:
            self.error("name a step, or --smoke")
        if self.parts and (options.step == "train") != (options.part is not None):
            self.error(f"train takes one of {', '.join(self.parts)}")
        return options

    def everything(self, options: argparse.Namespace) -> None:
        """Every step in order."""
        for step in self.in_order:
            for part in (self.parts if step.__name__ == "train" else ()) or (None,):
                step(argparse.Namespace(**vars(options) | {"part": part}))

    def run(self) -> None:
        """Takes the step that the command line names; --smoke is the package's module `smoke`."""
        options = self.options()
        if options.smoke:
            import_module(f"{self.package}.smoke").run()
        else:
            self.steps[options.step](options)
