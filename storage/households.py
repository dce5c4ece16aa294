"""Families as a turn sees them: looked up by NIK or No. KK, proved, and linked to chats.

Of every family the newest version counts whose batch is visible.  A batch becomes visible by one
change of its state, so a turn sees all of an import or nothing of it.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from bansos.household import Household, Member, Relation
from bansos.numbers import Sex, mask
from storage.seal import Sealer
from storage.sql import Sql
from storage.unit import Unit, ms
from storage.versions import Whereabouts, entries_from_json

FAMILY, HOUSEHOLD, MEMBER = "peka_family", "peka_household", "peka_member"
LIGHT, FIRM = "light", "firm"
TAIL = 6
"""How many digits of the No. KK the light proof asks for."""
NOBODY = 0
"""An id that no family has: the look-up of an unknown NIK goes on with it."""

NEWEST = """
    SELECT v.id FROM peka_household v JOIN peka_batch b ON b.id = v.batch_id
     WHERE v.family_id = {family} AND b.state = 'visible' ORDER BY v.batch_id DESC LIMIT 1
"""
_BY_NIK = Sql(
    f"""
    SELECT h.family_id, h.village FROM peka_member m JOIN peka_household h ON h.id = m.household_id
     WHERE m.nik_index = :nik AND h.id = ({NEWEST.format(family="h.family_id")})
     ORDER BY m.batch_id DESC, h.batch_id DESC LIMIT 1
    """
)
_BY_KK = Sql(
    f"""
    SELECT h.family_id, h.village FROM peka_family f JOIN peka_household h
        ON h.id = ({NEWEST.format(family="f.id")}) WHERE f.kk_index = :kk
    """
)
_KK = Sql("SELECT uuid, kk FROM peka_family WHERE id = :family")
_VERSION = Sql(
    f"""
    SELECT f.uuid, f.kk, h.id, h.uuid, h.village, h.head, h.address, h.desil, h.benefits,
           b.data_date FROM peka_family f
      JOIN peka_household h ON h.id = ({NEWEST.format(family="f.id")})
      JOIN peka_batch b ON b.id = h.batch_id WHERE f.id = :family
    """
)
_MEMBERS = Sql(
    """
    SELECT uuid, nik, name, born, sex, relation FROM peka_member
     WHERE household_id = :household ORDER BY id
    """
)
_LINKS = Sql(
    """
    SELECT id, family_id, grade FROM peka_link
     WHERE person_id = :person AND ended_at IS NULL ORDER BY id
    """
)
_LINKED = Sql(
    "SELECT DISTINCT person_id FROM peka_link WHERE family_id = :family AND ended_at IS NULL"
)
_OPENED = Sql(
    """
    SELECT COUNT(DISTINCT family_id) FROM peka_link WHERE person_id = :person AND grade = 'light'
    """
)
_LINK = Sql(
    """
    INSERT INTO peka_link (person_id, family_id, grade, issued_by, made_at, ended_why)
    VALUES (:person, :family, :grade, :by, :at, '') RETURNING id
    """
)
_FIND_LINK = Sql(
    "SELECT person_id, family_id, grade FROM peka_link WHERE id = :link AND ended_at IS NULL"
)
_ISSUER = Sql("SELECT issued_by FROM peka_link WHERE id = :link")
_RAISE = Sql("UPDATE peka_link SET grade = 'firm', issued_by = :by WHERE id = :link")
_END = Sql(
    "UPDATE peka_link SET ended_at = :at, ended_why = :why WHERE id = :link AND ended_at IS NULL"
)
_HOLD = Sql("SELECT id FROM peka_family WHERE id = :family", lock="FOR UPDATE")
_FORGET_KNOWN = Sql(
    """
    DELETE FROM peka_link_known WHERE person_id = :person
        OR link_id IN (SELECT id FROM peka_link WHERE person_id = :person)
    """
)
_FORGET = Sql("DELETE FROM peka_link WHERE person_id = :person")


@dataclass(frozen=True, slots=True)
class Residence:
    """Which family, and where it lives: what an officer's area is judged by."""

    family: int
    village: str


@dataclass(frozen=True, slots=True)
class Link:
    """A chat that belongs to a family."""

    id: int
    person: int
    family: int
    grade: str


@dataclass(frozen=True, slots=True)
class Linked:
    """A family of one chat, as the newest visible data describes it."""

    link: int
    grade: str
    family: int
    household: Household


def by_nik(unit: Unit, nik: str) -> Residence | None:
    """Find the family whose newest visible version has a member of this NIK.

    Somebody who moved to another card stays on the old one too: the last batch to name them wins.
    """
    return _place(unit.run(_BY_NIK, nik=unit.seal.index("nik", nik)))


def by_kk(unit: Unit, kk: str) -> Residence | None:
    """Find a visible family by its No. KK."""
    return _place(unit.run(_BY_KK, kk=unit.seal.index("kk", kk)))


def prove(unit: Unit, nik: str, kk_tail: str) -> int | None:
    """Give the family whose member has this NIK and whose No. KK ends so.

    An unknown NIK takes the same steps as a wrong end: both queries, one opening of a sealed
    number, one comparison in constant time.
    """
    place = by_nik(unit, nik)
    rows = unit.run(_KK, family=place.family if place else NOBODY)
    uuid, sealed = rows[0] if rows else _dummy(unit.seal)
    kk = unit.seal.open(sealed, FAMILY, "kk", bytes(uuid)).decode()
    fits = hmac.compare_digest(kk[-TAIL:].encode(), kk_tail.encode("utf-8", "replace"))
    return place.family if place and fits and rows else None


def household(unit: Unit, family: int) -> Household | None:
    """Read the newest visible version, its numbers masked; None where none is visible."""
    for row in unit.run(_VERSION, family=family):
        return _household(unit, row)
    return None


def hold(unit: Unit, family: int) -> None:
    """Let nobody else decide about this family until the commit."""
    unit.run(_HOLD, family=family)


# Links


def of_person(unit: Unit, person: int) -> list[Linked]:
    """List the families that a chat is linked to, the oldest link first."""
    found = []
    for link_id, family, grade in unit.run(_LINKS, person=person):
        home = household(unit, family)
        if home is not None:
            found.append(Linked(link_id, grade, family, home))
    return found


def linked(unit: Unit, family: int) -> list[int]:
    """List the ids of the persons that are linked to a family."""
    return [person for (person,) in unit.run(_LINKED, family=family)]


def opened_lightly(unit: Unit, person: int) -> int:
    """Count the families that two numbers opened to a chat, those of ended links too."""
    return int(unit.run(_OPENED, person=person)[0][0])


def link(unit: Unit, person: int, family: int, grade: str, issued_by: int | None = None) -> int:
    """Link a chat to a family and give the link; one that is there is kept, or raised to firm."""
    for link_id, known, before in unit.run(_LINKS, person=person):
        if known == family:
            if grade == FIRM and before != FIRM:
                unit.run(_RAISE, link=link_id, by=issued_by)
            return int(link_id)
    at = ms(unit.now)
    rows = unit.run(_LINK, person=person, family=family, grade=grade, by=issued_by, at=at)
    return int(rows[0][0])


def link_of(unit: Unit, link_id: int) -> Link | None:
    """Find a link that holds."""
    for person, family, grade in unit.run(_FIND_LINK, link=link_id):
        return Link(link_id, person, family, grade)
    return None


def issuer(unit: Unit, link_id: int) -> int | None:
    """Give the officer whose code made a link, or raised it; nobody's: None."""
    return next((by for (by,) in unit.run(_ISSUER, link=link_id)), None)


def unlink(unit: Unit, link_id: int, why: str) -> bool:
    """End a link; False where it had ended before. ``why`` is a word, never personal data."""
    return unit.changed(_END, link=link_id, at=ms(unit.now), why=why) == 1


def forget(unit: Unit, person: int) -> None:
    """Drop every link of a chat, ended ones too, and whom it knew or was known by."""
    unit.run(_FORGET_KNOWN, person=person)
    unit.run(_FORGET, person=person)


# Rows


def _place(rows: list[tuple[Any, ...]]) -> Residence | None:
    return Residence(int(rows[0][0]), str(rows[0][1])) if rows else None


@lru_cache(maxsize=4)
def _dummy(seal: Sealer) -> tuple[bytes, bytes]:
    uuid = bytes(16)
    return uuid, seal.seal(b"0" * 16, FAMILY, "kk", uuid)


def _household(unit: Unit, row: tuple[Any, ...]) -> Household:
    own, kk, version, uuid, village, head, address, desil, benefits, data_date = row
    where = Whereabouts.from_json(unit.seal.open(address, HOUSEHOLD, "address", bytes(uuid)))
    entries = entries_from_json(benefits)
    read = Household(
        uuid=UUID(bytes=bytes(own)),
        kk_masked=mask(unit.seal.open(kk, FAMILY, "kk", bytes(own)).decode()),
        head=head,
        village=village,
        as_of=date.fromisoformat(data_date),
        address=where.address,
        rt=where.rt,
        rw=where.rw,
        desil=desil,
        members=tuple(_member(unit, one) for one in unit.run(_MEMBERS, household=version)),
        benefits=tuple(entry.benefit for entry in entries),
    )
    shown = read.latest()
    dates = [entry.as_of for entry in entries if entry.benefit in shown]
    return replace(read, as_of=min(dates)) if dates else read


def _member(unit: Unit, row: tuple[Any, ...]) -> Member:
    uuid, nik, name, born, sex, relation = row
    return Member(
        name=name,
        birth_date=date.fromisoformat(born) if born else None,
        sex=Sex(sex) if sex else None,
        relation=Relation(relation) if relation else None,
        nik_masked=mask(unit.seal.open(nik, MEMBER, "nik", bytes(uuid)).decode()),
    )
