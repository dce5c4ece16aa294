"""Broadcasts: what is to be told, to whom, who answers for it, and where it stands."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bansos.broadcasts import Audience, BroadcastState, Purpose
from storage.sql import Sql
from storage.unit import Unit, moment, ms

TABLE = "peka_broadcast"
DAY = 86_400_000
_FIELDS = """b.id, b.uuid, b.ref, b.state, b.purpose, b.texts, b.audience, b.digest, b.composer_id,
             b.approver_id, b.reason, b.cursor, b.due_at, b.made_at, b.done_at"""
_ADD = Sql(
    """
    INSERT INTO peka_broadcast (uuid, ref, state, purpose, texts, audience, digest, composer_id,
                                reason, cursor, due_at, made_at)
    VALUES (:uuid, :ref, 'draf', :purpose, :texts, :audience, :digest, :composer, '', 0, :due, :at)
    RETURNING id
    """
)
_GET = Sql(f"SELECT {_FIELDS} FROM peka_broadcast b WHERE b.ref = :ref", lock="FOR UPDATE")
_BY_ID = Sql(f"SELECT {_FIELDS} FROM peka_broadcast b WHERE b.id = :id", lock="FOR UPDATE")
_LIST = Sql(f"SELECT {_FIELDS} FROM peka_broadcast b ORDER BY b.id DESC LIMIT :most")
_ACTIVE = Sql(
    f"""
    SELECT {_FIELDS} FROM peka_broadcast b
     WHERE (b.state = 'draf' AND b.cursor >= 0)
        OR (b.state IN ('disetujui', 'berjalan') AND b.due_at <= :now)
        OR (b.state = 'dibatalkan' AND b.made_at > :recent AND EXISTS
            (SELECT 1 FROM peka_recipient r
              WHERE r.broadcast_id = b.id AND r.outcome = 'dipilih'))
        OR (b.state IN ('dijeda', 'dibatalkan', 'selesai') AND b.made_at > :recent AND EXISTS
            (SELECT 1 FROM peka_recipient r JOIN peka_outbox o ON o.id = r.outbox_id
              WHERE r.broadcast_id = b.id AND r.outcome = 'antri'
                AND o.state IN ('failed', 'waiting')))
     ORDER BY b.id
    """,
    lock="FOR UPDATE OF b SKIP LOCKED",
)
_MOVE = Sql(
    "UPDATE peka_broadcast SET state = :state, reason = :reason, due_at = :due, done_at = :done "
    "WHERE id = :id"
)
_APPROVED = Sql(
    "UPDATE peka_broadcast SET approver_id = :approver, decided_at = :at WHERE id = :id"
)
_CURSOR = Sql("UPDATE peka_broadcast SET cursor = :cursor WHERE id = :id")
_WAIT = Sql("UPDATE peka_broadcast SET due_at = :due WHERE id = :id")
_SAME = Sql(
    """
    SELECT ref FROM peka_broadcast WHERE digest = :digest AND made_at > :since AND id <> :but
       AND state NOT IN ('draf', 'dibatalkan') ORDER BY id DESC LIMIT 1
    """
)


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A broadcast as it is kept, opened."""

    id: int
    ref: str
    state: BroadcastState
    purpose: Purpose
    texts: Mapping[str, str]
    audience: Audience
    digest: str
    composer: int
    approver: int | None
    reason: str
    cursor: int
    due: datetime
    made: datetime
    done: datetime | None


def add(
    unit: Unit,
    *,
    ref: str,
    purpose: Purpose,
    texts: Mapping[str, str],
    audience: Audience,
    digest: str,
    composer: int,
    due: datetime,
) -> int:
    """Keep a draft; its audience is counted afterwards."""
    uuid = os.urandom(16)
    written = json.dumps(dict(texts), ensure_ascii=False).encode("utf-8", "replace")
    rows = unit.run(
        _ADD, uuid=uuid, ref=ref, purpose=purpose.value, audience=audience.to_json(),
        texts=unit.seal.seal(written, TABLE, "texts", uuid), digest=digest, composer=composer,
        due=ms(due), at=ms(unit.now),
    )  # fmt: skip
    return int(rows[0][0])


def by_ref(unit: Unit, ref: str) -> Broadcast | None:
    """Find a broadcast by its short reference."""
    return next((_broadcast(unit, row) for row in unit.run(_GET, ref=ref)), None)


def by_id(unit: Unit, id_: int) -> Broadcast | None:
    """Find a broadcast by its id."""
    return next((_broadcast(unit, row) for row in unit.run(_BY_ID, id=id_)), None)


def newest(unit: Unit, most: int = 20) -> list[Broadcast]:
    """List the newest broadcasts."""
    return [_broadcast(unit, row) for row in unit.run(_LIST, most=most)]


def active(unit: Unit) -> list[Broadcast]:
    """List those on which something is to be done now."""
    now = ms(unit.now)
    found = unit.run(_ACTIVE, now=now, recent=now - 40 * DAY)
    return [_broadcast(unit, row) for row in found]


def move(
    unit: Unit,
    broadcast: Broadcast,
    state: BroadcastState,
    reason: str = "",
    due: datetime | None = None,
) -> None:
    """Change the state; ``due`` is when it may go on."""
    final = state in {BroadcastState.SELESAI, BroadcastState.DIBATALKAN}
    unit.run(
        _MOVE, id=broadcast.id, state=state.value, reason=reason, due=ms(due or broadcast.due),
        done=ms(unit.now) if final else None,
    )  # fmt: skip


def approved(unit: Unit, broadcast: int, approver: int) -> None:
    """Note who decided."""
    unit.run(_APPROVED, id=broadcast, approver=approver, at=ms(unit.now))


def counted(unit: Unit, broadcast: int, cursor: int) -> None:
    """Note how far the audience was looked at; -1: to the end."""
    unit.run(_CURSOR, id=broadcast, cursor=cursor)


def wait(unit: Unit, broadcast: int, until: datetime) -> None:
    """Do nothing more on a broadcast before ``until``."""
    unit.run(_WAIT, id=broadcast, due=ms(until))


def same(unit: Unit, broadcast: Broadcast, since: datetime) -> str:
    """Find another one of the same text to the same audience; its reference, or nothing."""
    rows = unit.run(_SAME, digest=broadcast.digest, since=ms(since), but=broadcast.id)
    return str(rows[0][0]) if rows else ""


def _broadcast(unit: Unit, row: tuple[Any, ...]) -> Broadcast:
    (id_, uuid, ref, state, purpose, texts, audience, digest, composer, approver, reason, cursor,
     due, made, done) = row  # fmt: skip
    return Broadcast(
        id_, ref, BroadcastState(state), Purpose(purpose),
        json.loads(unit.seal.open(texts, TABLE, "texts", bytes(uuid))),
        Audience.from_json(audience), digest, composer, approver, reason, cursor,
        moment(due), moment(made), moment(done) if done else None,
    )  # fmt: skip
