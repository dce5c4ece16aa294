"""The bare shapes of the numbers people send, judged without a clock.

A shape never proves that a number exists: neither the NIK nor the No. KK has a check digit.
"""

import unicodedata
from datetime import date
from typing import Final

NUMBER_LENGTH: Final = 16
PKH_NUMBER_LENGTH: Final = 15
WOMAN_DAY_OFFSET: Final = 40

_DROPPED: Final = str.maketrans("", "", "".join(map(chr, range(33))) + "\x7f.-;")
_IGNORED_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Mn", "Pd", "Zs", "Zl", "Zp"})

# Provinces of the Kemendagri code list as carried by idn-area-data 4.0.1.
_PROVINCE_CODES: Final = (
    "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65 "
    "71 72 73 74 75 76 81 82 91 92 93 94 95 96"
)
_PROVINCES: Final = frozenset(_PROVINCE_CODES.split())
_LAST_KABUPATEN: Final = 39  # East and Central Java have 29; the rest is room to grow
_FIRST_KOTA: Final = 71
_LAST_KOTA: Final = 79

# First digits of debit cards of the banks that pay bansos, and of their neighbours. General
# knowledge, unverified: used only to refuse and to remove a number, never told to anybody.
CARD_PREFIXES: Final = (
    "6013",  # BRI
    "5221",  # BRI
    "5223",  # BRI
    "1946",  # BNI
    "5264",  # BNI
    "5371",  # BNI
    "4616",  # Mandiri
    "4617",  # Mandiri
    "4097",  # Mandiri
    "4098",  # Mandiri
    "6032",  # Mandiri
    "4215",  # BTN
    "4213",  # BTN
    "6221",  # BTN
    "4511",  # BSI
    "6034",  # BSI
    "6019",  # BCA
    "5379",  # BCA
)


def digits(text: str) -> str:
    """Return ``text`` without spaces, dots, dashes and control marks, its digits as ASCII.

    Arabic-Indic, full-width and every other Unicode decimal become 0-9. Anything else stays, so
    that ``result.isdecimal()`` tells whether the person wrote a number only.
    """
    if text.isascii():
        return text.translate(_DROPPED)
    return "".join(map(_plain, text)).translate(_DROPPED)


def _plain(char: str) -> str:
    value = unicodedata.decimal(char, None)
    if value is not None:
        return str(value)
    return "" if unicodedata.category(char) in _IGNORED_CATEGORIES else char


def plausible_region(number: str) -> bool:
    """Tell whether the first four digits can be a province and a kabupaten or kota."""
    regency = int(number[2:4])
    known = 1 <= regency <= _LAST_KABUPATEN or _FIRST_KOTA <= regency <= _LAST_KOTA
    return known and number[:2] in _PROVINCES


def real_date(day: int, month: int, year: int) -> date | None:
    """Return the date, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def looks_like_nik(number: str) -> bool:
    """Tell whether 16 ASCII digits can be a NIK or a No. KK: region, date and serial in place.

    The day may carry +40 (a woman's NIK); 29 February is accepted whatever the century.
    """
    day = int(number[6:8])
    day -= WOMAN_DAY_OFFSET if day > WOMAN_DAY_OFFSET else 0
    dated = real_date(day, int(number[8:10]), 2000 if number[6:10] in ("2902", "6902") else 2001)
    return dated is not None and number[12:] != "0000" and plausible_region(number)


def looks_like_card(number: str) -> bool:
    """Tell whether 16 ASCII digits are a bank card: known first digits and a right Luhn sum.

    A number that can also be a NIK or No. KK is none: their reading wins.
    """
    known = number.startswith(CARD_PREFIXES)
    return known and luhn(number) and not looks_like_nik(number)


def luhn(number: str) -> bool:
    """Tell whether the last digit is the check digit of the others, as on every bank card."""
    odd = sum(map(int, number[-1::-2]))
    even = sum(sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return (odd + even) % 10 == 0
