"""Marks: small facts about the installation, by name."""

from __future__ import annotations

from storage.sql import Sql
from storage.unit import Unit, ms

_GET = Sql("SELECT value FROM peka_mark WHERE name = :name")
_PUT = Sql(
    "INSERT INTO peka_mark (name, value, at) VALUES (:name, :value, :at) ON CONFLICT DO NOTHING"
)


def get(unit: Unit, name: str) -> str:
    """Give a mark's value; empty where there is none."""
    for (value,) in unit.run(_GET, name=name):
        return str(value)
    return ""


def put_once(unit: Unit, name: str, value: str) -> str:
    """Set a mark unless it is set; gives the value that holds."""
    unit.run(_PUT, name=name, value=value, at=ms(unit.now))
    return get(unit, name)
