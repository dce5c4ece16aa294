"""Everything that runs, made from the settings and not yet started."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import structlog

from bot.data import languages, library, understanding
from bot.papers import Papers
from bot.sender import Sender
from bot.settings import Settings
from bot.teaching import Teaching
from conversations.book import BOOK
from conversations.turn.taken import Book
from conversations.understand.taught import Listening
from handlers.alarm import alarm
from handlers.channel import Channel, Limits
from handlers.flood import Flood
from handlers.turn import Turns
from storage import audit, outbox, schema
from storage.reading import Lookups
from storage.seal import Sealer
from storage.sql import Sql
from storage.unit import Busy, Clock, Writer, utc_now

log = structlog.get_logger()

WATCH_SECONDS = 1
CHAIN_SECONDS = 5
CHECK_SECONDS = 5
PING = Sql("SELECT 1")


@dataclass
class House:
    """Everything that runs: made by :func:`build_house`, started by the app or a command."""

    settings: Settings
    writer: Writer
    turns: Turns
    sender: Sender
    papers: Papers
    teaching: Teaching
    channels: dict[str, Channel] = field(default_factory=dict)
    tasks: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    """What else runs beside writer and sender: polling, fetching …"""

    def add(self, channel: Channel, limits: Limits | None = None) -> None:
        """Take in a channel; one that pushes is also sent for."""
        self.channels[channel.account] = channel
        if limits is not None:
            self.sender.open(channel, limits)

    async def watch(self) -> None:
        """Chain the audit log, announce what waited; end the process if the writer has died."""
        while True:
            for _ in range(CHAIN_SECONDS // WATCH_SECONDS):
                await asyncio.sleep(WATCH_SECONDS)
                if not self.writer.alive:
                    log.critical("house.ends", reason="the writer died")
                    signal.raise_signal(signal.SIGTERM)
                    return
            with suppress(Busy):
                await self.note_head(await self.writer.do(audit.chain))
                await self.turns.announce()

    async def note_head(self, head: str) -> None:
        """Keep the head of the audit log outside the database too."""
        if head:
            await asyncio.to_thread(self.head_file.write_text, head + "\n")

    @property
    def head_file(self) -> Path:
        """Where the newest head of the audit log is noted; copy it away from time to time."""
        return self.settings.home / "audit.head"

    async def writer_check(self) -> str:
        """Say whether the writer is at work."""
        return "" if self.writer.alive else "the writer has ended"

    async def database_check(self) -> str:
        """Say whether the writer reaches the database, within five seconds."""
        async with asyncio.timeout(CHECK_SECONDS):
            await self.writer.do(lambda unit: unit.run(PING))
        return ""


def build_house(settings: Settings, clock: Clock = utc_now, book: Book = BOOK) -> House:
    """Read the data files, prepare the database, and connect the parts; starts nothing."""
    settings.make_home()
    schema.upgrade(settings.url)
    writer = Writer(settings.url, Sealer.from_setting(settings.key()), clock)
    lease = outbox.lease_of(settings.slot)
    shelf, spoken = library(settings), languages()
    reader = Lookups(settings.url, writer.seal, clock)
    papers = Papers(reader, shelf, spoken, settings.own_url)
    sender = Sender(writer, lease, settings.office_name, papers.draw)
    reading = understanding()
    listening = Listening(reading.read)
    turns = Turns(
        writer=writer,
        book=book,
        library=shelf,
        languages=spoken,
        understand=listening.read,
        knows=reading.knows,
        post=sender.post,
        lease=lease,
        room=sender.room,
        flood=Flood(),
    )
    sender.bulk_open = lambda: shelf.bulk_may_leave(clock())
    sender.alarm = lambda account, _reason: turns.tell(partial(alarm, account=account))
    teaching = Teaching(writer, turns, listening, reading.knows)
    return House(settings, writer, turns, sender, papers, teaching)
