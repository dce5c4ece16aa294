"""Schedules: published, shown to the families they concern, and told to them once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from bansos.programmes import Programme, read_period
from bansos.schedules import Schedule, ScheduleKind
from storage.households import NEWEST
from storage.sql import Sql
from storage.unit import Unit, moment, ms

_COLUMNS = "kind, area, programme, day, until, hours, place, period, ended, made_at"
_FIND = Sql(f"SELECT {_COLUMNS} FROM peka_schedule WHERE name = :name")
_PUT = Sql(
    """
    INSERT INTO peka_schedule (name, kind, area, programme, day, until, hours, place, period,
                               ended, told_to, made_at)
    VALUES (:name, :kind, :area, :programme, :day, :until, :hours, :place, :period, :ended,
            :told, :at)
    ON CONFLICT (name) DO UPDATE SET kind = :kind, area = :area, programme = :programme,
           day = :day, until = :until, hours = :hours, place = :place, period = :period,
           ended = :ended, told_to = :told, made_at = :at
    """
)
_AROUND = Sql(
    f"""
    SELECT {_COLUMNS} FROM peka_schedule
     WHERE area IN (:village, :district, :regency) AND ended = :no ORDER BY day, id
    """
)
_UNTOLD = Sql(
    f"SELECT id, told_to, {_COLUMNS} FROM peka_schedule "
    "WHERE told_to IS NOT NULL ORDER BY id LIMIT 1",
    lock="FOR UPDATE",
)
_TOLD = Sql("UPDATE peka_schedule SET told_to = :told WHERE id = :id")
_FAMILIES = Sql(
    f"""
    SELECT DISTINCT l.family_id FROM peka_link l
      JOIN peka_household h ON h.id = ({NEWEST.format(family="l.family_id")})
     WHERE l.ended_at IS NULL AND l.family_id > :after
       AND (h.village = :area OR h.village LIKE :below)
     ORDER BY l.family_id LIMIT :most
    """
)
DISTRICT, REGENCY = 8, 5
"""Length of the dotted codes around a village."""


@dataclass(frozen=True, slots=True)
class Untold:
    """A schedule of which families are still to be told, and the last family that was."""

    id: int
    told_to: int
    schedule: Schedule


def publish(unit: Unit, name: str, schedule: Schedule) -> bool:
    """Keep a schedule under the office's own name; False where nothing in it is new."""
    known = [_schedule(row) for row in unit.run(_FIND, name=name)]
    if known and _said(known[0]) == _said(schedule):
        return False
    heard = schedule.ended and not known
    unit.run(
        _PUT, name=name, **_said(schedule), told=None if heard else 0, at=ms(unit.now)
    )  # fmt: skip
    return True


def around(unit: Unit, village: str) -> list[Schedule]:
    """List what holds for a village; whoever asks looks at programme and day."""
    codes = {"village": village, "district": village[:DISTRICT], "regency": village[:REGENCY]}
    return [_schedule(row) for row in unit.run(_AROUND, no=False, **codes)]


def untold(unit: Unit) -> Untold | None:
    """Take the oldest schedule that is still to be told, and hold it."""
    for id_, told_to, *row in unit.run(_UNTOLD):
        return Untold(id_, told_to, _schedule(tuple(row)))
    return None


def told(unit: Unit, id_: int, up_to: int | None) -> None:
    """Note up to which family a schedule was told; None: to all."""
    unit.run(_TOLD, id=id_, told=up_to)


def families(unit: Unit, area: str, after: int, most: int) -> list[int]:
    """List families of an area that have a linked chat, by id."""
    rows = unit.run(_FAMILIES, area=area, below=f"{area}.%", after=after, most=most)
    return [int(family) for (family,) in rows]


def _said(schedule: Schedule) -> dict[str, object]:
    return {
        "kind": schedule.kind.value,
        "area": schedule.area,
        "programme": schedule.programme.value if schedule.programme else "",
        "day": schedule.day.isoformat() if schedule.day else "",
        "until": schedule.until.isoformat() if schedule.until else "",
        "hours": schedule.hours,
        "place": schedule.place,
        "period": schedule.period.key if schedule.period else "",
        "ended": schedule.ended,
    }


def _schedule(row: tuple[Any, ...]) -> Schedule:
    kind, area, programme, day, until, hours, place, period, ended, made = row
    return Schedule(
        ScheduleKind(kind),
        area,
        Programme(programme) if programme else None,
        date.fromisoformat(day) if day else None,
        date.fromisoformat(until) if until else None,
        hours,
        place,
        read_period(period) if period else None,
        moment(made).date(),
        bool(ended),
    )
