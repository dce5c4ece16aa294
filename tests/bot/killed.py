"""A process that imports a file until somebody kills it: ``killed.py URL FILE``."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.bot.office import office

if __name__ == "__main__":
    with office(sys.argv[1], Path(sys.argv[2]).parent) as opened:
        opened.read(Path(sys.argv[2]))
