"""WhatsApp's templates as the account has them: approved, paused, refused."""

from __future__ import annotations

import json
from dataclasses import dataclass

from storage.sql import Sql
from storage.unit import Unit, ms

APPROVED = "approved"
MISSING = "missing"
"""The state of one that the account no longer lists."""

_ALL = Sql(
    """
    SELECT name, language, category, state, body, parameters, quality, synced_at
      FROM peka_template ORDER BY name, language
    """
)
_PUT = Sql(
    """
    INSERT INTO peka_template (name, language, category, state, body, parameters, quality,
                               synced_at)
    VALUES (:name, :language, :category, :state, :body, :parameters, :quality, :at)
    ON CONFLICT (name, language) DO UPDATE SET category = :category, state = :state, body = :body,
           parameters = :parameters, quality = :quality, synced_at = :at
    """
)
_GONE = Sql(
    "UPDATE peka_template SET state = 'missing', synced_at = :at "
    "WHERE synced_at < :at AND state <> 'missing'"
)
_STATE = Sql("UPDATE peka_template SET state = :value WHERE name = :name AND language = :language")
_QUALITY = Sql(
    "UPDATE peka_template SET quality = :value WHERE name = :name AND language = :language"
)
_CATEGORY = Sql(
    "UPDATE peka_template SET category = :value WHERE name = :name AND language = :language"
)


@dataclass(frozen=True, slots=True)
class AccountTemplate:
    """One template in one language, as the account last told of it."""

    name: str
    language: str
    """Meta's code: id, en, en_US …"""
    category: str
    """utility, marketing or authentication."""
    state: str
    """approved, pending, rejected, paused, disabled, missing …"""
    body: str = ""
    parameters: tuple[str, ...] = ()
    """Names of the body's variables: 1, 2 …"""
    quality: str = "unknown"
    """green, yellow, red or unknown."""
    synced: int = 0
    """Milliseconds since 1970 UTC."""


def everything(unit: Unit) -> list[AccountTemplate]:
    """List every template that the account ever had."""
    return [
        AccountTemplate(
            name, language, category, state, body, tuple(json.loads(names)), quality, at
        )
        for name, language, category, state, body, names, quality, at in unit.run(_ALL)
    ]


def replace_all(unit: Unit, found: list[AccountTemplate]) -> None:
    """Take over what the account lists now; what it no longer lists is missing."""
    at = ms(unit.now)
    for one in found:
        unit.run(
            _PUT, name=one.name, language=one.language, category=one.category, state=one.state,
            body=one.body, parameters=json.dumps(list(one.parameters)), quality=one.quality, at=at,
        )  # fmt: skip
    unit.run(_GONE, at=at)


def set_state(unit: Unit, name: str, language: str, state: str) -> None:
    """Note what became of a template that is known here."""
    unit.run(_STATE, name=name, language=language, value=state)


def set_quality(unit: Unit, name: str, language: str, quality: str) -> None:
    """Note how people take a template."""
    unit.run(_QUALITY, name=name, language=language, value=quality)


def set_category(unit: Unit, name: str, language: str, category: str) -> None:
    """Note that Meta classed a template anew."""
    unit.run(_CATEGORY, name=name, language=language, value=category)
