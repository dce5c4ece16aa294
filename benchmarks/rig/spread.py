"""One process that sends to many: ``python -m benchmarks.rig.spread HOW HOME API RATE MOST``.

HOW is ``peka`` (the production house with its durable work) or ``bare`` (aiogram's Bot in a loop,
nothing kept).  What it measures goes to HOME/figures.json.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from benchmarks.rig.crowd import FIRST
from benchmarks.rig.texts import SECRET, TOKEN, update

if TYPE_CHECKING:  # what is measured is imported by what measures it
    from bot.house import House
    from bot.line import Line
    from handlers.channel import Reply, Sent

TEXT = "Yth. {nama}, jaga kartu KKS sendiri. PIN jangan ditulis di kartu."
AT_ONCE = 48
MOST_RATE = 1000.0
"""Messages a second: the highest setting that is taken; no real platform takes more."""
WRITERS = 40
"""Chats, behind the recipients, that write meanwhile."""
Moments = list[tuple[float, int]]


async def bare(api: str, most: int) -> dict[str, object]:
    """Send with aiogram's Bot and nothing else."""
    from aiogram import Bot
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(api), limit=50))
    chats = iter(range(FIRST + 1, FIRST + 1 + most))

    async def lane() -> None:
        for chat in chats:
            await bot.send_message(chat, TEXT)

    began, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(lane() for _ in range(AT_ONCE)))
    seconds = time.perf_counter() - began
    cpu = time.process_time() - cpu
    await bot.session.close()
    return {"seconds": seconds, "cpu": cpu}


async def peka(home: Path, api: str, rate: float, most: int, limit: float) -> dict[str, object]:
    """Approve a broadcast, where none is there yet, and watch it to its end or for a while."""
    from bot.app import build, quiet_collector, running
    from bot.settings import Settings, Telegram, Web

    settings = Settings(
        home=home,
        secret_key=os.environ["BENCH_SECRET_KEY"],
        telegram_token=TOKEN,
        telegram_secret=SECRET,
        telegram_mode=Telegram.WEBHOOK,
        telegram_api=api,
        telegram_rate=min(rate, MOST_RATE),
        public_url="https://peka.example",
        web=Web.OFF,
        quiet_hours="00.00-00.00",
    )
    house = build(settings).state.house
    (line,) = house.sender.lines.values()
    if rate > MOST_RATE:
        line.limits = line.limits.__class__(rate, 1.0, 3)
        line.pace.per_second = rate
        house.turns.library.terms.rates["telegram"] = rate
    moments = watch_sending(line)
    async with running(house):
        quiet_collector()
        return await Watch(house, moments, limit).to_the_end(most)


def watch_sending(line: Line) -> Moments:
    """Note the sender's clock at each message, and for whom it is."""
    moments: Moments = []
    send = line.channel.send

    async def noted(address: str, reply: Reply, row: int) -> Sent:
        moments.append((time.monotonic(), int(address)))
        return await send(address, reply, row)

    setattr(line.channel, "send", noted)  # noqa: B010 - in place of a method
    return moments


class Watch:
    """One broadcast under way in this process."""

    def __init__(self, house: House, moments: Moments, limit: float) -> None:
        """``limit``: seconds to watch, 0: to the end."""
        self.house, self.moments, self.limit = house, moments, limit
        self.waits: list[float] = []
        self.memory: list[float] = []
        self.seen = psutil.Process()

    async def to_the_end(self, most: int) -> dict[str, object]:
        """Begin or go on, and give the figures."""
        from storage import broadcasts, ledger
        from storage.unit import no_job

        writer = self.house.writer
        known = await writer.do(broadcasts.newest)
        while writer.job is no_job:
            await asyncio.sleep(0.05)
        counted = time.perf_counter()
        if not known:
            await self.begin()
            counted = time.perf_counter() - counted
        else:
            counted = 0.0
        began, cpu = time.perf_counter(), time.process_time()
        writing = asyncio.create_task(self.write(most)) if self.limit else None
        while not await self.ended(began):
            self.memory.append(self.seen.memory_info().rss / 1e6)
            await asyncio.sleep(0.25)
        spent = time.perf_counter() - began
        cpu = time.process_time() - cpu
        if writing is not None:
            writing.cancel()
        (one,) = await writer.do(broadcasts.newest)
        counts = await writer.do(partial(ledger.counts, broadcast=one.id))
        bulk = [at for at, address in self.moments if address <= FIRST + most]
        return {
            "seconds": spent, "cpu": cpu, "counted": counted, "waits": self.waits,
            "outcomes": {outcome: n for _account, outcome, _why, n in counts},
            "bulk": bulk, "all": [at for at, _address in self.moments], "memory": self.memory,
        }  # fmt: skip

    async def begin(self) -> None:
        """Write, count, submit and approve, as officers do."""
        from bansos.broadcasts import Audience, Purpose
        from handlers import broadcasts as acting
        from storage import broadcasts, staff
        from storage.unit import Unit

        house = self.house
        writer, library = house.writer, house.turns.library

        def act(unit: Unit, what: str, officer: int) -> object:
            who = staff.get(unit, officer)
            assert who is not None
            if what == "propose":
                draft = acting.NewBroadcast(Purpose.EDUCATION, {"id": TEXT}, Audience(("35.26",)))
                return acting.propose(unit, library, draft, who)
            ref = broadcasts.newest(unit)[0].ref
            return acting.act(unit, library, ref, what, who, sure=True)

        await writer.do(partial(act, what="propose", officer=1))
        while (await writer.do(broadcasts.newest))[0].cursor >= 0:
            await asyncio.sleep(0.05)
        await writer.do(partial(act, what="ajukan", officer=1))
        await writer.do(partial(act, what="setuju", officer=2))

    async def ended(self, began: float) -> bool:
        """Tell whether the broadcast is over, or was watched long enough."""
        from bansos.broadcasts import BroadcastState
        from storage import broadcasts

        if self.limit:
            return time.perf_counter() - began > self.limit
        writer = self.house.writer
        return bool((await writer.do(broadcasts.newest))[0].state is BroadcastState.SELESAI)

    async def write(self, most: int) -> None:
        """Write to Peka twice a second, and take the time until the answer leaves."""
        turns = self.house.turns
        (channel,) = [line.channel for line in self.house.sender.lines.values()]
        for number in range(1_000_000):
            person = FIRST + most + 1 + number % WRITERS
            seen, began = len(self.moments), time.monotonic()
            await turns.deliver(channel, update(person, number + 1, "terima kasih"))
            while not any(address == person for _at, address in self.moments[seen:]):
                await asyncio.sleep(0.002)
            at = next(at for at, address in self.moments[seen:] if address == person)
            self.waits.append(at - began)
            await asyncio.sleep(0.5)


def main() -> None:
    """Do it, and leave the figures behind."""
    how, home, api, rate, most, limit = sys.argv[1:]
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {0})
    work = (
        bare(api, int(most))
        if how == "bare"
        else peka(Path(home), api, float(rate), int(most), float(limit))
    )
    figures = asyncio.run(work)
    (Path(home) / "figures.json").write_text(json.dumps(figures))


if __name__ == "__main__":
    main()
