"""One row a channel account: the next free instant, which all processes share on PostgreSQL."""

from __future__ import annotations

from storage.sql import Sql
from storage.unit import Unit

_RESERVE = Sql(
    """
    INSERT INTO peka_pacing (account, free_at) VALUES (:account, :now + :span)
    ON CONFLICT (account) DO UPDATE SET free_at = :span +
        CASE WHEN peka_pacing.free_at > :now THEN peka_pacing.free_at ELSE :now END
    RETURNING free_at
    """
)
_STOP = Sql(
    """
    INSERT INTO peka_pacing (account, free_at) VALUES (:account, :until)
    ON CONFLICT (account) DO UPDATE SET free_at =
        CASE WHEN peka_pacing.free_at > :until THEN peka_pacing.free_at ELSE :until END
    """
)


def reserve(unit: Unit, account: str, interval: int, count: int) -> list[int]:
    """Reserve so many instants, ``interval`` microseconds apart; each as microseconds from now."""
    now = microseconds(unit)
    span = interval * count
    end = int(unit.run(_RESERVE, account=account, now=now, span=span)[0][0])
    return [end - span + place * interval - now for place in range(count)]


def stop(unit: Unit, account: str, seconds: float) -> None:
    """Let no process send for a while."""
    unit.run(_STOP, account=account, until=microseconds(unit) + int(seconds * 1_000_000))


def microseconds(unit: Unit) -> int:
    """Tell the time since 1970; hosts that share a database must agree on it within a second."""
    return int(unit.now.timestamp() * 1_000_000)
