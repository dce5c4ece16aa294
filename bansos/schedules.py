"""What the office announces for a place: labelisasi, meetings, the period of a payment."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bansos.programmes import Period, Programme


class ScheduleKind(StrEnum):
    """What is announced."""

    LABELISASI = "labelisasi"
    P2K2 = "p2k2"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True)
class Schedule:
    """One announcement. ``area`` is a dotted code, of a village or of something around it.

    A payment has a period and no day: a day would be a promise that nobody can keep.
    """

    kind: ScheduleKind
    area: str
    programme: Programme | None = None
    """None: for every family."""
    day: date | None = None
    until: date | None = None
    hours: str = ""
    place: str = ""
    period: Period | None = None
    as_of: date | None = None
    """The day on which the office published it."""
    ended: bool = False
    """Called off."""

    def over(self, today: date) -> bool:
        """Tell whether it lies in the past."""
        if self.period is not None:
            return self.period < Period.of(today)
        last = self.until or self.day
        return last is not None and last < today

    def concerns(self, village: str, programmes: Collection[Programme]) -> bool:
        """Tell whether a family of this village and these programmes is meant."""
        here = village == self.area or village.startswith(f"{self.area}.")
        return here and (self.programme is None or self.programme in programmes)
