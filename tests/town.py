"""A small town in the store: two officers, and families with linked chats."""

from __future__ import annotations

from storage import people, staff
from storage.sql import Sql
from storage.unit import Unit
from tests.house import ACCOUNT

BATCH = Sql(
    "INSERT INTO peka_batch (id, kind, digest, state, rows, refused, data_date, made_at) "
    "VALUES (1, 'recipients', '', 'visible', 0, 0, '2026-11-01', 0)"
)
FAMILY = Sql("INSERT INTO peka_family (id, uuid, kk_index, kk) VALUES (:n, :own, :own, :own)")
HOUSEHOLD = Sql(
    """
    INSERT INTO peka_household (uuid, family_id, batch_id, digest, village, head, address,
                                benefits)
    VALUES (:own, :n, 1, :own, :village, :head, :own, :benefits)
    """
)
LINK = Sql(
    """
    INSERT INTO peka_link (person_id, family_id, grade, made_at, ended_why)
    VALUES (:person, :n, 'firm', 0, '')
    """
)
PKH = '[["pkh", "2026T4", "spm", "SPM", [], null, "2026-11-01", 1]]'
LABUHAN = "35.26.08.2012"


def settle(unit: Unit) -> tuple[int, int]:
    """Let an office begin: one who writes, one who approves."""
    unit.run(BATCH)
    return (
        staff.add(unit, "Ratna", "pendamping", ("35.26.08",)),
        staff.add(unit, "Rini", "verifikator", ("35.26",)),
    )


def family(
    unit: Unit, n: int, *chats: str, village: str = LABUHAN, account: str = ACCOUNT
) -> None:
    """Let a family be known, firmly linked with these chats."""
    own = n.to_bytes(16, "big")
    unit.run(FAMILY, n=n, own=own)
    unit.run(HOUSEHOLD, n=n, own=own, village=village, head=f"Siti {n}", benefits=PKH)
    for chat in chats:
        unit.run(LINK, person=people.know(unit, account, chat).id, n=n)
