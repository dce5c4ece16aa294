"""Counting what happens, in memory; written down now and then, never within a turn.

A kill loses the counts of at most the last half minute: they are a measure, not a record.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Counts by name, from any thread."""

    counts: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, names: Iterable[str]) -> None:
        """Count one more of each."""
        with self.lock:
            self.counts.update(names)

    def taken(self) -> dict[str, int]:
        """Take everything counted since the last time."""
        with self.lock:
            counts, self.counts = self.counts, Counter()
        return dict(counts)

    def put_back(self, counts: dict[str, int]) -> None:
        """Count again what could not be written down."""
        with self.lock:
            self.counts.update(counts)
