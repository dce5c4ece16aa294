"""One row of a spreadsheet while it is read: what it says, what is wrong, what is odd."""

import re
from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Final, TypeVar

from bansos.fields import plausible_birth, read_date, read_relation
from bansos.household import Relation
from bansos.numbers import Fault, FaultKind, Kk, Nik, Sex, read_kk, read_nik
from bansos.programmes import Component, read_component
from bansos.regions import Nothing, One, Regions, Several, dotted
from bansos.shapes import NUMBER_LENGTH, PKH_NUMBER_LENGTH, digits
from bansos.sheets import Cell, Column, Columns, Doubt, Reason, RowFault, RowPlace, shown
from bansos.staff import in_charge

_LONGEST_TEXT: Final = 200
_LONGEST_NAME: Final = 100
_MOST_PLACES: Final = 20_000
_VILLAGE_LENGTH: Final = 13
_SCIENTIFIC: Final = re.compile(r"\d(?:[.,]\d+)?e\+?\d+", re.IGNORECASE)
_SEPARATORS: Final = re.compile(r"[,;+&]")
_EXAMPLES: Final = {
    Column.KK: "3526081203120004",
    Column.NIK: "3526084507820003",
    Column.NAME: "Siti Aminah",
    Column.BIRTH_DATE: "31/12/1980",
    Column.SEX: "P",
    Column.VILLAGE_CODE: "35.26.08.2012",
    Column.DISTRICT: "Sepulu",
    Column.VILLAGE: "Labuhan",
    Column.PROGRAMME: "PKH",
    Column.PERIOD: "TW4 2026",
    Column.STATUS: "SPM",
    Column.DESIL: "4",
    Column.PKH_NUMBER: "352608123456789",
    Column.COMPONENT: "SD",
}
_Read = TypeVar("_Read")


class Row:
    """Reads its cells one by one; a wrong one lands in ``faults``, an odd one in ``doubts``."""

    __slots__ = ("_cells", "_columns", "_number", "doubts", "faults")

    def __init__(self, number: int, cells: Sequence[Cell], columns: Columns) -> None:
        self._number = number
        self._cells = cells
        self._columns = columns
        self.faults: list[RowFault] = []
        self.doubts: list[Doubt] = []

    def cell(self, column: Column) -> Cell:
        at = self._columns.at.get(column)
        return None if at is None or at >= len(self._cells) else self._cells[at]

    def text(self, column: Column) -> str:
        """Return the cell as text: one line, no control marks, a whole number without ".0".

        What looks like a formula stays text: its sting is taken on export.
        """
        cell = self.cell(column)
        if cell is None:
            return ""
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        text = str(cell)
        if not text.isprintable():
            text = "".join(char if char.isprintable() else " " for char in text)
        return " ".join(text.split())[:_LONGEST_TEXT]

    def wrong(self, column: Column, reason: Reason, kind: FaultKind | None = None) -> None:
        seen, example = shown(column, self.cell(column)), _EXAMPLES.get(column, "")
        self.faults.append(RowFault(self._number, column, seen, reason, example, kind))

    def doubt(self, doubt: Doubt, *, when: bool) -> None:
        if when:
            self.doubts.append(doubt)

    def optional(
        self, column: Column, read: Callable[[str], _Read | None], reason: Reason
    ) -> _Read | None:
        """Read a cell that may be empty; what is there must be readable."""
        text = self.text(column)
        found = read(text) if text else None
        if text and found is None:
            self.wrong(column, reason)
        return found

    def kk(self, today: date) -> Kk | None:
        text = self._number_text(Column.KK)
        return None if text is None else self._sound(Column.KK, read_kk(text, today))

    def nik(self, today: date) -> Nik | None:
        text = self._number_text(Column.NIK)
        return None if text is None else self._sound(Column.NIK, read_nik(text, today))

    def _sound(self, column: Column, found: _Read | Fault) -> _Read | None:
        if isinstance(found, Fault):
            self.wrong(column, Reason.BAD_NUMBER, found.kind)
            return None
        return found

    def _number_text(self, column: Column) -> str | None:
        """Return a 16-digit number as text; a number cell has lost its last digit already."""
        cell = self.cell(column)
        if isinstance(cell, str) and len(cell) == NUMBER_LENGTH and cell.isdecimal():
            return cell
        text = self.text(column).lstrip("'`’")
        if isinstance(cell, int | float):
            self.wrong(column, Reason.NUMERIC_CELL)
        elif not text:
            self.wrong(column, Reason.MISSING)
        elif _SCIENTIFIC.fullmatch(text):
            self.wrong(column, Reason.SCIENTIFIC)
        else:
            return text
        return None

    def name(self) -> str:
        text = self.text(Column.NAME)
        if not text:
            self.wrong(Column.NAME, Reason.MISSING)
        elif len(text) > _LONGEST_NAME:
            self.wrong(Column.NAME, Reason.TOO_LONG)
        elif not any(map(str.isalpha, text)):
            self.wrong(Column.NAME, Reason.BAD_NAME)
        return text

    def born(self, today: date) -> date | None:
        cell = self.cell(Column.BIRTH_DATE)
        if cell is None or cell == "" or not self.text(Column.BIRTH_DATE):
            return None
        found = read_date(cell)
        if found is None or not plausible_birth(found, today):
            self.wrong(Column.BIRTH_DATE, Reason.BAD_DATE)
        return found

    def relation(self) -> Relation | None:
        text = self.text(Column.RELATION)
        found = read_relation(text) if text else None
        self.doubt(Doubt.RELATION_UNKNOWN, when=bool(text) and found is None)
        return found

    def components(self) -> frozenset[Component]:
        found = self.optional(Column.COMPONENT, _components, Reason.UNKNOWN_COMPONENT)
        return found or frozenset()

    def pkh_number(self) -> str:
        """Return the participant number, 15 digits; a number cell still holds them all."""
        number = digits(self.text(Column.PKH_NUMBER).lstrip("'"))
        if number and not (len(number) == PKH_NUMBER_LENGTH and number.isdecimal()):
            self.wrong(Column.PKH_NUMBER, Reason.BAD_NUMBER)
        return number

    def village(self, regions: Regions, allowed: Collection[str]) -> str | None:
        """Return the dotted code of the village, by its code or by the names of both places."""
        written = (
            self.text(Column.VILLAGE_CODE),
            self.text(Column.DISTRICT),
            self.text(Column.VILLAGE),
        )
        places = self._columns.places
        place = places.get(written)
        if place is None:
            if len(places) > _MOST_PLACES:
                places.clear()
            place = places[written] = _place(written, regions, allowed)
        if place.reason:
            self.wrong(place.column, place.reason)
            return None
        self.doubt(Doubt.PLACE_GUESSED, when=place.guessed)
        return place.code

    def doubt_numbers(self, kk: Kk, nik: Nik, born: date | None, sex: Sex | None) -> None:
        """Compare the NIK with the other columns: typed by hand, either may be wrong."""
        dates = (None, nik.birth_date, nik.other_birth_date)
        self.doubt(Doubt.NIK_DATE_DIFFERS, when=born not in dates)
        self.doubt(Doubt.NIK_SEX_DIFFERS, when=sex not in (None, nik.sex))
        self.doubt(Doubt.KK_LOOKS_LIKE_NIK, when=kk.doubtful)


def _components(text: str) -> frozenset[Component] | None:
    whole = read_component(text)
    if whole:
        return frozenset({whole})
    found = [read_component(part) for part in _SEPARATORS.split(text) if part.strip()]
    known = frozenset(filter(None, found))
    return known if found and None not in found else None


def _place(written: tuple[str, str, str], regions: Regions, allowed: Collection[str]) -> RowPlace:
    code, district, village = written
    return (
        _by_code(code, regions, allowed)
        if code
        else _by_names(district, village, regions, allowed)
    )


def _by_code(text: str, regions: Regions, allowed: Collection[str]) -> RowPlace:
    code = dotted(text)
    if code is None or len(code) != _VILLAGE_LENGTH:
        return RowPlace(Column.VILLAGE_CODE, reason=Reason.BAD_CODE)
    if not in_charge(allowed, code):
        return RowPlace(Column.VILLAGE_CODE, reason=Reason.OUTSIDE)
    if not regions.known(code):
        return RowPlace(Column.VILLAGE_CODE, reason=Reason.UNKNOWN_REGION)
    return RowPlace(Column.VILLAGE_CODE, code)


def _by_names(district: str, village: str, regions: Regions, allowed: Collection[str]) -> RowPlace:
    if not district or not village:
        lacking = Column.VILLAGE if district else Column.DISTRICT
        return RowPlace(lacking, reason=Reason.MISSING)
    match regions.find_district(district, allowed):
        case Nothing():
            return RowPlace(Column.DISTRICT, reason=Reason.UNKNOWN_DISTRICT)
        case Several():
            return RowPlace(Column.DISTRICT, reason=Reason.AMBIGUOUS_PLACE)
        case One(found, exact):
            return _village_in(found.code, village, regions, guessed=not exact)


def _village_in(district: str, village: str, regions: Regions, *, guessed: bool) -> RowPlace:
    match regions.find_village(village, district):
        case Nothing():
            return RowPlace(Column.VILLAGE, reason=Reason.UNKNOWN_VILLAGE)
        case Several():
            return RowPlace(Column.VILLAGE, reason=Reason.AMBIGUOUS_PLACE)
        case One(found, exact):
            return RowPlace(Column.VILLAGE, found.code, guessed=guessed or not exact)
