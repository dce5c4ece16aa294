"""Puts the parts together: settings in, FastAPI app out; nothing runs at import."""

from __future__ import annotations

import asyncio
import gc
import gzip
import secrets
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from importlib import resources
from io import BytesIO

import structlog
from babel.messages.pofile import read_po
from fastapi import FastAPI

from bansos.regions import Regions
from bansos.statuses import Statuses
from bansos.wording import Wording
from bansos.workdays import Calendar
from bot.sender import Sender
from bot.settings import Settings, Telegram, Web
from conversations.book import BOOK
from conversations.facts import Office
from conversations.take import Book
from conversations.text import Catalogue, Source, Translated
from conversations.understand import Understanding
from handlers.channel import Channel, Limits
from handlers.doors import telegram_door, whatsapp_door
from handlers.facts import Library
from handlers.health import Check, health_door
from handlers.turn import Turns
from handlers.web import WebPage
from storage import audit, schema
from storage.seal import Sealer
from storage.sql import Sql
from storage.unit import Busy, Clock, Writer, utc_now

log = structlog.get_logger()

LANGUAGES = ("en",)
RESTART_SECONDS = 5
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
    channels: dict[str, Channel] = field(default_factory=dict)
    tasks: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    """What else runs beside writer and sender: polling, fetching …"""

    def add(self, channel: Channel, limits: Limits | None = None) -> None:
        """Take in a channel; one that pushes is also sent for."""
        self.channels[channel.account] = channel
        if limits is not None:
            self.sender.open(channel, limits)

    async def watch(self) -> None:
        """Chain the audit log; and end the process if the writer has died."""
        while True:
            for _ in range(CHAIN_SECONDS // WATCH_SECONDS):
                await asyncio.sleep(WATCH_SECONDS)
                if not self.writer.alive:
                    log.critical("house.ends", reason="the writer died")
                    signal.raise_signal(signal.SIGTERM)
                    return
            with suppress(Busy):
                await self.writer.do(audit.chain)

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
    lease = f"{settings.slot}-{secrets.token_hex(4)}"
    sender = Sender(writer, lease)
    turns = Turns(
        writer=writer,
        book=book,
        library=library(settings),
        languages=languages(),
        understand=understanding().read,
        post=sender.post,
        lease=lease,
    )
    return House(settings, writer, turns, sender)


def build(settings: Settings, clock: Clock = utc_now, book: Book = BOOK) -> FastAPI:
    """Make the app; what it needs is started and stopped with it."""
    house = build_house(settings, clock, book)
    app = FastAPI(title="Peka", openapi_url=None, lifespan=lambda _app: running(house))
    app.state.house = house
    checks: dict[str, Check] = {"writer": house.writer_check, "database": house.database_check}
    app.include_router(health_door(checks, settings.metrics_token.get_secret_value()))
    if settings.telegram is not Telegram.OFF:
        _open_telegram(app, house)
    if settings.whatsapp:
        _open_whatsapp(app, house)
    if settings.web is not Web.OFF:
        house.add(WebPage())
    return app


def _open_telegram(app: FastAPI, house: House) -> None:
    from handlers import telegram, telegram_poll  # noqa: PLC0415 - aiogram takes seconds to import

    found = house.settings
    channel = telegram.Telegram(
        found.telegram_token.get_secret_value(),
        secret=found.telegram_secret.get_secret_value(),
        api=found.telegram_api,
    )
    house.add(channel, Limits(found.telegram_rate, person_every=1.0, person_burst=3))
    if found.telegram is Telegram.WEBHOOK:
        app.include_router(telegram_door(house.turns, channel))
        house.tasks.append(lambda: channel.prepare(found.public_url))
        return

    async def poll() -> None:
        await channel.prepare(None)
        await telegram_poll.Poller(channel).run(lambda raw: house.turns.deliver_one(channel, raw))

    house.tasks.append(poll)


def _open_whatsapp(app: FastAPI, house: House) -> None:
    from handlers import whatsapp  # noqa: PLC0415 - pywa is only needed with WhatsApp

    found = house.settings
    channel = whatsapp.WhatsApp(
        phone_id=found.whatsapp_phone_id,
        token=found.whatsapp_token.get_secret_value(),
        app_secret=found.whatsapp_app_secret.get_secret_value(),
        verify_token=found.whatsapp_verify_token.get_secret_value(),
        api=found.whatsapp_api,
        waba_id=found.whatsapp_waba_id,
    )
    house.add(channel, replace(whatsapp.LIMITS, per_second=found.whatsapp_rate))
    app.include_router(whatsapp_door(house.turns, channel))


@asynccontextmanager
async def running(house: House) -> AsyncIterator[None]:
    """Run the writer, the sender and what else belongs to it for as long as the block lasts."""
    house.writer.start()
    async with AsyncExitStack() as stack:
        stack.callback(house.writer.stop)
        for channel in house.channels.values():
            stack.push_async_callback(channel.close)
        for work in (house.sender.run, house.watch, *house.tasks):
            stack.push_async_callback(_cancelled, asyncio.create_task(_kept_up(work)))
        quiet_collector()
        yield


async def _kept_up(work: Callable[[], Awaitable[None]]) -> None:
    """Run one of the house's own tasks; if it falls over, say so and start it again."""
    while True:
        try:
            await work()
        except Exception as fault:
            log.error("task.fell", task=getattr(work, "__name__", "task"), exc_info=fault)  # noqa: TRY400 - places only
            await asyncio.sleep(RESTART_SECONDS)
        else:
            return


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
        wording=Wording.from_toml_text(data_text("bansos", "data/words.toml")),
        calendar=Calendar.from_toml_text(data_text("bansos", "data/holidays.toml")),
        receipt_words=tuple(data_text("bansos", "data/receipt_words.txt").split()),
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
        path = resources.files("locales").joinpath(f"{language}/LC_MESSAGES/peka.po")
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
