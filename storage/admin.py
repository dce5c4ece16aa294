"""Messages of the admin webhook: taken once, with the answer that was given."""

from __future__ import annotations

import hmac
import os
from dataclasses import dataclass

from storage.sql import Sql
from storage.unit import Unit, ms

TABLE = "peka_admin_message"
QUEUED, DONE = "queued", "done"

_FIND = Sql(
    "SELECT uuid, digest, first FROM peka_admin_message WHERE webhook_index = :key",
)
_KEEP = Sql(
    """
    INSERT INTO peka_admin_message (uuid, webhook_index, digest, kind, state, ref, token_index,
                                    body, first, made_at, done_at)
    VALUES (:uuid, :key, :digest, :kind, :state, :ref, :token, :body, :first, :at, :done)
    """
)
_BY_REF = Sql(
    "SELECT uuid, kind, state, token_index, answer FROM peka_admin_message WHERE ref = :ref"
)
_NEXT = Sql(
    """
    SELECT uuid, ref, kind, body FROM peka_admin_message
     WHERE state = 'queued' ORDER BY id LIMIT 1
    """
)
_FINISH = Sql(
    """
    UPDATE peka_admin_message SET state = 'done', body = NULL, answer = :answer, done_at = :at
     WHERE ref = :ref AND state = 'queued'
    """
)
_UUID = Sql("SELECT uuid FROM peka_admin_message WHERE ref = :ref")


@dataclass(frozen=True, slots=True)
class Found:
    """A message that was taken, and its answer; ``same``: the body is the same too."""

    same: bool
    status: int
    answer: bytes


@dataclass(frozen=True, slots=True)
class Answered:
    """A message as it is about to be kept: its answer, and what is still to be done."""

    kind: str
    ref: str
    token: str
    status: int
    body: bytes
    queued: bytes | None


@dataclass(frozen=True, slots=True)
class Message:
    """A message as its status tells of it."""

    kind: str
    state: str
    token_index: bytes
    answer: bytes | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that is still to be done."""

    ref: str
    kind: str
    body: bytes


def find(unit: Unit, key: str, raw: bytes) -> Found | None:
    """Find a message by its webhook-id, and compare its body."""
    for uuid, digest, first in unit.run(_FIND, key=unit.seal.index("webhook", key)):
        given = unit.seal.open(first, TABLE, "first", bytes(uuid))
        same = hmac.compare_digest(bytes(digest), unit.seal.mac("webhook body", raw))
        return Found(same, int(given[:3]), given[3:])
    return None


def keep(unit: Unit, key: str, raw: bytes, answered: Answered) -> Found:
    """Keep a message with its first answer."""
    uuid, seal, at = os.urandom(16), unit.seal, ms(unit.now)
    queued, first = answered.queued, str(answered.status).encode() + answered.body
    unit.run(
        _KEEP,
        uuid=uuid,
        key=seal.index("webhook", key),
        digest=seal.mac("webhook body", raw),
        kind=answered.kind,
        state=DONE if queued is None else QUEUED,
        ref=answered.ref,
        token=seal.index("admin token", answered.token),
        body=None if queued is None else seal.seal(queued, TABLE, "body", uuid),
        first=seal.seal(first, TABLE, "first", uuid),
        at=at,
        done=at if queued is None else None,
    )
    return Found(same=True, status=answered.status, answer=answered.body)


def by_ref(unit: Unit, ref: str) -> Message | None:
    """Find a message by the reference in its status address."""
    for uuid, kind, state, token, answer in unit.run(_BY_REF, ref=ref):
        told = unit.seal.open(answer, TABLE, "answer", bytes(uuid)) if answer else None
        return Message(kind, state, bytes(token), told)
    return None


def next_waiting(unit: Unit) -> Waiting | None:
    """Give the oldest message that is still to be done."""
    for uuid, ref, kind, body in unit.run(_NEXT):
        return Waiting(ref, kind, unit.seal.open(body, TABLE, "body", bytes(uuid)))
    return None


def finish(unit: Unit, ref: str, answer: bytes) -> None:
    """Note what became of a message, once, and wipe its body."""
    for (uuid,) in unit.run(_UUID, ref=ref):
        sealed = unit.seal.seal(answer, TABLE, "answer", bytes(uuid))
        unit.run(_FINISH, ref=ref, answer=sealed, at=ms(unit.now))
