"""Where the aid of one's own family stands, in plain words, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bansos.household import Benefit, Household, mask_name
from bansos.programmes import Programme
from bansos.statuses import Stage, Status
from conversations.facts import Facts, Family, Grade
from conversations.flow import MENU, OFFICER, Ask, Closing, Flow, Known, Step, close
from conversations.leaving import as_it_stands, under_way, way_out
from conversations.meanings import in_order, sources
from conversations.phrases import name_of, packed, quarter
from conversations.readers import Answers, Choice, Option, Ref, short, yes_no
from conversations.text import LABEL_LIMIT, Say, label, lines, say, say_n, sentence, told, word

MINISTRY = "https://cekbansos.kemensos.go.id"


@dataclass(frozen=True, slots=True)
class Unlink:
    """Part this chat from a family; the family's data stay. Result: none."""

    link: int


@dataclass(frozen=True, slots=True)
class DisputeLink:
    """Somebody linked to the family says that a new link or request is not theirs.

    Stops it at once and opens an urgent case. Result: :class:`Disputed`.
    """

    link: str
    """The reference that the notice's button carried."""


@dataclass(frozen=True, slots=True)
class Disputed:
    """The new link is stopped, or there was nothing left to stop."""

    stopped: bool = True
    asked: bool = False
    """Not stopped, because an officer's code made it, but the office was asked to look."""


# Which family


def families(facts: Facts) -> tuple[Family, ...]:
    """Give the families of this chat; none before they were loaded."""
    return facts.families or ()


def head_of(family: Family) -> str:
    """Name the head of a family; with initials only where the proof is light."""
    head = family.household.head
    return head if family.grade is Grade.FIRM else mask_name(head)


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


def place_of(facts: Facts, family: Family) -> Say:
    """Tell a family from another one: where it lives, and the end of its No. KK."""
    names = facts.regions.path(family.household.village)[:2]
    return say(
        "{place}, No. KK …{kk}",
        place=", Kec. ".join(names),
        kk=family.household.kk_masked[-2:],
    )


def which(facts: Facts, _answers: Answers) -> Say:
    """Ask which family is meant, told apart by where they live."""
    listed = (
        say("• {head}: {place}", head=head_of(one), place=place_of(facts, one))
        for one in families(facts)[:MOST_LISTED]
    )
    return lines(say("Keluarga yang mana?"), *listed)


MOST_LISTED = 6


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
    household = family.household
    named = say("{head}", head=head_of(family))
    if len(families(facts)) > 1:
        named = say("{head} ({place})", head=head_of(family), place=place_of(facts, family))
    head = say("Keluarga {head}, data per {day}:", head=named, day=household.as_of)
    told_all = [*cash(facts, household), *insured(facts, household)] or [NOTHING_LISTED]
    first, *rest = told_all
    there = under_way(facts, family)
    if there is not None:
        rest.append(as_it_stands(facts, there))
    steps = (
        *((OFFICER,) if troubled(facts, household) else ()),
        *(way_out(there) if there else ()),
        Step(label("Arti status"), "arti_punya", str(family.link)),
        Step(label("Bukan keluarga saya"), "bukan_keluarga", str(family.link)),
        Step(label("Keluarga lain"), "bukti"),
        MENU,
    )
    return Closing(packed(lines(head, first), *rest, ELSEWHERE), steps)


def troubled(facts: Facts, household: Household) -> bool:
    """Tell whether some aid stands where the family itself can only ask somebody."""
    stages = {facts.statuses.get(one.status).stage for one in household.latest()}
    return bool(stages & {Stage.REPAIR, Stage.STOPPED, Stage.UNKNOWN})


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


def cash(facts: Facts, household: Household) -> list[Say]:
    """Tell of the programmes that pay the family."""
    return [
        one(facts, benefit)
        for benefit in household.latest()
        if benefit.programme is not Programme.PBI_JKN
    ]


def one(facts: Facts, benefit: Benefit) -> Say:
    """Tell one programme: period, status, what it means, what to do, who is counted."""
    status = facts.statuses.get(benefit.status)
    programme = name_of(benefit.programme, facts)
    period = quarter(benefit.period) if benefit.period else say("periode belum disebut")
    head = say(
        "{programme}, {period}: {status}.",
        programme=programme,
        period=period,
        status=status_name(benefit, status),
    )
    return lines(
        sentence(head, told(status.meaning)),
        say("Sekarang: {action}", action=told(status.action)),
        counted(facts, benefit),
    )


def status_name(benefit: Benefit, status: Status) -> str:
    """Name a status; one that is new to us as the office wrote it."""
    new = status.stage is Stage.UNKNOWN and benefit.status_raw
    return short(benefit.status_raw, 60) if new else status.name


def counted(facts: Facts, benefit: Benefit) -> Say | None:
    """Name the components that PKH counts."""
    if not benefit.components:
        return None
    names = [name_of(component, facts) for component in sorted(benefit.components)]
    return say("Yang dihitung: {names}.", names=listed(names))


def listed(names: Sequence[Say]) -> Say:
    """Put names behind each other with commas."""
    first, *rest = names
    spoken = first
    for name in rest:
        spoken = say("{before}, {name}", before=spoken, name=name)
    return spoken


def insured(facts: Facts, household: Household) -> list[Say]:
    """Tell how many persons have the insurance, status by status: it is per person."""
    counts: dict[str, int] = {}
    for benefit in household.latest():
        if benefit.programme is Programme.PBI_JKN:
            status = facts.statuses.get(benefit.status)
            counts[status.key] = counts.get(status.key, 0) + 1
    return [insured_as(facts, facts.statuses.get(key), n) for key, n in counts.items()]


def insured_as(facts: Facts, status: Status, n: int) -> Say:
    """Tell what one status of the insurance means for ``n`` persons."""
    return lines(
        sentence(
            say_n(
                "{programme}, {n} orang: {status}.",
                "{programme}, {n} orang: {status}.",
                n,
                programme=name_of(Programme.PBI_JKN, facts),
                status=status.name,
            ),
            told(status.meaning),
        ),
        say("Sekarang: {action}", action=told(status.action)),
    )


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
)
ARTI_PUNYA = Flow(
    name="arti_punya",
    title=say("Arti status"),
    facts=("families",),
    needs=Grade.LIGHT,
    asks=(Ask("keluarga", which, Choice(family_options), only=SEVERAL),),
    arg="keluarga",
    after=told_meanings,
    brief=True,
)


# Not my family, not me


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
        Ask("yakin", unlink_or_not, yes_no(label("Ya, lepas"), label("Tidak jadi"))),
    ),
    arg="keluarga",
    done=lambda _facts, answers: (
        Unlink(int(str(answers["keluarga"]))) if answers["yakin"] == "ya" else None
    ),
    after=lambda _facts, result: UNLINKED if isinstance(result, Unlink) else STILL_LINKED,
)
BUKAN_SAYA = Flow(
    name="bukan_saya",
    title=say("Bukan saya"),
    needs=Grade.LIGHT,
    asks=(
        Ask("hubungan", say("Berapa nomor di pemberitahuannya?"), Ref()),
        Ask(
            "yakin",
            say(
                "Ada yang baru menghubungkan diri dengan keluarga Bapak/Ibu. "
                "Kalau bukan anggota keluarga, saya bisa menghentikannya sekarang. "
                "Setelah itu petugas memeriksanya."
            ),
            yes_no(label("Hentikan"), label("Itu keluarga saya")),
        ),
    ),
    arg="hubungan",
    done=lambda _facts, answers: (
        DisputeLink(str(answers["hubungan"])) if answers["yakin"] == "ya" else None
    ),
    after=lambda _facts, result: disputed(result),
)


ASKED_TO_LOOK = say(
    "Hubungan itu dibuat dengan kode petugas, jadi tidak bisa saya hentikan sendiri. "
    "Petugas sudah saya beri tahu supaya memeriksanya."
)


def disputed(result: object) -> Closing:
    """Say what was stopped, and who looks at it."""
    if not isinstance(result, Disputed):
        return close(say("Baik, tidak ada yang berubah."))
    if result.asked:
        return close(ASKED_TO_LOOK, steps=(OFFICER, MENU))
    if not result.stopped:
        return close(say("Hubungan itu sudah tidak ada. Tidak ada yang perlu dihentikan."))
    return close(
        say(
            "Sudah saya hentikan. Orang itu tidak bisa lagi melihat data keluarga ini. "
            "Petugas memeriksanya, biasanya pada hari kerja berikutnya. "
            "Jangan berikan NIK, No. KK, atau PIN kepada siapa pun."
        ),
        steps=(OFFICER, MENU),
    )


FLOWS = (STATUS, ARTI_PUNYA, BUKAN_KELUARGA, BUKAN_SAYA)
