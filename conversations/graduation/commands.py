"""Graduasi mandiri, leaving a programme of one's own will: what is asked for, what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bansos.graduation import LeavingReason
from bansos.programmes import Programme


@dataclass(frozen=True, slots=True)
class AskToLeave:
    """Open a request; nothing changes for seven days. Result: :class:`Asked`.

    A family that has one already, or is no longer in the data, is a ``Problem("", text)``.
    """

    link: int
    """Which of the chat's families."""
    programmes: tuple[Programme, ...]
    reason: LeavingReason
    reason_words: str
    signer: str
    """The name of the one who receives the aid and will sign."""
    by_member: str
    """The name of who asks, where it is somebody else of the family; else empty."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The request is there."""

    code: str
    """The receipt code."""
    programmes: tuple[Programme, ...]
    last_day: date
    firm: bool
    letter: str = ""
    """The code of the draft of the statement."""
    number: str = ""
    told: int = 0
    """How many other persons linked to the family are being told."""


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Stop one's own request. Result: :class:`Withdrawn`; too late: ``Problem("", text)``."""

    ref: str
    story: str = ""
    """What was told of whoever pressed for it; it goes along to the human."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Nothing changes for the family."""

    programmes: tuple[Programme, ...]
    story: str = ""


@dataclass(frozen=True, slots=True)
class StillWanted:
    """After the pause: the family still wants it. Result: none; not theirs: ``Problem("")``."""

    ref: str


@dataclass(frozen=True, slots=True)
class StopRequest:
    """Somebody else of the family says that it is not theirs: stops it, opens an urgent case.

    Result: :class:`Stopped`.
    """

    ref: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """The request is stopped, or there was nothing left to stop."""

    stopped: bool = True
