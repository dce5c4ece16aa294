"""Two hostile platforms, hundreds of people, two `kill -9`: nothing lost, nothing done twice.

What the platforms do stands in tests/fakes/temper.py and hostile_*.py, what people do in
people.py, how it is judged in ledger.py, and the figures in docs/channels.md.
"""

import asyncio
import faulthandler
import os
import secrets
import time
from collections import Counter
from pathlib import Path

import pytest

from storage import engines
from tests.hostile.ledger import Ledger
from tests.hostile.people import Human
from tests.hostile.town import DAY_AND_MORE, Town, town
from tests.house import rows
from tests.waiting import BESIDE, until

PEOPLE = {"sqlite": 150, "postgresql": 40}
"""PEKA_TEST_PEOPLE=500 with PEKA_TEST_SECONDS=75 is the whole town."""
ENERGY = 24
SECONDS = float(os.environ.get("PEKA_TEST_SECONDS", "45"))
"""So long people live; who is not done by then is not heard of any more."""


@pytest.mark.slow
async def test_hostile_platforms_lose_nothing_and_double_nothing(
    database_url: str, tmp_path: Path
) -> None:
    seed = int(os.environ.get("PEKA_TEST_SEED", secrets.randbelow(2**32)))
    kind = "sqlite" if engines.is_sqlite(database_url) else "postgresql"
    people = int(os.environ.get("PEKA_TEST_PEOPLE", PEOPLE[kind]))
    faulthandler.cancel_dump_traceback_later()  # it takes minutes, and has limits of its own
    begun = time.monotonic()
    async with town(database_url, tmp_path, seed, people, ENERGY) as here:
        await _lives(here)
        await _quiet_again(here)
        ledger = Ledger(here).read()
        ledger.judge()
        print(_figures(here, ledger, time.monotonic() - begun))  # noqa: T201 - its figures
        assert not ledger.lost, ledger.lost[:20]
        assert not here.telegram.crimes + here.whatsapp.crimes
        assert here.kills == 2


async def _lives(here: Town) -> None:
    """Let everybody live, and kill Peka twice meanwhile; the second outage lasts a day."""
    at_work = [asyncio.ensure_future(one.live()) for one in here.officers]
    lives = asyncio.gather(*(one.live() for one in here.citizens))
    Human.over.clear()
    asyncio.get_running_loop().call_later(SECONDS, Human.over.set)
    owed = sum(one.energy for one in here.citizens)
    started = time.monotonic()
    for share, ahead in ((0.3, 0.0), (0.6, DAY_AND_MORE)):
        latest = started + share * SECONDS
        while here.deeds < owed * share and time.monotonic() < latest:
            await asyncio.sleep(0.05)
        here.kill()
        await here.whatsapp.landed()
        here.jump(ahead)
        await asyncio.sleep(here.chance.uniform(0.2, 1))
        await here.start(ahead)
    here.telegram.throttle(11)
    async with asyncio.timeout(150):
        await lives
    for task in at_work:
        task.cancel()
    await asyncio.gather(*at_work, return_exceptions=True)


async def _quiet_again(here: Town) -> None:
    """Let the platforms calm down, everybody come back, and everything arrive."""
    here.calm()
    for one in here.people:
        if one.blocked:
            one.leave_or_return()
    await here.telegram.settled(60)
    await here.whatsapp.settled(60)
    for one in here.people:
        one.say("menu")
    await here.telegram.settled(60)
    await here.whatsapp.settled(60)
    await until(lambda: _waiting(here) == 0, 90, BESIDE)


def _waiting(here: Town) -> int:
    sql = (
        "SELECT (SELECT COUNT(*) FROM peka_outbox WHERE state = 'queued')"
        " + (SELECT COUNT(*) FROM peka_evidence WHERE state = 'waiting')"
    )
    return int(rows(here.url, sql)[0][0])


def _figures(here: Town, ledger: Ledger, seconds: float) -> str:
    counts: Counter[str] = sum((one.counts for one in here.tempers), Counter())
    heard = sum(len(one.heard) for one in here.people)
    lines = [
        (
            f"{len(here.people)} people, {here.deeds} messages in {here.telegram.posts} and"
            f" {len(here.whatsapp.pushed)} posts, {heard} replies heard, {here.kills} kills,"
            f" {seconds:.0f} s"
        ),
        (
            f"reports {sum(len(one.codes) for one in here.people)} ({ledger.owed} owed),"
            f" lost {len(ledger.lost)}, replies repeated {ledger.doubled}, crimes"
            f" {len(here.telegram.crimes + here.whatsapp.crimes)}, silent {dict(ledger.silent)}"
        ),
        ", ".join(f"{name} {count}" for name, count in sorted(counts.items())),
        f"refused by WhatsApp: {Counter(one.code for one in here.whatsapp.refused)}",
        *here.telegram.crimes[:5],
        *here.whatsapp.crimes[:5],
        *ledger.lost[:20],
        *ledger.stories[:100],
    ]
    return "\n".join(lines)
