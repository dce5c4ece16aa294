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

from bansos.redaction import SecretKind, Span, find_secrets, redact
from bansos.shapes import (
    NUMBER_LENGTH,
    PKH_NUMBER_LENGTH,
    WOMAN_DAY_OFFSET,
    digits,
    looks_like_card,
    plausible_region,
    real_date,
)

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
_LONGEST_TEXT: Final = 200
_NUMBER_IN_WORDS: Final = re.compile(r"\d(?:[\s.\-]{0,2}\d)*")
_SHORTEST_NUMBER_IN_WORDS: Final = 6
_KK_LABEL: Final = re.compile(r"\bk\.?k\b|kartu\W?keluarga", re.IGNORECASE)
_NIK_LABEL: Final = re.compile(r"\bnik\b|\bktp\b", re.IGNORECASE)
_TYPED_SECRETS: Final = frozenset({SecretKind.PIN, SecretKind.OTP, SecretKind.CVV})


class Sex(StrEnum):
    """As told by the day in the NIK; the letters are those of the KTP."""

    MALE = "L"
    FEMALE = "P"


class FaultKind(StrEnum):
    """Why a number was not taken."""

    EMPTY = "empty"
    NOT_DIGITS = "not_digits"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    BAD_DAY = "bad_day"
    BAD_DATE = "bad_date"
    SERIAL_ZERO = "serial_zero"
    IS_KK = "is_kk"
    IS_NIK = "is_nik"
    IS_CARD = "is_card"
    IS_PKH_NUMBER = "is_pkh_number"
    IS_PIN = "is_pin"


@dataclass(frozen=True, slots=True)
class Fault:
    """A refused number: why, and how many digits were seen. Never the number itself.

    ``IS_PKH_NUMBER`` (15 digits) may also be a NIK that lacks one digit: say both.
    """

    kind: FaultKind
    count: int = 0


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
    number = _sixteen_digits(text, _KK_LABEL, FaultKind.IS_KK)
    return number if isinstance(number, Fault) else _nik(number, today)


def read_kk(text: str, today: date) -> Kk | Fault:
    """Read a No. KK. A day above 40 can only stand in the NIK of a woman: ``IS_NIK``."""
    number = _sixteen_digits(text, _NIK_LABEL, FaultKind.IS_NIK)
    return number if isinstance(number, Fault) else _kk(number, today)


def _sixteen_digits(text: str, other: re.Pattern[str], other_kind: FaultKind) -> str | Fault:
    number = digits(text)
    if len(number) != NUMBER_LENGTH or not number.isdecimal():
        found = _in_words(text[:_LONGEST_TEXT], number)
        if isinstance(found, Fault):
            return found
        if other.search(text):
            return Fault(other_kind, NUMBER_LENGTH)
        number = found
    return Fault(FaultKind.IS_CARD, NUMBER_LENGTH) if looks_like_card(number) else number


def _in_words(text: str, number: str) -> str | Fault:
    """Return the only long number among the words, if it has 16 digits."""
    if not number:
        return Fault(FaultKind.EMPTY)
    if number.isdecimal():
        return _wrong_length(number)
    if any(span.kind in _TYPED_SECRETS for span in find_secrets(text)):
        return Fault(FaultKind.IS_PIN)
    runs = [digits(run.group()) for run in _NUMBER_IN_WORDS.finditer(text)]
    longest = max(runs, key=len, default="")
    if len(longest) < _SHORTEST_NUMBER_IN_WORDS:
        return Fault(FaultKind.NOT_DIGITS, sum(map(len, runs)))
    return longest if len(longest) == NUMBER_LENGTH else _wrong_length(longest)


def _wrong_length(number: str) -> Fault:
    count = len(number)
    if count == PKH_NUMBER_LENGTH and plausible_region(number):
        return Fault(FaultKind.IS_PKH_NUMBER, count)
    return Fault(FaultKind.TOO_SHORT if count < NUMBER_LENGTH else FaultKind.TOO_LONG, count)


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
