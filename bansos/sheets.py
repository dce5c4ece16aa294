"""Spreadsheets of an office: which column is which, and what is wrong in a row."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Final, TypeAlias

from rapidfuzz.distance import OSA

from bansos.numbers import FaultKind, mask
from bansos.shapes import digits

Cell: TypeAlias = str | int | float | bool | date | time | timedelta | None
"""A cell as the readers of CSV and XLSX give it; a ``datetime`` is a ``date``."""


class Column(StrEnum):
    KK = "kk"
    NIK = "nik"
    NAME = "name"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    ADDRESS = "address"
    RT = "rt"
    RW = "rw"
    VILLAGE_CODE = "village_code"
    DISTRICT = "district"
    VILLAGE = "village"
    PROGRAMME = "programme"
    PERIOD = "period"
    STATUS = "status"
    DESIL = "desil"
    PKH_NUMBER = "pkh_number"
    RELATION = "relation"
    COMPONENT = "component"


# As offices head them, without case, spaces and marks.
_HEADINGS: Final = {
    Column.KK: "nokk nomorkk kk nkk nomorkartukeluarga nokartukeluarga kartukeluarga idkk",
    Column.NIK: "nik nonik nomorindukkependudukan noktp nomornik nikktp nikpengurus nikkpm",
    Column.NAME: (
        "nama namalengkap namapenerima namakpm namapengurus namapenerimamanfaat namaanggota "
        "namaart namapm"
    ),
    Column.BIRTH_DATE: "tanggallahir tgllahir tgllhr tanggallhr tgllahirktp dob",
    Column.SEX: "jk jeniskelamin lp kelamin gender sex jnskelamin",
    Column.ADDRESS: "alamat alamatlengkap alamatrumah alamatktp jalan",
    Column.RT: "rt nort",
    Column.RW: "rw norw",
    Column.VILLAGE_CODE: (
        "kodedesa kodewilayah kodekelurahan kodedesakelurahan kodekeldesa iddesa kdesa kddesa "
        "kodekemendagri kodewil kodedesakel"
    ),
    Column.DISTRICT: "kecamatan kec namakecamatan namakec",
    Column.VILLAGE: (
        "desa kelurahan desakelurahan kelurahandesa desakel keldesa namadesa namakelurahan "
        "namadesakelurahan namakelurahandesa"
    ),
    Column.PROGRAMME: "program bansos jenisbansos jenisbantuan namaprogram bantuan programbansos",
    Column.PERIOD: "periode tahap triwulan periodesalur periodebayar tahapsalur",
    Column.STATUS: "status keterangan statussalur statusbayar statuspencairan ket statusbansos",
    Column.DESIL: "desil peringkatdesil desilnasional desildtsen",
    Column.PKH_NUMBER: (
        "nopesertapkh nomorpesertapkh nopeserta nomorpeserta idpesertapkh idpkh nopkh"
    ),
    Column.RELATION: (
        "hubungankeluarga hubungan hubkeluarga shdk hubungandengankk statushubungan "
        "statushubungankeluarga hubungandalamkeluarga hubkel"
    ),
    Column.COMPONENT: "komponen komponenpkh kategorikomponen",
}
_COLUMN_BY_HEADING: Final = {
    heading: column for column, spelled in _HEADINGS.items() for heading in spelled.split()
}
# Headings that count only where no better one names the column.
_WEAK: Final = frozenset({"keterangan", "ket", "bantuan", "hubungan", "jalan"})
# Never read, however close to another name: card, account and a bank's secret question.
_NEVER: Final = frozenset(
    {"kks", "nokks", "nomorkks", "norek", "norekening", "nomorrekening", "pin", "namaibukandung"},
)
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)")
_SHORTEST_WITH_ERROR: Final = 5
_SHORTEST_WITH_TWO: Final = 9
_LONGEST_SHOWN: Final = 40
_SECRET_COLUMNS: Final = frozenset({Column.KK, Column.NIK, Column.PKH_NUMBER})
_LONG_NUMBER: Final = re.compile(r"\d{6,}")


class Reason(StrEnum):
    """Why a row is refused."""

    MISSING = "missing"
    NUMERIC_CELL = "numeric_cell"
    SCIENTIFIC = "scientific"
    BAD_NUMBER = "bad_number"
    TOO_LONG = "too_long"
    BAD_NAME = "bad_name"
    BAD_DATE = "bad_date"
    BAD_SEX = "bad_sex"
    BAD_CODE = "bad_code"
    UNKNOWN_REGION = "unknown_region"
    OUTSIDE = "outside"
    UNKNOWN_DISTRICT = "unknown_district"
    UNKNOWN_VILLAGE = "unknown_village"
    AMBIGUOUS_PLACE = "ambiguous_place"
    UNKNOWN_PROGRAMME = "unknown_programme"
    BAD_PERIOD = "bad_period"
    BAD_DESIL = "bad_desil"
    UNKNOWN_COMPONENT = "unknown_component"
    TWO_FAMILIES = "two_families"
    UNKNOWN_PERSON = "unknown_person"
    OTHER_FAMILY = "other_family"
    WHICH_PROGRAMME = "which_programme"


class Doubt(StrEnum):
    """What is odd in a row that is taken all the same."""

    NIK_DATE_DIFFERS = "nik_date_differs"
    NIK_SEX_DIFFERS = "nik_sex_differs"
    NIK_REGION_UNKNOWN = "nik_region_unknown"
    KK_LOOKS_LIKE_NIK = "kk_looks_like_nik"
    PLACE_GUESSED = "place_guessed"
    RELATION_UNKNOWN = "relation_unknown"


@dataclass(frozen=True, slots=True)
class RowFault:
    """One wrong cell: where, what stands there (masked), why, and what would be right.

    ``row`` counts from 1 as the spreadsheet shows it. ``number`` says more of a bad NIK or KK;
    ``other_row`` is the row it collides with, for ``TWO_FAMILIES``.
    """

    row: int
    column: Column
    shown: str
    reason: Reason
    example: str = ""
    number: FaultKind | None = None
    other_row: int | None = None


@dataclass(frozen=True, slots=True)
class RowPlace:
    """What the cells of a place came to: a village code, or the column at fault and why."""

    column: Column
    code: str = ""
    reason: Reason | None = None
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class HeaderFault:
    """A header that cannot be used: columns that lack, and headings that say the same."""

    missing: tuple[Column, ...]
    duplicates: tuple[tuple[Column, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each column stands in this file. ``ignored``: headings that mean nothing here."""

    at: Mapping[Column, int]
    ignored: tuple[str, ...] = ()
    places: dict[tuple[str, str, str], RowPlace] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Places already looked up in this file: a few hundred names for 200,000 rows."""


def read_columns(
    cells: Sequence[Cell], needed: Iterable[Collection[frozenset[Column]]]
) -> Columns | HeaderFault:
    """Recognise the headings, in any order, case and spelling, with small errors.

    ``needed``: for each need the sets of columns of which one must be there whole.
    """
    exact, rest = _exact(cells)
    found = exact | _close(rest, exact)
    duplicates = tuple(
        (column, tuple(str(cells[at]) for at in places))
        for column, places in found.items()
        if len(places) > 1
    )
    missing = _missing(frozenset(found), needed)
    if missing or duplicates:
        return HeaderFault(missing, duplicates)
    used = {at for places in found.values() for at in places}
    ignored = tuple(str(cell) for at, cell in enumerate(cells) if cell and at not in used)
    return Columns({column: places[0] for column, places in found.items()}, ignored)


def _exact(cells: Sequence[Cell]) -> tuple[dict[Column, list[int]], dict[int, str]]:
    found: dict[Column, list[int]] = {}
    rest: dict[int, str] = {}
    for at, cell in enumerate(cells):
        said = _IN_BRACKETS.sub("", str(cell or "")[:60]).casefold()
        heading = "".join(char for char in said if char.isalnum())
        column = _COLUMN_BY_HEADING.get(heading)
        if column and heading not in _WEAK:
            found.setdefault(column, []).append(at)
        elif heading and heading not in _NEVER:
            rest[at] = heading
    return found, rest


def _close(rest: Mapping[int, str], taken: Collection[Column]) -> dict[Column, list[int]]:
    """Give the misspelled headings a column that no other heading has."""
    found: dict[Column, list[int]] = {}
    for at, heading in rest.items():
        errors = (len(heading) >= _SHORTEST_WITH_ERROR) + (len(heading) >= _SHORTEST_WITH_TWO)
        near = {
            column
            for known, column in _COLUMN_BY_HEADING.items()
            if column not in taken and OSA.distance(heading, known, score_cutoff=errors) <= errors
        }
        if len(near) == 1:
            found.setdefault(near.pop(), []).append(at)
    return found


def _missing(
    found: frozenset[Column], needed: Iterable[Collection[frozenset[Column]]]
) -> tuple[Column, ...]:
    lacking = (
        min(need, key=lambda columns: (len(columns - found), -len(columns & found))) - found
        for need in needed
        if not any(columns <= found for columns in need)
    )
    return tuple(sorted({column for columns in lacking for column in columns}, key=_order))


def _order(column: Column) -> int:
    return tuple(Column).index(column)


def shown(column: Column, cell: Cell) -> str:
    """Return the cell as a fault may show it: numbers of persons masked, the rest shortened."""
    text = str(cell if cell is not None else "").strip()[:_LONGEST_SHOWN]
    if column in _SECRET_COLUMNS:
        return mask(digits(text)) if text else ""
    if column is Column.VILLAGE_CODE:
        return text
    return _LONG_NUMBER.sub(lambda found: mask(found.group()), text)
