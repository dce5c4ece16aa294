"""Reading a list of recipients: find its header, then check row after row."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from typing import Final

from rich.progress import Progress

from bansos.recipients import (
    Columns,
    Duplicates,
    HeaderFault,
    Payment,
    Recipient,
    read_header,
    read_payment,
    read_payment_header,
    read_row,
)
from bansos.sheets import Cell
from bot.findings import Findings
from bot.import_words import EXAMPLE_HEADER, EXAMPLE_PAYMENTS, header_sentence
from bot.spreadsheets import Spreadsheet, Unreadable
from handlers.facts import Library

HEADER_WITHIN: Final = 15
"""Offices put a title, a date and empty lines above their header."""
MOST_SECONDS: Final = 3600
TOLD_EVERY: Final = 500

Row = tuple[int, Sequence[Cell]]
"""A row with its number as the spreadsheet shows it."""


@dataclass(slots=True)
class Table:
    """The rows below a header, and about how many they are."""

    columns: Columns
    rows: Iterator[Row]
    about: int


ReadHeader = Callable[[Sequence[Cell]], Columns | HeaderFault]


def find_table(
    sheet: Spreadsheet, read: ReadHeader = read_header, example: str = EXAMPLE_HEADER
) -> Table:
    """Find the first table whose header can be used; raises :class:`Unreadable`, saying why."""
    faults: list[HeaderFault] = []
    for about, rows in sheet.tables():
        numbered = iter(enumerate(rows, 1))
        top = list(islice(numbered, HEADER_WITHIN))
        for at, (_number, cells) in enumerate(top):
            found = read(cells) if filled(cells) else None
            if isinstance(found, Columns):
                return Table(found, chain(top[at + 1 :], numbered), about)
            faults += [found] if found else []
    if not faults:
        raise Unreadable("File ini tidak berisi tabel.")
    raise Unreadable(header_sentence(min(faults, key=lambda fault: len(fault.missing)), example))


def filled(cells: Sequence[Cell]) -> bool:
    """Tell whether anything stands in a row."""
    return any(cell is not None and str(cell).strip() for cell in cells)


@dataclass(slots=True)
class ListReader:
    """Reads one file for one office on one day."""

    library: Library
    today: date
    findings: Findings
    bar: Progress | None = None

    def recipients(self, sheet: Spreadsheet) -> Iterator[Recipient]:
        """Give the good rows; what is wrong or odd goes to the findings."""
        table = find_table(sheet)
        return self.checked(self._watched(table), table.columns)

    def payments(self, sheet: Spreadsheet) -> Iterator[Payment]:
        """Give the good rows of a pay list."""
        table = find_table(sheet, read_payment_header, EXAMPLE_PAYMENTS)
        return self.checked_payments(self._watched(table), table.columns)

    def checked_payments(self, rows: Iterable[Row], columns: Columns) -> Iterator[Payment]:
        """Give the good ones of some rows of a pay list."""
        for number, cells in rows:
            if not filled(cells):
                continue
            row = read_payment(number, cells, columns, self.today)
            if isinstance(row, list):
                self.findings.refuse(row)
            else:
                yield row

    def checked(self, rows: Iterable[Row], columns: Columns) -> Iterator[Recipient]:
        """Give the good ones of some rows."""
        seen, library = Duplicates(), self.library
        for number, cells in rows:
            if not filled(cells):
                continue
            row = read_row(number, cells, columns, library.regions, library.area, self.today)
            if isinstance(row, list):
                self.findings.refuse(row)
            elif fault := seen.add(number, row.nik, row.kk):
                self.findings.refuse([fault])
            else:
                self._doubt(row)
                yield row

    def _doubt(self, row: Recipient) -> None:
        known = self.library.statuses.read(row.status, row.programme) if row.status else True
        if row.doubts or not known:
            self.findings.doubt(row, new_status=not known)

    def _watched(self, table: Table) -> Iterator[Row]:
        """Move the progress bar, and stop what takes too long."""
        task = self.bar.add_task("Membaca", total=table.about or None) if self.bar else None
        until = time.monotonic() + MOST_SECONDS
        for row in table.rows:
            if row[0] % TOLD_EVERY == 0:
                if time.monotonic() > until:
                    raise Unreadable("Lebih dari satu jam: bagi file ini menjadi beberapa.")
                if self.bar is not None and task is not None:
                    self.bar.update(task, completed=row[0])
            yield row
