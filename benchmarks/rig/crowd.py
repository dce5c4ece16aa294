"""People who are known already: rows as Peka itself would have left them, sealed, in bulk."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.rig.texts import TOKEN
from conversations.talks import Talks, write
from storage import schema
from storage.outbox import TABLE as OUTBOX
from storage.people import TABLE as PERSON
from storage.seal import Sealer

FIRST = 50_000_000
"""The first of the made-up chat ids."""
ACCOUNT = f"telegram:{TOKEN.partition(':')[0]}"
PIECE = 20_000
_PERSON = """
    INSERT INTO peka_person (id, uuid, account, address_index, address, language, education, talks,
                             made_at, seen_at) VALUES (?, ?, ?, ?, ?, 'id', 1, ?, ?, ?)
"""
_CLAIM = "INSERT INTO peka_claim (account, message, at) VALUES (?, ?, ?)"
_SENT = f"""
    INSERT INTO {OUTBOX} (uuid, person_id, account, lane, purpose, secret, state, due_at, attempts,
                          platform_id, made_at, done_at)
    VALUES (?, ?, ?, 0, 'reply', 0, 'sent', ?, 1, ?, ?, ?)
"""  # noqa: S608 - a name of ours


def fill(home: Path, people: int, secret: str) -> None:
    """Make a database in which ``people`` persons wrote once and were answered once."""
    home.mkdir(parents=True, exist_ok=True)
    path = home / "peka.db"
    schema.upgrade(f"sqlite:///{path}")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA cache_size=-400000")
    connection.execute("PRAGMA synchronous=OFF")
    sealer, at = Sealer.from_setting(secret), int(time.time() * 1000) - 3_600_000
    for start in range(0, people, PIECE):
        ids = range(start + 1, min(start + PIECE, people) + 1)
        connection.executemany(_PERSON, _persons(sealer, ids, at))
        connection.executemany(
            _CLAIM, ((ACCOUNT, sealer.index("claim", f"old-{one}"), at) for one in ids)
        )
        connection.executemany(
            _SENT,
            (
                (
                    os.urandom(16),
                    one,
                    ACCOUNT,
                    at,
                    sealer.index("platform id", f"old-{one}"),
                    at,
                    at,
                )
                for one in ids
            ),
        )
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _persons(sealer: Sealer, ids: range, at: int) -> Iterator[tuple[object, ...]]:
    talks = write(Talks(last_number=1))
    for one in ids:
        uuid, address = os.urandom(16), str(FIRST + one)
        yield (
            one,
            uuid,
            ACCOUNT,
            sealer.index("address", address),
            sealer.seal(address.encode(), PERSON, "address", uuid),
            sealer.seal(talks, PERSON, "talks", uuid),
            at,
            at,
        )
