"""Graduasi mandiri: a family asks to leave a programme, and how it is kept from being pushed.

Seen in practice (Pangandaran 2019, Lebong 2021, Garut 2019): education, a signed statement of
one's own will, filing by the office, effect with the next list.  The seven days, the visit, and
that no officer does both visit and filing are the office's own protection: field staff have
targets for graduations (Kemensos, 20 December 2024), so two look at the will of a family.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bansos.cases import CaseState
from bansos.household import Household
from bansos.programmes import Period, Programme

PAUSE_DAYS: Final = 7
WATCHED_PERIODS: Final = 2
"""Periods without pay, one after the other, until nobody watches any more."""
MORNING: Final = time(8)
"""When the pause ends on the day after its last one: nobody is reminded at night."""
CAN_BE_LEFT: Final = (Programme.PKH, Programme.SEMBAKO)
"""What can be asked here; PBI-JKN and PIP have ways of their own."""
STOPPABLE: Final = frozenset({CaseState.JEDA, CaseState.KUNJUNGAN, CaseState.TANDA_TANGAN})
"""Until it is filed, a word of the family stops it."""


class LeavingReason(StrEnum):
    """Why a family leaves."""

    USAHA = "usaha"
    KERJA = "kerja"
    BERGANTIAN = "bergantian"
    LAIN = "lain"


class Visit(StrEnum):
    """What an officer found at the family's home."""

    TETAP = "tetap"
    BERUBAH = "berubah"
    TIDAK_DITEMUI = "tidak_ditemui"
    TEKANAN = "tekanan"


class Decision(StrEnum):
    """What the ministry made of it."""

    BERLAKU = "berlaku"
    DITOLAK = "ditolak"


class Watch(StrEnum):
    """What a later pay list says of the family."""

    BERHENTI = "berhenti"
    MASIH_CAIR = "masih_cair"


@dataclass(frozen=True, slots=True)
class Hands:
    """Which officers have touched a request, by their ids; None where nobody has."""

    asker: int | None = None
    """The officer from whose chat it was asked; mostly nobody."""
    visitor: int | None = None
    coder: int | None = None
    """The officer whose code proved the family; nobody where the proof is light."""

    def may_visit(self, officer: int) -> bool:
        """Whoever asks, or let the asker in by a code, does not look whether it is meant."""
        return officer not in {self.asker, self.coder}

    def may_file(self, officer: int) -> bool:
        """Whoever asks or visits does not file; without a visit nobody does."""
        return self.visitor is not None and officer not in {self.asker, self.visitor}


_VISITED: Final[Mapping[Visit, CaseState]] = MappingProxyType(
    {
        Visit.TETAP: CaseState.TANDA_TANGAN,
        Visit.BERUBAH: CaseState.DIBATALKAN,
        Visit.TIDAK_DITEMUI: CaseState.KUNJUNGAN,
        Visit.TEKANAN: CaseState.DIBATALKAN,
    }
)


def after_visit(result: Visit) -> CaseState:
    """Only a family that was met and still wants it goes on."""
    return _VISITED[result]


def after_decision(decision: Decision) -> CaseState:
    return CaseState.BERLAKU if decision is Decision.BERLAKU else CaseState.DITOLAK


def after_watch(result: Watch, quiet: int) -> tuple[CaseState, int]:
    """Return the state, and how many periods in a row brought nothing, after one more period."""
    if result is Watch.MASIH_CAIR:
        return CaseState.DITERUSKAN, 0
    done = quiet + 1 >= WATCHED_PERIODS
    return (CaseState.SELESAI if done else CaseState.DIPANTAU), quiet + 1


def last_day(today: date) -> date:
    """Return the last day of the pause of a request that is made today."""
    return today + timedelta(days=PAUSE_DAYS)


def pause_ends(today: date, zone: tzinfo) -> datetime:
    """Return when the pause is over: in the morning after its last day, at the office."""
    return datetime.combine(last_day(today) + timedelta(days=1), MORNING, zone)


def can_leave(household: Household) -> tuple[Programme, ...]:
    """Return the programmes that a family has and may leave here."""
    return tuple(one for one in CAN_BE_LEFT if household.receives(one))


def periods_ahead(today: date, count: int = 3) -> tuple[Period, ...]:
    """Return this quarter and those that follow it."""
    periods = [Period.of(today)]
    while len(periods) < count:
        periods.append(periods[-1].next)
    return tuple(periods)
