"""What became of messages is written down here, and what must wait goes back to the outbox."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from typing import Any

import structlog

from bot.line import GIVE_BACK_AFTER, Line
from handlers.channel import (
    Draw,
)
from storage import outbox, pacing
from storage.outbox import Row
from storage.unit import Busy, Unit, Writer, ms

log = structlog.get_logger()

BOOK_SECONDS = 0.1
BOOK_MOST = 300
"""What was sent to many is recorded together: so long after the first, so many at once."""
RECORD_AGAIN = (0.1, 0.5, 2.0, 5.0)


class Noting:
    """Records outcomes for every account of this process."""

    def __init__(
        self,
        writer: Writer,
        lease: str,
        office: str = "Dinas Sosial",
        draw: Draw | None = None,
    ) -> None:
        """``lease``: the name under which this process holds messages; ``office``: whose."""
        self.office = office
        self.draw = draw
        self.writer = writer
        self.lease = lease
        self.lines: dict[str, Line] = {}
        self.tasks: set[asyncio.Task[None]] = set()
        self.outcomes: dict[str, int] = {}
        self.bulk_open: Callable[[], bool] = lambda: True
        """Whether messages to many may leave at this hour."""
        self.alarm: Callable[[str, str], Coroutine[Any, Any, None]] = _unheard
        """Tells the office that an account is refused, and why."""
        self.hungry = asyncio.Event()

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something beside the line and remember it until it is done."""
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def record(self, row: Row, work: Callable[[Unit], None], outcome: str) -> None:
        """Write an outcome down, in the person's own order; a busy writer is waited for.

        The message is let go of first: the sweep may take it again right behind the commit.
        """
        if line := self.lines.get(row.account):
            line.let_go([row])
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1
        for seconds in RECORD_AGAIN:
            with suppress(Busy):
                await self.writer.do(work, row.address)
                return
            await asyncio.sleep(seconds)
        await self.writer.do(work, row.address)

    async def set_aside(self, row: Row, seconds: float, reason: str) -> None:
        """Let a paper that fails (no upload, no drawing) hold up no word that comes after it."""
        due = ms(self.writer.clock()) + int(seconds * 1000)
        await self.record(row, lambda unit: outbox.aside(unit, row, due, reason), "later")

    async def book(self, line: Line) -> None:
        """Record what was sent to many, a few hundred in one transaction."""
        while True:
            await line.landed.wait()
            await asyncio.sleep(BOOK_SECONDS)
            try:
                await self.record_landed(line)
            except Busy:
                log.warning("send.unrecorded", rows=len(line.landing))  # tried again

    async def record_landed(self, line: Line) -> None:
        """Write down what has landed; what cannot be written stays to be tried again."""
        while line.landing:
            some = list(line.landing.values())[:BOOK_MOST]
            await self.writer.do(partial(outbox.sent_many, sent_rows=some))
            self.outcomes["sent"] = self.outcomes.get("sent", 0) + len(some)
            for row, _platform in some:
                line.landing.pop(row.id, None)
            line.let_go(row for row, _platform in some)
            if line.hungry:
                self.hungry.set()
        line.landed.clear()

    async def give_back(
        self,
        line: Line,
        person: int,
        seconds: float,
        reason: str,
        *,
        first: Row | None = None,
        counts: bool = False,
    ) -> None:
        """Let go of a person's messages until later; ``first`` may count its attempt."""
        rows = [first] if first else []
        rows += line.waiting.pop(person, ())
        line.flying.add(person)
        try:
            while rows:
                line.let_go(rows)
                await self.put_back(rows, seconds, reason, counts=counts)
                rows, counts = list(line.waiting.pop(person, ())), False
        except Busy:
            log.warning("send.unrecorded", rows=len(rows))  # the leases run out
        finally:
            line.flying.discard(person)

    async def give_all_back(self, line: Line, seconds: float, reason: str) -> None:
        """Let go of everybody's messages but of those whose own message is under way."""
        people = [person for person in line.waiting if person not in line.flying]
        await asyncio.gather(*(self.give_back(line, one, seconds, reason) for one in people))

    async def put_back(
        self, rows: list[Row], seconds: float, reason: str, *, counts: bool
    ) -> None:
        """Write one person's messages back to the outbox; the first one counts the attempt."""
        due = ms(self.writer.clock()) + int(seconds * 1000)

        def work(unit: Unit) -> None:
            for place, row in enumerate(rows):
                outbox.later(unit, row, due, reason, counts=counts and place == 0)

        await self.record(rows[0], work, "later")

    def rest(self, line: Line, bulk: float, whole: float) -> None:
        """Stand still for so many seconds, as the platform asked later, or through another."""
        now = line.pace.clock()
        if bulk and line.bulk:
            self.spawn(self.bulk_back(line, bulk))
        if whole:
            line.paused_until = max(line.paused_until, now + whole)
            line.pace.stop_for(whole)
        if whole > GIVE_BACK_AFTER:
            self.spawn(self.give_all_back(line, whole, "slowed"))

    async def bulk_back(self, line: Line, seconds: float) -> None:
        """Give back what waits here to go to many."""
        rows = line.take_bulk()
        line.let_go(rows)
        for row in rows:
            with suppress(Busy):
                await self.put_back([row], seconds, "held", counts=False)

    async def stop_everywhere(self, line: Line, seconds: float) -> None:
        """Tell the other processes of a pause that the platform asked this one for."""
        if not self.writer.lite:
            with suppress(Busy):
                await self.writer.do(
                    partial(pacing.stop, account=line.channel.account, seconds=seconds)
                )


async def _unheard(_account: str, _reason: str) -> None:
    """Nobody is told but the log."""
