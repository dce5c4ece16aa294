"""Whom a broadcast may reach: families and officers, with their chats."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from storage.sql import Sql
from storage.unit import Unit

_FAMILIES = Sql(
    """
    SELECT f.family_id, h.village, h.head, h.benefits FROM
      (SELECT DISTINCT family_id FROM peka_link WHERE ended_at IS NULL AND family_id > :after
        ORDER BY family_id LIMIT :most) f
      JOIN peka_household h ON h.id =
        (SELECT v.id FROM peka_household v JOIN peka_batch b ON b.id = v.batch_id
          WHERE v.family_id = f.family_id AND b.state = 'visible'
          ORDER BY v.batch_id DESC LIMIT 1)
     ORDER BY f.family_id
    """
)
_LAST = Sql(
    """
    SELECT MAX(family_id) FROM (SELECT DISTINCT family_id FROM peka_link
     WHERE ended_at IS NULL AND family_id > :after ORDER BY family_id LIMIT :most) f
    """
)
_HOME = Sql(
    """
    SELECT h.village, h.head, h.benefits FROM peka_household h
      JOIN peka_batch b ON b.id = h.batch_id
     WHERE h.family_id = :family AND b.state = 'visible' ORDER BY h.batch_id DESC LIMIT 1
    """
)
_CHATS = Sql(
    """
    SELECT p.id, p.account, p.language, p.seen_at, p.blocked_at, p.education,
           MAX(CASE WHEN l.grade = 'firm' THEN 1 ELSE 0 END)
      FROM peka_link l JOIN peka_person p ON p.id = l.person_id
     WHERE l.family_id = :family AND l.ended_at IS NULL GROUP BY p.id ORDER BY p.id
    """
)
_DESKS = Sql(
    """
    SELECT p.id, p.account, p.language, p.seen_at, p.blocked_at, p.education, 0
      FROM peka_person p WHERE p.staff_id = :staff ORDER BY p.id
    """
)
_DESK_OF = Sql("SELECT staff_id FROM peka_person WHERE id = :person")


@dataclass(frozen=True, slots=True)
class Chat:
    """One chat through which somebody may be reached."""

    person: int
    account: str
    language: str
    seen_at: int
    blocked: bool
    education: bool
    firm: bool = False
    """Firmly linked: may be called by the name of the family's head."""


@dataclass(frozen=True, slots=True)
class Home:
    """What a broadcast may tell of a family."""

    family: int
    village: str
    head: str
    programmes: Mapping[str, str]
    """The newest period of each programme, by its key."""


def families(unit: Unit, after: int, most: int) -> tuple[list[Home], int]:
    """List linked families by id, and the last id that was looked at; 0: there are no more."""
    last = unit.run(_LAST, after=after, most=most)[0][0]
    homes = [_home(*row) for row in unit.run(_FAMILIES, after=after, most=most)]
    return homes, int(last or 0)


def home(unit: Unit, family: int) -> Home | None:
    """Find what is known of one family now."""
    return next((_home(family, *row) for row in unit.run(_HOME, family=family)), None)


def chats_of_family(unit: Unit, family: int) -> list[Chat]:
    """List the chats that belong to a family."""
    return [_chat(row) for row in unit.run(_CHATS, family=family)]


def chats_of_officer(unit: Unit, staff: int) -> list[Chat]:
    """List the chats of an officer."""
    return [_chat(row) for row in unit.run(_DESKS, staff=staff)]


def officer_of(unit: Unit, person: int) -> int | None:
    """Tell whose chat this is, where it is an officer's."""
    return next((row[0] for row in unit.run(_DESK_OF, person=person)), None)


def _chat(row: tuple[Any, ...]) -> Chat:
    person, account, language, seen, blocked, education, firm = row
    return Chat(person, account, language, seen, blocked is not None, bool(education), bool(firm))


def _home(family: int, village: str, head: str, benefits: str) -> Home:
    newest: dict[str, str] = {}
    for programme, period, *_rest in json.loads(benefits):
        newest[programme] = max(newest.get(programme, ""), period)
    return Home(family, village, head, newest)
