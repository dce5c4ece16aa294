"""What a person's own page or terminal shows: their messages by cursor; for readers and writer."""

from __future__ import annotations

from dataclasses import dataclass

from storage.outbox import REPLY, TABLE
from storage.sql import Sql
from storage.unit import Unit

_WHO = Sql(
    """
    SELECT p.id, p.language, COALESCE(MAX(o.id), 0), p.staff_id
      FROM peka_person p
      LEFT JOIN peka_outbox o ON o.person_id = p.id AND o.state IN ('read', 'delivered')
     WHERE p.account = :account AND p.address_index = :address
     GROUP BY p.id, p.language, p.staff_id
    """
)
_AFTER = Sql(
    """
    SELECT id, uuid, lane, body, made_at FROM peka_outbox
     WHERE person_id = :person AND id > :after ORDER BY id LIMIT :most
    """
)
_LATEST = Sql(
    """
    SELECT id, uuid, lane, body, made_at FROM peka_outbox
     WHERE person_id = :person AND id > :after ORDER BY id DESC LIMIT :most
    """
)
_THEIRS = Sql("SELECT 1 FROM peka_outbox WHERE id = :id AND person_id = :person")
_ONE = Sql(
    "SELECT id, uuid, lane, body, made_at FROM peka_outbox WHERE id = :id AND person_id = :person"
)


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person whose messages can be shown; ``seen`` is the last one that has been."""

    id: int
    language: str
    seen: int
    staff: int | None = None
    """The officer whose chat it is."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One message of theirs; ``body`` is None where it has been wiped."""

    id: int
    body: bytes | None
    made_at: int
    reply: bool
    """False for news that came by itself."""


def somebody(unit: Unit, account: str, address: str) -> Somebody | None:
    """Find a person without making one."""
    index = unit.seal.index("address", address)
    for row in unit.run(_WHO, account=account, address=index):
        return Somebody(*row)
    return None


def after(unit: Unit, person: int, cursor: int, most: int = 50) -> list[Shown]:
    """Read what came after ``cursor``, oldest first."""
    return _read(unit, unit.run(_AFTER, person=person, after=cursor, most=most))


def is_theirs(unit: Unit, person: int, id_: int) -> bool:
    """Tell whether a message is one of this person's."""
    return bool(unit.run(_THEIRS, id=id_, person=person))


def one(unit: Unit, person: int, id_: int) -> Shown | None:
    """Read one message, if it is this person's."""
    return next(iter(_read(unit, unit.run(_ONE, id=id_, person=person))), None)


def latest(unit: Unit, person: int, since: int = 0, most: int = 60) -> list[Shown]:
    """Read the last messages after ``since``, oldest first."""
    return _read(unit, unit.run(_LATEST, person=person, after=since, most=most)[::-1])


def _read(unit: Unit, rows: list[tuple[int, bytes, int, bytes | None, int]]) -> list[Shown]:
    return [
        Shown(id_, unit.seal.open(body, TABLE, "body", bytes(uuid)) if body else None, made,
              lane == REPLY)
        for id_, uuid, lane, body, made in rows
    ]  # fmt: skip
