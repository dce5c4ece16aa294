"""Finding the one 16-digit number that somebody means, with or without words around it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bansos.redaction import SecretKind, find_secrets
from bansos.shapes import (
    NUMBER_LENGTH,
    PKH_NUMBER_LENGTH,
    digits,
    looks_like_card,
    plausible_region,
)

KK_LABEL: Final = re.compile(r"\b(?:no)?k\.?k\b|kartu\W?keluarga", re.IGNORECASE)
NIK_LABEL: Final = re.compile(r"\bnik\b|\bktp\b", re.IGNORECASE)

_LONGEST_TEXT: Final = 200
_RUN: Final = re.compile(r"\d(?:[^\S\n]?[.\-]?[^\S\n]?\d)*")
_SHORTEST_RUN: Final = 6
_TYPED_SECRETS: Final = frozenset({SecretKind.PIN, SecretKind.OTP, SecretKind.CVV})


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


def sixteen_digits(
    text: str, own: re.Pattern[str], other: re.Pattern[str], other_kind: FaultKind
) -> str | Fault:
    """Return the number as 16 ASCII digits.

    Where a message holds several, the one labelled as ``own`` wins, then one without a label;
    when all are labelled as ``other``, that is the fault.
    """
    number = digits(text)
    if len(number) != NUMBER_LENGTH or not number.isdecimal():
        found = _in_words(text[:_LONGEST_TEXT], number, own, other)
        if found is None:
            return Fault(other_kind, NUMBER_LENGTH)
        if isinstance(found, Fault):
            return found
        number = found
    return Fault(FaultKind.IS_CARD, NUMBER_LENGTH) if looks_like_card(number) else number


def _in_words(
    text: str, number: str, own: re.Pattern[str], other: re.Pattern[str]
) -> str | Fault | None:
    if not number:
        return Fault(FaultKind.EMPTY)
    runs = list(_RUN.finditer(text))
    whole = [run for run in runs if len(digits(run.group())) == NUMBER_LENGTH]
    if whole:
        return _labelled(text, whole, own, other)
    if any(span.kind in _TYPED_SECRETS for span in find_secrets(text)):
        return Fault(FaultKind.IS_PIN)
    longest = max((digits(run.group()) for run in runs), key=len, default="")
    if number.isdecimal():
        return _wrong_length(number)
    if len(longest) < _SHORTEST_RUN:
        return Fault(FaultKind.NOT_DIGITS, sum(map(str.isdecimal, number)))
    return _wrong_length(longest)


def _labelled(
    text: str, runs: list[re.Match[str]], own: re.Pattern[str], other: re.Pattern[str]
) -> str | None:
    """Judge each number by the words since the one before it; a single one by the whole text."""
    starts = [0, *(run.end() for run in runs)]
    before = [text[start : run.start()] for start, run in zip(starts, runs, strict=False)]
    said = before if len(runs) > 1 else [text]
    numbers = [digits(run.group()) for run in runs]
    free = [number for number, words in zip(numbers, said, strict=True) if not other.search(words)]
    named = [number for number, words in zip(numbers, said, strict=True) if own.search(words)]
    return next(iter(named or free), None)


def _wrong_length(number: str) -> Fault:
    count = len(number)
    if count == PKH_NUMBER_LENGTH and plausible_region(number):
        return Fault(FaultKind.IS_PKH_NUMBER, count)
    return Fault(FaultKind.TOO_SHORT if count < NUMBER_LENGTH else FaultKind.TOO_LONG, count)
