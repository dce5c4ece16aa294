"""Puts the parts together: settings in, FastAPI app out; nothing runs at import."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace

import structlog
from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from bot.admin_lists import Lists
from bot.demo import load_demo
from bot.house import House, build_house
from bot.metrics import Figures
from bot.page import open_evidence, open_page
from bot.settings import Settings, Telegram, Web
from conversations.book import BOOK
from conversations.turn.taken import Book
from handlers.admin.broadcasts import broadcast_kind
from handlers.admin.decisions import decision_kind
from handlers.admin.door import Intake, admin_door
from handlers.admin.kinds import Kinds, by_name
from handlers.admin.schedules import schedule_kind
from handlers.channel import Limits
from handlers.doors import Front, Signs, telegram_door, whatsapp_door
from handlers.health import Check, health_door
from handlers.letters import Counter, letter_door
from handlers.notice import notice_door
from storage import marks, outbox
from storage.unit import Busy, Clock, no_job, utc_now

log = structlog.get_logger()

RESTART_SECONDS = 5
ENQUEUE_SECONDS = 30
"""How soon it is looked again whether durable work can be enqueued; a clock does it meanwhile."""
POLLER_SECONDS = 30
"""How long a process stays the one that polls, without renewing it."""


def build(settings: Settings, clock: Clock = utc_now, book: Book = BOOK) -> FastAPI:
    """Make the app; what it needs is started and stopped with it."""
    house = build_house(settings, clock, book)
    app = Front(title="Peka", openapi_url=None, lifespan=lambda _app: running(house))
    app.state.house = house
    vault, evidence_check = open_evidence(house)
    checks: dict[str, Check] = {
        "writer": house.writer_check,
        "database": house.database_check,
        "evidence": evidence_check,
    }
    registry = CollectorRegistry()
    registry.register(Figures(house))
    token = settings.metrics_token.get_secret_value()
    app.include_router(health_door(checks, token, registry))
    if settings.telegram is not Telegram.OFF:
        _open_telegram(app, house)
    if settings.whatsapp:
        _open_whatsapp(app, house)
    if settings.admin_secret.get_secret_value():
        _open_admin(app, house)
    if settings.events_url:
        house.tasks.append(lambda: _tell_events(house))
    app.include_router(
        letter_door(Counter(house.writer, house.turns.library, house.turns.languages))
    )
    app.include_router(notice_door(house.turns.library.office))
    if settings.web is not Web.OFF:
        app.include_router(open_page(house, vault))
    if settings.demo:
        house.tasks.append(lambda: asyncio.to_thread(load_demo, house))
    if settings.lite:
        house.tasks.append(lambda: _durable_work(house))
    else:
        house.tasks.append(lambda: _enqueuing(house))
    return app


def _open_admin(app: FastAPI, house: House) -> None:
    lists = Lists(house.writer, house.turns.library, house.settings.url)
    secret = house.settings.admin_secret.get_secret_value()
    names = house.settings.admin_staff
    app.include_router(admin_door(Intake(house.turns, secret, admin_kinds(lists), names)))
    house.tasks.append(lists.work)


async def _tell_events(house: House) -> None:
    from bot.events import Teller  # noqa: PLC0415 - httpx, only where somebody listens

    secret = house.settings.events_secret.get_secret_value()
    teller = Teller(house.writer, house.settings.events_url, secret)
    while True:
        await _alone(house, "events", teller.run)
        await asyncio.sleep(POLLER_SECONDS / 3)


def admin_kinds(lists: Lists) -> Kinds:
    """Give every event that the admin webhook takes."""
    schedules = schedule_kind(lists.library, lists.writer.clock)
    return by_name(*lists.kinds(), schedules, decision_kind(), broadcast_kind())


async def _durable_work(house: House) -> None:
    """Run DBOS in this very process: the embedded tier; its import must not delay the start."""
    work = await asyncio.to_thread(__import__, "bot.work", fromlist=["working"])
    with work.working(house):
        await asyncio.Event().wait()


async def _enqueuing(house: House) -> None:
    """Let turns enqueue durable work as soon as `peka work` has made its tables."""
    work = await asyncio.to_thread(__import__, "bot.work", fromlist=["enqueuing"])
    ended = threading.Event()

    def lend() -> None:
        with work.enqueuing(house.settings.url) as enqueue:
            house.writer.job = enqueue
            ended.wait()

    try:
        while True:
            with suppress(Exception):
                await asyncio.to_thread(lend)
            await asyncio.sleep(ENQUEUE_SECONDS)
    finally:
        house.writer.job = no_job
        ended.set()


def _open_telegram(app: Front, house: House) -> None:
    from handlers.telegram import adapter as telegram  # noqa: PLC0415 - aiogram takes seconds
    from handlers.telegram import polling as telegram_poll  # noqa: PLC0415 - and so does this

    found = house.settings
    channel = telegram.Telegram(
        found.telegram_token.get_secret_value(),
        secret=found.telegram_secret.get_secret_value(),
        api=found.telegram_api,
    )
    house.add(channel, Limits(found.telegram_rate, person_every=1.0, person_burst=3))
    if found.telegram is Telegram.WEBHOOK:
        app.open(telegram_door(house.turns, channel))
        house.tasks.append(lambda: channel.prepare(found.public_url))
        return

    poller, signs = telegram_poll.Poller(channel), Signs()

    async def deliver(raw: bytes) -> None:
        signs.show(channel, await house.turns.deliver(channel, raw))

    async def poll() -> None:
        await channel.prepare(None)
        while True:
            await _alone(house, f"poller {channel.account}", lambda: poller.run(deliver))
            await asyncio.sleep(POLLER_SECONDS / 3)

    house.tasks.append(poll)


async def _alone(house: House, name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Do what only one process may do, for as long as this one holds it."""
    holder = house.settings.slot
    task: asyncio.Future[None] | None = None
    try:
        while await _holds(house, name, holder):
            task = task or asyncio.ensure_future(work())
            done, _still = await asyncio.wait({task}, timeout=POLLER_SECONDS / 3)
            for fallen in done:
                fallen.result()
    finally:
        if task is not None:
            task.cancel()


def _open_whatsapp(app: Front, house: House) -> None:
    from bot.templates import keep_up  # noqa: PLC0415 - pywa, only where WhatsApp is set up
    from handlers.whatsapp import adapter as whatsapp  # noqa: PLC0415 - pywa, too

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
    house.tasks.append(lambda: keep_up(house, channel))
    app.open(whatsapp_door(house.turns, channel))


async def _holds(house: House, name: str, holder: str) -> bool:
    """Hold a task for a while more; a restarted process has the same slot and goes on at once."""
    with suppress(Busy):
        return await house.writer.do(lambda unit: marks.hold(unit, name, holder, POLLER_SECONDS))
    return False


@asynccontextmanager
async def running(house: House) -> AsyncIterator[None]:
    """Run the writer, the sender and what else belongs to it for as long as the block lasts."""
    house.writer.start()
    async with AsyncExitStack() as stack:
        stack.callback(house.writer.stop)
        stack.push_async_callback(house.papers.close)
        if house.sender.lines:
            await _take_over(house)
        for channel in house.channels.values():
            stack.push_async_callback(channel.close)
        for work in (house.sender.run, house.watch, house.teaching.run, *house.tasks):
            stack.push_async_callback(_cancelled, asyncio.create_task(_kept_up(work)))
        quiet_collector()
        yield


async def _take_over(house: House) -> None:
    """Send at once what an earlier life of this process still holds, where it is surely dead."""
    found = house.settings
    if found.lite:  # one process
        await house.writer.do(lambda unit: outbox.release(unit, ""))
    elif "slot" in found.model_fields_set:
        await house.writer.do(lambda unit: outbox.release(unit, found.slot))


async def _kept_up(work: Callable[[], Awaitable[None]]) -> None:
    """Run one of the house's own tasks; if it falls over, say so and start it again."""
    while True:
        try:
            await work()
        except Exception as fault:
            log.error("task.fell", task=getattr(work, "__name__", "task"), exc_info=fault)
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
