"""How fast: the instants of an account, and the share of one person."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from handlers.channel import Limits

SLACK = 1.015
"""Instants are this much wider than the limit, so that no window of a second holds more."""
CATCH_UP = 0.010
"""Seconds of lateness that the next instant makes good: less than what SLACK leaves over in a
second, so that no window of a second holds more than the limit all the same."""


@dataclass
class Pace:
    """Instants of one account: no burst, one after the other."""

    per_second: float
    clock: Callable[[], float] = time.monotonic
    free_at: float = 0.0
    reserved: deque[float] = field(default_factory=deque)
    """Instants agreed with the other processes; none where this process is alone (SQLite)."""

    @property
    def interval(self) -> float:
        """Seconds between two instants."""
        return SLACK / self.per_second

    def seconds(self) -> float:
        """Tell how far away the next free instant is; 0: now."""
        instant = max(self.free_at, self.reserved[0] if self.reserved else 0.0)
        return max(0.0, instant - self.clock())

    def take(self) -> None:
        """Take this instant; a late one makes the next come sooner by at most CATCH_UP."""
        if self.reserved:
            self.reserved.popleft()
        self.free_at = max(self.free_at, self.clock() - CATCH_UP) + self.interval

    def drop_missed(self) -> None:
        """Let go of reserved instants that passed unused: by now they may be another's."""
        while self.reserved and self.reserved[0] + self.interval < self.clock():
            self.reserved.popleft()

    def stop_for(self, seconds: float) -> None:
        """Let nothing go for a while."""
        self.free_at = max(self.free_at, self.clock() + seconds)


@dataclass
class Allowance:
    """One person's share: a burst, then one message every so many seconds."""

    level: float
    at: float

    def wait(self, limits: Limits, now: float) -> float:
        """Take one message's worth; the seconds to wait where there is none left."""
        refilled = self.level + (now - self.at) / limits.person_every
        self.level, self.at = min(float(limits.person_burst), refilled), now
        if self.level >= 1.0:
            self.level -= 1.0
            return 0.0
        return (1.0 - self.level) * limits.person_every
