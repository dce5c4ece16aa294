"""What is on its way through one account, the most urgent first."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.pace import Allowance, Pace
from handlers.channel import Channel, Limits
from storage import outbox
from storage.outbox import Row

HELD_LIMIT = 1_000
"""Messages held in memory for one account; more wait in the outbox."""
GIVE_BACK_AFTER = 10.0
"""Seconds; what must wait longer goes back to the outbox."""

LONGEST_PAUSE = 3600.0
"""Seconds: how long pauses towards one person grow."""


@dataclass
class Line:
    """Everything on its way through one account."""

    channel: Channel
    limits: Limits
    pace: Pace
    waiting: dict[int, deque[Row]] = field(default_factory=dict)
    """Messages by person, oldest first."""
    held: dict[int, float] = field(default_factory=dict)
    """Every message in memory, waiting or flying, and when it was leased."""
    replies: set[int] = field(default_factory=set)
    """Those of them that are replies."""
    ready: list[tuple[int, int, int]] = field(default_factory=list)
    """Heap of (lane, order of arrival, person)."""
    flying: set[int] = field(default_factory=set)
    """People with a message under way, or being given back: nothing else of theirs may go."""
    shares: dict[int, Allowance] = field(default_factory=dict)
    slowed: dict[int, int] = field(default_factory=dict)
    """How many times in a row the platform asked for a pause towards one person."""
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    stopped: str = ""
    """Why the account is refused altogether (token dead); inbound goes on."""
    paused_until: float = 0.0
    order: itertools.count[int] = field(default_factory=itertools.count)

    @property
    def paused_for(self) -> float:
        """Seconds for which the platform wants nothing from this account."""
        return max(0.0, self.paused_until - self.pace.clock())

    @property
    def full(self) -> bool:
        """No more may be held in memory."""
        return len(self.held) >= HELD_LIMIT

    @property
    def soon(self) -> int:
        """How many messages leave before they had to be given back."""
        return int(min(HELD_LIMIT * 0.9, self.limits.per_second * GIVE_BACK_AFTER))

    @property
    def crowded(self) -> bool:
        """One reply more, though it overtakes the rest, would have to be given back."""
        late = bool(self.stopped) or self.paused_for > GIVE_BACK_AFTER
        return late or self.full or len(self.replies) >= self.soon

    def add(self, row: Row) -> None:
        """Line a message up behind the person's others; an urgent one hurries those before it."""
        self.held[row.id] = self.pace.clock()
        if row.lane == outbox.REPLY:
            self.replies.add(row.id)
        rows = self.waiting.setdefault(row.person, deque())
        hurried = not rows or row.lane < min(one.lane for one in rows)
        rows.append(row)
        if hurried and row.person not in self.flying:
            self.offer(row.person)

    def offer(self, person: int) -> None:
        """Let a person's first message compete for the next instant."""
        if rows := self.waiting.get(person):
            lane = min(row.lane for row in rows)
            heapq.heappush(self.ready, (lane, next(self.order), person))
            self.woken.set()

    def slow_down(self, person: int, seconds: float) -> float:
        """Pause towards one person, each time in a row twice as long; the seconds."""
        times = self.slowed.get(person, 0)
        self.slowed[person] = times + 1
        seconds = min(LONGEST_PAUSE, seconds * 2 ** min(times, 10))
        share = self.shares.setdefault(person, Allowance(0.0, self.pace.clock()))
        share.level = min(share.level, 1.0 - seconds / self.limits.person_every)
        return seconds

    def let_go(self, rows: Iterable[Row]) -> None:
        """Hold messages no longer."""
        for row in rows:
            self.held.pop(row.id, None)
            self.replies.discard(row.id)
