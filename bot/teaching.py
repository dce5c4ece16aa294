"""Learning from use, beside the turns: tallies written down, examples taken up, lists made."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from conversations.understand.taught import Listening
from handlers import teaching as lists
from handlers.turn import Turns
from storage import teaching
from storage.unit import Busy, Writer

OFTEN = 15.0
"""Seconds between two looks: an agreed example is used this much later in every process."""
SELDOM = 40
"""Looks between two makings of the list of what was not understood: ten minutes."""


@dataclass
class Teaching:
    """What one process learns from use."""

    writer: Writer
    turns: Turns
    listening: Listening
    known: Callable[[str], bool]
    """Tells whether Peka knows a word."""
    seen: int = field(default=-1)
    """When the newest example taken up was agreed (milliseconds)."""

    async def run(self) -> None:
        """Work until cancelled; what is counted by then is written down."""
        try:
            looks = 0
            while True:
                with suppress(Busy):
                    await self.look(gather=looks % SELDOM == 0)
                looks += 1
                await asyncio.sleep(OFTEN)
        finally:
            with suppress(Busy):
                await asyncio.shield(self.write_down())

    async def look(self, *, gather: bool = True) -> None:
        """Do everything once."""
        await self.write_down()
        await self.take_up()
        if gather:
            await self.gather()

    async def write_down(self) -> None:
        """Add what was counted to the tallies of today."""
        counts = self.turns.tally.taken()
        if not counts:
            return
        day = self.turns.today().isoformat()
        try:
            await self.writer.do(lambda unit: teaching.add(unit, day, counts))
        except Busy:
            self.turns.tally.put_back(counts)
            raise

    async def take_up(self) -> None:
        """Use what officers have agreed on, also in other processes."""
        newest = await self.writer.do(teaching.newest)
        if newest == self.seen:
            return
        agreed = await self.writer.do(lambda unit: teaching.examples(unit, teaching.AGREED))
        self.listening.learn((one.text, one.intent) for one in agreed)
        self.seen = newest

    async def gather(self) -> None:
        """Make the list of what was not understood; the comparing runs in a thread."""
        heard = await self.writer.do(teaching.unknown)
        found = await asyncio.to_thread(lists.gathered, heard, self.known)
        await self.writer.do(lambda unit: lists.keep(unit, found))
