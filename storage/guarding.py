"""Who else is linked to a family, whom of them its people know, and whether it is locked.

A locked family is opened by an officer's code alone: two numbers that stand on every photocopy no
longer do.  Whoever tries them reads what anybody reads whose numbers do not fit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from storage.households import FIRM, LIGHT, NOBODY
from storage.sql import Sql
from storage.unit import Unit, moment, ms

_OTHERS = Sql(
    """
    SELECT o.id, o.family_id, o.grade, o.made_at, m.id, m.grade, m.made_at,
           k.link_id IS NOT NULL, o.issued_by, m.issued_by
      FROM peka_link m
      JOIN peka_link o ON o.family_id = m.family_id AND o.person_id <> m.person_id
      LEFT JOIN peka_link_known k ON k.link_id = o.id AND k.person_id = m.person_id
     WHERE m.person_id = :person AND m.ended_at IS NULL AND o.ended_at IS NULL ORDER BY o.id
    """
)
_KNOW = Sql(
    """
    INSERT INTO peka_link_known (link_id, person_id, at) VALUES (:link, :person, :at)
    ON CONFLICT (link_id, person_id) DO NOTHING
    """
)
_LOCK = Sql(
    """
    INSERT INTO peka_family_lock (family_id, at) VALUES (:family, :at)
    ON CONFLICT (family_id) DO NOTHING
    """
)
_UNLOCK = Sql("DELETE FROM peka_family_lock WHERE family_id = :family")
_LOCKED = Sql("SELECT 1 FROM peka_family_lock WHERE family_id = :family")
_OWN = Sql(
    """
    SELECT 1 FROM peka_link
     WHERE family_id = :family AND person_id = :person AND ended_at IS NULL LIMIT 1
    """
)


FRESH = timedelta(days=14)
"""So long an older link may call a code in doubt."""


class Verdict(StrEnum):
    """What the word of one linked person does to the link of another."""

    STAYS = "stays"
    """The office looks first."""
    ENDS = "ends"
    BOTH = "both"
    """The status closes for both, until an officer's code tells who the family is."""


@dataclass(frozen=True, slots=True)
class Other:
    """A chat of somebody else that is linked to one of a person's families."""

    link: int
    family: int
    grade: str
    since: datetime
    own: int
    """The person's own link to that family."""
    own_grade: str
    own_since: datetime
    known: bool
    """The person has said that it is theirs."""
    issuer: int | None
    """The officer whose code made it."""
    own_issuer: int | None
    now: datetime

    @property
    def verdict(self) -> Verdict:
        """Tell what the person's word does to it.

        A code ends what two numbers made, and the older code a newer one.  Between two numbers and
        two numbers nobody knows who the family is; nor between a link and a code that came after
        it, as long as it is fresh: an officer may have given it to the wrong one.
        """
        if self.grade == LIGHT:
            return Verdict.BOTH if self.own_grade == LIGHT else Verdict.ENDS
        if self.own > self.link:
            return Verdict.STAYS
        if self.own_grade == FIRM:
            return Verdict.ENDS
        return Verdict.BOTH if self.now - self.since < FRESH else Verdict.STAYS

    @property
    def doubtful(self) -> int | None:
        """Give the officer whose fresh code stands against an older link, on either side."""
        newer_own = self.own > self.link
        since, by = (self.own_since, self.own_issuer) if newer_own else (self.since, self.issuer)
        return by if self.now - since < FRESH else None


def others(unit: Unit, person: int) -> list[Other]:
    """List the chats of others that see a person's families, the oldest link first."""
    return [
        Other(
            link, family, grade, moment(made), own, own_grade, moment(own_made), bool(known),
            by, own_by, unit.now,
        )
        for link, family, grade, made, own, own_grade, own_made, known, by, own_by in unit.run(
            _OTHERS, person=person
        )
    ]  # fmt: skip


def know(unit: Unit, person: int, link: int) -> None:
    """Keep that a person knows whoever is behind a link."""
    unit.run(_KNOW, link=link, person=person, at=ms(unit.now))


def lock(unit: Unit, family: int) -> None:
    """From now on only an officer's code opens a family; links that hold stay."""
    unit.run(_LOCK, family=family, at=ms(unit.now))


def unlock(unit: Unit, family: int) -> bool:
    """Let two numbers open a family again; False where they did."""
    return unit.changed(_UNLOCK, family=family) == 1


def locked(unit: Unit, family: int | None) -> bool:
    """Tell whether only an officer's code opens a family."""
    return bool(unit.run(_LOCKED, family=NOBODY if family is None else family))


def opens(unit: Unit, family: int | None, person: int, *, shut: bool = False) -> bool:
    """Tell whether two numbers that fit open a family to a person; ``shut`` as if locked.

    Of no family at all the same two things are looked up, so that nothing differs.
    """
    shut = locked(unit, family) or shut
    own = bool(unit.run(_OWN, family=NOBODY if family is None else family, person=person))
    return family is not None and (own or not shut)
