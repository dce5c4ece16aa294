"""A WhatsApp Cloud API of bad temper, which still judges: see tests/hostile."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Coroutine
from contextlib import suppress
from types import TracebackType
from typing import Any

import aiohttp
from aiohttp import web

from tests.fakes.temper import DELIVERING, FETCHING, SENDING, Bucket, Temper
from tests.fakes.whatsapp import FakeWhatsApp
from tests.fakes.whatsapp_hooks import Hook, Json
from tests.fakes.whatsapp_judge import Refusal
from tests.fakes.whatsapp_person import Shown

GRACE = 0.7
"""Seconds in which requests that had left may still come after a "wait"."""
PASSES, PASS_SECONDS = 5, 0.05
"""So many looks without a new call, and nothing of a killed process is on its way any more."""
LANE_SECONDS = 5.0
"""What Peka waits after 130429: WhatsApp itself names no time."""
PAIR_BURST = 45
PAGE = "<html><body>Sorry, something went wrong</body></html>"
STATUSES = (
    ("sent",),
    ("sent", "delivered"),
    ("delivered", "sent", "read"),
    ("read", "read", "delivered"),
    ("sent", "deleted", "delivered", "warning"),
)
BATCH_SECONDS = 0.15


class HostileWhatsApp(FakeWhatsApp):
    """Everything that the fake does, and everything that may go wrong."""

    def __init__(self, temper: Temper, *, per_second: float, pair_every: float) -> None:
        """``pair_every``: seconds for each message to one person, and after 131056."""
        super().__init__(clock=lambda: time.time() + self.ahead)
        self.temper = temper
        self.ahead = 0.0
        """Seconds by which the platform's clock has jumped."""
        self.crimes: list[str] = []
        """What no client may do, though its form was right."""
        self.arrived: dict[str, Callable[[Shown], None]] = {}
        self.taken: set[str] = set()
        """Messages whose webhook was answered 2xx."""
        self._account = Bucket(per_second, per_second)
        self._pairs: dict[str, Bucket] = defaultdict(lambda: Bucket(PAIR_BURST, 1 / pair_every))
        self._pair_every = pair_every
        self.calls = 0
        self._pause = (0.0, 0.0)
        self._paired: dict[str, tuple[float, float]] = {}
        self._work: set[asyncio.Task[None]] = set()
        self._batch: list[Hook] = []

    def jump(self, seconds: float) -> None:
        """Let time pass at once."""
        self.ahead += seconds

    async def landed(self) -> None:
        """Wait until all that a killed process had sent has come in, however busy this loop is."""
        quiet = 0
        while quiet < PASSES:
            before = self.calls
            await asyncio.sleep(PASS_SECONDS)
            quiet = quiet + 1 if self.calls == before else 0

    def forgive(self) -> None:
        """Another process asks from now on: it knows nothing of what this one was told."""
        self._pause = (0.0, 0.0)
        self._paired.clear()
        self._pairs.clear()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for task in self._work:
            task.cancel()
        await asyncio.gather(*self._work, return_exceptions=True)
        await super().__aexit__(kind, fault, trace)

    # What Peka sends

    async def _messages(self, request: web.Request) -> web.Response:
        self.calls += 1
        message = await request.json()
        if "status" in message:
            return await super()._messages(request)
        try:
            self._admit(request)
            self._within_limits(str(message.get("to") or message.get("recipient")))
            mood = self.temper.of(SENDING)
            answer = self._moody(mood, message)
        except Refusal as refusal:
            self.refused.append(refusal)
            return web.json_response(refusal.body(), status=refusal.status)
        await self._tell()
        return await self._spoiled(mood, answer, request) if mood else web.json_response(answer)

    def _moody(self, mood: str, message: Json) -> Json:
        """Take the message or not, as the mood has it."""
        now, to = time.monotonic(), str(message.get("to") or message.get("recipient"))
        if mood == "throttled":
            self._pause = (now, now + LANE_SECONDS)
            raise Refusal(130429, "Rate limit hit")
        if mood == "throttled for one person":
            self._paired[to] = (now, now + self._pair_every)
            raise Refusal(131056, "pair rate limit hit")
        return {} if "not taken" in mood else self._take(message)

    def _within_limits(self, to: str) -> None:
        now = time.monotonic()
        since, until = self._pause
        if now < until - 0.1:
            if now > since + GRACE:
                self.crimes.append(f"sent {now - since:.1f} s after 130429")
            raise Refusal(130429, "Rate limit hit")
        since, until = self._paired.get(to, (0.0, 0.0))
        if now < until - 0.1:
            self.crimes.append(f"sent to one person {now - since:.1f} s after 131056")
            raise Refusal(131056, "pair rate limit hit")
        if not self._account.take(now):
            self.crimes.append("too many a second")
            raise Refusal(130429, "Rate limit hit")
        if not self._pairs[to].take(now):
            self._paired[to] = (now, now + self._pair_every)
            raise Refusal(131056, "pair rate limit hit")

    async def _spoiled(self, mood: str, answer: Json, request: web.Request) -> web.Response:
        """Answer something else than what is so."""
        if "page" in mood:
            return web.Response(text=PAGE, status=502, content_type="text/html")
        if "shape" in mood:
            return web.json_response([{"busy": True}], status=500)
        if "unreadable" in mood:
            odd: object = self.temper.chance.choice(({"messages": []}, [answer], "fine", PAGE))
            if odd == PAGE:
                return web.Response(text=PAGE, content_type="text/html")
            return web.json_response(odd)
        if "silence" in mood:
            with suppress(TimeoutError):
                async with asyncio.timeout(30):
                    await self._over.wait()
        if request.transport is not None:
            request.transport.close()
        return web.Response()

    def _take(self, message: Json) -> Json:
        try:
            answer = super()._take(message)
        except Refusal as refusal:
            if refusal.code == 131047:
                self.crimes.append("sent after the window had closed")
            raise
        said = self.sent[-1]
        person = self._recipient(message)
        if person.phone in self.arrived:
            self.arrived[person.phone](said)
        if self.temper.chance.random() < 0.4:
            states = self.temper.chance.choice(STATUSES)
            self.delivers(self.reports(said, *states))
        return answer

    async def _media_address(self, request: web.Request) -> web.Response:
        if self.temper.of(FETCHING):
            return web.Response(text=PAGE, status=502, content_type="text/html")
        return await super()._media_address(request)

    async def _file(self, request: web.Request) -> web.Response:
        mood = self.temper.of(FETCHING)
        if mood and request.transport is not None:
            request.transport.close()
        return await super()._file(request)

    # What people send: in no order at all

    def delivers(self, hook: Hook, key: str = "") -> Hook:
        if self.webhook:
            self._pending.append((key, hook))
            self._spawn(self._bring(hook, key))
        return hook

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    async def _bring(self, hook: Hook, key: str) -> None:
        how = self.temper.of(DELIVERING)
        if how == "late":
            await asyncio.sleep(self.temper.between(0.2, 2.0))
        elif how.startswith("again"):
            await self._post_and_leave(hook)
        elif how.startswith("twice"):
            self._spawn(self._later(hook, 0 if "once" in how else self.temper.between(0.1, 4)))
        elif how.startswith("together"):
            await self._in_a_batch(hook)
        while not 200 <= await self.post(hook) < 300:
            await asyncio.sleep(self.temper.between(0.1, 0.4))
        self.taken |= _ids(hook)
        self._pending.remove((key, hook))
        await self._tell()

    async def _later(self, hook: Hook, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self.post(hook)

    async def _in_a_batch(self, hook: Hook) -> None:
        """Post it with others in one body first; afterwards it comes alone as well."""
        self._batch.append(hook)
        if len(self._batch) > 1:
            await asyncio.sleep(2 * BATCH_SECONDS)
            return
        await asyncio.sleep(BATCH_SECONDS)
        batch, self._batch = self._batch, []
        with suppress(KeyError):
            await self.post(self.in_entries(*batch))

    async def _post_and_leave(self, hook: Hook) -> None:
        """Post, and hang up before the answer."""
        self._http = self._http or aiohttp.ClientSession()
        with suppress(TimeoutError, aiohttp.ClientError):
            async with asyncio.timeout(self.temper.between(0.002, 0.02)):
                async with self._http.post(self.webhook, data=hook.raw, headers=hook.headers):
                    pass


def _ids(hook: Hook) -> set[str]:
    return {
        str(item["id"])
        for entry in hook.body["entry"]
        for change in entry["changes"]
        for item in change["value"].get("messages", ())
    }
