"""A whole Peka without a door: writer, turns and sender on one database, as `bot.app` makes it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import structlog
from sqlalchemy import (
    Connection,
    Select,
    create_engine,
    func,
    inspect,
    literal_column,
    select,
    table,
    text,
)
from structlog.typing import EventDict

from bot import data, logs
from bot.sender import Sender
from bot.settings import Settings
from conversations.book import BOOK
from conversations.said import Kind, Said
from conversations.text import Catalogue
from conversations.turn.taken import Book
from conversations.understand import Understanding
from handlers.channel import Delivery, Message, Reply, Sent, Sheet, Undecodable
from handlers.facts import Library
from handlers.turn import Turns
from storage import engines, schema
from storage.seal import Sealer
from storage.unit import Clock, Writer, utc_now

KEY = "7d" * 32
LEASE = "w0-test"
ACCOUNT = "stub:1"
START = datetime(2026, 11, 3, 3, 0, tzinfo=UTC)


@cache
def library() -> Library:
    return data.library(Settings(_env_file=None, home=Path("unused"), region=("35.26",)))


@cache
def understanding() -> Understanding:
    return data.understanding()


@cache
def languages() -> Mapping[str, Catalogue]:
    return data.languages()


def make_writer(url: str, clock: Clock = utc_now, **more: int) -> Writer:
    """Make a writer; ``more``: its threads, its patience."""
    return Writer(url, Sealer((KEY,)), clock, **more)


@dataclass
class SetClock:
    """A clock that moves when it is told to."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def later(self, **how: float) -> None:
        self.now += timedelta(**how)


@dataclass
class Stub:
    """A channel without a network: a body is ``address|id|text``, and what is sent is kept."""

    account: str = ACCOUNT
    name: str = "telegram"
    pushes: bool = True
    heard: list[tuple[str, Reply, int]] = field(default_factory=list)
    handed: list[tuple[str, Sheet, int]] = field(default_factory=list)
    answer: Callable[[str, Reply, int], None] = lambda _address, _reply, _row: None
    """Called before a message counts as sent; may raise what a platform's refusal becomes."""

    def read(self, raw: bytes) -> Delivery:
        lines = raw.decode().splitlines()
        if not lines:
            raise Undecodable("empty")
        return Delivery(messages=tuple(self.message(*line.split("|", 2)) for line in lines))

    def message(self, address: str, id_: str, text: str) -> Message:
        group = address.startswith("group")
        tap = text.startswith("tap:")
        said = Said(Kind.TAP, tap=text[4:]) if tap else Said(Kind.TEXT, text, reply_to="m1")
        return Message(self.account, id_, address, said, group=group)

    async def send(self, address: str, reply: Reply, row: int) -> Sent:
        self.answer(address, reply, row)
        self.heard.append((address, reply, row))
        return Sent(f"p{row}")

    async def hand(self, address: str, sheet: Sheet, row: int) -> Sent:
        self.answer(address, Reply(""), row)
        self.handed.append((address, sheet, row))
        return Sent(f"p{row}")

    async def acknowledge(self, message: Message) -> None:
        """Nothing to show."""

    async def fetch(self, _media: object) -> NoReturn:
        raise AssertionError("no files here")

    async def close(self) -> None:
        """Nothing to close."""


@dataclass
class House:
    """The parts; what a test wants to see of the database it asks of ``rows``."""

    url: str
    writer: Writer
    turns: Turns
    sender: Sender
    channel: Stub

    async def hear(self, address: str, id_: str, text: str) -> Delivery:
        return await self.turns.deliver(self.channel, f"{address}|{id_}|{text}".encode())

    def rows(self, sql: str, **values: object) -> list[tuple[Any, ...]]:
        return rows(self.url, sql, **values)


def make_house(
    url: str,
    book: Book = BOOK,
    clock: Clock = utc_now,
    channel: Stub | None = None,
    **more: int,
) -> House:
    """Make one on a database that stands at the newest revision; nothing is started."""
    writer = make_writer(url, clock, **more)
    sender = Sender(writer, LEASE)
    turns = Turns(
        writer=writer,
        book=book,
        library=library(),
        languages=languages(),
        understand=understanding().read,
        post=sender.post,
        lease=LEASE,
    )
    return House(url, writer, turns, sender, channel or Stub())


@asynccontextmanager
async def living(house: House) -> AsyncIterator[House]:
    """Let the writer work for as long as the block lasts."""
    house.writer.start()
    try:
        yield house
    finally:
        await asyncio.to_thread(house.writer.stop)


@asynccontextmanager
async def running(sender: Sender) -> AsyncIterator[None]:
    """Let the sender work for as long as the block lasts, and wait for its end."""
    task = asyncio.ensure_future(sender.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@contextmanager
def looking(url: str) -> Iterator[Connection]:
    """Look into the database beside everybody else for as long as the block lasts."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def rows(url: str, sql: str, **values: object) -> list[tuple[Any, ...]]:
    """Give what a query finds; ``values`` fill its ``:named`` places."""
    with looking(url) as connection:
        return [tuple(row) for row in connection.execute(text(sql), values)]


def count(url: str, name: str) -> int:
    """Count the rows of one of our tables."""
    with looking(url) as connection:
        found = select(func.count()).select_from(schema.METADATA.tables[name])
        return connection.execute(found).scalar_one()


def everything(url: str) -> bytes:
    """Every cell of every table of ours, one after the other, to search for what must not be."""
    found: list[bytes] = []
    with looking(url) as connection:
        names = [n for n in inspect(connection).get_table_names() if n.startswith("peka_")]
        for name in names:
            whole: Select[tuple[Any, ...]] = select(literal_column("*")).select_from(table(name))
            found += [_bytes(cell) for row in connection.execute(whole) for cell in row]
    assert found
    return b"\0".join(found)


def _bytes(cell: object) -> bytes:
    return bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()


@cache
def _empty_sqlite() -> bytes:
    """An empty SQLite database at the newest revision: one copy is quicker than a migration."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "peka.db"
        schema.upgrade(f"sqlite:///{path}")
        return path.read_bytes()


def prepare(url: str) -> str:
    """Bring a fresh database to the newest revision."""
    if engines.is_sqlite(url):
        Path(url.removeprefix("sqlite:///")).write_bytes(_empty_sqlite())
    else:
        schema.upgrade(url)
    return url


class Crash(BaseException):
    """The process dies here."""


@dataclass
class Steps:
    """Raises at the n-th passing of a step, once."""

    name: str = ""
    fault: Callable[[], BaseException] = Crash
    seen: list[str] = field(default_factory=list)
    armed: bool = True

    def __call__(self, name: str) -> None:
        self.seen.append(name)
        if self.armed and name == self.name:
            self.armed = False
            raise self.fault()


@dataclass
class Log:
    """Everything that was logged, as it would be written."""

    events: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, _logger: object, _name: str, event: EventDict) -> NoReturn:
        self.events.append(dict(logs.places_only(None, "", event)))
        raise structlog.DropEvent

    @property
    def text(self) -> str:
        return repr(self.events)

    def named(self, name: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event.get("event") == name]

    @property
    def faults(self) -> list[dict[str, Any]]:
        return [event for event in self.events if "fault" in event]


def listen() -> Log:
    """Take over structlog; the fixture ``log`` gives it back."""
    log = Log()
    structlog.configure(
        processors=[structlog.processors.add_log_level, log], cache_logger_on_first_use=False
    )
    return log
