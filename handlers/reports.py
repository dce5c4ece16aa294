"""What a platform says later about a message that it took: on, or back again, or the end."""

from __future__ import annotations

import structlog

from handlers.channel import OutsideWindow, Report, TemplateRefused, TryLater, Unreachable
from handlers.reach import ADVERTISING, WINDOW_MILLISECONDS
from storage import marks, outbox, people, waiting
from storage.unit import Unit, ms
from storage.waiting import About

log = structlog.get_logger()

MOST = 5
"""So often a message is sent again that was taken and refused later."""
LONGEST = 3600.0
BULK = "bulk "
"""A mark with this and an account's name: its bulk stands still until then."""
SLOW = "slow "
"""The same for everything: the platform said later that it was too fast."""


def note(unit: Unit, report: Report) -> None:
    """Note the platform's word on a message that we sent."""
    found = waiting.about(unit, report.account, report.platform_id, report.outbox)
    if found is not None and found.past:
        return
    if found is not None and (report.template or found.state == "waiting"):
        _of_template(unit, report, found)
    elif found is not None and report.state == "failed" and found.state in {"queued", "sent"}:
        _refused(unit, report, found)
    else:
        outbox.report(
            unit, report.account, report.platform_id, report.state, report.error, report.outbox
        )


def _of_template(unit: Unit, report: Report, found: About) -> None:
    """Note what became of the template; the message behind it goes on waiting."""
    if report.state != "failed":
        closed = ms(unit.now) - found.seen_at >= WINDOW_MILLISECONDS
        if found.state == "queued" and closed:
            waiting.announce(unit, found.id, report.platform_id)
    elif found.state in {"queued", "waiting"}:
        _ended(unit, report, found, waits=True)


def _refused(unit: Unit, report: Report, found: About) -> None:
    """Do with a late refusal what would have been done with an early one."""
    why = report.refusal
    if isinstance(why, TryLater):
        _rest(unit, report.account, found, why)
    if isinstance(why, OutsideWindow) and found.whole and found.attempts < MOST:
        waiting.outside(unit, found.id, report.platform_id)
    elif isinstance(why, TryLater) and found.whole and found.attempts < MOST:
        seconds = why.seconds
        if why.growing:
            seconds = min(LONGEST, seconds * 2**found.attempts)
        due = ms(unit.now) + int(seconds * 1000)
        waiting.again(unit, found.id, report.platform_id, due, why.reason, counts=not why.lane)
    else:
        _ended(unit, report, found, waits=isinstance(why, TemplateRefused) and found.whole)


def _ended(unit: Unit, report: Report, found: About, *, waits: bool) -> None:
    why = report.refusal
    reason = why.reason if isinstance(why, Unreachable) else report.error
    if isinstance(why, TemplateRefused):
        reason = f"template_{why.reason}"
    if reason == "opted_out":
        opted_out(unit, found.person, report.error)
        waits = found.purpose not in ADVERTISING and found.whole
    elif isinstance(why, Unreachable):
        waits = False
    waiting.end(unit, found.id, report.platform_id, reason, waits=waits)
    log.info("send.refused_later", reason=reason, row=found.id, waits=waits)


def _rest(unit: Unit, account: str, found: About, why: TryLater) -> None:
    """Let stand still what was too much for the platform, as it would have at once.

    Too fast (field notes 5.3: 130429, 80007, 4) is the whole number, whoever's message it was;
    where it was one to many, only those: replies go on.
    """
    if why.bulk or (why.lane and found.lane == outbox.BULK):
        if not bulk_held(unit, account):
            hold_bulk(unit, account, why)
    elif why.lane:
        until = ms(unit.now) + int(why.seconds * 1000)
        if until > marks.until(unit, SLOW + account):
            marks.put_until(unit, SLOW + account, why.reason, until)
            name = account.partition(":")[0]
            log.warning("account.slowed", account=name, reason=why.reason, seconds=why.seconds)


def rest_of(unit: Unit, account: str) -> tuple[float, float]:
    """Tell for how many seconds the account's bulk, and the whole account, stand still."""
    now = ms(unit.now)
    bulk, whole = (marks.until(unit, mark + account) for mark in (BULK, SLOW))
    return max(0, bulk - now) / 1000, max(0, whole - now) / 1000


def opted_out(unit: Unit, person: int, said: str) -> None:
    """Record that somebody told the platform that they want no education; service goes on."""
    people.education_of(unit, person, wanted=False, by=f"whatsapp {said}")


def hold_bulk(unit: Unit, account: str, why: TryLater) -> None:
    """Let an account's bulk stand still, in every process, and say so where somebody looks."""
    until = ms(unit.now) + int(why.seconds * 1000)
    marks.put_until(unit, BULK + account, why.reason, until)
    log.critical("bulk.held", account=account.partition(":")[0], reason=why.reason)


def bulk_held(unit: Unit, account: str) -> str:
    """Tell why an account's bulk stands still now; empty where it may go."""
    return marks.read_until(unit, BULK + account) or ""
