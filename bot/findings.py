"""What an import found in a file: counted by kind, the first shown, all of it in a CSV file."""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bansos.recipients import Recipient
from bansos.sheets import Column, RowFault
from bot.import_words import COLUMNS, DOUBTS, UNKNOWN_STATUS, sentence, why
from bot.spreadsheets import Unreadable

SHOWN: Final = 200
REFUSED, TAKEN = "ditolak", "diterima"
HEADINGS: Final = ("baris", "kolom", "isi", "masalah", "contoh", "akibat")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(slots=True)
class Findings:
    """Gathers what is wrong (the row is refused) and what is odd (it is taken all the same)."""

    refused: int = 0
    odd: int = 0
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often, by (column, reason) in words."""
    first: list[str] = field(default_factory=list)
    """The first refusals, a sentence each."""
    _report: Any = None

    def refuse(self, faults: Iterable[RowFault]) -> None:
        """Note every wrong cell of one row."""
        self.refused += 1
        for fault in faults:
            column, reason = COLUMNS[fault.column], why(fault)
            self.kinds[column, reason if not fault.other_row else reason.partition(" (")[0]] += 1
            if len(self.first) < SHOWN:
                self.first.append(sentence(fault))
            self._write(fault.row, column, fault.shown, reason, fault.example, REFUSED)

    def doubt(self, row: Recipient, *, new_status: bool) -> None:
        """Note what is odd in a row that is taken."""
        for doubt in row.doubts:
            self._odd(row.row, "", "", DOUBTS[doubt])
        if new_status:
            self._odd(row.row, COLUMNS[Column.STATUS], row.status, UNKNOWN_STATUS)

    def _odd(self, row: int, column: str, seen: str, text: str) -> None:
        self.odd += 1
        self.kinds[column, text] += 1
        self._write(row, column, seen, text, "", TAKEN)

    def _write(self, *cells: object) -> None:
        if self._report is not None:
            self._report.writerow([harmless(str(cell)) for cell in cells])


@contextmanager
def gathering(report: Path | None) -> Iterator[Findings]:
    """Gather findings, and write each to a report that only its owner may read."""
    if report is None:
        yield Findings()
        return
    try:
        descriptor = os.open(report, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError:
        raise Unreadable(f"Laporan tidak bisa ditulis ke {report}: periksa foldernya.") from None
    with os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADINGS)
        yield Findings(_report=writer)


def harmless(cell: str) -> str:
    """Keep a spreadsheet program from taking a cell for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
