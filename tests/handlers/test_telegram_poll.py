"""Long polling: every update reaches the desk, and no odd one holds up another."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from handlers.channel import TryLater
from handlers.telegram.adapter import Telegram
from handlers.telegram.polling import Poller
from tests.fakes.telegram import FakeTelegram


class Desk:
    """Keeps what it was given; can be told to refuse."""

    def __init__(self) -> None:
        self.got: list[bytes] = []
        self.refuse = 0
        self.waits: list[float] = []
        self.busy = asyncio.Event()

    async def take(self, raw: bytes) -> None:
        if self.refuse:
            self.refuse -= 1
            raise RuntimeError
        self.got.append(raw)
        self.busy.set()

    async def wait(self, seconds: float) -> None:
        self.waits.append(seconds)

    @property
    def texts(self) -> list[str]:
        return [json.loads(raw)["message"]["text"] for raw in self.got]


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as made:
        yield made


@pytest.fixture
async def telegram(fake: FakeTelegram) -> AsyncIterator[Telegram]:
    channel = Telegram(fake.token, secret=fake.secret, api=fake.url)
    yield channel
    await channel.close()


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def poller(telegram: Telegram, desk: Desk) -> Poller:
    return Poller(telegram, hold=0, pause=desk.wait)


def offsets(fake: FakeTelegram) -> list[Any]:
    return [given.get("offset") for given in fake.asked("getUpdates")]


async def test_updates_come_in_order_and_are_confirmed(
    fake: FakeTelegram, desk: Desk, poller: Poller
) -> None:
    siti = fake.person(7)
    siti.says("satu")
    last = siti.says("dua")["update_id"]
    for _ in range(3):
        await poller.once(desk.take)
    assert desk.texts == ["satu", "dua"]
    assert offsets(fake) == [None, last + 1, None]


async def test_ids_that_start_again_lower_are_not_swallowed(
    fake: FakeTelegram, desk: Desk, poller: Poller
) -> None:
    siti = fake.person(7)
    siti.says("lama")
    await poller.once(desk.take)
    await poller.once(desk.take)
    fake.delivers({**siti.says("baru"), "update_id": 3})
    fake._pending.pop(0)
    await poller.once(desk.take)
    assert desk.texts == ["lama", "baru"]


async def test_one_that_is_not_taken_comes_again_and_nothing_after_it_is_skipped(
    fake: FakeTelegram, desk: Desk, poller: Poller
) -> None:
    siti = fake.person(7)
    for text in ("satu", "dua"):
        siti.says(text)
    desk.refuse = 1
    with pytest.raises(TryLater, match="RuntimeError"):
        await poller.once(desk.take)
    await poller.once(desk.take)
    assert desk.texts == ["satu", "dua"]


async def test_odd_items_hold_up_nobody(fake: FakeTelegram, desk: Desk, poller: Poller) -> None:
    siti = fake.person(7)
    siti.says("satu")
    fake.delivers({"update_id": 900_000, "message": {"text": 5}})
    fake.delivers({"update_id": 900_001, "message": "\ud800"})
    fake.delivers({**siti.says("dua"), "update_id": 900_002})
    await poller.once(desk.take)
    assert len(desk.got) == 5
    assert json.loads(desk.got[-1])["update_id"] == 900_002


async def test_an_answer_that_one_update_spoils_is_taken_apart(
    fake: FakeTelegram, desk: Desk, poller: Poller
) -> None:
    deep = b'{"ok":true,"result":[{"update_id":5,"x":' + b"[" * 9000 + b"]" * 9000 + b"}]}"
    fake.answers("getUpdates", deep, times=2)
    fake.person(7).says("sesudahnya")
    for _ in range(3):
        await poller.once(desk.take)
    assert desk.got[0] == deep
    assert [given["limit"] for given in fake.asked("getUpdates")] == [100, 1, 100]
    assert offsets(fake) == [None, None, 6]
    assert json.loads(desk.got[1])["message"]["text"] == "sesudahnya"


async def test_what_is_no_answer_at_all_is_waited_out(
    fake: FakeTelegram, desk: Desk, poller: Poller
) -> None:
    fake.answers("getUpdates", b"<html>", times=2)
    await poller.once(desk.take)
    with pytest.raises(TryLater, match="unreadable"):
        await poller.once(desk.take)


async def run(poller: Poller, desk: Desk) -> None:
    """Run until the desk has something, then stop promptly."""
    task = asyncio.ensure_future(poller.run(desk.take))
    async with asyncio.timeout(10):
        await desk.busy.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.parametrize(
    ("status", "waits", "words"),
    [
        (409, [30.0, 30.0], "another program polls"),
        (401, [30.0, 30.0], "token is refused"),
        (429, [4.0, 4.0], "too many"),
        (500, [1.0, 2.0], "status 500"),
    ],
)
async def test_a_refusal_is_said_and_waited_out(
    fake: FakeTelegram, desk: Desk, poller: Poller, status: int, waits: list[float], words: str
) -> None:
    fake.fails("getUpdates", status, times=2, retry_after=4 if status == 429 else None)
    fake.person(7).says("halo")
    with capture_logs() as logs:
        await run(poller, desk)
    assert desk.waits == waits
    assert words in logs[0]["reason"]
    assert fake.token not in repr(logs)


async def test_a_second_poller_is_told_plainly(
    fake: FakeTelegram, desk: Desk, telegram: Telegram
) -> None:
    fake.push_to("http://127.0.0.1:9/")
    with pytest.raises(TryLater, match="a webhook is set"):
        await Poller(telegram, hold=0).once(desk.take)


async def test_a_lost_line_is_tried_again_more_slowly_each_time(
    fake: FakeTelegram, desk: Desk, poller: Poller
) -> None:
    fake.drops("getUpdates", times=6)
    fake.person(7).says("halo")
    await run(poller, desk)
    assert desk.waits[:3] == [5.0, 10.0, 20.0]
    assert max(desk.waits) <= 30.0


async def test_an_empty_answer_is_held_back_and_broken_off_at_once_when_stopped(
    fake: FakeTelegram, desk: Desk, telegram: Telegram
) -> None:
    task = asyncio.ensure_future(Poller(telegram, hold=25).run(desk.take))
    async with asyncio.timeout(5):
        await fake.until(lambda: bool(fake.calls))
        fake.person(7).says("halo")
        await desk.busy.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
