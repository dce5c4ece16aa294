"""Whom a report is about: the words that led to it, or others."""

from __future__ import annotations

import re
from dataclasses import dataclass

from conversations.changed import replace
from conversations.facts import Facts
from conversations.readers import Answers, Choice, Good, Option, Value, Words, Wrong, masked, short
from conversations.report.knowing_told import known_from
from conversations.report.telling import FIRST, SPOT, STORY, added
from conversations.said import Said
from conversations.text import Say, label, lines, say, word
from conversations.words import YES, plain

SHOWN = 150
NAMED = re.compile(
    r"\b(?:bu|ibu|pak|pa|bpk|bapak|mbak|mas|cak|haji|hj|alm|almarhum|almarhumah) "
    r"(?!r[tw]\b|kades|lurah|kadus|sekdes|saya|sy|itu|ini|yang|yg|di|dan)[a-z']{2,}"
)
A_HOUSE = re.compile(r"\b(?:rumah\w*|dekat|depan|sebelah|belakang|samping|timur|barat|rt \d+)\b")

USE = Option(
    "pakai",
    label("Sudah cukup"),
    YES | {"cukup", "sudah", "pakai", "pakai saja", "pakai itu", "itu saja", "use it"},
)
WHO = Words(voice=True, least=5, example=say('Contoh: "Bu Ani, istri Pak RT 2, dekat musala".'))


@dataclass(frozen=True, slots=True)
class Story:
    """Who it is about: the words that led to the report, or others; then both are kept."""

    version: int = 1

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        """Offer the words that were said already."""
        return (USE,) if answers.get(FIRST) else ()

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Take the earlier words, or new ones."""
        options = self.options(facts, answers)
        if options and isinstance(Choice(options).read(said, facts, answers), Good):
            return Good(answers[FIRST])
        read = WHO.read(said, facts, answers)
        first = str(answers.get(FIRST) or "")
        if isinstance(read, Wrong):
            return read
        known = known_from(plain(said.text))
        told = {} if not first or first in str(answers.get(STORY) or "") else added(answers, first)
        return replace(read, also={**known, **told})

    def show(self, value: Value, facts: Facts) -> Say:
        """Show the words."""
        return WHO.show(value, facts)


def ask_who(_facts: Facts, answers: Answers) -> Say:
    """Ask who it is about; where that was told already, only whether it is enough."""
    first = str(answers.get(FIRST) or "")
    if not first:
        return ASK_WHO
    said = say("Cerita tadi saya catat: “{words}”.", words=word(short(masked(first), SHOWN)))
    spoken = plain(first)
    if NAMED.search(spoken) and (answers.get(SPOT) or A_HOUSE.search(spoken)):
        return lines(said, say("Sudah cukup? Boleh ditambah, misalnya patokan rumahnya."))
    return lines(said, ASK_WHO)


ASK_WHO = say(
    "Siapa, dan di mana rumahnya? Nama panggilan atau patokan cukup; NIK tidak perlu. "
    "Boleh pesan suara."
)
