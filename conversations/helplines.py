"""Who helps while no officer does: numbers of the settings, each with its day."""

from __future__ import annotations

from conversations.facts import Facts
from conversations.text import Say, say


def at_night(facts: Facts) -> Say:
    """Name who answers when the office is closed."""
    return say(
        "Malam hari atau hari libur: {phone}, pusat panggilan Kementerian Sosial, "
        "24 jam (nomor per {day}).",
        phone=facts.office.ministry,
        day=facts.office.ministry_as_of,
    )


def for_violence(facts: Facts) -> Say:
    """Name who helps against violence, at any hour."""
    return say(
        "Kalau ada kekerasan: {violence} (nomor per {day}).",
        violence=facts.office.violence,
        day=facts.office.numbers_as_of,
    )
