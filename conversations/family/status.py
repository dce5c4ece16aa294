"""Where the aid of one's own family stands, in plain words, and what to do next."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bansos.statuses import Stage
from conversations.changed import replace
from conversations.facts import MEANINGS, Facts, Family, Grade
from conversations.family.meanings import in_order, sources
from conversations.family.standing import (
    MOST_LISTED,
    cash,
    families,
    head_of,
    in_short,
    insured,
    link_in,
    paying,
    place_of,
    shown_as,
    to_do,
    troubled,
)
from conversations.flow import MENU, OFFICER, Ask, Closing, Flow, Known, Step, close
from conversations.graduation.standing import as_it_stands, under_way, way_out
from conversations.phrases import packed
from conversations.readers import (
    Answers,
    Choice,
    Good,
    Option,
    Value,
    Wrong,
    short,
    yes_no,
)
from conversations.said import Said
from conversations.text import LABEL_LIMIT, Say, label, lines, paragraphs, say, word
from conversations.words import plain

MINISTRY = "https://cekbansos.kemensos.go.id"


@dataclass(frozen=True, slots=True)
class Unlink:
    """Part this chat from a family; the family's data stay. Result: none."""

    link: int


# Which family


def family_options(facts: Facts, _answers: Answers) -> tuple[Option, ...]:
    """Offer the families of this chat."""
    return tuple(
        Option(
            str(family.link),
            word(f"{short(head_of(family), LABEL_LIMIT - 5)} …{family.household.kk_masked[-2:]}"),
            more=place_of(facts, family),
        )
        for family in families(facts)
    )


@dataclass(frozen=True, slots=True)
class ShownFamily(Choice):
    """A family, also by the button under its status."""

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Read a choice; of the button only the link."""
        return Choice.read(self, replace(said, tap=link_in(said.tap)), facts, answers)


def which(facts: Facts, _answers: Answers) -> Say:
    """Ask which family is meant, told apart by where they live."""
    listed = (
        say("• {head}: {place}", head=head_of(one), place=place_of(facts, one))
        for one in families(facts)[:MOST_LISTED]
    )
    return lines(say("Keluarga yang mana?"), *listed)


def chosen(facts: Facts, answers: object) -> Family | None:
    """Find the chosen family; the only one needs no choice."""
    known = families(facts)
    link = str(answers.get("keluarga")) if isinstance(answers, dict) else ""
    only = known[0] if len(known) == 1 else None
    return next((family for family in known if str(family.link) == link), only)


SEVERAL = Known("beberapa_keluarga", lambda facts: len(families(facts)) > 1)


# What is said


def told_status(facts: Facts, answers: object) -> Closing:
    """Tell per programme where its aid stands."""
    family = chosen(facts, answers)
    if family is None:
        return close(GONE_FROM_DATA, ELSEWHERE, steps=(OFFICER, MENU))
    if facts.read and facts.read == shown_as(facts, family) and paying(family.household):
        return told_again(facts, family, others=mentions(answers))
    household, head = family.household, headed(facts, family)
    told_all = [*cash(facts, household), *insured(facts, household)] or [NOTHING_LISTED]
    first, *rest = told_all
    there = under_way(facts, family)
    if there is not None:
        rest.append(as_it_stands(facts, there))
    steps = (
        *((OFFICER,) if troubled(facts, household) else ()),
        *(way_out(there) if there else ()),
        meanings_of(facts, family),
        Step(label("Bukan keluarga saya"), "bukan_keluarga", str(family.link)),
        Step(label("Keluarga lain"), "bukti"),
        MENU,
    )
    others = OTHERS_FIRST if mentions(answers) else None
    return Closing(packed(lines(head, first), *rest, others, ELSEWHERE), steps)


def headed(facts: Facts, family: Family) -> Say:
    """Name the family and the day of its data; of several also where it lives."""
    named = say("{head}", head=head_of(family))
    if len(families(facts)) > 1:
        named = say("{head} ({place})", head=head_of(family), place=place_of(facts, family))
    return say("Keluarga {head}, data per {day}:", head=named, day=family.household.as_of)


def told_again(facts: Facts, family: Family, *, others: bool) -> Closing:
    """Answer whoever has just read the status: why, and what can be done; not all of it again."""
    household = family.household
    still = say("{stands}.", stands=in_short(facts, household) or "")
    actions = to_do(facts, household, BY_ONESELF)
    stages = {facts.statuses.get(one.status).stage for one in paying(household)}
    waits = EMPTY_THEN if stages & {Stage.WAIT, Stage.PAID} else None
    why = OTHERS_FIRST if others else IN_STAGES if Stage.WAIT in stages else None
    return close(
        paragraphs(why, lines(headed(facts, family), still, *actions), waits),
        steps=(OFFICER, meanings_of(facts, family), MENU),
    )


def meanings_of(facts: Facts, family: Family) -> Step:
    """Offer what the statuses of a family mean; stands wherever they were just told."""
    return Step(label("Arti status"), MEANINGS, shown_as(facts, family))


# Somebody else has been paid already

SOMEBODY = (
    r"(?:tetangga|ttangga|tonggo|tatangg?h?a|teman|temen|tmn|kawan|saudara|sodara|adik|kakak|"
    r"ipar|sebelah|(?:orang|yang|yg) lain|lainnya|neighbou?r|friend)"
)
GOT = (
    r"(?:\w*cair\w*|\w*ambil\w*|dapat|dpt|dapet|masuk|msk|turun|keluar|\w*terima|dipanggil|"
    r"mlebu|metu|mudun|paid|got)"
)
OTHERS_GOT = re.compile(rf"\b{SOMEBODY}\w*\b(?: [\w']+){{0,5}} {GOT}\b")


def hear_of_others(facts: Facts, text: str) -> dict[str, Value]:
    """Hear that somebody else was paid; before a proof that is answered at once."""
    known = facts.person.links and OTHERS_GOT.search(plain(text))
    return {MATTER: OTHERS} if known else {}


def why_others(facts: Facts, text: str) -> Say | None:
    """Say before a proof why somebody else may have been paid first."""
    asks = not facts.person.links and OTHERS_GOT.search(plain(text))
    return OTHERS_FIRST if asks else None


def mentions(answers: object) -> bool:
    """Tell whether somebody else's money was spoken of."""
    return isinstance(answers, dict) and answers.get(MATTER) == OTHERS


MATTER, OTHERS = "soal", "orang_lain"
BY_ONESELF = frozenset({Stage.PAID, Stage.REPAIR, Stage.STOPPED, Stage.UNKNOWN})
"""Where something can be done; where one can only wait that is said once for all."""
OTHERS_FIRST = say(
    "Uang bantuan keluar bertahap: per bank, per daerah, per gelombang. "
    "Jadi orang lain bisa lebih dulu, walaupun satu desa. "
    "Itu belum berarti Bapak/Ibu dilewati. (Per Februari 2026.)"
)
IN_STAGES = say(
    "Uang bantuan keluar bertahap: per bank, per daerah, per gelombang. "
    "Tanggalnya saya tidak tahu. (Per Februari 2026.)"
)
"""Source of both: okezone 22 Feb 2026, ayobogor (tahapan cair)."""
EMPTY_THEN = say(
    "Cek saldo sesekali di ATM atau agen. "
    'Kalau nanti tertulis "Sudah salur" tetapi saldo kosong, bicaralah dengan petugas.'
)


def told_meanings(facts: Facts, answers: object) -> Closing:
    """Say what the status itself did not: where each stands in the order, and who says so."""
    family = chosen(facts, answers)
    if family is None:
        return close(GONE_FROM_DATA, steps=(OFFICER, MENU))
    latest = family.household.latest()
    found = dict.fromkeys(facts.statuses.get(one.status).key for one in latest)
    steps = (Step(label("Status lain"), "arti_status"), OFFICER, MENU)
    known = [facts.statuses.get(key) for key in found]
    said = (in_order(facts.statuses, known), sources(known)) if known else (NOTHING_LISTED,)
    return Closing(packed(*said), steps)


GONE_FROM_DATA = say(
    "Keluarga Bapak/Ibu tidak ada di data kantor yang terbaru. "
    "Ini belum berarti bantuannya berhenti. Petugas bisa membantu memeriksa."
)
NOTHING_LISTED = say("Belum ada program yang tercatat untuk keluarga ini di data kantor.")
ELSEWHERE = say(
    "Tanggal cairnya saya tidak tahu; biasanya bertahap. Yang menentukan Kemensos. "
    "Cek juga di {link}.",
    link=MINISTRY,
)

STATUS = Flow(
    name="status",
    title=say("Cek status"),
    facts=("families", "graduations"),
    needs=Grade.LIGHT,
    asks=(Ask("keluarga", which, Choice(family_options), only=SEVERAL),),
    after=told_status,
    brief=True,
    arg="keluarga",
    carries=(MATTER,),
    heard=hear_of_others,
    at_once=why_others,
)
ARTI_PUNYA = Flow(
    name=MEANINGS,
    title=say("Arti status"),
    facts=("families",),
    needs=Grade.LIGHT,
    asks=(Ask("keluarga", which, ShownFamily(family_options), only=SEVERAL),),
    arg="keluarga",
    after=told_meanings,
    brief=True,
    leaf=True,
)


# Not my family


def unlink_or_not(facts: Facts, answers: Answers) -> Say:
    """Say what parting from a family does, before it is done."""
    family = next(
        (one for one in families(facts) if str(one.link) == answers.get("keluarga")), None
    )
    several = family is not None and len(families(facts)) > 1
    head = say("{head}", head=head_of(family) if family else "•••")
    if family is not None and several:
        head = say("{head} ({place})", head=head, place=place_of(facts, family))
    return say(
        "Kalau dilepas, obrolan ini tidak lagi terhubung dengan keluarga {head}. Data keluarga "
        "itu tidak berubah, dan bisa dihubungkan lagi. Lepas sekarang?",
        head=head,
    )


UNLINKED = close(say("Sudah dilepas. Data keluarga itu tidak berubah."))
STILL_LINKED = close(say("Baik, tetap terhubung."))
BUKAN_KELUARGA = Flow(
    name="bukan_keluarga",
    title=say("Bukan keluarga saya"),
    facts=("families",),
    needs=Grade.LIGHT,
    asks=(
        Ask("keluarga", which, Choice(family_options)),
        Ask("yakin", unlink_or_not, yes_no(label("Ya, lepas"), label("Tidak jadi")), grave=True),
    ),
    arg="keluarga",
    done=lambda _facts, answers: (
        Unlink(int(str(answers["keluarga"]))) if answers["yakin"] == "ya" else None
    ),
    after=lambda _facts, result: UNLINKED if isinstance(result, Unlink) else STILL_LINKED,
)

FLOWS = (STATUS, ARTI_PUNYA, BUKAN_KELUARGA)
