"""Long polling: how updates come where there is no public URL.

``getUpdates`` is called raw, so that one update that nobody can read holds up no other.  The
offset only *confirms*: it stands behind the last item whose callback returned, and after an empty
answer, when all is confirmed, the next call goes without one.  (Update ids start again at random
after a quiet week; an old offset would then swallow them.)

One poller a token: the caller holds a lock; a foreign one shows as 409 and is waited out.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import TypeAlias

import structlog

from handlers.channel import TryLater
from handlers.telegram.adapter import ASKED_FOR, Telegram

Deliver: TypeAlias = Callable[[bytes], Awaitable[None]]
"""Takes one update's raw bytes; returns when it is committed or kept as poison, else raises."""
Pause: TypeAlias = Callable[[float], Awaitable[None]]
HOLD = 25
"""Seconds for which the server holds an empty answer back."""
SLACK = 10
"""Seconds on top of it, before the connection is taken for dead."""
BATCH = 100
SLOWEST = 30.0
"""Seconds between two tries, at most: the network, a dead token, another poller."""
AGAIN = 1.0
_ID = re.compile(rb'"update_id"\s*:\s*(\d{1,19})')
log = structlog.get_logger(__name__)


class Poller:
    """Brings updates to ``deliver``, one after the other, until it is cancelled."""

    def __init__(
        self, telegram: Telegram, *, hold: int = HOLD, pause: Pause = asyncio.sleep
    ) -> None:
        """``pause`` is how to wait, for tests."""
        self._telegram = telegram
        self._hold = hold
        self._pause = pause
        self._offset: int | None = None
        self._batch = BATCH
        self._failed = 0

    async def run(self, deliver: Deliver) -> None:
        """Poll for ever."""
        while True:
            try:
                await self.once(deliver)
                self._failed = 0
            except TryLater as later:
                await self._wait(later)

    async def once(self, deliver: Deliver) -> None:
        """Ask once and hand over what came; raises TryLater."""
        status, body = await self._ask()
        if status != HTTPStatus.OK:
            raise _refusal(status, body)
        items = _items(body)
        if items is None:
            await self._unreadable(body, deliver)
            return
        self._batch = BATCH
        if not items:
            self._offset = None
        for item in items:
            await self._hand_over(json.dumps(item).encode(), deliver)
            self._confirm(item)

    async def _ask(self) -> tuple[int, bytes]:
        """Ask for what is behind the offset, or for all that is not confirmed."""
        asked: dict[str, object] = {
            "timeout": self._hold,
            "limit": self._batch,
            "allowed_updates": ASKED_FOR,
        }
        if self._offset is not None:
            asked["offset"] = self._offset
        return await self._telegram.post("getUpdates", asked, self._hold + SLACK)

    def _confirm(self, item: object) -> None:
        """Move behind an item; one without an id is left behind by the next that has one."""
        update_id = item.get("update_id") if isinstance(item, dict) else None
        if isinstance(update_id, int):
            self._offset = update_id + 1

    async def _hand_over(self, raw: bytes, deliver: Deliver) -> None:
        """Give one update to the caller; a fault keeps the offset where it is."""
        try:
            await deliver(raw)
        except Exception as fault:  # noqa: BLE001 - whatever it was, the update comes again
            reason = f"not taken: {type(fault).__name__}"
        else:
            return
        raise TryLater(AGAIN, reason)

    async def _unreadable(self, body: bytes, deliver: Deliver) -> None:
        """Find the one update that spoils an answer: ask for one at a time, and step over it."""
        if self._batch > 1:
            self._batch = 1
            return
        found = _ID.search(body)
        if found is None:
            raise TryLater(AGAIN, "unreadable answer")
        await self._hand_over(body, deliver)
        self._offset = int(found.group(1)) + 1
        self._batch = BATCH

    async def _wait(self, later: TryLater) -> None:
        """Say what is wrong, and wait: as told, or twice as long each time."""
        self._failed += 1
        told = not later.counts
        seconds = later.seconds if told else min(later.seconds * 2.0**self._failed / 2, SLOWEST)
        log.warning("telegram.polling", reason=later.reason, seconds=seconds)
        await self._pause(seconds)


def _items(body: bytes) -> list[object] | None:
    """Take the updates out of an answer, or None where it cannot be read."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    items = answer.get("result") if isinstance(answer, dict) else None
    return items if isinstance(items, list) else None


def _refusal(status: int, body: bytes) -> TryLater:
    """Say plainly why no updates came, and when to ask again."""
    if status == HTTPStatus.CONFLICT:
        return TryLater(
            SLOWEST,
            "another program polls with this bot token, or a webhook is set; "
            "only one of them can receive",
            counts=False,
        )
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
        return TryLater(SLOWEST, "the bot token is refused", counts=False)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return TryLater(_told(body), "too many requests", counts=False)
    return TryLater(AGAIN, f"status {status}")


def _told(body: bytes) -> float:
    """Read for how long to wait."""
    try:
        return float(json.loads(body)["parameters"]["retry_after"])
    except (ValueError, RecursionError, KeyError, TypeError):
        return SLOWEST
