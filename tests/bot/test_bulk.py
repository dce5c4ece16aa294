"""Messages to many: within every limit, recorded together, and never before a reply."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from bot import attempts
from bot import sender as sender_module
from bot.line import BULK_AT_ONCE
from handlers.channel import Limits, Rejected, Reply, Sent, TryLater
from storage.outbox import BULK
from tests.bot.test_sender import DONE, FREE, put, replies, sending, states, texts
from tests.house import ACCOUNT, Stub, prepare
from tests.waiting import pass_by, until

FLOOD = 10_072


@pytest.fixture(autouse=True)
def _quick_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender_module, "SWEEP_SECONDS", 0.02)


def later(seconds: float) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)


async def test_a_flood_holds_what_goes_to_many_to_the_second_and_loses_nobody(
    sqlite_url: str,
) -> None:
    flooded = [True]

    def answer(_address: str, reply: Reply, _row: int) -> None:
        if reply.text == "bulk" and flooded:
            raise TryLater(FLOOD, "retry_after", lane=True, counts=False)

    slow = Limits(per_second=200, person_every=0.001, person_burst=1_000)
    async with sending(prepare(sqlite_url), slow, Stub(answer=answer)) as house:
        for n in range(40):
            await put(house, f"b{n}", "bulk", lane=BULK)
        await until(lambda: house.sender.lines[ACCOUNT].bulk_until > 0)
        for n in range(5):
            await replies(house, f"b{n}", "reply")
        await until(lambda: texts(house.channel) == ["reply"] * 5)
        await put(house, "late", "bulk", lane=BULK)
        await pass_by()
        assert "bulk" not in texts(house.channel), "nothing to many while it is held"
        assert house.rows("SELECT DISTINCT attempts FROM peka_outbox") == [(0,)]
    async with sending(sqlite_url, slow, Stub(answer=answer)) as restarted:
        restarted.writer.clock = lambda: later(FLOOD - 60)
        await pass_by()
        assert not restarted.channel.heard, "a restart does not forget it"
        flooded.clear()
        restarted.writer.clock = lambda: later(FLOOD + 60)
        await until(lambda: restarted.rows(DONE) == [(0,)])
    assert len(restarted.channel.heard) == 41
    assert states(restarted) == {"sent"}


async def test_a_slow_platform_leaves_room_for_replies(sqlite_url: str) -> None:
    go = asyncio.Event()
    flying: list[str] = []

    class Slow(Stub):
        async def send(self, address: str, reply: Reply, row: int) -> Sent:
            flying.append(reply.text)
            if reply.text == "bulk":
                await go.wait()
            return await super().send(address, reply, row)

    async with sending(prepare(sqlite_url), stub=Slow()) as house:
        for n in range(BULK_AT_ONCE + 10):
            await put(house, f"b{n}", "bulk", lane=BULK)
        await until(lambda: len(flying) == BULK_AT_ONCE)
        await replies(house, "siti", "reply")
        await until(lambda: "reply" in texts(house.channel))
        assert flying.count("bulk") == BULK_AT_ONCE
        go.set()
        await until(lambda: len(house.channel.heard) == BULK_AT_ONCE + 11)


async def test_what_was_sent_to_many_is_written_down_together(sqlite_url: str) -> None:
    async with sending(prepare(sqlite_url)) as house:
        house.sender.bulk_open = lambda: False
        for n in range(200):
            await put(house, f"b{n}", "bulk", lane=BULK)
        assert not house.channel.heard, "quiet hours"
        written: list[str] = []
        house.writer.step = written.append
        house.sender.bulk_open = lambda: True
        await until(lambda: house.rows(DONE) == [(0,)])
    assert len(house.channel.heard) == 200
    assert written.count("committed") < 100, "not one transaction a message"


async def test_a_refused_account_is_probed_alarmed_once_and_goes_on(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "REFUSED_SECONDS", 0.15)
    tries: list[float] = []
    alarms: list[str] = []
    dead = [True]

    def answer(_address: str, _reply: Reply, _row: int) -> None:
        tries.append(time.monotonic())
        if dead:
            raise Rejected("Unauthorized", account=True)

    async def alarm(account: str, _reason: str) -> None:
        alarms.append(account)

    async with sending(prepare(sqlite_url), FREE, Stub(answer=answer)) as house:
        house.sender.alarm = alarm
        for n in range(20):
            await put(house, f"p{n}", "kabar", lane=1)
        await until(lambda: len(tries) > 22)
        line = house.sender.lines[ACCOUNT]
        assert states(house) == {"queued"}
        dead.clear()
        await until(lambda: house.rows(DONE) == [(0,)])
        assert not line.stopped
        assert not line.probing
    assert alarms == [ACCOUNT], "said once, however often it is tried"
    assert sorted(texts(house.channel)) == ["kabar"] * 20
