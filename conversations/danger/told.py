"""A danger, or a story, that was told and is on its way to a human."""

from __future__ import annotations

from bansos.cases import CaseKind
from conversations.danger.helplines import at_night
from conversations.facts import Facts
from conversations.helping.officer import PETUGAS
from conversations.helping.topics import URGENT
from conversations.talks import Talk, Talks
from conversations.text import Say, lines, say


def danger_in(talks: Talks) -> Talk | None:
    """Find the open talk that carries a danger, or a story, to a human."""
    return next((talk for talk in talks.stack if told_in(talk)), None)


def told_in(talk: Talk) -> bool:
    """Tell whether a talk carries a danger, or a story, to a human."""
    return talk.flow in URGENT or (talk.flow == PETUGAS.name and "isi" in talk.answers)


def nearly_there(facts: Facts, danger: Talk) -> Say:
    """Say that nothing told is lost, and what is safe now, where the answers do not fit."""
    return lines(KEPT_FOR_OFFICER, for_now(facts, danger))


def for_now(facts: Facts, danger: Talk) -> Say | None:
    """Name who helps before an officer does, as it is told for this danger elsewhere too."""
    about = danger.given.get("perihal")
    if about == CaseKind.ANCAMAN.value:
        return say(
            "Kalau tidak aman sekarang, pergilah ke tempat ramai atau tetangga dekat. "
            "Kalau ada kekerasan: {violence} (nomor per {day}).",
            violence=facts.office.violence,
            day=facts.office.numbers_as_of,
        )
    return at_night(facts) if about == CaseKind.KELAPARAN.value else None


KEPT_FOR_OFFICER = say(
    "Cerita Bapak/Ibu tidak hilang. Jawab dulu pertanyaan ini, supaya bisa sampai ke petugas."
)
