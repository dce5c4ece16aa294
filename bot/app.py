"""Puts the parts together: settings in, FastAPI app out; nothing runs at import."""

from __future__ import annotations

import asyncio
import gc
import gzip
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from importlib import resources
from io import BytesIO

import structlog
from babel.messages.pofile import read_po
from fastapi import FastAPI

from bansos.regions import Regions
from bansos.statuses import Statuses
from bot.sender import Sender
from bot.settings import Settings
from conversations.book import BOOK
from conversations.facts import Office
from conversations.text import Catalogue, Source, Translated
from conversations.understand import Understanding
from handlers.channel import Channel, Limits
from handlers.facts import Library
from handlers.turn import Turns
from handlers.web import WebPage
from storage import schema
from storage.seal import Sealer
from storage.unit import Clock, Writer, utc_now

log = structlog.get_logger()

LANGUAGES = ("en",)


@dataclass
class House:
    """Everything that runs: made by :func:`build_house`, started by the app or a command."""

    settings: Settings
    writer: Writer
    turns: Turns
    sender: Sender
    channels: dict[str, Channel] = field(default_factory=dict)

    def add(self, channel: Channel, limits: Limits | None = None) -> None:
        """Take in a channel; one that pushes is also sent for."""
        self.channels[channel.account] = channel
        if limits is not None:
            self.sender.open(channel, limits)


def build_house(settings: Settings, clock: Clock = utc_now) -> House:
    """Read the data files, prepare the database, and connect the parts; starts nothing."""
    settings.make_home()
    schema.upgrade(settings.url)
    writer = Writer(settings.url, Sealer.from_setting(settings.key()), clock)
    lease = f"{settings.slot}-{secrets.token_hex(4)}"
    sender = Sender(writer, lease)
    turns = Turns(
        writer=writer,
        book=BOOK,
        library=library(settings),
        languages=languages(),
        understand=understanding().read,
        post=sender.post,
        lease=lease,
    )
    return House(settings, writer, turns, sender)


def build(settings: Settings, clock: Clock = utc_now) -> FastAPI:
    """Make the app; what it needs is started and stopped with it."""
    house = build_house(settings, clock)
    app = FastAPI(title="Peka", docs_url=None, redoc_url=None, lifespan=_lifespan(house))
    app.state.house = house
    if settings.web != "off":
        house.add(WebPage())
    return app


def _lifespan(house: House):  # type: ignore[no-untyped-def]  # noqa: ANN202 - FastAPI's own type is private
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with running(house):
            yield

    return lifespan


@asynccontextmanager
async def running(house: House) -> AsyncIterator[None]:
    """Run the writer and the sender for as long as the block lasts."""
    house.writer.start()
    async with AsyncExitStack() as stack:
        stack.callback(house.writer.stop)
        for channel in house.channels.values():
            stack.push_async_callback(channel.close)
        task = asyncio.create_task(house.sender.run())
        stack.push_async_callback(_cancelled, task)
        quiet_collector()
        yield


async def _cancelled(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def quiet_collector() -> None:
    """Keep the collector off what was loaded at start: p99 is four to eight times lower."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


# Data files: read here and nowhere else


def library(settings: Settings) -> Library:
    """Read regions and statuses, and what the office has set."""
    return Library(
        regions=regions().within(settings.region),
        statuses=Statuses.from_toml_text(data_text("bansos", "data/statuses.toml")),
        area=settings.region,
        office=Office(settings.office_name, settings.office_hours),
    )


def regions() -> Regions:
    """Read the whole region table."""
    packed = resources.files("bansos").joinpath("data/wilayah.csv.gz").read_bytes()
    with gzip.open(BytesIO(packed), "rt", encoding="utf-8") as file:
        return Regions.from_csv_text(file.read(), data_text("bansos", "data/wilayah_aliases.toml"))


def understanding() -> Understanding:
    """Read what people's words may mean."""
    return Understanding.from_toml_text(data_text("conversations", "knowledge/words.toml"))


def languages() -> Mapping[str, Catalogue]:
    """Read every catalogue; Indonesian is the source and has none."""
    found: dict[str, Catalogue] = {"id": Source()}
    for language in LANGUAGES:
        path = resources.files("locales").joinpath(language, "LC_MESSAGES", "peka.po")
        if path.is_file():
            found[language] = _catalogue(language, path.read_bytes())
    return found


def _catalogue(language: str, po: bytes) -> Translated:
    texts: dict[str, tuple[str, ...]] = {}
    for message in read_po(BytesIO(po), locale=language):
        if message.id and message.string and not message.fuzzy:
            key = message.id[0] if isinstance(message.id, (list, tuple)) else message.id
            forms = (
                message.string if isinstance(message.string, (list, tuple)) else (message.string,)
            )
            texts[key] = tuple(forms)
    return Translated(language, texts)


def data_text(package: str, name: str) -> str:
    """Read a data file of one of our packages."""
    return resources.files(package).joinpath(name).read_text(encoding="utf-8")
