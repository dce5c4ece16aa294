"""The outbox: order, leases, states that only move forward, and bodies that are wiped."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import pytest
from sqlalchemy import select

from storage import outbox, people, waiting
from storage.outbox import BULK, NOTICE, REPLY, Row
from storage.schema import METADATA
from storage.seal import Sealer
from storage.sql import Sql
from storage.unit import Unit, Writer, ms
from tests.house import ACCOUNT, KEY, START, SetClock, looking, make_writer, prepare, rows

OUTBOX = METADATA.tables["peka_outbox"]
MINE, THEIRS = "w0-a", "w1-b"
STATES = ("queued", "sent", "delivered", "read", "failed")


class Desk:
    """A writer with people, and short words for what the sender does."""

    def __init__(self, writer: Writer, clock: SetClock, url: str) -> None:
        self.writer, self.clock, self.url = writer, clock, url

    async def put(
        self,
        who: str,
        text: str = "halo",
        *,
        lane: int = REPLY,
        secret: bool = False,
        lease: str | None = None,
        due: int | None = None,
    ) -> int:
        def work(unit: Unit) -> int:
            person = people.know(unit, ACCOUNT, who)
            return outbox.put(unit, person.id, ACCOUNT, text.encode(), lane=lane, secret=secret,
                              lease=lease, due=due)  # fmt: skip

        return await self.writer.do(work)

    async def take(self, lease: str = MINE, most: int = 100) -> list[Row]:
        return await self.writer.do(lambda unit: outbox.take_due(unit, ACCOUNT, lease, most))

    async def texts(self, lease: str = MINE) -> list[str]:
        return [row.body.decode() for row in await self.take(lease)]

    async def sent(self, row: Row, platform: str = "") -> None:
        await self.writer.do(lambda unit: outbox.sent(unit, row, platform))

    async def report(self, platform: str, state: str, row: int | None = None) -> None:
        await self.writer.do(
            lambda unit: outbox.report(unit, ACCOUNT, platform, state, "131026", row)
        )

    def state(self, id_: int) -> str:
        return str(self.look(id_, "state"))

    def look(self, id_: int, column: str) -> object:
        with looking(self.url) as connection:
            found = select(OUTBOX.c[column]).where(OUTBOX.c.id == id_)
            return connection.execute(found).scalar_one()


@asynccontextmanager
async def open_desk(url: str) -> AsyncIterator[Desk]:
    clock = SetClock()
    writer = make_writer(url, clock).start()
    try:
        yield Desk(writer, clock, url)
    finally:
        await asyncio.to_thread(writer.stop)


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with open_desk(prepare(database_url)) as opened:
        yield opened


# Order


async def test_one_message_a_person_and_the_oldest_first(desk: Desk) -> None:
    for text in ("1", "2", "3"):
        await desk.put("siti", text)
    await desk.put("budi", "b")
    for wanted in (["1", "b"], ["2"], ["3"], []):
        taken = await desk.take()
        assert [row.body.decode() for row in taken] == wanted
        assert await desk.take() == [], "leased already"
        for row in taken:
            await desk.sent(row)


async def test_replies_come_before_notices_and_bulk(desk: Desk) -> None:
    for who, lane in (("a", BULK), ("b", NOTICE), ("c", REPLY), ("d", BULK), ("e", REPLY)):
        await desk.put(who, who, lane=lane)
    assert await desk.texts() == ["c", "e", "b", "a", "d"]


async def test_nothing_overtakes_a_message_that_waits(desk: Desk) -> None:
    first = await desk.put("siti", "1", lease=MINE)
    row = await desk.writer.do(lambda unit: outbox.load(unit, first, MINE))
    assert row is not None
    due = ms(desk.clock.now) + 30_000
    await desk.writer.do(lambda unit: outbox.later(unit, row, due, "flood", counts=True))
    assert await desk.writer.do(lambda unit: outbox.behind(unit, row.person, MINE))
    await desk.put("siti", "2")
    assert await desk.texts() == []
    desk.clock.later(seconds=31)
    (again,) = await desk.take()
    assert (again.body, again.attempts) == (b"1", 1)
    assert await desk.texts() == []
    await desk.sent(again)
    assert await desk.texts() == ["2"]


async def test_what_this_process_holds_itself_is_no_hindrance(desk: Desk) -> None:
    first = await desk.put("siti", "1", lease=MINE)
    person = int(str(desk.look(first, "person_id")))
    assert not await desk.writer.do(lambda unit: outbox.behind(unit, person, MINE))
    assert await desk.writer.do(lambda unit: outbox.behind(unit, person, THEIRS))


async def test_not_before_it_is_due(desk: Desk) -> None:
    await desk.put("siti", "later", due=ms(START) + 5_000)
    assert await desk.texts() == []
    desk.clock.later(seconds=5)
    assert await desk.texts() == ["later"]


# Leases


async def test_what_a_live_process_holds_is_let_be_until_its_lease_runs_out(desk: Desk) -> None:
    await desk.put("siti", "1", lease=THEIRS)
    desk.clock.later(seconds=outbox.LEASE_SECONDS)
    assert await desk.texts() == []
    desk.clock.later(seconds=1)
    assert await desk.texts() == ["1"]


async def test_an_outcome_of_one_who_lost_the_lease_is_not_written(desk: Desk) -> None:
    await desk.put("siti", "1")
    (mine,) = await desk.take(MINE)
    desk.clock.later(seconds=outbox.LEASE_SECONDS + 1)
    (theirs,) = await desk.take(THEIRS)
    due = ms(desk.clock.now)
    await desk.writer.do(lambda unit: outbox.failed(unit, mine, "late"))
    await desk.writer.do(lambda unit: outbox.later(unit, mine, due, "late", counts=True))
    assert desk.state(mine.id) == "queued"
    await desk.sent(theirs, "p1")
    assert (desk.state(mine.id), desk.look(mine.id, "attempts")) == ("sent", 0)


async def test_given_back_it_goes_at_once_and_counts_only_where_it_should(desk: Desk) -> None:
    await desk.put("siti", "1")
    for counts, attempts in ((False, 0), (True, 1), (False, 1)):
        (row,) = await desk.take()
        due = ms(desk.clock.now)
        again = partial(outbox.later, row=row, due=due, error="pace", counts=counts)
        await desk.writer.do(again)
        assert desk.look(row.id, "attempts") == attempts
        assert desk.look(row.id, "lease") is None


async def test_what_an_earlier_life_held_is_free_at_the_next_start(desk: Desk) -> None:
    names = [outbox.lease_of("w1"), outbox.lease_of("w1"), outbox.lease_of("w1-a"), "w12-abcdef"]
    for n, name in enumerate(names):
        await desk.put(f"p{n}", str(n), lease=name)
    assert await desk.writer.do(lambda unit: outbox.release(unit, "w1")) == 2
    assert await desk.texts() == ["0", "1"]
    assert await desk.writer.do(lambda unit: outbox.release(unit, "")) == 4, "SQLite: all"


async def test_a_message_that_no_key_opens_fails_and_holds_up_nobody(desk: Desk) -> None:
    first = await desk.put("siti", "1")
    await desk.put("siti", "2")

    def spoil(unit: Unit) -> None:
        unit.run(Sql("UPDATE peka_outbox SET uuid = body WHERE id = :id"), id=first)

    await desk.writer.do(spoil)
    assert await desk.texts() == []
    assert (desk.state(first), desk.look(first, "error")) == ("failed", "unreadable")
    assert await desk.texts() == ["2"]


@pytest.mark.postgres
async def test_two_processes_that_sweep_at_once_never_double(postgres_url: str) -> None:
    async with open_desk(prepare(postgres_url)) as one, open_desk(postgres_url) as other:
        for n in range(120):
            await one.put(f"p{n % 60}", str(n))
        seen: list[int] = []

        async def sweep(desk: Desk, lease: str) -> None:
            while len(seen) < 120:
                taken = await desk.take(lease, 7)
                seen.extend(row.id for row in taken)
                await asyncio.gather(*(desk.sent(row) for row in taken))

        async with asyncio.timeout(60):
            await asyncio.gather(
                *(sweep(d, lease) for d, lease in ((one, MINE), (other, THEIRS)) * 3)
            )
    assert sorted(seen) == sorted(set(seen)), "taken twice"
    assert len(seen) == 120
    by_person: dict[int, list[int]] = {}
    for id_, person in rows(postgres_url, "SELECT id, person_id FROM peka_outbox ORDER BY id"):
        by_person.setdefault(person, []).append(id_)
    assert all(sorted(ids, key=seen.index) == ids for ids in by_person.values()), "out of order"


# States


def forward(before: str, said: str) -> str:
    """The rule: only forward, and failed wins over queued and sent."""
    if said == "failed":
        return "failed" if before in {"queued", "sent", "failed"} else before
    return before if before == "failed" else max(before, said, key=STATES.index)


@pytest.mark.parametrize(("before", "said"), list(itertools.product(STATES, STATES[1:])))
async def test_a_state_only_moves_forward(sqlite_url: str, before: str, said: str) -> None:
    async with open_desk(prepare(sqlite_url)) as desk:
        id_ = await desk.put("siti", secret=True)
        (row,) = await desk.take()
        if before == "failed":
            await desk.writer.do(lambda unit: outbox.failed(unit, row, "rejected"))
        elif before != "queued":
            await desk.sent(row, "p1")
            await desk.report("p1", before)
        await desk.report("p1", said, row=id_)
        assert desk.state(id_) == forward(before, said)
        assert desk.look(id_, "body") is None, "a secret stays no longer than it must"


async def test_a_state_only_moves_forward_on_postgresql_too(desk: Desk) -> None:
    id_ = await desk.put("siti")
    (row,) = await desk.take()
    await desk.sent(row, "p1")
    for said, wanted in (
        ("delivered", "delivered"), ("sent", "delivered"), ("failed", "delivered"),
        ("read", "read"), ("delivered", "read"), ("read", "read"), ("invented", "read"),
    ):  # fmt: skip
        await desk.report("p1", said)
        assert desk.state(id_) == wanted


async def test_the_word_on_a_message_of_somebody_elses_account_changes_nothing(
    desk: Desk,
) -> None:
    id_ = await desk.put("siti")
    await desk.writer.do(lambda unit: outbox.report(unit, "whatsapp:other", "p1", "read", "", id_))
    assert desk.state(id_) == "queued"


@pytest.mark.parametrize("order", list(itertools.permutations(("sent", "delivered", "read"))))
async def test_words_that_came_before_the_answer_are_found_later(
    sqlite_url: str, order: tuple[str, ...]
) -> None:
    async with open_desk(prepare(sqlite_url)) as desk:
        for said in order:
            await desk.report("p1", said)
            await desk.report("p1", said)
        id_ = await desk.put("siti")
        (row,) = await desk.take()
        await desk.sent(row, "p1")
        assert desk.state(id_) == "read"


async def test_a_word_with_our_own_number_finds_its_row_before_the_answer(desk: Desk) -> None:
    id_ = await desk.put("siti", secret=True)
    (row,) = await desk.take()
    await desk.report("p1", "delivered", row=id_)
    await desk.sent(row, "p1")
    assert desk.state(id_) == "delivered"
    assert desk.look(id_, "platform_id") == Sealer((KEY,)).index("platform id", "p1")
    assert await desk.texts() == []


async def test_a_word_after_a_time_out_ends_the_retry(desk: Desk) -> None:
    id_ = await desk.put("siti")
    (row,) = await desk.take()
    due = ms(desk.clock.now) + 30_000
    await desk.writer.do(lambda unit: outbox.later(unit, row, due, "timeout", counts=True))
    await desk.report("p1", "sent", row=id_)
    desk.clock.later(seconds=60)
    assert await desk.texts() == []
    assert desk.state(id_) == "sent"


# Secrets, and the page that reads for itself


async def test_a_secret_is_wiped_once_it_has_left_and_the_rest_is_kept(desk: Desk) -> None:
    secret, plain = await desk.put("siti", secret=True), await desk.put("budi")
    for row in await desk.take():
        await desk.sent(row, f"p{row.id}")
    assert desk.look(secret, "body") is None
    assert desk.look(plain, "body") is not None


async def test_a_secret_that_never_left_is_wiped_too(desk: Desk) -> None:
    id_ = await desk.put("siti", secret=True)
    (row,) = await desk.take()
    await desk.writer.do(lambda unit: outbox.unreachable(unit, row, "deactivated", blocked=True))
    assert (desk.state(id_), desk.look(id_, "body")) == ("failed", None)


async def test_a_receipt_that_met_a_block_is_there_when_the_person_comes_back(desk: Desk) -> None:
    id_ = await desk.put("siti", "kode", secret=True)
    (row,) = await desk.take()
    await desk.writer.do(lambda unit: outbox.unreachable(unit, row, "blocked", blocked=True))
    assert desk.state(id_) == "failed"
    await desk.writer.do(lambda unit: outbox.revive(unit, ACCOUNT, "siti"))
    (again,) = await desk.take()
    assert again.body == b"kode"
    await desk.sent(again)
    assert desk.look(id_, "body") is None


@pytest.mark.parametrize("why", ["blocked", "window_closed"])
async def test_who_writes_while_a_message_to_them_fails_is_tried_once_more(
    desk: Desk, why: str
) -> None:
    id_ = await desk.put("siti")
    (row,) = await desk.take()

    def fails(unit: Unit) -> None:
        if why == "blocked":
            outbox.unreachable(unit, row, why, blocked=True)
        else:
            waiting.wait(unit, row, why)

    desk.clock.later(seconds=5)
    await desk.writer.do(lambda unit: people.save(unit, people.know(unit, ACCOUNT, "siti"), b"{}"))
    await desk.writer.do(fails)
    assert desk.state(id_) == "queued"
    (row,) = await desk.take()
    await desk.writer.do(fails)
    assert desk.state(id_) in {"failed", "waiting"}, "and only once"


async def test_who_comes_back_while_a_message_to_them_fails_is_tried_once_more(desk: Desk) -> None:
    id_ = await desk.put("siti")
    (row,) = await desk.take()
    desk.clock.later(seconds=5)
    await desk.writer.do(lambda unit: people.block(unit, ACCOUNT, "siti", blocked=False))
    await desk.writer.do(lambda unit: outbox.unreachable(unit, row, "blocked", blocked=True))
    assert desk.state(id_) == "queued"


async def test_what_is_withheld_goes_after_all_where_the_person_is_back(desk: Desk) -> None:
    id_ = await desk.put("siti")
    await desk.writer.do(lambda unit: people.block(unit, ACCOUNT, "siti", blocked=True))
    (row,) = await desk.take()
    assert row.blocked
    await desk.writer.do(lambda unit: people.block(unit, ACCOUNT, "siti", blocked=False))
    await desk.writer.do(lambda unit: outbox.withhold(unit, row))
    (row,) = await desk.take()
    await desk.writer.do(lambda unit: people.block(unit, ACCOUNT, "siti", blocked=True))
    await desk.writer.do(lambda unit: outbox.withhold(unit, row))
    assert desk.look(id_, "error") == "blocked"


async def test_news_of_a_file_is_no_word_of_its_sender(desk: Desk) -> None:
    await desk.put("siti")
    before = rows(desk.url, "SELECT seen_at FROM peka_person")
    await desk.writer.do(lambda unit: people.block(unit, ACCOUNT, "siti", blocked=True))
    desk.clock.later(seconds=5)

    def told(unit: Unit) -> None:
        person = people.know(unit, ACCOUNT, "siti")
        person.wrote = False
        people.save(unit, person, b"{}")

    await desk.writer.do(told)
    assert rows(desk.url, "SELECT seen_at FROM peka_person") == before
    assert rows(desk.url, "SELECT blocked_at IS NULL FROM peka_person") == [(0,)]


async def test_a_message_that_came_a_day_late_opens_no_window(desk: Desk) -> None:
    late = ms(START) - 25 * 3_600_000

    def said(unit: Unit, seen: int) -> None:
        person = people.know(unit, ACCOUNT, "siti", seen=seen)
        people.save(unit, person, b"{}")

    await desk.writer.do(lambda unit: said(unit, late))
    assert rows(desk.url, "SELECT seen_at FROM peka_person") == [(late,)]
    await desk.writer.do(lambda unit: said(unit, ms(START)))
    await desk.writer.do(lambda unit: said(unit, late))
    assert rows(desk.url, "SELECT seen_at FROM peka_person") == [(ms(START),)]


async def test_the_page_reads_on_from_where_it_was_and_what_it_showed_is_wiped(
    desk: Desk,
) -> None:
    first = await desk.put("siti", "1", secret=True)
    person = int(str(desk.look(first, "person_id")))
    second = await desk.put("siti", "2")

    async def read(cursor: int) -> list[bytes]:
        found = await desk.writer.do(lambda unit: outbox.after(unit, person, cursor))
        return [body for _id, body, _made in found]

    assert await read(0) == [b"1", b"2"]
    assert await read(first) == [b"2"]
    await desk.writer.do(lambda unit: outbox.seen(unit, person, first))
    assert await read(0) == [b"2"], "the secret is gone"
    assert (desk.state(first), desk.state(second)) == ("read", "queued")
