"""Cases as an officer works on them: what is asked for, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bansos.cases import AccusedRole, CaseKind, CaseState, Category
from conversations.helping.help import Held
from conversations.helping.topics import IN_GOOD_HANDS

URGENT = (*IN_GOOD_HANDS, "darurat")
"""What an officer writes of these is work, not a cry for help."""


@dataclass(frozen=True, slots=True)
class OpenTask:
    """Look a case up, by an officer who may see it (audited). Result: :class:`TaskView`.

    Not there and not allowed are the same ``Problem("", text)``.
    """

    ref: str
    page: int = 1
    """1: the latest messages; 2: those before them …"""


@dataclass(frozen=True, slots=True)
class AnswerCase:
    """Write to the citizen under the case's alias. Result: :class:`Answered`."""

    ref: str
    text: str
    asks: bool
    """It is a question: the case waits for the citizen."""


@dataclass(frozen=True, slots=True)
class CloseCase:
    """Close a case; the citizen reads ``text``. Result: :class:`Answered`.

    A state that may not follow is a ``Problem("alasan", text)``; an unknown case to join
    a ``Problem("gabung_ke", text)``.
    """

    ref: str
    reason: str
    """selesai, tidak_terbukti, bukan_wewenang, gabung or batal."""
    text: str
    joined_to: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was written in a case."""

    officer: bool
    text: str
    at: datetime | date
    """Of an anonymous reporter only the day is known."""


@dataclass(frozen=True, slots=True)
class TaskView:
    """A case as its officer may see it: nothing of the person behind the alias."""

    ref: str
    kind: CaseKind
    state: CaseState
    opened: datetime | date
    due: datetime | None
    urgent: bool
    village: str
    """The dotted code."""
    about: str
    """What was told, secrets cut out; empty for a voice note."""
    category: Category | None = None
    accused: tuple[AccusedRole, ...] = (AccusedRole.NONE,)
    reporter: str = ""
    """The name, only where the report is terbuka; else the alias."""
    photos: int = 0
    lines: tuple[Line, ...] = ()
    """All of them, the latest last."""
    final: bool = False
    safe: bool = True
    """False: nobody may write to the citizen; answers wait behind the receipt code."""
    holder: str = ""
    """The officer who wrote last."""
    workable: bool = True
    """The one who looks may act on it."""
    held: Held | None = None
    """What was told of a card in other hands."""
    page: int = 1
    locked: bool = False
    """Only an officer's code opens the family that it is about."""
    decides: bool = False
    """The one who looks decides cases: may lift such a lock."""


@dataclass(frozen=True, slots=True)
class UnlockFamily:
    """Let two numbers open the family of a case again. Result: none; not allowed: ``Problem``."""

    ref: str


@dataclass(frozen=True, slots=True)
class Answered:
    """Written down; and whether it goes out, or waits behind the receipt code."""

    ref: str
    reaches: bool = True
    waits: bool = True
    """Where it does not reach: somebody may still read it with the receipt code."""
    unsafe: bool = False
    """Nobody may write to the citizen."""
