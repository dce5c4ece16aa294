"""`peka serve` and `peka work` on one PostgreSQL share a broadcast: each hears it once."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import web

from bansos.broadcasts import Audience, BroadcastState, Purpose
from bot.work import enqueuing
from handlers import broadcasts as acting
from handlers.broadcasts import NewBroadcast
from storage import broadcasts, staff
from storage.unit import Unit
from tests import postgres, town
from tests.house import KEY, House, living, make_house, prepare
from tests.page_house import free_port
from tests.waiting import BESIDE, until

RECIPIENTS = 300
BOT = 4839574812
TOKEN = f"{BOT}:AAFD39kkdpWt3ywyRZergyOLMaJhac60qcK"
FIRST = 700_000_000
WITHIN = 120.0


@dataclass
class Api:
    """A Bot API that notes whom each process wrote to: a process has its own base address."""

    heard: Counter[tuple[str, int]] = field(default_factory=Counter)
    base: str = ""

    async def answer(self, request: web.Request) -> web.Response:
        process, _token, method = request.path.strip("/").split("/")
        result: object = True
        if method == "getMe":
            result = {"id": BOT, "is_bot": True, "first_name": "Peka", "username": "peka_bot"}
        elif method == "sendMessage":
            given = await request.post()
            chat = int(str(given["chat_id"]))
            self.heard[process, chat] += 1
            room = {"id": chat, "type": "private", "first_name": "Siti"}
            result = {"message_id": self.heard.total(), "date": 1, "chat": room, "text": "."}
        return web.json_response({"ok": True, "result": result})

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Api]:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self.answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            await runner.cleanup()


def make(home: Path) -> Path:
    """Make a process's own folder; the file of what it says."""
    home.mkdir()
    return home / "log"


def speaks(log_file: Path) -> bool:
    """Tell whether the process has said that it is at work."""
    return b"Peka is " in log_file.read_bytes()


@asynccontextmanager
async def process(what: str, url: str, api: Api, home: Path) -> AsyncIterator[None]:
    """Run the command until the block ends; it is ready when the block begins."""
    given = {
        "HOME": home,
        "DATABASE_URL": url,
        "EVIDENCE": home.parent / "evidence",
        "SECRET_KEY": KEY,
        "SLOT": what,
        "PORT": free_port(),
        "PUBLIC_URL": "https://peka.example",
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_SECRET": "only_this_test_knows_it",
        "TELEGRAM_API": f"{api.base}/{what}",
        "TELEGRAM_RATE": 40,
        "QUIET_HOURS": "00.00-00.00",
        "LOG": "json",
    }
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("PEKA_")}
    log_file = make(home)
    with log_file.open("wb") as log:
        started = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.crash.telling", what, cwd=postgres.ROOT, stdout=log,
            stderr=log, env=inherited | {f"PEKA_{k}": str(v) for k, v in given.items()},
        )  # fmt: skip
    try:
        await until(lambda: started.returncode is not None or speaks(log_file), WITHIN, BESIDE)
        assert started.returncode is None, log_file.read_text()[-2000:]
        yield
    finally:
        started.terminate()
        await asyncio.wait_for(started.wait(), WITHIN)


async def written(house: House) -> None:
    """A broadcast that is counted and waits for its approval."""

    def settle(unit: Unit) -> None:
        town.settle(unit)
        for n in range(1, RECIPIENTS + 1):
            town.family(unit, n, str(FIRST + n), account=f"telegram:{BOT}")
        officer = staff.get(unit, 1)
        assert officer is not None
        draft = NewBroadcast(Purpose.EDUCATION, {"id": "Yth. {nama}"}, Audience(("35.26.08",)))
        acting.propose(unit, house.turns.library, draft, officer)

    await house.writer.do(settle)
    await house.turns.fall_due()


async def decide(house: House, what: str, who: int) -> None:
    def work(unit: Unit) -> None:
        officer, one = staff.get(unit, who), broadcasts.newest(unit)[0]
        assert officer is not None
        done = acting.act(unit, house.turns.library, one.ref, what, officer, sure=True)
        assert isinstance(done, acting.Acted), done

    await house.writer.do(work)


def over(house: House) -> bool:
    return house.rows("SELECT state FROM peka_broadcast") == [(BroadcastState.SELESAI,)]


@pytest.mark.slow
@pytest.mark.postgres
async def test_two_processes_share_a_broadcast_and_nobody_hears_it_twice(
    postgres_url: str, tmp_path: Path
) -> None:
    house = make_house(prepare(postgres_url))
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(living(house))
        await written(house)
        await decide(house, "ajukan", 1)
        api = await stack.enter_async_context(Api().open())
        for what in ("work", "serve"):
            await stack.enter_async_context(process(what, postgres_url, api, tmp_path / what))
        house.writer.job = await asyncio.to_thread(stack.enter_context, enqueuing(postgres_url))
        await decide(house, "setuju", 2)
        await until(lambda: over(house), WITHIN, BESIDE)
    chats = Counter(chat for _process, chat in api.heard.elements())
    assert chats == {FIRST + n: 1 for n in range(1, RECIPIENTS + 1)}
    shares = Counter(name for name, _chat in api.heard.elements())
    assert min(shares["work"], shares["serve"]) > 0, f"one did it alone: {json.dumps(shares)}"
    ends = house.rows("SELECT outcome, COUNT(*) FROM peka_recipient GROUP BY outcome")
    assert ends == [("terkirim", RECIPIENTS)]
