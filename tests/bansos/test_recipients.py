from dataclasses import replace
from datetime import date, datetime
from datetime import time as clock_time
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bansos.fields import read_date, read_relation, read_sex, read_unit
from bansos.household import Relation
from bansos.numbers import FaultKind, Kk, Nik, Sex, read_kk, read_nik
from bansos.programmes import Component, Period, Programme
from bansos.recipients import (
    Cell,
    Column,
    Columns,
    Doubt,
    Duplicates,
    HeaderFault,
    Payment,
    Reason,
    Recipient,
    RowFault,
    read_header,
    read_payment,
    read_payment_header,
    read_row,
)
from tests.bansos.material import OFFICE, regions

TODAY: Final = date(2026, 11, 21)
ROW: Final[dict[str, Cell]] = {
    "No. KK": "3526081203120004",
    "NIK": "3526084507820003",
    "Nama Lengkap": "SITI AMINAH",
    "Tgl Lahir": "05/07/1982",
    "JK": "P",
    "Alamat": "Dusun Krajan",
    "RT": "2",
    "RW": 3.0,
    "Kode Desa": "3526082012",
    "Program": "PKH",
    "Periode": "TW4 2026",
    "Status": "SPM",
    "Desil": 4,
    "No Peserta PKH": "352608123456789",
    "Hubungan Keluarga": "Istri",
    "Komponen": "SD, Lansia",
}


def midnight(year: int, month: int, day: int) -> datetime:
    return datetime.combine(date(year, month, day), clock_time())


def columns_of(row: dict[str, Cell]) -> Columns:
    columns = read_header(list(row))
    assert isinstance(columns, Columns), columns
    return columns


def check(row: dict[str, Cell]) -> Recipient | list[RowFault]:
    return read_row(7, list(row.values()), columns_of(row), regions(), OFFICE, TODAY)


def faults(row: dict[str, Cell]) -> list[tuple[Column, Reason]]:
    found = check(row)
    assert isinstance(found, list), found
    return [(fault.column, fault.reason) for fault in found]


def good(row: dict[str, Cell]) -> Recipient:
    found = check(row)
    assert isinstance(found, Recipient), found
    return found


def test_a_good_row() -> None:
    found = good(ROW)

    assert found == Recipient(
        row=7,
        kk=found.kk,
        nik=found.nik,
        name="SITI AMINAH",
        birth_date=date(1982, 7, 5),
        sex=Sex.FEMALE,
        village="35.26.08.2012",
        address="Dusun Krajan",
        rt="002",
        rw="003",
        programme=Programme.PKH,
        period=Period(2026, 4),
        status="SPM",
        desil=4,
        pkh_number="352608123456789",
        relation=Relation.ISTRI,
        components=frozenset({Component.SD, Component.LANSIA}),
    )
    assert (found.kk.value, found.nik.value) == ("3526081203120004", "3526084507820003")
    assert "3526084507820003" not in repr(found)


def test_columns_may_stand_in_any_order() -> None:
    turned = dict(reversed(ROW.items()))

    assert good(turned) == good(ROW)


SHORT: Final[dict[str, Cell]] = {
    "nkk": "3526081203120004",
    "nik": "3526084507820003",
    "nama": "Siti",
    "kecamatan": "Sepuluh",
    "desa/kelurahan": "Labuhan",
}


def test_the_fewest_columns_take_the_rest_from_the_nik() -> None:
    found = good(SHORT)

    assert (found.birth_date, found.sex) == (date(1982, 7, 5), Sex.FEMALE)
    assert found.village == "35.26.08.2012"
    assert (found.programme, found.period, found.status, found.doubts) == (None, None, "", ())


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"NIK": 3526084507820003}, Column.NIK, Reason.NUMERIC_CELL),
        ({"NIK": 3.526084507820003e15}, Column.NIK, Reason.NUMERIC_CELL),
        ({"NIK": "3.52608E+15"}, Column.NIK, Reason.SCIENTIFIC),
        ({"NIK": "3,52608e+15"}, Column.NIK, Reason.SCIENTIFIC),
        ({"NIK": ""}, Column.NIK, Reason.MISSING),
        ({"NIK": None}, Column.NIK, Reason.MISSING),
        ({"NIK": "35260845078200"}, Column.NIK, Reason.BAD_NUMBER),
        ({"NIK": "6013011234567898"}, Column.NIK, Reason.BAD_NUMBER),
        ({"No. KK": 3526081203120004}, Column.KK, Reason.NUMERIC_CELL),
        ({"No. KK": "3526084507820003"}, Column.KK, Reason.BAD_NUMBER),
        ({"Nama Lengkap": " "}, Column.NAME, Reason.MISSING),
        ({"Nama Lengkap": "123"}, Column.NAME, Reason.BAD_NAME),
        ({"Nama Lengkap": "A" * 101}, Column.NAME, Reason.TOO_LONG),
        ({"Tgl Lahir": "31/02/1980"}, Column.BIRTH_DATE, Reason.BAD_DATE),
        ({"Tgl Lahir": "05/07/82"}, Column.BIRTH_DATE, Reason.BAD_DATE),
        ({"Tgl Lahir": 30137}, Column.BIRTH_DATE, Reason.BAD_DATE),
        ({"Tgl Lahir": date(2027, 1, 1)}, Column.BIRTH_DATE, Reason.BAD_DATE),
        ({"JK": "X"}, Column.SEX, Reason.BAD_SEX),
        ({"Kode Desa": "35.78.01.1001"}, Column.VILLAGE_CODE, Reason.OUTSIDE),
        ({"Kode Desa": "35.26.08.2999"}, Column.VILLAGE_CODE, Reason.UNKNOWN_REGION),
        ({"Kode Desa": "352608"}, Column.VILLAGE_CODE, Reason.BAD_CODE),
        ({"Program": "PHK"}, Column.PROGRAMME, Reason.UNKNOWN_PROGRAMME),
        ({"Periode": "TW5 2026"}, Column.PERIOD, Reason.BAD_PERIOD),
        ({"Desil": 11}, Column.DESIL, Reason.BAD_DESIL),
        ({"No Peserta PKH": "3526"}, Column.PKH_NUMBER, Reason.BAD_NUMBER),
        ({"Komponen": "SD, kucing"}, Column.COMPONENT, Reason.UNKNOWN_COMPONENT),
    ],
)
def test_a_wrong_cell_is_named(change: dict[str, Cell], column: Column, reason: Reason) -> None:
    assert faults(ROW | change) == [(column, reason)]


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"kecamatan": ""}, Column.DISTRICT, Reason.MISSING),
        ({"desa/kelurahan": ""}, Column.VILLAGE, Reason.MISSING),
        ({"kecamatan": "Wonokromo"}, Column.DISTRICT, Reason.UNKNOWN_DISTRICT),
        ({"desa/kelurahan": "Wonokromo"}, Column.VILLAGE, Reason.UNKNOWN_VILLAGE),
        ({"desa/kelurahan": "Tanagura"}, Column.VILLAGE, Reason.AMBIGUOUS_PLACE),
    ],
)
def test_a_wrong_place_is_named(change: dict[str, Cell], column: Column, reason: Reason) -> None:
    assert faults(SHORT | change) == [(column, reason)]


def test_all_wrong_cells_are_named_at_once() -> None:
    assert len(faults(ROW | {"NIK": "1", "No. KK": 2, "JK": "?", "Desil": "x"})) == 4


def test_a_fault_shows_no_number_but_the_code_of_a_region() -> None:
    found = check(ROW | {"NIK": "352608450782000", "Kode Desa": "3578011001"})

    assert isinstance(found, list)
    assert [fault.shown for fault in found] == ["35•••••••••••00", "3578011001"]
    assert found[0].number is FaultKind.IS_PKH_NUMBER
    assert found[0].example == "3526084507820003"
    assert found[0].row == 7


@pytest.mark.parametrize(
    ("change", "doubt"),
    [
        ({"Tgl Lahir": "06/07/1982"}, Doubt.NIK_DATE_DIFFERS),
        ({"JK": "L"}, Doubt.NIK_SEX_DIFFERS),
        ({"NIK": "9926084507820003"}, Doubt.NIK_REGION_UNKNOWN),
        ({"No. KK": "3526081203800004"}, Doubt.KK_LOOKS_LIKE_NIK),
        ({"Hubungan Keluarga": "tetangga"}, Doubt.RELATION_UNKNOWN),
    ],
)
def test_what_is_odd_is_taken_with_a_doubt(change: dict[str, Cell], doubt: Doubt) -> None:
    assert good(ROW | change).doubts == (doubt,)


def test_a_misspelled_village_is_taken_with_a_doubt() -> None:
    found = good(SHORT | {"desa/kelurahan": "klabuhan"})

    assert (found.village, found.doubts) == ("35.26.08.2012", (Doubt.PLACE_GUESSED,))


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"NIK": "'3526084507820003"}, "name", "SITI AMINAH"),
        ({"NIK": "3526 0845 0782 0003"}, "name", "SITI AMINAH"),
        ({"Nama Lengkap": "=1+1 SITI"}, "name", "=1+1 SITI"),
        ({"Nama Lengkap": " Siti \n Aminah\x00 "}, "name", "Siti Aminah"),
        ({"Kode Desa": 3526082012.0}, "village", "35.26.08.2012"),
        ({"Kode Desa": "35.26.08.2012"}, "village", "35.26.08.2012"),
        ({"Tgl Lahir": midnight(1982, 7, 5)}, "birth_date", date(1982, 7, 5)),
        ({"Tgl Lahir": ""}, "birth_date", date(1982, 7, 5)),
        ({"Desil": "BELUM ADA DESIL"}, "desil", None),
        ({"Status": "status aneh"}, "status", "status aneh"),
        ({"No Peserta PKH": 352608123456789.0}, "pkh_number", "352608123456789"),
        ({"Komponen": "SD/MI"}, "components", frozenset({Component.SD})),
    ],
)
def test_cells_are_read_kindly(change: dict[str, Cell], field: str, value: object) -> None:
    found = good(ROW | change)

    assert getattr(found, field) == value
    assert found.doubts == ()


def test_a_short_row_lacks_its_last_cells() -> None:
    found = read_row(2, ["3526081203120004"], columns_of(ROW), regions(), OFFICE, TODAY)

    assert isinstance(found, list)
    assert {fault.reason for fault in found} == {Reason.MISSING}


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("NO_KK", Column.KK),
        ("Nomor Kartu Keluarga", Column.KK),
        ("nomer kartu keluarga", Column.KK),
        ("N I K", Column.NIK),
        ("Jenis Kelamin (L/P)", Column.SEX),
        ("Tgl Lahir (dd/mm/yyyy)", Column.BIRTH_DATE),
        ("jns kelamin", Column.SEX),
        ("TANGGAL LHIR", Column.BIRTH_DATE),
        ("Kecamatn", Column.DISTRICT),
        ("Keterangan", Column.STATUS),
        ("No KKS", None),
        ("Nama Ibu Kandung", None),
        ("warna", None),
    ],
)
def test_headings(heading: str, column: Column | None) -> None:
    base = ["No KK", "NIK", "Nama", "Kode Desa"]
    cells = [heading, *(cell for cell in base if column not in (Column.KK, Column.NIK))]
    if column in (Column.KK, Column.NIK):
        cells = [heading, "Nama", "Kode Desa", "NIK" if column is Column.KK else "No KK"]
    columns = read_header(cells)

    assert isinstance(columns, Columns)
    assert [key for key, at in columns.at.items() if at == 0] == ([column] if column else [])


def test_a_card_number_is_never_taken_for_a_family_card() -> None:
    fault = read_header(["No KKS", "NIK", "Nama", "Kode Desa"])

    assert isinstance(fault, HeaderFault)
    assert fault.missing == (Column.KK,)


def test_status_wins_over_remarks() -> None:
    columns = read_header(["Keterangan", "Status", "NIK", "No KK", "Nama", "Kode Desa"])

    assert isinstance(columns, Columns)
    assert columns.at[Column.STATUS] == 1
    assert columns.ignored == ("Keterangan",)


def test_what_a_header_lacks() -> None:
    fault = read_header(["NIK", "Nama", "Desa"])

    assert fault == HeaderFault((Column.KK, Column.DISTRICT), ())


def test_two_headings_for_one_column_are_refused() -> None:
    fault = read_header(["NIK", "No NIK", "No KK", "Nama", "Kode Desa"])

    assert fault == HeaderFault((), ((Column.NIK, ("NIK", "No NIK")),))


@pytest.mark.parametrize("cells", [[], [None], [1, 2.5, date(2026, 1, 1)], ["", " "], ["\x00"]])
def test_what_is_no_header(cells: list[Cell]) -> None:
    assert isinstance(read_header(cells), HeaderFault)


def payment(*cells: Cell) -> Payment | list[RowFault]:
    columns = read_payment_header(["NIK", "Program", "Periode", "Status", "No KK"])
    assert isinstance(columns, Columns)
    return read_payment(3, cells, columns, TODAY)


def test_a_payment() -> None:
    found = payment("3526084507820003", "bpnt", "okt-des 2026", "STATUS BARU", "")

    assert isinstance(found, Payment)
    assert (found.programme, found.period) == (Programme.SEMBAKO, Period(2026, 4))
    assert (found.status, found.kk) == ("STATUS BARU", None)


def test_a_payment_without_period_or_status() -> None:
    found = payment("3526084507820003", "bpnt", "", None, "3526081203120004")

    assert isinstance(found, list)
    assert [fault.column for fault in found] == [Column.PERIOD, Column.STATUS]


def pair(nik: str, kk: str) -> tuple[Nik, Kk]:
    person, family = read_nik(nik, TODAY), read_kk(kk, TODAY)
    assert isinstance(person, Nik)
    assert isinstance(family, Kk)
    return person, family


def test_one_person_in_two_families() -> None:
    seen = Duplicates()
    here = pair("3526084507820003", "3526081203120004")
    there = pair("3526084507820003", "3526081203120005")

    assert seen.add(2, *here) is None
    assert seen.add(3, *here) is None
    fault = seen.add(9, *there)
    assert fault is not None
    assert (fault.row, fault.other_row, fault.reason) == (9, 2, Reason.TWO_FAMILIES)
    assert fault.shown == "35••••••••••••03"


@pytest.mark.parametrize(
    "cell",
    [
        "31/12/1980",
        "31-12-1980",
        "31.12.1980",
        "1980-12-31",
        "1980-12-31 00:00:00",
        "31 Des 1980",
        "31 DESEMBER 1980",
        "31-Dec-1980",
        date(1980, 12, 31),
        midnight(1980, 12, 31),
    ],
)
def test_dates(cell: Cell) -> None:
    assert read_date(cell) == date(1980, 12, 31)


@pytest.mark.parametrize("cell", ["", "31/13/1980", "12/31/1980", "31/12/80", 29586, True, None])
def test_what_is_no_date(cell: Cell) -> None:
    assert read_date(cell) is None


@pytest.mark.parametrize(
    ("text", "sex"),
    [("L", "L"), ("laki-laki", "L"), ("LK", "L"), ("Perempuan", "P"), ("pr", "P"), ("?", None)],
)
def test_sexes(text: str, sex: str | None) -> None:
    assert read_sex(text) == sex


@pytest.mark.parametrize(
    ("text", "unit"), [("2", "002"), ("RT 02", "002"), ("003", "003"), ("", ""), ("a", "a")]
)
def test_units(text: str, unit: str) -> None:
    assert read_unit(text) == unit


def test_relations() -> None:
    assert read_relation("Kepala Keluarga") is Relation.KEPALA
    assert read_relation("tetangga") is None


CELLS = st.one_of(
    st.none(), st.text(max_size=40), st.integers(), st.floats(), st.dates(), st.booleans()
)


@given(st.lists(CELLS, max_size=18))
def test_no_cells_can_break_a_reader(cells: list[Cell]) -> None:
    assert isinstance(read_header(cells), Columns | HeaderFault)
    assert isinstance(
        read_row(1, cells, columns_of(ROW), regions(), OFFICE, TODAY), Recipient | list
    )


def test_a_big_file_is_checked_whole() -> None:
    columns, rows = columns_of(ROW), 4_000
    sheet = [
        list((ROW | {"NIK": f"352608{40 + at % 28 + 1}0782{at % 9000 + 1:04}"}).values())
        for at in range(rows)
    ]
    found = [
        read_row(at, cells, columns, regions(), OFFICE, TODAY) for at, cells in enumerate(sheet)
    ]

    assert len(found) == rows
    assert all(isinstance(row, Recipient) for row in found)


def test_recipients_are_values() -> None:
    found = good(ROW)

    assert replace(found, row=8) != found
