"""Reading beside the writer: pages that only look never wait for turns, nor hold them up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from storage import engines
from storage.seal import Sealer
from storage.unit import Clock, Unit, utc_now

T = TypeVar("T")


class Lookups:
    """Runs look-ups in threads, on connections that cannot write."""

    def __init__(self, url: str, seal: Sealer, clock: Clock = utc_now) -> None:
        """Connect nothing yet."""
        self.engine = engines.reading(url)
        self.lite = engines.is_sqlite(url)
        self.seal = seal
        self.clock = clock

    async def do(self, work: Callable[[Unit], T]) -> T:
        """Do a look-up and give what it found."""
        return await asyncio.to_thread(self.do_now, work)

    def do_now(self, work: Callable[[Unit], T]) -> T:
        """Do a look-up from a plain thread."""
        with self.engine.connect() as connection, connection.begin():
            cursor = connection.connection.cursor()
            try:
                return work(Unit(connection, cursor, self.lite, self.seal, self.clock()))
            finally:
                cursor.close()

    def close(self) -> None:
        """Let the connections go."""
        self.engine.dispose()
