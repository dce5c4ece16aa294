"""The people, both platforms, and the process that is killed under them."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

import aiohttp

from bot import data
from bot.demo import demo_listing, load_demo
from bot.house import build_house
from bot.settings import DEMO_REGIONS, Settings
from tests import postgres
from tests.crash.test_kill import runs
from tests.fakes.hostile_telegram import HostileTelegram
from tests.fakes.hostile_whatsapp import HostileWhatsApp
from tests.fakes.temper import Temper
from tests.hostile import PAIR_EVERY
from tests.hostile.people import (
    Home,
    Human,
    Officer,
    OnTelegram,
    OnWhatsApp,
    seen_on_telegram,
    seen_on_whatsapp,
    understood_in,
)
from tests.house import KEY
from tests.page_house import free_port
from tests.talks.people import MADE

TELEGRAM_RATE, WHATSAPP_RATE = 150.0, 150.0
"""Messages a second that both platforms allow: more than in life, for so many people at once."""
TAP_LIFE = 150 / 20
DAY_AND_MORE = 25 * 3600.0
ENGLISH = data.languages()["en"]
Human.photo = MADE["jpg"]()
Human.questions = understood_in(ENGLISH)
Human.english = {
    name: ENGLISH.one(name)
    for name in ("Setuju", "Kirim", "Ubah", "Lewati", "Menu", "Buka", "Jawab", "Batal",
                 "Bicara petugas", "Bukan keluarga saya")
}  # fmt: skip
AT_WORK = ("Ratna Contoh", "Wati Umpama", "Yanti Karangan")
"""Officers whose areas are small: nobody is told of everything."""


class Town:
    """Everything that lives during the test."""

    def __init__(self, url: str, home: Path, seed: int, people: int, energy: int) -> None:
        self.url, self.home, self.seed = url, home, seed
        self.chance = Random(seed)
        self.tempers = Temper(seed + 1), Temper(seed + 2)
        self.telegram = HostileTelegram(
            self.tempers[0], per_second=TELEGRAM_RATE, tap_life=TAP_LIFE
        )
        self.whatsapp = HostileWhatsApp(
            self.tempers[1], per_second=WHATSAPP_RATE, pair_every=PAIR_EVERY
        )
        self.people: list[Human] = []
        self.count, self.energy = people, energy
        self.port = free_port()
        self.kills = 0
        self.killed: list[float] = []
        self.living = 0
        self.log = home / "log"
        self.listing: dict[str, Any] = {}
        self.forks: subprocess.Popen[bytes] | None = None

    # The people

    def settle(self) -> None:
        """Load the families, and let people move in: half on each platform, some in one family."""
        settings = Settings(_env_file=None, home=self.home, database_url=self.url,
                            secret_key=KEY, demo=True)  # fmt: skip
        house = build_house(settings)
        house.writer.start()
        try:
            load_demo(house)
            self.listing = dict(demo_listing(house))
        finally:
            house.writer.stop()
        homes = [_home(one) for one in self.listing["households"]]
        for number in range(self.count):
            self.people.append(self._moved_in(number, homes[number * 2 // 3 % len(homes)]))
        codes = {one["name"]: one["code"] for one in self.listing["staff"]}
        for number, name in enumerate(AT_WORK):
            officer = Officer(self.telegram.person(9_100_000 + number, name), number,
                              homes[0], Random(self.seed), 60)  # fmt: skip
            officer.join = codes[name]
            self.people.append(officer)
            self._attach(officer)

    def _moved_in(self, number: int, home: Home) -> Human:
        chance = Random(self.chance.random())
        # Two in five stay long enough for a whole report.
        low, high = (0.8, 1.2) if number % 5 < 2 else (0.15, 0.5)
        energy = int(self.energy * chance.uniform(low, high))
        human: Human
        if number % 2:
            person = self.telegram.person(710_000_000 + number, f"Warga {number}")
            human = OnTelegram(person, number, home, chance, energy)
        else:
            own = f"ID.{10**15 + number}" if number % 3 == 0 else ""
            phone = f"628571{number:07d}"
            there = self.whatsapp.person(phone, name=f"Warga {number}", user_id=own)
            human = OnWhatsApp(there, number, home, chance, energy)
        self._attach(human)
        return human

    def _attach(self, human: Human) -> None:
        if isinstance(human, OnTelegram):
            human.taken = self.telegram.taken
            self.telegram.arrived[human.person.id] = lambda shown: human.hears(
                seen_on_telegram(shown)
            )
        elif isinstance(human, OnWhatsApp):
            human.taken = self.whatsapp.taken
            self.whatsapp.arrived[human.person.phone] = lambda shown: human.hears(
                seen_on_whatsapp(shown)
            )

    # The process

    def environment(self) -> dict[str, str]:
        public = f"http://127.0.0.1:{self.port}"
        whatsapp = self.whatsapp
        given = {
            "HOME": str(self.home),
            "DATABASE_URL": self.url,
            "SECRET_KEY": KEY,
            "SLOT": "w7",
            "PORT": str(self.port),
            "PUBLIC_URL": public,
            "REGION": ",".join(DEMO_REGIONS),
            "WEB": "off",
            "TELEGRAM_TOKEN": self.telegram.token,
            "TELEGRAM_SECRET": self.telegram.secret,
            "TELEGRAM_API": self.telegram.url,
            "TELEGRAM_RATE": str(TELEGRAM_RATE * 0.9),
            "WHATSAPP_TOKEN": whatsapp.token,
            "WHATSAPP_PHONE_ID": whatsapp.phone_id,
            "WHATSAPP_APP_SECRET": whatsapp.app_secret,
            "WHATSAPP_VERIFY_TOKEN": whatsapp.verify_token,
            "WHATSAPP_API": whatsapp.url,
            "WHATSAPP_RATE": str(WHATSAPP_RATE * 0.9),
            "LOG": "json",
        }
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("PEKA_")}
        return inherited | {f"PEKA_{name}": value for name, value in given.items()}

    def prepare(self) -> None:
        """Start the process that forks, and let the platforms know where Peka is."""
        logs = self.log.open("ab")
        self.forks = subprocess.Popen(
            [sys.executable, "-m", "tests.hostile.serving"],
            cwd=postgres.ROOT,
            env=self.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=logs,
        )
        logs.close()
        self.whatsapp.push_to(f"http://127.0.0.1:{self.port}/whatsapp/webhook")

    async def start(self, ahead: float = 0) -> None:
        """Start `peka serve`; ``ahead``: seconds by which its clock is ahead."""
        assert self.forks is not None
        assert self.forks.stdin is not None
        assert self.forks.stdout is not None
        self.forks.stdin.write(f"{ahead}\n".encode())
        self.forks.stdin.flush()
        self.living = int(await asyncio.to_thread(self.forks.stdout.readline))
        async with asyncio.timeout(60), aiohttp.ClientSession() as http:
            while True:
                try:
                    async with http.get(f"http://127.0.0.1:{self.port}/healthz"):
                        return
                except aiohttp.ClientError:
                    assert runs(self.living), self.log.read_text()[-2000:]
                    await asyncio.sleep(0.05)

    def kill(self) -> None:
        os.kill(self.living, signal.SIGKILL)
        self.living = 0
        self.kills += 1
        self.killed.append(time.monotonic())
        self.telegram.forgive()
        self.whatsapp.forgive()

    def jump(self, seconds: float) -> None:
        """Let a day pass on the platforms while Peka is down."""
        self.telegram.ahead += seconds
        self.whatsapp.jump(seconds)

    def calm(self) -> None:
        for temper in self.tempers:
            temper.calm = True

    @property
    def citizens(self) -> list[Human]:
        return [one for one in self.people if not isinstance(one, Officer)]

    @property
    def officers(self) -> list[Human]:
        return [one for one in self.people if isinstance(one, Officer)]

    @property
    def deeds(self) -> int:
        return sum(len(one.deeds) for one in self.people)


def _home(listed: dict[str, Any]) -> Home:
    village, district = listed["place"].split(", ")[:2]
    niks = tuple(one["nik"] for one in listed["members"])
    return Home(niks, listed["kk"], village, district)


@asynccontextmanager
async def town(url: str, home: Path, seed: int, people: int, energy: int) -> AsyncIterator[Town]:
    made = Town(url, home, seed, people, energy)
    await asyncio.to_thread(made.settle)
    started = time.monotonic()
    async with made.telegram, made.whatsapp:
        made.prepare()
        try:
            await made.start()
            print(f"seed {seed}, ready after {time.monotonic() - started:.0f} s")  # noqa: T201 - to run it again
            yield made
        finally:
            if made.living:
                os.kill(made.living, signal.SIGKILL)
            if made.forks is not None:
                made.forks.kill()
                made.forks.communicate()
