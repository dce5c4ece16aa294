"""Requests to leave a programme as officers work on them: what is asked for, what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bansos.cases import CaseState
from bansos.graduation import Decision, LeavingReason, Visit, Watch
from bansos.programmes import Programme
from conversations.text import Say


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """Look at a request, by an officer of its area (audited). Result: :class:`RequestView`.

    Not there and not allowed are the same ``Problem("", text)``.
    """

    ref: str


@dataclass(frozen=True, slots=True)
class NoteVisit:
    """Write down what a visit found. Result: :class:`Moved`.

    An officer from whose chat it was asked: ``Problem("", text)``.
    """

    ref: str
    result: Visit
    note: str


@dataclass(frozen=True, slots=True)
class FileRequest:
    """File a signed request. Result: :class:`Moved`; the visitor may not: ``Problem("")``."""

    ref: str


@dataclass(frozen=True, slots=True)
class NoteDecision:
    """Write down what the ministry decided. Result: :class:`Moved`."""

    ref: str
    decision: Decision
    period: str
    """Like 2026T4: from when it holds; empty where it was refused."""
    note: str


@dataclass(frozen=True, slots=True)
class NoteWatch:
    """Write down what one period brought. Result: :class:`Moved`.

    A period that was watched already, or lies before the decision: ``Problem("periode", text)``.
    """

    ref: str
    period: str
    result: Watch


@dataclass(frozen=True, slots=True)
class HandOutLetter:
    """Give the letter to an officer of the area (audited). Result: :class:`LetterFound`."""

    ref: str


@dataclass(frozen=True, slots=True)
class LetterFound:
    """The letter, as it stands now."""

    code: str
    number: str


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request as an officer of its area may see it."""

    ref: str
    state: CaseState
    village: str
    head: str
    """The head of the family; empty for who may not see families."""
    kk_masked: str
    programmes: tuple[Programme, ...]
    reason: LeavingReason
    reason_words: str
    signer: str
    by_member: str
    firm: bool
    last_day: date
    confirmed: bool
    visitor: str = ""
    filer: str = ""
    effective: str = ""
    watched: str = ""
    quiet: int = 0
    acts: tuple[str, ...] = ()
    """What the one who looks may do now, by the names of the flows."""
    elsewhere: Say | None = None
    """Why another officer has to visit; None: the one who looks may, or it is not the time."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Written down."""

    ref: str
    state: CaseState
