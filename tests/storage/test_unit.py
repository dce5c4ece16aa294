"""The writer: who is answered, when, and what becomes of everybody else when one turn fails."""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event

from storage import engines, people
from storage import unit as unit_module
from storage.sql import Sql
from storage.unit import Busy, Stopped, Unit, Writer
from tests import postgres
from tests.house import Crash, make_writer, prepare, rows
from tests.storage.other import count

PUT = Sql("INSERT INTO peka_mark (name, value, at) VALUES (:name, :value, 0)")
ADD = Sql("UPDATE peka_mark SET value = value || :value WHERE name = :name")
NAMES = "SELECT name FROM peka_mark ORDER BY name"


def put(name: str, value: str = "") -> Callable[[Unit], str]:
    def work(unit: Unit) -> str:
        unit.run(PUT, name=name, value=value)
        return name

    return work


def asking(sql: str) -> Callable[[Unit], list[tuple[Any, ...]]]:
    return lambda unit: unit.run(Sql(sql))


def adding(name: str, value: str) -> Callable[[Unit], object]:
    return lambda unit: unit.run(ADD, name=name, value=value)


def names(url: str) -> list[str]:
    return [name for (name,) in rows(url, NAMES)]


@asynccontextmanager
async def writing(url: str, patience: int = 12_000) -> AsyncIterator[Writer]:
    writer = make_writer(prepare(url), patience=patience).start()
    try:
        yield writer
    finally:
        await asyncio.to_thread(writer.stop)


@asynccontextmanager
async def held_up(writer: Writer, key: str = "") -> AsyncIterator[None]:
    """Keep the writer's thread busy until the block is left, so that what comes waits together."""
    begun, free = threading.Event(), threading.Event()

    def work(_unit: Unit) -> None:
        begun.set()
        assert free.wait(30)

    task = asyncio.ensure_future(writer.do(work, key))
    await asyncio.to_thread(begun.wait, 10)
    try:
        yield
    finally:
        free.set()
        await asyncio.gather(task, return_exceptions=True)


def fail(text: str) -> None:
    raise ValueError(text)


async def queued(works: list[Awaitable[str]]) -> list[asyncio.Future[str]]:
    """Start works and let each of them reach the queue."""
    tasks: list[asyncio.Future[str]] = [asyncio.ensure_future(one) for one in works]
    await asyncio.sleep(0)
    return tasks


async def outcomes(tasks: list[asyncio.Future[str]]) -> list[str | BaseException]:
    return await asyncio.gather(*tasks, return_exceptions=True)


# Durability


async def test_the_writer_of_sqlite_is_durable(sqlite_url: str) -> None:
    wanted = {"synchronous": 2, "journal_mode": "wal", "foreign_keys": 1, "temp_store": 2}
    async with writing(sqlite_url) as writer:
        for name, value in wanted.items():
            assert await writer.do(asking(f"PRAGMA {name}")) == [(value,)], name
        patience = await writer.do(lambda unit: unit.run(Sql("PRAGMA busy_timeout")))
        assert patience[0][0] >= 10_000


async def test_the_reader_cannot_write(database_url: str) -> None:
    engine = engines.reading(prepare(database_url))
    with engine.connect() as connection, pytest.raises(Exception, match=r"(?i)read.?only"):
        connection.exec_driver_sql("INSERT INTO peka_mark (name, value, at) VALUES ('a', '', 0)")
    engine.dispose()


@pytest.mark.postgres
async def test_postgresql_answers_after_a_durable_commit(postgres_url: str) -> None:
    async with writing(postgres_url) as writer:
        found = await writer.do(lambda unit: unit.run(Sql("SHOW synchronous_commit")))
        assert found == [("on",)]


async def test_nobody_is_answered_before_the_commit(database_url: str) -> None:
    seen: list[list[str]] = []
    async with writing(database_url) as writer:
        writer.step = lambda name: seen.append(names(database_url)) if name == "commit" else None
        await writer.do(put("a"))
        assert seen == [[]]
        assert names(database_url) == ["a"]


# One bad turn


async def test_one_bad_turn_among_64_harms_only_itself(database_url: str) -> None:
    commits: list[str] = []

    def bad(unit: Unit) -> str:
        put("bad")(unit)
        raise ValueError("a bug")

    async with writing(database_url) as writer:
        async with held_up(writer):
            writer.step = commits.append
            works = [put(f"{n:02}") for n in range(64)]
            works[31] = bad
            tasks = await queued([writer.do(work) for work in works])
        found = await outcomes(tasks)
    assert isinstance(found[31], ValueError)
    assert [one for one in found if isinstance(one, str)] == names(database_url)
    assert len(names(database_url)) == 63
    if engines.is_sqlite(database_url):
        assert commits.count("commit") == 1 + 1, "the one that held up, and all 64 together"


async def test_neighbours_of_a_bad_turn_are_undone_and_done_again_once(sqlite_url: str) -> None:
    done: list[str] = []
    after: list[str] = []

    def good(name: str) -> Callable[[Unit], str]:
        def work(unit: Unit) -> str:
            done.append(name)
            unit.after.append(lambda: after.append(name))
            return put(name)(unit)

        return work

    async with writing(sqlite_url) as writer:
        async with held_up(writer):
            works = [good("a"), good("b"), put("a"), good("c")]
            tasks = await queued([writer.do(work) for work in works])
        found = await outcomes(tasks)
    assert isinstance(found.pop(2), Exception), "the same key twice"
    assert found == ["a", "b", "c"] == names(sqlite_url) == after
    assert done == ["a", "b", "a", "b", "c"]


async def test_a_turn_takes_a_savepoint_only_where_a_neighbour_failed(sqlite_url: str) -> None:
    seen: list[str] = []

    def watched(unit: Unit) -> str:
        unit.cursor.connection.set_trace_callback(seen.append)
        return put("w")(unit)

    async with writing(sqlite_url) as writer:
        await writer.do(watched)
        async with held_up(writer):
            tasks = await queued([writer.do(put("a")), writer.do(put("b"))])
        await outcomes(tasks)
        assert not any("SAVEPOINT" in sql for sql in seen)
        async with held_up(writer):
            tasks = await queued([writer.do(put("c")), writer.do(put("a")), writer.do(put("d"))])
        assert [isinstance(one, str) for one in await outcomes(tasks)] == [True, False, True]
    assert sum("SAVEPOINT" in sql for sql in seen) == 3
    assert names(sqlite_url) == ["a", "b", "c", "d", "w"]


async def test_a_group_is_no_larger_than_64(sqlite_url: str) -> None:
    commits: list[str] = []
    async with writing(sqlite_url) as writer:
        async with held_up(writer):
            writer.step = commits.append
            tasks = await queued([writer.do(put(f"{n:03}")) for n in range(130)])
        await outcomes(tasks)
    assert commits.count("commit") == 1 + 3


async def test_who_comes_a_moment_later_shares_the_commit_and_who_is_alone_does_not_wait(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    late: list[asyncio.Future[str]] = []
    waits: list[float] = []
    commits: list[str] = []
    loop = asyncio.get_running_loop()

    async def come() -> None:
        late.extend(await queued([writer.do(put("late"))]))

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if not late:
            asyncio.run_coroutine_threadsafe(come(), loop).result(10)

    async with writing(sqlite_url) as writer:
        async with held_up(writer):
            together = await queued(
                [writer.do(put(f"{n}")) for n in range(unit_module.CROWD)],
            )
        await outcomes(together)
        monkeypatch.setattr("storage.unit.time.sleep", sleep)
        writer.step = commits.append
        assert await writer.do(put("c")) == "c"
        assert await outcomes(late) == ["late"]
        assert (commits.count("commit"), len(waits)) == (1, 2), "one came, then nobody"
        await writer.do(put("d"))
        assert len(waits) == 2, "two are no crowd"


async def test_a_statement_that_fails_undoes_its_turn_alone(database_url: str) -> None:
    async with writing(database_url) as writer:
        async with held_up(writer):
            broken = await queued(
                [
                    writer.do(put("a")),
                    writer.do(lambda unit: str(unit.run(Sql("SELECT no_such_thing")))),
                    writer.do(put("b")),
                ]
            )
        found = await outcomes(broken)
    assert isinstance(found[1], Exception)
    assert not isinstance(found[1], Busy)
    assert names(database_url) == ["a", "b"]


async def test_the_same_key_twice_is_a_bug_of_the_turn_and_no_busy_database(
    database_url: str,
) -> None:
    async with writing(database_url) as writer:
        await writer.do(put("a"))
        with pytest.raises(Exception, match=r"(?i)unique") as caught:
            await writer.do(put("a"))
        assert not isinstance(caught.value, Busy)
        assert await writer.do(put("b")) == "b"


async def test_what_follows_a_commit_may_fail_and_nobody_waits_for_ever(
    database_url: str,
) -> None:
    called: list[str] = []

    def work(unit: Unit) -> str:
        unit.after += [
            lambda: called.append("first"),
            lambda: fail("a bug"),
            lambda: called.append("x"),
        ]
        return put("a")(unit)

    async with writing(database_url) as writer:
        async with asyncio.timeout(10):
            assert await writer.do(work) == "a"
    assert called == ["first"]


async def test_nothing_follows_a_turn_that_was_rolled_back(database_url: str) -> None:
    called: list[str] = []

    def work(unit: Unit) -> str:
        unit.after.append(lambda: called.append("no"))
        raise ValueError("a bug")

    async with writing(database_url) as writer:
        with pytest.raises(ValueError, match="a bug"):
            await writer.do(work)
    assert called == []


# The disk


@contextmanager
def few_pages(writer: Writer, room: list[int]) -> Iterator[None]:
    """A database that may not grow, by SQLite's own limit."""

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={room[0]}")

    event.listen(writer.engine, "connect", limit)
    yield


def big(n: int) -> Callable[[Unit], str]:
    return put(f"{n:02}", "x" * 40_000)


def judge_full(url: str, found: list[str | BaseException]) -> None:
    kept = [one for one in found if isinstance(one, str)]
    refused = [one for one in found if not isinstance(one, str)]
    assert refused, "nothing was full"
    assert all(type(one) is Busy for one in refused), refused
    assert names(url) == kept, "half of something was written"
    assert rows(url, "PRAGMA integrity_check") == [("ok",)]


async def test_a_full_database_refuses_what_does_not_fit_and_recovers(sqlite_url: str) -> None:
    prepare(sqlite_url)
    pages = rows(sqlite_url, "PRAGMA page_count")[0][0]
    room = [pages + 100]
    writer = make_writer(sqlite_url)
    with few_pages(writer, room):
        writer.start()
        async with held_up(writer):
            tasks = await queued([writer.do(big(n)) for n in range(20)])
        found = await outcomes(tasks)
        judge_full(sqlite_url, found)
        assert any(isinstance(one, str) for one in found), "what fits is taken"
        room[0] = pages + 10_000
        assert await writer.do(put("small")) == "small"
        writer.engine.dispose()
        assert await writer.do(big(99)) == "99"
    await asyncio.to_thread(writer.stop)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MB, where one may be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if (
        os.geteuid()
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)],
            check=False,
            capture_output=True,
        ).returncode
    ):
        pytest.skip("no disk may be mounted here; the page limit shows the same")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


async def test_a_full_disk_refuses_what_does_not_fit_and_recovers(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 2_500_000)
    url = f"sqlite:///{small_disk / 'peka.db'}"
    async with writing(url) as writer:
        async with held_up(writer):
            tasks = await queued([writer.do(big(n)) for n in range(50)])
        found = await outcomes(tasks)
        judge_full(url, found)
        ballast.unlink()
        again = [n for n, one in enumerate(found) if not isinstance(one, str)]
        assert await asyncio.gather(*(writer.do(big(n)) for n in again[:10]))
        assert rows(url, "PRAGMA integrity_check") == [("ok",)]


@pytest.mark.postgres
@pytest.mark.parametrize("state", ["53100", "53200", "57P03", "25006", "58030"])
async def test_a_server_that_cannot_go_on_is_busy_and_no_bug(
    postgres_url: str, state: str
) -> None:
    async with writing(postgres_url) as writer:
        with pytest.raises(Busy):
            await writer.do(raising(state, times=99))
        assert await writer.do(put("a")) == "a"


def raising(state: str, times: int) -> Callable[[Unit], str]:
    """Let PostgreSQL itself raise an error, the first times."""
    left = [times]

    def work(unit: Unit) -> str:
        unit.run(PUT, name=f"whole {times}", value="")
        if left[0]:
            left[0] -= 1
            unit.run(Sql(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{state}'; END $$"))
        return "done"

    return work


@pytest.mark.postgres
@pytest.mark.parametrize("state", ["40001", "40P01"])
async def test_a_serialisation_error_is_tried_again(postgres_url: str, state: str) -> None:
    async with writing(postgres_url) as writer:
        assert await writer.do(raising(state, times=3)) == "done"
        assert names(postgres_url) == ["whole 3"]
        with pytest.raises(Busy):
            await writer.do(raising(state, times=99))
        assert names(postgres_url) == ["whole 3"]


@pytest.mark.postgres
async def test_a_real_deadlock_is_tried_again_and_both_succeed(postgres_url: str) -> None:
    first = threading.Barrier(2)
    met: list[str] = []

    def locking(one: str, other: str) -> Callable[[Unit], str]:
        def work(unit: Unit) -> str:
            unit.run(ADD, name=one, value=one)
            if one not in met:
                met.append(one)
                first.wait(10)
            unit.run(ADD, name=other, value=one)
            return one

        return work

    async with writing(postgres_url) as writer:
        await writer.do(put("a"))
        await writer.do(put("b"))
        one, other = _keys_of_two_threads(writer)
        both = await asyncio.gather(
            writer.do(locking("a", "b"), one), writer.do(locking("b", "a"), other)
        )
    assert list(both) == ["a", "b"]
    assert [len(v) for (v,) in rows(postgres_url, "SELECT value FROM peka_mark")] == [2, 2]


def _keys_of_two_threads(writer: Writer) -> tuple[str, str]:
    count = len(writer._queues)
    return "k", next(k for k in map(str, range(999)) if hash(k) % count != hash("k") % count)


# The connection


async def test_a_connection_lost_between_turns_is_made_anew(database_url: str) -> None:
    async with writing(database_url) as writer:
        await writer.do(put("a"))
        await cut(writer, database_url)
        assert await writer.do(put("b")) == "b"
    assert names(database_url) == ["a", "b"]


async def cut(writer: Writer, url: str) -> None:
    if engines.is_sqlite(url):
        handles: list[sqlite3.Connection] = []
        await writer.do(lambda unit: handles.append(unit.cursor.connection))
        handles[0].close()
    else:
        terminate(url)


def terminate(url: str) -> int:
    """Cut every connection to the database but our own."""
    plain = url.replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(plain, autocommit=True) as connection:
        found = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchall()
    return len(found)


def losing(url: str, times: int) -> Callable[[Unit], str]:
    """A turn whose connection breaks in the middle, the first times."""
    left = [times]

    def work(unit: Unit) -> str:
        unit.run(PUT, name="a", value="")
        if left[0]:
            left[0] -= 1
            if engines.is_sqlite(url):
                unit.cursor.connection.close()
            else:
                terminate(url)
        unit.run(ADD, name="a", value="whole")
        return "a"

    return work


async def test_a_turn_whose_connection_breaks_is_tried_again(database_url: str) -> None:
    async with writing(database_url) as writer:
        assert await writer.do(losing(database_url, 1)) == "a"
    assert rows(database_url, "SELECT value FROM peka_mark") == [("whole",)]


async def test_a_connection_lost_just_before_a_turn_kills_no_writer(database_url: str) -> None:
    """After the look whether it still stands, and before the first statement."""
    handles: list[sqlite3.Connection] = []
    cuts = [0]

    def clock() -> datetime:
        if cuts[0]:
            cuts[0] -= 1
            handles[0].close() if engines.is_sqlite(database_url) else terminate(database_url)
        return datetime.now(UTC)

    async with writing(database_url) as writer:
        await writer.do(lambda unit: handles.append(unit.cursor.connection))
        writer.clock, cuts[0] = clock, 1
        assert await writer.do(put("a")) == "a"
        assert writer.alive


async def test_a_turn_that_always_loses_its_connection_is_refused_and_the_next_goes_on(
    database_url: str,
) -> None:
    async with writing(database_url) as writer:
        with pytest.raises(Busy):
            await writer.do(losing(database_url, 99))
        assert writer.alive
        assert await writer.do(put("b")) == "b"
    assert names(database_url) == ["b"]


async def test_all_64_survive_a_connection_that_one_of_them_lost(database_url: str) -> None:
    async with writing(database_url) as writer:
        async with held_up(writer):
            works = [put(f"{n:02}") for n in range(64)]
            works[40] = losing(database_url, 1)
            tasks = await queued([writer.do(work) for work in works])
        found = await outcomes(tasks)
    assert all(isinstance(one, str) for one in found)
    assert len(names(database_url)) == 64


@pytest.mark.postgres
async def test_connections_cut_again_and_again_lose_nothing(postgres_url: str) -> None:
    """Whoever was told "done" finds it; whoever was told "come again" comes again."""
    async with writing(postgres_url) as writer:

        async def insist(n: int) -> None:
            while True:
                try:
                    await writer.do(lambda unit: unit.run(once, name=f"{n:03}"), str(n))
                except Busy:
                    continue
                else:
                    return

        once = Sql(
            "INSERT INTO peka_mark (name, value, at) VALUES (:name, '', 0) ON CONFLICT DO NOTHING"
        )
        everybody = asyncio.gather(*(insist(n) for n in range(300)))
        while not everybody.done():
            await asyncio.to_thread(terminate, postgres_url)
            await asyncio.sleep(0.02)
        await everybody
    assert len(names(postgres_url)) == 300


# Locks


def elsewhere(*what: str) -> "subprocess.Popen[bytes]":
    """Have something done in a process of its own."""
    program = [sys.executable, "-m", "tests.storage.other", *what]
    return subprocess.Popen(program, stdout=subprocess.PIPE, cwd=postgres.ROOT)


@contextmanager
def lock(url: str) -> Iterator[None]:
    """Hold what a turn needs, as another process would."""
    if engines.is_sqlite(url):
        path = url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.rollback()
        return
    plain = url.replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(plain) as connection:
        connection.execute("LOCK TABLE peka_mark IN EXCLUSIVE MODE")
        yield
        connection.rollback()


async def test_a_lock_is_waited_for(database_url: str) -> None:
    async with writing(database_url, patience=10_000) as writer:
        with lock(database_url):
            (task,) = await queued([writer.do(put("a"))])
            done, _ = await asyncio.wait([task], timeout=0.3)
            assert not done
        assert await task == "a"


async def test_a_lock_held_for_too_long_refuses_all_and_changes_nothing(
    database_url: str,
) -> None:
    async with writing(database_url, patience=200) as writer:
        started = time.monotonic()
        with lock(database_url):
            async with asyncio.timeout(5):
                found = await outcomes(await queued([writer.do(put(f"{n:02}")) for n in range(8)]))
        assert all(type(one) is Busy for one in found)
        print(f"eight refused within {time.monotonic() - started:.1f} s")  # noqa: T201 - shown by -s
        assert await writer.do(put("after")) == "after"
    assert names(database_url) == ["after"]


@pytest.mark.slow
async def test_a_database_locked_for_10_seconds_by_another_process_loses_nothing(
    sqlite_url: str,
) -> None:
    async with writing(sqlite_url) as writer:
        path = sqlite_url.removeprefix("sqlite:///")
        with elsewhere("lock", path, "10") as other:
            assert other.stdout is not None
            assert await asyncio.to_thread(other.stdout.readline) == b"locked\n"
            started = time.monotonic()
            found = await outcomes(await queued([writer.do(put(f"{n:02}")) for n in range(20)]))
            waited = time.monotonic() - started
    assert names(sqlite_url) == found
    assert waited > 8


# Callers


async def test_a_caller_who_gave_up_in_the_queue_is_skipped(database_url: str) -> None:
    async with writing(database_url) as writer:
        async with held_up(writer):
            tasks = await queued([writer.do(put(name)) for name in "abc"])
            tasks[1].cancel()
            await asyncio.sleep(0)
        found = await outcomes(tasks)
        assert isinstance(found[1], asyncio.CancelledError)
        assert await writer.do(put("d")) == "d"
    assert names(database_url) == ["a", "c", "d"]


async def test_a_caller_who_gives_up_in_the_middle_breaks_nothing(database_url: str) -> None:
    begun, free = threading.Event(), threading.Event()

    def slow(unit: Unit) -> str:
        begun.set()
        free.wait(10)
        return put("a")(unit)

    async with writing(database_url) as writer:
        (task,) = await queued([writer.do(slow)])
        await asyncio.to_thread(begun.wait, 10)
        task.cancel()
        free.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await writer.do(put("b")) == "b"
    assert names(database_url) == ["a", "b"]


def test_a_caller_whose_loop_has_gone_breaks_nothing(database_url: str) -> None:
    begun, free = threading.Event(), threading.Event()

    def slow(unit: Unit) -> str:
        begun.set()
        free.wait(10)
        return put("a")(unit)

    async def leave(writer: Writer) -> None:
        await queued([writer.do(slow)])
        await asyncio.to_thread(begun.wait, 10)

    writer = make_writer(prepare(database_url)).start()
    asyncio.run(leave(writer))
    free.set()
    assert writer.do_now(put("b")) == "b"
    writer.stop()
    assert names(database_url) == ["a", "b"]


async def test_too_many_waiting_are_refused_at_once(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unit_module, "QUEUE_LIMIT", 24)
    room = 24 if engines.is_sqlite(database_url) else 24 // 8
    async with writing(database_url) as writer:
        async with held_up(writer):
            tasks = await queued([writer.do(put(f"{n:02}")) for n in range(room)])
            with pytest.raises(Busy):
                await writer.do(put("too many"))
        assert len(await outcomes(tasks)) == room
    assert len(names(database_url)) == room


def test_a_thousand_may_wait() -> None:
    assert unit_module.QUEUE_LIMIT == 1_000


# The end


async def test_a_dead_thread_leaves_nobody_waiting(database_url: str) -> None:
    def die(unit: Unit) -> str:
        put("half")(unit)
        raise Crash

    async with writing(database_url) as writer:
        async with held_up(writer):
            tasks = await queued([writer.do(put("a")), writer.do(die), writer.do(put("b"))])
        async with asyncio.timeout(10):
            found = await outcomes(tasks)
        assert isinstance(found[1], Stopped)
        assert isinstance(found[2], Stopped)
        assert not writer.alive
        with pytest.raises(Stopped):
            await writer.do(put("c"))
    told = [one for one in found if isinstance(one, str)]
    assert names(database_url) == told, "what was not confirmed is not there, and the reverse"


async def test_the_end_finishes_what_is_queued_and_refuses_what_comes_later(
    database_url: str,
) -> None:
    writer = make_writer(prepare(database_url)).start()
    async with held_up(writer):
        tasks = await queued([writer.do(put(f"{n:02}"), str(n)) for n in range(40)])
        stopping = asyncio.ensure_future(asyncio.to_thread(writer.stop))
        while writer.alive:
            await asyncio.sleep(0)
        with pytest.raises(Stopped):
            await writer.do(put("late"))
    await stopping
    found: list[object] = [*await outcomes(tasks)]
    assert found == names(database_url)


async def test_whoever_comes_while_it_ends_is_told(database_url: str) -> None:
    """Thousands of turns against the moment of ending: each is told, none waits for ever."""
    writer = make_writer(prepare(database_url)).start()

    async def visitor(n: int) -> int:
        told = 0
        while True:
            try:
                await writer.do(lambda _unit: None, str(n))
            except Stopped:
                return told
            except Busy:
                continue
            told += 1

    visitors = asyncio.gather(*(visitor(n) for n in range(40)))
    await writer.do(put("a"))
    await asyncio.to_thread(writer.stop)
    async with asyncio.timeout(10):
        assert len(await visitors) == 40


# Order, and two processes


async def test_one_persons_turns_stay_in_order_on_every_thread(database_url: str) -> None:
    async with writing(database_url) as writer:
        people_ = [f"p{n}" for n in range(24)]
        for person in people_:
            await writer.do(put(person))
        await asyncio.gather(
            *(writer.do(adding(person, turn), person) for turn in "abcdefgh" for person in people_)
        )
    assert {v for (v,) in rows(database_url, "SELECT value FROM peka_mark")} == {"abcdefgh"}


@pytest.mark.postgres
async def test_two_processes_lose_no_update_of_the_same_person(postgres_url: str) -> None:
    """Both meet the person for the first time at once, then count on and on."""
    async with writing(postgres_url) as writer:
        mine = 0
        with elsewhere("count", postgres_url, "60") as other:
            while other.poll() is None:
                await writer.do(count, "siti")
                mine += 1
        assert other.returncode == 0
        siti = await writer.do(lambda unit: people.know(unit, "stub:1", "siti"))
    assert json.loads(siti.talks or b"0") == mine + 60
    assert rows(postgres_url, "SELECT COUNT(*) FROM peka_person") == [(1,)]


@pytest.mark.postgres
async def test_two_writers_meet_the_same_new_people_at_once(postgres_url: str) -> None:
    async with writing(postgres_url) as one, writing(postgres_url) as other:
        for n in range(30):
            first, second = await asyncio.gather(one.do(meeting(n)), other.do(meeting(n)))
            assert first == second


def meeting(n: int) -> Callable[[Unit], int]:
    return lambda unit: people.know(unit, "stub:1", f"p{n}").id
