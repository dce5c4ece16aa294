"""The writer: the one way by which turns change the database.

On SQLite one thread commits up to 64 turns together; on PostgreSQL eight threads commit one turn
each, a person always on the same thread.  A turn that fails loses only itself, and nobody is
answered before COMMIT has returned.  See docs/decisions/0002 and 0011.
"""

from __future__ import annotations

import asyncio
import queue
import random
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Generic, TypeAlias, TypeVar

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from storage import engines
from storage.seal import Sealer
from storage.sql import Insert, Sql

T = TypeVar("T")
Clock = Callable[[], datetime]

log = structlog.get_logger()

QUEUE_LIMIT = 1_000
GROUP_LIMIT = 64
GROUP_SECONDS = 0.020
MOMENT = 0.001
"""Seconds in which those who come together join a group."""
CROWD = 8
"""Turns of a group from which on more are surely on their way."""
POSTGRES_THREADS = 8
RETRIES = 3
UNIQUE = "23505"
"""A unique key met by two processes at once; met again and again it is a bug of the turn."""
RETRIED_STATES = frozenset({"40001", "40P01", UNIQUE})
"""Serialisation and deadlock beside it."""
LOCKED_STATE = "55P03"
LOST_STATES = ("08", "25006", "53", "57", "58", LOCKED_STATE)
"""PostgreSQL's codes, or their beginnings, for a server that cannot go on: connection, read-only,
disk or memory full, shut down, system error, a lock held for too long."""

BUSY_CODES = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
LOST_CODES = BUSY_CODES | {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_CANTOPEN,
}
"""SQLite's own words for a transaction that cannot go on."""


class Busy(Exception):
    """The writer cannot take or finish the turn now; nothing was changed."""


class _Failed(Exception):
    """A turn of a transaction without savepoints raised ``fault``: all of it is undone."""

    def __init__(self, fault: Exception) -> None:
        self.fault = fault


class Stopped(Busy):
    """The writer has ended or died; the process should too."""


def utc_now() -> datetime:
    """The clock of production."""
    return datetime.now(UTC)


def ms(at: datetime) -> int:
    """Turn a time into the form of the tables: milliseconds since 1970 UTC."""
    return int(at.timestamp() * 1000)


def moment(stored: int) -> datetime:
    """Turn a stored time back into an aware one."""
    return datetime.fromtimestamp(stored / 1000, UTC)


def no_step(_name: str) -> None:
    """Go on: nobody is watching the steps."""


def no_job(_connection: Connection, _job: str, _id: int) -> None:
    """Leave it to the clock: nothing durable runs in this process."""


@dataclass(slots=True)
class Unit:
    """One turn's hold on the database, inside the writer's transaction."""

    connection: Connection
    cursor: Any
    lite: bool
    seal: Sealer
    now: datetime
    after: list[Callable[[], None]] = field(default_factory=list)
    """Called once the transaction is committed; must be quick and must not raise."""
    step: Callable[[str], None] = no_step
    """Called with the name of each step of a turn; the crash tests make it raise."""
    job: Callable[[Connection, str, int], None] = no_job

    def enqueue(self, job: str, id_: int) -> None:
        """Have durable work done, if and only if this transaction is committed."""
        self.job(self.connection, job, id_)

    def run(self, sql: Sql, **values: object) -> list[tuple[Any, ...]]:
        """Run a hot statement and give its rows (none for a statement without any)."""
        self.cursor.execute(sql.lite if self.lite else sql.postgres, values)
        return self.cursor.fetchall() if self.cursor.description else []

    def add(self, sql: Insert, **values: object) -> int:
        """Insert a row and give its number."""
        self.cursor.execute(sql.lite if self.lite else sql.postgres, values)
        return int(self.cursor.lastrowid if self.lite else self.cursor.fetchone()[0])

    def changed(self, sql: Sql, **values: object) -> int:
        """Run a hot statement and tell how many rows it touched."""
        self.cursor.execute(sql.lite if self.lite else sql.postgres, values)
        return int(self.cursor.rowcount)

    def many(self, sql: Sql, values: list[dict[str, object]]) -> None:
        """Run a hot statement for each of many, in one go."""
        if values:
            self.cursor.executemany(sql.lite if self.lite else sql.postgres, values)


Work = Callable[[Unit], T]


@dataclass(slots=True)
class _Job(Generic[T]):
    work: Work[T]
    resolve: Callable[[T | None, BaseException | None], None]
    wanted: Callable[[], bool]
    loop: asyncio.AbstractEventLoop | None = None
    result: T | None = None
    fault: BaseException | None = None
    after: list[Callable[[], None]] = field(default_factory=list)

    def fail(self, fault: BaseException) -> None:
        """Have nothing come of it but a fault."""
        self.result, self.fault, self.after = None, fault, []


Waiting: TypeAlias = "queue.SimpleQueue[_Job[Any] | None]"


class Writer:
    """Takes work from any thread or loop, and commits it in order for each person."""

    def __init__(
        self,
        url: str,
        seal: Sealer,
        clock: Clock = utc_now,
        threads: int = 0,
        patience: int = engines.BUSY_MILLISECONDS,
    ) -> None:
        """Connect nothing yet; ``patience``: milliseconds to wait for another process's lock."""
        self.lite = engines.is_sqlite(url)
        count = 1 if self.lite else (threads or POSTGRES_THREADS)
        self.engine: Engine = engines.writing(url, connections=count, patience=patience)
        self._driver_error: type[Exception] = self.engine.dialect.loaded_dbapi.Error
        self.seal = seal
        self.clock = clock
        self.died: BaseException | None = None
        self._ended = False
        self._closed: set[int] = set()
        """Queues that nobody empties any more."""
        self.step: Callable[[str], None] = no_step
        """Tests set it: called with the name of each step, and may raise."""
        self.job: Callable[[Connection, str, int], None] = no_job
        """``bot/work.py`` sets it where durable work runs: enqueues inside the transaction."""
        self._limit = max(1, QUEUE_LIMIT // count)
        self._queues: list[Waiting] = [queue.SimpleQueue() for _ in range(count)]
        self._crowded = False
        """A crowd came together the last time."""
        self._threads: list[threading.Thread] = []

    # From outside

    def start(self) -> Writer:
        """Start the threads."""
        for number, jobs in enumerate(self._queues):
            thread = threading.Thread(
                target=self._live, args=(number, jobs), name=f"writer-{number}", daemon=True
            )
            self._threads.append(thread)
            thread.start()
        return self

    def stop(self) -> None:
        """Finish what is queued and end the threads; what comes later is refused."""
        self._ended = True
        for jobs, thread in zip(self._queues, self._threads, strict=False):
            if thread.is_alive():
                jobs.put(None)
        for thread in self._threads:
            thread.join(timeout=30)
        self.engine.dispose()

    @property
    def alive(self) -> bool:
        """Every thread is at work."""
        working = all(thread.is_alive() for thread in self._threads)
        return self.died is None and not self._ended and working

    async def do(self, work: Work[T], key: str = "") -> T:
        """Do work in a transaction and wait for its commit; the same key stays in order."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()

        def resolve(result: T | None, fault: BaseException | None) -> None:
            if future.done():
                return
            if fault is not None:
                future.set_exception(fault)
            else:
                future.set_result(result)  # type: ignore[arg-type]  # no fault: a result

        self._put(_Job(work, resolve, lambda: not future.cancelled(), loop), key)
        return await future

    def do_now(self, work: Work[T], key: str = "") -> T:
        """Do work from a plain thread (the command line) and wait for its commit."""
        future: Future[T] = Future()

        def resolve(result: T | None, fault: BaseException | None) -> None:
            if fault is not None:
                future.set_exception(fault)
            else:
                future.set_result(result)  # type: ignore[arg-type]  # no fault: a result

        self._put(_Job(work, resolve, lambda: True), key)
        return future.result()

    def _put(self, job: _Job[Any], key: str) -> None:
        if self._ended or self.died is not None:
            raise Stopped("the writer has ended")
        number = hash(key) % len(self._queues)
        jobs = self._queues[number]
        if jobs.qsize() >= self._limit:
            raise Busy("too many turns are waiting")
        jobs.put(job)
        if number in self._closed:
            self._refuse(jobs)  # it ended since the first look: nobody else would tell

    # Inside the threads

    def _live(self, number: int, jobs: Waiting) -> None:
        try:
            while self._round(jobs):
                pass
        except BaseException as fault:
            self.died = fault
            log.critical("writer.died", exc_info=fault)
        self._closed.add(number)
        self._refuse(jobs)

    def _round(self, jobs: Waiting) -> bool:
        first = jobs.get()
        if first is None:
            return False
        group = [first]
        goes_on = self._gather(jobs, group) if self.lite else True
        wanted = [job for job in group if job.wanted()]
        try:
            if wanted:
                self._commit_together(wanted)
        except BaseException as fault:
            self.died = fault
            for job in wanted:
                job.result, job.fault = None, Stopped(f"the writer died: {type(fault).__name__}")
            self._resolve(wanted)
            raise
        return goes_on

    def _gather(self, jobs: Waiting, group: list[_Job[Any]]) -> bool:
        """Let everybody join who comes within a moment of the one before; False: it is the end.

        Where a crowd came together the last time, more are on their way, and the thread that
        decodes them needs the same processor: it goes first, and one commit serves all of them.
        Whoever writes alone is not kept waiting, nor are a few who send to many.
        """
        until = time.monotonic() + GROUP_SECONDS
        goes_on, before = _joined(jobs, group), 0
        while goes_on and self._crowded and before < len(group) < GROUP_LIMIT:
            if time.monotonic() > until:
                break
            before = len(group)
            time.sleep(MOMENT)
            goes_on = _joined(jobs, group)
        self._crowded = len(group) >= CROWD
        return goes_on

    def _commit_together(self, group: list[_Job[Any]]) -> None:
        """Commit a group; where the transaction itself is lost, try each turn once alone."""
        try:
            self._at_best(group)
        except (DBAPIError, OSError, MemoryError) as fault:
            if _locked(fault) or (len(group) == 1 and not self._passing(fault)):
                self._give_up(group, fault)
            else:
                self._each_alone(group)
        self._resolve(group)

    def _at_best(self, group: list[_Job[Any]]) -> None:
        """Commit a group; a turn that fails loses only itself.

        A turn hardly ever fails, and a savepoint costs every one of them.  So it goes without;
        where a turn fails after all, the group is undone and done again with them.
        """
        try:
            self._transaction(group)
        except _Failed as failed:
            if len(group) > 1:
                self._transaction(group, savepoints=True)
            else:
                group[0].fail(failed.fault)

    def _each_alone(self, group: list[_Job[Any]]) -> None:
        """Try each turn alone; behind a lock the others do not wait in their turn."""
        for place, job in enumerate(group):
            fault = self._alone(job)
            if fault is not None and _locked(fault):
                self._give_up(group[place + 1 :], fault)
                return

    def _alone(self, job: _Job[Any]) -> BaseException | None:
        """Try one turn a few times; the last fault where none of them went well."""
        for attempt in range(RETRIES):
            try:
                self._at_best([job])
            except (DBAPIError, OSError, MemoryError) as fault:
                if attempt + 1 == RETRIES or not self._passing(fault):
                    self._give_up([job], fault)
                    return fault
                time.sleep(random.uniform(0.005, 0.030) * (attempt + 1))  # noqa: S311 - jitter
            else:
                break
        return None

    def _give_up(self, group: list[_Job[Any]], fault: BaseException) -> None:
        own = _state(fault) == UNIQUE
        if not own:
            log.warning("writer.refused", fault=_name(fault), turns=len(group))
        for job in group:
            job.fail(fault if own else Busy(f"the database refused: {_name(fault)}"))

    def _transaction(self, group: list[_Job[Any]], *, savepoints: bool = False) -> None:
        """Do a group in one transaction; raises :class:`_Failed` where a turn does."""
        connection = self._connect()
        try:
            with connection.begin():
                for job in group:
                    self._turn(connection, job, savepoint=savepoints)
                self.step("commit")
        except _Failed:
            raise  # rolled back; the connection is good
        except self._driver_error as fault:
            connection.invalidate()
            raise _as_database_fault(fault, lost=True) from fault
        except BaseException:
            connection.invalidate()
            raise
        finally:
            connection.close()
        self.step("committed")

    def _connect(self) -> Connection:
        return self.engine.connect()

    def _turn(self, connection: Connection, job: _Job[Any], *, savepoint: bool) -> None:
        """Do one turn; its own bug undoes it alone, or raises :class:`_Failed`."""
        raw: Any = connection.connection.driver_connection
        cursor = raw.cursor()
        unit = Unit(
            connection, cursor, self.lite, self.seal, self.clock(), step=self.step, job=self.job
        )
        job.fault, job.after = None, unit.after
        if savepoint:
            cursor.execute("SAVEPOINT turn")
        try:
            job.result = job.work(unit)
            if savepoint:
                cursor.execute("RELEASE turn")
        except Exception as fault:
            if _transaction_is_lost(fault, raw, lite=self.lite):
                lost = not self.lite and bool(raw.closed or raw.broken)
                raise _as_database_fault(fault, lost=lost) from fault
            if not savepoint:
                raise _Failed(fault) from fault
            cursor.execute("ROLLBACK TO turn")
            cursor.execute("RELEASE turn")
            job.fail(fault)
        finally:
            cursor.close()

    @staticmethod
    def _passing(fault: BaseException) -> bool:
        """A deadlock or a meeting of two processes: worth another try at once."""
        lost = isinstance(fault, DBAPIError) and fault.connection_invalidated
        return _state(fault) in RETRIED_STATES or lost

    @staticmethod
    def _resolve(group: list[_Job[Any]]) -> None:
        """Run what follows the commit, then wake everybody who waits, once for each loop."""
        loops: dict[asyncio.AbstractEventLoop, list[_Job[Any]]] = {}
        for job in group:
            if job.loop is None:
                _tell(job)
            else:
                loops.setdefault(job.loop, []).append(job)
        for loop, jobs in loops.items():
            with suppress(RuntimeError):  # the loop is closed: nobody waits there any more
                loop.call_soon_threadsafe(_tell_all, jobs)

    def _refuse(self, jobs: Waiting) -> None:
        """Tell everybody who still waits that nothing will come of it."""
        waiting: list[_Job[Any]] = []
        while True:
            try:
                job = jobs.get_nowait()
            except queue.Empty:
                break
            if job is not None:
                job.fault = Stopped("the writer has ended")
                waiting.append(job)
        self._resolve(waiting)


def _joined(jobs: Waiting, group: list[_Job[Any]]) -> bool:
    """Take along what waits; False where the writer is to end."""
    while len(group) < GROUP_LIMIT:
        try:
            job = jobs.get_nowait()
        except queue.Empty:
            return True
        if job is None:
            return False
        group.append(job)
    return True


def _tell(job: _Job[Any]) -> None:
    try:
        for call in job.after if job.fault is None else ():
            call()
    except Exception as fault:
        log.error("writer.after", exc_info=fault)
    finally:
        job.resolve(job.result, job.fault)


def _tell_all(jobs: list[_Job[Any]]) -> None:
    for job in jobs:
        _tell(job)


def _name(fault: BaseException) -> str:
    return type(getattr(fault, "orig", None) or fault).__name__


def _state(fault: BaseException) -> str:
    """PostgreSQL's code of a fault, or nothing."""
    return getattr(getattr(fault, "orig", None) or fault, "sqlstate", None) or ""


def _locked(fault: BaseException) -> bool:
    """Somebody else has held a lock for longer than our patience: nobody gets in now."""
    code = getattr(getattr(fault, "orig", None) or fault, "sqlite_errorcode", 0)
    return code & 0xFF in BUSY_CODES or _state(fault) == LOCKED_STATE


def _transaction_is_lost(
    fault: BaseException,
    raw: Any,  # noqa: ANN401 - a connection of either driver
    *,
    lite: bool,
) -> bool:
    """Tell a failed transaction (disk full, connection gone, deadlock) from a failed turn."""
    if lite:
        code = getattr(getattr(fault, "orig", None) or fault, "sqlite_errorcode", 0)
        return code & 0xFF in LOST_CODES or not raw.in_transaction
    state = _state(fault)
    gone = state in RETRIED_STATES or state.startswith(LOST_STATES)
    return bool(raw.closed or raw.broken or gone)


def _as_database_fault(fault: BaseException, *, lost: bool) -> BaseException:
    """Give any fault the form of a database's; ``lost``: with a new connection it may go well."""
    if isinstance(fault, DBAPIError):
        return fault
    return DBAPIError("turn", None, fault, hide_parameters=True, connection_invalidated=lost)
