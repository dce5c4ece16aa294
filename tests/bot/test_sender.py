"""The sender: at once, in order, within every limit, and nobody left behind."""

import asyncio
import statistics
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from bot import attempts, noting
from bot import sender as sender_module
from bot.line import Line
from bot.pace import Allowance, Pace
from bot.sender import Sender
from handlers.channel import Limits, Rejected, Reply, Sent, TryLater, Unreachable
from handlers.written import body_of, reply_of
from storage import outbox, people
from storage.outbox import BULK, NOTICE, REPLY, Row
from storage.sql import Sql
from storage.unit import Busy, Unit, Work, ms
from tests.house import ACCOUNT, House, Stub, living, make_house, prepare, running
from tests.waiting import pass_by, until

FREE = Limits(per_second=10_000, person_every=0.001, person_burst=1_000)
TIRED = Sql("UPDATE peka_outbox SET attempts = :attempts, due_at = 0")
DONE = "SELECT COUNT(*) FROM peka_outbox WHERE state = 'queued'"


@asynccontextmanager
async def sending(
    url: str, limits: Limits = FREE, stub: Stub | None = None
) -> AsyncIterator[House]:
    """A house whose sender is at work, and in the end lands."""
    house = make_house(url, channel=stub)
    async with living(house):
        house.sender.open(house.channel, limits)
        async with running(house.sender):
            yield house


async def put(
    house: House,
    who: str,
    text: str,
    *,
    lane: int = REPLY,
    purpose: str = "reply",
    lease: str | None = None,
    due: int | None = None,
) -> int:
    def work(unit: Unit) -> int:
        person = people.know(unit, ACCOUNT, who)
        return outbox.put(unit, person.id, ACCOUNT, body_of(Reply(text)), lane=lane,
                          purpose=purpose, lease=lease, due=due)  # fmt: skip

    return await house.writer.do(work, who)


async def replies(house: House, who: str, *texts: str) -> None:
    """Queue as a turn does: leased, and handed to the sender after the commit."""

    def work(unit: Unit) -> None:
        person = people.know(unit, ACCOUNT, who)
        house.turns.put(
            unit, house.channel, person, tuple(Reply(t) for t in texts), [False] * len(texts)
        )

    await house.writer.do(work, who)


def texts(stub: Stub, who: str = "") -> list[str]:
    return [reply.text for address, reply, _row in stub.heard if who in ("", address)]


def once(fault: Exception) -> Callable[[str, Reply, int], None]:
    """Refuse the first message so, and none behind it."""
    left = [fault]

    def answer(_address: str, _reply: Reply, _row: int) -> None:
        if left:
            raise left.pop()

    return answer


def states(house: House) -> set[str]:
    return {state for (state,) in house.rows("SELECT state FROM peka_outbox")}


@pytest.fixture(autouse=True)
def _quick_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender_module, "SWEEP_SECONDS", 0.02)


# At once


async def test_a_reply_leaves_at_once_after_its_commit(database_url: str) -> None:
    times: list[float] = []
    committed = 0.0

    def note(name: str) -> None:
        nonlocal committed
        if name == "committed":
            committed = time.perf_counter()

    def leaves(_address: str, _reply: Reply, _row: int) -> None:
        times.append(time.perf_counter() - committed)

    def heard(so_many: int) -> bool:
        return len(times) == so_many

    async with sending(prepare(database_url), stub=Stub(answer=leaves)) as house:
        for n in range(50):
            house.writer.step = note
            await replies(house, f"p{n}", "halo")
            house.writer.step = lambda _name: None
            await until(partial(heard, n + 1))
    middle = statistics.median(times)
    print(f"commit to send: median {middle * 1000:.2f} ms, most {max(times) * 1000:.1f} ms")  # noqa: T201 - shown by -s
    assert middle < 0.25


# Order and lanes


async def test_replies_overtake_notices_and_bulk(sqlite_url: str) -> None:
    slow = Limits(per_second=50, person_every=0.001, person_burst=1_000)
    async with sending(prepare(sqlite_url), slow) as house:
        for n in range(60):
            await put(house, f"b{n}", "bulk", lane=BULK)
        for n in range(5):
            await put(house, f"n{n}", "notice", lane=NOTICE)
        await until(lambda: len(house.channel.heard) > 3)
        await replies(house, "siti", "reply")
        before = len(house.channel.heard)
        await until(lambda: "reply" in texts(house.channel))
        assert texts(house.channel).index("reply") <= before + 1
        await until(lambda: len(house.channel.heard) == 66)
        said = texts(house.channel)
        assert len([one for one in said[said.index("reply") :] if one == "bulk"]) > 10


async def test_one_persons_messages_leave_in_order_and_one_at_a_time(sqlite_url: str) -> None:
    flying: dict[str, int] = defaultdict(int)

    class Slow(Stub):
        async def send(self, address: str, reply: Reply, row: int) -> Sent:
            flying[address] += 1
            assert flying[address] == 1
            await asyncio.sleep(0.001 * (row % 3))
            flying[address] -= 1
            return await super().send(address, reply, row)

    async with sending(prepare(sqlite_url), stub=Slow()) as house:
        wanted = [str(n) for n in range(12)]
        for n in range(0, 12, 2):
            await asyncio.gather(*(replies(house, p, *wanted[n : n + 2]) for p in "abcdef"))
        await until(lambda: len(house.channel.heard) == 72)
        assert all(texts(house.channel, p) == wanted for p in "abcdef")


async def test_a_reply_behind_a_bulk_message_of_the_same_person_hurries_it() -> None:
    line = Line(Stub(), FREE, Pace(1))
    line.add(_row(1, person=1, lane=BULK))
    line.add(_row(2, person=2, lane=NOTICE))
    line.add(_row(3, person=1, lane=0))
    assert line.ready[0][2] == 1


def _row(id_: int, person: int, lane: int) -> outbox.Row:
    return outbox.Row(id_, person, ACCOUNT, str(person), lane, "reply", b"", "w0")


async def test_order_is_kept_across_a_give_back(sqlite_url: str) -> None:
    """The first is refused for a while; what the person is told meanwhile waits behind it."""
    tries: list[str] = []

    def answer(_address: str, reply: Reply, _row: int) -> None:
        tries.append(reply.text)
        if tries == ["1"]:
            raise TryLater(0.3, "flood", counts=False)

    async with sending(prepare(sqlite_url), stub=Stub(answer=answer)) as house:
        await replies(house, "siti", "1", "2")
        await until(lambda: tries == ["1"])
        await replies(house, "siti", "3")
        await replies(house, "siti", "4")
        await replies(house, "budi", "b")
        await until(lambda: "b" in texts(house.channel))
        assert texts(house.channel, "siti") == [], "nobody else is held up"
        await until(lambda: len(house.channel.heard) == 5)
    assert texts(house.channel, "siti") == ["1", "2", "3", "4"]
    assert house.rows("SELECT DISTINCT attempts FROM peka_outbox") == [(0,)]


# Pace


def test_instants_never_crowd_even_when_one_is_late() -> None:
    now = [0.0]
    pace = Pace(30, clock=lambda: now[0])
    went: list[float] = []
    for n in range(300):
        now[0] += pace.seconds() + (0.2 if n % 50 == 7 else 0.004 if n % 3 else 0)
        went.append(now[0])
        pace.take()
    assert max(sum(a <= b < a + 1 for b in went) for a in went) <= 30


def test_after_a_rest_there_is_no_burst() -> None:
    now = [100.0]
    pace = Pace(30, clock=lambda: now[0])
    assert pace.seconds() == 0
    pace.take()
    assert pace.seconds() > 0.03


def test_a_stall_is_made_good_without_crowding_any_second() -> None:
    now = [0.0]
    pace = Pace(30, clock=lambda: now[0])
    went: list[float] = []
    while now[0] < 60:
        now[0] += pace.seconds() + (0.1 if len(went) % 200 == 7 else 0.002)
        went.append(now[0])
        pace.take()
    assert len(went) / 60 >= 0.97 * 30
    assert max(sum(a <= b < a + 1 for b in went) for a in went) <= 30


async def test_an_accounts_pace_holds_in_every_second(sqlite_url: str) -> None:
    limit = 60
    went: list[float] = []

    def leaves(_address: str, _reply: Reply, _row: int) -> None:
        went.append(time.monotonic())

    stub = Stub(answer=leaves)
    async with sending(prepare(sqlite_url), Limits(limit, 0.001, 1_000), stub) as house:
        await asyncio.gather(*(replies(house, f"p{n}", "halo") for n in range(150)))
        await until(lambda: len(went) == 150)
    most = max(sum(a <= b < a + 1 for b in went) for a in went)
    print(f"limit {limit}/s: at most {most} in any second, {150 / (went[-1] - went[0]):.1f}/s")  # noqa: T201 - shown by -s
    assert most <= limit


def test_a_persons_burst_then_one_a_second() -> None:
    limits = Limits(30, person_every=1.0, person_burst=3)
    share = Allowance(limits.person_burst, 0.0)
    assert [share.wait(limits, 0.0) for _ in range(4)] == [0, 0, 0, 1.0]
    assert share.wait(limits, 0.5) == 0.5
    assert share.wait(limits, 1.0) == 0
    assert share.wait(limits, 1.0) == 1.0
    assert [share.wait(limits, 100.0) for _ in range(4)] == [0, 0, 0, 1.0], "no more than a burst"


async def test_a_person_gets_three_at_once_and_then_one_at_a_time(sqlite_url: str) -> None:
    went: list[float] = []

    def leaves(_address: str, _reply: Reply, _row: int) -> None:
        went.append(time.monotonic())

    stub = Stub(answer=leaves)
    async with sending(prepare(sqlite_url), Limits(10_000, 0.2, 3), stub) as house:
        await replies(house, "siti", *"12345")
        await until(lambda: len(went) == 5)
    assert went[2] - went[0] < 0.15
    assert went[3] - went[0] > 0.15
    assert went[4] - went[3] > 0.15
    assert texts(stub) == list("12345")


async def test_whoever_must_wait_long_waits_in_the_outbox(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender_module, "GIVE_BACK_AFTER", 0.05)
    async with sending(prepare(sqlite_url), Limits(10_000, 0.3, 2)) as house:
        await replies(house, "siti", *"1234")
        await until(lambda: house.sender.outcomes.get("later", 0) > 0)
        assert not house.sender.lines[ACCOUNT].waiting
        await until(lambda: len(house.channel.heard) == 4)
    assert texts(house.channel) == list("1234")


async def test_more_than_may_be_held_waits_in_the_outbox_and_comes_in_order(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.line.HELD_LIMIT", 6)
    async with sending(prepare(sqlite_url), Limits(200, 0.001, 1_000)) as house:
        for n in range(8):
            await asyncio.gather(*(replies(house, p, str(n)) for p in "abcde"))
        await until(lambda: len(house.channel.heard) == 40)
    assert all(texts(house.channel, p) == [str(n) for n in range(8)] for p in "abcde")
    assert house.sender.outcomes["later"] > 0


async def test_what_lay_too_long_in_memory_is_given_back_before_its_lease_ends(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the lease another process may send it as well."""
    monkeypatch.setattr(sender_module, "SWEEP_SECONDS", 60.0)
    async with sending(prepare(sqlite_url)) as house:
        line = house.sender.lines[ACCOUNT]
        shift = [0.0]
        line.pace.clock = lambda: time.monotonic() + shift[0]
        line.pace.stop_for(0.2)
        await replies(house, "siti", "1")
        await until(lambda: bool(line.held))
        shift[0] = sender_module.STALE_AFTER + 6
        given_back = [("queued", None)]
        await until(lambda: house.rows("SELECT state, lease FROM peka_outbox") == given_back)
        assert not line.held
        assert not house.channel.heard
    reach = sender_module.STALE_AFTER + attempts.SEND_SECONDS
    assert reach + sum(noting.RECORD_AGAIN) <= outbox.LEASE_SECONDS


# What the platform answers


async def test_retry_after_stops_the_account_and_loses_nobody(sqlite_url: str) -> None:
    went: list[float] = []
    flood_at = 10

    def answer(_address: str, _reply: Reply, _row: int) -> None:
        went.append(time.monotonic())
        if len(went) == flood_at:
            raise TryLater(1.0, "flood", lane=True, counts=False)

    stub = Stub(answer=answer)
    async with sending(prepare(sqlite_url), Limits(200, 0.001, 1_000), stub) as house:
        await asyncio.gather(*(replies(house, f"p{n}", "halo") for n in range(40)))
        await until(lambda: len(stub.heard) == 40)
    told = went[flood_at - 1]
    assert not [at for at in went if told < at < told + 0.99], "obeyed to the second"
    assert len(went) == 41
    assert {address for address, _r, _i in stub.heard} == {f"p{n}" for n in range(40)}
    assert house.rows("SELECT DISTINCT attempts, state FROM peka_outbox") == [(0, "sent")]


async def test_a_long_pause_empties_the_memory_and_replies_come_after_it(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "GIVE_BACK_AFTER", 0.1)
    monkeypatch.setattr(sender_module, "GIVE_BACK_AFTER", 0.1)
    stub = Stub(answer=once(TryLater(0.6, "flood", lane=True, counts=False)))
    async with sending(prepare(sqlite_url), Limits(100, 0.001, 1_000), stub) as house:
        line = house.sender.lines[ACCOUNT]
        await replies(house, "siti", "1", "2")
        await replies(house, "budi", "b")
        await until(lambda: line.paused_for > 0)
        await replies(house, "siti", "3")
        await until(lambda: not line.held)
        await until(lambda: len(house.channel.heard) == 4)
    assert texts(house.channel, "siti") == ["1", "2", "3"]


async def test_whoever_blocked_us_is_marked_and_revived_by_the_next_word(sqlite_url: str) -> None:
    stub = Stub(answer=once(Unreachable("blocked", blocked=True)))
    async with sending(prepare(sqlite_url), stub=stub) as house:
        await house.hear("siti", "1", "menu")
        await until(lambda: states(house) == {"failed"})
        assert house.rows("SELECT blocked_at IS NULL FROM peka_person") == [(0,)]
        await put(house, "siti", "kabar", lane=NOTICE, purpose="case")
        await until(lambda: house.sender.outcomes.get("blocked", 0) == 2)
        assert not house.channel.heard, "no notice goes to somebody who blocked us"
        await house.hear("siti", "2", "menu")
        await until(lambda: bool(house.channel.heard))
        assert house.rows("SELECT blocked_at IS NULL FROM peka_person") == [(1,)]


async def test_of_many_replies_only_the_first_tries_whoever_blocked_us(sqlite_url: str) -> None:
    tried: list[str] = []
    gone = True

    def answer(_address: str, reply: Reply, _row: int) -> None:
        if gone:
            tried.append(reply.text)
            raise Unreachable("blocked", blocked=True)

    async with sending(prepare(sqlite_url), stub=Stub(answer=answer)) as house:
        house.sender.lines[ACCOUNT].pace.stop_for(0.5)
        await replies(house, "siti", "1", "2", "3")
        await until(lambda: states(house) == {"failed"})
        assert tried == ["1"], "the others are not tried at all"
        gone = False
        await house.hear("siti", "1", "menu")
        await until(lambda: len(house.channel.heard) >= 4)
        assert texts(house.channel, "siti")[:3] == ["1", "2", "3"]


async def test_what_is_given_back_at_once_may_be_taken_right_behind_the_commit(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub = Stub(answer=once(Unreachable("blocked", blocked=True)))
    async with sending(prepare(sqlite_url), stub=stub) as house:
        sender, record = house.sender, house.sender.record

        async def swept(row: Row, work: Callable[[Unit], None], outcome: str) -> None:
            def back(unit: Unit) -> None:
                people.block(unit, ACCOUNT, "siti", blocked=False)

            monkeypatch.setattr(sender, "record", record)
            await house.writer.do(back, "siti")
            await record(row, work, outcome)
            await sender.sweep_line(ACCOUNT, sender.lines[ACCOUNT])

        monkeypatch.setattr(sender, "record", swept)
        await replies(house, "siti", "1", "2")
        await until(lambda: len(house.channel.heard) == 2)
    assert texts(house.channel, "siti") == ["1", "2"]


async def test_a_dead_token_holds_the_queue_and_inbound_goes_on(sqlite_url: str) -> None:
    calls: list[int] = []

    def answer(_address: str, _reply: Reply, row: int) -> None:
        calls.append(row)
        raise Rejected("Unauthorized", account=True)

    async with sending(prepare(sqlite_url), stub=Stub(answer=answer)) as house:
        await house.hear("siti", "1", "menu")
        await until(lambda: bool(house.sender.lines[ACCOUNT].stopped))
        for n in range(2, 8):
            await house.hear("siti", str(n), "menu")
        await until(lambda: not house.sender.lines[ACCOUNT].held)
    assert len(calls) == 1, "said once"
    assert states(house) == {"queued"}
    assert house.rows("SELECT COUNT(*) FROM peka_claim") == [(7,)]
    async with sending(sqlite_url) as next_start:
        next_start.writer.clock = _in_two_minutes
        await until(lambda: next_start.rows(DONE) == [(0,)])
    assert len(next_start.channel.heard) >= 7


def _in_two_minutes() -> datetime:
    return datetime.now(UTC) + timedelta(minutes=2)


async def test_refused_bytes_fail_by_name_and_hold_up_nobody(sqlite_url: str) -> None:
    def answer(_address: str, reply: Reply, _row: int) -> None:
        if reply.text == "bad":
            raise Rejected("can't parse entities")

    async with sending(prepare(sqlite_url), stub=Stub(answer=answer)) as house:
        await replies(house, "siti", "1", "bad", "2")
        await until(lambda: house.rows(DONE) == [(0,)])
    assert texts(house.channel) == ["1", "2"]
    assert house.rows("SELECT error FROM peka_outbox WHERE state = 'failed'") == [
        ("can't parse entities",)
    ]


async def test_a_bug_in_a_channel_is_tried_later_and_leaves_nobody_behind(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "BUG_SECONDS", 0.05)
    async with sending(prepare(sqlite_url), stub=Stub(answer=once(ZeroDivisionError()))) as house:
        await replies(house, "siti", "1", "2")
        await until(lambda: house.rows(DONE) == [(0,)])
    assert texts(house.channel) == ["1", "2"]
    assert house.rows("SELECT attempts FROM peka_outbox ORDER BY id") == [(1,), (0,)]


async def test_a_time_out_is_flagged_and_tried_again(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "SEND_SECONDS", 0.05)
    monkeypatch.setattr(attempts, "BUG_SECONDS", 0.05)
    tries: list[int] = []

    class Hangs(Stub):
        async def send(self, address: str, reply: Reply, row: int) -> Sent:
            tries.append(row)
            if len(tries) == 1:
                await asyncio.Event().wait()
            return await super().send(address, reply, row)

    async with sending(prepare(sqlite_url), stub=Hangs()) as house:
        await replies(house, "siti", "1")
        await until(lambda: house.rows("SELECT error FROM peka_outbox") != [(None,)])
        assert house.rows("SELECT error, attempts FROM peka_outbox") == [
            ("timeout (perhaps sent)", 1)
        ]
        await until(lambda: texts(house.channel) == ["1"])


async def test_it_gives_up_after_many_attempts(sqlite_url: str) -> None:
    def answer(_address: str, _reply: Reply, _row: int) -> None:
        raise TryLater(5.0, "network")

    async with sending(prepare(sqlite_url), stub=Stub(answer=answer)) as house:
        id_ = await put(house, "siti", "1", due=2**40 * 8)
        await house.writer.do(lambda unit: unit.run(TIRED, attempts=attempts.LAST_ATTEMPT))
        await until(lambda: states(house) == {"failed"})
    assert house.rows("SELECT error FROM peka_outbox WHERE id = :id", id=id_) == [("gave_up",)]


# A writer that fails, a process that dies


async def test_an_outcome_that_cannot_be_written_leaves_the_person_reachable(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message goes twice in the worst case; the person is not forgotten."""
    monkeypatch.setattr(noting, "RECORD_AGAIN", (0.01,))
    monkeypatch.setattr(outbox, "LEASE_SECONDS", 0.3)
    stub = Stub()
    async with sending(prepare(sqlite_url), stub=stub) as house:
        real = house.writer.do

        async def refusing(work: Work[object], key: str = "") -> object:
            if stub.heard and len(refused) < 6 and key == "siti":
                refused.append(key)
                raise Busy("as the test wants it")
            return await real(work, key)

        refused: list[str] = []
        monkeypatch.setattr(house.writer, "do", refusing)
        await replies(house, "siti", "1", "2")
        await until(lambda: house.rows(DONE) == [(0,)])
    assert len(refused) == 6
    said = texts(stub)
    assert (said[0], said[-1], set(said)) == ("1", "2", {"1", "2"})
    assert said == sorted(said)


async def test_a_sweep_takes_what_a_dead_process_left(sqlite_url: str) -> None:
    async with living(make_house(prepare(sqlite_url))) as house:
        await put(house, "siti", "1", lease="w0-dead")
        await house.writer.do(
            lambda unit: unit.connection.exec_driver_sql(
                "UPDATE peka_outbox SET leased_until = due_at - 1000"
            ).close()
        )
    async with sending(sqlite_url) as house:
        await until(lambda: texts(house.channel) == ["1"])


async def test_the_end_lets_land_what_flies_and_hands_over_the_rest(sqlite_url: str) -> None:
    begun, free = asyncio.Event(), asyncio.Event()

    class Slow(Stub):
        async def send(self, address: str, reply: Reply, row: int) -> Sent:
            begun.set()
            await free.wait()
            return await super().send(address, reply, row)

    async with living(make_house(prepare(sqlite_url), channel=Slow())) as house:
        house.sender.open(house.channel, FREE)
        task = asyncio.ensure_future(house.sender.run())
        await replies(house, "siti", "1", "2", "3")
        await begun.wait()
        task.cancel()
        await pass_by(0.02)
        free.set()
        with suppress(asyncio.CancelledError):
            await task
    found = house.rows("SELECT state, lease FROM peka_outbox ORDER BY id")
    assert texts(house.channel) in (["1"], ["1", "2"], ["1", "2", "3"])
    for text, (state, lease) in zip("123", found, strict=True):
        sent = text in texts(house.channel)
        assert (state, lease) == ("sent" if sent else "queued", None)
    async with sending(sqlite_url) as house:
        left = [t for t in "123" if found[int(t) - 1][0] == "queued"]
        await until(lambda: texts(house.channel) == left)


async def test_nothing_is_sent_twice_or_lost_in_a_crowd(database_url: str) -> None:
    """200 people, three messages each, and a platform that is sometimes cross."""
    tries: list[int] = []

    def answer(_address: str, _reply: Reply, row: int) -> None:
        tries.append(row)
        if len(tries) % 37 == 0:
            raise TryLater(0.05, "flood", lane=True, counts=False)
        if len(tries) % 53 == 0:
            raise TryLater(0.05, "one person", counts=False)

    async with sending(prepare(database_url), stub=Stub(answer=answer)) as house:
        for text in "123":
            await asyncio.gather(*(replies(house, f"p{n}", text) for n in range(200)))
        await until(lambda: len(house.channel.heard) >= 600, 60)
        await until(lambda: house.rows(DONE) == [(0,)])
    assert len(house.channel.heard) == 600
    assert all(texts(house.channel, f"p{n}") == ["1", "2", "3"] for n in range(200))


def test_the_sender_needs_no_line_to_be_made(sqlite_url: str) -> None:
    house = make_house(sqlite_url)
    assert isinstance(house.sender, Sender)
    house.sender.post([_row(1, 1, 0)])


async def test_a_reply_committed_right_behind_the_sweep_does_not_overtake(
    database_url: str,
) -> None:
    """Both in one commit: what the sweep has just taken up is in line before what comes after."""
    house = make_house(prepare(database_url), channel=Stub())
    async with living(house):
        await put(house, "siti", "1")
        house.sender.open(house.channel, FREE)
        line = house.sender.lines[ACCOUNT]

        def both(unit: Unit) -> None:
            house.sender.take_due(unit, ACCOUNT, line, 100, 0)
            person = people.know(unit, ACCOUNT, "siti")
            house.turns.put(unit, house.channel, person, (Reply("2"),), [False])

        await house.writer.do(both)
        (waiting,) = line.waiting.values()
        assert [reply_of(row.body).text for row in waiting] == ["1", "2"]
        later, earlier = waiting[1], waiting[0]
        waiting.clear()
        line.held.clear()
        for row in (later, earlier):  # two threads, whose calls came the other way round
            line.add(row)
        assert list(waiting) == [earlier, later]


async def test_who_writes_while_their_window_is_found_closed_hears_all_in_order(
    sqlite_url: str,
) -> None:
    """The first reply is to a message that came a day late; the second one is to a new one."""
    stub = Stub(name="whatsapp")
    async with sending(prepare(sqlite_url), FREE, stub) as house:

        def work(unit: Unit) -> None:
            person, found = people.know(unit, ACCOUNT, "siti"), []
            for text, hours in (("1", 25), ("2", 0)):
                body, lease = body_of(Reply(text)), house.sender.lease
                id_ = outbox.put(unit, person.id, ACCOUNT, body, lease=lease)
                seen = ms(unit.now) - hours * 3_600_000
                found.append(Row(id_, person.id, ACCOUNT, "siti", outbox.REPLY, "reply", body,
                                 lease, seen_at=seen))  # fmt: skip
            unit.after.append(lambda: house.sender.post(found))

        await house.writer.do(work)
        await until(lambda: len(stub.heard) == 2)
        assert texts(stub) == ["1", "2"]
