"""The HTTP doors of the messengers: authenticate, read up to a cap, and wait for the commit.

The order is a safety rule: what is not authentic is refused before it is looked at, and 200 is
said only when everything in a body is committed or kept as poison.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, Protocol

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from handlers.channel import Channel, Delivery
from handlers.turn import Turns
from storage.unit import Busy

TELEGRAM_CAP = 1_000_000
WHATSAPP_CAP = 3_000_000
"""Bytes of a body: Meta says at most 3 MB."""
DONE = Response(status_code=200)
COME_AGAIN = {"Retry-After": "2"}
SILENCE_SECONDS = 20.0
"""For so long a body may keep us waiting for its next piece."""
SIGNS_A_SECOND = 10
SIGNS_BURST = 20


class TelegramDoor(Channel, Protocol):
    """What the route needs of the Telegram channel."""

    def authentic(self, headers: Mapping[str, str]) -> bool:
        """Compare the header's secret."""


class WhatsAppDoor(Channel, Protocol):
    """What the routes need of the WhatsApp channel."""

    def authentic(self, headers: Mapping[str, str], raw: bytes) -> bool:
        """Check the signature over the raw bytes."""

    def handshake(self, query: Mapping[str, str]) -> str | None:
        """Answer Meta's challenge, or None where it is not ours."""


class TooBig(Exception):
    """A body beyond the cap; nothing of it is kept."""


class Stalled(Exception):
    """A body of which nothing more arrives; nothing of it is kept."""


async def body_of(request: Request, cap: int) -> bytes:
    """Read a body piece by piece up to ``cap`` bytes; raises TooBig or Stalled."""
    declared = request.headers.get("content-length", "")
    whole = int(declared) if declared.isdigit() else -1
    if whole > cap:
        raise TooBig
    pieces: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(SILENCE_SECONDS) as patience:
            async for piece in request.stream():
                size += len(piece)
                if size > cap:
                    raise TooBig
                pieces.append(piece)
                if size != whole:  # a small body comes in one piece: nothing more to wait for
                    patience.reschedule(asyncio.get_running_loop().time() + SILENCE_SECONDS)
    except TimeoutError:
        raise Stalled from None
    return b"".join(pieces)


async def pieces_of(request: Request) -> AsyncIterator[bytes]:
    """Give a body as it arrives; raises :class:`Stalled` where it stops arriving."""
    stream = request.stream()
    while True:
        try:
            async with asyncio.timeout(SILENCE_SECONDS):
                piece = await anext(stream, None)
        except TimeoutError:
            raise Stalled from None
        if piece is None:
            return
        yield piece


def telegram_door(turns: Turns, channel: TelegramDoor) -> APIRouter:
    """Make ``POST /telegram/webhook``."""
    door, signs = APIRouter(), Signs()

    @door.post("/telegram/webhook")
    async def telegram(request: Request) -> Response:
        if not channel.authentic(request.headers):
            return Response(status_code=403)
        return await _received(request, turns, channel, signs, TELEGRAM_CAP, lambda _raw: True)

    return door


def whatsapp_door(turns: Turns, channel: WhatsAppDoor) -> APIRouter:
    """Make ``GET`` and ``POST /whatsapp/webhook``."""
    door, signs = APIRouter(), Signs()

    @door.get("/whatsapp/webhook")
    async def handshake(request: Request) -> Response:
        challenge = channel.handshake(request.query_params)
        if challenge is None:
            return Response(status_code=403)
        return Response(challenge, media_type="text/plain")

    @door.post("/whatsapp/webhook")
    async def whatsapp(request: Request) -> Response:
        headers = request.headers
        if "x-hub-signature-256" not in headers:
            return Response(status_code=401)
        return await _received(
            request,
            turns,
            channel,
            signs,
            WHATSAPP_CAP,
            lambda raw: channel.authentic(headers, raw),
        )

    return door


async def _received(
    request: Request,
    turns: Turns,
    channel: Channel,
    signs: Signs,
    cap: int,
    genuine: Callable[[bytes], bool],
) -> Response:
    try:
        raw = await body_of(request, cap)
    except TooBig:
        return Response(status_code=413)
    except Stalled:
        return Response(status_code=408, headers={"Connection": "close"})
    except ClientDisconnect:  # nobody hears the answer; the platform delivers again
        return Response(status_code=400)
    if not genuine(raw):
        return Response(status_code=403)
    try:
        delivery = await turns.deliver(channel, raw)
    except Busy:
        return Response(status_code=503, headers=COME_AGAIN)
    signs.show(channel, delivery)
    return DONE


class Front(FastAPI):
    """An app whose doors for the messengers are reached before all the rest of it.

    FastAPI's way to a route costs as much as a third of a turn (docs/benchmarks.md).  The route
    stays where it is and answers everything else; without the short way the same is only slower.
    """

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - FastAPI's own
        """Have no doors yet."""
        super().__init__(**options)
        self.endpoints: dict[str, Callable[[Request], Awaitable[Response]]] = {}

    def open(self, door: APIRouter) -> None:
        """Take in a door, and remember the short way to its POSTs."""
        self.include_router(door)
        routes = [route for route in door.routes if isinstance(route, APIRoute)]
        posts = [route for route in routes if "POST" in set(route.methods or ())]
        self.endpoints.update({route.path: route.endpoint for route in posts})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a messenger's POST at once; leave the rest to FastAPI."""
        post = scope["type"] == "http" and scope["method"] == "POST"
        endpoint = self.endpoints.get(scope["path"]) if post else None
        if endpoint is None:
            await super().__call__(scope, receive, send)
        else:
            response = await endpoint(Request(scope, receive))
            await response(scope, receive, send)


class Signs:
    """Answers to taps and typing signs: beside the turns, and never at the replies' expense.

    They share the platform's limits with the replies, and a reply usually leaves before its sign
    would: so of a flood most get none.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock`` counts seconds."""
        self._clock = clock
        self._next = 0.0
        self._shown: set[asyncio.Task[None]] = set()

    def show(self, channel: Channel, delivery: Delivery) -> None:
        """Begin to show a sign for each message, where one may go now; failures do not matter."""
        for message in delivery.messages:
            now = self._clock()
            if not message.group and now >= self._next:
                self._next = max(self._next, now - SIGNS_BURST / SIGNS_A_SECOND)
                self._next += 1 / SIGNS_A_SECOND
                self._beside(channel.acknowledge(message))

    def _beside(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._shown.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Future[None]) -> None:
        self._shown.discard(task)
        if not task.cancelled():
            task.exception()
