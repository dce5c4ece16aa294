"""`kill -9` of a real `peka serve` at 20 random moments, with 20 people writing to it.

Everybody writes "berhenti" and "mulai" by turns; each of them makes exactly one reply.  So a lost
message, a doubled effect and a change of order all show in the outbox, and in what was heard.
"""

import asyncio
import os
import random
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import groupby
from pathlib import Path

import aiohttp
import psutil
import pytest

from handlers.written import reply_of
from storage import engines
from storage.seal import Sealer
from tests import postgres
from tests.fakes.telegram import FakeTelegram, Person
from tests.house import KEY, count, rows
from tests.page_house import free_port
from tests.waiting import BESIDE, until

PEOPLE = 20
LIVES = 20
OFF, ON = "berhenti", "mulai"
HEARD = {OFF: "tidak dikirim lagi", ON: "dikirim lagi. Mau berhenti"}


class Town:
    """The people, what they wrote, and the process that is killed."""

    def __init__(self, fake: FakeTelegram, url: str, home: Path, seed: int) -> None:
        self.fake, self.url, self.home = fake, url, home
        self.chance = random.Random(seed)
        self.port = free_port()
        self.people = [fake.person(1000 + n, f"Warga {n}") for n in range(PEOPLE)]
        self.written: dict[int, list[str]] = {one.id: [] for one in self.people}
        self.starts: list[float] = []
        self.kills = 0
        self.living = 0
        self.logs = (home / "log").open("ab")
        self.forks = self._start("-m", "tests.crash.serving")

    def environment(self) -> dict[str, str]:
        given = {
            "HOME": str(self.home),
            "DATABASE_URL": self.url,
            "SECRET_KEY": KEY,
            "SLOT": "w7",
            "PORT": str(self.port),
            "PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "TELEGRAM_TOKEN": self.fake.token,
            "TELEGRAM_SECRET": self.fake.secret,
            "TELEGRAM_API": self.fake.url,
            "TELEGRAM_RATE": "500",
            "LOG": "json",
        }
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("PEKA_")}
        return inherited | {f"PEKA_{name}": value for name, value in given.items()}

    # The process

    def serve(self) -> "subprocess.Popen[bytes]":
        """The command itself."""
        return self._start("-m", "bot.cli", "serve")

    def _start(self, *program: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, *program],
            cwd=postgres.ROOT,
            env=self.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.logs,
        )

    def fork(self) -> int:
        """The same, quicker: see tests/crash/serving.py."""
        assert self.forks.stdin is not None
        assert self.forks.stdout is not None
        self.forks.stdin.write(b"\n")
        self.forks.stdin.flush()
        self.living = int(self.forks.stdout.readline())
        return self.living

    async def ready(self, pid: int, within: float = 100) -> None:
        started = time.monotonic()
        async with asyncio.timeout(within), aiohttp.ClientSession() as http:
            while True:
                try:
                    async with http.get(f"http://127.0.0.1:{self.port}/healthz") as answer:
                        assert answer.status == 200
                        break
                except aiohttp.ClientError:
                    assert runs(pid), (self.home / "log").read_text()[-2000:]
                    await asyncio.sleep(0.02)
        self.starts.append(time.monotonic() - started)

    def kill(self, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)
        self.living = 0
        self.kills += 1

    # The people

    def write(self, person: Person) -> None:
        mine = self.written[person.id]
        mine.append(OFF if len(mine) % 2 == 0 else ON)
        person.says(mine[-1])

    async def write_for(self, seconds: float) -> None:
        """Let everybody write about once, each at a moment of their own."""
        moments = sorted((self.chance.uniform(0, 0.6), n) for n in range(PEOPLE))
        started = time.monotonic()
        for moment, n in moments:
            if (rest := started + min(moment, seconds) - time.monotonic()) > 0:
                await asyncio.sleep(rest)
            self.write(self.people[n])
        await asyncio.sleep(max(0, started + seconds - time.monotonic()))

    # The judgement

    def queued(self) -> int:
        sql = "SELECT COUNT(*) FROM peka_outbox WHERE state = 'queued'"
        return int(rows(self.url, sql)[0][0])

    def said(self) -> dict[int, list[str]]:
        """What the outbox holds for each person, in order, as the word that made it."""
        seal, found = Sealer((KEY,)), {}
        for id_, uuid, address in rows(self.url, "SELECT id, uuid, address FROM peka_person"):
            chat = int(seal.open(bytes(address), "peka_person", "address", bytes(uuid)))
            sql = "SELECT uuid, body FROM peka_outbox WHERE person_id = :id ORDER BY id"
            found[chat] = [
                word_of(reply_of(seal.open(bytes(b), "peka_outbox", "body", bytes(u))).text)
                for u, b in rows(self.url, sql, id=id_)
            ]
        return found

    def heard(self) -> dict[int, list[str]]:
        return {one.id: [word_of(shown.text) for shown in one.room.shown] for one in self.people}


def runs(pid: int) -> bool:
    """Tell whether a process lives; one that ended and waits to be fetched does not."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def word_of(text: str) -> str:
    return next(word for word, part in HEARD.items() if part in text)


@asynccontextmanager
async def town(url: str, home: Path) -> AsyncIterator[Town]:
    seed = int(os.environ.get("PEKA_TEST_SEED", secrets.randbelow(2**32)))
    print(f"seed {seed} (PEKA_TEST_SEED)")  # noqa: T201 - to run it again
    async with FakeTelegram() as fake:
        made = Town(fake, url, home, seed)
        try:
            yield made
        finally:
            made.logs.close()
            if made.living:
                os.kill(made.living, signal.SIGKILL)
            made.forks.kill()
            made.forks.communicate()


@pytest.mark.slow
async def test_killed_at_20_random_moments_nothing_is_lost_or_done_twice(
    database_url: str, tmp_path: Path
) -> None:
    begun = time.monotonic()
    async with town(database_url, tmp_path) as here:
        await _lives(here)
        await here.fake.settled(60)
        written = sum(map(len, here.written.values()))
        assert here.said() == here.written, "every effect exactly once, in order"
        await until(lambda: here.queued() == 0, 100, BESIDE)
        heard = here.heard()
        doubled = sum(map(len, heard.values())) - written
        once = {who: [word for word, _ in groupby(said)] for who, said in heard.items()}
        assert once == here.written, "every reply at least once, in order"
        _judge_rows(here)
    print(  # noqa: T201 - shown by -s
        f"{here.kills} kills, {written} messages, lost 0, effects twice 0,"
        f" replies twice {doubled}, start {min(here.starts):.1f}-{max(here.starts):.1f} s,"
        f" {time.monotonic() - begun:.0f} s in all"
    )


async def _lives(here: Town) -> None:
    """On SQLite the first life is the command line itself; the last one goes on."""
    if engines.is_sqlite(here.url):
        first = here.serve()
        await here.ready(first.pid)
        await here.write_for(here.chance.uniform(0, 1))
        here.kill(first.pid)
        first.communicate()
    while here.kills < LIVES:
        pid = here.fork()
        await here.ready(pid)
        await here.write_for(here.chance.uniform(0, 0.8))
        here.kill(pid)
    await here.ready(here.fork())
    for person in here.people:
        here.write(person)


def _judge_rows(here: Town) -> None:
    assert here.kills == LIVES
    assert {state for (state,) in rows(here.url, "SELECT state FROM peka_outbox")} == {"sent"}
    for table in ("peka_poison", "peka_failure"):
        assert count(here.url, table) == 0
    wanted = len(here.written[here.people[0].id]) % 2 == 0
    assert {bool(on) for (on,) in rows(here.url, "SELECT education FROM peka_person")} == {wanted}
    if engines.is_sqlite(here.url):
        assert rows(here.url, "PRAGMA integrity_check") == [("ok",)]
