"""A Bot API server of bad temper, which still judges: see tests/hostile."""

from __future__ import annotations

import asyncio
import json
import math
import time
from collections import defaultdict, deque
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web

from tests.fakes.telegram import HEADER, FakeTelegram, Shown, _chat_of
from tests.fakes.telegram_judge import Given
from tests.fakes.temper import DELIVERING, FETCHING, SENDING, SIGNING, Bucket, Temper

DAY = 24 * 3600.0
GRACE = 0.7
"""Seconds in which calls that had left may still come after a "wait"."""
TOLD = 2
"""So often a client may be told of one block: a call may be on its way while the first is."""
LOOK_EVERY = 0.05
CHAT_BURST = 8
"""A chat takes one message a second, and a few at once."""
PAGE = "<html><body><h1>502 Bad Gateway</h1></body></html>"


class HostileTelegram(FakeTelegram):
    """Everything that the fake does, and everything that may go wrong."""

    def __init__(self, temper: Temper, *, per_second: float, tap_life: float) -> None:
        """``tap_life``: seconds after which an undelivered tap is dropped, 150 at Telegram."""
        super().__init__()
        self.temper, self.tap_life = temper, tap_life
        self.crimes: list[str] = []
        """What no client may do, though its form was right."""
        self.arrived: dict[int, Callable[[Shown], None]] = {}
        self.taken: set[str] = set()
        """Updates that were answered 2xx."""
        self.expired: set[str] = set()
        self.ahead = 0.0
        """Seconds by which the platform's clock has jumped."""
        self.posts = 0
        self.sends: list[tuple[Any, ...]] = []
        self._born: dict[int, float] = {}
        self._limit = per_second
        self._account = Bucket(per_second, per_second)
        self._chats: dict[int, Bucket] = defaultdict(lambda: Bucket(CHAT_BURST, 1))
        self._told_blocked: dict[int, int] = {}
        self._pause = (0.0, 0.0)
        self._again: set[asyncio.Task[None]] = set()
        self._lags: deque[float] = deque(maxlen=20)

    def forgive(self) -> None:
        """Another process asks from now on: it knows nothing of what this one was told."""
        self._pause = (0.0, 0.0)
        self._told_blocked.clear()
        self._chats.clear()

    def throttle(self, seconds: float) -> None:
        """Let nothing pass for a while; the first who comes is told how long."""
        self._pause = (math.inf, time.monotonic() + seconds)

    @property
    def lag(self) -> float:
        """Seconds by which this very loop was late in the last second: so late it sees a call."""
        return max(self._lags, default=0.0)

    async def _watch_lag(self) -> None:
        while True:
            begun = time.monotonic()
            await asyncio.sleep(LOOK_EVERY)
            self._lags.append(time.monotonic() - begun - LOOK_EVERY)

    async def __aenter__(self) -> Self:
        self._again.add(asyncio.ensure_future(self._watch_lag()))
        return await super().__aenter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for task in self._again:
            task.cancel()
        await asyncio.gather(*self._again, return_exceptions=True)
        await super().__aexit__(kind, fault, trace)

    # What Peka sends

    async def _answered(
        self, method: str, given: Given, request: web.Request
    ) -> web.StreamResponse:
        if method != "sendMessage":
            if method in {"sendChatAction", "answerCallbackQuery"} and self.temper.of(SIGNING):
                return _page()
            return await super()._answered(method, given, request)
        refusal = self._refusal(int(given["chat_id"]))
        if refusal is not None:
            return refusal
        mood = self.temper.of(SENDING)
        peer = request.transport.get_extra_info("peername") if request.transport else None
        self.sends.append(
            (time.monotonic(), int(given["chat_id"]), mood, given["text"][:25], peer)
        )
        if "throttled" in mood:
            self.throttle(1 if mood == "throttled" else 2)
            return self._refusal(int(given["chat_id"])) or self._wait()
        answer = None
        if "not taken" not in mood:
            answer = await self._acts()[method](given)
        if answer is not None and answer.status == HTTPStatus.FORBIDDEN and not mood:
            chat = int(given["chat_id"])
            self._told_blocked[chat] = self._told_blocked.get(chat, 0) + 1
        return (
            answer
            if answer is not None and not mood
            else await self._spoiled(mood, answer, request)
        )

    def _refusal(self, chat: int) -> web.Response | None:
        now = time.monotonic()
        since, until = self._pause
        if now < until:
            self._pause = (min(since, now), until)
            if now > since + GRACE + self.lag:
                self.crimes.append(f"sent {now - since:.1f} s into a pause")
            return self._wait()
        room = self.rooms.get(chat)
        if room is not None and room.blocked:
            if self._told_blocked.get(chat, 0) >= TOLD:
                self.crimes.append("sent to somebody who is known to have blocked")
            return None
        self._told_blocked.pop(chat, None)
        for bucket, of in ((self._account, "the account"), (self._chats[chat], "a chat")):
            if not bucket.take(now):
                self.crimes.append(f"too many to {of}")
                self.throttle(1)
                return self._wait()
        return None

    def _wait(self) -> web.Response:
        seconds = max(1, math.ceil(self._pause[1] - time.monotonic()))
        self.temper.counts["answered 429"] += 1
        body = {
            "ok": False,
            "error_code": 429,
            "description": f"Too Many Requests: retry after {seconds}",
            "parameters": {"retry_after": seconds},
        }
        return web.json_response(body, status=429)

    async def _spoiled(
        self, mood: str, answer: web.Response | None, request: web.Request
    ) -> web.StreamResponse:
        """Answer something else than what is so."""
        if "page" in mood:
            return _page()
        if "shape" in mood:
            return web.json_response(["busy", {"try": "later"}], status=500)
        if "unreadable" in mood and answer is not None and isinstance(answer.body, bytes):
            return _unreadable(json.loads(answer.body), self.temper)
        if "silence" in mood:
            with suppress(TimeoutError):
                async with asyncio.timeout(30):
                    await self._over.wait()
        if request.transport is not None:
            request.transport.close()
        return web.Response()

    async def _in_trouble(self, method: str, request: web.Request) -> web.StreamResponse | None:
        if method != "file":
            return await super()._in_trouble(method, request)
        mood = self.temper.of(FETCHING)
        if mood == "file refused":
            return _page()
        if mood and request.transport is not None:
            request.transport.close()
            return web.Response()
        return None

    async def _send(self, given: Given) -> web.Response:
        chat = int(given["chat_id"])
        answer = await super()._send(given)
        if answer.status == 200 and chat in self.arrived:
            self.arrived[chat](self.rooms[chat].shown[-1])
        return answer

    # What people send

    def delivers(self, update: dict[str, Any]) -> None:
        self._born[update["update_id"]] = time.monotonic() + self.ahead
        super().delivers(update)

    async def _post_all(self, key: int) -> None:
        while self.webhook:
            update = next((one for one in self._pending if _chat_of(one) == key), None)
            if update is None:
                return
            if self._too_old(update) or await self._bring(update):
                self._pending.remove(update)
                await self._tell()

    def _too_old(self, update: dict[str, Any]) -> bool:
        """Taps are dropped after a while, messages after a day."""
        age = time.monotonic() + self.ahead - self._born[update["update_id"]]
        old = age > (self.tap_life if "callback_query" in update else DAY)
        if old:
            self.expired.add(str(update["update_id"]))
            self.temper.counts["a tap expired" if age < DAY else "expired in the outage"] += 1
        return old

    async def _bring(self, update: dict[str, Any]) -> bool:
        how = self.temper.of(DELIVERING)
        if how == "late":
            await asyncio.sleep(self.temper.between(0.2, 2.0))
        elif how.startswith("again"):
            await self._post_and_leave(update)
        elif how.startswith("twice"):
            self._post_again(update, 0 if "once" in how else self.temper.between(0.1, 4))
        if await self._post(update):
            self.taken.add(str(update["update_id"]))
            return True
        await asyncio.sleep(self.temper.between(0.1, 0.4))
        return False

    def _post_again(self, update: dict[str, Any], seconds: float) -> None:
        async def later() -> None:
            await asyncio.sleep(seconds)
            await self._post(update)

        task = asyncio.ensure_future(later())
        self._again.add(task)
        task.add_done_callback(self._again.discard)

    async def _post_and_leave(self, update: dict[str, Any]) -> None:
        """Post, and hang up before the answer."""
        assert self._http is not None
        headers = {HEADER: self.webhook_secret}
        with suppress(TimeoutError, aiohttp.ClientError):
            async with asyncio.timeout(self.temper.between(0.002, 0.02)):
                async with self._http.post(self.webhook, json=update, headers=headers):
                    pass

    async def _post(self, update: dict[str, Any]) -> bool:
        self.posts += 1
        try:
            return await super()._post(update)
        finally:  # whoever is heard of may be back: a client tries once more
            self._told_blocked.pop(_who(update), None)


def _who(update: dict[str, Any]) -> int:
    """Tell whose update it is; the chat of a person has the person's number."""
    tap = update.get("callback_query")
    return int(tap["from"]["id"]) if tap else _chat_of(update)


def _page() -> web.Response:
    return web.Response(text=PAGE, status=502, content_type="text/html")


def _unreadable(answer: dict[str, Any], temper: Temper) -> web.Response:
    """Say ok in a form that the client's types refuse."""
    if temper.chance.random() < 0.5:
        answer["result"]["chat"] = "somebody"
        return web.json_response(answer)
    return web.Response(text=json.dumps(answer)[:60], content_type="application/json")
