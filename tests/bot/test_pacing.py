"""Several processes on one PostgreSQL keep the account's pace together."""

import asyncio
import time

import pytest

from handlers.channel import Limits, Reply
from storage import pacing
from storage.unit import Unit
from tests.bot.test_sender import put, sending
from tests.house import ACCOUNT, Stub, prepare
from tests.waiting import until

LIMIT = 20


def most_in_a_second(moments: list[float]) -> int:
    return max(sum(start <= one < start + 1 for one in moments) for start in moments)


@pytest.mark.postgres
async def test_two_processes_stay_within_one_limit(postgres_url: str) -> None:
    moments: list[float] = []
    limits = Limits(per_second=LIMIT, person_every=0.001, person_burst=1_000)

    def leaves(_address: str, _reply: Reply, _row: int) -> None:
        moments.append(time.monotonic())

    url = prepare(postgres_url)
    async with (
        sending(url, limits, Stub(answer=leaves)) as one,
        sending(url, limits, Stub(answer=leaves)) as other,
    ):
        await asyncio.gather(
            *(put(house, f"{n}", "x") for n in range(30) for house in (one, other))
        )
        await until(lambda: len(moments) == 60)
    assert most_in_a_second(moments) <= LIMIT + 1, "one instant of clock and loop is allowed for"
    assert moments[-1] - moments[0] < 60 / LIMIT * 1.5, "the pace is used, not only kept"


@pytest.mark.postgres
async def test_a_pause_that_one_was_asked_for_holds_the_other(postgres_url: str) -> None:
    url = prepare(postgres_url)
    async with sending(url) as one, sending(url) as other:
        await one.writer.do(lambda unit: pacing.stop(unit, ACCOUNT, 100.0))

        def instant(unit: Unit) -> int:
            return pacing.reserve(unit, ACCOUNT, 1_000, 1)[0]

        assert await other.writer.do(instant) > 99_000_000
