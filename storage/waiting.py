"""Messages that wait until the person writes, and what a late refusal makes of one."""

from __future__ import annotations

from dataclasses import dataclass

from storage import ledger
from storage.outbox import BACK_AGAIN, WINDOW_CLOSED, Row, known_as, later, wrote_since
from storage.sql import Sql
from storage.unit import Unit, ms

ANNOUNCED = "announced"
"""Why a message waits whose template went out: the person is to answer."""

_WAIT = Sql(
    """
    UPDATE peka_outbox SET state = 'waiting', error = :why, lease = NULL, leased_until = NULL
     WHERE id = :id AND lease = :lease AND state = 'queued'
    """
)
_ANNOUNCE = Sql(
    """
    UPDATE peka_outbox SET state = 'waiting', error = 'announced', due_at = :at, lease = NULL,
           leased_until = NULL, platform_id = COALESCE(:platform, platform_id)
     WHERE id = :id AND state = 'queued'
    """
)
_ANNOUNCED = Sql(
    """
    SELECT 1 FROM peka_outbox WHERE person_id = :person AND state = 'waiting'
       AND error = 'announced' AND purpose = :purpose AND due_at > :since LIMIT 1
    """
)
_ABOUT = """
    SELECT o.id, o.state, o.person_id, o.purpose, o.attempts, o.body IS NOT NULL, p.seen_at,
           o.lane
      FROM peka_outbox o JOIN peka_person p ON p.id = o.person_id
"""
_BY_PLATFORM = Sql(_ABOUT + " WHERE o.account = :account AND o.platform_id = :platform")
_BY_ID = Sql(_ABOUT + " WHERE o.id = :id AND o.account = :account")
_AGAIN = Sql(
    """
    UPDATE peka_outbox SET state = 'queued', error = :why, due_at = :due, done_at = NULL,
           attempts = attempts + :counts, lease = NULL, leased_until = NULL,
           platform_id = COALESCE(:platform, platform_id)
     WHERE id = :id
    """
)
_FAIL = Sql(
    """
    UPDATE peka_outbox SET state = 'failed', error = :why, lease = NULL, leased_until = NULL,
           done_at = :at, platform_id = COALESCE(:platform, platform_id)
     WHERE id = :id
    """
)
_LET_GO = Sql(
    """
    UPDATE peka_outbox SET state = 'failed', error = 'past', done_at = :at
     WHERE person_id = :person AND state = 'waiting' AND purpose = :purpose
    """
)
_WAIT_ON = Sql(
    """
    UPDATE peka_outbox SET state = 'waiting', error = :why, lease = NULL, leased_until = NULL,
           done_at = NULL, platform_id = COALESCE(:platform, platform_id)
     WHERE id = :id
    """
)


@dataclass(frozen=True, slots=True)
class About:
    """The message that a platform's word is about."""

    id: int
    state: str
    person: int
    purpose: str
    attempts: int
    whole: bool
    """Its body is still there."""
    seen_at: int
    lane: int
    past: bool
    """Known by an id under which it failed before: it is queued again since."""


def wait(unit: Unit, row: Row, why: str) -> None:
    """Let a message wait until its person writes; who wrote in this moment waits for it."""
    if wrote_since(unit, row):
        later(unit, row, ms(unit.now), BACK_AGAIN, counts=False)
        return
    unit.run(_WAIT, id=row.id, lease=row.lease, why=why)


def announce(unit: Unit, id_: int, platform: str) -> None:
    """Note that a message's template went out; the message itself waits for the answer."""
    unit.run(_ANNOUNCE, id=id_, platform=known_as(unit, platform), at=ms(unit.now))
    ledger.became(unit, id_, ANNOUNCED)


def let_go(unit: Unit, person: int, purpose: str) -> None:
    """Let go of messages that wait for a person and are no longer true."""
    unit.run(_LET_GO, person=person, purpose=purpose, at=ms(unit.now))


def announced(unit: Unit, person: int, purpose: str, within: int) -> bool:
    """Tell whether a template of this purpose went out within so many milliseconds, unanswered."""
    since = ms(unit.now) - within
    return bool(unit.run(_ANNOUNCED, person=person, purpose=purpose, since=since))


def about(unit: Unit, account: str, platform: str, row: int | None) -> About | None:
    """Find the message that a word of the platform is about: by its id, else by our own."""
    index = known_as(unit, platform)
    found = unit.run(_BY_PLATFORM, account=account, platform=index) if index else []
    past = bool(found) and found[0][1] == "queued"
    if not found and row is not None:
        found = unit.run(_BY_ID, id=row, account=account)
    for id_, state, person, purpose, attempts, whole, seen, lane in found:
        return About(id_, state, person, purpose, attempts, bool(whole), seen, lane, past)
    return None


def again(unit: Unit, id_: int, platform: str, due: int, why: str, *, counts: bool = True) -> None:
    """Queue a message once more; what the platform still says under ``platform`` is past."""
    unit.run(_AGAIN, id=id_, platform=known_as(unit, platform), due=due, why=why,
             counts=int(counts))  # fmt: skip
    ledger.became(unit, id_, "failed")


def outside(unit: Unit, id_: int, platform: str) -> None:
    """Plan a message anew, as one that only a template may announce."""
    again(unit, id_, platform, ms(unit.now), WINDOW_CLOSED)


def end(unit: Unit, id_: int, platform: str, why: str, *, waits: bool = False) -> None:
    """Record by name why a message does not arrive, or why it waits for the person."""
    index = known_as(unit, platform)
    if waits:
        unit.run(_WAIT_ON, id=id_, platform=index, why=why)
    else:
        unit.run(_FAIL, id=id_, platform=index, why=why, at=ms(unit.now))
    ledger.became(unit, id_, "failed")
