"""May this message go to this person now?  One answer for sender, preview and pre-flight."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

WINDOW_MILLISECONDS = 24 * 3600 * 1000
"""WhatsApp: free text only within 24 hours of the person's last message."""
ADVERTISING = frozenset({"education"})
"""Purposes that a person can do without, and of which they may say so."""


class Way(StrEnum):
    """What may happen to a message."""

    FREE = "free"
    """It goes as it is."""
    TEMPLATE = "template"
    """Only the template of its purpose may go; the text follows when the person answers."""
    LATER = "later"
    """Not before :attr:`Reach.until`."""
    WAIT = "wait"
    """It waits until the person writes."""
    NEVER = "never"
    """It does not go."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The answer: the way, and by name why it is not free."""

    way: Way
    why: str = ""
    until: int = 0
    """Milliseconds since 1970 UTC, with :attr:`Way.LATER`."""


FREE = Reach(Way.FREE)


@dataclass(frozen=True, slots=True)
class Whom:
    """What counts for sending: where, and what the person last did."""

    channel: str
    seen_at: int
    """Milliseconds since 1970 UTC of the person's last message."""
    blocked: bool
    education: bool


def closed(whom: Whom, now: int) -> bool:
    """Tell whether only an approved template may go (milliseconds ``now``)."""
    return whom.channel == "whatsapp" and now - whom.seen_at >= WINDOW_MILLISECONDS


def can_send(whom: Whom, purpose: str, now: int, *, template: bool = False) -> Reach:
    """Tell how a message may go (milliseconds ``now``).

    ``template``: an approved one for this purpose may go; asked only where :func:`closed`.
    """
    if purpose in ADVERTISING and not whom.education:
        return Reach(Way.NEVER, "opted_out")
    if whom.blocked:  # a reply too: whoever writes is not blocked any more
        return Reach(Way.NEVER, "blocked")
    if not closed(whom, now):
        return FREE
    return Reach(Way.TEMPLATE if template else Way.WAIT, "window_closed")
