"""The bad temper of a platform, drawn from a seed: what goes wrong next, and how often it did."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

SENDING = {
    "a page instead of an answer, not taken": 0.006,
    "a page instead of an answer, taken": 0.006,
    "another shape, not taken": 0.006,
    "unreadable 200, taken": 0.008,
    "silence, not taken": 0.004,
    "silence, taken": 0.006,
    "cut off, not taken": 0.006,
    "cut off, taken": 0.006,
    "throttled": 0.0005,
    "throttled for one person": 0.003,
}
"""What becomes of a message that Peka sends, by its share of all."""
DELIVERING = {
    "twice": 0.03,
    "twice at once": 0.03,
    "again after nobody waited for the answer": 0.04,
    "late": 0.05,
    "together with others": 0.08,
}
"""What becomes of a message on its way to Peka."""
FETCHING = {"file refused": 0.15, "file cut off": 0.15}
SIGNING = {"a sign lost": 0.05}


@dataclass
class Temper:
    """Draws what goes wrong next; ``calm`` ends it."""

    seed: int
    calm: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def of(self, shares: Mapping[str, float]) -> str:
        """Name what goes wrong this time, or nothing."""
        if self.calm:
            return ""
        roll = self.chance.random()
        for name, share in shares.items():
            roll -= share
            if roll < 0:
                self.counts[name] += 1
                return name
        return ""

    def between(self, low: float, high: float) -> float:
        return self.chance.uniform(low, high)


@dataclass
class Bucket:
    """An allowance that refills: what a platform lets pass."""

    capacity: float
    per_second: float
    level: float = -1.0
    at: float = 0.0

    def take(self, now: float) -> bool:
        """Take one; False where there is none left."""
        full = self.level < 0
        refilled = self.capacity if full else self.level + (now - self.at) * self.per_second
        self.level, self.at = min(self.capacity, refilled), now
        if self.level < 1:
            return False
        self.level -= 1
        return True
