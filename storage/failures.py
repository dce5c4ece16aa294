"""How often a message has failed; written after its turn was rolled back."""

from __future__ import annotations

from storage.people import claimed_as
from storage.sql import Sql
from storage.unit import Unit, ms

_COUNT = Sql(
    """
    INSERT INTO peka_failure (account, message, times, at) VALUES (:account, :message, 1, :at)
    ON CONFLICT (account, message) DO UPDATE SET times = peka_failure.times + 1, at = :at
    RETURNING times
    """
)


def count(unit: Unit, account: str, message: str) -> int:
    """Count one more failure and tell how many there are."""
    index = claimed_as(unit, message)
    return int(unit.run(_COUNT, account=account, message=index, at=ms(unit.now))[0][0])
