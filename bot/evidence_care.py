"""Care of the evidence folder: its marker, and what is left over in it."""

from __future__ import annotations

import asyncio
import secrets
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import structlog

from bot.fetcher import clean_copy, original
from storage import evidence, marks
from storage.unit import Busy, Writer, ms
from storage.vault import Vault

log = structlog.get_logger()

EVERY_SECONDS = 600.0
UNCLAIMED = 600.0
"""Seconds after which an upload that no question took is removed."""
HALF_WRITTEN = 24 * 3600.0
NO_ROW = 24 * 3600.0
NO_CASE_DAYS = 16
"""Longer than a draft lives (14 days), after which nothing can take the file any more."""
DAY_MS = 24 * 3_600_000
MARK = "evidence"


@dataclass
class EvidenceCare:
    """Sweeps the folder now and then; every process may do so."""

    writer: Writer
    vault: Vault
    swept_at: int = 0

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            with suppress(Busy, OSError):
                await self.mark()
                await self.sweep()
            await asyncio.sleep(EVERY_SECONDS)

    async def sweep(self) -> None:
        """Remove uploads that nothing waits for, half-written files, and files without a row."""
        await self.sweep_uploads()
        await asyncio.to_thread(self.vault.tidy, HALF_WRITTEN)
        now = ms(self.writer.clock())
        before = now - NO_CASE_DAYS * DAY_MS
        for uuid in await self.writer.do(lambda unit: evidence.abandon(unit, before)):
            for name in (original(uuid), clean_copy(uuid)):
                await asyncio.to_thread(self.vault.remove, name)
        if now - self.swept_at > DAY_MS:
            self.swept_at = now
            await self.sweep_orphans()

    async def sweep_uploads(self) -> None:
        """Remove what was uploaded and is not about to be fetched."""
        names = await asyncio.to_thread(self.vault.names, UNCLAIMED, incoming=True)
        for name in names:
            if not await self.writer.do(partial(evidence.waited_for, ref=name)):
                await asyncio.to_thread(self.vault.remove, name, incoming=True)

    async def sweep_orphans(self) -> None:
        """Remove files that belong to no row, or to one that failed."""
        names = await asyncio.to_thread(self.vault.names, NO_ROW)
        known: set[str] = set()
        page: list[tuple[int, bytes]] = [(0, b"")]
        while page:
            after = page[-1][0]
            page = await self.writer.do(partial(evidence.uuids, after=after))
            known |= {name for _id, uuid in page for name in (original(uuid), clean_copy(uuid))}
        for name in set(names) - known:
            await asyncio.to_thread(self.vault.remove, name)

    async def mark(self) -> None:
        """Mark folder and database as belonging together, the first time only."""
        await asyncio.to_thread(self.vault.prepare)
        if not await self.writer.do(lambda unit: marks.read(unit, MARK)):
            value = await asyncio.to_thread(self.vault.marker, secrets.token_hex(16))
            await self.writer.do(lambda unit: marks.put(unit, MARK, value))

    async def check(self) -> str:
        """Say what is wrong with the folder (for /readyz); empty where all is well."""
        try:
            here = await asyncio.to_thread(self.vault.marker)
        except OSError as fault:
            return f"the evidence folder cannot be read ({type(fault).__name__})"
        value = await self.writer.do(lambda unit: marks.read(unit, MARK))
        if not value or here != value:
            return "the evidence folder is not the one of this database (PEKA_EVIDENCE)"
        return ""
