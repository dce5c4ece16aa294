"""Where a talk is played: databases made from templates, and Peka started anew for every line."""

from __future__ import annotations

import asyncio
import hashlib
import re
import shutil
import sqlite3
import ssl
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import httpx
import psycopg
import pytest
from fastapi import FastAPI

from bot import data
from bot.admin_lists import Lists
from bot.app import admin_kinds
from bot.fetcher import Fetcher
from bot.findings import gathering
from bot.imports import Importer
from bot.papers import Papers
from bot.sender import Sender
from bot.settings import Settings
from bot.teaching import Teaching
from conversations.book import BOOK
from conversations.text import Catalogue
from conversations.understand import Understanding
from conversations.understand.taught import Listening
from handlers import draws
from handlers.admin.door import Intake, admin_door
from handlers.channel import Channel, Draw, Limits
from handlers.doors import telegram_door, whatsapp_door
from handlers.facts import Library
from handlers.telegram.adapter import Telegram
from handlers.terminal import Terminal
from handlers.turn import Turns
from handlers.web import room as web_room
from handlers.web.adapter import WebPage
from handlers.web.door import web_door
from handlers.web.guard import Guard, signing
from handlers.web.look import Look
from handlers.web.room import Room
from handlers.whatsapp.adapter import WhatsApp
from storage import schema
from storage.reading import Lookups
from storage.seal import Sealer
from storage.unit import Writer
from storage.vault import Vault
from tests import postgres
from tests.bot.admin_house import SECRET
from tests.fakes.telegram import FakeTelegram
from tests.fakes.whatsapp import FakeWhatsApp

HERE = Path(__file__).parent
SEAL = Sealer(("5a" * 32,))
ZONE = ZoneInfo("Asia/Jakarta")
START = datetime(2026, 11, 3, 3, 0, tzinfo=UTC)
"""Tuesday, 3 November 2026, ten o'clock in Bangkalan; every talk begins then."""
DATA_OF = date(2026, 11, 1)
FAST = Limits(per_second=1e6, person_every=1e-3, person_burst=1000)
"""The pace of sending is tested elsewhere."""
UNITS = {
    "detik": "seconds",
    "menit": "minutes",
    "jam": "hours",
    "hari": "days",
    "minggu": "weeks",
}
SOON = re.compile(r"(\d+) (detik|menit|jam|hari|minggu)(?: kemudian)?")
ON_THE_DAY = re.compile(r"(\d{4}-\d\d-\d\d) pukul (\d\d)\.(\d\d)")


@dataclass
class Clock:
    """The time of the talk; it stands still but for what the talk says."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def later(self, how: str) -> None:
        """Move on: ``25 jam kemudian``, or ``2026-11-09 pukul 08.00`` at the office."""
        if found := SOON.fullmatch(how):
            self.now += timedelta(**{UNITS[found[2]]: int(found[1])})
        elif found := ON_THE_DAY.fullmatch(how):
            day = datetime.fromisoformat(f"{found[1]} {found[2]}:{found[3]}")
            self.now = day.replace(tzinfo=ZONE).astimezone(UTC)
        else:
            raise ValueError(f"no time: {how!r}")


# What is read once


@cache
def library() -> Library:
    return data.library(
        Settings(
            _env_file=None,
            home=Path("unused"),
            region=("35.26", "35.11"),
            public_url="https://peka.example.go.id",
        )
    )


@cache
def understanding() -> Understanding:
    return data.understanding()


@cache
def languages() -> dict[str, Catalogue]:
    return dict(data.languages())


def read_once(patch: pytest.MonkeyPatch) -> None:
    """Let new processes share what costs time and holds no state: certificates, templates.

    Quiz questions are not drawn by lot here but taken in their order, so that a talk can be read.
    """
    patch.setattr(draws, "questions", lambda pool, n: tuple(pool[:n]))
    patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
    patch.setattr(web_room, "Look", cache(Look))


# Databases


@dataclass(frozen=True)
class Base:
    """A database, and a look into it beside Peka."""

    url: str
    view: Any

    @property
    def lite(self) -> bool:
        return self.url.startswith("sqlite")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.view.execute(sql).fetchall()]

    def named(self, table: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Read a table whole, with the names of its columns."""
        found = self.view.execute(f"SELECT * FROM {table}")  # noqa: S608 - a table of ours
        return [one[0] for one in found.description], [tuple(row) for row in found.fetchall()]

    def first(self, sql: str) -> Any:  # noqa: ANN401 - whatever the column holds
        return self.rows(sql)[0][0]

    @property
    def tables(self) -> list[str]:
        return sorted(name for name in schema.METADATA.tables if name.startswith("peka_"))

    def print(self) -> str:
        """A fingerprint of all that is kept: two equal ones, and nothing has changed."""
        made = hashlib.sha256()
        for table in self.tables:
            made.update(repr(sorted(map(repr, self.named(table)[1]))).encode())
        return made.hexdigest()


class Templates:
    """Databases with made-up families in them, made once through the real import."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lite: dict[str, Path] = {}
        self._postgres: dict[str, str] = {}

    @contextmanager
    def lite(self, families: str, path: Path) -> Iterator[Base]:
        if families not in self._lite:
            made = self.folder / f"{families or 'empty'}.db"
            fill(f"sqlite:///{made}", families)
            with sqlite3.connect(made) as settled:
                settled.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            settled.close()
            self._lite[families] = made
        shutil.copy(self._lite[families], path)
        view = sqlite3.connect(path, isolation_level=None)
        try:
            yield Base(f"sqlite:///{path}", view)
        finally:
            view.close()

    @contextmanager
    def server(self, families: str) -> Iterator[Base]:
        server = postgres.server_url()
        if families not in self._postgres:
            self._postgres[families] = f"peka_talks_{uuid.uuid4().hex[:12]}"
            _run(server, f"CREATE DATABASE {self._postgres[families]}")
            fill(_url(server, self._postgres[families]), families)
        name = f"peka_talk_{uuid.uuid4().hex[:12]}"
        _run(server, f"CREATE DATABASE {name} TEMPLATE {self._postgres[families]}")
        view = psycopg.connect(_plain(_url(server, name)), autocommit=True)
        try:
            yield Base(_url(server, name), view)
        finally:
            view.close()
            _run(server, f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        for name in self._postgres.values():
            _run(postgres.server_url(), f"DROP DATABASE {name} WITH (FORCE)")


def fill(url: str, families: str) -> None:
    """Make the tables, and bring in a list as an office does."""
    schema.upgrade(url)
    if not families:
        return
    writer = Writer(url, SEAL, Clock(), threads=1).start()
    try:
        with gathering(None) as findings:
            outcome = Importer(writer, library(), url).read(
                HERE / "data" / families, findings, as_of=DATA_OF
            )
        assert outcome.batch
        assert not outcome.refused, findings.first
    finally:
        writer.stop()


def _url(server: str, name: str) -> str:
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def _run(server: str, statement: str) -> None:
    with psycopg.connect(_plain(server), autocommit=True) as connection:
        connection.execute(statement.encode())


# One process


@dataclass
class House:
    """One life of Peka: what it has in memory goes when it ends."""

    writer: Writer
    turns: Turns
    sender: Sender
    channels: dict[str, Channel]
    app: FastAPI
    fetcher: Fetcher
    papers: Papers
    teaching: Teaching
    committed: asyncio.Event
    lists: Lists
    visitors: dict[int, httpx.AsyncClient] = field(default_factory=dict)

    @property
    def http(self) -> httpx.AsyncClient:
        """A way in for the platforms."""
        return self.visitor(0)

    def visitor(self, number: int) -> httpx.AsyncClient:
        """A way in from a network of one's own."""
        if number not in self.visitors:
            way = httpx.ASGITransport(self.app, client=(f"10.{number}.0.1", 40_000))
            self.visitors[number] = httpx.AsyncClient(transport=way, base_url="http://127.0.0.1")
        return self.visitors[number]


@dataclass
class World:
    """What outlives a process: the database, the platforms, the clock, the disk."""

    base: Base
    folder: Path
    clock: Clock = field(default_factory=Clock)
    telegram: FakeTelegram | None = None
    whatsapp: FakeWhatsApp | None = None
    lives: int = 0
    unsent: set[str] = field(default_factory=set)

    @asynccontextmanager
    async def house(self) -> AsyncIterator[House]:
        """Start Peka, and end it again."""
        self.lives += 1
        house = self.make()
        house.writer.start()
        await house.teaching.take_up()
        sending = asyncio.create_task(house.sender.run())
        try:
            yield house
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
            for visitor in house.visitors.values():
                await visitor.aclose()
            for channel in house.channels.values():
                await channel.close()
            house.writer.stop()
            await house.papers.close()

    def make(self) -> House:
        """Put the parts together as ``bot.app`` does, without reading every data file again."""
        writer = Writer(self.base.url, SEAL, self.clock, threads=2)
        reader = Lookups(self.base.url, SEAL, self.clock)
        papers = Papers(reader, library(), languages(), "https://peka.example.go.id")
        sender = Sender(writer, f"life-{self.lives}", draw=papers.draw)
        reading = understanding()
        listening = Listening(reading.read)
        turns = Turns(
            writer=writer,
            book=BOOK,
            library=library(),
            languages=languages(),
            understand=listening.read,
            knows=reading.knows,
            post=sender.post,
            lease=sender.lease,
        )
        vault = Vault(self.folder / "evidence", SEAL)
        vault.prepare()
        app = FastAPI(openapi_url=None)
        found: list[Channel] = [Terminal(), self.page(app, turns, vault, reader, papers.draw)]
        if self.telegram is not None:
            found.append(self.on_telegram(app, turns, self.telegram))
        if self.whatsapp is not None:
            found.append(self.on_whatsapp(app, turns, self.whatsapp))
        for channel in found:
            if channel.pushes:
                sender.open(channel, FAST)
        channels = {channel.account: channel for channel in found}
        committed = asyncio.Event()
        loop = asyncio.get_running_loop()

        def step(name: str) -> None:
            if name == "committed":
                loop.call_soon_threadsafe(committed.set)

        writer.step = step
        fetcher = Fetcher(writer, turns, channels, vault)
        lists = Lists(writer, library(), self.base.url)
        app.include_router(admin_door(Intake(turns, SECRET, admin_kinds(lists))))
        teaching = Teaching(writer, turns, listening, reading.knows)
        return House(
            writer, turns, sender, channels, app, fetcher, papers, teaching, committed, lists
        )

    @staticmethod
    def page(app: FastAPI, turns: Turns, vault: Vault, reader: Lookups, draw: Draw) -> WebPage:
        channel = WebPage(vault)
        room = Room(turns, channel, reader, Guard(secure=False, sign=signing(SEAL)), draw=draw)
        app.include_router(web_door(room))
        return channel

    @staticmethod
    def on_telegram(app: FastAPI, turns: Turns, fake: FakeTelegram) -> Telegram:
        channel = Telegram(fake.token, secret=fake.secret, api=fake.url)
        channel._reader.named(str(fake.me.username))
        app.include_router(telegram_door(turns, channel))
        return channel

    @staticmethod
    def on_whatsapp(app: FastAPI, turns: Turns, fake: FakeWhatsApp) -> WhatsApp:
        channel = WhatsApp(**fake.access)
        app.include_router(whatsapp_door(turns, channel))
        return channel

    async def settled(self, house: House) -> None:
        """Wait until everything that may leave has left, and files were brought in."""
        await house.lists.work_off()
        while True:
            await self.sent(house)
            await house.fetcher.start_due()
            if not house.fetcher.running:
                return
            await asyncio.wait(house.fetcher.running)

    async def sent(self, house: House) -> None:
        await house.turns.announce()
        await house.turns.fall_due()
        await house.teaching.look()
        async with asyncio.timeout(20):
            while True:
                for account, line in house.sender.lines.items():
                    await house.sender.sweep_line(account, line)
                house.committed.clear()
                if not self.leaving(house):
                    await house.turns.fall_due()  # the last outcome may just have been recorded
                    if not self.leaving(house):
                        return
                if house.sender.tasks:
                    await asyncio.wait(house.sender.tasks)
                else:
                    await house.committed.wait()

    def leaving(self, house: House) -> int:
        """Count messages that wait for nothing but the sender."""
        now = self.clock().timestamp() * 1000
        queued = self.base.rows("SELECT account, due_at FROM peka_outbox WHERE state = 'queued'")
        return sum(account in house.sender.lines and due <= now for account, due in queued)
