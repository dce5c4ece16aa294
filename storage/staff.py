"""Officers: added on the command line, linked to a chat by a one-time code."""

from __future__ import annotations

from dataclasses import dataclass

from storage.sql import Sql
from storage.unit import Unit, ms

_ADD = Sql(
    """
    INSERT INTO peka_staff (name, role, regions, made_at) VALUES (:name, :role, :regions, :at)
    RETURNING id
    """
)
_LIST = Sql("SELECT id, name, role, regions FROM peka_staff WHERE ended_at IS NULL ORDER BY id")
_GET = Sql("SELECT id, name, role, regions FROM peka_staff WHERE id = :id AND ended_at IS NULL")
_CHATS = Sql(
    "SELECT id, staff_id FROM peka_person WHERE staff_id IS NOT NULL AND blocked_at IS NULL"
)
_END = Sql("UPDATE peka_staff SET ended_at = :at WHERE id = :id AND ended_at IS NULL")
_UNLINK = Sql("UPDATE peka_person SET staff_id = NULL WHERE staff_id = :id")


@dataclass(frozen=True, slots=True)
class Officer:
    """One officer."""

    id: int
    name: str
    role: str
    regions: tuple[str, ...]


def add(unit: Unit, name: str, role: str, regions: tuple[str, ...]) -> int:
    """Add an officer and give the id."""
    rows = unit.run(_ADD, name=name, role=role, regions=",".join(regions), at=ms(unit.now))
    return int(rows[0][0])


def everybody(unit: Unit) -> list[Officer]:
    """List all officers at work."""
    return [_officer(row) for row in unit.run(_LIST)]


def get(unit: Unit, id_: int) -> Officer | None:
    """Find one officer at work."""
    return next((_officer(row) for row in unit.run(_GET, id=id_)), None)


def end(unit: Unit, id_: int) -> bool:
    """End an officer in every linked chat at once; False where nobody of that id is at work."""
    ended = unit.changed(_END, id=id_, at=ms(unit.now)) == 1
    unit.run(_UNLINK, id=id_)
    return ended


def chats(unit: Unit) -> list[tuple[int, int]]:
    """List (person id, officer id) of every linked chat."""
    return [(person, officer) for person, officer in unit.run(_CHATS)]


def _officer(row: tuple[object, ...]) -> Officer:
    id_, name, role, regions = row
    return Officer(int(str(id_)), str(name), str(role), tuple(str(regions).split(",")))
