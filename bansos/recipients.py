"""A row of a list of recipients or payments: checked, or refused cell by cell."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bansos.desil import read_desil
from bansos.fields import read_sex, read_unit
from bansos.household import Relation
from bansos.numbers import Kk, Nik, Sex
from bansos.programmes import (
    Component,
    Period,
    Programme,
    read_period,
    read_programme,
)
from bansos.regions import Regions
from bansos.rows import Row
from bansos.sheets import (
    Cell,
    Column,
    Columns,
    Doubt,
    HeaderFault,
    Reason,
    RowFault,
    read_columns,
)

__all__ = [
    "Cell",
    "Column",
    "Columns",
    "Doubt",
    "Duplicates",
    "HeaderFault",
    "Payment",
    "Reason",
    "Recipient",
    "RowFault",
    "read_header",
    "read_payment",
    "read_payment_header",
    "read_row",
]

_HASHES: Final = 1 << 31
_NO_DESIL: Final = frozenset({"belum ada desil", "belum ada", "-", "tidak ada"})
_BY_CODE: Final = frozenset({Column.VILLAGE_CODE})
_BY_NAMES: Final = frozenset({Column.DISTRICT, Column.VILLAGE})
_RECIPIENT_NEEDS: Final = (
    (frozenset({Column.KK}),),
    (frozenset({Column.NIK}),),
    (frozenset({Column.NAME}),),
    (_BY_CODE, _BY_NAMES),
)
_PAYMENT_NEEDS: Final = (
    (frozenset({Column.NIK}),),
    (frozenset({Column.PERIOD}),),
    (frozenset({Column.STATUS}),),
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """A checked row. ``village`` is a dotted code; ``status`` the office's own words.

    ``birth_date`` and ``sex`` come from their columns, else from the NIK. ``doubts`` are for the
    eyes of whoever imports.
    """

    row: int
    kk: Kk
    nik: Nik
    name: str
    birth_date: date
    sex: Sex
    village: str
    address: str = ""
    rt: str = ""
    rw: str = ""
    programme: Programme | None = None
    period: Period | None = None
    status: str = ""
    desil: int | None = None
    pkh_number: str = field(default="", repr=False)
    relation: Relation | None = None
    components: frozenset[Component] = frozenset()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Payment:
    """A checked row of a pay list, which need not repeat who and where."""

    row: int
    nik: Nik
    kk: Kk | None
    programme: Programme | None
    period: Period
    status: str


def read_header(cells: Sequence[Cell]) -> Columns | HeaderFault:
    """Recognise a list of recipients: No KK, NIK, name, and the village by code or by names."""
    return read_columns(cells, _RECIPIENT_NEEDS)


def read_payment_header(cells: Sequence[Cell]) -> Columns | HeaderFault:
    """Recognise a pay list: NIK, period and status; No KK and programme where there are any."""
    return read_columns(cells, _PAYMENT_NEEDS)


def read_row(
    number: int,
    cells: Sequence[Cell],
    columns: Columns,
    regions: Regions,
    allowed_regions: Collection[str],
    today: date,
) -> Recipient | list[RowFault]:
    """Check one row; every wrong cell is named at once.

    ``number`` counts rows as the spreadsheet shows them. ``allowed_regions``: dotted codes of the
    regencies that the office serves; a village outside is refused.
    """
    row = Row(number, cells, columns)
    kk, nik, name = row.kk(today), row.nik(today), row.name()
    village = row.village(regions, allowed_regions)
    born, sex = row.born(today), row.optional(Column.SEX, read_sex, Reason.BAD_SEX)
    paid = _paid(row)
    desil = row.optional(Column.DESIL, _desil, Reason.BAD_DESIL)
    pkh_number, components = row.pkh_number(), row.components()
    if row.faults or kk is None or nik is None or village is None:
        return row.faults
    row.doubt_numbers(kk, nik, born, sex)
    row.doubt(Doubt.NIK_REGION_UNKNOWN, when=not regions.known(nik.district))
    return Recipient(
        number, kk, nik, name, born or nik.birth_date, sex or nik.sex, village,
        row.text(Column.ADDRESS), read_unit(row.text(Column.RT)), read_unit(row.text(Column.RW)),
        *paid, desil or None, pkh_number, row.relation(), components, tuple(row.doubts),
    )  # fmt: skip


def _paid(row: Row) -> tuple[Programme | None, Period | None, str]:
    programme = row.optional(Column.PROGRAMME, read_programme, Reason.UNKNOWN_PROGRAMME)
    period = row.optional(Column.PERIOD, read_period, Reason.BAD_PERIOD)
    return programme, period, row.text(Column.STATUS)


def _desil(text: str) -> int | None:
    """Return 1-10, or 0 where the list says that there is none yet ("BELUM ADA DESIL")."""
    return 0 if text.casefold() in _NO_DESIL else read_desil(text)


def read_payment(
    number: int, cells: Sequence[Cell], columns: Columns, today: date
) -> Payment | list[RowFault]:
    """Check one row of a pay list; the status may be any words, even new ones."""
    row = Row(number, cells, columns)
    nik = row.nik(today)
    kk = row.kk(today) if row.text(Column.KK) else None
    programme, period, status = _paid(row)
    for column in (Column.PERIOD, Column.STATUS):
        if not row.text(column):
            row.wrong(column, Reason.MISSING)
    if row.faults or nik is None or period is None:
        return row.faults
    return Payment(number, nik, kk, programme, period, status)


class Duplicates:
    """Finds one NIK in two families within a file, keeping only hashes: about 30 MB a file.

    The same NIK with the same No. KK is allowed: one row per programme or quarter.
    """

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}

    def add(self, row: int, nik: Nik, kk: Kk) -> RowFault | None:
        """Remember a row; return a fault naming the earlier row of this NIK in another family."""
        family = hash(kk.value) % _HASHES
        seen = self._seen.setdefault(hash(nik.value), row * _HASHES + family)
        earlier, earlier_family = divmod(seen, _HASHES)
        if earlier_family == family:
            return None
        return RowFault(
            row, Column.NIK, nik.masked, Reason.TWO_FAMILIES, kk.masked, other_row=earlier
        )
