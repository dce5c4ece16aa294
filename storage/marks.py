"""Marks of the installation: small values, and who holds what only one process may do."""

from __future__ import annotations

from storage.sql import Sql
from storage.unit import Unit, ms

_READ = Sql("SELECT value FROM peka_mark WHERE name = :name")
_TAKE = Sql("DELETE FROM peka_mark WHERE name = :name")
_HOLDS = Sql("SELECT value FROM peka_mark WHERE name = :name AND at > :now")
_UNTIL = Sql("SELECT at FROM peka_mark WHERE name = :name AND at > :now")
_PUT = Sql(
    """
    INSERT INTO peka_mark (name, value, at) VALUES (:name, :value, :at)
    ON CONFLICT (name) DO UPDATE SET value = :value, at = :at
    """
)
_HOLD = Sql(
    """
    INSERT INTO peka_mark (name, value, at) VALUES (:name, :value, :until)
    ON CONFLICT (name) DO UPDATE SET value = :value, at = :until
     WHERE peka_mark.value = :value OR peka_mark.at < :now
    """
)


def read(unit: Unit, name: str) -> str | None:
    """Read a value."""
    return next((value for (value,) in unit.run(_READ, name=name)), None)


def put(unit: Unit, name: str, value: str) -> None:
    """Write a value."""
    unit.run(_PUT, name=name, value=value, at=ms(unit.now))


def take(unit: Unit, name: str) -> bool:
    """Take a mark away; False where it was not there."""
    return unit.changed(_TAKE, name=name) == 1


def put_until(unit: Unit, name: str, value: str, until: int) -> None:
    """Write a value that holds until a moment (milliseconds since 1970 UTC)."""
    unit.run(_PUT, name=name, value=value, at=until)


def read_until(unit: Unit, name: str) -> str | None:
    """Read a value that holds until a moment, if that has not passed."""
    rows = unit.run(_HOLDS, name=name, now=ms(unit.now))
    return next((value for (value,) in rows), None)


def until(unit: Unit, name: str) -> int:
    """Tell until when a value holds, in milliseconds since 1970 UTC; 0: it does not."""
    return int(next((at for (at,) in unit.run(_UNTIL, name=name, now=ms(unit.now))), 0))


def hold(unit: Unit, name: str, holder: str, seconds: int) -> bool:
    """Hold ``name`` for so many seconds more; False while another holder's time runs."""
    now = ms(unit.now)
    return unit.changed(_HOLD, name=name, value=holder, now=now, until=now + seconds * 1000) == 1
