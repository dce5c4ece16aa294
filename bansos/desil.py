"""Which desil a programme takes in, by date. The ranking is made by BPS and never guessed here.

There is on purpose no function from a family to a desil, nor from a desil to "you will receive".
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from bansos.programmes import Programme

LOWEST: Final = 1
HIGHEST: Final = 10
_DESIL: Final = re.compile(r"(?:des[iy]l|peringkat)?[ :\-]{0,3}(\d{1,2})(?:\.0)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DesilLimit:
    """From ``since`` on, the programme takes in desil ``lowest`` to ``highest``, both included.

    ``conflicting``: sources disagree; then nothing of it is told.
    """

    programme: Programme
    since: date
    lowest: int
    highest: int
    source: str
    conflicting: bool = False


@dataclass(frozen=True, slots=True)
class DesilLimits:
    """All limits known, each with its date and source."""

    limits: tuple[DesilLimit, ...]

    @classmethod
    def from_toml_text(cls, text: str) -> Self:
        """Take the text of ``desil.toml``, or of the office's own list in the same form."""
        entries = tomllib.loads(text)["limit"]
        return cls(
            tuple(
                DesilLimit(
                    Programme(entry["programme"]),
                    entry["since"],
                    entry["lowest"],
                    entry["highest"],
                    entry["source"],
                    entry.get("conflicting", False),
                )
                for entry in entries
            )
        )

    def on(self, programme: Programme, day: date) -> DesilLimit | None:
        """Return the limit that holds on a day, or None where nothing certain can be told."""
        begun = [
            limit for limit in self.limits if limit.programme is programme and limit.since <= day
        ]
        newest = max(begun, key=lambda limit: limit.since, default=None)
        return None if newest is None or newest.conflicting else newest


def read_desil(text: str) -> int | None:
    """Return 1-10 from "4", "Desil 4" or "desil-04"; None for anything else."""
    found = _DESIL.fullmatch(text.strip()[:20])
    number = int(found[1]) if found else 0
    return number if LOWEST <= number <= HIGHEST else None
