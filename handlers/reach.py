"""May this message go to this person now?  One answer for sender, preview and pre-flight."""

from __future__ import annotations

from dataclasses import dataclass

WINDOW_MILLISECONDS = 24 * 3600 * 1000
"""WhatsApp: free text only within 24 hours of the person's last message."""


@dataclass(frozen=True, slots=True)
class Whom:
    """What counts for sending: where, and what the person last did."""

    channel: str
    seen_at: int
    """Milliseconds since 1970 UTC of the person's last message."""
    blocked: bool
    education: bool


def refusal(whom: Whom, purpose: str, now: int) -> str | None:
    """Name why a message must not go out (milliseconds ``now``), or None where it may."""
    if purpose == "education" and not whom.education:
        return "opted_out"
    if whom.blocked and purpose != "reply":
        return "blocked"
    if whom.channel == "whatsapp" and now - whom.seen_at >= WINDOW_MILLISECONDS:
        return "window_closed"
    return None
