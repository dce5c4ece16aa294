"""Staging: rows of a list become new versions of families that nobody sees until the end.

A chunk of rows is one read beside the writer, then work outside any transaction, then one short
write.  Rows
of one family may lie anywhere in the file: a later chunk takes up what an earlier one staged.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Table, bindparam, insert, text

from bansos.recipients import Payment, Recipient
from storage import tables
from storage.batches import delete_versions
from storage.drafts import HOUSEHOLD, Draft, Import, Person
from storage.households import NEWEST
from storage.reading import Reader
from storage.unit import Busy, Stopped, Unit, Work, Writer
from storage.versions import Whereabouts, entries_from_json

T = TypeVar("T")
KEY = "import"
"""All chunks go to one thread of the writer, in order."""
PAUSES = (1, 5, 15)
"""Seconds."""
TOGETHER = 64
"""Families in one transaction: about 15 ms."""

_FAMILIES = tables.Family.__table__  # type: ignore[attr-defined]
_HOUSEHOLDS = tables.Household.__table__  # type: ignore[attr-defined]
_MEMBERS = tables.Member.__table__  # type: ignore[attr-defined]

_KNOWN = text(
    """
    SELECT f.kk_index, f.id, f.uuid, f.kk, h.id, h.batch_id, h.uuid, h.digest, h.village, h.head,
           h.address, h.desil, h.benefits
      FROM peka_family f LEFT JOIN peka_household h ON h.family_id = f.id
     WHERE f.kk_index IN :families ORDER BY h.batch_id
    """
).bindparams(bindparam("families", expanding=True))
_PEOPLE = text(
    """
    SELECT household_id, uuid, nik_index, nik, name, born, sex, relation, batch_id
      FROM peka_member WHERE household_id IN :households ORDER BY id
    """
).bindparams(bindparam("households", expanding=True))
_PAID = text(
    f"""
    SELECT m.nik_index, f.kk_index
      FROM peka_member m JOIN peka_household h ON h.id = m.household_id
      JOIN peka_family f ON f.id = h.family_id
     WHERE m.nik_index IN :people AND h.id = ({NEWEST.format(family="h.family_id")})
     ORDER BY m.batch_id, h.batch_id
    """
).bindparams(bindparam("people", expanding=True))


def stage(writer: Writer, reader: Reader, run: Import, rows: Sequence[Recipient]) -> int:
    """Stage a chunk of rows and tell how many families have something new for the first time."""
    indexes = [run.seal.index("kk", row.kk.value) for row in rows]
    wanted = list(dict.fromkeys(indexes))
    drafts = reader.do_now(lambda unit: _known(unit, run, wanted))
    for index, row in zip(indexes, rows, strict=True):
        draft = drafts.get(index)
        if draft is None:
            draft = drafts[index] = Draft.new(row, index, run.seal)
        draft.add(row, run)
    return _keep(writer, reader, run, drafts)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A row of a pay list that no family could be found for."""

    row: Payment
    known: bool
    """The person is known; it is No. KK or programme that does not tell which."""
    kk: bool = False
    """It is the No. KK."""


def stage_payments(
    writer: Writer, reader: Reader, run: Import, rows: Sequence[Payment]
) -> tuple[int, list[Unplaced]]:
    """Stage a chunk of a pay list; give the families with something new, and the rows left."""
    people = [run.seal.index("nik", row.nik.value) for row in rows]
    homes, drafts = reader.do_now(lambda unit: _paid(unit, run, people))
    left = []
    for person, row in zip(people, rows, strict=True):
        draft = drafts.get(homes.get(person, b""))
        if draft is None or person not in draft.members:
            left.append(Unplaced(row, known=False))
        elif row.kk is not None and run.seal.index("kk", row.kk.value) != draft.kk_index:
            left.append(Unplaced(row, known=True, kk=True))
        elif not draft.pay(row, run):
            left.append(Unplaced(row, known=True))
    return _keep(writer, reader, run, drafts), left


def _paid(
    unit: Unit, run: Import, people: list[bytes]
) -> tuple[dict[bytes, bytes], dict[bytes, Draft]]:
    """Find the families of people, by their index; the last list to name somebody wins."""
    found = unit.connection.execute(_PAID, {"people": people})
    homes = {bytes(nik): bytes(kk) for nik, kk in found}
    return homes, _known(unit, run, list(dict.fromkeys(homes.values()))) if homes else {}


def _keep(writer: Writer, reader: Reader, run: Import, drafts: dict[bytes, Draft]) -> int:
    """Write what has changed, in pieces; tell of how many families for the first time."""
    changed = [(draft, digest) for draft in drafts.values()
               if (digest := draft.digest(run)) != draft.before]  # fmt: skip
    for at in range(0, len(changed), TOGETHER):
        began = time.monotonic()
        patiently(writer, partial(_write, run, changed[at : at + TOGETHER]))
        if writer.lite:
            time.sleep(time.monotonic() - began)  # as long for those who wait for SQLite's lock
    reader.do_now(_settle)
    return sum(1 for draft, _digest in changed if draft.staged is None)


def patiently(writer: Writer, work: Work[T]) -> T:
    """Do a piece of an import; where the store is busy, come again: nobody waits for it."""
    for pause in PAUSES:
        try:
            return writer.do_now(work, KEY)
        except Stopped:
            raise
        except Busy:
            time.sleep(pause)
    return writer.do_now(work, KEY)


def _settle(unit: Unit) -> None:
    """Bring SQLite's log into the database now, beside the writer: else a turn would have to."""
    if unit.lite:
        unit.cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")


def _known(unit: Unit, run: Import, families: list[bytes]) -> dict[bytes, Draft]:
    """Take up families where the newest version leaves them: staged by this batch, or visible."""
    drafts: dict[bytes, Draft] = {}
    versions: dict[int, Draft] = {}
    for row in unit.connection.execute(_KNOWN, {"families": families}):
        index = bytes(row[0])
        draft = drafts.setdefault(index, Draft(index, bytes(row[2]), bytes(row[3]), row[1]))
        if row[4] is not None:
            _take_up(draft, versions, row, run)
    if versions:
        for member in unit.connection.execute(_PEOPLE, {"households": list(versions)}):
            versions[member[0]].members[bytes(member[2])] = _person(member)
    return drafts


def _take_up(draft: Draft, versions: dict[int, Draft], row: Any, run: Import) -> None:  # noqa: ANN401
    """Go on from one more version of a family; they come from the oldest to the newest."""
    version, batch, uuid, digest, village, head, address, desil, benefits = row[4:]
    if batch == run.batch:
        draft.staged = version
    elif draft.version is not None:
        draft.superseded.append(draft.version)
    versions.pop(draft.version or 0, None)
    versions[version], draft.version = draft, version
    draft.before, draft.village, draft.head, draft.desil = bytes(digest), village, head, desil
    where = run.seal.open(bytes(address), HOUSEHOLD, "address", bytes(uuid))
    draft.where = Whereabouts.from_json(where)
    draft.entries = {entry.key: entry for entry in entries_from_json(benefits)}


def _person(row: Any) -> Person:  # noqa: ANN401
    _version, uuid, index, nik, name, born, sex, relation, batch = row
    return Person(bytes(uuid), bytes(index), bytes(nik), name, born, sex, relation, batch)


def _write(run: Import, changed: list[tuple[Draft, bytes]], unit: Unit) -> None:
    """Write the new versions of a chunk, in place of those that it staged before."""
    drafts = [draft for draft, _digest in changed]
    new = [draft for draft in drafts if draft.id is None]
    rows: list[dict[str, object]] = [
        {"uuid": one.uuid, "kk_index": one.kk_index, "kk": one.kk} for one in new
    ]
    for draft, id_ in zip(new, _inserted(unit, _FAMILIES, rows), strict=True):
        draft.id = id_
    replaced = [draft.staged for draft in drafts if draft.staged is not None]
    delete_versions(unit, replaced + [old for draft in drafts for old in draft.superseded])
    versions = [_version(draft, digest, run) for draft, digest in changed]
    ids = _inserted(unit, _HOUSEHOLDS, versions)
    members = [
        _member(one, id_)
        for draft, id_ in zip(drafts, ids, strict=True)
        for one in draft.members.values()
    ]
    unit.connection.execute(insert(_MEMBERS), members)


def _inserted(unit: Unit, table: Table, rows: list[dict[str, object]]) -> list[int]:
    """Insert rows and give their ids in the same order."""
    if not rows:
        return []
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(unit.connection.execute(statement, rows).scalars())


def _version(draft: Draft, digest: bytes, run: Import) -> dict[str, object]:
    uuid = os.urandom(16)
    return {
        "uuid": uuid,
        "family_id": draft.id,
        "batch_id": run.batch,
        "digest": digest,
        "village": draft.village,
        "head": draft.head,
        "address": run.seal.seal(draft.where.to_json(), HOUSEHOLD, "address", uuid),
        "desil": draft.desil,
        "benefits": draft.benefits(),
    }


def _member(one: Person, household: int) -> dict[str, object]:
    return {
        "uuid": one.uuid,
        "household_id": household,
        "batch_id": one.batch,
        "nik_index": one.nik_index,
        "nik": one.nik,
        "name": one.name,
        "born": one.born,
        "sex": one.sex,
        "relation": one.relation,
    }
