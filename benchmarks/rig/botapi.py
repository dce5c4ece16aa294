"""A Bot API on this machine that takes everything and answers at once."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web

ME = {"id": 4839574812, "is_bot": True, "first_name": "Peka", "username": "peka_bot"}


@asynccontextmanager
async def bot_api(
    hear: Callable[[bytes], None] = lambda _body: None,
) -> AsyncIterator[tuple[str, Counter[str]]]:
    """Serve; gives the base URL, and counts what is asked for; ``hear`` is given each message."""
    counts: Counter[str] = Counter()
    numbers = itertools.count(1)

    async def answer(request: web.Request) -> web.Response:
        method = request.path.rpartition("/")[2]
        body = await request.read()
        counts[method] += 1
        result: object = True
        if method == "getMe":
            result = ME
        elif method == "sendMessage":
            hear(body)
            chat = {"id": 1, "type": "private", "first_name": "Siti"}
            result = {"message_id": next(numbers), "date": 1, "chat": chat, "text": "."}
        return web.json_response({"ok": True, "result": result})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", counts
    finally:
        await runner.cleanup()
