"""`peka serve` again and again without the seconds of importing: a process that forks.

Each line on standard input starts one more `peka serve` in a process of its own, whose id is
printed.  Only the imports and the files that come with Peka are read beforehand.
"""

import importlib
import os
import signal
import sys
from collections.abc import Callable

import bot.house
from bot import cli, data
from bot.settings import Settings

MODULES = (
    "uvicorn",
    "bot.app",
    "bot.work",
    "handlers.telegram.adapter",
    "handlers.telegram.polling",
)
for name in MODULES:
    importlib.import_module(name)


def keep(name: str, value: object) -> None:
    setattr(bot.house, name, lambda *_given: value)


def read_once() -> None:
    """Read the files that come with Peka."""
    keep("library", data.library(Settings()))
    keep("understanding", data.understanding())
    keep("languages", data.languages())


def fork_for_each_line(serve: Callable[[str], None]) -> None:
    """Serve in a process of its own for each line that comes in, and print that one's id."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            serve(line)
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    read_once()
    fork_for_each_line(lambda _line: cli.serve(demo=False))
