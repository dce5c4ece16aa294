"""Imports: an office's list of recipients, from the file to families that a turn can see.

Good rows are taken in although others are bad; a header that lacks something stops everything.
Rows go to the store in chunks, each a short transaction, and become visible together at the end.
A crash leaves nothing visible, and the next import takes away what it left.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bansos.recipients import Payment, Recipient
from bansos.sheets import Column, Reason, RowFault
from bot.findings import SHOWN, Findings, gathering
from bot.list_reading import ListReader
from bot.spreadsheets import Unreadable, look
from handlers.facts import Library
from storage import audit, batches, reading, staging
from storage.alone import Occupied, alone
from storage.gathering import Import
from storage.unit import Unit, Writer

if TYPE_CHECKING:
    from bot.house import House

T = TypeVar("T")
R = TypeVar("R")
CHUNK: Final = 500
REGENCY: Final = len("35.26")
GC_THRESHOLD: Final = (20_000, 20, 20)
"""Seldom: a full collection takes 60 ms, and would take them inside a transaction."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did. ``batch``: None where nothing was written."""

    rows: int = 0
    refused: int = 0
    families: int = 0
    """Families of which something new was written."""
    batch: int | None = None
    same_as: str = ""
    """The date of the data that this very file has brought before."""


Stage = Callable[[Writer, reading.Lookups, Import, Sequence[R], Findings], tuple[int, int]]
"""Stages a chunk; gives how many families have something new, and how many rows were taken."""


@dataclass(frozen=True, slots=True)
class Listed(Generic[R]):
    """The rows of a list on their way in."""

    digest: str
    """SHA-256 of the file."""
    rows: Iterator[R]
    stage: Stage[R]


def import_list(
    house: House,
    file: Path,
    *,
    payments: bool = False,
    dry_run: bool = False,
    report: Path | None = None,
    as_of: date | None = None,
) -> bool:
    """Import a file and tell on the terminal what came of it; False where rows were refused.

    ``payments``: it is a pay list.  Raises ``ValueError``, in words for an operator, where the
    file as a whole cannot be used.
    """
    if report is not None and report.exists() and file.exists() and report.samefile(file):
        raise Unreadable("Laporan tidak boleh menimpa file yang dimuat. Pilih nama lain.")
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLD)
    kind = batches.PAYMENTS if payments else batches.RECIPIENTS
    office = Importer(house.writer, house.turns.library, house.settings.url, kind)
    with gathering(report) as findings, _progress() as bar:
        outcome = office.read(file, findings, as_of=as_of, dry_run=dry_run, bar=bar)
    say = Console(highlight=False, markup=False, soft_wrap=True)
    for line in chain(summary(outcome, findings, dry_run=dry_run), _where(report)):
        say.print(line)
    return not outcome.refused


@dataclass(frozen=True, slots=True)
class Importer:
    """Where imports go to, and for whom."""

    writer: Writer
    library: Library
    url: str
    kind: str = batches.RECIPIENTS

    @property
    def today(self) -> date:
        """The day at the office."""
        return self.writer.clock().astimezone(self.library.timezone).date()

    def read(
        self,
        path: Path,
        findings: Findings,
        *,
        as_of: date | None = None,
        dry_run: bool = False,
        wait: bool = False,
        bar: Progress | None = None,
    ) -> ImportResult:
        """Import a file; ``wait`` for another import to end instead of refusing."""
        sheet = look(path)
        reader = ListReader(self.library, self.today, findings, bar)
        if self.kind == batches.PAYMENTS:
            paid = Listed(sheet.digest, reader.payments(sheet), stage_payments)
            return self.take(paid, findings, as_of=as_of, dry_run=dry_run, wait=wait)
        known = Listed(sheet.digest, reader.recipients(sheet), stage_recipients)
        return self.take(known, findings, as_of=as_of, dry_run=dry_run, wait=wait)

    def take(
        self,
        listed: Listed[R],
        findings: Findings,
        *,
        as_of: date | None = None,
        dry_run: bool = False,
        wait: bool = False,
    ) -> ImportResult:
        """Take in a list, wherever it came from; raises :class:`Unreadable`, saying why not."""
        if as_of is not None and as_of > self.today:
            raise Unreadable("Tanggal data tidak boleh di masa depan.")
        chunks = _chunks(listed.rows)
        if dry_run:
            rows = sum(map(len, chunks))
            return ImportResult(rows, findings.refused)
        try:
            with alone(self.url, wait=wait):
                return self._beside_demo().keep(listed, chunks, findings, as_of)
        except Occupied:
            raise Unreadable("Impor lain sedang berjalan. Tunggu sampai selesai.") from None

    def _beside_demo(self) -> Importer:
        """Never mix real and made-up families; a pay list only changes those that are there."""
        if self.kind == batches.DEMO or not self._do(_holds_demo):
            return self
        if self.kind == batches.PAYMENTS:
            return replace(self, kind=batches.DEMO)
        raise Unreadable("Di sini ada data contoh (demo). Pakai PEKA_HOME yang lain.")

    def keep(
        self,
        listed: Listed[R],
        chunks: Iterator[list[R]],
        findings: Findings,
        as_of: date | None,
    ) -> ImportResult:
        """Stage and show; only under the lock of imports."""
        if same := self._same(listed, as_of):
            return ImportResult(same_as=same)
        self._clean()
        first = next(chunks, None)
        if first is None:
            return ImportResult(refused=findings.refused)
        try:
            return self._stage(listed, chain([first], chunks), findings, as_of or self.today)
        except BaseException:
            self._clean()
            raise

    def _same(self, listed: Listed[R], as_of: date | None) -> str:
        """Give the date of the data where this very file was taken in whole before."""
        found = self._do(lambda unit: batches.same_file(unit, self.kind, listed.digest))
        return found[1] if found and (as_of is None or found[1] == as_of.isoformat()) else ""

    def _stage(
        self, listed: Listed[R], chunks: Iterable[list[R]], findings: Findings, day: date
    ) -> ImportResult:
        batch = self._do(
            lambda unit: batches.start(unit, self.kind, listed.digest, day.isoformat())
        )
        read_status = lru_cache(maxsize=4096)(self.library.statuses.read)
        run = Import(batch, day, read_status, self.writer.seal)
        reader = reading.Lookups(self.url, self.writer.seal, self.writer.clock)
        rows = families = 0
        regencies: set[str] = set()
        with closing(reader):
            for chunk in chunks:
                new, taken = listed.stage(self.writer, reader, run, chunk, findings)
                families, rows = families + new, rows + taken
                regencies |= {one.village[:REGENCY] for one in chunk if isinstance(one, Recipient)}
        self._do(lambda unit: _show(unit, batch, rows, findings.refused, regencies))
        return ImportResult(rows, findings.refused, families, batch)

    def _clean(self) -> None:
        """Take away what imports left that never became visible."""
        self._do(batches.give_up)
        while self._do(batches.sweep):
            pass

    def _do(self, work: Callable[[Unit], T]) -> T:
        return staging.patiently(self.writer, work)


def stage_recipients(
    writer: Writer,
    reader: reading.Lookups,
    run: Import,
    rows: Sequence[Recipient],
    _findings: Findings,
) -> tuple[int, int]:
    """Stage a chunk of a list of recipients."""
    return staging.stage(writer, reader, run, rows), len(rows)


def stage_payments(
    writer: Writer,
    reader: reading.Lookups,
    run: Import,
    rows: Sequence[Payment],
    findings: Findings,
) -> tuple[int, int]:
    """Stage a chunk of a pay list; rows whose family is not known are refused."""
    new, left = staging.stage_payments(writer, reader, run, rows)
    for one in left:
        findings.refuse([_unplaced(one)])
    return new, len(rows) - len(left)


def _unplaced(one: staging.Unplaced) -> RowFault:
    row = one.row
    if not one.known:
        return RowFault(row.row, Column.NIK, row.nik.masked, Reason.UNKNOWN_PERSON)
    if one.kk and row.kk is not None:
        return RowFault(row.row, Column.KK, row.kk.masked, Reason.OTHER_FAMILY)
    return RowFault(row.row, Column.PROGRAMME, "", Reason.WHICH_PROGRAMME, "PKH")


def _holds_demo(unit: Unit) -> bool:
    return bool(batches.visible(unit, batches.DEMO))


def _show(unit: Unit, batch: int, rows: int, refused: int, regencies: set[str]) -> None:
    batches.show(unit, batch, rows, refused, regencies)
    audit.note(unit, "cli", "imported", f"batch:{batch}")


def _chunks(rows: Iterator[R]) -> Iterator[list[R]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def summary(outcome: ImportResult, findings: Findings, *, dry_run: bool) -> Iterator[str]:
    """Say what came of an import, line by line."""
    if outcome.same_as:
        yield f"Tidak ada perubahan: file ini sudah dimuat, data per {outcome.same_as}."
        return
    yield from findings.first
    if findings.refused and len(findings.first) == SHOWN:
        yield f"… hanya {SHOWN} yang pertama; semuanya dengan --report FILE.csv."
    for (column, reason), times in findings.kinds.most_common():
        yield f"{times:>8} × {f'{column}: ' if column else ''}{reason}"
    yield f"{outcome.rows} baris benar, {outcome.refused} baris ditolak."
    if dry_run:
        yield "Percobaan saja: tidak ada yang disimpan."
    elif outcome.batch is None:
        yield "Tidak ada yang dimuat."
    else:
        yield f"{outcome.families} keluarga baru atau berubah; sekarang terlihat."


def _where(report: Path | None) -> Iterator[str]:
    if report is not None:
        yield f"Semua temuan ada di {report}."


def _progress() -> Progress:
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=console, transient=True, disable=not console.is_terminal,
    )  # fmt: skip
