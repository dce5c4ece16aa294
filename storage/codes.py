"""One-time codes: they link a chat to an officer, or (face to face) to a family."""

from __future__ import annotations

from dataclasses import dataclass

from storage.sql import Sql
from storage.unit import Unit, ms

STAFF, FAMILY = "staff", "family"

_ADD = Sql(
    """
    INSERT INTO peka_code (code_index, kind, subject_id, issued_by, made_at, expires_at)
    VALUES (:index, :kind, :subject, :by, :at, :expires)
    """
)
_USE = Sql(
    """
    UPDATE peka_code SET used_at = :at, used_by = :person
     WHERE code_index = :index AND kind = :kind AND used_at IS NULL AND expires_at > :at
    RETURNING subject_id, issued_by
    """
)


@dataclass(frozen=True, slots=True)
class Used:
    """What a code stood for."""

    subject: int
    """Id of the officer or of the family."""
    issued_by: int | None


def add(unit: Unit, kind: str, code: str, subject: int, by: int | None, seconds: int) -> None:
    """Keep a fresh code, as a blind index only, for ``seconds``."""
    at = ms(unit.now)
    index = unit.seal.index(f"code {kind}", code)
    unit.run(
        _ADD, index=index, kind=kind, subject=subject, by=by, at=at, expires=at + seconds * 1000
    )


def use(unit: Unit, kind: str, code: str, person: int) -> Used | None:
    """Use a code up; unknown, used and stale ones are all None."""
    index = unit.seal.index(f"code {kind}", code)
    for subject, by in unit.run(_USE, index=index, kind=kind, person=person, at=ms(unit.now)):
        return Used(subject, by)
    return None
