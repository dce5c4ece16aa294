"""A town of linked families, in bulk, as imports and proofs would have left it."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.rig import crowd
from storage.seal import Sealer

VILLAGE = "35.26.08.2012"
PIECE = 20_000
_STAFF = "INSERT INTO peka_staff (id, name, role, regions, made_at) VALUES (?, ?, ?, '35.26', 0)"
_FAMILY = "INSERT INTO peka_family (id, uuid, kk_index, kk) VALUES (?, ?, ?, ?)"
_HOUSEHOLD = """
    INSERT INTO peka_household (id, uuid, family_id, batch_id, digest, village, head, address,
                                benefits) VALUES (?, ?, ?, 1, ?, ?, ?, ?, '[]')
"""
_LINK = """
    INSERT INTO peka_link (person_id, family_id, grade, made_at, ended_why)
    VALUES (?, ?, 'firm', 0, '')
"""


def settle(home: Path, families: int, secret: str) -> None:
    """Make a database of ``families`` families, each with one chat; two officers."""
    crowd.fill(home, families, secret)
    connection = sqlite3.connect(home / "peka.db")
    connection.execute("PRAGMA synchronous=OFF")
    connection.executemany(_STAFF, ((1, "Ratna", "pendamping"), (2, "Rini", "verifikator")))
    connection.execute(
        "INSERT INTO peka_batch (id, kind, digest, state, rows, refused, data_date, made_at)"
        " VALUES (1, 'recipients', '', 'visible', 0, 0, '2026-11-01', 0)"
    )
    connection.execute("UPDATE peka_person SET seen_at = ?", (int(time.time() * 1000),))
    sealer = Sealer.from_setting(secret)
    for start in range(0, families, PIECE):
        ids = range(start + 1, min(start + PIECE, families) + 1)
        connection.executemany(_FAMILY, _families(sealer, ids))
        connection.executemany(
            _HOUSEHOLD,
            ((n, os.urandom(16), n, b"", VILLAGE, f"Keluarga {n}", b"") for n in ids),
        )
        connection.executemany(_LINK, ((n, n) for n in ids))
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _families(sealer: Sealer, ids: range) -> Iterator[tuple[object, ...]]:
    for one in ids:
        yield one, os.urandom(16), sealer.index("kk", f"{one:016}"), b""
