"""Reading the 16-digit numbers of a family: the NIK of a person and the No. KK.

Structure by Permendagri and field use (Dukcapil Klaten: "Arti NIK"): six digits region of first
registration, six digits date, four digits serial. There is no check digit, so a mistyped number
often still reads well: always read it back, masked.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from bansos.number_text import KK_LABEL, NIK_LABEL, Fault, FaultKind, sixteen_digits
from bansos.redaction import SecretKind, Span, find_secrets, redact
from bansos.shapes import NUMBER_LENGTH, WOMAN_DAY_OFFSET, digits, real_date

__all__ = [
    "Fault",
    "FaultKind",
    "Kk",
    "Nik",
    "SecretKind",
    "Sex",
    "Span",
    "digits",
    "find_secrets",
    "mask",
    "read_kk",
    "read_nik",
    "redact",
]

_OLDEST: Final = 120
_FIRST_KK_YEAR: Final = 1990
_SHOWN: Final = 2


class Sex(StrEnum):
    """As told by the day in the NIK; the letters are those of the KTP."""

    MALE = "L"
    FEMALE = "P"


@dataclass(frozen=True, slots=True, repr=False)
class Nik:
    """A well-formed NIK. Its ``repr`` is masked, so that no log can show it.

    ``region`` is the six-digit district code of first registration, which may be old or far
    away: an unknown one is a warning, never a refusal. ``other_birth_date`` is the reading one
    century earlier where that person would be at most 120, else None.
    """

    value: str
    birth_date: date
    other_birth_date: date | None
    sex: Sex

    @property
    def region(self) -> str:
        return self.value[:6]

    @property
    def district(self) -> str:
        """The region with dots, as in the code list: "35.26.08"."""
        return _dotted(self.value)

    @property
    def serial(self) -> str:
        return self.value[12:]

    @property
    def masked(self) -> str:
        return mask(self.value)

    def __repr__(self) -> str:
        return f"Nik({self.masked})"


@dataclass(frozen=True, slots=True, repr=False)
class Kk:
    """A well-formed No. KK, with the date on which this sheet was recorded.

    ``doubtful``: recorded before 1990, so more likely the NIK of a man. A warning only.
    """

    value: str
    recorded: date

    @property
    def region(self) -> str:
        return self.value[:6]

    @property
    def district(self) -> str:
        """The region with dots, as in the code list: "35.26.08"."""
        return _dotted(self.value)

    @property
    def last_six(self) -> str:
        """What the light proof asks for."""
        return self.value[-6:]

    @property
    def doubtful(self) -> bool:
        return self.recorded.year < _FIRST_KK_YEAR

    @property
    def masked(self) -> str:
        return mask(self.value)

    def __repr__(self) -> str:
        return f"Kk({self.masked})"


def mask(number: str) -> str:
    """Return the first two and last two characters with bullets between: "35••••••••••••03"."""
    hidden = max(0, len(number) - 2 * _SHOWN)
    return number[:_SHOWN] + "•" * hidden + number[len(number) - _SHOWN :] if hidden else "••••"


def read_nik(text: str, today: date) -> Nik | Fault:
    """Read a NIK, alone or with words around it ("NIK saya 3526 0845 ...").

    Day 1-31 is a man, 41-71 a woman. The century is 20yy unless that lies in the future.
    """
    number = sixteen_digits(text, NIK_LABEL, KK_LABEL, FaultKind.IS_KK)
    return number if isinstance(number, Fault) else _nik(number, today)


def read_kk(text: str, today: date) -> Kk | Fault:
    """Read a No. KK. A day above 40 can only stand in the NIK of a woman: ``IS_NIK``."""
    number = sixteen_digits(text, KK_LABEL, NIK_LABEL, FaultKind.IS_NIK)
    return number if isinstance(number, Fault) else _kk(number, today)


def _nik(number: str, today: date) -> Nik | Fault:
    day = int(number[6:8])
    sex = Sex.FEMALE if day > WOMAN_DAY_OFFSET else Sex.MALE
    dates = _dates(day - WOMAN_DAY_OFFSET if sex is Sex.FEMALE else day, number, today)
    if isinstance(dates, Fault):
        return dates
    born, other = dates[0], dates[1] if len(dates) > 1 else None
    return Nik(number, born, other, sex)


def _kk(number: str, today: date) -> Kk | Fault:
    day = int(number[6:8])
    dates = _dates(day, number, today)
    if not isinstance(dates, Fault):
        return Kk(number, dates[0])
    womans = day > WOMAN_DAY_OFFSET and isinstance(_nik(number, today), Nik)
    return Fault(FaultKind.IS_NIK, NUMBER_LENGTH) if womans else dates


def _dates(day: int, number: str, today: date) -> tuple[date, ...] | Fault:
    """Return the possible dates, the likeliest first: not in the future, 120 years at most."""
    last_day = 31
    if not 1 <= day <= last_day:
        return Fault(FaultKind.BAD_DAY, NUMBER_LENGTH)
    if number[12:] == "0000":
        return Fault(FaultKind.SERIAL_ZERO, NUMBER_LENGTH)
    month, year = int(number[8:10]), int(number[10:12])
    both = (real_date(day, month, 2000 + year), real_date(day, month, 1900 + year))
    possible = tuple(found for found in both if found and _plausible(found, today))
    return possible or Fault(FaultKind.BAD_DATE, NUMBER_LENGTH)


def _plausible(born: date, today: date) -> bool:
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return born <= today and age <= _OLDEST


def _dotted(number: str) -> str:
    return f"{number[:2]}.{number[2:4]}.{number[4:6]}"


_FAMILY_NUMBER: Final = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){15}(?!\d)")
"""A NIK or No. KK in free words; a phone number is shorter and may be needed."""


def without_family_numbers(text: str) -> str:
    """Mask each whole NIK or No. KK: of what was told unasked four digits are enough."""
    return _FAMILY_NUMBER.sub(lambda found: mask(digits(found.group())), text)
