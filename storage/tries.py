"""Failed tries: they slow the asker and its origin; a family that is linked stays so."""

from __future__ import annotations

from dataclasses import dataclass

from storage.sql import Sql
from storage.unit import Unit, ms

DAY = 86_400_000

_READ = Sql("SELECT failed, until_at, at FROM peka_try WHERE asker_index = :asker")
_WRITE = Sql(
    """
    INSERT INTO peka_try (asker_index, failed, until_at, at) VALUES (:asker, :failed, :until, :at)
    ON CONFLICT (asker_index) DO UPDATE SET failed = :failed, until_at = :until, at = :at
    """
)


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody or something whose failures are counted."""

    name: str
    free: int
    """Failures before the first wait."""
    waits: tuple[int, ...]
    """Seconds to wait after each failure beyond the free ones; the last stands for all later."""


def chat(account: str, address: str) -> Asker:
    """One chat: a few slips are free, then the waits grow to a day."""
    return Asker(f"{account}:{address}", 3, (60, 300, 1800, 7200, 86_400))


def early(account: str, address: str) -> Asker:
    """A chat whose family is perhaps not loaded yet: a wide berth, and none of it is a slip."""
    return Asker(f"{account}:{address}", 9, (600, 3600, 86_400))


def filing(account: str, address: str) -> Asker:
    """The reports of one chat: eight a day are nothing unusual, then there is a wait."""
    return Asker(f"{account}:{address}", 7, (3600, 86_400))


def origin(name: str) -> Asker:
    """A network address: a whole village may share one, so much is free and waits are short."""
    return Asker(name, 60, (30, 60, 120, 300, 600))


def officer(number: int) -> Asker:
    """An officer who looks families up: slips at the desk are free, a search is not."""
    return Asker(f"staff:{number}", 9, (600, 3600, 86_400))


def counted(name: str) -> Asker:
    """Somebody or something that is counted only, and never waits."""
    return Asker(name, 0, ())


def target(number: str) -> Asker:
    """What is guessed at: counted only; nobody who is linked is shut out by it."""
    return counted(f"target:{number}")


def count(unit: Unit, purpose: str, asker: Asker) -> int:
    """Tell how many there were within a day."""
    now = ms(unit.now)
    return sum(failed for failed, _u, at in _rows(unit, purpose, asker) if now - at < DAY)


def seconds_to_wait(unit: Unit, purpose: str, *askers: Asker) -> int:
    """Tell how long an asker still has to wait; 0: may try now."""
    now = ms(unit.now)
    waits = [until - now for one in askers for _f, until, _at in _rows(unit, purpose, one)]
    return max(0, *(-(-wait // 1000) for wait in waits)) if waits else 0


def failed(unit: Unit, purpose: str, *askers: Asker) -> int:
    """Count a failure of each asker within a day; tells the highest count there is now."""
    now, highest = ms(unit.now), 0
    for one in askers:
        before = [count for count, _u, at in _rows(unit, purpose, one) if now - at < DAY]
        count = (before[0] if before else 0) + 1
        over = count - one.free
        wait = one.waits[min(over, len(one.waits)) - 1] if over > 0 and one.waits else 0
        # Of the time only the hour is kept: a moment would tell what a chat did just then.
        at, until = now - now % 3_600_000, now + wait * 1000 if wait else 0
        index = _index(unit, purpose, one)
        unit.run(_WRITE, asker=index, failed=count, until=until, at=at)
        highest = max(highest, count)
    return highest


def _rows(unit: Unit, purpose: str, asker: Asker) -> list[tuple[int, int, int]]:
    rows = unit.run(_READ, asker=_index(unit, purpose, asker))
    return [(row[0], row[1], row[2]) for row in rows]


def _index(unit: Unit, purpose: str, asker: Asker) -> bytes:
    return unit.seal.index(f"try {purpose}", asker.name)
