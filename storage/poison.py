"""Poison: deliveries that could not be read or handled, sealed, kept 30 days."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.people import claimed_as
from storage.sql import Sql
from storage.unit import Unit, moment, ms

TABLE = "peka_poison"

_KEEP = Sql(
    """
    INSERT INTO peka_poison (uuid, account, message, raw, reason, code, at)
    VALUES (:uuid, :account, :message, :raw, :reason, :code, :at) ON CONFLICT DO NOTHING
    """
)
_LIST = Sql(
    """
    SELECT id, uuid, account, message, raw, reason, code, at, replayed_at FROM peka_poison
     ORDER BY id DESC LIMIT :most
    """
)
_REPLAYED = Sql("UPDATE peka_poison SET replayed_at = :at WHERE id = :id")
_UNCLAIM = Sql("DELETE FROM peka_claim WHERE account = :account AND message = :message")
_UNFAIL = Sql("DELETE FROM peka_failure WHERE account = :account AND message = :message")


@dataclass(frozen=True, slots=True)
class Poisoned:
    """One poisoned delivery."""

    id: int
    account: str
    message: bytes
    """The index of its id (:func:`storage.people.claimed_as`)."""
    raw: bytes
    reason: str
    code: str
    at: datetime
    replayed: bool


def keep(unit: Unit, account: str, message: str, raw: bytes, reason: str, code: str) -> None:
    """Keep a raw body whose secrets were cut out already; a second delivery changes nothing."""
    uuid = os.urandom(16)
    sealed = unit.seal.seal(raw, TABLE, "raw", uuid)
    unit.run(
        _KEEP, uuid=uuid, account=account, message=claimed_as(unit, message), raw=sealed,
        reason=reason, code=code, at=ms(unit.now),
    )  # fmt: skip


def newest(unit: Unit, most: int = 100) -> list[Poisoned]:
    """List what is kept, newest first."""
    return [_kept(unit, row) for row in unit.run(_LIST, most=most)]


def replaying(unit: Unit, kept: Poisoned) -> None:
    """Let a delivery be taken again: its claim and its failures are forgotten."""
    unit.run(_UNCLAIM, account=kept.account, message=kept.message)
    unit.run(_UNFAIL, account=kept.account, message=kept.message)
    unit.run(_REPLAYED, id=kept.id, at=ms(unit.now))


def _kept(unit: Unit, row: tuple[Any, ...]) -> Poisoned:
    id_, uuid, account, message, raw, reason, code, at, replayed = row
    opened = unit.seal.open(raw, TABLE, "raw", bytes(uuid))
    done = replayed is not None
    return Poisoned(id_, account, bytes(message), opened, reason, code, moment(at), replayed=done)
