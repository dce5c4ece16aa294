"""A family as the office's batch of data describes it: who, where, and which benefits."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from bansos.numbers import Sex
from bansos.programmes import Component, Period, Programme


class Relation(StrEnum):
    """The relation to the head of the family, as on the family card."""

    KEPALA = "kepala"
    SUAMI = "suami"
    ISTRI = "istri"
    ANAK = "anak"
    MENANTU = "menantu"
    CUCU = "cucu"
    ORANG_TUA = "orang_tua"
    MERTUA = "mertua"
    FAMILI_LAIN = "famili_lain"
    LAINNYA = "lainnya"


@dataclass(frozen=True, slots=True)
class Member:
    """A person on the family card. ``nik_masked`` is all that is ever shown of the NIK."""

    name: str
    birth_date: date | None
    sex: Sex | None
    relation: Relation | None = None
    nik_masked: str = ""

    def age(self, today: date) -> int | None:
        """Return full years, or None where the birth date is not known."""
        if self.birth_date is None:
            return None
        born = self.birth_date
        return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


@dataclass(frozen=True, slots=True)
class Benefit:
    """What one pay list says of one programme in one quarter.

    ``status`` is a key of the dictionary, or "" where the office wrote something new: then
    ``status_raw`` holds its words. ``period`` is None where the list names none (PBI-JKN).
    ``person`` names the insured of PBI-JKN, which is per person; else None.
    """

    programme: Programme
    period: Period | None
    status: str
    status_raw: str = ""
    components: frozenset[Component] = frozenset()
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Household:
    """One family card. Everything in it is "data per tanggal ``as_of``": always say so.

    ``village`` is the dotted code. ``desil`` (1-10) is copied from the list, never computed;
    None where the list has none ("BELUM ADA DESIL").
    """

    uuid: UUID
    kk_masked: str
    head: str
    village: str
    as_of: date
    address: str = ""
    rt: str = ""
    rw: str = ""
    desil: int | None = None
    members: tuple[Member, ...] = ()
    benefits: tuple[Benefit, ...] = ()

    def latest(self) -> tuple[Benefit, ...]:
        """Return per programme and person the benefit of the newest quarter, in fixed order."""
        newest: dict[tuple[Programme, str | None], Benefit] = {}
        for benefit in self.benefits:
            key = benefit.programme, benefit.person
            kept = newest.get(key)
            if kept is None or _age_key(kept) <= _age_key(benefit):
                newest[key] = benefit
        order = list(Programme)
        return tuple(sorted(newest.values(), key=lambda found: order.index(found.programme)))

    def receives(self, programme: Programme) -> bool:
        """Whether any list, of whatever status, names the family for this programme."""
        return any(benefit.programme is programme for benefit in self.benefits)


def _age_key(benefit: Benefit) -> tuple[int, int]:
    return (benefit.period.year, benefit.period.quarter) if benefit.period else (0, 0)


def mask_name(name: str) -> str:
    """Return initials with bullets: "S••• A•••••"; for the light proof, which shows no names."""
    return " ".join(word[0] + "•" * (len(word) - 1) for word in name.split())
