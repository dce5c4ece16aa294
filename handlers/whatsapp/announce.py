"""Outside the window: which approved template may announce a message, filled in."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.channel import Template
from handlers.whatsapp.catalogue import BY_PURPOSE, Announcement, words
from storage import templates, waiting
from storage.outbox import Row
from storage.templates import AccountTemplate
from storage.unit import Unit

ONE_EVERY = 24 * 3600 * 1000
"""Milliseconds: a person gets one announcement of a purpose in this time; more news waits."""


def announcing(unit: Unit, row: Row, fill: tuple[str, ...], office: str) -> Template | None:
    """Fill in the template that may announce a message now, or give None: then it waits."""
    known = BY_PURPOSE.get(row.purpose)
    if known is None or waiting.announced(unit, row.person, row.purpose, ONE_EVERY):
        return None
    kept = chosen(templates.everything(unit), row.purpose, row.language)
    if kept is None:
        return None
    spoken = kept.language[:2]
    return Template(kept.name, kept.language, words(known, spoken, office, fill), known.taps)


@dataclass(frozen=True, slots=True)
class Announced:
    """A template as a person sees it."""

    language: str
    text: str
    buttons: tuple[str, ...]


def as_shown(unit: Unit, purpose: str, language: str, office: str) -> Announced | None:
    """Fill in the template of a purpose as somebody of this language will read it, if any."""
    kept = chosen(templates.everything(unit), purpose, language)
    known = BY_PURPOSE.get(purpose)
    if kept is None or known is None:
        return None
    spoken = kept.language[:2]
    wording = known.texts.get(spoken) or known.texts["id"]
    text = kept.body
    for number, filled in enumerate(words(known, spoken, office, ()), 1):
        text = text.replace(f"{{{{{number}}}}}", filled)
    return Announced(spoken, text, wording.buttons)


def chosen(kept: list[AccountTemplate], purpose: str, language: str) -> AccountTemplate | None:
    """Find the approved template of a purpose in a person's language, else in Indonesian."""
    known = BY_PURPOSE.get(purpose)
    usable = {one.language[:2]: one for one in kept if known and usable_as(known, one)}
    return usable.get(language) or usable.get("id")


def usable_as(known: Announcement, kept: AccountTemplate) -> bool:
    """Tell whether Meta approved what we would send.

    One that Meta has classed as marketing is not used for service: who wants no marketing would
    not get it, and who does would be told too often.
    """
    return (
        kept.name == known.name
        and kept.state == templates.APPROVED
        and kept.category == known.category
        and len(kept.parameters) == known.parameters
    )


def approved(unit: Unit, language: str) -> frozenset[str]:
    """Name the purposes that can be announced outside the window, for previews and pre-flight."""
    kept = templates.everything(unit)
    return frozenset(purpose for purpose in BY_PURPOSE if chosen(kept, purpose, language))
