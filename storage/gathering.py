"""A family while an import gathers its rows: the version before, and what the new rows say."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from bansos.household import Benefit, Relation
from bansos.programmes import Component, Programme
from bansos.recipients import Payment, Recipient
from bansos.statuses import Status
from storage.seal import Sealer
from storage.versions import Entry, Whereabouts, entries_to_json

FAMILY, HOUSEHOLD, MEMBER = "peka_family", "peka_household", "peka_member"


@dataclass(frozen=True, slots=True)
class Import:
    """What is the same for every row of one import."""

    batch: int
    as_of: date
    read_status: Callable[[str, Programme | None], Status | None]
    seal: Sealer


@dataclass(slots=True)
class SealedMember:
    """A member; ``uuid`` and the sealed NIK go from version to version."""

    uuid: bytes
    nik_index: bytes
    nik: bytes
    name: str
    born: str
    sex: str
    relation: str
    batch: int


@dataclass(slots=True)
class Gathered:
    """A family as it will stand after this import, as far as its rows have been read."""

    kk_index: bytes
    uuid: bytes
    kk: bytes
    id: int | None = None
    """None for a family that is met for the first time."""
    version: int | None = None
    """The version that this one goes on from."""
    staged: int | None = None
    """The version that an earlier chunk of this batch has written."""
    superseded: list[int] = field(default_factory=list)
    """Versions older than the visible one: deleted when the family is written."""
    before: bytes = b""
    """Its digest."""
    village: str = ""
    head: str = ""
    desil: int | None = None
    where: Whereabouts = field(default_factory=Whereabouts)
    entries: dict[tuple[str, str, str], Entry] = field(default_factory=dict)
    members: dict[bytes, SealedMember] = field(default_factory=dict)

    @classmethod
    def new(cls, row: Recipient, kk_index: bytes, seal: Sealer) -> Gathered:
        """Begin a family that nobody knows yet."""
        uuid = os.urandom(16)
        return cls(kk_index, uuid, seal.seal(row.kk.value.encode(), FAMILY, "kk", uuid))

    def add(self, row: Recipient, run: Import) -> None:
        """Take in one row: what it says replaces, what it leaves out stays."""
        self.village = row.village
        if row.relation is Relation.KEPALA or not self.head:
            self.head = row.name
        self.desil = row.desil or self.desil
        self.where = Whereabouts(row.address, row.rt, row.rw, row.pkh_number).over(self.where)
        self._member(row, run)
        if row.programme is not None:
            self._benefit(row, row.programme, run)

    def _member(self, row: Recipient, run: Import) -> None:
        index = run.seal.index("nik", row.nik.value)
        known = self.members.get(index)
        uuid = known.uuid if known else os.urandom(16)
        sealed = known.nik if known else run.seal.seal(row.nik.value.encode(), MEMBER, "nik", uuid)
        relation = row.relation.value if row.relation else known.relation if known else ""
        self.members[index] = SealedMember(
            uuid, index, sealed, row.name, row.birth_date.isoformat(), row.sex.value, relation,
            run.batch,
        )  # fmt: skip

    def _benefit(self, row: Recipient, programme: Programme, run: Import) -> None:
        status = run.read_status(row.status, programme) if row.status else None
        said = Benefit(
            programme=programme,
            period=row.period,
            status=status.key if status else "",
            status_raw=row.status,
            components=row.components,
            person=row.name if programme is Programme.PBI_JKN else None,
        )
        entry = Entry(said, run.as_of, run.batch)
        before = self.entries.get(entry.key)
        if before is not None and before.batch == run.batch:
            entry = entry.with_components(before.benefit.components)
        self.entries[entry.key] = entry

    def pay(self, row: Payment, run: Import) -> bool:
        """Take in one row of a pay list; False where it does not tell of which programme."""
        programme = row.programme or self._only_programme()
        if programme is None:
            return False
        member = self.members[run.seal.index("nik", row.nik.value)]
        status = run.read_status(row.status, programme)
        said = Benefit(
            programme=programme,
            period=row.period,
            status=status.key if status else "",
            status_raw=row.status,
            components=self._components(programme),
            person=member.name if programme is Programme.PBI_JKN else None,
        )
        entry = Entry(said, run.as_of, run.batch)
        self.entries[entry.key] = entry
        return True

    def _only_programme(self) -> Programme | None:
        found = {entry.benefit.programme for entry in self.entries.values()}
        return found.pop() if len(found) == 1 else None

    def _components(self, programme: Programme) -> frozenset[Component]:
        """Keep what the newest entry of the programme counts: a pay list says nothing of it."""
        known = [one for one in self.entries.values() if one.benefit.programme is programme]
        return max(known, key=lambda one: one.key).benefit.components if known else frozenset()

    def digest(self, run: Import) -> bytes:
        """Make the keyed fingerprint of all this and of the date of the data."""
        people = sorted(
            (one.nik_index.hex(), one.name, one.born, one.sex, one.relation)
            for one in self.members.values()
        )
        said = [
            run.as_of.isoformat(), self.village, self.head, self.desil,
            self.where.to_json().decode(), self.benefits(plain=True), people,
        ]  # fmt: skip
        return run.seal.index("version", json.dumps(said))

    def benefits(self, *, plain: bool = False) -> str:
        """Write the benefits; ``plain``: without the batch that said so."""
        return entries_to_json(list(self.entries.values()), plain=plain)
