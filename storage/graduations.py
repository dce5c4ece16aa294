"""Requests of families to leave a programme, beside the cases that carry their state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from storage.sql import Sql
from storage.unit import Unit, moment, ms

_COLUMNS = """g.case_id, g.family_id, g.programmes, g.firm, g.asked_by, g.last_day, g.confirmed_at,
    g.visited_by, g.coded_by, g.filed_by, g.effective, g.watched, g.quiet, c.state, c.ref"""
_FROM = f"SELECT {_COLUMNS} FROM peka_graduation g JOIN peka_case c ON c.id = g.case_id"
_ADD = Sql(
    """
    INSERT INTO peka_graduation (case_id, family_id, programmes, firm, asked_by, coded_by,
                                 last_day, paused_until_at, effective, watched, quiet)
    VALUES (:case, :family, :programmes, :firm, :asked_by, :coded_by, :last_day, :until, '', '', 0)
    """
)
_OF_CASE = Sql(f"{_FROM} WHERE g.case_id = :case")
_OF_FAMILY = Sql(f"{_FROM} WHERE g.family_id = :family AND c.closed_at IS NULL ORDER BY g.case_id")
_DUE = Sql(
    f"{_FROM} WHERE g.paused_until_at <= :now ORDER BY g.paused_until_at LIMIT :most",
    lock="FOR UPDATE OF c SKIP LOCKED",
)
_PAUSING = Sql(
    """
    SELECT c.village, g.last_day FROM peka_graduation g JOIN peka_case c ON c.id = g.case_id
     WHERE g.paused_until_at IS NOT NULL AND c.state = 'jeda' AND c.closed_at IS NULL
    """
)
_PAUSE_OVER = Sql("UPDATE peka_graduation SET paused_until_at = NULL WHERE case_id = :case")
_CONFIRM = Sql(
    "UPDATE peka_graduation SET confirmed_at = :at WHERE case_id = :case AND confirmed_at IS NULL"
)
_PROVE = Sql("UPDATE peka_graduation SET firm = :firm, coded_by = :by WHERE case_id = :case")
_VISIT = Sql("UPDATE peka_graduation SET visited_by = :by, visited_at = :at WHERE case_id = :case")
_FILE = Sql("UPDATE peka_graduation SET filed_by = :by, filed_at = :at WHERE case_id = :case")
_EFFECT = Sql("UPDATE peka_graduation SET effective = :period WHERE case_id = :case")
_WATCH = Sql("UPDATE peka_graduation SET watched = :period, quiet = :quiet WHERE case_id = :case")


@dataclass(frozen=True, slots=True)
class Graduation:
    """One request, with the state and the reference of its case."""

    case: int
    family: int
    programmes: tuple[str, ...]
    firm: bool
    asked_by: int | None
    last_day: date
    confirmed: datetime | None
    visited_by: int | None
    coded_by: int | None
    """The officer whose code proved the family to the chat that asked."""
    filed_by: int | None
    effective: str
    """Like 2026T4; empty until it holds."""
    watched: str
    quiet: int
    state: str
    ref: str


def add(
    unit: Unit,
    case: int,
    family: int,
    programmes: tuple[str, ...],
    *,
    firm: bool,
    asked_by: int | None,
    coded_by: int | None,
    last_day: date,
    until: datetime,
) -> None:
    """Keep a request beside its case."""
    unit.run(
        _ADD, case=case, family=family, programmes=",".join(programmes), firm=firm,
        asked_by=asked_by, coded_by=coded_by, last_day=last_day.isoformat(), until=ms(until),
    )  # fmt: skip


def of_case(unit: Unit, case: int) -> Graduation | None:
    """Find the request of a case; whoever changes it has locked the case."""
    return next((_read(row) for row in unit.run(_OF_CASE, case=case)), None)


def open_of(unit: Unit, family: int) -> list[Graduation]:
    """List the requests of a family whose cases are open: mostly none, at most one."""
    return [_read(row) for row in unit.run(_OF_FAMILY, family=family)]


def pauses_over(unit: Unit, now: datetime, most: int) -> list[Graduation]:
    """List requests whose pause has ended; what another process holds is left to it."""
    return [_read(row) for row in unit.run(_DUE, now=ms(now), most=most)]


def pausing(unit: Unit) -> list[tuple[str, date]]:
    """List the requests that still have their seven days: (village, the last of them)."""
    return [(village, date.fromisoformat(day)) for village, day in unit.run(_PAUSING)]


def end_pause(unit: Unit, case: int) -> None:
    """Mark that the pause is over, by its end or because it was stopped."""
    unit.run(_PAUSE_OVER, case=case)


def confirm(unit: Unit, case: int) -> None:
    """Note that the family still wants it after the pause."""
    unit.run(_CONFIRM, case=case, at=ms(unit.now))


def proved(unit: Unit, case: int, by: int | None) -> None:
    """Note that the one who asked has proved firmly since, by whose code."""
    unit.run(_PROVE, case=case, firm=True, by=by)


def visited(unit: Unit, case: int, officer: int) -> None:
    """Note who visited, and when."""
    unit.run(_VISIT, case=case, by=officer, at=ms(unit.now))


def filed(unit: Unit, case: int, officer: int) -> None:
    """Note who filed it, and when."""
    unit.run(_FILE, case=case, by=officer, at=ms(unit.now))


def effective(unit: Unit, case: int, period: str) -> None:
    """Note the period from which it holds."""
    unit.run(_EFFECT, case=case, period=period)


def watched(unit: Unit, case: int, period: str, quiet: int) -> None:
    """Note the period that was watched, and how many in a row brought nothing."""
    unit.run(_WATCH, case=case, period=period, quiet=quiet)


def _read(row: tuple[Any, ...]) -> Graduation:
    (case, family, programmes, firm, asked_by, last_day, confirmed, visited_by, coded_by, filed_by,
     effective_, watched_, quiet, state, ref) = row  # fmt: skip
    return Graduation(
        case, family, tuple(programmes.split(",")), bool(firm), asked_by,
        date.fromisoformat(last_day), moment(confirmed) if confirmed else None,
        visited_by, coded_by, filed_by, effective_, watched_, quiet, state, ref,
    )  # fmt: skip
