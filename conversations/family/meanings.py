"""What a status means, by its name as people read it from a screen or a list."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bansos.statuses import Status, Statuses
from conversations.facts import Facts
from conversations.flow import MENU, Ask, Closing, Flow, Step
from conversations.phrases import name_of, packed
from conversations.readers import Answers, Good, Option, Value, Wrong, short
from conversations.said import Said
from conversations.text import LABEL_LIMIT, Say, label, lines, say, told, word


@dataclass(frozen=True, slots=True)
class StatusName:
    """A status as people write it ("spm", "arti si apa"); the answer is its key."""

    version: int = 1

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        """Offer the family's own statuses first, then the usual ones."""
        own = [
            benefit.status
            for family in facts.families or ()
            for benefit in family.household.latest()
            if benefit.status
        ]
        keys = dict.fromkeys([*own, *(key for key in USUAL if key in facts.statuses.by_key)])
        return tuple(
            Option(key, word(short(facts.statuses.get(key).name, LABEL_LIMIT)))
            for key in list(keys)[:MOST_OFFERED]
        )

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Accept a key from a button, a name, or a sentence around one."""
        if said.tap in facts.statuses.by_key:
            return Good(said.tap)
        found = facts.statuses.read(said.text) or facts.statuses.mentioned(said.text)
        return Wrong(NO_SUCH_STATUS, second=OTHER_NAMES) if found is None else Good(found.key)

    def show(self, value: Value, facts: Facts) -> Say:
        """Show the name."""
        return word(facts.statuses.get(str(value)).name)


OFFICIAL = re.compile(r"\b(?:go\.id|desa\.id|Permensos|Kepmensos|Perpres|UU|PP) ?\b")
USUAL = ("sk", "omspan", "spm", "sp2d", "si", "exclude", "burekol")
MOST_OFFERED = 7
NO_SUCH_STATUS = say("Status itu belum saya kenal. Tulis seperti di layar. Contoh: SPM.")

OTHER_NAMES = say(
    "Maaf, yang itu juga belum saya kenal. Yang saya kenal misalnya SPM, SP2D, SI, dan exclude. "
    'Mau tahu status keluarga sendiri? Ketik "cek status".'
)


def meaning(facts: Facts, answers: object) -> Closing:
    """Explain one status, with who explains it so and since when."""
    key = str(answers["status"]) if isinstance(answers, dict) else ""
    status = facts.statuses.get(key)
    steps = (Step(label("Status lain"), "arti_status"), Step(label("Cek status"), "status"), MENU)
    return Closing(packed(explained(status), *own(facts, status)), steps)


def own(facts: Facts, status: Status) -> list[Say]:
    """Say which programmes of the asker's own families stand so."""
    return [
        say(
            "Di data kantor, {programme} keluarga Bapak/Ibu berstatus ini (data per {day}).",
            programme=name_of(programme, facts),
            day=family.household.as_of,
        )
        for family in facts.families or ()
        for programme in dict.fromkeys(
            benefit.programme
            for benefit in family.household.latest()
            if benefit.status and benefit.status == status.key
        )
    ]


def explained(status: Status) -> Say:
    """Say what a status means and what can be done; who says so, where it is an office or law."""
    source = source_of(status)
    return lines(
        say("{name}: {meaning}", name=status.name, meaning=told(status.meaning)),
        say("Yang bisa dilakukan: {action}", action=told(status.action)),
        say("Sumber: {source}. Bukan daftar resmi.", source=source) if source else None,
    )


PIPELINE = ("sk", "cek_rekening", "spp", "spm", "sp2d", "si", "salur")
"""The order of a payment (domain.md 2.4, ayobogor "9 tahapan pencairan", 2024)."""
SAME_STEP = {"omspan": "cek_rekening", "sukses_spm": "spm"}


def in_order(statuses: Statuses, known: list[Status]) -> Say | None:
    """Say at which step a payment stands, and what comes next; None where none is under way."""
    steps = dict.fromkeys(SAME_STEP.get(one.key, one.key) for one in known)
    places = [PIPELINE.index(key) for key in steps if key in PIPELINE]
    return lines(ORDER, *(step(statuses, at) for at in places)) if places else None


ORDER = say(
    "Urutan pembayaran biasanya: SK, cek rekening, SPP, SPM, SP2D, SI, lalu salur. "
    "(Per 2024, bukan daftar resmi.)"
)


def step(statuses: Statuses, at: int) -> Say:
    """Say which step this is, and the one after it in plain words."""
    here = statuses.get(PIPELINE[at])
    if at + 1 == len(PIPELINE):
        return say("{name}: langkah terakhir.", name=here.name)
    after = statuses.get(PIPELINE[at + 1])
    return say(
        "{name}: langkah {n} dari {all}. Sesudahnya: {next}. {meaning}",
        name=here.name,
        n=at + 1,
        all=len(PIPELINE),
        next=after.name,
        meaning=told(after.meaning),
    )


def sources(known: list[Status]) -> Say:
    """Name who explains statuses so, each once; or say honestly that this is all."""
    found = dict.fromkeys(source for one in known if (source := source_of(one)))
    if not found:
        return say("Lebih dari itu saya belum tahu. Petugas bisa menjelaskan.")
    return say("Penjelasan menurut {sources}. Bukan daftar resmi.", sources="; ".join(found))


def source_of(status: Status) -> str:
    """Name the office or law that explains a status so, and since when; nobody else."""
    if not OFFICIAL.search(status.source):
        return ""
    year = status.as_of[:4]
    return status.source if year in status.source else f"{status.source} ({year})"


ARTI_STATUS = Flow(
    name="arti_status",
    title=say("Arti status"),
    facts=("families",),
    asks=(Ask("status", say("Status apa yang tertulis?"), StatusName()),),
    arg="status",
    after=meaning,
    brief=True,
    leaf=True,
)

FLOWS = (ARTI_STATUS,)
