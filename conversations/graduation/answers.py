"""What a request to leave takes for an answer, and which answers lead on."""

from __future__ import annotations

from dataclasses import dataclass

from bansos.graduation import CAN_BE_LEFT, LeavingReason, can_leave
from bansos.programmes import Programme
from conversations.facts import Facts, Grade
from conversations.family.status import chosen
from conversations.flow import Both, Is, Not, Step
from conversations.graduation.standing import under_way
from conversations.names import Name
from conversations.phrases import name_of
from conversations.readers import Answers, Choice, ChoiceOrWords, Good, Option, clean
from conversations.said import Said
from conversations.text import label, say
from conversations.words import NO, YES, plain


@dataclass(frozen=True, slots=True)
class Possible:
    """The family has something to leave, and no request is under way."""

    def holds(self, facts: Facts, answers: Answers) -> bool:
        """Look at the family that it is about."""
        family = chosen(facts, answers)
        if family is None or under_way(facts, family):
            return False
        return bool(can_leave(family.household))


@dataclass(frozen=True, slots=True)
class ProvedLightly:
    """The chat is linked to the family only by two numbers that stand on every photocopy."""

    def holds(self, facts: Facts, answers: Answers) -> bool:
        """Look at the family that it is about."""
        family = chosen(facts, answers)
        return family is not None and family.grade is Grade.LIGHT


FREELY = Is("tekanan", ("tidak",))
OPEN = Both((FREELY, Possible()))
BOTH, OTHER = "keduanya", "lain"
PICKED = Both((OPEN, Is("program", (*(one.value for one in CAN_BE_LEFT), BOTH))))
GOING = Both((PICKED, Not(Is("bukti", ("kode",)))))
READ = Both((GOING, Is("akibat", ("sudah",))))


def programme_options(facts: Facts, answers: Answers) -> tuple[Option, ...]:
    """Offer what the family has, both together, and a word on what is not asked here."""
    family = chosen(facts, answers)
    have = can_leave(family.household) if family else CAN_BE_LEFT
    own = tuple(Option(one.value, name_of(one, facts)) for one in have)
    both = (Option(BOTH, label("PKH dan Sembako"), frozenset({"keduanya", "dua duanya", "both"})),)
    kis = frozenset({"kis", "kip", "pip", "pbi", "bpjs"})
    return (*own, *(both if len(own) > 1 else ()), Option(OTHER, label("KIS atau PIP"), kis))


PROOF = Choice(
    (
        Option(
            "keinginan",
            label("Catat keinginan"),
            YES | {"catat", "keinginan", "tidak punya", "belum punya", "gak punya"},
        ),
    )
)
HAS_CODE = Step(label("Punya kode petugas"), "kode_keluarga")
"""With a code the proof is firm, and the request goes on at the next question by itself."""


@dataclass(frozen=True, slots=True)
class Reasons(ChoiceOrWords):
    """Why somebody leaves; in their own words it is another reason, told at once."""

    def hear(self, said: Said, facts: Facts, answers: Answers) -> Good | None:
        """Take a reason of its own, unless it is surely another wish."""
        words = clean(said.text)
        wished = any(one.score >= A_WISH for one in said.meant[:1])
        if len(plain(words).split()) < A_SENTENCE or wished or len(words) > MOST_TOLD:
            return None
        return Good(LeavingReason.LAIN.value, also={"kata": words})


A_SENTENCE = 2
"""Words from which on a text is a reason of its own, not a slip."""
A_WISH = 0.7
"""How sure another wish must be to be heard instead."""
MOST_TOLD = 200
"""Letters of a reason."""
REASONS = Reasons(
    (
        Option(LeavingReason.USAHA, label("Usaha sudah jalan"), frozenset({"usaha", "warung"})),
        Option(
            LeavingReason.KERJA, label("Anak sudah bekerja"), frozenset({"anak", "anak kerja"})
        ),
        Option(
            LeavingReason.BERGANTIAN,
            label("Beri kesempatan"),
            frozenset({"gantian", "kesempatan"}),
            say("Memberi kesempatan keluarga lain"),
        ),
        Option(LeavingReason.LAIN, label("Alasan lain"), frozenset({"lain", "lainnya"})),
    )
)
WHO = Choice(
    (
        Option(
            "pengurus",
            label("Saya pengurusnya"),
            frozenset({"saya", "pengurus", "saya sendiri"}),
            say("Nama saya yang tercatat sebagai penerima"),
        ),
        Option(
            "anggota",
            label("Anggota lain"),
            frozenset({"anggota", "anak", "suami", "istri"}),
            say("Saya anggota lain di keluarga ini"),
        ),
    )
)
READ_OR_NOT = Choice(
    (
        Option("sudah", label("Sudah, lanjut"), YES | {"sudah", "paham", "lanjut"}),
        Option("ragu", label("Masih ragu"), NO | {"ragu", "bingung", "pikir dulu"}),
    )
)


NAME = Name(least=2, most=60)


def picked_programmes(facts: Facts, answers: Answers) -> tuple[Programme, ...]:
    """Read the choice of programmes."""
    family = chosen(facts, answers)
    have = can_leave(family.household) if family else ()
    if answers.get("program") == BOTH:
        return have
    return tuple(one for one in have if one.value == answers.get("program"))
