"""An office's own system beside Peka: signs messages, sends them, and asks what became of them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from fastapi import FastAPI
from standardwebhooks import Webhook

from bot.admin_lists import Lists
from bot.app import admin_kinds
from handlers.admin.door import Intake, admin_door
from storage.unit import Clock, utc_now
from tests.house import House, living, make_house, prepare

SECRET = "whsec_TUlJSUlJSUlJSUlJSUlJSUlJSUlJSUlJ"


@dataclass
class Admin:
    """The other system."""

    house: House
    http: httpx.AsyncClient
    lists: Lists
    sent: int = 0

    async def post(
        self,
        raw: str | bytes,
        key: str = "",
        *,
        late: timedelta = timedelta(),
        secret: str = SECRET,
    ) -> httpx.Response:
        self.sent += 1
        body = raw if isinstance(raw, bytes) else raw.encode("utf-8", "surrogatepass")
        headers = signed(body, key or f"m{self.sent}", late=late, secret=secret)
        return await self.http.post("/admin/webhook", content=body, headers=headers)

    async def tell(self, type_: str, data: object, key: str = "") -> httpx.Response:
        return await self.post(json.dumps({"type": type_, "data": data}), key)

    async def result(self, answer: httpx.Response) -> dict[str, Any]:
        """Let the queue be worked off, and ask what became of a message."""
        assert answer.status_code == 202, answer.text
        await self.lists.work_off()
        told = answer.json()
        headers = {"Authorization": f"Bearer {told['status_token']}"}
        found = await self.http.get(told["status_url"], headers=headers)
        assert found.status_code == 200, found.text
        status: dict[str, Any] = found.json()
        assert status["state"] == "done"
        result: dict[str, Any] = status["result"]
        return result


def signed(
    raw: bytes, key: str, *, late: timedelta = timedelta(), secret: str = SECRET
) -> dict[str, str]:
    """Make the three headers."""
    at = datetime.now(UTC) - late
    return {
        "webhook-id": key,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(key, at, raw.decode("utf-8", "replace")),
    }


@asynccontextmanager
async def beside(
    url: str, clock: Clock = utc_now, *, fresh: bool = True, names: frozenset[int] = frozenset()
) -> AsyncIterator[Admin]:
    """Open the door of a Peka; ``fresh``: on a database that is still to be made."""
    async with living(make_house(prepare(url) if fresh else url, clock=clock)) as house:
        lists = Lists(house.writer, house.turns.library, url)
        app = FastAPI(openapi_url=None)
        app.include_router(admin_door(Intake(house.turns, SECRET, admin_kinds(lists), names)))
        way = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=way, base_url="http://127.0.0.1") as http:
            yield Admin(house, http, lists)
