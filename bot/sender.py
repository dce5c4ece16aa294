"""The sender: takes committed messages from memory or the outbox to their channels.

One :class:`Line` a channel account.  Within it replies overtake notices, which overtake bulk; a
person's messages leave in order and one at a time; the account's pace and each person's are kept;
every attempt ends in a recorded outcome.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from handlers.channel import Channel, Limits, Rejected, TryLater, Unreachable
from handlers.reach import Whom, refusal
from handlers.turn import reply_of
from storage import outbox
from storage.outbox import Row
from storage.unit import Busy, Unit, Writer, ms

log = structlog.get_logger()

HELD_LIMIT = 1_000
"""Messages held in memory for one account; more wait in the outbox."""
AT_ONCE = 32
GIVE_BACK_AFTER = 10.0
"""Seconds; what must wait longer goes back to the outbox."""
SWEEP_SECONDS = 1.0
SLACK = 1.015
"""Instants are this much wider than the limit, so that no window of a second holds more."""
LAST_ATTEMPT = 40
BACKOFF_LIMIT = 600.0
PEOPLE_REMEMBERED = 20_000


@dataclass
class Pace:
    """Instants of one account: no burst, next free one after the other."""

    per_second: float
    clock: Callable[[], float] = time.monotonic
    free_at: float = 0.0

    def wait(self) -> float:
        """Reserve the next instant and tell how many seconds it is away."""
        now = self.clock()
        instant = max(now, self.free_at)
        self.free_at = instant + SLACK / self.per_second
        return instant - now

    def stop_for(self, seconds: float) -> None:
        """Let nothing go for a while."""
        self.free_at = max(self.free_at, self.clock() + seconds)


@dataclass
class Allowance:
    """One person's share: a burst, then one message every so many seconds."""

    level: float
    at: float

    def wait(self, limits: Limits, now: float) -> float:
        """Take one message's worth; the seconds to wait where there is none left."""
        refilled = self.level + (now - self.at) / limits.person_every
        self.level, self.at = min(float(limits.person_burst), refilled), now
        if self.level >= 1.0:
            self.level -= 1.0
            return 0.0
        return (1.0 - self.level) * limits.person_every


@dataclass
class Line:
    """Everything on its way through one account."""

    channel: Channel
    limits: Limits
    pace: Pace
    waiting: dict[int, deque[Row]] = field(default_factory=dict)
    ready: list[tuple[int, int, int]] = field(default_factory=list)
    """Heap of (lane, order of arrival, person)."""
    flying: set[int] = field(default_factory=set)
    shares: dict[int, Allowance] = field(default_factory=dict)
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    stopped: str = ""
    """Why the account is refused altogether (token dead); inbound goes on."""
    paused_until: float = 0.0
    order: itertools.count[int] = field(default_factory=itertools.count)

    @property
    def held(self) -> int:
        """How many messages are in memory."""
        return sum(len(rows) for rows in self.waiting.values())

    def add(self, row: Row) -> None:
        """Line a message up behind the person's others."""
        rows = self.waiting.setdefault(row.person, deque())
        rows.append(row)
        if len(rows) == 1 and row.person not in self.flying:
            self.offer(row)

    def offer(self, row: Row) -> None:
        """Let a person's first message compete for the next instant."""
        heapq.heappush(self.ready, (row.lane, next(self.order), row.person))
        self.woken.set()


class Sender:
    """Sends for every account of this process."""

    def __init__(self, writer: Writer, lease: str) -> None:
        """``lease`` is the name under which this process holds messages."""
        self.writer = writer
        self.lease = lease
        self.lines: dict[str, Line] = {}
        self.tasks: set[asyncio.Task[None]] = set()
        self.outcomes: dict[str, int] = {}

    def open(self, channel: Channel, limits: Limits) -> None:
        """Send for one more account."""
        self.lines[channel.account] = Line(channel, limits, Pace(limits.per_second))

    def post(self, rows: list[Row]) -> None:
        """Take committed messages; called on the loop, right after the commit."""
        for row in rows:
            line = self.lines.get(row.account)
            if line is not None and not line.stopped and line.paused_until <= time.monotonic():
                line.add(row)

    async def run(self) -> None:
        """Work until cancelled."""
        async with asyncio.TaskGroup() as group:
            for line in self.lines.values():
                group.create_task(self.serve(line))
            group.create_task(self.sweep())

    async def serve(self, line: Line) -> None:
        """Hand out one account's instants, most urgent message first."""
        room = asyncio.Semaphore(AT_ONCE)
        while True:
            if not line.ready:
                line.woken.clear()
                await line.woken.wait()
            await room.acquire()
            if (seconds := line.pace.wait()) > 0:
                await asyncio.sleep(seconds)
            task = self.next_task(line, room)
            if task is None:
                room.release()

    def next_task(self, line: Line, room: asyncio.Semaphore) -> asyncio.Task[None] | None:
        """Start sending the most urgent message that may go, if any."""
        while line.ready:
            _lane, _order, person = heapq.heappop(line.ready)
            rows = line.waiting.get(person)
            if not rows or person in line.flying:
                continue
            if self.must_wait(line, rows[0]):
                continue
            line.flying.add(person)
            task = asyncio.get_running_loop().create_task(self.fly(line, rows.popleft(), room))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
            return task
        return None

    def must_wait(self, line: Line, row: Row) -> bool:
        """Keep to the person's own pace: wait a moment here, or longer in the outbox."""
        now = time.monotonic()
        if len(line.shares) > PEOPLE_REMEMBERED:
            line.shares.clear()
        share = line.shares.setdefault(row.person, Allowance(line.limits.person_burst, now))
        seconds = share.wait(line.limits, now)
        if seconds <= 0:
            return False
        if seconds > GIVE_BACK_AFTER:
            self.spawn(self.give_back(line, row.person, seconds, "pace", counts=False))
        else:
            asyncio.get_running_loop().call_later(seconds, line.offer, row)
        return True

    def spawn(self, work: object) -> None:
        """Run something beside the line and remember it until it is done."""
        task = asyncio.get_running_loop().create_task(work)  # type: ignore[arg-type]
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def fly(self, line: Line, row: Row, room: asyncio.Semaphore) -> None:
        """Send one message, record what became of it, and let the person's next one go."""
        try:
            again = await self.attempt(line, row)
        except Busy:
            again = False  # the lease runs out and the sweep takes it again
        finally:
            room.release()
            line.flying.discard(row.person)
        rows = line.waiting.get(row.person)
        if rows and again:
            line.offer(rows[0])
        elif not rows:
            line.waiting.pop(row.person, None)

    async def attempt(self, line: Line, row: Row) -> bool:
        """Try to send; False where the person's other messages were given back too."""
        whom = Whom(line.channel.name, row.seen_at, row.blocked, row.education)
        if reason := refusal(whom, row.purpose, ms(self.writer.clock())):
            await self.record(lambda unit: outbox.failed(unit, row, reason), reason)
            return True
        try:
            sent = await line.channel.send(row.address, reply_of(row.body), row.id)
        except TryLater as wait:
            return await self.postpone(line, row, wait)
        except Unreachable as gone:
            await self.unreachable(row, gone)
            return True
        except Rejected as refused:
            return await self.refused(line, row, refused)
        await self.record(lambda unit: outbox.sent(unit, row, sent.platform_id), "sent")
        return True

    async def record(self, work: Callable[[Unit], None], outcome: str) -> None:
        """Write an outcome down; a writer that is busy is waited for."""
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1
        for seconds in (0.1, 0.5, 2.0, 5.0):
            with suppress(Busy):
                await self.writer.do(work)
                return
            await asyncio.sleep(seconds)
        await self.writer.do(work)

    async def postpone(self, line: Line, row: Row, wait: TryLater) -> bool:
        """Give a message back until the platform will take it, with all behind it."""
        if wait.counts and row.attempts >= LAST_ATTEMPT:
            await self.record(lambda unit: outbox.failed(unit, row, "gave_up"), "gave_up")
            return True
        seconds = wait.seconds
        if wait.counts:
            seconds = min(BACKOFF_LIMIT, max(seconds, 1.0) * 2 ** min(row.attempts, 10))
        log.info("send.later", reason=wait.reason, seconds=round(seconds, 1), lane=wait.lane)
        if wait.lane:
            line.paused_until = max(line.paused_until, time.monotonic() + seconds)
            line.pace.stop_for(seconds)
        line.waiting.setdefault(row.person, deque()).appendleft(row)
        people = list(line.waiting) if wait.lane else [row.person]
        for person in people:
            await self.give_back(line, person, seconds, wait.reason, counts=wait.counts)
        return False

    async def give_back(
        self, line: Line, person: int, seconds: float, reason: str, *, counts: bool
    ) -> None:
        """Let go of a person's messages until later; the first one counts the attempt."""
        rows = line.waiting.pop(person, deque())
        due = ms(self.writer.clock()) + int(seconds * 1000)

        def work(unit: Unit) -> None:
            for place, row in enumerate(rows):
                outbox.later(unit, row, due, reason, counts=counts and place == 0)

        if rows:
            await self.record(work, "later")

    async def unreachable(self, row: Row, gone: Unreachable) -> None:
        """Record that this person cannot be reached here, and why."""
        reason, blocked = gone.reason, gone.blocked
        await self.record(
            lambda unit: outbox.unreachable(unit, row, reason, blocked=blocked), reason
        )

    async def refused(self, line: Line, row: Row, refusal_: Rejected) -> bool:
        """Record a refusal; where the account itself is refused, stop sending and say so once."""
        if not refusal_.account:
            log.error("send.rejected", reason=refusal_.reason, row=row.id)
            await self.record(lambda unit: outbox.failed(unit, row, refusal_.reason), "rejected")
            return True
        if not line.stopped:
            log.critical("account.refused", account=line.channel.name, reason=refusal_.reason)
        line.stopped = refusal_.reason
        line.waiting.setdefault(row.person, deque()).appendleft(row)
        for person in list(line.waiting):
            await self.give_back(line, person, 60.0, refusal_.reason, counts=False)
        return False

    async def sweep(self) -> None:
        """Each second take what is due: waited long enough, or left by a dead process."""
        while True:
            for account, line in self.lines.items():
                with suppress(Busy):
                    await self.sweep_line(account, line)
            await asyncio.sleep(SWEEP_SECONDS)

    async def sweep_line(self, account: str, line: Line) -> None:
        """Take up to a hundred due messages of one account."""
        room = HELD_LIMIT - line.held
        if line.stopped or line.paused_until > time.monotonic() or room <= 0:
            return
        most = min(100, room)
        rows = await self.writer.do(lambda unit: outbox.take_due(unit, account, self.lease, most))
        for row in rows:
            line.add(row)
