"""Made-up families: the same for the same day, so that nothing of them need be kept apart.

Nobody here lives.  The serial of every NIK and No. KK is 9000 or more, where the real ones begin
at 0001 a day; second names are words like "Contoh" (example), "Misal" (say) and "Umpama" (as if).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from bansos.household import Relation
from bansos.numbers import Sex
from bansos.programmes import Component, Period, Programme
from bansos.regions import Regions
from bansos.statuses import Statuses

FAMILIES: Final = 5_000
PLACES: Final = {
    "35.26": ("35.26.08.2012", "35.26.08.2006", "35.26.18.2018"),
    "35.11": ("35.11.19.2001",),
    "17.06": (),
    "17.08": (),
}
"""The four kabupaten, and villages that must be there: Labuhan, Kelbung twice, and one in Ijen."""
VILLAGES: Final = 12
"""Of each kabupaten."""
NEW_STATUS: Final = "Menunggu padan data"
"""What an office might write tomorrow: nobody knows yet what it means."""
LISTED: Final = 0.7
"""How many families stand on the list of a programme."""
ALONE: Final = 0.3
"""How many have a woman at their head."""
SHIFT: Final = 7
"""So that one family does not have the same status in two programmes."""

_SEED: Final = 3526
_SERIAL: Final = 9_000
_SHOWN_KK: Final = "3526081203129004"
_SHOWN_NIK: Final = ("3526084507829003", "3526081204189010")
_WOMEN: Final = (
    "Siti", "Aminah", "Sumiati", "Rahayu", "Wati", "Nurul", "Dewi", "Sri", "Kartini", "Halimah",
    "Ratna", "Yanti", "Mariam", "Fatimah", "Lestari", "Murni", "Salamah", "Juwita", "Endang",
    "Laila",
)  # fmt: skip
_MEN: Final = (
    "Ahmad", "Budi", "Slamet", "Hasan", "Joko", "Agus", "Mulyono", "Rahmat", "Sutrisno", "Hadi",
    "Yusuf", "Bambang", "Darman", "Ismail", "Kasim", "Rusli", "Anwar", "Suparman", "Zainal",
    "Dedi",
)  # fmt: skip
_SURNAMES: Final = (
    "Contoh",
    "Misal",
    "Umpama",
    "Rekaan",
    "Andai",
    "Teladan",
    "Karangan",
    "Bayangan",
)
_COMMON: Final = ("salur", "salur", "salur", "salur", "sukses_spm", "spm", "si", "omspan")
_PBI_ONLY: Final = frozenset({"aktif", "nonaktif"})
_SCHOOL: Final = ((7, Component.ANAK_USIA_DINI), (13, Component.SD), (16, Component.SMP),
                  (19, Component.SMA))  # fmt: skip
_OLD: Final = 70


@dataclass(frozen=True, slots=True)
class Somebody:
    """A made-up person."""

    nik: str
    name: str
    born: date
    sex: Sex
    relation: Relation
    component: Component | None


@dataclass(frozen=True, slots=True)
class Aid:
    """One line of a pay list. ``status``: its key, or "" for one that is new."""

    programme: Programme
    period: Period
    status: str
    person: Somebody


@dataclass(slots=True)
class MadeUp:
    """A made-up family."""

    kk: str
    village: str
    rt: int
    rw: int
    desil: int
    pkh_number: str
    members: list[Somebody] = field(default_factory=list)
    aid: list[Aid] = field(default_factory=list)

    @property
    def head(self) -> str:
        """The name of the head of the family."""
        return self.members[0].name


class Inventor:
    """Invents families for one day; asked twice, it invents the same ones."""

    def __init__(self, regions: Regions, statuses: Statuses, today: date) -> None:
        """Draw nothing yet."""
        self._chance = random.Random(_SEED)  # noqa: S311 - the same families every time
        self._today = today
        self._villages = [code for regency in PLACES for code in villages(regions, regency)]
        self._paid = [
            key for key in statuses.by_key if key not in {*_PBI_ONLY, statuses.unknown.key}
        ]
        self._taken: set[str] = set()
        self._called: set[str] = set()
        """First names in the family at hand: nobody there has the same."""

    def families(self, count: int = FAMILIES) -> Iterator[MadeUp]:
        """Invent families: the first hundred or so show every status of every programme."""
        if count:
            yield self._shown()
        for number in range(count - 1):
            yield self._family(number)

    def _shown(self) -> MadeUp:
        """Give the family of the handbook's talks: its numbers are in README.md."""
        now = Period.of(self._today)
        siti, ahmad = _SHOWN_NIK
        members = [
            Somebody(siti, "Siti Contoh", date(1982, 7, 5), Sex.FEMALE, Relation.KEPALA, None),
            Somebody(
                ahmad, "Ahmad Contoh", date(2018, 4, 12), Sex.MALE, Relation.ANAK, Component.SD
            ),
        ]
        self._taken |= {_SHOWN_KK, siti, ahmad}
        aid = [
            Aid(programme, period, status, members[0])
            for programme, status in ((Programme.PKH, "spm"), (Programme.SEMBAKO, "si"))
            for period, status in ((_before(now), "salur"), (now, status))
        ]
        village = PLACES["35.26"][0]
        return MadeUp(_SHOWN_KK, village, 3, 1, 2, "352608899999999", members, aid)

    def _family(self, number: int) -> MadeUp:
        chance, village = self._chance, self._villages[number % len(self._villages)]
        recorded = date(2012, 1, 1) + timedelta(days=chance.randrange(4_000))
        made = MadeUp(
            kk=self._number(village, recorded, Sex.MALE),
            village=village,
            rt=chance.randint(1, 9),
            rw=chance.randint(1, 4),
            desil=number % 6 + 1,
            pkh_number=f"{village[:8].replace('.', '')}{900_000_000 + number}",
        )
        made.members = self._members(village)
        made.aid = self._aid(number, made)
        return made

    def _members(self, village: str) -> list[Somebody]:
        chance, surname = self._chance, self._chance.choice(_SURNAMES)
        self._called = set()
        age = chance.randint(24, 78)
        alone = chance.random() < ALONE
        head = self._somebody(village, surname, age, Sex.FEMALE if alone else Sex.MALE,
                              Relation.KEPALA)  # fmt: skip
        members = [head]
        if not alone:
            members.append(self._somebody(village, surname, age - 3, Sex.FEMALE, Relation.ISTRI))
        for _child in range(chance.choice((0, 1, 1, 2, 2, 3))):
            sex = chance.choice(tuple(Sex))
            years = max(0, min(age - 19, chance.randint(0, 20)))
            members.append(self._somebody(village, surname, years, sex, Relation.ANAK))
        return members

    def _somebody(
        self, village: str, surname: str, age: int, sex: Sex, relation: Relation
    ) -> Somebody:
        born = self._today - timedelta(days=age * 365 + self._chance.randrange(1, 360))
        names = _WOMEN if sex is Sex.FEMALE else _MEN
        first = self._chance.choice([name for name in names if name not in self._called])
        self._called.add(first)
        return Somebody(
            self._number(village, born, sex), f"{first} {surname}", born, sex, relation,
            _component(age, relation),
        )  # fmt: skip

    def _number(self, village: str, day: date, sex: Sex) -> str:
        """Invent a NIK or No. KK that was not drawn before."""
        shown = day.day + (40 if sex is Sex.FEMALE else 0)
        start = f"{village[:8].replace('.', '')}{shown:02}{day:%m%y}"
        while True:
            number = f"{start}{_SERIAL + self._chance.randrange(1_000)}"
            if number not in self._taken:
                self._taken.add(number)
                return number

    def _aid(self, number: int, made: MadeUp) -> list[Aid]:
        """Draw what the family gets: with the first ones, every status gets its turn."""
        now = Period.of(self._today)
        payee = made.members[1] if len(made.members) > 1 and number % 3 else made.members[0]
        found: list[Aid] = []
        for place, programme in enumerate((Programme.PKH, Programme.SEMBAKO)):
            status = self._status(number, place)
            if status is not None:
                found.append(Aid(programme, _before(now), "salur", payee))
                found.append(Aid(programme, now, status, payee))
        insured = made.members if number % 3 == 0 else ()
        state = "nonaktif" if number % 15 == 0 else "aktif"
        return found + [Aid(Programme.PBI_JKN, now, state, person) for person in insured]

    def _status(self, number: int, place: int) -> str | None:
        """Give the next status, or draw one as lists have them; None: not on this list."""
        turns = [*self._paid, ""]
        if number < 2 * len(turns):
            return turns[(number + place * SHIFT) % len(turns)]
        return self._chance.choice(_COMMON) if self._chance.random() < LISTED else None


def villages(regions: Regions, regency: str) -> list[str]:
    """Choose villages of a kabupaten: those that must be there, then one of each kecamatan."""
    others = [found[0].code for district in regions.children(regency)
              if (found := regions.children(district.code))]  # fmt: skip
    return list(dict.fromkeys((*PLACES[regency], *others)))[:VILLAGES]


def _before(period: Period) -> Period:
    quarter = period.year * 4 + period.quarter - 2
    return Period(quarter // 4, quarter % 4 + 1)


def _component(age: int, relation: Relation) -> Component | None:
    if relation is Relation.ANAK:
        return next((component for below, component in _SCHOOL if age < below), None)
    return Component.LANSIA if age >= _OLD else None
