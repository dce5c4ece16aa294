"""What somebody else is told because of a turn: rendered and queued with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from conversations.turn.taken import Reply
from storage.people import Known


@dataclass(frozen=True, slots=True)
class Notice:
    """Messages for somebody other than the one who wrote."""

    person: Known
    purpose: str
    """security, case …: what ``can_send`` decides by."""
    replies: tuple[Reply, ...]
    relay: bool | None = None
    """True: what they write from now on goes to the officer; False: no longer."""
    made: datetime | None = None
    """When it counts as made, where the very moment would tell who caused it."""
    due: datetime | None = None
    """Not to be sent before; None: at once."""
    fill: tuple[str, ...] = ()
    """Words for the template of its purpose, where only that may go; nothing personal."""
