"""The audit log: every look at personal data and every deed, chained by hash after the commit.

Entries hold ids, kinds and digests, never personal data, so erasing somebody breaks no chain.
"""

from __future__ import annotations

from datetime import datetime

from storage.seal import Sealer
from storage.sql import Sql
from storage.unit import Unit, ms

_NOTE = Sql(
    "INSERT INTO peka_audit (at, actor, action, subject) VALUES (:at, :actor, :action, :subject)"
)
_LAST = Sql("SELECT hash FROM peka_audit WHERE hash IS NOT NULL ORDER BY id DESC LIMIT 1")
_OPEN = Sql(
    "SELECT id, at, actor, action, subject FROM peka_audit "
    "WHERE hash IS NULL ORDER BY id LIMIT :most"
)
_CHAIN = Sql("UPDATE peka_audit SET hash = :hash WHERE id = :id AND hash IS NULL")
_ALL = Sql(
    "SELECT id, at, actor, action, subject, hash FROM peka_audit "
    "WHERE hash IS NOT NULL ORDER BY id"
)


def note(unit: Unit, actor: str, action: str, subject: str, at: datetime | None = None) -> None:
    """Note a look or a deed, inside the transaction that does it.

    ``at`` is coarser than now where the very moment would tell who it was.
    """
    unit.run(_NOTE, at=ms(at or unit.now), actor=actor, action=action, subject=subject)


def chain(unit: Unit, most: int = 500) -> int:
    """Chain what was committed since; one process at a time does this. Tells how many."""
    if not unit.lite:
        unit.cursor.execute("SELECT pg_advisory_xact_lock(1346718531)")
    rows = unit.run(_LAST)
    before = bytes(rows[0][0]) if rows else b""
    entries = unit.run(_OPEN, most=most)
    for id_, at, actor, action, subject in entries:
        before = link(unit.seal, before, id_, at, actor, action, subject)
        unit.run(_CHAIN, id=id_, hash=before)
    return len(entries)


def broken_at(unit: Unit) -> int | None:
    """Find the first entry that does not fit the chain; None where all fit."""
    before = b""
    for id_, at, actor, action, subject, stored in unit.run(_ALL):
        before = link(unit.seal, before, id_, at, actor, action, subject)
        if before != bytes(stored):
            return int(id_)
    return None


def link(  # noqa: PLR0917 - the columns of an entry
    seal: Sealer, before: bytes, id_: int, at: int, actor: str, action: str, subject: str
) -> bytes:
    """Make one link: signed, so that only who has the key can chain anew after a change."""
    entry = "\x1f".join((str(id_), str(at), actor, action, subject))
    return seal.mac("audit", before + entry.encode())
