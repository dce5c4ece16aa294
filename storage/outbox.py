"""The outbox: what is to be said, committed together with the turn that says it."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass

from storage import ledger
from storage.people import TABLE as PERSON
from storage.seal import Unsealable
from storage.sql import Insert, Sql
from storage.unit import Unit, ms

TABLE = "peka_outbox"
REPLY, NOTICE, BULK = 0, 1, 2
"""Lanes: replies overtake case notices, which overtake bulk."""
LEASE_SECONDS = 60
KEPT_FOR_BLOCKED = 7 * 86_400_000
"""Milliseconds for which news wait for somebody who writes again; then their body is wiped."""
LEASE_LETTERS = 8
WINDOW_CLOSED = "window_closed"
"""Why a message waits; of one that is queued again: that the platform said so."""
BLOCKED = "blocked"
BACK_AGAIN = "back again"
"""Why a message is tried again whose person could not be reached, and came back meanwhile."""
RANK = {"queued": 0, "waiting": 0, "sent": 1, "delivered": 2, "read": 3, "failed": 4}

_PUT = Insert(
    """
    INSERT INTO peka_outbox (uuid, person_id, account, lane, purpose, body, secret, state, due_at,
                             attempts, lease, leased_until, made_at)
    VALUES (:uuid, :person, :account, :lane, :purpose, :body, :secret, 'queued', :due,
            0, :lease, :until, :at)
    """
)


def _due(lanes: str) -> Sql:
    return Sql(
        f"""
        SELECT o.id FROM peka_outbox o
         WHERE o.state = 'queued' AND o.due_at <= :now AND o.account = :account
           AND (o.leased_until IS NULL OR o.leased_until < :now) AND {lanes}
           AND NOT EXISTS (SELECT 1 FROM peka_outbox e WHERE e.person_id = o.person_id
                              AND e.id < o.id AND e.state = 'queued' AND e.lane <= o.lane
                              AND (e.lane = 0 OR e.due_at <= :now))
         ORDER BY o.lane, o.due_at LIMIT :most
        """,
        lock="FOR UPDATE OF o SKIP LOCKED",
    )


_DUE = _due("o.lane IN (0, 1)")
"""A person's replies leave in order; nothing less urgent holds them up."""
_DUE_BULK = _due("o.lane = 2")
_BEHIND = Sql(
    """
    SELECT 1 FROM peka_outbox WHERE person_id = :person AND state = 'queued' AND lane = 0
       AND (lease IS NULL OR lease <> :lease) LIMIT 1
    """
)
_RELEASE = Sql(
    """
    UPDATE peka_outbox SET lease = NULL, leased_until = NULL
     WHERE state = 'queued' AND lease IS NOT NULL
       AND (:slot = '' OR (substr(lease, 1, :long) = :slot AND length(lease) = :whole))
    """
)
_UNREADABLE = Sql(
    """
    UPDATE peka_outbox SET state = 'failed', error = 'unreadable', done_at = :at, lease = NULL,
           leased_until = NULL WHERE id = :id
    """
)
_LEASE = Sql("UPDATE peka_outbox SET lease = :lease, leased_until = :until WHERE id = :id")
_LOAD = Sql(
    """
    SELECT o.id, o.uuid, o.person_id, o.account, o.lane, o.purpose, o.body, o.secret, o.attempts,
           o.error, p.uuid, p.address, p.seen_at, p.blocked_at, p.education, p.language
      FROM peka_outbox o JOIN peka_person p ON p.id = o.person_id WHERE o.id = :id
    """
)
_SENT = Sql(
    """
    UPDATE peka_outbox SET state = CASE WHEN state = 'queued' THEN 'sent' ELSE state END,
           platform_id = :platform, done_at = :at, lease = NULL, leased_until = NULL,
           body = CASE WHEN secret THEN NULL ELSE body END
     WHERE id = :id AND lease = :lease
    """
)
_LATER = Sql(
    """
    UPDATE peka_outbox SET due_at = :due, attempts = attempts + :counts, error = :error,
           lease = NULL, leased_until = NULL WHERE id = :id AND lease = :lease AND state = 'queued'
    """
)
_ASIDE = Sql(
    """
    UPDATE peka_outbox SET due_at = :due, attempts = attempts + 1, error = :error, lane = 1,
           lease = NULL, leased_until = NULL WHERE id = :id AND lease = :lease AND state = 'queued'
    """
)
_FAILED = Sql(
    """
    UPDATE peka_outbox SET state = 'failed', error = :error, done_at = :at, lease = NULL,
           leased_until = NULL,
           body = CASE WHEN secret AND :final THEN NULL ELSE body END
     WHERE id = :id AND lease = :lease
    """
)
_WROTE_SINCE = Sql("SELECT 1 FROM peka_person WHERE id = :person AND seen_at > :seen")
_DROP = Sql(
    """
    UPDATE peka_outbox SET state = 'failed', error = :why, done_at = :at, body = NULL,
           lease = NULL, leased_until = NULL
     WHERE person_id = :person AND state IN ('queued', 'waiting')
    """
)
_BLOCKED = Sql("UPDATE peka_person SET blocked_at = :at WHERE id = :person")
_IS_BLOCKED = Sql("SELECT 1 FROM peka_person WHERE id = :person AND blocked_at IS NOT NULL")
_FREE = Sql(
    """
    UPDATE peka_outbox SET state = 'queued', lane = 0, error = NULL, done_at = NULL, due_at = :now
     WHERE person_id = (SELECT id FROM peka_person
                         WHERE account = :account AND address_index = :address)
       AND state = 'waiting' AND body IS NOT NULL
    """
)
_REVIVE = Sql(
    """
    UPDATE peka_outbox SET state = 'queued', lane = 0, error = NULL, done_at = NULL, due_at = :now
     WHERE person_id = (SELECT id FROM peka_person
                         WHERE account = :account AND address_index = :address)
       AND state = 'failed' AND error = 'blocked' AND purpose <> 'education'
       AND body IS NOT NULL AND made_at > :since
    """
)
_STATE = Sql(
    "SELECT id, state FROM peka_outbox WHERE account = :account AND platform_id = :platform"
)
_STATE_ID = Sql("SELECT id, state FROM peka_outbox WHERE id = :id AND account = :account")
_FORWARD = Sql(
    """
    UPDATE peka_outbox SET state = :state, error = COALESCE(:error, error), lease = NULL,
           leased_until = NULL, platform_id = COALESCE(:platform, platform_id),
           done_at = COALESCE(done_at, :at), body = CASE WHEN secret THEN NULL ELSE body END
     WHERE id = :id
    """
)
_EARLY = Sql(
    """
    INSERT INTO peka_early_report (account, platform_id, state, error, at)
    VALUES (:account, :platform, :state, :error, :at) ON CONFLICT DO NOTHING
    """
)
_ANY_EARLY = Sql("SELECT 1 FROM peka_early_report WHERE account = :account LIMIT 1")
_EARLIER = Sql(
    "SELECT state, error FROM peka_early_report "
    "WHERE account = :account AND platform_id = :platform"
)
_AFTER = Sql(
    """
    SELECT id, uuid, body, made_at FROM peka_outbox
     WHERE person_id = :person AND id > :after ORDER BY id LIMIT :most
    """
)
_SEEN = Sql(
    """
    UPDATE peka_outbox SET state = 'read', done_at = :at,
           body = CASE WHEN secret THEN NULL ELSE body END
     WHERE person_id = :person AND id <= :upto AND state = 'queued'
    """
)


@dataclass(frozen=True, slots=True)
class Row:
    """An outbox row in the hands of the sender."""

    id: int
    person: int
    account: str
    address: str
    lane: int
    purpose: str
    body: bytes
    """JSON of handlers.channel.Reply, opened."""
    lease: str
    attempts: int = 0
    seen_at: int = 0
    """When the person last wrote (WhatsApp's window)."""
    blocked: bool = False
    education: bool = True
    language: str = "id"
    closed: bool = False
    """The platform said that only a template may go, whatever our clock says."""


def put(  # noqa: PLR0913 - a message has this many sides
    unit: Unit,
    person: int,
    account: str,
    body: bytes,
    *,
    lane: int = REPLY,
    purpose: str = "reply",
    secret: bool = False,
    lease: str | None = None,
    due: int | None = None,
    made: int | None = None,
) -> int:
    """Queue a message; with ``lease`` it is already in this process's hands.

    ``made`` is coarser than now where the very moment would tell who caused the message.
    """
    uuid, at = os.urandom(16), ms(unit.now)
    return unit.add(
        _PUT,
        uuid=uuid,
        person=person,
        account=account,
        lane=lane,
        purpose=purpose,
        body=unit.seal.seal(body, TABLE, "body", uuid),
        secret=secret,
        due=due or at,
        lease=lease,
        until=at + LEASE_SECONDS * 1000 if lease else None,
        at=made or at,
    )


def take_due(unit: Unit, account: str, lease: str, most: int = 100, bulk: int = 100) -> list[Row]:
    """Lease what is due and no live process holds: of each person the oldest.

    At most so many replies and notices, and so many of those to many.
    """
    now = ms(unit.now)
    found = unit.run(_DUE, now=now, account=account, most=most) if most > 0 else []
    if bulk > 0:
        mine = {id_ for (id_,) in found}
        due = unit.run(_DUE_BULK, now=now, account=account, most=bulk)
        found += [row for row in due if row[0] not in mine]
    until = now + LEASE_SECONDS * 1000
    unit.many(_LEASE, [{"id": id_, "lease": lease, "until": until} for (id_,) in found])
    taken = []
    for (id_,) in found:
        row = _readable(unit, id_, lease)
        if row is None:
            unit.run(_UNREADABLE, id=id_, at=now)
        else:
            taken.append(row)
    return taken


def _readable(unit: Unit, id_: int, lease: str) -> Row | None:
    """Open a row; one that no key opens must not hold up all the others."""
    try:
        return load(unit, id_, lease)
    except Unsealable:
        return None


def behind(unit: Unit, person: int, lease: str) -> bool:
    """Tell whether something older for a person waits elsewhere: what is new must not overtake."""
    return bool(unit.run(_BEHIND, person=person, lease=lease))


def lease_of(slot: str) -> str:
    """Make a new name for a life of the process ``slot``."""
    return f"{slot}-{secrets.token_hex(LEASE_LETTERS // 2)}"


def release(unit: Unit, slot: str) -> int:
    """Let go of what earlier lives of this process held; with no slot, of all (SQLite)."""
    own = f"{slot}-" if slot else ""
    return unit.changed(_RELEASE, slot=own, long=len(own), whole=len(own) + LEASE_LETTERS)


def load(unit: Unit, id_: int, lease: str) -> Row | None:
    """Open one row for sending; None where its body is gone."""
    for row in unit.run(_LOAD, id=id_):
        (key, uuid, person, account, lane, purpose, body, _secret, attempts, error,
         own, address, seen, blocked, education, language) = row  # fmt: skip
        if body is None:
            return None
        return Row(
            key, person, account,
            unit.seal.open(address, PERSON, "address", bytes(own)).decode(),
            lane, purpose, unit.seal.open(body, TABLE, "body", bytes(uuid)), lease, attempts,
            seen, blocked is not None, bool(education), language, error == WINDOW_CLOSED,
        )  # fmt: skip
    return None


def sent(unit: Unit, row: Row, platform: str) -> None:
    """Record that the platform took it; a status that came before is applied now."""
    index = known_as(unit, platform)
    unit.run(_SENT, id=row.id, lease=row.lease, platform=index, at=ms(unit.now))
    if row.purpose != "reply":
        ledger.became(unit, row.id, "sent")
    if index:
        for state, error in unit.run(_EARLIER, account=row.account, platform=index):
            report(unit, row.account, platform, state, error, row.id)


def sent_many(unit: Unit, sent_rows: list[tuple[Row, str]]) -> None:
    """Record that the platform took many messages, together with the ledger of their broadcast."""
    at = ms(unit.now)
    known = [(row, platform, known_as(unit, platform)) for row, platform in sent_rows]
    unit.many(
        _SENT,
        [
            {"id": row.id, "lease": row.lease, "platform": index, "at": at}
            for row, _platform, index in known
        ],
    )
    ledger.left(unit, [row.id for row, _platform, _index in known])
    accounts = {row.account for row, _platform in sent_rows}
    early = {one: bool(unit.run(_ANY_EARLY, account=one)) for one in accounts}
    for row, platform, index in known:
        if index and early[row.account]:
            for state, error in unit.run(_EARLIER, account=row.account, platform=index):
                report(unit, row.account, platform, state, error, row.id)


def later(unit: Unit, row: Row, due: int, error: str, *, counts: bool) -> None:
    """Give a row back, to be sent again at ``due``."""
    unit.run(_LATER, id=row.id, lease=row.lease, due=due, error=error, counts=int(counts))


def aside(unit: Unit, row: Row, due: int, error: str) -> None:
    """Give a row back as a notice: what is said after it need not wait for it."""
    unit.run(_ASIDE, id=row.id, lease=row.lease, due=due, error=error)


def failed(unit: Unit, row: Row, error: str) -> None:
    """Record by name why a message will not be sent."""
    final = error != BLOCKED
    unit.run(_FAILED, id=row.id, lease=row.lease, error=error, at=ms(unit.now), final=final)


def drop(unit: Unit, person: int, why: str) -> None:
    """Let nothing that waits reach a person: the address may be somebody else's now."""
    unit.run(_DROP, person=person, why=why, at=ms(unit.now))


def unreachable(unit: Unit, row: Row, reason: str, *, blocked: bool) -> None:
    """Record why a person cannot be reached; ``blocked``: until they write again.

    Who has written since the message was taken up may be back by now: it is tried once more.
    """
    if blocked and wrote_since(unit, row):
        later(unit, row, ms(unit.now), BACK_AGAIN, counts=False)
        return
    failed(unit, row, reason)
    if blocked:
        unit.run(_BLOCKED, person=row.person, at=ms(unit.now))


def withhold(unit: Unit, row: Row) -> None:
    """Record that a message does not go to somebody who blocked us; who came back gets it."""
    if unit.run(_IS_BLOCKED, person=row.person):
        failed(unit, row, BLOCKED)
    else:
        later(unit, row, ms(unit.now), BACK_AGAIN, counts=False)


def wrote_since(unit: Unit, row: Row) -> bool:
    """Tell whether a person has written since a message to them was taken up."""
    return bool(unit.run(_WROTE_SINCE, person=row.person, seen=row.seen_at))


def free(unit: Unit, account: str, address: str) -> int:
    """Send what waited for somebody who now writes; how many there were.

    They asked for it: it goes as their replies do, before what is said next.
    """
    index = unit.seal.index("address", address)
    return unit.changed(_FREE, account=account, address=index, now=ms(unit.now))


def revive(unit: Unit, account: str, address: str) -> int:
    """Send again, as what waited, what failed because somebody had blocked us; nothing old."""
    now = ms(unit.now)
    return unit.changed(
        _REVIVE, account=account, address=unit.seal.index("address", address), now=now,
        since=now - KEPT_FOR_BLOCKED,
    )  # fmt: skip


def report(
    unit: Unit, account: str, platform: str, state: str, error: str, row: int | None
) -> None:
    """Apply the platform's word on a message: only forward; of an unknown one it is kept."""
    if state not in RANK:
        return
    index = known_as(unit, platform)
    rows = unit.run(_STATE, account=account, platform=index) if index else []
    if not rows and row is not None:
        rows = unit.run(_STATE_ID, id=row, account=account)
    if not rows and index:
        unit.run(
            _EARLY, account=account, platform=index, state=state, error=error, at=ms(unit.now)
        )
    for id_, before in rows:
        _advance(unit, id_, before, state, error, index)


def known_as(unit: Unit, platform: str) -> bytes | None:
    """Name a message as it is kept: WhatsApp's own ids hold the phone number."""
    return unit.seal.index("platform id", platform) if platform else None


def _advance(
    unit: Unit, id_: int, before: str, state: str, error: str, platform: bytes | None
) -> None:
    fails = state == "failed" and before in {"queued", "sent"}
    if fails or (state != "failed" and before != "failed" and RANK[state] > RANK[before]):
        unit.run(
            _FORWARD, id=id_, state=state, error=error or None, platform=platform, at=ms(unit.now)
        )
        ledger.became(unit, id_, state)


def after(unit: Unit, person: int, cursor: int, most: int = 50) -> list[tuple[int, bytes, int]]:
    """Read a person's messages after ``cursor``: (id, body, made at); wiped ones are left out."""
    return [
        (id_, unit.seal.open(body, TABLE, "body", bytes(uuid)), made)
        for id_, uuid, body, made in unit.run(_AFTER, person=person, after=cursor, most=most)
        if body is not None
    ]


def seen(unit: Unit, person: int, upto: int) -> None:
    """Note that the page has shown everything up to ``upto``."""
    unit.run(_SEEN, person=person, upto=upto, at=ms(unit.now))
    ledger.seen(unit, person, upto)
