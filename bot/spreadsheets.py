"""Spreadsheets as offices send them: CSV in any usual encoding, and XLSX, read row by row.

Bounded before anything is believed: size on disk, size unpacked, and the cells that the furthest
cell would make.  (A file of 5 kB with one cell far out makes calamine ask for 512 GB.)
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import multiprocessing
import re
import resource
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

import python_calamine

from bansos.sheets import Cell

MOST_BYTES: Final = 200_000_000
MOST_UNPACKED: Final = 600_000_000
MOST_CELLS: Final = 8_000_000
"""Rows times columns of one sheet: calamine keeps 32 bytes for each."""
MOST_SHEETS: Final = 20
_BLOCK: Final = 1 << 20
_SAMPLE: Final = 1 << 16
_FIRST_LINES: Final = 10
_LONGEST_FIELD: Final = 1 << 16
_DELIMITERS: Final = ",;\t|"
_SEPARATOR_LINE: Final = re.compile(r'\ufeff?"?sep=(.)"?\s*', re.IGNORECASE)
_QUOTED: Final = re.compile(r'"[^"]*"')
_TAG: Final = re.compile(rb"<(?:\w{1,20}:)?(row|c)(?=[\s/>])([^<>]{0,2000})(>?)")
_NAMED: Final = re.compile(rb"""\sr\s*=\s*["']([^"']*)["']""")
_PLACE: Final = re.compile(rb"([A-Za-z]{0,3})0{0,9}(\d{1,9})")
_PAGE: Final = re.compile(r"(?!customXml/|docProps/).*\.xml", re.IGNORECASE | re.DOTALL)
_ODD: Final = (
    "File .xlsx ini ditulis dengan cara yang tidak dikenal. Buka di Excel, lalu simpan ulang."
)
_MEMORY: Final = 1_500_000_000
"""Bytes of address space of the process that opens an XLSX."""
_SEND: Final = 500
_LONGEST_TAG: Final = 2_000
_ZIP: Final = b"PK\x03\x04"
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
_WEB_PAGE: Final = (b"<html", b"<table", b"<!doctype")
_MARKS: Final = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16",
                 codecs.BOM_UTF16_BE: "utf-16"}  # fmt: skip

Rows = Iterable[Sequence[Cell]]


class Unreadable(ValueError):
    """The file as a whole cannot be read; the message is for whoever sent it."""


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """A file that may be read: what it is, and the fingerprint of its bytes."""

    path: Path
    digest: str
    """SHA-256 in hexadecimal digits."""
    encoding: str
    """Of a CSV; empty for XLSX."""
    lines: int
    """Lines of a CSV, for the progress bar."""

    def tables(self) -> Iterator[tuple[int, Rows]]:
        """Give every table: about how many rows, and the rows; rows are counted from the first."""
        return _sheets(self.path) if not self.encoding else iter([(self.lines, _csv(self))])


def look(path: Path) -> Spreadsheet:
    """Judge a file without believing it; raises :class:`Unreadable`."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(4096)
    except FileNotFoundError:
        raise Unreadable(f"Tidak ada file {path}.") from None
    except OSError:
        raise Unreadable(f"File {path} tidak bisa dibuka: periksa izinnya.") from None
    if not size:
        raise Unreadable("File ini kosong.")
    if size > MOST_BYTES:
        raise Unreadable(
            f"File ini {size // 1_000_000} MB; paling besar {MOST_BYTES // 1_000_000} MB. "
            "Bagi per kecamatan, lalu muat satu per satu."
        )
    return _packed(path) if _is_packed(start) else _plain(path, start)


def _is_packed(start: bytes) -> bool:
    if start.startswith(_OLD_EXCEL):
        raise Unreadable(
            "Ini file Excel lama (.xls) atau bersandi. Buka di Excel, simpan sebagai .xlsx "
            "tanpa sandi."
        )
    if start.lstrip(codecs.BOM_UTF8 + b" \r\n\t").lower().startswith(_WEB_PAGE):
        raise Unreadable(
            "Ini halaman web yang diberi nama Excel. Buka di Excel, simpan sebagai .xlsx."
        )
    return start.startswith(_ZIP)


# CSV


def _plain(path: Path, start: bytes) -> Spreadsheet:
    """Find the encoding in one pass: by mark, UTF-16 by its NULs, UTF-8, else Windows-1252."""
    marked = next((name for mark, name in _MARKS.items() if start.startswith(mark)), "")
    guess = marked or _utf16(start) or "utf-8"
    digest, lines, decoder = hashlib.sha256(), 0, codecs.getincrementaldecoder(guess)()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            lines += block.count(b"\n") or block.count(b"\r")
            guess = "cp1252" if guess == "utf-8" and not _decodes(decoder, block) else guess
    return Spreadsheet(path, digest.hexdigest(), guess, lines)


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes) -> bool:
    try:
        decoder.decode(block)
    except UnicodeDecodeError:
        return False
    return True


def _utf16(start: bytes) -> str:
    """Tell UTF-16 without a mark: every other byte of its ASCII letters is NUL."""
    if b"\0" not in start[:64]:
        return ""
    return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"


def _csv(sheet: Spreadsheet) -> Iterator[list[Cell]]:
    csv.field_size_limit(_LONGEST_FIELD)
    with sheet.path.open(encoding=sheet.encoding, errors="replace", newline="") as file:
        delimiter = _delimiter(file.read(_SAMPLE))
        file.seek(0)
        if _SEPARATOR_LINE.fullmatch(file.readline()) is None:
            file.seek(0)
        reader = csv.reader(file, delimiter=delimiter)
        try:
            for row in reader:
                yield list(row)
        except csv.Error:
            raise Unreadable(
                f"Sekitar baris {reader.line_num} ada tanda kutip yang tidak ditutup, "
                "atau sel yang terlalu panjang."
            ) from None


def _delimiter(sample: str) -> str:
    lines = [_QUOTED.sub("", line) for line in sample.splitlines()[:_FIRST_LINES]]
    named = _SEPARATOR_LINE.fullmatch(lines[0]) if lines else None
    if named:
        return named[1]
    return max(_DELIMITERS, key=lambda mark: max((line.count(mark) for line in lines), default=0))


# XLSX


def _packed(path: Path) -> Spreadsheet:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    try:
        with zipfile.ZipFile(path) as packed:
            _bounded(packed)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, zlib.error):
        raise Unreadable("File .xlsx ini rusak. Simpan ulang dari Excel.") from None
    return Spreadsheet(path, digest, "", 0)


def _bounded(packed: zipfile.ZipFile) -> None:
    """Unpack everything once without keeping it; counts bytes, and finds the furthest cell."""
    unpacked = 0
    for part in packed.infolist():
        extent = _Extent()
        with packed.open(part) as file:
            rest = b""
            while block := file.read(_BLOCK):
                unpacked += len(block)
                if unpacked > MOST_UNPACKED:
                    raise Unreadable("Isi file .xlsx ini terlalu besar setelah dibuka.")
                if _PAGE.fullmatch(part.filename):
                    rest = extent.take(rest + block)
        if extent.row * extent.column > MOST_CELLS:
            raise Unreadable(
                f"Tabelnya sampai baris {extent.row}, kolom ke-{extent.column}. Hapus baris dan "
                "kolom kosong di luar tabel, lalu simpan ulang."
            )


@dataclass(slots=True)
class _Extent:
    """How far a sheet reaches; rows and cells without a name are counted."""

    row: int = 0
    column: int = 0
    _row: int = 0
    _column: int = 0

    def take(self, text: bytes) -> bytes:
        """Look at a block; gives back the tag that it cuts through."""
        if b"\0" in text:
            raise Unreadable(_ODD)
        cut = text.rfind(b"<")
        whole, rest = (text, b"") if b">" in text[cut:] or cut < 0 else (text[:cut], text[cut:])
        if len(rest) > _LONGEST_TAG:
            raise Unreadable(_ODD)
        for kind, inside, closed in _TAG.findall(whole):
            if not closed:
                raise Unreadable(_ODD)
            self._one(kind, inside)
        return rest

    def _one(self, kind: bytes, inside: bytes) -> None:
        named = _NAMED.search(inside)
        place = _PLACE.fullmatch(named[1]) if named else None
        if named and (place is None or (kind == b"c") != bool(place[1])):
            raise Unreadable(_ODD)
        if kind == b"row":
            self._row, self._column = int(place[2]) if place else self._row + 1, 0
        else:
            self._column = _column(place[1]) if place else self._column + 1
            self.row = max(self.row, int(place[2]) if place else self._row)
        self.row = max(self.row, self._row)
        self.column = max(self.column, self._column)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _sheets(path: Path) -> Iterator[tuple[int, Rows]]:
    """Give the sheets as a process of their own reads them: what kills it does not kill us."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe(duplex=False)
    reader = spawn.Process(target=_read_apart, args=(path, theirs), daemon=True)
    reader.start()
    theirs.close()
    try:
        while (height := _next(ours)) is not None:
            yield height, _rows(ours)
    finally:
        ours.close()
        reader.kill()
        reader.join()


def _rows(ours: Connection) -> Iterator[Sequence[Cell]]:
    while chunk := _next(ours):
        yield from chunk


def _next(ours: Connection) -> Any:  # noqa: ANN401 - a height, rows or a complaint
    try:
        kind, value = ours.recv()
    except (EOFError, OSError):
        raise Unreadable("File .xlsx ini terlalu besar atau rusak. Simpan ulang.") from None
    if kind == "fault":
        raise Unreadable(value)
    return value


def _read_apart(path: Path, theirs: Connection) -> None:
    """Read in the limited process: for each sheet its height, its rows, and an empty list."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(BrokenPipeError), theirs:
        try:
            for height, rows in _opened(path):
                theirs.send(("height", height))
                left = iter(rows)
                while chunk := list(islice(left, _SEND)):
                    theirs.send(("rows", chunk))
                theirs.send(("rows", []))
            theirs.send(("end", None))
        except Unreadable as fault:
            theirs.send(("fault", str(fault)))
        except MemoryError:
            theirs.send(("fault", "File .xlsx ini terlalu besar. Bagi per kecamatan."))


def _opened(path: Path) -> Iterator[tuple[int, Rows]]:
    with _calamine():
        book = python_calamine.load_workbook(path)
        names = book.sheet_names[:MOST_SHEETS]
    for name in names:
        with _calamine():
            sheet = book.get_sheet_by_name(name)
        yield sheet.total_height, sheet.iter_rows()


@contextmanager
def _calamine() -> Iterator[None]:
    """Say in words what calamine could not read; its panics are no ``Exception``."""
    try:
        yield
    except python_calamine.PasswordError:
        raise Unreadable("File ini bersandi. Simpan tanpa sandi.") from None
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # noqa: BLE001 - a panic of the Rust part derives from nothing else
        raise Unreadable("File .xlsx ini rusak. Simpan ulang dari Excel.") from None
