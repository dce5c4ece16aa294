"""What somebody has told since this matter began: whoever comes to help reads all of it, in order.

At most the last hour and 3,000 letters; no courtesies, commands, codes, nor answers to questions.
Words of a report are none of it: they would lead from the report to the chat.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from conversations.changed import replace
from conversations.codes import code_of, receipt_in
from conversations.readers import clean
from conversations.said import CLEAR, Kind, Meant, Said
from conversations.talks import TOLD_FOR, Talks, Told
from conversations.words import ALLOWED, COMMANDS, NO, at_any_point, pick, plain, says

MOST, MOST_OF_ONE = 3000, 1000
"""Letters of all, and of one message."""
LEAST_WORDS = 2
COURTESIES = frozenset({"salam", "terima_kasih", "tidak_ada"})
ELSEWHERE = frozenset(
    {"lapor", "kode_laporan", "kode_keluarga", "masuk", "keterangan", "lanjut_laporan", "hoaks"}
)
"""What is meant for a report, holds a code, or is somebody else's words."""
CONFIDED = frozenset(
    {"putus_asa", "takut", "kekerasan", "kartu", "dipaksa_paket", "dipaksa_keluar"}
)
"""Dangers whose story is told to nobody before the person said whom it concerns."""


def worth_telling(talks: Talks, said: Said) -> bool:
    """Tell whether words are a part of what somebody tells."""
    if said.kind is not Kind.TEXT or said.forwarded or at_any_point(said.text):
        return False
    if plain(said.text) in COMMANDS or says(said.text, ALLOWED | NO):
        return False
    if len(plain(said.text).split()) < LEAST_WORDS:
        return False
    if receipt_in(said.text) or code_of(said.text) or any(map(is_no_story, said.meant[:1])):
        return False
    return pick(said.text, [spoken for _tap, spoken in talks.offers]) is None


def is_no_story(meant: Meant) -> bool:
    """Tell whether words are a courtesy, or belong elsewhere."""
    return meant.score >= CLEAR and meant.intent in COURTESIES | ELSEWHERE


def confided(said: Said) -> bool:
    """Tell whether words may be about the very officer who would read them."""
    return any((one.urgent or one.perhaps) and one.intent in CONFIDED for one in said.meant)


def with_words(talks: Talks, said: Said, now: datetime) -> Talks:
    """Keep what was said as a part of the story; what is too old or too much goes first."""
    new = Told(now, clean(said.text)[:MOST_OF_ONE], confided(said))
    kept = [one for one in fresh(talks, now) if one.text != new.text]
    story = [*kept, new]
    while sum(len(one.text) for one in story) > MOST:
        story.pop(0)
    return replace(talks, story=tuple(story))


def fresh(talks: Talks, now: datetime) -> tuple[Told, ...]:
    """Give what was told within the last hour."""
    return tuple(one for one in talks.story if now - one.at < TOLD_FOR)


def joined(story: Iterable[Told]) -> str:
    """Put what was told together, each message on a line of its own."""
    return "\n".join(one.text for one in story)
