"""One message to its channel: as it is, by its template, later or never; what a refusal asks."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial

import structlog

from bot.line import GIVE_BACK_AFTER, Line
from bot.noting import Noting
from handlers.channel import (
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
from handlers.reports import hold_bulk, opted_out
from handlers.whatsapp.announce import announcing
from handlers.written import reply_of
from storage import ledger, outbox, templates, waiting
from storage.outbox import Row
from storage.unit import Unit, ms

log = structlog.get_logger()

REFUSALS = (TryLater, OutsideWindow, TemplateRefused, Unreachable, Rejected)
SEND_SECONDS = 32.0
"""A message is sent within this time of its turn, and its turn comes before it is stale: together
well below the lease, after which another process may take it."""
BUG_SECONDS = 30.0
LAST_ATTEMPT = 40
REFUSED_SECONDS = 60.0
BACKOFF_LIMIT = 600.0


class Attempts(Noting):
    """Tries to send, and does what a refusal asks for."""

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

    async def landed(self, line: Line, row: Row, reply: Reply, platform: str) -> None:
        """Record that a message went out, or that its template did and it waits for the answer.

        What goes to many is recorded together with others.
        """
        self.accepted(line)
        if reply.template is not None:
            await self.record(row, partial(waiting.announce, id_=row.id, platform=platform),
                              waiting.ANNOUNCED)  # fmt: skip
        elif row.lane == outbox.BULK:
            line.land(row, platform)
        else:
            await self.record(row, lambda unit: outbox.sent(unit, row, platform), "sent")

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
