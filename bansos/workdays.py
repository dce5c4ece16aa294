"""Working days and office hours, in the office's local time."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Self

_A_DAY: Final = timedelta(days=1)
_MONDAY_TO_FRIDAY: Final = frozenset(range(5))
_OPENS: Final = time(8)
_CLOSES: Final = time(15)
_LONGEST_BREAK: Final = 60


@dataclass(frozen=True, slots=True)
class Calendar:
    """When the office works. ``weekdays`` counts Monday as 0.

    All moments are local wall-clock times (naive or in one zone): the caller converts.
    """

    holidays: frozenset[date] = frozenset()
    weekdays: frozenset[int] = _MONDAY_TO_FRIDAY
    opens: time = _OPENS
    closes: time = _CLOSES

    def __post_init__(self) -> None:
        if not self.weekdays or not self.weekdays <= set(range(7)) or self.opens >= self.closes:
            raise ValueError("an office has working days and opens before it closes")

    @classmethod
    def from_toml_text(cls, text: str, more: Iterable[date] = ()) -> Self:
        """Take the text of ``holidays.toml`` and the movable holidays that the office set."""
        fixed = (entry["date"] for entry in tomllib.loads(text)["holiday"])
        return cls(frozenset({*fixed, *more}))

    def is_working_day(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in self.holidays

    def next_working_day(self, day: date) -> date:
        """Return the day itself where the office works, else the next one it does.

        More than 60 days off in a row are a wrong setting: ValueError.
        """
        for later in range(_LONGEST_BREAK + 1):
            if self.is_working_day(day + later * _A_DAY):
                return day + later * _A_DAY
        raise ValueError(f"no working day within {_LONGEST_BREAK} days of {day}")

    def add_working_days(self, start: date, days: int) -> date:
        """Return the day on which so many working days after ``start`` are over.

        Received on Friday, 3 days: Wednesday. The first day does not count.
        """
        day = start if days else self.next_working_day(start)
        for _ in range(days):
            day = self.next_working_day(day + _A_DAY)
        return day

    def is_open(self, moment: datetime) -> bool:
        return self.is_working_day(moment.date()) and self.opens <= moment.time() < self.closes

    def next_opening(self, moment: datetime) -> datetime:
        """Return the moment itself while the office is open, else when it opens next."""
        if self.is_open(moment):
            return moment
        today = moment.date()
        first = today if moment.time() < self.opens else today + _A_DAY
        return datetime.combine(self.next_working_day(first), self.opens, moment.tzinfo)

    def deadline(self, received: datetime, days: int) -> datetime:
        """Return closing time of the last of so many working days.

        What comes after hours or on a day off counts as received at the next opening.
        """
        last = self.add_working_days(self.next_opening(received).date(), days)
        return datetime.combine(last, self.closes, received.tzinfo)
