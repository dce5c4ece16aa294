"""Lists that come by webhook: the same checks and the same way in as a file."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, Final

import structlog

from bansos.sheets import Cell, Column, Columns, Reason, RowFault
from bot.findings import Findings
from bot.import_words import why
from bot.imports import Importer, Listed, stage_payments, stage_recipients
from bot.list_reading import ListReader, Row
from bot.spreadsheets import Unreadable
from handlers.admin.answers import SHOWN, Accepted, Refusal, Wrong
from handlers.admin.fields import Fields, escaped, invalid
from handlers.admin.kinds import Kind, Office
from handlers.facts import Library
from storage import admin, batches
from storage.unit import Busy, Stopped, Writer

log = structlog.get_logger()

AT: Final = {column: place for place, column in enumerate(Column)}
PAYMENT_COLUMNS: Final = (Column.NIK, Column.KK, Column.PROGRAMME, Column.PERIOD, Column.STATUS)
IDLE_SECONDS: Final = 2
AS_A_NUMBER: Final = (
    "angka, bukan teks: nomor 16 digit harus di dalam tanda kutip, "
    "karena program lain bisa membulatkannya"
)
EXAMPLES: Final[dict[str, dict[str, object]]] = {
    "recipients": {
        "kk": "3526081203129004",
        "nik": "3526084507829003",
        "name": "Siti Contoh",
        "village_code": "35.26.08.2012",
        "programme": "PKH",
        "period": "TW4 2026",
        "status": "SPM",
    },
    "payments": {
        "nik": "3526084507829003",
        "programme": "PKH",
        "period": "TW4 2026",
        "status": "SI",
    },
}


@dataclass(slots=True)
class Faults(Findings):
    """Findings as JSON pointers."""

    key: str = ""
    wrong: list[Wrong] = field(default_factory=list)

    def refuse(self, faults: Iterable[RowFault]) -> None:
        """Note every wrong field of one row."""
        self.refused += 1
        for fault in faults:
            pointer = f"#/data/{self.key}/{fault.row - 1}/{fault.column.value}"
            numeric = fault.reason is Reason.NUMERIC_CELL
            self.wrong.append(
                Wrong(pointer, AS_A_NUMBER if numeric else why(fault), fault.example)
            )

    def misshapen(self, wrong: list[Wrong]) -> None:
        """Note a row that is no object of texts."""
        self.refused += 1
        self.wrong += wrong

    def told(self) -> dict[str, object]:
        """Say it as part of an answer."""
        shown = [one.told() for one in self.wrong[:SHOWN]]
        return {"refused": self.refused, "errors": shown, "errors_total": len(self.wrong)}


@dataclass(frozen=True, slots=True)
class Taken:
    """A list whose rows were looked through."""

    key: str
    good: int
    faults: Faults
    made_up: bool
    queued: bytes


@dataclass(frozen=True)
class Lists:
    """Reads lists, and later brings them in."""

    writer: Writer
    library: Library
    url: str

    def kinds(self) -> tuple[Kind, Kind]:
        """Give the two events that bring lists."""
        return self._kind("recipients.upserted", "recipients"), self._kind(
            "payments.recorded", "payments"
        )

    def _kind(self, name: str, key: str) -> Kind:
        example: dict[str, object] = {"type": name, "data": {key: [EXAMPLES[key]]}}
        return Kind(name, example, partial(self._read, key, example), _enqueue)

    @property
    def today(self) -> date:
        """The day at the office."""
        return self.writer.clock().astimezone(self.library.timezone).date()

    def _read(self, key: str, example: dict[str, object], fields: Fields) -> Taken:
        as_of, made_up = fields.day("as_of"), key == "recipients" and fields.yes("made_up")
        if as_of is not None and as_of > self.today:
            fields.wrong("as_of", "tanggal data tidak boleh di masa depan", self.today.isoformat())
        items = fields.items(key)
        fields.finish(example)
        faults = Faults(key=key)
        good = sum(1 for _row in self._checked(key, items, faults))
        if not good:
            raise invalid(faults.wrong, example)
        body = {"as_of": as_of.isoformat() if as_of else "", "rows": items, "made_up": made_up}
        return Taken(key, good, faults, made_up, json.dumps(body, ensure_ascii=False).encode())

    def _checked(self, key: str, items: list[object], faults: Faults) -> Iterator[Any]:
        reader, columns = ListReader(self.library, self.today, faults), Columns(AT)
        rows = _rows(key, items, faults)
        if key == "payments":
            return reader.checked_payments(rows, columns)
        return reader.checked(rows, columns)

    def bring_in(self, kind: str, body: bytes) -> dict[str, object]:
        """Import a queued list and tell what came of it."""
        read = json.loads(body)
        key = "payments" if kind == "payments.recorded" else "recipients"
        faults = Faults(key=key)
        rows = self._checked(key, read["rows"], faults)
        digest = hashlib.sha256(body).hexdigest()
        stage: Callable[..., tuple[int, int]] = stage_recipients
        batch_kind = batches.DEMO if read["made_up"] else batches.RECIPIENTS
        if key == "payments":
            stage, batch_kind = stage_payments, batches.PAYMENTS
        importer = Importer(self.writer, self.library, self.url, batch_kind)
        as_of = date.fromisoformat(read["as_of"]) if read["as_of"] else None
        try:
            done = importer.take(Listed(digest, rows, stage), faults, as_of=as_of, wait=True)
        except Unreadable as fault:
            return {"outcome": "refused", "detail": str(fault)}
        if done.same_as:
            return {"outcome": "unchanged", "as_of": done.same_as}
        return {
            "outcome": "imported",
            "rows": done.rows,
            "families": done.families,
        } | faults.told()

    async def work(self) -> None:
        """Bring in what is queued, for as long as the process lives."""
        while True:
            await self.work_off()
            await asyncio.sleep(IDLE_SECONDS)

    async def work_off(self) -> None:
        """Bring in all that is queued now, the oldest first."""
        while True:
            try:
                waiting = await self.writer.do(admin.next_waiting, "admin")
                if waiting is None:
                    return
                result = await asyncio.to_thread(self._result, waiting)
                await self.writer.do(
                    partial(admin.finish, ref=waiting.ref, answer=result), "admin"
                )
            except Busy:
                return

    def _result(self, waiting: admin.Waiting) -> bytes:
        """Do one message; a bug of ours must not come back for ever."""
        try:
            told = self.bring_in(waiting.kind, waiting.body)
        except (Busy, Stopped):
            raise
        except Exception as fault:
            log.error("admin.failed", ref=waiting.ref, exc_info=fault)
            told = {"outcome": "failed", "detail": "Ada gangguan di pihak Peka; lihat log."}
        return json.dumps(told, ensure_ascii=False).encode()


def _enqueue(office: Office, taken: Taken) -> Accepted:
    demo = bool(batches.visible(office.unit, batches.DEMO))
    if taken.key == "recipients" and demo != taken.made_up:
        real = bool(batches.visible(office.unit, other_than=batches.DEMO))
        if demo or real:
            raise _mixed(demo=demo)
    body: dict[str, object] = {"state": "queued", "rows": taken.good}
    return Accepted(202, body | taken.faults.told(), taken.queued)


def _mixed(*, demo: bool) -> Refusal:
    detail = (
        "Di sini ada data contoh (demo). Data sungguhan perlu PEKA_HOME yang lain; "
        'data karangan boleh, dengan "made_up": true.'
        if demo
        else 'Di sini ada data sungguhan: "made_up" tidak boleh true.'
    )
    return Refusal(409, "mixed", "Data contoh dan sungguhan tidak dicampur", detail)


def _rows(key: str, items: list[object], faults: Faults) -> Iterator[Row]:
    """Lay objects out as rows; what is no object of texts is refused."""
    known = frozenset(PAYMENT_COLUMNS if key == "payments" else Column)
    for at, item in enumerate(items):
        pointer = f"#/data/{key}/{at}"
        if not isinstance(item, dict) or not item:
            faults.misshapen([Wrong(pointer, "harus objek: {...}")])
        elif wrong := [*_odd(item, pointer, known)]:
            faults.misshapen(wrong)
        else:
            yield at + 1, _cells(item)


def _odd(item: dict[str, object], pointer: str, known: frozenset[Column]) -> Iterator[Wrong]:
    """Name the fields that no row has, and values that no cell can hold."""
    for name, value in item.items():
        place = f"{pointer}/{escaped(name[:40])}"
        if name not in known:
            yield Wrong(place, f"kunci tidak dikenal; ada: {', '.join(sorted(known))}")
        elif name == Column.COMPONENT and isinstance(value, list):
            continue
        elif isinstance(value, bool) or not isinstance(value, str | int | float | None):
            yield Wrong(place, "harus teks dalam tanda kutip")


def _cells(item: dict[str, Any]) -> list[Cell]:
    cells: list[Cell] = [None] * len(AT)
    for name, value in item.items():
        cells[AT[Column(name)]] = ", ".join(map(str, value)) if isinstance(value, list) else value
    return cells
