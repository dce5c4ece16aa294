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
BULK_AT_ONCE = 36
"""Messages to many under way at once: the rest is for replies, however slow the platform is."""
BULK_SECONDS = 3.0
LEAST_BULK, MOST_BULK = 20, 600
"""Messages to many that wait in memory: what leaves in three seconds."""
MORE_SECONDS = 2.0
"""So long after the outbox had messages to many it is looked for more as soon as there is room."""
MOST_WITH_BULK = 900
"""As many messages as are held at all when one to many is added; the rest is for replies."""

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
    bulk: set[int] = field(default_factory=set)
    """Those that go to many and have not left."""
    landing: dict[int, tuple[Row, str]] = field(default_factory=dict)
    """Those of them that were sent, with the platform's id: recorded together, soon."""
    landed: asyncio.Event = field(default_factory=asyncio.Event)
    bulk_flying: int = 0
    bulk_until: float = 0.0
    """Until then nothing goes to many: the platform said so."""
    fed_at: float = -MORE_SECONDS
    """When the outbox last had something for many."""
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
    probing: str = ""
    """Why it was: one message is being tried again to see whether it still is."""
    probe_at: float = 0.0
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
        late = bool(self.stopped or self.probing) or self.paused_for > GIVE_BACK_AFTER
        return late or self.full or len(self.replies) >= self.soon

    @property
    def bulk_target(self) -> int:
        """How many messages to many are held at most: a pause lets no more than these go."""
        return int(min(MOST_BULK, max(LEAST_BULK, self.limits.per_second * BULK_SECONDS)))

    @property
    def bulk_room(self) -> int:
        """How many more messages to many may be held."""
        if self.bulk_until > self.pace.clock():
            return 0
        return max(0, min(self.bulk_target - len(self.bulk), MOST_WITH_BULK - len(self.held)))

    @property
    def idle(self) -> bool:
        """Nothing may start now, whatever the pace allows."""
        if not self.ready:
            return True
        return self.ready[0][0] == outbox.BULK and self.bulk_flying >= BULK_AT_ONCE

    @property
    def hungry(self) -> bool:
        """There is room again for many, and a moment ago the outbox had more of them."""
        lately = self.pace.clock() - self.fed_at < MORE_SECONDS
        return lately and len(self.bulk) < self.bulk_target / 2

    def add(self, row: Row) -> None:
        """Line a message up behind the person's others; an urgent one hurries those before it."""
        self.held[row.id] = self.pace.clock()
        if row.lane == outbox.REPLY:
            self.replies.add(row.id)
        elif row.lane == outbox.BULK:
            self.bulk.add(row.id)
        rows = self.waiting.setdefault(row.person, deque())
        hurried = not rows or row.lane < min(one.lane for one in rows)
        rows.insert(place_in(rows, row), row)
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

    def land(self, row: Row, platform: str) -> None:
        """Note that a message to many has left: another may come before it is recorded."""
        self.landing[row.id] = (row, platform)
        self.bulk.discard(row.id)
        self.landed.set()

    def let_go(self, rows: Iterable[Row]) -> None:
        """Hold messages no longer."""
        for row in rows:
            self.held.pop(row.id, None)
            self.replies.discard(row.id)
            self.bulk.discard(row.id)

    def take_bulk(self) -> list[Row]:
        """Take out all that waits to go to many."""
        taken: list[Row] = []
        for person, rows in list(self.waiting.items()):
            taken += [row for row in rows if row.lane == outbox.BULK]
            left = deque(row for row in rows if row.lane != outbox.BULK)
            self.waiting[person] = left
            if not left:
                del self.waiting[person]
        return taken


def place_in(rows: deque[Row], row: Row) -> int:
    """Find a message's place among its person's: nothing waits behind what goes to many.

    An older one of the same lane goes first, though two threads told of their commits in another
    order.
    """
    if row.lane == outbox.BULK:
        return len(rows)
    place = sum(one.lane != outbox.BULK for one in rows)
    while place and rows[place - 1].lane == row.lane and rows[place - 1].id > row.id:
        place -= 1
    return place
