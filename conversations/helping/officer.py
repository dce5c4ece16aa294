"""Calling an officer: what is asked first, in an ordinary matter and in a danger."""

from __future__ import annotations

from dataclasses import dataclass

from bansos.cases import CaseKind
from bansos.staff import roles_in
from conversations.danger.safety import SAFE, SAFE_IS, SAFE_TO_WRITE
from conversations.facts import Facts
from conversations.flow import Ask, Both, Closing, Condition, Filled, Flow, Is, Not, Overheard
from conversations.helping.along import (
    BESIDE_TIMES,
    MORE_TO_TELL,
    NOTHING_TOLD,
    OPENLY,
    TELL,
    TOLD_ALREADY,
    WHOLE,
    before,
    heard,
    noted_beside,
    retold,
    told_beside,
    told_by,
)
from conversations.helping.consent import MAY_READ, REFUSED, without_storing
from conversations.helping.help import AddToHelp, OpenHelp
from conversations.helping.home import DISTRICT, PLACE_UNKNOWN, WHICH_DISTRICT, home
from conversations.helping.relay import FREE, connected
from conversations.helping.topics import (
    ABOUT,
    ABOUT_SOMEBODY,
    ALONE,
    ELSEWHERE,
    HELD,
    IN_GOOD_HANDS,
    KINDS,
    kind_of,
)
from conversations.places import District, Village
from conversations.readers import Answers
from conversations.report.accused import Roles, accused
from conversations.text import Say, lines, say


def until_then(facts: Facts, text: str) -> Say | None:
    """Say what can be done now, before an officer reads it, where a story tells of a need."""
    told = {} if facts.helped else heard(facts, text)
    return FIRST_AID.get(str(told.get("perihal"))) if told else None


FIRST_AID = {
    CaseKind.PBI_NONAKTIF.value: say(
        "KIS yang tidak aktif bisa diminta aktif lagi kalau perlu berobat. "
        "Sekarang: minta surat keterangan perlu berobat dari rumah sakit atau puskesmas. "
        "Bawa ke Dinas Sosial atau desa, dengan KTP dan KK. "
        "(Peraturan Menteri Sosial 3/2026.)\n\n"
        "Setelah ini petugas bisa saya panggilkan. Sedikit pertanyaan dulu."
    ),
    CaseKind.KELAPARAN.value: say(
        "Jangan ditahan sendiri. Minta tolong sekarang ke tetangga, RT, atau kantor desa. "
        "Kalau ada yang lemas atau sakit, segera ke puskesmas.\n\n"
        "Setelah ini petugas bisa saya panggilkan. Sedikit pertanyaan dulu."
    ),
    CaseKind.DANA_HILANG.value: say(
        "Sekarang: jangan berikan kartu atau PIN kepada siapa pun. "
        "Minta cetak buku tabungan di bank; di situ terlihat kapan uang diambil.\n\n"
        "Setelah ini petugas bisa saya panggilkan. Sedikit pertanyaan dulu."
    ),
    CaseKind.ANCAMAN.value: say(
        "Kalau tidak aman sekarang, pergilah ke tempat ramai atau tetangga dekat.\n\n"
        "Setelah ini petugas bisa saya panggilkan. Sedikit pertanyaan dulu."
    ),
}
"""What can be done at once; the same advice as in the answers of the urgent flows."""


def help_for(facts: Facts, answers: Answers) -> OpenHelp:
    """Turn the answers into the command."""
    accused_one, *others = roles_in(str(answers.get("terlibat", "")))
    return OpenHelp(
        kind=kind_of(answers),
        district=home(facts)[:DISTRICT] or str(answers["kecamatan"]),
        village=home(facts) or str(answers["desa"]),
        about=told_by(answers),
        accused=accused_one,
        also_accused=tuple(others),
        safe=answers.get("aman", "ya") == "ya",
    )


def what_about(facts: Facts, answers: Answers) -> Say:
    """Ask what it is about; with fear first say what Peka will not do."""
    if before(answers):
        said_so = ABOUT_SOMEBODY.holds(facts, answers)
        return lines(None if said_so else TOLD_ALREADY, MORE_TO_TELL)
    if answers.get("perihal") == CaseKind.BANTUAN.value:
        return say("Apa yang ingin ditanyakan? Boleh pesan suara.")
    if answers.get("perihal") in ABOUT:
        return say("Ceritakan singkat: apa yang terjadi, sejak kapan? Boleh pesan suara.")
    return say(
        "Ceritakan dengan tenang, sependek apa pun. Boleh pesan suara. "
        "Saya tidak memberi tahu orang yang Bapak/Ibu sebut."
    )


def ask_involved(_facts: Facts, answers: Answers) -> Say:
    """Ask whom it is about; what was told before the button goes along, and that is said."""
    return lines(
        TOLD_ALREADY if before(answers) else None,
        say(
            "Apakah menyangkut petugas, aparat desa, atau ketua kelompok? "
            "Kalau ya, ceritanya tidak dibuka untuk mereka di wilayah itu."
        ),
    )


WHETHER_OFFICERS = say(
    "Apakah menyangkut petugas, aparat desa, atau ketua kelompok? "
    "Kalau ya, mereka tidak bisa membacanya."
)
TOLD_IN_NEED = Both((Is("perihal", ALONE), Filled("cerita")))
"""Whoever is hungry or ill has told enough: more can be written to the officer."""


def asks(*unless: Condition) -> tuple[Ask, ...]:
    """Make the questions; ``unless`` keeps them back from somebody who is connected already."""
    here = (*unless, Not(ELSEWHERE))
    known = Both((*here, PLACE_UNKNOWN))
    about_somebody = Both((*here, ABOUT_SOMEBODY))
    return (
        Ask("perihal", say("Ini soal apa?"), KINDS, only=Both(unless)),
        Ask(
            "terlibat",
            ask_involved,
            Roles(accused),
            only=about_somebody,
            again=WHETHER_OFFICERS,
            depends=("perihal",),
        ),
        Ask(
            "aman",
            SAFE_TO_WRITE,
            SAFE,
            only=about_somebody,
            depends=("perihal",),
            grave=True,
            explained=SAFE_IS,
        ),
        Ask("kecamatan", WHICH_DISTRICT, District("desa"), only=known),
        Ask(
            "desa",
            say("Desa atau kelurahannya?"),
            Village(),
            only=known,
            depends=("kecamatan",),
        ),
        Ask("isi", what_about, TELL, only=Both((*here, Not(TOLD_IN_NEED)))),
    )


def add_more(facts: Facts, answers: Answers) -> AddToHelp | None:
    """Hand what was told to the case that is open already; nothing told, nothing to hand."""
    words = told_by(answers, facts.helping.kind if facts.helping else CaseKind.BANTUAN.value)
    return None if words.text == NOTHING_TOLD else AddToHelp(words)


@dataclass(frozen=True, slots=True)
class OpenAlready:
    """An urgent case of the very same matter is open for this chat."""

    def holds(self, facts: Facts, answers: Answers) -> bool:
        """Compare the topic with the open case."""
        topic, case = answers.get("perihal"), facts.helping
        return case is not None and topic in ALONE and case.kind == topic


OPEN_ALREADY = OpenAlready()


def officer_asks() -> tuple[Ask, ...]:
    """Make the questions of an ordinary talk: consent of its own kind after what it is about."""
    about, *_ = asks(FREE)
    _, *rest = asks(FREE, Not(REFUSED))
    return (about, MAY_READ, *rest)


def to_an_officer(facts: Facts, answers: Answers) -> AddToHelp | OpenHelp | None:
    """Turn the answers into the command; None where nothing is to be kept, or more is asked."""
    if facts.helped:
        return add_more(facts, answers)
    if answers["perihal"] == HELD or REFUSED.holds(facts, answers):
        return None
    return help_for(facts, answers)


def answered_by(facts: Facts, result: object) -> Closing:
    """Say who answers; who refused is told the ways that need no storing."""
    if isinstance(result, dict) and result.get("boleh") == "tidak":
        return without_storing(facts)
    return connected(facts, result)


PETUGAS = Flow(
    name="petugas",
    title=say("Bicara petugas"),
    facts=("helped", "families"),
    asks=officer_asks(),
    handles=IN_GOOD_HANDS,
    arg="perihal",
    carries=("isi", "cerita", WHOLE, OPENLY),
    heard=heard,
    at_once=until_then,
    done=to_an_officer,
    after=answered_by,
)
# Behind the button of a danger: a case of its own, also beside a question that is still open.
# No consent comes first (vital interest, UU 27/2022 article 20); what is kept is told afterwards.
MENDESAK = Flow(
    name="mendesak",
    title=say("Bicara petugas"),
    facts=("helped", "families"),
    asks=asks(Not(OPEN_ALREADY)),
    handles=IN_GOOD_HANDS,
    arg="perihal",
    carries=("cerita", BESIDE_TIMES, WHOLE, OPENLY),
    heard=retold,
    overheard=Overheard(told_beside, noted_beside),
    done=lambda facts, answers: (
        add_more(facts, answers)
        if OPEN_ALREADY.holds(facts, answers)
        else None
        if answers["perihal"] == HELD
        else help_for(facts, answers)
    ),
    after=connected,
)

FLOWS = (PETUGAS, MENDESAK)
