"""The process dies at every step of a message's life, comes back, and nothing is lost or doubled.

Each case: a talk is under way, the message that ends it is delivered, and at one step the process
dies (or our code fails).  What was not answered is delivered again, by a new house on the same
database.  In the end the effect is there exactly once, and the reply was sent at least once.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from unittest.mock import patch

import pytest

from bot.sender import Sender
from conversations.book import BOOK
from conversations.flow import Ask, Done, Flow, close
from conversations.readers import Words
from conversations.text import say
from conversations.turn.taken import Book
from handlers.channel import Limits, Reply, Sent
from handlers.commands.register import DEEDS, Context
from storage import outbox
from storage.outbox import Row
from storage.sql import Sql
from storage.unit import Busy, Unit
from tests.house import Crash, House, Steps, Stub, listen, living, make_house, prepare, running
from tests.waiting import until

IN_THE_TURN = (
    "claimed",
    "known",
    "taken",
    "command",
    "done",
    "saved",
    "queued",
    "commit",
    "committed",
)
IN_THE_SENDER = ("before send", "after send", "before outcome", "after outcome")
COUNT = Sql(
    """
    INSERT INTO peka_mark (name, value, at) VALUES ('count', '1', 0)
    ON CONFLICT (name) DO UPDATE SET value = peka_mark.value || '1'
    """
)
LIMITS = Limits(per_second=10_000, person_every=0.001, person_burst=1_000)


Record = Callable[[Row, Callable[[Unit], None], str], Awaitable[None]]


class CountMe:
    """Count one more."""


def count_me(context: Context, _command: CountMe) -> Done:
    context.unit.run(COUNT)
    return Done()


COUNTED = Flow(
    "hitung",
    say("Hitung"),
    (Ask("apa", say("Hitung apa?"), Words()),),
    done=lambda _facts, _answers: CountMe(),
    after=lambda _facts, _result: close(say("Terhitung.")),
)
TEST_BOOK = Book({**BOOK.flows, COUNTED.name: COUNTED})


class Bug(Exception):
    """Our code fails here."""


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    listen()
    monkeypatch.setitem(DEEDS, CountMe, count_me)
    monkeypatch.setattr("bot.sender.SWEEP_SECONDS", 0.02)
    monkeypatch.setattr("bot.noting.RECORD_AGAIN", (0.01,))


@asynccontextmanager
async def process(url: str, sent: list[str], steps: Steps) -> AsyncIterator[House]:
    """One life of the process; a crash in the sender ends all of it."""
    house = make_house(url, TEST_BOOK, channel=Platform(sent, steps))
    async with living(house):
        await house.writer.do(lambda unit: outbox.release(unit, ""))
        house.writer.step = steps
        house.sender.open(house.channel, LIMITS)
        with patch.object(house.sender, "record", watched(house.sender, steps)):
            async with running(house.sender):
                yield house


class Platform(Stub):
    """Keeps what was sent beyond the life of a process."""

    def __init__(self, sent: list[str], steps: Steps) -> None:
        super().__init__()
        self.sent, self.steps = sent, steps

    async def send(self, address: str, reply: Reply, row: int) -> Sent:
        await asyncio.sleep(0)
        self.step("before send")
        self.sent.append(reply.text)
        self.step("after send")
        return await super().send(address, reply, row)

    def step(self, name: str) -> None:
        _die_softly(self.steps, name)


def _die_softly(steps: Steps, name: str) -> None:
    """In the loop a crash would end the tests too: there the task is torn down instead."""
    try:
        steps(name)
    except Crash:
        raise asyncio.CancelledError from None


def watched(sender: Sender, steps: Steps) -> Record:
    """What the sender does to write an outcome down, with a step before and behind."""
    real = sender.record

    async def record(row: Row, work: Callable[[Unit], None], outcome: str) -> None:
        _die_softly(steps, "before outcome")
        await real(row, work, outcome)
        _die_softly(steps, "after outcome")

    return record


async def deliver(house: House, id_: str, text: str) -> bool:
    """Tell whether the platform was answered 200."""
    try:
        await house.hear("siti", id_, text)
    except Busy:
        return False
    return True


def unsent(house: House) -> int:
    return int(house.rows("SELECT COUNT(*) FROM peka_outbox WHERE state = 'queued'")[0][0])


async def live_through(url: str, steps: Steps) -> tuple[list[str], House]:
    """The whole story: a first life up to the crash, and lives after it until all is well."""
    sent: list[str] = []
    quiet = Steps()
    async with process(url, sent, quiet) as house:
        assert await deliver(house, "1", "tap:>hitung")
        await until(lambda: unsent(house) == 0)
    answered = False
    for life in range(4):
        async with process(url, sent, quiet if life else steps) as house:
            quiet.armed = False
            answered = answered or await deliver(house, "2", "beras")
            if life == 0:
                await _crash_or_quiet(steps)
                continue
            if not answered:
                continue
            await until(lambda: unsent(house) == 0)
            break
    assert answered
    return sent, house


async def _crash_or_quiet(steps: Steps) -> None:
    if steps.name in IN_THE_SENDER:
        await until(lambda: not steps.armed)
        await asyncio.sleep(0)


def judge(house: House, sent: list[str], steps: Steps) -> None:
    assert not steps.armed, f"never came by {steps.name}: {steps.seen}"
    assert house.rows("SELECT value FROM peka_mark") == [("1",)], "exactly once"
    assert house.rows("SELECT COUNT(*) FROM peka_outbox") == [(2,)]
    assert sent[0] == "Hitung apa?"
    assert set(sent[1:]) == {"Terhitung."}, "at least once"
    assert len(sent) <= 3, "and no oftener than the crash explains"
    assert house.rows("SELECT DISTINCT state FROM peka_outbox") == [("sent",)]


class InTheTurn(Steps):
    """Steps of the turn's own transaction: the sender's sweeps are committed too."""

    thread = 0

    def __call__(self, name: str) -> None:
        if name == "claimed":
            self.thread = threading.get_ident()
        if threading.get_ident() == self.thread:
            super().__call__(name)


@pytest.mark.parametrize("name", IN_THE_TURN)
async def test_the_process_dies_in_the_turn(database_url: str, name: str) -> None:
    steps = InTheTurn(name)
    sent, house = await live_through(prepare(database_url), steps)
    judge(house, sent, steps)
    assert sent.count("Terhitung.") == 1


@pytest.mark.parametrize("name", [name for name in IN_THE_TURN if name != "committed"])
async def test_our_code_fails_in_the_turn(database_url: str, name: str) -> None:
    steps = InTheTurn(name, Bug)
    sent, house = await live_through(prepare(database_url), steps)
    judge(house, sent, steps)
    assert sent.count("Terhitung.") == 1


@pytest.mark.parametrize("name", IN_THE_SENDER)
@pytest.mark.parametrize("fault", [Crash, Bug])
async def test_the_process_dies_in_the_sender(
    database_url: str, name: str, fault: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.attempts.BUG_SECONDS", 0.05)
    monkeypatch.setattr(outbox, "LEASE_SECONDS", 0.3)
    steps = Steps(name, fault)
    sent, house = await live_through(prepare(database_url), steps)
    judge(house, sent, steps)
    certain = name in {"before send", "after outcome"}
    assert sent.count("Terhitung.") == (1 if certain else len(sent) - 1)


async def test_every_step_of_a_turn_is_in_the_matrix(sqlite_url: str) -> None:
    steps = Steps()
    async with living(make_house(prepare(sqlite_url), TEST_BOOK)) as house:
        house.writer.step = steps
        await house.hear("siti", "1", "tap:>hitung")
        await house.hear("siti", "2", "beras")
    assert set(steps.seen) == set(IN_THE_TURN)
