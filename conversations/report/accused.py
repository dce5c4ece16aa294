"""Who in an office is involved: as stories name them, and as it is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bansos.cases import AccusedRole
from conversations.changed import replace
from conversations.facts import Facts
from conversations.phrases import name_of, option_of, with_and
from conversations.readers import Answers, ChoiceOrWords, Good, Option, Value, Wrong
from conversations.report.telling import both, whole_story
from conversations.said import Kind, Said
from conversations.text import Say, label, say
from conversations.words import YES, plain

ROLE_WORDS = (
    (AccusedRole.PENDAMPING, re.compile(r"\bpendamping\b")),
    (
        AccusedRole.KETUA_KELOMPOK,
        re.compile(r"\bketua (?:kelompok|pkh)\b|\b(?:bu|ibu|buk) ketua\b(?! r[tw]\b)"),
    ),
    (AccusedRole.OPERATOR_DESA, re.compile(r"\boperator\b")),
    (
        AccusedRole.PERANGKAT_DESA,
        re.compile(
            r"\b(?:sekdes|kades|kadus|klebun|lurah|carik|perangkat|aparat desa|kepala desa|"
            r"kepala dusun|sekretaris desa|(?:pak|bu|pa|bpk|ibu|ketua|istri|suami|anak) r[tw])\b"
        ),
    ),
)
"""How a story names somebody in an office; their families count as they do."""


_IN_ANSWERS = (
    (AccusedRole.KETUA_KELOMPOK, re.compile(r"\bketua\b(?! r[tw]\b)")),
    (AccusedRole.AGEN, re.compile(r"\b(?:agen\w*|brilink|e ?warong)\b")),
    (AccusedRole.TKSK, re.compile(r"\btksk\b")),
    (AccusedRole.PEGAWAI_DINSOS, re.compile(r"\b(?:pegawai|orang|petugas) (?:dinas|dinsos)\b")),
)
"""What names a role where exactly that is asked, and would say too little in a story."""


@dataclass(frozen=True, slots=True)
class Roles(ChoiceOrWords):
    """Who in an office it is, by choice or as people name them ("itu pak kades, bu").

    Several that are named together are one answer: their keys with commas between.
    """

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Read several at once, else one by choice or by its words."""
        together = role_keys(answers)
        spoken = plain(said.text) if said.kind is Kind.TEXT else ""
        if together and both(spoken):
            return Good(together)
        named = self.named(spoken, facts, answers)
        if len(named) > 1:
            return Good(",".join(named))
        read = ChoiceOrWords.read(self, said, facts, answers)
        return Good(together) if isinstance(read, Good) and read.value == ALL_NAMED else read

    def named(self, spoken: str, facts: Facts, answers: Answers) -> tuple[str, ...]:
        """List what the words name of what is offered."""
        if NOT_THEM.search(spoken):
            return ()
        offered = {one.key for one in self.options(facts, answers)}
        words = (*ROLE_WORDS, *_IN_ANSWERS)
        found = (role.value for role, named in words if named.search(spoken))
        return tuple(dict.fromkeys(one for one in found if one in offered))

    def hear(self, said: Said, facts: Facts, answers: Answers) -> Good | None:
        """Find the one role that the words name."""
        named = self.named(plain(said.text), facts, answers)
        return Good(named[0]) if len(named) == 1 else None

    def show(self, value: Value, facts: Facts) -> Say:
        """Show the label of each that was named."""
        shown = [ChoiceOrWords.show(self, one, facts) for one in str(value).split(",")]
        return with_and(shown)


ALL_NAMED = "semua"
"""The key of the button for all whom a story names."""


def all_named(
    facts: Facts, answers: Answers, also: frozenset[str] = frozenset()
) -> tuple[Option, ...]:
    """Offer all whom a story names, where they are several."""
    if not role_keys(answers):
        return ()
    more = with_and([name_of(role, facts) for role in roles_told(answers)])
    return (Option(ALL_NAMED, label("Semua yang disebut"), also, more),)


def role_keys(answers: Answers) -> str:
    """Give the keys of the several roles that a story names; empty where they are not several."""
    told = roles_told(answers)
    return ",".join(told) if len(told) > 1 else ""


NOT_THEM = re.compile(r"\b(?:bukan|selain|kecuali)\b")


def role_in(answers: Answers) -> AccusedRole | None:
    """Find the role that a story names; the first of several."""
    return next(iter(roles_told(answers)), None)


def roles_told(answers: Answers) -> tuple[AccusedRole, ...]:
    """List the roles that a story names."""
    story = whole_story(answers)
    return tuple(role for role, words in ROLE_WORDS if words.search(story))


ACCUSED = (
    AccusedRole.NONE,
    AccusedRole.PENDAMPING,
    AccusedRole.KETUA_KELOMPOK,
    AccusedRole.PERANGKAT_DESA,
    AccusedRole.OPERATOR_DESA,
    AccusedRole.AGEN,
    AccusedRole.PEGAWAI_DINSOS,
)
NOBODY_WORDS = frozenset(
    {
        "tidak", "gak ada", "ga ada", "tdk ada", "nggak ada", "bukan", "tidak ada bu",
        "gak ada bu", "tidak ada yang terlibat", "gak ada yang terlibat", "tidak terlibat",
    }
)  # fmt: skip
NOBODY = Option(
    AccusedRole.NONE.value,
    label("Tidak ada"),
    NOBODY_WORDS,
)


def accused(facts: Facts, answers: Answers) -> tuple[Option, ...]:
    """Offer the roles that a report may name; the one that its story names comes first."""
    roles = [option_of(one, facts) for one in ACCUSED[1:]]
    named = role_in(answers)
    if named is None:
        return (NOBODY, *roles)
    first = option_of(named, facts)
    together = all_named(facts, answers, YES)
    own = first if together else replace(first, also=YES)
    return (*together, own, NOBODY, *(one for one in roles if one.key != own.key))


def ask_accused(facts: Facts, answers: Answers) -> Say:
    """Ask who in an office is involved; of somebody whom the story names, whether it is so."""
    named = role_in(answers)
    if named is None:
        return say(
            "Apakah ada petugas, aparat desa, atau ketua kelompok yang terlibat? "
            "Keluarganya juga dihitung. "
            "Kalau ada, laporan ini tidak dibuka untuk mereka di wilayah itu."
        )
    return say(
        "Yang disebut: {role}. Benar dia atau keluarganya terlibat? "
        "Kalau ya, laporan ini tidak dibuka untuk mereka di wilayah itu.",
        role=with_and([name_of(one, facts) for one in roles_told(answers)]),
    )
