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
from storage.batches import delete_versions
from storage.gathering import HOUSEHOLD, Gathered, Import, SealedMember
from storage.households import NEWEST
from storage.reading import Lookups
from storage.schema import METADATA
from storage.unit import Busy, Stopped, Unit, Work, Writer
from storage.versions import Whereabouts, entries_from_json

T = TypeVar("T")
KEY = "import"
"""All chunks go to one thread of the writer, in order."""
PAUSES = (1, 5, 15)
"""Seconds."""
TOGETHER = 64
"""Families in one transaction: about 15 ms."""

_FAMILIES = METADATA.tables["peka_family"]
_HOUSEHOLDS = METADATA.tables["peka_household"]
_MEMBERS = METADATA.tables["peka_member"]

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


def stage(writer: Writer, reader: Lookups, run: Import, rows: Sequence[Recipient]) -> int:
    """Stage a chunk of rows and tell how many families have something new for the first time."""
    indexes = [run.seal.index("kk", row.kk.value) for row in rows]
    wanted = list(dict.fromkeys(indexes))
    families = reader.do_now(lambda unit: _known(unit, run, wanted))
    for index, row in zip(indexes, rows, strict=True):
        family = families.get(index)
        if family is None:
            family = families[index] = Gathered.new(row, index, run.seal)
        family.add(row, run)
    return _keep(writer, reader, run, families)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A row of a pay list that no family could be found for."""

    row: Payment
    known: bool
    """The person is known; it is No. KK or programme that does not tell which."""
    kk: bool = False
    """It is the No. KK."""


def stage_payments(
    writer: Writer, reader: Lookups, run: Import, rows: Sequence[Payment]
) -> tuple[int, list[Unplaced]]:
    """Stage a chunk of a pay list; give the families with something new, and the rows left."""
    people = [run.seal.index("nik", row.nik.value) for row in rows]
    homes, families = reader.do_now(lambda unit: _paid(unit, run, people))
    left = []
    for person, row in zip(people, rows, strict=True):
        family = families.get(homes.get(person, b""))
        if family is None or person not in family.members:
            left.append(Unplaced(row, known=False))
        elif row.kk is not None and run.seal.index("kk", row.kk.value) != family.kk_index:
            left.append(Unplaced(row, known=True, kk=True))
        elif not family.pay(row, run):
            left.append(Unplaced(row, known=True))
    return _keep(writer, reader, run, families), left


def _paid(
    unit: Unit, run: Import, people: list[bytes]
) -> tuple[dict[bytes, bytes], dict[bytes, Gathered]]:
    """Find the families of people, by their index; the last list to name somebody wins."""
    found = unit.connection.execute(_PAID, {"people": people})
    homes = {bytes(nik): bytes(kk) for nik, kk in found}
    return homes, _known(unit, run, list(dict.fromkeys(homes.values()))) if homes else {}


def _keep(writer: Writer, reader: Lookups, run: Import, families: dict[bytes, Gathered]) -> int:
    """Write what has changed, in pieces; tell of how many families for the first time."""
    changed = [(family, digest) for family in families.values()
               if (digest := family.digest(run)) != family.before]  # fmt: skip
    for at in range(0, len(changed), TOGETHER):
        began = time.monotonic()
        patiently(writer, partial(_write, run, changed[at : at + TOGETHER]))
        if writer.lite:
            time.sleep(time.monotonic() - began)  # as long for those who wait for SQLite's lock
    reader.do_now(_settle)
    return sum(1 for family, _digest in changed if family.staged is None)


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


def _known(unit: Unit, run: Import, wanted: list[bytes]) -> dict[bytes, Gathered]:
    """Take up families where the newest version leaves them: staged by this batch, or visible."""
    families: dict[bytes, Gathered] = {}
    versions: dict[int, Gathered] = {}
    for row in unit.connection.execute(_KNOWN, {"families": wanted}):
        index = bytes(row[0])
        family = families.setdefault(index, Gathered(index, bytes(row[2]), bytes(row[3]), row[1]))
        if row[4] is not None:
            _take_up(family, versions, row, run)
    if versions:
        for member in unit.connection.execute(_PEOPLE, {"households": list(versions)}):
            versions[member[0]].members[bytes(member[2])] = _person(member)
    return families


def _take_up(
    family: Gathered, versions: dict[int, Gathered], row: Sequence[Any], run: Import
) -> None:
    """Go on from one more version of a family; they come from the oldest to the newest."""
    version, batch, uuid, digest, village, head, address, desil, benefits = row[4:]
    if batch == run.batch:
        family.staged = version
    elif family.version is not None:
        family.superseded.append(family.version)
    versions.pop(family.version or 0, None)
    versions[version], family.version = family, version
    family.before, family.village, family.head, family.desil = bytes(digest), village, head, desil
    where = run.seal.open(bytes(address), HOUSEHOLD, "address", bytes(uuid))
    family.where = Whereabouts.from_json(where)
    family.entries = {entry.key: entry for entry in entries_from_json(benefits)}


def _person(row: Sequence[Any]) -> SealedMember:
    _version, uuid, index, nik, name, born, sex, relation, batch = row
    return SealedMember(bytes(uuid), bytes(index), bytes(nik), name, born, sex, relation, batch)


def _write(run: Import, changed: list[tuple[Gathered, bytes]], unit: Unit) -> None:
    """Write the new versions of a chunk, in place of those that it staged before."""
    families = [family for family, _digest in changed]
    new = [family for family in families if family.id is None]
    rows: list[dict[str, object]] = [
        {"uuid": one.uuid, "kk_index": one.kk_index, "kk": one.kk} for one in new
    ]
    for family, id_ in zip(new, _inserted(unit, _FAMILIES, rows), strict=True):
        family.id = id_
    replaced = [family.staged for family in families if family.staged is not None]
    delete_versions(unit, replaced + [old for family in families for old in family.superseded])
    versions = [_version(family, digest, run) for family, digest in changed]
    ids = _inserted(unit, _HOUSEHOLDS, versions)
    members = [
        _member(one, id_)
        for family, id_ in zip(families, ids, strict=True)
        for one in family.members.values()
    ]
    unit.connection.execute(insert(_MEMBERS), members)


def _inserted(unit: Unit, table: Table, rows: list[dict[str, object]]) -> list[int]:
    """Insert rows and give their ids in the same order."""
    if not rows:
        return []
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(unit.connection.execute(statement, rows).scalars())


def _version(family: Gathered, digest: bytes, run: Import) -> dict[str, object]:
    uuid = os.urandom(16)
    return {
        "uuid": uuid,
        "family_id": family.id,
        "batch_id": run.batch,
        "digest": digest,
        "village": family.village,
        "head": family.head,
        "address": run.seal.seal(family.where.to_json(), HOUSEHOLD, "address", uuid),
        "desil": family.desil,
        "benefits": family.benefits(),
    }


def _member(one: SealedMember, household: int) -> dict[str, object]:
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
