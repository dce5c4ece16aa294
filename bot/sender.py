"""The sender: takes committed messages from memory or the outbox to their channels.

One :class:`Line` a channel account.  Within it replies overtake notices, which overtake bulk; a
person's messages leave in order and one at a time; the account's pace and each person's are kept;
every attempt ends in a recorded outcome.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

import structlog

from bot.line import GIVE_BACK_AFTER, Line
from bot.pace import Allowance, Pace
from handlers.channel import (
    Channel,
    Draw,
    Limits,
    OutsideWindow,
    Refusal,
    Rejected,
    Reply,
    Sent,
    Template,
    TemplateRefused,
    TryLater,
    Unreachable,
)
from handlers.reach import ADVERTISING, WINDOW_MILLISECONDS, Reach, Way, Whom, can_send, closed
from handlers.reports import hold_bulk, opted_out, rest_of
from handlers.turn import reply_of
from handlers.whatsapp.announce import announcing
from storage import ledger, outbox, pacing, templates, waiting
from storage.outbox import Row
from storage.unit import Busy, Unit, Writer, ms

log = structlog.get_logger()

REFUSALS = (TryLater, OutsideWindow, TemplateRefused, Unreachable, Rejected)
AT_ONCE = 48
"""Messages of one account under way at once."""
BOOK_SECONDS = 0.1
BOOK_MOST = 300
"""What was sent to many is recorded together: so long after the first, so many at once."""
STALE_AFTER = 20.0
SEND_SECONDS = 32.0
"""A message is sent within this time of its turn, and its turn comes before it is stale: together
well below the lease, after which another process may take it."""
LANDING_SECONDS = 5.0
"""At the end, how long messages on their way are waited for."""
BUG_SECONDS = 30.0
SWEEP_SECONDS = 1.0
RESERVED_AT_ONCE = 10
"""Instants that a process reserves in one go; more would keep another's replies waiting."""
LAST_ATTEMPT = 40
RECORD_AGAIN = (0.1, 0.5, 2.0, 5.0)
REFUSED_SECONDS = 60.0
BACKOFF_LIMIT = 600.0
PEOPLE_REMEMBERED = 20_000


class Sender:
    """Sends for every account of this process."""

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

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something beside the line and remember it until it is done."""
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def fly(self, line: Line, row: Row, room: asyncio.Semaphore) -> None:
        """Send one message, record what became of it, and let the person's next one go."""
        again = False
        try:
            again = await self.attempt(line, row)
        except Busy:
            log.warning("send.unrecorded", rows=1)  # the lease runs out: it is taken again
        finally:
            room.release()
            line.pace.pending.discard(row.id)
            line.bulk_flying -= row.lane == outbox.BULK
            if row.id not in line.landing:
                line.let_go([row])
            line.flying.discard(row.person)
            line.woken.set()
        if again:
            line.offer(row.person)
        else:
            await self.give_back(line, row.person, 0.0, "behind another")

    async def attempt(self, line: Line, row: Row) -> bool:
        """Try to send; False where the person's other messages must wait as well."""
        reply = reply_of(row.body)
        whom = Whom(line.channel.name, row.seen_at, row.blocked, row.education)
        now = ms(self.writer.clock())
        if row.closed:  # the platform's clock counts
            whom = replace(whom, seen_at=now - WINDOW_MILLISECONDS)
        template = await self.announcing(row, reply) if closed(whom, now) else None
        reach = can_send(whom, row.purpose, now, template=template is not None)
        if reach.way is Way.FREE:
            return await self.send(line, row, reply)
        if reach.way is Way.TEMPLATE:
            return await self.send(line, row, Reply("", template=template))
        await self.hold_back(row, reach, now)
        # Who comes back in this moment hears it before the rest.
        return reach.way is not Way.WAIT and reach.why != outbox.BLOCKED

    async def announcing(self, row: Row, reply: Reply) -> Template | None:
        """Look for the template that may announce a message outside the window."""
        return await self.writer.do(
            lambda unit: announcing(unit, row, reply.fill, self.office), row.address
        )

    async def hold_back(self, row: Row, reach: Reach, now: int) -> None:
        """Record why a message does not go now: later, when the person writes, or never."""
        if reach.way is Way.LATER:
            await self.put_back([row], (reach.until - now) / 1000, reach.why, counts=False)
        elif reach.why == outbox.BLOCKED:
            await self.record(row, lambda unit: outbox.withhold(unit, row), reach.why)
        elif reach.way is Way.NEVER:
            await self.record(row, lambda unit: outbox.failed(unit, row, reach.why), reach.why)
        else:
            await self.wait(row, reach.why)

    async def wait(self, row: Row, why: str) -> None:
        """Let a message wait until the person writes."""
        await self.record(row, lambda unit: waiting.wait(unit, row, why), why)

    async def send(self, line: Line, row: Row, reply: Reply) -> bool:
        """Hand a message to the channel, and record what came of it."""
        try:
            async with asyncio.timeout(SEND_SECONDS):
                sent = await self.hand_over(line, row, reply)
        except REFUSALS as refusal:
            return await self.after(line, row, reply, refusal)
        except TimeoutError:
            late = TryLater(BUG_SECONDS, "timeout", perhaps_sent=True)
            return await self.postpone(line, row, late)
        except Exception as fault:
            log.error("send.fell", row=row.id, exc_info=fault)
            return await self.postpone(line, row, TryLater(BUG_SECONDS, "bug"))
        line.slowed.pop(row.person, None)
        await self.landed(line, row, reply, sent.platform_id)
        return True

    async def after(self, line: Line, row: Row, reply: Reply, refusal: Refusal) -> bool:
        """Do what a refusal asks for; False where the person's other messages must wait too."""
        if isinstance(refusal, TryLater):
            return await self.postpone(line, row, refusal)
        if isinstance(refusal, Rejected):
            return await self.refused(line, row, refusal)
        if isinstance(refusal, OutsideWindow):
            return await self.outside(line, row, reply)
        if isinstance(refusal, TemplateRefused):
            await self.template_refused(row, reply, refusal)
        else:
            await self.unreachable(row, refusal)
            return not refusal.blocked
        return True

    async def landed(self, line: Line, row: Row, reply: Reply, platform: str) -> None:
        """Record that a message went out, or that its template did and it waits for the answer.

        What goes to many is recorded together with others.
        """
        self.accepted(line)
        if reply.template is not None:
            await self.record(row, partial(waiting.announce, id_=row.id, platform=platform),
                              waiting.ANNOUNCED)  # fmt: skip
        elif row.lane == outbox.BULK:
            line.landing[row.id] = (row, platform)
            line.landed.set()
        else:
            await self.record(row, lambda unit: outbox.sent(unit, row, platform), "sent")

    async def outside(self, line: Line, row: Row, reply: Reply) -> bool:
        """Plan a message anew that the platform no longer takes as it is."""
        template = None if reply.template else await self.announcing(row, reply)
        if template is not None and row.purpose != "reply":
            return await self.send(line, row, Reply("", template=template))
        await self.wait(row, outbox.WINDOW_CLOSED)
        return False

    async def template_refused(self, row: Row, reply: Reply, refused: TemplateRefused) -> None:
        """Note that a template is not to be had; the message waits for the person."""
        template, reason = reply.template, refused.reason

        def work(unit: Unit) -> None:
            if template is not None:
                templates.set_state(unit, template.name, template.language, reason)
            if row.lane == outbox.BULK:
                ledger.stop_of(unit, row.id, "template")
            else:
                waiting.wait(unit, row, f"template_{reason}")

        log.error("template.refused", reason=reason, template=template.name if template else "")
        await self.record(row, work, f"template_{reason}")

    async def hand_over(self, line: Line, row: Row, reply: Reply) -> Sent:
        """Give the channel a message, or the paper that a row names, drawn just now."""
        if reply.enclosed is None:
            line.pace.leaves(row.id)
            return await line.channel.send(row.address, reply, row.id)
        if self.draw is None:
            raise Rejected("no papers here")
        sheet = await self.draw(reply.enclosed)
        line.pace.leaves(row.id)
        return await line.channel.hand(row.address, sheet, row.id)

    def accepted(self, line: Line) -> None:
        """Note that the platform takes messages; after a refusal everything may go on."""
        if line.probing:
            log.info("account.accepted", account=line.channel.name)
            line.probing = ""

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

    async def record(self, row: Row, work: Callable[[Unit], None], outcome: str) -> None:
        """Write an outcome down, in the person's own order; a busy writer is waited for."""
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1
        for seconds in RECORD_AGAIN:
            with suppress(Busy):
                await self.writer.do(work, row.address)
                return
            await asyncio.sleep(seconds)
        await self.writer.do(work, row.address)

    async def postpone(self, line: Line, row: Row, wait: TryLater) -> bool:
        """Give a message back until the platform will take it, with all behind it."""
        if wait.counts and row.attempts >= LAST_ATTEMPT:
            await self.record(row, lambda unit: outbox.failed(unit, row, "gave_up"), "gave_up")
            return True
        seconds = wait.seconds
        if wait.counts:
            seconds = min(BACKOFF_LIMIT, max(seconds, 1.0) * 2 ** min(row.attempts, 10))
        reason = f"{wait.reason} (perhaps sent)" if wait.perhaps_sent else wait.reason
        if wait.growing:
            seconds = line.slow_down(row.person, seconds)
        log.info("send.later", reason=reason, seconds=round(seconds, 1), lane=wait.lane)
        if wait.bulk or (wait.lane and row.lane == outbox.BULK):
            await self.hold_bulk(line, row, wait)
            return True
        if wait.alone:
            await self.put_back([row], wait.seconds, reason, counts=wait.counts)
            return True
        if wait.counts and not wait.lane and reply_of(row.body).enclosed:
            await self.set_aside(row, seconds, reason)
            return True
        if wait.lane:
            line.paused_until = max(line.paused_until, line.pace.clock() + seconds)
            line.pace.stop_for(seconds)
            await self.stop_everywhere(line, seconds)
        await self.give_back(line, row.person, seconds, reason, first=row, counts=wait.counts)
        if wait.lane and seconds > GIVE_BACK_AFTER:
            await self.give_all_back(line, seconds, wait.reason)
        return False

    async def set_aside(self, row: Row, seconds: float, reason: str) -> None:
        """Let a paper that fails (no upload, no drawing) hold up no word that comes after it."""
        due = ms(self.writer.clock()) + int(seconds * 1000)
        await self.record(row, lambda unit: outbox.aside(unit, row, due, reason), "later")

    async def hold_bulk(self, line: Line, row: Row, wait: TryLater) -> None:
        """Send nothing to many for as long as the platform said; replies go on.

        It was a message to many that met the limit.  Should replies meet it too, the first of
        them holds the whole account.
        """
        until = line.pace.clock() + wait.seconds
        longer = until > line.bulk_until
        line.bulk_until = max(line.bulk_until, until)
        rows = [row, *line.take_bulk()]
        line.let_go(rows[1:])

        def hold(unit: Unit) -> None:
            if longer:
                hold_bulk(unit, line.channel.account, wait)
            if wait.bulk:
                ledger.stop_of(unit, row.id, "spam")
            due = ms(unit.now) + int(wait.seconds * 1000)
            for one in rows:
                outbox.later(unit, one, due, wait.reason, counts=False)

        await self.record(row, hold, "later")

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

    async def give_all_back(self, line: Line, seconds: float, reason: str) -> None:
        """Let go of everybody's messages but of those whose own message is under way."""
        people = [person for person in line.waiting if person not in line.flying]
        await asyncio.gather(*(self.give_back(line, one, seconds, reason) for one in people))

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

    async def put_back(
        self, rows: list[Row], seconds: float, reason: str, *, counts: bool
    ) -> None:
        """Write one person's messages back to the outbox; the first one counts the attempt."""
        due = ms(self.writer.clock()) + int(seconds * 1000)

        def work(unit: Unit) -> None:
            for place, row in enumerate(rows):
                outbox.later(unit, row, due, reason, counts=counts and place == 0)

        await self.record(rows[0], work, "later")

    async def unreachable(self, row: Row, gone: Unreachable) -> None:
        """Record that this person cannot be reached here, and why."""
        reason, blocked = gone.reason, gone.blocked

        def work(unit: Unit) -> None:
            if reason == "opted_out":
                opted_out(unit, row.person, "refused a message")
            if reason == "opted_out" and row.purpose not in ADVERTISING:
                waiting.wait(unit, row, reason)
            else:
                outbox.unreachable(unit, row, reason, blocked=blocked)

        await self.record(row, work, reason)

    async def refused(self, line: Line, row: Row, refusal_: Rejected) -> bool:
        """Record a refusal; where the account itself is refused, stop sending and say so once."""
        if not refusal_.account:
            log.error("send.rejected", reason=refusal_.reason, row=row.id)
            await self.record(
                row, lambda unit: outbox.failed(unit, row, refusal_.reason), "rejected"
            )
            return True
        if not (line.stopped or line.probing):
            log.critical("account.refused", account=line.channel.name, reason=refusal_.reason)
            self.spawn(self.alarm(line.channel.account, refusal_.reason))
        line.stopped, line.probing = refusal_.reason, ""
        line.probe_at = line.pace.clock() + REFUSED_SECONDS
        await self.give_back(line, row.person, REFUSED_SECONDS, refusal_.reason, first=row)
        await self.give_all_back(line, REFUSED_SECONDS, refusal_.reason)
        return False

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
            with suppress(TimeoutError):
                async with asyncio.timeout(SWEEP_SECONDS):
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
        return min(100, line.soon - len(line.held))

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
        line.more = bulk > 0 and sum(row.lane == outbox.BULK for row in rows) >= bulk
        unit.after.append(partial(line_up, line, rows))


def line_up(line: Line, rows: list[Row]) -> None:
    """Hold messages that the sweep has found."""
    for row in rows:
        if row.id not in line.held:
            line.add(row)


async def _unheard(_account: str, _reason: str) -> None:
    """Nobody is told but the log."""
