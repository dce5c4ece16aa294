"""Reading the cells of a list: dates, sex, relation, RT and RW."""

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from bansos.household import Relation
from bansos.numbers import Sex
from bansos.shapes import real_date
from bansos.sheets import Cell

OLDEST: Final = 120
_MONTH_STARTS: Final = (
    "jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des",
)  # fmt: skip
_OTHER_STARTS: Final = {
    "peb": 2, "mrt": 3, "may": 5, "agt": 8, "ags": 8, "aug": 8, "oct": 10, "nop": 11, "dec": 12,
}  # fmt: skip
_MONTHS: Final = {start: number for number, start in enumerate(_MONTH_STARTS, 1)} | _OTHER_STARTS
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[/\-. ](\d{1,2})[/\-. ](\d{4})")
_YEAR_FIRST: Final = re.compile(r"(\d{4})[/\-.](\d{1,2})[/\-.](\d{1,2})(?:[ T]00:00(?::00)?)?")
_NAMED: Final = re.compile(r"(\d{1,2})[ \-]{1,2}([a-z]{3,9})\.?[ \-]{1,2}(\d{4})")
_SEXES: Final = (
    (Sex.MALE, "l lk laki lakilaki pria male m"),
    (Sex.FEMALE, "p pr perempuan wanita female f"),
)
_SEX_BY_NAME: Final = {name: sex for sex, names in _SEXES for name in names.split()}
_RELATIONS: Final = (
    (Relation.KEPALA, "kepala kepalakeluarga kepalarumahtangga kk krt"),
    (Relation.SUAMI, "suami"),
    (Relation.ISTRI, "istri isteri"),
    (Relation.ANAK, "anak anakkandung anaktiri anakangkat"),
    (Relation.MENANTU, "menantu"),
    (Relation.CUCU, "cucu"),
    (Relation.ORANG_TUA, "orangtua ortu ibu ayah bapak"),
    (Relation.MERTUA, "mertua"),
    (Relation.FAMILI_LAIN, "famililain familylain keluargalain saudara adik kakak keponakan"),
    (Relation.LAINNYA, "lainnya lain pembantu"),
)
_RELATION_BY_NAME: Final = {name: key for key, names in _RELATIONS for name in names.split()}
_UNIT: Final = re.compile(r"(?:r\.?[tw]\.?)?\s*0*(\d{1,3})(?:\.0)?", re.IGNORECASE)
_UNIT_WIDTH: Final = 3


def read_date(cell: Cell) -> date | None:
    """Read 31/12/1980, 31-12-1980, 1980-12-31, "31 Des 1980" or a date cell.

    The day comes before the month; a two-digit year or a serial number is no date.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    return _written_date(cell.strip()) if isinstance(cell, str) else None


@lru_cache(maxsize=4096)
def _written_date(text: str) -> date | None:
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
        return real_date(int(day), int(month), int(year))
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
        return real_date(int(day), int(month), int(year))
    if found := _NAMED.fullmatch(text.casefold()):
        day, name, year = found.groups()
        return real_date(int(day), _MONTHS.get(name[:3], 0), int(year))
    return None


def plausible_birth(born: date, today: date) -> bool:
    """Tell whether somebody born then can live today: not in the future, at most 120 years."""
    return born <= today and today.year - born.year <= OLDEST


def read_sex(text: str) -> Sex | None:
    return _SEX_BY_NAME.get(_letters(text))


def read_relation(text: str) -> Relation | None:
    return _RELATION_BY_NAME.get(_letters(text))


def read_unit(text: str) -> str:
    """Return RT or RW as three digits ("003"), or the short text as it stands."""
    found = _UNIT.fullmatch(text)
    return found[1].zfill(_UNIT_WIDTH) if found else text


@lru_cache(maxsize=256)
def _letters(text: str) -> str:
    return "".join(char for char in text[:40].casefold() if char.isalpha())
