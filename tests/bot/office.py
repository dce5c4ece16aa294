"""An office that imports: a writer on a database of its own, and files as offices write them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from sqlalchemy import func, select

from bansos.household import Household
from bot.findings import Findings
from bot.house import House
from bot.imports import Importer, ImportResult
from handlers.facts import Library
from storage import households, schema
from storage.schema import METADATA
from storage.seal import Sealer
from storage.unit import Unit, Writer
from tests.bansos import material

NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)
TODAY = date(2026, 11, 20)
HEADER = ["No KK", "NIK", "Nama", "Kode Desa", "Program", "Periode", "Status", "Desil", "SHDK"]
KK, NIK = "3526081203120004", "3526084507820003"
LABUHAN = "35.26.08.2012"
ROW = [KK, NIK, "Siti Contoh", LABUHAN, "PKH", "TW4 2026", "SPM", "2", "Kepala Keluarga"]


@dataclass(frozen=True)
class Office:
    """The importer, and what it last found."""

    importer: Importer
    folder: Path

    @property
    def writer(self) -> Writer:
        return self.importer.writer

    @property
    def house(self) -> House:
        """As much of a house as a command about lists needs."""
        made = SimpleNamespace(
            writer=self.writer,
            turns=SimpleNamespace(library=self.importer.library),
            settings=SimpleNamespace(url=self.importer.url),
        )
        return cast("House", made)

    def read(
        self, path: Path, *, as_of: date | None = None, dry_run: bool = False
    ) -> tuple[ImportResult, Findings]:
        findings = Findings()
        return self.importer.read(path, findings, as_of=as_of, dry_run=dry_run), findings

    def rows(self, *rows: Sequence[str], name: str = "list.csv") -> Path:
        """Write a list with the usual header."""
        path = self.folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADER, *rows])
        return path

    def count(self, table: str) -> int:
        with self.writer.engine.connect() as connection:
            found = select(func.count()).select_from(METADATA.tables[table])
            return connection.execute(found).scalar_one()

    def home(self, nik: str = NIK) -> Household | None:
        def find(unit: Unit) -> Household | None:
            place = households.by_nik(unit, nik)
            return households.household(unit, place.family) if place else None

        return self.writer.do_now(find)


@contextmanager
def office(url: str, folder: Path) -> Iterator[Office]:
    schema.upgrade(url)
    writer = Writer(url, Sealer(("k" * 64,)), lambda: NOON).start()
    library = Library(
        regions=material.regions(), statuses=material.statuses(), area=material.OFFICE
    )
    try:
        yield Office(Importer(writer, library, url), folder)
    finally:
        writer.stop()


def many(count: int, path: Path) -> Path:
    """Write a list of ``count`` rows, four to a family, all of them good."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number in range(count):
            writer.writerow(made(number))
    return path


def made(number: int) -> list[str]:
    """Make a row; rows 0-3 are one family, 4-7 the next."""
    family, member = divmod(number, 4)
    programme = ("PKH", "Sembako", "", "")[member]
    paid = [programme, "TW4 2026", "SPM"] if programme else ["", "", ""]
    return [_number(family, 12), _number(number, 85), f"Siti Contoh {number}",
            f"35.26.08.20{family % 12 + 1:02}", *paid, str(family % 6 + 1), ""]  # fmt: skip


def _number(serial: int, year: int) -> str:
    day, last = divmod(serial, 9_000)
    month, day = divmod(day, 28)
    return f"352608{day + 1:02}{month + 1:02}{year}{last + 1:04}"
