"""May an officer read it? Asked before an ordinary talk, never before a danger."""

from __future__ import annotations

import re
from dataclasses import dataclass

from conversations.around.consent import DOUBTS, MAY
from conversations.facts import Facts
from conversations.flow import Ask, Both, Closing, Is, Known, Not, close
from conversations.helping.relay import FREE
from conversations.helping.topics import NOT_URGENT
from conversations.readers import Answers, Choice, Good, Wrong
from conversations.said import Kind, Said
from conversations.text import say
from conversations.words import plain


@dataclass(frozen=True, slots=True)
class MayAnOfficerRead(Choice):
    """Whether what is written may go to an officer; who reads it, and what it costs, is told."""

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Read a choice, or answer what is asked about it."""
        read = Choice.read(self, said, facts, answers)
        if isinstance(read, Good) or said.kind is not Kind.TEXT:
            return read
        spoken = plain(said.text)
        if READS.search(spoken):
            return Wrong(WHO_READS, meant=True, slip=False)
        known = next((told for words, told in DOUBTS if words.search(spoken)), None)
        return Wrong(known(facts), meant=True, slip=False) if known else read


READS = re.compile(r"\b(?:siapa|sapa|sopo|who)\b.*\b(?:baca|lihat|liat|tahu|tau|reads?|sees?)\b")
WHO_READS = say(
    "Yang membaca hanya petugas yang berwenang. Orang yang Bapak/Ibu sebut tidak kami beri tahu."
)
ASK_MAY = say(
    "Yang Bapak/Ibu tulis dibaca petugas dan disimpan kantor. NIK tidak perlu. "
    'Lihat atau hapus kapan saja: ketik "data saya". Setuju?'
)
ALLOWED_BEFORE = Known("izin_ada", lambda facts: facts.person.consented)
REFUSED = Is("boleh", ("tidak",))
MAY_READ = Ask(
    "boleh",
    ASK_MAY,
    MayAnOfficerRead(MAY),
    only=Both((FREE, NOT_URGENT, Not(ALLOWED_BEFORE))),
    grave=True,
)
"""An ordinary question asks this first; a danger does not (vital interest)."""


def without_storing(facts: Facts) -> Closing:
    """Tell how a human is reached without anything being kept here."""
    office = facts.office
    where = say("{name}, {address}", name=office.name, address=office.address)
    return close(
        say(
            "Tidak apa-apa. Tidak ada yang saya simpan. Bertemu orang tetap bisa:\n"
            "• Datang ke {where}. {hours}.\n"
            "• Telepon {phone}, pusat panggilan Kementerian Sosial, 24 jam (per {day}).\n"
            "Kalau ada bahaya, tulis saja; izin tidak ditanyakan dulu.",
            where=where if office.address else office.name,
            hours=office.hours,
            phone=office.ministry,
            day=office.ministry_as_of,
        )
    )
