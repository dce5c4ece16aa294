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


def ministry(facts: Facts) -> Say:
    """Name who answers day and night."""
    return say(
        "Ada juga {phone}, pusat panggilan Kementerian Sosial, 24 jam (nomor per {day}).",
        phone=facts.office.ministry,
        day=facts.office.ministry_as_of,
    )


def despair_help(facts: Facts) -> Say:
    """Name the place for somebody in despair, and who answers day and night."""
    return say(
        "Untuk saat terlalu berat: {despair} (per {day}). Telepon 24 jam: {phone}.",
        despair=facts.office.despair,
        day=facts.office.numbers_as_of,
        phone=facts.office.ministry,
    )


def violence_help(facts: Facts) -> Say:
    """Name who helps against violence."""
    return say(
        "Bantuan kalau ada kekerasan: {violence} (per {day}). Polisi boleh dipanggil kapan saja.",
        violence=facts.office.violence,
        day=facts.office.numbers_as_of,
    )
