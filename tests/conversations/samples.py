"""Facts of made-up people at a made-up office, for every test of conversations."""

import gzip
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from bansos.cases import CaseState
from bansos.household import Benefit, Household
from bansos.lessons import Course
from bansos.programmes import Component, Period, Programme
from bansos.regions import Regions
from bansos.statuses import Statuses
from bansos.wording import Wording
from conversations.changed import replace
from conversations.facts import Facts, Family, Grade, Leaving, Office, Person, Staff, Task

DATA = Path(__file__).resolve().parents[2] / "bansos" / "data"
NIK = "3526084507820003"
KK = "3526081203120004"


@cache
def regions() -> Regions:
    text = gzip.decompress((DATA / "wilayah.csv.gz").read_bytes()).decode()
    aliases = (DATA / "wilayah_aliases.toml").read_text()
    return Regions.from_csv_text(text, aliases).within(("35.26", "35.11"))


@cache
def statuses() -> Statuses:
    return Statuses.from_toml_text((DATA / "statuses.toml").read_text())


@cache
def wording() -> Wording:
    return Wording.from_toml_text((DATA / "words.toml").read_text())


@cache
def course() -> Course:
    return Course.from_toml_text((DATA / "lessons.toml").read_text())


def facts(person: Person | None = None, **more: object) -> Facts:
    given: dict[str, Any] = more
    return Facts(
        now=datetime(2026, 11, 3, 3, 0, tzinfo=UTC),
        today=date(2026, 11, 3),
        person=person or Person(known=True, consented=True),
        channel="telegram",
        regions=regions(),
        statuses=statuses(),
        wording=wording(),
        course=course(),
        area=("35.26", "35.11"),
        office=Office(name="Dinas Sosial Bangkalan"),
        **given,
    )


OFFICER = Staff(id=7, name="Rina", role="admin", regions=("35.26.08",))


def family(link: int = 1, grade: Grade = Grade.LIGHT, head: str = "Siti Aminah") -> Family:
    this = Period(2026, 4)
    benefits = (
        Benefit(
            Programme.PKH, this, "spm", components=frozenset({Component.SD, Component.LANSIA})
        ),
        Benefit(Programme.SEMBAKO, this, "si"),
        Benefit(Programme.PBI_JKN, None, "aktif", person="Siti Aminah"),
        Benefit(Programme.PBI_JKN, None, "nonaktif", person="Ahmad"),
    )
    household = Household(
        uuid=UUID(int=link),
        kk_masked="35••••••••••••04",
        head=head,
        village="35.26.08.2012",
        as_of=date(2026, 11, 1),
        benefits=benefits,
    )
    return Family(link, grade, household)


def leaving(ref: str, link: int = 1, *, mine: bool = True) -> Leaving:
    both = (Programme.PKH, Programme.SEMBAKO)
    return Leaving(ref, link, both, CaseState.JEDA, date(2026, 11, 10), mine)


def without_cash() -> Family:
    whole = family()
    none = tuple(one for one in whole.household.benefits if one.programme is Programme.PBI_JKN)
    return replace(whole, household=replace(whole.household, benefits=none))


def task(n: int, *, urgent: bool = False) -> Task:
    opened = datetime(2026, 11, 1, 2, n % 60, tzinfo=UTC)
    kind, category = ("kartu", "") if urgent else ("lapor", "mampu")
    return Task(f"K{n}", kind, "diterima", "35.26.08.2012", category, urgent, opened, None)
