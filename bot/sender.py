"""The sender: takes committed messages from memory or the outbox to their channels.

One :class:`Line` a channel account.  Within it replies overtake notices, which overtake bulk; a
person's messages leave in order and one at a time; the account's pace and each person's are kept;
every attempt ends in a recorded outcome.
"""

from __future__ import annotations

import asyncio
import heapq
from contextlib import suppress
from functools import partial

import structlog

from bot.attempts import Attempts
from bot.line import GIVE_BACK_AFTER, Line
from bot.pace import Allowance, Pace
from handlers.channel import (
    Channel,
    Limits,
)
from handlers.reports import rest_of
from storage import outbox, pacing
from storage.outbox import Row
from storage.unit import Busy, Unit

log = structlog.get_logger()

AT_ONCE = 48
"""Messages of one account under way at once."""
STALE_AFTER = 20.0
"""Seconds: a message's turn comes before that, else it is given back."""
LANDING_SECONDS = 5.0
"""At the end, how long messages on their way are waited for."""
SWEEP_SECONDS = 1.0
HUNGRY_SECONDS = 0.02
"""How often due messages are looked for; and while a broadcast leaves faster than they come."""
RESERVED_AT_ONCE = 10
"""Instants that a process reserves in one go; more would keep another's replies waiting."""
PEOPLE_REMEMBERED = 20_000


class Sender(Attempts):
    """Sends for every account of this process."""

    def open(self, channel: Channel, limits: Limits) -> None:
        """Send for one more account."""
        self.lines[channel.account] = Line(channel, limits, Pace(limits.per_second))

    def room(self, account: str) -> bool:
        """Tell whether a message would leave within ten seconds; asked by the writer's thread."""
        line = self.lines.get(account)
        return line is not None and not line.crowded

    def post(self, rows: list[Row]) -> None:
        """Take one person's committed messages; called on the loop, right after the commit."""
        line = self.lines.get(rows[0].account)
        if line is None:
            return
        if line.stopped or line.probing or line.full or line.paused_for > GIVE_BACK_AFTER:
            self.spawn(self.turn_away(line, rows))
            return
        for row in rows:
            line.add(row)

    async def turn_away(self, line: Line, rows: list[Row]) -> None:
        """Leave to the outbox what there is no room for."""
        reason = line.stopped or ("paused" if line.paused_for else "full")
        with suppress(Busy):
            await self.put_back(rows, line.paused_for, reason, counts=False)

    async def run(self) -> None:
        """Work until cancelled; then let land what flies, and give the rest back."""
        try:
            async with asyncio.TaskGroup() as group:
                for line in self.lines.values():
                    group.create_task(self.serve(line))
                    group.create_task(self.book(line))
                group.create_task(self.sweep())
        finally:
            await self.land()

    async def land(self) -> None:
        """Wait for what is under way, and let the next process have what is not."""
        if self.tasks:
            await asyncio.wait(self.tasks, timeout=LANDING_SECONDS)
        for line in self.lines.values():
            with suppress(Busy):
                await self.record_landed(line)
        left = [(line, person) for line in self.lines.values() for person in line.waiting]
        await asyncio.gather(
            *(
                self.give_back(line, person, 0.0, "handed over")
                for line, person in left
                if person not in line.flying
            ),
            return_exceptions=True,
        )

    async def serve(self, line: Line) -> None:
        """Hand out one account's instants, most urgent message first."""
        room = asyncio.Semaphore(AT_ONCE)
        while True:
            while line.idle:
                line.woken.clear()
                await line.woken.wait()
            await room.acquire()
            await self.agree(line)
            while (seconds := line.pace.seconds()) > 0:  # noqa: ASYNC110 - a pause may lengthen it
                await asyncio.sleep(seconds)
            if not self.start_next(line, room):
                room.release()

    async def agree(self, line: Line) -> None:
        """On PostgreSQL reserve the account's next instants: all processes keep one pace."""
        if self.writer.lite:
            return
        line.pace.drop_missed()
        if line.pace.reserved:
            return
        account, interval = line.channel.account, int(line.pace.interval * 1_000_000)
        count = min(RESERVED_AT_ONCE, max(1, len(line.ready)))
        with suppress(Busy):  # without the database nothing new is to be sent anyway
            offsets = await self.writer.do(
                partial(pacing.reserve, account=account, interval=interval, count=count)
            )
            now = line.pace.clock()
            line.pace.reserved.extend(now + offset / 1_000_000 for offset in offsets)

    def start_next(self, line: Line, room: asyncio.Semaphore) -> bool:
        """Start sending the most urgent message that may go; False where there is none."""
        while line.ready:
            _lane, _order, person = heapq.heappop(line.ready)
            rows = line.waiting.get(person)
            if not rows or person in line.flying or self.must_wait(line, rows[0]):
                continue
            row = rows.popleft()
            if not rows:
                del line.waiting[person]
            line.flying.add(person)
            line.bulk_flying += row.lane == outbox.BULK
            line.pace.take(row.id)
            self.spawn(self.fly(line, row, room))
            if line.hungry:
                self.hungry.set()
            return True
        return False

    def must_wait(self, line: Line, row: Row) -> bool:
        """Keep to the person's own pace: wait a moment here, or longer in the outbox."""
        now = line.pace.clock()
        if now - line.held.get(row.id, now) > STALE_AFTER:
            self.spawn(self.give_back(line, row.person, 0.0, "stale"))
            return True
        if len(line.shares) > PEOPLE_REMEMBERED:
            line.shares.clear()
        share = line.shares.setdefault(row.person, Allowance(line.limits.person_burst, now))
        seconds = share.wait(line.limits, now)
        if seconds <= 0:
            return False
        if seconds > GIVE_BACK_AFTER:
            self.spawn(self.give_back(line, row.person, seconds, "pace"))
        else:
            asyncio.get_running_loop().call_later(seconds, line.offer, row.person)
        return True

    async def fly(self, line: Line, row: Row, room: asyncio.Semaphore) -> None:
        """Send one message, record what became of it, and let the person's next one go."""
        again, since = False, line.held.get(row.id)
        try:
            again = await self.attempt(line, row)
        except Busy:
            log.warning("send.unrecorded", rows=1)  # the lease runs out: it is taken again
        finally:
            room.release()
            line.pace.pending.discard(row.id)
            line.bulk_flying -= row.lane == outbox.BULK
            if row.id not in line.landing and line.held.get(row.id) == since:
                line.let_go([row])
            line.flying.discard(row.person)
            line.woken.set()
        if again:
            line.offer(row.person)
        else:
            await self.give_back(line, row.person, 0.0, "behind another")

    async def sweep(self) -> None:
        """Each second take what is due: waited long enough, or left by a dead process."""
        while True:
            for account, line in self.lines.items():
                try:
                    await self.sweep_line(account, line)
                except Busy:
                    pass
                except Exception as fault:
                    log.error("sweep.failed", exc_info=fault)
            hungry = any(line.hungry for line in self.lines.values())
            with suppress(TimeoutError):
                async with asyncio.timeout(HUNGRY_SECONDS if hungry else SWEEP_SECONDS):
                    await self.hungry.wait()
            self.hungry.clear()

    async def sweep_line(self, account: str, line: Line) -> None:
        """Take due messages of one account; each was the person's oldest."""
        most = self.to_take(line)
        if most <= 0:
            return
        bulk = line.bulk_room if self.bulk_open() and not line.probing else 0
        await self.writer.do(partial(self.take_due, account=account, line=line, most=most,
                                     bulk=bulk))  # fmt: skip

    def to_take(self, line: Line) -> int:
        """Tell how many replies and notices are wanted; of a refused account one now and then."""
        now = line.pace.clock()
        if line.stopped and now >= line.probe_at:
            line.stopped, line.probing = "", line.stopped
        if line.stopped or line.paused_for:
            return 0
        if line.probing:
            return 0 if line.held else 1
        return min(100, line.soon - (len(line.held) - len(line.landing)))

    def take_due(self, unit: Unit, account: str, line: Line, most: int, bulk: int) -> None:
        """Lease what is due; what may not go to many now stays where it is.

        It is lined up in the order of the commits: a reply right behind must not be first.
        """
        resting, still = rest_of(unit, account)
        if resting or still:
            unit.after.append(partial(self.rest, line, resting, still))
        if still:
            return
        bulk = 0 if resting else bulk
        rows = outbox.take_due(unit, account, self.lease, most, bulk)
        if line.probing and not rows:
            rows = outbox.take_due(unit, account, self.lease, 0, 1)
        if any(row.lane == outbox.BULK for row in rows):
            line.fed_at = line.pace.clock()
        unit.after.append(partial(line_up, line, rows))


def line_up(line: Line, rows: list[Row]) -> None:
    """Hold messages that the sweep has found."""
    for row in rows:
        if row.id not in line.held:
            line.add(row)
