"""Failed tries: they slow the asker and its origin, and never lock a family out."""

from __future__ import annotations

from storage.sql import Sql
from storage.unit import Unit, ms

FREE = 3
"""Failures before the first wait."""
WAITS = (60, 300, 1800, 7200, 86_400)
"""Seconds to wait after each failure beyond the free ones."""
FORGOTTEN_AFTER = 86_400_000

_READ = Sql("SELECT failed, until_at, at FROM peka_try WHERE asker_index = :asker")
_WRITE = Sql(
    """
    INSERT INTO peka_try (asker_index, failed, until_at, at) VALUES (:asker, :failed, :until, :at)
    ON CONFLICT (asker_index) DO UPDATE SET failed = :failed, until_at = :until, at = :at
    """
)
_CLEAR = Sql("DELETE FROM peka_try WHERE asker_index = :asker")


def seconds_to_wait(unit: Unit, purpose: str, *askers: str) -> int:
    """Tell how long an asker (chat, origin …) still has to wait; 0: may try now."""
    now = ms(unit.now)
    waits = [until - now for asker in askers for _f, until, _at in _rows(unit, purpose, asker)]
    return max(0, *(-(-wait // 1000) for wait in waits)) if waits else 0


def failed(unit: Unit, purpose: str, *askers: str) -> None:
    """Count a failure of each asker."""
    now = ms(unit.now)
    for asker in askers:
        before = [
            count
            for count, _until, at in _rows(unit, purpose, asker)
            if now - at < FORGOTTEN_AFTER
        ]
        count = (before[0] if before else 0) + 1
        wait = WAITS[min(count - FREE, len(WAITS)) - 1] if count > FREE else 0
        unit.run(
            _WRITE,
            asker=_index(unit, purpose, asker),
            failed=count,
            until=now + wait * 1000,
            at=now,
        )


def succeeded(unit: Unit, purpose: str, asker: str) -> None:
    """Forget the failures of an asker who got it right (not those of its origin)."""
    unit.run(_CLEAR, asker=_index(unit, purpose, asker))


def _rows(unit: Unit, purpose: str, asker: str) -> list[tuple[int, int, int]]:
    return [
        (row[0], row[1], row[2]) for row in unit.run(_READ, asker=_index(unit, purpose, asker))
    ]


def _index(unit: Unit, purpose: str, asker: str) -> bytes:
    return unit.seal.index(f"try {purpose}", asker)
