"""Letters and certificates: a number of the office, a code that proves them, sealed contents.

The code stands on the paper and opens ``/surat/<code>``, which tells number, kind, date and state,
never a name.  The contents are kept only as long as the paper may still be drawn again.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

from storage.sql import Sql
from storage.unit import Unit, moment, ms

TABLE = "peka_letter"
GRADUATION, CARD, CERTIFICATE = "graduasi", "kartu", "sertifikat"
DRAFT, FILED, WITHDRAWN, VALID = "rancangan", "diajukan", "dicabut", "berlaku"
SIGNS = "ABCDEFGHJKLMNPQRTUVWXY346789"
"""None of them is mistaken for another, on paper or read aloud."""
LONG = 16
"""Signs of a code: 76.9 random bits, in four groups of four."""
GROUP = 4
SHORT = {GRADUATION: "GRAD", CARD: "KARTU", CERTIFICATE: "SERT"}
"""How each kind is written in a number."""
MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
WIB = timezone(timedelta(hours=7))

_NEXT = Sql(
    """
    INSERT INTO peka_counter (name, value) VALUES (:name, 1)
    ON CONFLICT (name) DO UPDATE SET value = peka_counter.value + 1 RETURNING value
    """
)
_ADD = Sql(
    """
    INSERT INTO peka_letter (uuid, number, code_index, code, kind, state, day, fields, person_id,
                             family_id, case_id, made_at, moved_at)
    VALUES (:uuid, :number, :index, :code, :kind, :state, :day, :fields, :person,
            :family, :case, :at, :at) RETURNING id
    """
)
_READ = "SELECT id, uuid, number, code, kind, state, day, fields, made_at FROM peka_letter"
_BY_CODE = Sql(f"{_READ} WHERE code_index = :index")
_BY_ID = Sql(f"{_READ} WHERE id = :id")
_OF_CASE = Sql(f"{_READ} WHERE case_id = :case ORDER BY id")
_MOVE = Sql("UPDATE peka_letter SET state = :state, moved_at = :at WHERE id = :id")
_FORGET_DRAFTS = Sql(
    """
    UPDATE peka_letter SET state = 'dicabut', moved_at = :at
     WHERE person_id = :person AND state = 'rancangan'
    """
)
_FORGET = Sql(
    """
    UPDATE peka_letter SET person_id = NULL,
           code = CASE WHEN state = 'diajukan' THEN code END,
           fields = CASE WHEN state = 'diajukan' THEN fields END
     WHERE person_id = :person
    """
)


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter or certificate."""

    id: int
    code: str
    """As it is written: K7QF-3MNP-4RTX-9WAB; empty once the contents are gone."""
    number: str
    kind: str
    state: str
    day: date
    """The date that it carries."""
    made: datetime
    fields: Mapping[str, str] | None
    """What is written in it; None once it can no longer be drawn."""


def issue(
    unit: Unit,
    *,
    kind: str,
    fields: Mapping[str, str],
    state: str,
    person: int | None = None,
    family: int | None = None,
    case: int | None = None,
    day: date | None = None,
) -> Letter:
    """Make a letter with the next number of its kind and year, inside the turn's transaction.

    ``day`` is the office's date; without one it is today's in western Indonesia.
    """
    uuid, code = os.urandom(16), draw_code()
    day = day or unit.now.astimezone(WIB).date()
    number = _next_number(unit, kind, day)
    rows = unit.run(
        _ADD,
        uuid=uuid,
        number=number,
        index=_index(unit, code),
        code=unit.seal.seal(code.encode(), TABLE, "code", uuid),
        kind=kind,
        state=state,
        day=day.isoformat(),
        fields=unit.seal.seal(_packed(fields), TABLE, "fields", uuid),
        person=person,
        family=family,
        case=case,
        at=ms(unit.now),
    )
    return Letter(int(rows[0][0]), code, number, kind, state, day, unit.now, dict(fields))


def restate(unit: Unit, id_: int, state: str) -> None:
    """Move a letter to another state: filed, withdrawn, valid."""
    unit.run(_MOVE, id=id_, state=state, at=ms(unit.now))


def by_code(unit: Unit, code: str) -> Letter | None:
    """Find a letter by its code, however it is written; the same work for a wrong one."""
    rows = unit.run(_BY_CODE, index=_index(unit, code))
    return _letter(unit, rows[0]) if rows else None


def by_id(unit: Unit, id_: int) -> Letter | None:
    """Find a letter by its inner number."""
    rows = unit.run(_BY_ID, id=id_)
    return _letter(unit, rows[0]) if rows else None


def of_case(unit: Unit, case: int) -> list[Letter]:
    """List the letters of a case, oldest first."""
    return [_letter(unit, row) for row in unit.run(_OF_CASE, case=case)]


def forget(unit: Unit, person: int) -> None:
    """Let go of whom a letter was for: drafts are withdrawn, what is not filed loses its text."""
    unit.run(_FORGET_DRAFTS, person=person, at=ms(unit.now))
    unit.run(_FORGET, person=person)


def draw_code() -> str:
    """Draw a code that nobody can guess and anybody can type."""
    signs = "".join(secrets.choice(SIGNS) for _ in range(LONG))
    return "-".join(signs[start : start + GROUP] for start in range(0, LONG, GROUP))


def plain_code(code: str) -> str:
    """Take a typed code apart: without dashes and spaces, in capitals."""
    return re.sub(r"[^A-Z0-9]", "", code.upper())[: 2 * LONG]


def _index(unit: Unit, code: str) -> bytes:
    return unit.seal.index("letter", plain_code(code))


def _next_number(unit: Unit, kind: str, day: date) -> str:
    """Take the next running number; the row is locked until the commit, so none is lost."""
    serial = int(unit.run(_NEXT, name=f"letter {kind} {day.year}")[0][0])
    return f"{serial:03d}/PEKA-{SHORT[kind]}/{MONTHS[day.month - 1]}/{day.year}"


def _packed(fields: Mapping[str, str]) -> bytes:
    return json.dumps(dict(fields), ensure_ascii=False).encode("utf-8", "replace")


def _letter(unit: Unit, row: tuple[Any, ...]) -> Letter:
    id_, uuid, number, code, kind, state, day, fields, made = row
    own = bytes(uuid)
    return Letter(
        id=int(id_),
        code=unit.seal.open(code, TABLE, "code", own).decode() if code else "",
        number=str(number),
        kind=str(kind),
        state=str(state),
        day=date.fromisoformat(str(day)),
        made=moment(made),
        fields=json.loads(unit.seal.open(fields, TABLE, "fields", own)) if fields else None,
    )
