"""Files that are not what they seem, and files that would fill the machine."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from bot.spreadsheets import MOST_UNPACKED, Unreadable, look


def refused(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    with pytest.raises(Unreadable) as caught:
        [list(rows) for _about, rows in look(path).tables()]
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "kosong"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Excel lama"),
        (b"\xef\xbb\xbf\r\n <html><table>", "halaman web"),
        (b"PK\x03\x04 and nothing more", "rusak"),
        (b'a,b\n"never closed ' + b"x" * 100_000, "tanda kutip"),
    ],
)
def test_what_is_no_spreadsheet_is_named(tmp_path: Path, content: bytes, said: str) -> None:
    assert said in refused(tmp_path / "list.xlsx", content)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="Tidak ada file"):
        look(tmp_path / "none.csv")


def test_a_file_that_is_too_big(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(200_000_001)
    with pytest.raises(Unreadable, match="200 MB"):
        look(path)


def test_a_cell_far_out_is_refused_before_calamine_asks_for_512_gigabytes(tmp_path: Path) -> None:
    path, book = tmp_path / "far.xlsx", openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["A1"], page["XFD1048576"] = "No KK", "x"
    book.save(path)
    with pytest.raises(Unreadable, match="baris 1048576, kolom ke-16384"):
        look(path)


@pytest.mark.slow
def test_a_bomb_is_refused_while_it_opens(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/worksheets/sheet1.xml", "w") as file,
    ):
        for _ in range(MOST_UNPACKED // 1_000_000 + 1):
            file.write(b"<f>0</f>\n" * (1_000_000 // 9 + 1))
    assert path.stat().st_size < 2_000_000
    with pytest.raises(Unreadable, match="terlalu besar"):
        look(path)


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("hello.txt", "hello")
    assert "rusak" in refused(path, path.read_bytes())


SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
MANY = "<c><v>1</v></c>" * 16_384


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="0001048576"><c r="XFD0001048576"><v>1</v></c></row>',
        '<row r="2"><c r="AAAA9000000"><v>1</v></c></row>',
        '<row r="2"><c r="$XFD$1048576"><v>1</v></c></row>',
        '<row r="&#49;048576"><c r="A1"><v>1</v></c></row>',
        f'<row r="1048576">{MANY}</row>',
        f'<row r="1048576"/><row>{MANY}</row>',
        f'<row><c r{" " * ((1 << 20) - 100)}="XFD1048576"><v>1</v></c></row>',
    ],
)
def test_no_spelling_of_a_cell_far_out_is_believed(tmp_path: Path, rows: str) -> None:
    path = tmp_path / "far.xlsx"
    openpyxl.Workbook().save(path)
    sheet = f"<worksheet {SPACE}><sheetData>{rows}</sheetData></worksheet>"
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else content)
    with pytest.raises(Unreadable, match="impan"):
        look(path)


def test_what_aborts_the_reading_process_is_said_kindly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "far.xlsx"
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = book.active["XFD1048576"] = "x"
    book.save(path)
    monkeypatch.setattr("bot.spreadsheets.MOST_CELLS", 1 << 60)
    with pytest.raises(Unreadable, match="terlalu besar"):
        [list(rows) for _about, rows in look(path).tables()]
