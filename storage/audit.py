"""The audit log: every look at personal data and every deed, chained by hash after the commit.

Entries hold ids, kinds and digests, never personal data, so erasing somebody breaks no chain.
The chain has a numbering of its own, given in the order of chaining: transactions may commit in
another order than they took their ids.  The head (how many, and the last link) is kept signed in
``peka_mark``, and by the caller also outside the database, so that a cut end is noticed.
"""

from __future__ import annotations

import hmac
from datetime import datetime

from storage import marks
from storage.seal import Sealer
from storage.sql import Sql
from storage.unit import Unit, ms

HEAD = "audit head"
POSTGRES_LOCK = 0x50454B43

_NOTE = Sql(
    "INSERT INTO peka_audit (at, actor, action, subject) VALUES (:at, :actor, :action, :subject)"
)
_LAST = Sql("SELECT seq, hash FROM peka_audit WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1")
_OPEN = Sql(
    "SELECT id, at, actor, action, subject FROM peka_audit WHERE seq IS NULL "
    "ORDER BY id LIMIT :most"
)
_CHAIN = Sql("UPDATE peka_audit SET seq = :seq, hash = :hash WHERE id = :id AND seq IS NULL")
_ALL = Sql(
    "SELECT seq, hash, id, at, actor, action, subject FROM peka_audit "
    "WHERE seq IS NOT NULL ORDER BY seq"
)


def note(unit: Unit, actor: str, action: str, subject: str, at: datetime | None = None) -> None:
    """Note a look or a deed, inside the transaction that does it.

    ``at`` is coarser than now where the very moment would tell who it was.
    """
    unit.run(_NOTE, at=ms(at or unit.now), actor=actor, action=action, subject=subject)


def chain(unit: Unit, most: int = 500) -> str:
    """Chain what was committed since; gives the new head, or nothing where there was nothing."""
    if not unit.lite:
        unit.cursor.execute(f"SELECT pg_advisory_xact_lock({POSTGRES_LOCK})")
    rows = unit.run(_LAST)
    seq, before = (int(rows[0][0]), bytes(rows[0][1])) if rows else (0, b"")
    entries = unit.run(_OPEN, most=most)
    if not entries:
        return ""
    for entry in entries:
        seq += 1
        before = link(unit.seal, before, seq, entry)
        unit.run(_CHAIN, id=entry[0], seq=seq, hash=before)
    head = signed(unit.seal, seq, before)
    marks.put(unit, HEAD, head)
    return head


def fault(unit: Unit, noted: str = "") -> str:
    """Say what is wrong with the chain, in words for an operator; empty where all fits.

    ``noted`` is a head that was kept outside the database: what it saw must still be there.
    """
    seq, before, seen = 0, b"", ""
    for number, stored, *entry in unit.run(_ALL):
        seq += 1
        before = link(unit.seal, before, seq, tuple(entry))
        if number != seq or not hmac.compare_digest(before, bytes(stored)):
            return f"entry {entry[0]} does not fit: it or one before it was changed or taken out"
        seen = signed(unit.seal, seq, before) if f"{seq}:" == noted[: len(str(seq)) + 1] else seen
    if noted and seen != noted:
        return "the head that was noted outside is not in the log: entries at the end are gone"
    if (marks.read(unit, HEAD) or "") != (signed(unit.seal, seq, before) if seq else ""):
        return f"the log ends at entry number {seq}, and its signed head says otherwise"
    return ""


def signed(seal: Sealer, seq: int, last: bytes) -> str:
    """Write a head: how many entries, the last link, and a signature over both."""
    text = f"{seq}:{last.hex()}"
    return f"{text}:{seal.mac('audit head', text.encode()).hex()[:32]}"


def link(seal: Sealer, before: bytes, seq: int, entry: tuple[object, ...]) -> bytes:
    """Make one link: signed, so that only who has the key can chain anew after a change."""
    text = "\x1f".join(str(part) for part in (seq, *entry))
    return seal.mac("audit", before + text.encode())
