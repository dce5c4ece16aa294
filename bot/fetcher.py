"""The fetcher: brings in photos and documents that a turn has accepted.

Each step can be cut short anywhere: files come first, under names that belong to the row, and the
row says ``kept`` last; until then it comes again.  Nothing here knows a case or a person's name.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from bot.clean_copy import IMAGES, Unfit, clean, kind_of
from conversations.said import Kind, Media, Said
from handlers.channel import Channel, Gone, Message, TryLater
from handlers.turn import Turns
from storage import evidence
from storage.evidence import Wanted
from storage.unit import Busy, Writer, ms
from storage.vault import NewFile, StoredFile, Vault

log = structlog.get_logger()

AT_ONCE = 4
CAP = 20 * 1024 * 1024
LOOK_SECONDS = 1.0
LEASE_SECONDS = 180
PATIENCE_SECONDS = 150.0
"""One file may take so long; less than the lease, so that no two processes write one file."""
LAST_ATTEMPT = 30
LONGEST_WAIT = 600.0
HEAD = 16
DECODING = threading.Lock()
"""A decoded picture is large; more than one at a time could take all the memory there is."""


def original(uuid: bytes) -> str:
    """Name the sealed original of a piece of evidence."""
    return f"{uuid.hex()}-original"


def clean_copy(uuid: bytes) -> str:
    """Name the sealed clean copy."""
    return f"{uuid.hex()}-clean"


@dataclass
class Fetcher:
    """Fetches for every channel of this process, four files at once."""

    writer: Writer
    turns: Turns
    channels: Mapping[str, Channel]
    """By account; looked up when a row is due, so channels may be added later."""
    vault: Vault
    running: set[asyncio.Task[None]] = field(default_factory=set)

    async def run(self) -> None:
        """Work until cancelled."""
        await asyncio.to_thread(self.vault.prepare)
        try:
            while True:
                with suppress(Busy):
                    await self.start_due()
                if self.running:
                    await asyncio.wait(self.running, timeout=LOOK_SECONDS)
                else:
                    await asyncio.sleep(LOOK_SECONDS)
        finally:
            for task in self.running:
                task.cancel()

    async def start_due(self) -> None:
        """Begin to fetch as many files as there are hands free."""
        free = AT_ONCE - len(self.running)
        if free <= 0:
            return
        for wanted in await self.writer.do(
            lambda unit: evidence.take_due(unit, free, LEASE_SECONDS)
        ):
            task = asyncio.create_task(self.fetch(wanted))
            self.running.add(task)
            task.add_done_callback(self.running.discard)

    async def fetch(self, wanted: Wanted) -> None:
        """Fetch one file and record what became of it."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                kept = await self.bring(wanted)
            await self.writer.do(
                lambda unit: evidence.kept(unit, wanted.id, kept.sha256, kept.size)
            )
        except Unfit as fault:
            await self.refuse(wanted, fault.reason)
        except Gone:
            await self.refuse(wanted, "gone")
        except TryLater as wait:
            await self.later(wanted, wait.seconds, wait.reason)
        except Busy:
            log.info("fetch.busy", row=wanted.id)  # the lease runs out and it comes again
        except Exception as fault:  # noqa: BLE001 - a full disk, a bug: the file is tried again
            log.warning("fetch.failed", row=wanted.id, fault=type(fault).__name__)
            await self.later(wanted, 5.0, type(fault).__name__)

    async def bring(self, wanted: Wanted) -> StoredFile:
        """Write the sealed original, then the clean copy; raises Unfit, Gone or TryLater."""
        media = Media(**json.loads(wanted.media))
        channel = self.channels.get(wanted.account)
        if channel is None:
            raise TryLater(60.0, "no such account in this process")
        draft = await asyncio.to_thread(self.vault.draft, original(wanted.uuid))
        try:
            head = await self.stream(channel, media, draft)
            kind = kind_of(head)
            if not kind or (media.mime.startswith("image/") and kind not in IMAGES):
                raise Unfit("not_image")
            kept = await asyncio.to_thread(draft.keep)
        finally:
            draft.drop()
        if kind in IMAGES:
            await asyncio.to_thread(self.make_copy, wanted.uuid)
        return kept

    async def stream(self, channel: Channel, media: Media, draft: NewFile) -> bytes:
        """Let a file flow into the draft, up to the cap; gives its first bytes."""
        file = await channel.fetch(media)
        if (file.size or 0) > CAP:
            raise Unfit("too_big")
        head = b""
        async for chunk in file.chunks:
            if draft.size + len(chunk) > CAP:
                raise Unfit("too_big")
            head += chunk[: HEAD - len(head)]
            draft.add(chunk)
        if not draft.size:
            raise Unfit("broken")
        return head

    def make_copy(self, uuid: bytes) -> None:
        """Write the clean copy of an original; in a thread, and one at a time in this process."""
        with DECODING:
            picture = clean(b"".join(self.vault.read(original(uuid))))
        draft = self.vault.draft(clean_copy(uuid))
        try:
            draft.add(picture)
            draft.keep()
        finally:
            draft.drop()

    async def refuse(self, wanted: Wanted, reason: str) -> None:
        """Keep nothing, tell the person, and only then close the row: once, however often."""
        for name in (original(wanted.uuid), clean_copy(wanted.uuid)):
            await asyncio.to_thread(self.vault.remove, name)
        channel = self.channels.get(wanted.account)
        with suppress(Busy):
            if wanted.address and channel is not None:
                media = Media(**json.loads(wanted.media))
                said = Said(Kind.FETCHED, text=reason, media=media)
                told = Message(wanted.account, f"fetch:{wanted.id}", wanted.address, said)
                await self.turns.message(channel, told, b"")
            await self.writer.do(lambda unit: evidence.failed(unit, wanted.id, reason))
        log.info("fetch.refused", row=wanted.id, reason=reason)

    async def later(self, wanted: Wanted, seconds: float, reason: str) -> None:
        """Try again after a growing pause; at the end of all patience the file is gone."""
        if wanted.attempts >= LAST_ATTEMPT:
            await self.refuse(wanted, "gone")
            return
        pause = min(LONGEST_WAIT, max(seconds, 1.0) * 2 ** min(wanted.attempts, 8))
        log.info("fetch.later", row=wanted.id, reason=reason, seconds=round(pause, 1))
        due = ms(self.writer.clock()) + int(pause * 1000)
        with suppress(Busy):
            await self.writer.do(lambda unit: evidence.later(unit, wanted.id, due))
