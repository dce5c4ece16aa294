"""What falls due by itself: a reminder, the end of a pause, a clock that ran out.

Each subject registers one function for each kind of thing that can fall due.  It does a small
piece of what is due now, in one transaction, and says what is to be told and whether more is
left.  Who takes a row must mark it in the same transaction: a piece may be tried again, and two
processes may come at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from handlers.facts import Library
from handlers.notices import Notice
from storage.unit import Unit

PIECE = 20
"""How many rows one piece takes at most, so that the writer is held for milliseconds."""


@dataclass(slots=True)
class Met:
    """What one piece of work came to."""

    notices: list[Notice] = field(default_factory=list)
    """What somebody is told because of it; queued in the same transaction."""
    more: bool = False
    """Something else is due now: come again."""


Deadline = Callable[[Unit, Library, datetime], Met]
DEADLINES: dict[str, Deadline] = {}
"""Every deadline by name; names stand in the log and in durable work, and are for life."""


def falls_due(name: str) -> Callable[[Deadline], Deadline]:
    """Register the function that does what has fallen due under this name."""

    def register(deadline: Deadline) -> Deadline:
        DEADLINES[name] = deadline
        return deadline

    return register


def meet(unit: Unit, library: Library, name: str) -> Met:
    """Do one piece of what is due under this name, by the unit's own clock."""
    return DEADLINES[name](unit, library, unit.now)
