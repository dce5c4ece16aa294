"""Imports as the store sees them: a batch is staging, then visible by one change of its state.

What a batch left behind that never became visible is swept away in short transactions.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, text
from sqlalchemy.sql.elements import TextClause

from storage.sql import Sql
from storage.unit import Unit, ms

RECIPIENTS, DEMO, PAYMENTS = "recipients", "demo", "payments"
STAGING, VISIBLE, FAILED = "staging", "visible", "failed"
SWEPT = 200
"""Households that one sweep takes away: well under 50 ms."""

_OPEN = Sql(
    """
    INSERT INTO peka_batch (kind, digest, state, rows, refused, data_date, made_at)
    VALUES (:kind, :digest, 'staging', 0, 0, :date, :at) RETURNING id
    """
)
_SAME = Sql(
    """
    SELECT id, data_date FROM peka_batch
     WHERE digest = :digest AND kind = :kind AND state = 'visible' AND refused = 0
     ORDER BY id DESC LIMIT 1
    """
)
_VISIBLE = Sql(
    """
    SELECT COUNT(*) FROM peka_batch WHERE state = 'visible'
       AND (:kind = '' OR kind = :kind) AND kind <> :other
    """
)
_DATE = Sql("SELECT MAX(data_date) FROM peka_batch WHERE state = 'visible' AND kind = :kind")
_CLOSE = Sql(
    """
    UPDATE peka_batch SET state = :state, rows = :rows, refused = :refused, done_at = :at,
           regencies = :regencies
     WHERE id = :batch AND state = 'staging'
    """
)
_COVERS = Sql(
    """
    SELECT COUNT(*) FROM peka_batch WHERE state = 'visible' AND kind <> 'payments'
       AND (regencies IS NULL OR regencies LIKE :regency)
    """
)
_GIVE_UP = Sql("UPDATE peka_batch SET state = 'failed', done_at = :at WHERE state = 'staging'")
_LEFT = Sql(
    """
    SELECT h.id, h.family_id FROM peka_household h JOIN peka_batch b ON b.id = h.batch_id
     WHERE b.state = 'failed' LIMIT :most
    """
)
_MEMBERS = text("DELETE FROM peka_member WHERE household_id IN :ids")
_HOUSEHOLDS = text("DELETE FROM peka_household WHERE id IN :ids")
_FAMILIES = text(
    """
    DELETE FROM peka_family WHERE id IN :ids
       AND NOT EXISTS (SELECT 1 FROM peka_household h WHERE h.family_id = peka_family.id)
       AND NOT EXISTS (SELECT 1 FROM peka_link l WHERE l.family_id = peka_family.id)
       AND NOT EXISTS (SELECT 1 FROM peka_case c WHERE c.family_id = peka_family.id)
    """
)


def start(unit: Unit, kind: str, digest: str, data_date: str) -> int:
    """Begin a batch of which nobody sees anything yet."""
    rows = unit.run(_OPEN, kind=kind, digest=digest, date=data_date, at=ms(unit.now))
    return int(rows[0][0])


def same_file(unit: Unit, kind: str, digest: str) -> tuple[int, str] | None:
    """Find the visible batch of a file that was taken in whole: (id, date of its data)."""
    for id_, data_date in unit.run(_SAME, kind=kind, digest=digest):
        return int(id_), str(data_date)
    return None


def visible(unit: Unit, kind: str = "", *, other_than: str = "") -> int:
    """Count the visible batches of a kind, or of every kind but one."""
    return int(unit.run(_VISIBLE, kind=kind, other=other_than)[0][0])


def newest_date(unit: Unit, kind: str) -> str:
    """Tell the newest date of visible data of a kind; empty where there is none."""
    return str(unit.run(_DATE, kind=kind)[0][0] or "")


def covers(unit: Unit, regency: str) -> bool:
    """Tell whether families of a kabupaten (its code) are visible, as far as batches tell."""
    return bool(unit.run(_COVERS, regency=f"%,{regency},%")[0][0])


def show(
    unit: Unit, batch: int, rows: int, refused: int, regencies: Iterable[str] | None = None
) -> None:
    """Make all of a batch visible at once; ``regencies``: where its families live, if known."""
    listed = None if regencies is None else f",{','.join(sorted(regencies))},"
    unit.run(
        _CLOSE, batch=batch, state=VISIBLE, rows=rows, refused=refused, at=ms(unit.now),
        regencies=listed,
    )  # fmt: skip


def give_up(unit: Unit) -> None:
    """Call every batch failed that is still staging: only whoever holds the lock may."""
    unit.run(_GIVE_UP, at=ms(unit.now))


def sweep(unit: Unit) -> bool:
    """Take away some of what failed batches left; False where nothing is left."""
    left = unit.run(_LEFT, most=SWEPT)
    if not left:
        return False
    delete_versions(unit, [int(household) for household, _family in left])
    families = [int(family) for _household, family in left]
    unit.connection.execute(_listed(_FAMILIES), {"ids": families})
    return True


def delete_versions(unit: Unit, households: list[int]) -> None:
    """Delete versions of households and their members."""
    if households:
        unit.connection.execute(_listed(_MEMBERS), {"ids": households})
        unit.connection.execute(_listed(_HOUSEHOLDS), {"ids": households})


def _listed(statement: TextClause) -> TextClause:
    return statement.bindparams(bindparam("ids", expanding=True))
