"""Tells the office's own systems what happened: signed, again and again over days, in order."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Final

import httpx
import structlog
from standardwebhooks import Webhook

from storage import events
from storage.events import Event
from storage.unit import Busy, Unit, Writer

log = structlog.get_logger()

PAUSES: Final = (5, 30, 120, 600, 1800, 3600, 7200, 14_400)
"""Seconds until the next try; the last one again and again."""
DAYS: Final = 5
"""After so long an event is given up."""
AT_ONCE: Final = 20
SECONDS: Final = 15
IDLE_SECONDS: Final = 1
LONGEST_ERROR: Final = 60


@dataclass
class Teller:
    """Sends what is due; one process at a time."""

    writer: Writer
    url: str
    secret: str
    _client: httpx.AsyncClient | None = field(default=None, repr=False)

    @property
    def client(self) -> httpx.AsyncClient:
        """One client for a process; redirects are not followed: the body is signed for one."""
        if self._client is None:
            self._client = httpx.AsyncClient(timeout=SECONDS, follow_redirects=False)
        return self._client

    async def run(self) -> None:
        """Send for as long as the process lives."""
        try:
            while True:
                if not await self.send_due():
                    await asyncio.sleep(IDLE_SECONDS)
        finally:
            await self.close()

    async def close(self) -> None:
        """Let the connections go."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def send_due(self) -> int:
        """Send what may leave now, and tell how many arrived."""
        try:
            found = await self.writer.do(partial(events.due, most=AT_ONCE), "events")
            arrived = await asyncio.gather(*map(self._send, found))
        except Busy:
            return 0
        return sum(arrived)

    async def _send(self, event: Event) -> bool:
        error = await self._post(event)
        await self.writer.do(partial(self._note, event=event, error=error), "events")
        return not error

    async def _post(self, event: Event) -> str:
        """Post one event; give what went wrong, in a few words, or nothing."""
        now = self.writer.clock()
        headers = {
            "content-type": "application/json",
            "webhook-id": event.ref,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(self.secret).sign(event.ref, now, event.body),
        }
        try:
            answer = await self.client.post(self.url, content=event.body.encode(), headers=headers)
        except httpx.HTTPError as fault:
            return type(fault).__name__[:LONGEST_ERROR]
        return "" if answer.is_success else f"HTTP {answer.status_code}"

    @staticmethod
    def _note(unit: Unit, event: Event, error: str) -> None:
        if not error:
            events.done(unit, event.id)
        elif unit.now - event.made >= timedelta(days=DAYS):
            events.done(unit, event.id, events.DEAD, error)
            log.error("event.dead", id=event.id, kind=event.kind, error=error)
        else:
            pause = PAUSES[min(event.attempts, len(PAUSES) - 1)]
            events.later(unit, event.id, error, unit.now + timedelta(seconds=pause))
            log.info("event.later", id=event.id, kind=event.kind, error=error)
