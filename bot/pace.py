"""How fast: the instants of an account, and the share of one person."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from handlers.channel import Limits

SLACK = 1.015
"""Instants are this much wider than the limit, so that no window of a second holds more."""
A_MOMENT = 0.002
CATCH_UP = 0.25
"""Seconds of lateness that the next instants make good: a busy machine still uses the limit."""


@dataclass
class Pace:
    """Instants of one account, one after the other.

    Late ones are made good, but never so that a second, wherever it begins, holds more than the
    limit: what left last is remembered.
    """

    per_second: float
    clock: Callable[[], float] = time.monotonic
    free_at: float = 0.0
    reserved: deque[float] = field(default_factory=deque)
    """Instants agreed with the other processes; none where this process is alone (SQLite)."""

    recent: deque[float] = field(default_factory=deque)
    """When the last messages left: as many as one second may hold."""
    pending: set[int] = field(default_factory=set)
    """Messages that were given an instant and have not yet left: they still will, any moment."""

    @property
    def interval(self) -> float:
        """Seconds between two instants."""
        return SLACK / self.per_second

    def seconds(self) -> float:
        """Tell how far away the next free instant is; 0: now."""
        instant = max(self.free_at, self.reserved[0] if self.reserved else 0.0, self.window)
        return max(0.0, instant - self.clock())

    @property
    def window(self) -> float:
        """The first moment at which the second before it holds one message less than it may."""
        most = max(1, int(self.per_second))
        while len(self.recent) > most:
            self.recent.popleft()
        free = most - len(self.pending)
        if free <= 0:
            return self.clock() + A_MOMENT
        return self.recent[-free] + SLACK if len(self.recent) >= free else 0.0

    def take(self, message: int | None = None) -> None:
        """Take this instant; a late one makes the next come sooner by at most CATCH_UP."""
        now = self.clock()
        rested = not self.recent or now - self.recent[-1] > CATCH_UP + self.interval
        if message is None:
            self.recent.append(now)
        else:
            self.pending.add(message)
        if self.reserved:
            self.reserved.popleft()
        self.free_at = max(self.free_at, now if rested else now - CATCH_UP) + self.interval

    def leaves(self, message: int) -> None:
        """Note that a message leaves at this very moment."""
        self.pending.discard(message)
        self.recent.append(self.clock())

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
