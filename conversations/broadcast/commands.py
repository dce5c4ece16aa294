"""A broadcast in a talk: what an officer asks for, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bansos.broadcasts import Audience, BroadcastState, Outcome, Purpose


@dataclass(frozen=True, slots=True)
class ComposeBroadcast:
    """Keep a draft and have its recipients counted. Result: :class:`Composed`.

    Outside one's area or role: ``Problem("", text)``.
    """

    purpose: Purpose
    texts: tuple[tuple[str, str], ...]
    """(language, text)."""
    audience: Audience
    tomorrow: bool = False


@dataclass(frozen=True, slots=True)
class OpenBroadcasts:
    """List the newest broadcasts of one's area. Result: :class:`BroadcastList`."""


@dataclass(frozen=True, slots=True)
class ActOnBroadcast:
    """See a broadcast, or do something with it. Result: :class:`BroadcastView`.

    Not there, not allowed and not possible any more: ``Problem("", text)``; the same text to the
    same people within a week, and how many an approval sends it to: ``Problem("yakin", text)``
    unless ``sure``.
    """

    ref: str
    act: str = "buka"
    """buka, ajukan, setuju, tolak, jeda, lanjut or batal."""
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Composed:
    """Kept; the count comes as a notice."""

    ref: str


@dataclass(frozen=True, slots=True)
class Tally:
    """A broadcast in numbers."""

    reachable: tuple[tuple[str, int], ...] = ()
    """(channel, how many): on the list and not yet begun."""
    unreachable: tuple[tuple[str, int], ...] = ()
    """(reason, how many): on the list, and cannot be reached as it stands."""
    outcomes: tuple[tuple[Outcome, int], ...] = ()
    seconds: int = 0
    """At least so long, at the present limits."""
    outside: int = 0
    """On WhatsApp, outside the 24 hours."""
    days: int = 0
    """On so many days, by WhatsApp's own limit."""
    cost: str = ""
    """Of what is outside, with its currency; empty where the office has set no price."""
    few: bool = False
    """So few that the numbers would point at somebody: they are not for who looks."""

    @property
    def total(self) -> int:
        """Everybody on the list."""
        return sum(n for _outcome, n in self.outcomes)


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as a channel shows it."""

    language: str
    text: str
    channels: tuple[str, ...] = ()
    """Where it stands so; empty: everywhere."""
    buttons: tuple[str, ...] = ()
    announces: bool = False
    """The template that WhatsApp shows first, outside the 24 hours."""


@dataclass(frozen=True, slots=True)
class BroadcastView:
    """One broadcast, for those who may see it."""

    ref: str
    state: BroadcastState
    purpose: Purpose
    shown: tuple[Shown, ...]
    """What its readers see, filled with an example."""
    audience: Audience
    tally: Tally
    reason: str = ""
    due: datetime | None = None
    """Not before; None: it goes on at once."""
    acts: tuple[str, ...] = ()
    """What the one who looks may do now."""
    by: str = ""
    """Who wrote it."""


@dataclass(frozen=True, slots=True)
class BroadcastList:
    """The newest ones: (reference, state)."""

    known: tuple[tuple[str, BroadcastState], ...] = ()
